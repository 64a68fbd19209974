//! The subcommands and their flags. What they say stands in `translations/cli.*.ftl`: `about-serve` for a command, `more-serve` for
//! the examples below it, `arg-listen` or `arg-serve-listen` for a flag.

use std::path::PathBuf;

use clap::{Arg, Args, Command, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};

use crate::words::Words;

/// Exit codes, as `docs/guide/operations.md` tells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// The machine failed: no database, no disk, no such file.
    Failed,
    /// The command line makes no sense. Clap's own number for it.
    Usage,
    /// What was given has faults, listed on the output; nothing was changed.
    Refused,
    /// A check found something wrong: `verify`, `doctor`, a drill.
    Unwell,
}

impl Exit {
    /// Its number.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::Unwell => 4,
        }
    }
}

#[derive(Debug, Parser)]
#[command(name = "sixia", version, disable_help_subcommand = true, subcommand_required = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) task: Task,
}

/// Flags that every subcommand takes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) database: Option<String>,
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[arg(long, global = true, value_name = "zh|en")]
    pub(crate) lang: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    Serve(Serve),
    Demo(Demo),
    #[command(subcommand)]
    Pack(Pack),
    Import(Import),
    Export(Export),
    #[command(subcommand)]
    User(User),
    Backup {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    Restore(Restore),
    Verify,
    Doctor {
        #[arg(long)]
        json: bool,
    },
    #[command(subcommand)]
    Bench(Bench),
    /// Prints reference pages for `docs/`; for `cargo xtask generate`.
    #[command(hide = true)]
    Reference {
        page: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) serve: Serve,
    #[arg(long, value_name = "N", default_value_t = 4000)]
    pub(crate) matters: usize,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) today: Option<jiff::civil::Date>,
    #[arg(long)]
    pub(crate) load_only: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Pack {
    Check(PackNames),
    Explain(PackNames),
    List(PackNames),
}

#[derive(Debug, Args)]
pub(crate) struct PackNames {
    #[arg(value_name = "PACK")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[arg(value_enum, value_name = "KIND")]
    pub(crate) kind: ImportKind,
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = DatumName::Wgs84)]
    pub(crate) datum: DatumName,
    #[arg(long, value_name = "PROPERTY", default_value = "code")]
    pub(crate) code: String,
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportKind {
    Matters,
    Texts,
    Places,
    Units,
    Duties,
    Leaders,
    Categories,
    Calendar,
    Boundaries,
}

/// In which datum boundaries are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DatumName {
    Wgs84,
    Gcj02,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[arg(value_enum, value_name = "KIND")]
    pub(crate) kind: ExportKind,
    #[arg(long)]
    pub(crate) bom: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportKind {
    Matters,
    Published,
    Places,
    Units,
    Duties,
    Leaders,
    Categories,
    Calendar,
}

#[derive(Debug, Subcommand)]
pub(crate) enum User {
    Add {
        #[arg(value_name = "ACCOUNT")]
        account: String,
        #[arg(long, value_name = "NAME")]
        name: String,
        #[arg(long, value_name = "UNIT")]
        unit: String,
        #[arg(long = "role", value_name = "ROLE", required = true)]
        roles: Vec<String>,
    },
    Reset {
        #[arg(value_name = "ACCOUNT")]
        account: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long)]
    pub(crate) drill: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    Write {
        #[arg(long, value_name = "N", default_value_t = 20_000)]
        matters: usize,
        #[arg(long, value_name = "N", default_value_t = 64)]
        clients: usize,
    },
    Read {
        #[arg(long, value_name = "N", value_delimiter = ',', default_values_t = [10_000, 1_000_000])]
        matters: Vec<usize>,
    },
}

/// Reads the command line; `Err` is what to print, with the exit code.
pub(crate) fn read(words: &Words, line: &[String]) -> Result<Cli, (String, Exit)> {
    let command = spoken(Cli::command(), words, "");
    let matches = command.try_get_matches_from(line).map_err(|error| said(words, &error))?;
    Cli::from_arg_matches(&matches).map_err(|error| said(words, &error))
}

