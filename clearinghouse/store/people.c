#include "clearinghouse/store/records.h"

#include <stdio.h>
#include <string.h>

static bool find(struct ch_db *db, struct ch_stmt *stmt, struct ch_principal *out,
                 struct err *err)
{
    (void)db;
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        snprintf(out->id, sizeof out->id, "%s", ch_col_text(stmt, 0));
        snprintf(out->name, sizeof out->name, "%s", ch_col_text(stmt, 1));
        out->uid = ch_col_null(stmt, 2) ? -1 : ch_col_int(stmt, 2);
        out->roles = (unsigned)ch_col_int(stmt, 3);
    } else if (step == CH_DONE) {
        err_set(err, ERR_NOT_FOUND, "nobody of that name is known here");
    }
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_principal_get(struct ch_db *db, const char *id, struct ch_principal *out,
                      struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT id, name, uid, (SELECT coalesce(sum(DISTINCT role), 0) FROM "
                    "grants WHERE principal = id) FROM principals WHERE id = $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, id);
    return find(db, stmt, out, err);
}

bool ch_principal_by_uid(struct ch_db *db, int64_t uid, struct ch_principal *out,
                         struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT id, name, uid, (SELECT coalesce(sum(DISTINCT role), 0) FROM "
                    "grants WHERE principal = id) FROM principals WHERE uid = $1",
                    &stmt, err)) {
        return false;
    }
    ch_bind_int(stmt, 1, uid);
    return find(db, stmt, out, err);
}

bool ch_principal_put(struct ch_db *db, const struct ch_principal *principal,
                      struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "INSERT INTO principals (id, name, uid) VALUES ($1, $2, $3) ON CONFLICT "
            "(id) DO UPDATE SET name = excluded.name, uid = excluded.uid",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, principal->id);
    ch_bind_text(stmt, 2, principal->name);
    if (principal->uid >= 0) {
        ch_bind_int(stmt, 3, principal->uid);
    }
    return ch_run(stmt, NULL, err);
}

bool ch_grant_put(struct ch_db *db, const char *principal, enum ch_role role,
                  const char *scope, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "INSERT INTO grants (principal, role, scope) VALUES ($1, $2, $3) "
                    "ON CONFLICT DO NOTHING",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, principal);
    ch_bind_int(stmt, 2, role);
    ch_bind_text(stmt, 3, scope);
    return ch_run(stmt, NULL, err);
}

bool ch_grant_roles(struct ch_db *db, const char *principal, const char *scope,
                    unsigned *roles, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(
            db,
            "SELECT coalesce(sum(DISTINCT role), 0) FROM grants WHERE principal = $1 "
            "AND scope IN ($2, '*')",
            &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, principal);
    ch_bind_text(stmt, 2, scope);
    enum ch_step step = ch_step(stmt, err);
    *roles = step == CH_ROW ? (unsigned)ch_col_int(stmt, 0) : 0;
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_grant_each(struct ch_db *db, const char *principal, ch_grant_fn *each, void *ctx,
                   struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db,
                    "SELECT role, scope FROM grants WHERE principal = $1 ORDER BY scope",
                    &stmt, err)) {
        return false;
    }
    ch_bind_text(stmt, 1, principal);
    enum ch_step step;
    while ((step = ch_step(stmt, err)) == CH_ROW) {
        each(ctx, (enum ch_role)ch_col_int(stmt, 0), ch_col_text(stmt, 1));
    }
    ch_finish(stmt);
    return step == CH_DONE;
}
