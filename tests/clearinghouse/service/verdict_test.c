#include "tests/support/test.h"

#include "clearinghouse/service/policy_file.h"
#include "clearinghouse/service/verdict_facts.h"
#include "common/date.h"
#include "common/json.h"
#include "common/money.h"

#include <jansson.h>
#include <stdlib.h>

/* A case that passes every rule of tests/data/policies/all-rules.ini, and what it rests
 * on. */
struct bench {
    struct ch_policy policy;
    struct ch_application a;
    struct ch_organisation applicant, provider;
    struct ch_tranche tranche;
    struct ch_facts facts;
};

static date_day day(const char *text)
{
    date_day out = 0;
    assert_true(date_parse(text, &out));
    return out;
}

static void set_up(struct bench *b)
{
    struct err err = {0};
    memset(b, 0, sizeof *b);
    assert_ok(ch_policy_read(VD_SOURCE_DIR "/tests/data/policies/all-rules.ini",
                             &b->policy, &err),
              err);
    b->a = (struct ch_application){
        .applicant = {.id = "org_a", .name = "甲公司", .kind = "firm", .size = "small"},
        .provider = {.id = "org_p", .name = "乙算力"},
        .contract = {.number = "HT-1",
                     .signed_on = day("2025-03-01"),
                     .starts_on = day("2025-04-01"),
                     .ends_on = day("2025-10-01"),
                     .total_fen = 30000000,
                     .eligible_fen = 20000000},
        .request = {.kind = "compute", .gpu_hours = 100, .amount_fen = 6000000},
        .declared = {.fees_paid = true},
        .usage = {.gpu_hours = 90, .from = day("2025-04-01"), .to = day("2025-10-01")},
        .documents = {{.kind = "contract", .state = "ok"},
                      {.kind = "invoice", .state = "ok"}},
        .document_count = 2};
    b->applicant = (struct ch_organisation){
        .id = "org_a", .kind = "firm", .size = "small", .region = "上海市浦东新区"};
    b->provider = (struct ch_organisation){.id = "org_p", .listed = true};
    b->tranche = (struct ch_tranche){.id = "2025-1",
                                     .name = "First of 2025",
                                     .opens_on = day("2025-01-01"),
                                     .closes_on = day("2025-12-31")};
    b->tranche.balance[CH_AVAILABLE] = 100000000;
    assert_true(date_time_parse("2025-06-01T02:00:00Z", &b->a.submitted_at));
    b->facts = (struct ch_facts){.application = &b->a,
                                 .applicant = &b->applicant,
                                 .provider = &b->provider,
                                 .provider_listed = true,
                                 .tranche = &b->tranche,
                                 .now = b->a.submitted_at};
}

static const struct ch_finding *finding(const struct ch_verdict *v, const char *rule)
{
    for (int i = 0; i < v->count; i++) {
        if (strcmp(v->findings[i].rule, rule) == 0) {
            return &v->findings[i];
        }
    }
    return NULL;
}

/* ---- one way to break each rule ---- */

