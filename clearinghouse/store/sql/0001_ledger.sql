-- The ledger itself: settings, journal, operations, people.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE heads (
  stream TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  acting_for TEXT,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  revision INTEGER NOT NULL,
  operation TEXT,
  reason_code TEXT,
  reason_note TEXT,
  policy TEXT,
  body TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (stream, seq)
) STRICT;
CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal-is-append-only'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal-is-append-only'); END;
CREATE TRIGGER heads_stay BEFORE DELETE ON heads
BEGIN SELECT RAISE(ABORT, 'journal-is-append-only'); END;
CREATE TRIGGER heads_rise BEFORE UPDATE ON heads WHEN NEW.seq <> OLD.seq + 1
BEGIN SELECT RAISE(ABORT, 'journal-is-append-only'); END;

CREATE TABLE operations (
  principal TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  etag INTEGER NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (principal, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE principals (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  uid INTEGER UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE grants (
  principal TEXT NOT NULL REFERENCES principals (id),
  role INTEGER NOT NULL,
  scope TEXT NOT NULL,
  PRIMARY KEY (principal, role, scope)
) STRICT, WITHOUT ROWID;
