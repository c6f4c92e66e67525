/* A long list of slots that is only appended to: one block in memory, the rest in a file
 * without a name, so that a view over millions of cases takes a few KiB. */
#ifndef BACKEND_CLIENT_SLOTS_H
#define BACKEND_CLIENT_SLOTS_H

#include "common/attr.h"

#include <stdbool.h>
#include <stdint.h>

enum { BC_SLOTS_BLOCK = 2048 };

/* Zeroed is ready and empty. */
struct bc_slots {
    int64_t count;
    int fd;                /* of the file, plus one; 0: there is none yet */
    int64_t block;         /* number of the one in `read`, plus one */
    uint32_t *last, *read; /* BC_SLOTS_BLOCK each: being filled; read back */
};

/* False when there is neither memory nor a file for it. `folder` is where the file may
 * be; NULL: in memory. */
MUST_CHECK bool bc_slots_add(struct bc_slots *slots, const char *folder, uint32_t slot);
MUST_CHECK bool bc_slots_get(struct bc_slots *slots, int64_t index, uint32_t *out);
/* Where a slot is, or -1. */
int64_t bc_slots_find(struct bc_slots *slots, uint32_t slot);
void bc_slots_clear(struct bc_slots *slots);

#endif
