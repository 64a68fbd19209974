//! Tables of others.

use crate::Place;

const MAPPING: &str = r#"
source = "old"
kind = "hotline"
channel = "transfer"
id = "{id}"
title = "{title}"
text = "{title}，{detail}"
opened_at = "at"
publish = true
form = { type = "help" }

[category]
columns = ["about"]
create_under = "imported"

[place]
column = "where"
default = "370202000000"

[unit]
default = "sn-housing"

[[step]]
act = "dispatch_to"
after = "2 hours"
form = { unit = "{unit}", dispatch_reason = "原系统如此办理" }

[[step]]
act = "sign"
after = "1 hour"

[[step]]
act = "draft"
when = { column = "reply" }
at = "replied_at"
form = { result = "{reply}", outcome = "solved", basis = "见答复" }

[[step]]
act = "approve"
if_done = "draft"

[[step]]
act = "send"
if_done = "approve"
"#;

const HEAD: &str = "id,title,detail,at,about,where,reply,replied_at\n";
const GOOD: &str = "1,路灯不亮,三盏都黑,2025-03-04T10:00:00,urban.lighting,370202001001,已更换,2025-03-06T09:00:00\n\
                    2,楼道堆物,\"两层都是，\n走不过去\",2025-03-05T11:30:00,楼道杂物,,,\n";

#[test]
fn a_table_is_checked_imported_found_and_never_imported_twice() {
    testkit::each_location(|location| {
        let place = Place::new(location).with_demo();
        let mapping = place.write("mapping.toml", MAPPING);
        let table = place.write("table.csv", &format!("{HEAD}{GOOD}"));
        let before = place.run(&["export", "matters"]).out.lines().count();
        let import = ["import", "matters", &table, "--mapping", &mapping];
        place
            .run(&[&import[..], &["--dry-run"]].concat())
            .ends(0)
            .says("All 2 rows are good")
            .says("0 places, 0 units, 2 categories");
        assert_eq!(place.run(&["export", "matters"]).out.lines().count(), before, "a dry run writes nothing");
        place.run(&import).ends(0).says("2 rows, of them 2 new");
        place.run(&import).ends(0).says("2 rows, of them 0 new");
        let matters = place.run(&["export", "matters"]).ends(0).says("路灯不亮").says("楼道堆物");
        assert_eq!(matters.out.lines().count(), before + 2);
        place.run(&["export", "published"]).ends(0).says("路灯不亮");
        place.run(&["verify"]).ends(0).says("all is well");
    });
}

#[test]
fn one_bad_row_stops_all_and_every_fault_is_told_with_its_line() {
    let place = Place::sqlite().with_demo();
    let mapping = place.write("mapping.toml", MAPPING);
    let before = place.run(&["export", "matters"]).out;
    let bad = "3,,没有标题,2025-03-04T10:00:00,urban.lighting,,,\n\
               4,时间不对,x,昨天,urban.lighting,,,\n\
               1,编号重复,x,2025-03-04T10:00:00,urban.lighting,,,\n\
               5,少一列,x\n\
               6,答复时间不对,x,2025-03-04T10:00:00,urban.lighting,,已办,后天\n";
    let table = place.write("table.csv", &format!("{HEAD}{GOOD}{bad}"));
    let told = place
        .run(&["import", "matters", &table, "--mapping", &mapping])
        .ends(3)
        .says("5 faults; nothing was imported");
    for fault in [
        "Line 5, [raise]",
        "Line 6, at: “昨天”",
        "Line 7, id: this number stands already on line 2",
        "Line 8: ",
        "Line 9, replied_at",
    ] {
        assert!(told.out.contains(fault), "{fault:?} in\n{}", told.out);
    }
    assert_eq!(place.run(&["export", "matters"]).out, before);
}

