#include "tests/support/test.h"

#include "tui/match.h"

static void match__is_best_at_the_beginning(void **state)
{
    (void)state;
    int start = tui_match("app", "approve"), word = tui_match("app", "not approve"),
        inside = tui_match("app", "disappear"), scattered = tui_match("aprv", "approve");
    assert_true(start > word && word > inside && inside > scattered && scattered > 0);
    assert_int_equal(tui_match("xyz", "approve"), 0);
}

static void match__takes_words_in_any_order_and_all_of_them(void **state)
{
    (void)state;
    assert_true(tui_match("map heat", "heat map") > 0);
    assert_int_equal(tui_match("heat moon", "heat map"), 0);
    assert_true(tui_match("", "anything") > 0);
    assert_int_equal(tui_match("  ", "a"), tui_match("", "b"));
}

static void match__finds_chinese_by_character_and_by_initials(void **state)
{
    (void)state;
    assert_true(tui_match("智算", "星河智算科技") > 0);
    assert_true(tui_match("xhzs", "星河智算科技") > 0);
    assert_int_equal(tui_match("xhzq", "星河智算科技"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match__is_best_at_the_beginning),
        cmocka_unit_test(match__takes_words_in_any_order_and_all_of_them),
        cmocka_unit_test(match__finds_chinese_by_character_and_by_initials),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
