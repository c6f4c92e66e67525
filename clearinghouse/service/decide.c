#include "clearinghouse/service/decide.h"

#include "clearinghouse/service/controls.h"
#include "clearinghouse/service/decide_act.h"
#include "clearinghouse/service/money.h"
#include "clearinghouse/service/reasons.h"
#include "clearinghouse/service/submit.h"
#include "common/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

bool ch_budget_of(const struct ch_ctx *ctx, const char *programme, const char *tranche,
                  struct ch_budget *out, struct err *err)
{
    struct ch_tranche row;
    if (!ch_tranche_get(ctx->db, programme, tranche, &row, err)) {
        return false;
    }
    out->available_fen = row.balance[CH_AVAILABLE];
    out->reserved_fen = row.balance[CH_RESERVED];
    out->committed_fen = row.balance[CH_COMMITTED];
    out->payable_fen = row.balance[CH_PAYABLE];
    out->disbursed_fen = row.balance[CH_DISBURSED];
    return true;
}

/* What a decision leaves on the case, whichever it was. */
static void mark(struct ch_act *act)
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
        int64_t minutes = ch_known_or(&act->policy->undo_minutes, 0);
        a->undo_until = act->ctx->now + minutes * 60 * DATE_SECOND;
        COPY(a->undo_status, strcmp(act->row.status, "awaiting_second") == 0
                                 ? "under_review"
                                 : act->row.status);
    }
    if (!ch_status_open(a->status) && strcmp(a->status, "on_notice") != 0 &&
        strcmp(a->status, "objected") != 0) {
        COPY(a->clock, "done");
    }
}

static bool load(struct ch_act *act, const char *id, int64_t revision, struct err *err)
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

static bool controls_pass(const struct ch_act *act, struct err *err)
{
    const struct ch_control control = {
        .programme = act->row.programme,
        .decision = act->decision->decision,
        .applicant = act->row.applicant,
        .provider = act->row.provider,
        .amount_fen = act->decision->amount_fen ? act->decision->amount_fen
                      : act->row.grant_fen      ? act->row.grant_fen
                                                : act->row.amount_fen,
    };
    return ch_controls_pass(act->ctx, &control, err);
}

bool ch_decide(const struct ch_ctx *ctx, const char *id, int64_t revision,
               const struct ch_decision *decision, struct ch_decided *out,
               struct err *err)
{
    struct ch_act act = {.ctx = ctx,
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
    if (!ch_machine_allows(ctx, &ch_application_machine, act.step, act.row.programme,
                           act.row.number, act.row.status, decision->decision, err) ||
        !ch_reason_check(act.step->needs_reason, decision->decision,
                         decision->reason_code, decision->reason_note, err) ||
        !controls_pass(&act, err) ||
        !ch_budget_of(ctx, act.row.programme, act.row.tranche, &out->before, err) ||
        !ch_evidence_judge(ctx, act.policy, act.a, &act.evidence, act.verdict, err) ||
        !ch_act_perform(&act, err)) {
        return false;
    }
    mark(&act);
    snprintf(action, sizeof action, "application.%s", decision->decision);
    ch_new_id(ctx, "dec", out->id);
    return ch_application_save(ctx, act.a, act.verdict, act.row.group_id, act.reserved,
                               action, &out->landed, err) &&
           ch_budget_of(ctx, act.row.programme, act.row.tranche, &out->after, err);
}
