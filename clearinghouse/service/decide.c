#include "clearinghouse/service/decide.h"

#include "clearinghouse/service/facts.h"
#include "clearinghouse/service/machine.h"
#include "clearinghouse/service/reasons.h"
#include "clearinghouse/service/submit.h"
#include "common/date.h"
#include "common/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

enum { SPLIT_DAYS = 30 };

/* One decision under way. */
struct act {
    const struct ch_ctx *ctx;
    const struct ch_policy *policy;
    const struct ch_decision *decision;
    const struct ch_transition *step;
    struct ch_application_row row; /* as it was */
    struct ch_application *a;      /* as it becomes */
    struct ch_evidence evidence;
    struct ch_verdict *verdict;
    int64_t reserved;
    struct ch_decided *out;
};

static int64_t known_or(const struct ch_figure *figure, int64_t otherwise)
{
    return figure->known == CH_KNOWN ? figure->value : otherwise;
}

bool ch_budget_of(const struct ch_ctx *ctx, const char *programme, const char *tranche,
                  struct ch_budget *out, struct err *err)
{
    struct ch_tranche row;
    if (!ch_tranche_get(ctx->db, programme, tranche, &row, err)) {
        return false;
    }
    out->available_fen = row.balance[CH_AVAILABLE];
    out->reserved_fen = row.balance[CH_RESERVED];
    return true;
}

/* ---- may it be done at all ---- */

static bool wrong_state(const struct act *act, struct err *err)
{
    char possible[160] = "";
    for (size_t i = 0; i < ch_transition_count; i++) {
        const struct ch_transition *t = &ch_transitions[i];
        if (t->roles && strcmp(t->from, act->row.status) == 0 &&
            !strstr(possible, t->decision)) {
            size_t at = strlen(possible);
            snprintf(possible + at, sizeof possible - at, "%s%s", at ? ", " : "",
                     t->decision);
        }
    }
    return err_set_type(err, ERR_CONFLICT, "wrong-state",
                        "case %s is %s: %s is not possible; possible now: %s",
                        act->row.number, act->row.status, act->decision->decision,
                        *possible ? possible : "nothing more");
}

static bool check_role(const struct act *act, struct err *err)
{
    unsigned roles;
    if (!ch_ctx_roles(act->ctx, act->row.programme, &roles, err)) {
        return false;
    }
    if ((roles & act->step->roles) == 0 && act->ctx->who) {
        return err_set_type(err, ERR_PERMISSION, "wrong-role",
                            "%s may not %s a case that is %s%s", act->ctx->who->id,
                            act->decision->decision, act->row.status,
                            act->step->roles == CH_ROLE_SUPERVISOR
                                ? "; a supervisor must give the second signature"
                                : "");
    }
    return true;
}

static bool check_reason(const struct act *act, struct err *err)
{
    const char *code = act->decision->reason_code;
    if (!*code) {
        return !act->step->needs_reason ||
               err_set_type(err, ERR_INVALID, "reason-missing",
                            "%s needs a reason: give one of the codes of /v1/reasons",
                            act->decision->decision);
    }
    const struct ch_reason *reason = ch_reason_find(code);
    if (!reason || !ch_reason_fits(reason, act->decision->decision)) {
        return err_set_type(err, ERR_INVALID, "reason-unknown",
                            "\"%.48s\" is not a reason to %s; /v1/reasons lists them",
                            code, act->decision->decision);
    }
    return strcmp(code, "other") != 0 || *act->decision->reason_note ||
           err_set_type(err, ERR_INVALID, "note-missing",
                        "reason \"other\" needs a note that says what it is");
}

/* ---- money ---- */

static bool post(struct act *act, enum ch_account from, enum ch_account to,
                 int64_t amount, struct err *err)
{
    struct ch_transfer t = {.programme = act->row.programme,
                            .tranche = act->row.tranche,
                            .from = from,
                            .to = to,
                            .amount = amount,
                            .subject = act->row.id,
                            .at = act->ctx->now};
    return ch_ledger_post(act->ctx->db, &t, err);
}

/* Cap and reservation together: neither is ever held without the other. The cap is that
 * of the year of the first signature, and it is given back to that year. */
