-- The archive, schema 3: a document in one row.  Superbills of schema 1 and 2 keep theirs as
-- pieces in order (document), and have no row here.

CREATE TABLE body (
    superbill INTEGER PRIMARY KEY REFERENCES superbill,
    fonts TEXT NOT NULL, -- JSON: of each font in it, [bytes of the text before it, piece]
    text BLOB NOT NULL   -- what is not a font
) STRICT;
