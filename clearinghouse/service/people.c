#include "clearinghouse/service/people.h"

#include "clearinghouse/service/duties.h"
#include "clearinghouse/service/policy.h"
#include "common/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

static const char *who(const struct ch_ctx *ctx)
{
    return ctx->who ? ctx->who->id : "system";
}

/* ---- admission ---- */

static bool may_admit(const struct ch_ctx *ctx, const struct ch_principal *p,
                      struct err *err)
{
    struct ch_principal other;
    struct err none = {0};
    if (p->uid == 0 || p->uid == 65534) {
        return err_set_type(err, ERR_INVALID, "not-a-person",
                            "root and nobody are not persons; admit the user who does "
                            "the work");
    }
    if (ch_principal_get(ctx->db, p->id, &other, &none)) {
        return err_set_type(err, ERR_CONFLICT, "already-admitted",
                            "\"%s\" is known here already", p->id);
    }
    return p->uid < 0 || !ch_principal_by_uid(ctx->db, p->uid, &other, &none) ||
           err_set_type(err, ERR_CONFLICT, "uid-taken",
                        "user %" PRId64 " is already known as \"%s\"", p->uid, other.id);
}

bool ch_person_admit(const struct ch_ctx *ctx, const struct ch_principal *p,
                     struct err *err)
{
    struct buf body = {0};
    struct ch_landed landed;
    struct jsonw w;
    if (!may_admit(ctx, p, err)) {
        return false;
    }
    jsonw_start(&w, &body);
    jsonw_object(&w);
    jsonw_kstr(&w, "id", p->id);
    jsonw_kstr(&w, "name", p->name);
    if (p->uid >= 0) {
        jsonw_kint(&w, "uid", p->uid);
    } else {
        jsonw_knull(&w, "uid");
    }
    jsonw_object_end(&w);
    const struct ch_change change = {.stream = CH_STREAM_REGISTRY,
                                     .action = "principal.admit",
                                     .kind = "principal",
                                     .id = p->id,
                                     .revision = 1,
                                     .acting_as = CH_ROLE_ADMIN,
                                     .body = buf_str(&body)};
    bool ok = jsonw_end(&w) && ch_record(ctx, &change, &landed, err) &&
              ch_principal_put(ctx->db, p, err);
    buf_clear(&body);
    return ok;
}

/* ---- grants ---- */

void ch_proposal_json(const struct ch_proposal *p, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_kstr(&w, "act", p->act);
    jsonw_kstr(&w, "id", p->id);
    jsonw_kstr(&w, "principal", p->principal);
    jsonw_ktime(&w, "proposed_at", p->proposed_at);
    jsonw_kstr(&w, "proposer", p->proposer);
    jsonw_kint(&w, "revision", p->revision);
    jsonw_kstr(&w, "role", ch_role_name((enum ch_role)p->role));
    jsonw_kstr(&w, "scope", p->scope);
    jsonw_ktime(&w, "settled_at", p->settled_at);
    jsonw_kstr_opt(&w, "settler", p->settler);
    jsonw_kstr(&w, "status", p->status);
    jsonw_object_end(&w);
    out->failed |= !jsonw_end(&w);
}

static bool save(const struct ch_ctx *ctx, struct ch_proposal *p, const char *action,
                 struct err *err)
{
    struct buf body = {0};
    struct ch_landed landed;
    p->revision++;
    ch_proposal_json(p, &body);
    const struct ch_change change = {.stream = CH_STREAM_REGISTRY,
                                     .action = action,
                                     .kind = "grant",
                                     .id = p->id,
                                     .revision = p->revision,
                                     .acting_as = CH_ROLE_ADMIN,
                                     .body = buf_str(&body)};
    bool ok = buf_ok(&body) && ch_record(ctx, &change, &landed, err) &&
              ch_row_put(ctx->db, &ch_proposal_table, p, p->revision, err);
    buf_clear(&body);
    return ok;
}

static bool check_scope(const struct ch_ctx *ctx, const struct ch_proposal *p,
                        struct err *err)
{
    struct ch_centre centre;
    struct err none = {0};
    bool known = p->role == CH_ROLE_OPERATOR
                     ? ch_centre_get(ctx->db, p->scope, &centre, &none)
                     : strcmp(p->scope, "*") == 0 ||
                           ch_policies_find(ctx->service->policies, p->scope) != NULL;
    return known || err_set_type(err, ERR_INVALID, "no-such-scope",
                                 "\"%s\" is no scope of that role: give a programme or * "
                                 "(an operator: a centre)",
                                 p->scope);
}

