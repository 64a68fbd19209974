//! A file for each page. Each holds, top to bottom: its form, its view, `get`, `post`.

pub mod activities;
pub mod admin;
pub mod case;
pub mod design;
pub mod desk;
pub mod feeds;
pub mod figures;
pub mod held;
pub mod home;
pub mod map;
pub mod matter;
pub mod matters;
pub mod nearby;
pub mod photos;
pub mod place;
pub mod places;
pub mod policies;
pub mod program;
pub mod programs;
pub mod raise;
pub mod sign_in;
pub mod statement;
pub mod track;
pub mod visits;
pub mod welcome;

use crate::page::Page;
use crate::parts::{Choice, Field};

impl Page {
    /// Categories to pick from, by their whole path.
    pub(crate) fn category_choices(&self) -> Vec<Choice> {
        let all = self.world.categories.iter();
        all.map(|category| Choice::new(category.id.as_str(), self.category(&category.id))).collect()
    }

    /// Categories at the top.
    pub(crate) fn top_category_choices(&self) -> Vec<Choice> {
        let tops = self.world.categories.tops();
        tops.map(|category| Choice::new(category.id.as_str(), self.t.text(&category.name))).collect()
    }

    /// The broad places of the installation: its counties, or whatever is broadest.
    pub(crate) fn county_choices(&self) -> Vec<Choice> {
        let counties = self.world.places.iter().filter(|place| place.code.level() <= 3);
        let name = |code: &domain::place::PlaceCode| "　".repeat(code.level().saturating_sub(2));
        counties
            .map(|place| {
                let label = format!("{}{}", name(&place.code), self.t.text(&place.name));
                Choice::new(place.code.as_str(), label)
            })
            .collect()
    }

    /// A list to pick from that begins with "all", for filters.
    pub(crate) fn filter(&self, name: &str, label: &str, all: &str, mut choices: Vec<Choice>) -> Field {
        choices.insert(0, Choice::new("", self.t.say(all)));
        Field::new("select", name, self.t.say(label)).options(choices).value(self.query(name))
    }
}
