//! Imports matters with their history: every row is played in memory first, so that everything that is wrong is told before anything
//! is written. Then the office does it, chunk by chunk, under keys made from source and row: a second run changes nothing.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use domain::command::{Caller, Command, Form, Occasion};
use domain::decide::TITLE_CHARS_MAX;
use domain::event::Actor;
use domain::field::{FieldKind, TEXT_CHARS_MAX, Where};
use domain::ids::{ActId, FieldId, UnitId};
use domain::refusal::Refusal;
use domain::world::World;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use office::{Contact, IDEMPOTENCY_KEY_CHARS_MAX, NewCase, Office};
use sha2::{Digest as _, Sha256};
use web::words::Say;

use super::additions::Additions;
use super::mapping::{Mapping, Step, Template, UNIT};
use super::table::{Fault, Row, Table};
use crate::Run;
use crate::cli::Exit;
use crate::home;
use crate::life::{Life, perform};
use crate::terminal::{Progress, aside, line};

/// Matters in one transaction.
const CHUNK: usize = 200;

/// A row that can be imported.
type Planned = (String, Life);

/// Imports the rows of a table, or only says what is wrong with them.
pub(crate) fn import(run: &Run, mut table: Table, mapping: &Path, is_dry: bool) -> anyhow::Result<Exit> {
    let mapping = read_mapping(mapping)?;
    let home = home::open_existing(&run.settings)?;
    mapping.add_columns(&mut table);
    if let Some(missing) =
        mapping.columns().into_iter().find(|column| !table.columns.iter().any(|known| known == column))
    {
        aside(
            run.words
                .with("import-no-column", &[("column", &missing), ("columns", &table.columns.join(", "))]),
        );
        return Ok(Exit::Refused);
    }
    let world = home.office.world();
    let mut plan = Plan::new(run, &world, &mapping)?;
    let planned = plan.rows(&world, &table, run);
    let (places, units, categories) = plan.additions.counts();
    if places + units + categories > 0 {
        let args: [(&str, &dyn ToString); 3] =
            [("places", &places), ("units", &units), ("categories", &categories)];
        line(run.words.with("import-adds", &args));
    }
    if !plan.faults.is_empty() {
        return Ok(super::tell_faults(run, &plan.faults));
    }
    if is_dry {
        line(run.words.with("import-would", &[("rows", &planned.len())]));
        return Ok(Exit::Done);
    }
    let changes = plan.additions.changes(&world);
    if !changes.is_empty() {
        home.office.change_reference(&Office::machine(), changes)?;
    }
    let before = home.cases()?;
    write(run, &home.office, &planned)?;
    let new = home.cases()?.saturating_sub(before);
    line(run.words.with("import-done", &[("rows", &planned.len()), ("new", &new)]));
    Ok(Exit::Done)
}

fn read_mapping(path: &Path) -> anyhow::Result<Mapping> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| name.clone())?;
    toml::from_str(&text).with_context(|| name)
}

fn write(run: &Run, office: &Office, planned: &[Planned]) -> anyhow::Result<()> {
    let all = u64::try_from(planned.len()).unwrap_or(0);
    let mut progress = Progress::new(&run.words, run.words.say("import-running"), all);
    for (at, chunk) in planned.chunks(CHUNK).enumerate() {
        perform(office, chunk)?;
        progress.at(u64::try_from((at + 1) * CHUNK).unwrap_or(all).min(all));
    }
    progress.finish();
    Ok(())
}

/// What becomes of the rows.
struct Plan<'p> {
    mapping: &'p Mapping,
    offset: Offset,
    say: Say,
    additions: Additions,
    faults: Vec<Fault>,
}

impl<'p> Plan<'p> {
    fn new(run: &Run, world: &World, mapping: &'p Mapping) -> anyhow::Result<Self> {
        let at = jiff::fmt::strtime::parse("%:z", &mapping.utc_offset).context("utc_offset")?;
        let offset = at.offset().context("utc_offset")?;
        let say = Say::new(run.words.language, offset, crate::edge::now());
        Ok(Self { mapping, offset, say, additions: Additions::new(world, mapping), faults: Vec::new() })
    }

