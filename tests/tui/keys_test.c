#include "tests/support/test.h"

#include "common/attr.h"
#include "tui/keys.h"

static void bindings__no_key_twice_in_a_context(void **state)
{
    (void)state;
    for (size_t i = 0; i < tui_shipped_binding_count; i++) {
        for (size_t j = 0; j < i; j++) {
            char name[16];
            if (tui_shipped_bindings[i].context == tui_shipped_bindings[j].context &&
                tui_shipped_bindings[i].key == tui_shipped_bindings[j].key) {
                fail_msg("%s is bound twice in '%s'",
                         tui_key_name(tui_shipped_bindings[i].key, name),
                         tui_context_title(tui_shipped_bindings[i].context));
            }
        }
    }
}

static void bindings__every_action_is_known_and_every_key_has_a_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < tui_shipped_binding_count; i++) {
        char name[16];
        assert_non_null(tui_action_info(tui_shipped_bindings[i].action));
        assert_true(*tui_key_name(tui_shipped_bindings[i].key, name));
    }
}

/* A context between this one and the outermost must not hide a key of the app that
 * leads out: help, and back or quit. */
static void bindings__help_and_the_way_out_work_everywhere(void **state)
{
    (void)state;
    for (int c = 0; c < TUI_CONTEXT_COUNT; c++) {
        enum tui_context context = (enum tui_context)c;
        assert_int_equal(tui_key_action(context, TUI_KEY_ESC), TUI_ACT_BACK);
        if (context != TUI_CTX_LINE) {
            assert_true(tui_key_for(context, TUI_ACT_HELP) != 0);
            assert_int_equal(tui_key_action(context, TUI_KEY_F1), TUI_ACT_HELP);
        }
    }
}

static void actions__all_are_there_with_a_name_of_their_own(void **state)
{
    (void)state;
    for (int a = TUI_ACT_NONE + 1; a < TUI_ACTION_COUNT; a++) {
        const struct tui_action_info *info = tui_action_info((enum tui_action)a);
        if (!info) {
            fail_msg("action %d has no row", a);
            return;
        }
        assert_int_equal(tui_action_named(info->name), a);
        assert_true(*info->label && *info->help);
    }
    assert_null(tui_action_info(TUI_ACT_NONE));
    assert_int_equal(tui_action_named("no-such"), TUI_ACT_NONE);
}

static void confirm__is_never_the_key_that_opens_a_preview(void **state)
{
    static const enum tui_action opening[] = {TUI_ACT_ACCEPT, TUI_ACT_APPROVE,
                                              TUI_ACT_REJECT, TUI_ACT_RETURN,
                                              TUI_ACT_UNDO,   TUI_ACT_ASSIGN};
    (void)state;
    for (size_t i = 0; i < tui_shipped_binding_count; i++) {
        for (size_t k = 0; k < COUNT_OF(opening); k++) {
            if (tui_shipped_bindings[i].action == opening[k]) {
                assert_int_not_equal(
                    tui_key_action(TUI_CTX_DECISION, tui_shipped_bindings[i].key),
                    TUI_ACT_CONFIRM);
            }
        }
    }
    assert_int_equal(tui_key_action(TUI_CTX_DECISION, TUI_KEY_F1 + 7), TUI_ACT_CONFIRM);
    assert_int_equal(tui_key_action(TUI_CTX_DECISION, 'X' & 0x1F), TUI_ACT_CONFIRM);
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, TUI_KEY_F1 + 7), TUI_ACT_NONE);
}

static void key_action__the_inner_context_goes_first(void **state)
{
    (void)state;
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, 'a'), TUI_ACT_APPROVE);
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, 's'), TUI_ACT_SORT);
    assert_int_equal(tui_key_action(TUI_CTX_OUTBOX, 's'), TUI_ACT_SEND_AGAIN);
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, 'j'), TUI_ACT_DOWN);
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, '3'), TUI_ACT_BUDGETS);
    assert_int_equal(tui_key_action(TUI_CTX_LINE, 'a'), TUI_ACT_NONE);
    assert_int_equal(tui_key_action(TUI_CTX_BUDGETS, 'a'), TUI_ACT_NONE);
}

static void key_name__is_what_people_say(void **state)
{
    char name[16];
    (void)state;
    assert_string_equal(tui_key_name('a', name), "a");
    assert_string_equal(tui_key_name(' ', name), "Space");
    assert_string_equal(tui_key_name('P' & 0x1F, name), "^P");
    assert_string_equal(tui_key_name(TUI_KEY_F1 + 7, name), "F8");
    assert_string_equal(tui_key_name(TUI_KEY_BACKTAB, name), "S-Tab");
    assert_string_equal(tui_key_name(TUI_KEY_INSERT, name), "Ins");
    assert_string_equal(tui_key_name(0x4E2D, name), "中");
    assert_string_equal(tui_key_name(TUI_KEY_PASTE_END, name), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bindings__no_key_twice_in_a_context),
        cmocka_unit_test(bindings__every_action_is_known_and_every_key_has_a_name),
        cmocka_unit_test(bindings__help_and_the_way_out_work_everywhere),
        cmocka_unit_test(actions__all_are_there_with_a_name_of_their_own),
        cmocka_unit_test(confirm__is_never_the_key_that_opens_a_preview),
        cmocka_unit_test(key_action__the_inner_context_goes_first),
        cmocka_unit_test(key_name__is_what_people_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
