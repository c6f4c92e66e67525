#include "tests/support/test.h"

#include "tui/canvas.h"

static int make(void **state)
{
    static struct tui_canvas canvas;
    canvas = (struct tui_canvas){.ascii = false};
    *state = &canvas;
    return tui_canvas_resize(&canvas, 3, 10) ? 0 : -1;
}

static int clear(void **state)
{
    tui_canvas_free(*state);
    return 0;
}

static void assert_rows(const struct tui_canvas *canvas, const char *expected)
{
    struct buf text = {0};
    tui_canvas_text(canvas, &text);
    assert_string_equal(buf_str(&text), expected);
    buf_clear(&text);
}

static void put__wide_characters_take_two_cells(void **state)
{
    struct tui_canvas *canvas = *state;
    assert_int_equal(tui_puts(canvas, 0, 0, "a星河b", TUI_TEXT), 6);
    assert_rows(canvas, "a星河b\n\n\n");
    assert_int_equal(canvas->cells[2].base, 0);
}

static void put__a_wide_character_that_does_not_fit_is_a_blank(void **state)
{
    struct tui_canvas *canvas = *state;
    assert_int_equal(tui_puts(canvas, 0, 7, "星河", TUI_TEXT), 3);
    assert_rows(canvas, "       星\n\n\n");
    assert_int_equal(canvas->cells[9].base, ' ');
}

static void put__nothing_leaves_the_clip(void **state)
{
    struct tui_canvas *canvas = *state;
    tui_clip(canvas, (struct tui_rect){1, 2, 1, 4});
    tui_puts(canvas, 0, 0, "above", TUI_TEXT);
    tui_puts(canvas, 1, 0, "0123456789", TUI_TEXT);
    tui_puts(canvas, 1, -3, "xyz", TUI_TEXT);
    tui_puts(canvas, 9, 0, "below", TUI_TEXT);
    assert_rows(canvas, "\n  2345\n\n");
}

static void put__half_a_wide_character_at_the_clip_is_a_blank(void **state)
{
    struct tui_canvas *canvas = *state;
    tui_clip(canvas, (struct tui_rect){0, 1, 3, 3});
    tui_puts(canvas, 0, 0, "星河系", TUI_TEXT);
    assert_rows(canvas, "  河\n\n\n");
}

static void put__over_half_a_wide_character_blanks_the_other_half(void **state)
{
    struct tui_canvas *canvas = *state;
    tui_puts(canvas, 0, 0, "星河", TUI_TEXT);
    tui_puts(canvas, 0, 1, "x", TUI_TEXT);
    tui_puts(canvas, 0, 2, "y", TUI_TEXT);
    assert_rows(canvas, " xy\n\n\n");
}

static void put__a_wide_character_over_two_others_leaves_no_halves(void **state)
{
    struct tui_canvas *canvas = *state;
    tui_puts(canvas, 0, 0, "星河", TUI_TEXT);
    tui_puts(canvas, 0, 1, "系", TUI_TEXT);
    assert_rows(canvas, " 系\n\n\n");
    assert_int_equal(canvas->cells[3].base, ' ');
}

static void put__marks_stay_with_their_base(void **state)
{
    struct tui_canvas *canvas = *state;
    tui_puts(canvas, 0, 0, "e\xCC\x81x", TUI_TEXT);
    assert_int_equal(canvas->cells[0].mark[0], 0x301);
    assert_int_equal(canvas->cells[1].base, 'x');
}

static void put__hidden_characters_are_shown(void **state)
{
    struct tui_canvas *canvas = *state;
    tui_puts(canvas, 0, 0, "a\xE2\x80\xAE\x62", TUI_TEXT);
    assert_rows(canvas, "a⟨U+202E⟩b\n\n\n");
}

static void put_fit__pads_and_clips(void **state)
{
    struct tui_canvas *canvas = *state;
    tui_fill(canvas, (struct tui_rect){0, 0, 3, 10}, TUI_DIM);
    tui_put_fit(canvas, 0, 0, 6, safe_text("12"), TUI_TEXT, true);
    tui_put_fit(canvas, 1, 0, 6, safe_text("abcdefgh"), TUI_TEXT, false);
    tui_put_fit(canvas, 2, 0, 6, safe_text("星河智算"), TUI_TEXT, false);
    assert_rows(canvas, "    12\nabcde…\n星河…\n");
    assert_int_equal(canvas->cells[0].role, TUI_TEXT);
    assert_int_equal(canvas->cells[6].role, TUI_DIM);
}

