-- Who looked behind which mask: of everybody, and of one account, newest first. Only few events are such looks.
CREATE INDEX events_by_reveal ON events (at, case_id, seq) WHERE fact = 'revealed';
CREATE INDEX events_by_reveal_of_account ON events (by_account, at, case_id, seq) WHERE fact = 'revealed';
