//! The binary: settings, wiring, subcommands.
//!
//! Read it in this order:
//!
//! 1. [`cli`]: what can be typed. [`words`]: what is answered, in the reader's language. [`settings`]: the only place that reads them.
//! 2. [`home`]: the data folder, and the office that opens on it. [`serve`]: the server around it.
//! 3. [`demo`] and [`import`]: many matters at once. Both plan in memory first ([`life`]).
//! 4. [`backup`], [`checks`], [`mod@doctor`], [`users`], [`packs`], [`export`]: what an administrator does. [`mod@bench`]: what two cores can do.

mod backup;
mod bench;
mod checks;
mod cli;
mod demo;
mod dice;
mod doctor;
mod edge;
mod export;
mod home;
mod import;
mod life;
mod messenger;
mod packs;
mod serve;
mod settings;
mod shipped;
mod terminal;
mod users;
mod words;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use crate::cli::{Cli, Exit, Task};
use crate::settings::Settings;
use crate::terminal::{aside, line};
use crate::words::{Words, language_of};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a subcommand is given.
struct Run {
    words: Words,
    settings: Settings,
}

fn main() -> ExitCode {
    let environment = environment();
    let typed: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let words = Words::new(language_of(locale(&typed, &environment)));
    let exit = match cli::read(&words, &typed) {
        Ok(cli) => run(words, cli, &environment),
        Err((said, Exit::Done)) => {
            line(said.trim_end());
            Exit::Done
        }
        Err((said, exit)) => {
            aside(said.trim_end());
            exit
        }
    };
    ExitCode::from(exit.code())
}

/// The variables that concern the program. What is not text is nobody's setting.
fn environment() -> BTreeMap<String, String> {
    let variables =
        std::env::vars_os().filter_map(|(name, value)| name.into_string().ok().zip(value.into_string().ok()));
    variables.collect()
}

/// The language that is asked for: before the command line is read, because its mistakes are told in it.
fn locale<'t>(typed: &'t [String], environment: &'t BTreeMap<String, String>) -> Option<&'t str> {
    let flag = typed.iter().enumerate().find_map(|(at, word)| match word.split_once('=') {
        Some(("--lang", language)) => Some(language),
        None if word == "--lang" => typed.get(at + 1).map(String::as_str),
        _ => None,
    });
    let variable = |name: &str| environment.get(name).map(String::as_str).filter(|value| !value.is_empty());
    flag.or_else(|| variable("LC_ALL")).or_else(|| variable("LC_MESSAGES")).or_else(|| variable("LANG"))
}

fn run(words: Words, cli: Cli, environment: &BTreeMap<String, String>) -> Exit {
    let (data, listen) = match &cli.task {
        Task::Demo(demo) => ("demo-data", demo.serve.listen.as_ref()),
        Task::Serve(serve) => ("data", serve.listen.as_ref()),
        _ => ("data", None),
    };
    let settings = match Settings::read(Path::new(data), &cli.common, listen, environment) {
        Ok(settings) => settings,
        Err(error) => {
            aside(words.with("settings-wrong", &[("why", &error.told(&words))]));
            return Exit::Usage;
        }
    };
    let run = Run { words, settings };
    match dispatch(&run, cli.task) {
        Ok(exit) => exit,
        Err(error) => {
            aside(run.words.with("failed", &[("why", &format!("{error:#}"))]));
            Exit::Failed
        }
    }
}

fn dispatch(run: &Run, task: Task) -> anyhow::Result<Exit> {
    match task {
        Task::Serve(_) => serve::serve(run),
        Task::Demo(args) => serve::demo(run, &args),
        Task::Pack(pack) => packs::run(run, &pack),
        Task::Import(args) => import::run(run, &args),
        Task::Export(args) => export::run(run, &args),
        Task::User(user) => users::run(run, user),
        Task::Backup { file } => backup::backup(run, &file),
        Task::Restore(args) => backup::restore(run, &args),
        Task::Verify => checks::verify(run),
        Task::Doctor { json } => doctor::doctor(run, json),
        Task::Bench(bench) => bench::run(run, &bench),
        Task::Reference { page } => {
            anyhow::ensure!(page == "settings", "there is no reference page {page}");
            terminal::page(&settings::reference());
            Ok(Exit::Done)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_beats_the_variables_and_lc_all_beats_lang() {
        let variables = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let typed = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        let both = variables(&[("LC_ALL", "en_GB.UTF-8"), ("LANG", "zh_CN.UTF-8")]);
        for (line, variables, locale) in [
            ("sixia doctor", variables(&[]), None),
            ("sixia doctor", variables(&[("LANG", "en_US.UTF-8")]), Some("en_US.UTF-8")),
            ("sixia doctor", variables(&[("LC_ALL", ""), ("LANG", "zh_CN")]), Some("zh_CN")),
            ("sixia doctor", both.clone(), Some("en_GB.UTF-8")),
            ("sixia doctor --lang zh", both.clone(), Some("zh")),
            ("sixia --lang=zh doctor", both, Some("zh")),
        ] {
            assert_eq!(super::locale(&typed(line), &variables), locale, "{line}");
        }
    }
}
