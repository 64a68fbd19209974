//! What the parts of a page are made of. Each stands for one macro under `templates/parts/`, where the look of it is.
//!
//! Everything here is ready for the reader: in the reader's language, dates written out, personal data masked.

mod form;

pub use form::{Choice, Field, Form, FormError, mark};

/// The frame of a page.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// `zh-CN` or `en`.
    pub lang: String,
    /// Large text was chosen.
    pub large: bool,
    /// Key of the navigation entry that is current.
    pub here: String,
    /// Whose service it is.
    pub office: String,
    /// Demonstration data: said in the footer.
    pub demo: bool,
    /// The page of activities; empty: no program has any.
    pub activities_url: String,
    /// The library; empty: no program has one.
    pub policies_url: String,
    /// This page in the other language.
    pub language_url: String,
    /// This page in the other text size.
    pub size_url: String,
    /// The token that every form carries.
    pub csrf: String,
    /// Who is signed in; empty: nobody.
    pub person: String,
    /// Their unit.
    pub unit: String,
    /// What was searched at the desk.
    pub search: String,
    /// Single keys were switched off.
    pub keys_off: bool,
    /// A word after a change; empty: none.
    pub flash: String,
    /// Left side of the desk: work.
    pub queues: Vec<NavItem>,
    /// Left side of the desk: other pages that this account may open.
    pub rooms: Vec<NavItem>,
    /// Addresses of style sheets and scripts.
    pub assets: Assets,
}

/// An entry on the left side of the desk.
#[derive(Clone, Debug, Default)]
pub struct NavItem {
    /// Compared with [`Shell::here`].
    pub key: String,
    /// Where it leads.
    pub url: String,
    /// Name in the sprite.
    pub icon: String,
    /// What stands on it.
    pub label: String,
    /// How many; empty: none.
    pub count: String,
    /// The count is of things that are late.
    pub alarm: bool,
}

/// Hashed addresses out of the manifest.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The style sheet.
    pub site_css: String,
    /// Script of every page.
    pub site_js: String,
    /// Script of the desk.
    pub desk_js: String,
    /// Script of pages with a map.
    pub map_js: String,
    /// Style sheet of pages with a map.
    pub map_css: String,
    /// The sprite of icons.
    pub icons: String,
    /// The mark in the browser's tab.
    pub icon: String,
}

/// A few words on a coloured ground.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chip {
    /// The words; they alone must say it too.
    pub label: String,
    /// Empty (grey), `blue`, `green`, `amber`, `red`, `purple`.
    pub tone: &'static str,
}

/// A link.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// What stands on it.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// A name and what it holds.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// The name.
    pub name: String,
    /// What it holds.
    pub value: String,
    /// Where the value leads; empty: nowhere.
    pub url: String,
}

/// One line of a timeline.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// Name in the sprite.
    pub icon: &'static str,
    /// As of a chip.
    pub tone: &'static str,
    /// What happened.
    pub title: String,
    /// Who did it, as the reader may see it.
    pub who: String,
    /// When.
    pub at: String,
    /// The same for `datetime`.
    pub at_iso: String,
    /// What was written; empty: nothing.
    pub text: String,
    /// Empty (plain), `person`, `letter`, `internal`.
    pub manner: &'static str,
    /// Who has the case since then, and why.
    pub held: Vec<Fact>,
    /// What became of clocks.
    pub chips: Vec<Chip>,
    /// What the person was told.
    pub told: Vec<String>,
    /// Pictures.
    pub photos: Vec<Photo>,
    /// Files.
    pub files: Vec<Link>,
}

/// A picture.
#[derive(Clone, Debug, Default)]
pub struct Photo {
    /// Its address.
    pub url: String,
    /// Address of the small one.
    pub small_url: String,
    /// For those who do not see it.
    pub alt: String,
}

/// A number that matters.
#[derive(Clone, Debug, Default)]
pub struct Stat {
    /// Of what.
    pub label: String,
    /// The number.
    pub value: String,
    /// How it was counted.
    pub note: String,
    /// Empty, `up` or `down`.
    pub trend: &'static str,
    /// The list behind it; empty: none.
    pub url: String,
}

