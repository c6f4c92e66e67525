#include "backend_client/replica_impl.h"

#include "backend_client/replica_schema.h"
#include "common/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whole records kept; see BC_SQL_PRUNE_DETAILS. */
#define DETAILS "4096"

static const char *const statements[BC_SQL_COUNT] = {
    [BC_SQL_BEGIN] = "BEGIN",
    [BC_SQL_COMMIT] = "COMMIT",
    [BC_SQL_META] = "SELECT value FROM meta WHERE key = ?1",
    [BC_SQL_SET_META] = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)",
    [BC_SQL_DOCUMENT] = "SELECT json, at FROM documents WHERE name = ?1",
    [BC_SQL_SET_DOCUMENT] =
        "INSERT OR REPLACE INTO documents (name, at, json) VALUES (?1, ?2, ?3)",
    [BC_SQL_HEAD] = "SELECT seq, hash FROM heads WHERE stream = ?1",
    [BC_SQL_SET_HEAD] =
        "INSERT OR REPLACE INTO heads (stream, seq, hash) VALUES (?1, ?2, ?3)",
    [BC_SQL_SLOT] = "SELECT slot FROM cases WHERE id = ?1",
    [BC_SQL_ROW] = "SELECT " BC_CASE_COLUMNS " FROM cases WHERE slot = ?1",
    [BC_SQL_TEXT] = "SELECT applicant_name, number, credit_code, provider FROM cases "
                    "WHERE slot = ?1",
    [BC_SQL_INSERT] = "INSERT INTO cases (slot, " BC_CASE_COLUMNS ") VALUES (?1, ?2, ?3, "
                      "?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
                      "?18, ?19, ?20, ?21, ?22)",
    [BC_SQL_UPDATE] =
        "UPDATE cases SET id = ?2, number = ?3, tally = ?4, status = ?5, revision = ?6, "
        "applicant_id = ?7, applicant_name = ?8, credit_code = ?9, provider = ?10, "
        "kind = ?11, accelerator = ?12, gpu_hours = ?13, amount_fen = ?14, "
        "grant_fen = ?15, rank = ?16, issues = ?17, submitted_at = ?18, "
        "updated_at = ?19, due_at = ?20, due_key = ?21, undo_until = ?22 WHERE slot = ?1",
    [BC_SQL_PROVIDER] = "SELECT number FROM providers WHERE id = ?1 AND name = ?2",
    [BC_SQL_ADD_PROVIDER] = "INSERT INTO providers (id, name) VALUES (?1, ?2)",
    [BC_SQL_PROVIDER_NAME] = "SELECT id, name FROM providers WHERE number = ?1",
    [BC_SQL_ADD_WORD] = "INSERT INTO words (number, word) VALUES (?1, ?2)",
    [BC_SQL_LAST_SLOT] = "SELECT max(slot) FROM cases",
    [BC_SQL_SAVE_TALLY] =
        "INSERT OR REPLACE INTO tallies (number, programme, tranche, status, verdict, "
        "assignee, cases, amount_fen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [BC_SQL_INDEX] = "INSERT INTO search (rowid, words, initials) VALUES (?1, ?2, ?3)",
    [BC_SQL_UNINDEX] = "INSERT INTO search (search, rowid, words, initials) VALUES "
                       "('delete', ?1, ?2, ?3)",
    [BC_SQL_SET_DETAIL] =
        "INSERT OR REPLACE INTO details (slot, revision, age, json) VALUES (?1, ?2, "
        "(SELECT coalesce(max(age), 0) + 1 FROM details), ?3)",
    [BC_SQL_PRUNE_DETAILS] = "DELETE FROM details WHERE age <= (SELECT max(age) FROM "
                             "details) - " DETAILS,
    [BC_SQL_DETAIL] = "SELECT json FROM details WHERE slot = ?1 AND revision >= ?2",
    [BC_SQL_COUNT_DUE] =
        "SELECT count(*) FROM cases WHERE status = ?1 AND due_key >= ?2 AND due_key < ?3",
};

/* ---- statements ---- */

bool bc_replica_failed(struct bc_replica *replica, struct err *err)
{
    int code = sqlite3_errcode(replica->db);
    const char *what = sqlite3_errmsg(replica->db);
    if (code == SQLITE_FULL || code == SQLITE_IOERR) {
        return err_set(err, ERR_INTERNAL,
                       "the local copy cannot be written (%s); free some disk space, or "
                       "start with --no-replica",
                       what);
    }
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        return err_set_type(err, ERR_INTERNAL, "replica-damaged",
                            "the local copy is damaged; it is made anew");
    }
    return err_set(err, ERR_INTERNAL, "the local copy failed: %s", what);
}

sqlite3_stmt *bc_replica_prepare(struct bc_replica *replica, const char *sql,
                                 struct err *err)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(replica->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        (void)bc_replica_failed(replica, err);
    }
    return statement;
}

