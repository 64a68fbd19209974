//! From the case of a text to what the library shows and finds of it. Whoever writes a case and whoever makes the index anew use the same.

use domain::case::Case;
use domain::field::{Value, Values};
use domain::library::{said, validity, versions};
use domain::program::{Library, Program};
use domain::world::World;
use store::library::LibraryRow;
use text::{Document, cited_name};

/// The line of a text that is shown; `None` for a case without a version.
pub(crate) fn library_row(world: &World, program: &Program, case: &Case) -> Option<LibraryRow> {
    let library = program.library.as_ref()?;
    let version = versions(program, case).pop()?;
    let published = case.published.as_ref()?;
    let said = said(program, case);
    let validity = validity(program, &said);
    Some(LibraryRow {
        case_id: case.id().clone(),
        kind: case.kind().clone(),
        name: cited_name(&published.title).to_owned(),
        place: case.place_now.place.clone(),
        category: case.category_now.clone(),
        from_at: validity.from.map(|day| world.calendar.start_of(day)),
        until_at: validity.until.map(|day| world.calendar.end_of(day)),
        issued_at: version.at,
        labels: labels(library, &said),
    })
}

fn labels(library: &Library, said: &Values) -> Vec<String> {
    let chosen = library.filters.iter().filter_map(|field| Some((field, said.get(field)?)));
    let labels =
        chosen.flat_map(|(field, value)| value.entries().map(move |choice| format!("{field}:{choice}")));
    let labels: std::collections::BTreeSet<String> = labels.collect();
    labels.into_iter().collect()
}

/// The parts of a text as documents of the search index, each with its anchor: first what is said about the whole.
pub(crate) fn part_words(program: &Program, case: &Case, document: &Document) -> Vec<(String, String)> {
    let published = case.published.as_ref();
    let title =
        published.map(|published| format!("{}\n{}", published.title, published.text)).unwrap_or_default();
    let said = said(program, case);
    let typed = program.fields.iter().filter(|field| field.kind.is_typed());
    let typed = typed.filter_map(|field| said.get(&field.id)).flat_map(Value::entries);
    let whole: Vec<&str> = std::iter::once(title.as_str()).chain(typed).collect();
    let first = (String::new(), text::words(&whole.join("\n")));
    let parts = document
        .parts
        .iter()
        .map(|part| (part.anchor.clone(), text::words(&format!("{}\n{}", part.label, part.text()))));
    std::iter::once(first).chain(parts).collect()
}
