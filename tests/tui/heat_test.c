#include "tests/support/test.h"

#include "common/date.h"
#include "tui/screens/centre_detail.h"

static const int64_t hour = 3600 * DATE_SECOND;

static int64_t instant(const char *text)
{
    int64_t at = 0;
    assert_true(date_time_parse(text, &at));
    return at;
}

static void heat__digits_are_tens_of_percent(void **state)
{
    (void)state;
    assert_int_equal(tui_heat_digit(0), 0);
    assert_int_equal(tui_heat_digit(999), 0);
    assert_int_equal(tui_heat_digit(9999), 9);
    assert_int_equal(tui_heat_digit(10000), 9);
    assert_int_equal(tui_heat_digit(-1), -1);
}

static void heat__puts_hours_on_their_day_in_the_zone(void **state)
{
    (void)state;
    int64_t now = instant("2026-11-24T06:20:00Z"); /* 14:20 on Tuesday in China */
    struct bc_bucket buckets[] = {
        {instant("2026-11-23T17:00:00Z"), 100, 4200, 9000}, /* 01:00 on Tuesday */
        {instant("2026-11-18T00:00:00Z"), 100, 700, 9000},  /* 08:00, Wednesday before */
        {instant("2026-11-17T00:00:00Z"), 100, 9900, 9000}, /* too old for the map */
    };
    struct tui_heat heat;
    tui_centre_heat(buckets, 3, now, DATE_ZONE_CHINA, &heat);
    assert_string_equal(heat.days[0].bytes, "Wed 18");
    assert_string_equal(heat.days[6].bytes, "Tue 24");
    assert_int_equal(heat.bp[6][1], 4200);
    assert_int_equal(heat.bp[0][8], 700);
}

static void heat__tells_missing_from_yet_to_come(void **state)
{
    (void)state;
    int64_t now = instant("2026-11-24T06:20:00Z");
    struct bc_bucket none = {now - now % hour, -1, -1, -1};
    struct tui_heat heat;
    tui_centre_heat(&none, 1, now, DATE_ZONE_CHINA, &heat);
    assert_int_equal(heat.bp[6][14], TUI_HEAT_NO_DATA);
    assert_int_equal(heat.bp[6][15], TUI_HEAT_AHEAD);
    assert_int_equal(heat.bp[0][0], TUI_HEAT_NO_DATA);
}

static void heat__draws_in_narrow_places(void **state)
{
    (void)state;
    struct tui_canvas canvas = {0};
    struct buf text = {0};
    struct tui_heat heat;
    int64_t now = instant("2026-11-24T15:59:00Z");
    struct bc_bucket b = {instant("2026-11-24T15:00:00Z"), 1, 8700, 9000};
    tui_centre_heat(&b, 1, now, DATE_ZONE_CHINA, &heat);
    assert_true(tui_canvas_resize(&canvas, 9, 31));
    canvas.ascii = true;
    tui_heat_draw(&canvas, (struct tui_rect){0, 0, 9, 31}, &heat);
    tui_canvas_text(&canvas, &text);
    assert_contains(buf_str(&text), "Tue 24 .......................8\n");
    assert_contains(buf_str(&text), "       0     6     12    18\n");
    buf_clear(&text);
    tui_canvas_free(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heat__digits_are_tens_of_percent),
        cmocka_unit_test(heat__puts_hours_on_their_day_in_the_zone),
        cmocka_unit_test(heat__tells_missing_from_yet_to_come),
        cmocka_unit_test(heat__draws_in_narrow_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
