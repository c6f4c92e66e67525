/* Who is calling. */
#ifndef CLEARINGHOUSE_IDENTITY_H
#define CLEARINGHOUSE_IDENTITY_H

#include "clearinghouse/routes.h"

struct ch_identity {
    struct ch_principal who;
    bool by_token;
    bool read_only; /* the token was made for reading */
};

/* The principal behind a request. On the machine's own socket: on a demo ledger the one
 * Demo-Principal names, else the one of the peer's uid. On the socket of the network
 * edge: the one of the bearer token, and nothing else is looked at. On failure
 * err->status is 400 (the header is not for this ledger), 401, or 429 (too many wrong
 * tokens from there). */
MUST_CHECK bool ch_identify(const struct ch_service *service, struct ch_db *db,
                            const struct ch_request *request, struct ch_identity *out,
                            struct err *err);

#endif
