#include "clearinghouse/store/db.h"

#include "clearinghouse/embedded.h"
#include "common/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { STATEMENTS = 256, BUSY_MS = 5000, CHECKPOINT_PAGES = 1000, PARAMETERS = 160 };

struct ch_stmt {
    const char *sql; /* its address is the key */
    sqlite3_stmt *handle;
    struct ch_db *db;
    bool used;
    uint8_t
        place[PARAMETERS]; /* of $1, $2, …: SQLite counts names as they first appear */
};

struct ch_db {
    sqlite3 *handle;
    int lock;                              /* of the one writer, or -1 */
    struct ch_stmt statements[STATEMENTS]; /* open addressing by address of the text */
};

static bool refuse(struct ch_db *db, struct err *err)
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

bool ch_exec(struct ch_db *db, const char *sql, struct err *err)
{
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
           refuse(db, err);
}

static size_t slot_of(const char *sql)
{
    return (size_t)(((uintptr_t)sql >> 3) * UINT64_C(0x9E3779B97F4A7C15) >> 40) %
           STATEMENTS;
}

static bool compile(struct ch_db *db, const char *sql, unsigned flags,
                    struct ch_stmt *stmt, struct err *err)
{
    if (sqlite3_prepare_v3(db->handle, sql, -1, flags, &stmt->handle, NULL) !=
        SQLITE_OK) {
        return refuse(db, err);
    }
    for (int i = 1; i <= sqlite3_bind_parameter_count(stmt->handle); i++) {
        const char *name = sqlite3_bind_parameter_name(stmt->handle, i);
        long number = name && *name == '$' ? strtol(name + 1, NULL, 10) : 0;
        if (number < 1 || number >= PARAMETERS) {
            sqlite3_finalize(stmt->handle);
            stmt->handle = NULL;
            return err_set(err, ERR_INTERNAL, "a parameter is not $1 to $%d: %.60s",
                           PARAMETERS - 1, sql);
        }
        stmt->place[number] = (uint8_t)i;
    }
    stmt->db = db;
    return true;
}

bool ch_prepare(struct ch_db *db, const char *sql, struct ch_stmt **out, struct err *err)
{
    size_t slot = slot_of(sql);
    for (size_t i = 0; i < STATEMENTS; i++, slot = (slot + 1) % STATEMENTS) {
        struct ch_stmt *stmt = &db->statements[slot];
        if (stmt->sql == sql) {
            if (stmt->used) {
                return err_set(err, ERR_INTERNAL,
                               "a statement is used while in use: %.60s", sql);
            }
        } else if (stmt->sql) {
            continue;
        } else {
            if (!compile(db, sql, SQLITE_PREPARE_PERSISTENT, stmt, err)) {
                return false;
            }
            stmt->sql = sql;
        }
        stmt->used = true;
        *out = stmt;
        return true;
    }
    return err_set(err, ERR_INTERNAL, "more than %d statements", STATEMENTS);
}

bool ch_prepare_once(struct ch_db *db, const char *sql, struct ch_stmt **out,
                     struct err *err)
{
    struct ch_stmt *stmt = calloc(1, sizeof *stmt);
    if (!stmt) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    if (!compile(db, sql, 0, stmt, err)) {
        free(stmt);
        return false;
    }
    *out = stmt;
    return true;
}

void ch_bind_text(struct ch_stmt *stmt, int index, const char *text)
{
    sqlite3_bind_text(stmt->handle, stmt->place[index], text, -1, SQLITE_STATIC);
}

void ch_bind_int(struct ch_stmt *stmt, int index, int64_t value)
{
    sqlite3_bind_int64(stmt->handle, stmt->place[index], value);
}

void ch_bind_null(struct ch_stmt *stmt, int index)
{
    sqlite3_bind_null(stmt->handle, stmt->place[index]);
}

enum ch_step ch_step(struct ch_stmt *stmt, struct err *err)
{
    switch (sqlite3_step(stmt->handle)) {
    case SQLITE_ROW:
        return CH_ROW;
    case SQLITE_DONE:
        return CH_DONE;
    default:
        refuse(stmt->db, err);
        return CH_STEP_ERROR;
    }
}

const char *ch_col_text(struct ch_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt->handle, column);
    return text ? (const char *)text : "";
}

int64_t ch_col_int(struct ch_stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->handle, column);
}

