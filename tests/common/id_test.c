#include "tests/support/test.h"

#include "common/credit_code.h"
#include "common/id.h"

static void id_new__rises_strictly_even_when_the_clock_stands(void **state)
{
    struct id_source source = {0};
    char last[ID_MAX] = "", id[ID_MAX];
    (void)state;
    for (int i = 0; i < 20000; i++) { /* more than one millisecond's counter holds */
        id_new(&source, "app", INT64_C(1755151361000000), id);
        assert_true(id_valid(id, "app"));
        assert_true(strcmp(id, last) > 0);
        memcpy(last, id, sizeof last);
    }
    id_new(&source, "app", INT64_C(1755151000000000), id); /* the clock is set back */
    assert_true(strcmp(id, last) > 0);
}

static void id_new__carries_version_variant_and_time(void **state)
{
    struct id_source source = {0};
    char id[ID_MAX];
    (void)state;
    id_new(&source, "org", INT64_C(0x0197F3C2A1B8) * 1000, id);
    assert_memory_equal(id, "org_0197f3c2a1b87", 17);
    assert_non_null(strchr("89ab", id[20]));
}

static void id_valid__refuses_other_shapes(void **state)
{
    static const char *const bad[] = {
        "",
        "app",
        "app_",
        "org_0197f3c2a1b87c3e8d11aa22bb33cc44",
        "app_0197f3c2a1b87c3e8d11aa22bb33cc4",
        "app_0197f3c2a1b87c3e8d11aa22bb33cc445",
        "app_0197F3C2A1B87C3E8D11AA22BB33CC44",
        "app_0197f3c2a1b84c3e8d11aa22bb33cc44",
        "app_0197f3c2a1b87c3e0d11aa22bb33cc44",
    };
    (void)state;
    assert_true(id_valid("app_0197f3c2a1b87c3e8d11aa22bb33cc44", "app"));
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_false(id_valid(bad[i], "app"));
    }
}

static void id_operation_valid__has_a_length_and_an_alphabet(void **state)
{
    char text[300];
    (void)state;
    memset(text, 'x', sizeof text);
    text[255] = '\0';
    assert_true(id_operation_valid(text));
    text[255] = 'x';
    text[256] = '\0';
    assert_false(id_operation_valid(text));
    assert_false(id_operation_valid(""));
    assert_true(id_operation_valid("A-z_09"));
    assert_false(id_operation_valid("a b"));
    assert_false(id_operation_valid("a\n"));
    assert_false(id_operation_valid("é"));
}

static void id_number__is_checked_by_its_last_character(void **state)
{
    char text[ID_NUMBER_MAX];
    (void)state;
    for (int64_t serial = 1; serial < 2000; serial++) {
        id_number(2026, serial, text);
        assert_true(id_number_valid(text));
        for (int i = 0; i < 9; i++) { /* any one digit changed is noticed */
            if (text[i] != '-') {
                char was = text[i];
                text[i] = (char)('0' + (was - '0' + 1) % 10);
                assert_false(id_number_valid(text));
                text[i] = was;
            }
        }
    }
    assert_true(id_number_valid(id_number(2026, INT64_C(12345678), text)));
    assert_false(id_number_valid("26-418-K"));
    assert_false(id_number_valid(""));
}

/* Codes as large firms, a university and public bodies publish them. */
static void credit_code__takes_codes_in_use(void **state)
{
    static const char *const good[] = {
        "91440300708461136T", "91330100799655058B", "914403001922038216",
        "91110000802100433B", "91310000MA1FL70B67", "12100000400000624D",
        "91110108551385082Q", "91350100M000100Y43", "9111000071093123XX",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        assert_null(credit_code_problem(good[i]));
        assert_int_equal(credit_code_check(good[i]), good[i][17]);
    }
}

static void credit_code__names_what_is_wrong(void **state)
{
    static const char *const bad[][2] = {
        {"", "18 characters"},
        {"91440300708461136", "18 characters"},
        {"91440300708461136TT", "18 characters"},
        {"91440300708461136t", "only 0-9"},
        {"9144030070846113IT", "only 0-9"},
        {"91A40300708461136T", "region"},
        {"91440300708461136U", "check character"},
        {"91440300708461163T", "check character"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        const char *problem = credit_code_problem(bad[i][0]);
        assert_non_null(problem);
        assert_contains(problem, bad[i][1]);
    }
}

/* Every single wrong character in the body gives another check character. */
static void credit_code_check__notices_each_single_slip(void **state)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    char code[] = "91440300708461136";
    char right = credit_code_check(code);
    (void)state;
    for (int i = 0; i < 17; i++) {
        char was = code[i];
        for (const char *c = alphabet; *c; c++) {
            code[i] = *c;
            assert_int_equal(credit_code_check(code) == right, *c == was);
        }
        code[i] = was;
    }
    assert_int_equal(credit_code_check("9144030070846113I"), '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(id_new__rises_strictly_even_when_the_clock_stands),
        cmocka_unit_test(id_new__carries_version_variant_and_time),
        cmocka_unit_test(id_valid__refuses_other_shapes),
        cmocka_unit_test(id_operation_valid__has_a_length_and_an_alphabet),
        cmocka_unit_test(id_number__is_checked_by_its_last_character),
        cmocka_unit_test(credit_code__takes_codes_in_use),
        cmocka_unit_test(credit_code__names_what_is_wrong),
        cmocka_unit_test(credit_code_check__notices_each_single_slip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
