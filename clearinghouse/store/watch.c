#include "clearinghouse/store/watch.h"

#include <stdio.h>

static bool sum(struct ch_stmt *stmt, struct ch_watched *out, struct err *err)
{
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        *out = (struct ch_watched){ch_col_int(stmt, 0), ch_col_int(stmt, 1)};
    }
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_watch_expiring(struct ch_db *db, int64_t now, int64_t until,
                       struct ch_watched *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT count(*), CAST(coalesce(sum(unused_fen), 0) AS BIGINT) FROM "
                    "vouchers WHERE status IN ('active', 'frozen') AND expires_at > $1 "
                    "AND expires_at <= $2 AND unused_fen > 0",
                    &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, now);
    ch_bind_int(stmt, 2, until);
    return sum(stmt, out, err);
}

bool ch_watch_recoveries(struct ch_db *db, bool overdue, struct ch_watched *out,
                         struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT count(*), CAST(coalesce(sum(recover_fen - recovered_fen), 0) "
                    "AS BIGINT) FROM claims WHERE status = 'recovered' AND recovered_fen "
                    "< recover_fen AND overdue >= $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, overdue);
    return sum(stmt, out, err);
}

bool ch_watch_checkpoint(struct ch_db *db, int64_t *at, struct err *err)
{
    struct ch_stmt *stmt;
    struct ch_watched found = {0};
    if (!ch_prepare(db, "SELECT count(*), coalesce(max(at), 0) FROM checkpoints", &stmt,
                    err) ||
        !sum(stmt, &found, err)) {
        return false;
    }
    *at = found.fen;
    return true;
}

static bool each_of(struct ch_stmt *stmt, ch_watch_fn *each, void *ctx, struct err *err)
{
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_text(stmt, 0), ch_col_text(stmt, 1), ch_col_int(stmt, 2),
             ch_col_int(stmt, 3));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_watch_payees(struct ch_db *db, int limit, ch_watch_fn *each, void *ctx,
                     struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT credit_code, min(applicant_name), count(*), "
                    "CAST(sum(amount_fen) AS BIGINT) AS fen FROM claims WHERE status = "
                    "'paid' GROUP BY credit_code ORDER BY fen DESC, credit_code LIMIT $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, limit);
    return each_of(stmt, each, ctx, err);
}

bool ch_watch_groups(struct ch_db *db, int limit, ch_watch_fn *each, void *ctx,
                     struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT v.group_id, coalesce(min(o.name), min(v.applicant_name)), "
                    "count(DISTINCT v.applicant), CAST(sum(v.face_fen - v.expired_fen - "
                    "v.revoked_fen) AS BIGINT) AS fen FROM vouchers v LEFT JOIN "
                    "organisations o ON o.id = v.group_id GROUP BY v.group_id ORDER BY "
                    "fen DESC, v.group_id LIMIT $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, limit);
    return each_of(stmt, each, ctx, err);
}

bool ch_watch_usage(struct ch_db *db, int32_t since, int limit, ch_watch_fn *each,
                    void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT c.centre, min(s.name), CAST(sum(c.usage_hours) AS BIGINT) AS "
                    "hours, min(c.usage_from) FROM claims c JOIN "
                    "centres s ON s.id = c.centre WHERE c.usage_from > 0 AND c.usage_to "
                    ">= $1 AND c.status "
                    "<> 'rejected' GROUP BY c.centre ORDER BY hours DESC, c.centre LIMIT "
                    "$2",
                    &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, since);
    ch_bind_int(stmt, 2, limit);
    return each_of(stmt, each, ctx, err);
}

bool ch_watch_stopped(struct ch_db *db, const char *const reasons[2], ch_watch_fn *each,
                      void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    char part[2][120];
    if (!ch_prepare(db,
                    "SELECT s.id, s.number, CASE WHEN s.first THEN 1 ELSE 2 END, "
                    "s.amount_fen FROM (SELECT a.id, a.number, a.amount_fen, "
                    "a.submitted_at, instr(j.body, $1) > 0 AS first, instr(j.body, $2) > "
                    "0 AS second FROM applications a JOIN journal j ON j.stream = "
                    "a.programme AND j.seq = a.entry_seq WHERE a.status IN ('submitted', "
                    "'under_review', 'awaiting_second') AND a.verdict IN ('fail', "
                    "'query')) s WHERE s.first OR s.second ORDER BY s.submitted_at, s.id",
                    &stmt, err)) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        snprintf(part[i], sizeof part[i], "\"reason\":\"%.80s\"", reasons[i]);
        ch_bind_text(stmt, i + 1, part[i]);
    }
    return each_of(stmt, each, ctx, err);
}
