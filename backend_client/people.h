/* People, their roles and tokens, who stands in for whom and keeps away from what, and
 * the journal as people read it: records by their JSON, and what verbs ask for at once.
 */
#ifndef BACKEND_CLIENT_PEOPLE_H
#define BACKEND_CLIENT_PEOPLE_H

#include "backend_client/direct.h"

struct bc_person {
    char id[48], name[256];
    int64_t uid;      /* -1: no Unix user */
    char grants[600]; /* "officer *, auditor henan" */
};
MUST_CHECK bool bc_person_read(const char *json, struct bc_person *out, struct err *err);

struct bc_token_row {
    char id[48], principal[48], label[256], scopes[16], created_by[48], revoked_by[48];
    int64_t created_at, expires_at, revoked_at; /* revoked_at 0: not */
    int64_t used_at;                            /* to the minute; 0: never */
};
MUST_CHECK bool bc_token_row_read(const char *json, struct bc_token_row *out,
                                  struct err *err);

/* A role somebody is to have, or to lose. */
struct bc_proposal {
    char id[BC_ID], act[BC_WORD], principal[BC_WORD], role[BC_WORD], scope[BC_WORD],
        status[BC_WORD], proposer[BC_WORD];
    int64_t proposed_at, revision;
};
MUST_CHECK bool bc_proposal_read(const char *json, struct bc_proposal *out,
                                 struct err *err);

struct bc_delegation {
    char id[BC_ID], programme[BC_WORD], from[BC_WORD], to[BC_WORD], role[BC_WORD],
        note[640];
    int64_t cap_fen, from_at, until_at, ended_at, revision; /* ended_at 0: not */
};
MUST_CHECK bool bc_delegation_read(const char *json, struct bc_delegation *out,
                                   struct err *err);

struct bc_conflict {
    char id[BC_ID], principal[BC_WORD], organisation[BC_ID], name[BC_NAME], note[640];
    int64_t declared_at;
    int32_t until; /* 0: for good */
};
MUST_CHECK bool bc_conflict_read(const char *json, struct bc_conflict *out,
                                 struct err *err);

struct bc_freeze {
    char id[BC_ID], programme[BC_WORD], decisions[96], note[640], made_by[BC_WORD],
        lifted_by[BC_WORD];
    int64_t made_at, lifted_at, revision; /* lifted_at 0: not */
    int32_t from, until;
};
MUST_CHECK bool bc_freeze_read(const char *json, struct bc_freeze *out, struct err *err);

/* A case of the audit sample. */
struct bc_sampled {
    char id[BC_ID], number[BC_NUMBER], status[BC_WORD], because[BC_WORD], ticket[20],
        removed_by[BC_WORD], reason[640]; /* removed_by "": it is in */
    int64_t grant_fen, issues;
};
MUST_CHECK bool bc_sampled_read(const char *json, struct bc_sampled *out,
                                struct err *err);

/* The draw as a whole. */
struct bc_sample {
    char programme[BC_WORD], seed[128];
    int64_t population, top, rate_bp;
};
MUST_CHECK bool bc_sample_read(const char *json, struct bc_sample *out, struct err *err);

struct bc_entry_row {
    char stream[64], actor[48], acting_for[48], role[24], action[64], kind[32],
        subject[48];
    int64_t seq, at;
};
MUST_CHECK bool bc_entry_row_read(const char *json, struct bc_entry_row *out,
                                  struct err *err);

/* Make a token. The answer in `out`; the token itself in `token`, which the caller wipes.
 */
struct bc_token_order {
    const char *label, *principal; /* principal NULL: for oneself */
    int64_t days;                  /* -1: the server's usual */
    bool read_only;
};
MUST_CHECK bool bc_token_make(struct bc_session *session,
                              const struct bc_token_order *order, struct buf *out,
                              char *token, size_t size, struct err *err);
/* For screens: ask for one; once the answer is fetched, take the token out of it, which
 * wipes the answer. ERR_UNKNOWN when it came without one: a token was made, and nobody
 * has seen it. */
int64_t bc_token_ask(struct bc_session *session, const struct bc_token_order *order);
MUST_CHECK bool bc_token_taken(struct bc_session *session, int64_t ticket, char *token,
                               size_t size, struct err *err);
/* A signed checkpoint of a stream ("root": of all), as it came. */
MUST_CHECK bool bc_checkpoint_ask(struct bc_session *session, const char *stream,
                                  struct buf *out, struct err *err);
/* Number of the newest entry of a stream; 0 when there is none for us. */
MUST_CHECK bool bc_journal_head(struct bc_session *session, const char *stream,
                                int64_t *seq, struct err *err);

#endif
