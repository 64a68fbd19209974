//! Packs, for whoever writes them: check, explain, list.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use domain::program::Program;
use pack::Severity;
use pack::explain::Block;

use crate::Run;
use crate::cli::{Exit, Pack};
use crate::shipped;
use crate::terminal::line;

/// The file of a pack.
const FILE: &str = "pack.toml";

/// Checks, explains or lists packs: those that are named, or all that are built in. What cannot be found is said, and the rest is
/// done all the same.
pub(crate) fn run(run: &Run, pack: &Pack) -> anyhow::Result<Exit> {
    let (Pack::Check(names) | Pack::Explain(names) | Pack::List(names)) = pack;
    let mut exit = Exit::Done;
    let mut found: Vec<Source> = Vec::new();
    for name in &names.packs {
        if let Some(sources) = named(name)? {
            found.extend(sources);
        } else {
            line(unknown(run, name));
            exit = Exit::Refused;
        }
    }
    if names.packs.is_empty() {
        found.extend(built_in());
    }
    for source in found {
        let program = match pack::read(&source.file, &source.text) {
            Ok(program) => program,
            Err(error) => {
                line(error.to_string());
                exit = Exit::Refused;
                continue;
            }
        };
        match pack {
            Pack::Check(_) => exit = exit.max(check(run, &source.file, &program)),
            Pack::Explain(_) => explain(run, &program),
            Pack::List(_) => list(run, &program),
        }
    }
    Ok(exit)
}

/// The text of a pack with its name.
struct Source {
    file: String,
    text: String,
}

fn built_in() -> impl Iterator<Item = Source> {
    shipped::packs()
        .map(|(name, text)| Source { file: format!("packs/{name}/{FILE}"), text: text.to_owned() })
}

/// The packs of a folder (that of one pack, or one of such folders), else the built-in pack of this name. A folder comes first:
/// whoever works on a pack means the one that lies there. `None`: neither is there.
fn named(name: &Path) -> anyhow::Result<Option<Vec<Source>>> {
    let files = files(name)?;
    if !files.is_empty() {
        return files.iter().map(|file| read(file)).collect::<anyhow::Result<_>>().map(Some);
    }
    let known = name.to_str().and_then(|name| {
        let file = format!("packs/{name}/{FILE}");
        built_in().find(|source| source.file == file)
    });
    Ok(known.map(|source| vec![source]))
}

/// The `pack.toml` of a folder, or those of the folders in it, in order; none if there is no such folder.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if folder.join(FILE).is_file() {
        return Ok(vec![folder.join(FILE)]);
    }
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<PathBuf> =
        entries.map(|entry| Ok(entry?.path().join(FILE))).collect::<std::io::Result<_>>()?;
    files.retain(|file| file.is_file());
    files.sort();
    Ok(files)
}

fn read(file: &Path) -> anyhow::Result<Source> {
    let name = file.display().to_string();
    Ok(Source { text: fs::read_to_string(file).with_context(|| name.clone())?, file: name })
}

fn unknown(run: &Run, name: &Path) -> String {
    let known: Vec<&str> = shipped::packs().map(|(name, _)| name).collect();
    run.words.with("pack-unknown", &[("what", &name.display()), ("known", &known.join(" "))])
}

fn check(run: &Run, file: &str, program: &Program) -> Exit {
    let findings = pack::check(program);
    for finding in &findings {
        line(finding.say(run.words.language));
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let args: [(&str, &dyn ToString); 3] =
        [("file", &file), ("errors", &errors), ("warnings", &(findings.len() - errors))];
    line(run.words.with(if findings.is_empty() { "pack-good" } else { "pack-bad" }, &args));
    if errors > 0 { Exit::Refused } else { Exit::Done }
}

fn explain(run: &Run, program: &Program) {
    line(format!("# {}", run.words.text(&program.name)));
    for section in pack::explain(program, run.words.language) {
        line(format!("\n## {}\n", section.heading));
        for block in section.blocks {
            match block {
                Block::Paragraph(text) => line(text),
                Block::List(points) => points.iter().for_each(|point| line(format!("- {point}"))),
                Block::Table { head, rows } => {
                    for row in std::iter::once(head).chain(rows) {
                        line(row.join("\t"));
                    }
                }
            }
        }
    }
}

fn list(run: &Run, program: &Program) {
    let args: [(&str, &dyn ToString); 6] = [
        ("id", &program.id),
        ("version", &program.version),
        ("name", &run.words.text(&program.name)),
        ("states", &program.states.len()),
        ("acts", &(program.acts.len() + 1)),
        ("clocks", &program.clocks.len()),
    ];
    line(run.words.with("pack-line", &args));
}
