-- A fiscal year that is over: its tranche keeps what it has, and what still runs goes on in
-- another.
ALTER TABLE tranches ADD COLUMN closed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tranches ADD COLUMN carried_to TEXT NOT NULL DEFAULT '';
CREATE TRIGGER tranches_stay_closed BEFORE UPDATE ON tranches
WHEN OLD.closed_at > 0 AND (NEW.transfers <> OLD.transfers OR NEW.closed_at <> OLD.closed_at
  OR NEW.carried_to <> OLD.carried_to)
BEGIN SELECT RAISE(ABORT, 'tranche-is-closed'); END;
CREATE TRIGGER tranches_close_empty BEFORE UPDATE ON tranches
WHEN OLD.closed_at = 0 AND NEW.closed_at > 0
 AND NEW.available + NEW.reserved + NEW.committed + NEW.payable > 0
BEGIN SELECT RAISE(ABORT, 'tranche-is-not-empty'); END;