bool ch_col_null(struct ch_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

void ch_finish(struct ch_stmt *stmt)
{
    if (stmt && !stmt->sql) {
        sqlite3_finalize(stmt->handle);
        free(stmt);
    } else if (stmt) {
        sqlite3_reset(stmt->handle);
        sqlite3_clear_bindings(stmt->handle);
        stmt->used = false;
    }
}

bool ch_run(struct ch_stmt *stmt, int64_t *changed, struct err *err)
{
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        err_set(err, ERR_INTERNAL, "a statement returned rows nobody reads: %.60s",
                sqlite3_sql(stmt->handle));
    }
    if (changed && step == CH_DONE) {
        *changed = sqlite3_changes64(stmt->db->handle);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_begin(struct ch_db *db, struct err *err)
{
    return ch_exec(db, "BEGIN IMMEDIATE", err);
}

bool ch_commit(struct ch_db *db, struct err *err)
{
    return ch_exec(db, "COMMIT", err);
}

bool ch_in_transaction(const struct ch_db *db)
{
    return sqlite3_get_autocommit(db->handle) == 0;
}

void ch_rollback(struct ch_db *db)
{
    if (!sqlite3_get_autocommit(db->handle)) {
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    }
}

bool ch_savepoint(struct ch_db *db, struct err *err)
{
    return ch_exec(db, "SAVEPOINT command", err);
}

bool ch_savepoint_release(struct ch_db *db, struct err *err)
{
    return ch_exec(db, "RELEASE command", err);
}

void ch_savepoint_rollback(struct ch_db *db)
{
    if (!sqlite3_get_autocommit(db->handle)) {
        sqlite3_exec(db->handle, "ROLLBACK TO command; RELEASE command", NULL, NULL,
                     NULL);
    }
}

bool ch_read_begin(struct ch_db *db, struct err *err)
{
    return ch_exec(db, "BEGIN", err);
}

void ch_read_end(struct ch_db *db)
{
    ch_rollback(db);
}

void ch_checkpoint(struct ch_db *db)
{
    int in_log = 0, done = 0;
    sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &in_log,
                              &done);
    if (in_log > CHECKPOINT_PAGES * 50) { /* readers held it back: start the log over */
        sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_RESTART, NULL,
                                  NULL);
    }
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

/* ---- migrations ---- */

static bool is_migration(const struct ch_embedded *file)
{
    size_t len = strlen(file->name);
    return len > 4 && strcmp(file->name + len - 4, ".sql") == 0;
}

static bool schema_version(struct ch_db *db, int *out, struct err *err)
{
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(db->handle, "PRAGMA user_version", -1, &stmt, NULL) !=
        SQLITE_OK) {
        return refuse(db, err);
    }
    *out = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return true;
}

/* Migration n is the n-th embedded .sql file; user_version counts those applied. Each
 * applied file leaves its hash in meta, so that an edited migration is noticed. */
static bool apply(struct ch_db *db, int number, const struct ch_embedded *file,
                  struct err *err)
{
    char sql[64], hash[HASH_HEX];
    snprintf(sql, sizeof sql, "PRAGMA user_version = %d", number);
    if (!ch_begin(db, err)) {
        return false;
    }
    if (!ch_exec(db, file->data, err) ||
        !ch_meta_set(db, file->name, hash_hex(file->data, file->size, hash), err) ||
        !ch_exec(db, sql, err)) {
        err_prefix(err, "migration %s", file->name);
        ch_rollback(db);
        return false;
    }
    return ch_commit(db, err);
}

static bool same_migration(struct ch_db *db, const struct ch_embedded *file,
                           struct err *err)
{
    char was[HASH_HEX], is[HASH_HEX];
    if (!ch_meta_get(db, file->name, was, sizeof was, err)) {
        return false;
    }
    return strcmp(was, hash_hex(file->data, file->size, is)) == 0 ||
           err_set(err, ERR_CONFIG,
                   "the ledger was made with another %s; use the release that made it",
                   file->name);
}

static bool migrate(struct ch_db *db, bool may_write, struct err *err)
{
    int version = 0, known = 0;
    if (!schema_version(db, &version, err)) {
        return false;
    }
    for (const struct ch_embedded *file = ch_embedded; file->name; file++) {
        if (!is_migration(file)) {
            continue;
        }
        known++;
        bool ok = known <= version ? same_migration(db, file, err)
                  : may_write
                      ? apply(db, known, file, err)
                      : err_set(err, ERR_CONFIG, "the ledger is not migrated yet");
        if (!ok) {
            return false;
        }
    }
    return version <= known ||
           err_set(
               err, ERR_CONFIG,
               "the ledger is of version %d, newer than this program (%d); use a newer "
               "clearinghoused",
               version, known);
}

/* ---- opening ---- */

static bool take_lock(struct ch_db *db, const char *path, struct err *err)
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

static bool harden(struct ch_db *db, enum ch_db_mode mode, struct err *err)
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
    return ch_exec(db,
                   mode == CH_DB_WRITE
                       ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                         "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; "
                         "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -131072; "
                         "PRAGMA temp_store = MEMORY"
                       : "PRAGMA query_only = ON; PRAGMA cell_size_check = ON; "
                         "PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY",
                   err);
}

static bool quick_check(struct ch_db *db, struct err *err)
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

bool ch_db_open(const char *path, enum ch_db_mode mode, struct ch_db **out,
                struct err *err)
{
    struct ch_db *db = calloc(1, sizeof *db);
    if (!db) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
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
    ok = ok && harden(db, mode, err) && (mode == CH_DB_READ || quick_check(db, err)) &&
         migrate(db, mode == CH_DB_WRITE, err);
    if (!ok) {
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
    for (size_t i = 0; i < STATEMENTS; i++) {
        sqlite3_finalize(db->statements[i].handle);
    }
    sqlite3_close(db->handle);
    if (db->lock >= 0) {
        close(db->lock);
    }
    free(db);
}
