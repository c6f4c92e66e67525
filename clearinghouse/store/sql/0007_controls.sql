-- Who must keep away from whose cases, who stands in for whom, and when nothing is decided.

CREATE TABLE conflicts (
  id TEXT PRIMARY KEY,
  programme TEXT NOT NULL CHECK (programme = 'registry'),
  principal TEXT NOT NULL REFERENCES principals (id),
  organisation TEXT NOT NULL REFERENCES organisations (id),
  organisation_name TEXT NOT NULL,
  note TEXT NOT NULL,
  until_on INTEGER NOT NULL,
  declared_at INTEGER NOT NULL,
  declared_by TEXT NOT NULL,
  revision INTEGER NOT NULL,
  entry_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX conflicts_of ON conflicts (principal);
CREATE TRIGGER conflicts_keep BEFORE UPDATE ON conflicts
BEGIN SELECT RAISE(ABORT, 'conflicts-are-append-only'); END;
CREATE TRIGGER conflicts_stay BEFORE DELETE ON conflicts
BEGIN SELECT RAISE(ABORT, 'conflicts-are-append-only'); END;

CREATE TABLE delegations (
  id TEXT PRIMARY KEY,
  programme TEXT NOT NULL REFERENCES programmes (id),
  from_who TEXT NOT NULL REFERENCES principals (id),
  to_who TEXT NOT NULL REFERENCES principals (id),
  role TEXT NOT NULL CHECK (role IN ('officer', 'supervisor')),
  cap_fen INTEGER NOT NULL CHECK (cap_fen > 0),
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  note TEXT NOT NULL,
  revision INTEGER NOT NULL,
  entry_seq INTEGER NOT NULL,
  CONSTRAINT not_to_oneself CHECK (from_who <> to_who),
  CONSTRAINT time_is_boxed CHECK (from_at < until_at AND until_at - from_at <= 2678400000000)
) STRICT;
CREATE INDEX delegations_to ON delegations (to_who);

CREATE TABLE freezes (
  id TEXT PRIMARY KEY,
  programme TEXT NOT NULL REFERENCES programmes (id),
  from_on INTEGER NOT NULL,
  until_on INTEGER NOT NULL,
  decisions TEXT NOT NULL,
  note TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  entry_seq INTEGER NOT NULL,
  CONSTRAINT freeze_is_ordered CHECK (from_on <= until_on)
) STRICT;
CREATE INDEX freezes_of ON freezes (programme, until_on);
