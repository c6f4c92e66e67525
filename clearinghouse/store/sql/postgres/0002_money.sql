-- Programmes, and tranches with their accounts in fen. A balance can never be negative, and the
-- identity of the accounts holds after every statement.

CREATE TABLE programmes (
  id TEXT COLLATE "C" PRIMARY KEY,
  version BIGINT NOT NULL,
  entry_seq BIGINT NOT NULL
);

CREATE TABLE tranches (
  programme TEXT COLLATE "C" NOT NULL REFERENCES programmes (id),
  id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  fiscal_year BIGINT NOT NULL,
  opens_on BIGINT NOT NULL,
  closes_on BIGINT NOT NULL,
  funders TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  transfers BIGINT NOT NULL DEFAULT 0,
  appropriated BIGINT NOT NULL DEFAULT 0 CHECK (appropriated >= 0),
  available BIGINT NOT NULL DEFAULT 0 CHECK (available >= 0),
  reserved BIGINT NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  committed BIGINT NOT NULL DEFAULT 0 CHECK (committed >= 0),
  payable BIGINT NOT NULL DEFAULT 0 CHECK (payable >= 0),
  disbursed BIGINT NOT NULL DEFAULT 0 CHECK (disbursed >= 0),
  lapsed BIGINT NOT NULL DEFAULT 0 CHECK (lapsed >= 0),
  recovered BIGINT NOT NULL DEFAULT 0 CHECK (recovered >= 0),
  PRIMARY KEY (programme, id),
  CONSTRAINT accounts_balance CHECK (
    appropriated = available + reserved + committed + payable + disbursed + lapsed - recovered),
  CONSTRAINT window_is_ordered CHECK (opens_on <= closes_on)
);

CREATE TABLE transfers (
  programme TEXT COLLATE "C" NOT NULL,
  tranche TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL CHECK (seq >= 1),
  source BIGINT NOT NULL,
  target BIGINT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  subject TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (programme, tranche, seq),
  CHECK (source <> target)
);
CREATE FUNCTION transfers_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'transfers-are-append-only';
  RETURN NEW;
END $$;
CREATE TRIGGER transfers_keep BEFORE UPDATE ON transfers FOR EACH ROW
  EXECUTE FUNCTION transfers_keep();
CREATE FUNCTION transfers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'transfers-are-append-only';
  RETURN OLD;
END $$;
CREATE TRIGGER transfers_stay BEFORE DELETE ON transfers FOR EACH ROW
  EXECUTE FUNCTION transfers_stay();

-- What an applicant holds or was granted in a programme and year, for the yearly cap.
CREATE TABLE caps (
  programme TEXT COLLATE "C" NOT NULL,
  organisation TEXT COLLATE "C" NOT NULL,
  year BIGINT NOT NULL,
  used BIGINT NOT NULL CHECK (used >= 0),
  PRIMARY KEY (programme, organisation, year)
);
