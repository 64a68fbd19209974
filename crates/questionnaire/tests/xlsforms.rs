//! Questionnaires of others, if `SIXIA_SHARED_DATA` names a folder with them: `xlsforms/forms/` and, for some, the XML that the
//! reference program makes of them in `xlsforms/expected_xform/`. If `SIXIA_PYXFORM` names a Python that has that program, it is asked itself.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use questionnaire::import::{Finding, Format, Imported, read};
use questionnaire::{Expression, Item, Media, Preload, Question, QuestionKind, Section};
use regex_lite::Regex;

/// The files that are refused, each with the first reason: key, what goes into it, row and column.
const REFUSED: [(&str, &str, &str, u32, &str); 4] = [
    ("UCL_Biomass_Plot_Form", "survey-file-choices-from-file", "UCL_regions.csv", 16, "A"),
    ("childrens_survey", "survey-file-no-label", "ice.creams", 8, "C"),
    ("enumerator_weekly", "survey-file-repeated-header", "label", 1, "D"),
    ("pull_data", "survey-syntax-not-used-here", "pulldata", 2, "D"),
];

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("SIXIA_SHARED_DATA").map(|folder| PathBuf::from(folder).join("xlsforms"));
    if folder.is_none() {
        eprintln!("SIXIA_SHARED_DATA names no folder: its tests were SKIPPED.");
    }
    folder
}

fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(folder.join("forms")).expect("a folder `forms`");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), path)).collect()
}

fn imported(path: &Path, name: &str) -> Result<Imported, Vec<Finding>> {
    read(&std::fs::read(path).expect("a file"), Format::Workbook, name)
}

#[test]
fn each_is_read_or_refused_with_a_reason_and_its_place() {
    let Some(folder) = folder() else { return };
    for (name, path) in files(&folder) {
        let refused = REFUSED.iter().find(|(refused, ..)| *refused == name);
        match (imported(&path, &name), refused) {
            (Ok(imported), None) => assert!(!imported.form.pages().is_empty(), "{name} asks nothing"),
            (Err(findings), Some((_, key, text, row, letter))) => {
                let first = findings.iter().find(|finding| finding.is_fatal).expect("a reason");
                assert_eq!(first.reason.key(), *key, "{name}");
                assert_eq!(first.reason.args().first().map(|(_, text)| text.as_str()), Some(*text), "{name}");
                assert_eq!(first.row, Some(*row), "{name}");
                assert_eq!(first.column.as_ref().map(|mark| mark.letter.as_str()), Some(*letter), "{name}");
            }
            (Ok(_), Some(_)) => panic!("{name} was to be refused"),
            (Err(findings), None) => panic!("{name} was refused: {findings:?}"),
        }
    }
}

#[test]
fn what_is_read_agrees_with_the_expected_forms() {
    let Some(folder) = folder() else { return };
    let mut compared = 0;
    for (name, path) in files(&folder) {
        let Ok(expected) = std::fs::read_to_string(folder.join("expected_xform").join(format!("{name}.xml")))
        else {
            continue;
        };
        let Ok(imported) = imported(&path, &name) else { continue };
        compare(&name, &imported, &expected);
        compared += 1;
    }
    assert_eq!(compared, 10, "all that have an expected form, but for the one that reads a file of others");
}

#[test]
fn what_is_read_agrees_with_the_reference_program() {
    let (Some(folder), Some(python)) = (folder(), std::env::var_os("SIXIA_PYXFORM")) else {
        eprintln!("SKIPPED: SIXIA_PYXFORM names no Python with the reference program");
        return;
    };
    let script =
        "import sys; from pyxform.xls2xform import convert; print(convert(xlsform=sys.argv[1]).xform)";
    for (name, path) in files(&folder) {
        let Ok(imported) = imported(&path, &name) else { continue };
        let said = Command::new(&python).arg("-c").arg(script).arg(&path).output().expect("a Python");
        assert!(said.status.success(), "{name}: the reference program refuses what we read");
        compare(&name, &imported, &String::from_utf8(said.stdout).expect("text"));
    }
}

type Bind = BTreeMap<&'static str, String>;

/// The attributes of a bind that are compared.
const COMPARED: [&str; 6] = ["type", "relevant", "constraint", "required", "readonly", "calculate"];

fn compare(name: &str, imported: &Imported, xml: &str) {
    // One file wants its groups taken out of the paths; its entries are compared by their own names, relevance apart.
    let is_flat = name.starts_with("flat_");
    let (expected, root) = expected(xml, is_flat);
    let mut paths = BTreeMap::new();
    walk(&imported.form.questionnaire().items, "", &mut |path, item| {
        let (Item::Question(_) | Item::Section(_)) = item;
        paths.insert(path.rsplit('/').next().unwrap().to_owned(), path.to_owned());
    });
    let mut found = BTreeMap::new();
    walk(&imported.form.questionnaire().items, "", &mut |path, item| {
        let key = if is_flat { path.rsplit('/').next().unwrap().to_owned() } else { path.to_owned() };
        let absolute = |expression: &Expression| {
            squeezed(&from_root(&absolute(expression, &root, &paths, is_flat), &root, &key))
        };
        let bind = match item {
            Item::Question(question) => bind_of_question(question, &absolute),
            Item::Section(section) => {
                if let Some(count) = section.repeat.as_ref().and_then(|repeat| repeat.count.as_ref())
                    && !count.source().starts_with("${")
                {
                    found.insert(
                        format!("{key}_count"),
                        Bind::from([
                            ("type", "string".to_owned()),
                            ("readonly", "true()".to_owned()),
                            ("calculate", absolute(count)),
                        ]),
                    );
                }
                bind_of_section(section, &absolute)
            }
        };
        if !bind.is_empty() {
            found.insert(key, bind);
        }
    });
    if is_flat {
        for bind in found.values_mut() {
            bind.remove("relevant");
        }
        found.retain(|_, bind| !bind.is_empty());
    }
    let text = Bind::from([("type", "string".to_owned())]);
    let keys: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    for key in keys {
        // A bind that says nothing but "text" may as well not be there.
        let said = |binds: &BTreeMap<String, Bind>| binds.get(key).filter(|bind| **bind != text).cloned();
        assert_eq!(said(&found), said(&expected), "{name}: {key}");
    }
}

