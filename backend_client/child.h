/* The embedded clearinghouse: clearinghoused as a child of this program, on a Unix socket
 * of the state folder. It ends with this program, however this program ends. When another
 * console already runs one on the same state, that one is used. */
#ifndef BACKEND_CLIENT_CHILD_H
#define BACKEND_CLIENT_CHILD_H

#include "backend_client/records.h"
#include "common/attr.h"
#include "common/err.h"

#include <stdbool.h>
#include <stdint.h>

struct bc_child;

enum { BC_SOCKET_PATH = 104 }; /* what fits sockaddr_un everywhere, with the NUL */

/* Nothing is started yet. `state` is an absolute, existing folder; `daemon` NULL: beside
 * this program, else on PATH. */
MUST_CHECK bool bc_child_create(const char *state, const char *daemon, int64_t demo_cases,
                                struct bc_child **out, struct err *err);

/* End it (SIGTERM; SIGKILL after 10 s) and wait for it. */
void bc_child_destroy(struct bc_child *child);

/* Where it serves; lent. The same for every console of this state. */
const char *bc_child_socket(const struct bc_child *child);

enum bc_child_state {
    BC_CHILD_NONE,     /* not running; see the error when it failed */
    BC_CHILD_STARTING, /* running, not yet ready; progress below while a demo is made */
    BC_CHILD_READY,    /* serves (or another console's does) */
};

/* Start it unless one answers already. BC_CHILD_NONE when that cannot be. */
enum bc_child_state bc_child_start(struct bc_child *child, struct err *err);

/* Take what it said since; never blocks. When it has ended: BC_CHILD_NONE and `err`. */
enum bc_child_state bc_child_poll(struct bc_child *child, struct err *err);

/* Readable when it said something or ended; -1 while there is none. */
int bc_child_fd(const struct bc_child *child);

/* How far a demo is made. `stage` "" when there is nothing to say. */
struct bc_child_progress {
    char stage[BC_WORD];
    int64_t done, total;
};
const struct bc_child_progress *bc_child_progress(const struct bc_child *child);

#endif
