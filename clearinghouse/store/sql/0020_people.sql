-- Audit and people: money moves inside the journal, signed checkpoints, tokens, grants by two
-- administrators, signing for somebody else, audit samples.

-- The money an entry moved, canonical JSON; part of what its hash covers.
ALTER TABLE journal ADD COLUMN transfers TEXT;

CREATE TABLE signing_keys (
  key TEXT PRIMARY KEY,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER signing_keys_keep BEFORE UPDATE ON signing_keys
BEGIN SELECT RAISE(ABORT, 'signing-keys-are-append-only'); END;
CREATE TRIGGER signing_keys_stay BEFORE DELETE ON signing_keys
BEGIN SELECT RAISE(ABORT, 'signing-keys-are-append-only'); END;

CREATE TABLE checkpoints (
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (stream, seq, at)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER checkpoints_keep BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints-are-append-only'); END;
CREATE TRIGGER checkpoints_stay BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints-are-append-only'); END;

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  principal TEXT NOT NULL REFERENCES principals (id),
  label TEXT NOT NULL,
  scopes TEXT NOT NULL,
  hash TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  revoked_by TEXT NOT NULL,
  revision INTEGER NOT NULL,
  CONSTRAINT lives_ninety_days CHECK (
    expires_at > created_at AND expires_at <= created_at + 7776000000000)
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_principal ON tokens (principal);
CREATE TRIGGER tokens_keep BEFORE UPDATE ON tokens
WHEN NEW.hash <> OLD.hash OR NEW.principal <> OLD.principal OR NEW.scopes <> OLD.scopes
  OR NEW.expires_at <> OLD.expires_at OR OLD.revoked_at <> 0
BEGIN SELECT RAISE(ABORT, 'tokens-only-end'); END;

-- One administrator proposes, another confirms; neither for themselves.
CREATE TABLE grant_proposals (
  id TEXT PRIMARY KEY,
  act TEXT NOT NULL CHECK (act IN ('grant', 'revoke')),
  principal TEXT NOT NULL REFERENCES principals (id),
  role INTEGER NOT NULL,
  scope TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('proposed', 'confirmed', 'refused')),
  proposer TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  settler TEXT NOT NULL,
  settled_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  CONSTRAINT confirmed_by_another CHECK (
    status <> 'confirmed' OR (settler <> '' AND settler <> proposer)),
  CONSTRAINT not_for_oneself CHECK (principal <> proposer AND principal <> settler)
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_proposals_open ON grant_proposals (proposed_at) WHERE status = 'proposed';
CREATE TRIGGER grant_proposals_keep BEFORE UPDATE ON grant_proposals
WHEN OLD.status <> 'proposed'
BEGIN SELECT RAISE(ABORT, 'proposal-is-settled'); END;

-- Signing for somebody is their signature too: neither may sign the same round again, and
-- nobody signs for the one who entered the case.
ALTER TABLE signatures ADD COLUMN acting_for TEXT;
CREATE TRIGGER signed_for_once BEFORE INSERT ON signatures
WHEN EXISTS (SELECT 1 FROM signatures s WHERE s.application = NEW.application
             AND s.round = NEW.round
             AND (s.acting_for = NEW.principal OR s.acting_for = NEW.acting_for
                  OR s.principal = NEW.acting_for))
BEGIN SELECT RAISE(ABORT, 'signed-for-twice'); END;
CREATE TRIGGER not_for_the_maker BEFORE INSERT ON signatures
WHEN EXISTS (SELECT 1 FROM applications WHERE id = NEW.application
             AND maker = NEW.acting_for)
BEGIN SELECT RAISE(ABORT, 'maker-is-signer'); END;

-- Whatever the service says: nobody signs on a party, or its group, they keep away from.
CREATE TRIGGER conflicted_do_not_sign BEFORE INSERT ON signatures
WHEN EXISTS (SELECT 1 FROM applications a JOIN organisations p ON p.id = a.applicant
             JOIN conflicts c ON c.principal IN (NEW.principal, NEW.acting_for)
             JOIN organisations o ON o.id = c.organisation
             WHERE a.id = NEW.application
             AND (c.until_on = 0 OR c.until_on >= (NEW.at + 28800000000) / 86400000000)
             AND (o.id IN (a.applicant, a.provider) OR o.group_id = p.group_id))
BEGIN SELECT RAISE(ABORT, 'conflict-of-interest'); END;

CREATE TABLE sample_removals (
  programme TEXT NOT NULL,
  seed TEXT NOT NULL,
  application TEXT NOT NULL REFERENCES applications (id),
  reason TEXT NOT NULL CHECK (reason <> ''),
  removed_by TEXT NOT NULL,
  removed_at INTEGER NOT NULL,
  PRIMARY KEY (programme, seed, application)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sample_removals_keep BEFORE UPDATE ON sample_removals
BEGIN SELECT RAISE(ABORT, 'sample-removals-are-append-only'); END;
CREATE TRIGGER sample_removals_stay BEFORE DELETE ON sample_removals
BEGIN SELECT RAISE(ABORT, 'sample-removals-are-append-only'); END;
