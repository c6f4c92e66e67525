/* SHA-256 by the processor's own instructions (x86-64 with SHA). */
#ifndef COMMON_SHA256_X86_H
#define COMMON_SHA256_X86_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False on every other processor: use the library's then. */
bool sha256_x86_usable(void);

/* Only where it is usable. Any length. */
void sha256_x86(const void *bytes, size_t len, uint8_t digest[32]);

#endif
