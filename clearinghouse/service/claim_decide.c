#include "clearinghouse/service/claim.h"

#include "clearinghouse/service/claim_rules.h"
#include "clearinghouse/service/controls.h"
#include "clearinghouse/service/facts.h"
#include "clearinghouse/service/machine.h"
#include "clearinghouse/service/money.h"
#include "clearinghouse/service/reasons.h"
#include "clearinghouse/service/voucher.h"
#include "common/date.h"
#include "common/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

enum { RECOVER_DAYS = 30 };

/* One decision under way. */
struct act {
    const struct ch_ctx *ctx;
    const struct ch_policy *policy;
    const struct ch_claim_order *order;
    const struct ch_transition *step;
    struct ch_application *a;
    struct ch_claim *c;
    struct ch_voucher *v;
    struct ch_claim_decided *out;
    bool voucher_changed;
};

static const char *who(const struct act *act)
{
    return act->ctx->who ? act->ctx->who->id : "system";
}

static struct ch_purse purse_of(const struct act *act)
{
    return (struct ch_purse){act->c->programme, act->c->tranche, act->c->id};
}

/* ---- rules ---- */

static bool rematch(struct act *act, struct err *err)
{
    return ch_claim_match(act->ctx, act->policy, act->a, act->v, act->c, &act->out->match,
                          err);
}

/* The worst finding at or above `least`. */
static const struct ch_finding *worst(const struct ch_verdict *v, enum ch_outcome least)
{
    const struct ch_finding *found = NULL;
    for (int i = 0; i < v->count; i++) {
        if (v->findings[i].outcome >= least &&
            (!found || v->findings[i].outcome > found->outcome)) {
            found = &v->findings[i];
        }
    }
    return found;
}

static bool match_failed(const struct act *act, const struct ch_finding *f,
                         const char *next, struct err *err)
{
    return err_set_type(err, ERR_REFUSED, "match-failed",
                        "claim %s does not match: rule %s found \"%s\"; %s",
                        act->c->number, f->rule, f->input, next);
}

/* None of these persons, nor whoever acts for one of them. The table says the same of
 * hands; this knows whom they act for. */
static bool apart(const struct act *act, const char *one, const char *other,
                  struct err *err)
{
    const char *who_else = ch_is_actor(act->ctx, one)     ? one
                           : ch_is_actor(act->ctx, other) ? other
                                                          : NULL;
    return !who_else ||
           err_set_type(err, ERR_REFUSED, "same-person",
                        "%s has had a hand in claim %s already; a colleague must %s it",
                        who_else, act->c->number, act->order->decision);
}

static bool match(struct act *act, struct err *err)
{
    const struct ch_finding *f = worst(&act->out->match, CH_CAP);
    if (f) {
        return match_failed(act, f, "query or reject it", err);
    }
    f = worst(&act->out->match, CH_QUERY);
    if (f && strcmp(act->order->reason_code, "checked-by-hand") != 0) {
        return match_failed(act, f,
                            "query it, or match it with the reason checked-by-hand and a "
                            "note of what was seen",
                            err);
    }
    if (f && !*act->order->reason_note) {
        return err_set_type(err, ERR_INVALID, "note-missing",
                            "say in the note what was seen and where");
    }
    COPY(act->c->reviewer, who(act));
    return apart(act, act->c->maker, "", err);
}

static bool query(struct act *act, struct err *err)
{
    (void)err;
    act->c->reviewer[0] = '\0';
    return true;
}

static bool answer(struct act *act, struct err *err)
{
    const struct ch_claim *with = &act->order->with;
    struct ch_claim *c = act->c;
    if (!act->order->with_invoice && !act->order->with_usage) {
        return err_set_type(err, ERR_INVALID, "answer-empty",
                            "an answer brings the invoice, the usage, or both");
    }
    if (act->order->with_invoice) {
        COPY(c->invoice_number, with->invoice_number);
        c->invoice_on = with->invoice_on;
        c->invoice_fen = with->invoice_fen;
    }
    if (act->order->with_usage) {
        c->usage_hours = with->usage_hours;
        c->usage_from = with->usage_from;
        c->usage_to = with->usage_to;
        COPY(c->centre, with->centre);
    }
    return ch_claim_renew(act->ctx, act->a, act->v, c, err) && rematch(act, err);
}

