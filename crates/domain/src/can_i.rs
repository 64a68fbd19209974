//! "Can I?" (我能办吗): questions with yes, no or a number for an answer, and what follows from the answers. Officers write them as a few
//! lines beside a text; whoever answers them leaves nothing behind.
//!
//! ```text
//! 问 age 数字：老人今年多大年纪？ | How old is the person?
//! 问 local 是否：户口在本区吗？ | Registered in this district?
//! 答 !local：要到户口所在地申请（第二条）。 | Please apply where you are registered (第二条).
//! 答 age >= 80：能办，每月一百元（第三条）。 | Yes, 100 yuan a month (第三条).
//! 答：还不能办，满八十岁再来（第三条）。 | Not yet; come back at eighty (第三条).
//! ```
//!
//! The first answer whose condition (CEL over the names of the questions) holds is given; the last has none. English after `|` may be
//! left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::field::{FieldRefusal, Value};
use crate::guard::{Guard, GuardType, Vocabulary};
use crate::text::Text;

/// Questions of one text; more and nobody answers them.
pub const QUESTIONS_MAX: usize = 12;
/// Answers of one text.
pub const ANSWERS_MAX: usize = 24;
/// The largest number that can be an answer.
pub const NUMBER_MAX: i64 = 100_000_000;
/// Characters of a line that are repeated to whoever wrote it.
const SAID_CHARS: usize = 40;

/// Questions, and what follows from the answers.
#[derive(Clone, Debug, PartialEq)]
pub struct CanI {
    /// In the order in which they are asked.
    pub questions: Vec<Question>,
    /// In the order in which they are tried.
    pub answers: Vec<Answer>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name in conditions.
    pub id: String,
    /// Whether a number is asked for; otherwise yes or no.
    pub is_number: bool,
    /// The question.
    pub text: Text,
}

/// What is said when its condition holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The condition; `None`: always.
    pub when: Option<Guard>,
    /// What is said.
    pub text: Text,
}

/// What somebody answered, by the names of the questions.
pub type Answers = BTreeMap<String, Value>;

/// Reads questions and answers.
///
/// # Errors
/// The first line that cannot be read, or, with the number of the last line, that something is missing.
pub fn parse(text: &str) -> Result<CanI, FieldRefusal> {
    let mut read = CanI { questions: Vec::new(), answers: Vec::new() };
    let mut last = 1;
    for (number, line) in (1_u32..).zip(text.lines()) {
        let line = line.trim();
        last = number;
        if !line.is_empty() && take(&mut read, line).is_none() {
            return Err(refusal(number, line));
        }
    }
    let ends = read.answers.last().is_some_and(|answer| answer.when.is_none());
    let fits = read.questions.len() <= QUESTIONS_MAX && read.answers.len() <= ANSWERS_MAX;
    if read.questions.is_empty() || !ends || !fits {
        return Err(refusal(last, text.lines().last().unwrap_or_default()));
    }
    Ok(read)
}

fn refusal(line: u32, said: &str) -> FieldRefusal {
    FieldRefusal::NotUnderstood { line, said: said.chars().take(SAID_CHARS).collect() }
}

/// Takes one line in; `None` if it cannot be read.
fn take(read: &mut CanI, line: &str) -> Option<()> {
    let (head, said) = line.split_once('：').or_else(|| line.split_once(':'))?;
    let text = words(said)?;
    let head = head.trim();
    if let Some(asked) = head.strip_prefix('问').or_else(|| head.strip_prefix("ask")) {
        let mut parts = asked.split_whitespace();
        let (id, kind) = (parts.next()?, parts.next()?);
        let is_number = match kind {
            "数字" | "number" => true,
            "是否" | "yesno" => false,
            _ => return None,
        };
        let is_new = read.questions.iter().all(|question| question.id != id);
        let fits = is_name(id) && is_new && parts.next().is_none() && read.answers.is_empty();
        return fits.then(|| read.questions.push(Question { id: id.to_owned(), is_number, text }));
    }
    let when = head.strip_prefix('答').or_else(|| head.strip_prefix("answer"))?.trim();
    // Nothing can follow what is always said.
    let is_open = read.answers.last().is_none_or(|answer| answer.when.is_some());
    let when = if when.is_empty() { None } else { Some(condition(read, when)?) };
    is_open.then(|| read.answers.push(Answer { when, text }))
}

fn words(said: &str) -> Option<Text> {
    let (zh, en) = said.split_once(['|', '｜']).unwrap_or((said, ""));
    let (zh, en) = (zh.trim(), en.trim());
    (!zh.is_empty()).then(|| Text::new(zh, if en.is_empty() { zh } else { en }))
}

