//! Help, mistakes, accounts, packs, exports, and the doctor.

use crate::{Place, Said, program};

#[test]
fn help_and_mistakes_speak_the_readers_language() {
    let place = Place::sqlite();
    let run = |lang: &str, line: &[&str]| {
        let mut command = program(&place.path("data"));
        Said::of(command.env("LANG", lang).args(line).output().unwrap())
    };
    run("zh_CN.UTF-8", &["--help"]).ends(0).says("用法").says("启动服务");
    run("en_US.UTF-8", &["serve", "--help"]).ends(0).says("Usage").says("one-time link");
    run("zh_CN.UTF-8", &["--lang", "en", "fly"]).ends(2).says("There is no fly");
    run("C", &["import", "birds", "a.csv"]).ends(2).says("birds").says("places");
    run("en_US.UTF-8", &["import", "matters", "a.csv"]).ends(2).says("--mapping");
    run("en_US.UTF-8", &["serve", "--listen", "nowhere"]).ends(2).says("listen cannot be “nowhere”");
}

#[test]
fn nothing_is_made_by_a_question_about_a_place_that_is_not_there() {
    let place = Place::sqlite();
    for line in [&["verify"][..], &["export", "units"], &["user", "reset", "a"], &["backup", "b"]] {
        place.run(line).ends(1).says("there is no database");
    }
    place.run(&["doctor"]).ends(4).says("there is no database");
    assert!(!place.path("data").exists());
}

#[test]
fn packs_are_listed_checked_and_explained() {
    let place = Place::sqlite();
    place.run(&["pack", "list"]).ends(0).says("hotline version");
    place.run(&["pack", "check"]).ends(0).says("packs/hotline/pack.toml: all is well");
    place.run(&["pack", "explain"]).ends(0).says("## ");
    let pack = include_str!("../../../../packs/hotline/pack.toml");
    std::fs::create_dir(place.path("bad")).unwrap();
    place.write("bad/pack.toml", &pack.replace("id = \"dispatch\"", "id = \"dispatch\"\nwings = 2"));
    let bad = place.path("bad").display().to_string();
    place.run(&["pack", "check", &bad]).ends(3).says("pack.toml:").says("wings");
}

#[test]
fn packs_are_named_by_name_or_folder_and_several_at_once() {
    let place = Place::sqlite();
    let tree = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/scenarios/tree");
    let all = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs");
    place.run(&["pack", "explain", "grid"]).ends(0).says("# Grid").does_not_say("# Petition");
    place
        .run(&["pack", "check", "grid", tree])
        .ends(0)
        .says("packs/grid/pack.toml: all")
        .says("tree/pack.toml: all");
    place
        .run(&["pack", "list", all])
        .ends(0)
        .says("grid version")
        .says("hotline version")
        .says("petition version");
    let unknown = place.run(&["pack", "list", "grid", "birds"]);
    unknown.ends(3).says("grid version").says("There is no pack birds").says(
        "announcement briefing commitment grid hotline linkage onsite petition policy reception research",
    );
    place.run(&["pack", "explain", "--help"]).ends(0).says("sixia pack explain petition");
}

#[test]
fn accounts_get_links_and_never_passwords() {
    testkit::each_location(|location| {
        let place = Place::new(location).with_demo();
        let add = |account: &str, unit: &str| {
            place.run(&["user", "add", account, "--name", "Wang", "--unit", unit, "--role", "caseworker"])
        };
        add("new.one", "sn-housing").ends(0).says("http://127.0.0.1:8311/welcome/");
        add("new.one", "sn-housing").ends(3).says("new.one");
        add("new.two", "nowhere").ends(3).says("There is no unit nowhere");
        place.run(&["user", "reset", "new.one"]).ends(0).says("/welcome/");
        place.run(&["user", "reset", "nobody"]).ends(3);
    });
}

#[test]
fn a_table_for_excel_leaves_sealed_matters_out_and_says_how_many() {
    testkit::each_location(|location| {
        let place = Place::new(location).with_demo();
        let plain = place.run(&["export", "matters"]).ends(0).says("sealed matters are left out");
        let marked = place.run(&["export", "matters", "--bom"]).ends(0);
        assert_eq!(marked.out, format!("\u{feff}{}", plain.out));
        let left_out: usize = plain.err.split_whitespace().next().unwrap().parse().unwrap();
        let all = place.run(&["verify"]).ends(0).out;
        let all: usize = all.split_whitespace().next().unwrap().parse().unwrap();
        assert!(left_out > 0);
        assert_eq!(plain.out.lines().count() - 1 + left_out, all, "nothing is lost without a word");
        place.run(&["export", "--help"]).ends(0).says("Sealed matters are not in the table");
    });
}
