-- The archive, schema 1.  Amounts are cents, days are YYYY-MM-DD, hashes are SHA-256
-- (of pieces BLAKE2b: a key, many times a document, and proven by the document's own).
-- What is not said to change is never updated: its bytes are proven by the chain.

-- The chain: what happened, in order, never changed, never deleted.  body is canonical JSON
-- that holds the hash of the entry before it; hash is that of body.  The other columns repeat
-- the body for look-ups.
CREATE TABLE entry (
    n INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    number TEXT,
    replaces TEXT,
    series INTEGER,
    sequence INTEGER,
    body TEXT NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (series, sequence)
) STRICT;
CREATE INDEX entry_number ON entry (number);
CREATE INDEX entry_replaces ON entry (replaces) WHERE replaces IS NOT NULL;

-- Why something was corrected or made void: free text, so that purge can take it out.  Its
-- hash stands in the entry.
CREATE TABLE reason (
    entry INTEGER PRIMARY KEY REFERENCES entry,
    text TEXT NOT NULL
) STRICT;

-- One row a number; id is the entry that issued it, written last, over the hash of the rows.
--  state and replaced_by change with later
-- entries, from which archive check finds them again.
CREATE TABLE superbill (
    id INTEGER PRIMARY KEY REFERENCES entry DEFERRABLE INITIALLY DEFERRED,
    number TEXT NOT NULL UNIQUE,
    series INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('issued', 'superseded', 'void')),
    replaces TEXT,
    replaced_by TEXT,
    patient TEXT NOT NULL,
    provider TEXT,
    payer TEXT,
    first_date TEXT NOT NULL,
    last_date TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    issued_on TEXT NOT NULL,
    file_by TEXT,
    charges INTEGER NOT NULL,
    adjustments INTEGER NOT NULL,
    paid INTEGER NOT NULL,
    balance INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    size INTEGER NOT NULL,
    record_hash BLOB NOT NULL,
    document_hash BLOB NOT NULL,
    template TEXT NOT NULL,
    tables TEXT NOT NULL,
    program TEXT NOT NULL
) STRICT;
CREATE INDEX superbill_patient ON superbill (patient, first_date);
CREATE INDEX superbill_document ON superbill (document_hash);
CREATE INDEX superbill_date ON superbill (first_date);
CREATE INDEX superbill_file_by ON superbill (file_by) WHERE state = 'issued';

-- The full resolved document: canonical JSON, as it is attached to the PDF.
CREATE TABLE record (
    superbill INTEGER PRIMARY KEY REFERENCES superbill,
    body TEXT NOT NULL
) STRICT;

-- The visits as they were read, canonical: what a later run compares with.
CREATE TABLE visit (
    superbill INTEGER NOT NULL REFERENCES superbill,
    position INTEGER NOT NULL,
    visit TEXT NOT NULL,
    date TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (superbill, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_id ON visit (visit);
CREATE INDEX visit_date ON visit (date);

-- One live superbill a visit.  A purge keeps the row, and makes one for a visit of a void
-- superbill: neither is issued again unasked.
CREATE TABLE live (
    visit TEXT NOT NULL,
    series INTEGER NOT NULL,
    number TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (visit, series)
) STRICT, WITHOUT ROWID;
CREATE INDEX live_number ON live (number);

CREATE TABLE line (
    superbill INTEGER NOT NULL REFERENCES superbill,
    position INTEGER NOT NULL,
    visit TEXT NOT NULL,
    date TEXT NOT NULL,
    place TEXT,
    code TEXT NOT NULL,
    modifiers TEXT NOT NULL,
    diagnoses TEXT NOT NULL,
    minutes INTEGER,
    units INTEGER NOT NULL,
    charge INTEGER NOT NULL,
    adjustment INTEGER NOT NULL,
    paid INTEGER NOT NULL,
    PRIMARY KEY (superbill, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (
    superbill INTEGER NOT NULL REFERENCES superbill,
    position INTEGER NOT NULL,
    visit TEXT NOT NULL,
    date TEXT NOT NULL,
    method TEXT,
    refund INTEGER NOT NULL CHECK (refund IN (0, 1)),
    amount INTEGER NOT NULL,
    applied INTEGER NOT NULL,
    PRIMARY KEY (superbill, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_date ON payment (date);

-- The warnings it was issued with.
CREATE TABLE warning (
    superbill INTEGER NOT NULL REFERENCES superbill,
    position INTEGER NOT NULL,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    record TEXT,
    path TEXT NOT NULL,
    message TEXT NOT NULL,
    advice TEXT NOT NULL,
    PRIMARY KEY (superbill, position)
) STRICT, WITHOUT ROWID;

-- Bytes by their hash: fonts and profiles are kept once.  A document is its pieces in order.
CREATE TABLE piece (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE document (
    superbill INTEGER NOT NULL REFERENCES superbill,
    position INTEGER NOT NULL,
    piece INTEGER NOT NULL REFERENCES piece,
    PRIMARY KEY (superbill, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_piece ON document (piece);

-- A document that is archived and not yet seen in its folder; the row goes when it is.
CREATE TABLE delivery (
    superbill INTEGER PRIMARY KEY REFERENCES superbill,
    folder TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
