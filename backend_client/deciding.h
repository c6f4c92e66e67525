/* decisions.c towards the session: the preview's memory. */
#ifndef BACKEND_CLIENT_DECIDING_H
#define BACKEND_CLIENT_DECIDING_H

#include "backend_client/decisions.h"
#include "common/buf.h"

MUST_CHECK bool bc_deciding_open(struct bc_session *session, struct err *err);
void bc_deciding_close(struct bc_session *session);

/* The request a decision makes: one case by its own route under If-Match, several as a
 * batch. `path` needs 128 bytes. ERR_USAGE for one that cannot be meant. */
MUST_CHECK bool bc_decision_request(const struct bc_decision *decision, bool dry_run,
                                    char path[128], int64_t *if_match, struct buf *body,
                                    struct err *err);

#endif
