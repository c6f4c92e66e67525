#include "clearinghouse/store/authority.h"

#include <stdio.h>
#include <string.h>

#define T(type, field) CH_TEXT_COLUMN(struct type, #field, field)
#define I(type, field) CH_INT_COLUMN(struct type, #field, field)

static const struct ch_column token_columns[] = {
    T(ch_token, id),         T(ch_token, principal),  T(ch_token, label),
    T(ch_token, scopes),     T(ch_token, hash),       T(ch_token, created_by),
    I(ch_token, created_at), I(ch_token, expires_at), I(ch_token, revoked_at),
    T(ch_token, revoked_by), I(ch_token, revision),
};
const struct ch_table ch_token_table = {"tokens", "token", token_columns,
                                        COUNT_OF(token_columns)};

static const struct ch_column proposal_columns[] = {
    T(ch_proposal, id),         T(ch_proposal, act),         T(ch_proposal, principal),
    I(ch_proposal, role),       T(ch_proposal, scope),       T(ch_proposal, status),
    T(ch_proposal, proposer),   I(ch_proposal, proposed_at), T(ch_proposal, settler),
    I(ch_proposal, settled_at), I(ch_proposal, revision),
};
const struct ch_table ch_proposal_table = {"grant_proposals", "proposal",
                                           proposal_columns, COUNT_OF(proposal_columns)};

bool ch_grant_remove(struct ch_db *db, const char *principal, enum ch_role role,
                     const char *scope, bool *removed, struct err *err)
{
    struct ch_stmt *stmt;
    int64_t changed = 0;
    if (!ch_prepare(
            db, "DELETE FROM grants WHERE principal = $1 AND role = $2 AND scope = $3",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, principal);
    ch_bind_int(stmt, 2, role);
    ch_bind_text(stmt, 3, scope);
    bool ok = ch_run(stmt, &changed, err);
    *removed = changed > 0;
    return ok;
}

bool ch_grant_count(struct ch_db *db, enum ch_role role, int64_t *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, "SELECT count(DISTINCT principal) FROM grants WHERE role = $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, role);
    enum ch_step step = ch_step(stmt, err);
    *out = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_principal_each(struct ch_db *db, ch_principal_fn *each, void *ctx,
                       struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT id, name, uid, (SELECT coalesce(sum(DISTINCT role), 0) FROM "
                    "grants WHERE principal = id) FROM principals ORDER BY id",
                    &stmt, err)) {
        return false;
    }
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        struct ch_principal p = {.uid = ch_col_null(stmt, 2) ? -1 : ch_col_int(stmt, 2),
                                 .roles = (unsigned)ch_col_int(stmt, 3)};
        snprintf(p.id, sizeof p.id, "%s", ch_col_text(stmt, 0));
        snprintf(p.name, sizeof p.name, "%s", ch_col_text(stmt, 1));
        each(ctx, &p);
    }
    ch_finish(stmt);
    return step == CH_DONE;
}
