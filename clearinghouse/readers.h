/* The reading connections of the pool: as many as threads, lent one request at a time. */
#ifndef CLEARINGHOUSE_READERS_H
#define CLEARINGHOUSE_READERS_H

#include "clearinghouse/store/db.h"

#include <pthread.h>

enum { CH_READERS_MAX = 16 };

struct ch_readers {
    struct ch_db *free[CH_READERS_MAX]; /* NULL: lent, or never opened */
    pthread_mutex_t lock;
    pthread_cond_t returned;
};

/* Open `count` connections to the ledger at `path`. On failure close it all the same. */
MUST_CHECK bool ch_readers_open(struct ch_readers *readers, const char *path, int count,
                                struct err *err);
/* All are given back by now. */
void ch_readers_close(struct ch_readers *readers);

/* Waits until one is free. */
struct ch_db *ch_reader_take(struct ch_readers *readers);
void ch_reader_give(struct ch_readers *readers, struct ch_db *db);

#endif
