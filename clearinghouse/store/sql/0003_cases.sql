-- Index rows of organisations and cases; the records themselves are journal bodies.

CREATE TABLE organisations (
  id TEXT PRIMARY KEY,
  credit_code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  size TEXT NOT NULL,
  region TEXT NOT NULL,
  startup INTEGER NOT NULL,
  listed INTEGER NOT NULL,
  group_id TEXT NOT NULL,
  legal_person TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  account TEXT NOT NULL,
  debarred_until INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  entry_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE serials (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;

CREATE TABLE applications (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  programme TEXT NOT NULL,
  tranche TEXT NOT NULL,
  status TEXT NOT NULL,
  revision INTEGER NOT NULL,
  maker TEXT NOT NULL,
  applicant TEXT NOT NULL,
  applicant_name TEXT NOT NULL,
  credit_code TEXT NOT NULL,
  group_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  provider_name TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  kind TEXT NOT NULL,
  accelerator TEXT NOT NULL,
  gpu_hours INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL,
  grant_fen INTEGER NOT NULL,
  grant_bp INTEGER NOT NULL,
  reserved_fen INTEGER NOT NULL CHECK (reserved_fen >= 0),
  verdict TEXT NOT NULL,
  verdict_issues INTEGER NOT NULL,
  assigned_to TEXT NOT NULL,
  submitted_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  undo_until INTEGER NOT NULL,
  entry_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX applications_due ON applications (status, due_at, id);
CREATE INDEX applications_updated ON applications (updated_at, id);
CREATE INDEX applications_contract ON applications (fingerprint);
CREATE INDEX applications_group ON applications (group_id) WHERE reserved_fen > 0;
CREATE INDEX applications_code ON applications (credit_code);
CREATE INDEX applications_undo ON applications (undo_until) WHERE undo_until > 0;

CREATE TABLE counters (
  programme TEXT NOT NULL,
  status TEXT NOT NULL,
  count INTEGER NOT NULL,
  amount_fen INTEGER NOT NULL,
  PRIMARY KEY (programme, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE reasons_used (
  code TEXT PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE provider_totals (
  provider TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  amount_fen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE signatures (
  programme TEXT NOT NULL,
  application TEXT NOT NULL,
  round INTEGER NOT NULL,
  principal TEXT NOT NULL,
  at INTEGER NOT NULL,
  CONSTRAINT signed_twice PRIMARY KEY (application, round, principal)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER maker_is_not_signer BEFORE INSERT ON signatures
WHEN EXISTS (SELECT 1 FROM applications WHERE id = NEW.application AND maker = NEW.principal)
BEGIN SELECT RAISE(ABORT, 'maker-is-signer'); END;
CREATE TRIGGER signatures_keep BEFORE UPDATE ON signatures
BEGIN SELECT RAISE(ABORT, 'signatures-are-append-only'); END;
CREATE TRIGGER signatures_stay BEFORE DELETE ON signatures
BEGIN SELECT RAISE(ABORT, 'signatures-are-append-only'); END;
