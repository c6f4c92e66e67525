#include "clearinghouse/store/application_row.h"

#include "common/text.h"

#include <stdio.h>
#include <string.h>

/* One order: the column that leads it, and whether its index stands behind the status.
 * Text keys keep cursors independent of the column's type. */
static const struct {
    const char *column;
    bool number, by_status;
} orders[] = {
    [CH_SORT_ID] = {"id", false, true},
    [CH_SORT_DUE] = {"due_at", true, true},
    [CH_SORT_UPDATED] = {"updated_at", true, true},
    [CH_SORT_AMOUNT] = {"amount_fen", true, false},
    [CH_SORT_APPLICANT] = {"applicant_name", false, false},
};

static const char every_status[] = "submitted,under_review,returned,awaiting_second,"
                                   "approved,rejected,withdrawn,on_notice,objected,"
                                   "issued,lapsed";

/* A list's SQL is put together from literals of this file only; values are always bound.
 */
enum {
    WORDS = 64,
    OTHERS = 16,
    FEW = 5000 /* rows it costs less to sort than to find in an index of all */
};

struct list {
    const char *values[2 * WORDS + OTHERS];
    int count;
};

static void bind_value(struct buf *sql, struct list *list, const char *value)
{
    list->values[list->count++] = value;
    buf_printf(sql, "$%d", list->count);
}

/* A comma-separated list, in pieces, each once. */
struct words {
    struct buf text; /* owns them */
    const char *word[WORDS];
    int count;
};

static bool has(const struct words *words, const char *word)
{
    int i = 0;
    while (i < words->count && strcmp(words->word[i], word) != 0) {
        i++;
    }
    return i < words->count;
}

static void split(struct words *words, const char *list)
{
    buf_adds(&words->text, list ? list : "");
    char *at = words->text.data;
    while (at && *at && words->count < WORDS) {
        size_t len = strcspn(at, ",");
        bool more = at[len] == ',';
        at[len] = '\0';
        if (!has(words, at)) {
            words->word[words->count++] = at;
        }
        at += len + more;
    }
}

