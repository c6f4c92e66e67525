/* Moving money between the accounts of a tranche for a case, a voucher or a claim. */
#ifndef CLEARINGHOUSE_SERVICE_MONEY_H
#define CLEARINGHOUSE_SERVICE_MONEY_H

#include "clearinghouse/service/service.h"

struct ch_figure;

/* Whose money it is. */
struct ch_purse {
    const char *programme, *tranche;
    const char *subject; /* id the transfer is booked for */
};

/* One transfer; nothing when `amount` is 0. */
MUST_CHECK bool ch_money_post(const struct ch_ctx *ctx, const struct ch_purse *purse,
                              enum ch_account from, enum ch_account to, int64_t amount,
                              struct err *err);
/* What is not needed any more: back to the available money within the tranche's fiscal
 * year, lapsed once that year is over. */
MUST_CHECK bool ch_money_back(const struct ch_ctx *ctx, const struct ch_purse *purse,
                              enum ch_account from, int64_t amount, struct err *err);

/* The calendar year in China of an instant. */
int ch_year(int64_t at);
int64_t ch_known_or(const struct ch_figure *figure, int64_t otherwise);

#endif
