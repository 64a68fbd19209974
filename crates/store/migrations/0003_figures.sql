-- Counters, added up in memory for each group of commands and written with it. `writer` is the number of the server, so that
-- servers never wait for each other's counters; whoever reads sums over it. `month` is 2026-11. The category '' counts all.

CREATE TABLE place_tallies (
    place TEXT NOT NULL,
    kind TEXT NOT NULL,
    month TEXT NOT NULL,
    category TEXT NOT NULL,
    measure TEXT NOT NULL,
    writer BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (place, kind, month, category, measure, writer)
);

CREATE TABLE unit_tallies (
    unit_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    month TEXT NOT NULL,
    category TEXT NOT NULL,
    measure TEXT NOT NULL,
    writer BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (unit_id, kind, month, category, measure, writer)
);
