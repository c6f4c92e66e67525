#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/embedded.h"
#include "common/date.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

void ch_api_healthz(struct ch_call *call)
{
    ch_call_reply(call, 200, "{\"status\":\"ok\"}");
}

void ch_api_readyz(struct ch_call *call)
{
    if (atomic_load(&call->ctx.service->draining)) {
        ch_call_problem(call, 503, "draining",
                        "the clearinghouse is stopping; try another");
        return;
    }
    ch_call_reply(call, 200, "{\"status\":\"ok\"}");
}

struct entries {
    int64_t total;
};

static void add_head(void *ctx, const char *stream, int64_t seq, const char *hash)
{
    struct entries *entries = ctx;
    (void)stream;
    (void)hash;
    entries->total += seq;
}

static void add_counter(void *ctx, const char *programme, const char *status,
                        int64_t count, int64_t amount_fen)
{
    struct buf *out = ctx;
    (void)amount_fen;
    buf_printf(out,
               "clearinghouse_applications{programme=\"%s\",status=\"%s\"} %" PRId64 "\n",
               programme, status, count);
}

void ch_api_metrics(struct ch_call *call)
{
    struct err err = {0};
    struct entries entries = {0};
    buf_adds(&call->reply, "# TYPE clearinghouse_applications gauge\n");
    if (!ch_application_counters(call->ctx.db, add_counter, &call->reply, &err) ||
        !ch_journal_streams(call->ctx.db, add_head, &entries, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    buf_printf(&call->reply,
               "# TYPE clearinghouse_journal_entries counter\n"
               "clearinghouse_journal_entries %" PRId64 "\n",
               entries.total);
    call->not_json = true;
}

void ch_api_openapi(struct ch_call *call)
{
    for (const struct ch_embedded *file = ch_embedded; file->name; file++) {
        if (strcmp(file->name, "openapi.json") == 0) {
            ch_call_reply(call, 200, file->data);
            return;
        }
    }
    ch_call_problem(call, 404, "not-found",
                    "this build carries no description of its API");
}

struct scopes {
    struct buf centres, programmes;
};

static void add_scope(void *ctx, enum ch_role role, const char *scope)
{
    struct scopes *scopes = ctx;
    struct buf *list = role == CH_ROLE_OPERATOR ? &scopes->centres : &scopes->programmes;
    char quoted[CH_SLUG_MAX + 8];
    snprintf(quoted, sizeof quoted, "\"%s\"", scope);
    if (!strstr(buf_str(list), quoted)) {
        buf_printf(list, "%s%s", list->len ? "," : "", quoted);
    }
}

void ch_api_me(struct ch_call *call)
{
    const struct ch_principal *who = call->ctx.who;
    struct scopes scopes = {{0}, {0}};
    struct err err = {0};
    struct jsonw w;
    if (!ch_grant_each(call->ctx.db, who->id, add_scope, &scopes, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    jsonw_start(&w, &call->reply);
    jsonw_object(&w);
    struct buf list = {0};
    buf_printf(&list, "[%s]", buf_str(&scopes.centres));
    jsonw_kraw(&w, "centres", buf_str(&list));
    jsonw_kbool(&w, "demo", call->ctx.service->demo);
    jsonw_kstr(&w, "id", who->id);
    jsonw_kraw(&w, "limits", "{\"batch\":200,\"body\":65536,\"page\":1000}");
    jsonw_kstr(&w, "name", who->name);
    buf_reset(&list);
    buf_printf(&list, "[%s]", buf_str(&scopes.programmes));
    jsonw_kraw(&w, "programmes", buf_str(&list));
    jsonw_key(&w, "roles");
    jsonw_array(&w);
    for (unsigned bit = 1; bit < 64; bit <<= 1) {
        if (who->roles & bit) {
            jsonw_string(&w, ch_role_name((enum ch_role)bit));
        }
    }
    jsonw_array_end(&w);
    jsonw_ktime(&w, "server_time", call->ctx.now);
    jsonw_kstr(&w, "version", VD_VERSION);
    jsonw_object_end(&w);
    call->status = jsonw_end(&w) ? 200 : 500;
    buf_clear(&list);
    buf_clear(&scopes.centres);
    buf_clear(&scopes.programmes);
}

void ch_api_demo_clock(struct ch_call *call)
{
    const json_t *advance = json_object_get(call->body, "advance_s");
    struct ch_service *service = call->ctx.service;
    struct err err = {0};
    if (!service->demo) {
        ch_call_problem(call, 400, "not-a-demo",
                        "only a demo ledger has a clock to move");
        return;
    }
    if (!json_is_integer(advance) || json_integer_value(advance) < 0 ||
        json_integer_value(advance) > 366 * 86400 || json_object_size(call->body) != 1) {
        ch_call_problem(call, 422, "invalid",
                        "send {\"advance_s\": seconds} with 0 to 31622400 seconds");
        return;
    }
    if (!ch_clock_advance(&call->ctx, json_integer_value(advance) * DATE_SECOND, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    char at[32], reply[64];
    snprintf(reply, sizeof reply, "{\"now\":\"%s\"}",
             date_time_format(ch_clock(service), at));
    ch_call_reply(call, 200, reply);
}
