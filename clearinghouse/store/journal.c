#include "clearinghouse/store/journal.h"

#include "clearinghouse/store/engine.h"
#include "common/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void ch_entry_json(const struct ch_entry *entry, bool with_hash, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_kstr(&w, "action", entry->action);
    jsonw_key(&w, "actor");
    jsonw_object(&w);
    jsonw_kstr_opt(&w, "acting_for", entry->acting_for);
    jsonw_kstr(&w, "id", entry->actor_id);
    jsonw_kstr(&w, "role", entry->actor_role);
    jsonw_object_end(&w);
    jsonw_ktime(&w, "at", entry->at);
    jsonw_kraw(&w, "body", entry->body);
    if (with_hash) {
        jsonw_kstr(&w, "hash", entry->hash);
    }
    jsonw_kstr_opt(&w, "operation", entry->operation);
    jsonw_kstr_opt(&w, "policy", entry->policy);
    jsonw_kstr(&w, "prev", entry->prev);
    jsonw_key(&w, "reason");
    if (entry->reason_code && *entry->reason_code) {
        jsonw_object(&w);
        jsonw_kstr(&w, "code", entry->reason_code);
        jsonw_kstr_opt(&w, "note", entry->reason_note);
        jsonw_object_end(&w);
    } else {
        jsonw_null(&w);
    }
    jsonw_kint(&w, "seq", entry->seq);
    jsonw_kstr(&w, "stream", entry->stream);
    jsonw_key(&w, "subject");
    jsonw_object(&w);
    jsonw_kstr(&w, "id", entry->subject_id);
    jsonw_kstr(&w, "kind", entry->subject_kind);
    jsonw_kint(&w, "revision", entry->subject_revision);
    jsonw_object_end(&w);
    if (entry->transfers) {
        jsonw_kraw(&w, "transfers", entry->transfers);
    }
    jsonw_object_end(&w);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}

bool ch_journal_head(struct ch_db *db, const char *stream, int64_t *seq,
                     char hash[HASH_HEX], struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, "SELECT seq, hash FROM heads WHERE stream = $1", &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, stream);
    enum ch_step step = ch_step(stmt, err);
    if (step != CH_STEP_ERROR) {
        *seq = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
        snprintf(hash, HASH_HEX, "%s", step == CH_ROW ? ch_col_text(stmt, 1) : hash_zero);
    }
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

static bool insert_entry(struct ch_db *db, const struct ch_entry *e, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO journal (stream, seq, at, actor, role, acting_for, action, "
            "kind, subject, revision, operation, reason_code, reason_note, policy, "
            "body, prev, hash, transfers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
            "$10, $11, $12, $13, $14, $15, $16, $17, $18)",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, e->stream);
    ch_bind_int(stmt, 2, e->seq);
    ch_bind_int(stmt, 3, e->at);
    ch_bind_text(stmt, 4, e->actor_id);
    ch_bind_text(stmt, 5, e->actor_role);
    ch_bind_text(stmt, 6, e->acting_for);
    ch_bind_text(stmt, 7, e->action);
    ch_bind_text(stmt, 8, e->subject_kind);
    ch_bind_text(stmt, 9, e->subject_id);
    ch_bind_int(stmt, 10, e->subject_revision);
    ch_bind_text(stmt, 11, e->operation);
    ch_bind_text(stmt, 12, e->reason_code);
    ch_bind_text(stmt, 13, e->reason_note);
    ch_bind_text(stmt, 14, e->policy);
    ch_bind_text(stmt, 15, e->body);
    ch_bind_text(stmt, 16, e->prev);
    ch_bind_text(stmt, 17, e->hash);
    ch_bind_text(stmt, 18, e->transfers);
    return ch_run(stmt, NULL, err);
}

static bool move_head(struct ch_db *db, const struct ch_entry *e, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO heads (stream, seq, hash) VALUES ($1, $2, $3) ON CONFLICT "
            "(stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, e->stream);
    ch_bind_int(stmt, 2, e->seq);
    ch_bind_text(stmt, 3, e->hash);
    return ch_run(stmt, NULL, err);
}

