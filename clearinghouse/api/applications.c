#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/api/submission.h"
#include "clearinghouse/service/machine.h"
#include "clearinghouse/service/policy.h"
#include "clearinghouse/service/submit.h"
#include "clearinghouse/service/verdict.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void ch_api_application_submit(struct ch_call *call)
{
    struct ch_application a;
    struct ch_landed landed;
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_submission_read(call->body, &a, &faults)) {
        ch_call_faults(call, &faults);
    } else if (ch_call_role(call, a.programme,
                            CH_ROLE_APPLICANT_DESK | CH_ROLE_OFFICER)) {
        if (!ch_submit(&call->ctx, &a, &landed, &err) ||
            !ch_application_encode(&a, &call->reply, &err)) {
            err.kind = err.kind == ERR_NOT_FOUND ? ERR_INVALID : err.kind;
            ch_call_fail(call, &err);
        } else {
            call->status = 201;
            call->etag = a.revision;
            snprintf(call->location, sizeof call->location, "/v1/applications/%s", a.id);
        }
    }
    buf_clear(&faults);
}

static unsigned readers(void)
{
    return CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR |
           CH_ROLE_APPLICANT_DESK;
}

void ch_api_application_get(struct ch_call *call)
{
    struct ch_application_row row;
    struct err err = {0};
    if (!ch_application_get(call->ctx.db, call->id[0], &row, &err)) {
        ch_call_fail(call, &err);
    } else if (ch_call_role(call, row.programme, readers())) {
        call->etag = row.revision;
        if (!ch_application_doc(call->ctx.db, row.id, &call->reply, &err)) {
            ch_call_fail(call, &err);
        }
    }
}

/* ---- the list ---- */

static const struct {
    const char *word;
    enum ch_application_sort sort;
} sorts[] = {
    {"id", CH_SORT_ID},
    {"due", CH_SORT_DUE},
    {"updated", CH_SORT_UPDATED},
    {"amount", CH_SORT_AMOUNT},
    {"applicant", CH_SORT_APPLICANT},
};

struct listing {
    struct ch_call *call;
    struct ch_application_filter filter;
    enum ch_application_sort sort;
    bool descending, full, more;
    int limit, count;
    struct buf items;
    char key[CH_NAME_MAX], id[ID_MAX];
    struct buf programmes; /* those the caller may see, when not all */
    struct err err;
};

static void row_json(const struct ch_application_row *r, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_kstr(&w, "accelerator", r->accelerator);
    jsonw_kint(&w, "amount_fen", r->amount_fen);
    jsonw_kstr(&w, "applicant_id", r->applicant);
    jsonw_kstr(&w, "applicant_name", r->applicant_name);
    jsonw_kstr_opt(&w, "assigned_to", r->assigned_to);
    jsonw_kstr(&w, "credit_code", r->credit_code);
    jsonw_ktime(&w, "due_at", r->due_at);
    jsonw_kint(&w, "gpu_hours", r->gpu_hours);
    jsonw_kint(&w, "grant_fen", r->grant_fen);
    jsonw_kstr(&w, "id", r->id);
    jsonw_kint(&w, "issues", r->verdict_issues);
    jsonw_kstr(&w, "kind", r->kind);
    jsonw_kstr(&w, "number", r->number);
    jsonw_kstr(&w, "programme", r->programme);
    jsonw_kstr(&w, "provider_id", r->provider);
    jsonw_kstr(&w, "provider_name", r->provider_name);
    jsonw_kint(&w, "revision", r->revision);
    jsonw_kstr(&w, "status", r->status);
    jsonw_ktime(&w, "submitted_at", r->submitted_at);
    jsonw_kstr(&w, "tranche", r->tranche);
    jsonw_ktime(&w, "undo_until", r->undo_until);
    jsonw_ktime(&w, "updated_at", r->updated_at);
    jsonw_kstr(&w, "verdict", r->verdict);
    jsonw_object_end(&w);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}

static bool add(void *ctx, const struct ch_application_row *row, const char *key)
{
    struct listing *list = ctx;
    if (list->count == list->limit) {
        list->more = true;
        return false;
    }
    buf_adds(&list->items, list->count++ ? "," : "");
    if (!list->full) {
        row_json(row, &list->items);
    } else if (!ch_application_doc(list->call->ctx.db, row->id, &list->items,
                                   &list->err)) {
        return false;
    }
    snprintf(list->key, sizeof list->key, "%s", key);
    snprintf(list->id, sizeof list->id, "%s", row->id);
    return true;
}

static bool refuse_value(struct ch_call *call, const char *name, const char *value,
                         const char *allowed)
{
    ch_call_problem(call, 400, "bad-filter", "%s is \"%.60s\"; use one of: %s", name,
                    value, allowed);
    return false;
}

static bool status_known(const char *word, size_t len)
{
    for (const char *const *s = ch_statuses; *s; s++) {
        if (strlen(*s) == len && strncmp(*s, word, len) == 0) {
            return true;
        }
    }
    return false;
}

static bool check_statuses(struct ch_call *call, const char *list)
{
    for (const char *at = list, *end = NULL; at; at = *end ? end + 1 : NULL) {
        end = at + strcspn(at, ",");
        if (!status_known(at, (size_t)(end - at))) {
            return refuse_value(
                call, "status", at,
                "submitted, under_review, returned, awaiting_second, approved, "
                "on_notice, objected, issued, rejected, withdrawn, lapsed (several with "
                "commas)");
        }
    }
    return true;
}

