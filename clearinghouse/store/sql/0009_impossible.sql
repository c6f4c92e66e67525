-- What no step may do, whoever writes the row: these hold for a hand on the file too.

CREATE TRIGGER claims_need_a_voucher BEFORE INSERT ON claims
WHEN NOT EXISTS (SELECT 1 FROM vouchers WHERE id = NEW.voucher AND status = 'active'
                 AND expires_at > NEW.lodged_at)
BEGIN SELECT RAISE(ABORT, 'voucher-takes-no-claim'); END;
CREATE TRIGGER claims_need_a_good_voucher BEFORE UPDATE ON claims
WHEN NEW.status IN ('approved', 'in_payment') AND NEW.status <> OLD.status
 AND EXISTS (SELECT 1 FROM vouchers WHERE id = NEW.voucher
             AND status IN ('frozen', 'revoked'))
BEGIN SELECT RAISE(ABORT, 'voucher-pays-nothing'); END;
CREATE TRIGGER claims_go_step_by_step BEFORE UPDATE ON claims
WHEN (NEW.status = 'approved'
      AND OLD.status NOT IN ('matched', 'approved', 'paid', 'recovered'))
  OR (NEW.status = 'in_payment'
      AND OLD.status NOT IN ('approved', 'failed', 'in_payment', 'paid', 'recovered'))
  OR (NEW.status = 'paid' AND OLD.status NOT IN ('in_payment', 'paid', 'recovered'))
  OR (NEW.status = 'recovered' AND OLD.status NOT IN ('paid', 'recovered'))
BEGIN SELECT RAISE(ABORT, 'claim-skips-a-step'); END;
CREATE TRIGGER receipts_have_a_claim BEFORE INSERT ON receipts
WHEN NEW.kind = 'paid'
 AND NOT EXISTS (SELECT 1 FROM claims WHERE id = NEW.claim AND status = 'paid'
                 AND amount_fen = NEW.amount AND reference = NEW.reference)
BEGIN SELECT RAISE(ABORT, 'receipt-without-claim'); END;

CREATE TRIGGER approved_is_signed BEFORE UPDATE ON applications
WHEN NEW.status IN ('awaiting_second', 'approved', 'on_notice', 'issued')
 AND NEW.status <> OLD.status
 AND NOT EXISTS (SELECT 1 FROM signatures WHERE application = NEW.id)
BEGIN SELECT RAISE(ABORT, 'approved-by-nobody'); END;
CREATE TRIGGER applications_keep BEFORE UPDATE ON applications
WHEN NEW.id <> OLD.id OR NEW.maker <> OLD.maker OR NEW.applicant <> OLD.applicant
  OR NEW.programme <> OLD.programme
BEGIN SELECT RAISE(ABORT, 'applications-keep-their-maker'); END;
CREATE TRIGGER applications_stay BEFORE DELETE ON applications
BEGIN SELECT RAISE(ABORT, 'applications-stay'); END;
CREATE TRIGGER organisations_stay BEFORE DELETE ON organisations
BEGIN SELECT RAISE(ABORT, 'organisations-stay'); END;
CREATE TRIGGER tranches_stay BEFORE DELETE ON tranches
BEGIN SELECT RAISE(ABORT, 'tranches-stay'); END;

-- A forgotten answer would let an operation be done again.
CREATE TRIGGER operations_keep BEFORE UPDATE ON operations
BEGIN SELECT RAISE(ABORT, 'operations-are-append-only'); END;
CREATE TRIGGER operations_stay BEFORE DELETE ON operations
BEGIN SELECT RAISE(ABORT, 'operations-are-append-only'); END;
