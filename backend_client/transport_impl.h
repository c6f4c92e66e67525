/* What transport.c and request.c share: the only two files that know libcurl. */
#ifndef BACKEND_CLIENT_TRANSPORT_IMPL_H
#define BACKEND_CLIENT_TRANSPORT_IMPL_H

#include "backend_client/curl_library.h"
#include "backend_client/transport.h"

struct bc_transfer {
    struct bc_transfer *next;
    int64_t ticket;
    const struct bc_curl *curl; /* the transport's */
    CURL *easy;                 /* NULL: could not even be sent, `err` says why */
    struct curl_slist *headers;
    bool post;
    size_t max, header_bytes;
    bool too_large, json;
    bool text; /* it may be no JSON */
    int64_t started_us, etag;
    bool replayed;
    struct buf body;
    struct err err;
    char why[CURL_ERROR_SIZE];
    bc_reply_fn *done;
    void *ctx;
};

struct bc_transport {
    char *server, *token_file, *socket, *as;
    struct bc_curl curl; /* loaded with the first request */
    CURLM *multi;        /* NULL until then */
    struct bc_transfer *transfers;
    int64_t last_ticket;
    long total_s, slow_s;
    int watched; /* a third descriptor that ends a wait, or -1 */
};

/* Fill the transfer's handle from a request: where to and nowhere else, headers, body,
 * limits. False with transfer->err when that cannot be. */
MUST_CHECK bool bc_request_prepare(const struct bc_transport *t,
                                   const struct bc_request *request,
                                   struct bc_transfer *transfer, int wait_s);
/* Header lines may hold the token: overwritten before they are freed. */
void bc_request_forget(struct bc_transfer *transfer);

#endif
