#include "backend_client/items.h"

#include "backend_client/records_read.h"
#include "common/date.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { ANSWER_BYTES = 16 << 20 };

#define COPY(to, text) snprintf(to, sizeof(to), "%s", text)

static bool read_answer(const char *json, json_t **out, struct err *err)
{
    if (!json_read(json, strlen(json), ANSWER_BYTES, out, err)) {
        err_prefix(err, "the clearinghouse's answer cannot be read");
        return false;
    }
    return true;
}

bool bc_items_each(const char *json, const char *member, bc_item_fn *each, void *ctx,
                   struct err *err)
{
    json_t *document = NULL, *item;
    struct buf text = {0};
    size_t i;
    if (!read_answer(json, &document, err)) {
        return false;
    }
    json_array_foreach(json_obj(document, member), i, item)
    {
        buf_reset(&text);
        json_canonical(item, &text);
        if (!buf_ok(&text) || !each(ctx, buf_str(&text))) {
            break;
        }
    }
    bool ok = buf_ok(&text) || err_set(err, ERR_INTERNAL, "out of memory");
    buf_clear(&text);
    json_decref(document);
    return ok;
}

bool bc_bucket_read(const char *json, struct bc_bucket *out, struct err *err)
{
    json_t *value = NULL;
    if (!read_answer(json, &value, err)) {
        return false;
    }
    bool ok = bc_bucket_from_json(value, out, err);
    json_decref(value);
    return ok;
}

bool bc_reason_read(const char *json, struct bc_reason *out, struct err *err)
{
    json_t *value = NULL;
    if (!read_answer(json, &value, err)) {
        return false;
    }
    bool ok = bc_reason_from_json(value, out, err);
    json_decref(value);
    return ok;
}

/* ---- decisions ---- */

static void add_budget(struct bc_preview *out, const json_t *budget)
{
    const json_t *before = json_obj(budget, "before"), *after = json_obj(budget, "after");
    if (!before || !after || out->budget_count == (int)COUNT_OF(out->budgets)) {
        return;
    }
    struct bc_budget_change *b = &out->budgets[out->budget_count++];
    COPY(b->programme, json_str(budget, "programme"));
    COPY(b->tranche, json_str(budget, "tranche"));
    b->available_before = json_int(before, "available_fen", 0);
    b->reserved_before = json_int(before, "reserved_fen", 0);
    b->available_after = json_int(after, "available_fen", 0);
    b->reserved_after = json_int(after, "reserved_fen", 0);
}

static void count_item(struct bc_preview *out, const struct bc_preview_item *item)
{
    out->refused += strcmp(item->outcome, "refused") == 0;
    out->awaiting += strcmp(item->outcome, "awaiting") == 0;
    out->done += strcmp(item->outcome, "done") == 0;
}

/* One decision's answer: the case with what became of it. */
static void read_single(const json_t *answer, struct bc_preview *out, int64_t *undo_until)
{
    const json_t *application = json_obj(answer, "application");
    const json_t *decision = json_obj(answer, "decision");
    struct bc_preview_item *item = &out->items[out->item_count++];
    COPY(item->id, json_str(application, "id"));
    COPY(item->number, json_str(application, "number"));
    COPY(item->applicant_name, json_str(json_obj(application, "applicant"), "name"));
    COPY(item->status, json_str(application, "status"));
    COPY(item->outcome,
         strcmp(item->status, "awaiting_second") == 0 ? "awaiting" : "done");
    item->amount_fen = json_int(json_obj(application, "request"), "amount_fen", 0);
    item->grant_fen = json_int(json_obj(application, "grant"), "amount_fen", 0);
    item->current_revision = json_int(application, "revision", 0);
    count_item(out, item);
    add_budget(out, json_obj(answer, "budget"));
    if (!date_time_parse(json_str(decision, "undo_until"), undo_until)) {
        *undo_until = 0;
    }
}

static void read_controls(const json_t *answer, struct bc_preview *out)
{
    size_t i;
    json_t *item;
    json_array_foreach(json_obj(answer, "controls"), i, item)
    {
        if (out->control_count < BC_CONTROLS) {
            struct bc_control *control = &out->controls[out->control_count++];
            COPY(control->control, json_str(item, "control"));
            COPY(control->outcome, json_str(item, "outcome"));
            COPY(control->detail, json_str(item, "detail"));
        }
    }
    json_array_foreach(json_obj(answer, "notices"), i, item)
    {
        out->notice_count++;
        COPY(out->notice_to, json_str(item, "to"));
        COPY(out->notice_kind, json_str(item, "kind"));
    }
}

static void read_item(struct bc_preview *out, const json_t *value)
{
    const json_t *problem = json_obj(value, "problem");
    if (out->item_count == BC_BATCH_MAX) {
        return;
    }
    struct bc_preview_item *item = &out->items[out->item_count++];
    COPY(item->id, json_str(value, "application"));
    COPY(item->number, json_str(value, "number"));
    COPY(item->outcome, json_str(value, "outcome"));
    COPY(item->status, json_str(value, "status"));
    item->grant_fen = json_int(value, "grant_fen", 0);
    item->current_revision = json_int(value, "revision", 0);
    if (problem) {
        const char *type = json_str(problem, "type"), *name = strrchr(type, '/');
        (void)err_set_type(&item->problem, ERR_REFUSED, name ? name + 1 : type, "%s",
                           json_str(problem, "detail"));
    }
    count_item(out, item);
}

bool bc_answer_read(const char *json, struct bc_preview *out, int64_t *undo_until,
                    struct err *err)
{
    json_t *answer = NULL, *item;
    size_t i;
    if (!read_answer(json, &answer, err)) {
        return false;
    }
    out->item_count = out->budget_count = out->control_count = out->notice_count = 0;
    out->done = out->awaiting = out->refused = 0;
    *undo_until = 0;
    if (json_obj(answer, "application")) {
        read_single(answer, out, undo_until);
    } else {
        json_array_foreach(json_obj(answer, "items"), i, item)
        {
            read_item(out, item);
        }
        json_array_foreach(json_obj(answer, "budget"), i, item)
        {
            add_budget(out, item);
        }
    }
    read_controls(answer, out);
    json_decref(answer);
    return out->item_count > 0 ||
           err_set(err, ERR_UNKNOWN,
                   "the clearinghouse's answer names no case; look at "
                   "the case before deciding again");
}
