#include "clearinghouse/store/records.h"

#include <stdio.h>

#define COLUMNS                                                                          \
    "id, slug, name, operator_org, hub, province, status, price_fen, latency_ms, "       \
    "revision, "                                                                         \
    "entry_seq "

#define TEXT(field, column) snprintf(field, sizeof field, "%s", ch_col_text(stmt, column))

static void read_row(struct ch_stmt *stmt, struct ch_centre *out)
{
    TEXT(out->id, 0);
    TEXT(out->slug, 1);
    TEXT(out->name, 2);
    TEXT(out->operator_org, 3);
    TEXT(out->hub, 4);
    TEXT(out->province, 5);
    TEXT(out->status, 6);
    out->price_fen = ch_col_int(stmt, 7);
    out->latency_ms = ch_col_int(stmt, 8);
    out->revision = ch_col_int(stmt, 9);
    out->entry_seq = ch_col_int(stmt, 10);
}

bool ch_centre_put(struct ch_db *db, const struct ch_centre *c, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "INSERT INTO centres (" COLUMNS
                    ") VALUES ($1, $2, $3, $4, $5, $6, $7, "
                    "$8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET status = "
                    "excluded.status, price_fen = excluded.price_fen, revision = "
                    "excluded.revision, entry_seq = excluded.entry_seq",
                    &stmt, err)) {
        return false;
    }
    const char *const texts[] = {c->id,  c->slug,     c->name,  c->operator_org,
                                 c->hub, c->province, c->status};
    for (int i = 0; i < 7; i++) {
        ch_bind_text(stmt, i + 1, texts[i]);
    }
    ch_bind_int(stmt, 8, c->price_fen);
    ch_bind_int(stmt, 9, c->latency_ms);
    ch_bind_int(stmt, 10, c->revision);
    ch_bind_int(stmt, 11, c->entry_seq);
    return ch_run(stmt, NULL, err);
}

bool ch_centre_get(struct ch_db *db, const char *id_or_slug, struct ch_centre *out,
                   struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, "SELECT " COLUMNS "FROM centres WHERE id = $1 OR slug = $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, id_or_slug);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        read_row(stmt, out);
    } else if (step == CH_DONE) {
        err_set(err, ERR_NOT_FOUND, "there is no centre \"%s\"", id_or_slug);
    }
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_centre_list(struct ch_db *db, const char *after_id, int limit, ch_centre_fn *each,
                    void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT " COLUMNS "FROM centres WHERE id > $1 ORDER BY id LIMIT $2",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, after_id ? after_id : "");
    ch_bind_int(stmt, 2, limit);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        struct ch_centre centre;
        read_row(stmt, &centre);
        if (!each(ctx, &centre)) {
            step = CH_DONE;
            break;
        }
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_batch_put(struct ch_db *db, const struct ch_batch *b, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO batches (centre, id, accelerator, count, export_status, "
            "state_fund_eligible, evidence, author, at) VALUES ($1, $2, $3, $4, $5, "
            "$6, $7, $8, $9)",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, b->centre);
    ch_bind_text(stmt, 2, b->id);
    ch_bind_text(stmt, 3, b->accelerator);
    ch_bind_int(stmt, 4, b->count);
    ch_bind_text(stmt, 5, b->export_status);
    ch_bind_text(stmt, 6, b->state_fund_eligible);
    ch_bind_text(stmt, 7, b->evidence);
    ch_bind_text(stmt, 8, b->author);
    ch_bind_int(stmt, 9, b->at);
    return ch_run(stmt, NULL, err);
}

bool ch_batch_each(struct ch_db *db, const char *centre, ch_batch_fn *each, void *ctx,
                   struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT id, centre, accelerator, count, export_status, "
            "state_fund_eligible, evidence, author, at FROM batches WHERE centre = $1 "
            "ORDER BY id",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, centre);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        struct ch_batch batch;
        TEXT(batch.id, 0);
        TEXT(batch.centre, 1);
        TEXT(batch.accelerator, 2);
        batch.count = ch_col_int(stmt, 3);
        TEXT(batch.export_status, 4);
        TEXT(batch.state_fund_eligible, 5);
        TEXT(batch.evidence, 6);
        TEXT(batch.author, 7);
        batch.at = ch_col_int(stmt, 8);
        each(ctx, &batch);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}
