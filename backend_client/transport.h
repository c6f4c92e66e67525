/* HTTP to the clearinghouse, over its Unix socket or over TLS; libcurl stays behind it.
 * One request is one callback, run from bc_transport_wait(). */
#ifndef BACKEND_CLIENT_TRANSPORT_H
#define BACKEND_CLIENT_TRANSPORT_H

#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bc_transport;

/* Exactly one of `server` and `socket`. Strings are copied. */
struct bc_transport_config {
    const char *server;     /* "https://clearing.example" */
    const char *token_file; /* 0600, for `server` */
    const char *socket;     /* path of a Unix socket */
    const char *as;         /* Demo-Principal, or NULL */
    int total_s, slow_s;    /* patience: in all, and with an answer that drips (30, 12) */
};

/* Loads nothing from the network library yet: that is put off to the first request, since
 * it costs more than the rest of a start. ERR_CONFIG for a token file others can read. */
MUST_CHECK bool bc_transport_open(const struct bc_transport_config *config,
                                  struct bc_transport **out, struct err *err);
void bc_transport_close(struct bc_transport *transport); /* callbacks do not run */

/* Strings are copied when it is sent. `body` NULL: GET, else POST of `content_type`
 * (NULL: application/json). `key` NULL: no Idempotency-Key. `if_match` -1: none. */
struct bc_request {
    const char *path;   /* with query: "/v1/applications?limit=500" */
    const char *method; /* NULL: GET or POST; else "DELETE" */
    const char *body;
    const char *content_type;
    const char *key;
    int64_t if_match;
    bool text; /* the answer may be text that is no JSON */
};

/* What came back. `err` is ERR_NONE for a status below 400. Status 0 (no answer):
 * ERR_UNREACHABLE when nothing can have happened, ERR_UNKNOWN when the request may have
 * been acted on. Otherwise the problem document's status, type and detail; an answer that
 * is no JSON, too large (`max`), endless or too slow is ERR_UNREACHABLE or ERR_UNKNOWN
 * and says so, and never takes more than `max` bytes of memory. */
struct bc_reply {
    int status;
    struct buf body; /* lent during the callback; buf_take() keeps it */
    int64_t etag;    /* or -1 */
    bool replayed;
    int64_t round_trip_us;
    struct err err;
};
typedef void bc_reply_fn(void *ctx, struct bc_reply *reply);

/* Send without waiting; `done` runs exactly once unless it is cancelled. `wait_s` is how
 * long the server may sit on it (a long poll), 0: the usual 30 s in all. Returns a ticket
 * > 0, or 0 when out of memory. */
int64_t bc_transport_send(struct bc_transport *transport,
                          const struct bc_request *request, size_t max, int wait_s,
                          bc_reply_fn *done, void *ctx);
void bc_transport_cancel(struct bc_transport *transport, int64_t ticket);

/* Wait for the network or the two descriptors (-1: none), at most `timeout_ms`; run the
 * callbacks of what finished. `*ready` gets bit 1 for `first`, bit 2 for `second`. Works
 * (as poll) before anything was sent. */
void bc_transport_wait(struct bc_transport *transport, int first, int second,
                       int timeout_ms, unsigned *ready);

/* One more descriptor whose input ends a wait (-1: none): the embedded child's words. */
void bc_transport_watch(struct bc_transport *transport, int fd);

/* The network library and its version, for `doctor`. */
const char *bc_transport_library(void);

#endif
