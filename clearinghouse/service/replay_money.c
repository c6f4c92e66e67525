/* Balances and the table of transfers, held against the transfers inside the entries. */
#include "clearinghouse/service/replay_impl.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct sums {
    const struct ch_tale *tales;
    size_t count;
    struct err *err;
    bool failed;
    int tranches;
};

static const struct ch_told *told_of(const struct sums *sums, const char *programme,
                                     const char *tranche)
{
    for (size_t i = 0; i < sums->count; i++) {
        const struct ch_tale *tale = &sums->tales[i];
        for (int k = 0; k < tale->told_count; k++) {
            if (strcmp(tale->head.stream, programme) == 0 &&
                strcmp(tale->told[k].id, tranche) == 0) {
                return &tale->told[k];
            }
        }
    }
    return NULL;
}

static void balances(void *ctx, const struct ch_tranche *t)
{
    struct sums *sums = ctx;
    static const struct ch_told nothing;
    const struct ch_told *told = told_of(sums, t->programme, t->id);
    sums->tranches += told != NULL;
    told = told ? told : &nothing;
    for (int i = 0; i < CH_ACCOUNT_COUNT && !sums->failed; i++) {
        if (told->balance[i] != t->balance[i]) {
            sums->failed = !err_set(
                sums->err, ERR_INVALID,
                "tranche %s/%s: %s is %" PRId64 " fen, the journal gives %" PRId64,
                t->programme, t->id, ch_account_name((enum ch_account)i), t->balance[i],
                told->balance[i]);
        }
    }
}

struct table {
    struct ch_told now;
    const struct ch_told *told;
};

static void line(void *ctx, int64_t seq, int from, int to, int64_t amount,
                 const char *subject)
{
    struct table *table = ctx;
    ch_told_add(&table->now, seq, from, to, amount, subject);
}

static bool lines(struct ch_db *db, const char *programme, const struct ch_told *told,
                  struct err *err)
{
    struct table table = {.told = told};
    memcpy(table.now.hash, hash_zero, sizeof table.now.hash);
    return ch_transfer_each(db, programme, told->id, line, &table, err) &&
           (strcmp(table.now.hash, told->hash) == 0 ||
            err_set(err, ERR_INVALID,
                    "tranche %s/%s: its transfers are not those its journal tells of",
                    programme, told->id));
}

bool ch_replay_transfers(struct ch_db *db, const struct ch_tale *tales, size_t count,
                         struct err *err)
{
    struct sums sums = {.tales = tales, .count = count, .err = err};
    int told = 0;
    if (!ch_tranche_each(db, NULL, balances, &sums, err) || sums.failed) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        for (int k = 0; k < tales[i].told_count; k++, told++) {
            if (!lines(db, tales[i].head.stream, &tales[i].told[k], err)) {
                return false;
            }
        }
    }
    return told == sums.tranches ||
           err_set(err, ERR_INVALID, "the journal moves money of a tranche that is gone");
}
