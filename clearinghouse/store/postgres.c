#include "clearinghouse/store/engine.h"

#include "common/log.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Writers of all daemons take turns on this lock for the length of a transaction, so that
 * a stream's head is read and moved by one of them at a time. */
#define WRITERS "BEGIN; SELECT pg_advisory_xact_lock(7382019)"
#define READERS "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

enum { TYPE_INT8 = 20, NUMBER = 24 };

struct postgres_db {
    struct ch_db base;
    PGconn *link;
    bool warned;        /* the server warned since this was cleared */
    int64_t connection; /* rises with each reconnection: statements are prepared anew */
    int64_t statements; /* named so far */
};

struct postgres_stmt {
    struct ch_stmt base;
    char name[NUMBER];
    int64_t prepared_on; /* connection, 0: not yet */
    int count;
    Oid types[CH_PARAMETERS];
    const char *values[CH_PARAMETERS];
    char numbers[CH_PARAMETERS][NUMBER];
    PGresult *result;
    int row;
};

static struct postgres_db *of_db(struct ch_db *db)
{
    return (struct postgres_db *)db;
}

static struct postgres_stmt *of(struct ch_stmt *stmt)
{
    return (struct postgres_stmt *)stmt;
}

/* ---- what went wrong ---- */

static bool lost(struct postgres_db *db, struct err *err)
{
    return err_set(err, ERR_BUSY, "the database does not answer (%.150s); try again",
                   PQerrorMessage(db->link));
}

/* SQLSTATE classes: 23 a constraint, P0001 a trigger of ours, 40 and 55 concurrency, 53
 * no room, 57 being shut down. */
static bool refuse(struct postgres_db *db, const PGresult *result, struct err *err)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    if (!state || PQstatus(db->link) != CONNECTION_OK) {
        return lost(db, err);
    }
    if (strncmp(state, "23", 2) == 0) {
        return err_set(err, ERR_CONFLICT, "%s constraint failed: %s",
                       strcmp(state, "23505") == 0   ? "UNIQUE"
                       : strcmp(state, "23514") == 0 ? "CHECK"
                                                     : "another",
                       constraint ? constraint : text);
    }
    if (strcmp(state, "P0001") == 0) {
        return err_set(err, ERR_CONFLICT, "%s", text);
    }
    if (strncmp(state, "40", 2) == 0 || strncmp(state, "53", 2) == 0 ||
        strncmp(state, "55", 2) == 0 || strncmp(state, "57", 2) == 0) {
        return err_set(err, ERR_BUSY, "the ledger cannot take this now (%s); try again",
                       text);
    }
    return err_set(err, ERR_INTERNAL, "the database: %s (%s)", text, state);
}

/* A warning during COMMIT means that the standby did not confirm: not known to be done.
 */
static void on_notice(void *ctx, const PGresult *result)
{
    struct postgres_db *db = ctx;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity && strcmp(severity, "WARNING") == 0) {
        db->warned = true;
        log_line(LOG_WARN, "database: %s",
                 PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    }
}

static bool exec(struct ch_db *base, const char *sql, struct err *err)
{
    struct postgres_db *db = of_db(base);
    PGresult *result = PQexec(db->link, sql);
    ExecStatusType status = PQresultStatus(result);
    bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
              refuse(db, result, err);
    PQclear(result);
    return ok;
}

/* ---- statements ---- */

static int count_parameters(const char *sql)
{
    long most = 0;
    for (const char *at = sql; (at = strchr(at, '$')); at++) {
        long number = strtol(at + 1, NULL, 10);
        most = number > most ? number : most;
    }
    return (int)most;
}

static bool compile(struct ch_db *base, const char *sql, bool keep, struct ch_stmt **out,
                    struct err *err)
{
    struct postgres_db *db = of_db(base);
    struct postgres_stmt *stmt = calloc(1, sizeof *stmt);
    if (!stmt) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    stmt->base = (struct ch_stmt){.db = base, .sql = sql, .kept = keep};
    stmt->count = count_parameters(sql);
    if (stmt->count >= CH_PARAMETERS) {
        free(stmt);
        return err_set(err, ERR_INTERNAL, "more than %d parameters: %.60s",
                       CH_PARAMETERS - 1, sql);
    }
    if (keep) {
        snprintf(stmt->name, sizeof stmt->name, "s%" PRId64, ++db->statements);
    }
    *out = &stmt->base;
    return true;
}

