/* A refusal as the server words it (problem+json), as an error of ours. */
#ifndef BACKEND_CLIENT_PROBLEM_H
#define BACKEND_CLIENT_PROBLEM_H

#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Fill `out` from a status of 400 and more and its body, which may be anything. `post`:
 * the request was to change something, so that a failing server leaves it unknown. */
void bc_problem_read(int status, bool post, const char *body, size_t len,
                     struct err *out);

/* The kind a problem type has: "/problems/budget-exceeded" or "budget-exceeded". For the
 * items of a batch, which bring no status. */
enum err_kind bc_problem_kind(const char *type);

/* The name without its path. */
const char *bc_problem_name(const char *type);

#endif
