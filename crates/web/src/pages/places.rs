//! Choosing a place without a script: one list a level, going down step by step, or by its name.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::field::Point;
use domain::place::{Place, PlaceCode};

use crate::page::Page;
use crate::parts::{Choice, Field};
use crate::sent::Sent;

/// Names of the lists, broadest first.
const NAMES: [&str; 5] = ["place1", "place2", "place3", "place4", "place5"];
/// The name typed, and the one chosen of those found.
const TYPED: &str = "where";
const FOUND: &str = "found";
/// The point set on the map: latitude and longitude in degrees.
pub(crate) const PIN: &str = "pin";
/// Places that a name may find.
const FOUND_MAX: usize = 12;

/// The address of the areas.
pub const AREAS: &str = "/areas.geojson";

/// A place being chosen.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// The narrowest place so far.
    pub place: Option<PlaceCode>,
    /// There is a narrower level.
    pub more: bool,
    lists: Vec<List>,
    /// It was not chosen step by step.
    by_name: bool,
}

/// One list to show.
#[derive(Clone, Debug)]
struct List {
    name: &'static str,
    /// It holds the places directly under this one.
    under: Option<PlaceCode>,
    chosen: Option<PlaceCode>,
}

/// Reads what was chosen, as far as it makes sense.
#[must_use]
pub fn choose(page: &Page, sent: &Sent) -> Chosen {
    let places = &page.world.places;
    let known = |name: &str| PlaceCode::parse(sent.one(name)).ok().filter(|code| places.find(code).is_some());
    let listed = NAMES.iter().any(|name| !sent.one(name).is_empty());
    let by_pin = || pin(sent).filter(|_| !listed).and_then(|point| page.site.office.place_of(point));
    let by_name = known(FOUND).or_else(|| known("place")).or_else(by_pin);
    let around: Vec<PlaceCode> = by_name.iter().flat_map(PlaceCode::and_ancestors).collect();
    let mut chosen = Chosen { by_name: by_name.is_some(), ..Chosen::default() };
    for name in NAMES {
        let options = places.codes_below(chosen.place.as_ref());
        // Where there is only one way, nobody is asked.
        if let ([only], false) = (options, chosen.by_name) {
            chosen.place = Some(only.clone());
            continue;
        }
        if options.is_empty() {
            break;
        }
        let told = if chosen.by_name { around.clone() } else { known(name).into_iter().collect() };
        let wanted = told.into_iter().find(|code| options.binary_search(code).is_ok());
        chosen.lists.push(List { name, under: chosen.place.clone(), chosen: wanted.clone() });
        match wanted {
            Some(code) => chosen.place = Some(code),
            None => break,
        }
    }
    chosen.more = !places.codes_below(chosen.place.as_ref()).is_empty();
    chosen
}

impl Chosen {
    /// What the form shows: the lists, and the way by a name.
    #[must_use]
    pub fn fields(&self, page: &Page, sent: &Sent) -> Vec<Field> {
        let mut fields: Vec<Field> = self.lists.iter().map(|list| list.field(page)).collect();
        fields.push(typed(page, sent));
        fields.extend(found(page, sent, self.by_name));
        fields
    }

    /// The name of the first of them.
    #[must_use]
    pub fn first_field(&self) -> &'static str {
        self.lists.first().map_or(TYPED, |list| list.name)
    }
}

/// The point that was set on the map, if it is on the earth.
#[must_use]
pub fn pin(sent: &Sent) -> Option<Point> {
    point(sent.one(PIN))
}

/// The point that such a text says: `36.066,120.382`, latitude first.
#[must_use]
pub fn point(text: &str) -> Option<Point> {
    let (latitude, longitude) = text.split_once(',')?;
    let point = Point { latitude: latitude.trim().parse().ok()?, longitude: longitude.trim().parse().ok()? };
    let on_earth = point.latitude.abs() <= 90.0 && point.longitude.abs() <= 180.0;
    on_earth.then_some(point)
}

/// Where a map gets its areas from; empty while there are no boundaries.
#[must_use]
pub fn areas_url(page: &Page) -> String {
    if page.site.office.boundaries().is_empty() { String::new() } else { AREAS.to_owned() }
}

/// The areas of a map.
pub async fn areas(page: Page) -> Response {
    let boundaries = page.site.office.boundaries();
    let level = boundaries.broadest_level().unwrap_or(1);
    let body = boundaries.geojson(level, |code| page.place(code));
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/geo+json"))], body).into_response()
}

impl List {
    fn field(&self, page: &Page) -> Field {
        let mut choices = vec![Choice::new("", page.t.say("raise-place-any"))];
        let options = page.world.places.children(self.under.as_ref());
        choices.extend(options.map(|place| Choice::new(place.code.as_str(), page.t.text(&place.name))));
        let first = page.world.places.codes_below(self.under.as_ref()).first();
        let label = match first.map_or(5, PlaceCode::level) {
            1 => "raise-place-1",
            2 => "raise-place-2",
            3 => "raise-place-3",
            4 => "raise-place-4",
            _ => "raise-place-5",
        };
        let value = self.chosen.as_ref().map(PlaceCode::as_str).unwrap_or_default();
        Field::new("select", self.name, page.t.say(label)).options(choices).value(value)
    }
}

fn typed(page: &Page, sent: &Sent) -> Field {
    Field::new("text", TYPED, page.t.say("raise-place-search"))
        .hint(page.t.say("raise-place-search-hint"))
        .value(if sent.one(FOUND).is_empty() { sent.one(TYPED) } else { "" })
        .optional()
}

/// Places whose name holds what was typed.
fn found(page: &Page, sent: &Sent, settled: bool) -> Option<Field> {
    let typed = sent.one(TYPED);
    if typed.is_empty() || settled {
        return None;
    }
    let lower = typed.to_lowercase();
    let fits =
        |place: &&Place| place.name.zh.contains(typed) || place.name.en.to_lowercase().contains(&lower);
    let places = page.world.places.iter().filter(fits).take(FOUND_MAX);
    let choices: Vec<Choice> =
        places.map(|place| Choice::new(place.code.as_str(), page.place(&place.code))).collect();
    let key = if choices.is_empty() { "raise-place-not-found" } else { "raise-place-found" };
    Some(Field::new("radios", FOUND, page.t.say(key)).options(choices).optional())
}
