#include "clearinghouse/service/replay_impl.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 4 };

/* Streams are told apart from each other, each by whoever is free. */
struct reading {
    const char *ledger;
    const struct ch_head *heads;
    size_t count;
    struct ch_tale *tales;
    atomic_size_t next;
    atomic_bool stop;
};

struct lane {
    struct reading *reading;
    struct ch_db *db; /* lent, or of its own */
    pthread_t thread;
    bool started, ok;
    struct err err;
};

static bool tell(struct lane *lane, size_t at)
{
    struct ch_tale *tale = &lane->reading->tales[at];
    if (!ch_tale_begin(tale, &lane->reading->heads[at])) {
        return err_set(&lane->err, ERR_INTERNAL, "out of memory");
    }
    tale->err = &lane->err;
    return ch_journal_walk(lane->db, &tale->head, ch_tale_entry, tale, &lane->err);
}

static void *run(void *arg)
{
    struct lane *lane = arg;
    struct reading *reading = lane->reading;
    size_t at;
    lane->ok = true;
    while (lane->ok && !atomic_load(&reading->stop) &&
           (at = atomic_fetch_add(&reading->next, 1)) < reading->count) {
        lane->ok = tell(lane, at);
    }
    if (!lane->ok) {
        atomic_store(&reading->stop, true);
    }
    return NULL;
}

static void *run_own(void *arg)
{
    struct lane *lane = arg;
    if (ch_db_open(lane->reading->ledger, CH_DB_READ, &lane->db, &lane->err)) {
        run(lane);
    }
    ch_db_close(lane->db);
    return NULL;
}

/* The first lane runs here, on the view the heads were read in. */
static bool read_all(struct reading *reading, struct ch_db *db, struct err *err)
{
    struct lane lanes[LANES] = {{.reading = reading}};
    bool ok = true;
    for (size_t i = 1; i < LANES && strcmp(reading->ledger, ":memory:") != 0; i++) {
        lanes[i].reading = reading;
        lanes[i].started =
            pthread_create(&lanes[i].thread, NULL, run_own, &lanes[i]) == 0;
    }
    lanes[0].db = db;
    run(&lanes[0]);
    for (size_t i = 0; i < LANES; i++) {
        if (lanes[i].started) {
            pthread_join(lanes[i].thread, NULL);
        }
        if (ok && (i == 0 || lanes[i].started) && !lanes[i].ok) {
            *err = lanes[i].err;
            ok = false;
        }
    }
    return ok;
}

bool ch_replay(const char *ledger, struct ch_db *db, const struct ch_head *heads,
               size_t count, struct ch_replayed *out, struct err *err)
{
    struct reading reading = {.ledger = ledger, .heads = heads, .count = count};
    *out = (struct ch_replayed){.entries = 0};
    reading.tales = calloc(count ? count : 1, sizeof *reading.tales);
    bool ok = reading.tales || err_set(err, ERR_INTERNAL, "out of memory");
    ok = ok && read_all(&reading, db, err);
    for (size_t i = 0; ok && i < count; i++) {
        out->entries += reading.tales[i].sums.entries;
        out->verdicts += reading.tales[i].sums.verdicts;
        out->transfers += reading.tales[i].sums.transfers;
    }
    ok = ok && ch_replay_transfers(db, reading.tales, count, err) &&
         ch_replay_tables(db, reading.tales, count, out, err);
    for (size_t i = 0; reading.tales && i < count; i++) {
        ch_tale_clear(&reading.tales[i]);
    }
    free(reading.tales);
    return ok;
}
