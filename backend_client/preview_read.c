#include "backend_client/preview_read.h"

#include "backend_client/problem.h"
#include "common/json.h"
#include "common/text.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { ANSWER_BYTES = 1 << 20 };

/* Cut at a whole character; names of known size need no more. */
static void take(char *out, size_t size, const json_t *object, const char *key)
{
    const char *text = json_str(object, key);
    size_t len = strlen(text);
    if (len >= size) {
        for (len = size - 1; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;
             len--) {
        }
    }
    memcpy(out, text, len);
    out[len] = '\0';
}
#define TAKE(out, object, key) take(out, sizeof(out), object, key)

static void read_budget(const json_t *budget, struct bc_preview *out)
{
    const json_t *before = json_obj(budget, "before"), *after = json_obj(budget, "after");
    if (!json_is_object(before) || !json_is_object(after) ||
        out->budget_count == (int)COUNT_OF(out->budgets)) {
        return;
    }
    struct bc_budget_change *change = &out->budgets[out->budget_count++];
    TAKE(change->programme, budget, "programme");
    TAKE(change->tranche, budget, "tranche");
    TAKE(change->name, budget, "tranche");
    change->available_before = json_int(before, "available_fen", 0);
    change->available_after = json_int(after, "available_fen", 0);
    change->reserved_before = json_int(before, "reserved_fen", 0);
    change->reserved_after = json_int(after, "reserved_fen", 0);
}

static void read_controls(const json_t *list, struct bc_preview *out)
{
    for (size_t i = 0; i < json_array_size(list) && out->control_count < BC_CONTROLS;
         i++) {
        const json_t *control = json_array_get(list, i);
        struct bc_control *c = &out->controls[out->control_count++];
        TAKE(c->control, control, "control");
        TAKE(c->outcome, control, "outcome");
        TAKE(c->detail, control, "detail");
    }
}

static void read_notices(const json_t *list, struct bc_preview *out)
{
    const json_t *first = json_array_get(list, 0);
    out->notice_count = (int)json_array_size(list);
    TAKE(out->notice_to, first, "to");
    TAKE(out->notice_kind, first, "kind");
}

static void count(struct bc_preview *out, const struct bc_preview_item *item)
{
    int *sum = strcmp(item->outcome, "done") == 0       ? &out->done
               : strcmp(item->outcome, "awaiting") == 0 ? &out->awaiting
                                                        : &out->refused;
    ++*sum;
}

static struct bc_preview_item *new_item(const struct bc_choice *choice,
                                        struct bc_preview *out)
{
    struct bc_preview_item *item = &out->items[out->item_count++];
    memcpy(item->id, choice->id, sizeof item->id);
    item->seen_revision = item->current_revision = choice->revision;
    return item;
}

/* ---- one case ---- */

static bool read_single(const struct bc_decision *asked, const json_t *body,
                        struct bc_preview *out)
{
    const json_t *record = json_obj(body, "application");
    if (!json_is_object(record) ||
        strcmp(json_str(record, "id"), asked->choices[0].id) != 0) {
        return false;
    }
    struct bc_preview_item *item = new_item(&asked->choices[0], out);
    TAKE(item->number, record, "number");
    TAKE(item->status, record, "status");
    TAKE(item->applicant_name, json_obj(record, "applicant"), "name");
    item->amount_fen = json_int(json_obj(record, "request"), "amount_fen", 0);
    item->grant_fen = json_int(json_obj(record, "grant"), "amount_fen", 0);
    snprintf(item->outcome, sizeof item->outcome, "%s",
             strcmp(item->status, "awaiting_second") == 0 ? "awaiting" : "done");
    count(out, item);
    read_budget(json_obj(body, "budget"), out);
    read_controls(json_obj(body, "controls"), out);
    read_notices(json_obj(body, "notices"), out);
    return true;
}

