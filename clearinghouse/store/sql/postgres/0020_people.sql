-- Audit and people: money moves inside the journal, signed checkpoints, tokens, grants by two
-- administrators, signing for somebody else, audit samples.

-- The money an entry moved, canonical JSON; part of what its hash covers.
ALTER TABLE journal ADD COLUMN transfers TEXT COLLATE "C";

CREATE TABLE signing_keys (
  key TEXT COLLATE "C" PRIMARY KEY,
  since BIGINT NOT NULL
);
CREATE FUNCTION signing_keys_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'signing-keys-are-append-only';
  RETURN NEW;
END $$;
CREATE TRIGGER signing_keys_keep BEFORE UPDATE ON signing_keys FOR EACH ROW
  EXECUTE FUNCTION signing_keys_keep();
CREATE FUNCTION signing_keys_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'signing-keys-are-append-only';
  RETURN OLD;
END $$;
CREATE TRIGGER signing_keys_stay BEFORE DELETE ON signing_keys FOR EACH ROW
  EXECUTE FUNCTION signing_keys_stay();

CREATE TABLE checkpoints (
  stream TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  document TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (stream, seq, at)
);
CREATE FUNCTION checkpoints_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'checkpoints-are-append-only';
  RETURN NEW;
END $$;
CREATE TRIGGER checkpoints_keep BEFORE UPDATE ON checkpoints FOR EACH ROW
  EXECUTE FUNCTION checkpoints_keep();
CREATE FUNCTION checkpoints_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'checkpoints-are-append-only';
  RETURN OLD;
END $$;
CREATE TRIGGER checkpoints_stay BEFORE DELETE ON checkpoints FOR EACH ROW
  EXECUTE FUNCTION checkpoints_stay();

CREATE TABLE tokens (
  id TEXT COLLATE "C" PRIMARY KEY,
  principal TEXT COLLATE "C" NOT NULL REFERENCES principals (id),
  label TEXT COLLATE "C" NOT NULL,
  scopes TEXT COLLATE "C" NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  created_by TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL,
  revoked_by TEXT COLLATE "C" NOT NULL,
  revision BIGINT NOT NULL,
  CONSTRAINT lives_ninety_days CHECK (
    expires_at > created_at AND expires_at <= created_at + 7776000000000)
);
CREATE INDEX tokens_principal ON tokens (principal);
CREATE FUNCTION tokens_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.hash <> OLD.hash OR NEW.principal <> OLD.principal OR NEW.scopes <> OLD.scopes
    OR NEW.expires_at <> OLD.expires_at OR OLD.revoked_at <> 0 THEN
    RAISE EXCEPTION 'tokens-only-end';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tokens_keep BEFORE UPDATE ON tokens FOR EACH ROW
  EXECUTE FUNCTION tokens_keep();

-- One administrator proposes, another confirms; neither for themselves.
CREATE TABLE grant_proposals (
  id TEXT COLLATE "C" PRIMARY KEY,
  act TEXT COLLATE "C" NOT NULL CHECK (act IN ('grant', 'revoke')),
  principal TEXT COLLATE "C" NOT NULL REFERENCES principals (id),
  role BIGINT NOT NULL,
  scope TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL CHECK (status IN ('proposed', 'confirmed', 'refused')),
  proposer TEXT COLLATE "C" NOT NULL,
  proposed_at BIGINT NOT NULL,
  settler TEXT COLLATE "C" NOT NULL,
  settled_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  CONSTRAINT confirmed_by_another CHECK (
    status <> 'confirmed' OR (settler <> '' AND settler <> proposer)),
  CONSTRAINT not_for_oneself CHECK (principal <> proposer AND principal <> settler)
);
CREATE INDEX grant_proposals_open ON grant_proposals (proposed_at) WHERE status = 'proposed';
CREATE FUNCTION grant_proposals_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'proposed' THEN
    RAISE EXCEPTION 'proposal-is-settled';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grant_proposals_keep BEFORE UPDATE ON grant_proposals FOR EACH ROW
  EXECUTE FUNCTION grant_proposals_keep();

-- Signing for somebody is their signature too: neither may sign the same round again, and
-- nobody signs for the one who entered the case.
ALTER TABLE signatures ADD COLUMN acting_for TEXT COLLATE "C";
CREATE FUNCTION signed_for_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM signatures s WHERE s.application = NEW.application
               AND s.round = NEW.round
               AND (s.acting_for = NEW.principal OR s.acting_for = NEW.acting_for
                    OR s.principal = NEW.acting_for)) THEN
    RAISE EXCEPTION 'signed-for-twice';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed_for_once BEFORE INSERT ON signatures FOR EACH ROW
  EXECUTE FUNCTION signed_for_once();
CREATE FUNCTION not_for_the_maker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM applications WHERE id = NEW.application
               AND maker = NEW.acting_for) THEN
    RAISE EXCEPTION 'maker-is-signer';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER not_for_the_maker BEFORE INSERT ON signatures FOR EACH ROW
  EXECUTE FUNCTION not_for_the_maker();

-- Whatever the service says: nobody signs on a party, or its group, they keep away from.
CREATE FUNCTION conflicted_do_not_sign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM applications a JOIN organisations p ON p.id = a.applicant
             JOIN conflicts c ON c.principal IN (NEW.principal, NEW.acting_for)
             JOIN organisations o ON o.id = c.organisation
             WHERE a.id = NEW.application
             AND (c.until_on = 0 OR c.until_on >= (NEW.at + 28800000000) / 86400000000)
             AND (o.id IN (a.applicant, a.provider) OR o.group_id = p.group_id)) THEN
    RAISE EXCEPTION 'conflict-of-interest';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER conflicted_do_not_sign BEFORE INSERT ON signatures FOR EACH ROW
  EXECUTE FUNCTION conflicted_do_not_sign();

CREATE TABLE sample_removals (
  programme TEXT COLLATE "C" NOT NULL,
  seed TEXT COLLATE "C" NOT NULL,
  application TEXT COLLATE "C" NOT NULL REFERENCES applications (id),
  reason TEXT COLLATE "C" NOT NULL CHECK (reason <> ''),
  removed_by TEXT COLLATE "C" NOT NULL,
  removed_at BIGINT NOT NULL,
  PRIMARY KEY (programme, seed, application)
);
CREATE FUNCTION sample_removals_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'sample-removals-are-append-only';
  RETURN NEW;
END $$;
CREATE TRIGGER sample_removals_keep BEFORE UPDATE ON sample_removals FOR EACH ROW
  EXECUTE FUNCTION sample_removals_keep();
CREATE FUNCTION sample_removals_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'sample-removals-are-append-only';
  RETURN OLD;
END $$;
CREATE TRIGGER sample_removals_stay BEFORE DELETE ON sample_removals FOR EACH ROW
  EXECUTE FUNCTION sample_removals_stay();
