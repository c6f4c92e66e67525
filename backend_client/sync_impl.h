/* Inside the sync: load.c (first visit), changes.c (the feed), details.c, collections.c
 * and series.c under sync.c, which starts, stops and schedules them. */
#ifndef BACKEND_CLIENT_SYNC_IMPL_H
#define BACKEND_CLIENT_SYNC_IMPL_H

#include "backend_client/collections.h"
#include "backend_client/cut.h"
#include "backend_client/replica.h"
#include "backend_client/session_impl.h"

struct json_t;

enum {
    BC_CURSOR = 8192,      /* bytes of a cursor kept */
    BC_ITEM_MAX = 1 << 18, /* of one item of a list */
    BC_DETAIL_WANTS = 16,
};

/* An answer being applied item by item. */
struct bc_page {
    char *text; /* owned; NULL: none */
    struct bc_span rest;
    int applied;
};

/* The first visit: open cases, then decided ones, then whatever is still missing. */
enum bc_load_phase { BC_LOAD_OPEN, BC_LOAD_CLOSED, BC_LOAD_REST, BC_LOAD_DONE };

struct bc_load {
    bool on;
    enum bc_load_phase phase;
    int64_t ticket; /* of the page on its way */
    int64_t total;  /* cases there are, as the server says; -1 not asked yet */
    int64_t pages;  /* of this phase, against lists without an end */
    struct bc_page page, waiting;
    char after[BC_CURSOR], page_after[BC_CURSOR], waiting_after[BC_CURSOR];
    bool page_last, waiting_last; /* no page follows it */
    char last_id[BC_ID];
    int64_t told_us; /* when screens were last told of new cases */
};

struct bc_feed {
    int64_t ticket;
    int64_t sent_us, due_us; /* due: not to ask before */
    bool quick;              /* the next question is not a long poll */
    bool more;               /* the server said there is more */
    struct bc_page page;
    char cursor[BC_CURSOR], page_cursor[BC_CURSOR];
    int idle;          /* answers in a row that brought nothing though there was more */
    bool many;         /* a page too long to announce change by change */
    int64_t reload_us; /* when everything was last loaded again */
};

struct bc_want {
    struct bc_sync *sync;
    char id[BC_ID];
    int64_t ticket;   /* 0: not on its way */
    int64_t tried_us; /* failed then */
};

struct bc_sync {
    struct bc_session *session;
    bool running;
    struct bc_load load;
    struct bc_feed feed;
    struct bc_want wants[BC_DETAIL_WANTS];
    char shown_id[BC_ID]; /* the record last read */
    int64_t shown_revision;
    struct bc_detail *shown;
};

/* Send a GET; stops the sync when there is no memory for it. `*ticket` is set. */
void bc_sync_get(struct bc_sync *sync, const char *path, size_t max, int wait_s,
                 bc_reply_fn *done, void *ctx, int64_t *ticket);
/* Something failed for good: stop, and let the session try again later. */
void bc_sync_fail(struct bc_sync *sync, const struct err *err);
/* Take the answer's text as a page of `items`; `keys` are more members wanted. */
MUST_CHECK bool bc_page_take(struct bc_page *page, struct bc_reply *reply,
                             const char *const *keys, size_t count, struct bc_span *spans,
                             struct err *err);
void bc_page_clear(struct bc_page *page);
/* The page's next item, read. `*item` NULL at its end; json_decref() it. */
MUST_CHECK bool bc_page_next(struct bc_page *page, struct json_t **item,
                             struct bc_span *text, struct err *err);
void bc_sync_event(struct bc_session *session, enum bc_event_kind kind);

/* load.c */
MUST_CHECK bool bc_load_start(struct bc_sync *sync, struct err *err);
void bc_load_stop(struct bc_sync *sync);
MUST_CHECK bool bc_load_slice(struct bc_sync *sync, int64_t deadline_us, bool *more,
                              struct err *err);

/* changes.c */
MUST_CHECK bool bc_feed_start(struct bc_sync *sync, struct err *err);
void bc_feed_stop(struct bc_sync *sync);
MUST_CHECK bool bc_feed_slice(struct bc_sync *sync, int64_t deadline_us, bool *more,
                              struct err *err);
void bc_feed_ask(struct bc_sync *sync); /* if it is due */

/* details.c */
void bc_details_stop(struct bc_sync *sync);
void bc_details_ask(struct bc_sync *sync);

/* collections.c */
MUST_CHECK bool bc_collections_open(struct bc_session *session, struct err *err);
void bc_collections_close(struct bc_session *session);
void bc_collections_start(struct bc_session *session);
void bc_collections_stop(struct bc_session *session);
void bc_collections_ask(struct bc_session *session);             /* what is due */
int64_t bc_collections_due_us(const struct bc_session *session); /* 0: nothing */
/* A change of this kind of subject was seen. */
void bc_collections_changed(struct bc_session *session, const char *kind, const char *id);

/* series.c */
struct bc_series_cache;
struct bc_series_cache *bc_series_open(void);
void bc_series_close(struct bc_session *session, struct bc_series_cache *cache);
void bc_series_stop(struct bc_session *session, struct bc_series_cache *cache);
void bc_series_ask(struct bc_session *session, struct bc_series_cache *cache);
void bc_series_changed(struct bc_series_cache *cache, const char *centre_id);
int bc_series_get(struct bc_session *session, struct bc_series_cache *cache,
                  const char *centre_id, int hours, const struct bc_bucket **out);

#endif
