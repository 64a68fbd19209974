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

/// Checks, explains or lists packs: those of a folder, or those that are built in.
pub(crate) fn run(run: &Run, pack: &Pack) -> anyhow::Result<Exit> {
    let (Pack::Check(folder) | Pack::Explain(folder) | Pack::List(folder)) = pack;
    let mut exit = Exit::Done;
    for source in sources(folder.folder.as_deref())? {
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

/// The packs of a folder: the folder of one pack, or a folder of such folders.
fn sources(folder: Option<&Path>) -> anyhow::Result<Vec<Source>> {
    let Some(folder) = folder else {
        let shipped = shipped::packs()
            .map(|(name, text)| Source { file: format!("packs/{name}/{FILE}"), text: text.to_owned() });
        return Ok(shipped.collect());
    };
    let mut files: Vec<PathBuf> = vec![folder.join(FILE)];
    if !folder.join(FILE).is_file() {
        let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
        files = entries.map(|entry| Ok(entry?.path().join(FILE))).collect::<std::io::Result<_>>()?;
        files.retain(|file| file.is_file());
        files.sort();
    }
    anyhow::ensure!(!files.is_empty(), "{} holds no {FILE}", folder.display());
    let read = |file: PathBuf| {
        let name = file.display().to_string();
        Ok(Source { text: fs::read_to_string(&file).with_context(|| name.clone())?, file: name })
    };
    files.into_iter().map(read).collect()
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
