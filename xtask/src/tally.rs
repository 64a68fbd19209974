//! How many tests ran, read from the closing lines of the runners.

use std::fmt;

/// Counts of one run or of several.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// A runner that failed without naming a failed test (it did not even compile) counts as one failure.
    pub(crate) fn add_exit(&mut self, succeeded: bool) {
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
    }

    /// Adds what a closing line of nextest, `cargo test`, `node --test` or Playwright says; other lines say nothing.
    pub(crate) fn read_line(&mut self, line: &str) {
        let line = line.trim();
        if let Some((_, counts)) = line.split_once(" tests run: ").filter(|_| line.starts_with("Summary [")) {
            self.read_counts(counts);
        } else if let Some((_, counts)) = line.split_once(". ").filter(|_| line.starts_with("test result: "))
        {
            self.read_counts(counts);
        } else if let Some(count) = line.strip_prefix("# ") {
            self.read_node(count);
        } else {
            self.read_playwright(line);
        }
    }

    /// `3 passed; 0 failed; 1 ignored`, `3 passed (1 slow), 1 failed, 2 timed out, 1 skipped`
    fn read_counts(&mut self, counts: &str) {
        for part in counts.split([',', ';']) {
            let mut words = part.split_whitespace();
            let (Some(count), Some(what)) = (words.next(), words.next()) else { continue };
            let Ok(count) = count.parse::<u32>() else { continue };
            match what {
                "passed" => self.passed += count,
                "failed" | "timed" => self.failed += count,
                "skipped" | "ignored" => self.skipped += count,
                _ => {}
            }
        }
    }

    /// `pass 4`, `fail 0`, `skipped 0`: the closing lines of `node --test`.
    fn read_node(&mut self, line: &str) {
        let Some((what, count)) = line.split_once(' ') else { return };
        let Ok(count) = count.parse::<u32>() else { return };
        match what {
            "pass" => self.passed += count,
            "fail" | "cancelled" => self.failed += count,
            "skipped" => self.skipped += count,
            _ => {}
        }
    }

    /// `12 passed (9.1s)`, `1 failed`, `2 skipped`, `1 flaky`, each alone on a line.
    fn read_playwright(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        let (count, what, rest) = (words.next(), words.next(), words.next());
        let Some(count) = count.and_then(|count| count.parse::<u32>().ok()) else { return };
        match (what, rest) {
            (Some("passed"), time) if time.is_none_or(|time| time.starts_with('(')) => self.passed += count,
            (Some("failed" | "flaky" | "interrupted"), None) => self.failed += count,
            (Some("skipped"), None) => self.skipped += count,
            _ => {}
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, passed: u32, failed: u32, skipped: u32) {
        let mut tally = Tally::default();
        tally.read_line(line);
        assert_eq!(tally, Tally { passed, failed, skipped }, "{line}");
    }

    #[test]
    fn the_closing_lines_of_the_runners_are_counted() {
        check("     Summary [   0.045s] 20 tests run: 18 passed (1 slow), 2 failed, 3 skipped", 18, 2, 3);
        check("     Summary [   9s] 4 tests run: 2 passed, 1 failed, 1 timed out, 0 skipped", 2, 2, 0);
        check(
            "test result: ok. 7 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 1s",
            7,
            0,
            2,
        );
        check("test result: FAILED. 6 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out", 6, 1, 0);
        check("  12 passed (39.4s)", 12, 0, 0);
        check("  1 failed", 0, 1, 0);
        check("  1 flaky", 0, 1, 0);
        check("  3 skipped", 0, 0, 3);
        check("# pass 4", 4, 0, 0);
        check("# fail 1", 0, 1, 0);
        check("# tests 4", 0, 0, 0);
    }

    #[test]
    fn other_lines_say_nothing() {
        check("running 12 tests", 0, 0, 0);
        check("3 passed the gate without a ticket", 0, 0, 0);
        check("        PASS [   0.01s] domain term::tests::a", 0, 0, 0);
    }

    #[test]
    fn a_runner_that_fails_before_its_first_test_is_one_failure() {
        let mut tally = Tally::default();
        tally.add_exit(false);
        assert_eq!(tally.to_string(), "0 passed, 1 failed");
    }
}
