-- What is not about one case: accounts, reference data, jobs, and small things.

CREATE TABLE accounts (
    account_id TEXT PRIMARY KEY, -- what the officer types to sign in
    name TEXT NOT NULL, -- what others see
    unit_id TEXT NOT NULL,
    roles TEXT NOT NULL, -- a JSON list
    admin BOOLEAN NOT NULL,
    disabled BOOLEAN NOT NULL,
    password_hash TEXT,
    invite_digest BYTEA,
    invite_until BIGINT,
    failures BIGINT NOT NULL, -- wrong passwords since the last right one
    locked_until BIGINT
);
-- Somebody opens the link of an invitation.
CREATE UNIQUE INDEX accounts_by_invite ON accounts (invite_digest) WHERE invite_digest IS NOT NULL;
-- The officers of a unit.
CREATE INDEX accounts_by_unit ON accounts (unit_id, account_id);

CREATE TABLE sessions (
    digest BYTEA PRIMARY KEY, -- of the cookie
    account_id TEXT NOT NULL REFERENCES accounts (account_id),
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
-- Ending all sessions of an account.
CREATE INDEX sessions_by_account ON sessions (account_id);
-- Sweeping out what has expired.
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Every version of `places`, `units`, `duties`, `categories`, `calendar` and `pack:<kind>`.
CREATE TABLE reference (
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_account TEXT,
    PRIMARY KEY (name, version)
);
-- One row, counted up with every new version: other servers look here.
CREATE TABLE reference_head (
    id BIGINT PRIMARY KEY,
    changes BIGINT NOT NULL
);
INSERT INTO reference_head (id, changes) VALUES (1, 0);

-- Answers already given, so that a request that is sent twice is done once.
CREATE TABLE idempotency (
    key TEXT NOT NULL,
    caller TEXT NOT NULL,
    case_id TEXT NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (key, caller)
);
-- Sweeping out what is old.
CREATE INDEX idempotency_by_time ON idempotency (at);

CREATE TABLE sequences (
    name TEXT PRIMARY KEY,
    next BIGINT NOT NULL
);

-- What must be done outside after a commit: mail, messages, webhooks.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    topic TEXT NOT NULL,
    body TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    done_at BIGINT
);
-- What is to be done now.
CREATE INDEX outbox_by_due ON outbox (due_at, id) WHERE done_at IS NULL;
-- Sweeping out what was done long ago.
CREATE INDEX outbox_by_done ON outbox (done_at) WHERE done_at IS NOT NULL;

-- Sign-ins, changes by administrators, searches for persons: what no case's history holds.
CREATE TABLE audit (
    id TEXT PRIMARY KEY, -- rises with time
    at BIGINT NOT NULL,
    account_id TEXT,
    what TEXT NOT NULL,
    about TEXT NOT NULL
);
-- What one account did, newest first.
CREATE INDEX audit_by_account ON audit (account_id, id);

CREATE TABLE settings_kv (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
