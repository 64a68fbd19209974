use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::answers::Answers;
use crate::form::Form;
use crate::import::{Format, read};

/// A household: what the expressions of these tests look at.
const HOUSE: &str = "\
survey
,type,name,label
,text,who,Who?
,integer,age,How old?
,date,born,When born?
,select_multiple tools,tools,Tools?
,select_one yes_no,boat,A boat?
,begin repeat,kids,Kids
,text,kid,Name?
,integer,kid_age,How old?
,end repeat
choices
,list_name,name,label::zh,label::en
,yes_no,yes,有,Yes
,yes_no,no,没有,No
,tools,net,网,Net
,tools,rod,竿,Rod
,tools,trap,笼,Trap
";

fn house() -> Form {
    read(HOUSE.as_bytes(), Format::Csv, "house").expect("a questionnaire").form
}

fn answers() -> Answers {
    let mut answers = Answers::default();
    for (spot, value) in [
        ("who", "林阿海"),
        ("age", "61"),
        ("born", "1965-03-02"),
        ("tools", "net trap"),
        ("boat", "yes"),
        ("kids[1]/kid", "小云"),
        ("kids[1]/kid_age", "9"),
        ("kids[2]/kid", "小海"),
        ("kids[2]/kid_age", "12"),
    ] {
        answers.set(spot, value);
    }
    answers.set_turns("kids", 2);
    answers
}

/// What an expression gives at the top of the house, on 2026-11-25 at half past nine.
fn given(source: &str) -> String {
    let (form, answers) = (house(), answers());
    let filled = form.fill(&answers, "zh", date(2026, 11, 25).at(9, 30, 0, 0));
    filled.told(&Expression::parse(source).unwrap_or_else(|error| panic!("{source}: {error}")))
}

#[test]
fn expressions_give_what_surveyors_expect() {
    let check = |source: &str, expected: &str| assert_eq!(given(source), expected, "{source}");
    check("1 + 2 * 3", "7");
    check("(1 + 2) * 3", "9");
    check("-2 + 5", "3");
    check("7 mod 3 + 1 div 2", "1.5");
    check("2 - 3 - 4", "-5");
    check("1 div 0", "");
    check("'a' + 1", "");
    check("${age} >= 18 and ${age} < 65", "true");
    check("${age} = 61 or nonsense", "true");
    check("${age} = '61'", "true");
    check("not(${boat} = 'yes')", "false");
    check("${boat} != ‘no’", "true");
    check("selected(${tools}, 'net') and not(selected(${tools}, 'rod'))", "true");
    check("selected（${tools}，'trap'）", "true");
    check("count-selected(${tools})", "2");
    check("selected-at(${tools}, 1)", "trap");
    check("selected-at(${tools}, 5)", "");
    check("if(${age} > 60, 'old', 'young')", "old");
    check("coalesce(${boat}, 'x')", "yes");
    check("coalesce('', 'x')", "x");
    check("jr:choice-name(${boat}, '${boat}')", "有");
    check("jr:choice-name('rod', '${tools}')", "竿");
    check("regex(${who}, '[\\u4e00-\\u9fff]{2,4}')", "true");
    check("regex('a1', '[a-z]')", "false");
    check("string-length(${who})", "3");
    check("concat(${who}, '-', ${age})", "林阿海-61");
    check("join('、', ${kid})", "小云、小海");
    check("substr('grassroots', 0, 5)", "grass");
    check("substring('grassroots', 6)", "roots");
    check("substring-before('2026-11', '-')", "2026");
    check("substring-after('2026-11', '-')", "11");
    check("translate('a-b-c', '-', '')", "abc");
    check("normalize-space('  a   b ')", "a b");
    check("contains('abc', 'b') and starts-with('abc', 'a') and ends-with('abc', 'c')", "true");
    check("count(${kids})", "2");
    check("count(${kid_age})", "2");
    check("sum(${kid_age})", "21");
    check("min(${kid_age})", "9");
    check("max(${kid_age}, 30)", "30");
    check("indexed-repeat(${kid}, ${kids}, 2)", "小海");
    check("indexed-repeat(${kid}, ${kids}, 3)", "");
    check("${kid_age} = 12", "true");
    check("int(7.9) + round(2.5) + floor(1.9) + ceiling(0.1)", "12");
    check("round(3.14159, 2)", "3.14");
    check("pow(2, 10)", "1024");
    check("round(15 div (sqrt(cos(atan(30 div 100)))), 2)", "15.33");
    check("checklist(1, 2, ${boat} = 'yes', ${age} > 100)", "true");
    check("boolean-from-string('1')", "true");
}

