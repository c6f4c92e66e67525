#include "tests/tui/desk.h"

#include "backend_client/cases.h"

static struct world world;
static struct desk desk;
static int outbox_before;

/* ---- the room ---- */

static int begin(void **state)
{
    (void)state;
    const struct world_options options = {.cases = 400};
    if (!world_begin(&world, &options)) {
        fprintf(stderr, "%s\n", world.failed);
        return -1;
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_end(&world);
    return 0;
}

static int in_outbox(void);

static int sit_down(void **state)
{
    (void)state;
    desk_open(&desk, &world, "officer", "queue", 36, 120);
    desk_wait(&desk, "LIVE");
    outbox_before = in_outbox();
    return 0;
}

/* What is on its way arrives first: the next test begins with a settled ledger. */
static int stand_up(void **state)
{
    int64_t until = desk_ms() + DESK_PATIENCE_MS;
    (void)state;
    while (bc_intents_pending(desk.session) > 0 && desk_ms() < until) {
        desk_turn(&desk);
    }
    desk_close(&desk);
    return 0;
}

/* The queue with cases in review of one verdict, evidence of the first loaded. */
static void show(const char *verdict)
{
    tui_open(desk.app, &tui_queue_screen,
             &(struct tui_queue_arg){.statuses = "under_review", .verdict = verdict});
    desk_wait(&desk, "1 of ");
    desk_wait(&desk, "ELIGIBILITY");
    desk_gone(&desk, "loading evidence");
}

static void first_case(const char *verdict, struct bc_case *out)
{
    struct bc_view *view;
    struct err err = {0};
    const struct bc_query query = {.statuses = "under_review", .verdict = verdict};
    assert_ok(bc_view_open(desk.session, &query, &view, &err), err);
    assert_true(bc_view_row(view, 0, out));
    bc_view_close(view);
}

/* Until the clearinghouse has one of two statuses for a case. */
static void await_status(const char *id, const char *one, const char *or_other)
{
    char path[120], a[60], b[60];
    int64_t until = desk_ms() + DESK_PATIENCE_MS;
    struct world_reply reply = {0};
    snprintf(path, sizeof path, "/v1/applications/%s", id);
    snprintf(a, sizeof a, "\"status\":\"%s\"", one);
    snprintf(b, sizeof b, "\"status\":\"%s\"", or_other);
    do {
        desk_turn(&desk);
        assert_int_equal(
            world_call(&world, &(struct world_request){.path = path, .as = "officer"},
                       &reply),
            200);
        if (desk_ms() > until) {
            fail_msg("neither %s nor %s: %.600s", one, or_other, buf_str(&reply.body));
        }
    } while (!strstr(buf_str(&reply.body), a) && !strstr(buf_str(&reply.body), b));
    world_reply_clear(&reply);
}

static int in_outbox(void)
{
    struct bc_intent list[100];
    return bc_intents(desk.session, list, 100);
}

/* Decisions written since sitting down. */
static int intents(void)
{
    return in_outbox() - outbox_before;
}

/* ---- one case ---- */

static void approve__two_keys_and_the_money_is_shown_first(void **state)
{
    struct bc_case row;
    (void)state;
    show("pass");
    first_case("pass", &row);
    desk_type(&desk, "a");
    desk_wait(&desk, "nothing is sent until you confirm");
    desk_wait(&desk, "free ¥");
    desk_wait(&desk, "can be undone for");
    assert_int_equal(intents(), 0);
    desk_confirm(&desk);
    desk_gone(&desk, "nothing is sent until you confirm");
    desk_wait(&desk, row.number);
    await_status(row.id, "approved", "awaiting_second");
    assert_int_equal(intents(), 1);
}

static void approve__the_opening_key_never_confirms(void **state)
{
    struct bc_case row;
    (void)state;
    show("pass");
    first_case("pass", &row);
    desk_type(&desk, "aaaaaa");
    desk_wait(&desk, "free ¥");
    desk_type(&desk, "aaaa");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_turn(&desk);
    desk_wait(&desk, "nothing is sent until you confirm");
    assert_int_equal(intents(), 0);
    desk_key(&desk, TUI_KEY_ESC);
    desk_gone(&desk, "nothing is sent until you confirm");
    assert_int_equal(intents(), 0);
}

static void approve__a_doubled_confirm_decides_once(void **state)
{
    (void)state;
    show("pass");
    desk_type(&desk, "a");
    desk_wait(&desk, "free ¥");
    desk_confirm(&desk);
    desk_confirm(&desk);
    desk_confirm(&desk);
    desk_gone(&desk, "nothing is sent until you confirm");
    assert_int_equal(intents(), 1);
}

static void approve__not_before_the_preview_is_there(void **state)
{
    (void)state;
    show("pass");
    desk_type(&desk, "a");
    desk_confirm(&desk); /* no turn of the loop yet: nothing can have been answered */
    assert_contains(desk_look(&desk), "the preview is on its way");
    assert_int_equal(intents(), 0);
}

static void approve__a_case_that_fails_is_refused_at_the_key(void **state)
{
    (void)state;
    show("fail");
    desk_type(&desk, "a");
    desk_wait(&desk, "does not meet the rules");
    assert_null(strstr(desk_look(&desk), "nothing is sent"));
}

static void approve__an_amount_above_the_rules_is_refused_by_the_preview(void **state)
{
    (void)state;
    show("pass");
    desk_type(&desk, "a");
    desk_wait(&desk, "free ¥");
    desk_key(&desk, TUI_KEY_TAB);
    desk_type(&desk, "99999999999");
    desk_wait(&desk, "the rules give at most");
    desk_confirm(&desk);
    assert_contains(desk_look(&desk), "would refuse this");
    assert_int_equal(intents(), 0);
}

/* ---- reasons ---- */

static void reject__names_the_reason_the_rules_give(void **state)
{
    struct bc_case row;
    (void)state;
    show("fail");
    first_case("fail", &row);
    desk_type(&desk, "r");
    desk_wait(&desk, "named by the rules");
    desk_wait(&desk, "1 rejected");
    desk_confirm(&desk);
    desk_gone(&desk, "nothing is sent until you confirm");
    desk_wait(&desk, "rejected");
    desk_wait(&desk, "undoes it");
    await_status(row.id, "rejected", "rejected");
}

static void reject__without_a_reason_asks_for_one_and_goes_there(void **state)
{
    (void)state;
    show("pass");
    desk_type(&desk, "r");
    desk_wait(&desk, "choose a reason first");
    desk_key(&desk, TUI_KEY_TAB); /* to the note */
    desk_confirm(&desk);
    desk_wait(&desk, "choose a reason first");
    assert_int_equal(intents(), 0);
    desk_type(&desk, "fees");
    desk_wait(&desk, "fees-unpaid");
    desk_wait(&desk, "1 rejected");
    desk_confirm(&desk);
    desk_gone(&desk, "nothing is sent until you confirm");
    assert_int_equal(intents(), 1);
}

static void reject__other_needs_a_note(void **state)
{
    (void)state;
    show("pass");
    desk_type(&desk, "r");
    desk_wait(&desk, "REASON");
    desk_type(&desk, "say what");
    desk_wait(&desk, "needs a note");
    desk_confirm(&desk);
    assert_int_equal(intents(), 0);
    desk_type(&desk, "asked twice by telephone");
    desk_wait(&desk, "1 rejected");
    desk_confirm(&desk);
    desk_gone(&desk, "nothing is sent until you confirm");
    assert_int_equal(intents(), 1);
}

static void undo__takes_back_what_was_just_done(void **state)
{
    struct bc_case row;
    (void)state;
    show("fail");
    first_case("fail", &row);
    desk_type(&desk, "r");
    desk_wait(&desk, "1 rejected");
    desk_confirm(&desk);
    desk_wait(&desk, "undoes it");
    desk_type(&desk, "z");
    desk_wait(&desk, "1 undone");
    desk_confirm(&desk);
    desk_wait(&desk, "undone 26-");
    await_status(row.id, "under_review", "submitted");
}

/* ---- several ---- */

static void batch__needs_the_number_of_cases_typed(void **state)
{
    char number[16];
    (void)state;
    show("pass");
    desk_type(&desk, "  ");
    desk_wait(&desk, "2 marked");
    desk_type(&desk, "a");
    desk_wait(&desk, "how many cases this acts on (");
    const char *at = strstr(desk_look(&desk), "this acts on (");
    snprintf(number, sizeof number, "%d", atoi(at + strlen("this acts on (")));
    desk_confirm(&desk);
    desk_wait(&desk, "type how many cases this acts on");
    assert_int_equal(intents(), 0);
    desk_type(&desk, "9");
    desk_confirm(&desk);
    assert_int_equal(intents(), 0);
    desk_key(&desk, TUI_KEY_BACKSPACE);
    desk_type(&desk, number);
    desk_confirm(&desk);
    desk_gone(&desk, "nothing is sent until you confirm");
    assert_int_equal(intents(), 1);
    desk_gone(&desk, " marked");
}

static void batch__a_dropped_case_is_left_alone(void **state)
{
    struct bc_case row;
    (void)state;
    show("pass");
    first_case("pass", &row);
    desk_type(&desk, "  a");
    desk_wait(&desk, ": 2 cases");
    desk_type(&desk, "d");
    desk_gone(&desk, ": 2 cases");
    desk_wait(&desk, "free ¥");
    desk_confirm(&desk);
    desk_gone(&desk, "nothing is sent until you confirm");
    desk_turn(&desk);
    await_status(row.id, "under_review", "under_review");
}

/* ---- two people ---- */

static void stale__says_what_changed_and_does_not_decide(void **state)
{
    struct bc_case row;
    char path[120];
    (void)state;
    show("pass");
    first_case("pass", &row);
    desk_type(&desk, "a");
    desk_wait(&desk, "free ¥");
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", row.id);
    struct world_reply reply = {0};
    assert_int_equal(
        world_call(&world,
                   &(struct world_request){.path = path,
                                           .as = "officer2",
                                           .body = "{\"decision\":\"assign\","
                                                   "\"assignee\":\"officer2\"}",
                                           .key = "stale-test",
                                           .if_match = row.revision},
                   &reply),
        201);
    world_reply_clear(&reply);
    desk_wait(&desk, "changed: assigned_to");
    desk_confirm(&desk);
    assert_contains(desk_look(&desk), "would refuse this");
    assert_int_equal(intents(), 0);
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, sit_down, stand_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(approve__two_keys_and_the_money_is_shown_first),
        AT_DESK(approve__the_opening_key_never_confirms),
        AT_DESK(approve__a_doubled_confirm_decides_once),
        AT_DESK(approve__not_before_the_preview_is_there),
        AT_DESK(approve__a_case_that_fails_is_refused_at_the_key),
        AT_DESK(approve__an_amount_above_the_rules_is_refused_by_the_preview),
        AT_DESK(reject__names_the_reason_the_rules_give),
        AT_DESK(reject__without_a_reason_asks_for_one_and_goes_there),
        AT_DESK(reject__other_needs_a_note),
        AT_DESK(undo__takes_back_what_was_just_done),
        AT_DESK(batch__needs_the_number_of_cases_typed),
        AT_DESK(batch__a_dropped_case_is_left_alone),
        AT_DESK(stale__says_what_changed_and_does_not_decide),
    };
    tui_lang_set("en");
    return cmocka_run_group_tests_name("tui/decision", tests, begin, end);
}
