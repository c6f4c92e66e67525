#include "tests/support/golden.h"

#include "tests/support/test.h"
#include "tui/palette.h"

#include <stdlib.h>

static const char divider[] = "---- how it looks\n";

static void cut_blanks(struct buf *out, size_t from, char blank)
{
    while (out->len > from && out->data[out->len - 1] == blank) {
        out->data[--out->len] = '\0';
    }
    buf_addc(out, '\n');
}

static char mono_letter(const struct tui_theme *mono, const struct tui_cell *cell)
{
    struct tui_look look = mono->looks[cell->role];
    if (cell->reverse) {
        look = tui_palette_selected(mono, (enum tui_role)cell->role);
    }
    bool bold = look.attributes & TUI_BOLD, reverse = look.attributes & TUI_REVERSE;
    return bold && reverse                   ? 'B'
           : reverse                         ? 'r'
           : bold                            ? 'b'
           : look.attributes & TUI_UNDERLINE ? 'u'
                                             : '.';
}

static void add_mono(const struct tui_canvas *canvas, struct buf *out)
{
    struct tui_theme mono = {.name = "mono"};
    tui_theme_mono(&mono);
    for (int row = 0; row < canvas->rows; row++) {
        size_t from = out->len;
        for (int col = 0; col < canvas->cols; col++) {
            buf_addc(out, mono_letter(&mono, &canvas->cells[row * canvas->cols + col]));
        }
        cut_blanks(out, from, '.');
    }
}

static void add_roles(const struct tui_canvas *canvas, struct buf *out)
{
    struct buf roles = {0};
    tui_canvas_roles(canvas, &roles);
    for (const char *line = buf_str(&roles); *line;) {
        size_t len = strcspn(line, "\n"), from = out->len;
        buf_add(out, line, len);
        cut_blanks(out, from, '.');
        line += len + (line[len] == '\n');
    }
    buf_clear(&roles);
}

static size_t hex_run(const char *text)
{
    return strspn(text, "0123456789abcdef");
}

/* Hashes are another each time a ledger is made: only that they are there counts. */
static void mask_hashes(struct buf *text)
{
    enum { HEAD = 4, TAIL = 2, WHOLE = 32 };
    static const char *const dots[] = {"\xE2\x80\xA6", ".."};
    for (char *at = text->data; at && *at;) {
        size_t len = hex_run(at);
        if (len >= WHOLE) {
            memset(at, '#', len);
        }
        for (size_t i = 0; len == HEAD && i < COUNT_OF(dots); i++) {
            char *tail = at + HEAD + strlen(dots[i]);
            if (strncmp(at + HEAD, dots[i], strlen(dots[i])) == 0 &&
                hex_run(tail) == TAIL) {
                memset(at, '#', HEAD);
                memset(tail, '#', TAIL);
            }
        }
        at += len > 0 ? len : 1;
    }
}

static bool read_file(const char *path, struct buf *out)
{
    char bytes[8192];
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, file)) > 0;) {
        buf_add(out, bytes, n);
    }
    fclose(file);
    return true;
}

static void write_file(const char *path, const struct buf *text)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(text->data, 1, text->len, file) != text->len ||
        fclose(file) != 0) {
        fail_msg("cannot write %s", path);
    }
}

/* The line at `text`, and where the next one starts. */
static const char *line_at(const char *text, int *len)
{
    *len = (int)strcspn(text, "\n");
    return text + *len + (text[*len] == '\n');
}

static void compare(const char *name, const char *expected, const char *got)
{
    for (int line = 1; *expected || *got; line++) {
        int e, g;
        const char *next_e = line_at(expected, &e), *next_g = line_at(got, &g);
        if (e != g || strncmp(expected, got, (size_t)e) != 0) {
            fail_msg("%s differs at line %d (UPDATE_GOLDEN=1 takes the new one)\n"
                     "  expected |%.*s|\n  shown    |%.*s|",
                     name, line, e, expected, g, got);
        }
        expected = next_e;
        got = next_g;
    }
}

void golden_check(const char *name, const struct tui_canvas *canvas,
                  enum golden_kind kind)
{
    char path[512];
    struct buf got = {0}, expected = {0};
    snprintf(path, sizeof path, "%s/tests/screens/golden/%s.txt", VD_SOURCE_DIR, name);
    tui_canvas_text(canvas, &got);
    mask_hashes(&got);
    buf_adds(&got, divider);
    if (kind == GOLDEN_MONO) {
        add_mono(canvas, &got);
    } else {
        add_roles(canvas, &got);
    }
    assert_true(buf_ok(&got));
    if (getenv("UPDATE_GOLDEN")) {
        write_file(path, &got);
    } else if (!read_file(path, &expected)) {
        fail_msg("there is no %s; UPDATE_GOLDEN=1 writes it", path);
    } else {
        compare(name, buf_str(&expected), buf_str(&got));
    }
    buf_clear(&got);
    buf_clear(&expected);
}
