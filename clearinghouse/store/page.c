#include "clearinghouse/store/row.h"

#include <stdio.h>
#include <string.h>

enum { VALUES_MAX = 40, WORD_MAX = 64 };

/* SQL being put together from literals, and the values bound to it. */
struct text {
    struct buf sql;
    char values[VALUES_MAX][WORD_MAX * 4];
    int count;
};

static void value(struct text *t, const char *text, size_t len)
{
    if (t->count < VALUES_MAX) {
        snprintf(t->values[t->count++], sizeof t->values[0], "%.*s", (int)len, text);
    }
    buf_printf(&t->sql, "$%d", t->count);
}

static void among(struct text *t, const char *column, const char *list)
{
    buf_printf(&t->sql, " AND t.%s IN (", column);
    for (const char *at = list; *at;) {
        size_t len = strcspn(at, ",");
        buf_adds(&t->sql, at == list ? "" : ", ");
        value(t, at, len);
        at += len + (at[len] == ',');
    }
    buf_adds(&t->sql, ")");
}

static void search(struct text *t, const struct ch_page *page)
{
    if (!page->query || !*page->query) {
        return;
    }
    buf_adds(&t->sql, " AND (");
    for (int i = 0; page->search[i]; i++) {
        buf_printf(&t->sql, "%sinstr(t.%s, ", i ? " OR " : "", page->search[i]);
        value(t, page->query, strlen(page->query));
        buf_adds(&t->sql, ") > 0");
    }
    buf_adds(&t->sql, ")");
}

static void where(struct text *t, const struct ch_page *page)
{
    buf_adds(&t->sql, " WHERE 1 = 1");
    for (int i = 0; i < page->where_count; i++) {
        const char *wanted = page->where[i].value;
        if (wanted && page->where[i].list) {
            among(t, page->where[i].column, wanted);
        } else if (wanted) {
            buf_printf(&t->sql, " AND t.%s = ", page->where[i].column);
            value(t, wanted, strlen(wanted));
        }
    }
    search(t, page);
}

static void after(struct text *t, const struct ch_page *page)
{
    const char *way = page->descending ? "DESC" : "ASC";
    if (page->key) {
        buf_printf(&t->sql, " AND (t.%s, t.id) %s (", page->order,
                   page->descending ? "<" : ">");
        buf_adds(&t->sql, page->number ? "CAST(" : "");
        value(t, page->key, strlen(page->key));
        buf_adds(&t->sql, page->number ? " AS BIGINT), " : ", ");
        value(t, page->id, strlen(page->id));
        buf_adds(&t->sql, ")");
    }
    buf_printf(&t->sql, " ORDER BY t.%s %s, t.id %s LIMIT %d", page->order, way, way,
               page->limit);
}

static bool prepare(struct ch_db *db, struct text *t, struct ch_stmt **stmt,
                    struct err *err)
{
    if (!ch_prepare_once(db, buf_str(&t->sql), stmt, err)) {
        return false;
    }
    for (int i = 0; i < t->count; i++) {
        ch_bind_text(*stmt, i + 1, t->values[i]);
    }
    return true;
}

bool ch_page_read(struct ch_db *db, const struct ch_table *table,
                  const struct ch_page *page, ch_page_fn *each, void *ctx,
                  struct err *err)
{
    struct text t = {.count = 0};
    struct ch_stmt *stmt = NULL;
    enum ch_step step = CH_STEP_ERROR;
    buf_printf(&t.sql,
               "SELECT t.id, CAST(t.%s AS TEXT), j.body FROM %s t JOIN journal j ON "
               "j.stream = t.programme AND j.seq = t.entry_seq",
               page->order, table->name);
    where(&t, page);
    after(&t, page);
    if (prepare(db, &t, &stmt, err)) {
        while ((step = ch_step(stmt, err)) == CH_ROW) {
            if (!each(ctx, ch_col_text(stmt, 0), ch_col_text(stmt, 1),
                      ch_col_text(stmt, 2))) {
                step = CH_DONE;
                break;
            }
        }
    }
    ch_finish(stmt);
    buf_clear(&t.sql);
    return step == CH_DONE;
}

bool ch_page_count(struct ch_db *db, const struct ch_table *table,
                   const struct ch_page *page, int64_t *out, struct err *err)
{
    struct text t = {.count = 0};
    struct ch_stmt *stmt = NULL;
    enum ch_step step = CH_STEP_ERROR;
    buf_printf(&t.sql, "SELECT count(*) FROM %s t", table->name);
    where(&t, page);
    if (prepare(db, &t, &stmt, err)) {
        step = ch_step(stmt, err);
        *out = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    }
    ch_finish(stmt);
    buf_clear(&t.sql);
    return step == CH_ROW;
}
