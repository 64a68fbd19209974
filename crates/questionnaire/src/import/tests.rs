use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

use super::*;
use crate::model::{Item, QuestionKind};

/// A workbook with these sheets.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, cells) in (0u32..).zip(*rows) {
            for (column, cell) in (0u16..).zip(*cells) {
                if !cell.is_empty() {
                    sheet.write(row, column, *cell).expect("a cell");
                }
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn fatal(bytes: &[u8], format: Format) -> Vec<(Option<u32>, String, &'static str)> {
    let Err(findings) = read(bytes, format, "test") else { return Vec::new() };
    let told = |finding: Finding| {
        (finding.row, finding.column.map(|mark| mark.letter).unwrap_or_default(), finding.reason.key())
    };
    findings.into_iter().filter(|finding| finding.is_fatal).map(told).collect()
}

#[test]
fn chinese_headers_and_types_mean_the_same() {
    let chinese = "问卷\n,题型,名称,题目,必答,什么时候问,条件,个人信息\n,填空,姓名,您贵姓？,是,,,是\n,单选 是否,有船,有船吗？,,,,\n,整数,船长,多少米？,,${有船} = '有',. > 0,\n选项\n,列表,名称,选项\n,是否,有,有\n,是否,没有,没有\n设置\n,标题,编号\n,渔船调查,boats\n";
    let english = "survey\n,type,name,label,required,relevant,constraint,personal\n,text,姓名,您贵姓？,yes,,,yes\n,select_one 是否,有船,有船吗？,,,,\n,integer,船长,多少米？,,${有船} = '有',. > 0,\nchoices\n,list_name,name,label\n,是否,有,有\n,是否,没有,没有\nsettings\n,form_title,form_id\n,渔船调查,boats\n";
    let one = read(chinese.as_bytes(), Format::Csv, "a").expect("a questionnaire");
    let other = read(english.as_bytes(), Format::Csv, "b").expect("a questionnaire");
    assert_eq!(one.form.questionnaire(), other.form.questionnaire());
    assert!(one.notices.is_empty());
    let Some(Item::Question(first)) = one.form.questionnaire().items.first() else { panic!("a question") };
    assert!(first.personal);
}

#[test]
fn a_workbook_and_a_csv_file_give_one_model() {
    let rows: &[&[&str]] = &[
        &["type", "name", "label::English (en)", "label::中文"],
        &["select_one colour or_other", "colour", "Which?", "哪种？"],
        &["range", "mark", "How good?", "多好？"],
    ];
    let choices: &[&[&str]] = &[&["list name", "name", "label::English (en)"], &["colour", "red", "Red"]];
    let from_book =
        read(&workbook(&[("survey", rows), ("choices", choices)]), Format::Workbook, "x").expect("read");
    let csv = "survey\n,type,name,label::English (en),label::中文\n,select_one colour or_other,colour,Which?,哪种？\n,range,mark,How good?,多好？\nchoices\n,list name,name,label::English (en)\n,colour,red,Red\n";
    let from_csv = read(csv.as_bytes(), Format::Csv, "x").expect("read");
    assert_eq!(from_book.form.questionnaire(), from_csv.form.questionnaire());
    assert_eq!(from_book.form.questionnaire().languages(), ["en", "zh"]);
    let names: Vec<_> = from_book
        .form
        .questionnaire()
        .choices(&QuestionKind::SelectOne { list: "colour".to_owned() })
        .iter()
        .map(|choice| choice.name.as_str())
        .collect();
    assert_eq!(names, ["red", "other"]);
}

#[test]
fn what_is_wrong_is_told_with_row_and_column() {
    let check = |rows: &[&[&str]], expected: &[(Option<u32>, &str, &'static str)]| {
        let expected: Vec<_> =
            expected.iter().map(|(row, letter, key)| (*row, (*letter).to_owned(), *key)).collect();
        assert_eq!(fatal(&workbook(&[("survey", rows)]), Format::Workbook), expected, "{rows:?}");
    };
    let head: &[&str] = &["type", "name", "label", "relevant"];
    check(&[head, &["hologram", "a", "A"]], &[(Some(2), "A", "survey-file-unknown-type")]);
    check(&[head, &[], &["text", "a b", "A"]], &[(Some(3), "B", "survey-file-bad-name")]);
    check(&[head, &["text", "", "A"]], &[(Some(2), "B", "survey-file-no-name")]);
    check(&[head, &["", "a", "A"]], &[(Some(2), "A", "survey-file-no-type")]);
    check(&[head, &["text", "a"]], &[(Some(2), "C", "survey-file-no-label")]);
    check(&[head, &["text", "a", "A", "${a"]], &[(Some(2), "D", "survey-syntax-ends-early")]);
    check(&[head, &["select_one", "a", "A"]], &[(Some(2), "A", "survey-file-no-list")]);
    check(
        &[head, &["select_one_from_file t.csv", "a", "A"]],
        &[(Some(2), "A", "survey-file-choices-from-file")],
    );
    check(&[head, &["end group"]], &[(Some(2), "A", "survey-file-end-without-begin")]);
    check(&[head, &["begin group", "g"], &["text", "a", "A"]], &[(Some(2), "A", "survey-file-not-ended")]);
    check(
        &[head, &["begin group", "g"], &["text", "a", "A"], &["end repeat"]],
        &[(Some(4), "A", "survey-file-wrong-end")],
    );
    check(&[&["type", "type", "name"]], &[(Some(1), "B", "survey-file-repeated-header")]);
    check(&[&["kind", "name"]], &[(None, "", "survey-file-no-column")]);
    check(
        &[&["type", "name", "label", "parameters"], &["range", "r", "R", "start=5 end=1"]],
        &[(Some(2), "D", "survey-file-bad-range")],
    );
}

#[test]
fn choices_are_checked() {
    let survey: &[&[&str]] = &[&["type", "name", "label"], &["select_one l", "a", "A"]];
    let head: &[&str] = &["list_name", "name", "label"];
    let check = |rows: &[&[&str]], expected: &[&'static str]| {
        let book = workbook(&[("survey", survey), ("choices", rows)]);
        let keys: Vec<_> = fatal(&book, Format::Workbook).into_iter().map(|(_, _, key)| key).collect();
        assert_eq!(keys, expected, "{rows:?}");
    };
    check(&[head, &["l", "x", "X"]], &[]);
    check(&[head, &["l", "x", "X"], &["l", "x", "X"]], &["survey-file-repeated-choice"]);
    check(&[head, &["l", "", "X"]], &["survey-file-choice-without-name"]);
    check(&[head, &["l", "x y", "X"]], &["survey-file-space-in-choice"]);
    check(&[&["name", "label"], &["x", "X"]], &["survey-file-no-column"]);
}

#[test]
fn a_file_that_is_no_workbook_is_refused() {
    for bytes in [b"".as_slice(), b"PK\x03\x04 not really", b"\xd0\xcf\x11\xe0 neither", b"hello"] {
        assert_eq!(fatal(bytes, Format::Workbook), [(None, String::new(), "survey-file-unreadable")]);
    }
    let long = vec![b' '; WORKBOOK_BYTES_MAX + 1];
    assert_eq!(fatal(&long, Format::Csv), [(None, String::new(), "survey-file-too-big")]);
    assert_eq!(
        fatal(&workbook(&[("a", &[]), ("b", &[])]), Format::Workbook),
        [(None, String::new(), "survey-file-no-survey")]
    );
}

#[test]
fn a_cell_far_out_does_not_fill_the_memory() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "type").expect("a cell");
    sheet.write(1_048_575, 16_383, "here").expect("a cell");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    assert_eq!(fatal(&bytes, Format::Workbook), [(None, String::new(), "survey-file-too-many-cells")]);
}

