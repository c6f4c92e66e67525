#include "clearinghouse/routes.h"

#include "clearinghouse/access.h"
#include "clearinghouse/identity.h"
#include "clearinghouse/match.h"
#include "clearinghouse/service/controls.h"
#include "clearinghouse/store/operations.h"
#include "common/id.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* One request on its way through. */
struct trip {
    struct ch_service *service;
    const struct ch_request *request;
    const struct ch_route *route;
    struct ch_principal who;
    struct ch_delegation acting;
    char fingerprint[HASH_HEX];
    char path_scratch[512], *query_scratch;
    json_t *body;
    struct ch_call call;
    struct ch_reply *reply;
};

void ch_reply_clear(struct ch_reply *reply)
{
    buf_clear(&reply->body);
    *reply = (struct ch_reply){0};
}

enum ch_route_side ch_routes_side(const struct ch_request *request)
{
    const struct ch_route *route;
    const char *ids[CH_PATH_IDS];
    char scratch[512], allow[48];
    return ch_match(request->method, request->path, &route, ids, scratch, allow) ==
                   CH_MATCHED
               ? route->side
               : CH_SIDE_READ;
}

size_t ch_routes_body_max(const char *method, const char *path)
{
    const struct ch_route *route;
    const char *ids[CH_PATH_IDS];
    char scratch[512], allow[48];
    return ch_match(method, path, &route, ids, scratch, allow) == CH_MATCHED
               ? route->body_max
               : 65536;
}

static bool find_route(struct trip *t)
{
    const struct ch_request *q = t->request;
    switch (ch_match(q->method, q->path, &t->route, t->call.id, t->path_scratch,
                     t->reply->allow)) {
    case CH_MATCHED:
        t->reply->allow[0] = '\0';
        return true;
    case CH_NO_METHOD:
        ch_call_problem(&t->call, 405, "wrong-method",
                        "%.10s is not possible here; use %s", q->method, t->reply->allow);
        return false;
    default:
        ch_call_problem(
            &t->call, 404, "not-found",
            "there is nothing at this path; /v1/openapi.json lists what there is");
        return false;
    }
}

/* True when `name` is one of the space-separated `params`. */
static bool is_param(const char *params, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = params; *at;) {
        size_t n = strcspn(at, " ");
        if (n == len && strncmp(at, name, n) == 0) {
            return true;
        }
        at += n + (at[n] == ' ');
    }
    return false;
}

static bool check_params(struct trip *t)
{
    const char *params = t->route->params;
    for (int i = 0; i < t->call.param_count; i++) {
        if (!is_param(params, t->call.params[i].name)) {
            ch_call_problem(&t->call, 400, "unknown-parameter",
                            "there is no parameter \"%.40s\" here; there are: %s",
                            t->call.params[i].name, *params ? params : "none");
            return false;
        }
    }
    return true;
}

static bool read_query(struct trip *t)
{
    size_t len = t->request->query ? strlen(t->request->query) : 0;
    t->query_scratch = malloc(2 * len + 2);
    if (!t->query_scratch || !ch_query_split(t->request->query, t->query_scratch,
                                             t->call.params, &t->call.param_count)) {
        ch_call_problem(&t->call, 400, "bad-query",
                        "the query string is malformed, or names a parameter twice");
        return false;
    }
    if (!check_params(t)) {
        return false;
    }
    const char *dry = ch_call_param(&t->call, "dry_run");
    if (dry && strcmp(dry, "true") != 0 && strcmp(dry, "false") != 0) {
        ch_call_problem(&t->call, 400, "bad-parameter",
                        "dry_run is \"%.20s\"; use true or false", dry);
        return false;
    }
    t->call.ctx.dry_run = dry && strcmp(dry, "true") == 0;
    return true;
}

/* Somebody else's role, where that person has delegated it and it is in force. */
static bool act_for(struct trip *t, struct ch_db *db)
{
    struct err err = {0};
    bool found;
    if (!ch_delegation_in_force(db, t->request->acting_for, t->who.id, NULL,
                                t->call.ctx.now, &found, &t->acting, &err)) {
        ch_call_fail(&t->call, &err);
        return false;
    }
    if (!found) {
        ch_call_problem(&t->call, 403, "no-delegation",
                        "\"%.40s\" has delegated nothing to %s that is in force now",
                        t->request->acting_for, t->who.id);
        return false;
    }
    t->who.roles = (unsigned)ch_role_from_name(t->acting.role);
    t->call.ctx.acting = &t->acting;
    return true;
}

