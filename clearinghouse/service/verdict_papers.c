#include "clearinghouse/service/verdict_rules.h"
#include "common/date.h"

#include <inttypes.h>
#include <string.h>

static void judge_fees(const struct ch_policy *p, const struct ch_facts *f,
                       struct ch_finding *finding)
{
    (void)p;
    CH_FINDING_INPUT(finding, "%s",
                     f->application->declared.fees_paid ? "paid" : "not paid");
    if (!f->application->declared.fees_paid) {
        ch_finding_flip(finding, CH_FAIL, "fees-unpaid", "declared.fees_paid", "=",
                        "true");
    }
}

/* Nothing reported yet is a question to the data centre; a report of no use an answer. */
static void judge_proof(const struct ch_policy *p, const struct ch_facts *f,
                        struct ch_finding *finding)
{
    int64_t hours = f->application->usage.gpu_hours;
    (void)p;
    if (hours < 0) {
        CH_FINDING_INPUT(finding, "none");
    } else {
        CH_FINDING_INPUT(finding, "%" PRId64 " GPU-h", hours);
    }
    if (hours <= 0) {
        ch_finding_flip(finding, hours < 0 ? CH_QUERY : CH_FAIL, "usage-not-proven",
                        "usage.gpu_hours", ">=", "1");
    }
}

static void judge_period(const struct ch_policy *p, const struct ch_facts *f,
                         struct ch_finding *finding)
{
    char from[16], to[16];
    const struct ch_application *a = f->application;
    (void)p;
    if (!a->usage.from || !a->usage.to) {
        CH_FINDING_INPUT(finding, "none"); /* usage-proven asks for it */
        return;
    }
    CH_FINDING_INPUT(finding, "%s..%s", date_format(a->usage.from, from),
                     date_format(a->usage.to, to));
    if (a->usage.from < a->contract.starts_on) {
        ch_finding_flip(finding, CH_FAIL, "outside-usage-period", "usage.from",
                        ">=", date_format(a->contract.starts_on, from));
    } else if (a->usage.to > a->contract.ends_on) {
        ch_finding_flip(finding, CH_FAIL, "outside-usage-period", "usage.to",
                        "<=", date_format(a->contract.ends_on, to));
    }
}

static const struct ch_document *document(const struct ch_application *a,
                                          const char *kind, size_t len)
{
    for (int i = 0; i < a->document_count; i++) {
        if (strlen(a->documents[i].kind) == len &&
            strncmp(a->documents[i].kind, kind, len) == 0) {
            return &a->documents[i];
        }
    }
    return NULL;
}

/* What is wrong with a document, by its state. What can be put right is a query. */
static const struct {
    const char *state;
    enum ch_outcome outcome;
    const char *reason;
} document_states[] = {
    {"ok", CH_PASS, NULL},
    {"missing", CH_QUERY, "document-missing"},
    {"illegible", CH_QUERY, "document-unreadable"},
    {"mismatch", CH_QUERY, "amount-mismatch"},
    {"name-mismatch", CH_QUERY, "name-mismatch"},
    {"void", CH_FAIL, "invoice-void"},
    {"duplicate", CH_FAIL, "invoice-duplicate"},
};

/* A state not known here is a question too: never silently in order. */
static void judge_document(const char *kind, size_t len, const char *state,
                           struct ch_finding *finding)
{
    enum ch_outcome outcome = CH_QUERY;
    const char *reason = "document-unreadable";
    for (size_t i = 0; i < COUNT_OF(document_states); i++) {
        if (strcmp(state, document_states[i].state) == 0) {
            outcome = document_states[i].outcome;
            reason = document_states[i].reason;
        }
    }
    if (outcome > finding->outcome) {
        char field[48];
        ch_finding_text(field, sizeof field, "documents.%.*s", (int)len, kind);
        CH_FINDING_INPUT(finding, "%.*s: %s", (int)len, kind, state);
        ch_finding_flip(finding, outcome, reason, field, "=", "ok");
    }
}

static void judge_documents(const struct ch_policy *p, const struct ch_facts *f,
                            struct ch_finding *finding)
{
    CH_FINDING_INPUT(finding, "%s: ok", p->documents);
    for (const char *at = p->documents; *at;) {
        size_t len = strcspn(at, ",");
        const struct ch_document *d = document(f->application, at, len);
        judge_document(at, len, d ? d->state : "missing", finding);
        at += len + (at[len] == ',');
    }
}

const struct ch_rule ch_rules_papers[] = {
    {"fees-paid", "fees_paid", "application", judge_fees},
    {"usage-proven", "usage_proof", "application", judge_proof},
    {"usage-period", "usage_proof", "application", judge_period},
    {"documents", "documents", "upload", judge_documents},
    {.name = NULL},
};
