#include "clearinghouse/service/replay_impl.h"

#include <stdlib.h>

static uint64_t mix(uint64_t hash, const char *text)
{
    for (; *text; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    }
    return (hash ^ 0xff) * UINT64_C(0x100000001b3);
}

static uint64_t name_of(const char *kind, const char *id)
{
    uint64_t hash = mix(mix(UINT64_C(0xcbf29ce484222325), kind), id);
    hash = (hash ^ (hash >> 32)) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ? hash : 1;
}

static struct ch_seen *slot_of(const struct ch_seen_map *map, uint64_t name)
{
    size_t at = (size_t)(name >> 20) & (map->room - 1);
    while (map->slots[at].name && map->slots[at].name != name) {
        at = (at + 1) & (map->room - 1);
    }
    return &map->slots[at];
}

static bool grow(struct ch_seen_map *map)
{
    struct ch_seen_map bigger = {.count = map->count,
                                 .room = map->room ? map->room * 2 : 1024};
    bigger.slots = calloc(bigger.room, sizeof *bigger.slots);
    if (!bigger.slots) {
        return false;
    }
    for (size_t i = 0; i < map->room; i++) {
        if (map->slots[i].name) {
            *slot_of(&bigger, map->slots[i].name) = map->slots[i];
        }
    }
    free(map->slots);
    *map = bigger;
    return true;
}

struct ch_seen *ch_seen_at(struct ch_seen_map *map, const char *kind, const char *id)
{
    if (map->count * 2 >= map->room && !grow(map)) {
        return NULL;
    }
    struct ch_seen *slot = slot_of(map, name_of(kind, id));
    if (!slot->name) {
        slot->name = name_of(kind, id);
        map->count++;
    }
    return slot;
}

const struct ch_seen *ch_seen_find(const struct ch_seen_map *map, const char *kind,
                                   const char *id)
{
    if (map->room == 0) {
        return NULL;
    }
    const struct ch_seen *slot = slot_of(map, name_of(kind, id));
    return slot->name ? slot : NULL;
}
