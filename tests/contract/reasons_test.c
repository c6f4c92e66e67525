/* One case for each reason there is to turn one down, as an applicant would bring it: the
 * rules find the reason in what was submitted, and the office rejects the case with it.
 * On both engines. */
#include "tests/clearinghouse/office.h"
#include "tests/support/postgres.h"

#define PROGRAMMES VD_SOURCE_DIR "/tests/data/policies"

/* What is wrong; what is NULL is in order. */
struct flaw {
    const char *reason;
    const char *applicant, *provider; /* members of the organisation */
    const char *tranche, *signed_on, *ends_on, *kind, *declared, *usage;
    const char *contract, *invoice; /* states of the documents; "" none */
    int64_t total_fen;
    const char *number; /* of the contract */
};

static const struct flaw flaws[] = {
    {"not-registered-locally", .applicant = "\"kind\":\"firm\",\"size\":\"small\","
                                            "\"region\":\"北京市\""},
    {"wrong-sector", .applicant = "\"kind\":\"university\",\"region\":\"上海市\""},
    {"wrong-size",
     .applicant = "\"kind\":\"firm\",\"size\":\"large\",\"region\":\"上海市\""},
    {"debarred", .applicant =
                     "\"kind\":\"firm\",\"size\":\"small\",\"region\":\"上海市\","
                     "\"debarred_until\":\"2027-01-01\""},
    {"provider-not-listed", .provider = "\"listed\":false"},
    {"related-party", .declared = "\"related\":true,\"fees_paid\":true"},
    {"related-party",
     .applicant =
         "\"kind\":\"firm\",\"size\":\"small\",\"region\":\"上海市\",\"account\":"
         "\"6222 0001\"",
     .provider = "\"listed\":true,\"account\":\"6222 0001\""},
    {"not-ai-compute", .kind = "storage"},
    {"contract-before-start", .signed_on = "2024-12-31"},
    {"contract-too-long", .ends_on = "2027-01-12"},
    {"contract-already-used", .number = "USED"},
    {"other-public-money",
     .declared = "\"other_subsidy\":\"district grant\",\"fees_paid\":true"},
    {"outside-usage-period",
     .usage = "\"gpu_hours\":50,\"from\":\"2025-12-01\",\"to\":\"2026-02-20\""},
    {"below-minimum-spend", .total_fen = 999999},
    {"fees-unpaid", .declared = "\"fees_paid\":false"},
    {"document-missing", .invoice = ""},
    {"document-unreadable", .contract = "illegible"},
    {"name-mismatch", .contract = "name-mismatch"},
    {"amount-mismatch", .invoice = "mismatch"},
    {"invoice-void", .invoice = "void"},
    {"invoice-duplicate", .invoice = "duplicate"},
    {"usage-not-proven",
     .usage = "\"gpu_hours\":0,\"from\":\"2026-01-10\",\"to\":\"2026-02-20\""},
    {"cap-reached", .total_fen = 10000000000},
    {"tranche-exhausted", .tranche = "poor"},
    {"late", .tranche = "over"},
};

static void organisation(struct office *o, const char *members, char id[ID_MAX])
{
    char code[CREDIT_CODE_LEN + 1], body[500];
    body_code(++o->serial, code);
    snprintf(body, sizeof body, "{\"credit_code\":\"%s\",\"name\":\"公司%s\",%s}", code,
             code + 8, members);
    json_t *doc = office_json(
        o, &(struct ask){.as = "officer", .path = "/v1/organisations", .body = body},
        201);
    snprintf(id, ID_MAX, "%s", json_str(doc, "id"));
    json_decref(doc);
}

static const char * or (const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}

static void document(struct buf *body, const char *kind, const char *state)
{
    if (!state || *state) {
        buf_printf(body,
                   "%s{\"kind\":\"%s\",\"name\":\"a\",\"sha256\":\"0\",\"state\":\"%s\"}",
                   body->data[body->len - 1] == '[' ? "" : ",", kind, or (state, "ok"));
    }
}

/* The answer is the caller's reference. */
static json_t *submit(struct office *o, const struct flaw *f, const char *applicant,
                      const char *provider)
{
    struct buf body = {0};
    char number[32];
    int64_t total = f->total_fen ? f->total_fen : 100000000;
    snprintf(number, sizeof number, "HT-%" PRId64, ++o->serial);
    buf_printf(
        &body,
        "{\"programme\":\"all-rules\",\"tranche\":\"%s\",\"applicant\":\"%s\","
        "\"provider\":\"%s\",\"contract\":{\"number\":\"%s\",\"signed_on\":\"%s\","
        "\"starts_on\":\"2026-01-10\",\"ends_on\":\"%s\",\"total_fen\":%" PRId64
        ",\"eligible_fen\":%" PRId64 "},\"request\":{\"kind\":\"%s\",\"accelerator\":"
        "\"h100\",\"gpu_hours\":100,\"amount_fen\":%" PRId64
        ",\"purpose\":\"训练\"},\"declared\":{%s},\"usage\":{%s},\"documents\":[",
        or (f->tranche, "t26"), applicant, provider, or (f->number, number),
        or (f->signed_on, "2026-01-05"), or (f->ends_on, "2026-12-31"), total, total,
        or (f->kind, "compute"), total, or (f->declared, "\"fees_paid\":true"),
        or (f->usage, "\"gpu_hours\":50,\"from\":\"2026-01-10\",\"to\":\"2026-02-20\""));
    document(&body, "contract", f->contract);
    document(&body, "invoice", f->invoice);
    buf_adds(&body, "]}");
    json_t *doc = office_json(
        o,
        &(struct ask){.as = "desk", .path = "/v1/applications", .body = buf_str(&body)},
        201);
    buf_clear(&body);
    return doc;
}

