//! Every table as data. A test compares this list with what the migrations make, so that no table is forgotten by a dump.

/// One table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, those of the primary key first.
    pub columns: &'static [Column],
    /// How many columns the primary key has.
    pub key_columns: usize,
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// `TEXT`.
    Text,
    /// `BIGINT`.
    Int,
    /// `BYTEA`.
    Bytes,
    /// `BOOLEAN`.
    Bool,
    /// `DOUBLE PRECISION`.
    Real,
}

/// A table by its name, its key and its other columns.
macro_rules! table {
    ($name:ident { $($key:ident : $key_holds:ident),+ } { $($column:ident : $holds:ident),* }) => {
        Table {
            name: stringify!($name),
            columns: &[
                $(Column { name: stringify!($key), holds: Holds::$key_holds },)+
                $(Column { name: stringify!($column), holds: Holds::$holds },)*
            ],
            key_columns: [$(stringify!($key)),+].len(),
        }
    };
}

/// The tables that a dump holds, in an order in which they can be filled.
pub const TABLES: &[Table] = &[
    table!(cases { case_id: Text } { docid: Int, number: Text, kind: Text, pack_version: Int, state: Text, phase: Text, ending: Text, category: Text, place: Text, channel: Text, holder: Text, receiver: Text, handler: Text, title: Text, sealed: Bool, opened_at: Int, changed_at: Int, ended_at: Int, due_at: Int, warn_at: Int, wake_at: Int, published_at: Int, public_title: Text, supported: Int, reopened: Int, likeness: Int, longitude: Real, latitude: Real, seq: Int, hash: Bytes, secret_digest: Bytes, snapshot: Text }),
    table!(events { case_id: Text, seq: Int } { at: Int, by_account: Text, by_unit: Text, fact: Text, body: Text, hash: Bytes }),
    table!(case_units { case_id: Text, unit_id: Text } { share: Text, opened_at: Int }),
    table!(inbox { case_id: Text, unit_id: Text, bucket: Text } { due_at: Int }),
    table!(clocks { case_id: Text, clock_id: Text } { holder: Text, binds_staff: Bool, started_at: Int, due_at: Int, warn_at: Int, stopped_at: Int, breached_at: Int, estimated: Bool, calendar_version: Int }),
    table!(schedules { case_id: Text } { starts_at: Int, ends_at: Int }),
    table!(held { case_id: Text, recorded_at: Int } { at: Int }),
    table!(held_numbers { case_id: Text, recorded_at: Int, number: Text } { n: Int }),
    table!(case_leaders { case_id: Text, leader_id: Text } { opened_at: Int }),
    table!(case_sources { case_id: Text, source_id: Text } { opened_at: Int }),
    table!(photos { case_id: Text, digest: Text } { media: Bytes, thumbnail: Bytes, at: Int, sealed: Bool }),
    table!(documents { case_id: Text, digest: Text } { body: Text }),
    table!(library { case_id: Text } { kind: Text, name: Text, place: Text, category: Text, from_at: Int, until_at: Int, issued_at: Int }),
    table!(library_labels { case_id: Text, label: Text } {  }),
    table!(articles { case_id: Text, part: Int } { anchor: Text, docid: Int }),
    table!(place_tallies { place: Text, kind: Text, month: Text, category: Text, measure: Text, writer: Int } { n: Int }),
    table!(unit_tallies { unit_id: Text, kind: Text, month: Text, category: Text, measure: Text, writer: Int } { n: Int }),
    table!(person_keys { person_id: Text } { key_id: Int, wrapped_key: Bytes }),
    table!(people { person_id: Text } { sealed: Bytes, changed_at: Int }),
    table!(blind_indexes { digest: Bytes, key_id: Int, person_id: Text } {  }),
    table!(person_cases { person_id: Text, case_id: Text } {  }),
    table!(accounts { account_id: Text } { name: Text, unit_id: Text, roles: Text, admin: Bool, disabled: Bool, password_hash: Text, invite_digest: Bytes, invite_until: Int, failures: Int, locked_until: Int }),
    table!(agenda_links { account_id: Text } { digest: Bytes, made_at: Int }),
    table!(reference { name: Text, version: Int } { body: Text, at: Int, by_account: Text }),
    table!(reference_head { id: Int } { changes: Int }),
    table!(idempotency { key: Text, caller: Text } { case_id: Text, answer: Text, at: Int }),
    table!(sequences { name: Text } { next: Int }),
    table!(outbox { id: Text } { topic: Text, body: Text, due_at: Int, tries: Int, done_at: Int, made_at: Int, failure: Text, failed_at: Int }),
    table!(audit { id: Text } { at: Int, account_id: Text, what: Text, about: Text }),
    table!(settings_kv { name: Text } { value: Text }),
];

/// The tables that no dump holds, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("schema_migrations", "the program makes the tables; the dump says which version it needs"),
    ("words", "the search index; it is made anew from the cases"),
    ("sessions", "everybody signs in again"),
];
