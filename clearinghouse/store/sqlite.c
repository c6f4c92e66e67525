#include "clearinghouse/store/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { BUSY_MS = 5000, CHECKPOINT_PAGES = 1000 };

struct sqlite_db {
    struct ch_db base;
    sqlite3 *handle;
    int lock; /* of the one writer, or -1 */
};

struct sqlite_stmt {
    struct ch_stmt base;
    sqlite3_stmt *handle;
    uint8_t place[CH_PARAMETERS]; /* of $1, $2, …: names count as they first appear */
};

static struct sqlite_db *of_db(struct ch_db *db)
{
    return (struct sqlite_db *)db;
}

static struct sqlite_stmt *of(struct ch_stmt *stmt)
{
    return (struct sqlite_stmt *)stmt;
}

static bool refuse(struct sqlite_db *db, struct err *err)
{
    int code = sqlite3_errcode(db->handle);
    const char *text = sqlite3_errmsg(db->handle);
    switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
        return err_set(err, ERR_CONFLICT, "%s", text);
    case SQLITE_FULL:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ERR_BUSY, "the ledger cannot take this now (%s); try again",
                       text);
    default:
        return err_set(err, ERR_INTERNAL, "the ledger's file: %s (code %d)", text,
                       sqlite3_extended_errcode(db->handle));
    }
}

static bool exec(struct ch_db *db, const char *sql, struct err *err)
{
    return sqlite3_exec(of_db(db)->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
           refuse(of_db(db), err);
}

/* ---- statements ---- */

static bool find_places(struct sqlite_stmt *stmt, const char *sql, struct err *err)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(stmt->handle); i++) {
        const char *name = sqlite3_bind_parameter_name(stmt->handle, i);
        long number = name && *name == '$' ? strtol(name + 1, NULL, 10) : 0;
        if (number < 1 || number >= CH_PARAMETERS) {
            return err_set(err, ERR_INTERNAL, "a parameter is not $1 to $%d: %.60s",
                           CH_PARAMETERS - 1, sql);
        }
        stmt->place[number] = (uint8_t)i;
    }
    return true;
}

static void destroy(struct ch_stmt *stmt)
{
    sqlite3_finalize(of(stmt)->handle);
    free(stmt);
}

static bool compile(struct ch_db *db, const char *sql, bool keep, struct ch_stmt **out,
                    struct err *err)
{
    struct sqlite_stmt *stmt = calloc(1, sizeof *stmt);
    if (!stmt) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    stmt->base = (struct ch_stmt){.db = db, .sql = sql, .kept = keep};
    if (sqlite3_prepare_v3(of_db(db)->handle, sql, -1,
                           keep ? SQLITE_PREPARE_PERSISTENT : 0, &stmt->handle,
                           NULL) != SQLITE_OK) {
        free(stmt);
        return refuse(of_db(db), err);
    }
    if (!find_places(stmt, sql, err)) {
        destroy(&stmt->base);
        return false;
    }
    *out = &stmt->base;
    return true;
}

static void bind_text(struct ch_stmt *stmt, int index, const char *text)
{
    sqlite3_bind_text(of(stmt)->handle, of(stmt)->place[index], text, -1, SQLITE_STATIC);
}

static void bind_int(struct ch_stmt *stmt, int index, int64_t value)
{
    sqlite3_bind_int64(of(stmt)->handle, of(stmt)->place[index], value);
}

static enum ch_step step(struct ch_stmt *stmt, struct err *err)
{
    switch (sqlite3_step(of(stmt)->handle)) {
    case SQLITE_ROW:
        return CH_ROW;
    case SQLITE_DONE:
        return CH_DONE;
    default:
        refuse(of_db(stmt->db), err);
        return CH_STEP_ERROR;
    }
}

static const char *text(struct ch_stmt *stmt, int column)
{
    return (const char *)sqlite3_column_text(of(stmt)->handle, column);
}

static int64_t number(struct ch_stmt *stmt, int column)
{
    return sqlite3_column_int64(of(stmt)->handle, column);
}

static int64_t changed(struct ch_stmt *stmt)
{
    return sqlite3_changes64(of_db(stmt->db)->handle);
}

static int64_t written(struct ch_db *db)
{
    return sqlite3_total_changes64(of_db(db)->handle);
}

static void reset(struct ch_stmt *stmt)
{
    sqlite3_reset(of(stmt)->handle);
    sqlite3_clear_bindings(of(stmt)->handle);
}

/* ---- transactions ---- */

static bool commit(struct ch_db *db, struct err *err)
{
    return exec(db, "COMMIT", err);
}

static bool in_transaction(struct ch_db *db)
{
    return !sqlite3_get_autocommit(of_db(db)->handle);
}

