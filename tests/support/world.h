/* A real clearinghouse for a test: the built clearinghoused, started as people start it,
 * on a state folder of its own; and a small blocking HTTP client for its socket. Safe to
 * use from several threads once started. */
#ifndef TESTS_SUPPORT_WORLD_H
#define TESTS_SUPPORT_WORLD_H

#include "common/attr.h"
#include "common/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct world {
    char folder[64]; /* made for this world, removed by world_end() */
    char state[96];  /* --state */
    char socket[108];
    char log[96];     /* the daemon's stderr */
    char cases[32];   /* --demo N, or "" */
    char now[40];     /* --demo-now TIME, or "" */
    char store[256];  /* --store URL, or "" */
    pid_t pid;        /* 0: not running */
    int output;       /* of the daemon's stdout, or -1 */
    char failed[300]; /* why the last start did not come to "ready" */
};

struct world_options {
    int cases; /* of the demo; 0: an empty one with its people, programmes, no cases */
    const char *now;   /* the instant the demo's story ends at, RFC 3339; NULL: now */
    const char *store; /* postgres://…, where another world may be at work too; NULL: a
                          file of its own */
};

/* Start it and wait for its ready line. False, with `failed` filled, when it did not come
 * within a minute. */
MUST_CHECK bool world_begin(struct world *world, const struct world_options *options);
/* Send the signal and wait until the process is gone (SIGKILL after ten seconds). */
void world_signal(struct world *world, int signal_number);
/* Start the daemon again on the same state. */
MUST_CHECK bool world_restart(struct world *world);
/* Run `clearinghoused verify` on its ledger; the exit status. */
int world_verify(const struct world *world);
/* End the daemon, and remove the folder. Twice is harmless. */
void world_end(struct world *world);

/* Path of a program in the build folder: $VD_BUILD, else build/. */
const char *world_program(const char *name, char *out, size_t size);

/* ---- HTTP ---- */

struct world_request {
    const char *method;  /* NULL: GET, or POST with a body */
    const char *path;    /* with query */
    const char *as;      /* Demo-Principal, or NULL */
    const char *body;    /* NULL: none */
    const char *type;    /* of the body; NULL: application/json */
    const char *key;     /* Idempotency-Key, or NULL */
    int64_t if_match;    /* 0: none */
    const char *headers; /* more of them, each ended by \r\n, or NULL */
};

/* `{0}` is empty and may be cleared. */
struct world_reply {
    int status; /* 0: no answer came */
    struct buf head, body;
};
void world_reply_clear(struct world_reply *reply);
/* A header's value, or "" (lent to `out`). */
const char *world_header(const struct world_reply *reply, const char *name, char *out,
                         size_t size);

/* A connection to keep; -1 on failure. Close it with close(). */
int world_connect(const struct world *world);
/* One exchange on a connection. Clears `reply` first. False when no whole answer came. */
MUST_CHECK bool world_exchange(int fd, const struct world_request *request,
                               struct world_reply *reply);
/* Bytes as they are, then read one answer. */
MUST_CHECK bool world_exchange_raw(int fd, const char *bytes, size_t len,
                                   struct world_reply *reply);
/* True when the other side closed within `ms`, with nothing more said. */
bool world_closed(int fd, int ms);

/* One exchange on a connection of its own; returns the status, 0 when none came. */
int world_call(const struct world *world, const struct world_request *request,
               struct world_reply *reply);

#endif
