/* A growing byte string. `{0}` is empty and valid. The bytes are always followed by a NUL
 * that `len` does not count. Failure to allocate is sticky: later calls do nothing, and
 * buf_ok() says so once at the end, so that writers need no check per call. */
#ifndef COMMON_BUF_H
#define COMMON_BUF_H

#include "common/attr.h"

#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data; /* NULL while nothing was ever added */
    size_t len;
    size_t cap;
    bool failed;
};

void buf_add(struct buf *buf, const void *bytes, size_t len);
void buf_adds(struct buf *buf, const char *string);
void buf_addc(struct buf *buf, char byte);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/* False once an allocation failed since the last clear. */
bool buf_ok(const struct buf *buf);

/* The bytes as a string; "" when empty. Borrowed until the next change. */
const char *buf_str(const struct buf *buf);

/* Hand the bytes to the caller (free() them) and leave the buffer empty. NULL when an
 * allocation failed; "" is returned as an allocated empty string. */
char *buf_take(struct buf *buf);

/* Forget the bytes, keep the memory. */
void buf_reset(struct buf *buf);

/* Release everything; twice is harmless. */
void buf_clear(struct buf *buf);

#endif
