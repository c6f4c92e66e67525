#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/answers.h"
#include "clearinghouse/api/decision_body.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/api/listing.h"
#include "clearinghouse/service/claim.h"
#include "clearinghouse/service/machine.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned readers(void)
{
    return CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR |
           CH_ROLE_APPLICANT_DESK;
}

void ch_api_claims_list(struct ch_call *call)
{
    static const char *const outcomes[] = {"pass", "wait", "query", "cap", "fail", NULL};
    const struct ch_listing_filter filters[] = {
        {"programme", "programme", NULL, false},
        {"tranche", "tranche", NULL, false},
        {"status", "status", ch_claim_machine.statuses, true},
        {"match", "match_outcome", outcomes, false},
        {"applicant", "applicant", NULL, false},
        {"provider", "provider", NULL, false},
        {"voucher", "voucher", NULL, false},
        {"application", "application", NULL, false},
        {NULL, NULL, NULL, false},
    };
    static const struct ch_listing_sort sorts[] = {
        {"id", "id", false},
        {"lodged", "lodged_at", true},
        {"updated", "updated_at", true},
        {"asked", "asked_fen", true},
        {"applicant", "applicant_name", false},
        {NULL, NULL, false},
    };
    const struct ch_listing listing = {&ch_claim_table,
                                       filters,
                                       sorts,
                                       {"number", "voucher_number", "invoice_number",
                                        "applicant_name", "credit_code", NULL}};
    ch_listing_answer(call, &listing);
}

void ch_api_claim_get(struct ch_call *call)
{
    struct ch_claim *c = calloc(1, sizeof *c);
    struct err err = {0};
    if (!c) {
        ch_call_problem(call, 503, "busy", "out of memory; try again");
    } else {
        if (!ch_claim_get(call->ctx.db, call->id[0], c, &err)) {
            ch_call_fail(call, &err);
        } else if (ch_call_role(call, c->programme, readers())) {
            call->etag = c->revision;
            if (!ch_row_doc(call->ctx.db, &ch_claim_table, c->id, &call->reply, &err)) {
                ch_call_fail(call, &err);
            }
        }
    }
    free(c);
}

/* ---- reading ---- */

#define C(field) offsetof(struct ch_claim, field)
static const struct ch_field invoice_fields[] = {
    {"number", CH_FIELD_TEXT, true, C(invoice_number), CH_SLUG_MAX, 0, 0, NULL},
    {"date", CH_FIELD_DATE, true, C(invoice_on), 0, 0, 0, NULL},
    {"amount_fen", CH_FIELD_MONEY, true, C(invoice_fen), 0, 0, 0, NULL},
};
static const struct ch_field usage_fields[] = {
    {"gpu_hours", CH_FIELD_INT, true, C(usage_hours), 0, 0, INT64_C(1000000000), NULL},
    {"from", CH_FIELD_DATE, true, C(usage_from), 0, 0, 0, NULL},
    {"to", CH_FIELD_DATE, true, C(usage_to), 0, 0, 0, NULL},
    {"centre", CH_FIELD_TEXT, true, C(centre), ID_MAX, 0, 0, NULL},
};

static bool read_papers(const json_t *invoice, const json_t *usage, struct ch_claim *c,
                        struct buf *faults)
{
    bool ok = !invoice || ch_fields_read(invoice, "/invoice", invoice_fields,
                                         COUNT_OF(invoice_fields), c, faults);
    ok = (!usage || ch_fields_read(usage, "/usage", usage_fields, COUNT_OF(usage_fields),
                                   c, faults)) &&
         ok;
    if (ok && c->usage_to < c->usage_from) {
        buf_adds(faults, "{\"message\":\"is before from\",\"pointer\":\"/usage/to\"}");
        ok = false;
    }
    return ok;
}

struct lodging {
    struct ch_claim claim;
    const json_t *invoice, *usage;
};

