//! Visits in words: where one stands, what its form asks, what was wrong with it.

use domain::program::Visits;
use domain::refusal::Refusal;
use domain::visit::{Guest, Visit, VisitKind, VisitState};
use office::queries::Reception;
use office::{Contact, Failure};

use crate::page::Page;
use crate::parts::{Chip, Choice, Fact, Field, FormError};
use crate::problem::{Problem, field_text, on_form};
use crate::sent::Sent;

/// Characters of what a visit is about.
pub(crate) const ABOUT_CHARS_MAX: usize = 500;

impl Page {
    /// Where a visit stands.
    #[must_use]
    pub fn visit_chip(&self, state: VisitState) -> Chip {
        let (key, tone) = match state {
            VisitState::Held => ("visit-held", "amber"),
            VisitState::Lapsed => ("visit-lapsed", ""),
            VisitState::Listed => ("visit-listed", "amber"),
            VisitState::Booked => ("visit-booked", "blue"),
            VisitState::NoShow => ("visit-no-show", ""),
            VisitState::Cancelled => ("visit-cancelled", ""),
            VisitState::Waiting => ("visit-waiting", "blue"),
            VisitState::Called => ("visit-called", "green"),
            VisitState::Missed => ("visit-missed", "amber"),
            VisitState::Done => ("visit-done", "green"),
        };
        Chip::new(self.t.say(key), tone)
    }

    /// How a visit came about.
    #[must_use]
    pub fn visit_kind(&self, kind: VisitKind) -> String {
        self.t.say(match kind {
            VisitKind::Booked => "visit-kind-booked",
            VisitKind::Invited => "visit-kind-invited",
            VisitKind::WalkIn => "visit-kind-walk-in",
        })
    }

    /// What a visit needs, in words.
    #[must_use]
    pub fn visit_needs(&self, visits: &Visits, visit: &Visit) -> String {
        let needs = visit.guest.needs.iter().filter_map(|need| visits.need(need));
        needs.map(|need| self.t.text(&need.name)).collect::<Vec<_>>().join("、")
    }

    /// When, where and who, of a day.
    #[must_use]
    pub fn reception_facts(&self, day: &Reception) -> Vec<Fact> {
        let t = &self.t;
        let mut facts = Vec::new();
        if let Some(span) = day.span {
            facts.push(Fact::new(t.say("agenda-when"), t.span_of(span.starts_at, span.ends_at)));
        }
        facts.push(Fact::new(t.say("case-fact-place"), self.place(&day.place)));
        facts.push(Fact::new(t.say("case-fact-spot"), day.spot.clone()));
        facts.push(Fact::new(t.say("agenda-leader"), self.leader_names(&day.leaders)));
        facts.retain(|fact| !fact.value.is_empty());
        facts
    }

    /// Who comes, and what it is about.
    pub(crate) fn guest_fields(&self, visits: &Visits, sent: &Sent) -> Vec<Field> {
        let t = &self.t;
        let people = (1..=visits.people_max).map(|n| Choice::new(n.to_string(), n.to_string()));
        let needs = visits.needs.iter().map(|need| Choice::new(&need.id, t.text(&need.name)));
        let typed = |name: &str| sent.one(name).to_owned();
        vec![
            Field::new("text", "name", t.say("visit-name")).value(typed("name")).autocomplete("name"),
            Field::new("phone", "phone", t.say("visit-phone"))
                .hint(t.say("visit-phone-hint"))
                .value(typed("phone"))
                .optional()
                .autocomplete("tel"),
            Field::new("area", "about", t.say("visit-about"))
                .hint(t.say("visit-about-hint"))
                .value(typed("about"))
                .max(ABOUT_CHARS_MAX)
                .optional(),
            Field::new("select", "people", t.say("visit-people"))
                .hint(t.with("visit-people-hint", [("max", visits.people_max.to_string())]))
                .options(people.collect())
                .value(if sent.one("people").is_empty() { "1".to_owned() } else { typed("people") }),
            Field::new("checks", "needs", t.say("visit-needs"))
                .hint(t.say("visit-needs-hint"))
                .options(needs.collect())
                .values(sent.all("needs"))
                .optional(),
        ]
    }

    /// What is wrong with a form about a visit.
    pub(crate) fn visit_errors(&self, failure: Failure) -> Result<Vec<FormError>, Problem> {
        let Failure::Refused(Refusal::Fields(fields)) = &failure else {
            return on_form(&self.t, None, failure);
        };
        let errors = fields.iter().map(|(id, refusal)| {
            let label = match id.as_str() {
                "people" => "visit-people",
                "needs" => "visit-needs",
                "due" => "visit-due",
                _ => "visit-end",
            };
            FormError { field: id.to_string(), text: field_text(&self.t, &self.t.say(label), refusal) }
        });
        Ok(errors.collect())
    }

    /// Refuses a form that names nobody.
    pub(crate) fn nameless(&self, sent: &Sent) -> Vec<FormError> {
        if !sent.one("name").is_empty() {
            return Vec::new();
        }
        vec![FormError { field: "name".to_owned(), text: self.t.say("visit-name-missing") }]
    }
}

/// Who comes, as the form says it.
pub(crate) fn guest_of(sent: &Sent) -> Guest {
    Guest {
        person: None,
        people: sent.one("people").parse().unwrap_or(1),
        needs: sent.all("needs").iter().filter(|need| !need.is_empty()).cloned().collect(),
    }
}

/// How to reach who comes.
pub(crate) fn contact_of(page: &Page, sent: &Sent) -> Contact {
    Contact {
        name: sent.one("name").to_owned(),
        phone: sent.one("phone").to_owned(),
        language: page.t.language,
        ..Contact::default()
    }
}
