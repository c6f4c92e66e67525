#include "clearinghouse/store/row.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void bind_row(struct ch_stmt *stmt, const struct ch_table *table, const void *row)
{
    for (size_t i = 0; i < table->count; i++) {
        const char *at = (const char *)row + table->columns[i].offset;
        int64_t number = 0;
        int32_t day;
        bool flag;
        switch (table->columns[i].shape) {
        case CH_COLUMN_TEXT:
            ch_bind_text(stmt, (int)i + 1, at);
            continue;
        case CH_COLUMN_DAY:
            memcpy(&day, at, sizeof day);
            number = day;
            break;
        case CH_COLUMN_BOOL:
            memcpy(&flag, at, sizeof flag);
            number = flag;
            break;
        default:
            memcpy(&number, at, sizeof number);
        }
        ch_bind_int(stmt, (int)i + 1, number);
    }
}

static void read_row(struct ch_stmt *stmt, const struct ch_table *table, void *out)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct ch_column *c = &table->columns[i];
        char *at = (char *)out + c->offset;
        int64_t number = c->shape == CH_COLUMN_TEXT ? 0 : ch_col_int(stmt, (int)i);
        int32_t day = (int32_t)number;
        bool flag = number != 0;
        switch (c->shape) {
        case CH_COLUMN_TEXT:
            snprintf(at, c->size, "%s", ch_col_text(stmt, (int)i));
            break;
        case CH_COLUMN_DAY:
            memcpy(at, &day, sizeof day);
            break;
        case CH_COLUMN_BOOL:
            memcpy(at, &flag, sizeof flag);
            break;
        default:
            memcpy(at, &number, sizeof number);
        }
    }
}

static void column_list(const struct ch_table *table, struct buf *sql)
{
    for (size_t i = 0; i < table->count; i++) {
        buf_printf(sql, "%s%s", i ? ", " : "", table->columns[i].name);
    }
}

static void write_sql(const struct ch_table *table, bool insert, struct buf *sql)
{
    if (insert) {
        buf_printf(sql, "INSERT INTO %s (", table->name);
        column_list(table, sql);
        buf_adds(sql, ") VALUES (");
        for (size_t i = 0; i < table->count; i++) {
            buf_printf(sql, "%s$%zu", i ? ", " : "", i + 1);
        }
        buf_adds(sql, ")");
        return;
    }
    size_t revision = 0;
    buf_printf(sql, "UPDATE %s SET ", table->name);
    for (size_t i = 1; i < table->count; i++) {
        buf_printf(sql, "%s%s = $%zu", i > 1 ? ", " : "", table->columns[i].name, i + 1);
        revision = strcmp(table->columns[i].name, "revision") == 0 ? i + 1 : revision;
    }
    buf_printf(sql, " WHERE id = $1 AND revision = $%zu - 1", revision);
}

bool ch_row_put(struct ch_db *db, const struct ch_table *table, const void *row,
                int64_t revision, struct err *err)
{
    struct buf sql = {0};
    struct ch_stmt *stmt;
    int64_t changed = 0;
    write_sql(table, revision == 1, &sql);
    bool ok = ch_prepare_once(db, buf_str(&sql), &stmt, err);
    if (ok) {
        bind_row(stmt, table, row);
        ok = ch_run(stmt, &changed, err);
    }
    buf_clear(&sql);
    return ok && (changed == 1 ||
                  err_set_type(err, ERR_STALE, "stale-revision",
                               "the %s has changed since; read it again", table->noun));
}

bool ch_row_get(struct ch_db *db, const struct ch_table *table, const char *column,
                const char *key, void *out, struct err *err)
{
    struct buf sql = {0};
    struct ch_stmt *stmt = NULL;
    enum ch_step step = CH_STEP_ERROR;
    buf_adds(&sql, "SELECT ");
    column_list(table, &sql);
    buf_printf(&sql, " FROM %s WHERE %s = $1", table->name, column);
    if (ch_prepare_once(db, buf_str(&sql), &stmt, err)) {
        ch_bind_text(stmt, 1, key);
        step = ch_step(stmt, err);
        if (step == CH_ROW) {
            read_row(stmt, table, out);
        } else if (step == CH_DONE) {
            err_set(err, ERR_NOT_FOUND, "there is no %s \"%.60s\"", table->noun, key);
        }
    }
    ch_finish(stmt);
    buf_clear(&sql);
    return step == CH_ROW;
}

bool ch_row_doc(struct ch_db *db, const struct ch_table *table, const char *id,
                struct buf *out, struct err *err)
{
    struct buf sql = {0};
    struct ch_stmt *stmt = NULL;
    enum ch_step step = CH_STEP_ERROR;
    buf_printf(&sql,
               "SELECT j.body FROM %s t JOIN journal j ON j.stream = t.programme AND "
               "j.seq = t.entry_seq WHERE t.id = $1",
               table->name);
    if (ch_prepare_once(db, buf_str(&sql), &stmt, err)) {
        ch_bind_text(stmt, 1, id);
        step = ch_step(stmt, err);
        if (step == CH_ROW) {
            buf_adds(out, ch_col_text(stmt, 0));
        } else if (step == CH_DONE) {
            err_set(err, ERR_NOT_FOUND, "there is no %s \"%.60s\"", table->noun, id);
        }
    }
    ch_finish(stmt);
    buf_clear(&sql);
    return step == CH_ROW;
}

bool ch_row_each(struct ch_db *db, const struct ch_table *table, const char *rest,
                 const char *const *params, bool bodies, void *row, ch_row_fn *each,
                 void *ctx, struct err *err)
{
    struct buf sql = {0};
    struct ch_stmt *stmt = NULL;
    enum ch_step step = CH_STEP_ERROR;
    buf_adds(&sql, "SELECT ");
    column_list(table, &sql);
    buf_printf(&sql, "%s FROM %s %s",
               bodies ? ", (SELECT body FROM journal WHERE stream = programme AND seq = "
                        "entry_seq)"
                      : "",
               table->name, rest);
    if (ch_prepare_once(db, buf_str(&sql), &stmt, err)) {
        for (int i = 0; params && params[i]; i++) {
            ch_bind_text(stmt, i + 1, params[i]);
        }
        while ((step = ch_step(stmt, err)) == CH_ROW) {
            read_row(stmt, table, row);
            if (!each(ctx, row, bodies ? ch_col_text(stmt, (int)table->count) : "")) {
                step = CH_DONE;
                break;
            }
        }
    }
    ch_finish(stmt);
    buf_clear(&sql);
    return step == CH_DONE;
}

const char *ch_row_differs(const struct ch_table *table, const void *a, const void *b)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct ch_column *c = &table->columns[i];
        const char *left = (const char *)a + c->offset;
        const char *right = (const char *)b + c->offset;
        size_t size = c->shape == CH_COLUMN_DAY    ? sizeof(int32_t)
                      : c->shape == CH_COLUMN_BOOL ? sizeof(bool)
                                                   : sizeof(int64_t);
        bool same = c->shape == CH_COLUMN_TEXT ? strcmp(left, right) == 0
                                               : memcmp(left, right, size) == 0;
        if (!same && strcmp(c->name, "entry_seq") != 0) {
            return c->name;
        }
    }
    return NULL;
}
