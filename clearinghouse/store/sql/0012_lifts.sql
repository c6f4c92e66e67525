-- A freeze can be lifted before its time, by name; and when a token was last seen.
ALTER TABLE freezes ADD COLUMN lifted_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE freezes ADD COLUMN lifted_by TEXT NOT NULL DEFAULT '';
CREATE TRIGGER freezes_only_end BEFORE UPDATE ON freezes
WHEN OLD.lifted_at <> 0 OR NEW.programme <> OLD.programme OR NEW.from_on <> OLD.from_on
  OR NEW.until_on <> OLD.until_on OR NEW.decisions <> OLD.decisions
BEGIN SELECT RAISE(ABORT, 'freezes-only-end'); END;

ALTER TABLE tokens ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
