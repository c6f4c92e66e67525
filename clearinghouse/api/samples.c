/* The audit sample of a programme. */
#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/service/samples.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RATE_DEFAULT = 1000, SEED_MAX = CH_SLUG_MAX * 2 };

static bool read_rate(struct ch_call *call, int *rate_bp)
{
    const char *text = ch_call_param(call, "rate_bp");
    char *end = NULL;
    long value = text ? strtol(text, &end, 10) : RATE_DEFAULT;
    if (text && (*text < '0' || *text > '9' || *end || value > 10000)) {
        ch_call_problem(call, 400, "bad-parameter",
                        "rate_bp is \"%.20s\"; use 0 to 10000", text);
        return false;
    }
    *rate_bp = (int)value;
    return true;
}

static void item_json(struct jsonw *w, const struct ch_sample_item *item)
{
    char ticket[20];
    snprintf(ticket, sizeof ticket, "%016" PRIx64, item->ticket);
    jsonw_object(w);
    jsonw_kstr(w, "because", item->top ? "top-risk" : "drawn");
    jsonw_kint(w, "grant_fen", item->one.grant_fen);
    jsonw_kstr(w, "id", item->one.id);
    jsonw_kint(w, "issues", item->one.issues);
    jsonw_kstr(w, "number", item->one.number);
    jsonw_key(w, "removed");
    if (*item->removed_by) {
        jsonw_object(w);
        jsonw_kstr(w, "by", item->removed_by);
        jsonw_kstr(w, "reason", item->reason);
        jsonw_object_end(w);
    } else {
        jsonw_null(w);
    }
    jsonw_kstr(w, "status", item->one.status);
    jsonw_kstr(w, "ticket", ticket);
    jsonw_object_end(w);
}

static void answer(struct ch_call *call, const struct ch_sample *sample,
                   const char *programme, const char *seed, int rate_bp)
{
    struct jsonw w;
    jsonw_start(&w, &call->reply);
    jsonw_object(&w);
    jsonw_key(&w, "items");
    jsonw_array(&w);
    for (size_t i = 0; i < sample->count; i++) {
        item_json(&w, &sample->items[i]);
    }
    jsonw_array_end(&w);
    jsonw_kint(&w, "population", (int64_t)sample->population);
    jsonw_kstr(&w, "programme", programme);
    jsonw_kint(&w, "rate_bp", rate_bp);
    jsonw_kstr(&w, "seed", seed);
    jsonw_kint(&w, "top", (int64_t)sample->top);
    jsonw_object_end(&w);
    call->status = jsonw_end(&w) ? 200 : 500;
}

static bool seed_fits(const char *seed)
{
    size_t len = seed ? strlen(seed) : 0;
    return len > 0 && len < SEED_MAX &&
           strspn(seed, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                        ".") == len;
}

void ch_api_sample(struct ch_call *call)
{
    const char *seed = ch_call_param(call, "seed");
    const char *programme = ch_call_param(call, "programme");
    struct ch_sample sample = {.count = 0};
    struct err err = {0};
    int rate_bp;
    if (!seed_fits(seed) || !programme) {
        ch_call_problem(call, 400, "bad-parameter",
                        "give programme= and seed=: up to %d letters, digits, - _ and .",
                        SEED_MAX - 1);
        return;
    }
    if (!read_rate(call, &rate_bp) ||
        !ch_call_role(call, programme,
                      CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR)) {
        return;
    }
    if (ch_sample_draw(&call->ctx, programme, seed, rate_bp, &sample, &err)) {
        answer(call, &sample, programme, seed, rate_bp);
    } else {
        ch_call_fail(call, &err);
    }
    ch_sample_clear(&sample);
}

void ch_api_sample_remove(struct ch_call *call)
{
#define AT(field)                                                                        \
    offsetof(struct ch_sample_removal, field),                                           \
        sizeof((struct ch_sample_removal *)0)->field
    static const struct ch_field fields[] = {
        {"application", CH_FIELD_SLUG, true, AT(application), 0, 0, NULL},
        {"reason", CH_FIELD_TEXT, true, AT(reason), 0, 0, NULL},
        {"seed", CH_FIELD_TEXT, true, AT(seed), 0, 0, NULL},
    };
#undef AT
    struct ch_sample_removal r = {.removed_at = 0};
    struct ch_application_row row;
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &r, &faults)) {
        ch_call_faults(call, &faults);
        buf_clear(&faults);
        return;
    }
    if (!seed_fits(r.seed)) {
        ch_call_problem(call, 422, "invalid", "the seed has a character no seed has");
    } else if (!ch_application_get(call->ctx.db, r.application, &row, &err)) {
        ch_call_fail(call, &err);
    } else if (ch_call_role(call, row.programme, CH_ROLE_SUPERVISOR)) {
        if (!ch_sample_take_out(&call->ctx, &r, &err)) {
            ch_call_fail(call, &err);
            return;
        }
        call->status = 201;
        struct jsonw w;
        jsonw_start(&w, &call->reply);
        jsonw_object(&w);
        jsonw_kstr(&w, "application", r.application);
        jsonw_kstr(&w, "programme", r.programme);
        jsonw_kstr(&w, "reason", r.reason);
        jsonw_ktime(&w, "removed_at", r.removed_at);
        jsonw_kstr(&w, "removed_by", r.removed_by);
        jsonw_kstr(&w, "seed", r.seed);
        jsonw_object_end(&w);
        call->status = jsonw_end(&w) ? 201 : 500;
    }
}
