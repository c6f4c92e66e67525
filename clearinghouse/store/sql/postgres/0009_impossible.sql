-- What no step may do, whoever writes the row: these hold for a hand on the database too.

CREATE FUNCTION claims_need_a_voucher() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM vouchers WHERE id = NEW.voucher AND status = 'active'
     AND expires_at > NEW.lodged_at) THEN
    RAISE EXCEPTION 'voucher-takes-no-claim';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claims_need_a_voucher BEFORE INSERT ON claims FOR EACH ROW
  EXECUTE FUNCTION claims_need_a_voucher();
CREATE FUNCTION claims_need_a_good_voucher() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status IN ('approved', 'in_payment') AND NEW.status <> OLD.status
     AND EXISTS (SELECT 1 FROM vouchers WHERE id = NEW.voucher
     AND status IN ('frozen', 'revoked')) THEN
    RAISE EXCEPTION 'voucher-pays-nothing';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claims_need_a_good_voucher BEFORE UPDATE ON claims FOR EACH ROW
  EXECUTE FUNCTION claims_need_a_good_voucher();
CREATE FUNCTION claims_go_step_by_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.status = 'approved'
      AND OLD.status NOT IN ('matched', 'approved', 'paid', 'recovered'))
     OR (NEW.status = 'in_payment'
      AND OLD.status NOT IN ('approved', 'failed', 'in_payment', 'paid', 'recovered'))
     OR (NEW.status = 'paid' AND OLD.status NOT IN ('in_payment', 'paid', 'recovered'))
     OR (NEW.status = 'recovered' AND OLD.status NOT IN ('paid', 'recovered')) THEN
    RAISE EXCEPTION 'claim-skips-a-step';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claims_go_step_by_step BEFORE UPDATE ON claims FOR EACH ROW
  EXECUTE FUNCTION claims_go_step_by_step();
CREATE FUNCTION receipts_have_a_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind = 'paid'
     AND NOT EXISTS (SELECT 1 FROM claims WHERE id = NEW.claim AND status = 'paid'
     AND amount_fen = NEW.amount AND reference = NEW.reference) THEN
    RAISE EXCEPTION 'receipt-without-claim';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER receipts_have_a_claim BEFORE INSERT ON receipts FOR EACH ROW
  EXECUTE FUNCTION receipts_have_a_claim();
CREATE FUNCTION approved_is_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status IN ('awaiting_second', 'approved', 'on_notice', 'issued')
     AND NEW.status <> OLD.status
     AND NOT EXISTS (SELECT 1 FROM signatures WHERE application = NEW.id) THEN
    RAISE EXCEPTION 'approved-by-nobody';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approved_is_signed BEFORE UPDATE ON applications FOR EACH ROW
  EXECUTE FUNCTION approved_is_signed();
CREATE FUNCTION applications_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.maker <> OLD.maker OR NEW.applicant <> OLD.applicant
     OR NEW.programme <> OLD.programme THEN
    RAISE EXCEPTION 'applications-keep-their-maker';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER applications_keep BEFORE UPDATE ON applications FOR EACH ROW
  EXECUTE FUNCTION applications_keep();
CREATE FUNCTION applications_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'applications-stay';
  RETURN OLD;
END $$;
CREATE TRIGGER applications_stay BEFORE DELETE ON applications FOR EACH ROW
  EXECUTE FUNCTION applications_stay();
CREATE FUNCTION organisations_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'organisations-stay';
  RETURN OLD;
END $$;
CREATE TRIGGER organisations_stay BEFORE DELETE ON organisations FOR EACH ROW
  EXECUTE FUNCTION organisations_stay();
CREATE FUNCTION tranches_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'tranches-stay';
  RETURN OLD;
END $$;
CREATE TRIGGER tranches_stay BEFORE DELETE ON tranches FOR EACH ROW
  EXECUTE FUNCTION tranches_stay();
-- A forgotten answer would let an operation be done again.
CREATE FUNCTION operations_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'operations-are-append-only';
  RETURN NEW;
END $$;
CREATE TRIGGER operations_keep BEFORE UPDATE ON operations FOR EACH ROW
  EXECUTE FUNCTION operations_keep();
CREATE FUNCTION operations_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'operations-are-append-only';
  RETURN OLD;
END $$;
CREATE TRIGGER operations_stay BEFORE DELETE ON operations FOR EACH ROW
  EXECUTE FUNCTION operations_stay();
