#include "clearinghouse/service/verdict_rules.h"
#include "common/date.h"

#include <string.h>

/* True when `word` is one of the comma-separated `list`. */
static bool in_list(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; *at;) {
        size_t n = strcspn(at, ",");
        if (n == len && strncmp(at, word, n) == 0) {
            return true;
        }
        at += n + (at[n] == ',');
    }
    return false;
}

static void judge_region(const struct ch_policy *p, const struct ch_facts *f,
                         struct ch_finding *finding)
{
    const char *region = f->applicant->region;
    CH_FINDING_INPUT(finding, "%s", *region ? region : "unknown");
    if (strncmp(region, p->region, strlen(p->region)) != 0) {
        ch_finding_flip(finding, *region ? CH_FAIL : CH_QUERY, "not-registered-locally",
                        "applicant.region", "=", p->region);
    }
}

static void judge_word(const char *word, const char *list, const char *key,
                       const char *reason, const char *field, struct ch_finding *finding)
{
    CH_FINDING_INPUT(finding, "%s", *word ? word : "unknown");
    if (strcmp(list, "unknown") == 0) { /* nobody published whom the programme is for */
        ch_finding_flip(finding, CH_WAIT, NULL, key, "known", "");
    } else if (!in_list(list, word)) {
        ch_finding_flip(finding, *word ? CH_FAIL : CH_QUERY, reason, field, "in", list);
    }
}

static void judge_kind(const struct ch_policy *p, const struct ch_facts *f,
                       struct ch_finding *finding)
{
    judge_word(f->applicant->kind, p->applicant_kinds, "policy.applicant_kinds",
               "wrong-sector", "applicant.kind", finding);
}

static void judge_size(const struct ch_policy *p, const struct ch_facts *f,
                       struct ch_finding *finding)
{
    if (strcmp(f->applicant->kind, "firm") == 0) {
        judge_word(f->applicant->size, p->applicant_sizes, "policy.applicant_sizes",
                   "wrong-size", "applicant.size", finding);
    } else { /* only firms have a size class */
        CH_FINDING_INPUT(finding, "%s", f->applicant->kind);
    }
}

static void judge_standing(const struct ch_policy *p, const struct ch_facts *f,
                           struct ch_finding *finding)
{
    char text[16];
    date_day until = f->applicant->debarred_until,
             today = date_of(f->now, DATE_ZONE_CHINA);
    (void)p;
    CH_FINDING_INPUT(finding, "%s", until ? date_format(until, text) : "none");
    if (until >= today) {
        ch_finding_flip(finding, CH_FAIL, "debarred", "applicant.debarred_until",
                        "<=", date_format(today - 1, text));
    }
}

static void judge_list(const struct ch_policy *p, const struct ch_facts *f,
                       struct ch_finding *finding)
{
    (void)p;
    CH_FINDING_INPUT(finding, "%s: %s", f->application->provider.name,
                     f->provider_listed ? "listed" : "not listed");
    if (!f->provider_listed) {
        ch_finding_flip(finding, CH_FAIL, "provider-not-listed", "provider.listed", "=",
                        "true");
    }
}

/* Found and declared are kept apart: what the registry finds outweighs the declaration.
 */
static void judge_unrelated(const struct ch_policy *p, const struct ch_facts *f,
                            struct ch_finding *finding)
{
    (void)p;
    if (f->related_by) {
        CH_FINDING_INPUT(finding, "same %s", f->related_by);
        ch_finding_flip(finding, CH_FAIL, "related-party", "provider.id",
                        "!=", f->application->provider.id);
    } else if (f->application->declared.related) {
        CH_FINDING_INPUT(finding, "declared");
        ch_finding_text(finding->source, sizeof finding->source, "application");
        ch_finding_flip(finding, CH_FAIL, "related-party", "declared.related", "=",
                        "false");
    } else {
        CH_FINDING_INPUT(finding, "none");
    }
}

const struct ch_rule ch_rules_parties[] = {
    {"registered-locally", "region", "registry", judge_region},
    {"applicant-kind", "applicant_kinds", "registry", judge_kind},
    {"applicant-size", "applicant_sizes", "registry", judge_size},
    {"good-standing", "good_standing", "registry", judge_standing},
    {"provider-listed", "listed_provider", "registry", judge_list},
    {"unrelated-parties", "unrelated_parties", "registry", judge_unrelated},
    {.name = NULL},
};
