/* For verbs: people, their tokens, and the journal as people read it. */
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
    char id[48], principal[48], label[256], scopes[16];
    int64_t expires_at, revoked_at; /* 0: not */
};
MUST_CHECK bool bc_token_row_read(const char *json, struct bc_token_row *out,
                                  struct err *err);

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
MUST_CHECK bool bc_token_revoke(struct bc_session *session, const char *id,
                                struct buf *out, struct err *err);
/* A signed checkpoint of a stream ("root": of all), as it came. */
MUST_CHECK bool bc_checkpoint_ask(struct bc_session *session, const char *stream,
                                  struct buf *out, struct err *err);
/* Number of the newest entry of a stream; 0 when there is none for us. */
MUST_CHECK bool bc_journal_head(struct bc_session *session, const char *stream,
                                int64_t *seq, struct err *err);

#endif
