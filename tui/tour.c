/* One minute around the console, over the real screens. Shown once; any key but the one
 * that turns the page ends it and does what it always does. */
#include "tui/app_impl.h"

#include <stdio.h>
#include <string.h>

enum { STEPS = 5, WIDEST = 72, LINES = 4 };

static const struct {
    const char *screen; /* NULL: the one there is */
    const char *title, *text;
} steps[STEPS] = {
    {NULL, N_("Where you are"),
     N_("The first row says where you are, who you are, and how old what you see is. "
        "1 to 5 change the screen; Esc goes back.")},
    {"queue", N_("The rows"),
     N_("Up and Down move, / narrows as you type, Space marks several. Rows never move "
        "under the cursor: changes are announced, = sorts again.")},
    {"queue", N_("Deciding"),
     N_("A key followed by … opens a preview and sends nothing: budget, controls and "
        "notices before and after. Only F8 (or ^X) confirms; z takes it back while "
        "there is time.")},
    {NULL, N_("Finding anything"),
     N_("^P finds any action, screen or record by a few letters. : takes commands, such "
        "as :cases returned, or a case number. ? lists the keys of what is in front.")},
    {NULL, N_("When something cannot be done"),
     N_("Dimmed keys say why when you press them, and ! says more. Without a link you go "
        "on: decisions wait in the outbox. :tour shows this again.")},
};

static void leave(struct tui_app *app)
{
    app->tour = 0;
    app->memory.toured = true;
    app_keep(app);
    tui_touch(app);
}

static void show(struct tui_app *app, int step)
{
    const char *screen = steps[step - 1].screen;
    int tab = screen ? app_tab_named(screen) : -1;
    app->tour = step;
    if (tab >= 0 && tab != app->tab) {
        app_show_tab(app, tab, NULL);
    }
    tui_touch(app);
}

void app_tour_start(struct tui_app *app)
{
    if (app_may_leave(app)) {
        show(app, 1);
    }
}

bool app_tour_key(struct tui_app *app, uint32_t key)
{
    bool next = key == TUI_KEY_ENTER || key == ' ' || key == TUI_KEY_RIGHT;
    if (next && app->tour < STEPS) {
        show(app, app->tour + 1);
        return true;
    }
    leave(app);
    return next || key == TUI_KEY_ESC || key == 'q';
}

void app_tour_draw(struct tui_app *app)
{
    struct tui_canvas *canvas = &app->canvas;
    if (!app->tour || app->prompt.kind || app->dialog_count > 0) {
        return;
    }
    struct tui_rect box = {0, 0, LINES + 3, canvas->cols - 2};
    box.cols = box.cols > WIDEST ? WIDEST : box.cols;
    box.col = (canvas->cols - box.cols) / 2;
    box.row = canvas->rows - 2 - box.rows;
    if (box.row < 2) {
        return;
    }
    const char *title = steps[app->tour - 1].title;
    tui_fill(canvas, box, TUI_DIALOG);
    tui_box(canvas, box, TUI_BORDER);
    tui_put(canvas, box.row, box.col + 2,
            safe_textf(_(" %d of %d · %s "), app->tour, STEPS, _(title)),
            TUI_DIALOG_TITLE);
    tui_put_wrapped(canvas,
                    (struct tui_rect){box.row + 1, box.col + 2, LINES, box.cols - 4},
                    safe_text(_(steps[app->tour - 1].text)), TUI_TEXT);
    tui_puts(canvas, box.row + box.rows - 2, box.col + 2,
             app->tour < STEPS ? _("Enter next · any other key leaves the tour")
                               : _("Enter or any other key leaves the tour"),
             TUI_DIM);
}
