-- The times that activities were held, with the numbers that their programs count: what figures and rotas are made of. A case has
-- one row, or, where it is held again and again, one for each time.

CREATE TABLE held (
    case_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    at BIGINT NOT NULL, -- when it was
    PRIMARY KEY (case_id, recorded_at)
);
-- What was held in a period.
CREATE INDEX held_by_at ON held (at, case_id);

CREATE TABLE held_numbers (
    case_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    number TEXT NOT NULL, -- the field that holds it
    n BIGINT NOT NULL,
    PRIMARY KEY (case_id, recorded_at, number)
);
