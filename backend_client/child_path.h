/* Where the embedded clearinghouse's program and socket are. */
#ifndef BACKEND_CLIENT_CHILD_PATH_H
#define BACKEND_CLIENT_CHILD_PATH_H

#include "backend_client/child.h"

#include <stddef.h>

/* STATE/clearinghoused.sock, or for a state folder whose path is too long for a socket a
 * name made from it in a private folder of $XDG_RUNTIME_DIR or /tmp. */
MUST_CHECK bool bc_child_socket_path(const char *state, char out[BC_SOCKET_PATH],
                                     struct err *err);

/* `given`, or clearinghoused beside this program, or on PATH. */
MUST_CHECK bool bc_child_program(const char *given, char *out, size_t size,
                                 struct err *err);

#endif
