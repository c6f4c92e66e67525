#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/answers.h"
#include "clearinghouse/api/decision_body.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/api/listing.h"
#include "clearinghouse/service/machine.h"
#include "clearinghouse/service/voucher.h"

#include <stdio.h>
#include <string.h>

void ch_api_vouchers_list(struct ch_call *call)
{
    const struct ch_listing_filter filters[] = {
        {"programme", "programme", NULL, false},
        {"tranche", "tranche", NULL, false},
        {"status", "status", ch_voucher_machine.statuses, true},
        {"applicant", "applicant", NULL, false},
        {"provider", "provider", NULL, false},
        {"application", "application", NULL, false},
        {NULL, NULL, NULL, false},
    };
    static const struct ch_listing_sort sorts[] = {
        {"id", "id", false},
        {"expires", "expires_at", true},
        {"face", "face_fen", true},
        {"updated", "updated_at", true},
        {"applicant", "applicant_name", false},
        {NULL, NULL, false},
    };
    const struct ch_listing listing = {
        &ch_voucher_table,
        filters,
        sorts,
        {"number", "applicant_name", "credit_code", "provider_name", NULL}};
    ch_listing_answer(call, &listing);
}

static unsigned readers(void)
{
    return CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR |
           CH_ROLE_APPLICANT_DESK;
}

void ch_api_voucher_get(struct ch_call *call)
{
    struct ch_voucher v;
    struct err err = {0};
    if (!ch_voucher_get(call->ctx.db, call->id[0], &v, &err)) {
        ch_call_fail(call, &err);
    } else if (ch_call_role(call, v.programme, readers())) {
        call->etag = v.revision;
        if (!ch_row_doc(call->ctx.db, &ch_voucher_table, v.id, &call->reply, &err)) {
            ch_call_fail(call, &err);
        }
    }
}

struct order_body {
    struct ch_voucher_order order;
    const struct json_t *reason;
};

static bool read_order(struct ch_call *call, struct order_body *body)
{
#define AT(field) offsetof(struct order_body, field)
    static const char *const actions[] = {"freeze", "unfreeze", "extend", "revoke", NULL};
    static const struct ch_field fields[] = {
        {"action", CH_FIELD_WORD, true, AT(order.action), CH_SLUG_MAX, 0, 0, actions},
        {"reason", CH_FIELD_OBJECT, false, AT(reason), 0, 0, 0, NULL},
        {"until", CH_FIELD_DATE, false, AT(order.until), 0, 0, 0, NULL},
    };
#undef AT
    struct ch_reason_body reason = {.code = ""};
    struct buf faults = {0};
    bool ok = ch_fields_read(call->body, "", fields, COUNT_OF(fields), body, &faults) &&
              ch_reason_read(body->reason, &reason, &faults);
    if (ok) {
        memcpy(body->order.reason_code, reason.code, sizeof reason.code);
        memcpy(body->order.reason_note, reason.note, sizeof reason.note);
    } else {
        ch_call_faults(call, &faults);
    }
    buf_clear(&faults);
    return ok;
}

static void answer(struct ch_call *call, const struct ch_voucher *v,
                   const struct ch_landed *landed, const struct ch_budget budget[2])
{
    struct buf voucher = {0}, money = {0};
    struct err err = {0};
    struct jsonw w;
    if (!ch_voucher_json(v, &voucher, &err)) {
        ch_call_fail(call, &err);
        buf_clear(&voucher);
        return;
    }
    ch_budget_json(v->programme, v->tranche, &budget[0], &budget[1], &money);
    jsonw_start(&w, &call->reply);
    jsonw_object(&w);
    jsonw_kraw(&w, "budget", buf_str(&money));
    jsonw_key(&w, "controls");
    jsonw_array(&w);
    if (strcmp(v->last_action, "revoke") == 0) {
        ch_answer_control(&w, "four-eyes",
                          strcmp(v->status, "revoked") == 0 ? "ok" : "needed",
                          v->revoker);
    }
    jsonw_array_end(&w);
    ch_answer_entry(&w, call, landed);
    jsonw_kraw(&w, "voucher", buf_str(&voucher));
    jsonw_object_end(&w);
    call->status = !jsonw_end(&w) ? 500 : call->ctx.dry_run ? 200 : 201;
    call->etag = v->revision;
    buf_clear(&voucher);
    buf_clear(&money);
}

void ch_api_voucher_act(struct ch_call *call)
{
    struct order_body body = {.reason = NULL};
    struct ch_voucher v;
    struct ch_landed landed;
    struct ch_budget budget[2];
    struct err err = {0};
    if (!read_order(call, &body)) {
        return;
    }
    if (!ch_voucher_get(call->ctx.db, call->id[0], &v, &err)) {
        ch_call_fail(call, &err);
    } else if (ch_call_role(call, v.programme, readers()) &&
               ch_call_if_match(call, v.revision, NULL)) {
        if (ch_budget_of(&call->ctx, v.programme, v.tranche, &budget[0], &err) &&
            ch_voucher_act(&call->ctx, v.id, v.revision, &body.order, &v, &landed,
                           &err) &&
            ch_budget_of(&call->ctx, v.programme, v.tranche, &budget[1], &err)) {
            answer(call, &v, &landed, budget);
        } else {
            ch_call_fail(call, &err);
        }
    }
}
