/* What an answer means for an intent. */
#ifndef BACKEND_CLIENT_OUTCOME_H
#define BACKEND_CLIENT_OUTCOME_H

#include "backend_client/outbox_file.h"
#include "backend_client/transport.h"

/* Move `row` to the state the answer gives, with the outcome in words. `application`
 * gets the case's new record when the answer of a single decision brought it. */
void bc_outcome_read(struct bc_row *row, const struct bc_reply *reply,
                     struct buf *application);

/* No longer to be sent by itself: confirmed, refused, conflict, held or discarded. */
bool bc_outcome_final(enum bc_intent_state state);

#endif
