/* ^P: find anything by a few letters. */
#include "tui/finder.h"

#include "tui/widgets/figure.h"
#include "tui/widgets/list.h"

#include <stdio.h>
#include <string.h>

enum { WIDEST = 100, HIGHEST = 24, MARGIN = 4, LABEL_LEAST = 18 };

struct finder {
    struct tui_field field;
    struct finder_list list;
    struct tui_cursor cursor;
    int page;
    bool bookmarks;
    bool searched; /* since the field changed */
};

static void search(struct tui_app *app, struct finder *finder)
{
    if (!finder->searched) {
        finder->searched = true;
        finder_search(app, finder->field.text, finder->bookmarks, &finder->list);
        finder->cursor = (struct tui_cursor){0};
    }
}

static void open_finder(struct tui_app *app, void *state, const void *arg)
{
    struct finder *finder = state;
    const struct app_finder_arg *wish = arg;
    finder->field.most = 100;
    finder->bookmarks = wish && wish->bookmarks;
    tui_touch(app);
}

/* ---- drawing ---- */

static struct tui_rect box_of(struct tui_rect body)
{
    struct tui_rect box = body;
    if (body.cols > WIDEST + MARGIN) {
        box.cols = WIDEST;
        box.col = body.col + (body.cols - WIDEST) / 2;
    }
    if (body.rows > HIGHEST + MARGIN) {
        box.rows = HIGHEST;
        box.row = body.row + 1;
    }
    return box;
}

static void draw_found(struct tui_app *app, const struct finder_found *found,
                       struct tui_rect line, bool selected)
{
    struct tui_canvas *canvas = &app->canvas;
    char key[16] = "";
    if (found->key) {
        tui_key_name(found->key, key);
    }
    struct safe_text name = safe_text(key), label = safe_text(found->label);
    int least = line.cols * 3 / 10, cells = label.cells < least ? least : label.cells;
    int room = line.cols - 2 - 7;
    cells = cells > room - 4 ? room : cells;
    tui_put_fit(canvas, line.row, line.col + 2, cells, label,
                found->off ? TUI_KEY_OFF : TUI_TEXT, false);
    if (room - cells > 6) {
        tui_put_fit(canvas, line.row, line.col + 2 + cells + 2, room - cells - 2,
                    safe_text(found->about), found->off ? TUI_STALE : TUI_DIM, false);
    }
    tui_put(canvas, line.row, line.col + line.cols - name.cells - 1, name, TUI_KEY);
    if (selected) {
        tui_puts(canvas, line.row, line.col, ">", TUI_SELECTED);
        if (!canvas->slow) {
            tui_restyle(canvas, line, TUI_SELECTED);
        }
    }
}

static const char *empty_text(const struct finder *finder)
{
    return finder->bookmarks && !*finder->field.text
               ? _("no bookmark yet; b on any screen makes one")
               : _("nothing matches; fewer letters find more");
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct finder *finder = state;
    struct tui_rect box = box_of(body);
    search(app, finder);
    tui_fill(canvas, box, TUI_DIALOG);
    tui_box(canvas, box, TUI_BORDER);
    tui_puts(canvas, box.row, box.col + 2,
             finder->bookmarks ? _(" bookmarks ") : _(" find "), TUI_DIALOG_TITLE);
    struct safe_text shown = tui_count(finder->list.total),
                     count = safe_textf(_(" %s found "), shown.bytes);
    tui_put(canvas, box.row, box.col + box.cols - 2 - count.cells, count, TUI_DIM);
    tui_field_draw(&finder->field, canvas, box.row + 1, box.col + 2, box.cols - 4, true);
    finder->page = box.rows - 3;
    tui_cursor_clamp(&finder->cursor, finder->list.count, finder->page);
    for (int i = 0; i < finder->page; i++) {
        int at = (int)finder->cursor.top + i;
        if (at < finder->list.count) {
            struct tui_rect line = {box.row + 2 + i, box.col + 1, 1, box.cols - 2};
            draw_found(app, &finder->list.found[at], line, at == finder->cursor.at);
        }
    }
    if (finder->list.count == 0) {
        tui_puts(canvas, box.row + 3, box.col + 3, empty_text(finder), TUI_DIM);
    }
}

/* ---- choosing ---- */

/* The finder is closed first: what was chosen acts on what it was opened over. */
static void choose(struct tui_app *app, const struct finder *finder)
{
    if (finder->cursor.at >= finder->list.count) {
        return;
    }
    struct finder_found found = finder->list.found[finder->cursor.at];
    tui_back(app);
    switch (found.kind) {
    case FINDER_ACTION:
        app_act(app, found.action);
        break;
    case FINDER_COMMAND:
        app_command(app, found.command);
        break;
    case FINDER_VISIT:
    case FINDER_BOOKMARK:
        if (app_may_leave(app)) {
            app_go(app, &found.visit);
        }
        break;
    }
}

static void forget(struct tui_app *app, struct finder *finder)
{
    search(app, finder);
    if (finder->cursor.at < finder->list.count &&
        finder->list.found[finder->cursor.at].kind == FINDER_BOOKMARK) {
        tui_memory_forget(&app->memory, finder->list.found[finder->cursor.at].bookmark);
        app_keep(app);
        finder->searched = false;
        tui_say(app, TUI_SAY_OK, safe_text(_("the bookmark is gone")));
    }
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct finder *finder = state;
    search(app, finder);
    if (tui_cursor_act(&finder->cursor, action, finder->list.count, finder->page)) {
        tui_touch(app);
        return true;
    }
    if (action == TUI_ACT_OPEN) {
        choose(app, finder);
        return true;
    }
    return false;
}

static bool wants_text(struct tui_app *app, void *state)
{
    (void)app;
    (void)state;
    return true;
}

static void text(struct tui_app *app, void *state, uint32_t key)
{
    struct finder *finder = state;
    if (key == TUI_KEY_DELETE && finder->field.at == finder->field.len) {
        forget(app, finder);
    } else if (tui_field_key(&finder->field, key)) {
        finder->searched = false;
    }
    tui_touch(app);
}

const struct tui_screen app_finder_screen = {
    .name = "find",
    .title = N_("Find"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_FINDER,
    .dialog = true,
    .state_size = sizeof(struct finder),
    .open = open_finder,
    .draw = draw,
    .act = act,
    .wants_text = wants_text,
    .text = text,
};
