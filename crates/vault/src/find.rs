//! Personal data inside free text, for whoever prepares a matter for publication.
//!
//! What has a shape is found: numbers, plates, addresses of e-mail. **Names and places of living have none and are not found**: what
//! comes out is a suggestion that a person must read before it is published.

use std::ops::Range;

use crate::mask::{keep_ends, mask_id_number, mask_phone};
use crate::phone::{as_digit, is_landline, is_mobile};
use crate::{Phone, PhoneKind, ResidentId, ResidentIdRefusal};

/// Runs of digits that one number may be written in (`6222 0212 3456 7890 123`).
const RUNS_MAX: usize = 6;
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";
const BANK_CARD_DIGITS: Range<usize> = 16..20;

/// Something personal found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal {
    /// Where it stands, in bytes of the text; always on the boundary of characters.
    pub range: Range<usize>,
    /// What it is.
    pub kind: PersonalKind,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonalKind {
    /// A telephone number: mobile, fixed line with area code, or foreign with `+`.
    Phone,
    /// A number of a resident identity card, even with a wrong check digit: a slip of the pen gives away as much.
    IdNumber,
    /// A bank card: 16 to 19 digits that pass the Luhn check.
    BankCard,
    /// A number plate.
    Plate,
    /// An address of e-mail.
    Email,
}

/// Finds what has the shape of personal data. In order of place; no two overlap. **Does not find names**; see the module.
#[must_use]
pub fn find_personal(text: &str) -> Vec<Personal> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    for personal in emails(&letters).into_iter().chain(plates(&letters)).chain(numbers(&letters)) {
        let apart = |other: &Personal| {
            other.range.end <= personal.range.start || personal.range.end <= other.range.start
        };
        if found.iter().all(apart) {
            found.push(personal);
        }
    }
    found.sort_by_key(|personal| personal.range.start);
    found
}

/// The text with everything that [`find_personal`] finds masked: a **suggestion** for publication. Names are still in it.
#[must_use]
pub fn mask_free_text(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for Personal { range, kind } in find_personal(text) {
        masked.push_str(text.get(from..range.start).unwrap_or_default());
        masked.push_str(&mask(kind, text.get(range.clone()).unwrap_or_default()));
        from = range.end;
    }
    masked.push_str(text.get(from..).unwrap_or_default());
    masked
}

fn mask(kind: PersonalKind, text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    match kind {
        PersonalKind::Phone => mask_phone(text),
        PersonalKind::IdNumber => mask_id_number(text),
        PersonalKind::BankCard => keep_ends(&text.chars().filter_map(as_digit).collect::<Vec<_>>(), 0, 4),
        PersonalKind::Plate => keep_ends(&letters, 2, 0),
        PersonalKind::Email => {
            let domain = letters.iter().position(|letter| *letter == '@').unwrap_or_default();
            keep_ends(&letters, 1, letters.len().saturating_sub(domain))
        }
    }
}

/// Digits without a break.
struct Run {
    /// Places among the letters.
    at: Range<usize>,
    digits: String,
}

fn numbers(letters: &[(usize, char)]) -> Vec<Personal> {
    let runs = runs(letters);
    let mut found = Vec::new();
    let mut rest = runs.as_slice();
    while let Some((_, after_one)) = rest.split_first() {
        // The longest that is a number wins: 0593-2881234 before 0593.
        let longest = (1..=rest.len().min(RUNS_MAX)).rev().find_map(|count| {
            let (tried, after) = rest.split_at_checked(count)?;
            Some((classify(letters, tried)?, after))
        });
        rest = match longest {
            Some((personal, after)) => {
                found.push(personal);
                after
            }
            None => after_one,
        };
    }
    found
}

fn runs(letters: &[(usize, char)]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, (_, letter)) in letters.iter().enumerate() {
        let Some(digit) = as_digit(*letter) else { continue };
        match runs.last_mut() {
            Some(run) if run.at.end == at => {
                run.at.end = at.saturating_add(1);
                run.digits.push(digit);
            }
            _ => runs.push(Run { at: at..at.saturating_add(1), digits: digit.to_string() }),
        }
    }
    runs
}

