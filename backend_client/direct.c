#include "backend_client/direct.h"

#include "backend_client/deciding.h"
#include "backend_client/outbox.h"
#include "backend_client/session_impl.h"
#include "common/credit_code.h"
#include "common/id.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum {
    STEP_MS = 200,
    ANSWER_BYTES = 16 << 20, /* a page of a thousand whole records */
    PAGE = 500,
    DECIDE_MS = 45000,
};

/* ---- waiting for the server ---- */

static void show(const struct bc_link *link, bc_progress_fn *progress, void *ctx)
{
    if (progress && *link->stage) {
        progress(ctx, link->stage, link->done, link->total);
    }
}

static bool no_answer(const struct bc_link *link, struct err *err)
{
    if (link->error.kind == ERR_NONE) {
        return err_set(err, ERR_UNREACHABLE,
                       "the clearinghouse did not answer in time; is it running?");
    }
    if (err) {
        *err = link->error;
    }
    return false;
}

/* Waiting does not mend a refusal or a wrong configuration. */
static bool hopeless(const struct bc_link *link)
{
    return link->state == BC_LINK_REFUSED ||
           (link->state == BC_LINK_RETRYING && link->error.kind == ERR_CONFIG);
}

bool bc_direct_ready(struct bc_session *session, int timeout_ms, bc_progress_fn *progress,
                     void *ctx, struct err *err)
{
    const struct bc_link *link = &session->link;
    int64_t done = -1, until = 0;
    char stage[BC_WORD] = "?";
    struct bc_event event;
    session->direct = true;
    while (session->reach.phase != BC_PHASE_ON) {
        if (hopeless(link)) {
            return no_answer(link, err);
        }
        if (link->done != done || strcmp(link->stage, stage) != 0) { /* a sign of life */
            done = link->done;
            memcpy(stage, link->stage, sizeof stage);
            until = bc_monotonic_us() + (int64_t)timeout_ms * 1000;
            show(link, progress, ctx);
        }
        if (bc_monotonic_us() >= until) {
            return no_answer(link, err);
        }
        bc_wait(session, -1, -1, STEP_MS);
        while (bc_event_next(session, &event)) {
        }
    }
    return true;
}

/* ---- one request ---- */

struct waiting {
    bool done;
    struct buf *out;
    struct err err;
};

static void on_reply(void *ctx, struct bc_reply *reply)
{
    struct waiting *waiting = ctx;
    waiting->done = true;
    waiting->err = reply->err;
    buf_reset(waiting->out);
    buf_add(waiting->out, buf_str(&reply->body), reply->body.len);
}

bool bc_direct(struct bc_session *session, const struct bc_request *request,
               struct buf *out, struct err *err)
{
    struct waiting waiting = {.out = out};
    unsigned ready;
    if (!bc_transport_send(session->transport, request, ANSWER_BYTES, 0, on_reply,
                           &waiting)) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    while (!waiting.done) {
        bc_transport_wait(session->transport, -1, -1, STEP_MS, &ready);
    }
    if (waiting.err.kind == ERR_NONE && buf_ok(out)) {
        return true;
    }
    if (waiting.err.kind == ERR_NONE) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    if (err) {
        *err = waiting.err;
    }
    return false;
}

static bool get_json(struct bc_session *session, const char *path, json_t **out,
                     struct err *err)
{
    const struct bc_request request = {.path = path, .if_match = -1};
    struct buf body = {0};
    bool ok = bc_direct(session, &request, &body, err);
    if (ok && !json_read(buf_str(&body), body.len, ANSWER_BYTES, out, err)) {
        err_prefix(err, "the answer to %.80s is no JSON", path);
        ok = false;
    }
    buf_clear(&body);
    return ok;
}

/* ---- lists ---- */

struct walk {
    bc_item_fn *each;
    void *ctx;
    int64_t left;    /* items still wanted */
    char next[1024]; /* cursor of the following page, "" after the last */
};

