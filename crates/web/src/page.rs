//! The one extractor: who asks, in which language, when, and what a form must carry. Made once for each request, before the
//! handler runs, so that a refusal can be shown in the same frame.

mod browser;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use askama::Template;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::command::Caller;
use domain::text::Language;
use domain::world::World;
use jiff::Timestamp;
use office::accounts::{ADMINISTRATOR, SignedIn, Token};

use crate::cookies::{self, Life};
use crate::limits::Limited;
use crate::pages::policies::{self, has_library};
use crate::parts::Shell;
use crate::problem::Problem;
use crate::site::Site;
use crate::tell::has_activities;
use crate::words::Say;

/// Holds the session of an account.
pub const SESSION_COOKIE: &str = "sixia-session";
/// Names a browser, so that a form sent from another site is told from one of ours.
pub const VISIT_COOKIE: &str = "sixia-visit";
/// What this browser prefers: language, text size, single keys.
pub const CHOICE_COOKIES: [(&str, &str, [&str; 2]); 3] = [
    ("lang", "sixia-lang", ["zh", "en"]),
    ("size", "sixia-size", ["usual", "large"]),
    ("keys", "sixia-keys", ["on", "off"]),
];
/// A word for the next page: "Saved.", as the key of a text.
pub const FLASH_COOKIE: &str = "sixia-flash";
/// Seconds for which a preference is kept.
const CHOICE_SECONDS: u64 = 365 * 24 * 3600;
/// Seconds for which a word waits for its page.
const FLASH_SECONDS: u64 = 60;
/// Characters of the longest name of a host, with its port.
const HOST_CHARS_MAX: usize = 260;
const CSRF: &str = "csrf";
const FLASH: &str = "flash";

/// One request, as every handler sees it.
#[derive(Clone)]
pub struct Page {
    /// What all requests share.
    pub site: Site,
    /// Words for this reader.
    pub t: Say,
    /// The reference data, one version for the whole page.
    pub world: Arc<World>,
    /// When.
    pub now: Timestamp,
    /// Who is signed in.
    pub signed_in: Option<Arc<SignedIn>>,
    /// Names the request in the log.
    pub request_id: String,
    /// Where the request comes from, for limits only; never kept.
    pub from: IpAddr,
    /// Large text.
    pub large: bool,
    /// Single keys are off.
    pub keys_off: bool,
    /// The word that waited for this page.
    pub flash: String,
    /// The address that was asked for.
    pub uri: Uri,
    /// How people reach the site.
    pub base_url: String,
    headers: HeaderMap,
    visit: String,
}

impl Page {
    async fn make(site: Site, parts: &Parts, request_id: String) -> Result<Self, Problem> {
        let (headers, uri) = (&parts.headers, parts.uri.clone());
        let now = site.clock.now();
        let world = site.office.world();
        let [language, text_size, keys] = CHOICE_COOKIES
            .map(|(name, cookie, known)| choice(&uri, headers, name, cookie, known).map(str::to_owned));
        let language = language.map_or_else(|| accepted(headers), |chosen| language_of(&chosen));
        let t = Say::new(language, world.calendar.offset(), now);
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let from = client(peer, headers, &site.settings.trusted_proxies);
        let visit = cookies::read(headers, VISIT_COOKIE).unwrap_or_default().to_owned();
        let visit = if visit.len() == 32 { visit } else { site.random_hex::<16>() };
        let flash = cookies::read(headers, FLASH_COOKIE)
            .and_then(|sealed| site.settings.signing_key.open(FLASH, sealed, now))
            .and_then(|hexed| String::from_utf8(hex::decode(hexed).ok()?).ok())
            .unwrap_or_default();
        let mut page = Self {
            t,
            world,
            now,
            signed_in: None,
            request_id,
            from,
            large: text_size.as_deref() == Some("large"),
            keys_off: keys.as_deref() == Some("off"),
            flash,
            base_url: base_url(&site, headers),
            uri,
            headers: headers.clone(),
            visit,
            site,
        };
        if let Some(token) = page.session() {
            page.signed_in = page.site.office.session(&token).await?.map(Arc::new);
        }
        Ok(page)
    }

