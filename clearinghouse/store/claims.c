#include "clearinghouse/store/claims.h"

#include <stdio.h>
#include <string.h>

#define T(field) CH_TEXT_COLUMN(struct ch_claim, #field, field)
#define I(field) CH_INT_COLUMN(struct ch_claim, #field, field)
#define D(field) CH_DAY_COLUMN(struct ch_claim, #field, field)
#define B(field) CH_BOOL_COLUMN(struct ch_claim, #field, field)

static const struct ch_column columns[] = {
    T(id),
    T(number),
    T(programme),
    T(tranche),
    T(voucher),
    T(voucher_number),
    T(application),
    T(status),
    I(revision),
    T(applicant),
    T(applicant_name),
    T(credit_code),
    T(group_id),
    T(provider),
    T(provider_name),
    T(payee),
    T(maker),
    T(reviewer),
    T(approver),
    T(payer),
    I(asked_fen),
    I(base_fen),
    I(amount_fen),
    T(invoice_number),
    T(invoice_key),
    D(invoice_on),
    I(invoice_fen),
    I(usage_hours),
    D(usage_from),
    D(usage_to),
    T(centre),
    I(usage_year),
    I(claim_year),
    I(payment_year),
    I(lodged_at),
    I(updated_at),
    D(paid_on),
    T(reference),
    I(failures),
    T(match_outcome),
    I(recover_fen),
    I(recovered_fen),
    D(recover_due),
    B(overdue),
    T(last_decision),
    T(last_by),
    T(reason_code),
    T(reason_note),
    I(entry_seq),
};

const struct ch_table ch_claim_table = {"claims", "claim", columns, COUNT_OF(columns)};

bool ch_claim_get(struct ch_db *db, const char *id_or_number, struct ch_claim *out,
                  struct err *err)
{
    out->match[0] = out->funding[0] = '\0';
    return ch_row_get(db, &ch_claim_table, id_or_number[0] == 'C' ? "number" : "id",
                      id_or_number, out, err);
}

static const struct {
    const char *constraint, *type, *text;
} refusals[] = {
    {"invoice_", "invoice-duplicate",
     "another claim rests on this invoice; an invoice is claimed once, in whichever "
     "programme"},
    {"maker_is_not_reviewer", "same-person",
     "who lodged a claim does not match it; a colleague must"},
    {"maker_is_not_approver", "same-person",
     "who lodged a claim does not approve it; a colleague must"},
    {"reviewer_is_not_approver", "same-person",
     "who matched a claim does not approve it; a colleague must"},
    {"approver_is_not_payer", "same-person",
     "who approved a claim does not send its payment; a colleague must"},
    {"reviewer_is_not_payer", "same-person",
     "who matched a claim does not send its payment; a colleague must"},
    {"claim-is-paid", "paid-twice", "this claim is paid already"},
};

bool ch_claim_put(struct ch_db *db, const struct ch_claim *claim, struct err *err)
{
    struct err why = {0};
    if (ch_row_put(db, &ch_claim_table, claim, claim->revision, &why)) {
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        if (strstr(why.text, refusals[i].constraint)) {
            return err_set_type(err, ERR_REFUSED, refusals[i].type, "%s",
                                refusals[i].text);
        }
    }
    if (err) {
        *err = why;
    }
    return false;
}

bool ch_claim_serial(struct ch_db *db, int year, int64_t *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO claim_serials (year, last) VALUES ($1, 1) ON CONFLICT (year) DO "
            "UPDATE SET last = claim_serials.last + 1 RETURNING last",
            &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, year);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        *out = ch_col_int(stmt, 0);
        step = ch_step(stmt, err);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_claim_sums(struct ch_db *db, const char *voucher, const char *except_id,
                   struct ch_claim_sums *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT coalesce(sum(base_fen), 0), coalesce(sum(invoice_fen), 0), "
            "coalesce(sum(usage_hours), 0) FROM claims WHERE voucher = $1 AND id <> $2 "
            "AND status <> 'rejected'",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, voucher);
    ch_bind_text(stmt, 2, except_id);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        *out = (struct ch_claim_sums){ch_col_int(stmt, 0), ch_col_int(stmt, 1),
                                      ch_col_int(stmt, 2)};
    }
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_claim_same_usage(struct ch_db *db, const struct ch_claim *claim,
                         char out[ID_NUMBER_MAX + 2], struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT number FROM claims WHERE applicant = $1 AND centre = $2 AND id <> $3 "
            "AND usage_from <= $5 AND usage_to >= $4 AND status <> 'rejected' AND centre "
            "<> '' ORDER BY id LIMIT 1",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, claim->applicant);
    ch_bind_text(stmt, 2, claim->centre);
    ch_bind_text(stmt, 3, claim->id);
    ch_bind_int(stmt, 4, claim->usage_from);
    ch_bind_int(stmt, 5, claim->usage_to);
    enum ch_step step = ch_step(stmt, err);
    snprintf(out, ID_NUMBER_MAX + 2, "%s", step == CH_ROW ? ch_col_text(stmt, 0) : "");
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

bool ch_claim_in_arrears(struct ch_db *db, const char *applicant, bool *out,
                         struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT 1 FROM claims WHERE applicant = $1 AND overdue = 1 LIMIT 1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, applicant);
    enum ch_step step = ch_step(stmt, err);
    *out = step == CH_ROW;
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

bool ch_claim_falling_due(struct ch_db *db, int32_t today, int limit, ch_id_fn *each,
                          void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT id FROM claims WHERE status = 'recovered' AND recovered_fen < "
            "recover_fen AND overdue = 0 AND recover_due < $1 ORDER BY recover_due, id "
            "LIMIT $2",
            &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, today);
    ch_bind_int(stmt, 2, limit);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_text(stmt, 0));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_receipt_put(struct ch_db *db, const struct ch_receipt *r, struct err *err)
{
    struct ch_stmt *stmt;
    struct err why = {0};
    if (!ch_prepare(db,
                    "INSERT INTO receipts (reference, kind, claim, programme, tranche, "
                    "payment, amount, on_day, at) VALUES ($1, $2, $3, $4, $5, $6, $7, "
                    "$8, $9)",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, r->reference);
    ch_bind_text(stmt, 2, r->kind);
    ch_bind_text(stmt, 3, r->claim);
    ch_bind_text(stmt, 4, r->programme);
    ch_bind_text(stmt, 5, r->tranche);
    ch_bind_text(stmt, 6, r->payment);
    ch_bind_int(stmt, 7, r->amount_fen);
    ch_bind_int(stmt, 8, r->on_day);
    ch_bind_int(stmt, 9, r->at);
    if (ch_run(stmt, NULL, &why)) {
        return true;
    }
    if (why.kind == ERR_CONFLICT &&
        (strstr(why.text, "receipts.claim") || strstr(why.text, "claim_paid_once"))) {
        return err_set_type(err, ERR_REFUSED, "paid-twice",
                            "the claim has a receipt of its payment already");
    }
    if (why.kind == ERR_CONFLICT) {
        return err_set_type(err, ERR_REFUSED, "reference-used",
                            "reference \"%s\" was reported before", r->reference);
    }
    if (err) {
        *err = why;
    }
    return false;
}
