#include "clearinghouse/service/controls.h"

#include "common/date.h"
#include "common/money.h"

#include <stdio.h>
#include <string.h>

bool ch_is_actor(const struct ch_ctx *ctx, const char *id)
{
    return *id && ctx->who &&
           (strcmp(ctx->who->id, id) == 0 ||
            (ctx->acting && strcmp(ctx->acting->from_who, id) == 0));
}

static bool unconcerned(const struct ch_ctx *ctx, const char *who,
                        const struct ch_control *c, struct err *err)
{
    char name[CH_NAME_MAX];
    if (!ch_conflict_with(ctx->db, who, c->applicant, c->provider,
                          date_of(ctx->now, DATE_ZONE_CHINA), name, err)) {
        return false;
    }
    return !*name || err_set_type(err, ERR_REFUSED, "conflict-of-interest",
                                  "%s has declared an interest in %s and decides nothing "
                                  "on it; a colleague must",
                                  who, name);
}

static bool not_frozen(const struct ch_ctx *ctx, const struct ch_control *c,
                       struct err *err)
{
    char text[16];
    int32_t until;
    if (!ch_freeze_on(ctx->db, c->programme, c->decision,
                      date_of(ctx->now, DATE_ZONE_CHINA), &until, err)) {
        return false;
    }
    return until == 0 ||
           err_set_type(err, ERR_REFUSED, "frozen-period", "%s is frozen in %s until %s",
                        c->decision, c->programme, date_format(until, text));
}

static bool within_cap(const struct ch_ctx *ctx, const struct ch_control *c,
                       struct err *err)
{
    const char *giver = ctx->acting->from_who;
    struct ch_delegation d = {.cap_fen = 0};
    char most[32];
    bool found;
    if (!ch_delegation_in_force(ctx->db, giver, ctx->who->id, c->programme, ctx->now,
                                &found, &d, err)) {
        return false;
    }
    return (found && c->amount_fen <= d.cap_fen) ||
           err_set_type(err, ERR_REFUSED, "delegation-cap",
                        "%s lets %s decide up to %s yuan at a time; %s must decide this",
                        giver, ctx->who->id, money_format(d.cap_fen, MONEY_YUAN, most),
                        giver);
}

bool ch_controls_pass(const struct ch_ctx *ctx, const struct ch_control *c,
                      struct err *err)
{
    if (!ctx->who) {
        return true; /* the clock has no interests, and what falls due cannot wait */
    }
    if (!unconcerned(ctx, ctx->who->id, c, err) ||
        (ctx->acting && !unconcerned(ctx, ctx->acting->from_who, c, err)) ||
        !not_frozen(ctx, c, err)) {
        return false;
    }
    return !ctx->acting || within_cap(ctx, c, err);
}

/* ---- take-next ---- */

struct taking {
    const struct ch_ctx *ctx;
    char *id;
    bool failed;
    struct err *err;
};

static bool consider(void *arg, const char *id, const char *programme,
                     const char *applicant, const char *provider)
{
    struct taking *t = arg;
    char name[CH_NAME_MAX];
    unsigned roles;
    if (!ch_ctx_roles(t->ctx, programme, &roles, t->err) ||
        !ch_conflict_with(t->ctx->db, t->ctx->who->id, applicant, provider,
                          date_of(t->ctx->now, DATE_ZONE_CHINA), name, t->err)) {
        t->failed = true;
        return false;
    }
    if ((roles & (CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR)) == 0 || *name) {
        return true;
    }
    snprintf(t->id, ID_MAX, "%s", id);
    return false;
}

bool ch_take_next(const struct ch_ctx *ctx, char id[ID_MAX], struct err *err)
{
    struct taking taking = {ctx, id, false, err};
    id[0] = '\0';
    if (!ch_application_untaken(ctx->db, ctx->who->id, consider, &taking, err) ||
        taking.failed) {
        return false;
    }
    return *id || err_set_type(err, ERR_NOT_FOUND, "nothing-to-take",
                               "no open case is left that nobody has taken and %s may "
                               "take",
                               ctx->who->id);
}
