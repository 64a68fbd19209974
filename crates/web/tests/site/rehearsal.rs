//! A change of units, first rehearsed on the page and then carried out there.

use axum::http::StatusCode;
use testkit::town;

use crate::browser::on_a_site;

const PAGE: &str = "/desk/admin/rehearsal";
/// The street takes over everything of the water company.
const MERGER: [(&str, &str); 3] = [("what", "merge"), ("from", "water"), ("to", "street")];

#[test]
fn a_merger_is_rehearsed_then_carried_out_for_a_reason() {
    on_a_site(|setting| {
        let raised = setting.office.raise(testkit::drain());
        setting.office.act("zhao", &raised.case, "dispatch", &[]).unwrap();
        let holder = || {
            let caller = town::caller("feng");
            let view = setting.office.wait(setting.office.office.case_for_staff(&caller, &raised.case));
            view.unwrap().unwrap().case.holder.unwrap()
        };
        let mut admin = setting.officer("chen");
        let rehearsed = admin.post(PAGE, &MERGER);
        rehearsed.says(StatusCode::OK, &[&raised.number, "榕树街道办事处", "正式执行"]);
        assert_eq!(holder(), "water".into(), "a rehearsal changes nothing");

        let again = rehearsed.all_hidden();
        let sent = |reason| {
            let again = again.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            again.chain([("reason", reason)]).collect::<Vec<_>>()
        };
        let refused = admin.post(PAGE, &sent(""));
        refused.says(StatusCode::UNPROCESSABLE_ENTITY, &["依据", &raised.number]);
        assert_eq!(holder(), "water".into());

        let done = admin.post(PAGE, &sent("海政发〔2026〕8号"));
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(holder(), "street".into());
        admin.follow(&done).says(StatusCode::OK, &["已经执行，1 件"]);
        let mut street = setting.officer("qian");
        street.get(&format!("/desk/matters/{}", raised.case)).says(StatusCode::OK, &[&raised.number]);
    });
}

#[test]
fn nobody_but_an_administrator_carries_out() {
    on_a_site(|setting| {
        let mut officer = setting.officer("feng");
        let sent: Vec<_> = MERGER.into_iter().chain([("go", "apply"), ("reason", "机构调整")]).collect();
        assert_eq!(officer.post(PAGE, &sent).status, StatusCode::NOT_FOUND);
    });
}
