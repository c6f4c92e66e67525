/* A case from its approval to its voucher: notice, objections, issue. */
#include "tests/support/life.h"

static const struct life_case plain = {.programme = "pre"};

static int open_life(void **state)
{
    struct life *l = calloc(1, sizeof *l);
    assert_non_null(l);
    life_open(l);
    *state = l;
    return 0;
}

static int close_life(void **state)
{
    life_close(*state);
    free(*state);
    return 0;
}

/* Approved and past its undo window. */
static void approved(struct life *l, char id[ID_MAX])
{
    life_submit(l, &plain, id);
    life_decide(l, "officer", id, "accept", NULL);
    life_decide(l, "officer", id, "approve", NULL);
    life_expect(l, 201);
    life_day(l, "2026-03-03");
}

static void notice__waits_for_the_undo_window(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    life_submit(l, &plain, id);
    life_decide(l, "officer", id, "accept", NULL);
    life_decide(l, "officer", id, "approve", NULL);
    life_decide(l, "officer", id, "notice", NULL);
    life_refused(l, "undo-open");
}

static void notice__runs_five_working_days(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    approved(l, id);
    life_decide(l, "officer", id, "notice", NULL);
    life_expect(l, 201);
    assert_string_equal(life_text(l, "application.status"), "on_notice");
    /* Tuesday 3 March and five working days: until 24:00 of Tuesday 10 March in China. */
    assert_string_equal(life_text(l, "application.notice.until"),
                        "2026-03-10T16:00:00.000000Z");
    life_decide(l, "officer2", id, "issue", NULL);
    life_refused(l, "notice-runs");
    life_day(l, "2026-03-11");
    life_decide(l, "officer2", id, "issue", NULL);
    life_expect(l, 201);
}

static void issue__is_not_for_the_approver(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    life_noticed(l, &plain, id);
    life_decide(l, "officer", id, "issue", NULL);
    life_refused(l, "approver-is-issuer");
}

static void issue__commits_the_reserved_money(void **state)
{
    struct life *l = *state;
    char id[ID_MAX], path[128];
    life_noticed(l, &plain, id);
    assert_int_equal(life_account(l, "pre", CH_RESERVED), 6000000);
    life_decide(l, "officer2", id, "issue", NULL);
    life_expect(l, 201);
    assert_int_equal(life_account(l, "pre", CH_RESERVED), 0);
    assert_int_equal(life_account(l, "pre", CH_COMMITTED), 6000000);
    assert_int_equal(life_int(l, "budget.after.committed_fen"), 6000000);
    snprintf(path, sizeof path, "/v1/vouchers/%s",
             life_text(l, "application.grant.voucher"));
    life_get(l, "auditor", path, NULL);
    life_expect(l, 200);
    assert_int_equal(life_int(l, "face_fen"), 6000000);
    assert_int_equal(life_int(l, "amounts.unused_fen"), 6000000);
    assert_string_equal(life_text(l, "status"), "active");
    life_decide(l, "officer2", id, "issue", NULL);
    life_refused(l, "wrong-state");
    life_verify(l);
}

static void issue__looks_at_the_dishonesty_list_again(void **state)
{
    struct life *l = *state;
    struct ch_organisation org;
    struct err err = {0};
    char id[ID_MAX];
    life_noticed(l, &plain, id);
    assert_ok(ch_organisation_get(l->o.db, l->firm, &org, &err), err);
    assert_true(date_parse("2027-01-01", &org.debarred_until));
    assert_ok(ch_organisation_put(l->o.db, &org, &err), err);
    life_decide(l, "officer2", id, "issue", NULL);
    life_refused(l, "debarred");
}

static void object__holds_one_case_and_is_judged_by_another(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    approved(l, id);
    life_decide(l, "officer", id, "notice", NULL);
    life_decide(l, "supervisor", id, "object",
                ",\"reason\":{\"code\":\"objection-related\"}");
    life_refused(l, "objection-incomplete");
    life_decide(
        l, "supervisor", id, "object",
        ",\"objector\":\"王强\",\"evidence\":\"same address\",\"reason\":{\"code\":"
        "\"objection-related\"}");
    life_expect(l, 201);
    assert_string_equal(life_text(l, "application.status"), "objected");
    assert_string_equal(life_text(l, "application.objections.0.by"), "王强");
    life_day(l, "2026-03-11");
    life_decide(l, "officer2", id, "issue", NULL);
    life_refused(l, "wrong-state");
    life_decide(l, "supervisor", id, "dismiss",
                ",\"reason\":{\"code\":\"objection-unfounded\"}");
    life_refused(l, "same-person");
    life_decide(l, "supervisor2", id, "dismiss",
                ",\"reason\":{\"code\":\"objection-unfounded\"}");
    life_expect(l, 201);
    life_decide(l, "officer2", id, "issue", NULL);
    life_expect(l, 201);
}

