use jiff::civil::{DateTime, date};
use proptest::prelude::*;

use super::*;
use crate::import::{Format, read};

fn form(rows: &str) -> Form {
    let header = ",type,name,label,hint,required,relevant,constraint,constraint_message,calculation,default,read_only,choice_filter,repeat_count";
    let choices = "choices\n,list_name,name,label,county\n,yes_no,yes,Yes,\n,yes_no,no,No,\n,county,north,North,\n,county,south,South,\n,town,a,A-town,north\n,town,b,B-town,south\n,town,c,C-town,south\n";
    let text = format!("survey\n{header}\n{rows}{choices}");
    match read(text.as_bytes(), Format::Csv, "test") {
        Ok(imported) => imported.form,
        Err(findings) => panic!("{findings:?}"),
    }
}

fn now() -> DateTime {
    date(2026, 11, 25).at(9, 30, 0, 0)
}

fn answers(given: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::default();
    for (spot, value) in given {
        answers.set(spot, value);
    }
    answers
}

/// What is asked now: spot and answer.
fn asked(filled: &Filled<'_>, form: &Form) -> Vec<(String, String)> {
    let entries = filled.entries(&form.top());
    let question = |entry: Entry<'_>| match entry {
        Entry::Question(asked) => Some((asked.spot.to_string(), asked.value)),
        _ => None,
    };
    entries.into_iter().filter_map(question).collect()
}

fn refusals(form: &Form, given: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let answers = answers(given);
    form.fill(&answers, "en", now())
        .refusals()
        .into_iter()
        .map(|(spot, refusal)| (spot.to_string(), refusal.key()))
        .collect()
}

#[test]
fn what_is_not_asked_is_not_needed_and_counts_as_empty() {
    let form = form(
        ",select_one yes_no,boat,A boat?,,yes,,,,,,,,\n,integer,length,How long?,,yes,${boat} = 'yes',. > 0,Longer than nothing.,,,,,\n,note,n,Long: ${length},,,${length} > 20,,,,,,,\n",
    );
    assert_eq!(refusals(&form, &[]), [("boat".to_owned(), "answer-missing")]);
    assert_eq!(refusals(&form, &[("boat", "no")]), []);
    assert_eq!(refusals(&form, &[("boat", "yes")]), [("length".to_owned(), "answer-missing")]);
    assert_eq!(
        refusals(&form, &[("boat", "yes"), ("length", "0")]),
        [("length".to_owned(), "answer-constraint")]
    );
    let kept = answers(&[("boat", "no"), ("length", "30")]);
    let filled = form.fill(&kept, "en", now());
    assert_eq!(asked(&filled, &form), [("boat".to_owned(), "no".to_owned())], "the old answer shows nothing");
    assert_eq!(filled.kept().iter().collect::<Vec<_>>(), [("boat", "no")]);
    let kept = answers(&[("boat", "yes"), ("length", "30")]);
    assert_eq!(asked(&form.fill(&kept, "en", now()), &form).len(), 3, "and it comes back");
}