#[test]
fn a_mapping_that_does_not_fit_the_table_is_told_at_once() {
    let place = Place::sqlite().with_demo();
    let mapping = place.write("mapping.toml", MAPPING);
    let table = place.write("table.csv", "id,title\n1,a\n");
    place.run(&["import", "matters", &table, "--mapping", &mapping]).ends(3).says("names a column “about”");
    let wrong = place.write("wrong.toml", &format!("wings = 2\n{MAPPING}"));
    place.run(&["import", "matters", &table, "--mapping", &wrong]).ends(1).says("wings");
    place.run(&["import", "matters", "nowhere.csv", "--mapping", &mapping]).ends(1).says("nowhere.csv");
}

#[test]
fn reference_data_is_exported_and_imported_again() {
    testkit::each_location(|location| {
        let place = Place::new(location).with_demo();
        for kind in ["places", "units", "duties", "categories"] {
            let table = place.run(&["export", kind]).ends(0).out;
            let file = place.write(kind, &table);
            place.run(&["import", kind, &file, "--dry-run"]).ends(0).says("can be imported");
            place.run(&["import", kind, &file]).ends(0).says("as before");
        }
        let more = place.write("more.csv", "code,name_zh,name_en\n370202099001,新社区,New Community\n");
        place.run(&["import", "places", &more]).ends(0).says("places is now version 2");
        place.run(&["export", "places"]).ends(0).says("370202099001,新社区").says("370202001000");
    });
}

/// An announcement, invented.
const YEAR: &str = r#"
year = 2027
notices = [{ number = "国办发明电〔2026〕9号", issued = "2026-11-05", title = { zh = "2027年放假安排", en = "Holidays of 2027" } }]
holidays = [{ name = { zh = "元旦", en = "New Year's Day" }, first = "2027-01-01", last = "2027-01-03" }]
"#;

#[test]
fn an_announced_year_is_imported_once_and_may_be_announced_anew() {
    testkit::each_location(|location| {
        let place = Place::new(location).with_demo();
        let year = place.write("2027.toml", YEAR);
        place.run(&["import", "calendar", &year, "--dry-run"]).ends(0).says("can be imported");
        place.run(&["import", "calendar", &year]).ends(0).says("calendar is now version 2");
        place.run(&["import", "calendar", &year]).ends(0).says("as before");
        place.run(&["verify"]).ends(0).says("all is well");
        let anew = YEAR.replace("last = \"2027-01-03\"", "last = \"2027-01-02\"");
        let anew = place.write("anew.toml", &anew);
        place.run(&["import", "calendar", &anew]).ends(0).says("calendar is now version 3");
    });
}

/// What people wrote elsewhere, in the words in which they look for it.
const TOLD: &str = "11,路灯不亮三天了,云霄路小区门口的路灯坏了,2025-03-04T10:00:00,urban.lighting,370202001001,路灯已经修好,2025-03-06T09:00:00\n\
                    12,小区的路不平，灯也暗,云霄路中段路面坑洼，晚上灯光昏暗,2025-03-05T11:30:00,urban.lighting,370202001001,,\n\
                    13,夜间施工太吵,工地夜里还在施工，噪声很大,2025-03-06T08:00:00,urban.lighting,370202001001,,\n";

#[test]
fn what_was_imported_is_found_in_chinese_by_the_public() {
    testkit::each_location(|location| {
        let place = Place::new(location).with_demo();
        let mapping = place.write("mapping.toml", MAPPING);
        let table = place.write("table.csv", &format!("{HEAD}{TOLD}"));
        place
            .run(&["import", "matters", &table, "--mapping", &mapping])
            .ends(0)
            .says("3 rows, of them 3 new");
        let mut server = crate::server::Server::start(&place, &["serve"]);
        server.until("Ready");
        let found = |words: &str| {
            let page = server.answers(&format!("/api/v1/matters?place=370202001001&q={}", encoded(words)));
            assert!(page.starts_with("HTTP/1.1 200"), "{page}");
            ["路灯不亮三天了", "小区的路不平", "夜间施工太吵"].map(|title| page.contains(title))
        };
        for (words, expected) in [
            ("路灯", [true, false, false]),
            ("云霄路", [true, true, false]),
            ("云霄路 路灯", [true, false, false]),
            ("路灯 云霄路", [true, false, false]),
            // As words: anywhere. As a phrase: just so.
            ("夜里 施工", [false, false, true]),
            ("\"夜里还在施工\"", [false, false, true]),
            ("“施工夜里”", [false, false, false]),
            ("“不亮三天”", [true, false, false]),
            ("“三天不亮”", [false, false, false]),
            ("修好", [false, false, false]),
            ("地铁", [false, false, false]),
            ("", [true, true, true]),
        ] {
            assert_eq!(found(words), expected, "{words}");
        }
        assert_eq!(server.stop(), 0);
    });
}

