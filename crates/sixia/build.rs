//! Lists the shipped files for `src/shipped.rs`: `include_str!` of each, so that the compiler sees every change, which a macro that
//! walks folders would not on stable Rust.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders that are built in, and the endings of the files in them.
const SHIPPED: [(&str, &str); 5] = [
    ("calendars/cn", "toml"),
    ("demo", "toml"),
    ("demo", "geojson"),
    ("demo/places", "csv"),
    ("demo/imports", "toml"),
];

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = packs(&root.join("packs"))?;
    for (folder, ending) in SHIPPED {
        files.extend(with_ending(&root.join(folder), ending)?);
    }
    let mut list = String::from("&[\n");
    for file in files {
        let name = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        println!("cargo::rerun-if-changed={}", file.display());
        let _infallible = writeln!(list, "    ({name:?}, include_str!({:?})),", file.display().to_string());
    }
    list.push(']');
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("shipped.rs"), list)
}

fn packs(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let folders = fs::read_dir(folder)?.map(|entry| Ok(entry?.path().join("pack.toml")));
    let mut found: Vec<PathBuf> = folders.collect::<io::Result<_>>()?;
    found.retain(|file| file.is_file());
    found.sort();
    Ok(found)
}

fn with_ending(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    found.retain(|file| file.extension().is_some_and(|extension| extension == ending));
    found.sort();
    Ok(found)
}
