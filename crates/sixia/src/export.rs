//! Writes tables to the output: what is published, what an administrator counts, and the reference data as the import takes it. No
//! personal data is in any of them, and nothing of sealed matters: not even that there is one in such a place on such a day. Only their
//! number is told, beside the table.

use domain::command::Caller;
use domain::ids::{CategoryId, UnitId};
use domain::text::Text;
use domain::world::World;
use jiff::Timestamp;
use office::Office;
use office::queries::{CaseLine, DeskFilter, PAGE_ROWS_MAX, Page, PublicFilter, Title};
use serde::Serialize;

use crate::Run;
use crate::cli::{Exit, Export, ExportKind};
use crate::home;
use crate::serve::runtime;
use crate::terminal::{aside, page};

/// Tells Excel that a table is UTF-8; without it Chinese opens garbled there. Everything else does without.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// Starts of a cell that a spreadsheet takes for a formula; the wide ones too, which some take in Chinese surroundings.
const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Writes one table.
pub(crate) fn run(run: &Run, args: &Export) -> anyhow::Result<Exit> {
    let home = home::open_existing(&run.settings)?;
    let office = home.office;
    let world = office.world();
    if args.bom {
        page(BYTE_ORDER_MARK);
    }
    match args.kind {
        ExportKind::Matters => {
            matters(run, &office, Table::Desk)?;
            let left_out = home.database.read_blocking(store::cases::count_sealed)?;
            aside(run.words.with("export-sealed", &[("count", &left_out)]));
        }
        ExportKind::Published => matters(run, &office, Table::Public)?,
        ExportKind::Places => places(&world)?,
        ExportKind::Units => page(&toml::to_string(&units(&world))?),
        ExportKind::Duties => page(&toml::to_string(&duties(&world))?),
        ExportKind::Leaders => page(&toml::to_string(&leaders(&world))?),
        ExportKind::Categories => page(&toml::to_string(&categories(&world))?),
        ExportKind::Calendar => page(&toml::to_string(world.calendar.source())?),
    }
    Ok(Exit::Done)
}

/// Which matters.
#[derive(Clone, Copy)]
enum Table {
    /// All, as staff see them in lists.
    Desk,
    /// Those that were published.
    Public,
}

const COLUMNS: [&str; 14] = [
    "number",
    "kind",
    "state",
    "phase",
    "ending",
    "category",
    "place",
    "unit",
    "opened_at",
    "changed_at",
    "due_at",
    "late",
    "reopened",
    "title",
];

fn matters(run: &Run, office: &Office, table: Table) -> anyhow::Result<()> {
    let runtime = runtime()?;
    let world = office.world();
    let machine: Caller = Office::machine();
    page(&csv_line(&COLUMNS)?);
    let mut after = None;
    loop {
        let part = Page { after, rows: PAGE_ROWS_MAX };
        let rows = match table {
            Table::Desk => runtime.block_on(office.desk_list(&machine, DeskFilter::default(), part))?,
            Table::Public => runtime.block_on(office.public_list(PublicFilter::default(), part))?,
        };
        for row in &rows.rows {
            page(&csv_line(&cells(run, &world, row))?);
        }
        after = rows.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

fn cells(run: &Run, world: &World, row: &CaseLine) -> [String; 14] {
    let time =
        |at: Timestamp| world.calendar.offset().to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let words = |text: &Text| run.words.text(text).to_owned();
    let program = world.programs.version(&row.kind, row.pack_version);
    let state = program.and_then(|program| program.state(&row.state)).map(|state| words(&state.name));
    let unit = row.holder.as_ref().and_then(|unit| world.units.find(unit)).map(|unit| words(&unit.name));
    [
        row.number.clone(),
        row.kind.to_string(),
        state.unwrap_or_else(|| row.state.to_string()),
        row.phase.as_str().to_owned(),
        row.ending.map(|ending| format!("{ending:?}").to_lowercase()).unwrap_or_default(),
        words(&world.categories.path(&row.category)),
        words(&world.places.path(&row.place)),
        unit.unwrap_or_default(),
        time(row.opened_at),
        time(row.changed_at),
        row.due_at.map(time).unwrap_or_default(),
        row.late.to_string(),
        row.reopened.to_string(),
        match &row.title {
            Title::Plain(title) => title.clone(),
            Title::Sealed(text) => words(text),
        },
    ]
}

/// One line of CSV. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
fn csv_line<T: AsRef<str>>(cells: &[T]) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells.iter().map(|cell| {
        let cell = cell.as_ref();
        if cell.starts_with(FORMULA_STARTS) { format!("'{cell}") } else { cell.to_owned() }
    }))?;
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn places(world: &World) -> anyhow::Result<()> {
    page(&csv_line(&["code", "name_zh", "name_en", "valid_from", "valid_until", "successors"])?);
    for place in world.places.iter() {
        let successors: Vec<&str> = place.successors.iter().map(domain::place::PlaceCode::as_str).collect();
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        page(&csv_line(&[
            place.code.as_str(),
            &place.name.zh,
            &place.name.en,
            &day(place.valid_from),
            &day(place.valid_until),
            &successors.join(" "),
        ])?);
    }
    Ok(())
}

#[derive(Serialize)]
struct Units<'w> {
    unit: Vec<Unit<'w>>,
}

