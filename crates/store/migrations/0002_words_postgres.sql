-- The search index: tokens only, no text. `text` has cut the words before; no dictionary of PostgreSQL touches them.
CREATE TABLE words (
    docid BIGINT PRIMARY KEY,
    tokens TSVECTOR NOT NULL
);
CREATE INDEX words_by_token ON words USING gin (tokens);
