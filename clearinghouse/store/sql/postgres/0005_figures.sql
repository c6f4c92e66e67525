-- Sums the supervisor's figures are read from, kept by the database itself, so that no figure
-- ever needs a walk over every case or transfer. Days are days in China.

CREATE TABLE flows (
  programme TEXT COLLATE "C" NOT NULL,
  tranche TEXT COLLATE "C" NOT NULL,
  day BIGINT NOT NULL,
  source BIGINT NOT NULL,
  target BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (programme, tranche, day, source, target)
);
INSERT INTO flows (programme, tranche, day, source, target, amount)
SELECT programme, tranche, (at + 28800000000) / 86400000000, source, target, sum(amount)
FROM transfers GROUP BY 1, 2, 3, 4, 5;
CREATE FUNCTION transfers_flow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO flows (programme, tranche, day, source, target, amount)
  VALUES (NEW.programme, NEW.tranche, (NEW.at + 28800000000) / 86400000000, NEW.source,
          NEW.target, NEW.amount)
  ON CONFLICT (programme, tranche, day, source, target)
  DO UPDATE SET amount = flows.amount + excluded.amount;
  RETURN NEW;
END $$;
CREATE TRIGGER transfers_flow AFTER INSERT ON transfers FOR EACH ROW
  EXECUTE FUNCTION transfers_flow();

-- Approvals and rejections by the day they were made, with how long the applicants had waited.
CREATE TABLE decided (
  day BIGINT PRIMARY KEY,
  count BIGINT NOT NULL,
  seconds BIGINT NOT NULL
);
INSERT INTO decided (day, count, seconds)
SELECT (updated_at + 28800000000) / 86400000000, count(*),
       sum((updated_at - submitted_at) / 1000000)
FROM applications WHERE status IN ('approved', 'rejected') GROUP BY 1;
CREATE FUNCTION applications_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO decided (day, count, seconds)
  VALUES ((NEW.updated_at + 28800000000) / 86400000000, 1,
          (NEW.updated_at - NEW.submitted_at) / 1000000)
  ON CONFLICT (day) DO UPDATE
  SET count = decided.count + 1, seconds = decided.seconds + excluded.seconds;
  RETURN NEW;
END $$;
CREATE TRIGGER applications_decided AFTER UPDATE OF status ON applications FOR EACH ROW
WHEN (NEW.status <> OLD.status AND NEW.status IN ('approved', 'rejected'))
  EXECUTE FUNCTION applications_decided();
CREATE FUNCTION applications_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE decided SET count = count - 1,
                     seconds = seconds - (OLD.updated_at - OLD.submitted_at) / 1000000
  WHERE day = (OLD.updated_at + 28800000000) / 86400000000;
  RETURN NEW;
END $$;
CREATE TRIGGER applications_undecided AFTER UPDATE OF status ON applications FOR EACH ROW
WHEN (NEW.status <> OLD.status AND OLD.status IN ('approved', 'rejected'))
  EXECUTE FUNCTION applications_undecided();

-- The queue's age, without looking at decided cases.
CREATE INDEX applications_waiting ON applications (submitted_at, due_at)
WHERE status IN ('submitted', 'under_review', 'awaiting_second');
