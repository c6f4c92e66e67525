#include "clearinghouse/api/decision_body.h"

#include "clearinghouse/api/fields.h"
#include "clearinghouse/service/machine.h"
#include "common/money.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

struct reading {
    struct ch_decision_item item;
    const json_t *reason;
};

#define R(field) offsetof(struct reading, field)
static const struct ch_field fields[] = {
    {"decision", CH_FIELD_TEXT, true, R(item.decision.decision), CH_SLUG_MAX, 0, 0, NULL},
    {"amount_fen", CH_FIELD_INT, false, R(item.decision.amount_fen), 0, 1, MONEY_MAX,
     NULL},
    {"reason", CH_FIELD_OBJECT, false, R(reason), 0, 0, 0, NULL},
    {"assignee", CH_FIELD_SLUG, false, R(item.decision.assignee), CH_SLUG_MAX, 0, 0,
     NULL},
    {"objector", CH_FIELD_TEXT, false, R(item.decision.objector), CH_NAME_MAX, 0, 0,
     NULL},
    {"evidence", CH_FIELD_TEXT, false, R(item.decision.evidence), 600, 0, 0, NULL},
    {"application", CH_FIELD_TEXT, true, R(item.application), ID_MAX, 0, 0, NULL},
    {"revision", CH_FIELD_INT, true, R(item.revision), 0, 1, INT64_C(1000000000), NULL},
};
enum { ITEM_ONLY = 2 };

#define D(field) offsetof(struct ch_decision, field)
static const struct ch_field reason_fields[] = {
    {"code", CH_FIELD_SLUG, true, D(reason_code), 64, 0, 0, NULL},
    {"note", CH_FIELD_TEXT, false, D(reason_note), 600, 0, 0, NULL},
};

static bool fault(struct buf *faults, const char *base, const char *field,
                  const char *message)
{
    buf_printf(faults, "%s{\"message\":\"%s\",\"pointer\":\"%s/%s\"}",
               faults->len ? "," : "", message, base, field);
    return false;
}

/* What no table of fields can say: which member goes with which decision. */
static bool members_agree(const struct ch_decision *d, const char *base,
                          struct buf *faults)
{
    if (!ch_decision_known(d->decision)) {
        return fault(faults, base, "decision",
                     "must be one of accept, approve, assign, dismiss, issue, lapse, "
                     "notice, object, reject, resubmit, return, undo, uphold, withdraw");
    }
    if (d->amount_fen && strcmp(d->decision, "approve") != 0) {
        return fault(faults, base, "amount_fen", "goes with approve only; leave it out");
    }
    if ((strcmp(d->decision, "assign") == 0) != (*d->assignee != '\0')) {
        return fault(faults, base, "assignee",
                     "goes with assign, and assign needs it: the id of a person");
    }
    return true;
}

bool ch_decision_read(const struct json_t *body, const char *base, bool item,
                      struct ch_decision_item *out, struct buf *faults)
{
    struct reading r = {.reason = NULL};
    size_t count = COUNT_OF(fields) - (item ? 0 : ITEM_ONLY);
    char reason_base[64];
    snprintf(reason_base, sizeof reason_base, "%s/reason", base);
    bool ok = ch_fields_read(body, base, fields, count, &r, faults);
    ok = (!r.reason ||
          ch_fields_read(r.reason, reason_base, reason_fields, COUNT_OF(reason_fields),
                         &r.item.decision, faults)) &&
         ok;
    ok = ok && members_agree(&r.item.decision, base, faults);
    if (ok) {
        *out = r.item;
    }
    return ok;
}

static void side(struct jsonw *w, const char *key, const struct ch_budget *budget)
{
    jsonw_key(w, key);
    jsonw_object(w);
    jsonw_kint(w, "available_fen", budget->available_fen);
    jsonw_kint(w, "committed_fen", budget->committed_fen);
    jsonw_kint(w, "disbursed_fen", budget->disbursed_fen);
    jsonw_kint(w, "payable_fen", budget->payable_fen);
    jsonw_kint(w, "reserved_fen", budget->reserved_fen);
    jsonw_object_end(w);
}

void ch_budget_json(const char *programme, const char *tranche,
                    const struct ch_budget *before, const struct ch_budget *after,
                    struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    side(&w, "after", after);
    side(&w, "before", before);
    jsonw_kstr(&w, "programme", programme);
    jsonw_kstr(&w, "tranche", tranche);
    jsonw_object_end(&w);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}

void ch_rule_trace_json(const struct ch_verdict *verdict, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_array(&w);
    for (int i = 0; i < verdict->count; i++) {
        const struct ch_finding *f = &verdict->findings[i];
        if (f->outcome == CH_PASS) {
            continue;
        }
        jsonw_object(&w);
        jsonw_kstr(&w, "input", f->input);
        jsonw_kstr(&w, "outcome", ch_outcome_name(f->outcome));
        jsonw_kstr_opt(&w, "reason", f->reason);
        jsonw_kstr(&w, "rule", f->rule);
        jsonw_object_end(&w);
    }
    jsonw_array_end(&w);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}