static bool identify(struct trip *t, struct ch_db *db)
{
    struct ch_identity identity;
    struct err err = {0};
    if (t->route->roles == 0) {
        return true;
    }
    if (!ch_identify(t->service, db, t->request, &identity, &err)) {
        ch_call_fail(&t->call, &err);
        return false;
    }
    t->who = identity.who;
    t->call.ctx.by_token = identity.by_token;
    if (identity.read_only && t->route->side == CH_SIDE_WRITE) {
        ch_call_problem(&t->call, 403, "read-only-token",
                        "this token is for reading; make one with the scope write");
        return false;
    }
    t->call.ctx.who = &t->who;
    if (t->request->acting_for && !act_for(t, db)) {
        return false;
    }
    if ((t->who.roles & t->route->roles) == 0) {
        ch_call_problem(&t->call, 403, "wrong-role",
                        "%s has no role that may do this; ask an administrator for one",
                        t->who.id);
        return false;
    }
    return true;
}

/* "7" as an entity tag: quotes and digits. */
static bool read_tag(const char *text, int64_t *out)
{
    char *end;
    if (!text) {
        *out = -1;
        return true;
    }
    if (text[0] != '"') {
        return false;
    }
    *out = strtoll(text + 1, &end, 10);
    return end != text + 1 && strcmp(end, "\"") == 0 && *out >= 0;
}

static bool read_body(struct trip *t)
{
    const struct ch_request *q = t->request;
    struct err err = {0};
    if (t->route->side == CH_SIDE_READ || t->route->body_max == 0) {
        if (q->body_len > 0) {
            ch_call_problem(&t->call, 400, "body-not-allowed", "a %s has no body",
                            t->route->method);
            return false;
        }
        return true;
    }
    const char *want = t->route->ndjson ? "application/x-ndjson" : "application/json";
    size_t len = strlen(want);
    if (!q->content_type || strncasecmp(q->content_type, want, len) != 0 ||
        (q->content_type[len] != '\0' && q->content_type[len] != ';')) {
        ch_call_problem(&t->call, 415, "wrong-type", "send Content-Type: %s", want);
        return false;
    }
    if (q->body_len > t->route->body_max) {
        ch_call_problem(&t->call, 413, "too-large",
                        "the body is above the limit of %zu bytes", t->route->body_max);
        return false;
    }
    t->call.raw = q->body;
    t->call.raw_len = q->body_len;
    if (t->route->ndjson) {
        return true;
    }
    if (!json_read(q->body ? q->body : "", q->body_len, t->route->body_max, &t->body,
                   &err) ||
        !json_is_object(t->body)) {
        ch_call_problem(&t->call, 400, "bad-json", "the body is not one JSON object: %s",
                        err.kind ? err.text : "it is of another type");
        return false;
    }
    t->call.body = t->body;
    return true;
}

static bool read_headers(struct trip *t)
{
    if (!read_tag(t->request->if_match, &t->call.if_match)) {
        ch_call_problem(&t->call, 400, "bad-if-match",
                        "If-Match must be one revision in quotes, such as \"7\"");
        return false;
    }
    if (!t->route->needs_key || t->call.ctx.dry_run) {
        return true;
    }
    const char *key = t->request->idempotency_key;
    if (!key || !id_operation_valid(key)) {
        ch_call_problem(&t->call, 400, "missing-key",
                        "send Idempotency-Key: 1 to 255 of A-Z a-z 0-9 _ -, new for each "
                        "operation and the same for each retry");
        return false;
    }
    t->call.ctx.operation = key;
    return true;
}

/* ---- idempotency ---- */

static void fingerprint(struct trip *t)
{
    const struct ch_request *q = t->request;
    struct buf text = {0};
    buf_printf(&text, "%s %s?%s\n%s\n", q->method, q->path, q->query ? q->query : "",
               q->if_match ? q->if_match : "");
    if (q->acting_for) {
        buf_printf(&text, "for %s\n", q->acting_for);
    }
    buf_add(&text, q->body ? q->body : "", q->body_len);
    hash_hex(buf_str(&text), text.len, t->fingerprint);
    buf_clear(&text);
}

/* True when the operation was answered before (the reply is filled), or cannot go on. */
static bool answered_before(struct trip *t, struct ch_db *db)
{
    struct ch_operation was = {.etag = -1};
    struct err err = {0};
    bool found;
    if (!t->call.ctx.operation) {
        return false;
    }
    fingerprint(t);
    if (!ch_operation_get(db, t->who.id, t->call.ctx.operation, &found, &was, &err)) {
        ch_call_fail(&t->call, &err);
        return true;
    }
    if (found && strcmp(was.fingerprint, t->fingerprint) != 0) {
        ch_call_problem(
            &t->call, 422, "idempotency-mismatch",
            "this Idempotency-Key was used for another request; use a new key");
    } else if (found) {
        ch_call_reply(&t->call, was.status, buf_str(&was.answer));
        t->call.etag = was.etag;
        t->reply->replayed = true;
    }
    ch_operation_clear(&was);
    return found;
}

/* Answers that are facts about the ledger are kept; those about the request's form are
 * not. */
static bool is_kept(int status)
{
    return (status >= 200 && status < 300) || status == 409 || status == 412 ||
           status == 422;
}