static void put_wrapped__breaks_at_spaces_and_wide_characters(void **state)
{
    struct tui_canvas *canvas = *state;
    int lines = tui_put_wrapped(canvas, (struct tui_rect){0, 0, 3, 6},
                                safe_text("one two 星河智算"), TUI_TEXT);
    assert_int_equal(lines, 3);
    assert_rows(canvas, "one\ntwo 星\n河智算\n");
}

static void ascii__signs_have_twins_and_names_stay(void **state)
{
    struct tui_canvas *canvas = *state;
    canvas->ascii = true;
    tui_puts(canvas, 0, 0, "星 → ≤…", TUI_TEXT);
    tui_box(canvas, (struct tui_rect){1, 0, 2, 4}, TUI_BORDER);
    tui_glyph(canvas, 1, 6, TUI_EIGHTH_5, TUI_SPARK);
    assert_rows(canvas, "星 > <.\n+--+  5\n+--+\n");
}

static void box__has_corners_and_sides(void **state)
{
    struct tui_canvas *canvas = *state;
    tui_box(canvas, (struct tui_rect){0, 0, 3, 4}, TUI_BORDER);
    assert_rows(canvas, "┌──┐\n│  │\n└──┘\n");
}

static void restyle__selecting_keeps_the_role(void **state)
{
    struct tui_canvas *canvas = *state;
    tui_puts(canvas, 0, 0, "ok", TUI_PASS);
    tui_restyle(canvas, (struct tui_rect){0, 0, 1, 10}, TUI_SELECTED);
    assert_int_equal(canvas->cells[0].role, TUI_PASS);
    assert_true(canvas->cells[0].reverse);
    tui_restyle(canvas, (struct tui_rect){0, 0, 1, 1}, TUI_DIM);
    assert_int_equal(canvas->cells[0].role, TUI_DIM);
}

static void cursor__outside_is_hidden(void **state)
{
    struct tui_canvas *canvas = *state;
    tui_cursor(canvas, 5, 5);
    assert_int_equal(canvas->cursor_row, -1);
    tui_cursor(canvas, 1, 9);
    assert_int_equal(canvas->cursor_col, 9);
    tui_clear(canvas);
    assert_int_equal(canvas->cursor_row, -1);
}

static void roles__have_a_letter_each(void **state)
{
    struct tui_canvas *canvas = *state;
    struct buf roles = {0};
    tui_puts(canvas, 0, 0, "x", TUI_FAIL);
    tui_canvas_roles(canvas, &roles);
    assert_int_equal(roles.len, 3 * 11);
    assert_int_not_equal(roles.data[0], roles.data[1]);
    buf_clear(&roles);
}

static void resize__to_nothing_is_one_cell(void **state)
{
    struct tui_canvas *canvas = *state;
    assert_true(tui_canvas_resize(canvas, 0, -4));
    assert_int_equal(canvas->rows, 1);
    assert_int_equal(canvas->cols, 1);
    tui_puts(canvas, 0, 0, "星", TUI_TEXT);
    assert_rows(canvas, "\n");
}

#define T(name) cmocka_unit_test_setup_teardown(name, make, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(put__wide_characters_take_two_cells),
        T(put__a_wide_character_that_does_not_fit_is_a_blank),
        T(put__nothing_leaves_the_clip),
        T(put__half_a_wide_character_at_the_clip_is_a_blank),
        T(put__over_half_a_wide_character_blanks_the_other_half),
        T(put__a_wide_character_over_two_others_leaves_no_halves),
        T(put__marks_stay_with_their_base),
        T(put__hidden_characters_are_shown),
        T(put_fit__pads_and_clips),
        T(put_wrapped__breaks_at_spaces_and_wide_characters),
        T(ascii__signs_have_twins_and_names_stay),
        T(box__has_corners_and_sides),
        T(restyle__selecting_keeps_the_role),
        T(cursor__outside_is_hidden),
        T(roles__have_a_letter_each),
        T(resize__to_nothing_is_one_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
