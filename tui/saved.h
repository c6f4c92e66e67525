/* Views a person has put by under a name: which rows, in which order, with which columns.
 * A file in the folder of their configuration, readable and worth copying. */
#ifndef TUI_SAVED_H
#define TUI_SAVED_H

#include "common/attr.h"
#include "common/err.h"

#include <stdbool.h>

enum { TUI_SAVED_MAX = 40, TUI_SAVED_NAME = 40 };

/* `view`, `sort` and `columns` are the screen's own words; "" leaves as it is. A name
 * that begins with "@" is of a view that comes with the console, kept for its columns. */
struct tui_saved_view {
    char name[TUI_SAVED_NAME];
    char view[24], sort[24], filter[128], columns[160];
    bool descending;
};

struct tui_saved {
    int count;
    struct tui_saved_view list[TUI_SAVED_MAX];
};

/* What is kept in "views.ini"; lines that say nothing are passed over. No file: empty. */
void tui_saved_read(struct tui_saved *saved);
/* Put it in the place of the file there was, whole or not at all. */
MUST_CHECK bool tui_saved_write(const struct tui_saved *saved, struct err *err);

/* Letters, digits and "-_." of any script, at most 38 bytes. */
bool tui_saved_name_ok(const char *name);
struct tui_saved_view *tui_saved_find(struct tui_saved *saved, const char *name);
/* Add it, or replace the one of its name; false when there are too many. */
bool tui_saved_put(struct tui_saved *saved, const struct tui_saved_view *view);
bool tui_saved_remove(struct tui_saved *saved, const char *name);
/* The n-th that people named, NULL at the end. */
const struct tui_saved_view *tui_saved_named(const struct tui_saved *saved, int n);

#endif
