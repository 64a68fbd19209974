//! The phrase book: scenes that people tell, with slots that are filled by chance.

use std::collections::BTreeMap;

use domain::ids::CategoryId;
use domain::place::PlaceCode;
use serde::Deserialize;

use crate::dice::Dice;

/// The phrase book as it is written in `demo/phrases.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Phrases {
    coast: Vec<PlaceCode>,
    sea_farm: Vec<PlaceCode>,
    slots: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    general: BTreeMap<String, Vec<String>>,
    callbacks: BTreeMap<String, Vec<String>>,
    category: Vec<Topic>,
    activity: BTreeMap<String, Activity>,
}

/// What is said at the activities of one program.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Activity {
    /// By field: numbers and, for a date, days ahead; one of each is drawn.
    #[serde(default)]
    numbers: BTreeMap<String, Vec<i64>>,
    #[serde(default)]
    scene: Vec<Occasion>,
}

/// One activity: what it is about, and what its forms say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Occasion {
    category: CategoryId,
    title: String,
    text: String,
    #[serde(default)]
    fields: BTreeMap<String, String>,
}

/// What people say about one category.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Topic {
    /// The category.
    pub(crate) id: CategoryId,
    weight: u64,
    #[serde(rename = "where")]
    suits: Suits,
    /// What kind of matter it usually is: `complaint`, `help` …
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Whether it usually cannot wait.
    pub(crate) urgent: bool,
    scene: Vec<Scene>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scene {
    titles: Vec<String>,
    text: String,
    reply: String,
    #[serde(default, rename = "where")]
    suits: Option<Suits>,
}

/// Which communities something suits.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Suits {
    Any,
    Urban,
    Rural,
    Coast,
    SeaFarm,
    Qingdao,
}

/// A community in which something happens.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// Its code.
    pub(crate) code: PlaceCode,
    /// Its short name.
    pub(crate) name: String,
    /// Whether its township is a subdistrict.
    pub(crate) is_urban: bool,
}

/// One story, told.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) reply: String,
    /// What certain fields say; empty for most.
    pub(crate) fields: BTreeMap<String, String>,
}

impl Phrases {
    /// Reads the phrase book.
    pub(crate) fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// A topic that suits the community.
    pub(crate) fn topic(&self, spot: &Spot, dice: &mut Dice) -> Option<&Topic> {
        dice.weighted(&self.category, |topic| if self.suits(topic.suits, spot) { topic.weight } else { 0 })
    }

    /// A story about a topic in a community.
    pub(crate) fn story(&self, topic: &Topic, spot: &Spot, dice: &mut Dice) -> Option<Story> {
        let fits = |scene: &Scene| u64::from(scene.suits.is_none_or(|suits| self.suits(suits, spot)));
        let scene = dice.weighted(&topic.scene, fits)?;
        let mut drawn = BTreeMap::from([("place".to_owned(), spot.name.clone())]);
        let title = self.filled(dice.pick(&scene.titles)?, spot, &mut drawn, dice);
        let told = self.filled(&scene.text, spot, &mut drawn, dice);
        let opening = if dice.percent(40) { self.general("openings", spot, dice) } else { String::new() };
        let closing = if dice.percent(55) { self.general("closings", spot, dice) } else { String::new() };
        for anew in ["days", "few", "amount"] {
            drawn.remove(anew);
        }
        let done = self.filled(&scene.reply, spot, &mut drawn, dice);
        let reply_opening = self.general("reply_openings", spot, dice);
        let reply_closing = self.general("reply_closings", spot, dice);
        Some(Story {
            title,
            text: format!("{opening}{told}{closing}"),
            reply: format!("{reply_opening}{done}{reply_closing}"),
            fields: BTreeMap::new(),
        })
    }

    /// An activity of a program in a community, with its category; `None`: it tells of whatever people say.
    pub(crate) fn activity(&self, kind: &str, spot: &Spot, dice: &mut Dice) -> Option<(&CategoryId, Story)> {
        let scene = dice.pick(&self.activity.get(kind)?.scene)?;
        let said = |text: &str| text.replace("{place}", &spot.name);
        let story = Story {
            title: said(&scene.title),
            text: said(&scene.text),
            reply: String::new(),
            fields: scene.fields.iter().map(|(field, text)| (field.clone(), said(text))).collect(),
        };
        Some((&scene.category, story))
    }

