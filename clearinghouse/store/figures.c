#include "clearinghouse/store/figures.h"

bool ch_flow_each(struct ch_db *db, const char *programme, const char *tranche,
                  ch_flow_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT day, source, target, amount FROM flows WHERE programme = $1 "
                    "AND tranche = $2 ORDER BY day, source, target",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, tranche);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        struct ch_flow flow = {.day = (int32_t)ch_col_int(stmt, 0),
                               .from = (enum ch_account)ch_col_int(stmt, 1),
                               .to = (enum ch_account)ch_col_int(stmt, 2),
                               .amount = ch_col_int(stmt, 3)};
        each(ctx, &flow);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_decided_since(struct ch_db *db, int32_t day, int64_t *count, int64_t *seconds,
                      struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT coalesce(sum(count), 0), coalesce(sum(seconds), 0) FROM "
                    "decided WHERE day >= $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, day);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        *count = ch_col_int(stmt, 0);
        *seconds = ch_col_int(stmt, 1);
    }
    ch_finish(stmt);
    return step == CH_ROW;
}
