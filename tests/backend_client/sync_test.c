#include "backend_client/cases.h"
#include "backend_client/collections.h"
#include "backend_client/session_impl.h"
#include "tests/support/desk.h"
#include "tests/support/liar.h"
#include "tests/support/test.h"
#include "tests/support/world.h"

#include <stdlib.h>
#include <unistd.h>

/* One row of a list, and one entry of the feed whose body is a whole record. */
#define ROW(id, number, amount)                                                             \
    "{\"accelerator\":\"h800\",\"amount_fen\":" amount                                      \
    ",\"applicant_id\":\"org_1\",\"applicant_name\":\"星河智算\",\"assigned_to\":null," \
    "\"credit_code\":\"91310000MA1FL00000\",\"due_at\":null,\"gpu_hours\":10,"              \
    "\"grant_fen\":5,\"id\":\"" id                                                          \
    "\",\"issues\":0,\"kind\":\"compute\",\"number\":\"" number                             \
    "\",\"programme\":\"chengdu\",\"provider_id\":\"org_2\","                               \
    "\"provider_name\":\"云谷\",\"revision\":1,\"status\":\"submitted\","                 \
    "\"submitted_at\":\"2026-11-01T00:00:00Z\",\"tranche\":\"2026\","                       \
    "\"undo_until\":null,\"updated_at\":\"2026-11-01T00:00:00Z\",\"verdict\":\"pass\"}"
#define LIST(items, next) "{\"items\":[" items "],\"next\":" next "}"
#define ENTRY(seq, id, number, revision, status)                                         \
    "{\"action\":\"application.approve\",\"actor\":{\"id\":\"wang\",\"role\":"           \
    "\"officer\"},\"body\":{\"applicant\":{\"id\":\"org_1\",\"name\":\"星河智算\"}," \
    "\"id\":\"" id "\",\"last_by\":\"wang\",\"number\":\"" number                        \
    "\",\"programme\":\"chengdu\",\"revision\":" revision ",\"status\":\"" status        \
    "\",\"verdict\":{\"outcome\":\"pass\",\"rules\":[]}},\"hash\":\"h" seq               \
    "\",\"operation\":\"op-x\",\"prev\":\"p\",\"seq\":" seq                              \
    ",\"stream\":\"chengdu\",\"subject\":{\"id\":\"" id                                  \
    "\",\"kind\":\"application\",\"revision\":" revision "}}"

#define HONEST(path, body)                                                               \
    {                                                                                    \
        path, LIAR_HONEST, 200, body, 0                                                  \
    }
#define ONCE(path, body)                                                                 \
    {                                                                                    \
        path, LIAR_HONEST, 200, body, 1                                                  \
    }
#define QUIET                                                                            \
    {                                                                                    \
        "/v1/changes?", LIAR_SILENT, 0, NULL, 0                                          \
    }
#define REFUSED(path)                                                                    \
    {                                                                                    \
        path, LIAR_HONEST, 403, "{\"type\":\"/problems/wrong-role\",\"detail\":\"no\"}", \
            0                                                                            \
    }
#define COMMON                                                                           \
    HONEST("/v1/me", desk_me), REFUSED("/v1/dashboard"),                                 \
        HONEST("/v1/programmes", LIST("", "null")),                                      \
        HONEST("/v1/reasons", LIST("", "null")),                                         \
        HONEST("/v1/centres", LIST("", "null")),                                         \
        HONEST("/v1/applications?limit=1&", "{\"count\":2,\"items\":[],\"next\":null}"), \
    {                                                                                    \
        NULL, LIAR_HONEST, 0, NULL, 0                                                    \
    }
#define START ONCE("/v1/changes", "{\"cursor\":\"c0\",\"items\":[],\"more\":false}")
#define STARTED ONCE("/v1/changes?", "{\"cursor\":\"c0\",\"items\":[],\"more\":false}")
#define OPEN_LIST "/v1/applications?limit=250&sort=id&status=submitted"
#define CLOSED_LIST "/v1/applications?limit=250&sort=id&status=approved"

struct scene {
    struct desk desk;
    struct liar *liar;
    struct bc_event last_case;
    int cases, details;
};

static void start(struct scene *scene, const struct liar_answer *answers)
{
    struct err err = {0};
    memset(scene, 0, sizeof *scene);
    desk_make(&scene->desk);
    scene->liar = liar_start(scene->desk.socket, answers);
    assert_non_null(scene->liar);
    const struct bc_config config = {.socket = scene->desk.socket,
                                     .state = scene->desk.state};
    assert_ok(bc_open(&config, &scene->desk.session, &err), err);
}