/// Head of a column.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Its words.
    pub label: String,
    /// A column of numbers.
    pub right: bool,
}

/// One cell of a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// Where it leads; empty: nowhere.
    pub url: String,
    /// Not empty: shown as a chip.
    pub tone: &'static str,
    /// Not empty: a small bar, 0 to 100.
    pub share: String,
    /// In small print after it; empty: nothing.
    pub note: String,
    /// A number.
    pub right: bool,
}

/// A table. The first cell of each row names it.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// What it shows.
    pub caption: String,
    /// Its columns.
    pub head: Vec<Head>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// One step of a way.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// `done`, `now`, or empty.
    pub state: &'static str,
}

/// Ways to the page before and the next.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// Address; empty: none.
    pub previous: String,
    /// Address; empty: none.
    pub next: String,
    /// A word between them.
    pub note: String,
}

/// A published matter in a list.
#[derive(Clone, Debug, Default)]
pub struct MatterRow {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Where it is.
    pub place: String,
    /// What it is about.
    pub category: String,
    /// How old.
    pub age: String,
    /// Who else has it; empty: nobody.
    pub affected: String,
    /// How far along it is.
    pub state: Chip,
}

/// An activity in a list.
#[derive(Clone, Debug, Default)]
pub struct ActivityRow {
    /// From when until when.
    pub at: String,
    /// Its beginning for `datetime`.
    pub at_iso: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Its program.
    pub kind: String,
    /// Where it is.
    pub place: String,
    /// Whom it names; empty: nobody.
    pub leaders: String,
    /// Where it stands.
    pub state: Chip,
}

/// A written answer.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// What it is.
    pub title: String,
    /// Who wrote it.
    pub unit: String,
    /// When.
    pub at: String,
    /// What it says.
    pub text: String,
    /// On which rule it rests; empty: none.
    pub basis: String,
    /// Links to the articles that it cites.
    pub cited: Vec<Link>,
    /// What can be done by whom does not agree; empty: nothing is said.
    pub remedy: String,
    /// Files.
    pub files: Vec<Link>,
}

/// A clock, unfolded.
#[derive(Clone, Debug, Default)]
pub struct ClockCard {
    /// What it is called.
    pub name: String,
    /// When it is due.
    pub due: String,
    /// What is left.
    pub chip: Chip,
    /// How much has passed, 0 to 100.
    pub share: String,
    /// `blue`, `amber`, `red`, `green`.
    pub tone: String,
    /// The rule that made it.
    pub rule: String,
    /// Pauses, extensions, estimates.
    pub notes: Vec<String>,
    /// Day by day.
    pub days: Vec<DayLine>,
}

/// One day of the count.
#[derive(Clone, Debug, Default)]
pub struct DayLine {
    /// The day.
    pub date: String,
    /// Its place in the count; empty: it does not count.
    pub count: String,
    /// Why.
    pub why: String,
}

impl Fact {
    /// A name and a plain value.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), url: String::new() }
    }

    /// The same, leading somewhere.
    #[must_use]
    pub fn to(self, url: impl Into<String>) -> Self {
        Self { url: url.into(), ..self }
    }
}

impl Chip {
    /// Words in a tone.
    pub fn new(label: impl Into<String>, tone: &'static str) -> Self {
        Self { label: label.into(), tone }
    }
}

impl Link {
    /// A link.
    pub fn new(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self { label: label.into(), url: url.into() }
    }
}

impl Head {
    /// A column of words.
    pub fn left(label: impl Into<String>) -> Self {
        Self { label: label.into(), right: false }
    }

    /// A column of numbers.
    pub fn right(label: impl Into<String>) -> Self {
        Self { label: label.into(), right: true }
    }
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Words that lead somewhere.
    pub fn link(text: impl Into<String>, url: impl Into<String>) -> Self {
        Self { text: text.into(), url: url.into(), ..Self::default() }
    }

    /// A number.
    pub fn number(text: impl Into<String>) -> Self {
        Self { text: text.into(), right: true, ..Self::default() }
    }

    /// Words in a tone.
    pub fn chip(text: impl Into<String>, tone: &'static str) -> Self {
        Self { text: text.into(), tone, ..Self::default() }
    }
}