sqlite3_stmt *bc_replica_statement(struct bc_replica *replica, enum bc_sql sql,
                                   struct err *err)
{
    sqlite3_stmt **statement = &replica->statements[sql];
    if (!*statement &&
        sqlite3_prepare_v3(replica->db, statements[sql], -1, SQLITE_PREPARE_PERSISTENT,
                           statement, NULL) != SQLITE_OK) {
        (void)bc_replica_failed(replica, err);
        return NULL;
    }
    sqlite3_reset(*statement);
    sqlite3_clear_bindings(*statement);
    return *statement;
}

void bc_bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

const char *bc_column_text(sqlite3_stmt *statement, int at)
{
    const unsigned char *text = sqlite3_column_text(statement, at);
    return text ? (const char *)text : "";
}

bool bc_replica_run(struct bc_replica *replica, sqlite3_stmt *statement, struct err *err)
{
    int step;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
    }
    bool ok = step == SQLITE_DONE || bc_replica_failed(replica, err);
    sqlite3_reset(statement);
    return ok;
}

bool bc_replica_write(struct bc_replica *replica, struct err *err)
{
    if (replica->writing) {
        return true;
    }
    sqlite3_stmt *begin = bc_replica_statement(replica, BC_SQL_BEGIN, err);
    replica->writing = begin && bc_replica_run(replica, begin, err);
    return replica->writing;
}

bool bc_replica_commit(struct bc_replica *replica, struct err *err)
{
    if (!replica->writing) {
        return true;
    }
    if (!bc_tallies_save(replica, err)) {
        return false;
    }
    sqlite3_stmt *commit = bc_replica_statement(replica, BC_SQL_COMMIT, err);
    if (!commit || !bc_replica_run(replica, commit, err)) {
        return false;
    }
    replica->writing = false;
    return true;
}

static bool set_journal(struct bc_replica *replica, const char *mode)
{
    char sql[48];
    snprintf(sql, sizeof sql, "PRAGMA journal_mode = %s", mode);
    sqlite3_stmt *set = bc_replica_prepare(replica, sql, NULL);
    bool done = set && sqlite3_step(set) == SQLITE_ROW &&
                sqlite3_stricmp(bc_column_text(set, 0), mode) == 0;
    sqlite3_finalize(set);
    return done;
}

