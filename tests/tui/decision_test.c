#include "tests/tui/desk.h"

#include "backend_client/cases.h"
#include "backend_client/collections.h"

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
    desk_wait(&desk, "you have declared no interest");
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
    desk_key(&desk, TUI_KEY_TAB); /* to the reason */
    desk_key(&desk, TUI_KEY_TAB);
    assert_contains(desk_look(&desk), ">AMOUNT");
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

/* officer2 does something to a case behind the dialog's back. */
static void meanwhile(const struct bc_case *row, const char *body, const char *key)
{
    char path[120];
    struct world_reply reply = {0};
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", row->id);
    assert_int_equal(world_call(&world,
                                &(struct world_request){.path = path,
                                                        .as = "officer2",
                                                        .body = body,
                                                        .key = key,
                                                        .if_match = row->revision},
                                &reply),
                     201);
    world_reply_clear(&reply);
}

static void desk_function(int number)
{
    desk_key(&desk, TUI_KEY_F1 + (uint32_t)number - 1);
}

static void stale__shows_what_changed_and_decides_only_after_that(void **state)
{
    struct bc_case row;
    (void)state;
    show("pass");
    first_case("pass", &row);
    desk_type(&desk, "a");
    desk_wait(&desk, "free ¥");
    meanwhile(&row, "{\"decision\":\"assign\",\"assignee\":\"officer2\"}", "stale-1");
    desk_wait(&desk, "changed since you looked: with (");
    desk_confirm(&desk);
    assert_contains(desk_look(&desk), "would refuse this");
    assert_int_equal(intents(), 0);
    desk_function(7); /* not before it has been shown */
    assert_contains(desk_look(&desk), "WHAT CHANGED");
    assert_contains(desk_look(&desk), "→  officer2");
    desk_confirm(&desk);
    assert_int_equal(intents(), 0);
    desk_function(7);
    desk_wait(&desk, "free ¥");
    desk_gone(&desk, "F8 not yet");
    desk_confirm(&desk);
    desk_gone(&desk, "nothing is sent until you confirm");
    await_status(row.id, "approved", "awaiting_second");
}

static void stale__decided_by_somebody_else_is_said_and_left(void **state)
{
    struct bc_case row;
    (void)state;
    show("pass");
    first_case("pass", &row);
    desk_type(&desk, "r");
    desk_wait(&desk, "REASON");
    desk_type(&desk, "fees");
    desk_wait(&desk, "1 rejected");
    meanwhile(&row,
              "{\"decision\":\"return\",\"reason\":{\"code\":\"document-missing\"}}",
              "stale-2");
    desk_wait(&desk, "was decided meanwhile: ");
    desk_confirm(&desk);
    assert_int_equal(intents(), 0);
    desk_function(6);
    desk_wait(&desk, "in review  →  sent back");
    desk_function(7);
    desk_wait(&desk, "would refuse this");
    desk_confirm(&desk);
    assert_int_equal(intents(), 0);
    desk_key(&desk, TUI_KEY_ESC);
    await_status(row.id, "returned", "returned");
}

/* The change comes so late that only the clearinghouse knows it. */
static void conflict__is_said_in_words_and_decides_nothing(void **state)
{
    struct bc_case row;
    (void)state;
    show("pass");
    first_case("pass", &row);
    desk_type(&desk, "a");
    desk_wait(&desk, "free ¥");
    meanwhile(&row,
              "{\"decision\":\"return\",\"reason\":{\"code\":\"document-missing\"}}",
              "stale-4");
    desk_confirm(&desk); /* no turn of the loop between */
    assert_int_equal(intents(), 1);
    desk_wait(&desk, "not done: ");
    assert_contains(desk_look(&desk), "return by officer2");
    assert_contains(desk_look(&desk), "Look at it again");
    await_status(row.id, "returned", "returned");
}

/* A mark is of the case as it was marked. */
static void stale__a_marked_case_that_changed_is_kept_out(void **state)
{
    struct bc_case row;
    (void)state;
    show("pass");
    first_case("pass", &row);
    desk_type(&desk, "  ");
    desk_wait(&desk, "2 marked");
    meanwhile(&row, "{\"decision\":\"assign\",\"assignee\":\"officer2\"}", "stale-3");
    desk_wait(&desk, "look again");
    desk_type(&desk, "a");
    desk_wait(&desk, "1 refused");
    desk_wait(&desk, "changed since you looked: with (");
    desk_type(&desk, "v");
    desk_wait(&desk, "→  officer2");
    desk_type(&desk, "v");
    desk_wait(&desk, "1 refused");
    desk_key(&desk, TUI_KEY_ESC);
}

