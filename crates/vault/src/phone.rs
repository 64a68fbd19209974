//! Telephone numbers: of mobile phones and fixed lines in mainland China, and of any other country with its prefix.

use std::fmt;

/// More than any number with separators; a longer text is not one.
const TYPED_CHARS_MAX: usize = 40;
/// ITU-T E.164: at most 15 digits with the country's; fewer than 7 reach nobody.
const FOREIGN_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A telephone number that can be called. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone {
    e164: String,
    kind: PhoneKind,
}

/// What answers at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneKind {
    /// A mobile phone of mainland China: takes text messages.
    Mobile,
    /// A fixed line of mainland China, with its area code.
    Landline,
    /// A number of anywhere else.
    Foreign,
}

/// Why a text is no telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneRefusal {
    /// Something besides digits and separators.
    #[error("a telephone number has digits only")]
    Characters,
    /// Seven or eight digits: a fixed line whose area code is missing.
    #[error("the area code of the fixed line is missing")]
    AreaCode,
    /// Too few or too many digits, or a beginning that is not given out.
    #[error("no telephone number looks like this")]
    Shape,
}

impl PhoneRefusal {
    /// The key of the text that is shown.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Characters => "phone-characters",
            Self::AreaCode => "phone-area-code",
            Self::Shape => "phone-shape",
        }
    }
}

impl Phone {
    /// Reads a number as people type it: any width, with blanks, dashes and brackets, with or without `+86`. A number of another
    /// country begins with `+` or `00`.
    pub fn parse(text: &str) -> Result<Self, PhoneRefusal> {
        let digits = digits(text)?;
        let abroad = digits.strip_prefix('+').or_else(|| digits.strip_prefix("00"));
        let foreign = abroad.filter(|digits| !digits.starts_with("86"));
        if let Some(foreign) = foreign {
            let fits = FOREIGN_DIGITS.contains(&foreign.len()) && !foreign.starts_with('0');
            return if fits {
                Ok(Self::new("", foreign, PhoneKind::Foreign))
            } else {
                Err(PhoneRefusal::Shape)
            };
        }
        let international = abroad.and_then(|digits| digits.strip_prefix("86"));
        // 86138… without a plus: nothing in China is that long and begins with 861.
        let national = international
            .or_else(|| digits.strip_prefix("86").filter(|rest| is_mobile(rest)))
            .unwrap_or(&digits);
        if is_mobile(national) {
            return Ok(Self::new("86", national, PhoneKind::Mobile));
        }
        let line = match national.strip_prefix('0') {
            Some(line) => line,
            // +86 593 288 1234: the zero is dropped when calling from abroad.
            None if international.is_some() => national,
            None if matches!(national.len(), 7 | 8) => return Err(PhoneRefusal::AreaCode),
            None => return Err(PhoneRefusal::Shape),
        };
        if is_landline(line) {
            Ok(Self::new("86", line, PhoneKind::Landline))
        } else {
            Err(PhoneRefusal::Shape)
        }
    }

    fn new(country: &str, digits: &str, kind: PhoneKind) -> Self {
        Self { e164: format!("+{country}{digits}"), kind }
    }

    /// The number in its one international form: `+8613812345678`.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// What answers.
    #[must_use]
    pub fn kind(&self) -> PhoneKind {
        self.kind
    }

