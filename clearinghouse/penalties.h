/* Lock-out of sources that keep showing wrong tokens: five within a minute and the source
 * waits a minute, then two, four, eight, fifteen. Known to this process only. */
#ifndef CLEARINGHOUSE_PENALTIES_H
#define CLEARINGHOUSE_PENALTIES_H

#include <stdbool.h>
#include <stdint.h>

struct ch_penalties;

struct ch_penalties *ch_penalties_new(void); /* NULL: out of memory */
void ch_penalties_free(struct ch_penalties *penalties);

/* Seconds the source still has to wait at the instant `now`; 0: none. */
int ch_penalty_left(struct ch_penalties *penalties, const char *source, int64_t now);
/* It showed a token that is none. */
void ch_penalty_add(struct ch_penalties *penalties, const char *source, int64_t now);

#endif
