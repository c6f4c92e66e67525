/* A series in one row: block heights, digits 0-8 in ASCII. A gap in the data is a dot,
 * never a zero; a zero is a line at the foot. */
#ifndef TUI_WIDGETS_SPARK_H
#define TUI_WIDGETS_SPARK_H

#include "tui/canvas.h"

enum { TUI_SPARK_MAX = 200 };

/* Fit `count` values (basis points, -1 unknown) into `cells` by means of what is known;
 * returns the cells used. */
int tui_spark_fit(const int64_t *values, int count, int cells, int64_t *out);
/* Right-aligned: the newest value is always in the last cell. */
void tui_spark(struct tui_canvas *canvas, int row, int col, int cells,
               const int64_t *values, int count);

#endif