    /// Plays every row; those with faults are left out, and their faults kept.
    fn rows(&mut self, world: &World, table: &Table, run: &Run) -> Vec<Planned> {
        self.faults.extend(table.faults.iter().cloned());
        let found: Vec<_> = table.rows.iter().map(|row| self.additions_of(world, row)).collect();
        let with = self.additions.world(world);
        let all = u64::try_from(table.rows.len()).unwrap_or(0);
        let mut progress = Progress::new(&run.words, run.words.say("import-checking"), all);
        let mut planned = Vec::new();
        let mut seen = std::collections::BTreeMap::new();
        for (row, found) in table.rows.iter().zip(found) {
            if let Some(earlier) = seen.insert(filled(&self.mapping.id, row, ""), row.line) {
                self.fault(row, "id", run.words.with("import-twice", &[("line", &earlier)]));
                continue;
            }
            match self.row(&with, row, found, run) {
                Ok(life) => planned.push((self.key(row), life)),
                Err(fault) => self.faults.push(fault),
            }
            progress.at(u64::try_from(planned.len()).unwrap_or(0));
        }
        progress.finish();
        self.faults.sort_by_key(|fault| fault.line);
        planned
    }

    fn additions_of(&mut self, world: &World, row: &Row) -> Found {
        Found {
            category: self.additions.category(world, self.mapping, row),
            place: self.additions.place(world, self.mapping, row),
            unit: self.additions.unit(world, self.mapping, row),
        }
    }

    fn row(&self, world: &Arc<World>, row: &Row, found: Found, run: &Run) -> Result<Life, Fault> {
        let mapping = self.mapping;
        let caller = Caller { by: Actor::Import { source: mapping.source.clone() }, roles: Vec::new() };
        if filled(&mapping.id, row, "").is_empty() {
            return Err(fault(row, "id", run.words.say("import-no-id")));
        }
        let at = match mapping.opened() {
            Some(at) => self.offset.to_timestamp(at).map_err(|_out_of_range| {
                fault(row, "opened_at", run.words.with("import-time", &[("value", &mapping.opened_at)]))
            })?,
            None => self.time(row, &mapping.opened_at, run)?,
        };
        let unit = found.unit.as_ref().map_or("", UnitId::as_str);
        let Some(category) = found.category else {
            let column = mapping.category.columns.last().map_or("", String::as_str);
            return Err(fault(row, column, self.say.say(Refusal::NoSuchCategory.key())));
        };
        let person = Contact {
            name: filled(&mapping.person.name, row, unit),
            phone: filled(&mapping.person.phone, row, unit),
            contact: filled(&mapping.person.contact, row, unit),
            ..Contact::default()
        };
        let program = world.programs.current(&mapping.kind);
        let opening = program
            .map(|program| &program.opening.id)
            .cloned()
            .unwrap_or_else(|| ActId::from(domain::program::OPENING));
        let title = self.cut(filled(&mapping.title, row, unit), TITLE_CHARS_MAX);
        let text = self.cut(filled(&mapping.text, row, unit), TEXT_CHARS_MAX);
        let new = NewCase {
            kind: mapping.kind.clone(),
            channel: mapping.channel.clone(),
            category,
            place: Where { place: found.place, spot: String::new(), point: None },
            title: title.clone(),
            text: text.clone(),
            people: if person.is_blank() { Vec::new() } else { vec![person] },
            people_count: 1,
            accused: Vec::new(),
            may_publish: mapping.publish,
            photos: Vec::new(),
            form: self.form(world, &mapping.form, row, unit),
        };
        let occasion = Occasion { at, caller: caller.clone() };
        let mut life =
            Life::open(world, occasion, new).map_err(|refusal| self.refused(row, &opening, &refusal))?;
        for step in &mapping.step {
            if !applies(step, row, &life) {
                continue;
            }
            let at = self.step_time(&life, step, row, run)?;
            let act = ActId::from(step.act.as_str());
            let command =
                Command::Act { act: act.clone(), form: self.form(world, &step.form, row, unit), seen: None };
            let done = life.run(Occasion { at, caller: caller.clone() }, command);
            done.map_err(|refusal| self.refused(row, &act, &refusal))?;
        }
        // Some programs publish by an act of their own.
        if mapping.publish && life.case.published.is_none() {
            let occasion = Occasion { at: life.case.changed_at, caller };
            let done = life.run(occasion, Command::Publish { title, text });
            done.map_err(|refusal| self.refused(row, &"publish".into(), &refusal))?;
        }
        Ok(life)
    }

