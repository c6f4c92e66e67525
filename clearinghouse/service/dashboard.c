#include "clearinghouse/service/dashboard.h"

#include "clearinghouse/service/machine.h"
#include "clearinghouse/service/registry.h"
#include "clearinghouse/store/figures.h"
#include "common/date.h"
#include "common/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CENTRES_MAX = 1000, REASONS = 24, PROVIDERS = 10, MEAN_DAYS = 28 };

/* The report being written. Callbacks of the store cannot fail, so the first error waits
 * here until they are done. */
struct report {
    const struct ch_ctx *ctx;
    struct jsonw w;
    struct buf *out;
    struct err err;
};

static bool visible(struct report *r, const char *programme)
{
    unsigned roles = 0;
    return r->err.kind == ERR_NONE && ch_ctx_roles(r->ctx, programme, &roles, &r->err) &&
           roles != 0;
}

/* ---- centres ---- */

struct fleet {
    int64_t count, stale, under_used, contested, installed, allocatable, allocated;
};

struct load {
    int64_t installed, allocatable, allocated, at;
};

static void add_load(void *ctx, const struct ch_reading *r)
{
    struct load *load = ctx;
    load->installed += r->installed;
    load->allocatable += r->allocatable;
    load->allocated += r->allocated;
    load->at = load->at == 0 || r->at < load->at ? r->at : load->at;
}

static bool word_in(const char *word, const char *a, const char *b)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static void note_contested(void *ctx, const struct ch_batch *b)
{
    bool *contested = ctx;
    *contested = *contested || word_in(b->export_status, "restricted", "unknown") ||
                 word_in(b->state_fund_eligible, "case-review", "unknown");
}

struct centre_ids {
    char (*id)[ID_MAX];
    int count;
};

static bool note_centre(void *ctx, const struct ch_centre *centre)
{
    struct centre_ids *ids = ctx;
    memcpy(ids->id[ids->count++], centre->id, ID_MAX);
    return true;
}

static bool add_centre(const struct ch_ctx *ctx, const char *id, struct fleet *fleet,
                       struct err *err)
{
    struct load load = {0};
    bool contested = false;
    if (!ch_reading_latest(ctx->db, id, add_load, &load, err) ||
        !ch_batch_each(ctx->db, id, note_contested, &contested, err)) {
        return false;
    }
    fleet->count++;
    fleet->installed += load.installed;
    fleet->allocatable += load.allocatable;
    fleet->allocated += load.allocated;
    fleet->contested += contested;
    fleet->stale += load.at < ctx->now - CH_STALE_HOURS * 3600 * DATE_SECOND;
    fleet->under_used += load.allocatable > 0 &&
                         load.allocated * 10000 / load.allocatable < CH_UNDER_USED_BP;
    return true;
}

static bool write_centres(struct report *r, struct err *err)
{
    struct fleet fleet = {0};
    struct centre_ids ids = {.id = calloc(CENTRES_MAX, ID_MAX)};
    bool ok = ids.id ? ch_centre_list(r->ctx->db, "", CENTRES_MAX, note_centre, &ids, err)
                     : err_set(err, ERR_BUSY, "out of memory; try again");
    for (int i = 0; ok && i < ids.count; i++) {
        ok = add_centre(r->ctx, ids.id[i], &fleet, err);
    }
    free(ids.id);
    if (!ok) {
        return false;
    }
    jsonw_key(&r->w, "centres");
    jsonw_object(&r->w);
    jsonw_kint(&r->w, "busy_bp",
               fleet.allocatable ? fleet.allocated * 10000 / fleet.allocatable : -1);
    jsonw_kint(&r->w, "contested", fleet.contested);
    jsonw_kint(&r->w, "count", fleet.count);
    jsonw_kint(&r->w, "installed", fleet.installed);
    jsonw_kint(&r->w, "stale", fleet.stale);
    jsonw_kint(&r->w, "under_used", fleet.under_used);
    jsonw_object_end(&r->w);
    return true;
}

/* ---- decisions, ledger, queue ---- */