static void add_changed(const json_t *list, char *out, size_t size)
{
    size_t at = 0;
    for (size_t i = 0; i < json_array_size(list) && i < 32; i++) {
        const char *word = json_string_value(json_array_get(list, i));
        if (word && at + strlen(word) + 3 < size) {
            at += (size_t)snprintf(out + at, size - at, "%s%s", at ? ", " : "", word);
        }
    }
}

/* The server says no to this case: that is an answer, not a failure. */
static bool is_refusal(const struct err *err)
{
    return err->status >= 400 && err->status < 500 && err->status != 401 &&
           err->status != 429 && err->kind != ERR_USAGE && err->kind != ERR_CONFIG;
}

static void read_refusal(const struct bc_decision *asked, const struct bc_reply *reply,
                         struct bc_preview *out)
{
    struct bc_preview_item *item = new_item(&asked->choices[0], out);
    json_t *problem = NULL;
    snprintf(item->outcome, sizeof item->outcome, "refused");
    item->problem = reply->err;
    count(out, item);
    if (json_read(buf_str(&reply->body), reply->body.len, ANSWER_BYTES, &problem, NULL)) {
        const json_t *current = json_obj(problem, "current");
        item->current_revision = json_int(current, "revision", item->current_revision);
        TAKE(item->status, current, "status");
        add_changed(json_obj(current, "changed"), item->changed, sizeof item->changed);
        json_decref(problem);
    }
}

/* ---- many ---- */

static void read_problem(const json_t *problem, struct err *out)
{
    const char *type = json_str(problem, "type");
    err_set_type(
        out, bc_problem_kind(type),
        safe_text_n(bc_problem_name(type), strnlen(bc_problem_name(type), 47)).bytes,
        "%s", safe_text(json_str(problem, "detail")).bytes);
}

static bool read_item(const struct bc_choice *choice, const json_t *answer,
                      struct bc_preview *out)
{
    if (strcmp(json_str(answer, "application"), choice->id) != 0) {
        return false;
    }
    struct bc_preview_item *item = new_item(choice, out);
    TAKE(item->number, answer, "number");
    TAKE(item->outcome, answer, "outcome");
    TAKE(item->status, answer, "status");
    item->grant_fen = json_int(answer, "grant_fen", 0);
    if (strcmp(item->outcome, "refused") == 0) {
        item->current_revision = json_int(answer, "revision", choice->revision);
        read_problem(json_obj(answer, "problem"), &item->problem);
    }
    count(out, item);
    return true;
}

static bool read_batch(const struct bc_decision *asked, const json_t *body,
                       struct bc_preview *out)
{
    const json_t *items = json_obj(body, "items"), *budgets = json_obj(body, "budget");
    if (!json_is_array(items) || json_array_size(items) != (size_t)asked->count) {
        return false;
    }
    for (int i = 0; i < asked->count; i++) {
        if (!read_item(&asked->choices[i], json_array_get(items, (size_t)i), out)) {
            return false;
        }
    }
    for (size_t i = 0; i < json_array_size(budgets); i++) {
        read_budget(json_array_get(budgets, i), out);
    }
    return true;
}

void bc_preview_read(const struct bc_decision *asked, const struct bc_reply *reply,
                     struct bc_preview *out)
{
    json_t *body = NULL;
    if (reply->err.kind != ERR_NONE) {
        if (asked->count == 1 && is_refusal(&reply->err)) {
            read_refusal(asked, reply, out);
        } else {
            out->error = reply->err;
        }
        return;
    }
    bool ok =
        json_read(buf_str(&reply->body), reply->body.len, ANSWER_BYTES, &body, NULL) &&
        json_is_object(body) &&
        (asked->count == 1 ? read_single(asked, body, out)
                           : read_batch(asked, body, out));
    if (!ok) {
        out->item_count = out->budget_count = out->control_count = 0;
        out->done = out->awaiting = out->refused = 0;
        err_set(&out->error, ERR_UNREACHABLE,
                "the clearinghouse's answer to the preview makes no sense; ask again");
    }
    json_decref(body);
}
