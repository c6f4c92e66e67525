-- A changed policy is proposed by one supervisor and signed by another; the draft itself
-- is the body of its journal entry.
CREATE TABLE policy_drafts (
  id TEXT COLLATE "C" PRIMARY KEY,
  programme TEXT COLLATE "C" NOT NULL REFERENCES programmes (id),
  base BIGINT NOT NULL,
  status TEXT COLLATE "C" NOT NULL CHECK (status IN ('proposed', 'signed', 'refused')),
  note TEXT COLLATE "C" NOT NULL CHECK (note <> ''),
  proposer TEXT COLLATE "C" NOT NULL,
  proposed_at BIGINT NOT NULL,
  settler TEXT COLLATE "C" NOT NULL,
  settled_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  entry_seq BIGINT NOT NULL,
  CONSTRAINT signed_by_another CHECK (
    status <> 'signed' OR (settler <> '' AND settler <> proposer))
);
CREATE UNIQUE INDEX one_open_draft ON policy_drafts (programme) WHERE status = 'proposed';
CREATE UNIQUE INDEX one_draft_a_version ON policy_drafts (programme, base)
WHERE status = 'signed';
CREATE FUNCTION policy_drafts_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'proposed' OR NEW.proposer <> OLD.proposer OR NEW.base <> OLD.base THEN
    RAISE EXCEPTION 'draft-is-settled';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER policy_drafts_keep BEFORE UPDATE ON policy_drafts FOR EACH ROW
  EXECUTE FUNCTION policy_drafts_keep();
CREATE FUNCTION policy_drafts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'drafts-stay';
  RETURN OLD;
END $$;
CREATE TRIGGER policy_drafts_stay BEFORE DELETE ON policy_drafts FOR EACH ROW
  EXECUTE FUNCTION policy_drafts_stay();