static void add_reason(void *ctx, const char *code, int64_t count)
{
    struct report *r = ctx;
    jsonw_object(&r->w);
    jsonw_kstr(&r->w, "code", code);
    jsonw_kint(&r->w, "count", count);
    jsonw_object_end(&r->w);
}

static bool write_decisions(struct report *r, struct err *err)
{
    date_day today = date_of(r->ctx->now, DATE_ZONE_CHINA);
    int64_t count, seconds, now_count, now_seconds;
    if (!ch_decided_since(r->ctx->db, today - MEAN_DAYS + 1, &count, &seconds, err) ||
        !ch_decided_since(r->ctx->db, today, &now_count, &now_seconds, err)) {
        return false;
    }
    jsonw_key(&r->w, "decisions");
    jsonw_object(&r->w);
    jsonw_kint(&r->w, "mean_hours_28d", count > 0 ? seconds / count / 3600 : -1);
    jsonw_key(&r->w, "rejections");
    jsonw_array(&r->w);
    if (!ch_tally_reasons(r->ctx->db, REASONS, add_reason, r, err)) {
        return false;
    }
    jsonw_array_end(&r->w);
    jsonw_kint(&r->w, "today", now_count);
    jsonw_object_end(&r->w);
    return true;
}

static void add_head(void *ctx, const char *stream, int64_t seq, const char *hash)
{
    (void)stream;
    (void)hash;
    *(int64_t *)ctx += seq;
}

static bool write_ledger(struct report *r, bool balanced, struct err *err)
{
    int64_t entries = 0;
    if (!ch_journal_streams(r->ctx->db, add_head, &entries, err)) {
        return false;
    }
    jsonw_key(&r->w, "ledger");
    jsonw_object(&r->w);
    jsonw_kbool(&r->w, "balanced", balanced);
    jsonw_kint(&r->w, "entries", entries);
    jsonw_object_end(&r->w);
    return true;
}

static int64_t seconds_since(int64_t now, int64_t at)
{
    return at && at < now ? (now - at) / DATE_SECOND : 0;
}

static bool write_queue(struct report *r, struct err *err)
{
    struct ch_queue_age age;
    int64_t now = r->ctx->now;
    if (!ch_application_queue_age(r->ctx->db, now, &age, err)) {
        return false;
    }
    jsonw_key(&r->w, "queue");
    jsonw_object(&r->w);
    jsonw_kint(&r->w, "breached", age.breached);
    jsonw_kint(&r->w, "oldest_s", seconds_since(now, age.oldest_at));
    jsonw_kint(&r->w, "open", age.open);
    jsonw_kint(&r->w, "p90_s", seconds_since(now, age.p90_at));
    jsonw_object_end(&r->w);
    return true;
}

/* ---- programmes ---- */

struct programme {
    char id[CH_SLUG_MAX];
    struct buf statuses; /* "status":count, comma-separated, by status */
    int64_t open, amount;
    struct report *report;
};

static void end_programme(struct programme *p)
{
    struct jsonw *w = &p->report->w;
    struct buf statuses = {0};
    if (*p->id && visible(p->report, p->id)) {
        buf_printf(&statuses, "{%s}", buf_str(&p->statuses));
        jsonw_object(w);
        jsonw_kint(w, "amount_fen", p->amount);
        jsonw_kstr(w, "id", p->id);
        jsonw_kint(w, "open", p->open);
        jsonw_kraw(w, "statuses", buf_str(&statuses));
        jsonw_object_end(w);
    }
    buf_clear(&statuses);
    buf_reset(&p->statuses);
    p->open = p->amount = 0;
}

static void add_counter(void *ctx, const char *programme, const char *status,
                        int64_t count, int64_t amount_fen)
{
    struct programme *p = ctx;
    if (strcmp(p->id, programme) != 0) {
        end_programme(p);
        snprintf(p->id, sizeof p->id, "%s", programme);
    }
    buf_printf(&p->statuses, "%s\"%s\":%lld", p->statuses.len ? "," : "", status,
               (long long)count);
    bool open = ch_status_open(status);
    p->open += open ? count : 0;
    p->amount += open ? amount_fen : 0;
}

