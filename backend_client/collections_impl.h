/* Inside the collections: collections.c keeps and reads them, collect.c fetches them. */
#ifndef BACKEND_CLIENT_COLLECTIONS_IMPL_H
#define BACKEND_CLIENT_COLLECTIONS_IMPL_H

#include "backend_client/sync_impl.h"

enum { BC_COLLECTIONS = BC_DASHBOARD + 1, BC_COLLECTION_BYTES = 16 << 20 };

/* One collection: where its document comes from and how its items are read. Tranches come
 * with the dashboard; who may not read that one asks each programme for its own. */
struct bc_kind {
    const char *name, *path, *member;
    bool (*read)(const struct json_t *value, void *out, struct err *err);
    size_t size;
    int spacing_s; /* between two refreshes */
    int every_s;   /* refreshed at least so often; 0: when something changes */
    enum bc_event_kind event;
};
extern const struct bc_kind bc_kinds[BC_COLLECTIONS];

struct bc_items {
    struct bc_session *session;
    enum bc_collection which;
    bool read; /* the stored document was read, or a newer one came */
    int64_t at;
    int count;
    void *items;
    int64_t ticket, due_us, asked_us; /* due 0: not wanted */
    bool refused;                     /* not for this role */
    struct buf gathered;              /* items of the pages so far, comma-separated */
    char next[BC_CURSOR];             /* the page to ask for; "" the first */
};

struct bc_collections {
    struct bc_items items[BC_COLLECTIONS];
    struct bc_dashboard dashboard;
    struct bc_series_cache *series;
    int programme; /* whose tranches are asked for, when programme by programme */
};

/* Read a document into the collection it is of. */
MUST_CHECK bool bc_collection_take(struct bc_items *items, const char *json, size_t len,
                                   int64_t at, struct err *err);
void bc_collection_want(struct bc_items *items);

#endif
