//! The number of the resident identity card (GB 11643-1999): six digits of place, eight of birth, three of order, one of check.

use std::fmt;

use crate::phone::as_digit;

const DIGITS: usize = 18;
/// ISO 7064 MOD 11-2: the weights of the first 17 digits, and the check character for each remainder.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// An identity number whose check digit and date are right. Whether it was ever given out, only the police know.
///
/// `Debug` hides it. Nothing is read out of it (birth, sex, home): it is used to tell people apart and for nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct ResidentId(String);

/// Why a text is no identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResidentIdRefusal {
    /// Not 17 digits and a digit or X. (Numbers of 15 digits ended with the first-generation card in 2013.)
    #[error("an identity number is 17 digits and a digit or X")]
    Shape,
    /// Place or date of birth cannot be.
    #[error("the place or date in the identity number does not exist")]
    Content,
    /// The check digit is wrong: a digit is wrong or two are exchanged.
    #[error("a digit of the identity number is wrong")]
    Check,
}

impl ResidentIdRefusal {
    /// The key of the text that is shown.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Shape => "id-number-shape",
            Self::Content => "id-number-content",
            Self::Check => "id-number-check",
        }
    }
}

impl ResidentId {
    /// Reads a number of any width, with blanks or dashes, `x` or `X`.
    pub fn parse(text: &str) -> Result<Self, ResidentIdRefusal> {
        let mut number = String::with_capacity(DIGITS);
        for letter in text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '－'))
        {
            let last = number.len() == DIGITS - 1;
            let read =
                as_digit(letter).or((last && matches!(letter, 'x' | 'X' | 'ｘ' | 'Ｘ')).then_some('X'));
            number.push(read.filter(|_| number.len() < DIGITS).ok_or(ResidentIdRefusal::Shape)?);
        }
        if number.len() != DIGITS {
            return Err(ResidentIdRefusal::Shape);
        }
        if !place_and_date_can_be(&number) {
            return Err(ResidentIdRefusal::Content);
        }
        if number.chars().last() == check(&number) { Ok(Self(number)) } else { Err(ResidentIdRefusal::Check) }
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResidentId(hidden)")
    }
}

fn check(number: &str) -> Option<char> {
    let weighed = number.chars().filter_map(|digit| digit.to_digit(10)).zip(WEIGHTS);
    let sum: u32 = weighed.map(|(digit, weight)| digit * weight).sum();
    CHECKS.get(usize::try_from(sum % 11).ok()?).copied()
}

/// Provinces are 11 to 71; 81 to 83 are for residents from Hong Kong, Macao and Taiwan who live on the mainland.
fn place_and_date_can_be(number: &str) -> bool {
    let part = |from, to| number.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let (province, year, month, day) = (part(0, 2), part(6, 10), part(10, 12), part(12, 14));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    matches!(province, 11..=71 | 81..=83) && (1850..=2199).contains(&year) && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The example printed in the standard.
    const EXAMPLE: &str = "11010519491231002X";

    /// Any valid number.
    fn any_number() -> impl Strategy<Value = String> {
        ("[1-6][1-9][0-9]{4}(19|20)[0-9]{2}", 1_u32..=12, 1_u32..=28, 0_u32..1000).prop_map(
            |(start, month, day, order)| {
                let number = format!("{start}{month:02}{day:02}{order:03}");
                format!("{number}{}", check(&number).unwrap())
            },
        )
    }

    #[test]
    fn numbers_are_read_however_they_are_typed() {
        for typed in
            [EXAMPLE, "11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"]
        {
            assert_eq!(ResidentId::parse(typed).unwrap().as_str(), EXAMPLE, "{typed}");
        }
    }

    #[test]
    fn other_texts_are_refused_and_told_why() {
        for (typed, refusal) in [
            ("", ResidentIdRefusal::Shape),
            ("110105491231002", ResidentIdRefusal::Shape),
            ("11010519491231002XX", ResidentIdRefusal::Shape),
            ("1101051949123100X2", ResidentIdRefusal::Shape),
            ("110105194912310021", ResidentIdRefusal::Check),
            ("110105194913310021", ResidentIdRefusal::Content),
            ("110105190002290021", ResidentIdRefusal::Content),
            ("010105194912310021", ResidentIdRefusal::Content),
        ] {
            assert_eq!(ResidentId::parse(typed), Err(refusal), "{typed}");
        }
        assert_eq!(format!("{:?}", ResidentId::parse(EXAMPLE).unwrap()), "ResidentId(hidden)");
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(number in any_number(), at in 0_usize..17, by in 1_u8..10) {
            prop_assert!(ResidentId::parse(&number).is_ok());
            let mut wrong = number.into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
            prop_assert!(ResidentId::parse(&String::from_utf8(wrong).unwrap()).is_err());
        }

        #[test]
        fn two_neighbours_exchanged_are_always_noticed(number in any_number(), at in 0_usize..17) {
            let mut wrong = number.into_bytes();
            prop_assume!(wrong[at] != wrong[at + 1]);
            wrong.swap(at, at + 1);
            prop_assert!(ResidentId::parse(&String::from_utf8(wrong).unwrap()).is_err());
        }
    }
}