static void elsewhere(struct bench *b)
{
    strcpy(b->applicant.region, "江苏省");
}
static void nowhere(struct bench *b)
{
    b->applicant.region[0] = '\0';
}
static void other_kind(struct bench *b)
{
    strcpy(b->applicant.kind, "university");
}
static void other_size(struct bench *b)
{
    strcpy(b->applicant.size, "large");
}
static void no_size(struct bench *b)
{
    b->applicant.size[0] = '\0';
}
static void debarred(struct bench *b)
{
    b->applicant.debarred_until = day("2025-06-01");
}
static void unlisted(struct bench *b)
{
    b->facts.provider_listed = false;
}
static void same_phone(struct bench *b)
{
    b->facts.related_by = "phone";
}
static void says_related(struct bench *b)
{
    b->a.declared.related = true;
}
static void storage(struct bench *b)
{
    strcpy(b->a.request.kind, "storage");
}
static void early_contract(struct bench *b)
{
    b->a.contract.signed_on = day("2024-12-31");
}
static void long_contract(struct bench *b)
{
    b->a.contract.ends_on = day("2026-04-03");
}
static void used_contract(struct bench *b)
{
    b->facts.same_contract_number = "25-000001-X";
    b->facts.same_contract_programme = "henan";
}
static void other_money(struct bench *b)
{
    strcpy(b->a.declared.other_subsidy, "district grant");
}
static void small_spend(struct bench *b)
{
    b->a.contract.eligible_fen = 999999;
}
static void too_late(struct bench *b)
{
    b->tranche.closes_on = day("2025-05-31");
}
static void too_early(struct bench *b)
{
    b->tranche.opens_on = day("2025-06-02");
}
static void unpaid(struct bench *b)
{
    b->a.declared.fees_paid = false;
}
static void unproven(struct bench *b)
{
    b->a.usage.gpu_hours = -1;
}
static void no_use(struct bench *b)
{
    b->a.usage.gpu_hours = 0;
}
static void early_use(struct bench *b)
{
    b->a.usage.from = day("2025-03-31");
}
static void late_use(struct bench *b)
{
    b->a.usage.to = day("2025-10-02");
}
static void no_invoice(struct bench *b)
{
    b->a.document_count = 1;
}
static void void_invoice(struct bench *b)
{
    strcpy(b->a.documents[1].state, "void");
}
static void twice_invoice(struct bench *b)
{
    strcpy(b->a.documents[1].state, "duplicate");
}
static void blurred(struct bench *b)
{
    strcpy(b->a.documents[0].state, "illegible");
}
static void wrong_sum(struct bench *b)
{
    strcpy(b->a.documents[0].state, "mismatch");
}
static void wrong_name(struct bench *b)
{
    strcpy(b->a.documents[0].state, "name-mismatch");
}
static void no_rate(struct bench *b)
{
    b->policy.rate_bp.known = CH_UNKNOWN;
}
static void over_case_cap(struct bench *b)
{
    b->a.contract.eligible_fen = b->a.contract.total_fen = 100000000;
    b->a.request.amount_fen = 30000000;
}
static void near_year_cap(struct bench *b)
{
    b->facts.year_granted_fen = 98000000;
}
static void at_year_cap(struct bench *b)
{
    b->facts.year_granted_fen = 100000000;
}
static void empty_tranche(struct bench *b)
{
    b->tranche.balance[CH_AVAILABLE] = 5999999;
}

