/* The HTTP edge: a Unix socket, limits, threads. */
#ifndef CLEARINGHOUSE_HTTP_H
#define CLEARINGHOUSE_HTTP_H

#include "clearinghouse/routes.h"

struct ch_http;

/* Serve `service` on the listening socket `fd`, reading from `ledger` through connections
 * of its own and writing through `db` on one thread. */
MUST_CHECK bool ch_http_start(struct ch_service *service, struct ch_db *db,
                              const char *ledger, int fd, struct ch_http **out,
                              struct err *err);

/* Serve the network edge too, on the listening socket `fd`: who comes there is known by a
 * bearer token and by nothing else. Once, before any request is answered there. */
MUST_CHECK bool ch_http_open_edge(struct ch_http *http, int fd, struct err *err);

/* Run a command as if it had come by the socket, and wait for its answer. From any thread
 * but the writer's. */
void ch_http_run(struct ch_http *http, const struct ch_request *request,
                 struct ch_reply *reply);

/* Total times in milliseconds: for the headers, for a body, for taking the reply, and
 * between two requests. */
struct ch_http_limits {
    int header_ms, body_ms, reply_ms, idle_ms;
};
/* The same with other limits than the usual ones: tests have no time to wait for those.
 */
MUST_CHECK bool ch_http_start_with(struct ch_service *service, struct ch_db *db,
                                   const char *ledger, int fd,
                                   const struct ch_http_limits *limits,
                                   struct ch_http **out, struct err *err);

/* Take no more connections, finish what is under way, end every thread. */
void ch_http_stop(struct ch_http *http);

#endif
