//! The files that are built into the program, so that the binary alone is enough: packs, calendars, the demonstration.
//! `build.rs` lists them.

/// Each file with its path in the project.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// One file, by its path in the project.
pub(crate) fn file(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
}

/// The files of a folder with their paths, in order.
pub(crate) fn folder(path: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let within = format!("{path}/");
    FILES.iter().copied().filter(move |(name, _)| name.starts_with(&within))
}

/// The packs: the name of each with the text of its `pack.toml`.
pub(crate) fn packs() -> impl Iterator<Item = (&'static str, &'static str)> {
    folder("packs").filter_map(|(path, text)| Some((path.split('/').nth(1)?, text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendars_and_the_demonstration_are_built_in() {
        assert!(file("calendars/cn/base.toml").is_some_and(|text| text.contains("region")));
        assert!(folder("demo/places").count() >= 2);
        assert!(file("demo/nothing.toml").is_none());
    }
}
