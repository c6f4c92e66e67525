-- The ledger itself: settings, journal, operations, people.

-- SQLite has this function; here it is made, so that one text serves both.
CREATE FUNCTION instr(haystack TEXT, needle TEXT) RETURNS INTEGER LANGUAGE sql IMMUTABLE
AS $$ SELECT strpos(haystack, needle) $$;

CREATE TABLE meta (
  key TEXT COLLATE "C" PRIMARY KEY,
  value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE heads (
  stream TEXT COLLATE "C" PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT COLLATE "C" NOT NULL
);

CREATE TABLE journal (
  stream TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL CHECK (seq >= 1),
  at BIGINT NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL,
  acting_for TEXT COLLATE "C",
  action TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  operation TEXT COLLATE "C",
  reason_code TEXT COLLATE "C",
  reason_note TEXT COLLATE "C",
  policy TEXT COLLATE "C",
  body TEXT COLLATE "C" NOT NULL,
  prev TEXT COLLATE "C" NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (stream, seq)
);
CREATE FUNCTION journal_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'journal-is-append-only';
  RETURN NEW;
END $$;
CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal FOR EACH ROW
  EXECUTE FUNCTION journal_keeps();
CREATE FUNCTION journal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'journal-is-append-only';
  RETURN OLD;
END $$;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal FOR EACH ROW
  EXECUTE FUNCTION journal_stays();
CREATE FUNCTION heads_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'journal-is-append-only';
  RETURN OLD;
END $$;
CREATE TRIGGER heads_stay BEFORE DELETE ON heads FOR EACH ROW
  EXECUTE FUNCTION heads_stay();
CREATE FUNCTION heads_rise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'journal-is-append-only';
  RETURN NEW;
END $$;
CREATE TRIGGER heads_rise BEFORE UPDATE ON heads FOR EACH ROW
WHEN (NEW.seq <> OLD.seq + 1)
  EXECUTE FUNCTION heads_rise();

CREATE TABLE operations (
  principal TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  fingerprint TEXT COLLATE "C" NOT NULL,
  status BIGINT NOT NULL,
  etag BIGINT NOT NULL,
  answer TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (principal, key)
);

CREATE TABLE principals (
  id TEXT COLLATE "C" PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  uid BIGINT UNIQUE
);

CREATE TABLE grants (
  principal TEXT COLLATE "C" NOT NULL REFERENCES principals (id),
  role BIGINT NOT NULL,
  scope TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (principal, role, scope)
);