static void checkpoint(struct ch_db *db)
{
    sqlite3 *h = of_db(db)->handle;
    int in_log = 0, done = 0;
    sqlite3_wal_checkpoint_v2(h, NULL, SQLITE_CHECKPOINT_PASSIVE, &in_log, &done);
    if (in_log > CHECKPOINT_PAGES * 50) { /* readers held it back: start the log over */
        sqlite3_wal_checkpoint_v2(h, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    }
}

static bool version(struct ch_db *db, int *out, struct err *err)
{
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(of_db(db)->handle, "PRAGMA user_version", -1, &stmt, NULL) !=
        SQLITE_OK) {
        return refuse(of_db(db), err);
    }
    *out = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return true;
}

static bool set_version(struct ch_db *db, int value, struct err *err)
{
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA user_version = %d", value);
    return exec(db, sql, err);
}

static void close_db(struct ch_db *base)
{
    struct sqlite_db *db = of_db(base);
    sqlite3_close(db->handle);
    if (db->lock >= 0) {
        close(db->lock);
    }
    free(db);
}

static const struct ch_engine engine = {
    .name = "sqlite",
    .migrations = "",
    .close = close_db,
    .compile = compile,
    .destroy = destroy,
    .bind_text = bind_text,
    .bind_int = bind_int,
    .step = step,
    .text = text,
    .number = number,
    .changed = changed,
    .written = written,
    .reset = reset,
    .exec = exec,
    .begin = "BEGIN IMMEDIATE",
    .read_begin = "BEGIN",
    .commit = commit,
    .in_transaction = in_transaction,
    .checkpoint = checkpoint,
    .version = version,
    .set_version = set_version,
};

/* ---- opening ---- */

static bool take_lock(struct sqlite_db *db, const char *path, struct err *err)
{
    char name[4096];
    int n = snprintf(name, sizeof name, "%s.lock", path);
    if (n < 0 || (size_t)n >= sizeof name) {
        return err_set(err, ERR_CONFIG, "the path \"%.100s…\" is too long", path);
    }
    db->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (db->lock < 0) {
        return err_set(err, ERR_CONFIG, "cannot open \"%s\": %s", name, strerror(errno));
    }
    if (flock(db->lock, LOCK_EX | LOCK_NB) != 0) {
        return err_set(
            err, ERR_BUSY,
            "another clearinghoused already serves \"%s\"; use its socket or stop "
            "it first",
            path);
    }
    return true;
}

static bool harden(struct sqlite_db *db, enum ch_db_mode mode, struct err *err)
{
    sqlite3 *h = db->handle;
    sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_limit(h, SQLITE_LIMIT_LENGTH, 16 << 20);
    sqlite3_limit(h, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_busy_timeout(h, BUSY_MS);
    return exec(&db->base,
                mode == CH_DB_WRITE
                    ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                      "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; "
                      /* REPLACE deletes, and only so do the triggers see it */
                      "PRAGMA recursive_triggers = ON; "
                      "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -131072; "
                      "PRAGMA temp_store = MEMORY"
                    : "PRAGMA query_only = ON; PRAGMA cell_size_check = ON; "
                      "PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY",
                err);
}

static bool quick_check(struct sqlite_db *db, struct err *err)
{
    sqlite3_stmt *stmt;
    /* Small ledgers are checked whole; of large ones `clearinghoused verify` reads
     * everything. */
    if (sqlite3_prepare_v2(db->handle, "SELECT page_count FROM pragma_page_count", -1,
                           &stmt, NULL) != SQLITE_OK) {
        return refuse(db, err);
    }
    int64_t pages = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    if (pages > 20000) {
        return true;
    }
    if (sqlite3_prepare_v2(db->handle, "PRAGMA quick_check(1)", -1, &stmt, NULL) !=
        SQLITE_OK) {
        return refuse(db, err);
    }
    bool ok = sqlite3_step(stmt) == SQLITE_ROW &&
              strcmp((const char *)sqlite3_column_text(stmt, 0), "ok") == 0;
    if (!ok) {
        err_set(err, ERR_INVALID,
                "the ledger's file is damaged; restore a backup, do not go on with it");
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool ch_sqlite_open(const char *path, enum ch_db_mode mode, struct ch_db **out,
                    struct err *err)
{
    struct sqlite_db *db = calloc(1, sizeof *db);
    if (!db) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    db->base.engine = &engine;
    db->lock = -1;
    bool memory = strcmp(path, ":memory:") == 0;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                (mode == CH_DB_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                     : SQLITE_OPEN_READONLY);
    bool ok = memory || mode == CH_DB_READ || take_lock(db, path, err);
    if (ok && sqlite3_open_v2(path, &db->handle, flags, NULL) != SQLITE_OK) {
        ok = err_set(err, ERR_CONFIG, "cannot open the ledger \"%s\": %s", path,
                     db->handle ? sqlite3_errmsg(db->handle) : "out of memory");
    }
    ok = ok && harden(db, mode, err) && (mode == CH_DB_READ || quick_check(db, err));
    if (!ok) {
        close_db(&db->base);
        return false;
    }
    *out = &db->base;
    return true;
}
