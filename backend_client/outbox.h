/* The outbox's side towards the session: intents on disk, sent one by one under their
 * operation ids, however often that takes. */
#ifndef BACKEND_CLIENT_OUTBOX_H
#define BACKEND_CLIENT_OUTBOX_H

#include "backend_client/decisions.h"
#include "common/buf.h"

/* Open STATE/outbox.db, made where it is missing. A file that is no outbox any more is
 * set aside under another name, never removed, and an intent says where. */
MUST_CHECK bool bc_outbox_open(struct bc_session *session, struct err *err);
void bc_outbox_close(struct bc_session *session);

/* Send what is due. Called by bc_wait(). */
void bc_outbox_tick(struct bc_session *session);
/* The server answers again: what waited for its back-off goes now. */
void bc_outbox_link_up(struct bc_session *session);
/* Milliseconds until something is due, at most `most`. */
int bc_outbox_wait_ms(const struct bc_session *session, int most);

/* A request to be written down and sent. Strings are copied to the file. */
struct bc_intent_request {
    const char *what, *title, *case_id;
    const char *path, *body;
    int64_t if_match; /* -1 none */
    int count;
};

/* Durable when it returns true; sent from the next tick on. */
MUST_CHECK bool bc_outbox_put(struct bc_session *session,
                              const struct bc_intent_request *request, int64_t *number,
                              struct err *err);

/* For verbs: keep the answer's body of this intent; lent by bc_outbox_answer() once its
 * state is final, NULL before. */
void bc_outbox_keep_answer(struct bc_session *session, int64_t number);
const struct buf *bc_outbox_answer(const struct bc_session *session, struct err *err);

/* How many are neither final nor waiting for a person. */
int bc_outbox_on_their_way(struct bc_session *session);

#endif