    /// The session that the browser holds, valid or not.
    #[must_use]
    pub fn session(&self) -> Option<Token> {
        cookies::read(&self.headers, SESSION_COOKIE).map(|value| Token(value.to_owned()))
    }

    /// The token that every form must carry: bound to the browser, and to the session if there is one.
    #[must_use]
    pub fn csrf(&self) -> String {
        let session = self.signed_in.as_ref().and(self.session()).map(|token| token.0).unwrap_or_default();
        self.site.settings.signing_key.sign(CSRF, &format!("{}\0{session}", self.visit))
    }

    /// Whether a form came from one of our pages.
    pub(crate) fn check_csrf(&self, sent: &str) -> Result<(), Problem> {
        use subtle::ConstantTimeEq;
        let right = self.csrf();
        if bool::from(right.as_bytes().ct_eq(sent.as_bytes())) { Ok(()) } else { Err(Problem::Csrf) }
    }

    /// A fresh idempotency key, for a form.
    #[must_use]
    pub fn key(&self) -> String {
        self.site.random_hex::<16>()
    }

    /// Who is signed in; otherwise the way to sign in.
    pub fn staff(&self) -> Result<&SignedIn, Problem> {
        self.signed_in.as_deref().ok_or(Problem::SignIn)
    }

    /// Who asks at the desk.
    pub fn caller(&self) -> Result<&Caller, Problem> {
        self.staff().map(|signed_in| &signed_in.caller)
    }

    /// The administrator; for others the page does not exist.
    pub fn administrator(&self) -> Result<&SignedIn, Problem> {
        let signed_in = self.staff()?;
        if signed_in.caller.has(ADMINISTRATOR) { Ok(signed_in) } else { Err(Problem::NotFound) }
    }

    /// Takes one token of a limit.
    pub fn limit(&self, what: Limited) -> Result<(), Problem> {
        let taken = self.site.limits.take(&self.site.settings.rates, what, self.from, self.now);
        taken.map_err(|seconds| Problem::TooMany { seconds })
    }

