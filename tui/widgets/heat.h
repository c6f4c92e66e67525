/* Hours of a week as a map of digits (tens of percent), so that mono terminals and
 * screen readers keep the values. */
#ifndef TUI_WIDGETS_HEAT_H
#define TUI_WIDGETS_HEAT_H

#include "tui/canvas.h"

enum {
    TUI_HEAT_NO_DATA = -1, /* drawn as a dot */
    TUI_HEAT_AHEAD = -2,   /* not yet: blank */
    TUI_HEAT_ROWS = 9,     /* height when drawn: seven days, the hours, the legend */
};

struct tui_heat {
    int64_t bp[7][24];
    struct safe_text days[7]; /* "Mon 17" */
};

/* Cells it takes with `gap` (0 or 1) between hours. */
int tui_heat_cells(const struct tui_heat *heat, int gap);
/* In as much of the rectangle as it needs; a gap between the hours when it fits. */
void tui_heat_draw(struct tui_canvas *canvas, struct tui_rect rect,
                   const struct tui_heat *heat);
/* Tens of percent, 0..9; -1 where there is no value. */
int tui_heat_digit(int64_t bp);

#endif
