/* A file of what became of a decision: comma-separated, its first line naming the
 * columns. The cases that were not decided can be taken from it again. */
#ifndef BACKEND_CLIENT_RESULTS_H
#define BACKEND_CLIENT_RESULTS_H

#include "common/attr.h"
#include "common/err.h"

/* One case that was not done, by its number, or by its id where the file has no numbers.
 * False stops, with `err` set. */
typedef bool bc_result_fn(void *ctx, const char *name, struct err *err);

/* Call `each` for every row whose column "outcome" is not "done"; a file without that
 * column is of cases still to be done. The columns "id" or "number" name the case. */
MUST_CHECK bool bc_results_read(const char *path, bc_result_fn *each, void *ctx,
                                struct err *err);

#endif
