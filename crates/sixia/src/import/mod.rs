//! Takes in tables: matters with their history, folders of texts, and reference data.

mod additions;
pub(crate) mod mapping;
mod matters;
mod reference;
mod table;
mod texts;

use crate::Run;
use crate::cli::{Exit, Import, ImportKind};
use crate::terminal::{aside, line};
use table::Fault;

/// Faults that are printed; more would bury the first ones.
const FAULTS_SHOWN_MAX: usize = 200;

/// Imports a file, or only says what is wrong with it.
pub(crate) fn run(run: &Run, args: &Import) -> anyhow::Result<Exit> {
    match (args.kind, &args.mapping) {
        (ImportKind::Matters, Some(mapping)) => {
            let table = table::read(&table::bytes(&args.file)?)?;
            matters::import(run, table, mapping, args.dry_run)
        }
        (ImportKind::Texts, Some(mapping)) => {
            matters::import(run, texts::read(run, &args.file)?, mapping, args.dry_run)
        }
        (ImportKind::Matters | ImportKind::Texts, None) => {
            aside(run.words.say("import-no-mapping"));
            Ok(Exit::Usage)
        }
        _ => reference::import(run, args),
    }
}

/// Tells what is wrong, a line each.
fn tell_faults(run: &Run, faults: &[Fault]) -> Exit {
    for fault in faults.iter().take(FAULTS_SHOWN_MAX) {
        let args: [(&str, &dyn ToString); 3] =
            [("line", &fault.line), ("column", &fault.column), ("said", &fault.said)];
        line(
            run.words.with(if fault.column.is_empty() { "import-fault-row" } else { "import-fault" }, &args),
        );
    }
    line(run.words.with("import-faults", &[("count", &faults.len())]));
    Exit::Refused
}
