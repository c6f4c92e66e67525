#include "backend_client/filter.h"

#include "backend_client/cases.h"
#include "backend_client/replica.h"
#include "backend_client/session_impl.h"
#include "common/attr.h"
#include "common/date.h"
#include "tests/support/cases.h"
#include "tests/support/test.h"

#include <stdlib.h>

#define NOW INT64_C(1790000000000000)

/* ---- reading ---- */

static const struct {
    const char *text;
    enum bc_fault_kind fault;
    const char *word, *field;
} faults[] = {
    {"ask>1x", BC_FAULT_AMOUNT, "ask>1x", "ask"},
    {"nov ask>", BC_FAULT_EMPTY, "ask>", "ask"},
    {"state:redy", BC_FAULT_STATE, "state:redy", "state"},
    {"state:ready,", BC_FAULT_NONE, "", ""},
    {"state>ready", BC_FAULT_RELATION, "state>ready", "state"},
    {"rules:maybe", BC_FAULT_RULES, "rules:maybe", "rules"},
    {"due<soon", BC_FAULT_TIME, "due<soon", "due"},
    {"hours>9x", BC_FAULT_NUMBER, "hours>9x", "hours"},
    {"sum>3", BC_FAULT_FIELD, "sum>3", ""},
    {"\"星河", BC_FAULT_QUOTE, "星河", ""},
    {"ask>1 ask>2 ask>3 ask>4 ask>5 ask>6 ask>7 ask>8 ask>9 ask>1 ask>2 ask>3 ask>4",
     BC_FAULT_MANY, "ask>4", "ask"},
    {"\"a:b\" 星河 -x !y", BC_FAULT_NONE, "", ""},
    {"ask>9999999999999999", BC_FAULT_AMOUNT, "ask>9999999999999999", "ask"},
    {"", BC_FAULT_NONE, "", ""},
    {"- ! :", BC_FAULT_FIELD, ":", ""},
};

static void read__names_what_is_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        struct bc_filter_text out;
        struct bc_fault fault;
        struct err err = {0};
        bool ok = bc_filter_read(faults[i].text, NOW, "officer", &out, &fault);
        if (ok != (faults[i].fault == BC_FAULT_NONE) || fault.kind != faults[i].fault ||
            strcmp(fault.word, faults[i].word) != 0 ||
            strcmp(fault.field, faults[i].field) != 0) {
            fail_msg("%s: %d '%s' '%s'", faults[i].text, (int)fault.kind, fault.word,
                     fault.field);
        }
        if (!ok) {
            assert_false(bc_filter_fault(&fault, &err));
            assert_contains(err.text, faults[i].word);
        }
    }
}

static const struct {
    const char *text;
    enum bc_relation relation;
    int64_t value;
} values[] = {
    {"ask>1m", BC_ABOVE, INT64_C(100000000)},
    {"ask<=500k", BC_UP_TO, 50000000},
    {"ask>=1.5m", BC_FROM, 150000000},
    {"ask=12,000.50", BC_IS, 1200050},
    {"grant>150万", BC_ABOVE, 150000000},
    {"申请≥1亿", BC_FROM, INT64_C(10000000000)},
    {"hours<100", BC_BELOW, 100},
    {"due<3d", BC_BELOW, NOW + 3 * DATE_DAY},
    {"due<0", BC_BELOW, NOW},
    {"due<-1d", BC_BELOW, NOW - DATE_DAY},
    {"due:12h", BC_UP_TO, NOW + DATE_DAY / 2},
    {"due>1.5w", BC_ABOVE, NOW + DATE_DAY * 21 / 2},
    {"age>7d", BC_BELOW, NOW - 7 * DATE_DAY},
    {"changed<1h", BC_ABOVE, NOW - DATE_DAY / 24},
    {"due<2026-12-01", BC_BELOW, INT64_C(1796054400000000)},
    {"due<=2026-12-01", BC_UP_TO, INT64_C(1796140799999999)},
};

static void read__understands_amounts_and_times(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        struct bc_filter_text out;
        assert_true(bc_filter_read(values[i].text, NOW, "officer", &out, NULL));
        assert_int_equal(out.count, 1);
        if (out.terms[0].relation != values[i].relation ||
            out.terms[0].value != values[i].value) {
            fail_msg("%s: %d %lld", values[i].text, (int)out.terms[0].relation,
                     (long long)out.terms[0].value);
        }
    }
}

static void read__translates_words_of_the_record(void **state)
{
    struct bc_filter_text out;
    (void)state;
    assert_true(
        bc_filter_read("state:ready,second !with:me,none", NOW, "officer", &out, NULL));
    assert_true(out.states);
    assert_string_equal(out.terms[0].text, "under_review,awaiting_second");
    assert_true(out.terms[1].negate);
    assert_string_equal(out.terms[1].text, "officer,");
    assert_true(bc_filter_read("!状态：补正", NOW, "", &out, NULL));
    assert_false(out.states);
    assert_string_equal(out.terms[0].text, "returned");
}

