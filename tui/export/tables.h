/* The table behind each screen: the rows it shows, in its order, all of them. */
#ifndef TUI_EXPORT_TABLES_H
#define TUI_EXPORT_TABLES_H

#include "tui/export/sheet.h"
#include "tui/screen.h"

/* `state` is that of the screen named. False when that screen has no table. */
MUST_CHECK bool tui_export_table(struct tui_app *app, const char *screen, void *state,
                                 const char *filter, struct tui_sheet *out);

#endif