static const struct rule_case {
    const char *rule;
    void (*break_it)(struct bench *);
    enum ch_outcome outcome;
    const char *reason; /* NULL: no reason code fits */
    const char *input, *field, *op, *value;
} rule_cases[] = {
    {"registered-locally", elsewhere, CH_FAIL, "not-registered-locally", "江苏省",
     "applicant.region", "=", "上海市"},
    {"registered-locally", nowhere, CH_QUERY, "not-registered-locally", "unknown",
     "applicant.region", "=", "上海市"},
    {"applicant-kind", other_kind, CH_FAIL, "wrong-sector", "university",
     "applicant.kind", "in", "firm,institute"},
    {"applicant-size", other_size, CH_FAIL, "wrong-size", "large", "applicant.size", "in",
     "micro,small"},
    {"applicant-size", no_size, CH_QUERY, "wrong-size", "unknown", "applicant.size", "in",
     "micro,small"},
    {"good-standing", debarred, CH_FAIL, "debarred", "2025-06-01",
     "applicant.debarred_until", "<=", "2025-05-31"},
    {"provider-listed", unlisted, CH_FAIL, "provider-not-listed", "乙算力: not listed",
     "provider.listed", "=", "true"},
    {"unrelated-parties", same_phone, CH_FAIL, "related-party", "same phone",
     "provider.id", "!=", "org_p"},
    {"unrelated-parties", says_related, CH_FAIL, "related-party", "declared",
     "declared.related", "=", "false"},
    {"compute-only", storage, CH_FAIL, "not-ai-compute", "storage", "request.kind", "=",
     "compute"},
    {"contract-start", early_contract, CH_FAIL, "contract-before-start", "2024-12-31",
     "contract.signed_on", ">=", "2025-01-01"},
    {"contract-term", long_contract, CH_FAIL, "contract-too-long", "367 d",
     "contract.ends_on", "<=", "2026-04-02"},
    {"contract-unused", used_contract, CH_FAIL, "contract-already-used",
     "25-000001-X (henan)", "contract.number", "!=", "HT-1"},
    {"single-subsidy", other_money, CH_FAIL, "other-public-money", "district grant",
     "declared.other_subsidy", "=", ""},
    {"minimum-spend", small_spend, CH_FAIL, "below-minimum-spend", "9,999.99 CNY",
     "contract.eligible_fen", ">=", "10,000.00 CNY"},
    {"window", too_late, CH_FAIL, "late", "2025-06-01", "submitted_at",
     "<=", "2025-05-31"},
    {"window", too_early, CH_WAIT, NULL, "2025-06-01", "submitted_at",
     ">=", "2025-06-02"},
    {"fees-paid", unpaid, CH_FAIL, "fees-unpaid", "not paid", "declared.fees_paid", "=",
     "true"},
    {"usage-proven", unproven, CH_QUERY, "usage-not-proven", "none", "usage.gpu_hours",
     ">=", "1"},
    {"usage-proven", no_use, CH_FAIL, "usage-not-proven", "0 GPU-h", "usage.gpu_hours",
     ">=", "1"},
    {"usage-period", early_use, CH_FAIL, "outside-usage-period", "2025-03-31..2025-10-01",
     "usage.from", ">=", "2025-04-01"},
    {"usage-period", late_use, CH_FAIL, "outside-usage-period", "2025-04-01..2025-10-02",
     "usage.to", "<=", "2025-10-01"},
    {"documents", no_invoice, CH_QUERY, "document-missing", "invoice: missing",
     "documents.invoice", "=", "ok"},
    {"documents", void_invoice, CH_FAIL, "invoice-void", "invoice: void",
     "documents.invoice", "=", "ok"},
    {"documents", twice_invoice, CH_FAIL, "invoice-duplicate", "invoice: duplicate",
     "documents.invoice", "=", "ok"},
    {"documents", blurred, CH_QUERY, "document-unreadable", "contract: illegible",
     "documents.contract", "=", "ok"},
    {"documents", wrong_sum, CH_QUERY, "amount-mismatch", "contract: mismatch",
     "documents.contract", "=", "ok"},
    {"documents", wrong_name, CH_QUERY, "name-mismatch", "contract: name-mismatch",
     "documents.contract", "=", "ok"},
    {"rate-published", no_rate, CH_WAIT, NULL, "unknown", "policy.rate_bp", "known", ""},
    {"case-cap", over_case_cap, CH_CAP, "cap-reached", "300,000.00 CNY",
     "request.amount_fen", "<=", "200,000.00 CNY"},
    {"year-cap", near_year_cap, CH_CAP, "cap-reached", "980,000.00 CNY",
     "request.amount_fen", "<=", "20,000.00 CNY"},
    {"year-cap", at_year_cap, CH_FAIL, "cap-reached", "1,000,000.00 CNY",
     "applicant.year_granted_fen", "<=", "940,000.00 CNY"},
    {"tranche-available", empty_tranche, CH_WAIT, "tranche-exhausted", "59,999.99 CNY",
     "tranche.available_fen", ">=", "60,000.00 CNY"},
};

/* ---- doing what a flip says ---- */

static int64_t fen_of(const char *text)
{
    char number[64];
    struct err err = {0};
    int64_t out;
    snprintf(number, sizeof number, "%.*s", (int)strcspn(text, " "), text);
    assert_ok(money_parse(number, &out, &err), err);
    return out;
}

static void set_document(struct bench *b, const char *kind, const char *state)
{
    for (int i = 0; i < b->a.document_count; i++) {
        if (strcmp(b->a.documents[i].kind, kind) == 0) {
            strcpy(b->a.documents[i].state, state);
            return;
        }
    }
    strcpy(b->a.documents[b->a.document_count].kind, kind);
    strcpy(b->a.documents[b->a.document_count++].state, state);
}

static void flip_text(struct bench *b, const char *field, const char *value)
{
    char first[CH_FINDING_TEXT];
    snprintf(first, sizeof first, "%.*s", (int)strcspn(value, ","), value);
    struct {
        const char *field;
        char *at;
    } const texts[] = {
        {"applicant.region", b->applicant.region},
        {"applicant.kind", b->applicant.kind},
        {"applicant.size", b->applicant.size},
        {"request.kind", b->a.request.kind},
        {"declared.other_subsidy", b->a.declared.other_subsidy},
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (strcmp(texts[i].field, field) == 0) {
            strcpy(texts[i].at, first);
            return;
        }
    }
    fail_msg("no field %s", field);
}