static bool reserve(struct act *act, int64_t amount, struct err *err)
{
    if (!ch_cap_use(act->ctx->db, act->row.programme, act->row.applicant,
                    ch_application_grant_year(act->a), amount,
                    known_or(&act->policy->year_cap_fen, -1), err) ||
        !post(act, CH_AVAILABLE, CH_RESERVED, amount, err)) {
        return false;
    }
    act->reserved = amount;
    return true;
}

static bool release(struct act *act, struct err *err)
{
    if (act->reserved == 0) {
        return true;
    }
    if (!ch_cap_use(act->ctx->db, act->row.programme, act->row.applicant,
                    ch_application_grant_year(act->a), -act->reserved, -1, err) ||
        !post(act, CH_RESERVED, CH_AVAILABLE, act->reserved, err)) {
        return false;
    }
    act->reserved = 0;
    act->a->grant.amount_fen = act->a->grant.rate_bp = 0;
    act->a->signature_count = 0;
    act->a->round++;
    return true;
}

/* ---- the decisions ---- */

static bool rules_met(struct act *act, struct err *err)
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

static bool four_eyes(struct act *act, int64_t amount, bool *needed, struct err *err)
{
    int64_t threshold = known_or(&act->policy->second_signature_fen, INT64_MAX), others,
            sum;
    if (!ch_application_group_sum(act->ctx->db, act->row.programme, act->row.group_id,
                                  act->ctx->now - SPLIT_DAYS * DATE_DAY, act->row.id,
                                  &others, err)) {
        return false;
    }
    *needed = !money_add(amount, others, &sum) || sum > threshold;
    act->out->threshold_fen = threshold == INT64_MAX ? 0 : threshold;
    return true;
}

static bool sign(struct act *act, struct err *err)
{
    struct ch_application *a = act->a;
    if (!act->ctx->who || a->signature_count == CH_SIGNATURES_MAX) {
        return err_set(err, ERR_INTERNAL, "case %s cannot be signed", a->number);
    }
    if (!ch_signature_put(act->ctx->db, a->programme, a->id, a->round, act->ctx->who->id,
                          act->ctx->now, err)) {
        return false;
    }
    struct ch_signature *s = &a->signatures[a->signature_count++];
    COPY(s->by, act->ctx->who->id);
    COPY(s->role,
         ch_role_name(act->ctx->who->roles & CH_ROLE_SUPERVISOR ? CH_ROLE_SUPERVISOR
                                                                : CH_ROLE_OFFICER));
    s->at = act->ctx->now;
    return true;
}

static bool count_grant(struct act *act, int64_t sign_of, struct err *err)
{
    return ch_tally_provider(act->ctx->db, act->row.provider, act->row.provider_name,
                             sign_of * act->reserved, err);
}

/* The second signature is for what the first one was for, no more and no less. */
static bool approve_second(struct act *act, struct err *err)
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
    return sign(act, err) && count_grant(act, 1, err);
}

static bool approve(struct act *act, struct err *err)
{
    struct ch_application *a = act->a;
    if (!rules_met(act, err)) {
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
    if (!four_eyes(act, amount, &second, err) || !sign(act, err) ||
        !reserve(act, amount, err)) {
        return false;
    }
    a->grant.amount_fen = amount;
    a->grant.rate_bp = act->verdict->rate_bp;
    act->out->four_eyes = second;
    COPY(a->status, second ? "awaiting_second" : "approved");
    return second || count_grant(act, 1, err);
}

static bool undo(struct act *act, struct err *err)
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
    bool ok = strcmp(a->status, "approved") != 0 || count_grant(act, -1, err);
    ok = ok && (strcmp(a->status, "rejected") != 0 ||
                ch_tally_reason(act->ctx->db, a->reason_code, -1, err));
    ok = ok && release(act, err);
    if (ok && strcmp(a->clock, "stopped") == 0) {
        a->due_at = act->ctx->now + known_or(&act->policy->review_days, 15) * DATE_DAY;
    }
    COPY(a->status, a->undo_status);
    COPY(a->clock, "running");
    return ok;
}

static bool reject(struct act *act, struct err *err)
{
    COPY(act->a->status, "rejected");
    return release(act, err) &&
           ch_tally_reason(act->ctx->db, act->decision->reason_code, 1, err);
}

