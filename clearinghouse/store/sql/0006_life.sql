-- Vouchers, claims and payments, and the persons who may not be one and the same.

-- A case that moves on from its approval is not undecided by that; one that comes to be
-- rejected after it had been approved was decided once.
DROP TRIGGER applications_decided;
DROP TRIGGER applications_undecided;
CREATE TRIGGER applications_decided AFTER UPDATE OF status ON applications
WHEN NEW.status IN ('approved', 'rejected')
 AND OLD.status IN ('submitted', 'under_review', 'awaiting_second')
BEGIN
  INSERT INTO decided (day, count, seconds)
  VALUES ((NEW.updated_at + 28800000000) / 86400000000, 1,
          (NEW.updated_at - NEW.submitted_at) / 1000000)
  ON CONFLICT (day) DO UPDATE SET count = count + 1, seconds = seconds + excluded.seconds;
END;
CREATE TRIGGER applications_undecided AFTER UPDATE OF status ON applications
WHEN OLD.status IN ('approved', 'rejected')
 AND NEW.status IN ('submitted', 'under_review', 'awaiting_second')
BEGIN
  UPDATE decided SET count = count - 1,
                     seconds = seconds - (OLD.updated_at - OLD.submitted_at) / 1000000
  WHERE day = (OLD.updated_at + 28800000000) / 86400000000;
END;
CREATE INDEX applications_of_group ON applications (group_id);
CREATE INDEX applications_of_applicant ON applications (applicant);

