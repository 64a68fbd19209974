use super::*;
use crate::import::{Format, read};

/// What is wrong with these questions: part, and key of the reason.
fn wrong(rows: &str) -> Vec<(String, &'static str, String)> {
    let choices = "choices\n,list_name,name,label,town\n,yes_no,yes,Yes,a\n,yes_no,no,No,b\n";
    let survey = format!(
        "survey\n,type,name,label,relevant,constraint,calculation,choice_filter,repeat_count\n{rows}{choices}"
    );
    let findings = match read(survey.as_bytes(), Format::Csv, "test") {
        Ok(imported) => imported.notices,
        Err(findings) => findings,
    };
    let told = |finding: crate::import::Finding| {
        let column = finding.column.map(|mark| mark.header).unwrap_or_default();
        let text = finding.reason.args().into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
        (column, finding.reason.key(), text)
    };
    findings.into_iter().map(told).collect()
}

#[test]
fn mistakes_of_authors_are_told_with_their_column() {
    let check = |rows: &str, column: &str, key: &str, text: &str| {
        assert_eq!(wrong(rows), [(column.to_owned(), key, text.to_owned())], "{rows}");
    };
    check(",text,a,A,${b} = 1,,,,\n", "relevant", "survey-flaw-no-such-name", "b");
    check(",text,a,Hello ${b},,,,,\n", "label", "survey-flaw-no-such-name", "b");
    check(",text,a,A,b = 1,,,,\n", "relevant", "survey-flaw-bare-name", "b");
    check(",text,a,A,,,,,\n,text,a,A,,,,,\n", "name", "survey-flaw-repeated-name", "a");
    check(",select_one no_list,a,A,,,,,\n", "type", "survey-flaw-no-such-list", "no_list");
    check(",select_one yes_no,a,A,,,,city='x',\n", "choice_filter", "survey-flaw-no-such-column", "city");
    check(
        ",select_one yes_no,a,A,,,,,\n,text,b,B,${a} = 'maybe',,,,\n",
        "relevant",
        "survey-flaw-no-such-choice",
        "maybe",
    );
    check(",text,a,A,,\"regex(., '[')\",,,\n", "constraint", "survey-flaw-bad-pattern", "[");
    check(",calculate,a,,,,'x' + 1,,\n", "calculation", "survey-flaw-not-a-number", "x");
    check(
        ",begin group,g,G,. = 1,,,,\n,text,a,A,,,,,\n,end group,,,,,,,\n",
        "relevant",
        "survey-flaw-no-answer-here",
        "",
    );
    check(",calculate,a,,,,${b},,\n,calculate,b,,,,${a},,\n", "calculation", "survey-flaw-circle", "a");
    check(",text,a,A,${a} = 1,,,,\n", "calculation", "survey-flaw-circle", "a");
    check(",calculate,a,,,,count(3),,\n", "calculation", "survey-flaw-not-a-question", "count");
}

#[test]
fn two_of_one_name_may_stand_apart_but_not_be_read() {
    let two = ",begin group,g,G,,,,,\n,text,a,A,,,,,\n,end group,,,,,,,\n,begin group,h,H,,,,,\n,text,a,A,,,,,\n,end group,,,,,,,\n";
    assert_eq!(wrong(two), []);
    let read = format!("{two},note,n,${{a}},,,,,\n");
    assert_eq!(wrong(&read).first().map(|(_, key, _)| *key), Some("survey-flaw-several-of-this-name"));
}

#[test]
fn a_questionnaire_survives_its_json() {
    let survey = "survey\n,type,name,label::zh,label::en,relevant,required\n,integer,age,几岁？,How old?,,yes\n,text,job,做什么？,What work?,${age} > 17,\n";
    let form = read(survey.as_bytes(), Format::Csv, "test").expect("a questionnaire").form;
    let json = serde_json::to_string(form.questionnaire()).expect("JSON");
    let again: Questionnaire = serde_json::from_str(&json).expect("a questionnaire");
    assert_eq!(&again, form.questionnaire());
    assert!(Form::new(again).is_ok());
    let broken = json.replace("${age} > 17", "${age} >");
    assert!(
        serde_json::from_str::<Questionnaire>(&broken).is_err(),
        "an expression that cannot be read is no questionnaire"
    );
}