    /// A cookie of the request.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        cookies::read(&self.headers, name)
    }

    /// One parameter of the address.
    #[must_use]
    pub fn query(&self, name: &str) -> String {
        query(&self.uri, name).unwrap_or_default()
    }

    /// The frame for a page of the public, or, with [`crate::pages::desk::shell`], of the desk.
    #[must_use]
    pub fn shell(&self, here: &str) -> Shell {
        let other = match self.t.language {
            Language::Zh => "en",
            Language::En => "zh",
        };
        let signed_in = self.signed_in.as_deref();
        let unit = signed_in.and_then(|by| self.world.units.find(&by.account.unit));
        Shell {
            lang: self.t.language.tag().to_owned(),
            large: self.large,
            here: here.to_owned(),
            office: self.t.text(&self.site.settings.office_name).to_owned(),
            demo: self.site.settings.demo,
            activities_url: if has_activities(&self.world) {
                "/activities".to_owned()
            } else {
                String::new()
            },
            policies_url: if has_library(&self.world) { policies::URL.to_owned() } else { String::new() },
            language_url: self.here_with("lang", other),
            size_url: self.here_with("size", if self.large { "usual" } else { "large" }),
            csrf: self.csrf(),
            person: signed_in.map(|by| by.account.name.clone()).unwrap_or_default(),
            unit: unit.map(|unit| self.t.text(&unit.name).to_owned()).unwrap_or_default(),
            search: String::new(),
            keys_off: self.keys_off,
            flash: self.flash.clone(),
            queues: Vec::new(),
            rooms: Vec::new(),
            assets: self.site.assets.addresses.clone(),
        }
    }

    /// The whole address under which a matter is followed, as it stands on paper and in its square code.
    #[must_use]
    pub fn track_url(&self, number: &str) -> String {
        format!("{}/track?number={number}", self.base_url)
    }

    /// This address with one parameter changed; for links. An address that only takes forms leads to its own start.
    #[must_use]
    pub fn here_with(&self, name: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let kept = form_urlencoded::parse(self.uri.query().unwrap_or_default().as_bytes());
        let unchanged = kept.filter(|(known, _)| known != name && known != "after");
        query.extend_pairs(unchanged);
        if !value.is_empty() {
            query.append_pair(name, value);
        }
        let query = query.finish();
        let path = self.uri.path();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Answers with a page.
    pub fn show(&self, template: &impl Template) -> Result<Response, Problem> {
        self.show_as(StatusCode::OK, template)
    }

    /// Answers with a page under another status.
    pub fn show_as(&self, status: StatusCode, template: &impl Template) -> Result<Response, Problem> {
        let html = template.render().map_err(|error| Problem::fault(error.to_string()))?;
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        Ok((status, [(header::CONTENT_TYPE, kind)], html).into_response())
    }

    /// Goes on to another page after a change, with a word that is shown there.
    #[must_use]
    pub fn go(&self, to: &str, word: &str) -> Response {
        let mut answer = see_other(to);
        if !word.is_empty() {
            let until = self.now + jiff::SignedDuration::from_secs(60);
            let sealed = self.site.settings.signing_key.seal(FLASH, &hex::encode(word), until);
            self.set_cookie(&mut answer, FLASH_COOKIE, &sealed, Life::Seconds(FLASH_SECONDS));
        }
        answer
    }

    /// Adds a cookie to an answer.
    pub fn set_cookie(&self, answer: &mut Response, name: &str, value: &str, life: Life) {
        if let Some(cookie) = cookies::set(name, value, life, self.site.settings.is_https()) {
            answer.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }

    /// Cookies that every page settles: the name of the browser, preferences out of the address, the word that was shown.
    fn settle_cookies(&self, answer: &mut Response) {
        if cookies::read(&self.headers, VISIT_COOKIE) != Some(self.visit.as_str()) {
            self.set_cookie(answer, VISIT_COOKIE, &self.visit, Life::Session);
        }
        for (name, cookie, known) in CHOICE_COOKIES {
            let chosen = query(&self.uri, name).filter(|chosen| known.contains(&chosen.as_str()));
            if let Some(chosen) = chosen {
                self.set_cookie(answer, cookie, &chosen, Life::Seconds(CHOICE_SECONDS));
            }
        }
        let shown = answer.status() != StatusCode::SEE_OTHER && !self.flash.is_empty();
        if shown {
            self.set_cookie(answer, FLASH_COOKIE, "", Life::Ended);
        }
    }
}

/// 303 to a page of ours.
#[must_use]
pub fn see_other(to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Page>().cloned().ok_or_else(|| Problem::fault("no frame around this route"))
    }
}

/// Makes the [`Page`], runs the handler, and shows what went wrong in the same frame.
pub async fn frame(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let id = parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let page = match Page::make(site, &parts, id).await {
        Ok(page) => page,
        Err(problem) => return problem.bare(),
    };
    parts.extensions.insert(page.clone());
    let answer = next.run(Request::from_parts(parts, body)).await;
    let mut answer = crate::problem::show(&page, answer);
    page.settle_cookies(&mut answer);
    answer
}

/// The name of a request in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

fn query(uri: &Uri, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(uri.query()?.as_bytes());
    pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

fn choice<'k>(
    uri: &Uri,
    headers: &HeaderMap,
    name: &str,
    cookie: &str,
    known: [&'k str; 2],
) -> Option<&'k str> {
    let asked = query(uri, name).and_then(|asked| known.into_iter().find(|known| *known == asked));
    asked.or_else(|| known.into_iter().find(|known| cookies::read(headers, cookie) == Some(known)))
}

fn language_of(text: &str) -> Language {
    if text == "en" { Language::En } else { Language::Zh }
}

