#include "tests/support/test.h"

#include "tui/lang.h"
#include "tui/screens/views_block.h"

static void block__needs_room_below_the_rows(void **state)
{
    const struct tui_rect tall = {0, 0, 20, 80}, thin = {0, 0, 20, 40};
    (void)state;
    assert_true(tui_views_fit(tall, 5, 4));
    assert_true(tui_views_fit(tall, 12, 4));
    assert_false(tui_views_fit(tall, 13, 4));
    assert_false(tui_views_fit(thin, 5, 4));
}

static void block__shows_counts_and_says_what_it_does_not_know(void **state)
{
    const struct tui_view_line lines[] = {{"to match", 1200, true}, {"paid", -1, false}};
    struct tui_canvas canvas = {0};
    struct buf text = {0};
    (void)state;
    assert_true(tui_lang_set("en"));
    assert_true(tui_canvas_resize(&canvas, 12, 60));
    tui_views_draw(&canvas, (struct tui_rect){0, 0, 12, 60}, lines, 2);
    tui_canvas_text(&canvas, &text);
    assert_non_null(strstr(buf_str(&text), "> to match"));
    assert_non_null(strstr(buf_str(&text), " 1,200 "));
    assert_non_null(strstr(buf_str(&text), "paid"));
    assert_non_null(strstr(buf_str(&text), "…"));
    buf_clear(&text);
    tui_canvas_free(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(block__needs_room_below_the_rows),
        cmocka_unit_test(block__shows_counts_and_says_what_it_does_not_know),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
