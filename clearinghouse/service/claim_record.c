#include "clearinghouse/service/claim.h"

#include "clearinghouse/service/record.h"

#include <stdio.h>
#include <string.h>

#define M(group, name, kind, field) CH_MEMBER(group, name, kind, struct ch_claim, field)

static const struct ch_member members[] = {
    M(NULL, "amount_fen", INT, amount_fen),
    M("applicant", "credit_code", TEXT, credit_code),
    M("applicant", "group_id", TEXT, group_id),
    M("applicant", "id", TEXT, applicant),
    M("applicant", "name", TEXT, applicant_name),
    M(NULL, "application", TEXT, application),
    M(NULL, "approver", OPT, approver),
    M(NULL, "asked_fen", INT, asked_fen),
    M(NULL, "base_fen", INT, base_fen),
    M(NULL, "failures", INT, failures),
    M(NULL, "funding", JSON, funding),
    M(NULL, "id", TEXT, id),
    M("invoice", "amount_fen", INT, invoice_fen),
    M("invoice", "date", DAY, invoice_on),
    M("invoice", "key", TEXT, invoice_key),
    M("invoice", "number", TEXT, invoice_number),
    M(NULL, "last_by", TEXT, last_by),
    M(NULL, "last_decision", TEXT, last_decision),
    M(NULL, "lodged_at", TIME, lodged_at),
    M(NULL, "maker", TEXT, maker),
    M("match", "outcome", TEXT, match_outcome),
    M("match", "rules", JSON, match),
    M(NULL, "number", TEXT, number),
    M(NULL, "payee", TEXT, payee),
    M(NULL, "payer", OPT, payer),
    M("payment", "on", DAY, paid_on),
    M("payment", "reference", OPT, reference),
    M(NULL, "programme", TEXT, programme),
    M("provider", "id", TEXT, provider),
    M("provider", "name", TEXT, provider_name),
    M("reason", "code", OPT, reason_code),
    M("reason", "note", OPT, reason_note),
    M("recovery", "amount_fen", INT, recover_fen),
    M("recovery", "due_on", DAY, recover_due),
    M("recovery", "overdue", BOOL, overdue),
    M("recovery", "received_fen", INT, recovered_fen),
    M(NULL, "reviewer", OPT, reviewer),
    M(NULL, "revision", INT, revision),
    M(NULL, "status", TEXT, status),
    M(NULL, "tranche", TEXT, tranche),
    M(NULL, "updated_at", TIME, updated_at),
    M("usage", "centre", OPT, centre),
    M("usage", "from", DAY, usage_from),
    M("usage", "gpu_hours", INT, usage_hours),
    M("usage", "to", DAY, usage_to),
    M("voucher", "id", TEXT, voucher),
    M("voucher", "number", TEXT, voucher_number),
    M("years", "claim", INT, claim_year),
    M("years", "payment", INT, payment_year),
    M("years", "usage", INT, usage_year),
};

bool ch_claim_json(const struct ch_claim *claim, struct buf *out, struct err *err)
{
    return ch_record_encode(members, COUNT_OF(members), claim, out, err);
}

bool ch_claim_decode(const char *text, size_t len, struct ch_claim *out, struct err *err)
{
    return ch_record_decode(members, COUNT_OF(members), text, len, out, sizeof *out, err);
}

bool ch_claim_load(const struct ch_ctx *ctx, const char *id_or_number,
                   struct ch_claim *out, struct err *err)
{
    struct buf doc = {0};
    bool ok = ch_claim_get(ctx->db, id_or_number, out, err) &&
              ch_row_doc(ctx->db, &ch_claim_table, out->id, &doc, err) &&
              ch_record_decode(members, COUNT_OF(members), buf_str(&doc), doc.len, out,
                               sizeof *out, err);
    buf_clear(&doc);
    return ok;
}

bool ch_claim_save(const struct ch_ctx *ctx, struct ch_claim *c, const char *decision,
                   struct ch_landed *landed, struct err *err)
{
    struct buf body = {0};
    char action[CH_SLUG_MAX + 8];
    snprintf(action, sizeof action, "claim.%s", decision);
    c->revision++;
    c->updated_at = ctx->now;
    snprintf(c->last_decision, sizeof c->last_decision, "%s", decision);
    snprintf(c->last_by, sizeof c->last_by, "%s", ctx->who ? ctx->who->id : "system");
    bool ok = ch_claim_json(c, &body, err);
    if (ok) {
        const struct ch_change change = {.stream = c->programme,
                                         .action = action,
                                         .kind = "claim",
                                         .id = c->id,
                                         .revision = c->revision,
                                         .reason_code = c->reason_code,
                                         .reason_note = c->reason_note,
                                         .body = buf_str(&body)};
        ok = ch_record(ctx, &change, landed, err);
    }
    buf_clear(&body);
    c->entry_seq = landed->seq;
    return ok && ch_claim_put(ctx->db, c, err);
}
