//! What the checker finds: one small pack, changed in one way a case.

const BASE: &str = include_str!("checks/base.toml");
const CASES: &str = include_str!("checks/cases.txt");

/// One case of the file.
struct Case<'t> {
    name: &'t str,
    pack: String,
    expected: Vec<&'t str>,
}

/// Reads the cases; a change that changes nothing is a mistake in the case itself.
fn cases() -> Vec<Case<'static>> {
    let mut cases: Vec<Case<'static>> = Vec::new();
    let mut old: Option<String> = None;
    let unescape = |text: &str| text.replace("\\n", "\n");
    for line in CASES.lines() {
        if let Some(name) = line.strip_prefix("--- ").and_then(|line| line.strip_suffix(" ---")) {
            cases.push(Case { name, pack: BASE.to_owned(), expected: Vec::new() });
        }
        let Some(case) = cases.last_mut() else { continue };
        match line.split_at_checked(2) {
            Some(("- ", text)) => old = Some(unescape(text)),
            Some(("+ ", text)) => match old.take() {
                Some(old) => {
                    assert!(case.pack.contains(&old), "{}: the base pack has no {old}", case.name);
                    case.pack = case.pack.replacen(&old, &unescape(text), 1);
                }
                None => case.pack = format!("{}\n{}\n", case.pack, unescape(text)),
            },
            Some(("! ", text)) => case.expected.push(text),
            _ => {}
        }
    }
    cases
}

#[test]
fn each_change_is_found_for_what_it_is() {
    let cases = cases();
    assert!(cases.len() > 30, "the cases are read");
    let mut wrong = Vec::new();
    for case in cases {
        let program = match pack::read(case.name, &case.pack) {
            Ok(program) => program,
            Err(error) => panic!("{error}"),
        };
        let mut found: Vec<String> = pack::check(&program)
            .iter()
            .map(|finding| {
                let path = finding.path.as_ref().map(|path| format!(": {path}")).unwrap_or_default();
                format!("{} {}{path}", finding.code, finding.place)
            })
            .collect();
        let mut expected: Vec<String> = case.expected.iter().map(|line| (*line).to_owned()).collect();
        found.sort();
        expected.sort();
        if found != expected {
            wrong.push(format!("{}\n  expected {expected:#?}\n  found {found:#?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn findings_speak_both_languages() {
    use domain::text::Language;

    let program = pack::read("noise", &BASE.replace("stop = [\"reply\"]", "")).ok();
    let findings = program.as_ref().map(pack::check).unwrap_or_default();
    let said: Vec<String> = findings.iter().map(|finding| finding.say(Language::Zh)).collect();
    assert_eq!(said, ["clock reply [clock-never-stopped] 没有操作停下这个时钟：办好了也会算逾期。"]);
    let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "clock reply [clock-never-stopped] no act stops this clock: even what is done in time would count as late."
        ]
    );
}
