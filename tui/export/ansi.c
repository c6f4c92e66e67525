#include "tui/export/drawn.h"

#include "tui/palette.h"

static int light_of(int colour)
{
    struct tui_rgb c = tui_palette_rgb(colour);
    return (c.red * 3 + c.green * 6 + c.blue) / 10;
}

bool tui_export_is_light(const struct tui_theme *theme)
{
    const struct tui_look *text = &theme->looks[TUI_TEXT];
    if (text->background >= 0) {
        return light_of(text->background) > 127;
    }
    int sum = 0, count = 0;
    for (int i = 0; i < TUI_ROLE_COUNT; i++) {
        const struct tui_look *look = &theme->looks[i];
        if (look->foreground >= 0 && look->background < 0) {
            sum += light_of(look->foreground);
            count++;
        }
    }
    return count > 0 && sum / count < 110;
}

struct tui_look tui_export_look(const struct tui_theme *theme,
                                const struct tui_cell *cell)
{
    struct tui_look look = theme->looks[cell->role];
    if (cell->reverse) {
        look = tui_palette_selected(theme, (enum tui_role)cell->role);
    }
    if (look.foreground < 0) {
        look.foreground = theme->looks[TUI_TEXT].foreground;
    }
    if (look.background < 0) {
        look.background = theme->looks[TUI_TEXT].background;
    }
    return look;
}

static void set_look(struct buf *out, struct tui_look look)
{
    static const struct {
        unsigned bit;
        int code;
    } codes[] = {{TUI_BOLD, 1}, {TUI_FAINT, 2}, {TUI_UNDERLINE, 4}, {TUI_REVERSE, 7}};
    buf_adds(out, "\033[0");
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        if (look.attributes & codes[i].bit) {
            buf_printf(out, ";%d", codes[i].code);
        }
    }
    if (look.foreground >= 0) {
        buf_printf(out, ";38;5;%d", look.foreground);
    }
    if (look.background >= 0) {
        buf_printf(out, ";48;5;%d", look.background);
    }
    buf_addc(out, 'm');
}

static bool same(struct tui_look a, struct tui_look b)
{
    return a.foreground == b.foreground && a.background == b.background &&
           a.attributes == b.attributes;
}

static void add_cell(struct buf *out, const struct tui_cell *cell)
{
    char bytes[4];
    if (cell->base == 0) {
        return;
    }
    buf_add(out, bytes, text_encode(cell->base, bytes));
    for (int i = 0; i < 2 && cell->mark[i]; i++) {
        buf_add(out, bytes, text_encode(cell->mark[i], bytes));
    }
}

void tui_export_ansi(const struct tui_canvas *canvas, const struct tui_theme *theme,
                     struct buf *out)
{
    for (int row = 0; row < canvas->rows; row++) {
        struct tui_look now = {-1, -1, 0};
        const struct tui_cell *cells = canvas->cells + (size_t)row * (size_t)canvas->cols;
        for (int col = 0; col < canvas->cols; col++) {
            struct tui_look look = tui_export_look(theme, &cells[col]);
            if (cells[col].base && !same(look, now)) {
                set_look(out, look);
                now = look;
            }
            add_cell(out, &cells[col]);
        }
        buf_adds(out, "\033[0m\n");
    }
}
