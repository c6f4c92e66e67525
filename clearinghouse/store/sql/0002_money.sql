-- Programmes, and tranches with their accounts in fen. A balance can never be negative, and the
-- identity of the accounts holds after every statement.

CREATE TABLE programmes (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  entry_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tranches (
  programme TEXT NOT NULL REFERENCES programmes (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  fiscal_year INTEGER NOT NULL,
  opens_on INTEGER NOT NULL,
  closes_on INTEGER NOT NULL,
  funders TEXT NOT NULL,
  revision INTEGER NOT NULL,
  transfers INTEGER NOT NULL DEFAULT 0,
  appropriated INTEGER NOT NULL DEFAULT 0 CHECK (appropriated >= 0),
  available INTEGER NOT NULL DEFAULT 0 CHECK (available >= 0),
  reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  committed INTEGER NOT NULL DEFAULT 0 CHECK (committed >= 0),
  payable INTEGER NOT NULL DEFAULT 0 CHECK (payable >= 0),
  disbursed INTEGER NOT NULL DEFAULT 0 CHECK (disbursed >= 0),
  lapsed INTEGER NOT NULL DEFAULT 0 CHECK (lapsed >= 0),
  recovered INTEGER NOT NULL DEFAULT 0 CHECK (recovered >= 0),
  PRIMARY KEY (programme, id),
  CONSTRAINT accounts_balance CHECK (
    appropriated = available + reserved + committed + payable + disbursed + lapsed - recovered),
  CONSTRAINT window_is_ordered CHECK (opens_on <= closes_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE transfers (
  programme TEXT NOT NULL,
  tranche TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  source INTEGER NOT NULL,
  target INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  subject TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (programme, tranche, seq),
  CHECK (source <> target)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER transfers_keep BEFORE UPDATE ON transfers
BEGIN SELECT RAISE(ABORT, 'transfers-are-append-only'); END;
CREATE TRIGGER transfers_stay BEFORE DELETE ON transfers
BEGIN SELECT RAISE(ABORT, 'transfers-are-append-only'); END;

-- What an applicant holds or was granted in a programme and year, for the yearly cap.
CREATE TABLE caps (
  programme TEXT NOT NULL,
  organisation TEXT NOT NULL,
  year INTEGER NOT NULL,
  used INTEGER NOT NULL CHECK (used >= 0),
  PRIMARY KEY (programme, organisation, year)
) STRICT, WITHOUT ROWID;
