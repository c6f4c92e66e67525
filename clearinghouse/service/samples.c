#include "clearinghouse/service/samples.h"

#include "common/json.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pool {
    struct ch_sample_item *items;
    size_t count, room;
    bool failed;
};

static void add(void *ctx, const struct ch_sample_case *one)
{
    struct pool *pool = ctx;
    if (pool->count == pool->room) {
        size_t room = pool->room ? 2 * pool->room : 256;
        struct ch_sample_item *grown = realloc(pool->items, room * sizeof *grown);
        if (!grown) {
            pool->failed = true;
            return;
        }
        pool->items = grown;
        pool->room = room;
    }
    pool->items[pool->count++] = (struct ch_sample_item){.one = *one};
}

static uint64_t ticket(const char *seed, const char *id)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char text[CH_SLUG_MAX * 2 + ID_MAX];
    uint64_t out = 0;
    int n = snprintf(text, sizeof text, "%s%s", seed, id);
    crypto_hash_sha256(digest, (const unsigned char *)text, (unsigned long long)n);
    for (int i = 0; i < 8; i++) {
        out = out << 8 | digest[i];
    }
    return out;
}

/* What the rules found first, then the money, then the ticket: a full order, so that the
 * decile has one edge. */
static int by_risk(const void *a, const void *b)
{
    const struct ch_sample_item *left = a, *right = b;
    if (left->one.issues != right->one.issues) {
        return left->one.issues > right->one.issues ? -1 : 1;
    }
    if (left->one.grant_fen != right->one.grant_fen) {
        return left->one.grant_fen > right->one.grant_fen ? -1 : 1;
    }
    return left->ticket < right->ticket ? -1 : left->ticket > right->ticket;
}

static int by_id(const void *a, const void *b)
{
    const struct ch_sample_item *left = a, *right = b;
    return strcmp(left->one.id, right->one.id);
}

static void mark(void *ctx, const struct ch_sample_removal *removal)
{
    struct ch_sample *sample = ctx;
    for (size_t i = 0; i < sample->count; i++) {
        struct ch_sample_item *item = &sample->items[i];
        if (strcmp(item->one.id, removal->application) == 0) {
            snprintf(item->reason, sizeof item->reason, "%s", removal->reason);
            snprintf(item->removed_by, sizeof item->removed_by, "%s",
                     removal->removed_by);
        }
    }
}

/* rate_bp of 10,000 of all tickets there are. */
static bool drawn(uint64_t number, int rate_bp)
{
    return number / (UINT64_MAX / 10000 + 1) < (uint64_t)rate_bp;
}

bool ch_sample_draw(const struct ch_ctx *ctx, const char *programme, const char *seed,
                    int rate_bp, struct ch_sample *out, struct err *err)
{
    struct pool pool = {.count = 0};
    *out = (struct ch_sample){.count = 0};
    bool ok = ch_sample_cases(ctx->db, programme, add, &pool, err) &&
              (!pool.failed || err_set(err, ERR_BUSY, "out of memory; try again"));
    for (size_t i = 0; ok && i < pool.count; i++) {
        pool.items[i].ticket = ticket(seed, pool.items[i].one.id);
    }
    if (!ok) {
        free(pool.items);
        return false;
    }
    if (pool.count > 0) {
        qsort(pool.items, pool.count, sizeof *pool.items, by_risk);
    }
    out->population = pool.count;
    out->top = (pool.count + 9) / 10;
    for (size_t i = 0; i < pool.count; i++) {
        pool.items[i].top = i < out->top;
        if (pool.items[i].top || drawn(pool.items[i].ticket, rate_bp)) {
            pool.items[out->count++] = pool.items[i];
        }
    }
    if (out->count > 0) {
        qsort(pool.items, out->count, sizeof *pool.items, by_id);
    }
    out->items = pool.items;
    return ch_sample_removals(ctx->db, programme, seed, mark, out, err);
}

void ch_sample_clear(struct ch_sample *sample)
{
    free(sample->items);
    *sample = (struct ch_sample){.count = 0};
}

bool ch_sample_take_out(const struct ch_ctx *ctx, struct ch_sample_removal *r,
                        struct err *err)
{
    struct ch_application_row row;
    struct ch_landed landed;
    struct buf body = {0};
    struct jsonw w;
    if (!ch_application_get(ctx->db, r->application, &row, err)) {
        return false;
    }
    snprintf(r->programme, sizeof r->programme, "%s", row.programme);
    snprintf(r->removed_by, sizeof r->removed_by, "%s",
             ctx->who ? ctx->who->id : "system");
    r->removed_at = ctx->now;
    jsonw_start(&w, &body);
    jsonw_object(&w);
    jsonw_kstr(&w, "application", r->application);
    jsonw_kstr(&w, "programme", r->programme);
    jsonw_kstr(&w, "reason", r->reason);
    jsonw_kstr(&w, "removed_by", r->removed_by);
    jsonw_kstr(&w, "seed", r->seed);
    jsonw_object_end(&w);
    const struct ch_change change = {.stream = r->programme,
                                     .action = "sample.remove",
                                     .kind = "sample",
                                     .id = r->application,
                                     .revision = 1,
                                     .acting_as = CH_ROLE_SUPERVISOR,
                                     .reason_code = "other",
                                     .reason_note = r->reason,
                                     .body = buf_str(&body)};
    bool ok = jsonw_end(&w) && ch_sample_remove(ctx->db, r, err) &&
              ch_record(ctx, &change, &landed, err);
    buf_clear(&body);
    return ok;
}
