/* Ids: a short prefix and a UUIDv7 (RFC 9562) as 32 hex digits: app_0197f3c2a1b87c3e…
 * Ids of one source rise strictly, so that rows made together lie together. */
#ifndef COMMON_ID_H
#define COMMON_ID_H

#include "common/attr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ID_MAX = 40 }; /* bytes with the NUL; prefix at most 4 letters */

/* Keep one per writer. `{0}` is ready. */
struct id_source {
    int64_t last_ms;
    uint32_t counter; /* within the millisecond */
};

/* A new id for the instant `now_us`; random bits from the system. Returns `out`. */
const char *id_new(struct id_source *source, const char *prefix, int64_t now_us,
                   char out[ID_MAX]);

/* True when `text` is "<prefix>_" and 32 lower-case hex digits of a version-7 UUID. */
bool id_valid(const char *text, const char *prefix);

/* An Idempotency-Key: 1..255 of A-Z a-z 0-9 _ -. */
bool id_operation_valid(const char *text);

/* A case number people read out: "26-000418-K": year, serial, check character over both
 * (ISO 7064 MOD 37,36). */
enum { ID_NUMBER_MAX = 24 };
const char *id_number(int year, int64_t serial, char out[ID_NUMBER_MAX]);
bool id_number_valid(const char *text);

#endif
