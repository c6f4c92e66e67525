#include "tests/support/test.h"

#include "tui/inputs.h"
#include "tui/lang.h"

static void input__says_words_of_the_wire_in_the_readers(void **state)
{
    (void)state;
    assert_true(tui_lang_set("en"));
    assert_string_equal(tui_input("name-mismatch").bytes, "names differ");
    assert_string_equal(tui_input("contract: name-mismatch").bytes,
                        "contract: names differ");
    assert_string_equal(tui_input("contract,payment-slip: ok").bytes,
                        "contract, payment slip: OK");
    assert_string_equal(tui_input("same legal-person").bytes, "same legal person");
    assert_string_equal(tui_input("364 d").bytes, "364 days");
    assert_string_equal(tui_input("5,000,000.00 CNY").bytes, "5,000,000.00 CNY");
}

static void input__says_figures_with_their_units(void **state)
{
    (void)state;
    assert_true(tui_lang_set("en"));
    assert_string_equal(tui_input("225178 h claimed, 0 h metered").bytes,
                        "225,178 h claimed, 0 h metered");
    assert_string_equal(tui_input("1200 h of 98765 h").bytes, "1,200 h of 98,765 h");
    assert_true(tui_lang_set("zh_CN"));
    assert_string_equal(tui_input("4.78 CNY an hour, posted 8.30 CNY").bytes,
                        "每卡时 4.78 元，公布价 8.30 元");
    assert_string_equal(tui_input("XVV-26-00002-8J7KP5-30 active").bytes,
                        "XVV-26-00002-8J7KP5-30 有效");
    assert_true(tui_lang_set("en"));
}

static void figure_input__leaves_people_alone(void **state)
{
    (void)state;
    assert_true(tui_lang_set("en"));
    assert_string_equal(tui_figure_input("desk").bytes, "desk");
    assert_string_equal(tui_figure_input("30 min").bytes, "30 minutes");
}

static void input__leaves_names_and_dates_alone(void **state)
{
    (void)state;
    assert_true(tui_lang_set("en"));
    assert_string_equal(tui_input("2026-11-23").bytes, "2026-11-23");
    assert_string_equal(tui_input("上海市青浦区").bytes, "上海市青浦区");
    assert_string_equal(tui_input("A: B 公司: listed").bytes, "A: B 公司: listed");
    assert_string_equal(tui_input("").bytes, "");
    assert_string_equal(tui_input("a\x1b[2Jb").bytes, safe_text("a\x1b[2Jb").bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(input__says_words_of_the_wire_in_the_readers),
        cmocka_unit_test(input__says_figures_with_their_units),
        cmocka_unit_test(figure_input__leaves_people_alone),
        cmocka_unit_test(input__leaves_names_and_dates_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
