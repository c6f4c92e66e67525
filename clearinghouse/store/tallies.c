#include "clearinghouse/store/records.h"

bool ch_application_counters(struct ch_db *db, ch_counter_fn *each, void *ctx,
                             struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT programme, status, count, amount_fen FROM counters WHERE count > 0 "
            "ORDER BY programme, status",
            &stmt, err)) {
        return false;
    }
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_text(stmt, 0), ch_col_text(stmt, 1), ch_col_int(stmt, 2),
             ch_col_int(stmt, 3));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_tally_reason(struct ch_db *db, const char *code, int64_t by, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO reasons_used (code, count) VALUES ($1, $2) ON CONFLICT (code) "
            "DO UPDATE SET count = reasons_used.count + excluded.count",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, code);
    ch_bind_int(stmt, 2, by);
    return ch_run(stmt, NULL, err);
}

bool ch_tally_provider(struct ch_db *db, const char *provider, const char *name,
                       int64_t amount_fen, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO provider_totals (provider, name, amount_fen) VALUES ($1, $2, "
            "$3) ON CONFLICT (provider) DO UPDATE SET amount_fen = "
            "provider_totals.amount_fen + excluded.amount_fen",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, provider);
    ch_bind_text(stmt, 2, name);
    ch_bind_int(stmt, 3, amount_fen);
    return ch_run(stmt, NULL, err);
}

static bool each_of(struct ch_stmt *stmt, int limit, ch_tally_fn *each, void *ctx,
                    struct err *err)
{
    ch_bind_int(stmt, 1, limit);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_text(stmt, 0), ch_col_int(stmt, 1));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_tally_reasons(struct ch_db *db, int limit, ch_tally_fn *each, void *ctx,
                      struct err *err)
{
    struct ch_stmt *stmt;
    return ch_prepare(
               db,
               "SELECT code, count FROM reasons_used WHERE count > 0 ORDER BY count "
               "DESC, code LIMIT $1",
               &stmt, err) &&
           each_of(stmt, limit, each, ctx, err);
}

bool ch_tally_providers(struct ch_db *db, int limit, ch_tally_fn *each, void *ctx,
                        struct err *err)
{
    struct ch_stmt *stmt;
    return ch_prepare(
               db,
               "SELECT name, amount_fen FROM provider_totals WHERE amount_fen > 0 ORDER "
               "BY amount_fen DESC, name LIMIT $1",
               &stmt, err) &&
           each_of(stmt, limit, each, ctx, err);
}
