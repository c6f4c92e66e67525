#include "clearinghouse/service/registry.h"

#include "common/date.h"
#include "common/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void ch_reading_json(const struct ch_reading *r, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_kstr(&w, "accelerator", r->accelerator);
    jsonw_kint(&w, "active", r->active);
    jsonw_kint(&w, "allocatable", r->allocatable);
    jsonw_kint(&w, "allocated", r->allocated);
    jsonw_ktime(&w, "at", r->at);
    jsonw_kint(&w, "energy_kwh", r->energy_kwh);
    jsonw_kint(&w, "installed", r->installed);
    jsonw_kint(&w, "power_w", r->power_w);
    jsonw_kint(&w, "powered", r->powered);
    jsonw_kint(&w, "pue_milli", r->pue_milli);
    jsonw_kint(&w, "rack_fill_bp", r->rack_fill_bp);
    jsonw_kstr(&w, "source", r->source);
    jsonw_object_end(&w);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}

static void add_batch(void *ctx, const struct ch_batch *b)
{
    struct jsonw *w = ctx;
    jsonw_object(w);
    jsonw_kstr(w, "accelerator", b->accelerator);
    jsonw_ktime(w, "at", b->at);
    jsonw_kstr(w, "author", b->author);
    jsonw_kint(w, "count", b->count);
    jsonw_kstr(w, "evidence", b->evidence);
    jsonw_kstr(w, "export_status", b->export_status);
    jsonw_kstr(w, "id", b->id);
    jsonw_kstr(w, "state_fund_eligible", b->state_fund_eligible);
    jsonw_object_end(w);
}

/* The newest readings of a centre, as JSON and summed. */
struct latest {
    struct buf items;
    struct ch_reading sum;
    const char *source; /* the least trusted of them */
    int count;
};

static void add_latest(void *ctx, const struct ch_reading *r)
{
    struct latest *latest = ctx;
    buf_adds(&latest->items, latest->count++ ? "," : "");
    ch_reading_json(r, &latest->items);
    latest->sum.installed += r->installed;
    latest->sum.powered += r->powered;
    latest->sum.allocatable += r->allocatable;
    latest->sum.allocated += r->allocated;
    latest->sum.active += r->active;
    /* A sum is as old as its oldest part. */
    if (latest->sum.at == 0 || r->at < latest->sum.at) {
        latest->sum.at = r->at;
    }
    if (strcmp(r->source, "typed") == 0 || !latest->source) {
        latest->source = strcmp(r->source, "typed") == 0   ? "typed"
                         : strcmp(r->source, "agent") == 0 ? "agent"
                                                           : "meter";
    }
}

static void total_json(struct jsonw *w, const struct latest *latest)
{
    const struct ch_reading *sum = &latest->sum;
    jsonw_key(w, "total");
    if (latest->count == 0) {
        jsonw_null(w);
        return;
    }
    jsonw_object(w);
    jsonw_kint(w, "active", sum->active);
    jsonw_kint(w, "allocatable", sum->allocatable);
    jsonw_kint(w, "allocated", sum->allocated);
    jsonw_ktime(w, "at", sum->at);
    jsonw_kint(w, "busy_bp",
               sum->allocatable > 0 ? sum->allocated * 10000 / sum->allocatable : -1);
    jsonw_kint(w, "installed", sum->installed);
    jsonw_kint(w, "powered", sum->powered);
    jsonw_kstr(w, "source", latest->source);
    jsonw_object_end(w);
}

static bool encode(struct ch_db *db, const struct ch_centre *c,
                   const struct latest *latest, struct buf *out, struct err *err)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_key(&w, "batches");
    jsonw_array(&w);
    if (!ch_batch_each(db, c->id, add_batch, &w, err)) {
        return false;
    }
    jsonw_array_end(&w);
    jsonw_kstr(&w, "hub", c->hub);
    jsonw_kstr(&w, "id", c->id);
    jsonw_kint(&w, "latency_ms", c->latency_ms);
    if (latest) {
        struct buf items = {0};
        buf_printf(&items, "[%s]", buf_str(&latest->items));
        jsonw_kraw(&w, "latest", buf_str(&items));
        buf_clear(&items);
    }
    jsonw_kstr(&w, "name", c->name);
    jsonw_kstr_opt(&w, "operator_org", c->operator_org);
    jsonw_kint(&w, "price_fen", c->price_fen);
    jsonw_kstr(&w, "province", c->province);
    jsonw_kint(&w, "revision", c->revision);
    jsonw_kstr(&w, "slug", c->slug);
    jsonw_kstr(&w, "status", c->status);
    if (latest) {
        total_json(&w, latest);
    }
    jsonw_object_end(&w);
    return jsonw_end(&w) || err_set(err, ERR_INTERNAL, "cannot write centre %s", c->slug);
}