fn expected(xml: &str, is_flat: bool) -> (BTreeMap<String, Bind>, String) {
    let bind = Regex::new(r"<bind ([^>]*?)/?>").unwrap();
    let attribute = Regex::new(r#"([\w:-]+)="([^"]*)""#).unwrap();
    let mut root = String::new();
    let mut binds = BTreeMap::new();
    for found in bind.captures_iter(xml) {
        let attributes: BTreeMap<&str, String> = attribute
            .captures_iter(found.get(1).unwrap().as_str())
            .map(|a| (a.get(1).unwrap().as_str(), plain(&a[2])))
            .collect();
        let mut parts = attributes["nodeset"].trim_matches('/').splitn(2, '/');
        parts.next().unwrap().clone_into(&mut root);
        let path = parts.next().unwrap_or_default().to_owned();
        let last = path.rsplit('/').next().unwrap();
        // What the program adds of its own: names of the sheet, rows that repeat labels above a table.
        let is_added = path.starts_with("meta/")
            || last.starts_with("generated_table_list_label_")
            || last.starts_with("reserved_name_for_field_list_labels_");
        if is_added {
            continue;
        }
        let kept = COMPARED.iter().filter(|name| !(is_flat && **name == "relevant"));
        // What never holds need not be said.
        let said =
            kept.filter_map(|name| Some((*name, squeezed(&from_root(attributes.get(name)?, &root, &path)))));
        let bind: Bind = said.filter(|(_, text)| text != "false()").collect();
        if !bind.is_empty() {
            binds.insert(path, bind);
        }
    }
    (binds, root)
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#10;", "\n")
        .replace("&amp;", "&")
}

/// `../name` in an expression of `path` as a path from the root.
fn from_root(text: &str, root: &str, path: &str) -> String {
    let near = Regex::new(r"((?:\.\./)+)([\w.-]+)").unwrap();
    let absolute = |found: &regex_lite::Captures<'_>| {
        let up = found[1].matches("../").count();
        let around: Vec<&str> = path.split('/').collect();
        let kept = around.len().saturating_sub(up);
        let mut parts = vec![root];
        parts.extend(&around[..kept]);
        format!("/{}/{}", parts.join("/"), &found[2])
    };
    near.replace_all(text, absolute).into_owned()
}

/// Spaces never matter.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Our expression with paths in place of names.
fn absolute(expression: &Expression, root: &str, paths: &BTreeMap<String, String>, is_flat: bool) -> String {
    let name = Regex::new(r"\$\{\s*([^}]*?)\s*\}").unwrap();
    let text = name.replace_all(expression.source(), |found: &regex_lite::Captures<'_>| {
        let path = if is_flat { &found[1] } else { paths.get(&found[1]).map_or("?", String::as_str) };
        format!("/{root}/{path}")
    });
    text.into_owned()
}

fn walk(items: &[Item], around: &str, look: &mut impl FnMut(&str, &Item)) {
    for item in items {
        let (name, inner): (&str, &[Item]) = match item {
            Item::Question(question) => (&question.name, &[]),
            Item::Section(section) => (&section.name, &section.items),
        };
        let path = if around.is_empty() { name.to_owned() } else { format!("{around}/{name}") };
        look(&path, item);
        walk(inner, &path, look);
    }
}

fn bind_of_section(section: &Section, absolute: &impl Fn(&Expression) -> String) -> Bind {
    section.relevant.iter().map(|relevant| ("relevant", absolute(relevant))).collect()
}

fn bind_of_question(question: &Question, absolute: &impl Fn(&Expression) -> String) -> Bind {
    let mut bind = Bind::from([("type", type_of(&question.kind).to_owned())]);
    if question.kind == QuestionKind::Note {
        bind.insert("readonly", "true()".to_owned());
    }
    let parts = [
        ("relevant", &question.relevant),
        ("constraint", &question.constraint),
        ("required", &question.required),
        ("readonly", &question.read_only),
        ("calculate", &question.calculate),
    ];
    bind.extend(
        parts.into_iter().filter_map(|(part, expression)| Some((part, absolute(expression.as_ref()?)))),
    );
    bind
}

fn type_of(kind: &QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Integer | QuestionKind::Range(_) => "int",
        QuestionKind::Decimal => "decimal",
        QuestionKind::Date | QuestionKind::Preload { with: Preload::Today } => "date",
        QuestionKind::Time => "time",
        QuestionKind::DateTime | QuestionKind::Preload { with: Preload::Start | Preload::End } => "dateTime",
        QuestionKind::Rank { .. } => "odk:rank",
        QuestionKind::Geopoint => "geopoint",
        QuestionKind::Barcode => "barcode",
        QuestionKind::File { media: Media::Image | Media::Audio | Media::Video | Media::Other } => "binary",
        _ => "string",
    }
}
