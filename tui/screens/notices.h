/* The notices screen's state, shared by the files that make it up. */
#ifndef TUI_SCREENS_NOTICES_H
#define TUI_SCREENS_NOTICES_H

#include "tui/screen.h"
#include "tui/widgets/list.h"

struct notices {
    struct bc_view *view; /* owned; NULL when it could not be opened */
    int view_at;
    bool descending;
    char text[128];
    struct tui_cursor cursor;
    char selected[BC_ID];
    int page, detail_top, detail_rows;
    char marks[BC_BATCH_MAX][BC_ID];
    int mark_count;
    char why[SAFE_TEXT_MAX];
};

int64_t notices_count(const struct notices *notices);
bool notices_row(const struct notices *notices, int64_t at, struct bc_case *out);
bool notices_is_marked(const struct notices *notices, const char *id);
/* Monday to Friday from now to `until`; public holidays are not taken off. */
int tui_weekdays(int64_t now, int64_t until);

/* notices_draw.c */
void notices_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                  struct tui_rect body);
/* Write the public notice as a file with its checksum, and say where. */
void notices_handout(struct tui_app *app, const struct notices *notices);

#endif
