-- A case as it stands, its history, and what is derived from both. Every key of these tables contains `case_id`, so that they can
-- be distributed by it. Times are milliseconds since 1970 (UTC). What is derived is written with the case and never read to decide.

CREATE TABLE cases (
    case_id TEXT PRIMARY KEY,
    docid BIGINT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    pack_version BIGINT NOT NULL,
    state TEXT NOT NULL,
    phase TEXT NOT NULL,
    ending TEXT,
    category TEXT NOT NULL,
    place TEXT NOT NULL,
    channel TEXT NOT NULL,
    holder TEXT,
    receiver TEXT,
    handler TEXT,
    title TEXT NOT NULL, -- the neutral title of the pack when sealed
    sealed BOOLEAN NOT NULL,
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    ended_at BIGINT,
    due_at BIGINT, -- of the clock that must be met next
    warn_at BIGINT, -- of the same clock
    wake_at BIGINT, -- when a warning or a breach must be recorded next
    published_at BIGINT,
    public_title TEXT,
    supported BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    likeness BIGINT, -- the 64 bits of the fingerprint of the text
    longitude DOUBLE PRECISION,
    latitude DOUBLE PRECISION,
    seq BIGINT NOT NULL, -- of the latest event
    hash BYTEA NOT NULL, -- of the latest event
    secret_digest BYTEA, -- of the secret on the receipt
    snapshot TEXT NOT NULL -- the whole case as JSON; last, so that lists need not read past it
);
-- Somebody types the number of a receipt. Where `cases` is distributed this becomes a plain index: `sequences` gives no number twice.
CREATE UNIQUE INDEX cases_by_number ON cases (number);
-- From the search index to the case.
CREATE INDEX cases_by_docid ON cases (docid);
-- Lists, newest first: of everything, of one kind, of a place.
CREATE INDEX cases_by_opened ON cases (opened_at, case_id);
CREATE INDEX cases_by_kind ON cases (kind, opened_at, case_id);
CREATE INDEX cases_by_place ON cases (place, opened_at, case_id);
-- Lists by due time, and of what is late.
CREATE INDEX cases_by_due ON cases (due_at, case_id) WHERE due_at IS NOT NULL;
-- The timer: what must be warned about or recorded as late by now.
CREATE INDEX cases_by_wake ON cases (wake_at) WHERE wake_at IS NOT NULL;
-- The public list, newest first.
CREATE INDEX cases_by_published ON cases (published_at, case_id) WHERE published_at IS NOT NULL;
-- The map, and "is it one of these nearby?".
CREATE INDEX cases_by_point ON cases (latitude, longitude) WHERE latitude IS NOT NULL;

CREATE TABLE events (
    case_id TEXT NOT NULL REFERENCES cases (case_id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    by_account TEXT,
    by_unit TEXT,
    fact TEXT NOT NULL,
    body TEXT NOT NULL, -- the whole event as JSON
    hash BYTEA NOT NULL, -- over the hash before it and the body
    PRIMARY KEY (case_id, seq) -- also what stops two servers from adding to the same case at once
);

-- Units that may see a case: those that have or had a part in it, and those above them.
CREATE TABLE case_units (
    case_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    share TEXT NOT NULL, -- holder, co, receiver; past: it had a part once; above: it stands above one that has a part
    opened_at BIGINT NOT NULL, -- of the case
    PRIMARY KEY (case_id, unit_id)
);
-- The cases of a unit, newest first.
CREATE INDEX case_units_by_unit ON case_units (unit_id, opened_at, case_id);

-- What each unit must do next: a row for each case, unit and bucket (program, role and act), gone when done.
CREATE TABLE inbox (
    case_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    bucket TEXT NOT NULL,
    due_at BIGINT NOT NULL, -- the largest integer when nothing is due
    PRIMARY KEY (case_id, unit_id, bucket)
);
-- A page of one bucket by due time, and the counts of all buckets, each from this index alone.
CREATE INDEX inbox_by_unit ON inbox (unit_id, bucket, due_at, case_id);

CREATE TABLE clocks (
    case_id TEXT NOT NULL,
    clock_id TEXT NOT NULL,
    holder TEXT, -- the unit that must be done in time; NULL: whoever holds the case
    binds_staff BOOLEAN NOT NULL, -- not a window of the person, nor one that binds nobody
    started_at BIGINT NOT NULL,
    due_at BIGINT,
    warn_at BIGINT,
    stopped_at BIGINT,
    breached_at BIGINT,
    estimated BOOLEAN NOT NULL,
    calendar_version BIGINT NOT NULL,
    PRIMARY KEY (case_id, clock_id)
);
-- After a change of the calendar: cases with running clocks counted with an older one.
CREATE INDEX clocks_running ON clocks (case_id, calendar_version) WHERE stopped_at IS NULL;
-- Supervision: clocks that run and are late, the latest breach first.
CREATE INDEX clocks_by_breach ON clocks (breached_at, case_id, clock_id)
    WHERE binds_staff AND stopped_at IS NULL AND breached_at IS NOT NULL;

-- Pictures of a case, already freed of their hidden data. The same picture in two cases is two rows: each is erased by itself.
CREATE TABLE photos (
    case_id TEXT NOT NULL,
    digest TEXT NOT NULL, -- SHA-256 of `media`, hexadecimal
    media BYTEA NOT NULL,
    thumbnail BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (case_id, digest)
);
