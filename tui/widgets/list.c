#include "tui/widgets/list.h"

#include "tui/lang.h"

/* ---- fitting columns ---- */

static int need_of(const struct tui_column *column)
{
    return column->width > 0 ? column->width : column->least;
}

static int need_of_all(const struct tui_column *columns, const bool *shown, int count)
{
    int need = 0;
    for (int i = 0; i < count; i++) {
        if (shown[i]) {
            need += need_of(&columns[i]) + (need > 0 ? TUI_LIST_GAP : 0);
        }
    }
    return need;
}

/* The column to give up next, or -1 when all that are left must stay. */
static int next_to_drop(const struct tui_column *columns, const bool *shown, int count)
{
    int found = -1;
    for (int i = 1; i < count; i++) {
        if (shown[i] && columns[i].drop > 0 &&
            (found < 0 || columns[i].drop >= columns[found].drop)) {
            found = i;
        }
    }
    return found;
}

/* The first flexible column (a name, most often) may double before the others grow; what
 * is left then is shared. Returns the cells beyond `need` for each column in `extra`. */
static void share(const struct tui_column *columns, const bool *shown, int count,
                  int spare, int extra[TUI_LIST_COLUMNS])
{
    int flexible = 0;
    for (int i = 0; i < count; i++) {
        extra[i] = 0;
        if (shown[i] && columns[i].width <= 0) {
            int most = flexible++ == 0 ? columns[i].least : 0;
            extra[i] = most < spare ? most : spare;
            spare -= extra[i];
        }
    }
    for (int i = 0; i < count; i++) {
        if (shown[i] && columns[i].width <= 0) {
            int part = spare / flexible + (spare % flexible ? 1 : 0);
            extra[i] += part;
            spare -= part;
            flexible--;
        }
    }
}

static void place(const struct tui_column *columns, const bool *shown, int count,
                  int cells, int spare, struct tui_list_layout *out)
{
    int extra[TUI_LIST_COLUMNS], at = 0;
    share(columns, shown, count, spare, extra);
    for (int i = 0; i < count; i++) {
        if (!shown[i]) {
            continue;
        }
        int wide = need_of(&columns[i]) + extra[i];
        wide = wide < cells - at ? wide : cells - at;
        if (wide <= 0) {
            out->hidden++;
            continue;
        }
        out->places[out->count++] = (struct tui_list_place){i, at, wide};
        at += wide + TUI_LIST_GAP;
    }
}

void tui_list_layout(const struct tui_column *columns, int count, int cells, int shift,
                     struct tui_list_layout *out)
{
    bool shown[TUI_LIST_COLUMNS] = {false};
    *out = (struct tui_list_layout){0};
    count = count < TUI_LIST_COLUMNS ? count : TUI_LIST_COLUMNS;
    for (int i = 0; i < count; i++) {
        shown[i] = i == 0 || i > shift;
    }
    while (need_of_all(columns, shown, count) > cells) {
        int drop = next_to_drop(columns, shown, count);
        if (drop < 0) {
            break;
        }
        shown[drop] = false;
        out->hidden++;
    }
    int spare = cells - need_of_all(columns, shown, count);
    place(columns, shown, count, cells, spare > 0 ? spare : 0, out);
}

/* ---- the cursor ---- */

void tui_cursor_clamp(struct tui_cursor *cursor, int64_t rows, int page)
{
    page = page > 0 ? page : 1;
    if (cursor->at >= rows) {
        cursor->at = rows - 1;
    }
    if (cursor->at < 0) {
        cursor->at = 0;
    }
    int leap = cursor->leaps ? page / 2 : 0;
    if (cursor->top > cursor->at) {
        cursor->top = cursor->at - leap;
    }
    if (cursor->top < cursor->at - page + 1) {
        cursor->top = cursor->at - page + 1 + leap;
    }
    int64_t last_top = rows > page ? rows - page : 0;
    if (cursor->top > last_top) {
        cursor->top = last_top;
    }
    if (cursor->top < 0) {
        cursor->top = 0;
    }
}

