#include "clearinghouse/store/application_row.h"

#include <stdio.h>
#include <string.h>

/* Where each column lives in the row: text arrays first in the table's own order. */
enum shape { TEXT, INT64, INT32 };
#define T(field)                                                                         \
    {                                                                                    \
        TEXT, offsetof(struct ch_application_row, field),                                \
            sizeof((struct ch_application_row *)0)->field                                \
    }
#define I(field)                                                                         \
    {                                                                                    \
        INT64, offsetof(struct ch_application_row, field), 0                             \
    }
static const struct {
    enum shape shape;
    size_t offset, size;
} columns[APPLICATION_COLUMN_COUNT] = {
    T(id),
    T(number),
    T(programme),
    T(tranche),
    T(status),
    I(revision),
    T(maker),
    T(applicant),
    T(applicant_name),
    T(credit_code),
    T(group_id),
    T(provider),
    T(provider_name),
    T(fingerprint),
    T(kind),
    T(accelerator),
    I(gpu_hours),
    I(amount_fen),
    I(grant_fen),
    I(grant_bp),
    I(reserved_fen),
    T(verdict),
    {INT32, offsetof(struct ch_application_row, verdict_issues), 0},
    T(assigned_to),
    I(submitted_at),
    I(updated_at),
    I(due_at),
    I(undo_until),
    I(entry_seq),
};
#undef T
#undef I

void ch_application_row_read(struct ch_stmt *stmt, struct ch_application_row *out)
{
    for (int i = 0; i < APPLICATION_COLUMN_COUNT; i++) {
        char *at = (char *)out + columns[i].offset;
        if (columns[i].shape == TEXT) {
            snprintf(at, columns[i].size, "%s", ch_col_text(stmt, i));
        } else if (columns[i].shape == INT64) {
            int64_t value = ch_col_int(stmt, i);
            memcpy(at, &value, sizeof value);
        } else {
            int32_t value = (int32_t)ch_col_int(stmt, i);
            memcpy(at, &value, sizeof value);
        }
    }
}

static void bind_row(struct ch_stmt *stmt, const struct ch_application_row *row)
{
    for (int i = 0; i < APPLICATION_COLUMN_COUNT; i++) {
        const char *at = (const char *)row + columns[i].offset;
        if (columns[i].shape == TEXT) {
            ch_bind_text(stmt, i + 1, at);
        } else if (columns[i].shape == INT64) {
            int64_t value;
            memcpy(&value, at, sizeof value);
            ch_bind_int(stmt, i + 1, value);
        } else {
            int32_t value;
            memcpy(&value, at, sizeof value);
            ch_bind_int(stmt, i + 1, value);
        }
    }
}

static bool count(struct ch_db *db, const char *programme, const char *status, int by,
                  int64_t amount, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO counters (programme, status, count, amount_fen) VALUES "
            "($1, $2, $3, $4) ON CONFLICT (programme, status) DO UPDATE SET count = "
            "counters.count + excluded.count, amount_fen = counters.amount_fen + "
            "excluded.amount_fen",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, status);
    ch_bind_int(stmt, 3, by);
    ch_bind_int(stmt, 4, amount);
    return ch_run(stmt, NULL, err);
}

static bool insert(struct ch_db *db, const struct ch_application_row *row,
                   struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO applications (" APPLICATION_COLUMNS
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
            "$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, "
            "$29)",
            &stmt, err)) {
        return false;
    }
    bind_row(stmt, row);
    return ch_run(stmt, NULL, err) &&
           count(db, row->programme, row->status, 1, row->amount_fen, err);
}

static bool status_of(struct ch_db *db, const char *id, char out[CH_SLUG_MAX],
                      struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, "SELECT status FROM applications WHERE id = $1", &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, id);
    enum ch_step step = ch_step(stmt, err);
    snprintf(out, CH_SLUG_MAX, "%s", step == CH_ROW ? ch_col_text(stmt, 0) : "");
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

