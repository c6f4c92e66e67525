/* One database connection behind a small interface, so that SQL is written once,
 * portably:
 * `$1` parameters, RETURNING, ON CONFLICT, CTEs. Text is UTF-8, integers are int64.
 *
 * A connection belongs to one thread at a time. Exactly one connection of a ledger
 * writes. */
#ifndef CLEARINGHOUSE_STORE_DB_H
#define CLEARINGHOUSE_STORE_DB_H

#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ch_db;
struct ch_stmt;

enum ch_db_mode { CH_DB_WRITE, CH_DB_READ };

/* Open the ledger at `path` (":memory:" for tests, CH_DB_WRITE only). CH_DB_WRITE creates
 * it, migrates it, checks it (quick_check) and holds an exclusive lock file beside it
 * until closed: a second writer fails with ERR_BUSY. CH_DB_READ needs an existing ledger.
 */
MUST_CHECK bool ch_db_open(const char *path, enum ch_db_mode mode, struct ch_db **out,
                           struct err *err);
void ch_db_close(struct ch_db *db); /* NULL is harmless */

/* A prepared statement for `sql`, a string literal: it is kept per connection and found
 * again by its address. Must be given back with ch_finish() before it is prepared again.
 */
MUST_CHECK bool ch_prepare(struct ch_db *db, const char *sql, struct ch_stmt **out,
                           struct err *err);
/* The same for SQL put together for one use: not kept; ch_finish() ends it. */
MUST_CHECK bool ch_prepare_once(struct ch_db *db, const char *sql, struct ch_stmt **out,
                                struct err *err);
/* Parameters count from 1. Bytes are lent until ch_finish(). NULL text binds NULL. */
void ch_bind_text(struct ch_stmt *stmt, int index, const char *text);
void ch_bind_int(struct ch_stmt *stmt, int index, int64_t value);
void ch_bind_null(struct ch_stmt *stmt, int index);

enum ch_step { CH_ROW, CH_DONE, CH_STEP_ERROR };

/* Next row. A violated CHECK, UNIQUE or trigger gives ERR_CONFLICT with its name in the
 * text; a full disk ERR_BUSY; anything else ERR_INTERNAL. */
MUST_CHECK enum ch_step ch_step(struct ch_stmt *stmt, struct err *err);

/* Columns count from 0; text is "" for NULL, lent until the next step. */
const char *ch_col_text(struct ch_stmt *stmt, int column);
int64_t ch_col_int(struct ch_stmt *stmt, int column);
bool ch_col_null(struct ch_stmt *stmt, int column);
void ch_finish(struct ch_stmt *stmt); /* NULL is harmless */

/* Step a statement that returns no row, and finish it. `*changed` (may be NULL) is the
 * number of rows it changed. */
MUST_CHECK bool ch_run(struct ch_stmt *stmt, int64_t *changed, struct err *err);

/* One statement without parameters. */
MUST_CHECK bool ch_exec(struct ch_db *db, const char *sql, struct err *err);

/* Transactions (writing connection): begin once per batch; a savepoint per command. */
MUST_CHECK bool ch_begin(struct ch_db *db, struct err *err);
MUST_CHECK bool ch_commit(struct ch_db *db,
                          struct err *err); /* durable when it returns true */
void ch_rollback(struct ch_db *db);
/* False also when the database itself gave the transaction up, as it does on a full disk.
 */
bool ch_in_transaction(struct ch_db *db);
MUST_CHECK bool ch_savepoint(struct ch_db *db, struct err *err);
MUST_CHECK bool ch_savepoint_release(struct ch_db *db, struct err *err);
void ch_savepoint_rollback(struct ch_db *db);

/* A savepoint costs as much as a third of the command under it, and hardly any command
 * fails after it began to write. So a transaction may trust its commands: what
 * ch_savepoint_lightly() then starts is kept or taken back by the two functions above,
 * and when something has to be taken back that had been written, the transaction is
 * torn: whoever began it rolls it back and runs it again without trust. */
void ch_trust(struct ch_db *db, bool on); /* before ch_begin() */
MUST_CHECK bool ch_savepoint_lightly(struct ch_db *db, struct err *err);
bool ch_torn(const struct ch_db *db);

/* A consistent view for several reads on a reading connection. */
MUST_CHECK bool ch_read_begin(struct ch_db *db, struct err *err);
void ch_read_end(struct ch_db *db);

/* Move WAL content into the file, a bounded slice; called by the writer between batches.
 */
void ch_checkpoint(struct ch_db *db);

/* Key and value of the ledger itself ("demo", "clock_offset_us", "schema"). Get gives ""
 * when absent. */
MUST_CHECK bool ch_meta_get(struct ch_db *db, const char *key, char *out, size_t size,
                            struct err *err);
MUST_CHECK bool ch_meta_set(struct ch_db *db, const char *key, const char *value,
                            struct err *err);

#endif
