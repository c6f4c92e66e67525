/* A voucher's number: 18 symbols people read out and type, such as
 * 7K3-26-0000D-4XJ9QT-58.
 *
 *   3 symbols  the programme: 15 bits of BLAKE2b of its id
 *   2 digits   the year of issue
 *   5 symbols  the serial within programme and year
 *   6 symbols  30 bits of BLAKE2b over the ten before, keyed by the ledger's secret
 *   2 digits   ISO 7064 MOD 97-10 over the sixteen before, each as its value 00 to 31
 *
 * Symbols are Crockford's base 32 (no I, L, O, U: read as 1, 1, 0, and refused). The check
 * digits find every single slip and every swap of neighbours without any key: a form, a
 * console or a data centre can check a number offline. Only who holds the key can make a
 * number, or tell a made-up one. */
#ifndef COMMON_VOUCHER_CODE_H
#define COMMON_VOUCHER_CODE_H

#include "common/attr.h"

#include <stdbool.h>
#include <stdint.h>

enum { VOUCHER_CODE_MAX = 24, VOUCHER_KEY_BYTES = 32, VOUCHER_SERIAL_MAX = 1 << 25 };

/* The number of voucher `serial` (0 .. VOUCHER_SERIAL_MAX - 1). Returns `out`. */
const char *voucher_code(const char *programme, int year, int64_t serial,
                         const unsigned char key[VOUCHER_KEY_BYTES],
                         char out[VOUCHER_CODE_MAX]);

/* As a person typed it, to how it is written: capitals, hyphens in their places, O as 0,
 * I and L as 1. False when it has not 18 symbols or its check digits are wrong. */
MUST_CHECK bool voucher_code_normal(const char *text, char out[VOUCHER_CODE_MAX]);

/* True when a normal number was made with this key for this programme. */
bool voucher_code_genuine(const char *code, const char *programme,
                          const unsigned char key[VOUCHER_KEY_BYTES]);

#endif
