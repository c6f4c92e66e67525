#include "backend_client/sync_impl.h"

#include "backend_client/records_read.h"
#include "common/date.h"
#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEPT = 128,
    HOURS_MAX = 24 * 31,
    IN_FLIGHT = 4,
    FRESH_US = 300 * 1000000,
    AGAIN_US = 60 * 1000000, /* after a failure */
    BYTES = 1 << 20,
};

#define HOUR (3600 * DATE_SECOND)

struct series {
    struct bc_session *session;
    char centre[BC_ID];
    int hours;
    int64_t ticket, used_us;
    int64_t due_us; /* not to be asked for again before */
    bool wanted;
    int64_t first;             /* instant of the first bucket on its way */
    struct bc_bucket *buckets; /* `hours` of them; NULL: never came */
};

struct bc_series_cache {
    struct series series[KEPT];
    int in_flight;
};

struct bc_series_cache *bc_series_open(void)
{
    return calloc(1, sizeof(struct bc_series_cache));
}

void bc_series_stop(struct bc_session *session, struct bc_series_cache *cache)
{
    for (int i = 0; cache && i < KEPT; i++) {
        if (cache->series[i].ticket) {
            bc_transport_cancel(session->transport, cache->series[i].ticket);
            cache->series[i].ticket = 0;
        }
    }
    if (cache) {
        cache->in_flight = 0;
    }
}

void bc_series_close(struct bc_session *session, struct bc_series_cache *cache)
{
    bc_series_stop(session, cache);
    for (int i = 0; cache && i < KEPT; i++) {
        free(cache->series[i].buckets);
    }
    free(cache);
}

void bc_series_changed(struct bc_series_cache *cache, const char *centre_id)
{
    for (int i = 0; i < KEPT; i++) {
        if (strcmp(cache->series[i].centre, centre_id) == 0) {
            cache->series[i].due_us = 0;
        }
    }
}

/* ---- fetching ---- */

static bool put_bucket(struct series *series, struct bc_bucket *buckets,
                       const json_t *item, struct err *err)
{
    struct bc_bucket bucket;
    if (!bc_bucket_from_json(item, &bucket, err)) {
        return false;
    }
    int64_t at = (bucket.at - series->first) / HOUR;
    if (bucket.at >= series->first && at < series->hours) {
        bucket.at = buckets[at].at;
        buckets[at] = bucket;
    }
    return true;
}

static bool read_answer(struct series *series, const json_t *body, struct err *err)
{
    const json_t *items = json_object_get(body, "items"), *item;
    struct bc_bucket *buckets = calloc((size_t)series->hours, sizeof *buckets);
    bool ok = buckets && json_is_array(items);
    for (int i = 0; buckets && i < series->hours; i++) {
        buckets[i] = (struct bc_bucket){series->first + i * HOUR, -1, -1, -1};
    }
    size_t i;
    json_array_foreach(items, i, item)
    {
        ok = ok && put_bucket(series, buckets, item, err);
    }
    if (ok) {
        free(series->buckets);
        series->buckets = buckets;
    } else {
        free(buckets);
    }
    return ok;
}

static void on_answer(void *ctx, struct bc_reply *reply)
{
    struct series *series = ctx;
    struct bc_event event = {.kind = BC_EVENT_SERIES};
    json_t *body = NULL;
    struct err err = {0};
    series->ticket = 0;
    bool ok = reply->err.kind == ERR_NONE &&
              json_read(buf_str(&reply->body), reply->body.len, BYTES, &body, &err) &&
              read_answer(series, body, &err);
    json_decref(body);
    series->due_us = bc_monotonic_us() + (ok ? FRESH_US : AGAIN_US);
    if (ok) {
        snprintf(event.id, sizeof event.id, "%s", series->centre);
        bc_event_push(series->session, &event);
    }
}

static void ask(struct bc_session *session, struct series *series)
{
    char from[32], to[32], path[200];
    int64_t now = bc_clock(session);
    series->wanted = false;
    series->first = now - now % HOUR - (series->hours - 1) * HOUR;
    snprintf(path, sizeof path, "/v1/centres/%s/readings?from=%s&to=%s&step=3600",
             series->centre, date_time_format(series->first, from),
             date_time_format(now + 1, to));
    bc_sync_get(session->sync, path, BYTES, 0, on_answer, series, &series->ticket);
}

void bc_series_ask(struct bc_session *session, struct bc_series_cache *cache)
{
    int in_flight = 0;
    for (int i = 0; i < KEPT; i++) {
        in_flight += cache->series[i].ticket != 0;
    }
    for (int i = 0; i < KEPT && in_flight < IN_FLIGHT && session->sync->running; i++) {
        struct series *series = &cache->series[i];
        if (series->wanted && !series->ticket) {
            ask(session, series);
            in_flight++;
        }
    }
}

/* ---- reading ---- */

static struct series *place_of(struct bc_series_cache *cache, const char *centre_id,
                               int hours)
{
    struct series *oldest = NULL;
    for (int i = 0; i < KEPT; i++) {
        struct series *series = &cache->series[i];
        if (series->hours == hours && strcmp(series->centre, centre_id) == 0) {
            return series;
        }
        if (!series->ticket && (!oldest || series->used_us < oldest->used_us)) {
            oldest = series;
        }
    }
    if (oldest) {
        free(oldest->buckets);
        *oldest = (struct series){.hours = hours};
        snprintf(oldest->centre, sizeof oldest->centre, "%s", centre_id);
    }
    return oldest;
}

int bc_series_get(struct bc_session *session, struct bc_series_cache *cache,
                  const char *centre_id, int hours, const struct bc_bucket **out)
{
    *out = NULL;
    if (hours < 1 || strlen(centre_id) >= BC_ID || strpbrk(centre_id, "/?#% ")) {
        return 0;
    }
    hours = hours > HOURS_MAX ? HOURS_MAX : hours;
    struct series *series = place_of(cache, centre_id, hours);
    if (!series) {
        return 0;
    }
    series->session = session;
    series->used_us = bc_monotonic_us();
    if (!series->ticket && series->used_us >= series->due_us) {
        series->wanted = true;
        bc_series_ask(session, cache);
    }
    *out = series->buckets;
    return series->buckets ? hours : 0;
}