static bool flip_date(struct bench *b, const char *field, const char *value)
{
    struct {
        const char *field;
        int32_t *at;
    } const dates[] = {
        {"applicant.debarred_until", &b->applicant.debarred_until},
        {"contract.signed_on", &b->a.contract.signed_on},
        {"contract.ends_on", &b->a.contract.ends_on},
        {"usage.from", &b->a.usage.from},
        {"usage.to", &b->a.usage.to},
    };
    for (size_t i = 0; i < COUNT_OF(dates); i++) {
        if (strcmp(dates[i].field, field) == 0) {
            *dates[i].at = day(value);
            return true;
        }
    }
    if (strcmp(field, "submitted_at") == 0) {
        b->a.submitted_at = date_start(day(value), DATE_ZONE_CHINA);
        return true;
    }
    return false;
}

static bool flip_money(struct bench *b, const char *field, const char *value)
{
    struct {
        const char *field;
        int64_t *at;
    } const sums[] = {
        {"contract.eligible_fen", &b->a.contract.eligible_fen},
        {"request.amount_fen", &b->a.request.amount_fen},
        {"applicant.year_granted_fen", &b->facts.year_granted_fen},
        {"tranche.available_fen", &b->tranche.balance[CH_AVAILABLE]},
    };
    for (size_t i = 0; i < COUNT_OF(sums); i++) {
        if (strcmp(sums[i].field, field) == 0) {
            *sums[i].at = fen_of(value);
            return true;
        }
    }
    return false;
}

/* Another provider or another contract is one the registry and ledger know no ill of. */
static bool flip_other(struct bench *b, const struct ch_finding *f)
{
    if (strncmp(f->flip_field, "documents.", 10) == 0) {
        set_document(b, f->flip_field + 10, f->flip_value);
    } else if (strcmp(f->flip_field, "provider.id") == 0) {
        b->facts.related_by = NULL;
    } else if (strcmp(f->flip_field, "contract.number") == 0) {
        b->facts.same_contract_number = NULL;
    } else if (strcmp(f->flip_field, "provider.listed") == 0) {
        b->facts.provider_listed = true;
    } else if (strcmp(f->flip_field, "declared.related") == 0) {
        b->a.declared.related = false;
    } else if (strcmp(f->flip_field, "declared.fees_paid") == 0) {
        b->a.declared.fees_paid = true;
    } else if (strcmp(f->flip_field, "usage.gpu_hours") == 0) {
        b->a.usage.gpu_hours = strtoll(f->flip_value, NULL, 10);
    } else if (strcmp(f->flip_field, "policy.rate_bp") == 0) {
        b->policy.rate_bp.known = CH_KNOWN;
    } else {
        return false;
    }
    return true;
}

static void apply_flip(struct bench *b, const struct ch_finding *f)
{
    if (!flip_other(b, f) && !flip_money(b, f->flip_field, f->flip_value) &&
        !flip_date(b, f->flip_field, f->flip_value)) {
        flip_text(b, f->flip_field, f->flip_value);
    }
}

static void check_rule(const struct rule_case *c)
{
    struct bench b;
    struct ch_verdict v;
    set_up(&b);
    c->break_it(&b);
    ch_verdict_run(&b.policy, &b.facts, &v);
    const struct ch_finding *f = finding(&v, c->rule);
    assert_non_null(f);
    assert_int_equal(f->outcome, c->outcome);
    assert_int_equal(v.outcome, c->outcome);
    assert_string_equal(f->input, c->input);
    assert_string_equal(f->flip_field, c->field);
    assert_string_equal(f->flip_op, c->op);
    assert_string_equal(f->flip_value, c->value);
    assert_string_equal(f->reason ? f->reason : "", c->reason ? c->reason : "");
    assert_true(v.outcome != CH_FAIL || v.grant_fen == 0);
    struct ch_finding found = *f;
    apply_flip(&b, &found);
    ch_verdict_run(&b.policy, &b.facts, &v);
    f = finding(&v, c->rule);
    if (!f || f->outcome != CH_PASS) {
        fail_msg("the flip %s %s %s does not flip %s", c->field, c->op, c->value,
                 c->rule);
    }
}

