/* The tables of replica.db and the statements that are prepared once. A change here
 * raises BC_REPLICA_VERSION: older files are then made anew. */
#ifndef BACKEND_CLIENT_REPLICA_SCHEMA_H
#define BACKEND_CLIENT_REPLICA_SCHEMA_H

enum { BC_REPLICA_VERSION = 2 };

/* `due_key` is `due_at`, or the greatest instant where no clock runs. Each order has an
 * index behind the status, so that a view over some states is a merge of few runs; the
 * tally rides along, so that filters need no look at the row itself. */
static const char bc_replica_schema[] =
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE documents (name TEXT PRIMARY KEY, at INTEGER NOT NULL, "
    "json TEXT NOT NULL) STRICT;"
    "CREATE TABLE heads (stream TEXT PRIMARY KEY, seq INTEGER NOT NULL, "
    "hash TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE words (number INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT;"
    "CREATE TABLE tallies (number INTEGER PRIMARY KEY, programme INTEGER NOT NULL, "
    "tranche INTEGER NOT NULL, status INTEGER NOT NULL, verdict INTEGER NOT NULL, "
    "assignee INTEGER NOT NULL, cases INTEGER NOT NULL, amount_fen INTEGER NOT NULL) "
    "STRICT;"
    "CREATE TABLE providers (number INTEGER PRIMARY KEY, id TEXT NOT NULL, "
    "name TEXT NOT NULL, UNIQUE (id, name)) STRICT;"
    "CREATE TABLE cases (slot INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
    "number TEXT NOT NULL, tally INTEGER NOT NULL, status INTEGER NOT NULL, "
    "revision INTEGER NOT NULL, applicant_id TEXT NOT NULL, applicant_name TEXT NOT "
    "NULL, "
    "credit_code TEXT NOT NULL, provider INTEGER NOT NULL, kind INTEGER NOT NULL, "
    "accelerator INTEGER NOT NULL, gpu_hours INTEGER NOT NULL, "
    "amount_fen INTEGER NOT NULL, grant_fen INTEGER NOT NULL, rank INTEGER NOT NULL, "
    "issues INTEGER NOT NULL, submitted_at INTEGER NOT NULL, updated_at INTEGER NOT "
    "NULL, "
    "due_at INTEGER NOT NULL, due_key INTEGER NOT NULL, undo_until INTEGER NOT NULL) "
    "STRICT;"
    "CREATE INDEX cases_due ON cases (status, due_key, tally);"
    "CREATE INDEX cases_number ON cases (status, number, tally);"
    "CREATE INDEX cases_applicant ON cases (status, applicant_name, tally);"
    "CREATE INDEX cases_amount ON cases (status, amount_fen, tally);"
    "CREATE INDEX cases_updated ON cases (status, updated_at, tally);"
    "CREATE INDEX cases_rank ON cases (status, rank, tally);"
    "CREATE INDEX cases_tally ON cases (tally);"
    "CREATE INDEX cases_code ON cases (credit_code);"
    "CREATE TABLE details (slot INTEGER PRIMARY KEY, revision INTEGER NOT NULL, "
    "age INTEGER NOT NULL, json TEXT NOT NULL) STRICT;"
    "CREATE INDEX details_age ON details (age);"
    "CREATE VIRTUAL TABLE search USING fts5(words, initials, content='', columnsize=0, "
    "prefix='2 3', tokenize='ascii');";

#define BC_CASE_COLUMNS                                                                  \
    "id, number, tally, status, revision, applicant_id, applicant_name, credit_code, "   \
    "provider, kind, accelerator, gpu_hours, amount_fen, grant_fen, rank, issues, "      \
    "submitted_at, updated_at, due_at, due_key, undo_until"

#endif