/* ---- the last fen ---- */

/* The treasury takes back all of a tranche that `left` does not need. */
static void leave_only(const struct bc_case *row, int64_t left)
{
    const struct bc_tranche *tranches;
    int64_t until = desk_ms() + DESK_PATIENCE_MS,
            known = bc_collection_at(desk.session, BC_TRANCHES);
    bc_collection_refresh(desk.session, BC_TRANCHES);
    while (bc_collection_at(desk.session, BC_TRANCHES) == known && desk_ms() < until) {
        desk_turn(&desk);
    }
    int count = bc_tranches(desk.session, &tranches);
    char path[200], body[200];
    struct world_reply reply = {0};
    for (int i = 0; i < count; i++) {
        const struct bc_tranche *t = &tranches[i];
        if (strcmp(t->id, row->tranche) != 0 || strcmp(t->programme, row->programme)) {
            continue;
        }
        snprintf(path, sizeof path, "/v1/programmes/%s/tranches/%s/appropriations",
                 t->programme, t->id);
        snprintf(body, sizeof body,
                 "{\"amount_fen\":%lld,\"document\":\"recall 1\",\"kind\":\"recall\"}",
                 (long long)(t->available - left));
        int status = world_call(&world,
                                &(struct world_request){.path = path,
                                                        .as = "supervisor",
                                                        .body = body,
                                                        .key = "last-fen",
                                                        .if_match = t->revision},
                                &reply);
        if (status != 201) {
            fail_msg("%d: %.600s", status, buf_str(&reply.body));
        }
    }
    world_reply_clear(&reply);
}

/* Two cases of one tranche that can be approved, the larger first. */
static void two_of_a_tranche(struct bc_case *large, struct bc_case *small)
{
    struct bc_view *view;
    struct err err = {0};
    const struct bc_query query = {.statuses = "under_review",
                                   .verdict = "pass",
                                   .sort = BC_SORT_AMOUNT,
                                   .descending = true};
    bool found = false;
    assert_ok(bc_view_open(desk.session, &query, &view, &err), err);
    for (int64_t i = 0; !found && bc_view_row(view, i, large); i++) {
        for (int64_t k = i + 1; !found && bc_view_row(view, k, small); k++) {
            found = strcmp(large->tranche, small->tranche) == 0 &&
                    strcmp(large->programme, small->programme) == 0 &&
                    large->grant_fen >= small->grant_fen;
        }
        if (found) {
            break;
        }
    }
    bc_view_close(view);
    assert_true(found);
}

static void show_case(struct desk *at, const char *number)
{
    tui_open(at->app, &tui_queue_screen,
             &(struct tui_queue_arg){.statuses = "under_review", .text = number});
    desk_wait(at, "1 of 1");
    desk_type(at, "a");
    desk_wait(at, "free ¥");
}

/* Two consoles look at what the tranche has for one of them. */
static void last_fen__is_refused_in_words_to_the_second_of_two(void **state)
{
    struct bc_case large, small;
    struct desk other;
    (void)state;
    two_of_a_tranche(&large, &small);
    leave_only(&large, large.grant_fen);
    desk_open(&other, &world, "officer2", "queue", 36, 120);
    desk_wait(&other, "LIVE");
    show_case(&desk, small.number);
    show_case(&other, large.number);
    desk_confirm(&other);
    desk_wait(&other, " undoes it");
    desk_confirm(&desk); /* it has not heard of it */
    assert_int_equal(intents(), 1);
    desk_wait(&desk, "not done: ");
    desk_wait(&desk, "ask for an appropriation");
    desk_type(&desk, "a");
    desk_wait(&desk, "has ¥0.00 free and");
    desk_confirm(&desk);
    assert_int_equal(intents(), 1);
    desk_close(&other);
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
        AT_DESK(stale__shows_what_changed_and_decides_only_after_that),
        AT_DESK(stale__decided_by_somebody_else_is_said_and_left),
        AT_DESK(conflict__is_said_in_words_and_decides_nothing),
        AT_DESK(stale__a_marked_case_that_changed_is_kept_out),
        AT_DESK(last_fen__is_refused_in_words_to_the_second_of_two),
    };
    tui_lang_set("en");
    return cmocka_run_group_tests_name("tui/decision", tests, begin, end);
}