/// The number that the runs are together, if one separator stands between each two.
fn classify(letters: &[(usize, char)], runs: &[Run]) -> Option<Personal> {
    let (first, last) = (runs.first()?, runs.last()?);
    let letter = |at: usize| letters.get(at).map(|(_, letter)| *letter);
    let joined = runs.array_windows().all(|[left, right]| {
        left.at.end.checked_add(1) == Some(right.at.start) && letter(left.at.end).is_some_and(is_separator)
    });
    let digits: String = runs.iter().map(|run| run.digits.as_str()).collect();
    let x =
        letter(last.at.end).filter(|letter| digits.len() == 17 && matches!(letter, 'x' | 'X' | 'Ｘ' | 'ｘ'));
    let plus =
        first.at.start.checked_sub(1).and_then(letter).is_some_and(|letter| matches!(letter, '+' | '＋'));
    let kind = if joined { kind(&digits, x.is_some(), plus)? } else { return None };
    let end = last.at.end.saturating_add(usize::from(x.is_some()));
    Some(Personal { range: byte(letters, first.at.start)..byte(letters, end), kind })
}

fn kind(digits: &str, x: bool, plus: bool) -> Option<PersonalKind> {
    let id = ResidentId::parse(&format!("{digits}{}", if x { "X" } else { "" }));
    let national = digits.strip_prefix("86").unwrap_or(digits);
    let foreign =
        || Phone::parse(&format!("+{digits}")).is_ok_and(|phone| phone.kind() == PhoneKind::Foreign);
    if matches!(id, Ok(_) | Err(ResidentIdRefusal::Check)) {
        Some(PersonalKind::IdNumber)
    } else if is_mobile(national) || digits.strip_prefix('0').is_some_and(is_landline) || (plus && foreign())
    {
        Some(PersonalKind::Phone)
    } else if BANK_CARD_DIGITS.contains(&digits.len()) && passes_luhn(digits) {
        Some(PersonalKind::BankCard)
    } else {
        None
    }
}

/// ISO/IEC 7812-1, annex B: from the right, every second digit doubled and its digits added.
fn passes_luhn(digits: &str) -> bool {
    let weighed = digits.chars().rev().filter_map(|digit| digit.to_digit(10)).enumerate();
    let sum: u32 =
        weighed.map(|(at, digit)| if at % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 }).sum();
    sum.is_multiple_of(10) && digits.bytes().any(|digit| digit != b'0')
}

fn is_separator(letter: char) -> bool {
    matches!(letter, ' ' | '\u{3000}' | '-' | '－' | '\u{2010}'..='\u{2015}' | ')' | '）' | '.' | '·')
}

/// Province, letter, perhaps a dot, five characters (six with a battery): `闽J·D1234`, `闽JD12345`.
fn plates(letters: &[(usize, char)]) -> Vec<Personal> {
    let letter = |at: usize| letters.get(at).map(|(_, letter)| *letter);
    let mut found = Vec::new();
    for (at, _) in letters.iter().enumerate().filter(|(_, (_, letter))| PROVINCES.contains(*letter)) {
        let office = at.saturating_add(1);
        if !letter(office).is_some_and(|office| office.is_ascii_alphabetic()) {
            continue;
        }
        let dot =
            letter(office.saturating_add(1)).is_some_and(|dot| matches!(dot, '·' | '•' | '.' | '-' | ' '));
        let from = office.saturating_add(1).saturating_add(usize::from(dot));
        let serial: String = letters
            .iter()
            .skip(from)
            .map(|(_, letter)| *letter)
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        // Lorries, training cars and the like end in a character of their own.
        let ending = letter(from.saturating_add(serial.len()))
            .is_some_and(|end| matches!(end, '挂' | '学' | '警' | '港' | '澳'));
        let length = serial.len().saturating_add(usize::from(ending));
        if matches!(length, 5 | 6) && serial.bytes().any(|byte| byte.is_ascii_digit()) {
            found.push(Personal {
                range: byte(letters, at)..byte(letters, from.saturating_add(length)),
                kind: PersonalKind::Plate,
            });
        }
    }
    found
}

