/* Changing a tranche, and closing it when its fiscal year is over. */
#ifndef CLEARINGHOUSE_SERVICE_CLOSING_H
#define CLEARINGHOUSE_SERVICE_CLOSING_H

#include "clearinghouse/service/service.h"

/* Name, window or funders, as `tranche` has them now; `document` names the paper. */
MUST_CHECK bool ch_tranche_amend(const struct ch_ctx *ctx, struct ch_tranche *tranche,
                                 const char *document, struct err *err);

/* Freeze the tranche of a year that is over. Free money lapses. What is reserved,
 * committed or payable is carried into tranche `carry_to` of a later year, with its
 * cases, vouchers and claims, each by an entry of its own. ERR_REFUSED "year-not-over",
 * "carry-missing", "bad-carry". */
MUST_CHECK bool ch_tranche_close(const struct ch_ctx *ctx, struct ch_tranche *tranche,
                                 const char *carry_to, const char *document,
                                 struct err *err);

/* The tranche where money of `tranche` goes now: itself, or where it was carried. */
MUST_CHECK bool ch_tranche_now(struct ch_db *db, const char *programme,
                               const char *tranche, struct ch_tranche *out,
                               struct err *err);

#endif
