/* From a request to its handler: the one table of routes, identity, roles, idempotency.
 * Below HTTP, so that the demo generator and tests can call the same API without a
 * socket. */
#ifndef CLEARINGHOUSE_ROUTES_H
#define CLEARINGHOUSE_ROUTES_H

#include "clearinghouse/api/call.h"

/* A request, strings lent for its life. NULL: header absent. */
struct ch_request {
    const char *method; /* "GET" */
    const char *path;   /* "/v1/applications", still percent-encoded */
    const char *query;  /* after "?", or NULL */
    const char *body;
    size_t body_len;
    const char *content_type;
    const char *idempotency_key;
    const char *if_match, *if_none_match;
    const char *demo_principal;
    const char *acting_for; /* the person whose delegation is used, or NULL */
    const char *authorization;
    const char *source; /* of a request by the network edge, as that says; or NULL */
    bool network;       /* came by the network edge: a token is the identity */
    bool last_call;     /* of a long poll: its time is up */
    int64_t uid;        /* of the peer on the Unix socket; -1: a network edge */
};

struct ch_reply {
    int status;
    struct buf body;          /* owned */
    const char *content_type; /* literal */
    int64_t etag;             /* or -1 */
    bool replayed;
    char location[96];
    char link[2048];    /* value of the Link header, or "" */
    char allow[48];     /* for 405 */
    int64_t wait_until; /* see struct ch_call */
};
void ch_reply_clear(struct ch_reply *reply);

enum ch_route_side {
    CH_SIDE_READ,  /* run it with a reading connection, at once */
    CH_SIDE_WRITE, /* run it on the writer */
};

/* Which side a request belongs to (unknown routes: READ). */
enum ch_route_side ch_routes_side(const struct ch_request *request);

/* The most bytes a body may have on this path. */
size_t ch_routes_body_max(const char *method, const char *path);

/* Run it: route, identity, role, idempotency, handler. Never fails: the reply says what
 * went wrong. On the writer it works inside its own savepoint of the open transaction,
 * and rolls that back unless the answer is to be kept. */
void ch_routes_run(struct ch_service *service, struct ch_db *db,
                   const struct ch_request *request, struct ch_reply *reply);

/* The table, for the test that holds it against openapi.yaml. */
struct ch_route {
    const char *method;
    const char *path; /* "/v1/applications/{id}/decisions" */
    void (*handler)(struct ch_call *call);
    enum ch_route_side side;
    unsigned roles;     /* bits; any of them in any scope; 0: no identity needed */
    bool needs_key;     /* Idempotency-Key */
    bool ndjson;        /* takes application/x-ndjson instead of JSON */
    size_t body_max;    /* bytes */
    const char *params; /* query parameters there are, with spaces between; any other is
                         * refused */
};
extern const struct ch_route ch_routes[];
extern const size_t ch_route_count;

#endif
