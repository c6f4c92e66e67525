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

/* Take no more connections, finish what is under way, end every thread. */
void ch_http_stop(struct ch_http *http);

#endif
