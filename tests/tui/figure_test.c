#include "tests/support/test.h"

#include "common/date.h"
#include "tui/widgets/figure.h"

static void figure__unknown_is_a_question_mark(void **state)
{
    (void)state;
    assert_string_equal(tui_count(-1).bytes, "?");
    assert_string_equal(tui_percent(-1).bytes, "?");
    assert_string_equal(tui_count(0).bytes, "0");
    assert_string_equal(tui_percent(0).bytes, "0%");
}

static void figure__counts_have_separators(void **state)
{
    (void)state;
    assert_string_equal(tui_count(1234567).bytes, "1,234,567");
    assert_string_equal(tui_count(INT64_MAX).bytes, "9223372036854775807");
}

static void figure__shares_stay_within_the_whole(void **state)
{
    (void)state;
    assert_int_equal(tui_share_bp(1, 3), 3333);
    assert_int_equal(tui_share_bp(5, 4), 10000);
    assert_int_equal(tui_share_bp(-1, 4), 0);
    assert_int_equal(tui_share_bp(1, 0), -1);
}

static void figure__millions_keep_the_digits_asked_for(void **state)
{
    (void)state;
    assert_string_equal(tui_million(12345678900, 3).bytes, "123.456");
    assert_string_equal(tui_million(12345678900, 1).bytes, "123.4");
    assert_string_equal(tui_million(12345678900, 0).bytes, "123");
    assert_string_equal(tui_million(0, 2).bytes, "0.00");
    assert_int_equal(tui_million_digits(999999999), 3);
    assert_int_equal(tui_million_digits(1000000000000), 0);
}

static void figure__ages_use_one_unit(void **state)
{
    (void)state;
    assert_string_equal(tui_age(-5).bytes, "0 s");
    assert_string_equal(tui_age(59 * DATE_SECOND).bytes, "59 s");
    assert_string_equal(tui_age(60 * DATE_SECOND).bytes, "1 min");
    assert_string_equal(tui_age(DATE_DAY - 1).bytes, "23 h");
    assert_string_equal(tui_age(3 * DATE_DAY).bytes, "3 d");
}

static void figure__days_name_another_year(void **state)
{
    (void)state;
    date_day today = date_from_civil(2026, 11, 24);
    assert_string_equal(tui_day(date_from_civil(2026, 9, 3), today).bytes, "09-03");
    assert_string_equal(tui_day(date_from_civil(2027, 1, 2), today).bytes, "2027-01-02");
}

static void figure__clock_names_another_day(void **state)
{
    (void)state;
    int64_t now = 0, before = 0;
    assert_true(date_time_parse("2026-11-24T06:20:00Z", &now));
    assert_true(date_time_parse("2026-11-23T15:59:00Z", &before));
    assert_string_equal(tui_clock(now, now, DATE_ZONE_CHINA).bytes, "14:20");
    assert_string_equal(tui_clock(before, now, DATE_ZONE_CHINA).bytes, "11-23 23:59");
    assert_string_equal(tui_clock(0, now, DATE_ZONE_CHINA).bytes, "");
}

static void figure__value_survives_a_narrow_place(void **state)
{
    (void)state;
    struct tui_canvas canvas = {0};
    struct buf text = {0};
    assert_true(tui_canvas_resize(&canvas, 1, 12));
    tui_figure(&canvas, 0, 0, 12, safe_text("待补正的申领数量"), safe_text("1,234"),
               TUI_STRONG);
    tui_canvas_text(&canvas, &text);
    assert_contains(buf_str(&text), "1,234\n");
    buf_clear(&text);
    tui_canvas_free(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figure__unknown_is_a_question_mark),
        cmocka_unit_test(figure__counts_have_separators),
        cmocka_unit_test(figure__shares_stay_within_the_whole),
        cmocka_unit_test(figure__millions_keep_the_digits_asked_for),
        cmocka_unit_test(figure__ages_use_one_unit),
        cmocka_unit_test(figure__days_name_another_year),
        cmocka_unit_test(figure__clock_names_another_day),
        cmocka_unit_test(figure__value_survives_a_narrow_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
