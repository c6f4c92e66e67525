/* What a database engine gives to db.c. Two of them: sqlite.c, for one machine, and
 * postgres.c, for many. Nothing outside this folder includes it. */
#ifndef CLEARINGHOUSE_STORE_ENGINE_H
#define CLEARINGHOUSE_STORE_ENGINE_H

#include "clearinghouse/store/db.h"

enum { CH_STATEMENTS = 512, CH_PARAMETERS = 160 };

struct ch_engine;

/* An engine's own connection and statement begin with these. */
struct ch_db {
    const struct ch_engine *engine;
    struct ch_stmt *kept[CH_STATEMENTS]; /* open addressing by the address of the text */
    struct buf moved; /* transfers made and not journalled yet: canonical JSON objects */
    bool trusting;    /* ch_savepoint_lightly() makes none */
    bool trusted;     /* the command under way has none */
    bool torn;        /* one without was to be taken back */
    int64_t mark;     /* rows written before it */
};

struct ch_stmt {
    struct ch_db *db;
    const char *sql; /* its address is the key of a kept one */
    bool kept, used;
};

struct ch_engine {
    const char *name;
    const char *migrations; /* prefix of the embedded files: "" or "postgres/" */

    void (*close)(struct ch_db *db);
    /* An allocated statement, ready to be bound. */
    bool (*compile)(struct ch_db *db, const char *sql, bool keep, struct ch_stmt **out,
                    struct err *err);
    void (*destroy)(struct ch_stmt *stmt);
    void (*bind_text)(struct ch_stmt *stmt, int index, const char *text); /* NULL: NULL */
    void (*bind_int)(struct ch_stmt *stmt, int index, int64_t value);
    enum ch_step (*step)(struct ch_stmt *stmt, struct err *err);
    const char *(*text)(struct ch_stmt *stmt, int column); /* NULL for NULL */
    int64_t (*number)(struct ch_stmt *stmt, int column);
    int64_t (*changed)(struct ch_stmt *stmt);
    /* Rows written so far; NULL: commands cannot be trusted here, because a statement
     * that fails takes the whole transaction with it. */
    int64_t (*written)(struct ch_db *db);
    void (*reset)(struct ch_stmt *stmt); /* forget rows and bindings */
    bool (*exec)(struct ch_db *db, const char *sql, struct err *err);

    const char *begin, *read_begin; /* SQL */
    bool (*commit)(struct ch_db *db, struct err *err);
    bool (*in_transaction)(struct ch_db *db);
    void (*checkpoint)(struct ch_db *db);
    /* Migrations applied so far; 0 for a fresh ledger. */
    bool (*version)(struct ch_db *db, int *out, struct err *err);
    bool (*set_version)(struct ch_db *db, int version, struct err *err);
};

/* `where` is a path or postgres://… */
MUST_CHECK bool ch_sqlite_open(const char *path, enum ch_db_mode mode, struct ch_db **out,
                               struct err *err);
MUST_CHECK bool ch_postgres_open(const char *url, enum ch_db_mode mode,
                                 struct ch_db **out, struct err *err);

/* Bring the schema up to date, or (reading) see that it is. */
MUST_CHECK bool ch_migrate(struct ch_db *db, bool may_write, struct err *err);

#endif
