#include "backend_client/orders.h"

#include "backend_client/outbox.h"
#include "backend_client/session_impl.h"
#include "common/date.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { ANSWER_BYTES = 1 << 20 };

#define COPY(to, text) snprintf(to, sizeof(to), "%s", text)

/* ---- the request ---- */

static void write_invoice(struct jsonw *w, const struct bc_invoice *invoice)
{
    jsonw_key(w, "invoice");
    jsonw_object(w);
    jsonw_kint(w, "amount_fen", invoice->fen);
    jsonw_kday(w, "date", invoice->on);
    jsonw_kstr(w, "number", invoice->number);
    jsonw_object_end(w);
}

static void write_usage(struct jsonw *w, const struct bc_usage *usage)
{
    jsonw_key(w, "usage");
    jsonw_object(w);
    jsonw_kstr(w, "centre", usage->centre);
    jsonw_kday(w, "from", usage->from);
    jsonw_kint(w, "gpu_hours", usage->hours);
    jsonw_kday(w, "to", usage->to);
    jsonw_object_end(w);
}

static void write_reason(struct jsonw *w, const struct bc_order *order)
{
    if (*order->reason_code) {
        jsonw_key(w, "reason");
        jsonw_object(w);
        jsonw_kstr(w, "code", order->reason_code);
        if (*order->note) {
            jsonw_kstr(w, "note", order->note);
        }
        jsonw_object_end(w);
    }
}

static void text_if(struct jsonw *w, const char *key, const char *value)
{
    if (*value) {
        jsonw_kstr(w, key, value);
    }
}

static bool write_body(const struct bc_order *order, struct buf *body)
{
    struct jsonw w;
    bool voucher = order->subject == BC_ON_VOUCHER,
         lodge = order->subject == BC_NEW_CLAIM;
    jsonw_start(&w, body);
    jsonw_object(&w);
    text_if(&w, "action", voucher ? order->action : "");
    if (order->amount_fen > 0) {
        jsonw_kint(&w, "amount_fen", order->amount_fen);
    }
    text_if(&w, "decision", voucher || lodge ? "" : order->action);
    text_if(&w, "evidence", order->evidence);
    if (order->has_invoice) {
        write_invoice(&w, &order->invoice);
    }
    text_if(&w, "objector", order->objector);
    write_reason(&w, order);
    if (order->until) {
        jsonw_kday(&w, "until", order->until);
    }
    if (order->has_usage) {
        write_usage(&w, &order->usage);
    }
    text_if(&w, "voucher", lodge ? order->id : "");
    jsonw_object_end(&w);
    return jsonw_end(&w);
}

static bool plain(const char *id)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return *id && strspn(id, allowed) == strlen(id);
}

bool bc_order_request(const struct bc_order *order, bool dry_run, char path[128],
                      int64_t *if_match, struct buf *body, struct err *err)
{
    static const struct {
        const char *before, *after;
    } paths[] = {
        [BC_ON_VOUCHER] = {"/v1/vouchers/", "/actions"},
        [BC_ON_CLAIM] = {"/v1/claims/", "/decisions"},
        [BC_ON_CASE] = {"/v1/applications/", "/decisions"},
        [BC_NEW_CLAIM] = {"/v1/claims", ""},
    };
    bool lodge = order->subject == BC_NEW_CLAIM;
    if (!plain(order->id) || (!lodge && order->revision < 1)) {
        return err_set(err, ERR_USAGE, "an order names a record and its revision");
    }
    snprintf(path, 128, "%s%s%s%s", paths[order->subject].before, lodge ? "" : order->id,
             paths[order->subject].after, dry_run ? "?dry_run=true" : "");
    *if_match = lodge ? -1 : order->revision;
    return write_body(order, body) || err_set(err, ERR_INTERNAL, "out of memory");
}

/* ---- the answer ---- */

static void read_controls(const json_t *answer, struct bc_trial_item *item)
{
    size_t i;
    json_t *value;
    json_array_foreach(json_obj(answer, "controls"), i, value)
    {
        if (item->control_count < BC_CONTROLS) {
            struct bc_control *control = &item->controls[item->control_count++];
            COPY(control->control, json_str(value, "control"));
            COPY(control->outcome, json_str(value, "outcome"));
            COPY(control->detail, json_str(value, "detail"));
        }
    }
}

static void read_accounts(const json_t *side, int64_t out[5])
{
    static const char *const keys[] = {"available_fen", "reserved_fen", "committed_fen",
                                       "payable_fen", "disbursed_fen"};
    for (int i = 0; i < 5; i++) {
        out[i] = json_int(side, keys[i], 0);
    }
}

static void read_budget(const json_t *budget, struct bc_trial_budget *out)
{
    *out = (struct bc_trial_budget){.programme = ""};
    if (budget) {
        COPY(out->programme, json_str(budget, "programme"));
        COPY(out->tranche, json_str(budget, "tranche"));
        read_accounts(json_obj(budget, "before"), out->before);
        read_accounts(json_obj(budget, "after"), out->after);
    }
}

static const json_t *record_of(const json_t *answer)
{
    static const char *const members[] = {"claim", "voucher", "application"};
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        const json_t *record = json_obj(answer, members[i]);
        if (json_is_object(record) && json_obj(answer, "controls")) {
            return record;
        }
    }
    return answer; /* a claim just lodged is the answer itself */
}

bool bc_order_answer(const char *json, struct bc_trial_item *item,
                     struct bc_trial_budget *budget, struct err *err)
{
    json_t *answer = NULL;
    if (!json_read(json, strlen(json), ANSWER_BYTES, &answer, err)) {
        return false;
    }
    const json_t *record = record_of(answer);
    COPY(item->number, json_str(record, "number"));
    COPY(item->name, json_str(json_obj(record, "applicant"), "name"));
    COPY(item->status, json_str(record, "status"));
    item->amount_fen = json_int(record, "amount_fen", 0);
    if (!date_parse(json_str(json_obj(record, "valid"), "until"), &item->until)) {
        item->until = 0;
    }
    read_controls(answer, item);
    read_budget(json_obj(answer, "budget"), budget);
    bool ok = *item->number || err_set(err, ERR_UNKNOWN,
                                       "the clearinghouse's answer names no record; look "
                                       "at it before asking again");
    json_decref(answer);
    return ok;
}

/* ---- doing ---- */

bool bc_order_put(struct bc_session *session, const struct bc_order *order,
                  int64_t *intent, struct err *err)
{
    struct bc_intent_request request = {.what = order->action,
                                        .title = *order->title ? order->title : order->id,
                                        .case_id = order->id,
                                        .count = 1};
    char path[128];
    struct buf body = {0};
    bool ok = bc_order_request(order, false, path, &request.if_match, &body, err);
    request.path = path;
    request.body = buf_str(&body);
    ok = ok && bc_outbox_put(session, &request, intent, err);
    buf_clear(&body);
    return ok;
}
