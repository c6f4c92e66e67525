-- Index rows of organisations and cases; the records themselves are journal bodies.

CREATE TABLE organisations (
  id TEXT COLLATE "C" PRIMARY KEY,
  credit_code TEXT COLLATE "C" NOT NULL UNIQUE,
  name TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  size TEXT COLLATE "C" NOT NULL,
  region TEXT COLLATE "C" NOT NULL,
  startup BIGINT NOT NULL,
  listed BIGINT NOT NULL,
  group_id TEXT COLLATE "C" NOT NULL,
  legal_person TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  phone TEXT COLLATE "C" NOT NULL,
  account TEXT COLLATE "C" NOT NULL,
  debarred_until BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  entry_seq BIGINT NOT NULL
);

CREATE TABLE serials (
  year BIGINT PRIMARY KEY,
  last BIGINT NOT NULL
);

CREATE TABLE applications (
  id TEXT COLLATE "C" PRIMARY KEY,
  number TEXT COLLATE "C" NOT NULL UNIQUE,
  programme TEXT COLLATE "C" NOT NULL,
  tranche TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  maker TEXT COLLATE "C" NOT NULL,
  applicant TEXT COLLATE "C" NOT NULL,
  applicant_name TEXT COLLATE "C" NOT NULL,
  credit_code TEXT COLLATE "C" NOT NULL,
  group_id TEXT COLLATE "C" NOT NULL,
  provider TEXT COLLATE "C" NOT NULL,
  provider_name TEXT COLLATE "C" NOT NULL,
  fingerprint TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  accelerator TEXT COLLATE "C" NOT NULL,
  gpu_hours BIGINT NOT NULL,
  amount_fen BIGINT NOT NULL,
  grant_fen BIGINT NOT NULL,
  grant_bp BIGINT NOT NULL,
  reserved_fen BIGINT NOT NULL CHECK (reserved_fen >= 0),
  verdict TEXT COLLATE "C" NOT NULL,
  verdict_issues BIGINT NOT NULL,
  assigned_to TEXT COLLATE "C" NOT NULL,
  submitted_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  undo_until BIGINT NOT NULL,
  entry_seq BIGINT NOT NULL
);
CREATE INDEX applications_due ON applications (status, due_at, id);
CREATE INDEX applications_updated ON applications (updated_at, id);
CREATE INDEX applications_contract ON applications (fingerprint);
CREATE INDEX applications_group ON applications (group_id) WHERE reserved_fen > 0;
CREATE INDEX applications_code ON applications (credit_code);
CREATE INDEX applications_undo ON applications (undo_until) WHERE undo_until > 0;

CREATE TABLE counters (
  programme TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  count BIGINT NOT NULL,
  amount_fen BIGINT NOT NULL,
  PRIMARY KEY (programme, status)
);

CREATE TABLE reasons_used (
  code TEXT COLLATE "C" PRIMARY KEY,
  count BIGINT NOT NULL
);

CREATE TABLE provider_totals (
  provider TEXT COLLATE "C" PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  amount_fen BIGINT NOT NULL
);

CREATE TABLE signatures (
  programme TEXT COLLATE "C" NOT NULL,
  application TEXT COLLATE "C" NOT NULL,
  round BIGINT NOT NULL,
  principal TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT signed_twice PRIMARY KEY (application, round, principal)
);
CREATE FUNCTION maker_is_not_signer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM applications WHERE id = NEW.application AND maker = NEW.principal) THEN
    RAISE EXCEPTION 'maker-is-signer';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER maker_is_not_signer BEFORE INSERT ON signatures FOR EACH ROW
  EXECUTE FUNCTION maker_is_not_signer();
CREATE FUNCTION signatures_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'signatures-are-append-only';
  RETURN NEW;
END $$;
CREATE TRIGGER signatures_keep BEFORE UPDATE ON signatures FOR EACH ROW
  EXECUTE FUNCTION signatures_keep();
CREATE FUNCTION signatures_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'signatures-are-append-only';
  RETURN OLD;
END $$;
CREATE TRIGGER signatures_stay BEFORE DELETE ON signatures FOR EACH ROW
  EXECUTE FUNCTION signatures_stay();