bool ch_centre_json(struct ch_db *db, const struct ch_centre *c, struct buf *out,
                    struct err *err)
{
    return encode(db, c, NULL, out, err);
}

bool ch_centre_view(struct ch_db *db, const struct ch_centre *c, struct buf *out,
                    struct err *err)
{
    struct latest latest = {.count = 0};
    bool ok = ch_reading_latest(db, c->id, add_latest, &latest, err) &&
              encode(db, c, &latest, out, err);
    buf_clear(&latest.items);
    return ok;
}

static bool save(const struct ch_ctx *ctx, struct ch_centre *c, const char *action,
                 const char *code, const char *note, struct err *err)
{
    struct buf body = {0};
    struct ch_landed landed;
    struct ch_change change = {.stream = CH_STREAM_REGISTRY,
                               .action = action,
                               .kind = "centre",
                               .id = c->id,
                               .revision = c->revision,
                               .reason_code = code,
                               .reason_note = note};
    bool ok = ch_centre_json(ctx->db, c, &body, err);
    change.body = buf_str(&body);
    ok = ok && ch_record(ctx, &change, &landed, err);
    buf_clear(&body);
    if (!ok) {
        return false;
    }
    c->entry_seq = landed.seq;
    return ch_centre_put(ctx->db, c, err);
}

bool ch_centre_register(const struct ch_ctx *ctx, struct ch_centre *c, struct err *err)
{
    struct ch_centre there;
    if (ch_centre_get(ctx->db, c->slug, &there, NULL)) {
        return err_set_type(err, ERR_CONFLICT, "already-registered",
                            "there is a centre \"%s\" already (%s)", c->slug, there.id);
    }
    ch_new_id(ctx, "ctr", c->id);
    c->revision = 1;
    return save(ctx, c, "centre.create", NULL, NULL, err);
}

bool ch_centre_set_status(const struct ch_ctx *ctx, struct ch_centre *c,
                          const char *status, const char *code, const char *note,
                          struct err *err)
{
    snprintf(c->status, sizeof c->status, "%s", status);
    c->revision++;
    return save(ctx, c, "centre.status", code, note, err);
}

bool ch_centre_add_batch(const struct ch_ctx *ctx, struct ch_centre *c,
                         struct ch_batch *batch, struct err *err)
{
    ch_new_id(ctx, "bat", batch->id);
    snprintf(batch->centre, sizeof batch->centre, "%s", c->id);
    snprintf(batch->author, sizeof batch->author, "%s",
             ctx->who ? ctx->who->id : "system");
    batch->at = ctx->now;
    c->revision++;
    return ch_batch_put(ctx->db, batch, err) &&
           save(ctx, c, "centre.batch", NULL, NULL, err);
}

static bool plausible(const struct ch_ctx *ctx, const struct ch_reading *r, int index,
                      struct err *err)
{
    const char *why = r->powered > r->installed       ? "powered is above installed"
                      : r->allocatable > r->powered   ? "allocatable is above powered"
                      : r->allocated > r->allocatable ? "allocated is above allocatable"
                      : r->active > r->allocated      ? "active is above allocated"
                      : r->at > ctx->now + 5 * 60 * DATE_SECOND
                          ? "`at` lies in the future"
                          : NULL;
    return !why || err_set_type(err, ERR_INVALID, "implausible-reading",
                                "/readings/%d: %s; correct the figure and send again",
                                index, why);
}

bool ch_centre_report(const struct ch_ctx *ctx, const struct ch_centre *centre,
                      const struct ch_reading *readings, int count, int *accepted,
                      int *duplicates, struct err *err)
{
    struct buf body = {0};
    struct ch_landed landed;
    *accepted = *duplicates = 0;
    buf_printf(&body, "{\"centre\":\"%s\",\"readings\":[", centre->id);
    for (int i = 0; i < count; i++) {
        bool added;
        if (!plausible(ctx, &readings[i], i, err) ||
            !ch_reading_put(ctx->db, centre->id, &readings[i], &added, err)) {
            buf_clear(&body);
            return false;
        }
        if (added) {
            buf_adds(&body, (*accepted)++ ? "," : "");
            ch_reading_json(&readings[i], &body);
        }
        *duplicates += !added;
    }
    buf_adds(&body, "]}");
    struct ch_change change = {.stream = CH_STREAM_REGISTRY,
                               .action = "centre.readings",
                               .kind = "centre",
                               .id = centre->id,
                               .revision = centre->revision,
                               .body = buf_str(&body)};
    bool ok = *accepted == 0 || (buf_ok(&body) && ch_record(ctx, &change, &landed, err));
    buf_clear(&body);
    return ok;
}