/// The first language of the browser that we speak, by its weight; Chinese if there is none.
fn accepted(headers: &HeaderMap) -> Language {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let spoken = wanted.split(',').filter_map(|entry| {
        let (tag, weight) = entry.trim().split_once(";q=").unwrap_or((entry.trim(), "1"));
        let language = match tag.split('-').next()? {
            "zh" => Language::Zh,
            "en" => Language::En,
            _ => return None,
        };
        let thousandths: f32 = weight.trim().parse().unwrap_or(0.0);
        Some((language, thousandths))
    });
    // The first of equals, as the browser lists them.
    let best = spoken.fold(None, |best: Option<(Language, f32)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    });
    best.map_or(Language::Zh, |(language, _)| language)
}

/// Who sent the request: the last address that a proxy we trust has seen.
fn client(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    if !trusted.contains(&peer) {
        return peer;
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let addresses: Vec<IpAddr> =
        forwarded.flat_map(|line| line.split(',')).filter_map(|text| text.trim().parse().ok()).collect();
    addresses.into_iter().rev().find(|address| !trusted.contains(address)).unwrap_or(peer)
}

/// The address that is set, or the one by which this browser came. What stands in a request goes only into the answer to it.
fn base_url(site: &Site, headers: &HeaderMap) -> String {
    if let Some(url) = &site.settings.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    format!("http://{}", host.filter(|host| is_host(host)).unwrap_or("localhost"))
}

/// A name or address with or without a port, and nothing else.
fn is_host(text: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "-.:[]".contains(letter);
    (1..=HOST_CHARS_MAX).contains(&text.len()) && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_language_is_what_the_browser_asks_for_first_and_chinese_otherwise() {
        for (wanted, language) in [
            ("", Language::Zh),
            ("en-GB,en;q=0.9", Language::En),
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Zh),
            ("fr,de;q=0.9", Language::Zh),
            ("fr, en;q=0.5", Language::En),
            ("en;q=0.2, zh-TW;q=0.7", Language::Zh),
            ("en;q=0.7, zh;q=0.7", Language::En),
            (";;;q=,", Language::Zh),
        ] {
            assert_eq!(accepted(&headers(&[("accept-language", wanted)])), language, "{wanted}");
        }
    }

    #[test]
    fn only_a_host_is_put_on_paper() {
        for (host, taken) in [
            ("sixia.example.cn", true),
            ("127.0.0.1:8311", true),
            ("[::1]:80", true),
            ("a/b", false),
            ("", false),
            ("a b", false),
        ] {
            assert_eq!(is_host(host), taken, "{host}");
        }
    }

    #[test]
    fn an_address_says_more_than_a_cookie() {
        let headers = headers(&[("cookie", "sixia-lang=en")]);
        let chosen =
            |uri: &'static str| choice(&Uri::from_static(uri), &headers, "lang", "sixia-lang", ["zh", "en"]);
        assert_eq!(chosen("/?lang=zh"), Some("zh"));
        assert_eq!(chosen("/"), Some("en"));
        assert_eq!(chosen("/?lang=fr"), Some("en"));
    }

    #[test]
    fn a_forwarded_address_counts_only_from_a_proxy_that_is_trusted() {
        let proxy: IpAddr = "10.0.0.9".parse().unwrap();
        let person = "203.0.113.7".parse().unwrap();
        let forwarded = headers(&[("x-forwarded-for", "198.51.100.1, 203.0.113.7, 10.0.0.9")]);
        assert_eq!(
            client(Some(proxy), &forwarded, &[proxy]),
            person,
            "the last that we did not add ourselves"
        );
        assert_eq!(client(Some(person), &forwarded, &[proxy]), person, "anybody can write the header");
        assert_eq!(client(Some(proxy), &headers(&[]), &[proxy]), proxy);
        assert_eq!(client(Some(proxy), &headers(&[("x-forwarded-for", "nonsense")]), &[proxy]), proxy);
    }
}
