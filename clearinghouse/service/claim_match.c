#include "clearinghouse/service/claim_rules.h"

#include "clearinghouse/service/money.h"
#include "common/date.h"
#include "common/money.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A reading stands for the time until the next one, but no longer than this. */
enum { STANDS_SECONDS = 6 * 3600 };

int64_t ch_claim_most(const struct ch_policy *policy, const struct ch_voucher *voucher,
                      int64_t base_fen)
{
    int64_t most;
    return money_rate(base_fen, voucher->rate_bp,
                      ch_known_or(&policy->rounding_unit_fen, 1), &most)
               ? most
               : 0;
}

/* ---- the meter ---- */

struct metering {
    const char *accelerator;
    struct ch_metered *out;
    struct ch_reading last; /* at 0: none yet */
};

static void stand(struct metering *m, int64_t until)
{
    int64_t seconds = (until - m->last.at) / DATE_SECOND;
    if (m->last.at == 0 || seconds <= 0) {
        return;
    }
    seconds = seconds < STANDS_SECONDS ? seconds : STANDS_SECONDS;
    m->out->covered_seconds += seconds;
    m->out->active_seconds += m->last.active * seconds;
    if (m->last.power_w >= 0) {
        m->out->watt_seconds += m->last.power_w * seconds;
        m->out->powered_seconds += m->last.active * seconds;
    }
}

static void add_reading(void *ctx, const struct ch_reading *reading)
{
    struct metering *m = ctx;
    if (strcmp(reading->accelerator, m->accelerator) == 0) {
        stand(m, reading->at);
        m->last = *reading;
    }
}

static bool meter(const struct ch_ctx *ctx, const struct ch_claim_facts *f,
                  struct ch_metered *out, struct err *err)
{
    struct metering m = {.accelerator = f->a->request.accelerator, .out = out};
    int64_t from = date_start(f->claim->usage_from, DATE_ZONE_CHINA);
    int64_t until = date_start(f->claim->usage_to + 1, DATE_ZONE_CHINA);
    until = until < f->now ? until : f->now;
    *out = (struct ch_metered){.active_seconds = 0};
    if (!f->has_centre || f->claim->usage_from == 0 || until <= from) {
        return true;
    }
    out->period_seconds = (until - from) / DATE_SECOND;
    if (!ch_reading_each(ctx->db, f->centre.id, from, until, add_reading, &m, err)) {
        return false;
    }
    stand(&m, until);
    return true;
}

/* ---- running ---- */

static bool gather(const struct ch_ctx *ctx, struct ch_claim_facts *f, struct err *err)
{
    struct err none = {0};
    f->now = ctx->now;
    f->has_centre =
        *f->claim->centre && ch_centre_get(ctx->db, f->claim->centre, &f->centre, &none);
    return ch_organisation_get(ctx->db, f->claim->applicant, &f->applicant, err) &&
           ch_claim_sums(ctx->db, f->voucher->id, f->claim->id, &f->others, err) &&
           ch_claim_same_usage(ctx->db, f->claim, f->same_usage, err) &&
           ch_claim_in_arrears(ctx->db, f->claim->applicant, &f->arrears, err) &&
           meter(ctx, f, &f->metered, err);
}

static void run_rules(const struct ch_claim_rule *rules, const struct ch_claim_facts *f,
                      struct ch_verdict *out)
{
    for (; rules->name; rules++) {
        struct ch_finding finding = {.rule = rules->name, .outcome = CH_PASS};
        ch_finding_text(finding.source, sizeof finding.source, "%s", rules->source);
        rules->judge(f, &finding);
        ch_verdict_add(out, &finding);
    }
}

bool ch_claim_match(const struct ch_ctx *ctx, const struct ch_policy *policy,
                    const struct ch_application *a, const struct ch_voucher *voucher,
                    struct ch_claim *claim, struct ch_verdict *out, struct err *err)
{
    struct ch_claim_facts *f = calloc(1, sizeof *f);
    struct buf text = {0};
    bool ok = f || err_set(err, ERR_BUSY, "out of memory; try again");
    if (ok) {
        f->claim = claim;
        f->voucher = voucher;
        f->a = a;
        f->policy = policy;
        ok = gather(ctx, f, err);
    }
    if (ok) {
        memset(out, 0, sizeof *out);
        run_rules(ch_claim_rules_papers, f, out);
        run_rules(ch_claim_rules_usage, f, out);
        out->grant_fen = ch_claim_most(policy, voucher, claim->base_fen);
        ch_findings_json(out, &text);
        ok = (buf_ok(&text) && text.len < sizeof claim->match) ||
             err_set(err, ERR_INTERNAL, "the findings of claim %s are too long",
                     claim->number);
    }
    if (ok) {
        memcpy(claim->match, buf_str(&text), text.len + 1);
        snprintf(claim->match_outcome, sizeof claim->match_outcome, "%s",
                 ch_outcome_name(out->outcome));
    }
    buf_clear(&text);
    free(f);
    return ok;
}
