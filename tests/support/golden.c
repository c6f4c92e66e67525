#include "tests/support/golden.h"

#include "tests/support/test.h"
#include "tui/palette.h"

#include <stdlib.h>

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

/* "12 .4b20.3": row 12 has four plain cells, twenty bold ones, three plain ones and
 * nothing but plain ones after them. A row of plain cells is left out. */
static void add_runs(int row, const char *letters, int cols, struct buf *out)
{
    while (cols > 0 && letters[cols - 1] == '.') {
        cols--;
    }
    if (cols > 0) {
        buf_printf(out, "%d ", row + 1);
    }
    for (int at = 0; at < cols;) {
        int run = 1;
        while (at + run < cols && letters[at + run] == letters[at]) {
            run++;
        }
        buf_printf(out, "%c%d", letters[at], run);
        at += run;
    }
    buf_adds(out, cols > 0 ? "\n" : "");
}

static void add_colours(const struct tui_canvas *canvas, struct buf *out)
{
    struct buf roles = {0};
    tui_canvas_roles(canvas, &roles);
    buf_adds(out, "---- colours\n");
    for (int row = 0; row < canvas->rows; row++) {
        add_runs(row, buf_str(&roles) + row * (canvas->cols + 1), canvas->cols, out);
    }
    buf_clear(&roles);
}

static void add_mono(const struct tui_canvas *canvas, struct buf *out)
{
    struct tui_theme mono = {.name = "mono"};
    struct buf letters = {0};
    tui_theme_mono(&mono);
    buf_adds(out, "---- without colours\n");
    for (int row = 0; row < canvas->rows; row++) {
        buf_reset(&letters);
        for (int col = 0; col < canvas->cols; col++) {
            buf_addc(&letters,
                     mono_letter(&mono, &canvas->cells[row * canvas->cols + col]));
        }
        add_runs(row, buf_str(&letters), canvas->cols, out);
    }
    buf_clear(&letters);
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

/* So are the last groups of a voucher's number: "XVV-26-0000M-RVZJNS-38". */
static void mask_vouchers(struct buf *text)
{
    enum { KNOWN = 13 }; /* "XVV-26-0000M-" */
    static const char base32[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (char *at = text->data; at && *at; at++) {
        if (strspn(at, base32) == 3 && at[3] == '-' &&
            strspn(at + 4, "0123456789") == 2 && at[6] == '-' &&
            strspn(at + 7, base32) == 5 && at[12] == '-') {
            size_t lot = strspn(at + KNOWN, base32);
            memset(at + KNOWN, '#', lot);
            at += KNOWN + lot;
            size_t check = *at == '-' ? strspn(at + 1, "0123456789") : 0;
            memset(at + 1, '#', check);
        }
    }
}

/* The daemon notes when it signs checkpoints, which takes its own time. */
static void mask_entries(struct buf *text)
{
    static const char *const before[] = {"journal entries", "日志条数", " of 1,",
                                         " / 1,"};
    for (size_t i = 0; i < COUNT_OF(before); i++) {
        for (char *at = text->data; at && (at = strstr(at, before[i])) != NULL;) {
            at += strlen(before[i]);
            at += strspn(at, " ");
            size_t len = strspn(at, "0123456789,");
            memset(at, '#', len);
        }
    }
}

/* The server's clock goes on while the console's stands still. */
static void mask_clock(struct buf *text)
{
    static const char *const before[] = {"checked ", "核对于 "};
    for (size_t i = 0; i < COUNT_OF(before); i++) {
        for (char *at = text->data; at && (at = strstr(at, before[i])) != NULL; at++) {
            char *time = at + strlen(before[i]);
            if (strspn(time, "0123456789") == 2 && time[2] == ':') {
                memcpy(time, "hh:mm", 5);
            }
        }
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
    mask_vouchers(&got);
    mask_entries(&got);
    mask_clock(&got);
    if (kind == GOLDEN_LOOKS) {
        add_colours(canvas, &got);
        add_mono(canvas, &got);
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
