#include "tests/support/test.h"

#include "common/money.h"

static void money_add__refuses_overflow_and_leaves_out_untouched(void **state)
{
    int64_t out = 7;
    (void)state;
    assert_true(money_add(40, 2, &out));
    assert_int_equal(out, 42);
    assert_false(money_add(INT64_MAX, 1, &out));
    assert_false(money_add(INT64_MIN, -1, &out));
    assert_int_equal(out, 42);
}

static void money_sub__refuses_overflow(void **state)
{
    int64_t out = 7;
    (void)state;
    assert_true(money_sub(40, 42, &out));
    assert_int_equal(out, -2);
    assert_false(money_sub(INT64_MIN, 1, &out));
    assert_int_equal(out, -2);
}

/* Nanning's published example: a yearly contract of 83,676 yuan at 30 % gives 25,102
 * yuan, whole yuan rounded down. */
static void money_rate__gives_the_published_nanning_figure(void **state)
{
    int64_t out;
    (void)state;
    assert_true(money_rate(INT64_C(8367600), 3000, 100, &out));
    assert_int_equal(out, 2510200);
    assert_true(money_rate(INT64_C(8367600), 3000, 1, &out));
    assert_int_equal(out, 2510280);
}

static void money_rate__takes_the_product_in_128_bits(void **state)
{
    int64_t out;
    (void)state;
    assert_true(money_rate(INT64_MAX, 10000, 1, &out));
    assert_int_equal(out, INT64_MAX);
    assert_true(money_rate(INT64_MAX, 5000, 1, &out));
    assert_int_equal(out, INT64_MAX / 2);
    assert_false(money_rate(INT64_MAX, 10001, 1, &out));
}

static void money_rate__rounds_toward_the_programme(void **state)
{
    static const struct {
        int64_t base, bp, unit, want;
    } cases[] = {
        {1, 9999, 1, 0},        {3, 3333, 1, 0},  {10000, 1, 1, 1}, {9999, 1, 1, 0},
        {199, 10000, 100, 100}, {0, 10000, 1, 0}, {12345, 0, 1, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t out = -1;
        assert_true(money_rate(cases[i].base, cases[i].bp, cases[i].unit, &out));
        assert_int_equal(out, cases[i].want);
    }
}

static void money_prorate__refuses_what_has_no_meaning(void **state)
{
    int64_t out = 5;
    (void)state;
    assert_false(money_prorate(-1, 1, 1, 1, &out));
    assert_false(money_prorate(1, -1, 1, 1, &out));
    assert_false(money_prorate(1, 1, 0, 1, &out));
    assert_false(money_prorate(1, 1, 1, 0, &out));
    assert_int_equal(out, 5);
    assert_true(money_prorate(36500, 73, 365, 1, &out));
    assert_int_equal(out, 7300);
}

/* Against division by hand, digit after digit: 10,000 seeded cases. */
static void money_prorate__agrees_with_long_division(void **state)
{
    uint64_t seed = 42;
    (void)state;
    for (int i = 0; i < 10000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
        int64_t base = (int64_t)(seed >> 20);
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
        int64_t whole = (int64_t)(seed >> 50) + 1, part = (int64_t)(seed >> 33) % whole;
        int64_t quotient = base / whole, rest = base % whole, out;
        int64_t want = quotient * part + rest * part / whole;
        assert_true(money_prorate(base, part, whole, 1, &out));
        assert_int_equal(out, want);
    }
}

static void money_format__groups_thousands_and_rounds_toward_zero(void **state)
{
    static const struct {
        int64_t fen;
        enum money_unit unit;
        const char *want;
    } cases[] = {
        {0, MONEY_YUAN, "0.00"},
        {1, MONEY_YUAN, "0.01"},
        {-1, MONEY_YUAN, "-0.01"},
        {184000000, MONEY_YUAN, "1,840,000.00"},
        {99999, MONEY_YUAN, "999.99"},
        {100000, MONEY_YUAN, "1,000.00"},
        {184000000, MONEY_THOUSAND, "1,840.0"},
        {184000000, MONEY_MILLION, "1.840"},
        {-99, MONEY_MILLION, "0.000"},
        {MONEY_MAX, MONEY_YUAN, "100,000,000,000.00"},
        {INT64_MIN, MONEY_YUAN, "-92,233,720,368,547,758.08"},
    };
    char out[32];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_string_equal(money_format(cases[i].fen, cases[i].unit, out),
                            cases[i].want);
    }
}

static void money_parse__reads_what_people_type(void **state)
{
    static const struct {
        const char *text;
        int64_t fen;
    } cases[] = {
        {"1840000", 184000000},
        {"1,840,000.50", 184000050},
        {"1840k", 184000000},
        {"1.84m", 184000000},
        {"0.01", 1},
        {"0", 0},
        {"2.5", 250},
        {"100000000000", MONEY_MAX},
        {"1.00000", 100},
    };
    struct err err = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t out = -1;
        assert_ok(money_parse(cases[i].text, &out, &err), err);
        assert_int_equal(out, cases[i].fen);
    }
}

static void money_parse__refuses_the_rest_with_an_example(void **state)
{
    static const char *const bad[] = {
        "",
        " 1",
        "1 ",
        "-1",
        "1e3",
        "0.001",
        "1.2.3",
        ",1",
        "k",
        "1kk",
        "¥1",
        "100000000000.01",
        "99999999999999999999",
        "0x10",
        ".5",
        "nan",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct err err;
        int64_t out = -1;
        assert_refused(money_parse(bad[i], &out, &err), err, ERR_INVALID, "write yuan");
        assert_int_equal(out, -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_add__refuses_overflow_and_leaves_out_untouched),
        cmocka_unit_test(money_sub__refuses_overflow),
        cmocka_unit_test(money_rate__gives_the_published_nanning_figure),
        cmocka_unit_test(money_rate__takes_the_product_in_128_bits),
        cmocka_unit_test(money_rate__rounds_toward_the_programme),
        cmocka_unit_test(money_prorate__refuses_what_has_no_meaning),
        cmocka_unit_test(money_prorate__agrees_with_long_division),
        cmocka_unit_test(money_format__groups_thousands_and_rounds_toward_zero),
        cmocka_unit_test(money_parse__reads_what_people_type),
        cmocka_unit_test(money_parse__refuses_the_rest_with_an_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