/// Help and versions go out as they are; mistakes are told in the reader's language first.
fn said(words: &Words, error: &clap::Error) -> (String, Exit) {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return (error.to_string(), Exit::Done),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return (error.to_string(), Exit::Usage),
        _ => {}
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let subcommand = context(ContextKind::InvalidSubcommand);
    let value = context(ContextKind::InvalidValue);
    let valid = context(ContextKind::ValidValue);
    let said = match error.kind() {
        ErrorKind::UnknownArgument => words.with("usage-unknown", &[("what", &argument)]),
        ErrorKind::InvalidSubcommand => words.with("usage-unknown", &[("what", &subcommand)]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if valid.is_empty() => {
            words.with("usage-value", &[("what", &argument), ("value", &value)])
        }
        ErrorKind::InvalidValue => {
            words.with("usage-one-of", &[("what", &argument), ("value", &value), ("valid", &valid)])
        }
        ErrorKind::MissingRequiredArgument => words.with("usage-missing", &[("what", &argument)]),
        ErrorKind::MissingSubcommand => words.say("usage-no-command"),
        ErrorKind::ArgumentConflict => words.with("usage-twice", &[("what", &argument)]),
        _ => words.with("usage-not-understood", &[("what", &argument)]),
    };
    (format!("{said}\n{}\n", words.say("usage-help")), Exit::Usage)
}

/// The command with every text in the reader's language.
fn spoken(command: Command, words: &Words, path: &str) -> Command {
    let of =
        |kind: &str| words.find(&if path.is_empty() { kind.to_owned() } else { format!("{kind}-{path}") });
    let mut command = command
        .help_template(template(words))
        .subcommand_help_heading(words.say("help-commands"))
        .next_help_heading(words.say("help-options"))
        .mut_args(|arg| spoken_arg(arg, words, path));
    if let Some(about) = of("about") {
        command = command.about(about);
    }
    if let Some(more) = of("more") {
        command = command.after_help(more);
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path}-{name}") };
        command = command.mut_subcommand(&name, |sub| spoken(sub, words, &below));
    }
    with_help(command, words, path)
}

fn spoken_arg(arg: Arg, words: &Words, path: &str) -> Arg {
    let id = arg.get_id().as_str().replace('_', "-");
    let help = words.find(&format!("arg-{path}-{id}")).or_else(|| words.find(&format!("arg-{id}")));
    let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
    let arg = arg.help_heading(words.say(heading)).hide_possible_values(false);
    match help {
        Some(help) => arg.help(help),
        None => arg,
    }
}

/// Clap's own flags speak English only.
fn with_help(command: Command, words: &Words, path: &str) -> Command {
    let heading = words.say("help-options");
    let help = Arg::new("help").short('h').long("help").action(clap::ArgAction::Help);
    let command =
        command.disable_help_flag(true).arg(help.help(words.say("arg-help")).help_heading(heading.clone()));
    if !path.is_empty() {
        return command;
    }
    let version = Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
    command.disable_version_flag(true).arg(version.help(words.say("arg-version")).help_heading(heading))
}

fn template(words: &Words) -> String {
    format!("{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}\n", words.say("help-usage"))
}

#[cfg(test)]
mod tests {
    use domain::text::Language;

    use super::*;

    fn read_line(line: &str) -> Result<Cli, (String, Exit)> {
        let line: Vec<String> = line.split(' ').map(str::to_owned).collect();
        read(&Words::new(Language::Zh), &line)
    }

    #[test]
    fn every_command_and_flag_is_explained_in_both_languages() {
        fn check(command: &Command, path: &str) {
            assert!(command.get_about().is_some() || command.is_hide_set(), "no about-{path}");
            for arg in command.get_arguments().filter(|_| !command.is_hide_set()) {
                assert!(arg.get_help().is_some(), "no text for {} of {path:?}", arg.get_id());
            }
            for sub in command.get_subcommands() {
                check(sub, &format!("{path}-{}", sub.get_name()));
            }
        }
        for language in Language::ALL {
            check(&spoken(Cli::command(), &Words::new(language), ""), "");
        }
    }

    #[test]
    fn mistakes_are_told_in_the_readers_language() {
        for (line, said) in [
            ("sixia fly", "没有 fly"),
            ("sixia serve --wings", "没有 --wings"),
            ("sixia import", "还缺"),
            ("sixia import birds a.csv", "birds"),
            ("sixia", "用法"),
            ("sixia pack", "用法"),
            ("sixia --data here", "还没有说要做什么"),
            ("sixia serve --listen", "--listen"),
            ("sixia doctor --lang zh --lang en", "--lang <zh|en> 写了两次"),
            ("sixia demo --matters many", "不能写成“many”"),
        ] {
            let (words, exit) = read_line(line).unwrap_err();
            assert_eq!(exit, Exit::Usage, "{line}");
            assert!(words.contains(said) && !words.contains("error:"), "{line}: {words}");
        }
    }

    #[test]
    fn help_is_no_mistake() {
        let (words, exit) = read_line("sixia import --help").unwrap_err();
        assert_eq!(exit, Exit::Done);
        assert!(words.contains("用法") && words.contains("--dry-run") && !words.contains("Usage"), "{words}");
    }
}
