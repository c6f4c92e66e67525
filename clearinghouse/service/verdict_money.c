#include "clearinghouse/service/verdict_rules.h"
#include "common/date.h"
#include "common/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static int64_t known_or(const struct ch_figure *figure, int64_t otherwise)
{
    return figure->known == CH_KNOWN ? figure->value : otherwise;
}

static struct ch_finding passes(const char *rule, const char *source, const char *clause)
{
    struct ch_finding finding = {.rule = rule, .outcome = CH_PASS};
    ch_finding_text(finding.source, sizeof finding.source, "%s", source);
    ch_finding_text(finding.clause, sizeof finding.clause, "%s", clause);
    return finding;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What the rate applies to: the eligible part of the contract's price and, where the
 * programme pays for use that has happened, only the days used of the days contracted. */
static int64_t base_of(const struct ch_policy *p, const struct ch_application *a,
                       int64_t unit)
{
    int64_t base = least(a->contract.eligible_fen, a->contract.total_fen);
    int32_t starts = a->contract.starts_on, ends = a->contract.ends_on;
    if (strcmp(p->mode, "post-use") != 0 || !a->usage.from || !a->usage.to ||
        ends <= starts) {
        return base;
    }
    int32_t from = a->usage.from > starts ? a->usage.from : starts;
    int32_t to = a->usage.to < ends ? a->usage.to : ends;
    return money_prorate(base, to > from ? to - from : 0, ends - starts, unit, &base)
               ? base
               : 0;
}

static void add_rate(const struct ch_policy *p, const struct ch_application *a,
                     struct ch_verdict *out)
{
    const struct ch_figure *rate =
        a->applicant.startup && p->startup_rate_bp.known == CH_KNOWN ? &p->startup_rate_bp
                                                                     : &p->rate_bp;
    struct ch_finding finding = passes("rate-published", "policy", rate->source);
    out->rate_bp = known_or(rate, 0);
    if (rate->known == CH_KNOWN) {
        CH_FINDING_INPUT(&finding, "%" PRId64 ".%02" PRId64 " %%", out->rate_bp / 100,
                         out->rate_bp % 100);
    } else {
        CH_FINDING_INPUT(&finding, "unknown");
        ch_finding_flip(&finding, CH_WAIT, NULL, "policy.rate_bp", "known", "");
    }
    ch_verdict_add(out, &finding);
}

static void add_case_cap(const struct ch_policy *p, struct ch_verdict *out)
{
    char text[48];
    if (p->case_cap_fen.known != CH_KNOWN) {
        return;
    }
    struct ch_finding finding = passes("case-cap", "policy", p->case_cap_fen.source);
    CH_FINDING_INPUT(&finding, "%s", ch_finding_money(out->grant_fen, text));
    if (out->grant_fen > p->case_cap_fen.value) {
        ch_finding_flip(&finding, CH_CAP, "cap-reached", "request.amount_fen",
                        "<=", ch_finding_money(p->case_cap_fen.value, text));
        out->grant_fen = p->case_cap_fen.value;
        out->limited_by = "case-cap";
    }
    ch_verdict_add(out, &finding);
}

/* Some room left limits the grant; none left refuses the case. */
static void add_year_cap(const struct ch_policy *p, const struct ch_facts *f,
                         struct ch_verdict *out)
{
    char text[48];
    if (p->year_cap_fen.known != CH_KNOWN) {
        return;
    }
    int64_t cap = p->year_cap_fen.value, left = cap - f->year_granted_fen;
    struct ch_finding finding = passes("year-cap", "ledger", p->year_cap_fen.source);
    CH_FINDING_INPUT(&finding, "%s", ch_finding_money(f->year_granted_fen, text));
    if (left <= 0) {
        ch_finding_flip(&finding, CH_FAIL, "cap-reached", "applicant.year_granted_fen",
                        "<=", ch_finding_money(cap - least(out->grant_fen, cap), text));
    } else if (out->grant_fen > left) {
        ch_finding_flip(&finding, CH_CAP, "cap-reached", "request.amount_fen",
                        "<=", ch_finding_money(left, text));
    }
    if (out->grant_fen > left) {
        out->grant_fen = left > 0 ? left : 0;
        out->limited_by = "year-cap";
    }
    ch_verdict_add(out, &finding);
}

/* No fault of the case, so it waits; the ledger refuses the decision in any event. */
static void add_tranche(const struct ch_facts *f, struct ch_verdict *out)
{
    char text[48];
    int64_t available = f->tranche->balance[CH_AVAILABLE];
    struct ch_finding finding = passes("tranche-available", "ledger", f->tranche->name);
    CH_FINDING_INPUT(&finding, "%s", ch_finding_money(available, text));
    if (available < out->grant_fen) {
        ch_finding_flip(&finding, CH_WAIT, "tranche-exhausted", "tranche.available_fen",
                        ">=", ch_finding_money(out->grant_fen, text));
    }
    ch_verdict_add(out, &finding);
}

void ch_verdict_price(const struct ch_policy *p, const struct ch_facts *f,
                      struct ch_verdict *out)
{
    const struct ch_application *a = f->application;
    int64_t unit = known_or(&p->rounding_unit_fen, 1);
    add_rate(p, a, out);
    out->eligible_fen = base_of(p, a, unit);
    out->limited_by = "rate";
    if (!money_rate(out->eligible_fen, out->rate_bp, unit, &out->grant_fen)) {
        out->grant_fen = 0;
    }
    if (a->request.amount_fen < out->grant_fen) {
        out->grant_fen = a->request.amount_fen;
        out->limited_by = "ask";
    }
    add_case_cap(p, out);
    add_year_cap(p, f, out);
    out->grant_fen -= out->grant_fen % unit;
    add_tranche(f, out);
}
