#include "tests/support/test.h"

#include "common/date.h"
#include "tui/screens/budget_detail.h"

#define MILLION INT64_C(100000000)

static struct tui_budget_view tranche(int64_t left, int64_t pace)
{
    struct tui_budget_view view = {.tranche = {.pace_fen_week = pace, .series_count = 2}};
    view.tranche.series[0] = left + pace;
    view.tranche.series[1] = left;
    strcpy(view.tranche.series_week[0], "2026-W51");
    strcpy(view.tranche.series_week[1], "2026-W52");
    return view;
}

static void burn__goes_on_to_zero_at_its_pace(void **state)
{
    (void)state;
    struct tui_budget_view view = tranche(10 * MILLION, 4 * MILLION);
    struct tui_burn burn;
    tui_budget_burn(&view, date_from_civil(2026, 12, 24), &burn);
    assert_int_equal(burn.known, 2);
    assert_int_equal(burn.ahead, 3);
    assert_int_equal(burn.fen[2], 6 * MILLION);
    assert_int_equal(burn.fen[4], 0);
    assert_string_equal(burn.week[1], "W52");
    assert_string_equal(burn.week[2], "W01");
}

static void burn__has_no_forecast_without_a_pace(void **state)
{
    (void)state;
    struct tui_budget_view view = tranche(10 * MILLION, 0);
    struct tui_burn burn;
    tui_budget_burn(&view, date_from_civil(2026, 12, 24), &burn);
    assert_int_equal(burn.ahead, 0);
}

static void burn__ends_with_the_tranche(void **state)
{
    (void)state;
    struct tui_budget_view view = tranche(100 * MILLION, MILLION);
    struct tui_burn burn;
    date_day today = date_from_civil(2026, 12, 24);
    view.tranche.closes_on = today + 8;
    tui_budget_burn(&view, today, &burn);
    assert_int_equal(burn.ahead, 2);
    view.tranche.closes_on = today - 1;
    tui_budget_burn(&view, today, &burn);
    assert_int_equal(burn.ahead, 0);
}

static void burn__of_a_sum_has_no_forecast(void **state)
{
    (void)state;
    struct tui_budget_view view = tranche(10 * MILLION, 4 * MILLION);
    struct tui_burn burn;
    view.sum = true;
    tui_budget_burn(&view, date_from_civil(2026, 12, 24), &burn);
    assert_int_equal(burn.ahead, 0);
}

static void burn__draws_numbers_under_the_columns(void **state)
{
    (void)state;
    struct tui_canvas canvas = {0};
    struct buf text = {0};
    struct tui_budget_view view = tranche(10 * MILLION, 4 * MILLION);
    struct tui_burn burn;
    tui_budget_burn(&view, date_from_civil(2026, 12, 24), &burn);
    assert_true(tui_canvas_resize(&canvas, 6, 32));
    canvas.ascii = true;
    tui_burn_draw(&canvas, (struct tui_rect){0, 0, 6, 32}, &burn);
    tui_canvas_text(&canvas, &text);
    assert_string_equal(buf_str(&text), "16.0  ####\n"
                                        "      #### ####\n"
                                        " 8.0  #### #### ____\n"
                                        "      #### #### :::: ____\n"
                                        "       W51  W52  W01  W02  W03\n"
                                        "      14.0 10.0  6.0  2.0  0.0\n");
    buf_clear(&text);
    tui_canvas_free(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(burn__goes_on_to_zero_at_its_pace),
        cmocka_unit_test(burn__has_no_forecast_without_a_pace),
        cmocka_unit_test(burn__ends_with_the_tranche),
        cmocka_unit_test(burn__of_a_sum_has_no_forecast),
        cmocka_unit_test(burn__draws_numbers_under_the_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