static bool move_on(struct act *act, struct err *err)
{
    struct ch_application *a = act->a;
    const char *decision = act->decision->decision;
    if (strcmp(decision, "return") == 0) {
        COPY(a->clock, "stopped");
        a->due_at =
            act->ctx->now + known_or(&act->policy->supplement_days, 10) * DATE_DAY;
    } else if (strcmp(decision, "resubmit") == 0) {
        COPY(a->clock, "running");
        a->due_at = act->ctx->now + known_or(&act->policy->review_days, 15) * DATE_DAY;
        a->round++;
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

static bool perform(struct act *act, struct err *err)
{
    const char *decision = act->decision->decision;
    if (strcmp(decision, "approve") == 0) {
        return approve(act, err);
    }
    if (strcmp(decision, "reject") == 0) {
        return reject(act, err);
    }
    if (strcmp(decision, "undo") == 0) {
        return undo(act, err);
    }
    return move_on(act, err);
}

/* What a decision leaves on the case, whichever it was. */
static void mark(struct act *act)
{
    struct ch_application *a = act->a;
    const char *decision = act->decision->decision;
    a->revision++;
    a->updated_at = act->ctx->now;
    COPY(a->last_decision, decision);
    COPY(a->last_by, act->ctx->who ? act->ctx->who->id : "system");
    COPY(a->reason_code, act->decision->reason_code);
    COPY(a->reason_note, act->decision->reason_note);
    a->undo_until = 0;
    a->undo_status[0] = '\0';
    if (act->step->undoable) {
        int64_t minutes = known_or(&act->policy->undo_minutes, 0);
        a->undo_until = act->ctx->now + minutes * 60 * DATE_SECOND;
        COPY(a->undo_status, strcmp(act->row.status, "awaiting_second") == 0
                                 ? "under_review"
                                 : act->row.status);
    }
    if (!ch_status_open(a->status)) {
        COPY(a->clock, "done");
    }
}

static bool load(struct act *act, const char *id, int64_t revision, struct err *err)
{
    struct buf doc = {0};
    if (!ch_application_get(act->ctx->db, id, &act->row, err)) {
        return false;
    }
    if (act->row.revision != revision) {
        return err_set_type(err, ERR_STALE, "stale-revision",
                            "case %s was changed (revision %" PRId64 ", you saw %" PRId64
                            "); look at it again before deciding",
                            act->row.number, act->row.revision, revision);
    }
    bool ok = ch_application_doc(act->ctx->db, id, &doc, err) &&
              ch_application_decode(buf_str(&doc), doc.len, act->a, err);
    buf_clear(&doc);
    act->reserved = act->row.reserved_fen;
    return ok && ch_policy_of(act->ctx, act->row.programme, &act->policy, err);
}

bool ch_decide(const struct ch_ctx *ctx, const char *id, int64_t revision,
               const struct ch_decision *decision, struct ch_decided *out,
               struct err *err)
{
    struct act act = {.ctx = ctx,
                      .decision = decision,
                      .a = &out->application,
                      .verdict = &out->verdict,
                      .out = out};
    char action[CH_SLUG_MAX + 16];
    out->four_eyes = false;
    out->threshold_fen = 0;
    out->verdict.count = 0;
    if (!load(&act, id, revision, err)) {
        return false;
    }
    act.step = ch_transition_find(act.row.status, decision->decision);
    if (!act.step || (act.step->roles == 0 && ctx->who)) {
        return wrong_state(&act, err);
    }
    if (!check_role(&act, err) || !check_reason(&act, err) ||
        !ch_budget_of(ctx, act.row.programme, act.row.tranche, &out->before, err) ||
        !ch_evidence_judge(ctx, act.policy, act.a, &act.evidence, act.verdict, err) ||
        !perform(&act, err)) {
        return false;
    }
    mark(&act);
    snprintf(action, sizeof action, "application.%s", decision->decision);
    ch_new_id(ctx, "dec", out->id);
    return ch_application_save(ctx, act.a, act.verdict, act.row.group_id, act.reserved,
                               action, &out->landed, err) &&
           ch_budget_of(ctx, act.row.programme, act.row.tranche, &out->after, err);
}
