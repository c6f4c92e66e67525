#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/service/registry.h"
#include "common/date.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READINGS_MAX = 800, BUCKETS_MAX = 2000 };

static bool read_list(const json_t *list, struct ch_reading *out, int *count,
                      struct buf *faults)
{
    static const char *const sources[] = {"meter", "agent", "typed", NULL};
#define AT(field) offsetof(struct ch_reading, field)
#define CARDS(field)                                                                     \
    {                                                                                    \
#field, CH_FIELD_INT, true, AT(field), 0, 0, 10000000, NULL                      \
    }
#define MAYBE(field)                                                                     \
    {                                                                                    \
#field, CH_FIELD_INT, false, AT(field), 0, -1, INT64_C(1000000000000), NULL      \
    }
    static const struct ch_field fields[] = {
        {"at", CH_FIELD_TIME, true, AT(at), 0, 0, 0, NULL},
        {"source", CH_FIELD_WORD, true, AT(source), CH_SLUG_MAX, 0, 0, sources},
        {"accelerator", CH_FIELD_SLUG, true, AT(accelerator), CH_SLUG_MAX, 0, 0, NULL},
        CARDS(installed),
        CARDS(powered),
        CARDS(allocatable),
        CARDS(allocated),
        CARDS(active),
        MAYBE(power_w),
        MAYBE(energy_kwh),
        MAYBE(rack_fill_bp),
        MAYBE(pue_milli),
    };
    size_t i;
    json_t *item;
    bool ok = true;
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
    {
        char base[32];
        struct ch_reading *r = &out[(*count)++];
        *r = (struct ch_reading){
            .power_w = -1, .energy_kwh = -1, .rack_fill_bp = -1, .pue_milli = -1};
        snprintf(base, sizeof base, "/readings/%zu", i);
        ok = ch_fields_read(item, base, fields, COUNT_OF(fields), r, faults) && ok;
        if (faults->len > 8192) {
            break;
        }
    }
    return ok;
}

struct report {
    const json_t *readings;
};

static void take(struct ch_call *call, const struct ch_centre *centre,
                 struct ch_reading *readings)
{
    static const struct ch_field fields[] = {
        {"readings", CH_FIELD_ARRAY, true, offsetof(struct report, readings), 0, 0,
         READINGS_MAX, NULL},
    };
    struct report body = {.readings = NULL};
    struct buf faults = {0};
    struct err err = {0};
    int count = 0, accepted, duplicates;
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body, &faults) ||
        !read_list(body.readings, readings, &count, &faults)) {
        ch_call_faults(call, &faults);
    } else if (count == 0) {
        ch_call_problem(call, 422, "invalid", "/readings is empty; send at least one");
    } else if (!ch_centre_report(&call->ctx, centre, readings, count, &accepted,
                                 &duplicates, &err)) {
        ch_call_fail(call, &err);
    } else {
        buf_printf(&call->reply, "{\"accepted\":%d,\"duplicates\":%d}", accepted,
                   duplicates);
        call->status = 201;
    }
    buf_clear(&faults);
}

void ch_api_readings_post(struct ch_call *call)
{
    struct ch_centre centre;
    struct err err = {0};
    if (!ch_centre_get(call->ctx.db, call->id[0], &centre, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    if (!ch_call_role(call, centre.id, CH_ROLE_OPERATOR | CH_ROLE_SUPERVISOR)) {
        return;
    }
    struct ch_reading *readings = calloc(READINGS_MAX, sizeof *readings);
    if (!readings) {
        ch_call_problem(call, 503, "busy", "out of memory; try again");
        return;
    }
    take(call, &centre, readings);
    free(readings);
}

/* Readings of one instant are of one centre: their sum is the centre's load then. */
struct bucket {
    int64_t at, count, min_bp, max_bp, sum_bp;
};

struct series {
    int64_t from, step;
    struct bucket *buckets;
    int64_t instant, allocated, allocatable;
};

static void close_instant(struct series *s)
{
    if (s->instant == 0 || s->allocatable == 0) {
        return;
    }
    int64_t bp = s->allocated * 10000 / s->allocatable;
    struct bucket *b = &s->buckets[(s->instant - s->from) / s->step];
    b->at = s->from + (s->instant - s->from) / s->step * s->step;
    b->min_bp = b->count == 0 || bp < b->min_bp ? bp : b->min_bp;
    b->max_bp = bp > b->max_bp ? bp : b->max_bp;
    b->sum_bp += bp;
    b->count++;
}

static void add_reading(void *ctx, const struct ch_reading *r)
{
    struct series *s = ctx;
    if (r->at != s->instant) {
        close_instant(s);
        s->instant = r->at;
        s->allocated = s->allocatable = 0;
    }
    s->allocated += r->allocated;
    s->allocatable += r->allocatable;
}

static bool range(struct ch_call *call, struct series *s, int64_t *to)
{
    const char *from_text = ch_call_param(call, "from"),
               *to_text = ch_call_param(call, "to");
    const char *step = ch_call_param(call, "step");
    char *end = NULL;
    long long seconds = step ? strtoll(step, &end, 10) : 3600;
    seconds = seconds < 0 || seconds > 86400 ? 0 : seconds;
    s->step = seconds * DATE_SECOND;
    *to = call->ctx.now;
    if ((to_text && !date_time_parse(to_text, to)) ||
        (from_text && !date_time_parse(from_text, &s->from)) || (end && *end) ||
        s->step < 60 * DATE_SECOND) {
        ch_call_problem(
            call, 400, "bad-range",
            "from and to are instants like 2025-08-14T00:00:00Z, step is 60 to "
            "86400 seconds");
        return false;
    }
    if (!from_text) {
        s->from = *to - DATE_DAY;
    }
    s->from -= s->from % s->step;
    if (*to <= s->from || (*to - s->from) / s->step >= BUCKETS_MAX) {
        ch_call_problem(call, 400, "bad-range",
                        "from must be before to, with at most %d steps between",
                        BUCKETS_MAX);
        return false;
    }
    return true;
}

void ch_api_readings_get(struct ch_call *call)
{
    struct series s = {.from = 0};
    struct ch_centre centre;
    struct err err = {0};
    int64_t to;
    if (!range(call, &s, &to)) {
        return;
    }
    s.buckets = calloc(BUCKETS_MAX, sizeof *s.buckets);
    if (!s.buckets || !ch_centre_get(call->ctx.db, call->id[0], &centre, &err) ||
        !ch_reading_each(call->ctx.db, centre.id, s.from, to, add_reading, &s, &err)) {
        ch_call_fail(call, &err);
        free(s.buckets);
        return;
    }
    close_instant(&s);
    buf_adds(&call->reply, "{\"items\":[");
    bool first = true;
    for (int i = 0; i < BUCKETS_MAX; i++) {
        const struct bucket *b = &s.buckets[i];
        char at[32];
        if (b->count > 0) {
            buf_printf(&call->reply,
                       "%s{\"at\":\"%s\",\"busy_max_bp\":%" PRId64
                       ",\"busy_mean_bp\":%" PRId64 ",\"busy_min_bp\":%" PRId64
                       ",\"count\":%" PRId64 "}",
                       first ? "" : ",", date_time_format(b->at, at), b->max_bp,
                       b->sum_bp / b->count, b->min_bp, b->count);
            first = false;
        }
    }
    buf_printf(&call->reply, "],\"step\":%" PRId64 "}", s.step / DATE_SECOND);
    free(s.buckets);
}
