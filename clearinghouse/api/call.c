#include "clearinghouse/api/call.h"

#include "common/json.h"
#include "common/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *ch_call_param(const struct ch_call *call, const char *name)
{
    for (int i = 0; i < call->param_count; i++) {
        if (strcmp(call->params[i].name, name) == 0) {
            return call->params[i].value;
        }
    }
    return NULL;
}

/* ---- problems ---- */

/* The answer each kind of error gives, unless it brings its own status or type. */
static const struct {
    enum err_kind kind;
    int status;
    const char *type, *title;
    bool retryable;
} answers[] = {
    {ERR_USAGE, 400, "bad-request", "The request is not understood", false},
    {ERR_INVALID, 422, "invalid", "The request breaks a rule of its form", false},
    {ERR_NOT_FOUND, 404, "not-found", "There is no such record", false},
    {ERR_CONFLICT, 409, "conflict", "The record does not allow it now", false},
    {ERR_STALE, 412, "stale-revision", "The record has changed", false},
    {ERR_BUDGET, 409, "budget-exceeded", "There is not enough money", false},
    {ERR_REFUSED, 422, "refused", "A rule refuses it", false},
    {ERR_PERMISSION, 403, "wrong-role", "Not for this role", false},
    {ERR_BUSY, 503, "busy", "Try again", true},
    {ERR_INTERNAL, 500, "internal", "A fault of the clearinghouse", true},
};

static size_t answer_of(enum err_kind kind)
{
    size_t i = 0;
    while (i < COUNT_OF(answers) - 1 && answers[i].kind != kind) {
        i++;
    }
    return i;
}

/* Members in ascending order; the extra one is put where its name belongs. */
static void write_problem(struct ch_call *call, const struct err *err, const char *member,
                          const char *canonical)
{
    size_t answer = answer_of(err->kind);
    /* A sentence may quote the request, cut at any byte. */
    struct safe_text detail = safe_text(err->text);
    char type[80];
    struct jsonw w;
    call->status = err->status ? err->status : answers[answer].status;
    snprintf(type, sizeof type, "/problems/%s",
             *err->type ? err->type : answers[answer].type);
    static const char *const order[] = {"detail", "retryable", "status", "title", "type"};
    bool pending = member != NULL;
    buf_reset(&call->reply);
    jsonw_start(&w, &call->reply);
    jsonw_object(&w);
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        if (pending && strcmp(member, order[i]) < 0) {
            jsonw_kraw(&w, member, canonical);
            pending = false;
        }
        switch (i) {
        case 0:
            jsonw_kstr(&w, "detail", detail.bytes);
            break;
        case 1:
            jsonw_kbool(&w, "retryable", answers[answer].retryable);
            break;
        case 2:
            jsonw_kint(&w, "status", call->status);
            break;
        case 3:
            jsonw_kstr(&w, "title", answers[answer].title);
            break;
        default:
            jsonw_kstr(&w, "type", type);
        }
    }
    jsonw_object_end(&w);
    if (!jsonw_end(&w)) {
        buf_reset(&call->reply);
        buf_adds(&call->reply,
                 "{\"status\":500,\"title\":\"A fault of the clearinghouse\","
                 "\"type\":\"/problems/internal\"}");
        call->status = 500;
    }
    call->not_json = false;
    call->etag = -1;
    call->location[0] = call->next[0] = '\0';
}

void ch_call_fail_with(struct ch_call *call, const struct err *err, const char *member,
                       const char *canonical)
{
    write_problem(call, err, member, canonical);
}

void ch_call_fail(struct ch_call *call, const struct err *err)
{
    write_problem(call, err, NULL, NULL);
}

void ch_call_problem(struct ch_call *call, int status, const char *type,
                     const char *format, ...)
{
    static const struct {
        int status;
        enum err_kind kind;
    } kinds[] = {{400, ERR_USAGE},     {401, ERR_PERMISSION}, {403, ERR_PERMISSION},
                 {404, ERR_NOT_FOUND}, {409, ERR_CONFLICT},   {412, ERR_STALE},
                 {422, ERR_INVALID},   {503, ERR_BUSY},       {500, ERR_INTERNAL}};
    struct err err = {.kind = ERR_USAGE, .status = status};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        err.kind = kinds[i].status == status ? kinds[i].kind : err.kind;
    }
    snprintf(err.type, sizeof err.type, "%s", type);
    va_list args;
    va_start(args, format);
    vsnprintf(err.text, sizeof err.text, format, args);
    va_end(args);
    ch_call_fail(call, &err);
}

void ch_call_reply(struct ch_call *call, int status, const char *canonical)
{
    call->status = status;
    buf_reset(&call->reply);
    buf_adds(&call->reply, canonical);
}

/* ---- parameters ---- */

bool ch_call_limit(struct ch_call *call, int *limit)
{
    const char *text = ch_call_param(call, "limit");
    *limit = 50;
    if (!text) {
        return true;
    }
    char *end;
    long value = strtol(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || value < 1 || value > 1000) {
        ch_call_problem(call, 400, "bad-limit",
                        "limit is \"%.20s\"; use a number from 1 to 1000", text);
        return false;
    }
    *limit = (int)value;
    return true;
}

bool ch_call_if_match(struct ch_call *call, int64_t revision, const char *changed)
{
    if (call->if_match < 0) {
        ch_call_problem(
            call, 428, "if-match-missing",
            "send If-Match: \"REVISION\" with the revision you looked at; it is "
            "\"%" PRId64 "\" now",
            revision);
        return false;
    }
    if (call->if_match == revision) {
        return true;
    }
    struct err err = {.kind = ERR_STALE, .type = "stale-revision"};
    char current[32];
    (void)changed;
    snprintf(err.text, sizeof err.text,
             "you saw revision %" PRId64 ", it is %" PRId64 " now; read it again first",
             call->if_match, revision);
    snprintf(current, sizeof current, "%" PRId64, revision);
    ch_call_fail_with(call, &err, "current_revision", current);
    return false;
}

bool ch_call_role(struct ch_call *call, const char *scope, unsigned wanted)
{
    unsigned roles;
    struct err err = {0};
    if (!ch_ctx_roles(&call->ctx, scope, &roles, &err)) {
        ch_call_fail(call, &err);
        return false;
    }
    if (roles == 0) {
        ch_call_problem(call, 404, "not-found", "there is no \"%.60s\" for you here",
                        scope);
        return false;
    }
    if ((roles & wanted) == 0) {
        char names[80] = "";
        for (unsigned bit = 1; bit < 64; bit <<= 1) {
            size_t at = strlen(names);
            if (wanted & bit) {
                snprintf(names + at, sizeof names - at, "%s%s", at ? " or " : "",
                         ch_role_name((enum ch_role)bit));
            }
        }
        ch_call_problem(call, 403, "wrong-role", "this is for the role %s", names);
        return false;
    }
    return true;
}
