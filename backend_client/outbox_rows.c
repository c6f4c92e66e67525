#include "backend_client/outbox_impl.h"

#include "common/buf.h"
#include "common/date.h"
#include "common/hash.h"
#include "common/id.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bc_row_clear(struct bc_row *row)
{
    free(row->path);
    free(row->body);
    *row = (struct bc_row){.if_match = -1};
}

/* ---- one row ---- */

static void checksum(const struct bc_row *row, char out[HASH_HEX])
{
    const struct bc_intent *s = &row->seen;
    struct buf text = {0};
    /* 0x1f cannot be part of any field, so no two rows have the same text */
    buf_printf(&text, "%s\x1f%s\x1f%s\x1f%s\x1f%s\x1f%s\x1f%d\x1f%" PRId64 "\x1f%s\x1f",
               s->operation, row->target, row->principal, s->what, s->title, s->case_id,
               s->count, s->created_at, row->path ? row->path : "");
    buf_printf(&text,
               "%" PRId64 "\x1f%s\x1f%d\x1f%d\x1f%" PRId64 "\x1f%" PRId64 "\x1f%" PRId64
               "\x1f%" PRId64 "\x1f%d\x1f%d\x1f%d\x1f%s\x1f%s",
               row->if_match, row->body ? row->body : "", (int)s->state, s->attempts,
               s->updated_at, s->next_at, row->agreed_at, s->undo_until, s->done,
               s->awaiting, s->refused, s->text, s->problem);
    hash_hex(buf_str(&text), text.len, out);
    if (!buf_ok(&text)) {
        out[0] = '\0';
    }
    buf_clear(&text);
}

struct binder {
    sqlite3_stmt *stmt;
    int at;
    bool ok;
};

static void put_text(struct binder *b, const char *text)
{
    b->ok = sqlite3_bind_text(b->stmt, b->at++, text ? text : "", -1, SQLITE_TRANSIENT) ==
                SQLITE_OK &&
            b->ok;
}

static void put_int(struct binder *b, int64_t value)
{
    b->ok = sqlite3_bind_int64(b->stmt, b->at++, value) == SQLITE_OK && b->ok;
}

static void put_fixed(struct binder *b, const struct bc_row *row)
{
    put_text(b, row->seen.operation);
    put_text(b, row->target);
    put_text(b, row->principal);
    put_text(b, row->seen.what);
    put_text(b, row->seen.title);
    put_text(b, row->seen.case_id);
    put_int(b, row->seen.count);
    put_int(b, row->seen.created_at);
    put_text(b, row->path);
    put_int(b, row->if_match);
    put_text(b, row->body);
}

static void put_changing(struct binder *b, const struct bc_row *row)
{
    const struct bc_intent *s = &row->seen;
    char sum[HASH_HEX];
    checksum(row, sum);
    put_int(b, s->state);
    put_int(b, s->attempts);
    put_int(b, s->updated_at);
    put_int(b, s->next_at);
    put_int(b, row->agreed_at);
    put_int(b, s->undo_until);
    put_int(b, s->done);
    put_int(b, s->awaiting);
    put_int(b, s->refused);
    put_text(b, s->text);
    put_text(b, s->problem);
    put_text(b, sum);
    b->ok = b->ok && *sum;
}

static bool prepare(struct bc_outbox_file *file, const char *sql, struct binder *b,
                    struct err *err)
{
    *b = (struct binder){.at = 1, .ok = true};
    return sqlite3_prepare_v2(file->db, sql, -1, &b->stmt, NULL) == SQLITE_OK ||
           bc_outbox_failed(file, err);
}

static bool write_row(struct bc_outbox_file *file, struct binder *b, struct err *err)
{
    bool ok = bc_outbox_turn(file, err);
    if (ok) {
        ok = (b->ok && sqlite3_step(b->stmt) == SQLITE_DONE) ||
             bc_outbox_failed(file, err);
        sqlite3_reset(b->stmt);
        bc_outbox_turn_over(file);
    }
    sqlite3_finalize(b->stmt);
    return ok;
}

