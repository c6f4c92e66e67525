#include "tests/support/test.h"

#include "backend_client/policies.h"
#include "common/json.h"

#include <jansson.h>

static bool read_one(const char *json, struct bc_policy *out, struct err *err)
{
    json_t *doc = NULL;
    bool ok = json_read(json, strlen(json), 1 << 16, &doc, err) &&
              bc_policy_from_json(doc, out, err);
    json_decref(doc);
    return ok;
}

static void policy__keeps_what_is_known_apart_from_what_is_not(void **state)
{
    static const char json[] =
        "{\"id\":\"shandong\",\"name_en\":\"Shandong\",\"version\":2,\"rules_source\":"
        "null,"
        "\"figures\":{\"rate_bp\":{\"known\":\"known\",\"value\":500,\"source\":\"a\","
        "\"contested\":\"80%\"},\"case_cap_fen\":{\"known\":\"unknown\",\"value\":null,"
        "\"source\":null,\"contested\":null},\"contract_not_before\":{\"known\":"
        "\"known\","
        "\"value\":\"2023-09-01\"},\"minimum_spend_fen\":{\"known\":\"none\",\"value\":"
        "null},\"notice_days\":{\"known\":\"known\",\"value\":5,\"working\":true}},"
        "\"rules\":{\"region\":\"x\",\"compute_only\":true,\"fees_paid\":false,"
        "\"usage_proof\":true,\"operating_rules\":\"region\"}}";
    struct bc_policy p;
    struct err err = {0};
    (void)state;

    assert_ok(read_one(json, &p, &err), err);

    assert_int_equal(p.version, 2);
    assert_int_equal(bc_policy_figure(&p, "rate_bp")->value, 500);
    assert_string_equal(bc_policy_figure(&p, "rate_bp")->contested, "80%");
    assert_int_equal(bc_policy_figure(&p, "case_cap_fen")->known, BC_UNKNOWN);
    assert_int_equal(bc_policy_figure(&p, "minimum_spend_fen")->known, BC_NONE);
    assert_true(bc_policy_figure(&p, "contract_not_before")->day > 0);
    assert_true(bc_policy_figure(&p, "notice_days")->working);
    assert_null(bc_policy_figure(&p, "no-such"));
    assert_string_equal(p.checks, "compute_only,usage_proof");
    assert_string_equal(p.own_checks, "region");
}

static void policy__refuses_a_figure_it_cannot_read(void **state)
{
    static const char *const bad[] = {
        "{\"id\":\"x\",\"figures\":{\"rate_bp\":{\"known\":\"perhaps\",\"value\":1}}}",
        "{\"id\":\"x\",\"figures\":{\"rate_bp\":{\"known\":\"known\",\"value\":null}}}",
        "{\"id\":\"x\",\"figures\":{\"rate_bp\":{\"known\":\"unknown\",\"value\":7}}}",
        "{\"id\":\"x\",\"figures\":{\"rate_bp\":{\"known\":\"known\",\"value\":-5}}}",
    };
    struct bc_policy p;
    struct err err = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_refused(read_one(bad[i], &p, &err), err, ERR_INVALID, "rate_bp");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policy__keeps_what_is_known_apart_from_what_is_not),
        cmocka_unit_test(policy__refuses_a_figure_it_cannot_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
