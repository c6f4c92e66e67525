#include "clearinghouse/store/samples.h"

#include <stdio.h>

#define TEXT(field, column)                                                              \
    snprintf(field, sizeof(field), "%s", ch_col_text(stmt, column))

bool ch_sample_cases(struct ch_db *db, const char *programme, ch_sample_fn *each,
                     void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT id, number, grant_fen, verdict_issues, status FROM "
                    "applications WHERE programme = $1 AND status IN ('approved', "
                    "'on_notice', 'objected', 'issued') ORDER BY id",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        struct ch_sample_case one = {.grant_fen = ch_col_int(stmt, 2),
                                     .issues = (int32_t)ch_col_int(stmt, 3)};
        TEXT(one.id, 0);
        TEXT(one.number, 1);
        TEXT(one.status, 4);
        each(ctx, &one);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_sample_remove(struct ch_db *db, const struct ch_sample_removal *r,
                      struct err *err)
{
    struct ch_stmt *stmt;
    int64_t changed = 0;
    if (!ch_prepare(db,
                    "INSERT INTO sample_removals (programme, seed, application, reason, "
                    "removed_by, removed_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT "
                    "DO NOTHING",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, r->programme);
    ch_bind_text(stmt, 2, r->seed);
    ch_bind_text(stmt, 3, r->application);
    ch_bind_text(stmt, 4, r->reason);
    ch_bind_text(stmt, 5, r->removed_by);
    ch_bind_int(stmt, 6, r->removed_at);
    return ch_run(stmt, &changed, err) &&
           (changed == 1 ||
            err_set_type(err, ERR_CONFLICT, "already-removed",
                         "this case was taken out of the sample already"));
}

bool ch_sample_removals(struct ch_db *db, const char *programme, const char *seed,
                        ch_removal_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT application, reason, removed_by, removed_at FROM "
                    "sample_removals WHERE programme = $1 AND seed = $2 ORDER BY "
                    "application",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, seed);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        struct ch_sample_removal r = {.removed_at = ch_col_int(stmt, 3)};
        TEXT(r.application, 0);
        TEXT(r.reason, 1);
        TEXT(r.removed_by, 2);
        each(ctx, &r);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}
