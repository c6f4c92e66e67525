/* What was used, against contract, meter and price list. */
#include "clearinghouse/service/claim_rules.h"

#include "common/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Operating parameters of the plausibility checks, in parts of a hundred where not said
 * otherwise. */
enum {
    METER_SLACK = 102,   /* hours claimed may pass the metered ones by 2 % */
    COVERAGE_LEAST = 50, /* of the period must have readings behind it */
    WATTS_LEAST = 80,    /* a card at work draws at least this */
    PRICE_SLACK = 150,   /* of the centre's posted price an hour */
};

static void judge_period(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    char from[16], to[16], text[16];
    const struct ch_claim *c = f->claim;
    if (c->usage_from == 0 || c->usage_to == 0) {
        CH_FINDING_INPUT(finding, "none");
        ch_finding_flip(finding, CH_QUERY, "usage-not-proven", "usage.from", "known", "");
        return;
    }
    date_day today = date_of(f->now, DATE_ZONE_CHINA);
    CH_FINDING_INPUT(finding, "%s..%s", date_format(c->usage_from, from),
                     date_format(c->usage_to, to));
    if (c->usage_from < f->a->contract.starts_on) {
        ch_finding_flip(finding, CH_FAIL, "outside-usage-period", "usage.from",
                        ">=", date_format(f->a->contract.starts_on, text));
    } else if (c->usage_to > f->a->contract.ends_on || c->usage_to > today) {
        date_day last = f->a->contract.ends_on < today ? f->a->contract.ends_on : today;
        ch_finding_flip(finding, CH_FAIL, "outside-usage-period", "usage.to",
                        "<=", date_format(last, text));
    }
}

static void judge_centre(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    if (!f->has_centre) {
        CH_FINDING_INPUT(finding, "none");
        ch_finding_flip(finding, CH_QUERY, "usage-not-proven", "usage.centre", "known",
                        "");
        return;
    }
    CH_FINDING_INPUT(finding, "%s", f->centre.slug);
    if (!*f->centre.operator_org) {
        ch_finding_flip(finding, CH_QUERY, NULL, "centre.operator_org", "known", "");
    } else if (strcmp(f->centre.operator_org, f->voucher->provider) != 0) {
        ch_finding_flip(finding, CH_FAIL, "provider-not-listed", "centre.operator_org",
                        "=", f->voucher->provider);
    }
}

static void judge_hours(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    char text[32];
    int64_t sum = f->others.hours + f->claim->usage_hours;
    CH_FINDING_INPUT(finding, "%" PRId64 " h of %" PRId64 " h", sum,
                     f->a->request.gpu_hours);
    if (sum > f->a->request.gpu_hours) {
        int64_t left = f->a->request.gpu_hours - f->others.hours;
        snprintf(text, sizeof text, "%" PRId64, left > 0 ? left : 0);
        ch_finding_flip(finding, CH_QUERY, "amount-mismatch", "usage.gpu_hours",
                        "<=", text);
    }
}

static bool covered(const struct ch_metered *m)
{
    return m->period_seconds > 0 &&
           m->covered_seconds >= m->period_seconds / 100 * COVERAGE_LEAST;
}

static void judge_meter(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    char text[32];
    const struct ch_metered *m = &f->metered;
    int64_t hours = m->active_seconds / 3600;
    CH_FINDING_INPUT(finding, "%" PRId64 " h claimed, %" PRId64 " h metered",
                     f->claim->usage_hours, hours);
    if (f->claim->usage_hours <= 0) {
        ch_finding_flip(finding, CH_QUERY, "usage-not-proven", "usage.gpu_hours", "known",
                        "");
    } else if (!covered(m)) {
        ch_finding_flip(finding, CH_QUERY, "usage-not-proven", "readings", "known", "");
    } else if (f->claim->usage_hours > hours / 100 * METER_SLACK + 1 &&
               f->claim->usage_hours > hours) {
        snprintf(text, sizeof text, "%" PRId64, hours);
        ch_finding_flip(finding, CH_FAIL, "usage-not-proven", "usage.gpu_hours",
                        "<=", text);
    }
}

/* Cards said to work that draw no power did not. */
static void judge_power(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    const struct ch_metered *m = &f->metered;
    if (m->powered_seconds == 0) {
        CH_FINDING_INPUT(finding, "unknown");
        return;
    }
    int64_t watts = m->watt_seconds / m->powered_seconds;
    CH_FINDING_INPUT(finding, "%" PRId64 " W a card", watts);
    if (watts < WATTS_LEAST) {
        ch_finding_flip(finding, CH_QUERY, "usage-not-proven", "readings.power_w",
                        ">=", "80 W a card");
    }
}

static void judge_unit_price(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    char text[48], posted[48];
    if (f->claim->usage_hours <= 0 || !f->has_centre || f->centre.price_fen <= 0 ||
        strcmp(f->voucher->mode, "post-use") == 0) {
        CH_FINDING_INPUT(finding, "unknown");
        return;
    }
    int64_t unit = f->claim->invoice_fen / f->claim->usage_hours;
    int64_t most = f->centre.price_fen * PRICE_SLACK / 100;
    CH_FINDING_INPUT(finding, "%s an hour, posted %s", ch_finding_money(unit, text),
                     ch_finding_money(f->centre.price_fen, posted));
    if (unit > most) {
        ch_finding_flip(finding, CH_QUERY, "amount-mismatch", "invoice.amount_fen",
                        "<=", ch_finding_money(most * f->claim->usage_hours, text));
    }
}

static void judge_once(const struct ch_claim_facts *f, struct ch_finding *finding)
{
    CH_FINDING_INPUT(finding, "%s", *f->same_usage ? f->same_usage : "none");
    if (*f->same_usage) {
        ch_finding_flip(finding, CH_QUERY, "invoice-duplicate", "usage",
                        "!=", f->same_usage);
    }
}

const struct ch_claim_rule ch_claim_rules_usage[] = {
    {"usage-in-contract", "contract", judge_period},
    {"centre-of-provider", "registry", judge_centre},
    {"hours-contracted", "contract", judge_hours},
    {"hours-metered", "readings", judge_meter},
    {"power-plausible", "readings", judge_power},
    {"price-plausible", "registry", judge_unit_price},
    {"usage-once", "ledger", judge_once},
    {.name = NULL},
};
