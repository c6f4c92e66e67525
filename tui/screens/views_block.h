/* The views of a screen with how many rows each has, at the foot of a list that leaves
 * room for it: what else there is to do is seen without leafing through. */
#ifndef TUI_SCREENS_VIEWS_BLOCK_H
#define TUI_SCREENS_VIEWS_BLOCK_H

#include "tui/canvas.h"

#include <stdbool.h>
#include <stdint.h>

struct tui_view_line {
    const char *title; /* in the reader's language */
    int64_t count;     /* below 0: not known yet */
    bool here;
};

/* Whether the block of `count` views has room below `rows` rows of `list`. */
bool tui_views_fit(struct tui_rect list, int64_t rows, int count);
void tui_views_draw(struct tui_canvas *canvas, struct tui_rect list,
                    const struct tui_view_line *lines, int count);

#endif
