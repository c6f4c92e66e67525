#include "backend_client/claims.h"

#include "backend_client/fields_read.h"
#include "common/json.h"

#include <jansson.h>
#include <string.h>

#define F(type, key, member) BC_FIELD(type, key, struct bc_claim, member)
#define N(type, key, member) BC_FIELD_NEEDED(type, key, struct bc_claim, member)

static const struct bc_field fields[] = {
    N(TEXT, "id", id),
    N(TEXT, "number", number),
    N(TEXT, "status", status),
    F(TEXT, "programme", programme),
    F(TEXT, "tranche", tranche),
    F(TEXT, "payee", payee),
    F(TEXT, "voucher.id", voucher),
    F(TEXT, "voucher.number", voucher_number),
    F(TEXT, "application", application),
    F(TEXT, "applicant.name", applicant_name),
    F(TEXT, "applicant.credit_code", credit_code),
    F(TEXT, "provider.name", provider_name),
    N(INT, "revision", revision),
    N(INT, "asked_fen", asked),
    F(INT, "base_fen", base),
    F(INT, "amount_fen", amount),
    F(TEXT, "invoice.number", invoice_number),
    F(DAY, "invoice.date", invoice_on),
    F(INT, "invoice.amount_fen", invoice_fen),
    F(INT, "usage.gpu_hours", usage_hours),
    F(DAY, "usage.from", usage_from),
    F(DAY, "usage.to", usage_to),
    F(TEXT, "usage.centre", centre),
    F(INT, "years.usage", usage_year),
    F(INT, "years.claim", claim_year),
    F(INT, "years.payment", payment_year),
    F(TIME, "lodged_at", lodged_at),
    F(TIME, "updated_at", updated_at),
    F(DAY, "payment.on", paid_on),
    F(TEXT, "payment.reference", reference),
    F(INT, "failures", failures),
    F(TEXT, "maker", maker),
    F(TEXT, "reviewer", reviewer),
    F(TEXT, "approver", approver),
    F(TEXT, "payer", payer),
    F(TEXT, "match.outcome", match),
    F(INT, "recovery.amount_fen", recover),
    F(INT, "recovery.received_fen", recovered),
    F(DAY, "recovery.due_on", recover_due),
    F(FLAG, "recovery.overdue", overdue),
    F(TEXT, "last_decision", last_decision),
    F(TEXT, "last_by", last_by),
    F(TEXT, "reason.code", reason_code),
    F(TEXT, "reason.note", reason_note),
};

static const struct bc_field finding_fields[] = {
    BC_FIELD(TEXT, "rule", struct bc_finding, rule),
    BC_FIELD(TEXT, "outcome", struct bc_finding, outcome),
    BC_FIELD(TEXT, "reason", struct bc_finding, reason),
    BC_FIELD(TEXT, "clause", struct bc_finding, clause),
    BC_FIELD(TEXT, "input", struct bc_finding, input),
    BC_FIELD(TEXT, "source", struct bc_finding, source),
    BC_FIELD(TEXT, "flip.field", struct bc_finding, flip_field),
    BC_FIELD(TEXT, "flip.op", struct bc_finding, flip_op),
    BC_FIELD(TEXT, "flip.value", struct bc_finding, flip_value),
};

bool bc_claim_from_json(const struct json_t *value, void *out, struct err *err)
{
    memset(out, 0, sizeof(struct bc_claim));
    return bc_fields_read(value, "claim", fields, COUNT_OF(fields), out, err);
}

bool bc_claim_read(const char *json, struct bc_claim *out, struct err *err)
{
    json_t *value = NULL;
    bool ok = json_read(json, strlen(json), 1 << 20, &value, err) &&
              bc_claim_from_json(value, out, err);
    json_decref(value);
    return ok;
}

int bc_claim_findings(const char *json, struct bc_finding *out, int max)
{
    json_t *value = NULL;
    int count = 0;
    memset(out, 0, (size_t)max * sizeof *out);
    if (!json || !json_read(json, strlen(json), 1 << 20, &value, NULL) ||
        !bc_fields_read_list(json_obj(value, "match"), "rules", finding_fields,
                             COUNT_OF(finding_fields), out, sizeof *out, max, &count,
                             NULL)) {
        count = 0;
    }
    json_decref(value);
    return count;
}
