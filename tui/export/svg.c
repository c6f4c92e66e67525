#include "tui/export/drawn.h"

#include "tui/export/markup.h"
#include "tui/palette.h"

/* Tenths of a pixel, so that positions are whole numbers until they are written. */
enum { CELL = 84, LINE = 180, BASE = 132, MARGIN = 140, SIZE = 14, STROKE = 12 };

struct drawing {
    const struct tui_canvas *canvas;
    const struct tui_theme *theme;
    struct tui_rgb ink, paper; /* where the theme leaves it to the terminal */
    struct buf *out;
};

/* ---- numbers and colours ---- */

static void tenths(struct buf *out, int value)
{
    buf_printf(out, value % 10 ? "%d.%d" : "%d", value / 10, value % 10);
}

static void attribute(struct buf *out, const char *name, int value)
{
    buf_printf(out, " %s=\"", name);
    tenths(out, value);
    buf_addc(out, '"');
}

static struct tui_rgb paint(const struct drawing *d, struct tui_look look, bool paper)
{
    bool reversed = (look.attributes & TUI_REVERSE) != 0;
    int colour = paper != reversed ? look.background : look.foreground;
    return colour >= 0 ? tui_palette_rgb(colour) : paper != reversed ? d->paper : d->ink;
}

static void fill(struct buf *out, struct tui_rgb c)
{
    buf_printf(out, " fill=\"#%02x%02x%02x\"", c.red, c.green, c.blue);
}

static bool same_rgb(struct tui_rgb a, struct tui_rgb b)
{
    return a.red == b.red && a.green == b.green && a.blue == b.blue;
}

static int left_of(int col)
{
    return MARGIN + col * CELL;
}

static int top_of(int row)
{
    return MARGIN + row * LINE;
}

static void box(const struct drawing *d, int x, int y, int width, int height,
                struct tui_rgb colour, int percent)
{
    buf_adds(d->out, "<rect");
    attribute(d->out, "x", x);
    attribute(d->out, "y", y);
    attribute(d->out, "width", width);
    attribute(d->out, "height", height);
    fill(d->out, colour);
    if (percent < 100) {
        buf_printf(d->out, " opacity=\"0.%02d\"", percent);
    }
    buf_adds(d->out, "/>\n");
}

/* ---- lines and blocks ---- */

enum { WEST = 1, EAST = 2, NORTH = 4, SOUTH = 8 };

static const struct {
    uint32_t point;
    unsigned arms;
} lines[] = {
    {0x2500, WEST | EAST},
    {0x2502, NORTH | SOUTH},
    {0x250C, EAST | SOUTH},
    {0x2510, WEST | SOUTH},
    {0x2514, EAST | NORTH},
    {0x2518, WEST | NORTH},
    {0x251C, NORTH | SOUTH | EAST},
    {0x2524, NORTH | SOUTH | WEST},
    {0x252C, WEST | EAST | SOUTH},
    {0x2534, WEST | EAST | NORTH},
    {0x253C, WEST | EAST | NORTH | SOUTH},
};

static unsigned arms_of(uint32_t point)
{
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        if (lines[i].point == point) {
            return lines[i].arms;
        }
    }
    return 0;
}

static bool is_block(uint32_t point)
{
    return (point >= 0x2581 && point <= 0x2588) || (point >= 0x2591 && point <= 0x2593);
}

static bool is_shape(uint32_t point)
{
    return is_block(point) || arms_of(point) != 0;
}

static void draw_lines(const struct drawing *d, int x, int y, unsigned arms, int cells,
                       struct tui_rgb colour)
{
    int middle = x + CELL / 2 - STROKE / 2, height = y + LINE / 2 - STROKE / 2;
    if (arms & (WEST | EAST)) {
        int from = arms & WEST ? x : middle;
        int to = arms & EAST ? x + cells * CELL : middle + STROKE;
        box(d, from, height, to - from, STROKE, colour, 100);
    }
    if (arms & (NORTH | SOUTH)) {
        int from = arms & NORTH ? y : height;
        int to = arms & SOUTH ? y + LINE : height + STROKE;
        box(d, middle, from, STROKE, to - from, colour, 100);
    }
}

static void draw_block(const struct drawing *d, int x, int y, uint32_t point, int cells,
                       struct tui_rgb colour)
{
    static const int shade[] = {25, 45, 70};
    if (point >= 0x2591) {
        box(d, x, y, cells * CELL, LINE, colour, shade[point - 0x2591]);
    } else {
        int height = LINE * (int)(point - 0x2580) / 8;
        box(d, x, y + LINE - height, cells * CELL, height, colour, 100);
    }
}

/* ---- a row ---- */

static const struct tui_cell *cell_of(const struct drawing *d, int row, int col)
{
    return &d->canvas->cells[row * d->canvas->cols + col];
}

static struct tui_look look_of(const struct drawing *d, int row, int col)
{
    return tui_export_look(d->theme, cell_of(d, row, col));
}

static void draw_papers(const struct drawing *d, int row)
{
    for (int col = 0; col < d->canvas->cols;) {
        struct tui_rgb colour = paint(d, look_of(d, row, col), true);
        int end = col + 1;
        while (end < d->canvas->cols &&
               same_rgb(colour, paint(d, look_of(d, row, end), true))) {
            end++;
        }
        if (!same_rgb(colour, d->paper)) {
            box(d, left_of(col), top_of(row), (end - col) * CELL, LINE, colour, 100);
        }
        col = end;
    }
}

