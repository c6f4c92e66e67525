#include "backend_client/session_impl.h"
#include "tests/support/desk.h"
#include "tests/support/liar.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <sys/stat.h>

#define END                                                                              \
    {                                                                                    \
        NULL, LIAR_HONEST, 0, NULL, 0                                                    \
    }

static bool link_reaches(struct desk *desk, enum bc_link_state state)
{
    for (int i = 0; i < 1000 && bc_link(desk->session)->state != state; i++) {
        desk_work(desk, 1);
    }
    return bc_link(desk->session)->state == state;
}

static void session__knows_who_it_is_and_the_ledgers_clock(void **state)
{
    const struct liar_answer answers[] = {{"/v1/me", LIAR_HONEST, 200, desk_me, 0}, END};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    desk_open(&desk);
    assert_int_equal(bc_link(desk.session)->state, BC_LINK_STARTING);
    assert_true(link_reaches(&desk, BC_LINK_LIVE));
    assert_string_equal(bc_me(desk.session)->id, "officer");
    assert_true(bc_has_role(desk.session, "officer"));
    assert_false(bc_has_role(desk.session, "office"));
    assert_false(bc_has_role(desk.session, "supervisor"));
    /* the liar's clock stands at 2026-11-02T02:00:00Z: within an hour of that */
    assert_true(llabs(bc_clock(desk.session) - INT64_C(1793584800000000)) <
                INT64_C(3600000000));
    desk_end(&desk);
    liar_stop(liar);
}

static void session__a_refused_caller_is_told_in_the_servers_words(void **state)
{
    const struct liar_answer answers[] = {
        {"/v1/me", LIAR_HONEST, 401,
         "{\"type\":\"/problems/no-identity\",\"detail\":\"user 7 is not known\"}", 0},
        END};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    struct liar *liar = liar_start(desk.socket, answers);
    desk_open(&desk);
    assert_true(link_reaches(&desk, BC_LINK_REFUSED));
    assert_int_equal(bc_link(desk.session)->error.kind, ERR_PERMISSION);
    assert_contains(bc_link(desk.session)->error.text, "user 7 is not known");
    desk_end(&desk);
    liar_stop(liar);
}

static void session__comes_back_by_itself_and_when_asked(void **state)
{
    const struct liar_answer answers[] = {{"/v1/me", LIAR_HONEST, 200, desk_me, 0}, END};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    desk_open(&desk);
    assert_true(link_reaches(&desk, BC_LINK_RETRYING));
    assert_contains(bc_link(desk.session)->error.text, "no clearinghouse answers");
    assert_true(bc_link(desk.session)->retry_at > 0);
    struct liar *liar = liar_start(desk.socket, answers);
    assert_true(link_reaches(&desk, BC_LINK_LIVE)); /* the back-off ends */
    const struct err lost = {.kind = ERR_UNREACHABLE, .text = "gone"};
    for (int i = 0; i < 6; i++) { /* losses in a row would take half a minute */
        bc_link_lost(desk.session, &lost);
        bc_retry_now(desk.session);
        assert_true(link_reaches(&desk, BC_LINK_LIVE));
    }
    desk_end(&desk);
    liar_stop(liar);
}

static void session__nonsense_about_who_we_are_is_one_clear_error(void **state)
{
    static const struct {
        enum liar_lie lie;
        const char *body;
    } lies[] = {
        {LIAR_HONEST, "not json"},
        {LIAR_HONEST, "[]"},
        {LIAR_HONEST, "{\"id\":7,\"server_time\":\"2026-11-02T02:00:00Z\"}"},
        {LIAR_HONEST, "{\"id\":\"officer\",\"server_time\":0}"},
        {LIAR_HONEST, "{\"id\":\"officer\",\"server_time\":\"2026-11-02T02:00:00Z\","
                      "\"roles\":\"all\",\"centres\":[]}"},
        {LIAR_DEEP, ""},
        {LIAR_HUGE, ""},
        {LIAR_ENDLESS, ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lies); i++) {
        const struct liar_answer answers[] = {
            {"/v1/me", lies[i].lie, 200, lies[i].body, 0}, END};
        struct desk desk;
        desk_make(&desk);
        struct liar *liar = liar_start(desk.socket, answers);
        desk_open(&desk);
        if (!link_reaches(&desk, BC_LINK_RETRYING)) {
            fail_msg("lie %zu left the link in state %d", i,
                     bc_link(desk.session)->state);
        }
        assert_int_equal(bc_link(desk.session)->error.kind, ERR_UNREACHABLE);
        assert_true(*bc_link(desk.session)->error.text);
        assert_string_equal(bc_me(desk.session)->id, "");
        desk_end(&desk);
        liar_stop(liar);
    }
}

