#include "backend_client/cases.h"
#include "backend_client/replica.h"
#include "backend_client/session_impl.h"
#include "tests/support/cases.h"
#include "tests/support/test.h"

#include <stdlib.h>

/* A session that has a replica of made-up cases and nothing else; `rows` is the same,
 * naively. */
enum { COUNT = 6000 };
struct desk {
    struct bc_session session;
    struct bc_case rows[COUNT];
};

static int setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    struct err err = {0};
    enum bc_put what;
    if (!desk || !bc_replica_open(NULL, "", NULL, &desk->session.replica, &err)) {
        return -1;
    }
    for (int i = 0; i < COUNT; i++) {
        desk->rows[i] = support_case(i + 1);
        if (!bc_replica_put(desk->session.replica, &desk->rows[i], &what, &err)) {
            return -1;
        }
    }
    *state = desk;
    return 0;
}

static int teardown(void **state)
{
    struct desk *desk = *state;
    bc_replica_close(desk->session.replica);
    free(desk);
    return 0;
}

static struct bc_view *open_view(struct desk *desk, const struct bc_query *query)
{
    struct bc_view *view = NULL;
    struct err err = {0};
    assert_ok(bc_view_open(&desk->session, query, &view, &err), err);
    return view;
}

static bool finished(const struct bc_case *row)
{
    return strcmp(row->status, "approved") == 0 || strcmp(row->status, "rejected") == 0;
}

static int rank(const char *verdict)
{
    const char *order = "pass wait querycap  fail ";
    return (int)(strstr(order, verdict) - order) / 5;
}