#[test]
fn days_are_reckoned_with() {
    let check = |source: &str, expected: &str| assert_eq!(given(source), expected, "{source}");
    check("today()", "2026-11-25");
    check("now()", "2026-11-25T09:30:00");
    check("today() >= ${born}", "true");
    check("${born} < date('1965-03-03')", "true");
    check("date(today() + 7)", "2026-12-02");
    check("int((today() - ${born}) div 365.25)", "61");
    check("format-date(${born}, '%Y年%n月%e日')", "1965年3月2日");
    check("format-date-time(now(), '%H:%M')", "09:30");
    check("decimal-time('06:00')", "0.25");
    check("today() = '2026-11-25'", "true");
    check("'2026-11-25T08:00:00.000+08:00' < now()", "true");
}

#[test]
fn what_cannot_be_read_is_told() {
    let check = |source: &str, expected: &SyntaxError| {
        assert_eq!(Expression::parse(source).as_ref(), Err(expected), "{source}");
    };
    let near = |at: usize, near: &str| SyntaxError::NotUnderstood { at, near: near.to_owned() };
    check("", &SyntaxError::EndsEarly);
    check("${age} >", &SyntaxError::EndsEarly);
    check("count(${age}", &SyntaxError::EndsEarly);
    check("'open", &SyntaxError::OpenQuote);
    check("${age} 5", &near(8, "5"));
    check("1 # 2", &near(3, "# 2"));
    check("1 + )", &near(5, ")"));
    check("/data/age > 5", &SyntaxError::Path { path: "/data/age".to_owned() });
    check("hurrah(1)", &SyntaxError::NoFunction { name: "hurrah".to_owned() });
    check("pulldata('a', 'b', 'c', 'd')", &SyntaxError::NotUsedHere { name: "pulldata".to_owned() });
    check(
        "selected(${tools})",
        &SyntaxError::Arguments { name: "selected".to_owned(), takes: "2".to_owned() },
    );
    check(&"(".repeat(200), &SyntaxError::TooLong);
    check(&format!("1{}", " + 1".repeat(200)), &SyntaxError::TooLong);
    check(&"1".repeat(5_000), &SyntaxError::TooLong);
}

#[test]
fn a_literal_stays_what_it_was() {
    for text in ["2010-06-15", "a c", "it's", "多云"] {
        let literal = Expression::literal(text);
        assert_eq!(literal.as_literal(), Some(text));
        assert_eq!(Expression::parse(literal.source()).as_ref(), Ok(&literal));
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(source in "[-a-z0-9 ${}()'\"<>=+*./,:，（）“”‘’年]{0,60}") {
        if let Ok(expression) = Expression::parse(&source) {
            let (form, answers) = (house(), answers());
            let filled = form.fill(&answers, "en", date(2026, 11, 25).at(0, 0, 0, 0));
            let _any = filled.told(&expression);
        }
    }

    #[test]
    fn sums_are_right(numbers in proptest::collection::vec(-1000i32..1000, 1..20)) {
        let source = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ");
        prop_assert_eq!(given(&source), numbers.iter().sum::<i32>().to_string());
    }

    #[test]
    fn a_day_and_some_more(days in -20_000i32..20_000) {
        let expected = date(2026, 11, 25).checked_add(jiff::Span::new().days(days)).expect("a day");
        prop_assert_eq!(given(&format!("date(today() + {days})")), expected.to_string());
    }

    #[test]
    fn patterns_never_run_away(pattern in "[a-z(){}|*+?.\\[\\]0-9]{0,30}", text in "[a-z]{0,40}") {
        let quoted = Expression::literal(&pattern);
        let source = format!("regex('{text}', {})", quoted.source());
        let _any = given(&source);
    }
}
