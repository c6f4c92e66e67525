#include "tests/support/test.h"

#include "tui/keymap.h"

#include <unistd.h>

static char path[64];

static int load(const char *text, struct buf *faults)
{
    snprintf(path, sizeof path, "/tmp/keymap_test_%ld.ini", (long)getpid());
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    int count = tui_keymap_load(path, faults);
    unlink(path);
    return count;
}

static int as_shipped(void **state)
{
    (void)state;
    (void)tui_bindings_set(NULL, 0);
    return 0;
}

static void keymap__adds_replaces_and_takes_away(void **state)
{
    struct buf faults = {0};
    (void)state;
    assert_int_equal(load("[queue]\nF2 = approve\n^A = mark-all ; as in an editor\n"
                          "x = none\nEquals = undo\n[list]\nColon = sort\n",
                          &faults),
                     0);
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, TUI_KEY_F1 + 1), TUI_ACT_APPROVE);
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, 'a'), TUI_ACT_APPROVE);
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, 'A' & 0x1F), TUI_ACT_MARK_ALL);
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, 'x'), TUI_ACT_NONE);
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, '='), TUI_ACT_UNDO);
    assert_int_equal(tui_key_action(TUI_CTX_BUDGETS, ':'), TUI_ACT_SORT);
    assert_int_equal(tui_key_for(TUI_CTX_QUEUE, TUI_ACT_REJECT), 'r');
    buf_clear(&faults);
}

static void keymap__faults_are_named_by_line_and_the_rest_holds(void **state)
{
    struct buf faults = {0};
    (void)state;
    assert_int_equal(load("[queue]\nF2 = aprove\nNoKey = approve\n[kitchen]\na = open\n"
                          "[queue]\nF3 = reject\nF3 = return\nthis is nothing\n",
                          &faults),
                     5);
    const char *text = buf_str(&faults);
    assert_contains(text, ".ini:2: there is no action 'aprove'");
    assert_contains(text, ".ini:3: 'NoKey' is no key");
    assert_contains(text, ".ini:5: there is no place 'kitchen'");
    assert_contains(text, ".ini:8: 'F3' is already given in [queue] above");
    assert_contains(text, ".ini:9: this is not 'key = action'");
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, TUI_KEY_F1 + 2), TUI_ACT_REJECT);
    buf_clear(&faults);
}

static void keymap__the_way_out_and_the_confirmation_are_kept(void **state)
{
    struct buf faults = {0};
    (void)state;
    assert_int_equal(load("[global]\nEsc = quit\nF1 = none\n^C = open\n"
                          "[decision]\nF8 = drop\na = confirm\n[queue]\nF8 = approve\n",
                          &faults),
                     6);
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, TUI_KEY_ESC), TUI_ACT_BACK);
    assert_int_equal(tui_key_action(TUI_CTX_QUEUE, TUI_KEY_F1), TUI_ACT_HELP);
    assert_int_equal(tui_key_action(TUI_CTX_DECISION, TUI_KEY_F1 + 7), TUI_ACT_CONFIRM);
    assert_int_not_equal(tui_key_action(TUI_CTX_DECISION, 'a'), TUI_ACT_CONFIRM);
    assert_int_not_equal(tui_key_action(TUI_CTX_QUEUE, TUI_KEY_F1 + 7), TUI_ACT_APPROVE);
    assert_contains(buf_str(&faults), "never the key that started it");
    buf_clear(&faults);
}

static void keymap__of_no_file_changes_nothing(void **state)
{
    struct buf faults = {0};
    (void)state;
    assert_int_equal(tui_keymap_load("/nonexistent/keys.ini", &faults), 0);
    assert_int_equal(faults.len, 0);
}

static void key_named__reads_what_key_name_writes(void **state)
{
    char name[16];
    (void)state;
    for (size_t i = 0; i < tui_shipped_binding_count; i++) {
        uint32_t key = tui_shipped_bindings[i].key;
        assert_int_equal(tui_key_named(tui_key_name(key, name)), key);
    }
    assert_int_equal(tui_key_named("^g"), 'G' & 0x1F);
    assert_int_equal(tui_key_named("f10"), TUI_KEY_F1 + 9);
    assert_int_equal(tui_key_named("F13"), 0);
    assert_int_equal(tui_key_named("ab"), 0);
    assert_int_equal(tui_key_named(""), 0);
    assert_int_equal(tui_key_named("\xE2\x80\xAE"), 0); /* U+202E */
}

static void docs__keys_are_those_of_the_tables(void **state)
{
    struct buf made = {0}, kept = {0};
    char bytes[4096];
    (void)state;
    tui_keymap_markdown(&made);
    FILE *file = fopen(VD_SOURCE_DIR "/docs/keys.md", "r");
    assert_non_null(file);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        buf_add(&kept, bytes, n);
    }
    fclose(file);
    if (strcmp(buf_str(&made), buf_str(&kept)) != 0) {
        fail_msg("docs/keys.md is not what the tables say; run: make docs");
    }
    buf_clear(&made);
    buf_clear(&kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(keymap__adds_replaces_and_takes_away, as_shipped),
        cmocka_unit_test_teardown(keymap__faults_are_named_by_line_and_the_rest_holds,
                                  as_shipped),
        cmocka_unit_test_teardown(keymap__the_way_out_and_the_confirmation_are_kept,
                                  as_shipped),
        cmocka_unit_test(keymap__of_no_file_changes_nothing),
        cmocka_unit_test(key_named__reads_what_key_name_writes),
        cmocka_unit_test(docs__keys_are_those_of_the_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
