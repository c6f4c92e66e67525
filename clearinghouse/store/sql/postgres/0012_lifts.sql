-- A freeze can be lifted before its time, by name; and when a token was last seen.
ALTER TABLE freezes ADD COLUMN lifted_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE freezes ADD COLUMN lifted_by TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE FUNCTION freezes_only_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'freezes-only-end';
  RETURN NEW;
END $$;
CREATE TRIGGER freezes_only_end BEFORE UPDATE ON freezes FOR EACH ROW
WHEN (OLD.lifted_at <> 0 OR NEW.programme <> OLD.programme OR NEW.from_on <> OLD.from_on
  OR NEW.until_on <> OLD.until_on OR NEW.decisions <> OLD.decisions)
  EXECUTE FUNCTION freezes_only_end();

ALTER TABLE tokens ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0;
