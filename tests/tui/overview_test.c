/* The supervisor's pages on a real clearinghouse: figures that open the rows behind them.
 */
#include "tests/tui/desk.h"

static struct world world;
static struct desk desk;

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

static int stand_up(void **state)
{
    (void)state;
    desk_close(&desk);
    return 0;
}

static void sit_down(const char *screen, int rows, int cols)
{
    desk_open(&desk, &world, "supervisor", screen, rows, cols);
    desk_wait(&desk, "LIVE");
}

/* The first line with these words, without its line end. */
static const char *line_with(const char *words)
{
    static char line[600];
    const char *at = strstr(desk_look(&desk), words);
    assert_non_null(at);
    while (at > buf_str(&desk.text) && at[-1] != '\n') {
        at--;
    }
    snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
    return line;
}

static void overview__opens_the_rows_behind_a_figure(void **state)
{
    (void)state;
    sit_down("overview", 24, 80);
    desk_wait(&desk, "every rule passed");
    desk_type(&desk, "j");
    assert_contains(line_with("every rule passed"), "> every rule passed");
    desk_key(&desk, TUI_KEY_ENTER);
    desk_wait(&desk, "CASE");
    desk_wait(&desk, "PASS");
    assert_null(strstr(desk_look(&desk), "FAIL 1"));
}

static void overview__scrolls_to_what_does_not_fit(void **state)
{
    (void)state;
    sit_down("overview", 24, 80);
    desk_wait(&desk, "Applications");
    desk_wait(&desk, "more below");
    desk_type(&desk, "G");
    desk_wait(&desk, "more above");
}

static void overview__fits_a_wide_terminal_whole(void **state)
{
    (void)state;
    sit_down("overview", 60, 200);
    desk_wait(&desk, "Largest providers");
    desk_wait(&desk, "balanced");
    desk_wait(&desk, "W01"); /* weeks ahead in a burn-down */
    assert_null(strstr(desk_look(&desk), "more below"));
}

static void budgets__say_where_the_money_is_to_the_fen(void **state)
{
    (void)state;
    sit_down("budgets", 24, 80);
    desk_wait(&desk, "TOTAL of");
    desk_wait(&desk, "appropriated, ¥");
    desk_wait(&desk, "tranche closes on");
    desk_type(&desk, "t");
    desk_wait(&desk, "weeks as a table");
    desk_wait(&desk, "change");
}

static void budgets__filter_sums_what_is_shown(void **state)
{
    (void)state;
    sit_down("budgets", 24, 80);
    desk_wait(&desk, "TOTAL of");
    desk_type(&desk, "/henan");
    desk_wait(&desk, "TOTAL of 1");
    assert_null(strstr(desk_look(&desk), "Chengdu"));
    desk_key(&desk, TUI_KEY_ENTER);
    desk_key(&desk, TUI_KEY_ENTER); /* the cases of what is left */
    desk_wait(&desk, "CASE");
}

static void centres__say_when_data_stopped_instead_of_zero(void **state)
{
    (void)state;
    sit_down("centres", 36, 120);
    desk_wait(&desk, "no data since");
    const char *line = line_with("no data since");
    assert_contains(line, " ? ");
    assert_contains(line, "last ");
    assert_null(strstr(line, " 0%"));
}

static void centres__show_the_week_and_the_papers(void **state)
{
    (void)state;
    sit_down("centres", 24, 80);
    desk_wait(&desk, "digit = tens of %");
    desk_type(&desk, "h");
    desk_wait(&desk, "evidence:");
    desk_type(&desk, "v");
    desk_wait(&desk, "yours");
    desk_wait(&desk, "no centre is in this view");
}

static void centres__of_others_cannot_be_reported_by_an_operator(void **state)
{
    (void)state;
    desk_open(&desk, &world, "operator", "centres", 24, 80);
    desk_wait(&desk, "yours");
    desk_wait(&desk, "临港 C2");
    desk_type(&desk, "vvvvg"); /* round to all of them, the first one */
    desk_wait(&desk, "Orient Loom");
    desk_type(&desk, "R");
    desk_wait(&desk, "only this centre's own operator");
}

static void report__goes_by_way_of_the_outbox(void **state)
{
    (void)state;
    desk_open(&desk, &world, "operator", "centres", 24, 80);
    desk_wait(&desk, "临港 C2");
    desk_wait(&desk, "LIVE");
    desk_type(&desk, "R");
    desk_wait(&desk, "the figures fit together");
    desk_type(&desk, "999999");
    desk_wait(&desk, "is above allocatable");
    desk_confirm(&desk); /* refused: the form stays */
    desk_wait(&desk, "Report of");
    for (int i = 0; i < 6; i++) {
        desk_key(&desk, TUI_KEY_BACKSPACE);
    }
    desk_type(&desk, "777");
    desk_wait(&desk, "the figures fit together");
    desk_confirm(&desk);
    desk_gone(&desk, "Report of");
    desk_wait(&desk, " 777 ");
    desk_type(&desk, "5");
    desk_wait(&desk, "confirmed");
    assert_contains(line_with("confirmed"), "report");
    desk_type(&desk, "d");
    desk_wait(&desk, "it is confirmed");
}

int main(void)
{
#define AT_A_DESK(test) cmocka_unit_test_teardown(test, stand_up)
    const struct CMUnitTest tests[] = {
        AT_A_DESK(overview__opens_the_rows_behind_a_figure),
        AT_A_DESK(overview__scrolls_to_what_does_not_fit),
        AT_A_DESK(overview__fits_a_wide_terminal_whole),
        AT_A_DESK(budgets__say_where_the_money_is_to_the_fen),
        AT_A_DESK(budgets__filter_sums_what_is_shown),
        AT_A_DESK(centres__say_when_data_stopped_instead_of_zero),
        AT_A_DESK(centres__show_the_week_and_the_papers),
        AT_A_DESK(centres__of_others_cannot_be_reported_by_an_operator),
        AT_A_DESK(report__goes_by_way_of_the_outbox),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
