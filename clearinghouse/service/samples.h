/* Which granted cases are audited: a draw nobody chooses. Every case of the top risk
 * decile, and of the rest those whose SHA-256 of seed and id falls under the rate. The
 * seed is published before the draw, so that anybody can draw again and get the same
 * list. */
#ifndef CLEARINGHOUSE_SERVICE_SAMPLES_H
#define CLEARINGHOUSE_SERVICE_SAMPLES_H

#include "clearinghouse/service/service.h"
#include "clearinghouse/store/samples.h"

struct ch_sample_item {
    struct ch_sample_case one;
    bool top;                                  /* of the risk decile; else drawn */
    uint64_t ticket;                           /* first eight bytes of the hash */
    char reason[600], removed_by[CH_SLUG_MAX]; /* taken out; "" not */
};

struct ch_sample {
    struct ch_sample_item *items; /* by id; free with ch_sample_clear() */
    size_t count, population, top;
};

MUST_CHECK bool ch_sample_draw(const struct ch_ctx *ctx, const char *programme,
                               const char *seed, int rate_bp, struct ch_sample *out,
                               struct err *err);
void ch_sample_clear(struct ch_sample *sample);
/* Take a case out of a sample, by name and with a reason; it stays in the list, marked.
 */
MUST_CHECK bool ch_sample_take_out(const struct ch_ctx *ctx,
                                   struct ch_sample_removal *removal, struct err *err);

#endif
