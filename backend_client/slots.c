#include "backend_client/slots.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BYTES = BC_SLOTS_BLOCK * sizeof(uint32_t) };

static bool make_file(struct bc_slots *slots, const char *folder)
{
    int fd = folder ? open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600) : -1;
    fd = fd < 0 ? memfd_create("slots", MFD_CLOEXEC) : fd;
    slots->fd = fd + 1;
    return fd >= 0;
}

static bool flush(struct bc_slots *slots, const char *folder)
{
    off_t at = (off_t)(slots->count / BC_SLOTS_BLOCK - 1) * BYTES;
    return (slots->fd || make_file(slots, folder)) &&
           pwrite(slots->fd - 1, slots->last, BYTES, at) == BYTES;
}

bool bc_slots_add(struct bc_slots *slots, const char *folder, uint32_t slot)
{
    int64_t at = slots->count % BC_SLOTS_BLOCK;
    slots->last = slots->last ? slots->last : malloc(BYTES);
    if (!slots->last || (at == 0 && slots->count > 0 && !flush(slots, folder))) {
        return false;
    }
    slots->last[at] = slot;
    slots->count++;
    return true;
}

/* The block that holds `index`, or NULL. */
static const uint32_t *block_of(struct bc_slots *slots, int64_t index)
{
    int64_t block = index / BC_SLOTS_BLOCK;
    if (block == (slots->count - 1) / BC_SLOTS_BLOCK) {
        return slots->last;
    }
    slots->read = slots->read ? slots->read : malloc(BYTES);
    if (!slots->read) {
        return NULL;
    }
    if (slots->block != block + 1) {
        slots->block = 0;
        if (pread(slots->fd - 1, slots->read, BYTES, (off_t)block * BYTES) != BYTES) {
            return NULL;
        }
        slots->block = block + 1;
    }
    return slots->read;
}

bool bc_slots_get(struct bc_slots *slots, int64_t index, uint32_t *out)
{
    if (index < 0 || index >= slots->count) {
        return false;
    }
    const uint32_t *block = block_of(slots, index);
    *out = block ? block[index % BC_SLOTS_BLOCK] : 0;
    return block != NULL;
}

int64_t bc_slots_find(struct bc_slots *slots, uint32_t slot)
{
    for (int64_t from = 0; from < slots->count; from += BC_SLOTS_BLOCK) {
        const uint32_t *block = block_of(slots, from);
        int64_t left = slots->count - from;
        for (int64_t i = 0; block && i < BC_SLOTS_BLOCK && i < left; i++) {
            if (block[i] == slot) {
                return from + i;
            }
        }
    }
    return -1;
}

void bc_slots_clear(struct bc_slots *slots)
{
    if (slots->fd) {
        close(slots->fd - 1);
    }
    free(slots->last);
    free(slots->read);
    memset(slots, 0, sizeof *slots);
}
