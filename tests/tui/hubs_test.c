#include "tests/support/test.h"

#include "common/date.h"
#include "tui/screens/centre_hubs.h"

#define NOW (INT64_C(1800000000) * DATE_SECOND)

enum { DELTA = 5, NINGXIA = 4, OUTSIDE = 0 };

static struct bc_centre centre(const char *hub, int64_t allocatable, int64_t allocated,
                               int64_t age_s)
{
    struct bc_centre c = {.installed = 100,
                          .allocatable = allocatable,
                          .allocated = allocated,
                          .busy_bp = allocated * 10000 / allocatable,
                          .at = NOW - age_s * DATE_SECOND};
    snprintf(c.hub, sizeof c.hub, "%s", hub);
    snprintf(c.status, sizeof c.status, "listed");
    return c;
}

static void hubs__add_up_what_reports(void **state)
{
    struct tui_hub hubs[TUI_HUBS];
    const struct bc_centre all[] = {
        centre("Yangtze River Delta", 100, 80, 60),
        centre("Yangtze River Delta", 300, 40, 60),
    };
    (void)state;

    tui_hubs_sum(all, 2, NOW, hubs);

    assert_int_equal(hubs[DELTA].centres, 2);
    assert_int_equal(hubs[DELTA].installed, 200);
    assert_int_equal(hubs[DELTA].busy_bp, 3000);
    assert_int_equal(hubs[DELTA].under_used, 1);
    assert_int_equal(hubs[DELTA].of[0].at, 0); /* the busiest first */
    assert_int_equal(hubs[DELTA].of[1].at, 1);
}

static void hubs__leave_the_silent_out_of_what_is_busy(void **state)
{
    struct tui_hub hubs[TUI_HUBS];
    const struct bc_centre all[] = {
        centre("Ningxia", 100, 20, 60),
        centre("Ningxia", 100, 100, 3 * 3600),
    };
    (void)state;

    tui_hubs_sum(all, 2, NOW, hubs);

    assert_int_equal(hubs[NINGXIA].centres, 2);
    assert_int_equal(hubs[NINGXIA].silent, 1);
    assert_int_equal(hubs[NINGXIA].busy_bp, 2000);
    assert_int_equal(hubs[NINGXIA].of[1].busy_bp, -1);
}

static void hubs__know_nothing_of_an_empty_hub(void **state)
{
    struct tui_hub hubs[TUI_HUBS];
    (void)state;
    tui_hubs_sum(NULL, 0, NOW, hubs);
    for (int i = 0; i < TUI_HUBS; i++) {
        assert_int_equal(hubs[i].busy_bp, -1);
        assert_int_equal(hubs[i].centres, 0);
    }
}

static void hubs__put_the_rest_outside(void **state)
{
    struct tui_hub hubs[TUI_HUBS];
    const struct bc_centre all[] = {centre("", 100, 10, 60),
                                    centre("Atlantis", 100, 10, 60)};
    (void)state;

    tui_hubs_sum(all, 2, NOW, hubs);

    assert_int_equal(hubs[OUTSIDE].centres, 2);
    assert_true(tui_hub_has("", &all[1]));
    assert_false(tui_hub_has("Ningxia", &all[1]));
}

static void hubs__are_walked_as_they_lie(void **state)
{
    struct tui_hubs_view view = {.at = 0};
    (void)state;
    assert_true(tui_hubs_move(&view, TUI_ACT_LEFT)); /* at the edge: stays */
    assert_int_equal(view.at, 0);
    tui_hubs_move(&view, TUI_ACT_DOWN);
    tui_hubs_move(&view, TUI_ACT_RIGHT);
    assert_int_equal(view.at, NINGXIA);
    tui_hubs_move(&view, TUI_ACT_LAST);
    assert_int_equal(view.at, TUI_HUBS - 1);
    assert_false(tui_hubs_move(&view, TUI_ACT_SORT));
}

static void hubs__are_rows_in_the_table(void **state)
{
    struct tui_hubs_view view = {.at = 0, .table = true};
    (void)state;
    tui_hubs_move(&view, TUI_ACT_DOWN);
    assert_int_equal(view.at, 1);
    for (int i = 0; i < 20; i++) {
        tui_hubs_move(&view, TUI_ACT_DOWN);
    }
    assert_int_equal(view.at, TUI_HUBS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hubs__add_up_what_reports),
        cmocka_unit_test(hubs__leave_the_silent_out_of_what_is_busy),
        cmocka_unit_test(hubs__know_nothing_of_an_empty_hub),
        cmocka_unit_test(hubs__put_the_rest_outside),
        cmocka_unit_test(hubs__are_walked_as_they_lie),
        cmocka_unit_test(hubs__are_rows_in_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
