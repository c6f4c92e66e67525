/* Many clients that send at one instant, each on a connection of its own. */
#ifndef TESTS_SUPPORT_RACE_H
#define TESTS_SUPPORT_RACE_H

#include "tests/support/world.h"

#include <pthread.h>

enum { RACE_MOST = 256 };

struct racer {
    /* What to send. */
    const struct world *world;
    const char *as;
    char path[160], key[48], body[800];
    int64_t if_match; /* 0: none */
    /* What came back. */
    int status;       /* 0: no answer */
    char type[64];    /* of a problem, "" otherwise */
    char answer[600]; /* its beginning */
    bool replayed;
    pthread_barrier_t *start;
};

/* All connect, wait for each other, and send; returns when all have their answers. */
void race_run(struct racer *racers, int count);
/* Which of them was answered 201: its index; -1 none, -2 several. */
int race_winner(const struct racer *racers, int count);

#endif
