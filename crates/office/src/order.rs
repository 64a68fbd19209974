//! What is asked of the office, and its answer.

use domain::case::Case;
use domain::command::{Command, Form, VisitAsk};
use domain::field::Where;
use domain::ids::{CaseId, CategoryId, KindId, UnitId};
use domain::program::Program;
use domain::text::{Language, Text};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use vault::{Email, Fields, field};

use crate::queries::concerns_person;

/// Characters of the longest idempotency key.
pub const IDEMPOTENCY_KEY_CHARS_MAX: usize = 64;
/// People named in one case. More stand behind it as a number.
pub const PEOPLE_MAX: usize = 10;
/// Pictures with one opening or addition.
pub const PHOTOS_MAX: usize = 6;

/// Something that somebody wants done.
#[derive(Clone, Debug)]
pub struct Order {
    /// What.
    pub task: Task,
    /// Names this order among all of its caller: the same order again under the same key gets the first answer again and changes
    /// nothing. Pages put a fresh one into each form. Kept for a day.
    pub key: Option<String>,
    /// For an opening: the identifier of the case, when later orders of a batch go on with it. See
    /// [`Office::new_case_id`](crate::Office::new_case_id).
    pub id: Option<CaseId>,
    /// For an opening: the case out of which it comes. The officer must see it, for a person it must be published, and its program must
    /// let cases of this kind come out of it.
    pub source: Option<CaseId>,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Task {
    /// Open a case.
    Open(Box<NewCase>),
    /// Say that one has the same matter.
    Support(Box<Supporting>),
    /// Be received, or receive.
    Visit(Box<Visiting>),
    /// Do something to a case. [`Command::Open`] and [`Command::Visit`] are not for here.
    On {
        /// Which.
        case: CaseId,
        /// What.
        command: Command,
    },
}

/// A case as it is told: the office gives it an identifier, a number and a secret, and puts people and sealed texts into the vault.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// The program.
    pub kind: KindId,
    /// The way by which it came.
    pub channel: String,
    /// What it is about.
    pub category: CategoryId,
    /// Where it is.
    pub place: Where,
    /// In one line.
    pub title: String,
    /// In the person's words.
    pub text: String,
    /// The people concerned, the one who speaks first; empty: nobody known.
    pub people: Vec<Contact>,
    /// How many people stand behind it; at least one.
    pub people_count: u32,
    /// Units complained about.
    pub accused: Vec<UnitId>,
    /// Whether the person agrees that it is published without name.
    pub may_publish: bool,
    /// Digests of pictures, from [`Office::keep_photo`](crate::Office::keep_photo).
    pub photos: Vec<String>,
    /// The form of the opening act.
    pub form: Form,
}

/// Somebody who has the same matter; each counts once.
#[derive(Clone)]
pub struct Supporting {
    /// Which case.
    pub case: CaseId,
    /// Secrets that the browser holds, by which it is known again.
    pub browsers: Vec<String>,
    /// The telephone number, if it was given. It is not kept.
    pub phone: String,
}

/// Something about a visit as it is told: the office puts people and words into the vault, and makes the secret of a new ticket.
#[derive(Clone, Debug)]
pub struct Visiting {
    /// The case to which people come.
    pub case: CaseId,
    /// What is asked. Identifiers of people are filled in here.
    pub ask: VisitAsk,
    /// Who comes.
    pub contact: Contact,
    /// What it is about; at the end of a visit, what was said and answered.
    pub words: String,
    /// The secret of the ticket that the caller holds.
    pub ticket: String,
}

/// How to reach a person. Blank is unknown.
#[derive(Clone, Default)]
pub struct Contact {
    /// The name.
    pub name: String,
    /// A telephone number.
    pub phone: String,
    /// A mail address, to which notices go.
    pub email: String,
    /// The number of the identity card.
    pub id_number: String,
    /// Where the person lives.
    pub address: String,
    /// Any other way to reach the person.
    pub contact: String,
    /// The language in which the person is told something.
    pub language: Language,
}

