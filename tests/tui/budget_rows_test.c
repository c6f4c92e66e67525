#include "tests/support/test.h"

#include "common/date.h"
#include "tui/screens/budget_rows.h"

static struct bc_tranche tranche(const char *programme, const char *id, int64_t fen)
{
    struct bc_tranche t = {.appropriated = fen, .available = fen};
    snprintf(t.programme, sizeof t.programme, "%s", programme);
    snprintf(t.programme_name_en, sizeof t.programme_name_en, "Name of %s", programme);
    snprintf(t.id, sizeof t.id, "%s", id);
    snprintf(t.name, sizeof t.name, "tranche %s", id);
    return t;
}

static void rows__gather_the_tranches_of_a_programme(void **state)
{
    (void)state;
    const struct bc_tranche all[] = {tranche("a", "1", 10), tranche("b", "1", 5),
                                     tranche("a", "2", 20)};
    struct tui_budget_rows rows = {0};
    tui_budget_rows_make(all, 3, NULL, &rows);
    assert_int_equal(rows.count, 4);
    assert_int_equal(rows.rows[0].kind, TUI_BUDGET_PROGRAMME);
    assert_int_equal(rows.rows[2].tranche, 2);
    assert_int_equal(rows.rows[3].kind, TUI_BUDGET_ONLY);
    assert_int_equal(rows.total.appropriated, 35);
    assert_int_equal(tui_budget_row_money(all, &rows, 0).appropriated, 30);
    assert_int_equal(tui_budget_row_money(all, &rows, 2).appropriated, 20);
    tui_budget_rows_clear(&rows);
}

static void rows__of_a_filter_sum_what_is_shown(void **state)
{
    (void)state;
    const struct bc_tranche all[] = {tranche("a", "one", 10), tranche("a", "two", 20),
                                     tranche("b", "three", 5)};
    struct tui_budget_rows rows = {0};
    tui_budget_rows_make(all, 3, "TWO", &rows);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.rows[0].kind, TUI_BUDGET_ONLY);
    assert_int_equal(rows.total.appropriated, 20);
    tui_budget_rows_make(all, 3, "nothing like it", &rows);
    assert_int_equal(rows.count, 0);
    tui_budget_rows_clear(&rows);
}

static void runs_out__is_said_in_words(void **state)
{
    (void)state;
    date_day today = date_from_civil(2026, 11, 24);
    enum tui_role role;
    struct bc_tranche t = tranche("a", "1", 10);
    t.closes_on = today + 30;
    assert_string_equal(tui_runs_out(&t, today, &role).bytes, "no pace yet");
    t.pace_fen_week = 5;
    assert_string_equal(tui_runs_out(&t, today, &role).bytes, "not in sight");
    t.exhausted_on = today + 40;
    assert_string_equal(tui_runs_out(&t, today, &role).bytes, "~2027-01-03");
    assert_int_equal(role, TUI_TEXT);
    t.exhausted_on = today + 14;
    assert_string_equal(tui_runs_out(&t, today, &role).bytes, "~12-08 !");
    assert_int_equal(role, TUI_WARN);
    t.available = 0;
    assert_string_equal(tui_runs_out(&t, today, &role).bytes, "used up");
    t.opens_on = today + 1;
    assert_string_equal(tui_runs_out(&t, today, &role).bytes, "opens 11-25");
    t.closes_on = today - 1;
    assert_string_equal(tui_runs_out(&t, today, &role).bytes, "closed");
    t = tranche("a", "1", 10);
    t.pace_fen_week = -1;
    assert_string_equal(tui_runs_out(&t, today, &role).bytes, "not known");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows__gather_the_tranches_of_a_programme),
        cmocka_unit_test(rows__of_a_filter_sum_what_is_shown),
        cmocka_unit_test(runs_out__is_said_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