static bool not_a_list(const char *path, struct err *err)
{
    return err_set(err, ERR_UNREACHABLE,
                   "the answer to %.80s is not a list; is the address right?", path);
}

static bool give_items(struct walk *walk, const json_t *items)
{
    struct buf text = {0};
    bool more = true;
    for (size_t i = 0; more && walk->left > 0 && i < json_array_size(items); i++) {
        buf_reset(&text);
        json_canonical(json_array_get(items, i), &text);
        more = buf_ok(&text) && walk->each(walk->ctx, buf_str(&text));
        walk->left--;
    }
    buf_clear(&text);
    return more && walk->left > 0;
}

static bool take_page(struct walk *walk, const char *path, const json_t *page,
                      struct err *err)
{
    const json_t *items = json_obj(page, "items"), *next = json_object_get(page, "next");
    const char *cursor = json_string_value(next);
    if (!json_is_array(items) || (cursor && strlen(cursor) >= sizeof walk->next)) {
        return not_a_list(path, err);
    }
    bool more = give_items(walk, items);
    if (more && cursor &&
        (!*cursor || strcmp(cursor, walk->next) == 0 || json_array_size(items) == 0)) {
        return err_set(err, ERR_UNREACHABLE, "the list %.80s repeats itself without end",
                       path);
    }
    snprintf(walk->next, sizeof walk->next, "%s", more && cursor ? cursor : "");
    return true;
}

bool bc_direct_list(struct bc_session *session, const char *path_and_query, int64_t limit,
                    bc_item_fn *each, void *ctx, struct err *err)
{
    struct walk walk = {.each = each, .ctx = ctx, .left = limit > 0 ? limit : INT64_MAX};
    bool paged = strncmp(path_and_query, "/v1/programmes", 14) != 0 &&
                 strcmp(path_and_query, "/v1/reasons") != 0;
    bool own_limit = strstr(path_and_query, "limit=") != NULL;
    bool ok;
    do {
        struct buf path = {0};
        json_t *page = NULL;
        char mark = strchr(path_and_query, '?') ? '&' : '?';
        buf_adds(&path, path_and_query);
        if (paged && !own_limit) {
            buf_printf(&path, "%climit=%d", mark,
                       walk.left < PAGE ? (int)walk.left : PAGE);
            mark = '&';
        }
        if (*walk.next) {
            buf_printf(&path, "%cafter=%s", mark, walk.next);
        }
        ok = buf_ok(&path) && get_json(session, buf_str(&path), &page, err) &&
             take_page(&walk, buf_str(&path), page, err);
        json_decref(page);
        buf_clear(&path);
    } while (ok && *walk.next);
    return ok;
}

/* ---- finding a case ---- */

struct found {
    const char *name;
    bool by_code;
    int count;
    char id[BC_ID];
};

static bool note_match(void *ctx, const char *json)
{
    struct found *found = ctx;
    json_t *item = NULL;
    if (!json_read(json, strlen(json), ANSWER_BYTES, &item, NULL)) {
        return true;
    }
    const char *value = json_str(item, found->by_code ? "credit_code" : "number");
    if (strcmp(value, found->name) == 0) {
        found->count++;
        snprintf(found->id, sizeof found->id, "%s", json_str(item, "id"));
    }
    json_decref(item);
    return true;
}

static bool search(struct bc_session *session, struct found *found, struct err *err)
{
    static const char open[] = "&status=submitted,under_review,returned,awaiting_second";
    char path[200];
    snprintf(path, sizeof path, "/v1/applications?q=%s%s", found->name,
             found->by_code ? open : "");
    if (!bc_direct_list(session, path, 100, note_match, found, err)) {
        return false;
    }
    if (found->count == 0) {
        return err_set(err, ERR_NOT_FOUND, "there is no %scase \"%s\" for you here",
                       found->by_code ? "open " : "", found->name);
    }
    return found->count == 1 ||
           err_set(err, ERR_CONFLICT,
                   "%s has %d open cases; name one by its number (voucherdesk "
                   "applications list)",
                   found->name, found->count);
}

