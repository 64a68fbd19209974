-- Secret addresses under which officers' calendars fetch their agenda. The address itself is nowhere, only its digest.
CREATE TABLE agenda_links (
    account_id TEXT PRIMARY KEY,
    digest BYTEA NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX agenda_links_by_digest ON agenda_links (digest);