static void reset(struct ch_stmt *base)
{
    struct postgres_stmt *stmt = of(base);
    PQclear(stmt->result);
    stmt->result = NULL;
    memset(stmt->values, 0, sizeof stmt->values);
}

static void destroy(struct ch_stmt *base)
{
    reset(base);
    free(base);
}

static void bind_text(struct ch_stmt *base, int index, const char *text)
{
    of(base)->values[index - 1] = text;
}

static void bind_int(struct ch_stmt *base, int index, int64_t value)
{
    struct postgres_stmt *stmt = of(base);
    char *text = stmt->numbers[index - 1];
    snprintf(text, NUMBER, "%" PRId64, value);
    stmt->values[index - 1] = text;
    stmt->types[index - 1] = TYPE_INT8;
}

/* Numbers are said to be numbers; what a text is, the server infers from its place. */
static bool prepare(struct postgres_db *db, struct postgres_stmt *stmt, struct err *err)
{
    if (stmt->prepared_on == db->connection && stmt->base.kept) {
        return true;
    }
    PGresult *result =
        PQprepare(db->link, stmt->name, stmt->base.sql, stmt->count, stmt->types);
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK || refuse(db, result, err);
    PQclear(result);
    stmt->prepared_on = ok ? db->connection : 0;
    return ok;
}

static bool run(struct postgres_db *db, struct postgres_stmt *stmt, struct err *err)
{
    if (!prepare(db, stmt, err)) {
        return false;
    }
    stmt->result =
        PQexecPrepared(db->link, stmt->name, stmt->count, stmt->values, NULL, NULL, 0);
    stmt->row = -1;
    ExecStatusType status = PQresultStatus(stmt->result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
           refuse(db, stmt->result, err);
}

static enum ch_step step(struct ch_stmt *base, struct err *err)
{
    struct postgres_stmt *stmt = of(base);
    if (!stmt->result && !run(of_db(base->db), stmt, err)) {
        return CH_STEP_ERROR;
    }
    return ++stmt->row < PQntuples(stmt->result) ? CH_ROW : CH_DONE;
}

static const char *text(struct ch_stmt *base, int column)
{
    struct postgres_stmt *stmt = of(base);
    return PQgetisnull(stmt->result, stmt->row, column)
               ? NULL
               : PQgetvalue(stmt->result, stmt->row, column);
}

static int64_t number(struct ch_stmt *base, int column)
{
    const char *value = text(base, column);
    return value ? strtoll(value, NULL, 10) : 0;
}

static int64_t changed(struct ch_stmt *base)
{
    return strtoll(PQcmdTuples(of(base)->result), NULL, 10);
}

/* ---- transactions ---- */

static bool commit(struct ch_db *base, struct err *err)
{
    struct postgres_db *db = of_db(base);
    db->warned = false;
    PGresult *result = PQexec(db->link, "COMMIT");
    bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!ok || db->warned) {
        ok = err_set(err, ERR_UNKNOWN,
                     "the database did not confirm the commit (%.120s); ask again under "
                     "the same operation",
                     db->warned ? "it warned" : PQerrorMessage(db->link));
    } else if (strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        ok = err_set(err, ERR_BUSY, "the database took the changes back; try again");
    }
    PQclear(result);
    return ok;
}