static bool write_programmes(struct report *r, struct err *err)
{
    struct programme programme = {.report = r};
    jsonw_key(&r->w, "programmes");
    jsonw_array(&r->w);
    bool ok = ch_application_counters(r->ctx->db, add_counter, &programme, err);
    end_programme(&programme);
    jsonw_array_end(&r->w);
    buf_clear(&programme.statuses);
    return ok;
}

static void add_provider(void *ctx, const char *name, int64_t amount)
{
    struct report *r = ctx;
    jsonw_object(&r->w);
    jsonw_kint(&r->w, "amount_fen", amount);
    jsonw_kstr(&r->w, "name", name);
    jsonw_object_end(&r->w);
}

/* ---- tranches ---- */

struct tranches {
    struct report *report;
    struct buf items;
    bool balanced;
};

static void burn_json(const struct ch_burn *burn, struct buf *out)
{
    char text[16];
    buf_printf(out, "\"exhausted_on\":%s%s%s,", burn->exhausted_on ? "\"" : "",
               burn->exhausted_on ? date_format(burn->exhausted_on, text) : "null",
               burn->exhausted_on ? "\"" : "");
    buf_printf(out, "\"method\":\"%d-week mean\",\"pace_fen_week\":%lld,\"series\":[",
               CH_PACE_WEEKS, (long long)burn->pace_fen_week);
    for (int i = 0; i < CH_SERIES_WEEKS; i++) {
        buf_printf(out, "%s{\"available_fen\":%lld,\"week\":\"%s\"}", i ? "," : "",
                   (long long)burn->available_fen[i],
                   date_week_format(burn->week_starts[i], text));
    }
    buf_adds(out, "]");
}

static void add_tranche(void *ctx, const struct ch_tranche *tranche)
{
    struct tranches *t = ctx;
    struct report *r = t->report;
    struct ch_burn burn;
    struct buf record = {0};
    if (!visible(r, tranche->programme) || !ch_burn_of(r->ctx, tranche, &burn, &r->err)) {
        return;
    }
    t->balanced = t->balanced && burn.balanced;
    ch_tranche_json(tranche, &record);
    if (record.len > 1) { /* the record's members, then the projection's */
        buf_adds(&t->items, t->items.len ? "," : "");
        buf_add(&t->items, record.data, record.len - 1);
        buf_adds(&t->items, ",");
        burn_json(&burn, &t->items);
        buf_adds(&t->items, "}");
    }
    buf_clear(&record);
}

static bool write_all(struct report *r, const struct tranches *t, struct err *err)
{
    struct buf list = {0};
    jsonw_object(&r->w);
    jsonw_ktime(&r->w, "at", r->ctx->now);
    if (!write_centres(r, err) || !write_decisions(r, err) ||
        !write_ledger(r, t->balanced, err) || !write_programmes(r, err) ||
        !write_queue(r, err)) {
        return false;
    }
    jsonw_key(&r->w, "top_providers");
    jsonw_array(&r->w);
    if (!ch_tally_providers(r->ctx->db, PROVIDERS, add_provider, r, err)) {
        return false;
    }
    jsonw_array_end(&r->w);
    buf_printf(&list, "[%s]", buf_str(&t->items));
    jsonw_kraw(&r->w, "tranches", buf_str(&list));
    buf_clear(&list);
    jsonw_object_end(&r->w);
    return jsonw_end(&r->w) || err_set(err, ERR_INTERNAL, "cannot write the dashboard");
}

bool ch_dashboard_json(const struct ch_ctx *ctx, struct buf *out, struct err *err)
{
    struct report report = {.ctx = ctx, .out = out};
    struct tranches tranches = {.report = &report, .balanced = true};
    jsonw_start(&report.w, out);
    bool ok = ch_tranche_each(ctx->db, NULL, add_tranche, &tranches, err) &&
              report.err.kind == ERR_NONE && write_all(&report, &tranches, err);
    if (report.err.kind != ERR_NONE) {
        *err = report.err;
        ok = false;
    }
    buf_clear(&tranches.items);
    return ok;
}