static void verdict__each_rule_speaks_and_its_flip_flips_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rule_cases); i++) {
        check_rule(&rule_cases[i]);
    }
}

static void verdict__passes_a_case_without_a_fault(void **state)
{
    struct bench b;
    struct ch_verdict v;
    (void)state;
    set_up(&b);
    ch_verdict_run(&b.policy, &b.facts, &v);
    assert_int_equal(v.outcome, CH_PASS);
    assert_int_equal(v.issues, 0);
    assert_int_equal(v.grant_fen, 6000000); /* 30 % of 200,000 yuan, and what is asked */
    assert_int_equal(v.rate_bp, 3000);
    for (int i = 0; i < v.count; i++) {
        assert_true(*v.findings[i].clause && *v.findings[i].input &&
                    *v.findings[i].source);
        assert_string_equal(v.findings[i].flip_field, "");
    }
}

/* Every rule of the tables has a case above. */
static void verdict__has_a_case_for_every_rule(void **state)
{
    struct bench b;
    struct ch_verdict v;
    (void)state;
    set_up(&b);
    ch_verdict_run(&b.policy, &b.facts, &v);
    for (int i = 0; i < v.count; i++) {
        bool covered = false;
        for (size_t k = 0; k < COUNT_OF(rule_cases); k++) {
            covered = covered || strcmp(rule_cases[k].rule, v.findings[i].rule) == 0;
        }
        if (!covered) {
            fail_msg("no case breaks %s", v.findings[i].rule);
        }
    }
}

static void verdict__leaves_out_rules_a_programme_does_not_have(void **state)
{
    struct bench b;
    struct ch_verdict v;
    (void)state;
    set_up(&b);
    b.policy = (struct ch_policy){.id = "bare",
                                  .rate_bp = {.known = CH_KNOWN, .value = 1000},
                                  .rounding_unit_fen = {CH_KNOWN, 1, "", ""}};
    ch_verdict_run(&b.policy, &b.facts, &v);
    assert_null(finding(&v, "registered-locally"));
    assert_null(finding(&v, "case-cap"));
    assert_non_null(finding(&v, "contract-unused")); /* of every programme */
    assert_non_null(finding(&v, "window"));
    assert_int_equal(v.grant_fen, 2000000);
}

static void verdict__says_what_limits_the_grant(void **state)
{
    struct bench b;
    struct ch_verdict v;
    (void)state;
    set_up(&b);
    b.a.request.amount_fen = 123456;
    ch_verdict_run(&b.policy, &b.facts, &v);
    assert_int_equal(v.grant_fen, 123400); /* whole yuan, down */
    assert_string_equal(v.limited_by, "ask");
    set_up(&b);
    b.a.request.amount_fen = 30000000;
    ch_verdict_run(&b.policy, &b.facts, &v);
    assert_string_equal(v.limited_by, "rate");
    set_up(&b);
    over_case_cap(&b);
    ch_verdict_run(&b.policy, &b.facts, &v);
    assert_string_equal(v.limited_by, "case-cap");
    assert_int_equal(v.grant_fen, 20000000);
    near_year_cap(&b);
    ch_verdict_run(&b.policy, &b.facts, &v);
    assert_string_equal(v.limited_by, "year-cap");
    assert_int_equal(v.grant_fen, 2000000);
}

static void verdict__gives_startups_their_rate(void **state)
{
    struct bench b;
    struct ch_verdict v;
    (void)state;
    set_up(&b);
    b.a.applicant.startup = true;
    b.a.request.amount_fen = MONEY_MAX;
    ch_verdict_run(&b.policy, &b.facts, &v);
    assert_int_equal(v.rate_bp, 6000);
    assert_int_equal(v.grant_fen, 12000000);
}

/* Paid after use: half of the contract's days used, half of the base. */
static void verdict__prorates_by_days_used(void **state)
{
    struct bench b;
    struct ch_verdict v;
    (void)state;
    set_up(&b);
    b.a.usage.from = b.a.contract.starts_on;
    b.a.usage.to = b.a.contract.starts_on + 61; /* of 183 */
    ch_verdict_run(&b.policy, &b.facts, &v);
    assert_int_equal(v.eligible_fen, 6666600);
    assert_int_equal(v.grant_fen, 1999900);
}

