//! What goes to whoever runs the program: lines on the output, progress on the error output.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use crate::words::Words;

/// How often progress is told on a terminal, and in a file.
const REDRAW: Duration = Duration::from_millis(200);
const RELOG: Duration = Duration::from_secs(5);

/// One line of the answer. Output that nobody takes any more (`sixia … | head`) is no failure.
pub(crate) fn line(text: impl AsRef<str>) {
    let _closed = writeln!(io::stdout().lock(), "{}", text.as_ref());
}

/// A whole page, as it is.
pub(crate) fn page(text: &str) {
    let _closed = io::stdout().lock().write_all(text.as_bytes());
}

/// One line beside the answer: what is going on, or what went wrong.
pub(crate) fn aside(text: impl AsRef<str>) {
    let _closed = writeln!(io::stderr().lock(), "{}", text.as_ref());
}

/// How far a long task is: a line that is drawn anew on a terminal, a line now and then elsewhere.
pub(crate) struct Progress<'w> {
    words: &'w Words,
    what: String,
    all: u64,
    started: Instant,
    told: Option<Instant>,
    on_terminal: bool,
}

impl<'w> Progress<'w> {
    /// A task of so many steps; `what` is its name in the reader's language.
    pub(crate) fn new(words: &'w Words, what: String, all: u64) -> Self {
        let on_terminal = io::stderr().is_terminal();
        Self { words, what, all, started: Instant::now(), told: None, on_terminal }
    }

    /// So many steps are done.
    pub(crate) fn at(&mut self, done: u64) {
        let every = if self.on_terminal { REDRAW } else { RELOG };
        if self.told.is_some_and(|told| told.elapsed() < every) {
            return;
        }
        self.told = Some(Instant::now());
        let text = self.text(done);
        if self.on_terminal {
            let mut out = io::stderr().lock();
            let _closed = write!(out, "\r\x1b[2K{text}").and_then(|()| out.flush());
        } else {
            aside(text);
        }
    }

    /// All is done.
    pub(crate) fn finish(self) {
        let seconds = format!("{:.1}", self.started.elapsed().as_secs_f64());
        let text = self
            .words
            .with("progress-done", &[("what", &self.what), ("all", &self.all), ("seconds", &seconds)]);
        if self.on_terminal {
            aside(format!("\r\x1b[2K{text}"));
        } else {
            aside(text);
        }
    }

    fn text(&self, done: u64) -> String {
        let percent = done.saturating_mul(100).checked_div(self.all).unwrap_or(100);
        let left = remaining(self.started.elapsed(), done, self.all).map_or(String::new(), |left| {
            self.words.with("progress-left", &[("seconds", &left.as_secs().max(1))])
        });
        let args: [(&str, &dyn ToString); 5] = [
            ("what", &self.what),
            ("done", &done),
            ("all", &self.all),
            ("percent", &percent),
            ("left", &left),
        ];
        self.words.with("progress", &args)
    }
}

/// How long the rest takes if it goes on as before; `None` while that is a guess.
fn remaining(elapsed: Duration, done: u64, all: u64) -> Option<Duration> {
    if done.saturating_mul(50) < all || elapsed < Duration::from_secs(1) {
        return None;
    }
    let rest = all.saturating_sub(done);
    let millis = u128::from(rest) * elapsed.as_millis() / u128::from(done.max(1));
    u64::try_from(millis).ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_is_estimated_from_what_was_done() {
        let seconds = |n| Duration::from_secs(n);
        assert_eq!(remaining(seconds(10), 100, 400), Some(seconds(30)));
        assert_eq!(remaining(seconds(10), 400, 400), Some(seconds(0)));
        assert_eq!(remaining(seconds(10), 1, 400), None, "too early to say");
        assert_eq!(remaining(Duration::from_millis(5), 100, 400), None, "too early to say");
    }
}
