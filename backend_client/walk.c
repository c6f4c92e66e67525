#include "backend_client/view.h"

#include "backend_client/fields_read.h"

#include <stdlib.h>
#include <string.h>

/* One order: its column and the index that has it behind the status. */
static const struct order {
    const char *column, *index;
    bool text;
} orders[] = {
    [BC_SORT_DUE] = {"due_key", "cases_due", false},
    [BC_SORT_NUMBER] = {"number", "cases_number", true},
    [BC_SORT_APPLICANT] = {"applicant_name", "cases_applicant", true},
    [BC_SORT_AMOUNT] = {"amount_fen", "cases_amount", false},
    [BC_SORT_UPDATED] = {"updated_at", "cases_updated", false},
    [BC_SORT_VERDICT] = {"rank", "cases_rank", false},
};

/* One run per state, merged by the database. Literals of this file only; values bound:
 * 1..3 where to go on, 4 and up the states. */
static void write_sql(const struct bc_view *view, bool backwards, struct buf *sql)
{
    const struct order *order = &orders[view->sort];
    bool down = view->descending != backwards;
    const char *way = down ? "DESC" : "ASC";
    for (int i = 0; i < view->status_count; i++) {
        buf_printf(sql,
                   "%sSELECT slot, tally, %s AS key FROM cases INDEXED BY %s WHERE "
                   "status = ?%d",
                   i ? " UNION ALL " : "", order->column, order->index, i + 4);
        if (view->started && !backwards) {
            buf_printf(sql, " AND (%s, tally, slot) %s (?1, ?2, ?3)", order->column,
                       down ? "<" : ">");
        }
    }
    buf_printf(sql, " ORDER BY key %s, tally %s, slot %s", way, way, way);
}

static sqlite3_stmt *start(struct bc_view *view, bool backwards, struct err *err)
{
    struct buf sql = {0};
    write_sql(view, backwards, &sql);
    sqlite3_stmt *walk = bc_replica_prepare(view->replica, buf_str(&sql), err);
    buf_clear(&sql);
    if (!walk) {
        return NULL;
    }
    if (orders[view->sort].text) {
        sqlite3_bind_text(walk, 1, view->text_key, -1, SQLITE_TRANSIENT); /* it moves */
    } else {
        sqlite3_bind_int64(walk, 1, view->key);
    }
    sqlite3_bind_int64(walk, 2, view->tally);
    sqlite3_bind_int64(walk, 3, view->slot);
    for (int i = 0; i < view->status_count; i++) {
        sqlite3_bind_int(walk, i + 4, view->statuses[i]);
    }
    return walk;
}

static bool matches_text(struct bc_view *view, int64_t slot)
{
    struct bc_case row;
    return bc_replica_row_text(view->replica, slot, &row) &&
           bc_search_matches(&view->filter.search, &row, &view->scratch);
}

static bool belongs(struct bc_view *view, int64_t slot, int64_t tally)
{
    if (tally < 0 || tally >= view->allowed_count || !view->allowed[tally] ||
        (view->by_hits && !bc_hits_have(view->hits, slot))) {
        return false;
    }
    return !view->by_text || matches_text(view, slot);
}

static void note_place(struct bc_view *view, sqlite3_stmt *walk)
{
    view->started = true;
    view->slot = sqlite3_column_int64(walk, 0);
    view->tally = sqlite3_column_int64(walk, 1);
    if (orders[view->sort].text) {
        bc_text_copy(view->text_key, sizeof view->text_key, bc_column_text(walk, 2));
    } else {
        view->key = sqlite3_column_int64(walk, 2);
    }
}

static bool over(int64_t deadline_us, int step)
{
    return deadline_us > 0 && step % 64 == 63 && bc_monotonic_us() >= deadline_us;
}

static void finish(struct bc_view *view)
{
    view->complete = view->counted = true;
    view->count = view->slots.count;
    view->tail_count = 0;
    if (view->hits) {
        bc_hits_clear(view->hits);
        free(view->hits);
        view->hits = NULL;
    }
}

bool bc_walk_on(struct bc_view *view, int64_t wanted, int64_t deadline_us,
                struct err *err)
{
    if (view->complete || view->slots.count >= wanted) {
        return true;
    }
    if (view->status_count == 0) {
        finish(view);
        return true;
    }
    sqlite3_stmt *walk = start(view, false, err);
    int state = walk ? SQLITE_ROW : SQLITE_ERROR;
    bool kept = true;
    for (int step = 0; state == SQLITE_ROW && view->slots.count < wanted; step++) {
        if (over(deadline_us, step) || (state = sqlite3_step(walk)) != SQLITE_ROW) {
            break;
        }
        int64_t slot = sqlite3_column_int64(walk, 0);
        if (belongs(view, slot, sqlite3_column_int64(walk, 1)) &&
            !bc_slots_add(&view->slots, view->replica->folder, (uint32_t)slot)) {
            kept = err_set(err, ERR_INTERNAL, "no room for the list of cases");
            break;
        }
        if (view->slots.count == wanted || step % 64 == 62) {
            note_place(view, walk);
        }
    }
    if (state == SQLITE_DONE) {
        finish(view);
    } else if (state != SQLITE_ROW) {
        kept = bc_replica_failed(view->replica, err);
    }
    sqlite3_finalize(walk);
    return kept;
}

