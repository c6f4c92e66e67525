#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/secrets.h"
#include "clearinghouse/service/checkpoints.h"
#include "clearinghouse/store/checkpoints.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The registry and the root are everybody's who may read a journal; a programme's stream
 * is for those with a role in it; who read what is for auditors. */
static bool may_witness(struct ch_call *call)
{
    const char *stream = call->id[0];
    if (strcmp(stream, CHECKPOINT_ROOT) == 0 || strcmp(stream, CH_STREAM_REGISTRY) == 0) {
        return true;
    }
    return ch_call_role(call, strcmp(stream, CH_STREAM_ACCESS) == 0 ? "*" : stream,
                        CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR |
                            CH_ROLE_ADMIN);
}

void ch_api_checkpoint_make(struct ch_call *call)
{
    struct err err = {0};
    struct checkpoint *c = calloc(1, sizeof *c);
    if (json_object_size(call->body) != 0) {
        ch_call_problem(call, 422, "invalid", "a checkpoint is asked for with {}");
    } else if (!c) {
        ch_call_problem(call, 503, "busy", "out of memory; try again");
    } else if (may_witness(call)) {
        if (ch_checkpoint_make(&call->ctx, call->id[0], c, &err)) {
            checkpoint_write(c, &call->reply);
            call->status = 201;
        } else {
            ch_call_fail(call, &err);
        }
    }
    free(c);
}

struct list {
    struct buf items;
    int count, limit;
    int64_t last;
    bool more;
};

static void add(void *ctx, int64_t seq, const char *document)
{
    struct list *list = ctx;
    if (list->count == list->limit) {
        list->more = true;
        return;
    }
    buf_adds(&list->items, list->count++ ? "," : "");
    buf_adds(&list->items, document);
    list->last = seq;
}

void ch_api_checkpoints_list(struct ch_call *call)
{
    const char *after = ch_call_param(call, "after");
    struct list list = {.count = 0};
    struct err err = {0};
    char *end = NULL;
    int64_t from = after ? strtoll(after, &end, 10) : 0;
    if (after && (*after < '0' || *after > '9' || *end)) {
        ch_call_problem(call, 400, "bad-cursor",
                        "after is \"%.20s\"; use the number of an entry", after);
        return;
    }
    if (!ch_call_limit(call, &list.limit) || !may_witness(call)) {
        return;
    }
    if (!ch_checkpoint_each(call->ctx.db, call->id[0], from, list.limit + 1, add, &list,
                            &err)) {
        ch_call_fail(call, &err);
    } else {
        buf_printf(&call->reply, "{\"items\":[%s],\"next\":", buf_str(&list.items));
        if (list.more) {
            snprintf(call->next, sizeof call->next, "%" PRId64, list.last);
            buf_printf(&call->reply, "\"%" PRId64 "\"}", list.last);
        } else {
            buf_adds(&call->reply, "null}");
        }
    }
    buf_clear(&list.items);
}

static void add_key(void *ctx, const char *key, int64_t since)
{
    struct buf *items = ctx;
    struct jsonw w;
    buf_adds(items, items->len ? "," : "");
    jsonw_start(&w, items);
    jsonw_object(&w);
    jsonw_kstr(&w, "algorithm", "ed25519");
    jsonw_kstr(&w, "key", key);
    jsonw_ktime(&w, "since", since);
    jsonw_object_end(&w);
    items->failed |= !jsonw_end(&w);
}

void ch_api_journal_keys(struct ch_call *call)
{
    struct buf items = {0};
    struct err err = {0};
    if (!ch_signing_key_each(call->ctx.db, add_key, &items, &err)) {
        ch_call_fail(call, &err);
    } else {
        buf_printf(&call->reply, "{\"items\":[%s],\"next\":null}", buf_str(&items));
    }
    buf_clear(&items);
}
