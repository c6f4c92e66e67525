/* A gettext catalogue (.mo) read from a file. */
#ifndef TUI_CATALOGUE_H
#define TUI_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `{0}` is the empty catalogue. */
struct tui_catalogue {
    char *bytes; /* the file, owned */
    size_t size;
    uint32_t count, originals, translations; /* entries; where the two tables start */
};

/* False, and the catalogue empty, when there is no such file or it is not sound: every
 * string of it is checked once, here. */
bool tui_catalogue_read(struct tui_catalogue *catalogue, const char *path);
void tui_catalogue_clear(struct tui_catalogue *catalogue);
/* NULL when it is not there. Lent. */
const char *tui_catalogue_find(const struct tui_catalogue *catalogue, const char *text);

#endif
