#include "clearinghouse/store/checkpoints.h"

bool ch_checkpoint_put(struct ch_db *db, const char *stream, int64_t seq, int64_t at,
                       const char *document, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "INSERT INTO checkpoints (stream, seq, at, document) VALUES ($1, $2, "
                    "$3, $4) ON CONFLICT DO NOTHING",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, stream);
    ch_bind_int(stmt, 2, seq);
    ch_bind_int(stmt, 3, at);
    ch_bind_text(stmt, 4, document);
    return ch_run(stmt, NULL, err);
}

bool ch_checkpoint_each(struct ch_db *db, const char *stream, int64_t after, int limit,
                        ch_checkpoint_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT seq, document FROM checkpoints WHERE stream = $1 AND seq > $2 "
            "ORDER BY seq, at LIMIT $3",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, stream);
    ch_bind_int(stmt, 2, after);
    ch_bind_int(stmt, 3, limit);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_int(stmt, 0), ch_col_text(stmt, 1));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_signing_key_put(struct ch_db *db, const char *key, int64_t since, bool *added,
                        struct err *err)
{
    struct ch_stmt *stmt;
    int64_t changed = 0;
    if (!ch_prepare(db,
                    "INSERT INTO signing_keys (key, since) VALUES ($1, $2) ON CONFLICT "
                    "DO NOTHING",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, key);
    ch_bind_int(stmt, 2, since);
    bool ok = ch_run(stmt, &changed, err);
    *added = changed > 0;
    return ok;
}

bool ch_signing_key_each(struct ch_db *db, ch_signing_key_fn *each, void *ctx,
                         struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, "SELECT key, since FROM signing_keys ORDER BY since, key", &stmt,
                    err)) {
        return false;
    }
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_text(stmt, 0), ch_col_int(stmt, 1));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}