static bool read_lodging(struct ch_call *call, struct lodging *body)
{
#define AT(field) offsetof(struct lodging, field)
    static const struct ch_field fields[] = {
        {"voucher", CH_FIELD_TEXT, true, AT(claim.voucher), ID_MAX, 0, 0, NULL},
        {"amount_fen", CH_FIELD_MONEY, true, AT(claim.asked_fen), 0, 0, 0, NULL},
        {"invoice", CH_FIELD_OBJECT, true, AT(invoice), 0, 0, 0, NULL},
        {"usage", CH_FIELD_OBJECT, true, AT(usage), 0, 0, 0, NULL},
    };
#undef AT
    struct buf faults = {0};
    bool ok = ch_fields_read(call->body, "", fields, COUNT_OF(fields), body, &faults);
    ok = read_papers(body->invoice, body->usage, &body->claim, &faults) && ok;
    if (ok && body->claim.asked_fen == 0) {
        buf_adds(&faults,
                 "{\"message\":\"must be above 0\",\"pointer\":\"/amount_fen\"}");
        ok = false;
    }
    if (!ok) {
        ch_call_faults(call, &faults);
    }
    buf_clear(&faults);
    return ok;
}

void ch_api_claim_lodge(struct ch_call *call)
{
    struct lodging *body = calloc(1, sizeof *body);
    struct ch_voucher v;
    struct ch_landed landed;
    struct err err = {0};
    if (!body) {
        ch_call_problem(call, 503, "busy", "out of memory; try again");
    } else if (read_lodging(call, body)) {
        if (!ch_voucher_get(call->ctx.db, body->claim.voucher, &v, &err)) {
            err.kind = ERR_INVALID;
            ch_call_fail(call, &err);
        } else if (ch_call_role(call, v.programme,
                                CH_ROLE_APPLICANT_DESK | CH_ROLE_OFFICER)) {
            if (!ch_claim_lodge(&call->ctx, &body->claim, &landed, &err) ||
                !ch_claim_json(&body->claim, &call->reply, &err)) {
                err.kind = err.kind == ERR_NOT_FOUND ? ERR_INVALID : err.kind;
                ch_call_fail(call, &err);
            } else {
                call->status = call->ctx.dry_run ? 200 : 201;
                call->etag = body->claim.revision;
                snprintf(call->location, sizeof call->location, "/v1/claims/%s",
                         body->claim.id);
            }
        }
    }
    free(body);
}

/* ---- deciding ---- */

struct order_body {
    struct ch_claim_order order;
    const json_t *reason, *invoice, *usage;
};

static bool read_order(struct ch_call *call, struct order_body *body)
{
#define AT(field) offsetof(struct order_body, field)
    static const char *const decisions[] = {
        "match", "query", "answer", "approve", "reject", "pay", "fail", "recover", NULL};
    static const struct ch_field fields[] = {
        {"decision", CH_FIELD_WORD, true, AT(order.decision), CH_SLUG_MAX, 0, 0,
         decisions},
        {"amount_fen", CH_FIELD_MONEY, false, AT(order.amount_fen), 0, 0, 0, NULL},
        {"reason", CH_FIELD_OBJECT, false, AT(reason), 0, 0, 0, NULL},
        {"until", CH_FIELD_DATE, false, AT(order.until), 0, 0, 0, NULL},
        {"invoice", CH_FIELD_OBJECT, false, AT(invoice), 0, 0, 0, NULL},
        {"usage", CH_FIELD_OBJECT, false, AT(usage), 0, 0, 0, NULL},
    };
#undef AT
    struct ch_reason_body reason = {.code = ""};
    struct buf faults = {0};
    bool ok = ch_fields_read(call->body, "", fields, COUNT_OF(fields), body, &faults) &&
              ch_reason_read(body->reason, &reason, &faults) &&
              read_papers(body->invoice, body->usage, &body->order.with, &faults);
    if (ok) {
        memcpy(body->order.reason_code, reason.code, sizeof reason.code);
        memcpy(body->order.reason_note, reason.note, sizeof reason.note);
        body->order.with_invoice = body->invoice != NULL;
        body->order.with_usage = body->usage != NULL;
    } else {
        ch_call_faults(call, &faults);
    }
    buf_clear(&faults);
    return ok;
}

