//! Questionnaires (问卷): what is asked, in which order, when, and what an answer must look like.
//!
//! A [`Questionnaire`] is data. It is read from a table ([`import`]): a workbook as the world's surveyors write them
//! (`XLSForm`), or the same table as CSV, with headers in Chinese or English. A [`Form`] is a questionnaire that has been
//! proved: every name that it uses exists, nothing is calculated in a circle. [`Form::fill`] lays [`Answers`] over it and
//! says what is asked now, what each calculation gives, and what is wrong with which answer.

mod answers;
mod day;
mod expression;
mod fill;
mod form;
pub mod import;
pub mod limits;
mod model;
mod texts;

pub use answers::{Answers, Spot};
pub use expression::{Expression, SyntaxError};
pub use fill::{AnswerRefusal, Asked, Entry, Filled};
pub use form::{Flaw, FlawReason, Form, Part};
pub use model::{
    Choice, ChoiceList, Item, Media, Preload, Question, QuestionKind, Questionnaire, Range, Repeat, Section,
};
pub use texts::{Texts, language_code};