static int64_t due(const struct bc_case *row)
{
    return row->due_at ? row->due_at : INT64_MAX;
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int compare(enum bc_sort sort, const struct bc_case *a, const struct bc_case *b)
{
    switch (sort) {
    case BC_SORT_DUE:
        return ORDER(due(a), due(b));
    case BC_SORT_NUMBER:
        return strcmp(a->number, b->number);
    case BC_SORT_APPLICANT:
        return strcmp(a->applicant_name, b->applicant_name);
    case BC_SORT_AMOUNT:
        return ORDER(a->amount_fen, b->amount_fen);
    case BC_SORT_UPDATED:
        return ORDER(a->updated_at, b->updated_at);
    case BC_SORT_VERDICT:
        return ORDER(rank(a->verdict), rank(b->verdict));
    }
    return 0;
}

/* Every row once, and in order. */
static void check_order(struct bc_view *view, enum bc_sort sort, bool descending,
                        int64_t wanted)
{
    struct bc_case before, row;
    char *seen = calloc(COUNT + 1, 1);
    assert_int_equal(bc_view_count(view), wanted);
    for (int64_t i = 0; i < wanted; i++) {
        assert_true(bc_view_row(view, i, &row));
        int number = atoi(row.number + 3);
        assert_false(seen[number]);
        seen[number] = 1;
        if (i > 0) {
            int way = compare(sort, &before, &row);
            assert_true(descending ? way >= 0 : way <= 0);
        }
        before = row;
    }
    assert_false(bc_view_row(view, wanted, &row));
    free(seen);
}

static void view__has_every_row_once_in_each_order(void **state)
{
    struct desk *desk = *state;
    for (int sort = BC_SORT_DUE; sort <= BC_SORT_VERDICT; sort++) {
        for (int down = 0; down < 2; down++) {
            struct bc_query query = {
                .statuses = "*", .sort = (enum bc_sort)sort, .descending = down};
            struct bc_view *view = open_view(desk, &query);
            check_order(view, query.sort, down, COUNT);
            bc_view_close(view);
        }
    }
}

static void view__shows_open_cases_unless_told(void **state)
{
    struct desk *desk = *state;
    int64_t open = 0;
    for (int i = 0; i < COUNT; i++) {
        open += !finished(&desk->rows[i]);
    }
    struct bc_view *view = open_view(desk, &(struct bc_query){.sort = BC_SORT_AMOUNT});
    check_order(view, BC_SORT_AMOUNT, false, open);
    bc_view_close(view);
}

static void view__filters_by_each_word(void **state)
{
    static const struct bc_query queries[] = {
        {.statuses = "*", .programme = "chengdu"},
        {.statuses = "submitted,rejected", .verdict = "cap"},
        {.statuses = "*", .assigned_to = "officer", .sort = BC_SORT_APPLICANT},
        {.statuses = "*", .tranche = "2026-1", .verdict = "fail", .descending = true},
        {.statuses = "*", .programme = "nowhere"},
        {.statuses = "no-such-state"},
    };
    struct desk *desk = *state;
    for (size_t q = 0; q < COUNT_OF(queries); q++) {
        const struct bc_query *query = &queries[q];
        int64_t wanted = 0;
        for (int i = 0; i < COUNT; i++) {
            const struct bc_case *row = &desk->rows[i];
            wanted +=
                (!query->programme || strcmp(query->programme, row->programme) == 0) &&
                (!query->verdict || strcmp(query->verdict, row->verdict) == 0) &&
                (!query->tranche || strcmp(query->tranche, row->tranche) == 0) &&
                (!query->assigned_to ||
                 strcmp(query->assigned_to, row->assigned_to) == 0) &&
                (*query->statuses == '*' || strstr(query->statuses, row->status));
        }
        struct bc_view *view = open_view(desk, query);
        check_order(view, query->sort, query->descending, wanted);
        bc_view_close(view);
    }
}

static void view__end_agrees_with_walking_there(void **state)
{
    struct desk *desk = *state;
    struct bc_query query = {.statuses = "*", .sort = BC_SORT_APPLICANT};
    struct bc_view *quick = open_view(desk, &query), *slow = open_view(desk, &query);
    struct bc_case a, b;
    bool counted;
    while (bc_replica_gather(desk->session.replica, INT64_MAX, &counted)) {
    }
    bc_view_close(quick);
    quick = open_view(desk, &query);
    for (int64_t i = COUNT - 1; i >= COUNT - 400; i--) {
        assert_true(bc_view_row(quick, i, &a));
        assert_true(bc_view_row(slow, i, &b));
        assert_string_equal(a.id, b.id);
        assert_int_equal(bc_view_find(quick, a.id), i);
    }
    bc_view_close(quick);
    bc_view_close(slow);
}

static void view__row_that_changes_keeps_its_place(void **state)
{
    struct desk *desk = *state;
    struct bc_view *view = open_view(desk, &(struct bc_query){.sort = BC_SORT_DUE});
    struct bc_case row, shown;
    struct err err = {0};
    enum bc_put what;
    int64_t count = bc_view_count(view);
    assert_true(bc_view_row(view, 4, &row));
    assert_int_equal(bc_view_moves(view), 0);
    row.revision++;
    row.gpu_hours = 17; /* nothing this order or filter looks at */
    assert_ok(bc_replica_put(desk->session.replica, &row, &what, &err), err);
    assert_int_equal(bc_view_moves(view), 0);
    row.revision++;
    strcpy(row.status, "approved"); /* leaves the filter */
    assert_ok(bc_replica_put(desk->session.replica, &row, &what, &err), err);
    assert_int_equal(bc_view_moves(view), 1);
    assert_true(bc_view_row(view, 4, &shown));
    assert_string_equal(shown.id, row.id);
    assert_string_equal(shown.status, "approved");
    assert_int_equal(bc_view_count(view), count);
    bc_view_close(view);
    view = open_view(desk, &(struct bc_query){.sort = BC_SORT_DUE});
    assert_int_equal(bc_view_count(view), count - 1);
    assert_int_equal(bc_view_find(view, row.id), -1);
    bc_view_close(view);
}

static void view__of_an_emptied_replica_is_empty(void **state)
{
    struct desk *desk = *state;
    struct bc_view *view = open_view(desk, &(struct bc_query){.statuses = "*"});
    struct bc_case row;
    struct err err = {0};
    assert_ok(bc_replica_empty(desk->session.replica, &err), err);
    assert_int_equal(bc_view_count(view), 0);
    assert_false(bc_view_row(view, 0, &row));
    assert_int_equal(bc_view_find(view, desk->rows[0].id), -1);
    bc_view_close(view);
}

static void search__finds_what_the_names_contain(void **state)
{
    static const char *const texts[] = {"海",   "上海",       "海云",  "星河智算",
                                        "算力", "有限公司",   "〇",    "云谷2",
                                        "限公", "海云科技有", "无此字"};
    struct desk *desk = *state;
    for (size_t t = 0; t < COUNT_OF(texts); t++) {
        int64_t wanted = 0;
        for (int i = 0; i < COUNT; i++) {
            wanted += strstr(desk->rows[i].applicant_name, texts[t]) ||
                      strstr(desk->rows[i].provider_name, texts[t]);
        }
        struct bc_query query = {.text = texts[t], .statuses = "*"};
        struct bc_view *view = open_view(desk, &query);
        bool counted;
        while (bc_replica_gather(desk->session.replica, INT64_MAX, &counted)) {
        }
        check_order(view, BC_SORT_DUE, false, wanted);
        bc_view_close(view);
    }
}

static int64_t found(struct desk *desk, const char *text)
{
    struct bc_query query = {.text = text, .statuses = "*"};
    struct bc_view *view = open_view(desk, &query);
    bool counted;
    while (bc_replica_gather(desk->session.replica, INT64_MAX, &counted)) {
    }
    int64_t count = bc_view_count(view);
    bc_view_close(view);
    return count;
}

static void search__knows_beginnings_of_words_numbers_and_codes(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(found(desk, "26-000042"), 1);
    assert_int_equal(found(desk, "26-00004"), 10);
    assert_int_equal(found(desk, "26-000042-k"), 1);
    assert_int_equal(found(desk, "000042"), 0); /* not its beginning */
    assert_true(found(desk, "9131") == COUNT);
    assert_true(found(desk, desk->rows[5].credit_code) >= 1);
    assert_true(found(desk, "nov") > 0);
    assert_int_equal(found(desk, "nov"), found(desk, "NOVA"));
    assert_int_equal(found(desk, "ova"), 0);
    assert_true(found(desk, "vega3") > 0);
    assert_int_equal(found(desk, "  "), COUNT);
}

static void search__needs_every_word(void **state)
{
    struct desk *desk = *state;
    int64_t both = found(desk, "上海 星河"), one = found(desk, "上海");
    assert_true(both > 0 && both < one);
    assert_int_equal(found(desk, "星河　上海"), both);
    assert_int_equal(found(desk, "上海 无"), 0);
    struct bc_case *row = &desk->rows[41];
    char text[BC_NUMBER + BC_NAME];
    snprintf(text, sizeof text, "%s 有限", row->number);
    assert_int_equal(found(desk, text), 1);
    snprintf(text, sizeof text, "%s 无限", row->number);
    assert_int_equal(found(desk, text), 0);
}

static void search__odd_text_is_harmless(void **state)
{
    static const char *const texts[] = {"\"", "* OR *", "NEAR(", "'; --", "\xFF\xFE",
                                        "()", "-",      "\"上",  "a\"b",  "公司\""};
    struct desk *desk = *state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        assert_true(found(desk, texts[i]) >= 0);
    }
}

