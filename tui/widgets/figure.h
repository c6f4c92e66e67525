/* Figures: short forms of money, shares and ages for narrow places, and a line that says
 * what a figure is. "?" stands for what nobody knows; a zero is always a real zero. */
#ifndef TUI_WIDGETS_FIGURE_H
#define TUI_WIDGETS_FIGURE_H

#include "tui/canvas.h"

/* "12,345", or "?" below zero. */
struct safe_text tui_count(int64_t count);
/* "31%" from basis points, or "?" below zero. */
struct safe_text tui_percent(int64_t bp);
/* part / whole in basis points, 0..10000; -1 when the whole is not above zero. */
int64_t tui_share_bp(int64_t part, int64_t whole);

/* Fen as millions of yuan with `digits` (0..3) after the point, rounded down. */
struct safe_text tui_million(int64_t fen, int digits);
/* Digits that keep a column of amounts up to `largest` readable. */
int tui_million_digits(int64_t largest);
/* Exact: "1,840,000.00". */
struct safe_text tui_yuan(int64_t fen);

/* How long, in the reader's language: "4 s", "12 min", "3 h", "2 d". */
struct safe_text tui_age(int64_t age_us);
/* "data 12 s old", or that there is none yet, for an instant a collection is of. */
struct safe_text tui_data_age(int64_t now, int64_t at);
/* "14:05" today, "11-18 14:05" before, in the programme's zone; "" for 0. */
struct safe_text tui_clock(int64_t at, int64_t now, int zone_s);
/* "09-30", or "2027-03-31" in another year than `today`. */
struct safe_text tui_day(int32_t day, int32_t today);

/* A label at the left and its value at the right of `cells`. */
void tui_figure(struct tui_canvas *canvas, int row, int col, int cells,
                struct safe_text label, struct safe_text value, enum tui_role role);
/* A heading with a rule behind it, and a note at its right end (unit and age). */
void tui_heading(struct tui_canvas *canvas, int row, int col, int cells,
                 struct safe_text title, struct safe_text note);

#endif
