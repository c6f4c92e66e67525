/* The keys of what is in front, made from the tables of tui/keys.c. */
#include "tui/screen.h"

#include "common/attr.h"

#include <string.h>

enum { KEYS_CELLS = 14, COLUMN = 64, GAP = 2 };

struct help {
    int top;   /* first line shown */
    int lines; /* as last drawn, for scrolling */
    int rows;
};

/* Where the next line goes: columns side by side, filled downwards. */
struct layout {
    struct tui_canvas *canvas; /* NULL: only count */
    struct tui_rect rect;
    int top, line, per_column, width;
};

static bool place(struct layout *layout, int *row, int *col)
{
    int at = layout->line++ - layout->top;
    if (!layout->canvas || at < 0) {
        return false;
    }
    int column = at / layout->per_column;
    *row = layout->rect.row + at % layout->per_column;
    *col = layout->rect.col + column * (layout->width + GAP);
    return *col + layout->width <= layout->rect.col + layout->rect.cols;
}

static void put_title(struct layout *layout, const char *title)
{
    int row, col;
    if (layout->line > 0 && place(layout, &row, &col)) {
        /* an empty line between groups */
    }
    if (place(layout, &row, &col)) {
        tui_puts(layout->canvas, row, col, title, TUI_TITLE);
    }
}

static void put_line(struct layout *layout, struct safe_text keys, const char *text)
{
    int row, col;
    if (place(layout, &row, &col)) {
        tui_put_fit(layout->canvas, row, col, KEYS_CELLS, keys, TUI_KEY, false);
        tui_put_fit(layout->canvas, row, col + KEYS_CELLS + 1,
                    layout->width - KEYS_CELLS - 1, safe_text(text), TUI_TEXT, false);
    }
}

/* All keys of an action in one context that are not something else nearer by. */
static struct safe_text keys_of(enum tui_context context, enum tui_context front,
                                enum tui_action action)
{
    struct safe_text all = {0};
    size_t count;
    const struct tui_binding *list = tui_bindings(&count);
    for (size_t i = 0; i < count; i++) {
        const struct tui_binding *b = &list[i];
        if (b->context == context && b->action == action &&
            tui_key_action(front, b->key) == action) {
            char name[16];
            tui_key_name(b->key, name);
            all = safe_textf("%s%s%s", all.bytes, all.len ? " " : "", name);
        }
    }
    return all;
}

static bool is_first(const struct tui_binding *list, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (list[i].context == list[index].context &&
            list[i].action == list[index].action) {
            return false;
        }
    }
    return true;
}

static void put_context(struct layout *layout, enum tui_context context,
                        enum tui_context front)
{
    bool titled = false;
    size_t count;
    const struct tui_binding *list = tui_bindings(&count);
    for (size_t i = 0; i < count; i++) {
        const struct tui_binding *b = &list[i];
        if (b->context != context || !is_first(list, i)) {
            continue;
        }
        struct safe_text keys = keys_of(context, front, b->action);
        if (keys.len == 0) {
            continue;
        }
        if (!titled) {
            put_title(layout, _(tui_context_title(context)));
            titled = true;
        }
        put_line(layout, keys, tui_text(tui_action_info(b->action)->help));
    }
}

static void put_all(struct layout *layout, enum tui_context front)
{
    for (enum tui_context c = front; c != TUI_CONTEXT_COUNT; c = tui_context_around(c)) {
        put_context(layout, c, front);
    }
    put_context(layout, TUI_CTX_LINE, TUI_CTX_LINE);
    put_title(layout, _("Good to know"));
    static const char *const notes[][2] = {
        {"…", N_("After a name: opens a preview, sends nothing yet.")},
        {":", N_("Every action has a name; :approve does what a does.")},
        {"F8 ^X", N_("Confirm. Never the key that opened the preview.")},
    };
    for (size_t i = 0; i < COUNT_OF(notes); i++) {
        put_line(layout, safe_text(notes[i][0]), tui_text(notes[i][1]));
    }
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct help *help = state;
    enum tui_context front = tui_help_context(app);
    tui_fill(canvas, body, TUI_TEXT);
    struct tui_rect rect = {body.row + 1, body.col + 2, body.rows - 1, body.cols - 3};
    int columns = rect.cols >= 2 * COLUMN + GAP ? rect.cols / (COLUMN + GAP) : 1;
    struct layout layout = {.rect = rect,
                            .per_column = rect.rows,
                            .width = (rect.cols - GAP * (columns - 1)) / columns};
    put_all(&layout, front);
    help->lines = layout.line;
    help->rows = rect.rows * columns;
    int most = help->lines > help->rows ? help->lines - help->rows : 0;
    help->top = help->top > most ? most : help->top < 0 ? 0 : help->top;

    struct safe_text title = safe_textf(_("Keys: %s"), _(tui_context_title(front)));
    tui_put(canvas, body.row, body.col + 1, title, TUI_TITLE);
    if (most > 0) {
        struct safe_text more = safe_textf(_("lines %d to %d of %d"), help->top + 1,
                                           help->top + help->rows, help->lines);
        tui_put(canvas, body.row, body.col + body.cols - 1 - more.cells, more, TUI_DIM);
    }
    layout.canvas = canvas;
    layout.line = 0;
    layout.top = help->top;
    put_all(&layout, front);
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct help *help = state;
    int page = help->rows > 1 ? help->rows - 1 : 1;
    switch (action) {
    case TUI_ACT_UP:
        help->top--;
        break;
    case TUI_ACT_DOWN:
        help->top++;
        break;
    case TUI_ACT_PAGE_UP:
        help->top -= page;
        break;
    case TUI_ACT_PAGE_DOWN:
        help->top += page;
        break;
    case TUI_ACT_FIRST:
        help->top = 0;
        break;
    case TUI_ACT_LAST:
        help->top = help->lines;
        break;
    case TUI_ACT_HELP:
        tui_back(app);
        return true;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

const struct tui_screen tui_help_screen = {
    .name = "help",
    .title = N_("Keys"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_HELP,
    .dialog = true,
    .state_size = sizeof(struct help),
    .draw = draw,
    .act = act,
};
