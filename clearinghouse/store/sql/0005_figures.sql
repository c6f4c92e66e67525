-- Sums the supervisor's figures are read from, kept by the database itself, so that no figure
-- ever needs a walk over every case or transfer. Days are days in China.

CREATE TABLE flows (
  programme TEXT NOT NULL,
  tranche TEXT NOT NULL,
  day INTEGER NOT NULL,
  source INTEGER NOT NULL,
  target INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (programme, tranche, day, source, target)
) STRICT, WITHOUT ROWID;
INSERT INTO flows (programme, tranche, day, source, target, amount)
SELECT programme, tranche, (at + 28800000000) / 86400000000, source, target, sum(amount)
FROM transfers GROUP BY 1, 2, 3, 4, 5;
CREATE TRIGGER transfers_flow AFTER INSERT ON transfers
BEGIN
  INSERT INTO flows (programme, tranche, day, source, target, amount)
  VALUES (NEW.programme, NEW.tranche, (NEW.at + 28800000000) / 86400000000, NEW.source,
          NEW.target, NEW.amount)
  ON CONFLICT (programme, tranche, day, source, target)
  DO UPDATE SET amount = amount + excluded.amount;
END;

-- Approvals and rejections by the day they were made, with how long the applicants had waited.
CREATE TABLE decided (
  day INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  seconds INTEGER NOT NULL
) STRICT;
INSERT INTO decided (day, count, seconds)
SELECT (updated_at + 28800000000) / 86400000000, count(*),
       sum((updated_at - submitted_at) / 1000000)
FROM applications WHERE status IN ('approved', 'rejected') GROUP BY 1;
CREATE TRIGGER applications_decided AFTER UPDATE OF status ON applications
WHEN NEW.status <> OLD.status AND NEW.status IN ('approved', 'rejected')
BEGIN
  INSERT INTO decided (day, count, seconds)
  VALUES ((NEW.updated_at + 28800000000) / 86400000000, 1,
          (NEW.updated_at - NEW.submitted_at) / 1000000)
  ON CONFLICT (day) DO UPDATE SET count = count + 1, seconds = seconds + excluded.seconds;
END;
CREATE TRIGGER applications_undecided AFTER UPDATE OF status ON applications
WHEN NEW.status <> OLD.status AND OLD.status IN ('approved', 'rejected')
BEGIN
  UPDATE decided SET count = count - 1,
                     seconds = seconds - (OLD.updated_at - OLD.submitted_at) / 1000000
  WHERE day = (OLD.updated_at + 28800000000) / 86400000000;
END;

-- The queue's age, without looking at decided cases.
CREATE INDEX applications_waiting ON applications (submitted_at, due_at)
WHERE status IN ('submitted', 'under_review', 'awaiting_second');