bool bc_walk_tail(struct bc_view *view, struct err *err)
{
    int64_t wanted = view->count < BC_VIEW_TAIL ? view->count : BC_VIEW_TAIL;
    sqlite3_stmt *walk = start(view, true, err);
    int state = walk ? SQLITE_ROW : SQLITE_ERROR, count = 0;
    while (state == SQLITE_ROW && count < wanted &&
           (state = sqlite3_step(walk)) == SQLITE_ROW) {
        int64_t slot = sqlite3_column_int64(walk, 0);
        if (belongs(view, slot, sqlite3_column_int64(walk, 1))) {
            view->tail[count++] = (uint32_t)slot; /* the last row first */
        }
    }
    view->tail_count = count;
    bool ok = state == SQLITE_ROW || state == SQLITE_DONE ||
              bc_replica_failed(view->replica, err);
    sqlite3_finalize(walk);
    return ok;
}

bool bc_walk_search(struct bc_view *view, int64_t deadline_us, struct err *err)
{
    if (!view->hits || !view->hits->too_many || view->hits->hopeless) {
        return true;
    }
    if (!bc_search_more(view->replica, view->hits, deadline_us, err)) {
        return false;
    }
    if (!view->hits->too_many) {
        view->by_hits = true;
        view->by_text = view->hits->rough;
    }
    return true;
}

/* ---- few rows: sorted here ---- */

struct sorted {
    int64_t key, tally, slot;
    char *text; /* owned, or NULL */
};

static int compare(const void *left, const void *right)
{
    const struct sorted *a = left, *b = right;
    int text = a->text && b->text ? strcmp(a->text, b->text) : 0;
    int64_t keys[][2] = {{a->key, b->key}, {a->tally, b->tally}, {a->slot, b->slot}};
    for (size_t i = 0; text == 0 && i < COUNT_OF(keys); i++) {
        text = (keys[i][0] > keys[i][1]) - (keys[i][0] < keys[i][1]);
    }
    return text;
}

static bool read_keys(struct bc_view *view, const uint32_t *list, int count,
                      struct sorted *out, int *kept, struct err *err)
{
    struct buf sql = {0};
    buf_printf(&sql, "SELECT slot, tally, %s FROM cases WHERE slot = ?1",
               orders[view->sort].column);
    sqlite3_stmt *get = bc_replica_prepare(view->replica, buf_str(&sql), err);
    buf_clear(&sql);
    for (int i = 0; get && i < count; i++) {
        sqlite3_reset(get);
        sqlite3_bind_int64(get, 1, list[i]);
        if (sqlite3_step(get) != SQLITE_ROW ||
            !belongs(view, list[i], sqlite3_column_int64(get, 1))) {
            continue;
        }
        struct sorted *item = &out[(*kept)++];
        item->slot = list[i];
        item->tally = sqlite3_column_int64(get, 1);
        if (orders[view->sort].text) {
            item->text = strdup(bc_column_text(get, 2));
        } else {
            item->key = sqlite3_column_int64(get, 2);
        }
    }
    sqlite3_finalize(get);
    return get != NULL;
}

bool bc_walk_list(struct bc_view *view, const uint32_t *list, int count, struct err *err)
{
    struct sorted *items = calloc((size_t)count + 1, sizeof *items);
    int kept = 0;
    bool ok = items ? read_keys(view, list, count, items, &kept, err)
                    : err_set(err, ERR_INTERNAL, "out of memory for the list of cases");
    if (ok) {
        qsort(items, (size_t)kept, sizeof *items, compare);
    }
    for (int i = 0; ok && i < kept; i++) {
        int at = view->descending ? kept - 1 - i : i;
        ok = bc_slots_add(&view->slots, NULL, (uint32_t)items[at].slot) ||
             err_set(err, ERR_INTERNAL, "no room for the list of cases");
    }
    for (int i = 0; items && i < kept; i++) {
        free(items[i].text);
    }
    free(items);
    finish(view);
    return ok;
}

bool bc_walk_tallies(struct bc_view *view, struct err *err)
{
    uint32_t *list = calloc(BC_HITS_LISTED, sizeof *list);
    sqlite3_stmt *find =
        bc_replica_prepare(view->replica, "SELECT slot FROM cases WHERE tally = ?1", err);
    int count = 0;
    for (int i = 0; list && find && i < view->allowed_count; i++) {
        if (!view->allowed[i] || view->replica->tallies.tally[i].count == 0) {
            continue;
        }
        sqlite3_reset(find);
        sqlite3_bind_int(find, 1, i);
        while (count < BC_HITS_LISTED && sqlite3_step(find) == SQLITE_ROW) {
            list[count++] = (uint32_t)sqlite3_column_int64(find, 0);
        }
    }
    sqlite3_finalize(find);
    bool ok = list ? find && bc_walk_list(view, list, count, err)
                   : err_set(err, ERR_INTERNAL, "out of memory for the list of cases");
    free(list);
    return ok;
}
