/* A fiscal year that is over: what lapses, what goes on, and that nothing changes after.
 */
#include "tests/support/life.h"

#include "clearinghouse/service/funders.h"

static int open_life(void **state)
{
    struct life *l = calloc(1, sizeof *l);
    char body[600];
    assert_non_null(l);
    life_open(l);
    life_post(l, "supervisor", "/v1/programmes/pre/tranches", -1,
              body_tranche("t27", 2027, body, sizeof body));
    life_expect(l, 201);
    *state = l;
    return 0;
}

static int close_life(void **state)
{
    life_verify(*state);
    life_close(*state);
    free(*state);
    return 0;
}

static int closing(struct life *l, const char *carry_to)
{
    char body[200];
    struct ch_tranche t;
    office_budget(&l->o, "pre", "t26", &t);
    snprintf(body, sizeof body, "{\"document\":\"Paper 9\"%s%s%s}",
             carry_to ? ",\"carry_to\":\"" : "", carry_to ? carry_to : "",
             carry_to ? "\"" : "");
    return life_post(l, "supervisor", "/v1/programmes/pre/tranches/t26/closing",
                     t.revision, body);
}

static void close__waits_for_the_end_of_the_year(void **state)
{
    struct life *l = *state;
    closing(l, "t27");
    life_refused(l, "year-not-over");
}

static void close__carries_what_runs_and_lapses_the_rest(void **state)
{
    struct life *l = *state;
    char first[ID_MAX], second[ID_MAX], lodged[ID_MAX], sent[ID_MAX], id[ID_MAX];
    struct ch_tranche t;
    life_issued(l, &(struct life_case){.programme = "pre", .total_fen = 40000000}, first);
    life_lodge(l, first, "INV-1", 10000000, 3000000, lodged);
    life_issued(l, &(struct life_case){.programme = "pre", .firm = l->other_firm},
                second);
    life_lodge(l, second, "INV-2", 20000000, 6000000, sent);
    life_to_payment(l, sent);
    life_submit(l, &(struct life_case){.programme = "pre", .total_fen = 10000000}, id);
    life_decide(l, "officer", id, "accept", NULL);
    life_decide(l, "officer", id, "approve", NULL);
    life_decide(l, "supervisor", id, "approve", NULL);
    life_decide(l, "supervisor", first, "extend",
                ",\"until\":\"2027-03-31\",\"reason\":{\"code\":\"delivery-late\"}");
    life_expect(l, 201);
    life_day(l, "2027-01-10");
    closing(l, NULL);
    life_refused(l, "carry-missing");
    closing(l, "t26");
    life_refused(l, "bad-carry");
    closing(l, "t27");
    life_expect(l, 201);
    assert_string_equal(life_text(l, "carried_to"), "t27");
    /* 120,000 of the first, 60,000 of the second voucher, 30,000 reserved. */
    office_budget(&l->o, "pre", "t26", &t);
    assert_int_equal(t.balance[CH_LAPSED], 100000000 - 21000000);
    assert_int_equal(t.balance[CH_APPROPRIATED], t.balance[CH_LAPSED]);
    office_budget(&l->o, "pre", "t27", &t);
    assert_int_equal(t.balance[CH_APPROPRIATED], 21000000);
    assert_int_equal(t.balance[CH_RESERVED], 3000000);
    assert_int_equal(t.balance[CH_COMMITTED], 12000000);
    assert_int_equal(t.balance[CH_PAYABLE], 6000000);
    life_verify(l);
    /* Late, and paid from the tranche it was carried to. */
    life_receipt(l, "pre", sent, "paid", 6000000, "T-1");
    life_expect(l, 201);
    life_to_payment(l, lodged);
    life_receipt(l, "pre", lodged, "paid", 3000000, "T-2");
    life_expect(l, 201);
    office_budget(&l->o, "pre", "t27", &t);
    assert_int_equal(t.balance[CH_DISBURSED], 9000000);
}

