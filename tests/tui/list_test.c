#include "tests/support/test.h"

#include "tui/widgets/list.h"

#include <stdlib.h>

static const struct tui_column columns[] = {
    {"CASE", 6, 0, 0, false},
    {"NAME", 0, 8, 0, false},
    {"ASK", 5, 0, 2, true},
    {"DUE", 4, 0, 3, true},
};
enum { COLUMNS = 4 };

static int cells_of(const struct tui_list_layout *layout, int column)
{
    for (int i = 0; i < layout->count; i++) {
        if (layout->places[i].column == column) {
            return layout->places[i].cells;
        }
    }
    return 0;
}

static void layout__gives_what_is_left_to_the_flexible_column(void **state)
{
    struct tui_list_layout at;
    (void)state;
    tui_list_layout(columns, COLUMNS, 60, 0, &at);
    assert_int_equal(at.count, 4);
    assert_int_equal(at.hidden, 0);
    assert_int_equal(cells_of(&at, 0), 6);
    assert_int_equal(cells_of(&at, 1), 60 - 6 - 5 - 4 - 3 * TUI_LIST_GAP);
    assert_int_equal(at.places[3].at + at.places[3].cells, 60);
}

static void layout__drops_the_highest_priority_first(void **state)
{
    struct tui_list_layout at;
    (void)state;
    tui_list_layout(columns, COLUMNS, 26, 0, &at);
    assert_int_equal(at.hidden, 1);
    assert_int_equal(cells_of(&at, 3), 0);
    assert_int_equal(cells_of(&at, 2), 5);
    tui_list_layout(columns, COLUMNS, 20, 0, &at);
    assert_int_equal(at.hidden, 2);
    assert_int_equal(at.count, 2);
    assert_int_equal(cells_of(&at, 1), 20 - 6 - TUI_LIST_GAP);
}

static void layout__never_leaves_its_cells_at_any_width(void **state)
{
    (void)state;
    for (int cells = 0; cells < 80; cells++) {
        for (int shift = 0; shift < COLUMNS; shift++) {
            struct tui_list_layout at;
            tui_list_layout(columns, COLUMNS, cells, shift, &at);
            for (int i = 0; i < at.count; i++) {
                assert_true(at.places[i].cells > 0);
                assert_true(at.places[i].at + at.places[i].cells <= cells);
            }
        }
    }
}

static void layout__shift_keeps_the_first_and_brings_back_the_last(void **state)
{
    struct tui_list_layout at;
    (void)state;
    tui_list_layout(columns, COLUMNS, 20, 1, &at);
    assert_int_equal(at.places[0].column, 0);
    assert_int_equal(cells_of(&at, 1), 0);
    assert_int_equal(cells_of(&at, 2), 5);
    assert_int_equal(cells_of(&at, 3), 4);
}

static void cursor__scrolls_by_one_row_at_the_edge(void **state)
{
    struct tui_cursor cursor = {.at = 9, .top = 0};
    (void)state;
    assert_true(tui_cursor_act(&cursor, TUI_ACT_DOWN, 100, 10));
    assert_int_equal(cursor.at, 10);
    assert_int_equal(cursor.top, 1);
    cursor = (struct tui_cursor){.at = 1, .top = 1};
    assert_true(tui_cursor_act(&cursor, TUI_ACT_UP, 100, 10));
    assert_int_equal(cursor.top, 0);
}

static void cursor__stays_inside_and_in_view(void **state)
{
    struct tui_cursor cursor = {0};
    (void)state;
    assert_true(tui_cursor_act(&cursor, TUI_ACT_UP, 5, 10));
    assert_int_equal(cursor.at, 0);
    assert_true(tui_cursor_act(&cursor, TUI_ACT_LAST, INT64_C(1000000), 10));
    assert_int_equal(cursor.at, 999999);
    assert_int_equal(cursor.top, 999990);
    assert_true(tui_cursor_act(&cursor, TUI_ACT_PAGE_DOWN, INT64_C(1000000), 10));
    assert_int_equal(cursor.at, 999999);
    tui_cursor_clamp(&cursor, 0, 10);
    assert_int_equal(cursor.at, 0);
    assert_int_equal(cursor.top, 0);
    assert_false(tui_cursor_act(&cursor, TUI_ACT_APPROVE, 5, 10));
}

static void cursor__survives_any_sequence(void **state)
{
    static const enum tui_action moves[] = {TUI_ACT_UP,      TUI_ACT_DOWN,
                                            TUI_ACT_PAGE_UP, TUI_ACT_PAGE_DOWN,
                                            TUI_ACT_FIRST,   TUI_ACT_LAST};
    struct tui_cursor cursor = {0};
    (void)state;
    srand(7);
    for (int i = 0; i < 5000; i++) {
        int rows = rand() % 40, page = 1 + rand() % 12;
        (void)tui_cursor_act(&cursor, moves[rand() % 6], rows, page);
        assert_true(cursor.at >= 0 && (cursor.at < rows || rows == 0));
        assert_true(cursor.top >= 0 && cursor.top <= cursor.at);
        assert_true(cursor.at < cursor.top + page || rows == 0);
    }
}

/* ---- drawing ---- */

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    (void)ctx;
    *role = column == 2 ? TUI_PASS : TUI_TEXT;
    return column == 1 ? safe_text("星河智算科技有限公司")
                       : safe_textf("%lld.%d", (long long)row, column);
}

static void look(void *ctx, int64_t row, struct tui_list_look *out)
{
    (void)ctx;
    out->marked = row == 3;
}

static void draw__shows_only_the_rows_in_view_with_marker_and_mark(void **state)
{
    struct tui_canvas canvas = {0};
    struct tui_list list = {.columns = columns,
                            .column_count = COLUMNS,
                            .rows = 1000000,
                            .marks = true,
                            .cell = cell,
                            .look = look};
    struct tui_cursor cursor = {.at = 2, .top = 2};
    struct buf text = {0};
    (void)state;
    assert_true(tui_canvas_resize(&canvas, 4, 40));
    tui_list_draw(&list, &cursor, &canvas, (struct tui_rect){0, 0, 4, 40});
    tui_canvas_text(&canvas, &text);
    assert_string_equal(buf_str(&text), "   CASE    NAME                ASK   DUE\n"
                                        ">  2.0     星河智算科技有…     2.2   2.3\n"
                                        " * 3.0     星河智算科技有…     3.2   3.3\n"
                                        "   4.0     星河智算科技有…     4.2   4.3\n");
    assert_true(canvas.cells[40].reverse);
    assert_false(canvas.cells[80].reverse);
    buf_clear(&text);
    tui_canvas_free(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout__gives_what_is_left_to_the_flexible_column),
        cmocka_unit_test(layout__drops_the_highest_priority_first),
        cmocka_unit_test(layout__never_leaves_its_cells_at_any_width),
        cmocka_unit_test(layout__shift_keeps_the_first_and_brings_back_the_last),
        cmocka_unit_test(cursor__scrolls_by_one_row_at_the_edge),
        cmocka_unit_test(cursor__stays_inside_and_in_view),
        cmocka_unit_test(cursor__survives_any_sequence),
        cmocka_unit_test(draw__shows_only_the_rows_in_view_with_marker_and_mark),
    };
    return cmocka_run_group_tests_name("tui/list", tests, NULL, NULL);
}
