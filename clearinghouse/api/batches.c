#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/decision_body.h"
#include "clearinghouse/api/fields.h"
#include "common/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS_MAX = 200, TRANCHES_MAX = 32 };

struct touched {
    char programme[CH_SLUG_MAX], tranche[CH_SLUG_MAX];
    struct ch_budget before, after;
};

struct batch {
    struct ch_call *call;
    bool atomic;
    struct buf items;
    struct touched touched[TRANCHES_MAX];
    int touched_count, refused;
    struct ch_decided decided; /* reused for each item */
};

static void note_budget(struct batch *batch, const struct ch_decided *d)
{
    const struct ch_application *a = &d->application;
    int i = 0;
    while (i < batch->touched_count &&
           (strcmp(batch->touched[i].programme, a->programme) != 0 ||
            strcmp(batch->touched[i].tranche, a->tranche) != 0)) {
        i++;
    }
    if (i == TRANCHES_MAX) {
        return;
    }
    struct touched *t = &batch->touched[i];
    if (i == batch->touched_count) {
        batch->touched_count++;
        snprintf(t->programme, sizeof t->programme, "%s", a->programme);
        snprintf(t->tranche, sizeof t->tranche, "%s", a->tranche);
        t->before = d->before;
    }
    t->after = d->after;
}

static void item_json(struct batch *batch, const struct ch_decision_item *item,
                      const struct err *err)
{
    struct ch_application_row row = {.number = ""};
    const struct ch_decided *d = &batch->decided;
    struct jsonw w;
    bool known = ch_application_get(batch->call->ctx.db, item->application, &row, NULL);
    bool done = err->kind == ERR_NONE;
    buf_adds(&batch->items, batch->items.len ? "," : "");
    jsonw_start(&w, &batch->items);
    jsonw_object(&w);
    jsonw_kstr(&w, "application", item->application);
    jsonw_kint(&w, "grant_fen",
               done               ? d->application.grant.amount_fen
               : d->verdict.count ? d->verdict.grant_fen
                                  : 0);
    jsonw_kstr_opt(&w, "number", known ? row.number : NULL);
    jsonw_kstr(&w, "outcome",
               !done                                                   ? "refused"
               : strcmp(d->application.status, "awaiting_second") == 0 ? "awaiting"
                                                                       : "done");
    jsonw_key(&w, "problem");
    if (done) {
        jsonw_null(&w);
    } else {
        struct safe_text detail = safe_text(err->text);
        char type[80];
        snprintf(type, sizeof type, "/problems/%s",
                 *err->type ? err->type : err_kind_name(err->kind));
        jsonw_object(&w);
        jsonw_kstr(&w, "detail", detail.bytes);
        jsonw_kstr(&w, "type", type);
        jsonw_object_end(&w);
        batch->refused++;
    }
    jsonw_kint(&w, "revision", known ? row.revision : 0);
    jsonw_kstr_opt(&w, "status",
                   done    ? d->application.status
                   : known ? row.status
                           : NULL);
    jsonw_object_end(&w);
    if (!jsonw_end(&w)) {
        batch->items.failed = true;
    }
}

/* Each item under its own savepoint, so that a refused one leaves nothing behind. */
static void decide_item(struct batch *batch, const struct ch_decision_item *item)
{
    const struct ch_ctx *ctx = &batch->call->ctx;
    struct err err = {0};
    batch->decided.verdict.count = 0;
    if (!ch_exec(ctx->db, "SAVEPOINT item", &err)) {
        item_json(batch, item, &err);
        return;
    }
    bool ok = ch_decide(ctx, item->application, item->revision, &item->decision,
                        &batch->decided, &err);
    if (ok) {
        note_budget(batch, &batch->decided);
    }
    struct err ignored = {0};
    if (!ch_exec(ctx->db, ok ? "RELEASE item" : "ROLLBACK TO item; RELEASE item",
                 &ignored)) {
        err = ignored;
    }
    item_json(batch, item, &err);
}

static void finish(struct batch *batch)
{
    struct ch_call *call = batch->call;
    if (batch->atomic && batch->refused > 0) {
        struct err err = {0};
        struct buf list = {0};
        buf_printf(&list, "[%s]", buf_str(&batch->items));
        err_set_type(&err, ERR_CONFLICT, "batch-refused",
                     "%d of the cases cannot be decided so, and the batch is all or none",
                     batch->refused);
        ch_call_fail_with(call, &err, "items", buf_str(&list));
        buf_clear(&list);
        return;
    }
    buf_adds(&call->reply, "{\"budget\":[");
    for (int i = 0; i < batch->touched_count; i++) {
        const struct touched *t = &batch->touched[i];
        buf_adds(&call->reply, i ? "," : "");
        ch_budget_json(t->programme, t->tranche, &t->before, &t->after, &call->reply);
    }
    buf_printf(&call->reply, "],\"dry_run\":%s,\"items\":[",
               call->ctx.dry_run ? "true" : "false");
    buf_add(&call->reply, buf_str(&batch->items), batch->items.len);
    buf_printf(&call->reply, "],\"mode\":\"%s\"}",
               batch->atomic ? "atomic" : "independent");
    call->status = call->ctx.dry_run ? 200 : 201;
}

struct body {
    char mode[16];
    const json_t *items;
};

static bool read_items(const json_t *list, struct ch_decision_item *out,
                       struct buf *faults)
{
    size_t i;
    json_t *item;
    bool ok = true;
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
    {
        char base[32];
        snprintf(base, sizeof base, "/items/%zu", i);
        ok = ch_decision_read(item, base, true, &out[i], faults) && ok;
    }
    return ok;
}

void ch_api_decide_batch(struct ch_call *call)
{
    static const char *const modes[] = {"independent", "atomic", NULL};
    static const struct ch_field fields[] = {
        {"mode", CH_FIELD_WORD, true, offsetof(struct body, mode), 16, 0, 0, modes},
        {"items", CH_FIELD_ARRAY, true, offsetof(struct body, items), 0, 0, ITEMS_MAX,
         NULL},
    };
    struct body body = {.items = NULL};
    struct buf faults = {0};
    struct ch_decision_item *items = calloc(ITEMS_MAX, sizeof *items);
    struct batch *batch = calloc(1, sizeof *batch);
    if (!items || !batch) {
        ch_call_problem(call, 503, "busy", "out of memory; try again");
    } else if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body,
                               &faults) ||
               !read_items(body.items, items, &faults)) {
        ch_call_faults(call, &faults);
    } else if (json_array_size(body.items) == 0) {
        ch_call_problem(call, 422, "invalid", "/items is empty; name at least one case");
    } else {
        batch->call = call;
        batch->atomic = strcmp(body.mode, "atomic") == 0;
        for (size_t i = 0; i < json_array_size(body.items); i++) {
            decide_item(batch, &items[i]);
        }
        finish(batch);
    }
    if (batch) {
        buf_clear(&batch->items);
    }
    free(batch);
    free(items);
    buf_clear(&faults);
}