    /// The number as it is written in China: `13812345678`, `05932881234`; foreign ones with `+`.
    #[must_use]
    pub fn national(&self) -> String {
        match (self.kind, self.e164.strip_prefix("+86")) {
            (PhoneKind::Mobile, Some(digits)) => digits.to_owned(),
            (PhoneKind::Landline, Some(digits)) => format!("0{digits}"),
            _ => self.e164.clone(),
        }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Phone").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// The digits, with a plus only in front.
fn digits(text: &str) -> Result<String, PhoneRefusal> {
    let text = text.trim();
    if text.chars().nth(TYPED_CHARS_MAX).is_some() {
        return Err(PhoneRefusal::Shape);
    }
    let mut digits = String::new();
    for letter in text.chars() {
        match letter {
            '+' | '＋' if digits.is_empty() => digits.push('+'),
            '-' | '－' | '\u{2010}'..='\u{2015}' | '(' | ')' | '（' | '）' | '.' | '·' => {}
            blank if blank.is_whitespace() => {}
            other => digits.push(as_digit(other).ok_or(PhoneRefusal::Characters)?),
        }
    }
    Ok(digits)
}

/// An ASCII digit for a digit of either width.
pub(crate) fn as_digit(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        '０'..='９' => char::from_digit(u32::from(letter).checked_sub(u32::from('０'))?, 10),
        _ => None,
    }
}

/// 13x to 19x, eleven digits.
pub(crate) fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// Area code without its zero, then the line: 10 and 2x have eight digits after them, 3xx to 9xx seven or eight.
pub(crate) fn is_landline(digits: &str) -> bool {
    match digits.as_bytes() {
        [b'1', b'0', line @ ..] | [b'2', b'0'..=b'9', line @ ..] => line.len() == 8 && starts_a_line(line),
        [b'3'..=b'9', _, _, line @ ..] => matches!(line.len(), 7 | 8) && starts_a_line(line),
        _ => false,
    }
}

/// 0 dials out and 1 begins the short numbers.
fn starts_a_line(line: &[u8]) -> bool {
    line.first().is_some_and(|digit| matches!(digit, b'2'..=b'9'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_however_they_are_typed() {
        for (typed, e164, national, kind) in [
            ("13812345678", "+8613812345678", "13812345678", PhoneKind::Mobile),
            (" １３８-1234 5678", "+8613812345678", "13812345678", PhoneKind::Mobile),
            ("+86 13812345678", "+8613812345678", "13812345678", PhoneKind::Mobile),
            ("008613812345678", "+8613812345678", "13812345678", PhoneKind::Mobile),
            ("8613812345678", "+8613812345678", "13812345678", PhoneKind::Mobile),
            ("0593-2881234", "+865932881234", "05932881234", PhoneKind::Landline),
            ("（0532）85912345", "+8653285912345", "053285912345", PhoneKind::Landline),
            ("010 6512 3456", "+861065123456", "01065123456", PhoneKind::Landline),
            ("+86 593 288 1234", "+865932881234", "05932881234", PhoneKind::Landline),
            ("+852 2345 6789", "+85223456789", "+85223456789", PhoneKind::Foreign),
            ("0044 20 7946 0958", "+442079460958", "+442079460958", PhoneKind::Foreign),
        ] {
            let phone = Phone::parse(typed).unwrap();
            assert_eq!(
                (phone.e164(), phone.national().as_str(), phone.kind()),
                (e164, national, kind),
                "{typed}"
            );
        }
    }

    #[test]
    fn other_texts_are_refused_and_told_why() {
        for (typed, refusal) in [
            ("", PhoneRefusal::Shape),
            ("1381234567", PhoneRefusal::Shape),
            ("138123456789", PhoneRefusal::Shape),
            ("12812345678", PhoneRefusal::Shape),
            ("2881234", PhoneRefusal::AreaCode),
            ("85912345", PhoneRefusal::AreaCode),
            ("0593-1881234", PhoneRefusal::Shape),
            ("010-6512345", PhoneRefusal::Shape),
            ("+86 12345", PhoneRefusal::Shape),
            ("+1", PhoneRefusal::Shape),
            ("+0123456789", PhoneRefusal::Shape),
            ("1381234567a", PhoneRefusal::Characters),
            ("138+12345678", PhoneRefusal::Characters),
            ("没有电话", PhoneRefusal::Characters),
            ("13812345678                                    9", PhoneRefusal::Shape),
        ] {
            assert_eq!(Phone::parse(typed), Err(refusal), "{typed}");
        }
    }

    #[test]
    fn a_number_does_not_print() {
        assert!(!format!("{:?}", Phone::parse("13812345678").unwrap()).contains("1381"));
    }

    proptest! {
        #[test]
        fn both_written_forms_are_read_back(typed in "1[3-9][0-9]{9}|0[3-9][0-9]{2}[2-9][0-9]{6}|\\+4[0-9]{6,14}") {
            let phone = Phone::parse(&typed).unwrap();
            prop_assert_eq!(&Phone::parse(phone.e164()).unwrap(), &phone);
            prop_assert_eq!(&Phone::parse(&phone.national()).unwrap(), &phone);
        }

        #[test]
        fn anything_may_be_typed(typed in ".{0,50}") {
            if let Ok(phone) = Phone::parse(&typed) {
                prop_assert!(phone.e164().bytes().skip(1).all(|byte| byte.is_ascii_digit()));
            }
        }
    }
}
