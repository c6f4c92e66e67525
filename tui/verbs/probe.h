/* Asking a terminal where its cursor is: how wide it draws a character, and how long it
 * takes to answer. */
#ifndef TUI_VERBS_PROBE_H
#define TUI_VERBS_PROBE_H

#include "common/attr.h"

#include <stdbool.h>
#include <stdint.h>
#include <termios.h>

struct probe {
    struct termios before;
};

/* Take standard input and output for it; false when they are no terminal, or one that is
 * shared with a program in front. Give it back with probe_close(). */
MUST_CHECK bool probe_open(struct probe *probe);
void probe_close(struct probe *probe);

/* False when no answer came in a second. `*took_us` is the longest answer so far. */
MUST_CHECK bool probe_width(struct probe *probe, uint32_t point, int *width,
                            int64_t *took_us);

#endif
