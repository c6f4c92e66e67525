/* Total deadlines for connections. The HTTP library's own timeout only sees silence: a
 * byte every few seconds outlives it. Here a connection whose time is up is shut down
 * whatever it sends, which ends it in the library by the ordinary way. */
#ifndef CLEARINGHOUSE_DEADLINES_H
#define CLEARINGHOUSE_DEADLINES_H

#include "common/attr.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* One open connection, on one list. */
struct ch_deadline {
    int fd;
    int64_t until_ms; /* of the monotonic clock; 0: none */
    struct ch_deadlines *all;
    struct ch_deadline *next, **link;
};

struct ch_deadlines {
    pthread_mutex_t lock;
    struct ch_deadline *first;
};

void ch_deadlines_init(struct ch_deadlines *all);
void ch_deadlines_clear(struct ch_deadlines *all); /* no connection is left */

/* Watch `fd` from now on; NULL when out of memory. Drop it before the fd is closed. */
struct ch_deadline *ch_deadline_watch(struct ch_deadlines *all, int fd, int ms);
void ch_deadline_drop(struct ch_deadline *deadline); /* NULL is harmless */

/* It has `ms` from now; 0: as long as it likes. NULL is harmless. */
void ch_deadline_set(struct ch_deadline *deadline, int ms);

/* Shut down those whose time is up. Milliseconds until the next is, at most `most_ms`. */
int ch_deadlines_sweep(struct ch_deadlines *all, int most_ms);

#endif
