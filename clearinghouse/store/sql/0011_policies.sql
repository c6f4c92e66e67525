-- A changed policy is proposed by one supervisor and signed by another; the draft itself
-- is the body of its journal entry.
CREATE TABLE policy_drafts (
  id TEXT PRIMARY KEY,
  programme TEXT NOT NULL REFERENCES programmes (id),
  base INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('proposed', 'signed', 'refused')),
  note TEXT NOT NULL CHECK (note <> ''),
  proposer TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  settler TEXT NOT NULL,
  settled_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  entry_seq INTEGER NOT NULL,
  CONSTRAINT signed_by_another CHECK (
    status <> 'signed' OR (settler <> '' AND settler <> proposer))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_open_draft ON policy_drafts (programme) WHERE status = 'proposed';
CREATE UNIQUE INDEX one_draft_a_version ON policy_drafts (programme, base)
WHERE status = 'signed';
CREATE TRIGGER policy_drafts_keep BEFORE UPDATE ON policy_drafts
WHEN OLD.status <> 'proposed' OR NEW.proposer <> OLD.proposer OR NEW.base <> OLD.base
BEGIN SELECT RAISE(ABORT, 'draft-is-settled'); END;
CREATE TRIGGER policy_drafts_stay BEFORE DELETE ON policy_drafts
BEGIN SELECT RAISE(ABORT, 'drafts-stay'); END;
