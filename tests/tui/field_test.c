#include "tests/support/test.h"

#include "tui/widgets/field.h"

static void type(struct tui_field *field, const char *text)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        uint32_t c;
        at += text_decode(text + at, len - at, &c);
        (void)tui_field_key(field, c);
    }
}

static void field__types_and_erases_whole_characters(void **state)
{
    struct tui_field field = {0};
    (void)state;
    type(&field, "补正 e\xCC\x81");
    assert_true(
        tui_field_key(&field, TUI_KEY_BACKSPACE)); /* letter and accent together */
    assert_string_equal(field.text, "补正 ");
    assert_true(tui_field_key(&field, TUI_KEY_LEFT));
    assert_true(tui_field_key(&field, TUI_KEY_BACKSPACE));
    assert_string_equal(field.text, "补 ");
    assert_true(tui_field_key(&field, TUI_KEY_HOME));
    type(&field, "请");
    assert_string_equal(field.text, "请补 ");
    assert_true(tui_field_key(&field, TUI_KEY_DELETE));
    assert_string_equal(field.text, "请 ");
}

static void field__takes_no_character_that_acts_on_a_terminal(void **state)
{
    struct tui_field field = {0};
    (void)state;
    assert_false(tui_field_key(&field, 0x1B));
    assert_false(tui_field_key(&field, 0x202E));
    assert_false(tui_field_key(&field, 0x9B));
    assert_true(tui_field_key(&field, '\n'));
    assert_string_equal(field.text, " ");
}

static void field__takes_digits_only_where_told_and_no_more_than_fit(void **state)
{
    struct tui_field field = {.digits = true, .most = 3};
    (void)state;
    type(&field, "1a2b34");
    assert_string_equal(field.text, "123");
    tui_field_set(&field, "");
    assert_int_equal(field.len, 0);
}

static void field__word_and_line_keys(void **state)
{
    struct tui_field field = {0};
    (void)state;
    tui_field_set(&field, "re-scan the third invoice");
    assert_true(tui_field_key(&field, 23)); /* ^W */
    assert_string_equal(field.text, "re-scan the third ");
    assert_true(tui_field_key(&field, 21)); /* ^U */
    assert_string_equal(field.text, "");
}

static void field__scrolls_under_the_caret(void **state)
{
    struct tui_field field = {0};
    struct tui_canvas canvas = {0};
    struct buf text = {0};
    (void)state;
    assert_true(tui_canvas_resize(&canvas, 1, 10));
    tui_field_set(&field, "abcdefghijklmnop");
    tui_field_draw(&field, &canvas, 0, 1, 6, true);
    tui_canvas_text(&canvas, &text);
    assert_string_equal(buf_str(&text), " lmnop\n");
    assert_int_equal(canvas.cursor_col, 6);
    buf_clear(&text);
    tui_canvas_free(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(field__types_and_erases_whole_characters),
        cmocka_unit_test(field__takes_no_character_that_acts_on_a_terminal),
        cmocka_unit_test(field__takes_digits_only_where_told_and_no_more_than_fit),
        cmocka_unit_test(field__word_and_line_keys),
        cmocka_unit_test(field__scrolls_under_the_caret),
    };
    return cmocka_run_group_tests_name("tui/field", tests, NULL, NULL);
}