/* ---- money ---- */

/* Frozen or revoked vouchers pay nothing; one that expired pays what was claimed before.
 */
static bool voucher_pays(const struct act *act, struct err *err)
{
    const char *status = act->v->status;
    return (strcmp(status, "frozen") != 0 && strcmp(status, "revoked") != 0) ||
           err_set_type(err, ERR_REFUSED, "voucher-not-active",
                        "voucher %s is %s: nothing is paid on it", act->v->number,
                        status);
}

static bool use_limits(const struct act *act, int64_t amount, struct err *err)
{
    const struct ch_claim *c = act->c;
    int64_t year_cap = ch_known_or(&act->policy->year_cap_fen, -1);
    int64_t group_cap = ch_known_or(&act->policy->group_year_cap_fen, -1);
    int year = (int)c->claim_year;
    return ch_limit_use(act->ctx->db, c->programme, "redeemed", c->applicant, year,
                        amount, amount < 0 ? -1 : year_cap, err) &&
           ch_limit_use(act->ctx->db, c->programme, "group-redeemed", c->group_id, year,
                        amount, amount < 0 ? -1 : group_cap, err);
}

static bool approve(struct act *act, struct err *err)
{
    struct ch_claim *c = act->c;
    struct ch_purse purse = purse_of(act);
    int64_t amount = act->order->amount_fen ? act->order->amount_fen : c->asked_fen;
    char most[32];
    const struct ch_finding *f = worst(&act->out->match, CH_CAP);
    if (f) {
        return match_failed(act, f, "query or reject it", err);
    }
    if (amount > c->asked_fen || amount <= 0) {
        return err_set_type(err, ERR_REFUSED, "amount-too-high",
                            "claim %s asks for %s yuan; approve at most that", c->number,
                            money_format(c->asked_fen, MONEY_YUAN, most));
    }
    if (!apart(act, c->maker, c->reviewer, err) || !voucher_pays(act, err) ||
        !ch_standing_check(act->ctx, act->policy, c->applicant, err) ||
        !use_limits(act, amount, err) ||
        !ch_money_post(act->ctx, &purse, CH_COMMITTED, CH_PAYABLE, amount, err)) {
        return false;
    }
    int64_t rest = c->asked_fen - amount;
    act->voucher_changed = rest > 0;
    c->amount_fen = amount;
    COPY(c->approver, who(act));
    return rest == 0 || ch_voucher_give_back(act->ctx, act->v, CH_COMMITTED, rest, err);
}

static bool reject(struct act *act, struct err *err)
{
    struct ch_claim *c = act->c;
    bool payable = c->amount_fen > 0;
    int64_t amount = payable ? c->amount_fen : c->asked_fen;
    act->voucher_changed = true;
    c->amount_fen = 0;
    return (!payable || use_limits(act, -amount, err)) &&
           ch_voucher_give_back(act->ctx, act->v, payable ? CH_PAYABLE : CH_COMMITTED,
                                amount, err);
}

static bool pay(struct act *act, struct err *err)
{
    COPY(act->c->payer, who(act));
    return apart(act, act->c->reviewer, act->c->approver, err) &&
           voucher_pays(act, err) &&
           ch_standing_check(act->ctx, act->policy, act->c->applicant, err);
}

static bool fail(struct act *act, struct err *err)
{
    (void)err;
    act->c->failures++;
    return true;
}

/* A claim of the office on the applicant, never a negative payment. */
static bool recover(struct act *act, struct err *err)
{
    struct ch_claim *c = act->c;
    date_day today = date_of(act->ctx->now, DATE_ZONE_CHINA);
    int64_t amount = act->order->amount_fen ? act->order->amount_fen : c->amount_fen;
    date_day due = act->order->until ? act->order->until : today + RECOVER_DAYS;
    char most[32];
    if (amount > c->amount_fen) {
        return err_set_type(err, ERR_REFUSED, "amount-too-high",
                            "claim %s was paid %s yuan; recover at most that", c->number,
                            money_format(c->amount_fen, MONEY_YUAN, most));
    }
    if (due < today) {
        return err_set_type(err, ERR_INVALID, "bad-due-date",
                            "the last day to pay back lies in the past");
    }
    c->recover_fen = amount;
    c->recover_due = due;
    return true;
}

