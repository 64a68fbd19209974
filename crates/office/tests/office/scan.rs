//! Every column of every table, as anybody sees it who has only the database.

use store::{Database, Location};

/// Every row of every table as text, sorted, sessions and answers apart.
pub(crate) fn rows(database: &Database) -> String {
    let mut lines: Vec<String> = match database.location() {
        Location::Sqlite(path) => sqlite(path),
        Location::Postgres(url) => postgres(url),
    };
    lines.sort();
    lines.join("\n")
}

fn sqlite(path: &std::path::Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let list = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'words'";
    let names: Vec<String> = connection
        .prepare(list)
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut lines = Vec::new();
    for name in names {
        let mut statement = connection.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells = (0..columns).map(|column| cell(row.get_ref(column).unwrap()));
            lines.push(format!("{name}: {}", cells.collect::<Vec<_>>().join(" | ")));
        }
    }
    lines
}

/// Bytes both as text, in case somebody put text there, and in hexadecimal digits.
fn cell(value: rusqlite::types::ValueRef<'_>) -> String {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => format!("{} {}", hex::encode(bytes), String::from_utf8_lossy(bytes)),
    }
}

fn postgres(url: &str) -> Vec<String> {
    let mut client = ::postgres::Client::connect(url, ::postgres::NoTls).unwrap();
    let list = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";
    let names: Vec<String> = client.query(list, &[]).unwrap().iter().map(|row| row.get(0)).collect();
    let mut lines = Vec::new();
    for name in names {
        for row in client.query(&format!("SELECT {name}::text FROM {name}"), &[]).unwrap() {
            let line: String = row.get(0);
            lines.push(format!("{name}: {line}"));
        }
    }
    lines
}