/* Times rise strictly within a stream even when the clock stands still or is set back. */
static bool last_at(struct ch_db *db, const char *stream, int64_t seq, int64_t *at,
                    struct err *err)
{
    struct ch_stmt *stmt;
    *at = 0;
    if (seq == 0) {
        return true;
    }
    if (!ch_prepare(db, "SELECT at FROM journal WHERE stream = $1 AND seq = $2", &stmt,
                    err)) {
        return false;
    }
    ch_bind_text(stmt, 1, stream);
    ch_bind_int(stmt, 2, seq);
    enum ch_step step = ch_step(stmt, err);
    *at = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

static bool append(struct ch_db *db, struct ch_entry *entry, struct err *err)
{
    int64_t head, before;
    if (!ch_journal_head(db, entry->stream, &head, entry->prev, err) ||
        !last_at(db, entry->stream, head, &before, err)) {
        return false;
    }
    entry->seq = head + 1;
    entry->at = entry->at > before ? entry->at : before + 1;
    struct buf text = {0};
    ch_entry_json(entry, false, &text);
    bool ok =
        buf_ok(&text) ||
        err_set(err, ERR_INTERNAL, "cannot write the journal entry %s", entry->action);
    if (ok) {
        hash_hex(text.data, text.len, entry->hash);
        ok = insert_entry(db, entry, err) && move_head(db, entry, err);
    }
    buf_clear(&text);
    return ok;
}

bool ch_journal_append(struct ch_db *db, struct ch_entry *entry, struct err *err)
{
    struct buf moved = {0};
    if (db->moved.len > 0) {
        buf_printf(&moved, "[%s]", buf_str(&db->moved));
    }
    entry->transfers = moved.len ? buf_str(&moved) : NULL;
    bool ok = (buf_ok(&moved) || err_set(err, ERR_INTERNAL, "out of memory")) &&
              append(db, entry, err);
    entry->transfers = NULL; /* was lent */
    buf_reset(&db->moved);
    buf_clear(&moved);
    return ok;
}

static const char *text_or_null(struct ch_stmt *stmt, int column)
{
    return ch_col_null(stmt, column) ? NULL : ch_col_text(stmt, column);
}

static void read_row(struct ch_stmt *stmt, struct ch_entry *e)
{
    e->stream = ch_col_text(stmt, 0);
    e->seq = ch_col_int(stmt, 1);
    e->at = ch_col_int(stmt, 2);
    e->actor_id = ch_col_text(stmt, 3);
    e->actor_role = ch_col_text(stmt, 4);
    e->acting_for = text_or_null(stmt, 5);
    e->action = ch_col_text(stmt, 6);
    e->subject_kind = ch_col_text(stmt, 7);
    e->subject_id = ch_col_text(stmt, 8);
    e->subject_revision = ch_col_int(stmt, 9);
    e->operation = text_or_null(stmt, 10);
    e->reason_code = text_or_null(stmt, 11);
    e->reason_note = text_or_null(stmt, 12);
    e->policy = text_or_null(stmt, 13);
    e->body = ch_col_text(stmt, 14);
    snprintf(e->prev, sizeof e->prev, "%s", ch_col_text(stmt, 15));
    snprintf(e->hash, sizeof e->hash, "%s", ch_col_text(stmt, 16));
    e->transfers = text_or_null(stmt, 17);
}

bool ch_journal_read(struct ch_db *db, const char *stream, int64_t after, int limit,
                     ch_entry_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT stream, seq, at, actor, role, acting_for, action, kind, subject, "
            "revision, operation, reason_code, reason_note, policy, body, prev, hash, "
            "transfers FROM journal WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, stream);
    ch_bind_int(stmt, 2, after);
    ch_bind_int(stmt, 3, limit);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        struct ch_entry entry;
        read_row(stmt, &entry);
        if (!each(ctx, &entry)) {
            step = CH_DONE;
            break;
        }
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_journal_streams(struct ch_db *db, ch_stream_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, "SELECT stream, seq, hash FROM heads ORDER BY stream", &stmt,
                    err)) {
        return false;
    }
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_text(stmt, 0), ch_col_int(stmt, 1), ch_col_text(stmt, 2));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}
