//! What somebody is writing, read out of a form that may be half filled.

use std::sync::Arc;

use domain::command::Caller;
use domain::decide::TITLE_CHARS_MAX;
use domain::field::{TEXT_CHARS_MAX, Where};
use domain::ids::{CategoryId, UnitId};
use domain::program::{Assign, Doer, Program};
use domain::routing::{Question, route};
use domain::text::Language;
use office::{Contact, NewCase};
use vault::{Email, Phone};

use super::KEPT_PHOTOS;
use crate::page::Page;
use crate::pages::places::{self, Chosen};
use crate::parts::FormError;
use crate::problem::field_text;
use crate::sent::Sent;
use crate::tell::control_name;

/// The way by which a person comes who uses these pages.
const CHANNEL: &str = "web";

/// What somebody is writing.
pub(crate) struct Draft {
    pub(crate) sent: Sent,
    pub(crate) program: Option<Arc<Program>>,
    pub(crate) category: Option<CategoryId>,
    pub(crate) chosen: Chosen,
}

/// Programs that a person can open alone.
pub(crate) fn open_to_all(page: &Page) -> Vec<Arc<Program>> {
    let programs = page.world.programs.iter();
    let alone = |program: &&Arc<Program>| {
        program.opening.by.contains(&Doer::Person) && program.channels.iter().any(|channel| channel.by_person)
    };
    programs.filter(alone).cloned().collect()
}

impl Draft {
    /// Reads what was sent, as far as it makes sense, for one of the programs that can be chosen here.
    pub(crate) fn read(page: &Page, sent: Sent, programs: &[Arc<Program>]) -> Self {
        let asked = programs.iter().find(|program| program.id.as_str() == sent.one("kind"));
        let category = CategoryId::new(sent.one("category"));
        Self {
            program: asked.or(programs.first()).cloned(),
            category: page.world.categories.find(&category).map(|found| found.id.clone()),
            chosen: places::choose(page, &sent),
            sent,
        }
    }

    /// What is wrong, in the order of the form.
    pub(crate) fn errors(&self, page: &Page) -> Vec<FormError> {
        let t = &page.t;
        let error = |field: &str, text: String| FormError { field: field.to_owned(), text };
        let mut errors = Vec::new();
        if self.category.is_none() {
            errors.push(error("category", t.say("refusal-no-such-category")));
        }
        if self.chosen.place.is_none() {
            errors.push(error(self.chosen.first_field(), t.say("refusal-no-such-place")));
        }
        for (field, label, most) in
            [("title", "raise-headline", TITLE_CHARS_MAX), ("text", "raise-text", TEXT_CHARS_MAX)]
        {
            let length = self.sent.one(field).chars().count();
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            let args = [("field", t.say(label)), ("max", most.to_string())];
            match length {
                0 => errors.push(error(field, t.with("field-missing", args))),
                length if length > most => errors.push(error(field, t.with("field-too-long", args))),
                _ => {}
            }
        }
        errors.extend(self.program_errors(page));
        let phone = self.sent.one("phone");
        if let Some(refusal) = Phone::parse(phone).err().filter(|_| !phone.is_empty()) {
            errors.push(error("phone", t.say(refusal.key())));
        }
        let email = self.sent.one("email");
        if let Some(refusal) = Email::parse(email).err().filter(|_| !email.is_empty()) {
            errors.push(error("email", t.say(refusal.key())));
        }
        errors
    }

    /// What is wrong with the fields that the program asks for.
    fn program_errors(&self, page: &Page) -> Vec<FormError> {
        let Some(program) = &self.program else { return Vec::new() };
        let asked = program.opening.asks.iter().filter_map(|ask| Some((ask, program.field(&ask.field)?)));
        let wrong = asked.filter_map(|(ask, field)| {
            let refusal = match field.read(self.sent.all(&control_name(&field.id)), &page.world) {
                Ok(None) if ask.required => domain::field::FieldRefusal::Missing,
                Ok(_) => return None,
                Err(refusal) => refusal,
            };
            let text = field_text(&page.t, page.t.text(&field.label), &refusal);
            Some(FormError { field: control_name(&field.id), text })
        });
        wrong.collect()
    }

