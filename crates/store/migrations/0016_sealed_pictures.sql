-- Pictures of sealed cases are sealed like their texts, under a key of their own in the vault.
ALTER TABLE photos ADD COLUMN sealed BOOLEAN NOT NULL DEFAULT FALSE;