/* Equal shapes beside each other are one. */
static int draw_shape(const struct drawing *d, int row, int col)
{
    uint32_t point = cell_of(d, row, col)->base;
    struct tui_rgb colour = paint(d, look_of(d, row, col), false);
    unsigned arms = arms_of(point);
    int end = col + 1;
    bool joins = arms == 0 || arms == (WEST | EAST);
    while (joins && end < d->canvas->cols && cell_of(d, row, end)->base == point &&
           same_rgb(colour, paint(d, look_of(d, row, end), false))) {
        end++;
    }
    if (arms) {
        draw_lines(d, left_of(col), top_of(row), arms, end - col, colour);
    } else {
        draw_block(d, left_of(col), top_of(row), point, end - col, colour);
    }
    return end;
}

/* ---- text ---- */

static bool same_ink(const struct drawing *d, int row, int a, int b)
{
    struct tui_look x = look_of(d, row, a), y = look_of(d, row, b);
    return same_rgb(paint(d, x, false), paint(d, y, false)) &&
           ((x.attributes ^ y.attributes) & ~(unsigned)TUI_REVERSE) == 0;
}

/* Where the run of one style that begins here ends: at another style, a shape, or two
 * blanks. */
static int run_end(const struct drawing *d, int row, int from)
{
    int end = from + 1, last = from;
    while (end < d->canvas->cols && end - last <= 2 &&
           !is_shape(cell_of(d, row, end)->base) && same_ink(d, row, from, end)) {
        if (cell_of(d, row, end)->base != ' ') {
            last = end;
        }
        end++;
    }
    return last + 1;
}

static void add_style(struct buf *out, unsigned attributes)
{
    if (attributes & TUI_BOLD) {
        buf_adds(out, " font-weight=\"700\"");
    }
    if (attributes & TUI_UNDERLINE) {
        buf_adds(out, " text-decoration=\"underline\"");
    }
    if (attributes & TUI_FAINT) {
        buf_adds(out, " opacity=\"0.65\"");
    }
}

/* A position for each character keeps the columns whatever the font's own widths are. */
static void draw_run(const struct drawing *d, int row, int from, int end)
{
    struct buf *out = d->out;
    struct tui_look look = look_of(d, row, from);
    buf_adds(out, "<text x=\"");
    for (int col = from; col < end; col++) {
        if (cell_of(d, row, col)->base) {
            buf_adds(out, col > from ? " " : "");
            tenths(out, left_of(col));
        }
    }
    buf_addc(out, '"');
    attribute(out, "y", top_of(row) + BASE);
    fill(out, paint(d, look, false));
    add_style(out, look.attributes);
    buf_addc(out, '>');
    for (int col = from; col < end; col++) {
        const struct tui_cell *cell = cell_of(d, row, col);
        if (cell->base) {
            tui_markup_point(out, cell->base);
        }
        for (int i = 0; cell->base && i < 2 && cell->mark[i]; i++) {
            tui_markup_point(out, cell->mark[i]);
        }
    }
    buf_adds(out, "</text>\n");
}

static void draw_inks(const struct drawing *d, int row)
{
    for (int col = 0; col < d->canvas->cols;) {
        uint32_t base = cell_of(d, row, col)->base;
        bool underlined = (look_of(d, row, col).attributes & TUI_UNDERLINE) != 0;
        if (is_shape(base)) {
            col = draw_shape(d, row, col);
        } else if (base == 0 || (base == ' ' && !underlined)) {
            col++;
        } else {
            int end = run_end(d, row, col);
            draw_run(d, row, col, end);
            col = end;
        }
    }
}

static void draw_cursor(const struct drawing *d)
{
    int row = d->canvas->cursor_row, col = d->canvas->cursor_col;
    if (row >= 0 && col >= 0) {
        box(d, left_of(col), top_of(row) + LINE - 2 * STROKE, CELL, 2 * STROKE, d->ink,
            100);
    }
}

static void head(const struct drawing *d, const char *title, const char *about)
{
    int width = 2 * MARGIN + d->canvas->cols * CELL;
    int height = 2 * MARGIN + d->canvas->rows * LINE;
    buf_adds(d->out, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    attribute(d->out, "width", width);
    attribute(d->out, "height", height);
    buf_adds(d->out, " viewBox=\"0 0 ");
    tenths(d->out, width);
    buf_addc(d->out, ' ');
    tenths(d->out, height);
    buf_adds(d->out,
             "\" role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">");
    tui_markup(d->out, safe_text(title));
    buf_adds(d->out, "</title>\n<desc id=\"desc\">");
    tui_markup(d->out, safe_text(about));
    buf_adds(d->out, "</desc>\n<rect width=\"100%\" height=\"100%\" rx=\"8\"");
    fill(d->out, d->paper);
    buf_printf(d->out,
               "/>\n<g font-family=\"ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans "
               "Mono','Noto Sans Mono CJK SC','PingFang SC','Microsoft "
               "YaHei',monospace\" font-size=\"%d\" xml:space=\"preserve\">\n",
               SIZE);
}

void tui_export_svg(const struct tui_canvas *canvas, const struct tui_theme *theme,
                    const char *title, const char *about, struct buf *out)
{
    bool light = tui_export_is_light(theme);
    struct drawing d = {
        .canvas = canvas,
        .theme = theme,
        .ink = light ? (struct tui_rgb){31, 35, 40} : (struct tui_rgb){214, 218, 224},
        .paper = light ? (struct tui_rgb){253, 253, 252} : (struct tui_rgb){20, 23, 28},
        .out = out,
    };
    const struct tui_look *text = &theme->looks[TUI_TEXT];
    d.ink = text->foreground >= 0 ? tui_palette_rgb(text->foreground) : d.ink;
    d.paper = text->background >= 0 ? tui_palette_rgb(text->background) : d.paper;
    head(&d, title, about);
    for (int row = 0; row < canvas->rows; row++) {
        draw_papers(&d, row);
        draw_inks(&d, row);
    }
    draw_cursor(&d);
    buf_adds(out, "</g>\n</svg>\n");
}