/* " AND column IN ($1, $2)" */
static void in_list(struct buf *sql, struct list *list, const char *column,
                    const struct words *words)
{
    buf_printf(sql, " AND %s IN (", column);
    for (int i = 0; i < words->count; i++) {
        buf_adds(sql, i ? ", " : "");
        bind_value(sql, list, words->word[i]);
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

/* All of the filter but the statuses. */
static void where(struct buf *sql, struct list *list,
                  const struct ch_application_filter *f, const struct words *programmes)
{
    buf_adds(sql, " WHERE 1 = 1");
    if (f->programmes) {
        in_list(sql, list, "programme", programmes);
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

/* ---- a page ---- */

struct page {
    const struct ch_application_filter *filter;
    enum ch_application_sort sort;
    bool descending;
    const char *key, *id; /* NULL: the first page */
    int limit;
    struct words programmes, statuses;
    struct list list;
    struct buf sql;
};

static void page_clear(struct page *page)
{
    buf_clear(&page->programmes.text);
    buf_clear(&page->statuses.text);
    buf_clear(&page->sql);
}

/* What comes behind the cursor. */
static void behind(struct buf *sql, struct page *page)
{
    const char *column = orders[page->sort].column, *op = page->descending ? "<" : ">";
    if (!page->key) {
        return;
    }
    if (page->sort == CH_SORT_ID) {
        buf_printf(sql, " AND id %s ", op);
        bind_value(sql, &page->list, page->id);
        return;
    }
    buf_printf(sql, " AND (%s, id) %s (", column, op);
    buf_adds(sql, orders[page->sort].number ? "CAST(" : "");
    bind_value(sql, &page->list, page->key);
    buf_adds(sql, orders[page->sort].number ? " AS BIGINT), " : ", ");
    bind_value(sql, &page->list, page->id);
    buf_adds(sql, ")");
}

static void select_where(struct page *page)
{
    buf_adds(&page->sql, "SELECT " APPLICATION_COLUMNS "FROM applications");
    where(&page->sql, &page->list, page->filter, &page->programmes);
}

/* One run a status, each in the order of its index; the database merges them. */
static void merge_statuses(struct page *page)
{
    struct buf rest = {0};
    where(&rest, &page->list, page->filter, &page->programmes);
    behind(&rest, page);
    for (int i = 0; i < page->statuses.count; i++) {
        buf_printf(&page->sql, "%sSELECT " APPLICATION_COLUMNS "FROM applications%s",
                   i ? " UNION ALL " : "", buf_str(&rest));
        equals(&page->sql, &page->list, "status", page->statuses.word[i]);
    }
    page->sql.failed = page->sql.failed || !buf_ok(&rest);
    buf_clear(&rest);
}

/* As an expression no index answers to, so that the order's own index is walked. */
static void walk(struct page *page, bool few)
{
    select_where(page);
    if (page->statuses.count > 0) {
        in_list(&page->sql, &page->list, few ? "status" : "status || ''",
                &page->statuses);
    }
    behind(&page->sql, page);
}

/* Are there so few cases of these statuses that they are read and sorted? */
static bool are_few(struct ch_db *db, const struct words *statuses, bool *out,
                    struct err *err)
{
    struct buf sql = {0};
    struct list list = {0};
    struct ch_stmt *stmt = NULL;
    enum ch_step step = CH_STEP_ERROR;
    buf_adds(&sql, "SELECT coalesce(sum(count), 0) FROM counters WHERE 1 = 1");
    in_list(&sql, &list, "status", statuses);
    if (ch_prepare_once(db, buf_str(&sql), &stmt, err)) {
        bind_all(stmt, &list);
        step = ch_step(stmt, err);
        *out = step == CH_ROW && ch_col_int(stmt, 0) <= FEW;
    }
    ch_finish(stmt);
    buf_clear(&sql);
    return step == CH_ROW;
}

static bool write_page(struct ch_db *db, struct page *page, struct err *err)
{
    const struct ch_application_filter *f = page->filter;
    const char *way = page->descending ? "DESC" : "ASC";
    bool by_status = orders[page->sort].by_status, few = false;
    bool any = !f->statuses && page->sort != CH_SORT_ID; /* ids have an order without */
    split(&page->programmes, f->programmes);
    split(&page->statuses, any && by_status ? every_status : f->statuses);
    if (f->applicant) { /* has an index of its own, and never many */
        walk(page, true);
    } else if (by_status && page->statuses.count > 0) {
        merge_statuses(page);
    } else if (page->statuses.count > 0 && !are_few(db, &page->statuses, &few, err)) {
        return false;
    } else {
        walk(page, few);
    }
    buf_printf(&page->sql, " ORDER BY %s %s", orders[page->sort].column, way);
    if (page->sort != CH_SORT_ID) {
        buf_printf(&page->sql, ", id %s", way);
    }
    buf_printf(&page->sql, " LIMIT %d", page->limit);
    return buf_ok(&page->sql) || err_set(err, ERR_INTERNAL, "out of memory for a list");
}

/* The key of a row in this order, as text. */
static void key_of(const struct ch_application_row *row, enum ch_application_sort sort,
                   char out[CH_NAME_MAX])
{
    int64_t number = sort == CH_SORT_DUE       ? row->due_at
                     : sort == CH_SORT_UPDATED ? row->updated_at
                                               : row->amount_fen;
    if (orders[sort].number) {
        snprintf(out, CH_NAME_MAX, "%lld", (long long)number);
    } else {
        text_copy(out, CH_NAME_MAX, sort == CH_SORT_ID ? row->id : row->applicant_name);
    }
}

bool ch_application_list(struct ch_db *db, const struct ch_application_filter *filter,
                         enum ch_application_sort sort, bool descending, const char *key,
                         const char *id, int limit, ch_application_fn *each, void *ctx,
                         struct err *err)
{
    struct page page = {.filter = filter,
                        .sort = sort,
                        .descending = descending,
                        .key = key,
                        .id = id,
                        .limit = limit};
    struct ch_stmt *stmt = NULL;
    enum ch_step step = CH_STEP_ERROR;
    if (write_page(db, &page, err) &&
        ch_prepare_once(db, buf_str(&page.sql), &stmt, err)) {
        bind_all(stmt, &page.list);
        while ((step = ch_step(stmt, err)) == CH_ROW) {
            struct ch_application_row row;
            char text[CH_NAME_MAX];
            ch_application_row_read(stmt, &row);
            key_of(&row, sort, text);
            if (!each(ctx, &row, text)) {
                step = CH_DONE;
                break;
            }
        }
    }
    ch_finish(stmt);
    page_clear(&page);
    return step == CH_DONE;
}

/* Kept counters know it, where the filter asks for nothing they do not have. */
bool ch_application_count(struct ch_db *db, const struct ch_application_filter *f,
                          int64_t *out, struct err *err)
{
    bool kept = !f->verdict && !f->tranche && !f->applicant && !f->assigned_to &&
                (!f->query || !*f->query);
    struct page page = {.filter = f};
    struct ch_stmt *stmt = NULL;
    enum ch_step step = CH_STEP_ERROR;
    split(&page.programmes, f->programmes);
    split(&page.statuses, f->statuses);
    buf_adds(&page.sql, kept ? "SELECT coalesce(sum(count), 0) FROM counters"
                             : "SELECT count(*) FROM applications");
    where(&page.sql, &page.list, f, &page.programmes);
    if (f->statuses) {
        in_list(&page.sql, &page.list, "status", &page.statuses);
    }
    if (ch_prepare_once(db, buf_str(&page.sql), &stmt, err)) {
        bind_all(stmt, &page.list);
        step = ch_step(stmt, err);
        *out = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    }
    ch_finish(stmt);
    page_clear(&page);
    return step == CH_ROW;
}

/* ---- the queue ---- */

/* When the case came in before which `older` of the waiting ones did. Ids are in the
 * order of submission. */
static bool waiting_since(struct ch_db *db, int64_t older, int64_t *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT id, submitted_at FROM applications WHERE status = "
                    "'submitted' UNION ALL SELECT id, submitted_at FROM applications "
                    "WHERE status = 'under_review' UNION ALL SELECT id, submitted_at "
                    "FROM applications WHERE status = 'awaiting_second' ORDER BY id "
                    "LIMIT 1 OFFSET $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, older);
    enum ch_step step = ch_step(stmt, err);
    *out = step == CH_ROW ? ch_col_int(stmt, 1) : 0;
    ch_finish(stmt);
    return step != CH_STEP_ERROR;
}

bool ch_application_queue_age(struct ch_db *db, int64_t now, struct ch_queue_age *out,
                              struct err *err)
{
    struct ch_stmt *stmt;
    struct ch_queue_age age = {0};
    if (!ch_application_count(db,
                              &(struct ch_application_filter){
                                  .statuses = "submitted,under_review,awaiting_second"},
                              &age.open, err) ||
        !ch_prepare(db,
                    "SELECT count(*) FROM applications WHERE status IN ('submitted', "
                    "'under_review', 'awaiting_second') AND due_at > 0 AND due_at < $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, now);
    enum ch_step step = ch_step(stmt, err);
    age.breached = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    ch_finish(stmt);
    if (step != CH_ROW || !waiting_since(db, 0, &age.oldest_at, err) ||
        !waiting_since(db, age.open / 10, &age.p90_at, err)) {
        return false;
    }
    *out = age;
    return true;
}

#define WITH_BODY                                                                        \
    "SELECT " APPLICATION_COLUMNS                                                        \
    ", (SELECT body FROM journal WHERE stream = programme "                              \
    "AND seq = entry_seq) FROM applications "

static bool lend_bodies(struct ch_stmt *stmt, ch_application_body_fn *each, void *ctx,
                        struct err *err)
{
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

bool ch_application_bodies(struct ch_db *db, const char *after, int limit,
                           ch_application_body_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, WITH_BODY "WHERE id > $1 ORDER BY id LIMIT $2", &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, after);
    ch_bind_int(stmt, 2, limit);
    return lend_bodies(stmt, each, ctx, err);
}

bool ch_application_open_bodies(struct ch_db *db, const char *programme,
                                const char *after, int limit,
                                ch_application_body_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    WITH_BODY "WHERE status IN ('submitted', 'under_review', "
                              "'returned', 'awaiting_second') AND programme = $1 AND "
                              "id > $2 ORDER BY id LIMIT $3",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_text(stmt, 2, after);
    ch_bind_int(stmt, 3, limit);
    return lend_bodies(stmt, each, ctx, err);
}

bool ch_application_on_notice(struct ch_db *db, const char *programme, int limit,
                              ch_id_fn *each, void *ctx, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT id FROM applications WHERE programme = $1 AND status IN "
                    "('on_notice', 'objected') ORDER BY number LIMIT $2",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, programme);
    ch_bind_int(stmt, 2, limit);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, ch_col_text(stmt, 0));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}
