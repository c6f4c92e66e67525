/* Parts of a whole as one bar. Each part has a glyph of its own, so that the bar reads
 * without colour and in ASCII; it stands beside its numbers, never instead of them. */
#ifndef TUI_WIDGETS_BAR_H
#define TUI_WIDGETS_BAR_H

#include "tui/canvas.h"

enum tui_fill {
    TUI_FILL_FULL,  /* # */
    TUI_FILL_PART,  /* = */
    TUI_FILL_LIGHT, /* - */
    TUI_FILL_EMPTY, /* . */
};

enum { TUI_BAR_PARTS = 4 };

struct tui_bar {
    int count;
    struct tui_bar_part {
        int64_t value;
        enum tui_fill fill;
    } parts[TUI_BAR_PARTS];
};

/* Share `cells` among the parts: they add up, nothing that is not zero vanishes while
 * there are cells enough, and nothing that is zero has a cell. All 0: nobody has any. */
void tui_bar_share(const struct tui_bar *bar, int cells, int out[TUI_BAR_PARTS]);
void tui_bar_draw(struct tui_canvas *canvas, int row, int col, int cells,
                  const struct tui_bar *bar);

/* One share in basis points; below zero draws "no data" in words instead. */
void tui_gauge(struct tui_canvas *canvas, int row, int col, int cells, int64_t bp);

/* One cell of a fill, for legends and columns. */
void tui_fill_cell(struct tui_canvas *canvas, int row, int col, enum tui_fill fill);

#endif
