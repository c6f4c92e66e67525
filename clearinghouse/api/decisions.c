#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/answers.h"
#include "clearinghouse/api/decision_body.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/service/controls.h"
#include "common/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void decision_json(struct jsonw *w, const struct ch_call *call,
                          const struct ch_decided *d)
{
    const struct ch_application *a = &d->application;
    jsonw_key(w, "decision");
    jsonw_object(w);
    jsonw_kint(w, "amount_fen", a->grant.amount_fen);
    jsonw_ktime(w, "at", call->ctx.now);
    jsonw_kstr(w, "by", a->last_by);
    jsonw_kstr(w, "decision", a->last_decision);
    jsonw_kstr(w, "id", d->id);
    ch_answer_reason(w, a->reason_code, a->reason_note);
    jsonw_ktime(w, "undo_until", a->undo_until);
    jsonw_object_end(w);
}

static void controls_json(struct jsonw *w, const struct ch_call *call,
                          const struct ch_decided *d)
{
    char text[80], yuan[32];
    jsonw_key(w, "controls");
    jsonw_array(w);
    if (strcmp(d->application.last_decision, "approve") == 0) {
        bool waits = strcmp(d->application.status, "awaiting_second") == 0;
        snprintf(text, sizeof text, "%s CNY",
                 money_format(d->threshold_fen, MONEY_YUAN, yuan));
        ch_answer_control(w, "four-eyes", waits ? "needed" : "ok",
                          d->threshold_fen ? text : NULL);
        ch_answer_control(w, "maker-checker", "ok", d->application.maker);
    }
    if (d->application.undo_until) {
        snprintf(text, sizeof text, "%" PRId64 " min",
                 (d->application.undo_until - call->ctx.now) / 60000000);
        ch_answer_control(w, "undo-window", "ok", text);
    }
    jsonw_array_end(w);
}

static void notices_json(struct jsonw *w, const struct ch_decided *d)
{
    static const char *const kinds[][2] = {{"approve", "approval"},
                                           {"reject", "rejection"},
                                           {"return", "return"},
                                           {"issue", "voucher"},
                                           {"uphold", "rejection"}};
    jsonw_key(w, "notices");
    jsonw_array(w);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(d->application.last_decision, kinds[i][0]) == 0 &&
            strcmp(d->application.status, "awaiting_second") != 0) {
            jsonw_object(w);
            jsonw_kstr(w, "kind", kinds[i][1]);
            jsonw_kstr(w, "language", "zh_CN");
            jsonw_kstr(w, "to", d->application.applicant.name);
            jsonw_object_end(w);
        }
    }
    jsonw_array_end(w);
}

static void answer(struct ch_call *call, const struct ch_decided *d)
{
    struct buf application = {0}, budget = {0};
    struct err err = {0};
    struct jsonw w;
    if (!ch_application_encode(&d->application, &application, &err)) {
        ch_call_fail(call, &err);
        buf_clear(&application);
        return;
    }
    ch_budget_json(d->application.programme, d->application.tranche, &d->before,
                   &d->after, &budget);
    jsonw_start(&w, &call->reply);
    jsonw_object(&w);
    jsonw_kraw(&w, "application", buf_str(&application));
    jsonw_kraw(&w, "budget", buf_str(&budget));
    controls_json(&w, call, d);
    decision_json(&w, call, d);
    ch_answer_entry(&w, call, &d->landed);
    notices_json(&w, d);
    jsonw_object_end(&w);
    call->status = !jsonw_end(&w) ? 500 : call->ctx.dry_run ? 200 : 201;
    call->etag = d->application.revision;
    buf_clear(&application);
    buf_clear(&budget);
}

/* A refusal by the budget brings the budget, one by the rules its findings, a stale one
 * what changed. */
static void refuse(struct ch_call *call, const struct err *err,
                   const struct ch_decided *d, const struct ch_application_row *row,
                   int64_t asked)
{
    struct buf extra = {0};
    if (err->kind == ERR_BUDGET) {
        struct ch_tranche tranche;
        struct jsonw w;
        bool known =
            ch_tranche_get(call->ctx.db, row->programme, row->tranche, &tranche, NULL);
        jsonw_start(&w, &extra);
        jsonw_object(&w);
        jsonw_kint(&w, "available_fen", known ? tranche.balance[CH_AVAILABLE] : 0);
        jsonw_kstr(&w, "programme", row->programme);
        jsonw_kint(&w, "requested_fen", asked ? asked : d->verdict.grant_fen);
        jsonw_kstr(&w, "tranche", row->tranche);
        jsonw_kstr(&w, "tranche_name", known ? tranche.name : row->tranche);
        jsonw_object_end(&w);
        ch_call_fail_with(call, err, "budget", jsonw_end(&w) ? buf_str(&extra) : "null");
    } else if (strcmp(err->type, "rules-not-met") == 0) {
        ch_rule_trace_json(&d->verdict, &extra);
        ch_call_fail_with(call, err, "rule_trace", buf_str(&extra));
    } else {
        ch_call_fail(call, err);
    }
    buf_clear(&extra);
}

/* Top-level members that differ between the record the caller saw and the present one. */
struct seen {
    const char *id;
    int64_t revision;
    struct buf body;
};

static bool find_seen(void *ctx, const struct ch_entry *entry)
{
    struct seen *seen = ctx;
    if (entry->subject_revision == seen->revision &&
        strcmp(entry->subject_id, seen->id) == 0) {
        buf_adds(&seen->body, entry->body);
        return false;
    }
    return true;
}

