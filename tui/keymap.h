/* A person's own keys: a file of sections [context] with lines `key = action`, laid over
 * the bindings as shipped. */
#ifndef TUI_KEYMAP_H
#define TUI_KEYMAP_H

#include "common/buf.h"
#include "tui/keys.h"

#include <stdbool.h>

/* Read the file and put its keys in force. Lines that are wrong are left out and named in
 * `faults`, one a line, as "keys.ini:12: …"; the rest holds. A file that is not there
 * changes nothing. Returns how many faults there were. */
int tui_keymap_load(const char *path, struct buf *faults);

/* The tables as a page of docs/keys.md. */
void tui_keymap_markdown(struct buf *out);

#endif
