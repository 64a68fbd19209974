//! The number of a case, as printed on the receipt and read out on the telephone: `SX-2026-031842-08`.
//!
//! Program, year, running number, and two check digits after ISO 7064 MOD 97-10, the scheme of bank accounts (IBAN) and legal
//! entities (LEI): every single wrong letter or digit and every two neighbours exchanged are noticed. The check is digits only, so
//! that nobody has to spell letters over the telephone or hunt for them on a keypad.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

/// Letters of the shortest prefix.
pub const PREFIX_LETTERS_MIN: usize = 2;
/// Letters of the longest prefix.
pub const PREFIX_LETTERS_MAX: usize = 3;
/// The highest running number of one prefix and year.
pub const SEQUENCE_MAX: u32 = 999_999_999;

/// Narrow on purpose: were 5202 a year, `SX5-2026-…` (a letter mistaken for a digit) could be read as `SX-5202-6…`.
const YEARS: std::ops::RangeInclusive<u16> = 2000..=2199;
const YEAR_DIGITS: usize = 4;
const SEQUENCE_DIGITS_MIN: usize = 6;
const CHECK_DIGITS: usize = 2;
/// Longer than any number with its separators; more is not worth reading.
const TYPED_CHARS_MAX: usize = 64;

/// The number of a case. Well-formed by construction; shown with its check digits, never stored without them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber {
    prefix: String,
    year: u16,
    sequence: u32,
}

/// Why a text is no case number. Each has its own words for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseNumberRefusal {
    /// Letters, year, running number and check digits are not all there.
    #[error("a case number looks like SX-2026-031842-08")]
    Shape,
    /// The shape is right, but the check digits are not: a digit is wrong or two are exchanged.
    #[error("a letter or digit of the case number is wrong")]
    Check,
}

impl CaseNumberRefusal {
    /// The key of the text that is shown.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Shape => "case-number-shape",
            Self::Check => "case-number-check",
        }
    }
}

impl CaseNumber {
    /// A number from its parts.
    ///
    /// # Errors
    ///
    /// [`CaseNumberRefusal::Shape`] unless the prefix is two or three capital letters A to Z, the year is 2000 to 2199, and the
    /// running number is at most [`SEQUENCE_MAX`].
    pub fn new(prefix: &str, year: u16, sequence: u32) -> Result<Self, CaseNumberRefusal> {
        let letters = (PREFIX_LETTERS_MIN..=PREFIX_LETTERS_MAX).contains(&prefix.len())
            && prefix.bytes().all(|byte| byte.is_ascii_uppercase());
        if letters && YEARS.contains(&year) && sequence <= SEQUENCE_MAX {
            Ok(Self { prefix: prefix.to_owned(), year, sequence })
        } else {
            Err(CaseNumberRefusal::Shape)
        }
    }

    /// The program's letters.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The year in which the case was opened.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.year
    }

    /// The running number within prefix and year.
    #[must_use]
    pub fn sequence(&self) -> u32 {
        self.sequence
    }

    /// The two check digits: what makes the whole, letters as 10 to 35, leave 1 when divided by 97.
    fn check(&self) -> u32 {
        let payload = format!("{}{}{:0SEQUENCE_DIGITS_MIN$}00", self.prefix, self.year, self.sequence);
        let rest = payload.chars().filter_map(|letter| letter.to_digit(36)).fold(0, |rest, value| {
            let shift = if value < 10 { 10 } else { 100 };
            (rest * shift + value) % 97
        });
        98 - rest
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { prefix, year, sequence } = self;
        write!(f, "{prefix}-{year}-{sequence:0SEQUENCE_DIGITS_MIN$}-{:0CHECK_DIGITS$}", self.check())
    }
}

impl FromStr for CaseNumber {
    type Err = CaseNumberRefusal;

    /// Reads a number as people type it: any case, any width, with blanks, other dashes or none.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.chars().nth(TYPED_CHARS_MAX).is_some() {
            return Err(CaseNumberRefusal::Shape);
        }
        let typed: String = text
            .nfkc()
            .filter(|letter| !is_separator(*letter))
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let digits_at = typed.find(|letter: char| !letter.is_ascii_uppercase()).unwrap_or(typed.len());
        let (prefix, digits) = typed.split_at(digits_at);
        let sequence_digits = digits.len().saturating_sub(YEAR_DIGITS + CHECK_DIGITS);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) || sequence_digits < SEQUENCE_DIGITS_MIN {
            return Err(CaseNumberRefusal::Shape);
        }
        let (year, rest) = digits.split_at(YEAR_DIGITS);
        let (sequence, check) = rest.split_at(sequence_digits);
        // One number has one writing: more than six digits never begin with zero.
        if sequence_digits > SEQUENCE_DIGITS_MIN && sequence.starts_with('0') {
            return Err(CaseNumberRefusal::Shape);
        }
        let number = |text: &str| text.parse::<u32>().ok().ok_or(CaseNumberRefusal::Shape);
        let year = year.parse().ok().ok_or(CaseNumberRefusal::Shape)?;
        let case = Self::new(prefix, year, number(sequence)?)?;
        if case.check() == number(check)? { Ok(case) } else { Err(CaseNumberRefusal::Check) }
    }
}

fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '_' | '.' | '/')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_number() -> impl Strategy<Value = CaseNumber> {
        ("[A-Z]{2,3}", 2000_u16..=2199, prop_oneof![0_u32..1_000_000, 0..=SEQUENCE_MAX])
            .prop_map(|(prefix, year, sequence)| CaseNumber::new(&prefix, year, sequence).unwrap())
    }

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        let number = CaseNumber::new("SX", 2026, 31_842).unwrap();
        let shown = number.to_string();
        assert_eq!(shown, "SX-2026-031842-08");
        for typed in [
            "SX-2026-031842-08",
            "sx202603184208",
            " Sx 2026 031842 08 ",
            "ＳＸ－２０２６－０３１８４２－０８",
            "SX—2026—031842—08",
        ] {
            assert_eq!(typed.parse(), Ok(number.clone()), "{typed}");
        }
    }

    #[test]
    fn the_check_digits_are_those_of_iso_7064() {
        // The example of ISO 17442: the LEI 506700GE1G29325QX363 has the check digits 63.
        let rest = |text: &str| {
            text.chars()
                .filter_map(|letter| letter.to_digit(36))
                .fold(0_u32, |rest, value| (rest * if value < 10 { 10 } else { 100 } + value) % 97)
        };
        assert_eq!(rest("506700GE1G29325QX363"), 1);
        let shown = CaseNumber::new("GB", 2026, 7).unwrap().to_string();
        assert_eq!(rest(&shown.replace('-', "")), 1);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "SX",
            "2026-031842-08",
            "S-2026-031842-08",
            "SXYZ-2026-031842-08",
            "SX-1999-031842-08",
            "SX-2026-31842-12",
            "SX-2026-0031842-08",
            "SX-2026-1031842000-12",
            "SX-2026-03l842-12",
            "信访2026031842",
            "SX-2026-031842-08-9999999",
        ] {
            assert_eq!(text.parse::<CaseNumber>(), Err(CaseNumberRefusal::Shape), "{text}");
        }
        assert_eq!("SX-2026-031842-80".parse::<CaseNumber>(), Err(CaseNumberRefusal::Check));
        for (prefix, year, sequence) in
            [("sx", 2026, 1), ("S", 2026, 1), ("SXYZ", 2026, 1), ("SX", 26, 1), ("SX", 2026, 1_000_000_000)]
        {
            assert_eq!(CaseNumber::new(prefix, year, sequence), Err(CaseNumberRefusal::Shape));
        }
    }

    #[test]
    fn a_letter_of_the_prefix_mistaken_for_a_digit_never_moves_the_year() {
        for sequence in 0..1000 {
            let shown = CaseNumber::new("SXA", 2026, sequence).unwrap().to_string();
            for digit in '0'..='9' {
                let wrong = shown.replacen('A', &digit.to_string(), 1);
                assert_eq!(wrong.parse::<CaseNumber>(), Err(CaseNumberRefusal::Shape), "{wrong}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(number in any_number()) {
            prop_assert_eq!(number.to_string().parse(), Ok(number));
        }

        #[test]
        fn one_wrong_letter_or_digit_is_always_noticed(number in any_number(), at in 0_usize..20, other in "[0-9A-Z]") {
            let mut shown: Vec<char> = number.to_string().chars().collect();
            let at = at % shown.len();
            let other = other.chars().next().unwrap();
            prop_assume!(shown[at] != '-' && shown[at] != other);
            shown[at] = other;
            let wrong: String = shown.into_iter().collect();
            prop_assert!(wrong.parse::<CaseNumber>().is_err(), "{}", wrong);
        }

        #[test]
        fn two_neighbours_exchanged_are_always_noticed(number in any_number(), at in 0_usize..20) {
            let mut shown: Vec<char> = number.to_string().chars().filter(|letter| *letter != '-').collect();
            let at = at % (shown.len() - 1);
            prop_assume!(shown[at] != shown[at + 1]);
            shown.swap(at, at + 1);
            let wrong: String = shown.into_iter().collect();
            prop_assert!(wrong.parse::<CaseNumber>().is_err(), "{}", wrong);
        }

        #[test]
        fn whatever_is_read_is_shown_as_typed(text in ".{0,80}|[A-Za-z]{0,4}[-0-9 ]{0,16}") {
            if let Ok(number) = text.parse::<CaseNumber>() {
                let plain = |text: &str| text.nfkc().filter(|letter| !is_separator(*letter)).collect::<String>().to_uppercase();
                prop_assert_eq!(plain(&number.to_string()), plain(&text));
            }
        }
    }
}
