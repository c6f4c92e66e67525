#include "backend_client/records_read.h"

#include "backend_client/direct.h"
#include "backend_client/fields_read.h"
#include "common/json.h"

#include <jansson.h>
#include <string.h>

enum { DOCUMENT_MAX = 1 << 20 };

#define ROW(type, key, member) BC_FIELD(type, key, struct bc_case, member)
#define NEED(type, key, member) BC_FIELD_NEEDED(type, key, struct bc_case, member)

/* What a list item and the whole record say under the same name. */
static const struct bc_field common_fields[] = {
    NEED(TEXT, "id", id),
    NEED(TEXT, "number", number),
    NEED(TEXT, "programme", programme),
    ROW(TEXT, "tranche", tranche),
    NEED(TEXT, "status", status),
    NEED(INT, "revision", revision),
    ROW(TEXT, "assigned_to", assigned_to),
    ROW(TIME, "submitted_at", submitted_at),
    ROW(TIME, "updated_at", updated_at),
    ROW(TIME, "due_at", due_at),
};

static const struct bc_field item_fields[] = {
    ROW(TEXT, "applicant_id", applicant_id),
    ROW(TEXT, "applicant_name", applicant_name),
    ROW(TEXT, "credit_code", credit_code),
    ROW(TEXT, "provider_id", provider_id),
    ROW(TEXT, "provider_name", provider_name),
    ROW(TEXT, "kind", kind),
    ROW(TEXT, "accelerator", accelerator),
    ROW(INT, "gpu_hours", gpu_hours),
    ROW(INT, "amount_fen", amount_fen),
    ROW(INT, "grant_fen", grant_fen),
    ROW(TEXT, "verdict", verdict),
    ROW(NUMBER, "issues", issues),
    ROW(TIME, "undo_until", undo_until),
};

static const struct bc_field record_fields[] = {
    ROW(TEXT, "applicant.id", applicant_id),
    ROW(TEXT, "applicant.name", applicant_name),
    ROW(TEXT, "applicant.credit_code", credit_code),
    ROW(TEXT, "provider.id", provider_id),
    ROW(TEXT, "provider.name", provider_name),
    ROW(TEXT, "request.kind", kind),
    ROW(TEXT, "request.accelerator", accelerator),
    ROW(INT, "request.gpu_hours", gpu_hours),
    ROW(INT, "request.amount_fen", amount_fen),
    ROW(INT, "grant.amount_fen", grant_fen),
    ROW(TEXT, "verdict.outcome", verdict),
    ROW(TIME, "undo.until", undo_until),
};

/* A record counts its rules and prices an open case in its verdict; a row has both ready.
 */
static bool complete_row(const json_t *record, struct bc_case *out, struct err *err)
{
    const json_t *verdict = json_object_get(record, "verdict");
    const json_t *rules = json_object_get(verdict, "rules");
    if (out->grant_fen <= 0) {
        static const struct bc_field grant[] = {ROW(INT, "grant_fen", grant_fen)};
        out->grant_fen = 0;
        if (verdict && !bc_fields_read(verdict, "verdict", grant, 1, out, err)) {
            return false;
        }
    }
    size_t i;
    const json_t *rule;
    json_array_foreach(rules, i, rule)
    {
        const char *outcome = json_string_value(json_object_get(rule, "outcome"));
        out->issues += outcome && strcmp(outcome, "pass") != 0 && i < BC_FINDINGS;
    }
    const char *clock = json_string_value(json_object_get(record, "clock"));
    if (clock && strcmp(clock, "done") == 0) {
        out->due_at = 0;
    }
    return true;
}

bool bc_case_from_json(const struct json_t *value, struct bc_case *out, struct err *err)
{
    memset(out, 0, sizeof *out);
    bool record = json_is_object(json_object_get(value, "applicant"));
    const struct bc_field *rest = record ? record_fields : item_fields;
    size_t count = record ? COUNT_OF(record_fields) : COUNT_OF(item_fields);
    return bc_fields_read(value, "case", common_fields, COUNT_OF(common_fields), out,
                          err) &&
           bc_fields_read(value, "case", rest, count, out, err) &&
           (!record || complete_row(value, out, err));
}

#define WHOLE(type, key, member) BC_FIELD(type, key, struct bc_detail, member)