-- What a holder has used of a limit in a year: `kind` is group-granted, redeemed or
-- group-redeemed; the holder is an organisation or a group.
CREATE TABLE limits (
  programme TEXT NOT NULL,
  kind TEXT NOT NULL,
  holder TEXT NOT NULL,
  year INTEGER NOT NULL,
  used INTEGER NOT NULL CHECK (used >= 0),
  PRIMARY KEY (programme, kind, holder, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE voucher_serials (
  programme TEXT NOT NULL,
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (programme, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE vouchers (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  programme TEXT NOT NULL,
  tranche TEXT NOT NULL,
  application TEXT NOT NULL UNIQUE,
  application_number TEXT NOT NULL,
  round INTEGER NOT NULL,
  status TEXT NOT NULL
    CHECK (status IN ('active', 'frozen', 'used_up', 'expired', 'revoked')),
  revision INTEGER NOT NULL,
  applicant TEXT NOT NULL,
  applicant_name TEXT NOT NULL,
  credit_code TEXT NOT NULL,
  group_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  provider_name TEXT NOT NULL,
  mode TEXT NOT NULL,
  rate_bp INTEGER NOT NULL,
  base_fen INTEGER NOT NULL,
  face_fen INTEGER NOT NULL CHECK (face_fen > 0),
  unused_fen INTEGER NOT NULL CHECK (unused_fen >= 0),
  in_claim_fen INTEGER NOT NULL CHECK (in_claim_fen >= 0),
  redeemed_fen INTEGER NOT NULL CHECK (redeemed_fen >= 0),
  expired_fen INTEGER NOT NULL CHECK (expired_fen >= 0),
  revoked_fen INTEGER NOT NULL CHECK (revoked_fen >= 0),
  valid_from INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  issuer TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  revoker TEXT NOT NULL,
  last_action TEXT NOT NULL,
  last_by TEXT NOT NULL,
  reason_code TEXT NOT NULL,
  reason_note TEXT NOT NULL,
  entry_seq INTEGER NOT NULL,
  CONSTRAINT parts_are_the_face CHECK (
    face_fen = unused_fen + in_claim_fen + redeemed_fen + expired_fen + revoked_fen),
  CONSTRAINT nothing_unused_once_over CHECK (
    status NOT IN ('used_up', 'expired', 'revoked') OR unused_fen = 0),
  CONSTRAINT validity_is_ordered CHECK (valid_from <= valid_until)
) STRICT;
CREATE INDEX vouchers_expiry ON vouchers (expires_at) WHERE status IN ('active', 'frozen');
CREATE INDEX vouchers_tranche ON vouchers (programme, tranche, status);
CREATE INDEX vouchers_applicant ON vouchers (applicant);
CREATE TRIGGER approver_is_not_issuer BEFORE INSERT ON vouchers
WHEN EXISTS (SELECT 1 FROM signatures WHERE application = NEW.application
             AND round = NEW.round AND principal = NEW.issuer)
BEGIN SELECT RAISE(ABORT, 'approver-is-issuer'); END;
CREATE TRIGGER vouchers_keep BEFORE UPDATE ON vouchers
WHEN NEW.face_fen <> OLD.face_fen OR NEW.number <> OLD.number
  OR NEW.application <> OLD.application OR NEW.issuer <> OLD.issuer
  OR NEW.redeemed_fen < OLD.redeemed_fen OR NEW.expired_fen < OLD.expired_fen
  OR NEW.revoked_fen < OLD.revoked_fen
BEGIN SELECT RAISE(ABORT, 'vouchers-keep-their-face'); END;
CREATE TRIGGER vouchers_are_over BEFORE UPDATE ON vouchers
WHEN OLD.status IN ('used_up', 'expired', 'revoked') AND NEW.status <> OLD.status
BEGIN SELECT RAISE(ABORT, 'voucher-is-over'); END;
CREATE TRIGGER revokers_are_two BEFORE UPDATE ON vouchers
WHEN NEW.status = 'revoked' AND OLD.status <> 'revoked'
 AND (OLD.revoker = '' OR OLD.revoker = NEW.last_by)
BEGIN SELECT RAISE(ABORT, 'revoked-by-one'); END;
CREATE TRIGGER vouchers_stay BEFORE DELETE ON vouchers
BEGIN SELECT RAISE(ABORT, 'vouchers-stay'); END;

CREATE TABLE claim_serials (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;

CREATE TABLE claims (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  programme TEXT NOT NULL,
  tranche TEXT NOT NULL,
  voucher TEXT NOT NULL REFERENCES vouchers (id),
  voucher_number TEXT NOT NULL,
  application TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('lodged', 'queried', 'matched', 'approved',
    'in_payment', 'paid', 'failed', 'rejected', 'recovered')),
  revision INTEGER NOT NULL,
  applicant TEXT NOT NULL,
  applicant_name TEXT NOT NULL,
  credit_code TEXT NOT NULL,
  group_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  provider_name TEXT NOT NULL,
  payee TEXT NOT NULL,
  maker TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  approver TEXT NOT NULL,
  payer TEXT NOT NULL,
  asked_fen INTEGER NOT NULL CHECK (asked_fen > 0),
  base_fen INTEGER NOT NULL CHECK (base_fen >= 0),
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND asked_fen),
  invoice_number TEXT NOT NULL,
  invoice_key TEXT NOT NULL,
  invoice_on INTEGER NOT NULL,
  invoice_fen INTEGER NOT NULL CHECK (invoice_fen >= 0),
  usage_hours INTEGER NOT NULL CHECK (usage_hours >= 0),
  usage_from INTEGER NOT NULL,
  usage_to INTEGER NOT NULL,
  centre TEXT NOT NULL,
  usage_year INTEGER NOT NULL,
  claim_year INTEGER NOT NULL,
  payment_year INTEGER NOT NULL,
  lodged_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  paid_on INTEGER NOT NULL,
  reference TEXT NOT NULL,
  failures INTEGER NOT NULL,
  match_outcome TEXT NOT NULL,
  recover_fen INTEGER NOT NULL CHECK (recover_fen BETWEEN 0 AND amount_fen),
  recovered_fen INTEGER NOT NULL CHECK (recovered_fen BETWEEN 0 AND recover_fen),
  recover_due INTEGER NOT NULL,
  overdue INTEGER NOT NULL CHECK (overdue IN (0, 1)),
  last_decision TEXT NOT NULL,
  last_by TEXT NOT NULL,
  reason_code TEXT NOT NULL,
  reason_note TEXT NOT NULL,
  entry_seq INTEGER NOT NULL,
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
) STRICT;
-- Across every programme: an invoice stands behind one claim that is not rejected.
CREATE UNIQUE INDEX invoice_once ON claims (invoice_key)
WHERE invoice_key <> '' AND status <> 'rejected';
CREATE INDEX claims_voucher ON claims (voucher);
CREATE INDEX claims_status ON claims (programme, status);
CREATE INDEX claims_usage ON claims (applicant, centre);
CREATE INDEX claims_recovering ON claims (recover_due)
WHERE status = 'recovered' AND recovered_fen < recover_fen;
CREATE TRIGGER claims_paid_stay_paid BEFORE UPDATE ON claims
WHEN OLD.status IN ('paid', 'recovered')
 AND (NEW.status NOT IN ('paid', 'recovered') OR NEW.amount_fen <> OLD.amount_fen)
BEGIN SELECT RAISE(ABORT, 'claim-is-paid'); END;
CREATE TRIGGER claims_stay BEFORE DELETE ON claims
BEGIN SELECT RAISE(ABORT, 'claims-stay'); END;

-- What the treasury reported, line by line. A claim is paid once, a reference used once.
CREATE TABLE receipts (
  reference TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('paid', 'failed', 'recovered')),
  claim TEXT NOT NULL REFERENCES claims (id),
  programme TEXT NOT NULL,
  tranche TEXT NOT NULL,
  payment TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  on_day INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX claim_paid_once ON receipts (claim) WHERE kind = 'paid';
CREATE TRIGGER receipts_keep BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts-are-append-only'); END;
CREATE TRIGGER receipts_stay BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts-are-append-only'); END;
