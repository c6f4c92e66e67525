#include "clearinghouse/store/records.h"

#include <stdio.h>

#define TRANCHE_COLUMNS                                                                  \
    "programme, id, name, fiscal_year, opens_on, closes_on, revision, funders, "         \
    "appropriated, available, reserved, committed, payable, disbursed, lapsed, "         \
    "recovered, closed_at, carried_to "

bool ch_programme_put(struct ch_db *db, const char *id, int version, int64_t entry_seq,
                      struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO programmes (id, version, entry_seq) VALUES ($1, $2, $3) ON "
            "CONFLICT (id) DO UPDATE SET version = excluded.version, "
            "entry_seq = excluded.entry_seq",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, id);
    ch_bind_int(stmt, 2, version);
    ch_bind_int(stmt, 3, entry_seq);
    return ch_run(stmt, NULL, err);
}

bool ch_programme_each(struct ch_db *db, ch_programme_fn *each, void *ctx,
                       struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, "SELECT id, version, entry_seq FROM programmes ORDER BY id",
                    &stmt, err)) {
        return false;
    }
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_text(stmt, 0), (int)ch_col_int(stmt, 1), ch_col_int(stmt, 2));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

static void read_tranche(struct ch_stmt *stmt, struct ch_tranche *out)
{
    snprintf(out->programme, sizeof out->programme, "%s", ch_col_text(stmt, 0));
    snprintf(out->id, sizeof out->id, "%s", ch_col_text(stmt, 1));
    snprintf(out->name, sizeof out->name, "%s", ch_col_text(stmt, 2));
    out->fiscal_year = (int)ch_col_int(stmt, 3);
    out->opens_on = (int32_t)ch_col_int(stmt, 4);
    out->closes_on = (int32_t)ch_col_int(stmt, 5);
    out->revision = ch_col_int(stmt, 6);
    snprintf(out->funders, sizeof out->funders, "%s", ch_col_text(stmt, 7));
    for (int i = 0; i < CH_ACCOUNT_COUNT; i++) {
        out->balance[i] = ch_col_int(stmt, 8 + i);
    }
    out->closed_at = ch_col_int(stmt, 8 + CH_ACCOUNT_COUNT);
    snprintf(out->carried_to, sizeof out->carried_to, "%s",
             ch_col_text(stmt, 9 + CH_ACCOUNT_COUNT));
}

bool ch_tranche_get(struct ch_db *db, const char *programme, const char *id,
                    struct ch_tranche *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT " TRANCHE_COLUMNS
                    "FROM tranches WHERE programme = $1 AND id = $2",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, id);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        read_tranche(stmt, out);
    } else if (step == CH_DONE) {
        err_set(err, ERR_NOT_FOUND,
                "programme %s has no tranche \"%s\"; its tranches are at "
                "/v1/programmes/%s/tranches",
                programme, id, programme);
    }
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_tranche_put(struct ch_db *db, const struct ch_tranche *t, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO tranches (programme, id, name, fiscal_year, opens_on, "
            "closes_on, revision, funders, closed_at, carried_to) VALUES ($1, $2, $3, "
            "$4, "
            "$5, $6, $7, $8, $9, $10) ON "
            "CONFLICT (programme, id) DO UPDATE SET name = excluded.name, opens_on = "
            "excluded.opens_on, closes_on = excluded.closes_on, revision = "
            "excluded.revision, funders = excluded.funders, closed_at = "
            "excluded.closed_at, carried_to = excluded.carried_to",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, t->programme);
    ch_bind_text(stmt, 2, t->id);
    ch_bind_text(stmt, 3, t->name);
    ch_bind_int(stmt, 4, t->fiscal_year);
    ch_bind_int(stmt, 5, t->opens_on);
    ch_bind_int(stmt, 6, t->closes_on);
    ch_bind_int(stmt, 7, t->revision);
    ch_bind_text(stmt, 8, t->funders);
    ch_bind_int(stmt, 9, t->closed_at);
    ch_bind_text(stmt, 10, t->carried_to);
    return ch_run(stmt, NULL, err);
}

bool ch_tranche_each(struct ch_db *db, const char *programme, ch_tranche_fn *each,
                     void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT " TRANCHE_COLUMNS
                    "FROM tranches WHERE CAST($1 AS TEXT) IS NULL OR programme = "
                    "$1 ORDER BY programme, fiscal_year, id",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        struct ch_tranche tranche;
        read_tranche(stmt, &tranche);
        each(ctx, &tranche);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

/* What still runs in a tranche, by kind. */
static const char *const running[] = {
    [CH_RUNNING_CASES] = "SELECT id FROM applications WHERE programme = $1 AND tranche = "
                         "$2 AND reserved_fen > 0 ORDER BY id LIMIT $3",
    [CH_RUNNING_CLAIMS] =
        "SELECT id FROM claims WHERE programme = $1 AND tranche = $2 AND status IN "
        "('lodged', 'queried', 'matched', 'approved', 'in_payment', 'failed') ORDER BY "
        "id "
        "LIMIT $3",
    [CH_RUNNING_VOUCHERS] =
        "SELECT id FROM vouchers WHERE programme = $1 AND tranche = $2 AND unused_fen + "
        "in_claim_fen > 0 ORDER BY id LIMIT $3",
};

bool ch_tranche_running(struct ch_db *db, const char *programme, const char *tranche,
                        enum ch_running kind, int limit, ch_id_fn *each, void *ctx,
                        struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, running[kind], &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, tranche);
    ch_bind_int(stmt, 3, limit);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_text(stmt, 0));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}
