-- What was written when, to tell what is stale; what was given up, and why. `failure` holds words of the program and codes of
-- servers, nothing that a server said.
ALTER TABLE outbox ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN failure TEXT;
ALTER TABLE outbox ADD COLUMN failed_at BIGINT;
UPDATE outbox SET made_at = due_at;
-- What is to be done now; no longer what was given up.
DROP INDEX outbox_by_due;
CREATE INDEX outbox_by_due ON outbox (due_at, id) WHERE done_at IS NULL AND failed_at IS NULL;
-- What was given up, the latest first; few, if all is well.
CREATE INDEX outbox_by_failure ON outbox (failed_at, id) WHERE failed_at IS NOT NULL;