enum { LOOK_BACK = 2000 }; /* entries searched for the revision the caller saw */

static void changed_members(struct ch_call *call, const struct ch_application_row *row,
                            struct buf *out)
{
    struct seen seen = {.id = row->id, .revision = call->if_match};
    struct buf now = {0};
    struct ch_application *was = calloc(2, sizeof *was), *is = was ? was + 1 : NULL;
    int64_t from = row->entry_seq > LOOK_BACK ? row->entry_seq - LOOK_BACK : 0;
    buf_adds(out, "[");
    if (was &&
        ch_journal_read(call->ctx.db, row->programme, from, LOOK_BACK, find_seen, &seen,
                        NULL) &&
        seen.body.len && ch_application_doc(call->ctx.db, row->id, &now, NULL) &&
        ch_application_decode(buf_str(&seen.body), seen.body.len, was, NULL) &&
        ch_application_decode(buf_str(&now), now.len, is, NULL)) {
        const struct {
            const char *name;
            bool differs;
        } members[] = {
            {"assigned_to", strcmp(was->assigned_to, is->assigned_to) != 0},
            {"documents",
             memcmp(was->documents, is->documents, sizeof was->documents) != 0},
            {"grant", was->grant.amount_fen != is->grant.amount_fen},
            {"reason", strcmp(was->reason_code, is->reason_code) != 0},
            {"signatures", was->signature_count != is->signature_count},
            {"status", strcmp(was->status, is->status) != 0},
            {"undo", was->undo_until != is->undo_until},
            {"verdict", strcmp(was->verdict, is->verdict) != 0},
        };
        bool first = true;
        for (size_t i = 0; i < COUNT_OF(members); i++) {
            if (members[i].differs) {
                buf_printf(out, "%s\"%s\"", first ? "" : ",", members[i].name);
                first = false;
            }
        }
    }
    buf_adds(out, "]");
    free(was);
    buf_clear(&now);
    buf_clear(&seen.body);
}

static void stale(struct ch_call *call, const struct ch_application_row *row)
{
    struct buf current = {0}, changed = {0}, doc = {0};
    struct err err = {0};
    struct ch_application *a = calloc(1, sizeof *a);
    struct jsonw w;
    changed_members(call, row, &changed);
    bool known = a && ch_application_doc(call->ctx.db, row->id, &doc, NULL) &&
                 ch_application_decode(buf_str(&doc), doc.len, a, NULL);
    err_set_type(&err, ERR_STALE, "stale-revision",
                 "case %s is %s now (%s by %s); you saw revision %" PRId64
                 ", it is %" PRId64 ". Look at it again before deciding",
                 row->number, row->status,
                 known && *a->last_decision ? a->last_decision : "changed",
                 known && *a->last_by ? a->last_by : "somebody", call->if_match,
                 row->revision);
    jsonw_start(&w, &current);
    jsonw_object(&w);
    jsonw_kraw(&w, "changed", buf_str(&changed));
    jsonw_kint(&w, "revision", row->revision);
    jsonw_kstr(&w, "status", row->status);
    jsonw_object_end(&w);
    ch_call_fail_with(call, &err, "current", jsonw_end(&w) ? buf_str(&current) : "null");
    free(a);
    buf_clear(&doc);
    buf_clear(&current);
    buf_clear(&changed);
}

/* /v1/applications/next/decisions: the caller takes whichever case is most urgent. Only
 * `assign` makes sense there, and to oneself. */
static bool take_next(struct ch_call *call, struct ch_decision *decision, char id[ID_MAX])
{
    struct err err = {0};
    const char *me = call->ctx.who->id;
    if (strcmp(decision->decision, "assign") != 0 ||
        (strcmp(decision->assignee, "next") != 0 &&
         strcmp(decision->assignee, me) != 0)) {
        ch_call_problem(call, 422, "invalid",
                        "on the next case only assign is possible, with the assignee "
                        "\"next\": it becomes yours");
        return false;
    }
    if (!ch_take_next(&call->ctx, id, &err)) {
        ch_call_fail(call, &err);
        return false;
    }
    snprintf(decision->assignee, sizeof decision->assignee, "%s", me);
    return true;
}

void ch_api_decide(struct ch_call *call)
{
    struct ch_decision_item item;
    struct ch_application_row row;
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_decision_read(call->body, "", false, &item, &faults)) {
        ch_call_faults(call, &faults);
        buf_clear(&faults);
        return;
    }
    buf_clear(&faults);
    char id[ID_MAX];
    bool next = strcmp(call->id[0], "next") == 0;
    if (next && !take_next(call, &item.decision, id)) {
        return;
    }
    if (!ch_application_get(call->ctx.db, next ? id : call->id[0], &row, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    if (next) {
        call->if_match = row.revision;
    }
    if (!ch_call_role(call, row.programme,
                      CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_APPLICANT_DESK)) {
        return;
    }
    if (call->if_match >= 0 && call->if_match != row.revision) {
        stale(call, &row);
        return;
    }
    if (!ch_call_if_match(call, row.revision, NULL)) {
        return;
    }
    struct ch_decided *decided = calloc(1, sizeof *decided);
    if (!decided) {
        ch_call_problem(call, 503, "busy", "out of memory; try again");
    } else if (ch_decide(&call->ctx, row.id, row.revision, &item.decision, decided,
                         &err)) {
        answer(call, decided);
    } else {
        refuse(call, &err, decided, &row, item.decision.amount_fen);
    }
    free(decided);
}
