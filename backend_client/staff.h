/* People and what they may do, asked of the server while a screen looks at it. Nothing of
 * it is kept on disk; what the caller may not see has ERR_PERMISSION as its error. */
#ifndef BACKEND_CLIENT_STAFF_H
#define BACKEND_CLIENT_STAFF_H

#include "backend_client/people.h"

enum bc_staff_list {
    BC_STAFF_PEOPLE,
    BC_STAFF_PROPOSALS, /* those nobody has settled */
    BC_STAFF_TOKENS,
    BC_STAFF_DELEGATIONS,
    BC_STAFF_CONFLICTS,
    BC_STAFF_FREEZES,
    BC_STAFF_LISTS,
};

enum { BC_STAFF_MAX = 1000 }; /* of one list, newest first; more are left out */

struct bc_staff;

/* Asks for all lists as soon as the server answers, and again after a change of theirs;
 * BC_EVENT_STAFF when one came. One at a time; close it before its session. */
MUST_CHECK bool bc_staff_open(struct bc_session *session, struct bc_staff **out,
                              struct err *err);
void bc_staff_close(struct bc_staff *staff); /* NULL is harmless */
void bc_staff_refresh(struct bc_staff *staff);

/* Rows that are here; 0 for a NULL staff. */
int bc_staff_count(const struct bc_staff *staff, enum bc_staff_list list);
/* It came at least once. */
bool bc_staff_here(const struct bc_staff *staff, enum bc_staff_list list);
/* Why it did not come the last time; kind ERR_NONE otherwise. */
const struct err *bc_staff_error(const struct bc_staff *staff, enum bc_staff_list list);
/* When the oldest of what is shown was true; 0: not yet. */
int64_t bc_staff_at(const struct bc_staff *staff);

/* A row, lent until the list comes again (not across bc_wait()); NULL past the end. */
const struct bc_person *bc_staff_person(const struct bc_staff *staff, int64_t index);
const struct bc_proposal *bc_staff_proposal(const struct bc_staff *staff, int64_t index);
const struct bc_token_row *bc_staff_token(const struct bc_staff *staff, int64_t index);
const struct bc_delegation *bc_staff_delegation(const struct bc_staff *staff,
                                                int64_t index);
const struct bc_conflict *bc_staff_conflict(const struct bc_staff *staff, int64_t index);
const struct bc_freeze *bc_staff_freeze(const struct bc_staff *staff, int64_t index);

/* ---- for sync.c and changes.c ---- */

void bc_staff_start(struct bc_session *session);
void bc_staff_stop(struct bc_session *session);
void bc_staff_changed(struct bc_session *session, const char *kind);

#endif
