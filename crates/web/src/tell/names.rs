//! Names of things that the reference data knows, and keys of those that the domain knows.

use domain::clock::ClockId;
use domain::event::Link;
use domain::ids::{ActId, CategoryId, KindId, LeaderId, Role, UnitId};
use domain::place::PlaceCode;
use domain::program::{Ending, Phase, Program};
use domain::unit::Level;
use office::accounts::{ADMINISTRATOR, AUDITOR};
use office::queries::CaseLine;
use vault::PersonalKind;

use crate::page::Page;
use crate::parts::Chip;

/// The role of whoever looks through texts before the public reads them; every program knows it, so no pack names it.
const MODERATOR: &str = "moderator";
/// Hours before the due time from which a deadline is shown in amber, and in red.
const AMBER_HOURS: i64 = 72;
const RED_HOURS: i64 = 24;

/// The key of what a phase is called.
#[must_use]
pub fn phase_key(phase: Phase) -> &'static str {
    match phase {
        Phase::Received => "phase-received",
        Phase::Handling => "phase-handling",
        Phase::Answered => "phase-answered",
        Phase::Closed => "phase-closed",
    }
}

/// The key of what an end is called.
#[must_use]
pub fn ending_key(ending: Ending) -> &'static str {
    match ending {
        Ending::Settled => "ending-settled",
        Ending::NotAccepted => "ending-not-accepted",
        Ending::Withdrawn => "ending-withdrawn",
        Ending::Routed => "ending-routed",
        Ending::Final => "ending-final",
        Ending::Void => "ending-void",
    }
}

/// The key of what a level is called.
#[must_use]
pub fn level_key(level: Level) -> &'static str {
    match level {
        Level::Grid => "level-grid",
        Level::Community => "level-community",
        Level::Street => "level-street",
        Level::County => "level-county",
        Level::City => "level-city",
        Level::Province => "level-province",
        Level::Company => "level-company",
    }
}

/// The key of how two cases belong together.
#[must_use]
pub fn link_key(link: Link) -> &'static str {
    match link {
        Link::Same => "link-same",
        Link::Repeats => "link-repeats",
        Link::Related => "link-related",
        Link::SplitFrom => "link-split-from",
        Link::Source => "link-source",
    }
}

/// The key of what looks personal in a text.
pub(crate) fn found_key(kind: PersonalKind) -> &'static str {
    match kind {
        PersonalKind::Phone => "found-phone",
        PersonalKind::IdNumber => "found-id-number",
        PersonalKind::BankCard => "found-bank-card",
        PersonalKind::Plate => "found-plate",
        PersonalKind::Email => "found-email",
    }
}

fn phase_tone(phase: Phase) -> &'static str {
    match phase {
        Phase::Received => "purple",
        Phase::Handling => "blue",
        Phase::Answered => "green",
        Phase::Closed => "",
    }
}

impl Page {
    /// A unit's name; its identifier if it is not known any more.
    #[must_use]
    pub fn unit(&self, id: &UnitId) -> String {
        let unit = self.world.units.find(id);
        unit.map_or_else(|| id.to_string(), |unit| self.t.text(&unit.name).to_owned())
    }

    /// The name of a unit, or of none.
    #[must_use]
    pub fn unit_or_none(&self, id: Option<&UnitId>) -> String {
        id.map(|id| self.unit(id)).unwrap_or_default()
    }

    /// A leader with the post: `高婉 副区长`.
    #[must_use]
    pub fn leader(&self, id: &LeaderId) -> String {
        let Some(leader) = self.world.leaders.find(id) else { return id.to_string() };
        let (name, post) = (self.t.text(&leader.name), self.t.text(&leader.post));
        self.t.with("leader-named", [("name", name), ("post", post)])
    }

    /// A place with all that is around it.
    #[must_use]
    pub fn place(&self, code: &PlaceCode) -> String {
        let path = self.world.places.path(code);
        let said = self.t.text(&path);
        if said.is_empty() { code.to_string() } else { said.to_owned() }
    }

    /// A place as a list shows it: itself and the one around it.
    #[must_use]
    pub fn short_place(&self, code: &PlaceCode) -> String {
        let name =
            |code: &PlaceCode| self.world.places.find(code).map(|place| self.t.text(&place.name).to_owned());
        let own = name(code).unwrap_or_else(|| code.to_string());
        match code.parent().filter(|_| code.level() > 3).and_then(|parent| name(&parent)) {
            Some(around) => format!("{around} {own}"),
            None => own,
        }
    }

    /// A category with those above it.
    #[must_use]
    pub fn category(&self, id: &CategoryId) -> String {
        let path = self.world.categories.path(id);
        let said = self.t.text(&path);
        if said.is_empty() { id.to_string() } else { said.to_owned() }
    }

    /// A category alone.
    #[must_use]
    pub fn short_category(&self, id: &CategoryId) -> String {
        let found = self.world.categories.find(id);
        found.map_or_else(|| id.to_string(), |category| self.t.text(&category.name).to_owned())
    }

    /// What a kind of case is called.
    #[must_use]
    pub fn kind(&self, id: &KindId) -> String {
        let program = self.world.programs.current(id);
        program.map_or_else(|| id.to_string(), |program| self.t.text(&program.name).to_owned())
    }

    /// What a role is called, as the first program that knows it says.
    #[must_use]
    pub fn role(&self, role: &Role) -> String {
        let programs = self.world.programs.iter();
        let named = programs.flat_map(|program| &program.roles).find(|known| known.id == *role);
        match (named, role.as_str()) {
            (Some(named), _) => self.t.text(&named.name).to_owned(),
            (None, ADMINISTRATOR) => self.t.say("role-administrator"),
            (None, MODERATOR) => self.t.say("role-moderator"),
            (None, AUDITOR) => self.t.say("role-auditor"),
            (None, other) => other.to_owned(),
        }
    }

    /// What an act is called.
    #[must_use]
    pub fn act_name(&self, program: &Program, act: &ActId) -> String {
        program.act(act).map_or_else(|| act.to_string(), |act| self.t.text(&act.name).to_owned())
    }

    /// What a clock is called.
    #[must_use]
    pub fn clock_name(&self, program: &Program, clock: &ClockId) -> String {
        let named = program.clock(clock);
        named.map_or_else(|| clock.as_str().to_owned(), |def| self.t.text(&def.name).to_owned())
    }

    /// How far along a case is, or how it ended.
    #[must_use]
    pub fn phase_chip(&self, phase: Phase, ending: Option<Ending>) -> Chip {
        let label = ending.map_or_else(|| phase_key(phase), ending_key);
        Chip::new(self.t.say(label), phase_tone(phase))
    }

    /// The state of a case as staff call it.
    #[must_use]
    pub fn state_chip(&self, line: &CaseLine) -> Chip {
        let program = self.world.programs.version(&line.kind, line.pack_version);
        match program.and_then(|program| program.state(&line.state)) {
            Some(state) => Chip::new(self.t.text(&state.name), phase_tone(line.phase)),
            None => self.phase_chip(line.phase, line.ending),
        }
    }

    /// What is left until a due time; without one, nothing.
    #[must_use]
    pub fn due_chip(&self, due: Option<jiff::Timestamp>, late: bool) -> Chip {
        let Some(due) = due else { return Chip::default() };
        let left = due.duration_since(self.now);
        let tone = match left.as_hours() {
            _ if late || left.is_negative() => "red",
            hours if hours < RED_HOURS => "red",
            hours if hours < AMBER_HOURS => "amber",
            _ => "",
        };
        Chip::new(self.t.left(due), tone)
    }
}
