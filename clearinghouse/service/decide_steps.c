/* The decisions a case in review can get. */
#include "clearinghouse/service/decide_act.h"

#include "clearinghouse/service/calendar.h"
#include "clearinghouse/service/claim.h"
#include "clearinghouse/service/money.h"
#include "common/date.h"
#include "common/money.h"

#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

/* Where a programme's file says nothing. */
static const struct ch_figure review_default = {.known = CH_KNOWN, .value = 15};
static const struct ch_figure supplement_default = {.known = CH_KNOWN, .value = 10};

static bool rules_met(struct ch_act *act, struct err *err)
{
    enum ch_outcome outcome = act->verdict->outcome;
    const struct ch_finding *worst = NULL;
    for (int i = 0; i < act->verdict->count; i++) {
        const struct ch_finding *f = &act->verdict->findings[i];
        /* Money that is not there is the ledger's to refuse, with the budget. */
        if (strcmp(f->rule, "tranche-available") != 0 && f->outcome != CH_PASS &&
            f->outcome != CH_CAP && (!worst || f->outcome > worst->outcome)) {
            worst = f;
        }
    }
    if (worst) {
        return err_set_type(
            err, ERR_REFUSED, "rules-not-met",
            "case %s is %s: rule %s found \"%s\"; reject it, return it, or "
            "have it put right",
            act->row.number, ch_outcome_name(outcome), worst->rule, worst->input);
    }
    return true;
}

/* The second signature is for what the first one was for, no more and no less. */
static bool approve_second(struct ch_act *act, struct err *err)
{
    int64_t amount = act->decision->amount_fen;
    if (amount && amount != act->reserved) {
        char held[32];
        return err_set_type(err, ERR_REFUSED, "amount-differs",
                            "%s yuan were signed first for case %s; sign those, or "
                            "reject the case",
                            money_format(act->reserved, MONEY_YUAN, held),
                            act->row.number);
    }
    act->out->four_eyes = true;
    COPY(act->a->status, "approved");
    return ch_act_sign(act, err) && ch_act_tally(act, 1, err);
}

static bool approve(struct ch_act *act, struct err *err)
{
    struct ch_application *a = act->a;
    if (!rules_met(act, err) || !ch_arrears_check(act->ctx, a->applicant.id, err)) {
        return false;
    }
    if (strcmp(act->row.status, "awaiting_second") == 0) {
        return approve_second(act, err);
    }
    int64_t amount =
        act->decision->amount_fen ? act->decision->amount_fen : act->verdict->grant_fen;
    if (amount > act->verdict->grant_fen || amount <= 0) {
        char most[32];
        return err_set_type(err, ERR_REFUSED, "amount-too-high",
                            "the rules give at most %s yuan to case %s",
                            money_format(act->verdict->grant_fen, MONEY_YUAN, most),
                            a->number);
    }
    bool second;
    if (!ch_act_four_eyes(act, amount, &second, err) || !ch_act_sign(act, err) ||
        !ch_act_reserve(act, amount, err)) {
        return false;
    }
    a->grant.amount_fen = amount;
    a->grant.rate_bp = act->verdict->rate_bp;
    act->out->four_eyes = second;
    COPY(a->status, second ? "awaiting_second" : "approved");
    return second || ch_act_tally(act, 1, err);
}

static bool undo(struct ch_act *act, struct err *err)
{
    struct ch_application *a = act->a;
    unsigned roles;
    if (!ch_ctx_roles(act->ctx, a->programme, &roles, err)) {
        return false;
    }
    if (a->undo_until == 0 || act->ctx->now >= a->undo_until) {
        return err_set_type(err, ERR_REFUSED, "undo-closed",
                            "the undo window of case %s has closed; the decision stands",
                            a->number);
    }
    if (!(roles & CH_ROLE_SUPERVISOR) && strcmp(act->ctx->who->id, a->last_by) != 0) {
        return err_set_type(err, ERR_PERMISSION, "wrong-role",
                            "only %s, who decided, or a supervisor may undo this",
                            a->last_by);
    }
    bool ok = strcmp(a->status, "approved") != 0 || ch_act_tally(act, -1, err);
    ok = ok && (strcmp(a->status, "rejected") != 0 ||
                ch_tally_reason(act->ctx->db, a->reason_code, -1, err));
    ok = ok && ch_act_release(act, err);
    ok = ok && (strcmp(a->clock, "stopped") != 0 ||
                ch_deadline(act->ctx, &act->policy->review_days, &review_default,
                            &a->due_at, err));
    COPY(a->status, a->undo_status);
    COPY(a->clock, "running");
    return ok;
}

static bool reject(struct ch_act *act, struct err *err)
{
    COPY(act->a->status, "rejected");
    return ch_act_release(act, err) &&
           ch_tally_reason(act->ctx->db, act->decision->reason_code, 1, err);
}

static bool move_on(struct ch_act *act, struct err *err)
{
    struct ch_application *a = act->a;
    const char *decision = act->decision->decision;
    if (strcmp(decision, "return") == 0) {
        COPY(a->clock, "stopped");
        if (!ch_deadline(act->ctx, &act->policy->supplement_days, &supplement_default,
                         &a->due_at, err)) {
            return false;
        }
    } else if (strcmp(decision, "resubmit") == 0) {
        COPY(a->clock, "running");
        a->round++;
        if (!ch_deadline(act->ctx, &act->policy->review_days, &review_default, &a->due_at,
                         err)) {
            return false;
        }
    } else if (strcmp(decision, "assign") == 0) {
        struct ch_principal person;
        if (!ch_principal_get(act->ctx->db, act->decision->assignee, &person, err)) {
            err_prefix(err, "assignee \"%s\"", act->decision->assignee);
            return false;
        }
        COPY(a->assigned_to, person.id);
    }
    COPY(a->status, act->step->to);
    return true;
}

/* Given up, by whichever side, after money was set aside for it. */
static bool give_up(struct ch_act *act, struct err *err)
{
    bool granted = ch_status_granted(act->row.status);
    COPY(act->a->status, act->step->to);
    return (!granted || ch_act_tally(act, -1, err)) && ch_act_release(act, err);
}

static const struct {
    const char *decision;
    bool (*perform)(struct ch_act *act, struct err *err);
} acts[] = {
    {"approve", approve},      {"reject", reject},        {"undo", undo},
    {"withdraw", give_up},     {"lapse", give_up},        {"notice", ch_act_notice},
    {"object", ch_act_object}, {"uphold", ch_act_uphold}, {"dismiss", ch_act_dismiss},
    {"issue", ch_act_issue},
};

bool ch_act_perform(struct ch_act *act, struct err *err)
{
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        if (strcmp(acts[i].decision, act->decision->decision) == 0) {
            return acts[i].perform(act, err);
        }
    }
    return move_on(act, err);
}