static void closed__tranche_never_changes(void **state)
{
    struct life *l = *state;
    char body[200];
    life_day(l, "2027-01-02");
    closing(l, NULL);
    life_expect(l, 201);
    int64_t revision = life_int(l, "revision");
    closing(l, NULL);
    life_refused(l, "tranche-closed");
    life_post(l, "supervisor", "/v1/programmes/pre/tranches/t26/appropriations", revision,
              body_money(100, body, sizeof body));
    life_refused(l, "tranche-closed");
    life_post(l, "supervisor", "/v1/programmes/pre/tranches/t26/amendments", revision,
              "{\"name\":\"x\",\"document\":\"y\"}");
    life_refused(l, "tranche-closed");
    life_sql_refused(
        l,
        "UPDATE tranches SET lapsed = lapsed - 1, available = 1, transfers = "
        "transfers + 1 WHERE programme = 'pre' AND id = 't26'",
        "tranche-is-closed");
}

static void amend__changes_window_and_funders(void **state)
{
    struct life *l = *state;
    static const char path[] = "/v1/programmes/pre/tranches/t27/amendments";
    life_post(l, "supervisor", path, 1,
              "{\"document\":\"P\",\"opens_on\":\"2028-01-01\"}");
    life_refused(l, "window");
    life_post(l, "supervisor", path, 1,
              "{\"document\":\"P\",\"funders\":[{\"name\":\"省\",\"share_bp\":5000,"
              "\"odd_fen\":true},{\"name\":\"市\",\"share_bp\":5000,\"odd_fen\":true}]}");
    life_refused(l, "invalid-fields");
    life_post(l, "supervisor", path, 1,
              "{\"document\":\"P\",\"closes_on\":\"2027-06-30\",\"funders\":[{\"name\":"
              "\"省\",\"share_bp\":5000},{\"name\":\"市\",\"share_bp\":5000,\"odd_fen\":"
              "true}]}");
    life_expect(l, 201);
    assert_string_equal(life_text(l, "closes_on"), "2027-06-30");
    assert_string_equal(life_text(l, "funders.1.name"), "市");
}

/* Shares add up to the whole, to the fen, and the odd fen has an owner. */
static void funders__share_every_fen(void **state)
{
    static const struct {
        const char *funders, *parts;
        int64_t amount;
    } cases[] = {
        {"[{\"name\":\"a\",\"share_bp\":5000},{\"name\":\"b\",\"share_bp\":5000}]",
         "[{\"amount_fen\":51,\"name\":\"a\"},{\"amount_fen\":50,\"name\":\"b\"}]", 101},
        {"[{\"name\":\"a\",\"share_bp\":5000},{\"name\":\"b\",\"odd_fen\":true,"
         "\"share_bp\":5000}]",
         "[{\"amount_fen\":50,\"name\":\"a\"},{\"amount_fen\":51,\"name\":\"b\"}]", 101},
        {"[{\"name\":\"a\",\"share_bp\":10000}]", "[{\"amount_fen\":7,\"name\":\"a\"}]",
         7},
        {"[{\"name\":\"a\",\"share_bp\":3333},{\"name\":\"b\",\"share_bp\":3333},{"
         "\"name\":\"c\",\"share_bp\":3334}]",
         "[{\"amount_fen\":34,\"name\":\"a\"},{\"amount_fen\":33,\"name\":\"b\"},{"
         "\"amount_fen\":33,\"name\":\"c\"}]",
         100},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf out = {0};
        struct err err = {0};
        assert_ok(ch_funders_split(cases[i].funders, cases[i].amount, &out, &err), err);
        assert_string_equal(buf_str(&out), cases[i].parts);
        buf_clear(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_life, close_life)
        T(close__waits_for_the_end_of_the_year),
        T(close__carries_what_runs_and_lapses_the_rest),
        T(closed__tranche_never_changes),
        T(amend__changes_window_and_funders),
#undef T
        cmocka_unit_test(funders__share_every_fen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
