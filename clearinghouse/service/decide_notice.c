/* From the approval to the voucher: public notice, objections, issue. */
#include "clearinghouse/service/decide_act.h"

#include "clearinghouse/service/calendar.h"
#include "clearinghouse/service/claim.h"
#include "clearinghouse/service/controls.h"
#include "clearinghouse/service/money.h"
#include "clearinghouse/service/voucher.h"
#include "clearinghouse/store/claims.h"
#include "common/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

static const struct ch_figure notice_default = {
    .known = CH_KNOWN, .value = 5, .working = true};

static const char *who(const struct ch_act *act)
{
    return act->ctx->who ? act->ctx->who->id : "system";
}

bool ch_act_notice(struct ch_act *act, struct err *err)
{
    struct ch_application *a = act->a;
    char until[32];
    if (act->row.undo_until > act->ctx->now) {
        return err_set_type(err, ERR_REFUSED, "undo-open",
                            "the approval of case %s can be undone until %s; give notice "
                            "after that",
                            a->number, date_time_format(act->row.undo_until, until));
    }
    if (!ch_deadline(act->ctx, &act->policy->notice_days, &notice_default,
                     &a->notice.until, err)) {
        return false;
    }
    a->notice.from = act->ctx->now;
    a->due_at = a->notice.until;
    COPY(a->clock, "running");
    COPY(a->status, "on_notice");
    return true;
}

bool ch_act_object(struct ch_act *act, struct err *err)
{
    struct ch_application *a = act->a;
    const struct ch_decision *d = act->decision;
    if (!*d->objector || !*d->evidence) {
        return err_set_type(err, ERR_INVALID, "objection-incomplete",
                            "an objection names who objects (objector) and what it rests "
                            "on (evidence)");
    }
    if (act->ctx->now >= a->notice.until) {
        return err_set_type(err, ERR_REFUSED, "notice-over",
                            "the notice of case %s has ended; report what is known to a "
                            "supervisor, who can freeze or revoke a voucher",
                            a->number);
    }
    if (a->objection_count == CH_OBJECTIONS_MAX) {
        return err_set_type(err, ERR_REFUSED, "too-many-objections",
                            "case %s has had %d objections; decide with a supervisor",
                            a->number, CH_OBJECTIONS_MAX);
    }
    struct ch_objection *o = &a->objections[a->objection_count++];
    *o = (struct ch_objection){.at = act->ctx->now};
    COPY(o->by, d->objector);
    COPY(o->evidence, d->evidence);
    COPY(o->code, d->reason_code);
    COPY(o->recorded_by, who(act));
    COPY(a->clock, "stopped");
    COPY(a->status, "objected");
    return true;
}

/* Whoever took the objection in does not judge it. */
static bool judge(struct ch_act *act, const char *outcome, struct err *err)
{
    struct ch_application *a = act->a;
    struct ch_objection *o =
        a->objection_count > 0 ? &a->objections[a->objection_count - 1] : NULL;
    if (!o) {
        return err_set(err, ERR_INTERNAL, "case %s has no objection", a->number);
    }
    if (ch_is_actor(act->ctx, o->recorded_by)) {
        return err_set_type(err, ERR_REFUSED, "same-person",
                            "%s took this objection in; another supervisor must judge it",
                            o->recorded_by);
    }
    COPY(o->outcome, outcome);
    COPY(o->decided_by, who(act));
    return true;
}

bool ch_act_uphold(struct ch_act *act, struct err *err)
{
    COPY(act->a->status, "rejected");
    return judge(act, "upheld", err) && ch_act_tally(act, -1, err) &&
           ch_act_release(act, err) &&
           ch_tally_reason(act->ctx->db, act->decision->reason_code, 1, err);
}

bool ch_act_dismiss(struct ch_act *act, struct err *err)
{
    COPY(act->a->clock, "running");
    COPY(act->a->status, "on_notice");
    return judge(act, "dismissed", err);
}

/* ---- issue ---- */

static bool issuer_is_free(const struct ch_act *act, struct err *err)
{
    for (int i = 0; i < act->a->signature_count; i++) {
        if (ch_is_actor(act->ctx, act->a->signatures[i].by)) {
            return err_set_type(err, ERR_REFUSED, "approver-is-issuer",
                                "%s approved case %s and does not issue its voucher; a "
                                "colleague must",
                                who(act), act->a->number);
        }
    }
    return true;
}

/* The lists are looked at once more: a firm may have come onto one since. */
static bool still_fit(const struct ch_act *act, struct err *err)
{
    char until[32];
    if (act->ctx->now < act->a->notice.until) {
        return err_set_type(err, ERR_REFUSED, "notice-runs",
                            "case %s is on notice until %s; issue after that",
                            act->a->number,
                            date_time_format(act->a->notice.until, until));
    }
    return ch_standing_check(act->ctx, act->policy, act->row.applicant, err);
}

bool ch_act_issue(struct ch_act *act, struct err *err)
{
    struct ch_application *a = act->a;
    struct ch_voucher *v = calloc(1, sizeof *v);
    bool later = strcmp(act->policy->mode, "post-use") != 0 &&
                 strcmp(act->policy->mode, "supply-side") != 0;
    bool ok = v || err_set(err, ERR_BUSY, "out of memory; try again");
    ok = ok && issuer_is_free(act, err) && still_fit(act, err) &&
         ch_voucher_issue(act->ctx, act->policy, a, act->row.group_id,
                          act->verdict->eligible_fen, v, err) &&
         ch_act_committed(act, err);
    if (ok) {
        COPY(a->voucher, v->id);
        COPY(a->status, "issued");
    }
    /* Where use came first, the voucher comes with its claim already lodged. */
    ok = ok && (later || ch_claim_lodge_issued(act->ctx, act->policy, a, v, err));
    free(v);
    return ok;
}
