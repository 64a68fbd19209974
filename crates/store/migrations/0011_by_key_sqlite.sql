-- SQLite keeps a table in the order in which rows came, and its key beside it in a tree of its own. Tables of small rows that are
-- only found by their key are kept in the order of the key here: one tree less to write, and what belongs together (the counters
-- of a place, the clocks of a case) lies on the same page. PostgreSQL has no such tables; its own are as they were.
-- The keys of people stay where they were: a row that is deleted there is overwritten at once.

CREATE TABLE by_key (
    place TEXT NOT NULL,
    kind TEXT NOT NULL,
    month TEXT NOT NULL,
    category TEXT NOT NULL,
    measure TEXT NOT NULL,
    writer BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (place, kind, month, category, measure, writer)
) WITHOUT ROWID;
INSERT INTO by_key SELECT place, kind, month, category, measure, writer, n FROM place_tallies;
DROP TABLE place_tallies;
ALTER TABLE by_key RENAME TO place_tallies;

CREATE TABLE by_key (
    unit_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    month TEXT NOT NULL,
    category TEXT NOT NULL,
    measure TEXT NOT NULL,
    writer BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (unit_id, kind, month, category, measure, writer)
) WITHOUT ROWID;
INSERT INTO by_key SELECT unit_id, kind, month, category, measure, writer, n FROM unit_tallies;
DROP TABLE unit_tallies;
ALTER TABLE by_key RENAME TO unit_tallies;

CREATE TABLE by_key (
    case_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    share TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, unit_id)
) WITHOUT ROWID;
INSERT INTO by_key SELECT case_id, unit_id, share, opened_at FROM case_units;
DROP TABLE case_units;
ALTER TABLE by_key RENAME TO case_units;
CREATE INDEX case_units_by_unit ON case_units (unit_id, opened_at, case_id);

CREATE TABLE by_key (
    case_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    bucket TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, unit_id, bucket)
) WITHOUT ROWID;
INSERT INTO by_key SELECT case_id, unit_id, bucket, due_at FROM inbox;
DROP TABLE inbox;
ALTER TABLE by_key RENAME TO inbox;
CREATE INDEX inbox_by_unit ON inbox (unit_id, bucket, due_at, case_id);

CREATE TABLE by_key (
    case_id TEXT NOT NULL,
    clock_id TEXT NOT NULL,
    holder TEXT,
    binds_staff BOOLEAN NOT NULL,
    started_at BIGINT NOT NULL,
    due_at BIGINT,
    warn_at BIGINT,
    stopped_at BIGINT,
    breached_at BIGINT,
    estimated BOOLEAN NOT NULL,
    calendar_version BIGINT NOT NULL,
    PRIMARY KEY (case_id, clock_id)
) WITHOUT ROWID;
INSERT INTO by_key SELECT case_id, clock_id, holder, binds_staff, started_at, due_at, warn_at, stopped_at, breached_at, estimated,
    calendar_version FROM clocks;
DROP TABLE clocks;
ALTER TABLE by_key RENAME TO clocks;
CREATE INDEX clocks_running ON clocks (case_id, calendar_version) WHERE stopped_at IS NULL;
CREATE INDEX clocks_by_breach ON clocks (breached_at, case_id, clock_id)
    WHERE binds_staff AND stopped_at IS NULL AND breached_at IS NOT NULL;

CREATE TABLE by_key (
    digest BYTEA NOT NULL,
    key_id BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (digest, key_id, person_id)
) WITHOUT ROWID;
INSERT INTO by_key SELECT digest, key_id, person_id FROM blind_indexes;
DROP TABLE blind_indexes;
ALTER TABLE by_key RENAME TO blind_indexes;
CREATE INDEX blind_indexes_by_person ON blind_indexes (person_id);

CREATE TABLE by_key (
    person_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    PRIMARY KEY (person_id, case_id)
) WITHOUT ROWID;
INSERT INTO by_key SELECT person_id, case_id FROM person_cases;
DROP TABLE person_cases;
ALTER TABLE by_key RENAME TO person_cases;
CREATE INDEX person_cases_by_case ON person_cases (case_id);

CREATE TABLE by_key (
    key TEXT NOT NULL,
    caller TEXT NOT NULL,
    case_id TEXT NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (key, caller)
) WITHOUT ROWID;
INSERT INTO by_key SELECT key, caller, case_id, answer, at FROM idempotency;
DROP TABLE idempotency;
ALTER TABLE by_key RENAME TO idempotency;
CREATE INDEX idempotency_by_time ON idempotency (at);