fn is_name(id: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    id.starts_with(|letter: char| letter.is_ascii_lowercase()) && id.chars().all(fits) && id.len() <= 30
}

fn condition(read: &CanI, source: &str) -> Option<Guard> {
    let kind = |question: &Question| if question.is_number { GuardType::Number } else { GuardType::YesNo };
    let names = read.questions.iter().map(|question| (question.id.clone(), kind(question)));
    let guard = Guard::parse(source).ok()?;
    guard.check(&Vocabulary::of_names(names)).ok()?;
    Some(guard)
}

impl CanI {
    /// Reads what somebody sent; the names of the questions that are still open, or were answered with something else.
    ///
    /// # Errors
    /// Those names.
    pub fn read<'s>(&self, sent: impl Fn(&str) -> &'s str) -> Result<Answers, BTreeSet<String>> {
        let (mut answers, mut open) = (Answers::new(), BTreeSet::new());
        for question in &self.questions {
            let said = sent(&question.id).trim();
            let number = || said.parse().ok().filter(|number| (0..=NUMBER_MAX).contains(number));
            let value = match (question.is_number, said) {
                (false, "yes") => Some(Value::Flag(true)),
                (false, "no") => Some(Value::Flag(false)),
                (false, _) => None,
                (true, _) => number().map(Value::Number),
            };
            match value {
                Some(value) => drop(answers.insert(question.id.clone(), value)),
                None => drop(open.insert(question.id.clone())),
            }
        }
        if open.is_empty() { Ok(answers) } else { Err(open) }
    }

    /// What follows from the answers.
    #[must_use]
    pub fn answer(&self, answers: &Answers) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.when.as_ref().is_none_or(|when| when.holds_of(answers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLOWANCE: &str = "问 age 数字：老人今年多大年纪？ | How old?\n问 local 是否：户口在本区吗？\n\n\
        答 !local：要到户口所在地申请（第二条）。\n答 age >= 80 && local：能办（第三条）。 | Yes.\n答：还不能办。";

    fn answered(age: &'static str, local: &'static str) -> Result<String, Vec<String>> {
        let can_i = parse(ALLOWANCE).unwrap();
        let sent = |name: &str| if name == "age" { age } else { local };
        let answers = can_i.read(sent).map_err(|open| open.into_iter().collect::<Vec<_>>())?;
        Ok(can_i.answer(&answers).unwrap().text.zh.clone())
    }

    #[test]
    fn the_first_answer_that_fits_is_given() {
        for (age, local, said) in [
            ("82", "yes", "能办（第三条）。"),
            ("82", "no", "要到户口所在地申请（第二条）。"),
            ("79", "yes", "还不能办。"),
        ] {
            assert_eq!(answered(age, local).as_deref(), Ok(said), "{age} {local}");
        }
    }

    #[test]
    fn what_is_not_answered_is_named() {
        for (age, local, open) in
            [("", "yes", vec!["age"]), ("old", "maybe", vec!["age", "local"]), ("-1", "no", vec!["age"])]
        {
            assert_eq!(answered(age, local).unwrap_err(), open, "{age} {local}");
        }
    }

    #[test]
    fn both_languages_and_both_ways_of_writing_are_read() {
        let can_i =
            parse("ask old yesno: 满八十？ | Eighty?\nanswer old: 能 | Yes\nanswer: 不能 | No").unwrap();
        assert_eq!(can_i.questions[0].text, Text::new("满八十？", "Eighty?"));
        assert_eq!(
            parse(ALLOWANCE).unwrap().questions[1].text.en,
            "户口在本区吗？",
            "without English the Chinese stands"
        );
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        for (text, line) in [
            ("", 1),
            ("问 age 数字：几岁？", 1),
            ("问 age 数字：几岁？\n答 age > 80：能", 2),
            ("问 age 数字：几岁？\n答 years > 80：能\n答：不能", 2),
            ("问 age 数字：几岁？\n答 age：能\n答：不能", 2),
            ("问 age 数字：几岁？\n答：不能\n答 age > 80：能", 3),
            ("问 Age 数字：几岁？\n答：不能", 1),
            ("问 age 数字：几岁？\n问 age 是否：是吗？\n答：不能", 2),
            ("问 age 日期：几岁？\n答：不能", 1),
            ("问 age 数字：\n答：不能", 1),
            ("随便写的", 1),
        ] {
            match parse(text) {
                Err(FieldRefusal::NotUnderstood { line: found, .. }) => assert_eq!(found, line, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }
}