/// As it stands in an address.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |written, byte| written + &format!("%{byte:02X}"))
}

#[test]
fn reference_data_that_does_not_hold_together_changes_nothing() {
    let place = Place::sqlite().with_demo();
    let duties = place.run(&["export", "duties"]).ends(0).out;
    let broken = place.write("duties.toml", &duties.replacen("unit = \"qd-urban\"", "unit = \"nobody\"", 1));
    place
        .run(&["import", "duties", &broken])
        .ends(3)
        .says("there is no “nobody”")
        .says("nothing was imported");
    assert_eq!(place.run(&["export", "duties"]).out, duties);
    let unreadable = place.write("units.toml", "unit = 3");
    place.run(&["import", "units", &unreadable]).ends(3).says("units.toml cannot be used");
    let year = place.write("2027.toml", "year = 2027\nnotices = []\n");
    place.run(&["import", "calendar", &year]).ends(3);
}

const TEXTS: &str = r#"
source = "texts"
kind = "policy"
channel = "above"
id = "{file}"
title = "{heading}"
text = "{about}"
opened_at = "2026-01-05T09:00:00"
publish = true

[category]
columns = ["topic"]
default = "civil.service"

[place]
default = "370200000000"

[values.level_id]
of = "level"
names = { "法律" = "law" }

[form]
level = "{level_id}"
valid_from = "{since}"
body = "{body}"

[[step]]
act = "send"

[[step]]
act = "publish"
"#;

#[test]
fn a_folder_of_texts_is_checked_file_by_file_and_imported_as_a_whole() {
    testkit::each_location(|location| {
        let place = Place::new(location).with_demo();
        let mapping = place.write("mapping.toml", TEXTS);
        place.write("a.md", "# 甲法\n\n某年通过\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n第一条 为了便民。\n第二条 榕树不得砍伐。");
        place.write("b.md", "# 乙法\n\n<!-- INFO END -->\n\n第一条 为了安静。");
        let index = place.write(
            "index.csv",
            "file,level,since,topic\na.md,法律,2020-01-01,\nb.md,法律,yesterday,\nc.md,法律,2020-01-01,\n../d.md,法律,2020-01-01,\n",
        );
        let folder = std::path::Path::new(&index).parent().unwrap().display().to_string();
        let import = ["import", "texts", &folder, "--mapping", &mapping];
        let before = place.run(&["export", "published"]).out.lines().count();
        place
            .run(&import)
            .ends(3)
            .says("Line 3, [raise]: valid_from")
            .says("Line 4, file")
            .says("Line 5, file")
            .says("3 faults; nothing was imported");
        assert_eq!(place.run(&["export", "published"]).out.lines().count(), before);
        place.write(
            "index.csv",
            "file,level,since,topic\na.md,法律,2020-01-01,\nb.md,法律,2020-01-01,labour\n",
        );
        place.run(&[&import[..], &["--dry-run"]].concat()).ends(0).says("All 2 rows are good");
        place.run(&import).ends(0).says("2 rows, of them 2 new");
        place.run(&import).ends(0).says("2 rows, of them 0 new");
        place.run(&["verify"]).ends(0).says("all is well");
    });
}
