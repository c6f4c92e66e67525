#include "tui/canvas.h"

#include <stdlib.h>
#include <string.h>

/* ---- size and clip ---- */

bool tui_canvas_resize(struct tui_canvas *canvas, int rows, int cols)
{
    rows = rows < 1 ? 1 : rows;
    cols = cols < 1 ? 1 : cols;
    struct tui_cell *cells = calloc((size_t)rows * (size_t)cols, sizeof(struct tui_cell));
    if (!cells) {
        return false;
    }
    free(canvas->cells);
    canvas->cells = cells;
    canvas->rows = rows;
    canvas->cols = cols;
    tui_clear(canvas);
    return true;
}

void tui_canvas_free(struct tui_canvas *canvas)
{
    free(canvas->cells);
    bool ascii = canvas->ascii;
    *canvas = (struct tui_canvas){.ascii = ascii, .cursor_row = -1, .cursor_col = -1};
}

void tui_clear(struct tui_canvas *canvas)
{
    size_t count = (size_t)canvas->rows * (size_t)canvas->cols;
    for (size_t i = 0; i < count; i++) {
        canvas->cells[i] = (struct tui_cell){.base = ' ', .role = TUI_TEXT};
    }
    canvas->clip = (struct tui_rect){0, 0, canvas->rows, canvas->cols};
    canvas->cursor_row = canvas->cursor_col = -1;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static struct tui_rect intersect(struct tui_rect a, struct tui_rect b)
{
    int row = larger(a.row, b.row), col = larger(a.col, b.col);
    int bottom = smaller(a.row + a.rows, b.row + b.rows);
    int right = smaller(a.col + a.cols, b.col + b.cols);
    return (struct tui_rect){row, col, larger(0, bottom - row), larger(0, right - col)};
}

struct tui_rect tui_clip(struct tui_canvas *canvas, struct tui_rect rect)
{
    struct tui_rect before = canvas->clip;
    struct tui_rect whole = {0, 0, canvas->rows, canvas->cols};
    canvas->clip = intersect(rect, whole);
    return before;
}

static bool inside(const struct tui_canvas *canvas, int row, int col)
{
    const struct tui_rect *clip = &canvas->clip;
    return row >= clip->row && row < clip->row + clip->rows && col >= clip->col &&
           col < clip->col + clip->cols;
}

/* ---- cells ---- */

static struct tui_cell *cell_at(const struct tui_canvas *canvas, int row, int col)
{
    return &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
}

static bool is_wide(const struct tui_canvas *canvas, int row, int col)
{
    return col + 1 < canvas->cols && cell_at(canvas, row, col + 1)->base == 0;
}

/* Whatever is at this cell may be half of a wide character: blank the half that stays. */
static void break_wide(struct tui_canvas *canvas, int row, int col)
{
    struct tui_cell *cell = cell_at(canvas, row, col);
    if (cell->base == 0 && col > 0) {
        struct tui_cell *left = cell_at(canvas, row, col - 1);
        left->base = ' ';
        left->mark[0] = left->mark[1] = 0;
    } else if (is_wide(canvas, row, col)) {
        cell_at(canvas, row, col + 1)->base = ' ';
    }
}

static void set_cell(struct tui_canvas *canvas, int row, int col, uint32_t base,
                     enum tui_role role)
{
    break_wide(canvas, row, col);
    *cell_at(canvas, row, col) = (struct tui_cell){.base = base, .role = (uint8_t)role};
}

/* One character that is wholly inside, or blanks where only a half is. */
static void set_char(struct tui_canvas *canvas, int row, int col, uint32_t base,
                     int width, enum tui_role role)
{
    if (width == 1) {
        if (inside(canvas, row, col)) {
            set_cell(canvas, row, col, base, role);
        }
        return;
    }
    bool left = inside(canvas, row, col), right = inside(canvas, row, col + 1);
    if (left) {
        set_cell(canvas, row, col, ' ', role);
    }
    if (right) {
        set_cell(canvas, row, col + 1, ' ', role);
    }
    if (left && right) {
        cell_at(canvas, row, col)->base = base;
        cell_at(canvas, row, col + 1)->base = 0;
    }
}

static void add_mark(struct tui_canvas *canvas, int row, int col, uint32_t mark)
{
    if (!inside(canvas, row, col)) {
        return;
    }
    struct tui_cell *cell = cell_at(canvas, row, col);
    if (cell->base == 0 && col > 0) {
        cell = cell_at(canvas, row, col - 1);
    }
    cell->mark[cell->mark[0] ? 1 : 0] = mark;
}

/* ---- ASCII twins ---- */

static const struct {
    uint32_t unicode;
    char ascii;
} twins[] = {
    {0x00A5, 'Y'},  {0x00B1, '+'}, {0x00B7, '-'}, {0x00D7, 'x'}, {0x2010, '-'},
    {0x2011, '-'},  {0x2012, '-'}, {0x2013, '-'}, {0x2014, '-'}, {0x2018, '\''},
    {0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'}, {0x2022, '*'}, {0x2026, '.'},
    {0x203A, '>'},  {0x2190, '<'}, {0x2191, '^'}, {0x2192, '>'}, {0x2193, 'v'},
    {0x21C4, '='},  {0x2212, '-'}, {0x2248, '~'}, {0x2260, '#'}, {0x2264, '<'},
    {0x2265, '>'},  {0x23CE, '/'}, {0x2500, '-'}, {0x2502, '|'}, {0x2581, '1'},
    {0x2582, '2'},  {0x2583, '3'}, {0x2584, '4'}, {0x2585, '5'}, {0x2586, '6'},
    {0x2587, '7'},  {0x2588, '#'}, {0x2591, '.'}, {0x2592, '='}, {0x2593, '#'},
    {0x25A0, '#'},  {0x25A1, '?'}, {0x25B2, '^'}, {0x25B6, '>'}, {0x25B8, '>'},
    {0x25BC, 'v'},  {0x25BE, 'v'}, {0x25C0, '<'}, {0x25CB, 'o'}, {0x25CF, '*'},
    {0x2713, '+'},  {0x2717, 'x'}, {0x27E8, '<'}, {0x27E9, '>'},
};

/* Names stay as they are written; only the signs we add ourselves have twins. */
static uint32_t plain(const struct tui_canvas *canvas, uint32_t c)
{
    if (!canvas->ascii || c < 0x80) {
        return c;
    }
    for (size_t i = 0; i < COUNT_OF(twins); i++) {
        if (twins[i].unicode == c) {
            return (uint32_t)twins[i].ascii;
        }
    }
    return c >= 0x2500 && c < 0x2580 ? '+' : c;
}

/* ---- text ---- */

int tui_put(struct tui_canvas *canvas, int row, int col, struct safe_text text,
            enum tui_role role)
{
    int right = canvas->clip.col + canvas->clip.cols;
    int at = col;
    for (size_t i = 0; i < text.len && at <= right;) {
        uint32_t c;
        i += text_decode(text.bytes + i, text.len - i, &c);
        int width = text_width(c);
        if (width == 0) {
            if (at > col) {
                add_mark(canvas, row, at - 1, c);
            }
            continue;
        }
        if (at >= right) {
            break;
        }
        set_char(canvas, row, at, plain(canvas, c), width, role);
        at += width;
    }
    return smaller(at, larger(right, col)) - col;
}

void tui_put_fit(struct tui_canvas *canvas, int row, int col, int cells,
                 struct safe_text text, enum tui_role role, bool right_align)
{
    if (cells <= 0) {
        return;
    }
    struct safe_text shown = safe_clip(text, cells, canvas->ascii);
    int pad = cells - shown.cells;
    int at = right_align ? col + pad : col;
    tui_fill(canvas,
             (struct tui_rect){row, right_align ? col : col + shown.cells, 1, pad}, role);
    tui_put(canvas, row, at, shown, role);
}

int tui_puts(struct tui_canvas *canvas, int row, int col, const char *text,
             enum tui_role role)
{
    return tui_put(canvas, row, col, safe_text(text), role);
}

int tui_put_wrapped(struct tui_canvas *canvas, struct tui_rect rect,
                    struct safe_text text, enum tui_role role)
{
    int line = 0;
    size_t at = 0;
    while (line < rect.rows && rect.cols > 0 && at < text.len) {
        size_t len = safe_line(&text, at, rect.cols);
        if (len == 0) {
            break;
        }
        tui_put(canvas, rect.row + line, rect.col, safe_text_n(text.bytes + at, len),
                role);
        at += len;
        while (at < text.len && text.bytes[at] == ' ') {
            at++;
        }
        line++;
    }
    return line;
}

/* ---- shapes ---- */

static const struct {
    uint32_t unicode;
    char ascii;
} glyphs[TUI_GLYPH_COUNT] = {
    [TUI_HLINE] = {0x2500, '-'},       [TUI_VLINE] = {0x2502, '|'},
    [TUI_TEE_DOWN] = {0x252C, '+'},    [TUI_TEE_UP] = {0x2534, '+'},
    [TUI_TEE_RIGHT] = {0x251C, '+'},   [TUI_TEE_LEFT] = {0x2524, '+'},
    [TUI_CROSS] = {0x253C, '+'},       [TUI_CORNER_NW] = {0x250C, '+'},
    [TUI_CORNER_NE] = {0x2510, '+'},   [TUI_CORNER_SW] = {0x2514, '+'},
    [TUI_CORNER_SE] = {0x2518, '+'},   [TUI_BLOCK_FULL] = {0x2588, '#'},
    [TUI_BLOCK_PART] = {0x2592, '='},  [TUI_BLOCK_EMPTY] = {0x00B7, '.'},
    [TUI_ARROW_UP] = {0x2191, '^'},    [TUI_ARROW_DOWN] = {0x2193, 'v'},
    [TUI_ARROW_RIGHT] = {0x2192, '>'}, [TUI_BULLET] = {0x2022, '*'},
    [TUI_EIGHTH_0] = {'_', '0'},       [TUI_EIGHTH_1] = {0x2581, '1'},
    [TUI_EIGHTH_2] = {0x2582, '2'},    [TUI_EIGHTH_3] = {0x2583, '3'},
    [TUI_EIGHTH_4] = {0x2584, '4'},    [TUI_EIGHTH_5] = {0x2585, '5'},
    [TUI_EIGHTH_6] = {0x2586, '6'},    [TUI_EIGHTH_7] = {0x2587, '7'},
    [TUI_EIGHTH_8] = {0x2588, '8'},
};

void tui_glyph(struct tui_canvas *canvas, int row, int col, enum tui_glyph glyph,
               enum tui_role role)
{
    uint32_t c = canvas->ascii ? (uint32_t)glyphs[glyph].ascii : glyphs[glyph].unicode;
    set_char(canvas, row, col, c, 1, role);
}

void tui_fill(struct tui_canvas *canvas, struct tui_rect rect, enum tui_role role)
{
    struct tui_rect area = intersect(rect, canvas->clip);
    for (int row = area.row; row < area.row + area.rows; row++) {
        for (int col = area.col; col < area.col + area.cols; col++) {
            set_cell(canvas, row, col, ' ', role);
        }
    }
}

void tui_hline(struct tui_canvas *canvas, int row, int col, int cells, enum tui_role role)
{
    for (int i = 0; i < cells; i++) {
        tui_glyph(canvas, row, col + i, TUI_HLINE, role);
    }
}

void tui_vline(struct tui_canvas *canvas, int row, int col, int cells, enum tui_role role)
{
    for (int i = 0; i < cells; i++) {
        tui_glyph(canvas, row + i, col, TUI_VLINE, role);
    }
}

void tui_box(struct tui_canvas *canvas, struct tui_rect rect, enum tui_role role)
{
    if (rect.rows < 2 || rect.cols < 2) {
        return;
    }
    int bottom = rect.row + rect.rows - 1, right = rect.col + rect.cols - 1;
    if (rect.cols >= canvas->cols) {
        /* Nothing stands beside it: sides would only cost bytes on every row. */
        tui_hline(canvas, rect.row, rect.col, rect.cols, role);
        tui_hline(canvas, bottom, rect.col, rect.cols, role);
        return;
    }
    tui_hline(canvas, rect.row, rect.col + 1, rect.cols - 2, role);
    tui_hline(canvas, bottom, rect.col + 1, rect.cols - 2, role);
    tui_vline(canvas, rect.row + 1, rect.col, rect.rows - 2, role);
    tui_vline(canvas, rect.row + 1, right, rect.rows - 2, role);
    tui_glyph(canvas, rect.row, rect.col, TUI_CORNER_NW, role);
    tui_glyph(canvas, rect.row, right, TUI_CORNER_NE, role);
    tui_glyph(canvas, bottom, rect.col, TUI_CORNER_SW, role);
    tui_glyph(canvas, bottom, right, TUI_CORNER_SE, role);
}

/* Selecting keeps the role, so that a state word keeps its colour on the selected row. */
void tui_restyle(struct tui_canvas *canvas, struct tui_rect rect, enum tui_role role)
{
    struct tui_rect area = intersect(rect, canvas->clip);
    for (int row = area.row; row < area.row + area.rows; row++) {
        for (int col = area.col; col < area.col + area.cols; col++) {
            struct tui_cell *cell = cell_at(canvas, row, col);
            if (role == TUI_SELECTED) {
                cell->reverse = true;
            } else {
                cell->role = (uint8_t)role;
            }
        }
    }
}

void tui_cursor(struct tui_canvas *canvas, int row, int col)
{
    if (inside(canvas, row, col)) {
        canvas->cursor_row = row;
        canvas->cursor_col = col;
    }
}

/* ---- reading back ---- */

static void add_point(struct buf *out, uint32_t c)
{
    char bytes[4];
    buf_add(out, bytes, text_encode(c, bytes));
}

void tui_canvas_text(const struct tui_canvas *canvas, struct buf *out)
{
    for (int row = 0; row < canvas->rows; row++) {
        size_t end = out->len; /* after the last cell that is not blank */
        for (int col = 0; col < canvas->cols; col++) {
            const struct tui_cell *cell = cell_at(canvas, row, col);
            if (cell->base == 0) {
                continue;
            }
            add_point(out, cell->base);
            for (int i = 0; i < 2 && cell->mark[i]; i++) {
                add_point(out, cell->mark[i]);
            }
            end = cell->base == ' ' ? end : out->len;
        }
        if (buf_ok(out) && out->len > end) {
            out->len = end;
            out->data[end] = '\0';
        }
        buf_addc(out, '\n');
    }
}

void tui_canvas_roles(const struct tui_canvas *canvas, struct buf *out)
{
    static const char letters[] = ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJ";
    _Static_assert(sizeof letters > TUI_ROLE_COUNT, "a letter for each role");
    for (int row = 0; row < canvas->rows; row++) {
        for (int col = 0; col < canvas->cols; col++) {
            const struct tui_cell *cell = cell_at(canvas, row, col);
            bool quiet = cell->role == TUI_TEXT || cell->role == TUI_DIM ||
                         cell->role == TUI_STRONG;
            buf_addc(out, cell->reverse && quiet ? letters[TUI_SELECTED]
                                                 : letters[cell->role]);
        }
        buf_addc(out, '\n');
    }
}
