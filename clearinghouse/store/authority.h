/* How people come to their roles and prove who they are: proposals of grants, tokens. */
#ifndef CLEARINGHOUSE_STORE_AUTHORITY_H
#define CLEARINGHOUSE_STORE_AUTHORITY_H

#include "clearinghouse/store/records.h"
#include "clearinghouse/store/row.h"

/* What a network client shows instead of a Unix user. The secret itself is never stored.
 */
struct ch_token {
    char id[ID_MAX];
    char principal[CH_SLUG_MAX];
    char label[CH_NAME_MAX];
    char scopes[CH_SLUG_MAX]; /* "read" or "read,write" */
    char hash[HASH_HEX];      /* keyed BLAKE2b-256 of the secret */
    char created_by[CH_SLUG_MAX];
    int64_t created_at, expires_at;
    int64_t revoked_at; /* 0: not */
    char revoked_by[CH_SLUG_MAX];
    int64_t revision;
};
extern const struct ch_table ch_token_table;

struct ch_proposal {
    char id[ID_MAX];
    char act[16]; /* grant revoke */
    char principal[CH_SLUG_MAX];
    int64_t role; /* enum ch_role */
    char scope[CH_SLUG_MAX];
    char status[16]; /* proposed confirmed refused */
    char proposer[CH_SLUG_MAX];
    int64_t proposed_at;
    char settler[CH_SLUG_MAX]; /* "" not yet */
    int64_t settled_at;
    int64_t revision;
};
extern const struct ch_table ch_proposal_table;

MUST_CHECK bool ch_grant_remove(struct ch_db *db, const char *principal,
                                enum ch_role role, const char *scope, bool *removed,
                                struct err *err);
/* Lend each principal, by id. */
typedef void ch_principal_fn(void *ctx, const struct ch_principal *principal);
MUST_CHECK bool ch_principal_each(struct ch_db *db, ch_principal_fn *each, void *ctx,
                                  struct err *err);
/* How many people hold `role`, in any scope. */
MUST_CHECK bool ch_grant_count(struct ch_db *db, enum ch_role role, int64_t *out,
                               struct err *err);

#endif
