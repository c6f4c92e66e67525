/* The console's side of the clearinghouse: local files first, network behind them. One
 * thread.
 *
 * Opening a session touches only local files, so the first frame needs no network. After
 * that the loop calls bc_wait(), which waits for the terminal, signals and the network
 * together, and does at most 8 ms of work (transfers, one slice of sync) before it
 * returns. */
#ifndef BACKEND_CLIENT_SESSION_H
#define BACKEND_CLIENT_SESSION_H

#include "backend_client/records.h"
#include "common/attr.h"
#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bc_session;

/* NULL or 0: the default. */
struct bc_config {
    const char *server;     /* https://…: a clearinghouse on the network */
    const char *token_file; /* 0600, bearer token for `server` */
    const char *socket;     /* Unix socket of a running clearinghouse */
    bool embedded;      /* start clearinghoused as a child (also when none of the three is
                           given) */
    const char *state;  /* folder of replica.db, outbox.db and the embedded ledger */
    int64_t demo_cases; /* with embedded: --demo N; 0: an ordinary ledger */
    const char *as;     /* Demo-Principal */
    bool memory_replica; /* --no-replica */
    const char *daemon;  /* path of clearinghoused; default: beside this program */
};

/* Open the files (folder 0700, files 0600), read what the replica has, start the embedded
 * daemon without waiting for it. ERR_CONFIG for a folder that cannot be used. */
MUST_CHECK bool bc_open(const struct bc_config *config, struct bc_session **out,
                        struct err *err);

/* Finish: unsent intents stay in the outbox; the embedded child is ended and waited for.
 */
void bc_close(struct bc_session *session);

enum { BC_READY_TERMINAL = 1, BC_READY_SIGNAL = 2 };

/* Wait up to `timeout_ms` for input on `terminal_fd`, a byte on `signal_fd` (-1: none),
 * or the network; do a slice of work. Returns BC_READY_… bits. Returns at once when there
 * are events. */
unsigned bc_wait(struct bc_session *session, int terminal_fd, int signal_fd,
                 int timeout_ms);

enum bc_link_state {
    BC_LINK_STARTING, /* the embedded clearinghouse is starting, or filling its demo */
    BC_LINK_LOADING,  /* first visit: collections are coming; done/total below */
    BC_LINK_LIVE,     /* changes arrive as they happen */
    BC_LINK_RETRYING, /* lost; trying again at retry_at */
    BC_LINK_REFUSED,  /* the server refuses this caller; text says what to do */
};

/* Instants are of bc_clock(). */
struct bc_link {
    enum bc_link_state state;
    int64_t done, total; /* records loaded on a first visit, or demo cases made */
    char
        stage[BC_WORD]; /* what is being loaded: "applications"; of the demo: its stage */
    int64_t round_trip_us;
    int64_t data_at; /* when what is shown was last known to be true; 0 never */
    int64_t retry_at;
    struct err error;        /* why, for RETRYING and REFUSED */
    int64_t clock_offset_us; /* server clock minus this machine's */
};
const struct bc_link *bc_link(const struct bc_session *session);
/* The folder of what is kept here; lent. */
const char *bc_state_folder(const struct bc_session *session);
const struct bc_me *bc_me(const struct bc_session *session); /* id "" until known */
bool bc_has_role(const struct bc_session *session, const char *role);

/* The ledger's clock as best known. */
int64_t bc_clock(const struct bc_session *session);

/* Try the link again now. */
void bc_retry_now(struct bc_session *session);

enum bc_event_kind {
    BC_EVENT_LINK,   /* bc_link() changed in a way worth a redraw */
    BC_EVENT_CASE,   /* a case changed: id, number, name, by, action, revision */
    BC_EVENT_CASES,  /* many cases arrived (loading) */
    BC_EVENT_DETAIL, /* a wanted record arrived: id */
    BC_EVENT_TRANCHES,
    BC_EVENT_CENTRES,
    BC_EVENT_SERIES,
    BC_EVENT_DASHBOARD,
    BC_EVENT_ME,
    BC_EVENT_PREVIEW, /* a preview is ready: ticket */
    BC_EVENT_AUDIT,   /* the journal being read, or its check, went on */
    BC_EVENT_PAPERS,  /* vouchers or claims came, or many of them changed */
    BC_EVENT_PAPER,   /* one changed: as BC_EVENT_CASE */
    BC_EVENT_TRIAL,   /* orders were tried: ticket */
    BC_EVENT_FETCH,   /* an answer is there: ticket */
    BC_EVENT_INTENT,  /* an intent moved: ticket is its number */
};

struct bc_event {
    enum bc_event_kind kind;
    char id[BC_ID], number[BC_NUMBER], name[BC_NAME], by[BC_WORD], action[BC_WORD];
    int64_t revision;
    int64_t ticket;
    bool own; /* the change came from this console's own intent */
};

/* Take the next event; false when there is none. */
bool bc_event_next(struct bc_session *session, struct bc_event *out);

/* Keep a bearer token for the session's server, read from a file or ("-") stdin, where
 * later sessions with that server find it. Its path in `kept`. */
MUST_CHECK bool bc_login(struct bc_session *session, const char *from, char *kept,
                         size_t size, struct err *err);

#endif
