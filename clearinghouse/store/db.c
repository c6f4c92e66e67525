#include "clearinghouse/store/engine.h"

#include <stdio.h>
#include <string.h>

/* ---- statements ---- */

static size_t slot_of(const char *sql)
{
    return (size_t)(((uintptr_t)sql >> 3) * UINT64_C(0x9E3779B97F4A7C15) >> 40) %
           CH_STATEMENTS;
}

bool ch_prepare(struct ch_db *db, const char *sql, struct ch_stmt **out, struct err *err)
{
    size_t slot = slot_of(sql);
    for (size_t i = 0; i < CH_STATEMENTS; i++, slot = (slot + 1) % CH_STATEMENTS) {
        struct ch_stmt *stmt = db->kept[slot];
        if (stmt && stmt->sql != sql) {
            continue;
        }
        if (stmt && stmt->used) {
            return err_set(err, ERR_INTERNAL, "a statement is used while in use: %.60s",
                           sql);
        }
        if (!stmt) {
            if (!db->engine->compile(db, sql, true, &stmt, err)) {
                return false;
            }
            db->kept[slot] = stmt;
        }
        stmt->used = true;
        *out = stmt;
        return true;
    }
    return err_set(err, ERR_INTERNAL, "more than %d statements", CH_STATEMENTS);
}

bool ch_prepare_once(struct ch_db *db, const char *sql, struct ch_stmt **out,
                     struct err *err)
{
    return db->engine->compile(db, sql, false, out, err);
}

void ch_bind_text(struct ch_stmt *stmt, int index, const char *text)
{
    stmt->db->engine->bind_text(stmt, index, text);
}

void ch_bind_int(struct ch_stmt *stmt, int index, int64_t value)
{
    stmt->db->engine->bind_int(stmt, index, value);
}

void ch_bind_null(struct ch_stmt *stmt, int index)
{
    stmt->db->engine->bind_text(stmt, index, NULL);
}

enum ch_step ch_step(struct ch_stmt *stmt, struct err *err)
{
    return stmt->db->engine->step(stmt, err);
}

const char *ch_col_text(struct ch_stmt *stmt, int column)
{
    const char *text = stmt->db->engine->text(stmt, column);
    return text ? text : "";
}

int64_t ch_col_int(struct ch_stmt *stmt, int column)
{
    return stmt->db->engine->number(stmt, column);
}

bool ch_col_null(struct ch_stmt *stmt, int column)
{
    return stmt->db->engine->text(stmt, column) == NULL;
}

void ch_finish(struct ch_stmt *stmt)
{
    if (stmt && !stmt->kept) {
        stmt->db->engine->destroy(stmt);
    } else if (stmt) {
        stmt->db->engine->reset(stmt);
        stmt->used = false;
    }
}

bool ch_run(struct ch_stmt *stmt, int64_t *changed, struct err *err)
{
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        err_set(err, ERR_INTERNAL, "a statement returned rows nobody reads: %.60s",
                stmt->kept ? stmt->sql : "");
    }
    if (changed && step == CH_DONE) {
        *changed = stmt->db->engine->changed(stmt);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_exec(struct ch_db *db, const char *sql, struct err *err)
{
    return db->engine->exec(db, sql, err);
}

/* ---- transactions ---- */

bool ch_begin(struct ch_db *db, struct err *err)
{
    db->torn = db->trusted = false;
    return ch_exec(db, db->engine->begin, err);
}

/* Money never moves without the entry that says why. */
static bool all_journalled(struct ch_db *db, struct err *err)
{
    return db->moved.len == 0 ||
           err_set(err, ERR_INTERNAL, "money was moved without a journal entry: %.200s",
                   buf_str(&db->moved));
}

bool ch_commit(struct ch_db *db, struct err *err)
{
    return all_journalled(db, err) && db->engine->commit(db, err);
}

bool ch_in_transaction(struct ch_db *db)
{
    return db->engine->in_transaction(db);
}

void ch_rollback(struct ch_db *db)
{
    buf_reset(&db->moved);
    if (db->engine->in_transaction(db) && !ch_exec(db, "ROLLBACK", NULL)) {
        /* The connection is gone, and the transaction with it. */
    }
}

bool ch_savepoint(struct ch_db *db, struct err *err)
{
    return ch_exec(db, "SAVEPOINT command", err);
}

void ch_trust(struct ch_db *db, bool on)
{
    db->trusting = on && db->engine->written;
}

bool ch_savepoint_lightly(struct ch_db *db, struct err *err)
{
    db->trusted = db->trusting;
    db->mark = db->trusted ? db->engine->written(db) : 0;
    return db->trusted || ch_savepoint(db, err);
}

bool ch_torn(const struct ch_db *db)
{
    return db->torn;
}

bool ch_savepoint_release(struct ch_db *db, struct err *err)
{
    bool nothing = db->trusted;
    db->trusted = false;
    return all_journalled(db, err) &&
           (nothing || ch_exec(db, "RELEASE SAVEPOINT command", err));
}

void ch_savepoint_rollback(struct ch_db *db)
{
    buf_reset(&db->moved);
    if (db->trusted) {
        db->trusted = false;
        db->torn = db->torn || db->engine->written(db) != db->mark;
        return;
    }
    if (db->engine->in_transaction(db) &&
        !ch_exec(db, "ROLLBACK TO SAVEPOINT command; RELEASE SAVEPOINT command", NULL)) {
        /* As above: the commit that follows will say so. */
    }
}

bool ch_read_begin(struct ch_db *db, struct err *err)
{
    return ch_exec(db, db->engine->read_begin, err);
}

void ch_read_end(struct ch_db *db)
{
    ch_rollback(db);
}

void ch_checkpoint(struct ch_db *db)
{
    db->engine->checkpoint(db);
}

/* ---- settings of the ledger ---- */

bool ch_meta_get(struct ch_db *db, const char *key, char *out, size_t size,
                 struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, "SELECT value FROM meta WHERE key = $1", &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, key);
    enum ch_step step = ch_step(stmt, err);
    if (step != CH_STEP_ERROR) {
        snprintf(out, size, "%s", step == CH_ROW ? ch_col_text(stmt, 0) : "");
    }
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

bool ch_meta_set(struct ch_db *db, const char *key, const char *value, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "INSERT INTO meta (key, value) VALUES ($1, $2) "
                    "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, key);
    ch_bind_text(stmt, 2, value);
    return ch_run(stmt, NULL, err);
}

/* ---- opening ---- */

bool ch_db_open(const char *where, enum ch_db_mode mode, struct ch_db **out,
                struct err *err)
{
    struct ch_db *db = NULL;
    bool postgres = strncmp(where, "postgres://", 11) == 0 ||
                    strncmp(where, "postgresql://", 13) == 0;
    if (!(postgres ? ch_postgres_open : ch_sqlite_open)(where, mode, &db, err)) {
        return false;
    }
    if (!ch_migrate(db, mode == CH_DB_WRITE, err)) {
        ch_db_close(db);
        return false;
    }
    *out = db;
    return true;
}

void ch_db_close(struct ch_db *db)
{
    if (!db) {
        return;
    }
    for (size_t i = 0; i < CH_STATEMENTS; i++) {
        if (db->kept[i]) {
            db->engine->destroy(db->kept[i]);
        }
    }
    buf_clear(&db->moved);
    db->engine->close(db);
}