bool tui_cursor_act(struct tui_cursor *cursor, enum tui_action action, int64_t rows,
                    int page)
{
    int64_t step = page > 1 ? page - 1 : 1; /* one row stays in view for the eye */
    switch (action) {
    case TUI_ACT_UP:
        cursor->at--;
        break;
    case TUI_ACT_DOWN:
        cursor->at++;
        break;
    case TUI_ACT_PAGE_UP:
        cursor->at -= step;
        cursor->top -= step;
        break;
    case TUI_ACT_PAGE_DOWN:
        cursor->at += step;
        cursor->top += step;
        break;
    case TUI_ACT_FIRST:
        cursor->at = 0;
        break;
    case TUI_ACT_LAST:
        cursor->at = rows - 1;
        break;
    default:
        return false;
    }
    tui_cursor_clamp(cursor, rows, page);
    return true;
}

/* ---- drawing ---- */

int tui_list_page(int rows)
{
    return rows > 1 ? rows - 1 : 1;
}

static int gutter(const struct tui_list *list)
{
    return list->marks ? 3 : 2;
}

static void draw_header(const struct tui_list *list, const struct tui_list_layout *layout,
                        struct tui_canvas *canvas, struct tui_rect rect)
{
    tui_fill(canvas, (struct tui_rect){rect.row, rect.col, 1, rect.cols}, TUI_HEADER);
    for (int i = 0; i < layout->count; i++) {
        const struct tui_list_place *at = &layout->places[i];
        const struct tui_column *column = &list->columns[at->column];
        tui_put_fit(canvas, rect.row, rect.col + gutter(list) + at->at, at->cells,
                    safe_text(_(column->title)), TUI_HEADER, column->right);
    }
}

static void draw_cell(const struct tui_list *list, struct tui_canvas *canvas, int64_t row,
                      const struct tui_list_place *at, struct tui_rect cell, bool marked)
{
    if (list->paint && list->paint(list->ctx, canvas, row, at->column, cell)) {
        return;
    }
    enum tui_role role = marked && at->column == 0 ? TUI_MARKED : TUI_TEXT;
    struct safe_text text = list->cell(list->ctx, row, at->column, &role);
    tui_put_fit(canvas, cell.row, cell.col, cell.cols, text, role,
                list->columns[at->column].right);
}

static int bar_cells(const struct tui_list *list, const struct tui_list_layout *layout,
                     int cells)
{
    for (int i = 1; list->bar > 0 && i < layout->count; i++) {
        if (layout->places[i].column >= list->bar) {
            return gutter(list) + layout->places[i].at - 1;
        }
    }
    return cells;
}

static void draw_row(const struct tui_list *list, const struct tui_list_layout *layout,
                     struct tui_canvas *canvas, struct tui_rect line, int64_t row,
                     bool selected)
{
    struct tui_list_look look = {0};
    if (list->look) {
        list->look(list->ctx, row, &look);
    }
    for (int i = 0; i < layout->count; i++) {
        const struct tui_list_place *at = &layout->places[i];
        struct tui_rect cell = {line.row, line.col + gutter(list) + at->at, 1, at->cells};
        draw_cell(list, canvas, row, at, cell, look.marked);
    }
    if (list->marks && look.marked) {
        tui_puts(canvas, line.row, line.col + 1, "*", TUI_MARKED);
    }
    if (selected && !look.quiet) {
        tui_puts(canvas, line.row, line.col, ">", TUI_SELECTED);
        line.cols = bar_cells(list, layout, line.cols);
        if (!canvas->slow) {
            tui_restyle(canvas, line, TUI_SELECTED);
        }
    } else if (look.role != TUI_TEXT) {
        tui_restyle(canvas, line, look.role);
    }
}

int tui_list_draw(const struct tui_list *list, struct tui_cursor *cursor,
                  struct tui_canvas *canvas, struct tui_rect rect)
{
    struct tui_list_layout layout;
    int page = tui_list_page(rect.rows);
    struct tui_rect before = tui_clip(canvas, rect);
    tui_list_layout(list->columns, list->column_count, rect.cols - gutter(list),
                    list->shift, &layout);
    cursor->leaps = canvas->slow;
    tui_cursor_clamp(cursor, list->rows, page);
    draw_header(list, &layout, canvas, rect);
    for (int i = 0; i < page && cursor->top + i < list->rows; i++) {
        struct tui_rect line = {rect.row + 1 + i, rect.col, 1, rect.cols};
        draw_row(list, &layout, canvas, line, cursor->top + i,
                 cursor->top + i == cursor->at);
    }
    tui_clip(canvas, before);
    return layout.hidden;
}
