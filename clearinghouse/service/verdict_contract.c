#include "clearinghouse/service/verdict_rules.h"
#include "common/date.h"

#include <string.h>

static void judge_compute(const struct ch_policy *p, const struct ch_facts *f,
                          struct ch_finding *finding)
{
    const char *kind = f->application->request.kind;
    CH_FINDING_INPUT(finding, "%s", kind);
    if (strcmp(kind, p->subject) != 0) {
        ch_finding_flip(finding, CH_FAIL, "not-ai-compute", "request.kind", "=",
                        p->subject);
    }
}

static void judge_start(const struct ch_policy *p, const struct ch_facts *f,
                        struct ch_finding *finding)
{
    char text[16];
    date_day first = (date_day)p->contract_not_before.value;
    CH_FINDING_INPUT(finding, "%s",
                     date_format(f->application->contract.signed_on, text));
    if (f->application->contract.signed_on < first) {
        ch_finding_flip(finding, CH_FAIL, "contract-before-start", "contract.signed_on",
                        ">=", date_format(first, text));
    }
}

/* End minus start, as the contract's days are counted everywhere here. */
static void judge_term(const struct ch_policy *p, const struct ch_facts *f,
                       struct ch_finding *finding)
{
    char text[16];
    date_day starts = f->application->contract.starts_on;
    int32_t days = f->application->contract.ends_on - starts;
    CH_FINDING_INPUT(finding, "%d d", days);
    if (days > p->contract_max_days.value) {
        ch_finding_flip(finding, CH_FAIL, "contract-too-long", "contract.ends_on", "<=",
                        date_format(starts + (date_day)p->contract_max_days.value, text));
    }
}

/* Across every programme of the ledger: the same contract is not subsidised twice, so no
 * policy can switch this off. */
static void judge_unused(const struct ch_policy *p, const struct ch_facts *f,
                         struct ch_finding *finding)
{
    (void)p;
    ch_finding_text(finding->clause, sizeof finding->clause,
                    "ledger: one contract, once");
    if (!f->same_contract_number) {
        CH_FINDING_INPUT(finding, "none");
        return;
    }
    CH_FINDING_INPUT(finding, "%s (%s)", f->same_contract_number,
                     f->same_contract_programme ? f->same_contract_programme : "?");
    ch_finding_flip(finding, CH_FAIL, "contract-already-used", "contract.number",
                    "!=", f->application->contract.number);
}

static void judge_single(const struct ch_policy *p, const struct ch_facts *f,
                         struct ch_finding *finding)
{
    const char *other = f->application->declared.other_subsidy;
    (void)p;
    CH_FINDING_INPUT(finding, "%s", *other ? other : "none");
    if (*other) {
        ch_finding_flip(finding, CH_FAIL, "other-public-money", "declared.other_subsidy",
                        "=", "");
    }
}

static void judge_minimum(const struct ch_policy *p, const struct ch_facts *f,
                          struct ch_finding *finding)
{
    char text[48];
    int64_t spend = f->application->contract.eligible_fen;
    CH_FINDING_INPUT(finding, "%s", ch_finding_money(spend, text));
    if (spend < p->minimum_spend_fen.value) {
        ch_finding_flip(finding, CH_FAIL, "below-minimum-spend", "contract.eligible_fen",
                        ">=", ch_finding_money(p->minimum_spend_fen.value, text));
    }
}

/* Too early can still become right; too late cannot. */
static void judge_window(const struct ch_policy *p, const struct ch_facts *f,
                         struct ch_finding *finding)
{
    char day[16], opens[16], closes[16];
    date_day submitted = date_of(f->application->submitted_at, DATE_ZONE_CHINA);
    (void)p;
    CH_FINDING_INPUT(finding, "%s", date_format(submitted, day));
    ch_finding_text(finding->clause, sizeof finding->clause, "%s: %s..%s", f->tranche->id,
                    date_format(f->tranche->opens_on, opens),
                    date_format(f->tranche->closes_on, closes));
    if (submitted > f->tranche->closes_on) {
        ch_finding_flip(finding, CH_FAIL, "late", "submitted_at", "<=", closes);
    } else if (submitted < f->tranche->opens_on) {
        ch_finding_flip(finding, CH_WAIT, NULL, "submitted_at", ">=", opens);
    }
}

const struct ch_rule ch_rules_contract[] = {
    {"compute-only", "compute_only", "application", judge_compute},
    {"contract-start", "contract_not_before", "application", judge_start},
    {"contract-term", "contract_max_days", "application", judge_term},
    {"contract-unused", NULL, "ledger", judge_unused},
    {"single-subsidy", "single_subsidy", "application", judge_single},
    {"minimum-spend", "minimum_spend_fen", "application", judge_minimum},
    {"window", NULL, "ledger", judge_window},
    {.name = NULL},
};