#[test]
fn choices_follow_the_answer_before() {
    let form = form(
        ",select_one county,county,County?,,,,,,,,,,\n,select_one town,town,Town?,,,,,,,,,county = ${county},\n",
    );
    let offered = |county: &str| {
        let answers = answers(&[("county", county)]);
        let filled = form.fill(&answers, "en", now());
        let last = filled.entries(&form.top()).pop();
        let Some(Entry::Question(asked)) = last else { panic!("a question") };
        asked.choices.iter().map(|choice| choice.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(offered("north"), ["a"]);
    assert_eq!(offered("south"), ["b", "c"]);
    assert_eq!(offered(""), Vec::<String>::new());
    assert_eq!(
        refusals(&form, &[("county", "north"), ("town", "b")]),
        [("town".to_owned(), "answer-no-such-choice")]
    );
}

#[test]
fn repeats_are_worked_out_turn_by_turn() {
    let form = form(
        ",begin repeat,kids,Kids,,,,,,,,,,\n,text,name,Name?,,yes,,,,,,,,\n,integer,age,How old is ${name}?,,,,,,,,,,\n,calculate,nth,,,,,,,position(..),,,,\n,note,older,${name} goes to school,,,${age} > 6,,,,,,,\n,end repeat,,,,,,,,,,,,\n,note,all,Together ${years},,,,,,,,,,\n,calculate,years,,,,,,,sum(${age}),,,,\n",
    );
    let mut given = answers(&[
        ("kids[1]/name", "Yun"),
        ("kids[1]/age", "9"),
        ("kids[2]/name", "Hai"),
        ("kids[2]/age", "3"),
    ]);
    given.set_turns("kids", 2);
    let filled = form.fill(&given, "en", now());
    let labels: Vec<String> = filled
        .entries(&form.top())
        .into_iter()
        .filter_map(|entry| if let Entry::Question(asked) = entry { Some(asked.label) } else { None })
        .collect();
    assert_eq!(
        labels,
        ["Name?", "How old is Yun?", "Yun goes to school", "Name?", "How old is Hai?", "Together 12"]
    );
    let kept = filled.kept();
    assert_eq!(kept.get("kids[2]/nth"), Some("2"));
    assert_eq!(kept.get("years"), Some("12"));
    assert_eq!(kept.turns("kids"), Some(2));
    assert!(matches!(
        filled.entries(&form.top()).iter().find(|entry| matches!(entry, Entry::Turns { .. })),
        Some(Entry::Turns { turns: 2, may_add: true, .. })
    ));
    assert_eq!(refusals(&form, &[("kids[1]/age", "x")]).len(), 2, "a repeat begins with one turn");
}

#[test]
fn a_repeat_may_be_counted_by_an_answer() {
    let form = form(
        ",integer,n,How many?,,,,,,,,,,\n,begin repeat,r,R,,,,,,,,,,${n}\n,begin repeat,inner,I,,,,,,,,,,2\n,text,t,T?,,,,,,,,,,\n,end repeat,,,,,,,,,,,,\n,end repeat,,,,,,,,,,,,\n",
    );
    let turns = |n: &str| asked(&form.fill(&answers(&[("n", n)]), "en", now()), &form).len() - 1;
    for (n, expected) in [("", 0), ("0", 0), ("3", 6), ("2.9", 4), ("-1", 0), ("many", 0), ("999999999", 400)]
    {
        assert_eq!(turns(n), expected, "{n}");
    }
}

#[test]
fn each_kind_knows_its_answers() {
    let check = |kind: &str, value: &str, expected: Option<&'static str>| {
        let form = form(&format!(",{kind},q,Q?,,,,,,,,,,\n"));
        assert_eq!(refusals(&form, &[("q", value)]).first().map(|(_, key)| *key), expected, "{kind} {value}");
    };
    check("integer", "12", None);
    check("integer", "1.5", Some("answer-not-a-whole-number"));
    check("decimal", "1.5", None);
    check("decimal", "2026-01-01", Some("answer-not-a-number"));
    check("decimal", "inf", Some("answer-not-a-number"));
    check("date", "2026-11-25", None);
    check("date", "25.11.2026", Some("answer-not-a-day"));
    check("time", "09:30", None);
    check("time", "9.30", Some("answer-not-a-time"));
    check("dateTime", "2026-11-25T09:30", None);
    check("dateTime", "2026-11-25", Some("answer-not-a-moment"));
    check("select_one yes_no", "yes", None);
    check("select_one yes_no", "maybe", Some("answer-no-such-choice"));
    check("select_multiple county", "south north", None);
    check("select_multiple county", "south west", Some("answer-no-such-choice"));
    check("rank county", "south north", None);
    check("rank county", "south south", Some("answer-not-ranked"));
    check("rank county", "south", Some("answer-not-ranked"));
    check("range", "7", None);
    check("range", "11", Some("answer-not-in-range"));
    check("geopoint", "36.06 120.33", None);
    check("geopoint", "36.06 120.33 12 4.5", None);
    check("geopoint", "96.06 120.33", Some("answer-not-a-point"));
    check("geopoint", "here", Some("answer-not-a-point"));
    check("text", "anything", None);
}

#[test]
fn defaults_and_calculations_give_way_to_the_person() {
    let form = form(
        ",text,a,A?,,,,,,,red,,,\n,text,b,B?,,,,,,,concat(${a}; '!'),,,\n,text,c,C?,,,,,,\"concat(${a}, '?')\",,yes,,\n,today,day,,,,,,,,,,,\n"
            .replace("concat(${a}; '!')", "\"concat(${a}, '!')\"")
            .as_str(),
    );
    let values = |given: &[(&str, &str)]| {
        let answers = answers(given);
        asked(&form.fill(&answers, "en", now()), &form)
            .into_iter()
            .map(|(_, value)| value)
            .collect::<Vec<_>>()
    };
    assert_eq!(values(&[]), ["red", "red!", "red?"]);
    assert_eq!(values(&[("a", "blue")]), ["blue", "blue!", "blue?"]);
    assert_eq!(values(&[("a", ""), ("b", "mine"), ("c", "forged")]), ["", "mine", "?"]);
    assert_eq!(form.fill(&Answers::default(), "en", now()).kept().get("day"), Some("2026-11-25"));
}

#[test]
fn pages_follow_the_groups() {
    let form = form(
        ",text,a,A?,,,,,,,,,,\n,text,b,B?,,,,,,,,,,\n,begin group,g,G,,,,,,,,,,\n,text,c,C?,,,,,,,,,,\n,begin group,h,H,,,,,,,,,,\n,text,d,D?,,,,,,,,,,\n,end group,,,,,,,,,,,,\n,end group,,,,,,,,,,,,\n,calculate,e,,,,,,,1,,,,\n",
    );
    let answers = Answers::default();
    let filled = form.fill(&answers, "en", now());
    let pages = form.pages();
    let headings: Vec<String> = pages.iter().map(|page| filled.heading(page)).collect();
    assert_eq!(headings, ["", "G", "H"]);
    assert_eq!(pages.len(), 3);
}

proptest! {
    /// Whatever is sent, working it out ends, and what is kept is what is asked.
    #[test]
    fn any_answers_are_worked_out(
        values in proptest::collection::vec(("(n|kids\\[[1-3]\\]/(name|age)|x)", "[a-z0-9. -]{0,6}"), 0..12),
        turns in 0u32..5,
    ) {
        let form = form(
            ",integer,n,N?,,yes,,,,,,,,\n,begin repeat,kids,K,,,${n} > 1,,,,,,,\n,text,name,N?,,,,,,,,,,\n,integer,age,A?,,,string-length(${name}) > 2,. < 9,,,,,,\n,end repeat,,,,,,,,,,,,\n",
        );
        let mut answers = Answers::default();
        for (spot, value) in &values {
            answers.set(spot, value);
        }
        answers.set_turns("kids", turns);
        let filled = form.fill(&answers, "en", now());
        let asked: Vec<String> = asked(&filled, &form).into_iter().map(|(spot, _)| spot).collect();
        let kept = filled.kept();
        for (spot, _) in kept.iter() {
            prop_assert!(asked.iter().any(|known| known == spot), "{} is kept and not asked", spot);
        }
        // Laying what was kept over the form again changes nothing.
        let again = form.fill(&kept, "en", now());
        prop_assert_eq!(again.kept(), kept.clone());
    }
}
