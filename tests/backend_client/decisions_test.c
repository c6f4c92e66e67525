#include "backend_client/deciding.h"
#include "backend_client/direct.h"
#include "tests/support/desk.h"
#include "tests/support/liar.h"
#include "tests/support/test.h"

#include <stdlib.h>

#define ME                                                                               \
    {                                                                                    \
        "/v1/me", LIAR_HONEST, 200, desk_me, 0                                           \
    }
#define END                                                                              \
    {                                                                                    \
        NULL, LIAR_HONEST, 0, NULL, 0                                                    \
    }

static struct bc_decision *approve(int count)
{
    struct bc_decision *d = calloc(1, sizeof *d);
    assert_non_null(d);
    snprintf(d->decision, sizeof d->decision, "approve");
    d->count = count;
    for (int i = 0; i < count; i++) {
        snprintf(d->choices[i].id, BC_ID, "%s%.*s", desk_app, i ? 1 : 0, "b");
        d->choices[i].revision = 7;
    }
    return d;
}

/* Ask and wait for the event that belongs to it. */
static const struct bc_preview *preview_of(struct desk *desk,
                                           const struct bc_decision *decision)
{
    struct bc_event event;
    int64_t ticket = bc_preview_ask(desk->session, decision);
    for (int i = 0; i < 1000; i++) {
        while (bc_event_next(desk->session, &event)) {
            if (event.kind == BC_EVENT_PREVIEW && event.ticket == ticket) {
                return bc_preview(desk->session);
            }
        }
        bc_wait(desk->session, -1, -1, 10);
    }
    fail_msg("the preview never came");
    return NULL;
}

static void decisions__one_case_goes_by_its_own_route(void **state)
{
    struct bc_decision *d = approve(1);
    struct buf body = {0};
    struct err err = {0};
    char path[128];
    int64_t if_match;
    (void)state;
    snprintf(d->reason_code, sizeof d->reason_code, "other");
    snprintf(d->note, sizeof d->note, "说明");
    d->amount_fen = 100;
    assert_ok(bc_decision_request(d, true, path, &if_match, &body, &err), err);
    assert_string_equal(path, "/v1/applications/app_0197f3c2a1b87c3e9d0011223344556a"
                              "/decisions?dry_run=true");
    assert_int_equal(if_match, 7);
    assert_string_equal(buf_str(&body), "{\"amount_fen\":100,\"decision\":\"approve\","
                                        "\"reason\":{\"code\":\"other\",\"note\":"
                                        "\"说明\"}}");
    buf_clear(&body);
    free(d);
}

static void decisions__many_cases_go_as_a_batch_each_with_its_revision(void **state)
{
    struct bc_decision *d = approve(2);
    struct buf body = {0};
    struct err err = {0};
    char path[128];
    int64_t if_match;
    (void)state;
    assert_ok(bc_decision_request(d, false, path, &if_match, &body, &err), err);
    assert_string_equal(path, "/v1/decision-batches");
    assert_int_equal(if_match, -1);
    assert_contains(buf_str(&body), "556ab\",\"decision\":\"approve\",\"revision\":7}]");
    assert_contains(buf_str(&body), "\"mode\":\"independent\"");
    buf_clear(&body);
    free(d);
}

static void decisions__what_cannot_be_meant_is_refused(void **state)
{
    struct bc_decision *d = approve(1);
    struct buf body = {0};
    struct err err = {0};
    char path[128];
    int64_t if_match;
    (void)state;
    d->choices[0].revision = 0;
    assert_refused(bc_decision_request(d, false, path, &if_match, &body, &err), err,
                   ERR_USAGE, "revision");
    d->choices[0].revision = 7;
    snprintf(d->choices[0].id, BC_ID, "../me?x=");
    assert_refused(bc_decision_request(d, false, path, &if_match, &body, &err), err,
                   ERR_USAGE, "names each case");
    free(d);
    d = approve(2);
    d->amount_fen = 5;
    assert_refused(bc_decision_request(d, false, path, &if_match, &body, &err), err,
                   ERR_USAGE, "one case only");
    buf_clear(&body);
    free(d);
}

static void decisions__a_preview_shows_budget_controls_and_notice(void **state)
{
    static const char dry[] =
        "{\"application\":{\"id\":\"app_0197f3c2a1b87c3e9d0011223344556a\",\"number\":"
        "\"26-000418-K\",\"status\":\"awaiting_second\",\"applicant\":{\"name\":\"星河\"}"
        ","
        "\"grant\":{\"amount_fen\":500},\"request\":{\"amount_fen\":900}},\"budget\":"
        "{\"after\":{\"available_fen\":1,\"reserved_fen\":500},\"before\":"
        "{\"available_fen\":501,\"reserved_fen\":0},\"programme\":\"p\",\"tranche\":"
        "\"t\"},"
        "\"controls\":[{\"control\":\"four-eyes\",\"detail\":null,\"outcome\":\"needed\"}"
        "],"
        "\"decision\":{},\"entry\":null,\"notices\":[{\"kind\":\"approval\",\"language\":"
        "\"zh_CN\",\"to\":\"星河\"}]}";
    const struct liar_answer answers[] = {
        ME, {desk_decide, LIAR_HONEST, 200, dry, 0}, END};
    struct bc_decision *d = approve(1);
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    desk_open(&desk);
    const struct bc_preview *p = preview_of(&desk, d);
    assert_int_equal(p->error.kind, ERR_NONE);
    assert_int_equal(p->item_count, 1);
    assert_int_equal(p->awaiting, 1);
    assert_string_equal(p->items[0].applicant_name, "星河");
    assert_int_equal(p->items[0].grant_fen, 500);
    assert_int_equal(p->budgets[0].available_before, 501);
    assert_int_equal(p->budgets[0].available_after, 1);
    assert_string_equal(p->controls[0].outcome, "needed");
    assert_string_equal(p->notice_to, "星河");
    assert_int_equal(liar_count(liar, "Idempotency-Key"), 0);
    desk_end(&desk);
    liar_stop(liar);
    free(d);
}