static void search__follows_a_changed_name(void **state)
{
    struct desk *desk = *state;
    struct bc_case row = desk->rows[10];
    struct err err = {0};
    enum bc_put what;
    row.revision++;
    strcpy(row.applicant_name, "龘靐科技");
    assert_ok(bc_replica_put(desk->session.replica, &row, &what, &err), err);
    assert_int_equal(found(desk, "靐"), 1);
    row.revision++;
    strcpy(row.applicant_name, "改名科技");
    assert_ok(bc_replica_put(desk->session.replica, &row, &what, &err), err);
    assert_int_equal(found(desk, "靐"), 0);
    assert_int_equal(found(desk, "改名"), 1);
}

/* More hits than are collected at once: the rest is counted behind the screen, by the
 * index of names and by that of numbers. */
static void search__counts_on_behind_the_screen(void **state)
{
    enum { MANY = 18000 };
    static const char *const texts[] = {"有限公司", "26-0", "9131", "26 有限"};
    struct bc_session session = {.replica = NULL};
    struct err err = {0};
    enum bc_put what;
    (void)state;
    assert_ok(bc_replica_open(NULL, "", NULL, &session.replica, &err), err);
    for (int i = 1; i <= MANY; i++) {
        struct bc_case row = support_case(i);
        assert_ok(bc_replica_put(session.replica, &row, &what, &err), err);
    }
    for (size_t t = 0; t < COUNT_OF(texts); t++) {
        struct bc_query query = {.text = texts[t], .statuses = "*"};
        struct bc_view *view = NULL;
        struct bc_case first, again;
        bool counted;
        assert_ok(bc_view_open(&session, &query, &view, &err), err);
        assert_false(bc_view_counted(view));
        assert_true(bc_view_count(view) >= 60);
        assert_true(bc_view_row(view, 0, &first));
        while (bc_replica_gather(session.replica, INT64_MAX, &counted)) {
        }
        assert_true(counted && bc_view_counted(view));
        assert_int_equal(bc_view_count(view), MANY);
        assert_true(bc_view_row(view, 0, &again));
        assert_string_equal(first.id, again.id);
        bc_view_close(view);
    }
    bc_replica_close(session.replica);
}

static void counts__agree_with_counting(void **state)
{
    struct desk *desk = *state;
    struct bc_case_counts counts, wanted = {0};
    for (int i = 0; i < COUNT; i++) {
        const struct bc_case *row = &desk->rows[i];
        wanted.open += !finished(row);
        wanted.open_amount_fen += finished(row) ? 0 : row->amount_fen;
        wanted.returned += strcmp(row->status, "returned") == 0;
        wanted.cap += !finished(row) && strcmp(row->verdict, "cap") == 0;
    }
    bc_case_counts(&desk->session, &counts);
    assert_int_equal(counts.total, COUNT);
    assert_int_equal(counts.open, wanted.open);
    assert_int_equal(counts.open_amount_fen, wanted.open_amount_fen);
    assert_int_equal(counts.returned, wanted.returned);
    assert_int_equal(counts.cap, wanted.cap);
    assert_int_equal(counts.approved + counts.rejected, COUNT - wanted.open);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(view__has_every_row_once_in_each_order),
        TEST(view__shows_open_cases_unless_told),
        TEST(view__filters_by_each_word),
        TEST(view__end_agrees_with_walking_there),
        TEST(view__row_that_changes_keeps_its_place),
        TEST(view__of_an_emptied_replica_is_empty),
        TEST(search__finds_what_the_names_contain),
        TEST(search__knows_beginnings_of_words_numbers_and_codes),
        TEST(search__needs_every_word),
        TEST(search__odd_text_is_harmless),
        TEST(search__follows_a_changed_name),
        cmocka_unit_test(search__counts_on_behind_the_screen),
        TEST(counts__agree_with_counting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
