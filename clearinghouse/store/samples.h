/* What an audit sample is drawn from, and what was taken out of one and why. */
#ifndef CLEARINGHOUSE_STORE_SAMPLES_H
#define CLEARINGHOUSE_STORE_SAMPLES_H

#include "clearinghouse/store/records.h"

/* One decided case, as far as a draw looks at it. */
struct ch_sample_case {
    char id[ID_MAX], number[ID_NUMBER_MAX];
    int64_t grant_fen;
    int32_t issues;
    char status[CH_SLUG_MAX];
};
/* Cases of a programme that were granted, by id. */
typedef void ch_sample_fn(void *ctx, const struct ch_sample_case *one);
MUST_CHECK bool ch_sample_cases(struct ch_db *db, const char *programme,
                                ch_sample_fn *each, void *ctx, struct err *err);

struct ch_sample_removal {
    char programme[CH_SLUG_MAX], seed[CH_SLUG_MAX * 2];
    char application[ID_MAX];
    char reason[600];
    char removed_by[CH_SLUG_MAX];
    int64_t removed_at;
};
/* ERR_CONFLICT when it was taken out before. */
MUST_CHECK bool ch_sample_remove(struct ch_db *db,
                                 const struct ch_sample_removal *removal,
                                 struct err *err);
typedef void ch_removal_fn(void *ctx, const struct ch_sample_removal *removal);
MUST_CHECK bool ch_sample_removals(struct ch_db *db, const char *programme,
                                   const char *seed, ch_removal_fn *each, void *ctx,
                                   struct err *err);

#endif