/* ---- events ---- */

static void session__too_many_events_become_one_of_each_kind(void **state)
{
    struct bc_event event = {.kind = BC_EVENT_INTENT, .ticket = 5};
    struct bc_session *session = calloc(1, sizeof *session);
    int count = 0;
    (void)state;
    assert_non_null(session);
    bc_event_push(session, &event);
    for (int i = 0; i < BC_EVENTS; i++) {
        event = (struct bc_event){.kind = BC_EVENT_CASE};
        snprintf(event.id, sizeof event.id, "app_%d", i);
        bc_event_push(session, &event);
    }
    bool intents = false, cases = false, last = false;
    while (bc_event_next(session, &event)) {
        intents = intents || (event.kind == BC_EVENT_INTENT && event.ticket == 0);
        cases = cases || event.kind == BC_EVENT_CASES;
        last = event.kind == BC_EVENT_CASE && strcmp(event.id, "app_255") == 0;
        count++;
    }
    assert_true(intents && cases && last);
    assert_int_equal(count, 3);
    free(session);
}

static void session__news_that_names_nothing_is_queued_once(void **state)
{
    const struct bc_event event = {.kind = BC_EVENT_LINK};
    struct bc_session *session = calloc(1, sizeof *session);
    struct bc_event out;
    (void)state;
    assert_non_null(session);
    bc_event_push(session, &event);
    bc_event_push(session, &event);
    assert_true(bc_event_next(session, &out));
    assert_false(bc_event_next(session, &out));
    free(session);
}

/* ---- configuration ---- */

static void session__a_folder_others_can_write_to_is_refused(void **state)
{
    struct bc_session *session = NULL;
    struct err err = {0};
    struct desk desk;
    (void)state;
    desk_make(&desk);
    assert_int_equal(mkdir(desk.state, 0700), 0);
    assert_int_equal(chmod(desk.state, 0777), 0);
    const struct bc_config config = {.socket = desk.socket, .state = desk.state};
    assert_refused(bc_open(&config, &session, &err), err, ERR_CONFIG, "chmod 700");
    desk_end(&desk);
}

static void session__files_are_private(void **state)
{
    struct desk desk;
    struct stat st;
    char path[160];
    (void)state;
    desk_make(&desk);
    desk_open(&desk);
    assert_int_equal(stat(desk.state, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    snprintf(path, sizeof path, "%s/outbox.db", desk.state);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    desk_end(&desk);
}

static void session__one_clearinghouse_is_named_not_two(void **state)
{
    const struct bc_config config = {.socket = "/tmp/x", .server = "https://x.example"};
    struct bc_session *session = NULL;
    struct err err = {0};
    (void)state;
    assert_refused(bc_open(&config, &session, &err), err, ERR_USAGE, "--socket");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(session__knows_who_it_is_and_the_ledgers_clock),
        cmocka_unit_test(session__a_refused_caller_is_told_in_the_servers_words),
        cmocka_unit_test(session__comes_back_by_itself_and_when_asked),
        cmocka_unit_test(session__nonsense_about_who_we_are_is_one_clear_error),
        cmocka_unit_test(session__too_many_events_become_one_of_each_kind),
        cmocka_unit_test(session__news_that_names_nothing_is_queued_once),
        cmocka_unit_test(session__a_folder_others_can_write_to_is_refused),
        cmocka_unit_test(session__files_are_private),
        cmocka_unit_test(session__one_clearinghouse_is_named_not_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