/* What only repeats the server's answer need not wait for the disk: when a power cut
 * takes it, the answer is asked for again under the same id. */
static void set_sync(struct bc_outbox_file *file, enum bc_intent_state state)
{
    bool repeats = state == BC_INTENT_CONFIRMED || state == BC_INTENT_REFUSED ||
                   state == BC_INTENT_CONFLICT || state == BC_INTENT_UNKNOWN;
    sqlite3_exec(file->db,
                 repeats ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL", NULL,
                 NULL, NULL);
}

bool bc_outbox_file_add(struct bc_outbox_file *file, struct bc_row *row, struct err *err)
{
    struct binder b;
    if (!*row->seen.operation) {
        id_new(&file->ids, "op", date_now(), row->seen.operation);
    }
    if (!prepare(file,
                 "INSERT INTO intents (operation, target, principal, what, title, "
                 "case_id, count, created_at, path, if_match, body, state, attempts, "
                 "updated_at, next_at, agreed_at, undo_until, done, awaiting, refused, "
                 "text, problem, checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
                 "?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
                 &b, err)) {
        return false;
    }
    set_sync(file, row->seen.state);
    put_fixed(&b, row);
    put_changing(&b, row);
    if (!write_row(file, &b, err)) {
        return false;
    }
    row->seen.number = sqlite3_last_insert_rowid(file->db);
    return true;
}

bool bc_outbox_file_save(struct bc_outbox_file *file, const struct bc_row *row,
                         struct err *err)
{
    struct binder b;
    if (!prepare(file,
                 "UPDATE intents SET state = ?1, attempts = ?2, updated_at = ?3, "
                 "next_at = ?4, agreed_at = ?5, undo_until = ?6, done = ?7, "
                 "awaiting = ?8, refused = ?9, text = ?10, problem = ?11, "
                 "checksum = ?12 WHERE number = ?13",
                 &b, err)) {
        return false;
    }
    set_sync(file, row->seen.state);
    put_changing(&b, row);
    put_int(&b, row->seen.number);
    return write_row(file, &b, err);
}

/* ---- reading ---- */

#define COLUMNS                                                                          \
    "number, operation, target, principal, what, title, case_id, count, created_at, "    \
    "path, if_match, body, state, attempts, updated_at, next_at, agreed_at, "            \
    "undo_until, "                                                                       \
    "done, awaiting, refused, text, problem, checksum"

static void get_text(sqlite3_stmt *stmt, int column, char *out, size_t size)
{
    const unsigned char *text = sqlite3_column_text(stmt, column);
    snprintf(out, size, "%s", text ? (const char *)text : "");
}

static char *get_copy(sqlite3_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt, column);
    return strdup(text ? (const char *)text : "");
}

static int get_int(sqlite3_stmt *stmt, int column)
{
    return sqlite3_column_int(stmt, column);
}

#define GET(column, field) get_text(stmt, column, field, sizeof(field))
static void read_row(sqlite3_stmt *stmt, struct bc_row *row)
{
    struct bc_intent *s = &row->seen;
    char kept[HASH_HEX], sum[HASH_HEX];
    s->number = sqlite3_column_int64(stmt, 0);
    GET(1, s->operation);
    GET(2, row->target);
    GET(3, row->principal);
    GET(4, s->what);
    GET(5, s->title);
    GET(6, s->case_id);
    s->count = get_int(stmt, 7);
    s->created_at = sqlite3_column_int64(stmt, 8);
    row->path = get_copy(stmt, 9);
    row->if_match = sqlite3_column_int64(stmt, 10);
    row->body = get_copy(stmt, 11);
    int state = get_int(stmt, 12);
    s->attempts = get_int(stmt, 13);
    s->updated_at = sqlite3_column_int64(stmt, 14);
    s->next_at = sqlite3_column_int64(stmt, 15);
    row->agreed_at = sqlite3_column_int64(stmt, 16);
    s->undo_until = sqlite3_column_int64(stmt, 17);
    s->done = get_int(stmt, 18);
    s->awaiting = get_int(stmt, 19);
    s->refused = get_int(stmt, 20);
    GET(21, s->text);
    GET(22, s->problem);
    GET(23, kept);
    s->state = state < 0 || state > BC_INTENT_DISCARDED ? BC_INTENT_HELD
                                                        : (enum bc_intent_state)state;
    checksum(row, sum);
    row->damaged = !row->path || !row->body || strcmp(kept, sum) != 0;
    if (row->damaged && strcmp(s->what, "damaged") != 0) {
        s->state = BC_INTENT_HELD;
        snprintf(s->text, sizeof s->text,
                 "this record was damaged on disk and is never sent; look at the case "
                 "and decide it again if that is still needed");
    }
}

