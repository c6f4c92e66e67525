#include "clearinghouse/service/verdict.h"

#include "clearinghouse/service/verdict_facts.h"
#include "clearinghouse/service/verdict_rules.h"
#include "common/json.h"
#include "common/money.h"
#include "common/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const outcome_names[] = {"pass", "wait", "query", "cap", "fail"};

const char *ch_outcome_name(enum ch_outcome outcome)
{
    return outcome_names[outcome];
}

enum ch_outcome ch_outcome_named(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(outcome_names); i++) {
        if (strcmp(name, outcome_names[i]) == 0) {
            return (enum ch_outcome)i;
        }
    }
    return CH_WAIT;
}

const char *ch_finding_money(int64_t fen, char out[48])
{
    char number[32];
    snprintf(out, 48, "%s CNY", money_format(fen, MONEY_YUAN, number));
    return out;
}

void ch_finding_text(char *out, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int whole = vsnprintf(out, size, format, args);
    va_end(args);
    if (whole >= 0 && (size_t)whole < size) {
        return;
    }
    size_t len = size - 1;
    while (len > 0 && !text_valid(out, len)) {
        len--;
    }
    out[len] = '\0';
}

void ch_finding_flip(struct ch_finding *finding, enum ch_outcome outcome,
                     const char *reason, const char *field, const char *op,
                     const char *value)
{
    finding->outcome = outcome;
    finding->reason = reason;
    ch_finding_text(finding->flip_field, sizeof finding->flip_field, "%s", field);
    ch_finding_text(finding->flip_op, sizeof finding->flip_op, "%s", op);
    ch_finding_text(finding->flip_value, sizeof finding->flip_value, "%s", value);
}

void ch_verdict_add(struct ch_verdict *verdict, const struct ch_finding *finding)
{
    if (verdict->count < CH_FINDINGS_MAX) {
        verdict->findings[verdict->count++] = *finding;
    }
    verdict->issues += finding->outcome != CH_PASS;
    if (finding->outcome > verdict->outcome) {
        verdict->outcome = finding->outcome;
    }
}

static void run_rule(const struct ch_rule *rule, const struct ch_policy *policy,
                     const struct ch_facts *facts, struct ch_verdict *out)
{
    const char *clause = "";
    if (rule->key && !ch_policy_has(policy, rule->key, &clause)) {
        return;
    }
    struct ch_finding finding = {.rule = rule->name, .outcome = CH_PASS};
    ch_finding_text(finding.source, sizeof finding.source, "%s", rule->source);
    ch_finding_text(finding.clause, sizeof finding.clause, "%s", clause);
    rule->judge(policy, facts, &finding);
    ch_verdict_add(out, &finding);
}

void ch_verdict_run(const struct ch_policy *policy, const struct ch_facts *facts,
                    struct ch_verdict *out)
{
    static const struct ch_rule *const tables[] = {ch_rules_parties, ch_rules_contract,
                                                   ch_rules_papers};
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        for (const struct ch_rule *rule = tables[i]; rule->name; rule++) {
            run_rule(rule, policy, facts, out);
        }
    }
    ch_verdict_price(policy, facts, out);
    if (out->outcome == CH_FAIL) {
        out->grant_fen = 0;
        out->limited_by = "";
    }
}

static void finding_json(struct jsonw *w, const struct ch_finding *finding)
{
    jsonw_object(w);
    jsonw_kstr(w, "clause", finding->clause);
    jsonw_key(w, "flip");
    if (*finding->flip_field) {
        jsonw_object(w);
        jsonw_kstr(w, "field", finding->flip_field);
        jsonw_kstr(w, "op", finding->flip_op);
        jsonw_kstr(w, "value", finding->flip_value);
        jsonw_object_end(w);
    } else {
        jsonw_null(w);
    }
    jsonw_kstr(w, "input", finding->input);
    jsonw_kstr(w, "outcome", ch_outcome_name(finding->outcome));
    jsonw_kstr_opt(w, "reason", finding->reason);
    jsonw_kstr(w, "rule", finding->rule);
    jsonw_kstr(w, "source", finding->source);
    jsonw_object_end(w);
}

void ch_findings_json(const struct ch_verdict *verdict, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_array(&w);
    for (int i = 0; i < verdict->count; i++) {
        finding_json(&w, &verdict->findings[i]);
    }
    jsonw_array_end(&w);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}

void ch_verdict_json(const struct ch_policy *policy, const struct ch_facts *facts,
                     const struct ch_verdict *verdict, struct buf *out)
{
    char version[CH_SLUG_MAX + 16];
    struct jsonw w;
    snprintf(version, sizeof version, "%s@%d", policy->id, policy->version);
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_kint(&w, "eligible_fen", verdict->eligible_fen);
    jsonw_key(&w, "facts");
    ch_facts_json(facts, &w);
    jsonw_kint(&w, "grant_fen", verdict->grant_fen);
    jsonw_kstr(&w, "limited_by", verdict->limited_by);
    jsonw_kstr(&w, "outcome", ch_outcome_name(verdict->outcome));
    jsonw_kstr(&w, "policy", version);
    jsonw_kint(&w, "rate_bp", verdict->rate_bp);
    jsonw_key(&w, "rules");
    jsonw_array(&w);
    for (int i = 0; i < verdict->count; i++) {
        finding_json(&w, &verdict->findings[i]);
    }
    jsonw_array_end(&w);
    jsonw_object_end(&w);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}
