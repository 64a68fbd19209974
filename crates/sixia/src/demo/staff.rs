//! Who acts for which unit: the officers of `demo/people.toml`, and invented ones where it names none.

use std::collections::BTreeMap;
use std::sync::Mutex;

use domain::command::Caller;
use domain::ids::{AccountId, Role, UnitId};
use office::accounts::NewAccount;

use crate::dice::Dice;

/// Officers in the same role that a unit has at least, so that somebody else can sign.
const EACH_ROLE: usize = 2;
/// Characters of the longest account name.
const ACCOUNT_CHARS_MAX: usize = 40;

const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓",
    "许", "傅", "沈", "曾", "彭", "吕",
];
const GIVEN: [&str; 40] = [
    "文静", "海涛", "晓明", "丽华", "建军", "春燕", "志强", "雪梅", "国栋", "佳宁", "永刚", "秀兰", "思远",
    "玉珍", "浩然", "慧敏", "立新", "红霞", "振宇", "桂芳", "子轩", "淑英", "家豪", "美玲", "宏伟", "小雨",
    "德华", "云飞", "凤琴", "启明", "兰芝", "俊杰", "爱国", "清扬", "守信", "若水", "长青", "月娥", "光明",
    "一凡",
];

/// Everybody who works somewhere.
pub(crate) struct Staff {
    by_role: BTreeMap<(UnitId, Role), Vec<NewAccount>>,
    /// Those who were invented and have acted.
    hired: Mutex<BTreeMap<AccountId, NewAccount>>,
}

impl Staff {
    /// Staff with these officers.
    pub(crate) fn new(people: impl IntoIterator<Item = NewAccount>) -> Self {
        let mut by_role: BTreeMap<(UnitId, Role), Vec<NewAccount>> = BTreeMap::new();
        for person in people {
            for role in &person.roles {
                by_role.entry((person.unit.clone(), role.clone())).or_default().push(person.clone());
            }
        }
        Self { by_role, hired: Mutex::default() }
    }

    /// Officers of a unit in a role, those of the demonstration first.
    pub(crate) fn of(&self, unit: &UnitId, role: &Role) -> Vec<Caller> {
        let known = self.by_role.get(&(unit.clone(), role.clone())).into_iter().flatten().cloned();
        let invented = (1..=EACH_ROLE).map(|number| invented(unit, role, number));
        known.chain(invented).take(EACH_ROLE).map(|person| caller(&person)).collect()
    }

    /// The officers of the demonstration who have a role, wherever they work.
    pub(crate) fn everybody(&self, role: &str) -> Vec<Caller> {
        let having = self.by_role.iter().filter(|((_, of), _)| of.as_str() == role);
        having.flat_map(|(_, people)| people).map(caller).collect()
    }

    /// Remembers that an officer has acted, so that there will be an account.
    pub(crate) fn has_acted(&self, caller: &Caller) {
        let Some((account, unit)) = caller.by.account().zip(caller.by.unit()) else { return };
        let known = self.by_role.range((unit.clone(), Role::new(""))..).take_while(|((of, _), _)| of == unit);
        if known.flat_map(|(_, people)| people).any(|person| person.id == *account) {
            return;
        }
        let (Some(role), Ok(mut hired)) = (caller.roles.first(), self.hired.lock()) else { return };
        hired.entry(account.clone()).or_insert_with(|| {
            let numbers = (1..=EACH_ROLE).map(|number| invented(unit, role, number));
            numbers
                .into_iter()
                .find(|person| person.id == *account)
                .unwrap_or_else(|| invented(unit, role, 1))
        });
    }

    /// The invented officers who have acted, by account.
    pub(crate) fn hired(&self) -> Vec<NewAccount> {
        self.hired.lock().map(|hired| hired.values().cloned().collect()).unwrap_or_default()
    }
}

fn caller(person: &NewAccount) -> Caller {
    Caller::officer(person.id.clone(), person.unit.clone(), person.roles.clone())
}

/// The same unit, role and number give the same officer.
fn invented(unit: &UnitId, role: &Role, number: usize) -> NewAccount {
    let ending = format!(".{}{number}", role.as_str().chars().take(2).collect::<String>());
    let room = ACCOUNT_CHARS_MAX.saturating_sub(ending.len());
    let stem: String = unit.as_str().chars().take(room).collect();
    let id = format!("{}{ending}", stem.trim_end_matches(['-', '.']));
    let seed = id.bytes().fold(7u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let mut dice = Dice::new(seed);
    let surname = dice.pick(&SURNAMES).copied().unwrap_or_default();
    let given = dice.pick(&GIVEN).copied().unwrap_or_default();
    NewAccount {
        id: AccountId::new(id),
        name: format!("{surname}{given}"),
        unit: unit.clone(),
        roles: vec![role.clone()],
    }
}

/// The name of somebody who asks, and an invented telephone number that nobody has (199 0000 …).
pub(crate) fn somebody(dice: &mut Dice) -> (String, String) {
    let surname = dice.pick(&SURNAMES).copied().unwrap_or_default();
    let given = dice.pick(&GIVEN).copied().unwrap_or_default();
    (format!("{surname}{given}"), format!("1990000{:04}", dice.below(10_000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(callers: &[Caller]) -> Vec<String> {
        callers.iter().filter_map(|caller| caller.by.account()).map(ToString::to_string).collect()
    }

    #[test]
    fn a_unit_always_has_two_in_a_role() {
        let known = NewAccount {
            id: "wang.tao".into(),
            name: "王涛".into(),
            unit: "roads".into(),
            roles: vec!["caseworker".into()],
        };
        let staff = Staff::new([known]);
        assert_eq!(names(&staff.of(&"roads".into(), &"caseworker".into())), ["wang.tao", "roads.ca1"]);
        assert_eq!(names(&staff.of(&"roads".into(), &"approver".into())), ["roads.ap1", "roads.ap2"]);
    }

    #[test]
    fn only_the_invented_who_acted_are_hired() {
        let known = NewAccount {
            id: "wang.tao".into(),
            name: "王涛".into(),
            unit: "roads".into(),
            roles: vec!["caseworker".into()],
        };
        let staff = Staff::new([known]);
        for caller in staff.of(&"roads".into(), &"caseworker".into()) {
            staff.has_acted(&caller);
            staff.has_acted(&caller);
        }
        let hired: Vec<String> = staff.hired().iter().map(|person| person.id.to_string()).collect();
        assert_eq!(hired, ["roads.ca1"]);
    }

    #[test]
    fn account_names_stay_short() {
        let long = UnitId::new("a".repeat(60));
        for caller in Staff::new([]).of(&long, &"supervisor".into()) {
            assert!(caller.by.account().unwrap().as_str().len() <= ACCOUNT_CHARS_MAX);
        }
    }
}