static const struct {
    const char *decision;
    bool (*act)(struct act *act, struct err *err);
} acts[] = {
    {"match", match},   {"query", query}, {"answer", answer}, {"approve", approve},
    {"reject", reject}, {"pay", pay},     {"fail", fail},     {"recover", recover},
};

/* ---- one decision ---- */

static bool load(struct act *act, const char *id, int64_t revision, struct err *err)
{
    struct buf doc = {0};
    struct ch_claim *c = act->c;
    if (!ch_claim_load(act->ctx, id, c, err)) {
        return false;
    }
    if (c->revision != revision) {
        return err_set_type(err, ERR_STALE, "stale-revision",
                            "claim %s was changed (revision %" PRId64 ", you saw %" PRId64
                            "); look at it again before deciding",
                            c->number, c->revision, revision);
    }
    bool ok = ch_voucher_get(act->ctx->db, c->voucher, act->v, err) &&
              ch_application_doc(act->ctx->db, c->application, &doc, err) &&
              ch_application_decode(buf_str(&doc), doc.len, act->a, err) &&
              ch_policy_of(act->ctx, c->programme, &act->policy, err);
    buf_clear(&doc);
    return ok;
}

static bool allowed(struct act *act, struct err *err)
{
    const struct ch_claim_order *o = act->order;
    act->step = ch_machine_find(&ch_claim_machine, act->c->status, o->decision);
    const struct ch_control control = {.programme = act->c->programme,
                                       .decision = o->decision,
                                       .applicant = act->c->applicant,
                                       .provider = act->c->provider,
                                       .amount_fen = o->amount_fen ? o->amount_fen
                                                     : act->c->amount_fen
                                                         ? act->c->amount_fen
                                                         : act->c->asked_fen};
    return ch_machine_allows(act->ctx, &ch_claim_machine, act->step, act->c->programme,
                             act->c->number, act->c->status, o->decision, err) &&
           ch_controls_pass(act->ctx, &control, err) &&
           ch_reason_check(act->step->needs_reason, o->decision, o->reason_code,
                           o->reason_note, err);
}

static bool perform(struct act *act, struct err *err)
{
    size_t i = 0;
    while (strcmp(acts[i].decision, act->order->decision) != 0) {
        i++;
    }
    COPY(act->c->reason_code, act->order->reason_code);
    COPY(act->c->reason_note, act->order->reason_note);
    /* Until it is approved the findings are as of the last decision. */
    bool open = act->c->amount_fen == 0 && strcmp(act->c->status, "rejected") != 0;
    if ((open && !rematch(act, err)) || !acts[i].act(act, err)) {
        return false;
    }
    COPY(act->c->status, act->step->to);
    return true;
}

static bool save(struct act *act, struct err *err)
{
    struct ch_landed there;
    char action[CH_SLUG_MAX + 16];
    snprintf(action, sizeof action, "voucher.claim-%s", act->order->decision);
    if (act->voucher_changed) {
        COPY(act->v->reason_code, act->order->reason_code);
        COPY(act->v->reason_note, act->order->reason_note);
        if (!ch_voucher_save(act->ctx, act->v, action, &there, err)) {
            return false;
        }
    }
    return ch_claim_save(act->ctx, act->c, act->order->decision, &act->out->landed, err);
}

bool ch_claim_decide(const struct ch_ctx *ctx, const char *id, int64_t revision,
                     const struct ch_claim_order *order, struct ch_claim_decided *out,
                     struct err *err)
{
    struct act act = {.ctx = ctx,
                      .order = order,
                      .a = calloc(1, sizeof *act.a),
                      .c = &out->claim,
                      .v = &out->voucher,
                      .out = out};
    bool ok = act.a || err_set(err, ERR_BUSY, "out of memory; try again");
    ok = ok && load(&act, id, revision, err) && allowed(&act, err) &&
         ch_budget_of(ctx, act.c->programme, act.c->tranche, &out->before, err) &&
         perform(&act, err) && save(&act, err) &&
         ch_budget_of(ctx, act.c->programme, act.c->tranche, &out->after, err);
    ch_new_id(ctx, "dec", out->id);
    free(act.a);
    return ok;
}
