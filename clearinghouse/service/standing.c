/* What persons and the office lay down for a while: conflicts, delegations, freezes. */
#include "clearinghouse/service/controls.h"

#include "clearinghouse/service/record.h"
#include "common/date.h"

#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)
#define C(name, kind, field) CH_MEMBER(NULL, name, kind, struct ch_conflict, field)
#define D(name, kind, field) CH_MEMBER(NULL, name, kind, struct ch_delegation, field)
#define F(name, kind, field) CH_MEMBER(NULL, name, kind, struct ch_freeze, field)

static const struct ch_member conflict_members[] = {
    C("declared_at", TIME, declared_at),
    C("declared_by", TEXT, declared_by),
    C("id", TEXT, id),
    C("note", OPT, note),
    CH_MEMBER("organisation", "id", TEXT, struct ch_conflict, organisation),
    CH_MEMBER("organisation", "name", TEXT, struct ch_conflict, organisation_name),
    C("principal", TEXT, principal),
    C("revision", INT, revision),
    C("until", DAY, until_on),
};

static const struct ch_member delegation_members[] = {
    D("cap_fen", INT, cap_fen),
    D("ended_at", TIME, ended_at),
    D("from", TEXT, from_who),
    D("from_at", TIME, from_at),
    D("id", TEXT, id),
    D("note", OPT, note),
    D("programme", TEXT, programme),
    D("revision", INT, revision),
    D("role", TEXT, role),
    D("to", TEXT, to_who),
    D("until_at", TIME, until_at),
};

static const struct ch_member freeze_members[] = {
    F("decisions", TEXT, decisions),
    F("from", DAY, from_on),
    F("id", TEXT, id),
    F("made_at", TIME, made_at),
    F("made_by", TEXT, made_by),
    F("note", OPT, note),
    F("programme", TEXT, programme),
    F("revision", INT, revision),
    F("until", DAY, until_on),
};

bool ch_conflict_json(const struct ch_conflict *conflict, struct buf *out,
                      struct err *err)
{
    return ch_record_encode(conflict_members, COUNT_OF(conflict_members), conflict, out,
                            err);
}

bool ch_delegation_json(const struct ch_delegation *delegation, struct buf *out,
                        struct err *err)
{
    return ch_record_encode(delegation_members, COUNT_OF(delegation_members), delegation,
                            out, err);
}

bool ch_freeze_json(const struct ch_freeze *freeze, struct buf *out, struct err *err)
{
    return ch_record_encode(freeze_members, COUNT_OF(freeze_members), freeze, out, err);
}

/* Entry first, for its place in the stream; then the row. Takes `body`. */
static bool write(const struct ch_ctx *ctx, struct ch_change *change, struct buf *body,
                  const struct ch_table *table, void *row, int64_t *entry_seq,
                  struct err *err)
{
    struct ch_landed landed;
    change->body = buf_str(body);
    bool ok = ch_record(ctx, change, &landed, err);
    *entry_seq = ok ? landed.seq : 0;
    ok = ok && ch_row_put(ctx->db, table, row, change->revision, err);
    buf_clear(body);
    return ok;
}

bool ch_conflict_declare(const struct ch_ctx *ctx, struct ch_conflict *c, struct err *err)
{
    struct ch_organisation org;
    struct buf body = {0};
    if (!ch_organisation_get(ctx->db, c->organisation, &org, err)) {
        return false;
    }
    ch_new_id(ctx, "cfl", c->id);
    COPY(c->programme, CH_STREAM_REGISTRY);
    COPY(c->principal, ctx->who->id);
    COPY(c->declared_by, ctx->who->id);
    COPY(c->organisation_name, org.name);
    c->declared_at = ctx->now;
    c->revision = 1;
    struct ch_change change = {.stream = c->programme,
                               .action = "conflict.declare",
                               .kind = "conflict",
                               .id = c->id,
                               .revision = 1};
    return ch_conflict_json(c, &body, err) &&
           write(ctx, &change, &body, &ch_conflict_table, c, &c->entry_seq, err);
}

