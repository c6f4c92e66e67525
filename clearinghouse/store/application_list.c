#include "clearinghouse/store/application_row.h"

#include <stdio.h>
#include <string.h>

/* One order: the column that leads it. Text keys keep cursors independent of the column's
 * type. */
static const struct {
    const char *column;
    bool number;
} orders[] = {
    [CH_SORT_ID] = {"id", false},
    [CH_SORT_DUE] = {"due_at", true},
    [CH_SORT_UPDATED] = {"updated_at", true},
    [CH_SORT_AMOUNT] = {"amount_fen", true},
    [CH_SORT_APPLICANT] = {"applicant_name", false},
};

/* A list's SQL is put together from literals of this file only; values are always bound.
 */
enum { WORDS = 64, OTHERS = 16 };

struct list {
    const char *values[2 * WORDS + OTHERS];
    int count;
};

static void bind_value(struct buf *sql, struct list *list, const char *value)
{
    list->values[list->count++] = value;
    buf_printf(sql, "$%d", list->count);
}

/* " AND column IN ($1, $2)": a comma-separated list; `words` owns the pieces. */
static void in_list(struct buf *sql, struct list *list, const char *column,
                    const char *values, struct buf *words)
{
    buf_printf(sql, " AND %s IN (", column);
    int n = 0;
    for (const char *at = values; *at && n < WORDS; n++) {
        size_t len = strcspn(at, ",");
        buf_adds(sql, n ? ", " : "");
        bind_value(sql, list, words->data + (at - values));
        words->data[at - values + (ptrdiff_t)len] = '\0';
        at += len + (at[len] == ',');
    }
    buf_adds(sql, ")");
}

static void equals(struct buf *sql, struct list *list, const char *column,
                   const char *value)
{
    if (value) {
        buf_printf(sql, " AND %s = ", column);
        bind_value(sql, list, value);
    }
}

static void search(struct buf *sql, struct list *list, const char *query)
{
    if (!query || !*query) {
        return;
    }
    buf_adds(sql, " AND (instr(applicant_name, ");
    bind_value(sql, list, query);
    buf_printf(sql,
               ") > 0 OR instr(number, $%d) = 1 OR instr(credit_code, $%d) = 1 OR "
               "instr(provider_name, $%d) > 0)",
               list->count, list->count, list->count);
}

static void where(struct buf *sql, struct list *list,
                  const struct ch_application_filter *f, struct buf words[2])
{
    buf_adds(sql, " WHERE 1 = 1");
    if (f->programmes) {
        buf_adds(&words[0], f->programmes);
        in_list(sql, list, "programme", f->programmes, &words[0]);
    }
    if (f->statuses) {
        buf_adds(&words[1], f->statuses);
        in_list(sql, list, "status", f->statuses, &words[1]);
    }
    equals(sql, list, "programme", f->programme);
    equals(sql, list, "verdict", f->verdict);
    equals(sql, list, "tranche", f->tranche);
    equals(sql, list, "applicant", f->applicant);
    equals(sql, list, "assigned_to", f->assigned_to);
    search(sql, list, f->query);
}

static void bind_all(struct ch_stmt *stmt, const struct list *list)
{
    for (int i = 0; i < list->count; i++) {
        ch_bind_text(stmt, i + 1, list->values[i]);
    }
}