static void end(struct scene *scene)
{
    desk_end(&scene->desk);
    liar_stop(scene->liar);
}

static void turn(struct scene *scene)
{
    struct bc_event event;
    (void)bc_wait(scene->desk.session, -1, -1, 10);
    while (bc_event_next(scene->desk.session, &event)) {
        if (event.kind == BC_EVENT_CASE) {
            scene->last_case = event;
            scene->cases++;
        }
        scene->details += event.kind == BC_EVENT_DETAIL;
    }
}

static bool reaches(struct scene *scene, enum bc_link_state state)
{
    for (int i = 0; i < 1500 && bc_link(scene->desk.session)->state != state; i++) {
        turn(scene);
    }
    return bc_link(scene->desk.session)->state == state;
}

static int64_t known(struct scene *scene)
{
    struct bc_case_counts counts;
    bc_case_counts(scene->desk.session, &counts);
    return counts.total;
}

static void sync__loads_open_cases_then_the_decided_then_follows(void **state)
{
    static const struct liar_answer answers[] = {
        STARTED,
        ONCE("/v1/changes?",
             "{\"cursor\":\"c1\",\"items\":[" ENTRY("9", "app_1", "26-000001-A", "2",
                                                    "approved") "],"
                                                                "\"more\":false}"),
        QUIET,
        START,
        HONEST(OPEN_LIST, LIST(ROW("app_1", "26-000001-A", "100"), "null")),
        HONEST(CLOSED_LIST, LIST(ROW("app_2", "26-000002-B", "200"), "null")),
        COMMON};
    struct scene scene;
    struct bc_case row;
    (void)state;
    start(&scene, answers);
    assert_true(reaches(&scene, BC_LINK_LIVE));
    for (int i = 0; i < 500 && scene.cases == 0; i++) {
        turn(&scene);
    }
    assert_int_equal(known(&scene), 2);
    assert_true(bc_case_get(scene.desk.session, "app_1", &row));
    assert_string_equal(row.status, "approved");
    assert_int_equal(row.revision, 2);
    assert_int_equal(scene.cases, 1);
    assert_string_equal(scene.last_case.by, "wang");
    assert_string_equal(scene.last_case.action, "approve");
    assert_string_equal(scene.last_case.number, "26-000001-A");
    assert_false(scene.last_case.own);
    end(&scene);
}

/* What each lying list leads to. */
static void refused_list(const char *open_list, const char *part)
{
    const struct liar_answer answers[] = {STARTED, QUIET, START,
                                          HONEST(OPEN_LIST, open_list), COMMON};
    struct scene scene;
    start(&scene, answers);
    assert_true(reaches(&scene, BC_LINK_RETRYING));
    assert_int_equal(bc_link(scene.desk.session)->error.kind, ERR_INVALID);
    assert_contains(bc_link(scene.desk.session)->error.text, part);
    end(&scene);
}

static void sync__names_what_is_wrong_with_a_list(void **state)
{
    (void)state;
    refused_list(LIST(ROW("app_2", "B", "1") "," ROW("app_1", "A", "1"), "null"),
                 "out of order");
    refused_list(LIST(ROW("app_1", "A", "1"), "\"again\""), "out of order");
    refused_list(LIST("", "\"more\""), "does not end");
    refused_list(LIST(ROW("app_1", "A", "\"much\""), "null"), "amount_fen");
    refused_list(LIST(ROW("app_1", "A", "-7"), "null"), "amount_fen");
    refused_list(LIST("[]", "null"), "not an object");
    refused_list("{\"items\":{},\"next\":null}", "not a list");
    refused_list("{\"items\":[]}", "next");
    refused_list("[]", "items");
}

static void sync__an_operator_sees_no_cases_and_is_live(void **state)
{
    static const struct liar_answer answers[] = {STARTED, QUIET, START,
                                                 REFUSED("/v1/applications"), COMMON};
    struct scene scene;
    (void)state;
    start(&scene, answers);
    assert_true(reaches(&scene, BC_LINK_LIVE));
    assert_int_equal(known(&scene), 0);
    end(&scene);
}

