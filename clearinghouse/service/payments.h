/* The payment list for the treasury, and its report on what it did. */
#ifndef CLEARINGHOUSE_SERVICE_PAYMENTS_H
#define CLEARINGHOUSE_SERVICE_PAYMENTS_H

#include "clearinghouse/service/claim.h"

struct ch_import {
    char id[ID_MAX];
    const char *programme;
    const struct ch_payment_line *lines;
    int count;
    /* out */
    int failed_line; /* from 1; 0: none */
    int64_t paid_fen, failed_fen, recovered_fen;
    char sha256[HASH_HEX]; /* of the lines as they were taken, canonical */
    struct ch_landed landed;
};

/* Book every line or none (the caller rolls back when this is false): `failed_line` is
 * the first that does not fit. */
MUST_CHECK bool ch_payments_import(const struct ch_ctx *ctx, struct ch_import *import,
                                   struct err *err);

/* The claims of a programme in payment (`sent`) or waiting for it, as CSV or as JSON, in
 * the order they were lodged. The last line of the CSV is "sha256,HEX" over the lines
 * before; in JSON "sha256" is over "items" as written there. */
MUST_CHECK bool ch_payments_list(const struct ch_ctx *ctx, const char *programme,
                                 const char *statuses, bool csv, struct buf *out,
                                 struct err *err);

#endif