    /// What the office refused, by the names of this form's controls.
    pub(crate) fn named(&self, errors: Vec<FormError>) -> Vec<FormError> {
        let of_program =
            |field: &str| self.program.as_ref().is_some_and(|program| program.field(&field.into()).is_some());
        let named = errors.into_iter().map(|error| match error.field.as_str() {
            field if of_program(field) => {
                FormError { field: control_name(&error.field.as_str().into()), ..error }
            }
            "main" => FormError { field: "title".to_owned(), ..error },
            _ => error,
        });
        named.collect()
    }

    /// Where it is.
    pub(crate) fn place(&self) -> Option<Where> {
        let place = self.chosen.place.clone()?;
        Some(Where { place, spot: self.sent.one("spot").to_owned(), point: places::pin(&self.sent) })
    }

    /// The unit that is complained about.
    pub(crate) fn accused(&self, page: &Page) -> Option<UnitId> {
        let id = UnitId::new(self.sent.one("accused"));
        page.world.units.find(&id).map(|unit| unit.id.clone())
    }

    /// The unit that it will reach first, as far as can be said before it is sent.
    pub(crate) fn first_unit(&self, page: &Page) -> Option<UnitId> {
        let (program, place) = (self.program.as_ref()?, self.chosen.place.as_ref()?);
        let accused: Vec<UnitId> = self.accused(page).into_iter().collect();
        if let Some(Assign::Kind(kind)) = &program.opening.assign {
            return page.world.units.nearest(kind, place).map(|unit| unit.id.clone());
        }
        let category = self.category.as_ref()?;
        let levels = &program.levels;
        let question =
            Question { category, place, at: page.now, accused: &accused, sealed_for: None, levels };
        route(&page.world, &question).map(|(unit, _)| unit)
    }

    /// Pictures that were kept.
    pub(crate) fn photos(&self) -> &[String] {
        self.sent.all(KEPT_PHOTOS)
    }

    /// Whether it may be published.
    pub(crate) fn may_publish(&self) -> bool {
        self.sent.one("publish") == "yes"
    }

    /// The way by which it comes: as the operator says, or the one that a person uses alone.
    fn channel(&self, program: &Program) -> Option<String> {
        let said = self.sent.one("channel");
        if !said.is_empty() {
            return Some(said.to_owned());
        }
        let mut alone = program.channels.iter().filter(|channel| channel.by_person);
        let first = alone.clone().find(|channel| channel.id == CHANNEL).or_else(|| alone.next());
        first.map(|channel| channel.id.clone())
    }

    /// The case to be opened.
    pub(crate) fn new_case(&self, page: &Page) -> Option<NewCase> {
        let program = self.program.as_ref()?;
        let channel = self.channel(program)?;
        let by_operator = !self.sent.one("channel").is_empty();
        let contact = Contact {
            name: self.sent.one("name").to_owned(),
            phone: self.sent.one("phone").to_owned(),
            email: self.sent.one("email").to_owned(),
            // An operator's language is not that of whoever calls.
            language: if by_operator { Language::default() } else { page.t.language },
            ..Contact::default()
        };
        Some(NewCase {
            kind: program.id.clone(),
            channel,
            category: self.category.clone()?,
            place: self.place()?,
            title: self.sent.one("title").to_owned(),
            text: self.sent.one("text").to_owned(),
            people: Some(contact).filter(|contact| !contact.is_blank()).into_iter().collect(),
            people_count: self.sent.one("people_count").parse().unwrap_or(1).max(1),
            accused: self.accused(page).into_iter().collect(),
            may_publish: self.may_publish(),
            photos: self.photos().to_vec(),
            form: self.sent.form(),
        })
    }

    /// Whether a caller alone may open it; the office asks again.
    pub(crate) fn is_open(&self, page: &Page) -> bool {
        let may =
            |program: &Arc<Program>| domain::authority::may_open(&page.world, program, &Caller::person());
        self.program.as_ref().is_some_and(may)
    }
}