bool bc_outbox_file_get(struct bc_outbox_file *file, int64_t number, struct bc_row *out,
                        struct err *err)
{
    struct binder b;
    if (!prepare(file, "SELECT " COLUMNS " FROM intents WHERE number = ?1", &b, err)) {
        return false;
    }
    put_int(&b, number);
    int step = sqlite3_step(b.stmt);
    if (step == SQLITE_ROW) {
        *out = (struct bc_row){.if_match = -1};
        read_row(b.stmt, out);
    } else if (step == SQLITE_DONE) {
        err_set(err, ERR_NOT_FOUND, "there is no intent number %" PRId64, number);
    } else {
        bc_outbox_failed(file, err);
    }
    sqlite3_finalize(b.stmt);
    return step == SQLITE_ROW;
}

bool bc_outbox_file_each(struct bc_outbox_file *file, bool pending, const char *target,
                         const char *principal, bc_row_fn *each, void *ctx,
                         struct err *err)
{
    struct binder b;
    const char *sql =
        pending ? "SELECT " COLUMNS " FROM intents WHERE state IN (0, 1, 5, 6) AND "
                  "(target = ?1 OR what = 'damaged') AND (?2 IN ('', principal) OR "
                  "principal = '') ORDER BY number"
                : "SELECT " COLUMNS " FROM intents WHERE (target = ?1 OR what = "
                  "'damaged') AND (?2 IN ('', principal) OR principal = '') "
                  "ORDER BY number DESC";
    if (!prepare(file, sql, &b, err)) {
        return false;
    }
    put_text(&b, target);
    put_text(&b, principal);
    int step;
    bool more = true;
    while (more && (step = sqlite3_step(b.stmt)) == SQLITE_ROW) {
        struct bc_row row = {.if_match = -1};
        read_row(b.stmt, &row);
        more = each(ctx, &row);
        bc_row_clear(&row);
    }
    bool ok = !more || step == SQLITE_DONE || bc_outbox_failed(file, err);
    sqlite3_finalize(b.stmt);
    return ok;
}

/* ---- notes ---- */

void bc_outbox_file_note(struct bc_outbox_file *file, const char *key, const char *value)
{
    struct binder b;
    if (prepare(file,
                "INSERT INTO notes VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET "
                "value = excluded.value WHERE value <> excluded.value",
                &b, NULL)) {
        put_text(&b, key);
        put_text(&b, value);
        (void)write_row(file, &b, NULL); /* a convenience: it is noted next time */
    }
}

void bc_outbox_file_noted(struct bc_outbox_file *file, const char *key, char *out,
                          size_t size)
{
    struct binder b;
    out[0] = '\0';
    if (prepare(file, "SELECT value FROM notes WHERE key = ?1", &b, NULL)) {
        put_text(&b, key);
        if (sqlite3_step(b.stmt) == SQLITE_ROW) {
            get_text(b.stmt, 0, out, size);
        }
        sqlite3_finalize(b.stmt);
    }
}
