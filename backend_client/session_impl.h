/* Inside the session: what the files of backend_client share with each other, and nobody
 * else may include. */
#ifndef BACKEND_CLIENT_SESSION_IMPL_H
#define BACKEND_CLIENT_SESSION_IMPL_H

#include "backend_client/session.h"
#include "backend_client/transport.h"

#include <stddef.h>

struct bc_child;       /* child.c: the embedded clearinghouse */
struct bc_outbox;      /* outbox.c: intents on disk and on their way */
struct bc_deciding;    /* decisions.c: the preview */
struct bc_replica;     /* replica.c: cases on disk */
struct bc_sync;        /* sync.c: keeps replica and collections up to date */
struct bc_collections; /* collections.c: the small collections, in memory */
struct bc_papers;      /* papers.c: vouchers and claims being looked at */
struct bc_trying;      /* trials.c: orders being tried */
struct bc_fetching;    /* payments.c: an answer on its way */

enum { BC_EVENTS = 256 };

/* How the link gets from nothing to a server that answers, and back. */
enum bc_phase {
    BC_PHASE_REST,  /* nothing under way until `due_us` */
    BC_PHASE_CHILD, /* the embedded clearinghouse is starting */
    BC_PHASE_ASK,   /* GET /v1/me is on its way */
    BC_PHASE_ON,    /* the server answers; sync and outbox may send */
};

struct bc_reach {
    enum bc_phase phase;
    int64_t due_us; /* of CLOCK_MONOTONIC */
    int64_t ask;    /* ticket of GET /v1/me, or 0 */
    int failures;   /* in a row */
    bool more;      /* sync has more to apply than the last slice took */
};

struct bc_session {
    char *server, *token_file, *socket, *state, *as, *daemon; /* owned, or NULL */
    bool embedded, memory_replica;
    int64_t demo_cases;
    struct bc_transport *transport; /* never NULL once open */
    struct bc_child *child;
    struct bc_outbox *outbox;
    struct bc_deciding *deciding;
    struct bc_replica *replica;
    struct bc_sync *sync;
    struct bc_collections *collections;
    struct bc_papers *papers; /* the first of those open */
    struct bc_trying *trying;
    struct bc_fetching *fetching;
    struct bc_link link;
    struct bc_me me;
    struct bc_event events[BC_EVENTS];
    int first_event, event_count;
    struct bc_reach reach;
    bool direct; /* a verb: ask and wait, no sync */
};

/* Queue an event. When the queue is full the oldest of the same kind gives way to one
 * BC_EVENT_CASES / its kind without an id: screens then read everything again. */
void bc_event_push(struct bc_session *session, const struct bc_event *event);

/* ---- link.c: what the session and the verbs call ---- */

int64_t bc_monotonic_us(void);

/* Start the embedded clearinghouse, if there is one; sends nothing yet. */
void bc_link_open(struct bc_session *session);
/* Do what is due: start the child, ask who we are, try again. */
void bc_link_tick(struct bc_session *session);
/* Milliseconds until it has something to do, at most `most`. */
int bc_link_wait_ms(const struct bc_session *session, int most);
/* The principal this session acts as: the server's word, else --as; "" unknown. */
const char *bc_link_principal(const struct bc_session *session);

/* The server does not answer any more, found out by another than sync: stops sync, too.
 */
void bc_link_gone(struct bc_session *session, const struct err *err);

/* ---- link.c: what sync tells the link ---- */

/* A first visit: `done` of `total` records of `stage` are here. */
void bc_link_loading(struct bc_session *session, const char *stage, int64_t done,
                     int64_t total);
/* What is shown is true as of now. */
void bc_link_live(struct bc_session *session);
/* A request failed for want of a server (or it refuses this caller): sync has stopped;
 * the session tries again with back-off and jitter, and calls bc_sync_start(). */
void bc_link_lost(struct bc_session *session, const struct err *err);
void bc_link_round_trip(struct bc_session *session, int64_t round_trip_us);

/* ---- sync.c, collections.c, replica.c: what the session calls ---- */

/* Open replica.db of this server and principal (or in memory) and read what is there, so
 * that the first frame has data. A damaged, foreign or older file is made anew. */
MUST_CHECK bool bc_sync_open(struct bc_session *session, struct err *err);
void bc_sync_close(struct bc_session *session);

/* The server answers and session->me is known: load what was never loaded, open cases
 * first, then follow /v1/changes. Also after each reconnection. A replica of another
 * principal is emptied here. */
void bc_sync_start(struct bc_session *session);
void bc_sync_stop(struct bc_session *session);

/* Apply what has arrived until `deadline_us` of CLOCK_MONOTONIC; true: more is waiting.
 */
bool bc_sync_slice(struct bc_session *session, int64_t deadline_us);
/* How long until bc_sync_slice() has something due (refreshes are spaced out): 0 now, -1
 * nothing is planned. bc_wait() waits no longer than this. */
int bc_sync_timeout_ms(const struct bc_session *session);

/* A decision of ours was answered with the case's new record: show it now rather than
 * when the change feed brings it. `application_json` is the record. */
void bc_sync_case_answered(struct bc_session *session, const char *application_json);

/* The operation ids of our own intents, so that their changes are marked `own`. */
bool bc_outbox_is_own(const struct bc_session *session, const char *operation);

/* For bc_decide(): "26-000418-K 星河智算…" of a case in the replica; "" when not there.
 */
void bc_case_title(struct bc_session *session, const char *id, char *out, size_t size);

#endif
