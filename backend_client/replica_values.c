#include "backend_client/replica_impl.h"

#include <stdio.h>

bool bc_replica_meta(struct bc_replica *replica, const char *key, struct buf *out,
                     struct err *err)
{
    sqlite3_stmt *get = bc_replica_statement(replica, BC_SQL_META, err);
    if (!get) {
        return false;
    }
    bc_bind_text(get, 1, key);
    int step = sqlite3_step(get);
    if (step == SQLITE_ROW) {
        buf_adds(out, bc_column_text(get, 0));
    }
    bool ok =
        step == SQLITE_ROW || step == SQLITE_DONE || bc_replica_failed(replica, err);
    sqlite3_reset(get);
    return ok;
}

bool bc_replica_set_meta(struct bc_replica *replica, const char *key, const char *value,
                         struct err *err)
{
    sqlite3_stmt *set = bc_replica_statement(replica, BC_SQL_SET_META, err);
    if (!set || !bc_replica_write(replica, err)) {
        return false;
    }
    bc_bind_text(set, 1, key);
    bc_bind_text(set, 2, value);
    return bc_replica_run(replica, set, err);
}

bool bc_replica_document(struct bc_replica *replica, const char *name, struct buf *out,
                         int64_t *at)
{
    sqlite3_stmt *get = bc_replica_statement(replica, BC_SQL_DOCUMENT, NULL);
    if (!get) {
        return false;
    }
    bc_bind_text(get, 1, name);
    bool found = sqlite3_step(get) == SQLITE_ROW;
    if (found) {
        buf_adds(out, bc_column_text(get, 0));
        *at = sqlite3_column_int64(get, 1);
    }
    sqlite3_reset(get);
    return found;
}

bool bc_replica_set_document(struct bc_replica *replica, const char *name,
                             const char *json, int64_t at, struct err *err)
{
    sqlite3_stmt *set = bc_replica_statement(replica, BC_SQL_SET_DOCUMENT, err);
    if (!set || !bc_replica_write(replica, err)) {
        return false;
    }
    bc_bind_text(set, 1, name);
    sqlite3_bind_int64(set, 2, at);
    bc_bind_text(set, 3, json);
    return bc_replica_run(replica, set, err);
}

bool bc_replica_head(struct bc_replica *replica, const char *stream, int64_t *seq,
                     char hash[72], struct err *err)
{
    sqlite3_stmt *get = bc_replica_statement(replica, BC_SQL_HEAD, err);
    if (!get) {
        return false;
    }
    bc_bind_text(get, 1, stream);
    int step = sqlite3_step(get);
    *seq = step == SQLITE_ROW ? sqlite3_column_int64(get, 0) : 0;
    snprintf(hash, 72, "%s", step == SQLITE_ROW ? bc_column_text(get, 1) : "");
    bool ok =
        step == SQLITE_ROW || step == SQLITE_DONE || bc_replica_failed(replica, err);
    sqlite3_reset(get);
    return ok;
}

bool bc_replica_set_head(struct bc_replica *replica, const char *stream, int64_t seq,
                         const char *hash, struct err *err)
{
    sqlite3_stmt *set = bc_replica_statement(replica, BC_SQL_SET_HEAD, err);
    if (!set || !bc_replica_write(replica, err)) {
        return false;
    }
    bc_bind_text(set, 1, stream);
    sqlite3_bind_int64(set, 2, seq);
    bc_bind_text(set, 3, hash);
    return bc_replica_run(replica, set, err);
}
