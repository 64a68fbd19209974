//! What holds for every template, whoever writes it: nothing that the content policy forbids, no words of a human language,
//! only icons that exist, a comment that says what the page must be given.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::Path;

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
    // A feed is no page: it names its format by an address.
    for (name, text) in templates()
        .into_iter()
        .filter(|(name, _)| Path::new(name).extension().is_some_and(|kind| kind == "html"))
    {
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