bool ch_application_list(struct ch_db *db, const struct ch_application_filter *filter,
                         enum ch_application_sort sort, bool descending, const char *key,
                         const char *id, int limit, ch_application_fn *each, void *ctx,
                         struct err *err)
{
    const char *column = orders[sort].column, *op = descending ? "<" : ">";
    const char *way = descending ? "DESC" : "ASC";
    struct buf sql = {0}, words[2] = {{0}, {0}};
    struct list list = {0};
    struct ch_stmt *stmt = NULL;
    buf_adds(&sql, "SELECT " APPLICATION_COLUMNS "FROM applications");
    where(&sql, &list, filter, words);
    if (key) {
        buf_printf(&sql, " AND (%s, id) %s (", column, op);
        if (orders[sort].number) {
            buf_adds(&sql, "CAST(");
            bind_value(&sql, &list, key);
            buf_adds(&sql, " AS BIGINT)");
        } else {
            bind_value(&sql, &list, key);
        }
        buf_adds(&sql, ", ");
        bind_value(&sql, &list, id);
        buf_adds(&sql, ")");
    }
    buf_printf(&sql, " ORDER BY %s %s, id %s LIMIT %d", column, way, way, limit);
    enum ch_step step = CH_STEP_ERROR;
    if (ch_prepare_once(db, buf_str(&sql), &stmt, err)) {
        bind_all(stmt, &list);
        while ((step = ch_step(stmt, err)) == CH_ROW) {
            struct ch_application_row row;
            char text[CH_NAME_MAX];
            ch_application_row_read(stmt, &row);
            int64_t number = sort == CH_SORT_DUE       ? row.due_at
                             : sort == CH_SORT_UPDATED ? row.updated_at
                                                       : row.amount_fen;
            if (orders[sort].number) {
                snprintf(text, sizeof text, "%lld", (long long)number);
            } else {
                snprintf(text, sizeof text, "%s",
                         sort == CH_SORT_ID ? row.id : row.applicant_name);
            }
            if (!each(ctx, &row, text)) {
                step = CH_DONE;
                break;
            }
        }
    }
    ch_finish(stmt);
    buf_clear(&sql);
    buf_clear(&words[0]);
    buf_clear(&words[1]);
    return step == CH_DONE;
}

bool ch_application_count(struct ch_db *db, const struct ch_application_filter *filter,
                          int64_t *out, struct err *err)
{
    struct buf sql = {0}, words[2] = {{0}, {0}};
    struct list list = {0};
    struct ch_stmt *stmt = NULL;
    buf_adds(&sql, "SELECT count(*) FROM applications");
    where(&sql, &list, filter, words);
    enum ch_step step = CH_STEP_ERROR;
    if (ch_prepare_once(db, buf_str(&sql), &stmt, err)) {
        bind_all(stmt, &list);
        step = ch_step(stmt, err);
        *out = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    }
    ch_finish(stmt);
    buf_clear(&sql);
    buf_clear(&words[0]);
    buf_clear(&words[1]);
    return step == CH_ROW;
}

bool ch_application_queue_age(struct ch_db *db, int64_t now, struct ch_queue_age *out,
                              struct err *err)
{
    struct ch_stmt *stmt;
    struct ch_queue_age age = {0};
    if (!ch_prepare(
            db,
            "SELECT count(*), sum(CASE WHEN due_at > 0 AND due_at < $1 THEN 1 ELSE 0 "
            "END), min(submitted_at) FROM "
            "applications WHERE status IN ('submitted', 'under_review', "
            "'awaiting_second')",
            &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, now);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        age.open = ch_col_int(stmt, 0);
        age.breached = ch_col_int(stmt, 1);
        age.oldest_at = ch_col_int(stmt, 2);
    }
    ch_finish(stmt);
    if (step != CH_ROW ||
        !ch_prepare(
            db,
            "SELECT submitted_at FROM applications WHERE status IN ('submitted', "
            "'under_review', 'awaiting_second') ORDER BY submitted_at LIMIT 1 OFFSET $1",
            &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, age.open / 10); /* a tenth of them are older */
    step = ch_step(stmt, err);
    age.p90_at = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    ch_finish(stmt);
    *out = age;
    return step != CH_STEP_ERROR;
}

bool ch_application_bodies(struct ch_db *db, const char *after, int limit,
                           ch_application_body_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT " APPLICATION_COLUMNS
                    ", (SELECT body FROM journal WHERE stream = programme AND seq = "
                    "entry_seq) FROM applications WHERE id > $1 ORDER BY id LIMIT $2",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, after);
    ch_bind_int(stmt, 2, limit);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        struct ch_application_row row;
        ch_application_row_read(stmt, &row);
        if (!each(ctx, &row, ch_col_text(stmt, APPLICATION_COLUMN_COUNT))) {
            step = CH_DONE;
            break;
        }
    }
    ch_finish(stmt);
    return step == CH_DONE;
}
