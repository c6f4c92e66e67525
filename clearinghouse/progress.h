/* How far a long piece of work is: a bar on a terminal, plain lines elsewhere. */
#ifndef CLEARINGHOUSE_PROGRESS_H
#define CLEARINGHOUSE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* `{0}` to begin with. */
struct ch_progress {
    int64_t shown_at; /* microseconds; not oftener than ten times a second */
    char stage[32];
    bool bar; /* a bar stands on the terminal and wants to be wiped */
};

/* `ctx` is a struct ch_progress. On a terminal a bar on stderr; elsewhere lines
 * `clearinghoused: demo STAGE DONE TOTAL` on stdout. */
void ch_progress_show(void *ctx, const char *stage, int64_t done, int64_t total);
void ch_progress_end(struct ch_progress *progress);

#endif
