#include "backend_client/outbox_impl.h"

#include "common/date.h"
#include "common/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    BUSY_MS = 2000,
    CHECKED_BYTES = 8 << 20,
    APPLICATION = 0x76646f62 /* "vdob" */,
    VERSION = 1
};

/* A WAL costs one sync a commit where a rollback journal costs four. SQLite before 3.51.3
 * can lose a commit when two connections write or checkpoint one WAL at the same instant,
 * and two consoles may write here: so each writes only in its turn (bc_outbox_turn). */
static const char opening[] = "PRAGMA journal_mode=WAL;"
                              "PRAGMA synchronous=FULL;"
                              "PRAGMA trusted_schema=0;"
                              "PRAGMA cell_size_check=1;";

static const char schema[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS intents ("
    " number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " operation TEXT NOT NULL UNIQUE,"
    " target TEXT NOT NULL, principal TEXT NOT NULL,"
    " what TEXT NOT NULL, title TEXT NOT NULL, case_id TEXT NOT NULL,"
    " count INTEGER NOT NULL, created_at INTEGER NOT NULL,"
    " path TEXT NOT NULL, if_match INTEGER NOT NULL, body TEXT NOT NULL,"
    " state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 7),"
    " attempts INTEGER NOT NULL, updated_at INTEGER NOT NULL, next_at INTEGER NOT NULL,"
    " agreed_at INTEGER NOT NULL, undo_until INTEGER NOT NULL, done INTEGER NOT NULL,"
    " awaiting INTEGER NOT NULL, refused INTEGER NOT NULL,"
    " text TEXT NOT NULL, problem TEXT NOT NULL, checksum TEXT NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS intents_pending ON intents (number)"
    " WHERE state IN (0, 1, 5, 6);"
    "CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) "
    "STRICT;"
    "CREATE TRIGGER IF NOT EXISTS intents_stay BEFORE DELETE ON intents"
    " BEGIN SELECT raise(ABORT, 'the outbox never deletes'); END;"
    "CREATE TRIGGER IF NOT EXISTS intents_as_written BEFORE UPDATE OF number, operation,"
    " target, principal, what, title, case_id, count, created_at, path, if_match, body"
    " ON intents BEGIN SELECT raise(ABORT, 'an intent is not rewritten'); END;"
    "PRAGMA application_id=1986293602;"
    "PRAGMA user_version=1;"
    "COMMIT;";

/* ---- opening ---- */

bool bc_outbox_failed(const struct bc_outbox_file *file, struct err *err)
{
    int code = sqlite3_errcode(file->db);
    return err_set(err, code == SQLITE_BUSY ? ERR_BUSY : ERR_INTERNAL,
                   "the outbox cannot be used: %s%s", sqlite3_errmsg(file->db),
                   code == SQLITE_FULL ? "; make room on the disk and try again" : "");
}

static bool exec(struct bc_outbox_file *file, const char *sql, struct err *err)
{
    if (!bc_outbox_turn(file, err)) {
        return false;
    }
    bool ok = sqlite3_exec(file->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
              bc_outbox_failed(file, err);
    bc_outbox_turn_over(file);
    return ok;
}

static int64_t pragma(struct bc_outbox_file *file, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(file->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW) {
        value = sqlite3_column_int64(stmt, 0);
    }
    sqlite3_finalize(stmt);
    return value;
}

static int64_t size_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_size : 0;
}

/* The whole file, which takes long for one of many years; its rows are checked one by one
 * when they are read in any case. */
static bool sound(struct bc_outbox_file *file)
{
    sqlite3_stmt *stmt = NULL;
    bool ok = sqlite3_prepare_v2(file->db, "PRAGMA quick_check(1)", -1, &stmt, NULL) ==
                  SQLITE_OK &&
              sqlite3_step(stmt) == SQLITE_ROW &&
              strcmp((const char *)sqlite3_column_text(stmt, 0), "ok") == 0;
    sqlite3_finalize(stmt);
    return ok;
}

/* Only its owner may read what is decided; SQLite's own files take the same mode. */
static bool make_private(const char *path, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return err_set(err, ERR_CONFIG, "cannot open '%s': %s", path, strerror(errno));
    }
    close(fd);
    return true;
}

static bool open_database(struct bc_outbox_file *file, const char *path, struct err *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                SQLITE_OPEN_NOFOLLOW;
    if (!make_private(path, err)) {
        return false;
    }
    if (sqlite3_open_v2(path, &file->db, flags, NULL) != SQLITE_OK) {
        return bc_outbox_failed(file, err);
    }
    sqlite3_busy_timeout(file->db, BUSY_MS);
    sqlite3_db_config(file->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(file->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(file->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    if (!exec(file, opening, err)) {
        return false;
    }
    if (pragma(file, "PRAGMA user_version") > VERSION) {
        return err_set(err, ERR_CONFIG,
                       "'%s' is of a newer voucherdesk; use that, or another --state",
                       path);
    }
    if (size_of(path) <= CHECKED_BYTES && !sound(file)) {
        return err_set(err, ERR_INVALID, "'%s' is damaged", path);
    }
    return pragma(file, "PRAGMA user_version") == VERSION ? true
                                                          : exec(file, schema, err);
}

static bool is_damage(const struct bc_outbox_file *file, const struct err *err)
{
    int code = file->db ? sqlite3_errcode(file->db) & 0xFF : SQLITE_OK;
    return err->kind == ERR_INVALID || code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

/* Under a name that says when and that nothing has yet, with what belongs to it: a WAL
 * left behind would be taken for the new file's. */
static bool set_aside(const char *path, char aside[4200], struct err *err)
{
    static const char *const parts[] = {"-wal", "-shm", "-journal", ""};
    int64_t when = date_now() / DATE_SECOND;
    bool ok = true;
    do {
        snprintf(aside, 4200, "%.4000s.damaged-%" PRId64, path, when++);
    } while (access(aside, F_OK) == 0);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        char from[4220], to[4220];
        snprintf(from, sizeof from, "%.4000s%s", path, parts[i]);
        snprintf(to, sizeof to, "%s%s", aside, parts[i]);
        ok = rename(from, to) == 0 || (errno == ENOENT && *parts[i]);
    }
    return ok || err_set(err, ERR_CONFIG, "'%s' is damaged and cannot be renamed: %s",
                         path, strerror(errno));
}

static bool tell_damage(struct bc_outbox_file *file, const char *aside, struct err *err)
{
    struct bc_row row = {.if_match = -1, .damaged = true};
    int64_t now = date_now();
    char hash[HASH_HEX];
    snprintf(row.seen.what, sizeof row.seen.what, "damaged");
    snprintf(row.seen.title, sizeof row.seen.title, "outbox.db");
    snprintf(row.seen.operation, sizeof row.seen.operation, "damaged_%.20s",
             hash_hex(aside, strlen(aside), hash));
    snprintf(row.seen.text, sizeof row.seen.text,
             "the outbox file was damaged; it is kept as '%.200s'. Look through your "
             "decisions since the last confirmed one and make the missing ones again",
             aside);
    row.seen.state = BC_INTENT_HELD;
    row.seen.created_at = row.seen.updated_at = row.agreed_at = now;
    bool ok = bc_outbox_file_add(file, &row, err);
    bc_row_clear(&row);
    return ok;
}

static bool open_or_begin_again(struct bc_outbox_file *file, const char *path,
                                struct err *err)
{
    char aside[4200];
    struct err why = {0};
    if (open_database(file, path, &why)) {
        return true;
    }
    bool damaged = is_damage(file, &why);
    sqlite3_close(file->db);
    file->db = NULL;
    if (!damaged) {
        if (err) {
            *err = why;
        }
        return false;
    }
    return set_aside(path, aside, err) && open_database(file, path, err) &&
           tell_damage(file, aside, err);
}

bool bc_outbox_file_open(const char *path, struct bc_outbox_file **out, struct err *err)
{
    char locks[4200];
    struct bc_outbox_file *file = calloc(1, sizeof *file);
    if (!file) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    snprintf(locks, sizeof locks, "%.4000s.lock", path);
    file->locks = open(locks, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file->locks < 0) {
        err_set(err, ERR_CONFIG, "cannot open '%s': %s", locks, strerror(errno));
        free(file);
        return false;
    }
    if (!open_or_begin_again(file, path, err)) {
        bc_outbox_file_close(file);
        return false;
    }
    *out = file;
    return true;
}

void bc_outbox_file_close(struct bc_outbox_file *file)
{
    if (!file) {
        return;
    }
    bool turn = bc_outbox_turn(file, NULL); /* the last one to close checkpoints */
    sqlite3_db_config(file->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, turn ? 0 : 1, NULL);
    sqlite3_close(file->db);
    close(file->locks);
    free(file);
}

/* ---- holding ---- */

/* A lock of the open file, not of the process: the system drops it when its holder is
 * gone, killed ones included, and two sessions of one process still exclude each other.
 */
static bool lock(struct bc_outbox_file *file, int64_t at, short type)
{
    struct flock l = {.l_type = type, .l_whence = SEEK_SET, .l_start = at, .l_len = 1};
    return fcntl(file->locks, F_OFD_SETLK, &l) == 0;
}

bool bc_outbox_file_hold(struct bc_outbox_file *file, int64_t number)
{
    return lock(file, number, F_WRLCK);
}

void bc_outbox_file_let_go(struct bc_outbox_file *file, int64_t number)
{
    (void)lock(file, number, F_UNLCK);
}

enum { TURN = 0 }; /* intents are numbered from 1 */

bool bc_outbox_turn(struct bc_outbox_file *file, struct err *err)
{
    const struct timespec pause = {.tv_nsec = 1000000};
    for (int waited = 0; waited < BUSY_MS; waited++) {
        if (lock(file, TURN, F_WRLCK)) {
            return true;
        }
        nanosleep(&pause, NULL);
    }
    return err_set(err, ERR_BUSY, "another console is writing to the outbox; try again");
}

void bc_outbox_turn_over(struct bc_outbox_file *file)
{
    (void)lock(file, TURN, F_UNLCK);
}
