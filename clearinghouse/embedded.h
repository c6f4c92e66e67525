/* Files the daemon carries inside itself: migrations and the API description. Made by the
 * Makefile from clearinghouse/store/sql and docs/openapi.yaml. */
#ifndef CLEARINGHOUSE_EMBEDDED_H
#define CLEARINGHOUSE_EMBEDDED_H

#include <stddef.h>

struct ch_embedded {
    const char *name; /* NULL ends the table */
    const char *data; /* followed by a NUL that `size` does not count */
    size_t size;
};

/* Sorted by name as the Makefile lists them: migrations first, in order. */
extern const struct ch_embedded ch_embedded[];

#endif