static void decisions__a_refusal_of_the_case_is_an_item_that_says_why(void **state)
{
    static const char stale[] =
        "{\"type\":\"/problems/stale-revision\",\"detail\":\"it is 9 now\",\"current\":"
        "{\"changed\":[\"status\",\"grant\"],\"revision\":9,\"status\":\"approved\"}}";
    const struct liar_answer answers[] = {
        ME, {desk_decide, LIAR_HONEST, 412, stale, 0}, END};
    struct bc_decision *d = approve(1);
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    desk_open(&desk);
    const struct bc_preview *p = preview_of(&desk, d);
    assert_int_equal(p->error.kind, ERR_NONE);
    assert_int_equal(p->refused, 1);
    assert_int_equal(p->items[0].problem.kind, ERR_STALE);
    assert_int_equal(p->items[0].seen_revision, 7);
    assert_int_equal(p->items[0].current_revision, 9);
    assert_string_equal(p->items[0].changed, "status, grant");
    desk_end(&desk);
    liar_stop(liar);
    free(d);
}

static void decisions__a_preview_that_makes_no_sense_is_one_error(void **state)
{
    static const char *const lies[] = {
        "[]",
        "{}",
        "{\"application\":7}",
        "{\"application\":{\"id\":\"app_of_somebody_else\"}}",
    };
    struct bc_decision *d = approve(1);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lies); i++) {
        const struct liar_answer answers[] = {
            ME, {desk_decide, LIAR_HONEST, 200, lies[i], 0}, END};
        struct desk desk;
        desk_make(&desk);
        struct liar *liar = liar_start(desk.socket, answers);
        desk_open(&desk);
        const struct bc_preview *p = preview_of(&desk, d);
        assert_int_equal(p->error.kind, ERR_UNREACHABLE);
        assert_int_equal(p->item_count, 0);
        desk_end(&desk);
        liar_stop(liar);
    }
    free(d);
}

static void decisions__a_batch_answer_must_name_the_cases_asked_about(void **state)
{
    static const char swapped[] =
        "{\"budget\":[],\"items\":[{\"application\":\"app_x\",\"outcome\":\"done\"},"
        "{\"application\":\"app_y\",\"outcome\":\"done\"}]}";
    const struct liar_answer answers[] = {
        ME, {"/v1/decision-batches", LIAR_HONEST, 200, swapped, 0}, END};
    struct bc_decision *d = approve(2);
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    desk_open(&desk);
    const struct bc_preview *p = preview_of(&desk, d);
    assert_int_equal(p->error.kind, ERR_UNREACHABLE);
    assert_int_equal(p->done, 0);
    desk_end(&desk);
    liar_stop(liar);
    free(d);
}

static bool count_item(void *ctx, const char *json)
{
    (void)json;
    ++*(int *)ctx;
    return true;
}

static void direct__a_list_that_repeats_itself_ends(void **state)
{
    const struct liar_answer answers[] = {
        ME,
        {"/v1/applications", LIAR_HONEST, 200, "{\"items\":[{}],\"next\":\"abc\"}", 0},
        END};
    struct err err = {0};
    struct desk desk;
    int count = 0;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    desk_open(&desk);
    assert_refused(
        bc_direct_list(desk.session, "/v1/applications", 0, count_item, &count, &err),
        err, ERR_UNREACHABLE, "repeats");
    assert_int_equal(count, 2);
    desk_end(&desk);
    liar_stop(liar);
}

static void direct__a_name_that_is_no_case_is_not_asked_for(void **state)
{
    struct bc_detail *detail = calloc(1, sizeof *detail);
    struct err err = {0};
    struct desk desk;
    (void)state;
    assert_non_null(detail);
    desk_make(&desk);
    desk_open(&desk);
    assert_refused(bc_direct_find(desk.session, "a&b=c", detail, &err), err, ERR_USAGE,
                   "26-000418-K");
    desk_end(&desk);
    free(detail);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decisions__one_case_goes_by_its_own_route),
        cmocka_unit_test(decisions__many_cases_go_as_a_batch_each_with_its_revision),
        cmocka_unit_test(decisions__what_cannot_be_meant_is_refused),
        cmocka_unit_test(decisions__a_preview_shows_budget_controls_and_notice),
        cmocka_unit_test(decisions__a_refusal_of_the_case_is_an_item_that_says_why),
        cmocka_unit_test(decisions__a_preview_that_makes_no_sense_is_one_error),
        cmocka_unit_test(decisions__a_batch_answer_must_name_the_cases_asked_about),
        cmocka_unit_test(direct__a_list_that_repeats_itself_ends),
        cmocka_unit_test(direct__a_name_that_is_no_case_is_not_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
