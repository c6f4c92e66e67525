/* Lists: columns that fit any width, a cursor that scrolls by one row at the edges, and
 * the visible slice drawn by asking for its cells. A list never holds its rows. */
#ifndef TUI_WIDGETS_LIST_H
#define TUI_WIDGETS_LIST_H

#include "tui/canvas.h"
#include "tui/keys.h"

enum { TUI_LIST_COLUMNS = 16, TUI_LIST_GAP = 2 };

struct tui_column {
    const char *title; /* msgid, with the unit: "ask ¥k" */
    int width;         /* cells; 0: shares what is left, at least `least` */
    int least;         /* of a column of width 0 */
    int drop; /* when narrow the highest number goes first; 0 never goes. The first column
                 never goes either */
    bool right;
};

/* Where each visible column is, from the left edge of the row's cells. */
struct tui_list_place {
    int column, at, cells;
};
struct tui_list_layout {
    int count;
    int hidden; /* columns there was no room for */
    struct tui_list_place places[TUI_LIST_COLUMNS];
};

/* Fit columns into `cells`. `shift` columns after the first are skipped, which brings
 * back those dropped on the right: the first column stays. */
void tui_list_layout(const struct tui_column *columns, int count, int cells, int shift,
                     struct tui_list_layout *out);

/* The selected row and the first one shown. */
struct tui_cursor {
    int64_t at, top;
    bool leaps; /* on a slow line: scrolls by half a page at the edges */
};

/* Move by TUI_ACT_UP … TUI_ACT_LAST among `rows`, `page` of them in view. True when the
 * action was one of these (also at an end, where nothing moves). */
bool tui_cursor_act(struct tui_cursor *cursor, enum tui_action action, int64_t rows,
                    int page);
/* After `rows`, `page` or `at` changed: inside the list and in view. */
void tui_cursor_clamp(struct tui_cursor *cursor, int64_t rows, int page);

/* What a row looks like as a whole. */
struct tui_list_look {
    bool marked;
    bool quiet;         /* a heading or total: no marker even when selected */
    enum tui_role role; /* TUI_TEXT: as its cells are; else the whole row */
};

struct tui_list {
    const struct tui_column *columns;
    int column_count;
    int64_t rows;
    bool marks; /* keep a place for `*` */
    int shift;
    int bar; /* the selection bar ends before this column, which spares a slow line what
                stands behind it; 0: it is as long as the row */
    void *ctx;
    /* Text and role of one cell; called for visible cells only. */
    struct safe_text (*cell)(void *ctx, int64_t row, int column, enum tui_role *role);
    /* Draw a cell that is a picture, inside `rect` (one row high); false: it is text.
     * NULL: all are text. */
    bool (*paint)(void *ctx, struct tui_canvas *canvas, int64_t row, int column,
                  struct tui_rect rect);
    void (*look)(void *ctx, int64_t row, struct tui_list_look *out); /* NULL: plain */
};

/* Rows in view when drawn `rows` high (one is the header). */
int tui_list_page(int rows);
/* Draw the header and the rows in view, after clamping the cursor. Returns how many
 * columns there was no room for (`shift` shows them). */
int tui_list_draw(const struct tui_list *list, struct tui_cursor *cursor,
                  struct tui_canvas *canvas, struct tui_rect rect);

#endif
