-- The archive, schema 2: what a document was drawn with beside its record, so that archive check
-- can draw it again.  A superbill of schema 1 has no row here.

CREATE TABLE drawn (
    superbill INTEGER PRIMARY KEY REFERENCES superbill,
    design BLOB NOT NULL, -- SHA-256 over template, accent, logo and fonts
    zlib TEXT NOT NULL,   -- the version that compressed it
    signature TEXT        -- the member of the attached record, JSON; NULL: not signed
) STRICT;
