#include "tests/support/test.h"

#include "backend_client/whatif.h"

static void assert_value(const char *key, const char *typed, const char *wanted)
{
    char out[64];
    bc_whatif_value(key, typed, out, sizeof out);
    assert_string_equal(out, wanted);
}

static void whatif_value__adds_the_unit_that_is_meant(void **state)
{
    (void)state;
    assert_value("rate_bp", "25", "25%");
    assert_value("rate_bp", "7.5%", "7.5%");
    assert_value("case_cap_fen", "2m", "2000000 yuan");
    assert_value("case_cap_fen", "2,000.50", "2000.50 yuan");
    assert_value("case_cap_fen", "2,000 yuan", "2,000 yuan");
    assert_value("case_cap_fen", "none", "none");
    assert_value("notice_days", "5", "5 days");
    assert_value("notice_days", "5 working days", "5 working days");
    assert_value("undo_minutes", "30", "30 minutes");
    assert_value("region", "25", "25");
    assert_value("region", "", "");
    assert_value("contract_not_before", "2026-01-01", "2026-01-01");
}

static void whatif_request__is_what_the_api_takes(void **state)
{
    struct bc_whatif_ask ask = {.programme = "x",
                                .count = 2,
                                .set = {{"region", "北京市"}, {"rate_bp", "25%"}},
                                .from = 20000,
                                .to = 20001};
    struct buf body = {0};
    struct err err = {0};
    char path[128];
    (void)state;
    assert_ok(bc_whatif_request(&ask, "", path, &body, &err), err);
    assert_string_equal(path, "/v1/programmes/x/what-if");
    assert_string_equal(buf_str(&body),
                        "{\"from\":\"2024-10-04\",\"limit\":500,\"set\":{\"rate_bp\":"
                        "\"25%\",\"region\":\"北京市\"},\"to\":\"2024-10-05\"}");
    buf_reset(&body);
    ask = (struct bc_whatif_ask){.programme = "x", .file = "[a]\n"};
    assert_ok(bc_whatif_request(&ask, "c", path, &body, &err), err);
    assert_string_equal(buf_str(&body),
                        "{\"after\":\"c\",\"limit\":500,\"policy\":\"[a]\\n\"}");
    ask = (struct bc_whatif_ask){.count = 2, .set = {{"a", "1"}, {"a", "2"}}};
    assert_refused(bc_whatif_request(&ask, "", path, &body, &err), err, ERR_USAGE,
                   "given twice");
    buf_clear(&body);
}

#define PAGE(next, id)                                                                   \
    "{\"cases\":\"open\",\"policy\":\"x@1\",\"next\":" next                              \
    ",\"sums\":{\"looked_at\":3,\"changed\":1,\"before_fen\":300,\"after_fen\":200},"    \
    "\"tranches\":[{\"id\":\"t\",\"name\":\"T\",\"available_fen\":50,\"before_fen\":"    \
    "300,\"after_fen\":200,\"held_fen\":150}],\"items\":[{\"id\":\"" id                  \
    "\",\"number\":\"26-1\",\"applicant\":{\"name\":\"甲\"},\"status\":\"submitted\","  \
    "\"tranche\":\"t\",\"decided_at\":null,\"before\":{\"outcome\":\"pass\","            \
    "\"grant_fen\":200,\"limited_by\":\"rate\",\"rate_bp\":1},\"after\":{\"outcome\":"   \
    "\"cap\",\"grant_fen\":100,\"limited_by\":\"case-cap\",\"rate_bp\":1},\"flips\":["   \
    "{\"rule\":\"year-cap\",\"before\":null,\"after\":\"pass\"},{\"rule\":\"fees-"       \
    "paid\",\"before\":\"wait\",\"after\":\"pass\"},{\"rule\":\"case-cap\",\"before\":"  \
    "null,\"after\":\"cap\"}]}]}"

static void whatif_add__adds_pages_up(void **state)
{
    struct bc_whatif answer = {.rows = NULL};
    struct err err = {0};
    (void)state;
    assert_ok(bc_whatif_add(&answer, PAGE("\"c1\"", "app_1"), &err), err);
    assert_string_equal(answer.next, "c1");
    assert_int_equal(bc_whatif_short(&answer.tranches[0]), 0);
    assert_ok(bc_whatif_add(&answer, PAGE("null", "app_2"), &err), err);
    assert_string_equal(answer.next, "");
    assert_int_equal(answer.looked_at, 6);
    assert_int_equal(answer.changed, 2);
    assert_int_equal(answer.before_fen, 600);
    assert_int_equal(answer.count, 2);
    assert_string_equal(answer.rows[1].id, "app_2");
    assert_string_equal(answer.rows[1].rule, "case-cap");
    assert_int_equal(answer.rows[1].flips, 2);
    assert_string_equal(answer.rows[1].rule_before, "");
    assert_string_equal(answer.rows[1].rule_after, "cap");
    assert_int_equal(answer.tranche_count, 1);
    assert_int_equal(answer.tranches[0].after_fen, 400);
    /* 400 wanted, 300 held, 50 there */
    assert_int_equal(bc_whatif_short(&answer.tranches[0]), 50);
    bc_whatif_clear(&answer);
}

static void whatif_add__refuses_what_is_no_answer(void **state)
{
    struct bc_whatif answer = {.rows = NULL};
    struct err err = {0};
    (void)state;
    assert_refused(bc_whatif_add(&answer, "{}", &err), err, ERR_INVALID, "sums");
    assert_ok(bc_whatif_add(&answer, PAGE("\"c1\"", "app_1"), &err), err);
    assert_refused(bc_whatif_add(&answer, PAGE("\"c1\"", "app_2"), &err), err,
                   ERR_UNREACHABLE, "repeats itself");
    bc_whatif_clear(&answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatif_value__adds_the_unit_that_is_meant),
        cmocka_unit_test(whatif_request__is_what_the_api_takes),
        cmocka_unit_test(whatif_add__adds_pages_up),
        cmocka_unit_test(whatif_add__refuses_what_is_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
