#include "clearinghouse/readers.h"

bool ch_readers_open(struct ch_readers *readers, const char *path, int count,
                     struct err *err)
{
    *readers = (struct ch_readers){.free = {NULL}};
    pthread_mutex_init(&readers->lock, NULL);
    pthread_cond_init(&readers->returned, NULL);
    for (int i = 0; i < count && i < CH_READERS_MAX; i++) {
        if (!ch_db_open(path, CH_DB_READ, &readers->free[i], err)) {
            return false;
        }
    }
    return true;
}

void ch_readers_close(struct ch_readers *readers)
{
    for (int i = 0; i < CH_READERS_MAX; i++) {
        ch_db_close(readers->free[i]);
        readers->free[i] = NULL;
    }
    pthread_mutex_destroy(&readers->lock);
    pthread_cond_destroy(&readers->returned);
}

struct ch_db *ch_reader_take(struct ch_readers *readers)
{
    struct ch_db *db = NULL;
    pthread_mutex_lock(&readers->lock);
    while (!db) {
        for (int i = 0; i < CH_READERS_MAX && !db; i++) {
            db = readers->free[i];
            readers->free[i] = NULL;
        }
        if (!db) {
            pthread_cond_wait(&readers->returned, &readers->lock);
        }
    }
    pthread_mutex_unlock(&readers->lock);
    return db;
}

void ch_reader_give(struct ch_readers *readers, struct ch_db *db)
{
    int i = 0;
    pthread_mutex_lock(&readers->lock);
    while (readers->free[i]) {
        i++;
    }
    readers->free[i] = db;
    pthread_cond_signal(&readers->returned);
    pthread_mutex_unlock(&readers->lock);
}
