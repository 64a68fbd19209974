//! By what a browser is known again that said "me too": nothing else is told by it.

use axum::response::Response;

use super::Page;
use crate::cookies::Life;

/// Holds the secret by which it is known again.
const BROWSER_COOKIE: &str = "sixia-too";
/// Seconds for which it is known again.
const BROWSER_SECONDS: u64 = 365 * 24 * 3600;
const BROWSER: &str = "too";

impl Page {
    /// The secret by which this browser is known again when it says "me too": the one that it holds, or a new one.
    #[must_use]
    pub fn browser(&self) -> String {
        let sealed = self.cookie(BROWSER_COOKIE).unwrap_or_default();
        let known = self.site.settings.signing_key.open(BROWSER, sealed, self.now);
        known.map_or_else(|| self.site.random_hex::<16>(), str::to_owned)
    }

    /// Lets the browser keep that secret.
    pub fn remember_browser(&self, answer: &mut Response, secret: &str) {
        let until = self.now + jiff::SignedDuration::from_secs(BROWSER_SECONDS.cast_signed());
        let sealed = self.site.settings.signing_key.seal(BROWSER, secret, until);
        self.set_cookie(answer, BROWSER_COOKIE, &sealed, Life::Seconds(BROWSER_SECONDS));
    }

    /// The name of this browser until it is closed.
    #[must_use]
    pub fn visit(&self) -> &str {
        &self.visit
    }
}