    /// A number that a field of an activity may hold.
    pub(crate) fn number(&self, kind: &str, field: &str, dice: &mut Dice) -> Option<i64> {
        dice.pick(self.activity.get(kind)?.numbers.get(field)?).copied()
    }

    /// A phrase of a general list; empty if there is no such list.
    pub(crate) fn general(&self, list: &str, spot: &Spot, dice: &mut Dice) -> String {
        let lists = self.general.get(list).or_else(|| self.callbacks.get(list));
        let phrase = lists.and_then(|phrases| dice.pick(phrases)).cloned().unwrap_or_default();
        let mut drawn = BTreeMap::from([("place".to_owned(), spot.name.clone())]);
        self.filled(&phrase, spot, &mut drawn, dice)
    }

    fn suits(&self, suits: Suits, spot: &Spot) -> bool {
        let within = |counties: &[PlaceCode]| counties.iter().any(|county| spot.code.is_within(county));
        match suits {
            Suits::Any => true,
            Suits::Urban => spot.is_urban,
            Suits::Rural => !spot.is_urban,
            Suits::Coast => within(&self.coast),
            Suits::SeaFarm => within(&self.sea_farm),
            Suits::Qingdao => spot.code.as_str().starts_with("3702"),
        }
    }

    /// The text with every slot drawn once; what was drawn before stays.
    fn filled(
        &self,
        text: &str,
        spot: &Spot,
        drawn: &mut BTreeMap<String, String>,
        dice: &mut Dice,
    ) -> String {
        let mut said = String::new();
        let mut rest = text;
        while let Some((before, slot, after)) = next_slot(rest) {
            said += before;
            if !drawn.contains_key(slot) {
                drawn.insert(slot.to_owned(), self.draw(slot, spot, dice));
            }
            said += drawn.get(slot).map_or("", String::as_str);
            rest = after;
        }
        said + rest
    }

    fn draw(&self, slot: &str, place: &Spot, dice: &mut Dice) -> String {
        let city = if place.code.as_str().starts_with("3702") { "qingdao" } else { "ningde" };
        let list = |name| self.slots.get(name).and_then(|lists| lists.get(slot));
        list(city).or_else(|| list("common")).and_then(|words| dice.pick(words)).cloned().unwrap_or_default()
    }
}

fn next_slot(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (slot, after) = rest.split_once('}')?;
    Some((before, slot, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::reference::demo;

    #[test]
    fn every_slot_of_every_scene_can_be_filled_in_both_cities() {
        let phrases = Phrases::read(demo("phrases.toml").unwrap()).unwrap();
        for (code, is_urban) in
            [("370202001001", true), ("370215101001", false), ("350902001001", true), ("350921100001", false)]
        {
            let spot = Spot { code: PlaceCode::parse(code).unwrap(), name: "云霄路".to_owned(), is_urban };
            for topic in &phrases.category {
                for number in 0..20 {
                    let mut dice = Dice::of(5, number);
                    let Some(story) = phrases.story(topic, &spot, &mut dice) else { continue };
                    for text in [&story.title, &story.text, &story.reply] {
                        assert!(!text.contains(['{', '}']) && !text.is_empty(), "{}: {text}", topic.id);
                        assert!(!text.contains("，，") && !text.contains("。。"), "{}: {text}", topic.id);
                    }
                    assert!(story.title.chars().count() <= 60, "{}", story.title);
                }
            }
        }
    }

    #[test]
    fn title_and_text_speak_of_the_same_thing() {
        let mut dice = Dice::new(1);
        let phrases = Phrases::read(demo("phrases.toml").unwrap()).unwrap();
        let spot =
            Spot { code: PlaceCode::parse("370202001001").unwrap(), name: String::new(), is_urban: true };
        let mut drawn = BTreeMap::new();
        let first = phrases.filled("{road}", &spot, &mut drawn, &mut dice);
        for _ in 0..10 {
            assert_eq!(phrases.filled("{road}", &spot, &mut drawn, &mut dice), first);
        }
    }
}
