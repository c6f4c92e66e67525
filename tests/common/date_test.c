#include "tests/support/test.h"

#include "common/date.h"

static void date_parse__takes_days_that_exist(void **state)
{
    static const struct {
        const char *text;
        date_day day;
    } cases[] = {{"1970-01-01", 0},     {"1969-12-31", -1},    {"2000-02-29", 11016},
                 {"2025-08-14", 20314}, {"2100-03-01", 47541}, {"1900-01-01", -25567},
                 {"2200-12-31", 84370}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        date_day out = 1;
        char text[16];
        assert_true(date_parse(cases[i].text, &out));
        assert_int_equal(out, cases[i].day);
        assert_string_equal(date_format(out, text), cases[i].text);
    }
}

static void date_parse__refuses_days_that_do_not(void **state)
{
    static const char *const bad[] = {
        "2025-02-29", "1900-02-29", "2025-13-01", "2025-00-10",
        "2025-04-31", "2025-1-1",   "20250101",   "2025-01-01 ",
        "1899-12-31", "2201-01-01", "",           "2025-01-32"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        date_day out = 77;
        assert_false(date_parse(bad[i], &out));
        assert_int_equal(out, 77);
    }
}

static void date_from_civil__walks_every_day_of_three_centuries(void **state)
{
    (void)state;
    for (date_day day = -25567; day <= 84370; day++) {
        char text[16];
        date_day back;
        assert_true(date_parse(date_format(day, text), &back));
        assert_int_equal(back, day);
    }
}

static void date_time_parse__takes_offsets_fractions_and_leap_seconds(void **state)
{
    static const struct {
        const char *text, *same;
    } cases[] = {
        {"2025-08-14T06:02:41Z", "2025-08-14T06:02:41.000000Z"},
        {"2025-08-14T14:02:41.5+08:00", "2025-08-14T06:02:41.500000Z"},
        {"2025-08-14t06:02:41.123456z", "2025-08-14T06:02:41.123456Z"},
        {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000000Z"},
        {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
        {"2025-01-01T00:30:00+01:00", "2024-12-31T23:30:00.000000Z"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t at;
        char text[32];
        assert_true(date_time_parse(cases[i].text, &at));
        assert_string_equal(date_time_format(at, text), cases[i].same);
    }
}

static void date_time_parse__refuses_the_rest(void **state)
{
    static const char *const bad[] = {
        "2025-08-14",           "2025-08-14T06:02:41",     "2025-08-14T24:00:00Z",
        "2025-08-14T06:60:00Z", "2025-08-14T06:02:61Z",    "2025-08-14T06:02:41.Z",
        "2025-08-14 06:02:41Z", "2025-08-14T06:02:41Zx",   "2025-08-14T06:02:41.1234567Z",
        "2025-02-30T00:00:00Z", "2025-08-14T06:02:41+8:00"};
    int64_t at = 3;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_false(date_time_parse(bad[i], &at));
    }
    assert_int_equal(at, 3);
}

/* 16:00 UTC is the next day in China. */
static void date_of__counts_days_in_the_programmes_zone(void **state)
{
    int64_t at;
    char text[16];
    (void)state;
    assert_true(date_time_parse("2025-12-31T16:00:00Z", &at));
    assert_string_equal(date_format(date_of(at, DATE_ZONE_CHINA), text), "2026-01-01");
    assert_string_equal(date_format(date_of(at - 1, DATE_ZONE_CHINA), text),
                        "2025-12-31");
    assert_int_equal(date_start(date_of(at, DATE_ZONE_CHINA), DATE_ZONE_CHINA), at);
}

static void date_split__gives_clock_and_weekday(void **state)
{
    int64_t at;
    (void)state;
    assert_true(date_time_parse("2025-08-14T06:02:41Z", &at));
    struct date_parts p = date_split(at, DATE_ZONE_CHINA);
    assert_int_equal(p.hour, 14);
    assert_int_equal(p.minute, 2);
    assert_int_equal(p.second, 41);
    assert_int_equal(p.weekday, 3); /* a Thursday */
    assert_int_equal(date_split(-DATE_DAY, 0).weekday, 2);
}

static void date_week_format__follows_iso_8601(void **state)
{
    static const char *const cases[][2] = {{"2025-08-14", "2025-W33"},
                                           {"2024-12-30", "2025-W01"},
                                           {"2027-01-01", "2026-W53"},
                                           {"2026-01-01", "2026-W01"},
                                           {"2023-01-01", "2022-W52"}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        date_day day;
        char text[16];
        assert_true(date_parse(cases[i][0], &day));
        assert_string_equal(date_week_format(day, text), cases[i][1]);
    }
}

static void date_age_format__names_the_largest_unit(void **state)
{
    static const struct {
        int64_t seconds;
        const char *want;
    } cases[] = {{-5, "0 s"},   {59, "59 s"},    {60, "1 min"},  {3599, "59 min"},
                 {3600, "1 h"}, {86399, "23 h"}, {86400, "1 d"}, {864000, "10 d"}};
    char text[16];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_string_equal(date_age_format(cases[i].seconds * DATE_SECOND, text),
                            cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(date_parse__takes_days_that_exist),
        cmocka_unit_test(date_parse__refuses_days_that_do_not),
        cmocka_unit_test(date_from_civil__walks_every_day_of_three_centuries),
        cmocka_unit_test(date_time_parse__takes_offsets_fractions_and_leap_seconds),
        cmocka_unit_test(date_time_parse__refuses_the_rest),
        cmocka_unit_test(date_of__counts_days_in_the_programmes_zone),
        cmocka_unit_test(date_split__gives_clock_and_weekday),
        cmocka_unit_test(date_week_format__follows_iso_8601),
        cmocka_unit_test(date_age_format__names_the_largest_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
