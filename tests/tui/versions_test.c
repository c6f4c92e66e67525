/* Versions of a policy on screen: a draft is looked at and signed. */
#include "tests/tui/desk.h"

enum { CASES = 60, ROWS = 30, COLS = 120 };

static int open_world(void **state)
{
    static struct world world;
    const struct world_options options = {.cases = CASES};
    if (!world_begin(&world, &options)) {
        print_error("%s\n", world.failed);
        return -1;
    }
    *state = &world;
    return 0;
}

static int close_world(void **state)
{
    int status = world_verify(*state);
    world_end(*state);
    return status;
}

static void propose(const struct world *world, const char *rate, const char *key)
{
    struct world_reply reply = {.status = 0};
    char body[200];
    snprintf(body, sizeof body,
             "{\"set\":{\"rate_bp\":\"%s\"},\"source\":\"notice 9\",\"note\":\"less "
             "money\"}",
             rate);
    assert_int_equal(
        world_call(world,
                   &(struct world_request){.path = "/v1/programmes/chengdu/policies",
                                           .as = "supervisor",
                                           .body = body,
                                           .key = key},
                   &reply),
        201);
    world_reply_clear(&reply);
}

static void open_versions(struct desk *desk, const struct world *world, const char *who)
{
    desk_open(desk, world, who, "policy", ROWS, COLS);
    desk_wait(desk, "LIVE");
    desk_wait(desk, "Chengdu");
    for (int i = 0; i < 20 && !strstr(desk_look(desk), "> Chengdu"); i++) {
        desk_key(desk, 'j');
    }
    desk_key(desk, 'v');
    desk_wait(desk, "Versions · Chengdu");
}

static void
versions__show_what_a_draft_changes_and_take_the_second_signature(void **state)
{
    struct desk desk;
    propose(*state, "50%", "v-1");
    open_versions(&desk, *state, "supervisor2");
    desk_wait(&desk, "to be signed");
    desk_wait(&desk, "VERSION 2 BESIDE VERSION 1");
    desk_wait(&desk, "60% → 50%");
    desk_confirm(&desk); /* nothing was chosen: nothing is sent */
    desk_wait(&desk, "choose first");
    desk_key(&desk, 'a');
    desk_wait(&desk, "F8 signs it");
    desk_confirm(&desk);
    desk_gone(&desk, "to be signed");
    desk_wait(&desk, "past");
    desk_key(&desk, TUI_KEY_ESC);
    desk_wait(&desk, "50%");
    desk_close(&desk);
}

static void versions__are_not_signed_by_who_proposed_them(void **state)
{
    struct desk desk;
    propose(*state, "45%", "v-2");
    open_versions(&desk, *state, "supervisor");
    desk_wait(&desk, "to be signed");
    desk_key(&desk, 'a');
    desk_wait(&desk, "you proposed this");
    desk_key(&desk, 'x');
    desk_wait(&desk, "F8 refuses it");
    desk_key(&desk, TUI_KEY_ESC); /* not after all */
    desk_gone(&desk, "F8 refuses it");
    desk_key(&desk, 'x');
    desk_wait(&desk, "F8 refuses it");
    desk_confirm(&desk);
    desk_gone(&desk, "to be signed");
    desk_close(&desk);
}

static void versions__are_looked_at_by_officers_and_signed_by_none(void **state)
{
    struct desk desk;
    propose(*state, "40%", "v-3");
    open_versions(&desk, *state, "officer");
    desk_wait(&desk, "to be signed");
    desk_key(&desk, 'a');
    desk_wait(&desk, "supervisors sign and refuse drafts");
    desk_close(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            versions__show_what_a_draft_changes_and_take_the_second_signature),
        cmocka_unit_test(versions__are_not_signed_by_who_proposed_them),
        cmocka_unit_test(versions__are_looked_at_by_officers_and_signed_by_none),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
