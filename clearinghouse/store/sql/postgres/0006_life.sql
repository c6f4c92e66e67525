-- Vouchers, claims and payments, and the persons who may not be one and the same.

-- A case that moves on from its approval is not undecided by that; one that comes to be
-- rejected after it had been approved was decided once.
DROP TRIGGER applications_decided ON applications;
DROP FUNCTION applications_decided;
DROP TRIGGER applications_undecided ON applications;
DROP FUNCTION applications_undecided;
CREATE FUNCTION applications_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO decided (day, count, seconds)
  VALUES ((NEW.updated_at + 28800000000) / 86400000000, 1,
          (NEW.updated_at - NEW.submitted_at) / 1000000)
  ON CONFLICT (day) DO UPDATE SET count = decided.count + 1, seconds = decided.seconds + excluded.seconds;
  RETURN NEW;
END $$;
CREATE TRIGGER applications_decided AFTER UPDATE OF status ON applications FOR EACH ROW
WHEN (NEW.status IN ('approved', 'rejected')
 AND OLD.status IN ('submitted', 'under_review', 'awaiting_second'))
  EXECUTE FUNCTION applications_decided();
CREATE FUNCTION applications_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE decided SET count = count - 1,
                     seconds = seconds - (OLD.updated_at - OLD.submitted_at) / 1000000
  WHERE day = (OLD.updated_at + 28800000000) / 86400000000;
  RETURN NEW;
END $$;
CREATE TRIGGER applications_undecided AFTER UPDATE OF status ON applications FOR EACH ROW
WHEN (OLD.status IN ('approved', 'rejected')
 AND NEW.status IN ('submitted', 'under_review', 'awaiting_second'))
  EXECUTE FUNCTION applications_undecided();
CREATE INDEX applications_of_group ON applications (group_id);
CREATE INDEX applications_of_applicant ON applications (applicant);

-- What a holder has used of a limit in a year: `kind` is group-granted, redeemed or
-- group-redeemed; the holder is an organisation or a group.
CREATE TABLE limits (
  programme TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  holder TEXT COLLATE "C" NOT NULL,
  year BIGINT NOT NULL,
  used BIGINT NOT NULL CHECK (used >= 0),
  PRIMARY KEY (programme, kind, holder, year)
);

CREATE TABLE voucher_serials (
  programme TEXT COLLATE "C" NOT NULL,
  year BIGINT NOT NULL,
  last BIGINT NOT NULL,
  PRIMARY KEY (programme, year)
);

CREATE TABLE vouchers (
  id TEXT COLLATE "C" PRIMARY KEY,
  number TEXT COLLATE "C" NOT NULL UNIQUE,
  programme TEXT COLLATE "C" NOT NULL,
  tranche TEXT COLLATE "C" NOT NULL,
  application TEXT COLLATE "C" NOT NULL UNIQUE,
  application_number TEXT COLLATE "C" NOT NULL,
  round BIGINT NOT NULL,
  status TEXT COLLATE "C" NOT NULL
    CHECK (status IN ('active', 'frozen', 'used_up', 'expired', 'revoked')),
  revision BIGINT NOT NULL,
  applicant TEXT COLLATE "C" NOT NULL,
  applicant_name TEXT COLLATE "C" NOT NULL,
  credit_code TEXT COLLATE "C" NOT NULL,
  group_id TEXT COLLATE "C" NOT NULL,
  provider TEXT COLLATE "C" NOT NULL,
  provider_name TEXT COLLATE "C" NOT NULL,
  mode TEXT COLLATE "C" NOT NULL,
  rate_bp BIGINT NOT NULL,
  base_fen BIGINT NOT NULL,
  face_fen BIGINT NOT NULL CHECK (face_fen > 0),
  unused_fen BIGINT NOT NULL CHECK (unused_fen >= 0),
  in_claim_fen BIGINT NOT NULL CHECK (in_claim_fen >= 0),
  redeemed_fen BIGINT NOT NULL CHECK (redeemed_fen >= 0),
  expired_fen BIGINT NOT NULL CHECK (expired_fen >= 0),
  revoked_fen BIGINT NOT NULL CHECK (revoked_fen >= 0),
  valid_from BIGINT NOT NULL,
  valid_until BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  issuer TEXT COLLATE "C" NOT NULL,
  issued_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  revoker TEXT COLLATE "C" NOT NULL,
  last_action TEXT COLLATE "C" NOT NULL,
  last_by TEXT COLLATE "C" NOT NULL,
  reason_code TEXT COLLATE "C" NOT NULL,
  reason_note TEXT COLLATE "C" NOT NULL,
  entry_seq BIGINT NOT NULL,
  CONSTRAINT parts_are_the_face CHECK (
    face_fen = unused_fen + in_claim_fen + redeemed_fen + expired_fen + revoked_fen),
  CONSTRAINT nothing_unused_once_over CHECK (
    status NOT IN ('used_up', 'expired', 'revoked') OR unused_fen = 0),
  CONSTRAINT validity_is_ordered CHECK (valid_from <= valid_until)
);
CREATE INDEX vouchers_expiry ON vouchers (expires_at) WHERE status IN ('active', 'frozen');
CREATE INDEX vouchers_tranche ON vouchers (programme, tranche, status);
CREATE INDEX vouchers_applicant ON vouchers (applicant);
CREATE FUNCTION approver_is_not_issuer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM signatures WHERE application = NEW.application
             AND round = NEW.round AND principal = NEW.issuer) THEN
    RAISE EXCEPTION 'approver-is-issuer';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approver_is_not_issuer BEFORE INSERT ON vouchers FOR EACH ROW
  EXECUTE FUNCTION approver_is_not_issuer();