/// What was done. Nothing of it is lost: it is on disk.
#[derive(Clone, Debug)]
pub struct Done {
    /// The case.
    pub case: CaseId,
    /// Its latest event.
    pub seq: u32,
    /// For an opening: what the person needs to follow it.
    pub receipt: Option<Receipt>,
    /// For a new visit: the secret of its ticket, in groups. Given out here and nowhere else.
    pub ticket: Option<String>,
    /// For a reveal: what is known about the person.
    pub revealed: Option<Fields>,
}

/// What whoever opened a case takes home. The secret is given out here and nowhere else: the office keeps only its digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The case number, with check digits.
    pub number: String,
    /// The secret, in groups.
    pub secret: String,
    /// The unit that has it.
    pub holder: Option<UnitId>,
    /// What is to be done by when, the earliest first.
    pub due: Vec<Due>,
}

/// By when something is to be done, in a clock that concerns the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// What the program calls the clock.
    pub name: Text,
    /// When it is due.
    pub at: Timestamp,
}

impl Order {
    /// Open a case.
    #[must_use]
    pub fn open(case: NewCase) -> Self {
        Self { task: Task::Open(Box::new(case)), key: None, id: None, source: None }
    }

    /// Open a case under a fresh identifier.
    #[must_use]
    pub fn open_as(id: CaseId, case: NewCase) -> Self {
        Self { id: Some(id), ..Self::open(case) }
    }

    /// The same, out of another case.
    #[must_use]
    pub fn out_of(self, source: Option<CaseId>) -> Self {
        Self { source, ..self }
    }

    /// Do something to a case.
    #[must_use]
    pub fn on(case: CaseId, command: Command) -> Self {
        Self { task: Task::On { case, command }, key: None, id: None, source: None }
    }

    /// Say that one has the same matter.
    #[must_use]
    pub fn support(supporting: Supporting) -> Self {
        Self { task: Task::Support(Box::new(supporting)), key: None, id: None, source: None }
    }

    /// Ask something about a visit, without words about anybody.
    #[must_use]
    pub fn visit(case: CaseId, ask: VisitAsk) -> Self {
        let visiting =
            Visiting { case, ask, contact: Contact::default(), words: String::new(), ticket: String::new() };
        Self::visiting(visiting)
    }

    /// Ask something about a visit.
    #[must_use]
    pub fn visiting(visiting: Visiting) -> Self {
        Self { task: Task::Visit(Box::new(visiting)), key: None, id: None, source: None }
    }

    /// The same under a key.
    #[must_use]
    pub fn with_key(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }
}

impl Contact {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.fields().is_empty()
    }

    /// As the vault takes it. A language without a person is nobody.
    pub(crate) fn fields(&self) -> Fields {
        let email = self.email.trim();
        let email = Email::parse(email).map_or(email.to_owned(), |read| read.as_str().to_owned());
        let fields = Fields::new()
            .with(field::NAME, self.name.trim())
            .with(field::PHONE, self.phone.trim())
            .with(field::EMAIL, email)
            .with(field::ID_NUMBER, self.id_number.trim())
            .with(field::ADDRESS, self.address.trim())
            .with(field::CONTACT, self.contact.trim());
        if fields.is_empty() { fields } else { fields.with(field::LANGUAGE, self.language.code()) }
    }
}

impl std::fmt::Debug for Contact {
    /// Says what is known, never what it says.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.fields().fmt(f)
    }
}

impl std::fmt::Debug for Supporting {
    /// Says which case, never who.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Supporting").field("case", &self.case).finish_non_exhaustive()
    }
}

impl Receipt {
    pub(crate) fn of(program: &Program, case: &Case, secret: String) -> Self {
        let due = case.clocks.iter().filter(|clock| concerns_person(clock)).filter_map(|clock| {
            let name = program.clock(&clock.id).map(|def| def.name.clone());
            Some(Due { name: name.unwrap_or_default(), at: clock.due_at? })
        });
        let mut due: Vec<Due> = due.collect();
        due.sort_by_key(|due| due.at);
        Self { number: case.opened.number.clone(), secret, holder: case.holder.clone(), due }
    }
}

impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receipt").field("number", &self.number).finish_non_exhaustive()
    }
}