static void sync__a_lost_cursor_loads_everything_again(void **state)
{
    static const struct liar_answer answers[] = {
        STARTED,
        {"/v1/changes?", LIAR_HONEST, 410,
         "{\"type\":\"/problems/cursor-lost\",\"detail\":\"load again\"}", 1},
        QUIET,
        HONEST("/v1/changes", "{\"cursor\":\"c0\",\"items\":[],\"more\":false}"),
        HONEST(OPEN_LIST, LIST(ROW("app_1", "26-000001-A", "100"), "null")),
        HONEST(CLOSED_LIST, LIST(ROW("app_2", "26-000002-B", "200"), "null")),
        COMMON};
    struct scene scene;
    (void)state;
    start(&scene, answers);
    for (int i = 0; i < 1500 && (liar_count(scene.liar, OPEN_LIST) < 2 ||
                                 bc_link(scene.desk.session)->state != BC_LINK_LIVE);
         i++) {
        turn(&scene);
    }
    assert_true(liar_count(scene.liar, OPEN_LIST) >= 2);
    assert_int_equal(known(&scene), 2);
    end(&scene);
}

static void sync__promised_changes_that_never_come_are_an_error(void **state)
{
    static const struct liar_answer answers[] = {
        HONEST("/v1/changes", "{\"cursor\":\"c0\",\"items\":[],\"more\":true}"),
        HONEST(OPEN_LIST, LIST(ROW("app_1", "26-000001-A", "100"), "null")),
        HONEST(CLOSED_LIST, LIST(ROW("app_2", "26-000002-B", "200"), "null")), COMMON};
    struct scene scene;
    (void)state;
    start(&scene, answers);
    assert_true(reaches(&scene, BC_LINK_RETRYING));
    assert_contains(bc_link(scene.desk.session)->error.text, "promises more");
    end(&scene);
}

/* ---- with a real clearinghouse ---- */

static void sync__shows_a_real_ledger_and_its_next_start(void **state)
{
    struct world world;
    const struct world_options options = {.cases = 60};
    struct scene scene = {.cases = 0};
    struct err err = {0};
    const struct bc_tranche *tranches;
    const struct bc_centre *centres;
    const struct bc_programme *programmes;
    const struct bc_reason *reasons;
    (void)state;
    if (!world_begin(&world, &options)) {
        fail_msg("%s", world.failed);
    }
    desk_make(&scene.desk);
    const struct bc_config config = {
        .socket = world.socket, .state = scene.desk.state, .as = "officer"};
    assert_ok(bc_open(&config, &scene.desk.session, &err), err);
    assert_true(reaches(&scene, BC_LINK_LIVE));
    for (int i = 0; i < 500 && (bc_dashboard(scene.desk.session)->at == 0 ||
                                bc_centres(scene.desk.session, &centres) == 0);
         i++) {
        turn(&scene);
    }
    assert_int_equal(known(&scene), 60);
    assert_true(bc_tranches(scene.desk.session, &tranches) > 0);
    assert_true(*tranches[0].programme_name_zh);
    assert_true(bc_programmes(scene.desk.session, &programmes) > 0);
    assert_true(bc_reasons(scene.desk.session, &reasons) > 0);

    struct bc_view *view;
    struct bc_case row;
    struct bc_detail *detail = calloc(1, sizeof *detail);
    assert_ok(bc_view_open(scene.desk.session, &(struct bc_query){.statuses = "*"}, &view,
                           &err),
              err);
    assert_true(bc_view_row(view, 0, &row));
    assert_false(bc_case_detail(scene.desk.session, row.id, detail));
    for (int i = 0; i < 500 && scene.details == 0; i++) {
        turn(&scene);
    }
    assert_true(bc_case_detail(scene.desk.session, row.id, detail));
    assert_true(detail->finding_count > 0);
    bc_view_close(view);

    bc_close(scene.desk.session);
    world_signal(&world, 15);
    assert_ok(bc_open(&config, &scene.desk.session, &err), err); /* nobody answers */
    assert_int_equal(known(&scene), 60);
    assert_true(bc_centres(scene.desk.session, &centres) > 0);
    assert_true(bc_tranches(scene.desk.session, &tranches) > 0);
    assert_true(bc_case_detail(scene.desk.session, row.id, detail));
    free(detail);
    desk_end(&scene.desk);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sync__loads_open_cases_then_the_decided_then_follows),
        cmocka_unit_test(sync__names_what_is_wrong_with_a_list),
        cmocka_unit_test(sync__an_operator_sees_no_cases_and_is_live),
        cmocka_unit_test(sync__a_lost_cursor_loads_everything_again),
        cmocka_unit_test(sync__promised_changes_that_never_come_are_an_error),
        cmocka_unit_test(sync__shows_a_real_ledger_and_its_next_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