CREATE FUNCTION vouchers_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'vouchers-keep-their-face';
  RETURN NEW;
END $$;
CREATE TRIGGER vouchers_keep BEFORE UPDATE ON vouchers FOR EACH ROW
WHEN (NEW.face_fen <> OLD.face_fen OR NEW.number <> OLD.number
  OR NEW.application <> OLD.application OR NEW.issuer <> OLD.issuer
  OR NEW.redeemed_fen < OLD.redeemed_fen OR NEW.expired_fen < OLD.expired_fen
  OR NEW.revoked_fen < OLD.revoked_fen)
  EXECUTE FUNCTION vouchers_keep();
CREATE FUNCTION vouchers_are_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'voucher-is-over';
  RETURN NEW;
END $$;
CREATE TRIGGER vouchers_are_over BEFORE UPDATE ON vouchers FOR EACH ROW
WHEN (OLD.status IN ('used_up', 'expired', 'revoked') AND NEW.status <> OLD.status)
  EXECUTE FUNCTION vouchers_are_over();
CREATE FUNCTION revokers_are_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'revoked-by-one';
  RETURN NEW;
END $$;
CREATE TRIGGER revokers_are_two BEFORE UPDATE ON vouchers FOR EACH ROW
WHEN (NEW.status = 'revoked' AND OLD.status <> 'revoked'
 AND (OLD.revoker = '' OR OLD.revoker = NEW.last_by))
  EXECUTE FUNCTION revokers_are_two();
CREATE FUNCTION vouchers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'vouchers-stay';
  RETURN OLD;
END $$;
CREATE TRIGGER vouchers_stay BEFORE DELETE ON vouchers FOR EACH ROW
  EXECUTE FUNCTION vouchers_stay();

CREATE TABLE claim_serials (
  year BIGINT PRIMARY KEY,
  last BIGINT NOT NULL
);

