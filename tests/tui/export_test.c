/* Screens and reports as files: cells where they were, and no text that acts. */
#include "tests/support/test.h"

#include "tui/export/drawn.h"
#include "tui/export/export.h"
#include "tui/export/html.h"
#include "tui/export/markup.h"
#include "tui/export/sheet.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What somebody may call a firm to harm who exports it. */
static const char hostile[] = "<script>a&b</script>\"'\xE2\x80\xAE\x1B[31m\n=1+1";

struct drawn {
    struct tui_canvas canvas;
    struct tui_theme theme;
    struct buf out;
};

static int setup(void **state)
{
    struct drawn *d = calloc(1, sizeof *d);
    *state = d;
    return d && tui_canvas_resize(&d->canvas, 3, 40) &&
                   tui_theme_load("default", &d->theme, NULL)
               ? 0
               : -1;
}

static int teardown(void **state)
{
    struct drawn *d = *state;
    tui_canvas_free(&d->canvas);
    buf_clear(&d->out);
    free(d);
    return 0;
}

static void draw_svg(struct drawn *d)
{
    tui_export_svg(&d->canvas, &d->theme, "title", "about", &d->out);
}

static void svg__places_wide_characters_by_cells(void **state)
{
    struct drawn *d = *state;
    tui_puts(&d->canvas, 0, 0, "星a", TUI_TEXT);
    draw_svg(d);
    assert_contains(buf_str(&d->out), "<text x=\"14 30.8\" y=\"27.2\"");
    assert_contains(buf_str(&d->out), ">星a</text>");
}

static void svg__draws_lines_and_blocks_as_shapes(void **state)
{
    struct drawn *d = *state;
    tui_hline(&d->canvas, 0, 0, 10, TUI_BORDER);
    tui_glyph(&d->canvas, 1, 0, TUI_BLOCK_FULL, TUI_BAR_FULL);
    draw_svg(d);
    assert_null(strstr(buf_str(&d->out), "<text"));
    assert_contains(buf_str(&d->out), "width=\"84\" height=\"1.2\"");
    assert_contains(buf_str(&d->out), "width=\"8.4\" height=\"18\"");
}

static void svg__has_no_text_that_acts(void **state)
{
    struct drawn *d = *state;
    tui_put(&d->canvas, 1, 0, safe_text(hostile), TUI_TEXT);
    tui_export_svg(&d->canvas, &d->theme, hostile, hostile, &d->out);
    assert_null(strstr(buf_str(&d->out), "<script"));
    assert_null(strchr(buf_str(&d->out), '\x1B'));
    assert_null(strstr(buf_str(&d->out), "\xE2\x80\xAE"));
    assert_contains(buf_str(&d->out), "&lt;script&gt;a&amp;b");
}

static void svg__fetches_nothing(void **state)
{
    struct drawn *d = *state;
    tui_puts(&d->canvas, 0, 0, "queue", TUI_STRONG);
    draw_svg(d);
    assert_null(strstr(buf_str(&d->out), "href"));
    assert_null(strstr(buf_str(&d->out), "url("));
    assert_contains(buf_str(&d->out), "<title id=\"title\">title</title>");
}

static void svg__takes_light_and_dark_from_the_theme(void **state)
{
    struct drawn *d = *state;
    assert_false(tui_export_is_light(&d->theme));
    struct err err = {0};
    assert_ok(tui_theme_load("light", &d->theme, &err), err);
    assert_true(tui_export_is_light(&d->theme));
}

static void ansi__resets_at_each_line_end(void **state)
{
    struct drawn *d = *state;
    tui_puts(&d->canvas, 0, 0, "x", TUI_FAIL);
    tui_export_ansi(&d->canvas, &d->theme, &d->out);
    assert_contains(buf_str(&d->out), "\x1B[0;1;38;5;210mx");
    const char *end = strchr(buf_str(&d->out), '\n');
    assert_memory_equal(end - 4, "\x1B[0m", 4);
}

static void sheet__keeps_formulas_from_spreadsheets(void **state)
{
    static const char *const cells[] = {"=1+1", "+1", "-1", "@SUM(A1)", " =1"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        struct tui_sheet sheet = {.cells = 0};
        tui_sheet_text(&sheet, cells[i]);
        assert_memory_equal(buf_str(&sheet.text), "\"'", 2);
        tui_sheet_clear(&sheet);
    }
}

