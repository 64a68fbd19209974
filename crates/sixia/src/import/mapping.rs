//! How the rows of somebody else's table become matters: read from a TOML file, and asked for each row.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{KindId, UnitId, UnitKind};
use domain::place::PlaceCode;
use domain::unit::Level;
use jiff::SignedDuration;
use jiff::civil::DateTime;
use serde::Deserialize;

use super::table::Table;

/// A mapping file. `docs/guide/operations.md` explains it with an example.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mapping {
    /// The name of the table: it stands in the history of each matter, and with the row's own number it keeps a row from being
    /// imported twice.
    pub(crate) source: String,
    /// The program.
    pub(crate) kind: KindId,
    /// The channel.
    pub(crate) channel: String,
    /// Distance from UTC of times that do not say it.
    #[serde(default = "china")]
    pub(crate) utc_offset: String,
    /// Names a row among all others: one column, or several in a template.
    pub(crate) id: Template,
    /// The title: words with columns in braces.
    pub(crate) title: Template,
    /// The text.
    pub(crate) text: Template,
    /// The column with the time at which it was raised, or one time for all.
    pub(crate) opened_at: String,
    /// More columns, made out of others: `[values.level_id]`.
    #[serde(default)]
    pub(crate) values: BTreeMap<String, Values>,
    /// Texts that are too long are cut; without this they are faults.
    #[serde(default)]
    pub(crate) cut: bool,
    /// Whether the public may read it, and so everybody finds it.
    #[serde(default)]
    pub(crate) publish: bool,
    /// Who raised it, as far as the table says.
    #[serde(default)]
    pub(crate) person: PersonRule,
    /// What it is about.
    pub(crate) category: CategoryRule,
    /// Where it is.
    pub(crate) place: PlaceRule,
    /// Which unit had to answer.
    #[serde(default)]
    pub(crate) unit: UnitRule,
    /// The form of the opening act.
    #[serde(default)]
    pub(crate) form: BTreeMap<String, Template>,
    /// What was done, in order.
    #[serde(default)]
    pub(crate) step: Vec<Step>,
}

/// Words with columns in braces: `{main_type}：{sub_type}`. `{unit}` is the identifier of the unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Template(String);

/// The person, each part from a column.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonRule {
    #[serde(default)]
    pub(crate) name: Template,
    #[serde(default)]
    pub(crate) phone: Template,
    /// Any other way to tell who it is: an account of the old system.
    #[serde(default)]
    pub(crate) contact: Template,
}

/// The category of a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CategoryRule {
    /// Columns with its name, from broad to narrow; none: always the default.
    #[serde(default)]
    pub(crate) columns: Vec<String>,
    /// Which category a name means.
    #[serde(default)]
    pub(crate) names: BTreeMap<String, String>,
    /// Names that are not known become categories under this one, which is made as well; absent: the default.
    #[serde(default)]
    pub(crate) create_under: Option<String>,
    /// The category of rows without one.
    #[serde(default)]
    pub(crate) default: Option<String>,
}

/// The place of a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceRule {
    /// The column with its code or its name; absent: always the default.
    #[serde(default)]
    pub(crate) column: Option<String>,
    /// Which place a name means, before the names of known places are looked at.
    #[serde(default)]
    pub(crate) names: BTreeMap<String, PlaceCode>,
    /// The place of rows whose place is not known, and within which names are looked for.
    pub(crate) default: PlaceCode,
    /// Places that are added if they are not known.
    #[serde(default)]
    pub(crate) add: Vec<AddPlace>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddPlace {
    pub(crate) code: PlaceCode,
    pub(crate) name_zh: String,
    #[serde(default)]
    pub(crate) name_en: String,
}

/// The unit of a row.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitRule {
    /// The column with its identifier or its name; absent: always the default.
    #[serde(default)]
    pub(crate) column: Option<String>,
    /// Which unit a name means.
    #[serde(default)]
    pub(crate) names: BTreeMap<String, UnitId>,
    /// Names that are not known become departments under this unit; absent: the default.
    #[serde(default)]
    pub(crate) create_under: Option<UnitId>,
    /// The unit of rows without one.
    #[serde(default)]
    pub(crate) default: Option<UnitId>,
    /// Units that are added if they are not known.
    #[serde(default)]
    pub(crate) add: Vec<AddUnit>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddUnit {
    pub(crate) id: UnitId,
    pub(crate) name_zh: String,
    #[serde(default)]
    pub(crate) name_en: String,
    pub(crate) level: Level,
    pub(crate) kind: UnitKind,
    pub(crate) place: PlaceCode,
    #[serde(default)]
    pub(crate) parent: Option<UnitId>,
}

