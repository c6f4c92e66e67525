#include "tests/support/test.h"

#include "tui/widgets/bar.h"

static int sum_of(const int *cells, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++) {
        sum += cells[i];
    }
    return sum;
}

static void bar__parts_add_up_to_the_cells(void **state)
{
    (void)state;
    struct tui_bar bar = {.count = 4,
                          .parts = {{333, 0}, {333, 1}, {333, 2}, {1, TUI_FILL_EMPTY}}};
    for (int cells = 4; cells < 80; cells++) {
        int shares[TUI_BAR_PARTS];
        tui_bar_share(&bar, cells, shares);
        assert_int_equal(sum_of(shares, 4), cells);
    }
}

static void bar__a_single_fen_is_seen(void **state)
{
    (void)state;
    int shares[TUI_BAR_PARTS];
    tui_bar_share(
        &(struct tui_bar){
            .count = 2, .parts = {{1, TUI_FILL_FULL}, {10000000000000, TUI_FILL_EMPTY}}},
        20, shares);
    assert_int_equal(shares[0], 1);
    assert_int_equal(shares[1], 19);
}

static void bar__zero_has_no_cell(void **state)
{
    (void)state;
    int shares[TUI_BAR_PARTS];
    tui_bar_share(
        &(struct tui_bar){.count = 3, .parts = {{0, 0}, {7, 1}, {0, TUI_FILL_EMPTY}}}, 10,
        shares);
    assert_int_equal(shares[0], 0);
    assert_int_equal(shares[1], 10);
    assert_int_equal(shares[2], 0);
}

static void bar__of_nothing_is_empty(void **state)
{
    (void)state;
    int shares[TUI_BAR_PARTS];
    tui_bar_share(&(struct tui_bar){.count = 2}, 10, shares);
    assert_int_equal(sum_of(shares, TUI_BAR_PARTS), 0);
}

static void bar__parts_differ_in_ascii(void **state)
{
    (void)state;
    struct tui_canvas canvas = {0};
    struct buf text = {0};
    assert_true(tui_canvas_resize(&canvas, 1, 8));
    canvas.ascii = true;
    tui_bar_draw(&canvas, 0, 0, 8,
                 &(struct tui_bar){.count = 4,
                                   .parts = {{2, TUI_FILL_FULL},
                                             {2, TUI_FILL_PART},
                                             {2, TUI_FILL_LIGHT},
                                             {2, TUI_FILL_EMPTY}}});
    tui_canvas_text(&canvas, &text);
    assert_string_equal(buf_str(&text), "##==--..\n");
    buf_clear(&text);
    tui_canvas_free(&canvas);
}

static void gauge__says_no_data_in_words(void **state)
{
    (void)state;
    struct tui_canvas canvas = {0};
    struct buf text = {0};
    assert_true(tui_canvas_resize(&canvas, 1, 10));
    tui_gauge(&canvas, 0, 0, 10, -1);
    tui_canvas_text(&canvas, &text);
    assert_string_equal(buf_str(&text), "no data\n");
    buf_clear(&text);
    tui_canvas_free(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bar__parts_add_up_to_the_cells),
        cmocka_unit_test(bar__a_single_fen_is_seen),
        cmocka_unit_test(bar__zero_has_no_cell),
        cmocka_unit_test(bar__of_nothing_is_empty),
        cmocka_unit_test(bar__parts_differ_in_ascii),
        cmocka_unit_test(gauge__says_no_data_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
