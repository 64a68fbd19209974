//! Every key is in both languages with the same arguments, and is used somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;

use super::{EN, ZH};

const HOUSE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
/// Where keys are named: every source file and template under these.
const SOURCES: [&str; 8] = [
    "crates/domain/src",
    "crates/pack/src",
    "crates/text/src",
    "crates/vault/src",
    "crates/photo/src",
    "crates/office/src",
    "crates/web/src",
    "crates/web/templates",
];

/// Each key with the names of its arguments.
fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
        panic!("does not parse: {errors:?}");
    }
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut last = String::new();
    for line in source.lines() {
        if let Some((key, _)) =
            line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            last = key.to_owned();
            assert!(keys.insert(last.clone(), BTreeSet::new()).is_none(), "{key} stands there twice");
        }
        let args =
            line.split('$').skip(1).map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap());
        if let Some(of) = keys.get_mut(&last) {
            of.extend(args.map(str::to_owned));
        }
    }
    keys
}

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "html") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    for folder in SOURCES {
        walk(&Path::new(HOUSE).join(folder), &mut found);
    }
    found.retain(|(path, _)| !path.contains("/words/"));
    found
}

/// Every text between quotation marks.
fn quoted(source: &str) -> impl Iterator<Item = &str> {
    source.split('"').skip(1)
}

/// Keys that a template or a source asks for by name.
fn asked(source: &str) -> impl Iterator<Item = &str> {
    [".say(\"", ".with(\"", ".count(\""]
        .into_iter()
        .flat_map(move |call| source.split(call).skip(1).filter_map(|rest| rest.split('"').next()))
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_arguments() {
    assert_eq!(keys(ZH), keys(EN));
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let known = keys(ZH);
    let looks_like_a_key = |text: &str| {
        !text.is_empty() && text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-')
    };
    for (path, source) in sources() {
        let here = path.contains("../crates/web/");
        for key in asked(&source).filter(|key| here && looks_like_a_key(key)) {
            assert!(known.contains_key(key), "{path} asks for `{key}`, which no language has");
        }
        let gives_words =
            |body: &&str| body.split('{').next().is_some_and(|head| head.contains("'static str"));
        for body in source.split("fn key(").skip(1).filter(gives_words) {
            let body = body.split("\n    }").next().unwrap();
            for key in quoted(body).step_by(2).filter(|key| looks_like_a_key(key)) {
                assert!(known.contains_key(key), "{path} names `{key}`, which no language has");
            }
        }
    }
}
#[test]
fn every_key_is_used() {
    let sources = sources();
    let used: BTreeSet<&str> = sources.iter().flat_map(|(_, source)| quoted(source)).collect();
    let idle: Vec<String> = keys(ZH).into_keys().filter(|key| !used.contains(key.as_str())).collect();
    assert!(idle.is_empty(), "nothing uses {idle:#?}");
}