static void decision_json(struct jsonw *w, const struct ch_call *call,
                          const struct ch_claim_decided *d)
{
    jsonw_key(w, "decision");
    jsonw_object(w);
    jsonw_kint(w, "amount_fen", d->claim.amount_fen);
    jsonw_ktime(w, "at", call->ctx.now);
    jsonw_kstr(w, "by", d->claim.last_by);
    jsonw_kstr(w, "decision", d->claim.last_decision);
    jsonw_kstr(w, "id", d->id);
    ch_answer_reason(w, d->claim.reason_code, d->claim.reason_note);
    jsonw_object_end(w);
}

static void controls_json(struct jsonw *w, const struct ch_claim *c)
{
    jsonw_key(w, "controls");
    jsonw_array(w);
    if (*c->reviewer) {
        ch_answer_control(w, "maker-reviewer", "ok", c->maker);
    }
    if (*c->approver) {
        ch_answer_control(w, "reviewer-approver", "ok", c->reviewer);
    }
    if (*c->payer) {
        ch_answer_control(w, "approver-payer", "ok", c->approver);
    }
    jsonw_array_end(w);
}

static void answer(struct ch_call *call, const struct ch_claim_decided *d)
{
    struct buf claim = {0}, money = {0}, voucher = {0};
    struct err err = {0};
    struct jsonw w;
    if (!ch_claim_json(&d->claim, &claim, &err) ||
        !ch_row_doc(call->ctx.db, &ch_voucher_table, d->voucher.id, &voucher, &err)) {
        ch_call_fail(call, &err);
        buf_clear(&claim);
        buf_clear(&voucher);
        return;
    }
    ch_budget_json(d->claim.programme, d->claim.tranche, &d->before, &d->after, &money);
    jsonw_start(&w, &call->reply);
    jsonw_object(&w);
    jsonw_kraw(&w, "budget", buf_str(&money));
    jsonw_kraw(&w, "claim", buf_str(&claim));
    controls_json(&w, &d->claim);
    decision_json(&w, call, d);
    ch_answer_entry(&w, call, &d->landed);
    jsonw_kraw(&w, "voucher", buf_str(&voucher));
    jsonw_object_end(&w);
    call->status = !jsonw_end(&w) ? 500 : call->ctx.dry_run ? 200 : 201;
    call->etag = d->claim.revision;
    buf_clear(&claim);
    buf_clear(&money);
    buf_clear(&voucher);
}

static void refuse(struct ch_call *call, const struct err *err,
                   const struct ch_claim_decided *d)
{
    struct buf trace = {0};
    if (strcmp(err->type, "match-failed") == 0) {
        ch_rule_trace_json(&d->match, &trace);
        ch_call_fail_with(call, err, "rule_trace", buf_str(&trace));
    } else {
        ch_call_fail(call, err);
    }
    buf_clear(&trace);
}

static void decide(struct ch_call *call, const struct order_body *body,
                   struct ch_claim_decided *d)
{
    struct err err = {0};
    if (!ch_claim_get(call->ctx.db, call->id[0], &d->claim, &err)) {
        ch_call_fail(call, &err);
    } else if (ch_call_role(call, d->claim.programme, readers()) &&
               ch_call_if_match(call, d->claim.revision, NULL)) {
        char id[ID_MAX];
        memcpy(id, d->claim.id, sizeof id);
        if (ch_claim_decide(&call->ctx, id, d->claim.revision, &body->order, d, &err)) {
            answer(call, d);
        } else {
            refuse(call, &err, d);
        }
    }
}

void ch_api_claim_decide(struct ch_call *call)
{
    struct order_body *body = calloc(1, sizeof *body);
    struct ch_claim_decided *decided = calloc(1, sizeof *decided);
    if (!body || !decided) {
        ch_call_problem(call, 503, "busy", "out of memory; try again");
    } else if (read_order(call, body)) {
        decide(call, body, decided);
    }
    free(decided);
    free(body);
}
