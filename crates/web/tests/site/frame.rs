//! What every answer carries, whoever asks.

use axum::http::StatusCode;

use crate::browser::on_a_site;

const OK: StatusCode = StatusCode::OK;

#[test]
fn every_answer_forbids_what_a_page_of_ours_never_needs() {
    on_a_site(|setting| {
        let mut browser = setting.stranger();
        for path in ["/", "/no-such-page", "/api/v1/matters", "/healthz", "/assets/none.css"] {
            let answer = browser.get(path);
            let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
            assert!(header("content-security-policy").starts_with("default-src 'self';"), "{path}");
            assert!(header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
            assert!(!header("content-security-policy").contains("unsafe"), "{path}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(header("referrer-policy"), "same-origin", "{path}");
            assert_eq!(header("x-request-id").len(), 16, "{path}");
        }
        assert_eq!(browser.get("/").headers["cache-control"], "no-store");
    });
}

#[test]
fn a_page_speaks_the_language_that_was_asked_for_and_remembers_it() {
    on_a_site(|setting| {
        let mut browser = setting.stranger();
        browser.get("/").says(OK, &["<html lang=\"zh-CN\"", "身边有什么事要解决"]);
        browser.language = "en-GB,en;q=0.9";
        browser.get("/").says(OK, &["<html lang=\"en\"", "What needs to be put right"]);
        browser.get("/?lang=zh").says(OK, &["<html lang=\"zh-CN\""]);
        browser.get("/").says(OK, &["<html lang=\"zh-CN\"", "href=\"/?lang=en\""]);
        browser.get("/?size=large").says(OK, &["data-size=\"large\""]);
        browser.get("/track").says(OK, &["data-size=\"large\""]);
        browser.get("/?size=usual").says(OK, &["size=large"]);
    });
}

#[test]
fn cookies_are_for_tls_and_not_for_scripts() {
    on_a_site(|setting| {
        let answer = setting.stranger().get("/?lang=en");
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            assert!(
                cookie.contains("HttpOnly") && cookie.contains("Secure") && cookie.contains("SameSite=Lax"),
                "{cookie}"
            );
        }
    });
}

#[test]
fn every_page_without_a_case_shows_itself_in_both_languages() {
    on_a_site(|setting| {
        let public = [
            "/",
            "/raise",
            "/track",
            "/matters",
            "/nearby",
            "/nearby?q=水",
            "/nearby/hint?category=urban&place=370202",
            "/figures",
            "/programs",
            "/programs/matter",
            "/sign-in",
            "/privacy",
            "/accessibility",
            "/design",
        ];
        let desk = [
            "/desk",
            "/desk?urgency=late",
            "/desk/matters",
            "/desk/matters?q=水&phase=received",
            "/desk/account",
            "/desk/admin/units",
            "/desk/admin/units?unit=water",
            "/desk/admin/calendar",
            "/desk/admin/packs",
            "/desk/admin/accounts",
            "/desk/admin/rehearsal",
        ];
        let (mut stranger, mut chen) = (setting.stranger(), setting.officer("chen"));
        for language in ["zh-CN", "en"] {
            stranger.language = language;
            chen.language = language;
            let pages = public.iter().map(|path| (path, stranger.get(path)));
            let pages: Vec<_> = pages.collect();
            for (path, page) in pages.into_iter().chain(desk.iter().map(|path| (path, chen.get(path)))) {
                assert_eq!(page.status, OK, "{path}: {}", page.text);
                let whole = page.text.contains("</html>") || path.starts_with("/nearby/hint");
                assert!(whole, "{path} breaks off");
                if language == "en" && !path.starts_with("/nearby/hint") {
                    page.says(OK, &["<html lang=\"en\""]);
                }
            }
        }
    });
}

#[test]
fn whoever_runs_the_machine_sees_that_it_runs() {
    on_a_site(|setting| {
        let mut browser = setting.stranger();
        browser.get("/healthz").says(OK, &["ok"]);
        browser.get("/matters/SX-2026-000001-00");
        let metrics = browser.get("/metrics");
        metrics.says(OK, &["route=\"/matters/{number}\",status=\"404\"} 1", "sixia_write_orders_total"]);
        assert!(!metrics.text.contains("SX-2026"), "patterns only");
    });
}