/* An office where fewer than two administrators are left could never change that again.
 */
static bool keeps_admins(const struct ch_ctx *ctx, const struct ch_proposal *p,
                         struct err *err)
{
    int64_t admins = 0;
    if (p->role != CH_ROLE_ADMIN || strcmp(p->act, "revoke") != 0) {
        return true;
    }
    return ch_grant_count(ctx->db, CH_ROLE_ADMIN, &admins, err) &&
           (admins > 2 || err_set_type(err, ERR_REFUSED, "two-admins",
                                       "two administrators must remain; grant the role "
                                       "to somebody else first"));
}

static bool not_oneself(const struct ch_ctx *ctx, const struct ch_proposal *p,
                        struct err *err)
{
    return strcmp(who(ctx), p->principal) != 0 ||
           err_set_type(err, ERR_REFUSED, "not-for-oneself",
                        "nobody proposes or confirms a role of their own; two other "
                        "administrators must");
}

/* Could it be put into force now? */
static bool possible(const struct ch_ctx *ctx, const struct ch_proposal *p,
                     struct err *err)
{
    bool grant = strcmp(p->act, "grant") == 0;
    unsigned roles;
    if (!not_oneself(ctx, p, err) || !keeps_admins(ctx, p, err)) {
        return false;
    }
    if (grant) {
        return check_scope(ctx, p, err) &&
               ch_duties_allow(ctx->db, p->principal, (enum ch_role)p->role, p->scope,
                               err);
    }
    return ch_grant_roles(ctx->db, p->principal, p->scope, &roles, err) &&
           ((roles & (unsigned)p->role) ||
            err_set_type(err, ERR_CONFLICT, "no-such-grant", "\"%s\" is not %s in %s",
                         p->principal, ch_role_name((enum ch_role)p->role), p->scope));
}

bool ch_grant_propose(const struct ch_ctx *ctx, struct ch_proposal *p, struct err *err)
{
    struct ch_principal person;
    if (!ch_principal_get(ctx->db, p->principal, &person, err)) {
        err_prefix(err, "\"%s\"", p->principal);
        return false;
    }
    if (!possible(ctx, p, err)) {
        return false;
    }
    ch_new_id(ctx, "gra", p->id);
    COPY(p->status, "proposed");
    COPY(p->proposer, who(ctx));
    p->proposed_at = ctx->now;
    p->settler[0] = '\0';
    p->settled_at = p->revision = 0;
    return save(ctx, p, "grant.propose", err);
}

static bool put_into_force(const struct ch_ctx *ctx, const struct ch_proposal *p,
                           struct err *err)
{
    enum ch_role role = (enum ch_role)p->role;
    bool removed;
    if (strcmp(p->act, "grant") == 0) {
        return ch_grant_put(ctx->db, p->principal, role, p->scope, err);
    }
    return ch_grant_remove(ctx->db, p->principal, role, p->scope, &removed, err) &&
           (removed ||
            err_set_type(err, ERR_CONFLICT, "no-such-grant", "\"%s\" is not %s in %s",
                         p->principal, ch_role_name(role), p->scope));
}

bool ch_grant_settle(const struct ch_ctx *ctx, const char *id, bool confirm,
                     struct ch_proposal *p, struct err *err)
{
    if (!ch_row_get(ctx->db, &ch_proposal_table, "id", id, p, err)) {
        return false;
    }
    if (strcmp(p->status, "proposed") != 0) {
        return err_set_type(err, ERR_CONFLICT, "wrong-state",
                            "this proposal is %s already", p->status);
    }
    if (confirm && strcmp(p->proposer, who(ctx)) == 0) {
        return err_set_type(err, ERR_REFUSED, "two-admins",
                            "%s proposed this; another administrator must confirm it",
                            p->proposer);
    }
    if (!not_oneself(ctx, p, err) || (confirm && !possible(ctx, p, err))) {
        return false;
    }
    COPY(p->status, confirm ? "confirmed" : "refused");
    COPY(p->settler, who(ctx));
    p->settled_at = ctx->now;
    return (!confirm || put_into_force(ctx, p, err)) &&
           save(ctx, p, confirm ? "grant.confirm" : "grant.refuse", err);
}
