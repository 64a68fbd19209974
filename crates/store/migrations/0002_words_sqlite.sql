-- The search index: tokens only, no text. Every printing character is part of a token; `text` has cut the words before.
CREATE VIRTUAL TABLE words USING fts5 (
    tokens,
    content = '',
    contentless_delete = 1,
    detail = full,
    tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'"
);
