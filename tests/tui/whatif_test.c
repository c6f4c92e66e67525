/* What-if on screen, against a real clearinghouse. */
#include "tests/tui/desk.h"

enum { CASES = 240, ROWS = 40, COLS = 140 };

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
    world_end(*state);
    return 0;
}

static void open_form(struct desk *desk, const struct world *world, const char *who)
{
    desk_open(desk, world, who, "policy", ROWS, COLS);
    desk_wait(desk, "LIVE");
    desk_wait(desk, "Shanghai compute");
    while (!strstr(desk_look(desk), "> Shanghai compute")) {
        desk_key(desk, 'j');
    }
    desk_key(desk, 'w');
}

static void what_if__tries_a_change_and_opens_a_case(void **state)
{
    struct desk desk;
    open_form(&desk, *state, "supervisor");
    desk_wait(&desk, "What if · Shanghai compute");
    desk_type(&desk, "registered");
    desk_wait(&desk, "> registered in");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "empty: anywhere");
    desk_type(&desk, "nowhere");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "open cases would change: ¥");
    desk_wait(&desk, "→ nowhere");
    desk_wait(&desk, "registered in the area");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "ELIGIBILITY");
    /* Back at the policy screen the question stands as it was. */
    desk_key(&desk, '7');
    desk_wait(&desk, "what if…");
    desk_key(&desk, 'w');
    desk_wait(&desk, "open cases would change: ¥");
    desk_close(&desk);
}

static void what_if__takes_changes_back_and_asks_about_decided_cases(void **state)
{
    struct desk desk;
    open_form(&desk, *state, "auditor");
    desk_type(&desk, "rate_bp");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_type(&desk, "10");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "rate: 30% → 10%");
    desk_key(&desk, TUI_KEY_TAB); /* from the list to the form */
    desk_key(&desk, TUI_KEY_TAB);
    desk_type(&desk, "2020-01-01");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "decided cases need both days");
    desk_type(&desk, "2100-01-01");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "decided cases would change: ¥");
    desk_key(&desk, TUI_KEY_TAB);
    desk_key(&desk, TUI_KEY_BACKSPACE);
    desk_gone(&desk, "30% → 10%");
    desk_gone(&desk, "would change");
    desk_close(&desk);
}

static void what_if__puts_a_bad_value_back_into_its_field(void **state)
{
    struct desk desk;
    open_form(&desk, *state, "officer");
    desk_type(&desk, "rate_bp");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_type(&desk, "lots");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "write a percentage up to 100");
    desk_wait(&desk, "[lots");
    desk_gone(&desk, "→ lots");
    for (int i = 0; i < 4; i++) {
        desk_key(&desk, TUI_KEY_BACKSPACE);
    }
    desk_type(&desk, "12.5");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "rate: 30% → 12.5%");
    desk_wait(&desk, "open cases would change: ¥");
    desk_close(&desk);
}

static void what_if__is_proposed_as_the_next_version(void **state)
{
    struct desk desk;
    open_form(&desk, *state, "supervisor");
    desk_wait(&desk, "What if · Shanghai compute");
    desk_key(&desk, TUI_KEY_F1 + 1);
    desk_wait(&desk, "say first which figure or rule changes");
    desk_type(&desk, "rate_bp");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_type(&desk, "27");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "open cases would change");
    desk_key(&desk, TUI_KEY_F1 + 1);
    desk_wait(&desk, "Propose a version of");
    desk_confirm(&desk);
    desk_wait(&desk, "fill in the source");
    desk_type(&desk, "notice 9");
    desk_key(&desk, TUI_KEY_TAB);
    desk_type(&desk, "less money");
    desk_wait(&desk, "F8 proposes it");
    desk_confirm(&desk);
    desk_gone(&desk, "Propose a version of");
    desk_key(&desk, TUI_KEY_ESC);
    desk_key(&desk, 'v');
    desk_wait(&desk, "to be signed");
    desk_wait(&desk, "30% → 27%");
    desk_close(&desk);
}

static void what_if__shows_the_answer_on_a_small_screen(void **state)
{
    struct desk desk;
    open_form(&desk, *state, "officer");
    desk_type(&desk, "rate_bp");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_type(&desk, "10");
    tui_app_resize(desk.app, 10, 40);
    desk_wait(&desk, "[10");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "APPLICANT");
    desk_key(&desk, TUI_KEY_TAB);
    desk_wait(&desk, "CHANGE");
    desk_close(&desk);
}

static void what_if__is_not_for_everybody(void **state)
{
    struct desk desk;
    open_form(&desk, *state, "admin");
    desk_wait(&desk, "this is for officers, supervisors and auditors");
    desk_close(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_if__tries_a_change_and_opens_a_case),
        cmocka_unit_test(what_if__takes_changes_back_and_asks_about_decided_cases),
        cmocka_unit_test(what_if__puts_a_bad_value_back_into_its_field),
        cmocka_unit_test(what_if__is_proposed_as_the_next_version),
        cmocka_unit_test(what_if__shows_the_answer_on_a_small_screen),
        cmocka_unit_test(what_if__is_not_for_everybody),
    };
    return cmocka_run_group_tests(tests, open_world, close_world);
}
