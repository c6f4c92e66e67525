/* Who pays which part of an amount. */
#ifndef CLEARINGHOUSE_SERVICE_FUNDERS_H
#define CLEARINGHOUSE_SERVICE_FUNDERS_H

#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"

#include <stdbool.h>
#include <stdint.h>

/* Split `amount_fen` by a tranche's funders, each share rounded down; what is left over,
 * a fen or two, goes to the funder marked "odd_fen", or else to the first. Appends
 * [{"amount_fen":…,"name":…},…], whose amounts add up to the whole. */
MUST_CHECK bool ch_funders_split(const char *funders, int64_t amount_fen, struct buf *out,
                                 struct err *err);

#endif
