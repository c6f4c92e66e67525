/* A console without a screen, for tests of backend_client: a session on a state folder of
 * its own, talking to a liar or to an embedded clearinghouse. */
#ifndef TESTS_SUPPORT_DESK_H
#define TESTS_SUPPORT_DESK_H

#include "backend_client/decisions.h"

struct desk {
    char folder[64], socket[100], state[100];
    struct bc_session *session;
};

extern const char desk_me[];     /* an answer to GET /v1/me: officer */
extern const char desk_app[];    /* the id of the case decided about */
extern const char desk_decide[]; /* the path of its decisions */
extern const char desk_done[];   /* 201 of its approval */

/* A folder; nothing is opened. */
void desk_make(struct desk *desk);
/* Open the session on desk->socket; it asks and decides but does not sync. */
void desk_open(struct desk *desk);
void desk_close(struct desk *desk);
/* Close what is open and remove the folder. */
void desk_end(struct desk *desk);

/* Approve the one case; returns the intent's number. */
int64_t desk_approve(struct desk *desk);
/* Let the session work until the intent is in this state, 10 s at most. */
bool desk_reaches(struct desk *desk, int64_t intent, enum bc_intent_state state);
/* Let it work for so many turns of 10 ms. */
void desk_work(struct desk *desk, int turns);

#endif
