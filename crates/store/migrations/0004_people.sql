-- The vault: personal data, sealed for each person. The title and the text of a sealed case stand here too, as the "person"
-- `case:<case_id>`: the same key, the same change of keys, the same erasure.

-- Deleting a row here erases the person: nothing else opens `people`. A table of its own, so that it can be backed up apart.
CREATE TABLE person_keys (
    person_id TEXT PRIMARY KEY,
    key_id BIGINT NOT NULL, -- the master key that wraps it
    wrapped_key BYTEA NOT NULL
);
-- The job that wraps anew after a change of the master key.
CREATE INDEX person_keys_by_key ON person_keys (key_id, person_id);

CREATE TABLE people (
    person_id TEXT PRIMARY KEY,
    sealed BYTEA NOT NULL,
    changed_at BIGINT NOT NULL
);

-- Who has this telephone number?
CREATE TABLE blind_indexes (
    digest BYTEA NOT NULL,
    key_id BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (digest, key_id, person_id)
);
-- Erasing, and sealing anew.
CREATE INDEX blind_indexes_by_person ON blind_indexes (person_id);

CREATE TABLE person_cases (
    person_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    PRIMARY KEY (person_id, case_id)
);
-- The people of a case.
CREATE INDEX person_cases_by_case ON person_cases (case_id);
