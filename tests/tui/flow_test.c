/* The line to the terminal, on a clock of the test's own (milliseconds, as MS()). */
#include "tests/support/test.h"

#include "tui/flow.h"

#define MS(n) ((int64_t)(n)*1000)

/* A terminal that answered its first question after 20 ms, at 1020. */
static struct tui_flow answering(void)
{
    struct tui_flow flow = {0};
    assert_true(tui_flow_ask(&flow, MS(1000)));
    tui_flow_answered(&flow, MS(1020));
    return flow;
}

static void flow__a_terminal_that_never_answers_is_asked_once(void **state)
{
    (void)state;
    struct tui_flow flow = {0};
    assert_true(tui_flow_ask(&flow, MS(1000)));
    for (int64_t now = 1001; now < 1000000; now += 997) {
        assert_true(tui_flow_is_free(&flow, MS(now)));
        assert_false(tui_flow_ask(&flow, MS(now)));
    }
    assert_int_equal(tui_flow_trip(&flow), -1);
}

static void flow__frames_go_out_while_the_answer_is_not_late(void **state)
{
    (void)state;
    struct tui_flow flow = answering();
    assert_int_equal(tui_flow_trip(&flow), MS(20));
    assert_true(tui_flow_ask(&flow, MS(2000)));
    assert_true(tui_flow_is_free(&flow, MS(2100)));
    assert_false(tui_flow_ask(&flow, MS(2100))); /* one question at a time */
}

static void flow__a_late_answer_holds_frames_back(void **state)
{
    (void)state;
    struct tui_flow flow = answering();
    assert_true(tui_flow_ask(&flow, MS(2000)));
    assert_false(tui_flow_is_free(&flow, MS(2300)));
    tui_flow_answered(&flow, MS(4000));
    assert_true(tui_flow_is_free(&flow, MS(4000)));
}

static void flow__a_lost_answer_is_not_waited_for_for_ever(void **state)
{
    (void)state;
    struct tui_flow flow = answering();
    int sent = 0;
    assert_true(tui_flow_ask(&flow, MS(2000)));
    for (int64_t now = 2000; now < 62000; now += 100) {
        if (now > 2300 && tui_flow_is_free(&flow, MS(now))) {
            sent += tui_flow_ask(&flow, MS(now));
        }
    }
    assert_in_range(sent, 2, 6); /* a minute of a stopped terminal */
}

static void flow__a_lost_answer_is_forgotten_with_the_next(void **state)
{
    (void)state;
    struct tui_flow flow = answering();
    assert_true(tui_flow_ask(&flow, MS(2000)));
    assert_true(tui_flow_ask(&flow, MS(8000))); /* patience ended */
    tui_flow_answered(&flow, MS(8001));         /* of which one? no round trip */
    assert_true(tui_flow_is_free(&flow, MS(9000)));
    assert_int_equal(tui_flow_trip(&flow), MS(20));
    assert_true(tui_flow_ask(&flow, MS(9000)));
    tui_flow_answered(&flow, MS(9010));
    assert_int_equal(tui_flow_trip(&flow), MS(10));
}

static void flow__an_answer_nobody_asked_for_is_nothing(void **state)
{
    (void)state;
    struct tui_flow flow = {0};
    tui_flow_answered(&flow, MS(5));
    assert_false(flow.answers);
    assert_false(flow.open);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flow__a_terminal_that_never_answers_is_asked_once),
        cmocka_unit_test(flow__frames_go_out_while_the_answer_is_not_late),
        cmocka_unit_test(flow__a_late_answer_holds_frames_back),
        cmocka_unit_test(flow__a_lost_answer_is_not_waited_for_for_ever),
        cmocka_unit_test(flow__a_lost_answer_is_forgotten_with_the_next),
        cmocka_unit_test(flow__an_answer_nobody_asked_for_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
