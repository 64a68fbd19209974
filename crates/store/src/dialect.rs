//! Where the engines differ: full-text search, row locks, and the lock around migrations. Nothing else asks which engine it is.
//!
//! Words are cut before they come here (Chinese has no spaces): a text is its tokens joined by spaces. A token may hold any
//! character but white space and control characters. Case counts for letters beyond ASCII only, so fold before.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::engine::{Engine, MigrationError, Query, ReadTx, StoreError, Value, WriteTx};
pub use crate::words::{TOKEN_BYTES_MAX, TOKENS_MAX};
use crate::words::{join, postgres_phrase, postgres_quoted, sqlite_quoted, tokens};

/// What a query that takes jobs ends with: rows that another server holds are passed over. SQLite has one writer at a time.
#[must_use]
pub fn skip_locked(tx: &WriteTx) -> &'static str {
    match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE SKIP LOCKED",
    }
}

/// What a query ends with that reads rows in order to write them: other servers wait until this transaction ends.
#[must_use]
pub fn lock_rows(tx: &WriteTx) -> &'static str {
    match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE",
    }
}

/// What a query ends with whose rows must stay as they are until this transaction ends; any number of transactions may ask for it.
#[must_use]
pub fn keep_rows(tx: &WriteTx) -> &'static str {
    match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR SHARE",
    }
}

/// Now, by the clock of the database's machine.
pub fn now(tx: &mut ReadTx) -> Result<Timestamp, StoreError> {
    let sql = match tx.engine() {
        Engine::Sqlite => "SELECT /* sqlite */ CAST(unixepoch('subsec') * 1000 AS INTEGER)",
        Engine::Postgres => {
            "SELECT /* postgres */ CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"
        }
    };
    let millis: i64 = tx.query_one(sql, &[])?;
    Timestamp::from_millisecond(millis).map_err(|_error| StoreError::Value("a time out of range"))
}

/// Indexes documents under their number, instead of what they had. Each number comes once; no words take a document out.
///
/// # Errors
/// [`StoreError`] of the engine.
pub fn index_words<'w>(
    tx: &mut WriteTx,
    documents: impl IntoIterator<Item = (i64, &'w str)>,
) -> Result<(), StoreError> {
    let engine = tx.engine();
    let sql = match engine {
        Engine::Sqlite => "INSERT OR REPLACE /* sqlite */ INTO words (rowid, tokens) VALUES ($1, $2)",
        Engine::Postgres => {
            "INSERT /* postgres */ INTO words (docid, tokens) VALUES ($1, CAST(CAST($2 AS TEXT) AS tsvector))
             ON CONFLICT (docid) DO UPDATE SET tokens = excluded.tokens"
        }
    };
    let mut documents: Vec<(i64, &str)> = documents.into_iter().collect();
    // The index of SQLite writes out what it has gathered whenever a number is below the one before.
    documents.sort_unstable_by_key(|(docid, _)| *docid);
    let rows = documents.into_iter().map(|(docid, words)| {
        let tokens = tokens(words).take(TOKENS_MAX);
        let index: String = match engine {
            Engine::Sqlite => join(tokens, " "),
            Engine::Postgres => {
                join(tokens.zip(1..).map(|(token, at)| format!("{}:{at}", postgres_quoted(&token))), " ")
            }
        };
        [Value::from(docid), index.into()]
    });
    tx.insert_many(sql, rows).map(drop)
}

/// Rids the index of the tokens of documents that were taken out. SQLite keeps them, unseen, until its index is made
/// anew, which takes the longer the larger it is: this is for rare events. PostgreSQL keeps them until its next vacuum.
///
/// # Errors
/// [`StoreError`] of the engine.
pub fn forget_words(tx: &mut WriteTx) -> Result<(), StoreError> {
    if tx.engine() == Engine::Sqlite {
        tx.execute("INSERT /* sqlite */ INTO words (words) VALUES ('optimize')", &[])?;
    }
    Ok(())
}

/// Begins a query with the table `found (docid)`: the documents that hold every one of the words, and every phrase (tokens
/// joined by spaces) in that order without a gap. `None` when nothing is asked for.
///
/// Continue it with `SELECT … FROM cases JOIN found ON found.docid = cases.docid …`. SQLite then walks the index in the order of
/// the page where it can; PostgreSQL fetches the matches first, because its planner would rather walk a whole table by date.
#[must_use]
pub fn match_words(tx: &ReadTx, words: &str, phrases: &[&str]) -> Option<Query<'static>> {
    let phrases = phrases.iter().map(|phrase| tokens(phrase).collect::<Vec<_>>());
    let asked = tokens(words).map(|word| vec![word]).chain(phrases.filter(|phrase| !phrase.is_empty()));
    let asked: Vec<Vec<Cow<'_, str>>> = asked.collect();
    if asked.is_empty() {
        return None;
    }
    let (mut query, expression) = match tx.engine() {
        Engine::Sqlite => (
            Query::new("WITH /* part */ found (docid) AS (SELECT rowid FROM words WHERE words MATCH "),
            join(asked.iter().map(|phrase| sqlite_quoted(phrase)), " AND "),
        ),
        Engine::Postgres => (
            Query::new(
                "WITH /* part */ found (docid) AS MATERIALIZED (SELECT docid FROM words WHERE tokens @@ CAST(CAST(",
            ),
            join(asked.iter().map(|phrase| postgres_phrase(phrase)), " & "),
        ),
    };
    query.bind(expression).push(match tx.engine() {
        Engine::Sqlite => ") ",
        Engine::Postgres => " AS TEXT) AS tsquery)) ",
    });
    Some(query)
}

/// Keeps other servers from migrating until this transaction ends, and refuses a database that sorts in another order.
pub(crate) fn prepare_to_migrate(tx: &mut WriteTx) -> Result<(), StoreError> {
    if tx.engine() == Engine::Sqlite {
        return Ok(()); // the write lock is held already, and SQLite sorts by bytes
    }
    let lock = "SELECT /* postgres */ CAST(pg_advisory_xact_lock(7433119) AS TEXT)";
    tx.query_one::<String>(lock, &[])?;
    let (encoding, collation): (String, String) = tx.query_one(
        "SELECT /* postgres */ CAST(pg_encoding_to_char(encoding) AS TEXT), CAST(datcollate AS TEXT)
         FROM pg_database WHERE datname = current_database()",
        &[],
    )?;
    let by_bytes = ["C", "POSIX", "C.UTF-8", "C.utf8"].contains(&collation.as_str());
    if encoding == "UTF8" && by_bytes {
        Ok(())
    } else {
        Err(MigrationError::Collation { encoding, collation }.into())
    }
}

/// Whether a migration file is meant for this engine.
pub(crate) fn is_for(tx: &ReadTx, file: &str) -> bool {
    match tx.engine() {
        Engine::Sqlite => !file.ends_with("_postgres.sql"),
        Engine::Postgres => !file.ends_with("_sqlite.sql"),
    }
}
