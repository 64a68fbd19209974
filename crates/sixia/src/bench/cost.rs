//! How much processor time each part of the program takes, as the system counts it for each thread.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Processor time by part: the threads of one name together. Empty on systems that do not tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spent(BTreeMap<String, Duration>);

impl Spent {
    /// Of all threads that live now, since they began.
    pub(super) fn so_far() -> Self {
        let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        threads.filter_map(|thread| of_thread(&thread.path())).collect()
    }

    /// Of the thread that asks; take it when the thread ends.
    pub(super) fn of_this_thread() -> Self {
        of_thread(Path::new("/proc/thread-self")).into_iter().collect()
    }

    /// What was spent since then, by threads that live still.
    pub(super) fn since(self, before: &Self) -> Self {
        let spent = self.0.into_iter().map(|(part, now)| {
            let before = before.0.get(&part).copied().unwrap_or_default();
            (part, now.saturating_sub(before))
        });
        spent.collect()
    }

    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        self.0.into_iter().chain(other.0).collect()
    }

    /// The parts that took the most, first, without those that took nothing.
    pub(super) fn parts(&self) -> Vec<(&str, Duration)> {
        let mut parts: Vec<(&str, Duration)> =
            self.0.iter().map(|(part, spent)| (part.as_str(), *spent)).collect();
        parts.retain(|(_, spent)| !spent.is_zero());
        parts.sort_by_key(|(_, spent)| std::cmp::Reverse(*spent));
        parts
    }
}

impl FromIterator<(String, Duration)> for Spent {
    fn from_iter<I: IntoIterator<Item = (String, Duration)>>(parts: I) -> Self {
        let mut spent = BTreeMap::<String, Duration>::new();
        for (part, time) in parts {
            *spent.entry(part).or_default() += time;
        }
        Self(spent)
    }
}

/// The name of a thread without its number, and its processor time.
fn of_thread(folder: &Path) -> Option<(String, Duration)> {
    let name = fs::read_to_string(folder.join("comm")).ok()?;
    // Nanoseconds on a processor, then what is not asked for.
    let times = fs::read_to_string(folder.join("schedstat")).ok()?;
    let nanos = times.split(' ').next()?.parse().ok()?;
    let part = name.trim_end().trim_end_matches(|letter: char| letter == '-' || letter.is_ascii_digit());
    Some((part.to_owned(), Duration::from_nanos(nanos)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spent(parts: &[(&str, u64)]) -> Spent {
        parts.iter().map(|(part, millis)| ((*part).to_owned(), Duration::from_millis(*millis))).collect()
    }

    #[test]
    fn what_was_spent_is_added_up_by_part() {
        let before = spent(&[("writer", 5), ("web", 1)]);
        let after = spent(&[("web", 4), ("web", 7), ("writer", 5)]);
        let since = after.since(&before).and(spent(&[("client", 20)]));
        let parts = [("client", Duration::from_millis(20)), ("web", Duration::from_millis(10))];
        assert_eq!(since.parts(), parts);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_thread_that_works_is_seen_under_its_name() {
        let working = std::thread::Builder::new().name("busy-7".to_owned()).spawn(|| {
            let until = std::time::Instant::now() + Duration::from_millis(30);
            while std::time::Instant::now() < until {}
            Spent::of_this_thread()
        });
        let spent = working.unwrap().join().unwrap();
        assert_eq!(spent.parts().first().map(|(part, _)| *part), Some("busy"));
    }
}