#[derive(Serialize)]
struct Unit<'w> {
    id: &'w str,
    name_zh: &'w str,
    name_en: &'w str,
    level: &'w str,
    place: &'w str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<&'w str>,
    kind: &'w str,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'w str>,
    #[serde(skip_serializing_if = "<[UnitId]>::is_empty")]
    predecessors: &'w [UnitId],
}

fn units(world: &World) -> Units<'_> {
    let rows = world.units.iter().map(|unit| Unit {
        id: unit.id.as_str(),
        name_zh: &unit.name.zh,
        name_en: &unit.name.en,
        level: unit.level.as_str(),
        place: unit.place.as_str(),
        parent: unit.parent.as_ref().map(UnitId::as_str),
        kind: unit.kind.as_str(),
        phone: unit.phone.as_deref(),
        predecessors: &unit.predecessors,
    });
    Units { unit: rows.collect() }
}

#[derive(Serialize)]
struct Duties<'w> {
    duty: Vec<Duty<'w>>,
}

#[derive(Serialize)]
struct Duty<'w> {
    category: &'w str,
    place: &'w str,
    unit: &'w str,
    since: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    basis_zh: &'w str,
    basis_en: &'w str,
}

fn duties(world: &World) -> Duties<'_> {
    let rows = world.units.duties().iter().map(|duty| Duty {
        category: duty.category.as_str(),
        place: duty.place.as_str(),
        unit: duty.unit.as_str(),
        since: duty.since.to_string(),
        until: duty.until.map(|until| until.to_string()),
        basis_zh: &duty.basis.zh,
        basis_en: &duty.basis.en,
    });
    Duties { duty: rows.collect() }
}

#[derive(Serialize)]
struct Leaders<'w> {
    leader: Vec<Leader<'w>>,
}

#[derive(Serialize)]
struct Leader<'w> {
    id: &'w str,
    name_zh: &'w str,
    name_en: &'w str,
    post_zh: &'w str,
    post_en: &'w str,
    portfolio_zh: &'w str,
    portfolio_en: &'w str,
    unit: &'w str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'w str>,
    since: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

fn leaders(world: &World) -> Leaders<'_> {
    let rows = world.leaders.iter().map(|leader| Leader {
        id: leader.id.as_str(),
        name_zh: &leader.name.zh,
        name_en: &leader.name.en,
        post_zh: &leader.post.zh,
        post_en: &leader.post.en,
        portfolio_zh: &leader.portfolio.zh,
        portfolio_en: &leader.portfolio.en,
        unit: leader.unit.as_str(),
        account: leader.account.as_ref().map(domain::ids::AccountId::as_str),
        since: leader.since.to_string(),
        until: leader.until.map(|until| until.to_string()),
    });
    Leaders { leader: rows.collect() }
}

#[derive(Serialize)]
struct Categories<'w> {
    category: Vec<Category<'w>>,
}

#[derive(Serialize)]
struct Category<'w> {
    id: &'w CategoryId,
    name_zh: &'w str,
    name_en: &'w str,
    words_zh: &'w [String],
}

fn categories(world: &World) -> Categories<'_> {
    let rows = world.categories.iter().map(|category| Category {
        id: &category.id,
        name_zh: &category.name.zh,
        name_en: &category.name.en,
        words_zh: &category.words,
    });
    Categories { category: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{reference, tests_world};

    #[test]
    fn what_is_exported_can_be_imported_again() {
        let world = tests_world();
        let again = reference::units(&toml::to_string(&units(&world)).unwrap()).unwrap();
        assert!(again.iter().eq(world.units.iter()));
        let again = reference::duties(&toml::to_string(&duties(&world)).unwrap()).unwrap();
        assert_eq!(again, world.units.duties());
        let again = reference::leaders(&toml::to_string(&leaders(&world)).unwrap()).unwrap();
        assert!(again.iter().eq(world.leaders.iter()));
        let again = reference::categories(&toml::to_string(&categories(&world)).unwrap()).unwrap();
        assert!(again.iter().eq(world.categories.iter()));
    }

    #[test]
    fn no_cell_is_a_formula() {
        for start in ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"] {
            let cell = format!("{start}HYPERLINK(1)");
            assert_eq!(csv_line(&[&cell, "a,b", "水"]).unwrap(), format!("'{cell},\"a,b\",水\n"));
        }
        assert_eq!(csv_line(&["\r=1"]).unwrap(), "\"'\r=1\"\n");
    }
}
