#include "tests/support/test.h"

#include "tui/widgets/spark.h"

static void spark__takes_the_mean_of_what_is_known(void **state)
{
    (void)state;
    const int64_t values[] = {1000, 3000, -1, 5000, -1, -1};
    int64_t out[3];
    assert_int_equal(tui_spark_fit(values, 6, 3, out), 3);
    assert_int_equal(out[0], 2000);
    assert_int_equal(out[1], 5000);
    assert_int_equal(out[2], -1);
}

static void spark__the_newest_group_is_whole(void **state)
{
    (void)state;
    const int64_t values[] = {9000, 1000, 1000, 2000, 2000};
    int64_t out[3];
    assert_int_equal(tui_spark_fit(values, 5, 3, out), 3);
    assert_int_equal(out[0], 9000);
    assert_int_equal(out[2], 2000);
}

static void spark__of_nothing_draws_nothing(void **state)
{
    (void)state;
    int64_t out[3];
    assert_int_equal(tui_spark_fit(NULL, 0, 3, out), 0);
}

static void spark__a_gap_is_no_zero(void **state)
{
    (void)state;
    struct tui_canvas canvas = {0};
    struct buf text = {0};
    const int64_t values[] = {0, -1, 5000, 10000, 20000};
    assert_true(tui_canvas_resize(&canvas, 1, 7));
    canvas.ascii = true;
    tui_spark(&canvas, 0, 0, 7, values, 5);
    tui_canvas_text(&canvas, &text);
    assert_string_equal(buf_str(&text), "  0.488\n");
    buf_clear(&text);
    tui_canvas_free(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spark__takes_the_mean_of_what_is_known),
        cmocka_unit_test(spark__the_newest_group_is_whole),
        cmocka_unit_test(spark__of_nothing_draws_nothing),
        cmocka_unit_test(spark__a_gap_is_no_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
