#include "clearinghouse/service/decide_act.h"

#include "clearinghouse/service/controls.h"
#include "clearinghouse/service/money.h"
#include "clearinghouse/store/vouchers.h"
#include "common/date.h"
#include "common/money.h"

#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

enum { SPLIT_DAYS = 30 };

/* The caps of the year of the first signature; what is given back goes to that year. */
static bool use_caps(struct ch_act *act, int64_t amount, struct err *err)
{
    const struct ch_application_row *row = &act->row;
    int year = ch_application_grant_year(act->a);
    int64_t year_cap = ch_known_or(&act->policy->year_cap_fen, -1);
    int64_t group_cap = ch_known_or(&act->policy->group_year_cap_fen, -1);
    return ch_cap_use(act->ctx->db, row->programme, row->applicant, year, amount,
                      amount < 0 ? -1 : year_cap, err) &&
           ch_limit_use(act->ctx->db, row->programme, "group-granted", row->group_id,
                        year, amount, amount < 0 ? -1 : group_cap, err);
}

static struct ch_purse purse_of(const struct ch_act *act)
{
    return (struct ch_purse){act->row.programme, act->row.tranche, act->row.id};
}

bool ch_act_reserve(struct ch_act *act, int64_t amount, struct err *err)
{
    struct ch_purse purse = purse_of(act);
    if (!use_caps(act, amount, err) ||
        !ch_money_post(act->ctx, &purse, CH_AVAILABLE, CH_RESERVED, amount, err)) {
        return false;
    }
    act->reserved = amount;
    return true;
}

bool ch_act_release(struct ch_act *act, struct err *err)
{
    struct ch_purse purse = purse_of(act);
    if (act->reserved == 0) {
        return true;
    }
    if (!use_caps(act, -act->reserved, err) ||
        !ch_money_back(act->ctx, &purse, CH_RESERVED, act->reserved, err)) {
        return false;
    }
    act->reserved = 0;
    act->a->grant.amount_fen = act->a->grant.rate_bp = 0;
    act->a->signature_count = 0;
    act->a->round++;
    return true;
}

bool ch_act_committed(struct ch_act *act, struct err *err)
{
    act->reserved = 0;
    return act->a->grant.amount_fen > 0 ||
           err_set(err, ERR_INTERNAL, "case %s was granted nothing", act->row.number);
}

bool ch_act_four_eyes(struct ch_act *act, int64_t amount, bool *needed, struct err *err)
{
    int64_t threshold = ch_known_or(&act->policy->second_signature_fen, INT64_MAX);
    int64_t others, sum;
    if (!ch_application_granted_sum(
            act->ctx->db, act->row.programme, act->row.group_id, act->row.applicant,
            act->ctx->now - SPLIT_DAYS * DATE_DAY, act->row.id, &others, err)) {
        return false;
    }
    *needed = !money_add(amount, others, &sum) || sum > threshold;
    act->out->threshold_fen = threshold == INT64_MAX ? 0 : threshold;
    return true;
}

/* The database knows hands, not whom they act for: a second signature for a person who
 * has signed, or who entered the case, is none. */
static bool own_hand(const struct ch_act *act, struct err *err)
{
    const struct ch_application *a = act->a;
    bool taken = ch_is_actor(act->ctx, a->maker);
    for (int i = 0; i < a->signature_count; i++) {
        taken = taken || ch_is_actor(act->ctx, a->signatures[i].by);
    }
    return !taken || err_set_type(err, ERR_REFUSED, "signed-twice",
                                  "%s, for whom this would be signed, has a hand in case "
                                  "%s already; another person must sign",
                                  act->ctx->acting->from_who, a->number);
}

bool ch_act_sign(struct ch_act *act, struct err *err)
{
    struct ch_application *a = act->a;
    if (!act->ctx->who || a->signature_count == CH_SIGNATURES_MAX) {
        return err_set(err, ERR_INTERNAL, "case %s cannot be signed", a->number);
    }
    if (act->ctx->acting && !own_hand(act, err)) {
        return false;
    }
    const char *giver = act->ctx->acting ? act->ctx->acting->from_who : NULL;
    if (!ch_signature_put_for(act->ctx->db, a->programme, a->id, a->round,
                              act->ctx->who->id, giver, act->ctx->now, err)) {
        return false;
    }
    struct ch_signature *s = &a->signatures[a->signature_count++];
    COPY(s->by, act->ctx->who->id);
    COPY(s->acting_for, giver ? giver : "");
    COPY(s->role, giver ? act->ctx->acting->role
                        : ch_role_name(act->ctx->who->roles & CH_ROLE_SUPERVISOR
                                           ? CH_ROLE_SUPERVISOR
                                           : CH_ROLE_OFFICER));
    s->at = act->ctx->now;
    return true;
}

bool ch_act_tally(struct ch_act *act, int64_t sign, struct err *err)
{
    return ch_tally_provider(act->ctx->db, act->row.provider, act->row.provider_name,
                             sign * act->reserved, err);
}
