#include "tests/support/test.h"

#include "tui/lang.h"
#include "tui/screens/case_words.h"
#include "tui/screens/evidence.h"

#define HOUR INT64_C(3600000000)
#define DAY (24 * HOUR)
enum { NOW_DAYS = 20000 };
static const int64_t now = NOW_DAYS * DAY;

static void due__says_what_is_left_and_what_is_over(void **state)
{
    bool late;
    (void)state;
    assert_string_equal(tui_due(now + 2 * DAY, now, "under_review", &late).bytes, "2 d");
    assert_false(late);
    assert_string_equal(tui_due(now + 5 * HOUR, now, "submitted", &late).bytes, "5 h");
    assert_string_equal(tui_due(now - 3 * DAY, now, "submitted", &late).bytes,
                        "3 d late");
    assert_true(late);
}

static void due__is_silent_where_no_clock_runs(void **state)
{
    bool late = true;
    (void)state;
    assert_int_equal(tui_due(0, now, "under_review", &late).cells, 0);
    assert_int_equal(tui_due(now - DAY, now, "approved", &late).cells, 0);
    assert_false(late);
}

static void verdict__is_a_word_with_its_issues(void **state)
{
    (void)state;
    assert_string_equal(tui_verdict("query", 2).bytes, "QUERY 2");
    assert_string_equal(tui_verdict("pass", 0).bytes, "PASS");
    assert_int_equal(tui_verdict_role("fail"), TUI_FAIL);
    assert_string_equal(tui_verdict("later-word", 0).bytes, "later-word");
}

static void thousand__rounds_down_with_one_decimal(void **state)
{
    (void)state;
    assert_string_equal(tui_thousand(184000000).bytes, "1,840.0");
    assert_string_equal(tui_thousand(19999).bytes, "0.1");
    assert_string_equal(tui_thousand(0).bytes, "0.0");
}

static struct bc_finding finding(const char *outcome, const char *field, const char *op,
                                 const char *value)
{
    struct bc_finding f = {.rule = "window"};
    snprintf(f.outcome, sizeof f.outcome, "%s", outcome);
    snprintf(f.flip_field, sizeof f.flip_field, "%s", field);
    snprintf(f.flip_op, sizeof f.flip_op, "%s", op);
    snprintf(f.flip_value, sizeof f.flip_value, "%s", value);
    return f;
}

static void flip__is_said_in_words(void **state)
{
    struct bc_finding f = finding("fail", "contract.ends_on", "<=", "2026-08-31");
    (void)state;
    assert_string_equal(tui_flip(&f).bytes, "would pass if contract end <= 2026-08-31");
    f = finding("fail", "declared.fees_paid", "=", "true");
    assert_string_equal(tui_flip(&f).bytes, "would pass if fees paid = yes");
    f = finding("wait", "policy.rate_bp", "known", "");
    assert_string_equal(tui_flip(&f).bytes, "waits until somebody publishes the rate");
    f = finding("query", "documents.invoice", "=", "ok");
    assert_string_equal(tui_flip(&f).bytes, "would pass if invoice = in order");
    f = finding("pass", "", "", "");
    assert_int_equal(tui_flip(&f).cells, 0);
    f = finding("fail", "not.yet_known", ">=", "7");
    assert_string_equal(tui_flip(&f).bytes, "would pass if not.yet_known >= 7");
}

static void findings__worst_first_and_each_once(void **state)
{
    static struct bc_detail d;
    static const char *const given[] = {"pass", "wait", "fail", "odd", "query", "fail"};
    int order[BC_FINDINGS];
    (void)state;
    d.finding_count = 6;
    for (int i = 0; i < d.finding_count; i++) {
        d.findings[i] = finding(given[i], "", "", "");
    }
    tui_findings_order(&d, order);
    static const int wanted[] = {2, 5, 4, 1, 0, 3};
    for (int i = 0; i < d.finding_count; i++) {
        assert_int_equal(order[i], wanted[i]);
    }
}

static void warnings__name_the_place_and_the_code_point(void **state)
{
    static struct bc_detail d;
    struct safe_text out[8];
    (void)state;
    assert_int_equal(tui_text_warnings(&d, out, 8), 0);
    snprintf(d.purpose, sizeof d.purpose, "train\xE2\x80\xAEgnp.exe");
    snprintf(d.row.applicant_name, sizeof d.row.applicant_name, "\xF0\xB1\x8D\x90氏算力");
    int count = tui_text_warnings(&d, out, 8);
    assert_int_equal(count, 2);
    assert_contains(out[0].bytes, "the applicant's name U+31350");
    assert_contains(out[1].bytes, "hidden characters: the purpose U+202E");
}

static void problem__says_what_to_do_next(void **state)
{
    struct err err = {0};
    (void)state;
    err_set_type(&err, ERR_BUDGET, "budget-exceeded", "tranche x has 1 fen");
    assert_string_equal(tui_problem(&err).bytes, "tranche x has 1 fen");
    err.text[0] = '\0';
    assert_contains(tui_problem(&err).bytes, "ask for an appropriation");
    err_set_type(&err, ERR_REFUSED, "something-new", "it said no");
    assert_string_equal(tui_problem(&err).bytes, "it said no");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(due__says_what_is_left_and_what_is_over),
        cmocka_unit_test(due__is_silent_where_no_clock_runs),
        cmocka_unit_test(verdict__is_a_word_with_its_issues),
        cmocka_unit_test(thousand__rounds_down_with_one_decimal),
        cmocka_unit_test(flip__is_said_in_words),
        cmocka_unit_test(findings__worst_first_and_each_once),
        cmocka_unit_test(warnings__name_the_place_and_the_code_point),
        cmocka_unit_test(problem__says_what_to_do_next),
    };
    tui_lang_set("en");
    return cmocka_run_group_tests_name("tui/case_words", tests, NULL, NULL);
}