static bool keep_answer(struct trip *t, struct ch_db *db, struct err *err)
{
    if (!t->call.ctx.operation || !is_kept(t->call.status)) {
        return true;
    }
    struct ch_operation operation = {.status = t->call.status, .etag = t->call.etag};
    memcpy(operation.fingerprint, t->fingerprint, sizeof operation.fingerprint);
    operation.answer = t->call.kept.len ? t->call.kept : t->call.reply; /* lent */
    return ch_operation_put(db, t->who.id, t->call.ctx.operation, &operation,
                            t->call.ctx.now, err);
}

/* The handler under its own savepoint; what it did stays only when it succeeded for real.
 * A dry run always takes back what it wrote. */
static void run_write(struct trip *t, struct ch_db *db)
{
    struct err err = {0};
    if (answered_before(t, db)) {
        return;
    }
    if (!(t->call.ctx.dry_run ? ch_savepoint : ch_savepoint_lightly)(db, &err)) {
        ch_call_fail(&t->call, &err);
        return;
    }
    t->route->handler(&t->call);
    bool done = t->call.status >= 200 && t->call.status < 300 && !t->call.ctx.dry_run;
    if (!done) {
        ch_savepoint_rollback(db);
        if (!keep_answer(t, db, &err)) {
            ch_call_fail(&t->call, &err);
        }
        return;
    }
    /* The change and its answer stay or go together: one without the other would be done
     * again when the request is sent again. */
    if (!keep_answer(t, db, &err)) {
        ch_savepoint_rollback(db);
        ch_call_fail(&t->call, &err);
    } else if (!ch_savepoint_release(db, &err)) {
        ch_call_fail(&t->call, &err);
    }
}

/* Nothing is opened unseen: what cannot be noted is not answered. */
static void note_reading(struct trip *t)
{
    const char *kind = ch_access_kind(t->route);
    bool answered = t->call.status >= 200 && t->call.status < 300;
    if (!kind || !answered || !t->service->access || !t->call.ctx.who) {
        return;
    }
    const char *subject = *t->call.id[0] ? t->call.id[0] : t->route->path;
    if (!ch_access_note(t->service->access, &t->who, kind, subject, t->call.ctx.now)) {
        ch_call_problem(&t->call, 503, "busy",
                        "that this is read cannot be recorded now; try again");
    }
}

static bool not_modified(const struct trip *t)
{
    int64_t tag;
    return t->route->side == CH_SIDE_READ && t->request->if_none_match &&
           t->call.etag >= 0 && read_tag(t->request->if_none_match, &tag) &&
           tag == t->call.etag;
}

/* The address of the next page: this one with another `after`, or "" when it is too long
 * to be one. */
static void link_next(const struct trip *t, char *out, size_t size)
{
    struct buf text = {0};
    const char *query = t->request->query ? t->request->query : "";
    buf_printf(&text, "<%s?", t->request->path);
    while (*query) {
        size_t len = strcspn(query, "&");
        if (strncmp(query, "after=", 6) != 0) {
            buf_add(&text, query, len);
            buf_addc(&text, '&');
        }
        query += len + (query[len] == '&');
    }
    buf_printf(&text, "after=%s>; rel=\"next\"", t->call.next);
    snprintf(out, size, "%s", buf_ok(&text) && text.len < size ? buf_str(&text) : "");
    buf_clear(&text);
}

static void finish(struct trip *t)
{
    struct ch_reply *reply = t->reply;
    reply->status = t->call.status;
    reply->etag = t->call.etag;
    reply->body = t->call.reply; /* handed over */
    reply->wait_until = t->call.wait_until;
    reply->content_type = t->call.not_json        ? "text/plain; charset=utf-8"
                          : t->call.status >= 400 ? "application/problem+json"
                                                  : "application/json";
    snprintf(reply->location, sizeof reply->location, "%s", t->call.location);
    if (t->route && *t->call.next) {
        link_next(t, reply->link, sizeof reply->link);
    }
    if (t->route && not_modified(t)) {
        reply->status = 304;
        buf_reset(&reply->body);
    }
    json_decref(t->body);
    buf_clear(&t->call.kept);
    free(t->query_scratch);
}

void ch_routes_run(struct ch_service *service, struct ch_db *db,
                   const struct ch_request *request, struct ch_reply *reply)
{
    struct trip t = {.service = service, .request = request, .reply = reply};
    *reply = (struct ch_reply){.etag = -1};
    t.call.ctx = (struct ch_ctx){.service = service, .db = db, .now = ch_clock(service)};
    t.call.status = 200;
    t.call.etag = -1;
    t.call.if_match = -1;
    t.call.waited = request->last_call;
    if (find_route(&t) && read_query(&t) && identify(&t, db) && read_body(&t) &&
        read_headers(&t)) {
        if (t.route->side == CH_SIDE_WRITE) {
            run_write(&t, db);
        } else {
            t.route->handler(&t.call);
            note_reading(&t);
        }
    }
    finish(&t);
}