fn emails(letters: &[(usize, char)]) -> Vec<Personal> {
    let mut found = Vec::new();
    for (at, _) in letters.iter().enumerate().filter(|(_, (_, letter))| *letter == '@') {
        let local = |letter: char| letter.is_ascii_alphanumeric() || "._%+-".contains(letter);
        let host = |letter: char| letter.is_ascii_alphanumeric() || ".-".contains(letter);
        let before = letters.iter().take(at).rev().take_while(|(_, letter)| local(*letter)).count();
        let domain: String = letters
            .iter()
            .skip(at)
            .skip(1)
            .map(|(_, letter)| *letter)
            .take_while(|letter| host(*letter))
            .collect();
        let domain = domain.trim_end_matches(['.', '-']);
        if before > 0 && domain.trim_start_matches('.').contains('.') {
            let end = at.saturating_add(1).saturating_add(domain.len());
            found.push(Personal {
                range: byte(letters, at.saturating_sub(before))..byte(letters, end),
                kind: PersonalKind::Email,
            });
        }
    }
    found
}

/// Where a letter begins; past the last one, where the text ends.
fn byte(letters: &[(usize, char)], at: usize) -> usize {
    let end = || letters.last().map_or(0, |(start, letter)| start.saturating_add(letter.len_utf8()));
    letters.get(at).map_or_else(end, |(start, _)| *start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_has_a_shape_is_found_and_masked() {
        for (text, masked) in [
            ("请打13812345678找我", "请打138****5678找我"),
            ("电话：138 1234 5678，或0593-2881234。", "电话：138****5678，或059****1234。"),
            ("（0532）85912345", "（053*****2345"),
            ("１３８１２３４５６７８", "138****5678"),
            ("+86 13812345678", "+861******5678"),
            ("+852 2345 6789", "+852****6789"),
            ("13812345678 13912345679", "138****5678 139****5679"),
            ("身份证11010519491231002x。", "身份证110*************2x。"),
            ("身份证110105194912310021", "身份证110*************21"),
            ("卡号4111 1111 1111 1111", "卡号************1111"),
            ("鲁B12345和闽J·D12345挡路", "鲁B*****和闽J*******挡路"),
            ("鲁BD12345", "鲁B******"),
            ("写信给lin.xy+1@mail.example.com.", "写信给l*******@mail.example.com."),
        ] {
            assert_eq!(mask_free_text(text), masked, "{text}");
        }
    }

    #[test]
    fn other_numbers_and_names_stay() {
        for text in [
            "SX-2026-031842-08",
            "2026年11月24日，3号楼402室，涉及120人、35000元",
            "拨打12345或110",
            "4111 1111 1111 1112",
            "订单20261124123456789012345",
            "京东买的，云南A区",
            "@所有人 a@b",
            "林晓燕住在福宁路",
            "",
        ] {
            assert_eq!(mask_free_text(text), text);
            assert_eq!(find_personal(text), []);
        }
    }

    proptest! {
        #[test]
        fn a_mobile_number_is_found_wherever_it_stands(
            before in "[一-龥，。 ]{0,8}[一-龥，。]", number in "1[3-9][0-9]{9}", after in "[一-龥，。][一-龥，。 ]{0,8}",
        ) {
            let masked = mask_free_text(&format!("{before}{number}{after}"));
            prop_assert_eq!(masked, format!("{before}{}{after}", mask_phone(&number)));
        }

        #[test]
        fn findings_are_in_order_apart_and_on_boundaries(text in "[0-9X@.闽A +-]{0,60}|.{0,60}") {
            let mut end = 0;
            for personal in find_personal(&text) {
                prop_assert!(personal.range.start >= end && personal.range.start < personal.range.end);
                prop_assert!(text.get(personal.range.clone()).is_some());
                end = personal.range.end;
            }
        }

        #[test]
        fn masking_leaves_no_number_behind(text in "[0-9X@.闽鲁AB一二 +-]{0,60}") {
            let masked = mask_free_text(&text);
            let again = find_personal(&masked);
            prop_assert!(again.iter().all(|left| left.kind == PersonalKind::Email), "{} {}", masked, text);
        }
    }
}
