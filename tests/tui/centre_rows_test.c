#include "tests/support/test.h"

#include "common/date.h"
#include "tui/screens/centre_rows.h"
#include "tui/screens/outbox_words.h"

static const int64_t hour = 3600 * DATE_SECOND;
static const int64_t now = INT64_C(1795501200) * DATE_SECOND; /* 2026-11-24T06:20:00Z */

static struct bc_centre centre(int64_t busy_bp, int64_t age)
{
    struct bc_centre c = {.busy_bp = busy_bp, .at = age < 0 ? 0 : now - age};
    strcpy(c.status, "listed");
    return c;
}

static void flags__an_old_figure_says_nothing_about_now(void **state)
{
    (void)state;
    struct bc_centre c = centre(9900, 3 * hour);
    assert_int_equal(tui_centre_flags(&c, now), TUI_CENTRE_STALE);
    c = centre(9900, hour);
    assert_int_equal(tui_centre_flags(&c, now), TUI_CENTRE_HOT);
    c = centre(2999, hour);
    assert_int_equal(tui_centre_flags(&c, now), TUI_CENTRE_UNDER_USED);
    c = centre(-1, -1);
    assert_int_equal(tui_centre_flags(&c, now), TUI_CENTRE_NO_DATA);
}

static void words__begin_with_what_is_most_urgent(void **state)
{
    (void)state;
    enum tui_role role;
    struct bc_centre c = centre(1000, 3 * hour);
    c.contested = true;
    assert_string_equal(tui_centre_words(&c, now, DATE_ZONE_CHINA, &role).bytes,
                        "no data since 11:20, contested hardware");
    assert_int_equal(role, TUI_STALE);
    c = centre(5000, hour);
    assert_string_equal(tui_centre_words(&c, now, DATE_ZONE_CHINA, &role).bytes, "");
}

static void outbox__only_unsent_intents_can_be_discarded(void **state)
{
    (void)state;
    for (int i = BC_INTENT_QUEUED; i <= BC_INTENT_DISCARDED; i++) {
        struct bc_intent intent = {.state = (enum bc_intent_state)i, .what = "approve"};
        bool can = i == BC_INTENT_QUEUED || i == BC_INTENT_HELD;
        assert_true((tui_intent_no_discard(&intent) == NULL) == can);
        assert_non_null(tui_intent_next(&intent));
    }
}

static void outbox__only_waiting_intents_can_be_sent_again(void **state)
{
    (void)state;
    for (int i = BC_INTENT_QUEUED; i <= BC_INTENT_DISCARDED; i++) {
        struct bc_intent intent = {.state = (enum bc_intent_state)i, .what = "approve"};
        bool can = i == BC_INTENT_QUEUED || i == BC_INTENT_HELD || i == BC_INTENT_UNKNOWN;
        assert_true((tui_intent_no_retry(&intent) == NULL) == can);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flags__an_old_figure_says_nothing_about_now),
        cmocka_unit_test(words__begin_with_what_is_most_urgent),
        cmocka_unit_test(outbox__only_unsent_intents_can_be_discarded),
        cmocka_unit_test(outbox__only_waiting_intents_can_be_sent_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
