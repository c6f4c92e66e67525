#include "clearinghouse/service/dashboard_parts.h"

#include "clearinghouse/service/service.h"
#include "clearinghouse/store/records.h"
#include "clearinghouse/store/watch.h"
#include "common/date.h"
#include "common/json.h"

#include <stdio.h>
#include <string.h>

enum { TOPS = 10, USED_DAYS = 30, STANDS_SECONDS = 6 * 3600 };

/* ---- controls ---- */

static const char *const stops[2] = {"contract-already-used", "related-party"};

struct stopped {
    struct jsonw *w;
    int64_t count[2];
};

/* The oldest of them by number; all are counted. */
static void add_stopped(void *ctx, const char *id, const char *number, int64_t which,
                        int64_t fen)
{
    struct stopped *stopped = ctx;
    if (stopped->count[which - 1]++ < TOPS) {
        jsonw_object(stopped->w);
        jsonw_kint(stopped->w, "amount_fen", fen);
        jsonw_kstr(stopped->w, "id", id);
        jsonw_kstr(stopped->w, "number", number);
        jsonw_kstr(stopped->w, "reason", stops[which - 1]);
        jsonw_object_end(stopped->w);
    }
}

bool ch_dashboard_controls(const struct ch_ctx *ctx, struct jsonw *w, struct err *err)
{
    struct stopped stopped = {.w = w};
    jsonw_key(w, "controls");
    jsonw_object(w);
    jsonw_key(w, "cases");
    jsonw_array(w);
    if (!ch_watch_stopped(ctx->db, stops, add_stopped, &stopped, err)) {
        return false;
    }
    jsonw_array_end(w);
    jsonw_kint(w, "contract_used", stopped.count[0]);
    jsonw_kint(w, "related_party", stopped.count[1]);
    jsonw_object_end(w);
    return true;
}

/* ---- money ---- */

bool ch_dashboard_recoveries(const struct ch_ctx *ctx, struct jsonw *w, struct err *err)
{
    struct ch_watched open, overdue;
    if (!ch_watch_recoveries(ctx->db, false, &open, err) ||
        !ch_watch_recoveries(ctx->db, true, &overdue, err)) {
        return false;
    }
    jsonw_key(w, "recoveries");
    jsonw_object(w);
    jsonw_kint(w, "open", open.count);
    jsonw_kint(w, "open_fen", open.fen);
    jsonw_kint(w, "overdue", overdue.count);
    jsonw_kint(w, "overdue_fen", overdue.fen);
    jsonw_object_end(w);
    return true;
}

static void add_top(void *ctx, const char *id, const char *name, int64_t count,
                    int64_t fen)
{
    struct jsonw *w = ctx;
    jsonw_object(w);
    jsonw_kint(w, "amount_fen", fen);
    jsonw_kint(w, "count", count);
    jsonw_kstr(w, "id", id);
    jsonw_kstr(w, "name", name);
    jsonw_object_end(w);
}

bool ch_dashboard_tops(const struct ch_ctx *ctx, struct jsonw *w, struct err *err)
{
    jsonw_key(w, "top_groups");
    jsonw_array(w);
    if (!ch_watch_groups(ctx->db, TOPS, add_top, w, err)) {
        return false;
    }
    jsonw_array_end(w);
    jsonw_key(w, "top_payees");
    jsonw_array(w);
    if (!ch_watch_payees(ctx->db, TOPS, add_top, w, err)) {
        return false;
    }
    jsonw_array_end(w);
    return true;
}

bool ch_dashboard_vouchers(const struct ch_ctx *ctx, struct jsonw *w, struct err *err)
{
    struct ch_watched week, month;
    if (!ch_watch_expiring(ctx->db, ctx->now, ctx->now + 7 * DATE_DAY, &week, err) ||
        !ch_watch_expiring(ctx->db, ctx->now, ctx->now + 30 * DATE_DAY, &month, err)) {
        return false;
    }
    jsonw_key(w, "vouchers");
    jsonw_object(w);
    jsonw_kint(w, "expiring_30d", month.count);
    jsonw_kint(w, "expiring_30d_fen", month.fen);
    jsonw_kint(w, "expiring_7d", week.count);
    jsonw_kint(w, "expiring_7d_fen", week.fen);
    jsonw_object_end(w);
    return true;
}

/* ---- use ---- */

struct used {
    char centre[TOPS][ID_MAX], name[TOPS][CH_NAME_MAX];
    int64_t hours[TOPS], from[TOPS]; /* first day of the use */
    int count;
};

static void add_used(void *ctx, const char *id, const char *name, int64_t hours,
                     int64_t from)
{
    struct used *used = ctx;
    used->from[used->count] = from;
    snprintf(used->centre[used->count], ID_MAX, "%s", id);
    snprintf(used->name[used->count], CH_NAME_MAX, "%s", name);
    used->hours[used->count++] = hours;
}

/* A reading of a model stands until the next one of it, six hours at most. */
struct meter {
    struct {
        char accelerator[CH_SLUG_MAX];
        int64_t at, active;
    } last[16];
    int count;
    int64_t card_seconds;
};

static void add_reading(void *ctx, const struct ch_reading *reading)
{
    struct meter *m = ctx;
    int i = 0;
    while (i < m->count && strcmp(m->last[i].accelerator, reading->accelerator) != 0) {
        i++;
    }
    if (i == (int)(sizeof m->last / sizeof *m->last)) {
        return;
    }
    if (i == m->count) {
        m->count++;
        snprintf(m->last[i].accelerator, sizeof m->last[i].accelerator, "%s",
                 reading->accelerator);
    } else {
        int64_t seconds = (reading->at - m->last[i].at) / DATE_SECOND;
        m->card_seconds +=
            m->last[i].active * (seconds < STANDS_SECONDS ? seconds : STANDS_SECONDS);
    }
    m->last[i].at = reading->at;
    m->last[i].active = reading->active;
}

bool ch_dashboard_usage(const struct ch_ctx *ctx, struct jsonw *w, struct err *err)
{
    struct used used = {.count = 0};
    date_day since = date_of(ctx->now, DATE_ZONE_CHINA) - USED_DAYS;
    if (!ch_watch_usage(ctx->db, since, TOPS, add_used, &used, err)) {
        return false;
    }
    jsonw_key(w, "usage");
    jsonw_array(w);
    for (int i = 0; i < used.count; i++) {
        struct meter meter = {.count = 0};
        if (!ch_reading_each(ctx->db, used.centre[i],
                             date_start((date_day)used.from[i], DATE_ZONE_CHINA),
                             ctx->now, add_reading, &meter, err)) {
            return false;
        }
        jsonw_object(w);
        jsonw_kstr(w, "centre", used.centre[i]);
        jsonw_kint(w, "claimed_hours", used.hours[i]);
        jsonw_kint(w, "metered_hours", meter.count ? meter.card_seconds / 3600 : -1);
        jsonw_kstr(w, "name", used.name[i]);
        jsonw_object_end(w);
    }
    jsonw_array_end(w);
    return true;
}
