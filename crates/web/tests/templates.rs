//! What holds for every template, whoever writes it: nothing that the content policy forbids, no words of a human language,
//! only icons that exist, a comment that says what the page must be given. And the page of parts, rendered in both languages.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::Path;

use askama::Template;
use domain::text::Language;
use jiff::Timestamp;
use jiff::tz::Offset;
use web::charts::{self, BarChart, LineChart, Lines};
use web::parts::{
    Chip, Choice, ClockCard, DayLine, Event, Fact, Field, Form, FormError, Grid, Letter, Link, MatterRow,
    Pager, Photo, Shell, Stat, Step,
};
use web::words::Say;

const WEB: &str = env!("CARGO_MANIFEST_DIR");

/// Every template: its path below `templates/`, and its text.
fn templates() -> Vec<(String, String)> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(WEB).join("templates");
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    assert!(found.len() > 25, "only {} templates were found", found.len());
    found
}

/// Puts a space for everything between the marks, marks included.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut pieces = text.split(open);
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| kept + " " + piece.split_once(close).map_or("", |(_, rest)| rest))
}

/// What stands in a template besides the template language and the tags.
fn literal_words(text: &str) -> Vec<String> {
    let bare = without(&without(&without(text, "{#", "#}"), "{%", "%}"), "{{", "}}");
    let bare = without(&bare, "<", ">");
    // A macro that gives only attributes stands outside every tag: `name="` and the `-end` of an id are no words.
    let attribute = |word: &str| word.contains('=') || word.starts_with('-');
    let is_word = |word: &&str| word.chars().any(char::is_alphabetic) && !attribute(word);
    bare.split_whitespace().filter(is_word).map(str::to_owned).collect()
}

#[test]
fn no_template_holds_words_of_a_human_language() {
    // Names of keys on a keyboard.
    let allowed = ["Enter", "j", "k"];
    for (name, text) in templates() {
        let mut words = literal_words(&text);
        words.retain(|word| !allowed.contains(&word.as_str()));
        assert_eq!(words, Vec::<String>::new(), "{name}");
    }
    assert_eq!(literal_words("<p>{{ t.say(\"x\") }} Hello {# note #}</p>"), ["Hello"]);
}

#[test]
fn no_template_needs_what_the_content_policy_forbids() {
    let forbidden = [
        " style=",
        "<style",
        " onclick=",
        " onload=",
        " onchange=",
        "javascript:",
        "data:image",
        "https://",
        "http://",
    ];
    for (name, text) in templates() {
        for piece in forbidden {
            assert!(!text.contains(piece), "{name} contains {piece}");
        }
        for script in text.split("<script").skip(1) {
            assert!(script.starts_with(" src="), "{name} has a script inside");
        }
    }
}

#[test]
fn every_icon_is_in_the_sprite() {
    let sprite = fs::read_to_string(Path::new(WEB).join("frontend/icons.mjs")).unwrap();
    for (name, text) in templates() {
        for icon in text.split("icon(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(
                sprite.contains(&format!("\n  {icon}: \"")),
                "{name} shows {icon}, which the sprite lacks"
            );
        }
    }
}

#[test]
fn every_page_says_on_top_what_it_must_be_given() {
    for (name, text) in templates().into_iter().filter(|(name, _)| !name.starts_with("layout/")) {
        let comment =
            text.strip_prefix("{#-\n").and_then(|rest| rest.split_once("-#}")).map(|(comment, _)| comment);
        assert!(comment.is_some_and(|comment| comment.contains(": ")), "{name} begins without its comment");
    }
}

/// The page of parts, as its template asks for it.
#[derive(Template)]
#[template(path = "design.html")]
struct Design {
    t: Say,
    shell: Shell,
    chips: Vec<Chip>,
    fields: Vec<Field>,
    faulty: Vec<Field>,
    errors: Vec<FormError>,
    small: Form,
    facts: Vec<Fact>,
    events: Vec<Event>,
    stats: Vec<Stat>,
    table: Grid,
    steps: Vec<Step>,
    clock: ClockCard,
    letter: Letter,
    rows: Vec<MatterRow>,
    pager: Pager,
    months: LineChart,
    bars: BarChart,
}

