/* The table of the centres screen. */
#ifndef TUI_SCREENS_CENTRE_TABLE_H
#define TUI_SCREENS_CENTRE_TABLE_H

#include "tui/screens/centre_rows.h"
#include "tui/widgets/list.h"

/* `numbers`: the day as its lowest and highest percent instead of a picture. */
void tui_centre_table_draw(struct tui_app *app, const struct tui_centre_rows *rows,
                           bool numbers, struct tui_cursor *cursor,
                           struct tui_canvas *canvas, struct tui_rect rect);

#endif
