//! What is shown of personal data to those who need not know: enough to recognise, too little to use.
//!
//! All of these take whatever was typed. What is not recognised is hidden altogether.

use crate::phone::as_digit;

const HIDDEN: &str = "***";
/// Surnames of two characters that are borne today, the common ones.
const COMPOUND_SURNAMES: [&str; 26] = [
    "欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "令狐", "慕容", "端木", "东方",
    "南宫", "独孤", "西门", "长孙", "宇文", "轩辕", "司空", "百里", "呼延", "东郭", "闻人", "澹台", "拓跋",
];

/// `13812345678` → `138****5678`: the first three and last four digits; of short numbers the last two.
#[must_use]
pub fn mask_phone(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter_map(as_digit).collect();
    match digits.len() {
        11.. => keep_ends(&digits, 3, 4),
        7..=10 => keep_ends(&digits, 0, 2),
        _ => HIDDEN.to_owned(),
    }
}

/// `林晓燕` → `林**`, `欧阳锋` → `欧阳*`, `John Smith` → `J*** S***`: the surname, or the initials.
#[must_use]
pub fn mask_name(text: &str) -> String {
    let name: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    match name.as_slice() {
        [] => String::new(),
        [first, ..] if is_latin(*first) => {
            let initials = text.split_whitespace().filter_map(|word| word.chars().next());
            initials.map(|initial| format!("{initial}{HIDDEN}")).collect::<Vec<_>>().join(" ")
        }
        // 阿依古丽·买买提: which part is the surname differs by people.
        [first, rest @ ..] if rest.iter().any(|letter| matches!(letter, '·' | '•' | '・')) => {
            format!("{first}**")
        }
        [_] => "*".to_owned(),
        [first, second, _, ..] if COMPOUND_SURNAMES.contains(&format!("{first}{second}").as_str()) => {
            keep_ends(&name, 2, 0)
        }
        _ => keep_ends(&name, 1, 0),
    }
}

/// `11010519491231002X` → `110*************2X`: the province and the last two. Fewer than the six and four often seen, because
/// with a birthday those give the whole number away.
#[must_use]
pub fn mask_id_number(text: &str) -> String {
    let number: Vec<char> = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    if number.len() < 15 { HIDDEN.to_owned() } else { keep_ends(&number, 3, 2) }
}

/// `宁德市蕉城区蕉北街道福宁路12号3栋402室` → `宁德市蕉城区蕉北街道***`: down to the subdistrict, town or community.
#[must_use]
pub fn mask_address(text: &str) -> String {
    let letters: Vec<char> = text.trim().chars().collect();
    let before_number =
        letters.iter().position(|letter| as_digit(*letter).is_some()).unwrap_or(letters.len());
    let area = letters.iter().take(before_number).enumerate().rfind(|(at, _)| ends_area(&letters, *at));
    let kept = area.map_or(0, |(at, _)| at.saturating_add(1));
    let mut shown: String = letters.into_iter().take(kept).collect();
    shown.push_str(HIDDEN);
    shown
}

/// Whether an administrative area ends here: `区` but not of `小区`, `市` but not of `市场`, `道` only of `街道`.
fn ends_area(letters: &[char], at: usize) -> bool {
    let neighbour = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied();
    let (before, after) = (neighbour(at.checked_sub(1)), neighbour(at.checked_add(1)));
    match letters.get(at) {
        Some('省' | '州' | '盟' | '县' | '旗' | '镇' | '乡') => before.is_some(),
        Some('市') => before.is_some() && after != Some('场'),
        Some('区') => !matches!(before, None | Some('小' | '园' | '院' | '厂' | '校' | '苑')),
        Some('道') => before == Some('街'),
        _ => false,
    }
}

/// The first and last characters, a star for each of the others.
pub(crate) fn keep_ends(letters: &[char], first: usize, last: usize) -> String {
    let hidden = first..letters.len().saturating_sub(last);
    letters.iter().enumerate().map(|(at, letter)| if hidden.contains(&at) { '*' } else { *letter }).collect()
}

fn is_latin(letter: char) -> bool {
    letter.is_alphabetic() && u32::from(letter) < 0x0590
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_keeps_its_ends() {
        for (number, shown) in [
            ("13812345678", "138****5678"),
            ("138-1234-5678", "138****5678"),
            ("0532 85912345", "053*****2345"),
            ("2881234", "*****34"),
            ("110", "***"),
            ("微信号 abc", "***"),
            ("", "***"),
        ] {
            assert_eq!(mask_phone(number), shown, "{number}");
        }
    }

    #[test]
    fn a_name_keeps_the_surname() {
        for (name, shown) in [
            ("林晓燕", "林**"),
            ("林燕", "林*"),
            ("欧阳锋", "欧阳*"),
            ("欧阳晓燕", "欧阳**"),
            ("欧阳", "欧*"),
            ("林", "*"),
            (" 林 晓燕 ", "林**"),
            ("阿依古丽·买买提", "阿**"),
            ("John Smith", "J*** S***"),
            ("Øyvind", "Ø***"),
            ("", ""),
        ] {
            assert_eq!(mask_name(name), shown, "{name}");
        }
    }

    #[test]
    fn an_identity_number_keeps_too_little_to_be_guessed() {
        for (number, shown) in [
            ("11010519491231002X", "110*************2X"),
            ("110105491231002", "110**********02"),
            ("1101", "***"),
        ] {
            assert_eq!(mask_id_number(number), shown, "{number}");
        }
    }

    #[test]
    fn an_address_keeps_the_area() {
        for (address, shown) in [
            ("宁德市蕉城区蕉北街道福宁路12号3栋402室", "宁德市蕉城区蕉北街道***"),
            ("蕉城区金涵乡金涵村上街7号", "蕉城区金涵乡***"),
            ("市南区云霄路社区3号", "市南区云霄路社区***"),
            ("市南区农贸市场旁", "市南区***"),
            ("阳光小区12号楼东区", "***"),
            ("福宁路12号", "***"),
            ("", "***"),
        ] {
            assert_eq!(mask_address(address), shown, "{address}");
        }
    }
}