fn one_of_each_field() -> Vec<Field> {
    let kinds = [
        "text", "phone", "number", "date", "password", "area", "radios", "columns", "checks", "select",
        "files",
    ];
    kinds
        .map(|kind| {
            Field::new(kind, kind, "L").hint("H").options(vec![Choice::new("a", "A")]).value("<a>").max(200)
        })
        .into()
}

fn design(language: Language) -> Design {
    let points = [("1".to_owned(), vec![3, 2]), ("2".to_owned(), vec![5, 6])];
    let names = vec!["A".to_owned(), "B".to_owned()];
    let photo = Photo { url: "/p".into(), small_url: "/s".into(), alt: "P".into() };
    let letter = Letter {
        title: "T".into(),
        text: "<b>".into(),
        basis: "B".into(),
        remedy: "R".into(),
        ..Letter::default()
    };
    let day = DayLine { date: "D".into(), count: "1".into(), why: "W".into() };
    let mut faulty = one_of_each_field();
    for field in &mut faulty {
        field.error = "E".into();
    }
    Design {
        t: Say::new(language, Offset::constant(8), Timestamp::UNIX_EPOCH),
        shell: Shell { lang: language.tag().into(), here: "home".into(), ..Shell::default() },
        chips: vec![Chip::new("C", "amber")],
        small: Form {
            url: "/x".into(),
            key: "k-1".into(),
            fields: one_of_each_field(),
            grave: true,
            ..Form::default()
        },
        fields: one_of_each_field(),
        errors: vec![FormError { field: "area".into(), text: "E".into() }],
        facts: vec![Fact::new("N", "V").to("/v"), Fact::new("N", "V")],
        events: ["", "person", "letter", "internal"]
            .map(|manner| Event {
                manner,
                icon: "said",
                text: "W".into(),
                photos: vec![photo.clone()],
                ..Event::default()
            })
            .into(),
        stats: vec![Stat { value: "1".into(), trend: "up", ..Stat::default() }],
        steps: vec![Step { label: "S".into(), state: "now" }],
        clock: ClockCard { share: "40".into(), tone: "red".into(), days: vec![day], ..ClockCard::default() },
        letter: Letter { files: vec![Link::new("F", "/f")], ..letter },
        rows: vec![MatterRow { title: "M".into(), affected: "3".into(), ..MatterRow::default() }],
        pager: Pager { next: "?after=1".into(), ..Pager::default() },
        bars: charts::bars("T".into(), "D".into(), &[("A".into(), 4)]),
        months: charts::line(Lines {
            title: "T".into(),
            description: "D".into(),
            across: "X".into(),
            names,
            points: &points,
        }),
        table: Grid::default(),
        faulty,
    }
}

#[test]
fn the_page_of_parts_renders_in_both_languages() {
    for language in [Language::Zh, Language::En] {
        let page = design(language).render().unwrap();
        let count = |piece: &str| page.matches(piece).count();
        assert!(page.starts_with("<!DOCTYPE html>"), "begins with {:?}", page.get(..40));
        assert!(page.contains(&format!("<html lang=\"{}\"", language.tag())));
        assert!(!page.contains("<a>"), "what was typed must be escaped");
        assert_eq!(count("<svg class=\"chart chart--line\""), 1);
        // Every kind once in order, once refused, once in the small form; the refused say so to those who do not see the colour.
        assert_eq!(count("type=\"tel\""), 3);
        assert_eq!(count("aria-invalid=\"true\""), one_of_each_field().len());
        assert_eq!(count("aria-current=\"page\""), 2, "the navigation and the bar on a phone");
        assert_eq!(count("name=\"key\" value=\"k-1\""), 1);
    }
}
