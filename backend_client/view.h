/* Inside a view: which cases, in which order, and how far they have been gathered.
 *
 * The order is frozen by gathering the slots of all its rows once, from the front, in
 * slices; until that is done the rows at the far end come from a walk backwards. */
#ifndef BACKEND_CLIENT_VIEW_H
#define BACKEND_CLIENT_VIEW_H

#include "backend_client/filter.h"
#include "backend_client/replica_impl.h"
#include "backend_client/search.h"
#include "backend_client/session_impl.h"
#include "backend_client/slots.h"

enum { BC_VIEW_STATUSES = 24, BC_VIEW_TAIL = 512 };

struct bc_filter {
    char statuses[BC_VIEW_STATUSES * BC_WORD]; /* comma-separated; "*" all */
    char programme[BC_WORD], verdict[BC_WORD], tranche[BC_WORD], assigned_to[BC_WORD];
    bool by_programme, by_verdict, by_tranche, by_assignee;
    struct bc_filter_text text; /* what was typed */
};

struct bc_view {
    struct bc_replica *replica; /* NULL: it was emptied or closed under the view */
    struct bc_view *next;
    struct bc_filter filter;
    enum bc_sort sort;
    bool descending;
    bool by_hits, by_text; /* text: look in `hits`, or at each row */
    struct bc_hits *hits;
    struct buf scratch;
    unsigned char *allowed; /* by tally number: the cases the filter lets in */
    int allowed_count;
    int statuses[BC_VIEW_STATUSES]; /* word numbers of the allowed tallies' states */
    int status_count;
    struct bc_slots slots; /* gathered from the front */
    bool complete, counted;
    int64_t count; /* when counted */
    uint32_t tail[BC_VIEW_TAIL];
    int tail_count;
    /* where the walk goes on */
    bool started;
    int64_t key, tally, slot;
    char text_key[BC_NAME];
    int moves;
};

/* Does the row belong? */
bool bc_filter_has(const struct bc_filter *filter, const struct bc_case *row,
                   struct buf *scratch);

/* walk.c: gather until `wanted` rows are there, the deadline of CLOCK_MONOTONIC is over
 * (0: none), or all are. */
MUST_CHECK bool bc_walk_on(struct bc_view *view, int64_t wanted, int64_t deadline_us,
                           struct err *err);
/* The last rows, by a walk backwards. */
MUST_CHECK bool bc_walk_tail(struct bc_view *view, struct err *err);
/* A search that stopped at too many hits goes on; once it has all, the walk looks at no
 * row any more. */
MUST_CHECK bool bc_walk_search(struct bc_view *view, int64_t deadline_us,
                               struct err *err);
/* All rows of a list of slots at once, sorted here. */
MUST_CHECK bool bc_walk_list(struct bc_view *view, const uint32_t *list, int count,
                             struct err *err);
/* The same of every allowed tally. */
MUST_CHECK bool bc_walk_tallies(struct bc_view *view, struct err *err);

#endif