CREATE TABLE claims (
  id TEXT COLLATE "C" PRIMARY KEY,
  number TEXT COLLATE "C" NOT NULL UNIQUE,
  programme TEXT COLLATE "C" NOT NULL,
  tranche TEXT COLLATE "C" NOT NULL,
  voucher TEXT COLLATE "C" NOT NULL REFERENCES vouchers (id),
  voucher_number TEXT COLLATE "C" NOT NULL,
  application TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL CHECK (status IN ('lodged', 'queried', 'matched', 'approved',
    'in_payment', 'paid', 'failed', 'rejected', 'recovered')),
  revision BIGINT NOT NULL,
  applicant TEXT COLLATE "C" NOT NULL,
  applicant_name TEXT COLLATE "C" NOT NULL,
  credit_code TEXT COLLATE "C" NOT NULL,
  group_id TEXT COLLATE "C" NOT NULL,
  provider TEXT COLLATE "C" NOT NULL,
  provider_name TEXT COLLATE "C" NOT NULL,
  payee TEXT COLLATE "C" NOT NULL,
  maker TEXT COLLATE "C" NOT NULL,
  reviewer TEXT COLLATE "C" NOT NULL,
  approver TEXT COLLATE "C" NOT NULL,
  payer TEXT COLLATE "C" NOT NULL,
  asked_fen BIGINT NOT NULL CHECK (asked_fen > 0),
  base_fen BIGINT NOT NULL CHECK (base_fen >= 0),
  amount_fen BIGINT NOT NULL CHECK (amount_fen BETWEEN 0 AND asked_fen),
  invoice_number TEXT COLLATE "C" NOT NULL,
  invoice_key TEXT COLLATE "C" NOT NULL,
  invoice_on BIGINT NOT NULL,
  invoice_fen BIGINT NOT NULL CHECK (invoice_fen >= 0),
  usage_hours BIGINT NOT NULL CHECK (usage_hours >= 0),
  usage_from BIGINT NOT NULL,
  usage_to BIGINT NOT NULL,
  centre TEXT COLLATE "C" NOT NULL,
  usage_year BIGINT NOT NULL,
  claim_year BIGINT NOT NULL,
  payment_year BIGINT NOT NULL,
  lodged_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  paid_on BIGINT NOT NULL,
  reference TEXT COLLATE "C" NOT NULL,
  failures BIGINT NOT NULL,
  match_outcome TEXT COLLATE "C" NOT NULL,
  recover_fen BIGINT NOT NULL CHECK (recover_fen BETWEEN 0 AND amount_fen),
  recovered_fen BIGINT NOT NULL CHECK (recovered_fen BETWEEN 0 AND recover_fen),
  recover_due BIGINT NOT NULL,
  overdue BIGINT NOT NULL CHECK (overdue IN (0, 1)),
  last_decision TEXT COLLATE "C" NOT NULL,
  last_by TEXT COLLATE "C" NOT NULL,
  reason_code TEXT COLLATE "C" NOT NULL,
  reason_note TEXT COLLATE "C" NOT NULL,
  entry_seq BIGINT NOT NULL,
  CONSTRAINT maker_is_not_reviewer CHECK (reviewer = '' OR reviewer <> maker),
  CONSTRAINT maker_is_not_approver CHECK (approver = '' OR approver <> maker),
  CONSTRAINT reviewer_is_not_approver CHECK (approver = '' OR approver <> reviewer),
  CONSTRAINT approver_is_not_payer CHECK (payer = '' OR payer <> approver),
  CONSTRAINT reviewer_is_not_payer CHECK (payer = '' OR payer <> reviewer),
  CONSTRAINT payable_was_approved CHECK (
    status NOT IN ('approved', 'in_payment', 'paid', 'failed', 'recovered')
    OR (reviewer <> '' AND approver <> '' AND amount_fen > 0)),
  CONSTRAINT paid_was_sent CHECK (
    status NOT IN ('in_payment', 'paid', 'failed', 'recovered') OR payer <> ''),
  CONSTRAINT paid_has_a_receipt CHECK (
    status NOT IN ('paid', 'recovered') OR (reference <> '' AND paid_on > 0))
);
-- Across every programme: an invoice stands behind one claim that is not rejected.
CREATE UNIQUE INDEX invoice_once ON claims (invoice_key)
WHERE invoice_key <> '' AND status <> 'rejected';
CREATE INDEX claims_voucher ON claims (voucher);
CREATE INDEX claims_status ON claims (programme, status);
CREATE INDEX claims_usage ON claims (applicant, centre);
CREATE INDEX claims_recovering ON claims (recover_due)
WHERE status = 'recovered' AND recovered_fen < recover_fen;
CREATE FUNCTION claims_paid_stay_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'claim-is-paid';
  RETURN NEW;
END $$;
CREATE TRIGGER claims_paid_stay_paid BEFORE UPDATE ON claims FOR EACH ROW
WHEN (OLD.status IN ('paid', 'recovered')
 AND (NEW.status NOT IN ('paid', 'recovered') OR NEW.amount_fen <> OLD.amount_fen))
  EXECUTE FUNCTION claims_paid_stay_paid();
CREATE FUNCTION claims_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'claims-stay';
  RETURN OLD;
END $$;
CREATE TRIGGER claims_stay BEFORE DELETE ON claims FOR EACH ROW
  EXECUTE FUNCTION claims_stay();

-- What the treasury reported, line by line. A claim is paid once, a reference used once.
CREATE TABLE receipts (
  reference TEXT COLLATE "C" PRIMARY KEY,
  kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('paid', 'failed', 'recovered')),
  claim TEXT COLLATE "C" NOT NULL REFERENCES claims (id),
  programme TEXT COLLATE "C" NOT NULL,
  tranche TEXT COLLATE "C" NOT NULL,
  payment TEXT COLLATE "C" NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  on_day BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX claim_paid_once ON receipts (claim) WHERE kind = 'paid';
CREATE FUNCTION receipts_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'receipts-are-append-only';
  RETURN NEW;
END $$;
CREATE TRIGGER receipts_keep BEFORE UPDATE ON receipts FOR EACH ROW
  EXECUTE FUNCTION receipts_keep();
CREATE FUNCTION receipts_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'receipts-are-append-only';
  RETURN OLD;
END $$;
CREATE TRIGGER receipts_stay BEFORE DELETE ON receipts FOR EACH ROW
  EXECUTE FUNCTION receipts_stay();