#[test]
fn a_loop_asks_once_for_each_choice() {
    let csv = "survey\n,type,name,label,relevant\n,select_multiple ships,has,Which?,\n,begin loop over ships,each,,\n,integer,n,How many %(label)s?,\"selected(${has}, '%(name)s')\"\n,end loop,,,\nchoices\n,list_name,name,label\n,ships,raft,Rafts\n,ships,boat,Boats\n";
    let form = read(csv.as_bytes(), Format::Csv, "x").expect("read").form;
    let mut answers = crate::Answers::default();
    answers.set("has", "boat");
    let filled = form.fill(&answers, "en", jiff::civil::date(2026, 1, 1).at(0, 0, 0, 0));
    let labels: Vec<String> = form
        .pages()
        .iter()
        .flat_map(|page| filled.entries(page))
        .filter_map(|entry| match entry {
            crate::Entry::Question(asked) => Some(asked.label),
            _ => None,
        })
        .collect();
    assert_eq!(labels, ["Which?", "How many Boats?"]);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _any = read(&bytes, Format::Workbook, "x");
        let _any = read(&bytes, Format::Csv, "x");
    }

    #[test]
    fn a_spoilt_workbook_is_read_or_refused(at in 0usize..4000, byte in any::<u8>()) {
        let mut bytes = workbook(&[("survey", &[&["type", "name", "label"], &["text", "a", "A"]])]);
        let length = bytes.len();
        bytes[at % length] = byte;
        let _any = read(&bytes, Format::Workbook, "x");
    }
}
