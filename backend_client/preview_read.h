/* Reading the answer to a dry run. */
#ifndef BACKEND_CLIENT_PREVIEW_READ_H
#define BACKEND_CLIENT_PREVIEW_READ_H

#include "backend_client/decisions.h"
#include "backend_client/transport.h"

/* Fill items, budgets, controls, notices and sums of `out` from the answer to `asked`. A
 * refusal of the one case asked about is an item that says why; whatever else went wrong
 * is out->error. */
void bc_preview_read(const struct bc_decision *asked, const struct bc_reply *reply,
                     struct bc_preview *out);

#endif