static void verdict_json__is_canonical_and_the_same_each_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rule_cases); i++) {
        struct bench b;
        struct ch_verdict v;
        struct buf text[3] = {{0}, {0}, {0}};
        struct err err = {0};
        json_t *doc;
        set_up(&b);
        rule_cases[i].break_it(&b);
        for (int k = 0; k < 2; k++) {
            ch_verdict_run(&b.policy, &b.facts, &v);
            ch_verdict_json(&b.policy, &b.facts, &v, &text[k]);
        }
        assert_string_equal(buf_str(&text[0]), buf_str(&text[1]));
        assert_ok(json_read(buf_str(&text[0]), text[0].len, 65536, &doc, &err), err);
        json_canonical(doc, &text[2]);
        assert_string_equal(buf_str(&text[0]), buf_str(&text[2]));
        json_decref(doc);
        for (int k = 0; k < 3; k++) {
            buf_clear(&text[k]);
        }
    }
}

/* From the facts it recorded and the policy as published, a verdict comes out again. */
static void verdict__is_reckoned_again_from_its_own_record(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rule_cases); i++) {
        struct bench b;
        struct ch_policy policy;
        struct ch_facts_kept kept;
        struct ch_verdict v;
        struct buf was = {0}, is = {0}, published = {0};
        struct err err = {0};
        json_t *doc;
        set_up(&b);
        rule_cases[i].break_it(&b);
        ch_verdict_run(&b.policy, &b.facts, &v);
        ch_verdict_json(&b.policy, &b.facts, &v, &was);
        ch_policy_json(&b.policy, &published);
        assert_ok(json_read(buf_str(&published), published.len, SIZE_MAX, &doc, &err),
                  err);
        ch_policy_from_json(doc, &policy);
        json_decref(doc);
        assert_ok(json_read(buf_str(&was), was.len, SIZE_MAX, &doc, &err), err);
        ch_facts_read(json_object_get(doc, "facts"), &b.a, &kept);
        ch_verdict_run(&policy, &kept.facts, &v);
        ch_verdict_json(&policy, &kept.facts, &v, &is);
        assert_string_equal(buf_str(&is), buf_str(&was));
        json_decref(doc);
        buf_clear(&was);
        buf_clear(&is);
        buf_clear(&published);
    }
}

/* The longest names anybody may send still give a verdict that fits the record. */
static void verdict__stays_short_with_the_longest_texts(void **state)
{
    struct bench b;
    struct ch_verdict v;
    struct buf text = {0};
    (void)state;
    set_up(&b);
    memset(b.a.provider.name, '"', CH_NAME_MAX - 1);
    memset(b.a.declared.other_subsidy, '"', CH_NAME_MAX - 1);
    memset(b.a.contract.number, '\\', sizeof b.a.contract.number - 1);
    memset(b.applicant.region, '"', CH_SLUG_MAX - 1);
    memset(b.policy.rules_source, '"', sizeof b.policy.rules_source - 1);
    unlisted(&b);
    used_contract(&b);
    ch_verdict_run(&b.policy, &b.facts, &v);
    ch_verdict_json(&b.policy, &b.facts, &v, &text);
    assert_true(buf_ok(&text));
    assert_true(text.len < sizeof b.a.verdict);
    buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdict__each_rule_speaks_and_its_flip_flips_it),
        cmocka_unit_test(verdict__passes_a_case_without_a_fault),
        cmocka_unit_test(verdict__has_a_case_for_every_rule),
        cmocka_unit_test(verdict__leaves_out_rules_a_programme_does_not_have),
        cmocka_unit_test(verdict__says_what_limits_the_grant),
        cmocka_unit_test(verdict__gives_startups_their_rate),
        cmocka_unit_test(verdict__prorates_by_days_used),
        cmocka_unit_test(verdict_json__is_canonical_and_the_same_each_time),
        cmocka_unit_test(verdict__is_reckoned_again_from_its_own_record),
        cmocka_unit_test(verdict__stays_short_with_the_longest_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
