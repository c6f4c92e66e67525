/* What clicks and the wheel do. Everything they do has a key: they press it. */
#include "tui/app_impl.h"

enum { NOTCH = 3, FAR = 500 };

/* A click never confirms: a double click would, where the confirming key is drawn over
 * the key that opened the preview. */
void app_hit(struct tui_app *app, int row, int col, int cells, enum tui_action action)
{
    if (app->hit_count < APP_HITS && action != TUI_ACT_CONFIRM) {
        app->hits[app->hit_count++] = (struct app_hit){row, col, cells, action};
    }
}

static bool on_hit(struct tui_app *app, const struct tui_mouse *mouse)
{
    for (int i = 0; i < app->hit_count; i++) {
        const struct app_hit *hit = &app->hits[i];
        if (hit->row == mouse->row && mouse->col >= hit->col &&
            mouse->col < hit->col + hit->cells) {
            app_act(app, hit->action);
            return true;
        }
    }
    return false;
}

/* ---- rows ---- */

static const struct tui_cell *cell_at(const struct tui_canvas *canvas, int row, int col)
{
    return &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
}

/* The row with the selection's sign in this column; -1: none. */
static int selected_row(const struct tui_canvas *canvas, int col)
{
    for (int row = 2; row < canvas->rows - 1; row++) {
        const struct tui_cell *cell = cell_at(canvas, row, col);
        if (cell->base == '>' && cell->role == TUI_SELECTED) {
            return row;
        }
    }
    return -1;
}

/* The list under a column: where its selection's sign is, to the left. */
static bool list_at(const struct tui_canvas *canvas, int col, int *row, int *sign)
{
    for (*sign = col; *sign >= 0; --*sign) {
        const struct tui_cell *cell = cell_at(canvas, 3, *sign);
        if (cell->role == TUI_BORDER) {
            return false; /* beyond the line between two panes */
        }
        *row = selected_row(canvas, *sign);
        if (*row >= 0) {
            return true;
        }
    }
    return false;
}

static void move(struct tui_app *app, int rows)
{
    struct app_open *top = app_top(app);
    for (int i = 0; top->screen->act && (i < rows || i < -rows); i++) {
        top->screen->act(app, top->state, rows > 0 ? TUI_ACT_DOWN : TUI_ACT_UP);
    }
}

/* A list knows its rows and the mouse does not: go as far down as the click is, and back
 * if the selection did not land there (a heading, the end of the list, another pane). */
static void select_row(struct tui_app *app, const struct tui_mouse *mouse)
{
    int row, sign;
    if (mouse->row < 2 || mouse->row >= app->canvas.rows - 1 ||
        !list_at(&app->canvas, mouse->col, &row, &sign)) {
        return;
    }
    if (mouse->row == row) {
        app_act(app, TUI_ACT_OPEN);
        return;
    }
    move(app, mouse->row - row);
    (void)tui_app_draw(app);
    if (selected_row(&app->canvas, sign) != mouse->row) {
        move(app, row - mouse->row);
    }
}

void tui_app_mouse(struct tui_app *app, const struct tui_mouse *mouse)
{
    struct app_open *top = app_top(app);
    bool typing = top->screen != &app_finder_screen && top->screen->wants_text &&
                  top->screen->wants_text(app, top->state);
    tui_touch(app);
    app->touched_by_key = true;
    if (app->prompt.kind || app->pasting || mouse->col < 0 ||
        mouse->col >= app->canvas.cols || mouse->row > FAR) {
        return;
    }
    if (mouse->kind != TUI_MOUSE_PRESS) {
        move(app, mouse->kind == TUI_MOUSE_WHEEL_DOWN ? NOTCH : -NOTCH);
    } else if (!on_hit(app, mouse) && !typing) {
        select_row(app, mouse);
    }
}
