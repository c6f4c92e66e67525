/* Money left at the end of each week, as columns, with the weeks ahead that its pace
 * leads to in another glyph; the numbers stand underneath. */
#ifndef TUI_WIDGETS_BURN_H
#define TUI_WIDGETS_BURN_H

#include "tui/canvas.h"

enum { TUI_BURN_MAX = 78 };

struct tui_burn {
    int known, ahead; /* columns: weeks that were, then weeks forecast */
    int64_t fen[TUI_BURN_MAX];
    char week[TUI_BURN_MAX][8]; /* "W26" */
};

/* Add up to `most` weeks ahead at `pace_fen` a week, ending with the one that reaches
 * zero; none without a pace. `week` is the number of the last known one. */
void tui_burn_ahead(struct tui_burn *burn, int64_t pace_fen, int most, int week);
void tui_burn_draw(struct tui_canvas *canvas, struct tui_rect rect,
                   const struct tui_burn *burn);

#endif
