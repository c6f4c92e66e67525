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
        cmocka_unit_test(input__leaves_names_and_dates_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
