-- Who must keep away from whose cases, who stands in for whom, and when nothing is decided.

CREATE TABLE conflicts (
  id TEXT COLLATE "C" PRIMARY KEY,
  programme TEXT COLLATE "C" NOT NULL CHECK (programme = 'registry'),
  principal TEXT COLLATE "C" NOT NULL REFERENCES principals (id),
  organisation TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
  organisation_name TEXT COLLATE "C" NOT NULL,
  note TEXT COLLATE "C" NOT NULL,
  until_on BIGINT NOT NULL,
  declared_at BIGINT NOT NULL,
  declared_by TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  entry_seq BIGINT NOT NULL
);
CREATE INDEX conflicts_of ON conflicts (principal);
CREATE FUNCTION conflicts_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'conflicts-are-append-only';
  RETURN NEW;
END $$;
CREATE TRIGGER conflicts_keep BEFORE UPDATE ON conflicts FOR EACH ROW
  EXECUTE FUNCTION conflicts_keep();
CREATE FUNCTION conflicts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'conflicts-are-append-only';
  RETURN OLD;
END $$;
CREATE TRIGGER conflicts_stay BEFORE DELETE ON conflicts FOR EACH ROW
  EXECUTE FUNCTION conflicts_stay();

CREATE TABLE delegations (
  id TEXT COLLATE "C" PRIMARY KEY,
  programme TEXT COLLATE "C" NOT NULL REFERENCES programmes (id),
  from_who TEXT COLLATE "C" NOT NULL REFERENCES principals (id),
  to_who TEXT COLLATE "C" NOT NULL REFERENCES principals (id),
  role TEXT COLLATE "C" NOT NULL CHECK (role IN ('officer', 'supervisor')),
  cap_fen BIGINT NOT NULL CHECK (cap_fen > 0),
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  note TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  entry_seq BIGINT NOT NULL,
  CONSTRAINT not_to_oneself CHECK (from_who <> to_who),
  CONSTRAINT time_is_boxed CHECK (from_at < until_at AND until_at - from_at <= 2678400000000)
);
CREATE INDEX delegations_to ON delegations (to_who);

CREATE TABLE freezes (
  id TEXT COLLATE "C" PRIMARY KEY,
  programme TEXT COLLATE "C" NOT NULL REFERENCES programmes (id),
  from_on BIGINT NOT NULL,
  until_on BIGINT NOT NULL,
  decisions TEXT COLLATE "C" NOT NULL,
  note TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  made_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  entry_seq BIGINT NOT NULL,
  CONSTRAINT freeze_is_ordered CHECK (from_on <= until_on)
);
CREATE INDEX freezes_of ON freezes (programme, until_on);