static bool in_transaction(struct ch_db *base)
{
    PGTransactionStatusType status = PQtransactionStatus(of_db(base)->link);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static void checkpoint(struct ch_db *base)
{
    struct postgres_db *db = of_db(base);
    if (PQstatus(db->link) != CONNECTION_OK) { /* between transactions: mend the link */
        PQreset(db->link);
        db->connection++;
    }
}

static bool version(struct ch_db *base, int *out, struct err *err)
{
    struct postgres_db *db = of_db(base);
    PGresult *result = PQexec(db->link, "SELECT to_regclass('meta') IS NOT NULL");
    bool ok = PQresultStatus(result) == PGRES_TUPLES_OK || refuse(db, result, err);
    bool there = ok && *PQgetvalue(result, 0, 0) == 't';
    char value[32] = "";
    PQclear(result);
    if (!ok || (there && !ch_meta_get(base, "schema", value, sizeof value, err))) {
        return false;
    }
    *out = (int)strtol(value, NULL, 10);
    return true;
}

static bool set_version(struct ch_db *base, int value, struct err *err)
{
    char text_[16];
    snprintf(text_, sizeof text_, "%d", value);
    return ch_meta_set(base, "schema", text_, err);
}

static void close_db(struct ch_db *base)
{
    PQfinish(of_db(base)->link);
    free(base);
}

static const struct ch_engine engine = {
    .name = "postgres",
    .migrations = "postgres/",
    .close = close_db,
    .compile = compile,
    .destroy = destroy,
    .bind_text = bind_text,
    .bind_int = bind_int,
    .step = step,
    .text = text,
    .number = number,
    .changed = changed,
    .reset = reset,
    .exec = exec,
    .begin = WRITERS,
    .read_begin = READERS,
    .commit = commit,
    .in_transaction = in_transaction,
    .checkpoint = checkpoint,
    .version = version,
    .set_version = set_version,
};

/* ---- opening ---- */

/* A server that may forget what it confirmed is refused. */
static bool is_durable(struct postgres_db *db, struct err *err)
{
    static const struct {
        const char *sql, *wanted, *setting;
    } checks[] = {
        {"SHOW fsync", "on", "fsync"},
        {"SHOW full_page_writes", "on", "full_page_writes"},
        {"SELECT current_setting('synchronous_commit') <> 'off'", "t",
         "synchronous_commit"},
        {"SHOW server_encoding", "UTF8", "server_encoding"},
    };
    for (size_t i = 0; i < COUNT_OF(checks); i++) {
        PGresult *result = PQexec(db->link, checks[i].sql);
        bool ok = PQresultStatus(result) == PGRES_TUPLES_OK;
        if (ok && strcmp(PQgetvalue(result, 0, 0), checks[i].wanted) != 0) {
            err_set(err, ERR_CONFIG,
                    "the database has %s = %.40s: a ledger may not be kept there; set it "
                    "to %s",
                    checks[i].setting, PQgetvalue(result, 0, 0),
                    strcmp(checks[i].wanted, "t") == 0 ? "on" : checks[i].wanted);
            ok = false;
        } else if (!ok) {
            refuse(db, result, err);
        }
        PQclear(result);
        if (!ok) {
            return false;
        }
    }
    return true;
}

bool ch_postgres_open(const char *url, enum ch_db_mode mode, struct ch_db **out,
                      struct err *err)
{
    struct postgres_db *db = calloc(1, sizeof *db);
    if (!db) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    const char *const keys[] = {"dbname",          "client_encoding",  "application_name",
                                "connect_timeout", "tcp_user_timeout", NULL};
    const char *const values[] = {url, "UTF8", "clearinghoused", "5", "10000", NULL};
    db->base.engine = &engine;
    db->connection = 1;
    db->link = PQconnectdbParams(keys, values, 1);
    if (!db->link || PQstatus(db->link) != CONNECTION_OK) {
        err_set(err, ERR_CONFIG, "cannot reach the database: %.250s",
                db->link ? PQerrorMessage(db->link) : "out of memory");
        close_db(&db->base);
        return false;
    }
    PQsetNoticeReceiver(db->link, on_notice, db);
    if (!exec(&db->base, "SET lock_timeout = '5s'", err) ||
        (mode == CH_DB_WRITE && !is_durable(db, err))) {
        close_db(&db->base);
        return false;
    }
    *out = &db->base;
    return true;
}
