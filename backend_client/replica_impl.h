/* Inside the replica: shared by replica*.c, tallies.c, search.c, walk.c and cases.c. */
#ifndef BACKEND_CLIENT_REPLICA_IMPL_H
#define BACKEND_CLIENT_REPLICA_IMPL_H

#include "backend_client/cases.h"
#include "backend_client/providers.h"
#include "backend_client/replica.h"
#include "backend_client/tallies.h"

#include <sqlite3.h>

enum { BC_ROW_CACHE = 256 };

/* Statements prepared once: the table is in replica.c. */
enum bc_sql {
    BC_SQL_BEGIN,
    BC_SQL_COMMIT,
    BC_SQL_META,
    BC_SQL_SET_META,
    BC_SQL_DOCUMENT,
    BC_SQL_SET_DOCUMENT,
    BC_SQL_HEAD,
    BC_SQL_SET_HEAD,
    BC_SQL_SLOT,
    BC_SQL_ROW,
    BC_SQL_TEXT,
    BC_SQL_INSERT,
    BC_SQL_UPDATE,
    BC_SQL_PROVIDER,
    BC_SQL_ADD_PROVIDER,
    BC_SQL_PROVIDER_NAME,
    BC_SQL_ADD_WORD,
    BC_SQL_LAST_SLOT,
    BC_SQL_SAVE_TALLY,
    BC_SQL_INDEX,
    BC_SQL_UNINDEX,
    BC_SQL_SET_DETAIL,
    BC_SQL_PRUNE_DETAILS,
    BC_SQL_DETAIL,
    BC_SQL_COUNT_DUE,
    BC_SQL_COUNT,
};

struct bc_cached_row {
    int64_t slot; /* 0: nothing here */
    struct bc_case row;
};

struct bc_replica {
    sqlite3 *db;
    char *path, *server, *as; /* path NULL: in memory */
    char *folder;             /* of the path */
    sqlite3_stmt *statements[BC_SQL_COUNT];
    bool writing, bulk;
    int64_t changes;   /* rises with every row written */
    int64_t last_slot; /* the highest there is */
    struct bc_words words;
    struct bc_tallies tallies;
    struct bc_view *views;                           /* open ones, a list */
    struct bc_cached_row *cache;                     /* BC_ROW_CACHE of them, by slot */
    struct bc_provider providers[BC_PROVIDERS_KEPT]; /* by number */
    struct bc_case_counts counts; /* as of `counted` changes, at `counted_at` */
    int64_t counted, counted_at, count_again_us;
};

/* A prepared statement, reset and unbound; NULL and `err` when it cannot be made. */
sqlite3_stmt *bc_replica_statement(struct bc_replica *replica, enum bc_sql sql,
                                   struct err *err);
/* A statement put together by the caller; sqlite3_finalize() it. */
sqlite3_stmt *bc_replica_prepare(struct bc_replica *replica, const char *sql,
                                 struct err *err);
void bc_bind_text(sqlite3_stmt *statement, int at, const char *text);
/* Text of a column, "" for NULL. Lent until the next step. */
const char *bc_column_text(sqlite3_stmt *statement, int at);
/* Run to the end and reset. */
MUST_CHECK bool bc_replica_run(struct bc_replica *replica, sqlite3_stmt *statement,
                               struct err *err);
bool bc_replica_failed(struct bc_replica *replica, struct err *err); /* returns false */
MUST_CHECK bool bc_replica_write(struct bc_replica *replica, struct err *err);

/* Rows by slot: the number a case has inside this replica. 0: not there. */
int64_t bc_replica_slot(struct bc_replica *replica, const char *id);
bool bc_replica_row(struct bc_replica *replica, int64_t slot, struct bc_case *out);
/* Only what text is looked for in: names, number, code. */
bool bc_replica_row_text(struct bc_replica *replica, int64_t slot, struct bc_case *out);

/* cases.c: the row at `slot` changes (`before` NULL: it is new); the replica is emptied.
 */
void bc_views_changed(struct bc_replica *replica, const struct bc_case *before,
                      const struct bc_case *after);
void bc_views_emptied(struct bc_replica *replica);

#endif