static void read__survives_any_bytes(void **state)
{
    static const char some[] = "a\"-!:<>= \xE3\x80\x80\xFF\xC0星,1dk.万";
    char text[40];
    (void)state;
    srand(9);
    for (int i = 0; i < 20000; i++) {
        struct bc_filter_text out;
        size_t len = (size_t)rand() % (sizeof text - 1);
        for (size_t k = 0; k < len; k++) {
            text[k] = some[(size_t)rand() % (sizeof some - 1)];
        }
        text[len] = '\0';
        struct bc_fault fault;
        assert_true(bc_filter_read(text, NOW, "me", &out, &fault) ==
                    (fault.kind == BC_FAULT_NONE));
    }
}

/* ---- in the replica: the same rows as looking at each ---- */

enum { COUNT = 4000 };
struct desk {
    struct bc_session session;
    struct bc_case rows[COUNT];
};

static int setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    struct err err = {0};
    enum bc_put what;
    if (!desk || !bc_replica_open(NULL, "", NULL, &desk->session.replica, &err)) {
        return -1;
    }
    for (int i = 0; i < COUNT; i++) {
        desk->rows[i] = support_case(i + 1);
        desk->rows[i].grant_fen = desk->rows[i].amount_fen / 2;
        desk->rows[i].gpu_hours = i;
        if (!bc_replica_put(desk->session.replica, &desk->rows[i], &what, &err)) {
            return -1;
        }
    }
    *state = desk;
    return 0;
}

static int teardown(void **state)
{
    struct desk *desk = *state;
    bc_replica_close(desk->session.replica);
    free(desk);
    return 0;
}

static const char *const asked[] = {
    "ask>200k",
    "ask>200k ask<=300k rules:pass",
    "!rules:pass,cap 星河",
    "state:ready ask>100k",
    "-星河 -nova",
    "xhzs",
    "shxhzs",
    "xhzs -上海",
    "hyk",
    "provider:云谷1",
    "!provider:vega3 ask<100k",
    "hours<50",
    "with:officer",
    "!with:none",
    "programme:shang tranche:-1",
    "due>2020-01-01 state:new",
    "hardware:H800 26-0001",
    "yxgs",
    "xinghezhisuan",
    "ask>1 -26-0001",
    "\"星河智算\" grant>1",
    "ask>499999999",
};

static void view__agrees_with_looking_at_each(void **state)
{
    struct desk *desk = *state;
    struct buf scratch = {0};
    for (size_t q = 0; q < COUNT_OF(asked); q++) {
        const struct bc_query query = {.text = asked[q], .statuses = "*"};
        struct bc_filter_text filter;
        struct bc_view *view = NULL;
        struct bc_case row;
        struct err err = {0};
        int64_t wanted = 0, shown = 0;
        bool finished;
        assert_true(
            bc_filter_read(asked[q], bc_clock(&desk->session), "", &filter, NULL));
        for (int i = 0; i < COUNT; i++) {
            wanted += bc_filter_fits(&filter, &desk->rows[i], &scratch);
        }
        assert_ok(bc_view_open(&desk->session, &query, &view, &err), err);
        while (bc_replica_gather(desk->session.replica, INT64_MAX, &finished)) {
        }
        assert_true(bc_view_counted(view));
        for (; bc_view_row(view, shown, &row); shown++) {
            if (!bc_filter_fits(&filter, &row, &scratch)) {
                fail_msg("%s: %s %s is not one", asked[q], row.number,
                         row.applicant_name);
            }
        }
        if (shown != wanted || bc_view_count(view) != wanted) {
            fail_msg("%s: %lld of %lld", asked[q], (long long)shown, (long long)wanted);
        }
        bc_view_close(view);
    }
    buf_clear(&scratch);
}

static void view__says_why_a_filter_cannot_be_read(void **state)
{
    struct desk *desk = *state;
    struct bc_view *view = NULL;
    struct err err;
    assert_refused(
        bc_view_open(&desk->session, &(struct bc_query){.text = "ask>x"}, &view, &err),
        err, ERR_USAGE, "ask>x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read__names_what_is_wrong),
        cmocka_unit_test(read__understands_amounts_and_times),
        cmocka_unit_test(read__translates_words_of_the_record),
        cmocka_unit_test(read__survives_any_bytes),
        cmocka_unit_test_setup_teardown(view__agrees_with_looking_at_each, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(view__says_why_a_filter_cannot_be_read, setup,
                                        teardown),
    };
    return cmocka_run_group_tests_name("backend_client/filter", tests, NULL, NULL);
}