bool bc_direct_find(struct bc_session *session, const char *name, struct bc_detail *out,
                    struct err *err)
{
    struct found found = {.name = name, .by_code = credit_code_problem(name) == NULL};
    struct buf body = {0};
    char path[120];
    if (id_valid(name, "app")) {
        snprintf(found.id, sizeof found.id, "%s", name);
    } else if (!id_number_valid(name) && !found.by_code) {
        return err_set(err, ERR_USAGE,
                       "\"%.60s\" is no case: give its number such as 26-000418-K, its "
                       "id, or a credit code",
                       name);
    } else if (!search(session, &found, err)) {
        return false;
    }
    snprintf(path, sizeof path, "/v1/applications/%s", found.id);
    const struct bc_request request = {.path = path, .if_match = -1};
    bool ok = bc_direct(session, &request, &body, err) &&
              bc_detail_read(buf_str(&body), out, err);
    buf_clear(&body);
    return ok;
}

/* ---- deciding ---- */

static bool dry_run(struct bc_session *session, const struct bc_decision *decision,
                    struct buf *out, struct err *err)
{
    struct bc_request request = {.if_match = -1};
    struct buf body = {0};
    char path[128];
    bool ok = bc_decision_request(decision, true, path, &request.if_match, &body, err);
    request.path = path;
    request.body = buf_str(&body);
    ok = ok && bc_direct(session, &request, out, err);
    buf_clear(&body);
    return ok;
}

static void forget_events(struct bc_session *session)
{
    struct bc_event event;
    while (bc_event_next(session, &event)) {
    }
}

static bool still_waiting(struct bc_session *session, int64_t intent, struct err *err)
{
    struct bc_intent seen = {.operation = ""};
    (void)bc_intent_get(session, intent, &seen);
    return err_set(err, ERR_UNKNOWN,
                   "no answer yet; the decision is in the outbox as number %lld (%s) and "
                   "is sent again under the same id: voucherdesk outbox retry",
                   (long long)intent, seen.operation);
}

bool bc_direct_outcome(struct bc_session *session, int64_t intent, struct buf *out,
                       struct err *err)
{
    const struct buf *answer = NULL;
    struct err why = {0};
    int64_t until = bc_monotonic_us() + (int64_t)DECIDE_MS * 1000;
    bc_outbox_keep_answer(session, intent);
    while (!(answer = bc_outbox_answer(session, &why))) {
        if (bc_monotonic_us() > until) {
            return still_waiting(session, intent, err);
        }
        bc_wait(session, -1, -1, STEP_MS);
        forget_events(session);
    }
    buf_reset(out);
    buf_add(out, buf_str(answer), answer->len);
    if (why.kind == ERR_NONE) {
        return true;
    }
    if (err) {
        *err = why;
    }
    return false;
}

bool bc_direct_decide(struct bc_session *session, const struct bc_decision *decision,
                      bool only_ask, struct buf *out, struct err *err)
{
    int64_t intent;
    if (only_ask) {
        return dry_run(session, decision, out, err);
    }
    return bc_decide(session, decision, &intent, err) &&
           bc_direct_outcome(session, intent, out, err);
}

bool bc_direct_flush(struct bc_session *session, int timeout_ms, struct err *err)
{
    int64_t until = bc_monotonic_us() + (int64_t)timeout_ms * 1000;
    int left;
    while ((left = bc_outbox_on_their_way(session)) > 0) {
        if (bc_monotonic_us() > until) {
            return err_set(err, ERR_UNKNOWN,
                           "%d intents are still without an answer; they stay in the "
                           "outbox and are sent again at the next start",
                           left);
        }
        bc_wait(session, -1, -1, STEP_MS);
        forget_events(session);
    }
    return true;
}