/// One act that was done.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// The act of the program.
    pub(crate) act: String,
    /// Only for rows of which this holds.
    #[serde(default)]
    pub(crate) when: Option<When>,
    /// Only when this act was done before.
    #[serde(default)]
    pub(crate) if_done: Option<String>,
    /// The column with its time.
    #[serde(default)]
    pub(crate) at: Option<String>,
    /// So long after what was done before: `30 minutes`, `2 hours`, `3 days`.
    #[serde(default)]
    pub(crate) after: Option<Span>,
    /// So long before the time is up, for tables that say only that it was in time.
    #[serde(default)]
    pub(crate) before_due: Option<Span>,
    /// So long after the time was up, for tables that say only that it was late.
    #[serde(default)]
    pub(crate) after_due: Option<Span>,
    /// The form.
    #[serde(default)]
    pub(crate) form: BTreeMap<String, Template>,
}

/// A condition on one column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    pub(crate) column: String,
    /// What it must hold; absent: anything.
    #[serde(default)]
    pub(crate) is: Option<String>,
}

/// A length of time in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Span(pub(crate) SignedDuration);

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a time such as `30 minutes`, `2 hours`, `3 days`");
        let (number, unit) = text.split_once(' ').ok_or_else(wrong)?;
        let number: i64 =
            number.parse().ok().filter(|number| (0..100_000).contains(number)).ok_or_else(wrong)?;
        match unit.trim_end_matches('s') {
            "minute" => Ok(Self(SignedDuration::from_mins(number))),
            "hour" => Ok(Self(SignedDuration::from_hours(number))),
            "day" => Ok(Self(SignedDuration::from_hours(24 * number))),
            _ => Err(wrong()),
        }
    }
}

fn china() -> String {
    "+08:00".to_owned()
}

impl Template {
    /// The columns in it.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(column, _)| column)
    }

    /// The words with every column filled in.
    pub(crate) fn filled<'v>(&self, value: impl Fn(&str) -> &'v str) -> String {
        let mut said = String::new();
        for (at, part) in self.0.split('{').enumerate() {
            match part.split_once('}') {
                Some((column, rest)) if at > 0 => {
                    said += value(column);
                    said += rest;
                }
                _ => said += part,
            }
        }
        said
    }
}

impl Mapping {
    /// The one time at which all were raised, if the mapping says one.
    pub(crate) fn opened(&self) -> Option<DateTime> {
        self.opened_at.parse().ok()
    }

    /// Adds the columns that are made out of others.
    pub(crate) fn add_columns(&self, table: &mut Table) {
        for (column, values) in &self.values {
            for row in &mut table.rows {
                let made = values.names.get(row.get(&values.of)).cloned().unwrap_or_default();
                row.set(column, made);
            }
            table.columns.push(column.clone());
        }
    }

    /// Every column that the mapping names.
    pub(crate) fn columns(&self) -> BTreeSet<&str> {
        let one = std::iter::once(self.opened_at.as_str()).filter(|_| self.opened().is_none());
        let templates =
            [&self.id, &self.title, &self.text, &self.person.name, &self.person.phone, &self.person.contact];
        let templates = templates
            .into_iter()
            .chain(self.form.values())
            .chain(self.step.iter().flat_map(|step| step.form.values()));
        let steps =
            self.step.iter().flat_map(|step| step.at.iter().chain(step.when.iter().map(|when| &when.column)));
        let of_rules =
            self.category.columns.iter().chain(&self.place.column).chain(&self.unit.column).chain(steps);
        one.chain(templates.flat_map(Template::columns))
            .chain(of_rules.map(String::as_str))
            .filter(|name| *name != UNIT)
            .collect()
    }
}

/// A column made out of another, value by value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Values {
    /// The other column.
    of: String,
    /// What each of its values becomes; one that is not named becomes nothing.
    names: BTreeMap<String, String>,
}

/// Stands in templates for the identifier of the unit.
pub(crate) const UNIT: &str = "unit";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_takes_columns_in_braces() {
        let template = Template("{a}：{b}。".to_owned());
        assert_eq!(template.columns().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(template.filled(|column| if column == "a" { "水" } else { "没了" }), "水：没了。");
        assert_eq!(Template("plain } text".to_owned()).filled(|_| "x"), "plain } text");
    }

    #[test]
    fn times_are_told_in_words() {
        let read = |text: &str| Span::try_from(text.to_owned());
        assert_eq!(read("2 hours"), Ok(Span(SignedDuration::from_hours(2))));
        assert_eq!(read("1 day"), Ok(Span(SignedDuration::from_hours(24))));
        for wrong in ["2", "two hours", "-1 days", "3 weeks", ""] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_shipped_mappings_can_be_read() {
        let mut found = 0;
        for (path, text) in crate::shipped::folder("demo/imports") {
            let mapping: Mapping = toml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(!mapping.columns().is_empty());
            found += 1;
        }
        assert!(found >= 2);
    }
}
