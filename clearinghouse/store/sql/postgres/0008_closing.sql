-- A fiscal year that is over: its tranche keeps what it has, and what still runs goes on in
-- another.
ALTER TABLE tranches ADD COLUMN closed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tranches ADD COLUMN carried_to TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE FUNCTION tranches_stay_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'tranche-is-closed';
  RETURN NEW;
END $$;
CREATE TRIGGER tranches_stay_closed BEFORE UPDATE ON tranches FOR EACH ROW
WHEN (OLD.closed_at > 0 AND (NEW.transfers <> OLD.transfers OR NEW.closed_at <> OLD.closed_at
  OR NEW.carried_to <> OLD.carried_to))
  EXECUTE FUNCTION tranches_stay_closed();
CREATE FUNCTION tranches_close_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'tranche-is-not-empty';
  RETURN NEW;
END $$;
CREATE TRIGGER tranches_close_empty BEFORE UPDATE ON tranches FOR EACH ROW
WHEN (OLD.closed_at = 0 AND NEW.closed_at > 0
 AND NEW.available + NEW.reserved + NEW.committed + NEW.payable > 0)
  EXECUTE FUNCTION tranches_close_empty();
