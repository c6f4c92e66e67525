/* SHA-256 as lower-case hex (libsodium underneath). */
#ifndef COMMON_HASH_H
#define COMMON_HASH_H

#include <stddef.h>

enum { HASH_HEX = 65 }; /* 64 digits and the NUL */

/* Returns `out`. */
const char *hash_hex(const void *bytes, size_t len, char out[HASH_HEX]);

/* The `prev` of a stream's first entry: 64 zeros. */
extern const char hash_zero[HASH_HEX];

#endif
