-- Long texts: the history of a case holds the digest of one, the words stand here once for each case.

CREATE TABLE documents (
    case_id TEXT NOT NULL,
    digest TEXT NOT NULL, -- SHA-256 of `body`, hexadecimal
    body TEXT NOT NULL,
    PRIMARY KEY (case_id, digest)
);

-- What the public looks up: derived from cases whose program has a library, written with the case and never read to decide.

CREATE TABLE library (
    case_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL, -- by which it is cited
    place TEXT NOT NULL,
    category TEXT NOT NULL,
    from_at BIGINT NOT NULL, -- the beginning of the first day on which it holds; 0: it was not said
    until_at BIGINT NOT NULL, -- the end of the last day; the largest integer: until further notice
    issued_at BIGINT NOT NULL -- when the present version was published
);
-- The library, what holds since last first.
CREATE INDEX library_by_start ON library (from_at, case_id);
-- From a citation to the text.
CREATE INDEX library_by_name ON library (name);

-- Choices by which the library is searched: `level:law`.
CREATE TABLE library_labels (
    case_id TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (case_id, label)
);

-- The parts of the present version of each text, each a document of the search index.
CREATE TABLE articles (
    case_id TEXT NOT NULL,
    part BIGINT NOT NULL, -- in the order of the text; 0: its title and what is said about it
    anchor TEXT NOT NULL, -- empty for part 0
    docid BIGINT NOT NULL,
    PRIMARY KEY (case_id, part)
);
-- From the search index to the article.
CREATE INDEX articles_by_docid ON articles (docid);
