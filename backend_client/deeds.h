/* Changes about people and what they may do, as the API wants them: tried first, then
 * written to the outbox and sent, or for verbs done at once. A token's making is not one:
 * its answer holds a secret, which no file keeps. */
#ifndef BACKEND_CLIENT_DEEDS_H
#define BACKEND_CLIENT_DEEDS_H

#include "backend_client/people.h"

/* `{0}` is empty; clear it when done. */
struct bc_deed {
    char what[BC_WORD];  /* for the outbox: "propose" */
    char title[BC_NAME]; /* what it is about, as people say it */
    char path[200];
    struct buf body;  /* empty: a DELETE */
    int64_t if_match; /* -1: none */
};
void bc_deed_clear(struct bc_deed *deed);
/* One of these words: the outbox reads its answer by that. */
bool bc_deed_word(const char *what);

/* ---- making them; ERR_USAGE says what is missing, ERR_INTERNAL out of memory ---- */

/* uid -1: no Unix user. */
MUST_CHECK bool bc_deed_admit(struct bc_deed *deed, const char *id, const char *name,
                              int64_t uid, struct err *err);
/* `end`: take the role away; else give it. */
MUST_CHECK bool bc_deed_propose(struct bc_deed *deed, bool end, const char *principal,
                                const char *role, const char *scope, struct err *err);
MUST_CHECK bool bc_deed_settle(struct bc_deed *deed, const struct bc_proposal *proposal,
                               bool confirm, struct err *err);

struct bc_delegate_order {
    const char *programme, *to, *role, *note; /* note "" or NULL: none */
    int64_t cap_fen;
    int32_t until; /* the last day, in China */
};
MUST_CHECK bool bc_deed_delegate(struct bc_deed *deed,
                                 const struct bc_delegate_order *order, struct err *err);
MUST_CHECK bool bc_deed_end_delegation(struct bc_deed *deed,
                                       const struct bc_delegation *delegation,
                                       struct err *err);

/* `organisation` by credit code or id; until 0: for good. */
MUST_CHECK bool bc_deed_declare(struct bc_deed *deed, const char *organisation,
                                int32_t until, const char *note, struct err *err);

struct bc_freeze_order {
    const char *programme, *decisions, *note; /* decisions: "approve,issue,pay" */
    int32_t from, until;
};
MUST_CHECK bool bc_deed_freeze(struct bc_deed *deed, const struct bc_freeze_order *order,
                               struct err *err);
MUST_CHECK bool bc_deed_lift(struct bc_deed *deed, const struct bc_freeze *freeze,
                             struct err *err);

/* `label` NULL: it is called by its id. */
MUST_CHECK bool bc_deed_revoke(struct bc_deed *deed, const char *token, const char *label,
                               struct err *err);

/* Take a case, by id and by what people call it, out of the audit sample of `seed`. */
MUST_CHECK bool bc_deed_take_out(struct bc_deed *deed, const char *application,
                                 const char *number, const char *seed, const char *reason,
                                 struct err *err);

/* ---- doing them ---- */

/* For verbs: try or do it, and wait. The server's answer in `out`. */
MUST_CHECK bool bc_deed_run(struct bc_session *session, const struct bc_deed *deed,
                            bool dry_run, struct buf *out, struct err *err);
/* For screens: ask what it would do; the answer by bc_fetched(). 0: not sent. */
int64_t bc_deed_try(struct bc_session *session, const struct bc_deed *deed);
/* Write the intent durably, then send it. */
MUST_CHECK bool bc_deed_put(struct bc_session *session, const struct bc_deed *deed,
                            int64_t *intent, struct err *err);

#endif