    fn cut(&self, text: String, chars_max: u32) -> String {
        let most = usize::try_from(chars_max).unwrap_or(usize::MAX);
        if self.mapping.cut { text.chars().take(most).collect() } else { text }
    }

    fn form(
        &self,
        world: &World,
        templates: &std::collections::BTreeMap<String, Template>,
        row: &Row,
        unit: &str,
    ) -> Form {
        let program = world.programs.current(&self.mapping.kind);
        let most =
            |field: &FieldId| match program.and_then(|program| program.field(field)).map(|field| &field.kind)
            {
                Some(FieldKind::Line { chars_max } | FieldKind::Text { chars_max }) => *chars_max,
                _ => u32::MAX,
            };
        let fields = templates.iter().map(|(field, template)| {
            let field = FieldId::from(field.as_str());
            let text = self.cut(filled(template, row, unit), most(&field));
            (field, vec![text])
        });
        fields.collect()
    }

    fn time(&self, row: &Row, column: &str, run: &Run) -> Result<Timestamp, Fault> {
        let said = row.get(column);
        let wrong = || fault(row, column, run.words.with("import-time", &[("value", &said)]));
        if let Ok(at) = said.parse::<Timestamp>() {
            return Ok(at);
        }
        let local = said.parse::<DateTime>().map_err(|_unreadable| wrong())?;
        self.offset.to_timestamp(local).map_err(|_out_of_range| wrong())
    }

    /// When a step was done: never before what was done before it.
    fn step_time(&self, life: &Life, step: &Step, row: &Row, run: &Run) -> Result<Timestamp, Fault> {
        let before = life.case.changed_at;
        let due = life
            .program
            .figures
            .in_time
            .as_ref()
            .and_then(|id| life.case.clock(id))
            .and_then(|clock| clock.due_at);
        let at = match (&step.at, step.after, step.before_due, step.after_due) {
            (Some(column), ..) => self.time(row, column, run)?,
            (_, Some(after), ..) => before + after.0,
            (_, _, Some(span), _) => due.map_or(before, |due| due - span.0),
            (_, _, _, Some(span)) => due.map_or(before, |due| due + span.0),
            _ => before,
        };
        Ok(at.max(before))
    }

    fn refused(&self, row: &Row, act: &ActId, refusal: &Refusal) -> Fault {
        let said = match refusal {
            Refusal::Fields(fields) => {
                let of = |(field, why): &(FieldId, domain::field::FieldRefusal)| {
                    let mut args = why.args();
                    args.push(("field", field.to_string()));
                    self.say.with(why.key(), args)
                };
                fields.iter().map(of).collect::<Vec<_>>().join("; ")
            }
            Refusal::Rule(text) => self.say.text(text).to_owned(),
            other => format!("{} ({other})", self.say.say(other.key())),
        };
        fault(row, &format!("[{act}]"), said)
    }

    fn fault(&mut self, row: &Row, column: &str, said: String) {
        self.faults.push(fault(row, column, said));
    }

    /// Names the row among everything that was ever imported.
    fn key(&self, row: &Row) -> String {
        let key = format!("import/{}/{}", self.mapping.source, filled(&self.mapping.id, row, ""));
        // Room for the number of a step.
        if key.len() + 4 <= IDEMPOTENCY_KEY_CHARS_MAX {
            return key;
        }
        format!("import/{}", hex::encode(Sha256::digest(key.as_bytes())).chars().take(48).collect::<String>())
    }
}

/// What a row is about, where, and whose it was.
struct Found {
    category: Option<domain::ids::CategoryId>,
    place: domain::place::PlaceCode,
    unit: Option<UnitId>,
}

fn filled(template: &Template, row: &Row, unit: &str) -> String {
    template.filled(|column| if column == UNIT { unit } else { row.get(column) }).trim().to_owned()
}

fn fault(row: &Row, column: &str, said: String) -> Fault {
    Fault { line: row.line, column: column.to_owned(), said }
}

fn applies(step: &Step, row: &Row, life: &Life) -> bool {
    let is_done = step.if_done.as_ref().is_none_or(|act| life.case.has_done(&ActId::from(act.as_str())));
    let holds = step.when.as_ref().is_none_or(|when| match &when.is {
        Some(value) => row.get(&when.column) == value,
        None => !row.get(&when.column).is_empty(),
    });
    is_done && holds
}
