//! A browser without scripts: it keeps cookies, reads forms, and sends them back.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::text::Text;
use office::{Clock, Office, Way};
use store::Database;
use testkit::{Mailbag, SeededRandom, TestOffice, town};
use tower::ServiceExt;
use web::cookies::SigningKey;
use web::{Rates, Settings, Site, app};

const BOUNDARY: &str = "----------of-the-test";
const PASSWORD: &str = "海边的风很大 2026";

/// Runs a test on a new office and the site in front of it.
pub(crate) fn on_a_site(body: impl Fn(&Setting)) {
    on_a_site_with(Rates::default(), body);
}

/// The same with other limits.
pub(crate) fn on_a_site_with(rates: Rates, body: impl Fn(&Setting)) {
    on_an_office(TestOffice::new, rates, body);
}

/// The same where people are told by mail and by text message; what they are told is in the bag.
pub(crate) fn on_a_telling_site(body: impl Fn(&Setting, &Mailbag)) {
    let bag = Mailbag::new(&[Way::Mail, Way::Sms]);
    let telling = |database| TestOffice::telling(database, Arc::<Mailbag>::clone(&bag));
    on_an_office(telling, Rates::default(), |setting| body(setting, &bag));
}

fn on_an_office(open: impl Fn(Database) -> TestOffice, rates: Rates, body: impl Fn(&Setting)) {
    let folder = tempfile::tempdir().unwrap();
    let location = store::Location::Sqlite(folder.path().join("office.db"));
    let options = store::Options { readers: 2, ..store::Options::default() };
    let database = Database::open(&location, &options).unwrap();
    database.migrate(store::MIGRATIONS).unwrap();
    let office = open(database);
    body(&Setting { site: site(&office, rates), office });
}

/// An office, and the site in front of it.
pub(crate) struct Setting {
    pub(crate) office: TestOffice,
    pub(crate) site: Site,
}

/// The clock of the office, for the site.
struct OfficeClock(Office);

impl Clock for OfficeClock {
    fn now(&self) -> jiff::Timestamp {
        self.0.now()
    }
}

fn site(office: &TestOffice, rates: Rates) -> Site {
    let settings = Settings {
        office_name: Text::new("海州市政务服务", "Haizhou Public Service"),
        public_url: Some("https://sixia.example.cn".to_owned()),
        trusted_proxies: Vec::new(),
        assets_folder: "/nowhere".into(),
        signing_key: SigningKey::new([3; 32]),
        rates,
        demo_accounts: Vec::new(),
        demo: false,
    };
    let clock = Arc::new(OfficeClock(office.office.clone()));
    Site::new(office.office.clone(), settings, clock, Arc::new(SeededRandom::new(9)))
}

impl Setting {
    /// Somebody who has never been here.
    pub(crate) fn stranger(&self) -> Browser<'_> {
        Browser { setting: self, app: app(&self.site), cookies: BTreeMap::new(), language: "zh-CN" }
    }

    /// An officer of the town, signed in.
    pub(crate) fn officer(&self, name: &str) -> Browser<'_> {
        let office = &self.office;
        let made = office.wait(office.office.add_account(&Office::machine(), town::account(name)));
        let session = match made {
            Ok(invitation) => office.wait(office.office.accept_invitation(&invitation, PASSWORD)),
            Err(_) => office.wait(office.office.sign_in(name, PASSWORD)),
        };
        let mut browser = self.stranger();
        browser.cookies.insert("sixia-session".to_owned(), session.unwrap().0);
        browser
    }
}

/// One browser.
pub(crate) struct Browser<'s> {
    setting: &'s Setting,
    app: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) language: &'static str,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Browser<'_> {
    /// Opens an address.
    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap())
    }

    /// Sends a form with the tokens that the page carries.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf();
        let mut form = vec![("csrf", csrf.as_str())];
        form.extend_from_slice(fields);
        self.post_bare(path, &form)
    }

    /// Sends exactly these fields.
    pub(crate) fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(body)).unwrap())
    }

    /// Sends a form with files.
    pub(crate) fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, Vec<u8>)],
    ) -> Answer {
        let csrf = self.csrf();
        let mut body = Vec::new();
        for (name, value) in std::iter::once(&("csrf", csrf.as_str())).chain(fields) {
            body.extend(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .into_bytes(),
            );
        }
        for (name, bytes) in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"x.jpg\"\r\n\
                 Content-Type: image/jpeg\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        self.ask(request.body(Body::from(body)).unwrap())
    }

    /// Opens the address that the answer leads to.
    pub(crate) fn follow(&mut self, answer: &Answer) -> Answer {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let to = answer.headers[header::LOCATION].to_str().unwrap().to_owned();
        self.get(&to)
    }

    /// The token of this browser, off a page that always has a form.
    pub(crate) fn csrf(&mut self) -> String {
        self.get("/track").hidden("csrf")
    }

    /// Sends any request, with what this browser always sends.
    pub(crate) fn ask(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let headers = request.headers_mut();
        headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        headers.insert(header::ACCEPT_LANGUAGE, self.language.parse().unwrap());
        let app = self.app.clone();
        let (parts, text) = self.setting.office.wait(async move {
            let (parts, body) = app.oneshot(request).await.unwrap().into_parts();
            (parts, to_bytes(body, usize::MAX).await.unwrap())
        });
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let text = String::from_utf8_lossy(&text).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }
}

impl Answer {
    /// What stands in the first hidden field of this name.
    pub(crate) fn hidden(&self, name: &str) -> String {
        self.hiddens(name).first().cloned().expect("a hidden field of this name")
    }

    /// What stands in every hidden field of this name.
    pub(crate) fn hiddens(&self, name: &str) -> Vec<String> {
        let mark = format!("name=\"{name}\" value=\"");
        self.text.split(&mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    }

    /// Every hidden field of the page, for sending it back as it is.
    pub(crate) fn all_hidden(&self) -> Vec<(String, String)> {
        let inputs = self.text.split("<input type=\"hidden\"").skip(1);
        let value = |input: &str, name: &str| {
            let rest = input.split(&format!("{name}=\"")).nth(1)?;
            Some(rest.split('"').next()?.to_owned())
        };
        let fields = inputs.filter_map(|input| Some((value(input, "name")?, value(input, "value")?)));
        fields.filter(|(name, _)| name != "csrf").collect()
    }

    /// What stands between two marks, the first time.
    pub(crate) fn between(&self, before: &str, after: &str) -> String {
        let rest = self.text.split(before).nth(1).expect("the first mark");
        rest.split(after).next().unwrap().to_owned()
    }

    /// Fails unless the page came and says all of this.
    pub(crate) fn says(&self, status: StatusCode, words: &[&str]) {
        assert_eq!(self.status, status, "{}", self.text);
        for word in words {
            assert!(self.text.contains(word), "`{word}` is missing in\n{}", self.text);
        }
    }
}

/// A picture as a telephone takes it.
pub(crate) fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_fn(64, 48, |x, y| {
        image::Rgb([u8::try_from(x).unwrap(), u8::try_from(y).unwrap(), 9])
    });
    image.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}
