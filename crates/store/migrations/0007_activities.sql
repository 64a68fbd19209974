-- What is derived from cases that take place at a time, or name a leader. Written with the case and never read to decide.

-- When activities take place.
CREATE TABLE schedules (
    case_id TEXT PRIMARY KEY,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
-- The agenda, in the order of time.
CREATE INDEX schedules_by_start ON schedules (starts_at, case_id);

-- The leaders whom a case names.
CREATE TABLE case_leaders (
    case_id TEXT NOT NULL,
    leader_id TEXT NOT NULL,
    opened_at BIGINT NOT NULL, -- of the case
    PRIMARY KEY (case_id, leader_id)
);
-- The cases of a leader, newest first.
CREATE INDEX case_leaders_by_leader ON case_leaders (leader_id, opened_at, case_id);

-- Which case came out of which: what was promised on a reception day.
CREATE TABLE case_sources (
    case_id TEXT NOT NULL,
    source_id TEXT NOT NULL, -- the case that it came out of
    opened_at BIGINT NOT NULL, -- of the case
    PRIMARY KEY (case_id, source_id)
);
-- What came out of a case, in the order in which it did.
CREATE INDEX case_sources_by_source ON case_sources (source_id, opened_at, case_id);