static const struct bc_field detail_fields[] = {
    WHOLE(TEXT, "applicant.kind", kind),
    WHOLE(TEXT, "applicant.size", size),
    WHOLE(TEXT, "applicant.region", region),
    WHOLE(FLAG, "applicant.startup", startup),
    WHOLE(TEXT, "maker", maker),
    WHOLE(TEXT, "mode", mode),
    WHOLE(TEXT, "clock", clock),
    WHOLE(TEXT, "contract.number", contract_number),
    WHOLE(TEXT, "contract.fingerprint", fingerprint),
    WHOLE(DAY, "contract.signed_on", signed_on),
    WHOLE(DAY, "contract.starts_on", starts_on),
    WHOLE(DAY, "contract.ends_on", ends_on),
    WHOLE(INT, "contract.total_fen", total_fen),
    WHOLE(INT, "contract.eligible_fen", eligible_fen),
    WHOLE(TEXT, "request.purpose", purpose),
    WHOLE(FLAG, "declared.related", declared_related),
    WHOLE(FLAG, "declared.fees_paid", declared_fees_paid),
    WHOLE(TEXT, "declared.other_subsidy", declared_other_subsidy),
    WHOLE(INT, "usage.gpu_hours", usage_gpu_hours),
    WHOLE(DAY, "usage.from", usage_from),
    WHOLE(DAY, "usage.to", usage_to),
    WHOLE(TEXT, "verdict.policy", policy),
    WHOLE(INT, "verdict.eligible_fen", verdict_eligible_fen),
    WHOLE(INT, "verdict.rate_bp", rate_bp),
    WHOLE(TEXT, "verdict.limited_by", limited_by),
    WHOLE(INT, "grant.amount_fen", granted_fen),
    WHOLE(INT, "grant.rate_bp", granted_bp),
    WHOLE(TEXT, "last_decision", last_decision),
    WHOLE(TEXT, "last_by", last_by),
    WHOLE(TEXT, "reason.code", reason_code),
    WHOLE(TEXT, "reason.note", reason_note),
    WHOLE(TIME, "notice.from", notice_from),
    WHOLE(TIME, "notice.until", notice_until),
    WHOLE(TEXT, "grant.voucher", voucher),
};

static bool read_lists(const json_t *value, struct bc_detail *out, struct err *err)
{
#define RULE(key, member) BC_FIELD(TEXT, key, struct bc_finding, member)
    static const struct bc_field finding[] = {
        RULE("rule", rule),
        RULE("outcome", outcome),
        RULE("reason", reason),
        RULE("clause", clause),
        RULE("input", input),
        RULE("source", source),
        RULE("flip.field", flip_field),
        RULE("flip.op", flip_op),
        RULE("flip.value", flip_value),
    };
#undef RULE
#define PAPER(member) BC_FIELD(TEXT, #member, struct bc_document, member)
    static const struct bc_field document[] = {PAPER(kind), PAPER(name), PAPER(sha256),
                                               PAPER(state)};
#undef PAPER
    static const struct bc_field signature[] = {
        BC_FIELD(TEXT, "by", struct bc_signature, by),
        BC_FIELD(TEXT, "role", struct bc_signature, role),
        BC_FIELD(TIME, "at", struct bc_signature, at),
    };
#define OBJECTION(member) BC_FIELD(TEXT, #member, struct bc_objection, member)
    static const struct bc_field objection[] = {
        OBJECTION(by),
        OBJECTION(evidence),
        OBJECTION(code),
        OBJECTION(recorded_by),
        OBJECTION(outcome),
        OBJECTION(decided_by),
        BC_FIELD(TIME, "at", struct bc_objection, at),
    };
#undef OBJECTION
    return bc_fields_read_list(json_object_get(value, "verdict"), "rules", finding,
                               COUNT_OF(finding), out->findings, sizeof *out->findings,
                               BC_FINDINGS, &out->finding_count, err) &&
           bc_fields_read_list(value, "documents", document, COUNT_OF(document),
                               out->documents, sizeof *out->documents, BC_DOCUMENTS,
                               &out->document_count, err) &&
           bc_fields_read_list(value, "signatures", signature, COUNT_OF(signature),
                               out->signatures, sizeof *out->signatures, BC_SIGNATURES,
                               &out->signature_count, err) &&
           bc_fields_read_list(value, "objections", objection, COUNT_OF(objection),
                               out->objections, sizeof *out->objections, BC_OBJECTIONS,
                               &out->objection_count, err);
}

bool bc_detail_from_json(const struct json_t *value, struct bc_detail *out,
                         struct err *err)
{
    memset(out, 0, sizeof *out);
    out->usage_gpu_hours = -1;
    return bc_case_from_json(value, &out->row, err) &&
           bc_fields_read(value, "case", detail_fields, COUNT_OF(detail_fields), out,
                          err) &&
           read_lists(value, out, err);
}

/* ---- from text ---- */

static bool parse(const char *json, json_t **out, struct err *err)
{
    return json_read(json, strlen(json), DOCUMENT_MAX, out, err);
}

#define READ(name, reader, record)                                                       \
    bool name(const char *json, record *out, struct err *err)                            \
    {                                                                                    \
        json_t *value;                                                                   \
        if (!parse(json, &value, err)) {                                                 \
            return false;                                                                \
        }                                                                                \
        bool ok = reader(value, out, err);                                               \
        json_decref(value);                                                              \
        return ok;                                                                       \
    }

READ(bc_case_read, bc_case_from_json, struct bc_case)
READ(bc_detail_read, bc_detail_from_json, struct bc_detail)
READ(bc_tranche_read, bc_tranche_from_json, struct bc_tranche)
READ(bc_centre_read, bc_centre_from_json, struct bc_centre)
READ(bc_dashboard_read, bc_dashboard_from_json, struct bc_dashboard)
READ(bc_programme_read, bc_programme_from_json, struct bc_programme)