static bool check_words(struct ch_call *call, struct listing *list)
{
    const struct ch_application_filter *f = &list->filter;
    const char *view = ch_call_param(call, "view"), *count = ch_call_param(call, "count");
    if (f->programme && !ch_policies_find(call->ctx.service->policies, f->programme)) {
        return refuse_value(call, "programme", f->programme, "the ids of /v1/programmes");
    }
    if (f->verdict &&
        strcmp(ch_outcome_name(ch_outcome_named(f->verdict)), f->verdict) != 0) {
        return refuse_value(call, "verdict", f->verdict, "pass, query, cap, fail, wait");
    }
    if (view && strcmp(view, "full") != 0 && strcmp(view, "summary") != 0) {
        return refuse_value(call, "view", view, "summary, full");
    }
    if (count && strcmp(count, "exact") != 0) {
        return refuse_value(call, "count", count, "exact");
    }
    list->full = view && strcmp(view, "full") == 0;
    return check_statuses(call, f->statuses);
}

static bool read_sort(struct ch_call *call, struct listing *list)
{
    const char *word = ch_call_param(call, "sort");
    list->descending = word && *word == '-';
    word = word ? word + list->descending : "id";
    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        if (strcmp(sorts[i].word, word) == 0) {
            list->sort = sorts[i].sort;
            return true;
        }
    }
    return refuse_value(
        call, "sort", word,
        "id, due, updated, amount, applicant (with - before it: descending)");
}

/* The caller sees cases of the programmes it has a role in, and no others. */
static bool limit_programmes(struct ch_call *call, struct listing *list)
{
    const struct ch_policy_set *set = call->ctx.service->policies;
    unsigned roles;
    if (!ch_ctx_roles(&call->ctx, "*", &roles, &list->err)) {
        return false;
    }
    if (roles & readers()) {
        return true;
    }
    for (size_t i = 0; i < ch_policies_count(set); i++) {
        const char *id = ch_policies_at(set, i)->id;
        if (!ch_ctx_roles(&call->ctx, id, &roles, &list->err)) {
            return false;
        }
        if (roles & readers()) {
            buf_printf(&list->programmes, "%s%s", list->programmes.len ? "," : "", id);
        }
    }
    list->filter.programmes = buf_str(&list->programmes);
    return true;
}

static bool run(struct ch_call *call, struct listing *list)
{
    struct ch_application_filter *f = &list->filter;
    const char *after = ch_call_param(call, "after");
    char key[CH_NAME_MAX], id[ID_MAX], binding[900];
    snprintf(binding, sizeof binding, "applications|%s|%s|%s|%s|%s|%s|%s|%d%d",
             f->programme ? f->programme : "", f->statuses ? f->statuses : "",
             f->verdict ? f->verdict : "", f->tranche ? f->tranche : "",
             f->applicant ? f->applicant : "", f->assigned_to ? f->assigned_to : "",
             f->query ? f->query : "", list->sort, list->descending);
    if (after &&
        !ch_cursor_decode(call, after, binding, key, sizeof key, id, sizeof id)) {
        return false;
    }
    if (!limit_programmes(call, list) ||
        !ch_application_list(call->ctx.db, f, list->sort, list->descending,
                             after ? key : NULL, after ? id : NULL, list->limit + 1, add,
                             list, &list->err) ||
        list->err.kind != ERR_NONE) {
        ch_call_fail(call, &list->err);
        return false;
    }
    if (list->more) {
        ch_cursor_encode(binding, list->key, list->id, call->next, sizeof call->next);
    }
    return true;
}

void ch_api_applications_list(struct ch_call *call)
{
    struct listing list = {.call = call,
                           .filter = {.programme = ch_call_param(call, "programme"),
                                      .statuses = ch_call_param(call, "status"),
                                      .verdict = ch_call_param(call, "verdict"),
                                      .tranche = ch_call_param(call, "tranche"),
                                      .applicant = ch_call_param(call, "applicant"),
                                      .assigned_to = ch_call_param(call, "assigned_to"),
                                      .query = ch_call_param(call, "q")}};
    int64_t total = -1;
    if (!ch_call_limit(call, &list.limit) || !check_words(call, &list) ||
        !read_sort(call, &list) || !run(call, &list)) {
        buf_clear(&list.items);
        buf_clear(&list.programmes);
        return;
    }
    if (ch_call_param(call, "count") &&
        !ch_application_count(call->ctx.db, &list.filter, &total, &list.err)) {
        ch_call_fail(call, &list.err);
    } else {
        buf_adds(&call->reply, "{");
        if (total >= 0) {
            buf_printf(&call->reply, "\"count\":%" PRId64 ",", total);
        }
        buf_printf(&call->reply, "\"items\":[");
        buf_add(&call->reply, buf_str(&list.items), list.items.len);
        buf_printf(&call->reply, "],\"next\":%s%s%s}", list.more ? "\"" : "",
                   list.more ? call->next : "null", list.more ? "\"" : "");
    }
    buf_clear(&list.items);
    buf_clear(&list.programmes);
}
