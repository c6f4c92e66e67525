/* Money is int64 fen, 0..10^13 on the wire. All arithmetic is checked; products are taken
 * in 128 bits; rounding is always toward the programme (down). No floating point. */
#ifndef COMMON_MONEY_H
#define COMMON_MONEY_H

#include "common/attr.h"
#include "common/err.h"

#include <stdbool.h>
#include <stdint.h>

#define MONEY_MAX INT64_C(10000000000000) /* 10^13 fen: 100 billion yuan */

/* `*out` = a + b (a - b). False, and `*out` untouched, on overflow. */
MUST_CHECK bool money_add(int64_t a, int64_t b, int64_t *out);
MUST_CHECK bool money_sub(int64_t a, int64_t b, int64_t *out);

/* floor(base * rate_bp / 10000), then down to a multiple of `unit` fen (1: fen, 100:
 * yuan). False on a negative argument, unit < 1, or a result above INT64_MAX. */
MUST_CHECK bool money_rate(int64_t base, int64_t rate_bp, int64_t unit, int64_t *out);

/* floor(base * part / whole) to a multiple of `unit`: pro rata by days. whole > 0. */
MUST_CHECK bool money_prorate(int64_t base, int64_t part, int64_t whole, int64_t unit,
                              int64_t *out);

enum money_unit {
    MONEY_YUAN,     /* 1,840,000.00 */
    MONEY_THOUSAND, /* 1,840.0 */
    MONEY_MILLION,  /* 1.840 */
};

/* The amount with thousands separators in `unit`, rounded toward zero; returns `out`. */
const char *money_format(int64_t fen, enum money_unit unit, char out[32]);

/* Yuan as a person types them: "1840000", "1,840,000.50", "1840k", "1.84m". */
MUST_CHECK bool money_parse(const char *text, int64_t *out, struct err *err);

#endif
