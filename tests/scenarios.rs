//! The stories of the packs: what a program promises, told in plain text and run on the decision.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a town or pack that cannot be read stops the test")]

mod run;
pub(crate) mod town;

use domain::program::Program;

use town::{Town, root, text};

/// Each program with its folder: the shipped ones, and one that was written from the guide alone.
const PACKS: [&str; 10] = [
    "packs/petition",
    "packs/hotline",
    "packs/grid",
    "packs/commitment",
    "packs/onsite",
    "packs/reception",
    "packs/briefing",
    "packs/research",
    "packs/linkage",
    "tests/scenarios/tree",
];

fn program(folder: &str) -> Program {
    let file = format!("{folder}/pack.toml");
    pack::read(&file, &text(&file)).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_story_of_every_pack_comes_out_as_told() {
    let town = Town::with(PACKS.map(program).into());
    let mut wrong = Vec::new();
    for folder in PACKS {
        let program = program(folder);
        let mut told = 0;
        let mut files: Vec<_> = std::fs::read_dir(root().join(folder).join("scenarios"))
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        files.sort();
        for path in files {
            let stories =
                pack::scenario::read(&path.display().to_string(), &std::fs::read_to_string(&path).unwrap());
            for story in stories.unwrap_or_else(|error| panic!("{error}")) {
                told += 1;
                wrong.extend(
                    run::run(&town, &program, &story).err().map(|said| format!("{}: {said}", program.id)),
                );
            }
        }
        assert!(told >= 3, "{folder} tells stories");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_story_that_tells_something_else_is_found_out() {
    let town = Town::with(vec![program("packs/hotline")]);
    let program = program("packs/hotline");
    let begin = "== x\npetitioner raises help about urban.drainage at 370202001001\n";
    let check = |told: &str, said: &str| {
        let stories = pack::scenario::read("x", &format!("{begin}{told}\n")).unwrap();
        let found = run::run(&town, &program, &stories[0]).err().unwrap_or_default();
        assert!(found.contains(said), "{told}: {found}");
    };
    check("state is handling", "but it is registered");
    check("zhao.min does sign", "the step before was refused: NotOffered");
    check("zhao.min does dispatch\nrefused: rule", "the step before was not refused");
    check("zhao.min does answer_now without result\nrefused: rule", "refused as refusal-fields");
    check("clock dispatch is late", "but it is running");
    check("wang.tao may see it", "but it is false");
    check("told \"别的\"", "but it is false");
}

#[test]
fn the_pack_written_from_the_guide_is_free_of_findings_and_stands_in_the_guide() {
    let findings: Vec<String> =
        pack::check(&program("tests/scenarios/tree")).iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    let guide = text("docs/guide/packs.md");
    assert!(
        guide.contains(text("tests/scenarios/tree/pack.toml").trim()),
        "the guide shows the pack as it is"
    );
    assert!(guide.contains(text("tests/scenarios/tree/scenarios/life.txt").trim()), "and its stories");
}