static bool set_version(struct bc_replica *replica, int version)
{
    char sql[48];
    snprintf(sql, sizeof sql, "PRAGMA user_version = %d", version);
    return sqlite3_exec(replica->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* A connection on the defensive keeps its journal whatever it is told. */
static bool without_journal(struct bc_replica *replica)
{
    sqlite3_db_config(replica->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    bool off = set_journal(replica, "delete") && set_journal(replica, "off");
    sqlite3_db_config(replica->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return off;
}

/* The version is taken off the file for as long as a crash could leave it torn. */
void bc_replica_bulk(struct bc_replica *replica, bool on)
{
    struct err err = {0};
    if (!replica->path || replica->bulk == on || !bc_replica_commit(replica, &err)) {
        return;
    }
    if (on) {
        replica->bulk = set_version(replica, 0) && without_journal(replica);
    }
    if (!replica->bulk || !on) {
        replica->bulk =
            !(set_journal(replica, "wal") && set_version(replica, BC_REPLICA_VERSION));
    }
}

void bc_replica_rollback(struct bc_replica *replica)
{
    struct err err = {0};
    if (replica->writing && replica->bulk) { /* there is nothing to go back to */
        if (!bc_replica_empty(replica, &err)) {
            log_line(LOG_WARN, "%s", err.text);
        }
    } else if (replica->writing) {
        sqlite3_exec(replica->db, "ROLLBACK", NULL, NULL, NULL);
        replica->writing = false;
        memset(replica->cache, 0, BC_ROW_CACHE * sizeof *replica->cache);
        memset(replica->providers, 0, sizeof replica->providers);
        replica->changes++;
        if (!bc_tallies_load(replica, NULL)) {
            bc_tallies_clear(replica);
        }
    }
}

/* ---- opening ---- */

static void close_database(struct bc_replica *replica)
{
    for (int i = 0; i < BC_SQL_COUNT; i++) {
        sqlite3_finalize(replica->statements[i]);
        replica->statements[i] = NULL;
    }
    sqlite3_close(replica->db);
    replica->db = NULL;
    replica->writing = replica->bulk = false;
    replica->last_slot = 0;
    memset(replica->providers, 0, sizeof replica->providers);
    bc_tallies_clear(replica);
    memset(replica->cache, 0, BC_ROW_CACHE * sizeof *replica->cache);
}

/* Only its owner may read it; a link in its place is refused. */
static bool make_file(const char *path, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return err_set(err, ERR_CONFIG,
                       "cannot open %s: %s; choose another --state folder", path,
                       strerror(errno));
    }
    close(fd);
    return true;
}

static bool connect_database(struct bc_replica *replica, struct err *err)
{
    static const char settings[] =
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;"
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -3072; PRAGMA temp_store = MEMORY;"
        "PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = 8388608;"
        "BEGIN EXCLUSIVE; COMMIT";
    if (replica->path && !make_file(replica->path, err)) {
        return false;
    }
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int code = sqlite3_open_v2(replica->path ? replica->path : ":memory:", &replica->db,
                               flags, NULL);
    if (code == SQLITE_OK) {
        sqlite3_db_config(replica->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        code = sqlite3_exec(replica->db, settings, NULL, NULL, NULL);
    }
    if (code == SQLITE_BUSY) {
        return err_set(err, ERR_BUSY, "another console uses %s", replica->path);
    }
    return code == SQLITE_OK || bc_replica_failed(replica, err);
}

static bool meta_is(struct bc_replica *replica, const char *key, const char *value)
{
    struct buf found = {0};
    bool same = bc_replica_meta(replica, key, &found, NULL) &&
                strcmp(buf_str(&found), value) == 0;
    buf_clear(&found);
    return same;
}

static int64_t version_of(struct bc_replica *replica)
{
    int64_t version = -1;
    sqlite3_stmt *get = bc_replica_prepare(replica, "PRAGMA user_version", NULL);
    if (get && sqlite3_step(get) == SQLITE_ROW) {
        version = sqlite3_column_int64(get, 0);
    }
    sqlite3_finalize(get);
    return version;
}

static bool load(struct bc_replica *replica, struct err *err)
{
    sqlite3_stmt *last = bc_replica_statement(replica, BC_SQL_LAST_SLOT, err);
    if (!last || sqlite3_step(last) != SQLITE_ROW) {
        return bc_replica_failed(replica, err);
    }
    replica->last_slot = sqlite3_column_int64(last, 0);
    sqlite3_reset(last);
    return bc_tallies_load(replica, err);
}

static bool usable(struct bc_replica *replica)
{
    return version_of(replica) == BC_REPLICA_VERSION &&
           meta_is(replica, "server", replica->server) &&
           meta_is(replica, "as", replica->as) && load(replica, NULL);
}

static bool create_tables(struct bc_replica *replica, struct err *err)
{
    if (sqlite3_exec(replica->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(replica->db, bc_replica_schema, NULL, NULL, NULL) != SQLITE_OK ||
        !set_version(replica, BC_REPLICA_VERSION)) {
        return bc_replica_failed(replica, err);
    }
    replica->writing = true;
    return bc_replica_set_meta(replica, "server", replica->server, err) &&
           bc_replica_set_meta(replica, "as", replica->as, err) &&
           bc_replica_commit(replica, err);
}

static void remove_files(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char name[4200];
    for (size_t i = 0; path && i < COUNT_OF(ends); i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

static bool make_anew(struct bc_replica *replica, struct err *err)
{
    close_database(replica);
    remove_files(replica->path);
    return connect_database(replica, err) && create_tables(replica, err);
}

bool bc_replica_empty(struct bc_replica *replica, struct err *err)
{
    bc_views_emptied(replica);
    replica->changes++;
    return make_anew(replica, err);
}

bool bc_replica_open(const char *path, const char *server, const char *as,
                     struct bc_replica **out, struct err *err)
{
    struct bc_replica *replica = calloc(1, sizeof *replica);
    bool ok = replica != NULL;
    if (ok) {
        const char *name = path ? strrchr(path, '/') : NULL;
        replica->path = path ? strdup(path) : NULL;
        replica->folder = name ? strndup(path, (size_t)(name - path) + 1) : NULL;
        replica->server = strdup(server);
        replica->as = strdup(as ? as : "");
        replica->cache = calloc(BC_ROW_CACHE, sizeof *replica->cache);
        replica->counted = -1;
        ok = replica->server && replica->as && replica->cache && (replica->path || !path);
    }
    if (!ok) {
        err_set(err, ERR_INTERNAL, "out of memory for the local copy");
    }
    struct err why = {0};
    ok = ok && (connect_database(replica, &why) ||
                (why.kind == ERR_INTERNAL && make_anew(replica, &why)));
    ok = ok && (usable(replica) || make_anew(replica, &why));
    if (!ok) {
        if (err && why.kind != ERR_NONE) {
            *err = why;
        }
        bc_replica_close(replica);
        return false;
    }
    *out = replica;
    return true;
}

void bc_replica_close(struct bc_replica *replica)
{
    if (!replica) {
        return;
    }
    struct err err = {0};
    if (replica->db && !bc_replica_commit(replica, &err)) {
        log_line(LOG_WARN, "%s", err.text);
    } else if (replica->db) {
        bc_replica_bulk(replica, false);
    }
    bc_views_emptied(replica);
    if (replica->cache) {
        close_database(replica);
    }
    free(replica->cache);
    free(replica->path);
    free(replica->folder);
    free(replica->server);
    free(replica->as);
    free(replica);
}