/* Only what a decision may change; the rest of a case is fixed when it is submitted. */
static bool update(struct ch_db *db, const struct ch_application_row *row,
                   struct err *err)
{
    struct ch_stmt *stmt;
    char before[CH_SLUG_MAX];
    int64_t changed;
    if (!status_of(db, row->id, before, err) ||
        !ch_prepare(
            db,
            "UPDATE applications SET status = $2, revision = $3, grant_fen = $4, "
            "grant_bp = $5, reserved_fen = $6, verdict = $7, verdict_issues = $8, "
            "assigned_to = $9, updated_at = $10, due_at = $11, undo_until = $12, "
            "entry_seq = $13, tranche = $14 WHERE id = $1 AND revision = $3 - 1",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, row->id);
    ch_bind_text(stmt, 2, row->status);
    ch_bind_int(stmt, 3, row->revision);
    ch_bind_int(stmt, 4, row->grant_fen);
    ch_bind_int(stmt, 5, row->grant_bp);
    ch_bind_int(stmt, 6, row->reserved_fen);
    ch_bind_text(stmt, 7, row->verdict);
    ch_bind_int(stmt, 8, row->verdict_issues);
    ch_bind_text(stmt, 9, row->assigned_to);
    ch_bind_int(stmt, 10, row->updated_at);
    ch_bind_int(stmt, 11, row->due_at);
    ch_bind_int(stmt, 12, row->undo_until);
    ch_bind_int(stmt, 13, row->entry_seq);
    ch_bind_text(stmt, 14, row->tranche);
    if (!ch_run(stmt, &changed, err)) {
        return false;
    }
    if (changed != 1) {
        return err_set_type(err, ERR_STALE, "stale-revision",
                            "case %s has changed since; read it again", row->number);
    }
    return strcmp(before, row->status) == 0 ||
           (count(db, row->programme, before, -1, -row->amount_fen, err) &&
            count(db, row->programme, row->status, 1, row->amount_fen, err));
}

bool ch_application_put(struct ch_db *db, const struct ch_application_row *row,
                        struct err *err)
{
    return row->revision == 1 ? insert(db, row, err) : update(db, row, err);
}

bool ch_application_get(struct ch_db *db, const char *id, struct ch_application_row *out,
                        struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, "SELECT " APPLICATION_COLUMNS "FROM applications WHERE id = $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, id);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        ch_application_row_read(stmt, out);
    } else if (step == CH_DONE) {
        err_set(err, ERR_NOT_FOUND, "there is no case \"%s\"", id);
    }
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_application_doc(struct ch_db *db, const char *id, struct buf *out,
                        struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT j.body FROM applications a JOIN journal j ON j.stream = "
                    "a.programme AND j.seq = a.entry_seq WHERE a.id = $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, id);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        buf_adds(out, ch_col_text(stmt, 0));
    } else if (step == CH_DONE) {
        err_set(err, ERR_NOT_FOUND, "there is no case \"%s\"", id);
    }
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_application_serial(struct ch_db *db, int year, int64_t *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO serials (year, last) VALUES ($1, 1) ON CONFLICT (year) DO "
            "UPDATE SET last = serials.last + 1 RETURNING last",
            &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, year);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        *out = ch_col_int(stmt, 0);
        step = ch_step(stmt, err);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_application_same_contract(struct ch_db *db, const char *fingerprint,
                                  const char *except_id, bool *found,
                                  struct ch_application_row *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT " APPLICATION_COLUMNS
                    "FROM applications WHERE fingerprint = $1 "
                    "AND id <> $2 AND status NOT IN ('rejected', 'withdrawn', 'lapsed') "
                    "ORDER BY id LIMIT 1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, fingerprint);
    ch_bind_text(stmt, 2, except_id);
    enum ch_step step = ch_step(stmt, err);
    *found = step == CH_ROW;
    if (*found) {
        ch_application_row_read(stmt, out);
    }
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

bool ch_application_granted_sum(struct ch_db *db, const char *programme,
                                const char *group_id, const char *applicant,
                                int64_t since, const char *except_id, int64_t *out,
                                struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT coalesce(sum(grant_fen), 0) FROM applications WHERE (group_id = $1 "
            "OR "
            "applicant = $5) AND programme = $2 AND updated_at >= $3 AND id <> $4 AND "
            "status IN ('awaiting_second', 'approved', 'on_notice', 'objected', "
            "'issued')",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, group_id);
    ch_bind_text(stmt, 2, programme);
    ch_bind_int(stmt, 3, since);
    ch_bind_text(stmt, 4, except_id);
    ch_bind_text(stmt, 5, applicant);
    enum ch_step step = ch_step(stmt, err);
    *out = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    ch_finish(stmt);
    return step == CH_ROW;
}

static bool ids(struct ch_stmt *stmt, int64_t now, int limit, ch_id_fn *each, void *ctx,
                struct err *err)
{
    ch_bind_int(stmt, 1, now);
    ch_bind_int(stmt, 2, limit);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_text(stmt, 0));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}

bool ch_application_overdue(struct ch_db *db, int64_t now, int limit, ch_id_fn *each,
                            void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    return ch_prepare(
               db,
               "SELECT id FROM applications WHERE status = 'returned' AND due_at > 0 "
               "AND due_at <= $1 ORDER BY due_at LIMIT $2",
               &stmt, err) &&
           ids(stmt, now, limit, each, ctx, err);
}

bool ch_application_settling(struct ch_db *db, int64_t now, int limit, ch_id_fn *each,
                             void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    return ch_prepare(
               db,
               "SELECT id FROM applications WHERE undo_until > 0 AND undo_until <= $1 "
               "ORDER BY undo_until LIMIT $2",
               &stmt, err) &&
           ids(stmt, now, limit, each, ctx, err);
}

bool ch_signature_put(struct ch_db *db, const char *programme, const char *application,
                      int64_t round, const char *principal, int64_t at, struct err *err)
{
    return ch_signature_put_for(db, programme, application, round, principal, NULL, at,
                                err);
}

bool ch_signature_put_for(struct ch_db *db, const char *programme,
                          const char *application, int64_t round, const char *principal,
                          const char *acting_for, int64_t at, struct err *err)
{
    struct ch_stmt *stmt;
    struct err why = {0};
    if (!ch_prepare(
            db,
            "INSERT INTO signatures (programme, application, round, principal, at, "
            "acting_for) VALUES ($1, $2, $3, $4, $5, $6)",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, application);
    ch_bind_int(stmt, 3, round);
    ch_bind_text(stmt, 4, principal);
    ch_bind_int(stmt, 5, at);
    ch_bind_text(stmt, 6, acting_for);
    if (ch_run(stmt, NULL, &why)) {
        return true;
    }
    if (strstr(why.text, "conflict-of-interest")) {
        return err_set_type(err, ERR_REFUSED, "conflict-of-interest",
                            "%s declared an interest in a party of this case; a "
                            "colleague must sign",
                            principal);
    }
    if (strstr(why.text, "maker-is-signer")) {
        return err_set_type(err, ERR_REFUSED, "maker-is-signer",
                            "%s entered this case and cannot sign it; a colleague must",
                            principal);
    }
    if (why.kind == ERR_CONFLICT) {
        return err_set_type(err, ERR_REFUSED, "signed-twice",
                            "%s has signed this case already; another person must sign",
                            principal);
    }
    if (err) {
        *err = why;
    }
    return false;
}
