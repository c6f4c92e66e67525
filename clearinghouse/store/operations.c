#include "clearinghouse/store/operations.h"

#include <stdio.h>

void ch_operation_clear(struct ch_operation *operation)
{
    buf_clear(&operation->answer);
}

bool ch_operation_get(struct ch_db *db, const char *principal, const char *key,
                      bool *found, struct ch_operation *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT fingerprint, status, etag, answer FROM operations WHERE "
                    "principal = $1 AND key = $2",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, principal);
    ch_bind_text(stmt, 2, key);
    enum ch_step step = ch_step(stmt, err);
    *found = step == CH_ROW;
    if (*found) {
        snprintf(out->fingerprint, sizeof out->fingerprint, "%s", ch_col_text(stmt, 0));
        out->status = (int)ch_col_int(stmt, 1);
        out->etag = ch_col_int(stmt, 2);
        buf_adds(&out->answer, ch_col_text(stmt, 3));
    }
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

bool ch_operation_put(struct ch_db *db, const char *principal, const char *key,
                      const struct ch_operation *operation, int64_t at, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "INSERT INTO operations (principal, key, fingerprint, status, etag, "
                    "answer, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, principal);
    ch_bind_text(stmt, 2, key);
    ch_bind_text(stmt, 3, operation->fingerprint);
    ch_bind_int(stmt, 4, operation->status);
    ch_bind_int(stmt, 5, operation->etag);
    ch_bind_text(stmt, 6, buf_str(&operation->answer));
    ch_bind_int(stmt, 7, at);
    return ch_run(stmt, NULL, err);
}