static void uphold__gives_the_money_back(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    approved(l, id);
    life_decide(l, "officer", id, "notice", NULL);
    life_decide(
        l, "desk", id, "object",
        ",\"objector\":\"王强\",\"evidence\":\"forged seal\",\"reason\":{\"code\":"
        "\"objection-false-papers\"}");
    life_expect(l, 201);
    life_decide(l, "supervisor", id, "uphold",
                ",\"reason\":{\"code\":\"objection-upheld\"}");
    life_expect(l, 201);
    assert_string_equal(life_text(l, "application.status"), "rejected");
    assert_int_equal(life_account(l, "pre", CH_AVAILABLE), 100000000);
    life_verify(l);
}

static void object__comes_too_late_after_the_notice(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    life_noticed(l, &plain, id);
    life_decide(l, "desk", id, "object",
                ",\"objector\":\"王强\",\"evidence\":\"x\",\"reason\":{\"code\":"
                "\"objection-related\"}");
    life_refused(l, "notice-over");
}

static void lapse__of_an_approved_case_gives_the_money_back(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    approved(l, id);
    life_decide(l, "officer", id, "lapse", ",\"reason\":{\"code\":\"not-taken-up\"}");
    life_refused(l, "wrong-role");
    life_decide(l, "supervisor", id, "lapse", ",\"reason\":{\"code\":\"not-taken-up\"}");
    life_expect(l, 201);
    assert_string_equal(life_text(l, "application.status"), "lapsed");
    assert_int_equal(life_account(l, "pre", CH_RESERVED), 0);
    life_verify(l);
}

static void release__after_the_year_ended_lapses(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    approved(l, id);
    life_day(l, "2027-01-05");
    life_decide(l, "supervisor", id, "lapse", ",\"reason\":{\"code\":\"not-taken-up\"}");
    life_expect(l, 201);
    assert_int_equal(life_account(l, "pre", CH_LAPSED), 6000000);
    life_verify(l);
}

static void return__is_answered_within_working_days(void **state)
{
    struct life *l = *state;
    char id[ID_MAX], path[128];
    life_submit(l, &plain, id);
    life_day(l, "2026-04-01");
    life_decide(l, "officer", id, "accept", NULL);
    life_decide(l, "officer", id, "return",
                ",\"reason\":{\"code\":\"document-missing\"}");
    life_expect(l, 201);
    /* Wednesday 1 April, Qingming from Saturday to Monday: until the end of 9 April. */
    assert_string_equal(life_text(l, "application.due_at"),
                        "2026-04-09T16:00:00.000000Z");
    life_day(l, "2026-04-10");
    snprintf(path, sizeof path, "/v1/applications/%s", id);
    life_get(l, "officer", path, NULL);
    assert_string_equal(life_text(l, "status"), "withdrawn");
}

static void notice__into_an_unknown_year_names_the_file(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    approved(l, id);
    life_day(l, "2026-12-29");
    life_decide(l, "officer", id, "notice", NULL);
    life_refused(l, "calendar-missing");
    assert_contains(life_text(l, "detail"), "cn-2027.ini");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_life, close_life)
        T(notice__waits_for_the_undo_window),
        T(notice__runs_five_working_days),
        T(issue__is_not_for_the_approver),
        T(issue__commits_the_reserved_money),
        T(issue__looks_at_the_dishonesty_list_again),
        T(object__holds_one_case_and_is_judged_by_another),
        T(uphold__gives_the_money_back),
        T(object__comes_too_late_after_the_notice),
        T(lapse__of_an_approved_case_gives_the_money_back),
        T(release__after_the_year_ended_lapses),
        T(return__is_answered_within_working_days),
        T(notice__into_an_unknown_year_names_the_file),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
