#include "tests/tui/desk.h"

#include "backend_client/cases.h"

static struct world world;
static struct desk desk;

static int begin(void **state)
{
    (void)state;
    const struct world_options options = {.cases = 600};
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

static int sit_down(void **state)
{
    (void)state;
    desk_open(&desk, &world, "officer", "queue", 24, 80);
    desk_wait(&desk, "LIVE");
    desk_wait(&desk, " shown ");
    return 0;
}

static int stand_up(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

/* The line of the screen with the selection on it. */
static const char *selected_line(void)
{
    static char line[400];
    const char *at = strstr(desk_look(&desk), "\n> ");
    assert_non_null(at);
    size_t len = strcspn(at + 1, "\n");
    snprintf(line, sizeof line, "%.*s", (int)len, at + 1);
    return line;
}

static int64_t rows_shown(const char *word)
{
    const char *at = strstr(desk_look(&desk), word);
    assert_non_null(at);
    while (at > buf_str(&desk.text) && at[-1] != '\n') {
        at--;
    }
    int64_t value = 0;
    for (; *at == ' ' || *at == ',' || (*at >= '0' && *at <= '9'); at++) {
        value = *at >= '0' && *at <= '9' ? value * 10 + (*at - '0') : value;
    }
    return value;
}

static void queue__keeps_ten_cases_at_80_by_24(void **state)
{
    int rows = 0;
    (void)state;
    for (const char *at = desk_look(&desk); (at = strstr(at, "\n")); at++) {
        rows += strncmp(at, "\n   2", 5) == 0 || strncmp(at, "\n>  2", 5) == 0;
    }
    assert_true(rows >= 10);
    desk_wait(&desk, "ELIGIBILITY");
}

static void view__goes_round_and_says_where_it_is(void **state)
{
    static const char *const names[] = {"to take up", "awaiting second signature",
                                        "sent back",  "mine",
                                        "all open",   "decided",
                                        "all",        "ready to decide"};
    (void)state;
    desk_wait(&desk, "ready to decide");
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        desk_type(&desk, "v");
        desk_wait(&desk, names[i]);
    }
}

static void view__all_shows_every_case_of_the_ledger(void **state)
{
    (void)state;
    for (int i = 0; i < 7; i++) {
        desk_type(&desk, "v");
    }
    desk_wait(&desk, "600 shown");
    desk_key(&desk, TUI_KEY_END);
    desk_wait(&desk, "600 of 600");
}

static void filter__narrows_and_comes_back(void **state)
{
    (void)state;
    int64_t all = rows_shown(" shown");
    desk_type(&desk, "/");
    desk_type(&desk, "zzzz");
    desk_wait(&desk, "matches");
    desk_key(&desk, TUI_KEY_ESC);
    desk_gone(&desk, "matches");
    desk_wait(&desk, " shown");
    assert_int_equal(rows_shown(" shown"), all);
}

static void sort__keeps_the_cursor_on_its_case(void **state)
{
    char number[16];
    (void)state;
    desk_type(&desk, "jjj");
    snprintf(number, sizeof number, "%.11s", selected_line() + 3);
    desk_type(&desk, "s");
    desk_wait(&desk, "ask");
    assert_contains(selected_line(), number);
    desk_type(&desk, "S");
    assert_contains(selected_line(), number);
}

static void marks__count_and_go_away(void **state)
{
    (void)state;
    desk_type(&desk, "   ");
    desk_wait(&desk, "3 marked");
    desk_wait(&desk, "grant ¥");
    desk_type(&desk, "U");
    desk_gone(&desk, "marked");
}

static void marks__stop_at_what_one_decision_takes(void **state)
{
    (void)state;
    for (int i = 0; i < 7; i++) {
        desk_type(&desk, "v");
    }
    desk_wait(&desk, "600 shown");
    desk_type(&desk, "M");
    desk_wait(&desk, "200 marked");
    desk_wait(&desk, "200 cases are marked");
}

/* Somebody else's change is said, shown in its place, and moves nothing. */
static void change__is_announced_and_the_row_stays(void **state)
{
    struct bc_view *view;
    struct bc_case row;
    struct err err = {0};
    char path[120];
    const struct bc_query query = {.statuses = "under_review"};
    struct world_reply reply = {0};
    (void)state;
    assert_ok(bc_view_open(desk.session, &query, &view, &err), err);
    assert_true(bc_view_row(view, 0, &row));
    bc_view_close(view);
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", row.id);
    assert_contains(selected_line(), row.number);
    assert_int_equal(
        world_call(&world,
                   &(struct world_request){.path = path,
                                           .as = "officer2",
                                           .body = "{\"decision\":\"return\",\"reason\":{"
                                                   "\"code\":\"document-missing\"}}",
                                           .key = "change-test",
                                           .if_match = row.revision},
                   &reply),
        201);
    world_reply_clear(&reply);
    desk_wait(&desk, "sent back by officer2");
    assert_contains(selected_line(), row.number);
    desk_type(&desk, "=");
    desk_turn(&desk);
    assert_null(strstr(selected_line(), row.number));
}

static void evidence__opens_over_the_screen_and_closes(void **state)
{
    (void)state;
    desk_wait(&desk, "ELIGIBILITY");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_gone(&desk, "APPLICANT");
    desk_key(&desk, TUI_KEY_END);
    desk_wait(&desk, "entered by");
    desk_key(&desk, TUI_KEY_ESC);
    desk_wait(&desk, "APPLICANT");
}

static void why_not__says_who_may_decide(void **state)
{
    struct desk auditor;
    (void)state;
    desk_open(&auditor, &world, "auditor", "queue", 24, 80);
    desk_wait(&auditor, "LIVE");
    desk_wait(&auditor, "auditor");
    desk_wait(&auditor, "1 of ");
    desk_type(&auditor, "a");
    desk_wait(&auditor, "only an officer or a supervisor can approve a case");
    desk_close(&auditor);
}

/* Keys of all kinds at sizes of all kinds: nothing draws outside, nothing ends. */
static void queue__stands_any_size_and_key(void **state)
{
    static const uint32_t keys[] = {
        'j',          'k',           'G',         'g',           'v',
        's',          'S',           ' ',         'M',           'U',
        'a',          'r',           'c',         'z',           'u',
        'A',          '=',           'J',         'K',           'x',
        '/',          'e',           TUI_KEY_ESC, TUI_KEY_ENTER, TUI_KEY_TAB,
        TUI_KEY_LEFT, TUI_KEY_RIGHT, 0x4E2D,      TUI_KEY_DOWN,  TUI_KEY_PAGE_DOWN};
    (void)state;
    srand(11);
    for (int i = 0; i < 1500; i++) {
        if (i % 7 == 0) {
            tui_app_resize(desk.app, 1 + rand() % 70, 1 + rand() % 220);
        }
        desk_key(&desk, keys[(size_t)rand() % COUNT_OF(keys)]);
        if (i % 5 == 0) {
            desk_turn(&desk);
        }
        (void)desk_look(&desk);
        assert_false(tui_app_quit(desk.app));
    }
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, sit_down, stand_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(queue__keeps_ten_cases_at_80_by_24),
        AT_DESK(view__goes_round_and_says_where_it_is),
        AT_DESK(view__all_shows_every_case_of_the_ledger),
        AT_DESK(filter__narrows_and_comes_back),
        AT_DESK(sort__keeps_the_cursor_on_its_case),
        AT_DESK(marks__count_and_go_away),
        AT_DESK(marks__stop_at_what_one_decision_takes),
        AT_DESK(change__is_announced_and_the_row_stays),
        AT_DESK(evidence__opens_over_the_screen_and_closes),
        AT_DESK(why_not__says_who_may_decide),
        AT_DESK(queue__stands_any_size_and_key),
    };
    tui_lang_set("en");
    return cmocka_run_group_tests_name("tui/queue", tests, begin, end);
}