static bool may_be_given(const struct ch_ctx *ctx, const struct ch_delegation *d,
                         struct err *err)
{
    unsigned own;
    enum ch_role role = ch_role_from_name(d->role);
    struct ch_principal to;
    if (ctx->acting) {
        return err_set_type(err, ERR_REFUSED, "not-yours-to-give",
                            "who acts for another does not pass that on");
    }
    if (!ch_grant_roles(ctx->db, ctx->who->id, d->programme, &own, err)) {
        return false;
    }
    if ((own & (unsigned)role) == 0) {
        return err_set_type(err, ERR_REFUSED, "not-yours-to-give",
                            "%s is no %s of %s and cannot delegate that", ctx->who->id,
                            d->role, d->programme);
    }
    if (!ch_principal_get(ctx->db, d->to_who, &to, err)) {
        return false;
    }
    return (to.roles & (CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR)) != 0 ||
           err_set_type(err, ERR_REFUSED, "incompatible-roles",
                        "\"%s\" decides no cases; delegate to an officer or a supervisor",
                        to.id);
}

static bool save_delegation(const struct ch_ctx *ctx, struct ch_delegation *d,
                            const char *action, struct err *err)
{
    struct buf body = {0};
    struct ch_change change = {.stream = d->programme,
                               .action = action,
                               .kind = "delegation",
                               .id = d->id,
                               .revision = d->revision};
    return ch_delegation_json(d, &body, err) &&
           write(ctx, &change, &body, &ch_delegation_table, d, &d->entry_seq, err);
}

bool ch_delegate(const struct ch_ctx *ctx, struct ch_delegation *d, struct err *err)
{
    struct err why = {0};
    if (d->from_at == 0) {
        d->from_at = ctx->now;
    }
    if (d->from_at < ctx->now || !may_be_given(ctx, d, err)) {
        return d->from_at >= ctx->now
                   ? false
                   : err_set_type(err, ERR_INVALID, "bad-period",
                                  "from_at lies in the past; nothing is delegated back");
    }
    ch_new_id(ctx, "dlg", d->id);
    COPY(d->from_who, ctx->who->id);
    d->revision = 1;
    if (save_delegation(ctx, d, "delegation.give", &why)) {
        return true;
    }
    if (strstr(why.text, "time_is_boxed")) {
        return err_set_type(err, ERR_INVALID, "bad-period",
                            "until_at must lie after from_at, by 31 days at most");
    }
    if (strstr(why.text, "not_to_oneself")) {
        return err_set_type(err, ERR_INVALID, "bad-period",
                            "nobody delegates to themselves");
    }
    *err = why;
    return false;
}

bool ch_delegation_end(const struct ch_ctx *ctx, struct ch_delegation *d, struct err *err)
{
    bool party =
        strcmp(ctx->who->id, d->from_who) == 0 || strcmp(ctx->who->id, d->to_who) == 0;
    if (!party) {
        return err_set_type(err, ERR_PERMISSION, "wrong-role",
                            "only %s or %s may end this delegation", d->from_who,
                            d->to_who);
    }
    if (d->ended_at || d->until_at <= ctx->now) {
        return err_set_type(err, ERR_CONFLICT, "wrong-state",
                            "this delegation is over already");
    }
    d->ended_at = ctx->now;
    d->revision++;
    return save_delegation(ctx, d, "delegation.end", err);
}

bool ch_freeze_set(const struct ch_ctx *ctx, struct ch_freeze *f, struct err *err)
{
    struct buf body = {0};
    if (f->until_on < f->from_on || f->until_on < date_of(ctx->now, DATE_ZONE_CHINA)) {
        return err_set_type(err, ERR_INVALID, "bad-period",
                            "until must not lie before from, nor in the past");
    }
    ch_new_id(ctx, "frz", f->id);
    COPY(f->made_by, ctx->who->id);
    f->made_at = ctx->now;
    f->revision = 1;
    struct ch_change change = {.stream = f->programme,
                               .action = "programme.freeze",
                               .kind = "freeze",
                               .id = f->id,
                               .revision = 1};
    return ch_freeze_json(f, &body, err) &&
           write(ctx, &change, &body, &ch_freeze_table, f, &f->entry_seq, err);
}
