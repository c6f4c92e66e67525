/* The row of tabs: what each role has, what is named where the row is short, and how the
 * rest is reached. */
#include "tests/tui/desk.h"

#include "tui/app_impl.h"

static struct world world;
static struct desk desk;

static int begin(void **state)
{
    (void)state;
    tui_lang_set("en");
    if (!world_begin(&world, &(struct world_options){.cases = 40})) {
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

static int leave(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

static void sit(const char *who, const char *screen, int cols)
{
    desk_open(&desk, &world, who, screen, 30, cols);
    desk_wait(&desk, "LIVE");
}

static const char *row_two(void)
{
    static char row[1024];
    const char *from = strchr(desk_look(&desk), '\n') + 1;
    snprintf(row, sizeof row, "%.*s", (int)strcspn(from, "\n"), from);
    return row;
}

static void tabs__all_are_named_where_there_is_room(void **state)
{
    (void)state;
    sit("supervisor", "overview", 200);
    assert_contains(row_two(), "[1 Overview] 2 Applications  3 Budgets  4 Centres");
    assert_contains(row_two(), "8 Notices  9 Vouchers  0 Claims  - Payments");
    assert_null(strstr(row_two(), "…"));
}

static void tabs__the_work_of_the_role_is_named_first(void **state)
{
    (void)state;
    sit("officer", "queue", 80);
    assert_contains(row_two(), "[2 Applications]");
    assert_contains(row_two(), "0 Claims");
    assert_contains(row_two(), "…");
    assert_null(strstr(row_two(), "Policy"));
}

static void tabs__one_not_named_is_when_it_is_open(void **state)
{
    (void)state;
    sit("officer", "queue", 80);
    desk_key(&desk, '7');
    assert_contains(row_two(), "…  [7 Policy]");
    assert_contains(row_two(), " 2 Applications  ");
}

static void tabs__a_narrow_row_names_the_open_one(void **state)
{
    (void)state;
    sit("officer", "centres", 40);
    assert_int_equal(strncmp(row_two(), "[4 Centres] …", 13), 0);
}

static void tabs__the_next_one_is_one_of_theirs(void **state)
{
    (void)state;
    sit("operator", "centres", 120);
    assert_null(strstr(row_two(), "Applications"));
    assert_null(strstr(row_two(), "Audit"));
    desk_key(&desk, TUI_KEY_TAB);
    assert_contains(row_two(), "[5 Outbox]");
    desk_key(&desk, TUI_KEY_TAB);
    assert_contains(row_two(), "[7 Policy]");
    desk_key(&desk, TUI_KEY_BACKTAB);
    assert_contains(row_two(), "[5 Outbox]");
}

static void home__is_where_the_work_of_the_role_is(void **state)
{
    (void)state;
    static const struct {
        const char *who, *home;
    } homes[] = {{"officer", "[2 Applications]"}, {"supervisor", "[1 Overview]"},
                 {"auditor", "[6 Audit]"},        {"operator", "[4 Centres]"},
                 {"desk", "[2 Applications]"},    {"admin", "People]"}};
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++) {
        sit(homes[i].who, NULL, 120);
        assert_contains(row_two(), homes[i].home);
        if (i + 1 < sizeof homes / sizeof *homes) {
            desk_close(&desk);
        }
    }
}

static void overview__tells_an_admin_nothing_of_cases(void **state)
{
    (void)state;
    sit("admin", "overview", 120);
    desk_wait(&desk, "Data centres");
    assert_null(strstr(desk_look(&desk), "open cases"));
    assert_null(strstr(desk_look(&desk), "Ledger"));
}

static void tour__stays_on_screens_of_the_role(void **state)
{
    (void)state;
    sit("operator", "centres", 120);
    desk_type(&desk, ":tour");
    for (int i = 0; i < 3; i++) {
        desk_key(&desk, TUI_KEY_ENTER);
    }
    assert_contains(desk_look(&desk), "3 of 5");
    assert_null(strstr(desk_look(&desk), "applications are seen"));
    assert_contains(row_two(), "[4 Centres]");
}

static void closed__a_screen_of_others_says_whose_it_is(void **state)
{
    (void)state;
    sit("operator", "centres", 120);
    desk_key(&desk, '2');
    assert_contains(desk_look(&desk), "applications are seen by officers, supervisors");
    assert_contains(row_two(), "[4 Centres]");
    desk_type(&desk, ":audit");
    desk_key(&desk, TUI_KEY_ENTER);
    assert_contains(desk_look(&desk), "the journal is read by officers");
    assert_contains(row_two(), "[4 Centres]");
}

static void nouns__every_screen_takes_a_filter(void **state)
{
    (void)state;
    sit("officer", "queue", 120);
    desk_type(&desk, ":vouchers zzzz");
    desk_key(&desk, TUI_KEY_ENTER);
    assert_contains(row_two(), "[9 Vouchers]");
    assert_contains(row_two(), "zzzz");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(tabs__all_are_named_where_there_is_room, leave),
        cmocka_unit_test_teardown(tabs__the_work_of_the_role_is_named_first, leave),
        cmocka_unit_test_teardown(tabs__one_not_named_is_when_it_is_open, leave),
        cmocka_unit_test_teardown(tabs__a_narrow_row_names_the_open_one, leave),
        cmocka_unit_test_teardown(tabs__the_next_one_is_one_of_theirs, leave),
        cmocka_unit_test_teardown(home__is_where_the_work_of_the_role_is, leave),
        cmocka_unit_test_teardown(overview__tells_an_admin_nothing_of_cases, leave),
        cmocka_unit_test_teardown(tour__stays_on_screens_of_the_role, leave),
        cmocka_unit_test_teardown(closed__a_screen_of_others_says_whose_it_is, leave),
        cmocka_unit_test_teardown(nouns__every_screen_takes_a_filter, leave),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
