/* Long polls at rest: requests that wait for the next commit, or for their time to end.
 * A commit that comes while a request is still reading is not slept through. */
#ifndef CLEARINGHOUSE_WAITING_H
#define CLEARINGHOUSE_WAITING_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* Part of a request; belongs to it. */
struct ch_waiter {
    int64_t seen;     /* commits there were before it read */
    int64_t until_us; /* of the wall clock */
    bool last;        /* out: woken because its time is up; it must answer now */
    void (*wake)(struct ch_waiter *waiter); /* under the lock: hand over, no more */
    struct ch_waiter *next;
};

struct ch_waiting {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct ch_waiter *first;
    int64_t commits, woken_for; /* so far; those the waiters were last woken for */
    int64_t asleep_until_us;    /* the one who takes turns; 0: awake */
    bool stopping;
};

void ch_waiting_init(struct ch_waiting *waiting);
void ch_waiting_clear(struct ch_waiting *waiting); /* nobody waits any more */

/* Call before reading what the request waits for. */
void ch_waiting_look(struct ch_waiting *waiting, struct ch_waiter *waiter);
/* Nothing was found: wait. Wakes at once when there was a commit since the look. */
void ch_waiting_park(struct ch_waiting *waiting, struct ch_waiter *waiter);

void ch_waiting_commit(struct ch_waiting *waiting);
/* Wake everybody, now and from now on. */
void ch_waiting_stop(struct ch_waiting *waiting);

/* Sleep until a commit or until somebody's time is up, at most `ms`; then wake those
 * whose time has come. False once stopping. */
bool ch_waiting_turn(struct ch_waiting *waiting, int ms);

#endif