static void sheet__quotes_what_needs_it_and_writes_exact_yuan(void **state)
{
    struct tui_sheet sheet = {.cells = 0};
    (void)state;
    tui_sheet_text(&sheet, "a,\"b\"");
    tui_sheet_text(&sheet, "星河");
    tui_sheet_yuan(&sheet, 184000005);
    tui_sheet_yuan(&sheet, -7);
    tui_sheet_percent(&sheet, -1);
    tui_sheet_int(&sheet, 12);
    tui_sheet_time(&sheet, 0);
    tui_sheet_end(&sheet);
    assert_string_equal(buf_str(&sheet.text),
                        "\"a,\"\"b\"\"\",星河,1840000.05,-0.07,,12,\r\n");
    tui_sheet_clear(&sheet);
}

static void sheet__shows_what_was_hidden(void **state)
{
    struct tui_sheet sheet = {.cells = 0};
    (void)state;
    tui_sheet_text(&sheet, "a\xE2\x80\xAE\nb");
    assert_contains(buf_str(&sheet.text), "U+202E");
    assert_null(strchr(buf_str(&sheet.text), '\n'));
    tui_sheet_clear(&sheet);
}

static void html__has_no_text_that_acts(void **state)
{
    struct drawn *d = *state;
    const struct tui_html_column column = {hostile, false};
    const struct tui_html_part part = {"free", 1};
    tui_html_begin(&d->out, "en", safe_text(hostile));
    tui_html_section(&d->out, hostile, safe_text(hostile));
    tui_html_table(&d->out, &column, 1);
    tui_html_cell(&d->out, safe_text(hostile), false);
    tui_html_bar(&d->out, &part, 1, 2, safe_text(hostile));
    tui_html_figure(&d->out, hostile, safe_text(hostile), safe_text(hostile), true);
    tui_html_key(&d->out, "free", hostile);
    tui_html_end(&d->out);
    assert_null(strstr(buf_str(&d->out), "<script"));
    assert_null(strstr(buf_str(&d->out), "aria-label=\"<"));
    assert_null(strstr(buf_str(&d->out), "b</"));
    assert_null(strchr(buf_str(&d->out), '\x1B'));
    assert_contains(buf_str(&d->out), "default-src 'none'");
}

static void html__bars_never_overflow(void **state)
{
    struct drawn *d = *state;
    const struct tui_html_part parts[] = {{"free", INT64_MAX}, {"held", INT64_MAX}};
    tui_html_bar(&d->out, parts, 2, INT64_MAX, safe_text("x"));
    assert_contains(buf_str(&d->out), "class=\"free\" x=\"0\" width=\"1000\"");
    assert_null(strstr(buf_str(&d->out), "class=\"held\""));
}

static void format__follows_the_ending(void **state)
{
    (void)state;
    assert_int_equal(tui_format_of_file("a/b.svg"), TUI_FORMAT_SVG);
    assert_int_equal(tui_format_of_file("b.txt"), TUI_FORMAT_TEXT);
    assert_int_equal(tui_format_of_file("b.csv"), TUI_FORMAT_CSV);
    assert_int_equal(tui_format_of_file("a.svg/b"), TUI_FORMAT_NONE);
    assert_int_equal(tui_format_of_file("b.pdf"), TUI_FORMAT_NONE);
}

static void write__is_private_and_never_takes_a_place(void **state)
{
    struct drawn *d = *state;
    char folder[] = "/tmp/vd-export-XXXXXX", path[64];
    struct err err = {0};
    struct stat st;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.csv", folder);
    buf_adds(&d->out, "x");
    assert_ok(tui_export_write(path, &d->out, false, &err), err);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_refused(tui_export_write(path, &d->out, false, &err), err, ERR_USAGE,
                   "there already");
    assert_ok(tui_export_write(path, &d->out, true, &err), err);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0); /* nothing half-made is left */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(svg__places_wide_characters_by_cells, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(svg__draws_lines_and_blocks_as_shapes, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(svg__has_no_text_that_acts, setup, teardown),
        cmocka_unit_test_setup_teardown(svg__fetches_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(svg__takes_light_and_dark_from_the_theme, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(ansi__resets_at_each_line_end, setup, teardown),
        cmocka_unit_test(sheet__keeps_formulas_from_spreadsheets),
        cmocka_unit_test(sheet__quotes_what_needs_it_and_writes_exact_yuan),
        cmocka_unit_test(sheet__shows_what_was_hidden),
        cmocka_unit_test_setup_teardown(html__has_no_text_that_acts, setup, teardown),
        cmocka_unit_test_setup_teardown(html__bars_never_overflow, setup, teardown),
        cmocka_unit_test(format__follows_the_ending),
        cmocka_unit_test_setup_teardown(write__is_private_and_never_takes_a_place, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