static bool found(const json_t *doc, const char *reason)
{
    size_t i;
    json_t *rule;
    json_array_foreach(json_obj(json_obj(doc, "verdict"), "rules"), i, rule)
    {
        if (strcmp(json_str(rule, "reason"), reason) == 0) {
            return true;
        }
    }
    return false;
}

static void turn_down(struct office *o, const struct flaw *f)
{
    char applicant[ID_MAX], provider[ID_MAX], body[200], more[300];
    struct ch_tranche before, after;
    organisation(o, or (f->applicant, "\"kind\":\"firm\",\"size\":\"small\",\"region\":"
                                      "\"上海市\""),
                 applicant);
    snprintf(more, sizeof more, "\"kind\":\"provider\",\"region\":\"上海市\",%s",
             or (f->provider, "\"listed\":true"));
    organisation(o, more, provider);
    if (f->number) { /* somebody has it already */
        json_decref(submit(o, f, applicant, provider));
    }
    json_t *doc = submit(o, f, applicant, provider);
    if (!found(doc, f->reason)) {
        fail_msg("%s: %s", f->reason, json_dumps(json_obj(doc, "verdict"), 0));
    }
    office_budget(o, "all-rules", or (f->tranche, "t26"), &before);
    snprintf(body, sizeof body, "{\"decision\":\"reject\",\"reason\":{\"code\":\"%s\"}}",
             f->reason);
    assert_int_equal(office_decide(o, "officer", json_str(doc, "id"), 1, body, NULL),
                     201);
    office_budget(o, "all-rules", or (f->tranche, "t26"), &after);
    assert_memory_equal(before.balance, after.balance, sizeof before.balance);
    json_t *now = office_application(o, json_str(doc, "id"));
    assert_string_equal(json_str(now, "status"), "rejected");
    assert_string_equal(json_str(json_obj(now, "reason"), "code"), f->reason);
    json_decref(now);
    json_decref(doc);
}

static void tranche_over(struct office *o)
{
    json_decref(office_json(
        o,
        &(struct ask){.as = "supervisor",
                      .path = "/v1/programmes/all-rules/tranches",
                      .body = "{\"id\":\"over\",\"name\":\"Over\",\"fiscal_year\":2026,"
                              "\"opens_on\":\"2026-01-01\",\"closes_on\":\"2026-02-28\","
                              "\"funders\":[{\"name\":\"市\",\"share_bp\":10000}]}"},
        201));
}

static void turn_all_down(const char *where)
{
    struct office o;
    static const struct flaw none = {.reason = NULL};
    char applicant[ID_MAX], provider[ID_MAX];
    office_open_with(&o, where, PROGRAMMES);
    office_tranche(&o, "all-rules", "t26", 1000000000);
    office_tranche(&o, "all-rules", "poor", 100);
    tranche_over(&o);
    /* Without a flaw there is none. */
    organisation(&o, "\"kind\":\"firm\",\"size\":\"small\",\"region\":\"上海市\"",
                 applicant);
    organisation(&o, "\"kind\":\"provider\",\"listed\":true", provider);
    json_t *doc = submit(&o, &none, applicant, provider);
    assert_string_equal(json_str(json_obj(doc, "verdict"), "outcome"), "pass");
    json_decref(doc);
    for (size_t i = 0; i < COUNT_OF(flaws); i++) {
        turn_down(&o, &flaws[i]);
    }
    office_verify(&o);
    office_close(&o);
}

static void reasons__are_found_and_given_on_sqlite(void **state)
{
    (void)state;
    turn_all_down(":memory:");
}

static void reasons__are_found_and_given_on_postgres(void **state)
{
    char url[256];
    postgres_database(*state, url, sizeof url);
    turn_all_down(url);
}

static int begin(void **state)
{
    static struct postgres server;
    *state = &server;
    return postgres_begin(&server) ? 0 : -1;
}

static int end(void **state)
{
    postgres_end(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons__are_found_and_given_on_sqlite),
        cmocka_unit_test(reasons__are_found_and_given_on_postgres),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
