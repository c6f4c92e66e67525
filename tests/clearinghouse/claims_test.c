/* Claims: the match, the persons, the money, the treasury, recovery. */
#include "tests/support/life.h"

#include "clearinghouse/store/claims.h"

struct world {
    struct life l;
    char voucher[ID_MAX];
};

static int open_life(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    life_open(&w->l);
    /* A contract over 400,000 yuan: 120,000 yuan of voucher. */
    life_issued(&w->l, &(struct life_case){.programme = "pre", .total_fen = 40000000},
                w->voucher);
    *state = w;
    return 0;
}

static int close_life(void **state)
{
    struct world *w = *state;
    life_verify(&w->l);
    life_close(&w->l);
    free(w);
    return 0;
}

/* 100,000 yuan of invoice, 30,000 yuan asked. */
static void lodged(struct world *w, const char *invoice, char claim[ID_MAX])
{
    life_lodge(&w->l, w->voucher, invoice, 10000000, 3000000, claim);
    life_expect(&w->l, 201);
}

static void show_voucher(struct world *w)
{
    char path[128];
    snprintf(path, sizeof path, "/v1/vouchers/%s", w->voucher);
    life_get(&w->l, "auditor", path, NULL);
    life_expect(&w->l, 200);
}

static void claim__goes_from_lodging_to_payment(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX];
    lodged(w, "INV-1", claim);
    assert_string_equal(life_text(l, "status"), "lodged");
    assert_string_equal(life_text(l, "match.outcome"), "pass");
    assert_int_equal(life_int(l, "base_fen"), 10000000);
    show_voucher(w);
    assert_int_equal(life_int(l, "amounts.in_claim_fen"), 3000000);
    life_decide(l, "officer", claim, "match", NULL);
    life_expect(l, 201);
    life_decide(l, "supervisor", claim, "approve", NULL);
    life_expect(l, 201);
    assert_int_equal(life_int(l, "budget.after.payable_fen"), 3000000);
    assert_int_equal(life_account(l, "pre", CH_COMMITTED), 9000000);
    life_decide(l, "officer2", claim, "pay", NULL);
    life_expect(l, 201);
    assert_string_equal(life_text(l, "claim.status"), "in_payment");
    life_receipt(l, "pre", claim, "paid", 3000000, "T-1");
    life_expect(l, 201);
    assert_int_equal(life_account(l, "pre", CH_PAYABLE), 0);
    assert_int_equal(life_account(l, "pre", CH_DISBURSED), 3000000);
    show_voucher(w);
    assert_int_equal(life_int(l, "amounts.redeemed_fen"), 3000000);
    assert_int_equal(life_int(l, "amounts.unused_fen"), 9000000);
    assert_string_equal(life_text(l, "status"), "active");
}

static void claim__keeps_its_three_years_apart(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX], path[128];
    lodged(w, "INV-1", claim);
    life_to_payment(l, claim);
    life_day(l, "2027-01-06");
    life_receipt(l, "pre", claim, "paid", 3000000, "T-1");
    life_expect(l, 201);
    snprintf(path, sizeof path, "/v1/claims/%s", claim);
    life_get(l, "officer", path, NULL);
    assert_int_equal(life_int(l, "years.usage"), 2026);
    assert_int_equal(life_int(l, "years.claim"), 2026);
    assert_int_equal(life_int(l, "years.payment"), 2027);
}

static void lodge__asks_no_more_than_the_rate_gives(void **state)
{
    struct world *w = *state;
    life_lodge(&w->l, w->voucher, "INV-1", 10000000, 3000001, NULL);
    life_refused(&w->l, "amount-too-high");
    life_lodge(&w->l, w->voucher, "INV-1", 10000000, 12000001, NULL);
    life_refused(&w->l, "amount-too-high");
}

static void invoice__stands_behind_one_claim_in_any_programme(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char first[ID_MAX];
    lodged(w, "INV-1", first);
    life_lodge(l, w->voucher, "inv 1", 10000000, 3000000, NULL);
    life_refused(l, "invoice-duplicate");
    life_issued(l,
                &(struct life_case){.programme = "supply",
                                    .firm = l->other_firm,
                                    .invoice = "INV-2",
                                    .from = "2026-02-01",
                                    .to = "2026-02-27"},
                w->voucher);
    char again[ID_MAX];
    life_noticed(l,
                 &(struct life_case){.programme = "supply",
                                     .firm = l->other_firm,
                                     .invoice = "INV1",
                                     .from = "2026-02-01",
                                     .to = "2026-02-27"},
                 again);
    life_decide(l, "officer2", again, "issue", NULL);
    life_refused(l, "invoice-duplicate");
    /* A rejected claim sets its invoice free. */
    life_decide(l, "officer", first, "reject", ",\"reason\":{\"code\":\"invoice-void\"}");
    life_expect(l, 201);
    life_decide(l, "officer2", again, "issue", NULL);
    life_expect(l, 201);
}

static void persons__are_four_or_at_least_three(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX], body[600];
    snprintf(body, sizeof body,
             "{\"voucher\":\"%s\",\"amount_fen\":100,\"invoice\":{\"number\":\"I9\","
             "\"date\":\"2026-02-27\",\"amount_fen\":1000000},\"usage\":{\"gpu_hours\":"
             "1000,\"from\":\"2026-02-01\",\"to\":\"2026-02-27\",\"centre\":\"c1\"}}",
             w->voucher);
    life_post(l, "officer", "/v1/claims", -1, body);
    life_expect(l, 201);
    snprintf(claim, sizeof claim, "%s", life_text(l, "id"));
    life_decide(l, "officer", claim, "match", NULL);
    life_refused(l, "same-person");
    life_decide(l, "officer2", claim, "match", NULL);
    life_expect(l, 201);
    life_decide(l, "officer2", claim, "approve", NULL);
    life_refused(l, "same-person");
    life_decide(l, "officer", claim, "approve", NULL);
    life_refused(l, "same-person");
    life_decide(l, "supervisor", claim, "approve", NULL);
    life_expect(l, 201);
    life_decide(l, "supervisor", claim, "pay", NULL);
    life_refused(l, "same-person");
    life_decide(l, "officer2", claim, "pay", NULL);
    life_refused(l, "same-person");
    life_decide(l, "supervisor2", claim, "pay", NULL);
    life_expect(l, 201);
}

static int lodge_usage(struct world *w, const char *invoice, int64_t hours,
                       const char *from, const char *to, char claim[ID_MAX])
{
    char body[600];
    snprintf(body, sizeof body,
             "{\"voucher\":\"%s\",\"amount_fen\":3000000,\"invoice\":{\"number\":\"%s\","
             "\"date\":\"2026-02-27\",\"amount_fen\":10000000},\"usage\":{\"gpu_hours\":"
             "%" PRId64 ",\"from\":\"%s\",\"to\":\"%s\",\"centre\":\"c1\"}}",
             w->voucher, invoice, hours, from, to);
    int status = life_post(&w->l, "desk", "/v1/claims", -1, body);
    snprintf(claim, ID_MAX, "%s", life_text(&w->l, "id"));
    return status;
}

static const char *rule_outcome(const struct life *l, const char *rule)
{
    char path[64];
    for (int i = 0; i < 20; i++) {
        snprintf(path, sizeof path, "match.rules.%d.rule", i);
        if (strcmp(life_text(l, path), rule) == 0) {
            snprintf(path, sizeof path, "match.rules.%d.outcome", i);
            return life_text(l, path);
        }
    }
    return "";
}

/* 27 days of 100 cards at work are 64,800 card-hours. */
static void match__holds_hours_against_the_meter(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX];
    assert_int_equal(lodge_usage(w, "INV-1", 59000, "2026-02-01", "2026-02-27", claim),
                     201);
    assert_string_equal(rule_outcome(l, "hours-metered"), "pass");
    life_decide(l, "officer", claim, "reject",
                ",\"reason\":{\"code\":\"name-mismatch\"}");
    assert_int_equal(lodge_usage(w, "INV-1", 5000, "2026-02-01", "2026-02-02", claim),
                     201);
    assert_string_equal(rule_outcome(l, "hours-metered"), "fail");
    life_decide(l, "officer", claim, "match", NULL);
    life_refused(l, "match-failed");
    assert_string_equal(life_text(l, "rule_trace.0.rule"), "hours-metered");
}

static void match__asks_where_the_meter_says_nothing(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX];
    life_day(l, "2026-03-20");
    assert_int_equal(lodge_usage(w, "INV-1", 500, "2026-03-01", "2026-03-19", claim),
                     201);
    assert_string_equal(rule_outcome(l, "hours-metered"), "query");
    life_decide(l, "officer", claim, "match", NULL);
    life_refused(l, "match-failed");
    life_decide(l, "officer", claim, "match",
                ",\"reason\":{\"code\":\"checked-by-hand\"}");
    life_refused(l, "note-missing");
    life_decide(
        l, "officer", claim, "match",
        ",\"reason\":{\"code\":\"checked-by-hand\",\"note\":\"log of the centre\"}");
    life_expect(l, 201);
}

static void match__refuses_use_outside_the_contract(void **state)
{
    struct world *w = *state;
    char claim[ID_MAX];
    lodge_usage(w, "INV-1", 500, "2026-01-15", "2026-02-10", claim);
    assert_string_equal(rule_outcome(&w->l, "usage-in-contract"), "fail");
}

static void query__is_answered_with_better_papers(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX];
    lodge_usage(w, "INV-1", 500, "2026-01-15", "2026-02-10", claim);
    life_decide(l, "officer", claim, "query",
                ",\"reason\":{\"code\":\"outside-usage-period\"}");
    life_expect(l, 201);
    life_decide(l, "desk", claim, "answer", NULL);
    life_refused(l, "answer-empty");
    life_decide(l, "desk", claim, "answer",
                ",\"usage\":{\"gpu_hours\":20000,\"from\":\"2026-02-01\",\"to\":"
                "\"2026-02-10\",\"centre\":\"c1\"}");
    life_expect(l, 201);
    assert_string_equal(life_text(l, "claim.status"), "lodged");
    assert_string_equal(life_text(l, "claim.match.outcome"), "pass");
}

static void approve__of_less_gives_the_rest_back(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX];
    lodged(w, "INV-1", claim);
    life_decide(l, "officer", claim, "match", NULL);
    life_decide(l, "supervisor", claim, "approve", ",\"amount_fen\":3000001");
    life_refused(l, "amount-too-high");
    life_decide(l, "supervisor", claim, "approve", ",\"amount_fen\":2000000");
    life_expect(l, 201);
    assert_int_equal(life_int(l, "voucher.amounts.unused_fen"), 10000000);
    assert_int_equal(life_int(l, "voucher.amounts.in_claim_fen"), 2000000);
    assert_int_equal(life_account(l, "pre", CH_PAYABLE), 2000000);
}

static void reject__of_an_approved_claim_is_for_a_supervisor(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX];
    lodged(w, "INV-1", claim);
    life_decide(l, "officer", claim, "match", NULL);
    life_decide(l, "supervisor", claim, "approve", NULL);
    life_decide(l, "officer2", claim, "reject",
                ",\"reason\":{\"code\":\"false-papers\"}");
    life_refused(l, "wrong-role");
    life_decide(l, "supervisor2", claim, "reject",
                ",\"reason\":{\"code\":\"false-papers\"}");
    life_expect(l, 201);
    assert_int_equal(life_account(l, "pre", CH_PAYABLE), 0);
    assert_int_equal(life_account(l, "pre", CH_COMMITTED), 12000000);
    assert_int_equal(life_int(l, "voucher.amounts.unused_fen"), 12000000);
}

static void voucher__frozen_or_revoked_pays_nothing(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX];
    static const char why[] = ",\"reason\":{\"code\":\"found-ineligible\"}";
    lodged(w, "INV-1", claim);
    life_decide(l, "officer", claim, "match", NULL);
    life_decide(l, "supervisor", claim, "approve", NULL);
    life_decide(l, "officer", w->voucher, "freeze",
                ",\"reason\":{\"code\":\"under-investigation\"}");
    life_expect(l, 201);
    life_decide(l, "officer2", claim, "pay", NULL);
    life_refused(l, "voucher-not-active");
    life_decide(l, "supervisor", w->voucher, "revoke", why);
    life_decide(l, "supervisor2", w->voucher, "revoke", why);
    life_expect(l, 201);
    life_decide(l, "officer2", claim, "pay", NULL);
    life_refused(l, "voucher-not-active");
    life_decide(l, "supervisor2", claim, "reject",
                ",\"reason\":{\"code\":\"false-papers\"}");
    life_expect(l, 201);
    assert_int_equal(life_int(l, "voucher.amounts.revoked_fen"), 12000000);
    assert_int_equal(life_account(l, "pre", CH_AVAILABLE), 100000000);
}

static void voucher__expired_pays_what_was_claimed_before(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX];
    lodged(w, "INV-1", claim);
    life_day(l, "2026-09-20");
    show_voucher(w);
    assert_string_equal(life_text(l, "status"), "expired");
    assert_int_equal(life_int(l, "amounts.expired_fen"), 9000000);
    life_to_payment(l, claim);
    life_receipt(l, "pre", claim, "paid", 3000000, "T-1");
    life_expect(l, 201);
    assert_int_equal(life_account(l, "pre", CH_DISBURSED), 3000000);
}

static void voucher__used_up_when_all_is_redeemed(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX];
    life_lodge(l, w->voucher, "INV-1", 40000000, 12000000, claim);
    life_expect(l, 201);
    life_decide(l, "officer", claim, "match",
                ",\"reason\":{\"code\":\"checked-by-hand\",\"note\":\"price agreed\"}");
    life_expect(l, 201);
    life_decide(l, "supervisor", claim, "approve", NULL);
    life_decide(l, "officer2", claim, "pay", NULL);
    life_expect(l, 201);
    life_receipt(l, "pre", claim, "paid", 12000000, "T-1");
    life_expect(l, 201);
    show_voucher(w);
    assert_string_equal(life_text(l, "status"), "used_up");
}

static void receipts__are_booked_all_or_none(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char first[ID_MAX], second[ID_MAX], body[900];
    lodged(w, "INV-1", first);
    life_to_payment(l, first);
    lodge_usage(w, "INV-2", 100, "2026-02-01", "2026-02-27", second);
    snprintf(body, sizeof body,
             "{\"programme\":\"pre\",\"lines\":[{\"claim\":\"%s\",\"outcome\":\"paid\","
             "\"amount_fen\":3000000,\"on\":\"2026-03-10\",\"reference\":\"T-1\"},{"
             "\"claim\":\"%s\",\"outcome\":\"paid\",\"amount_fen\":3000000,\"on\":"
             "\"2026-03-10\",\"reference\":\"T-2\"}]}",
             first, second);
    life_post(l, "supervisor2", "/v1/payments", -1, body);
    life_refused(l, "wrong-state");
    assert_int_equal(life_int(l, "line"), 2);
    assert_int_equal(life_account(l, "pre", CH_DISBURSED), 0);
    life_receipt(l, "pre", first, "paid", 2999999, "T-1");
    life_refused(l, "amount-mismatch");
    life_receipt(l, "pre", first, "paid", 3000000, "T-1");
    life_expect(l, 201);
    assert_int_equal(life_int(l, "paid_fen"), 3000000);
    life_receipt(l, "pre", first, "paid", 3000000, "T-9");
    life_refused(l, "paid-twice");
}

static void payment__that_failed_is_sent_again(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX];
    lodged(w, "INV-1", claim);
    life_to_payment(l, claim);
    life_receipt(l, "pre", claim, "failed", 3000000, "R-1");
    life_expect(l, 201);
    life_get(l, "officer", "/v1/payments", "programme=pre&state=payable");
    life_expect(l, 200);
    assert_string_equal(life_text(l, "items.0.status"), "failed");
    assert_int_equal(life_int(l, "total_fen"), 3000000);
    assert_int_equal(life_account(l, "pre", CH_PAYABLE), 3000000);
    life_decide(l, "officer2", claim, "pay", NULL);
    life_expect(l, 201);
    life_receipt(l, "pre", claim, "paid", 3000000, "R-1");
    life_refused(l, "reference-used");
    life_receipt(l, "pre", claim, "paid", 3000000, "R-2");
    life_expect(l, 201);
}

static void payment_list__carries_its_checksum(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX], hash[HASH_HEX];
    lodged(w, "=INV-1", claim);
    life_to_payment(l, claim);
    life_get(l, "auditor", "/v1/payments", "programme=pre&format=csv");
    life_expect(l, 200);
    const char *text = life_text(l, "text"), *last = strstr(text, "sha256,");
    assert_non_null(last);
    hash_hex(text, (size_t)(last - text), hash);
    assert_memory_equal(last + 7, hash, HASH_HEX - 1);
    assert_contains(text, ",30000.00,");
    assert_contains(text, "\"'=INV-1\""); /* no formula for a spreadsheet */
}

static void recover__is_a_debt_that_blocks_while_overdue(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char claim[ID_MAX], next[ID_MAX], path[128];
    lodged(w, "INV-1", claim);
    life_to_payment(l, claim);
    life_receipt(l, "pre", claim, "paid", 3000000, "T-1");
    life_decide(l, "officer", claim, "recover", ",\"reason\":{\"code\":\"overpaid\"}");
    life_refused(l, "wrong-role");
    life_decide(l, "supervisor", claim, "recover",
                ",\"amount_fen\":1000000,\"until\":\"2026-04-10\",\"reason\":{\"code\":"
                "\"overpaid\"}");
    life_expect(l, 201);
    life_day(l, "2026-04-10");
    life_submit(l, &(struct life_case){.programme = "pre"}, next);
    life_decide(l, "officer", next, "accept", NULL);
    life_day(l, "2026-04-11");
    life_decide(l, "officer", next, "approve", NULL);
    life_refused(l, "in-arrears");
    life_receipt(l, "pre", claim, "recovered", 1000001, "B-1");
    life_refused(l, "amount-mismatch");
    life_receipt(l, "pre", claim, "recovered", 400000, "B-1");
    life_expect(l, 201);
    life_decide(l, "officer", next, "approve", NULL);
    life_refused(l, "in-arrears");
    life_receipt(l, "pre", claim, "recovered", 600000, "B-2");
    life_expect(l, 201);
    snprintf(path, sizeof path, "/v1/claims/%s", claim);
    life_get(l, "officer", path, NULL);
    assert_int_equal(life_int(l, "recovery.received_fen"), 1000000);
    /* This programme's money goes back to the treasury. */
    assert_int_equal(life_account(l, "pre", CH_RECOVERED), 1000000);
    assert_int_equal(life_account(l, "pre", CH_APPROPRIATED), 99000000);
    life_decide(l, "officer", next, "approve", NULL);
    life_expect(l, 201);
}

static void limits__hold_on_redemption_too(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    struct err err = {0};
    char claim[ID_MAX];
    lodged(w, "INV-1", claim);
    life_decide(l, "officer", claim, "match", NULL);
    assert_ok(ch_limit_use(l->o.db, "pre", "redeemed", l->firm, 2026, 47000001, -1, &err),
              err);
    life_decide(l, "supervisor", claim, "approve", NULL);
    life_refused(l, "cap-reached");
    assert_ok(ch_limit_use(l->o.db, "pre", "redeemed", l->firm, 2026, -1, -1, &err), err);
    life_decide(l, "supervisor", claim, "approve", NULL);
    life_expect(l, 201);
}

static void tables__refuse_what_breaks_a_claim(void **state)
{
    struct world *w = *state;
    char claim[ID_MAX];
    static const char *const tries[][2] = {
        {"UPDATE claims SET approver = reviewer", "reviewer_is_not_approver"},
        {"UPDATE claims SET payer = approver", "approver_is_not_payer"},
        {"UPDATE claims SET reviewer = maker", "maker_is_not_reviewer"},
        {"UPDATE claims SET status = 'approved'", "claim-is-paid"},
        {"UPDATE claims SET amount_fen = amount_fen - 1", "claim-is-paid"},
        {"INSERT INTO receipts SELECT 'T-2', kind, claim, programme, tranche, payment, "
         "amount, on_day, at FROM receipts",
         "receipts.claim"},
        {"DELETE FROM receipts", "receipts-are-append-only"},
        {"DELETE FROM claims", "claims-stay"},
    };
    lodged(w, "INV-1", claim);
    life_to_payment(&w->l, claim);
    life_receipt(&w->l, "pre", claim, "paid", 3000000, "T-1");
    life_expect(&w->l, 201);
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        life_sql_refused(&w->l, tries[i][0], tries[i][1]);
    }
}

/* What no single constraint can see, verify names. */
static void verify__names_what_does_not_add_up(void **state)
{
    struct world *w = *state;
    struct err err = {0};
    char claim[ID_MAX];
    static const char *const tries[][2] = {
        {"UPDATE vouchers SET unused_fen = unused_fen - 1, expired_fen = expired_fen + 1",
         "committed is not what its vouchers"},
        {"UPDATE claims SET asked_fen = asked_fen + 5", "what is in claims"},
    };
    lodged(w, "INV-1", claim);
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        assert_ok(ch_begin(w->l.o.db, &err), err);
        assert_ok(ch_exec(w->l.o.db, tries[i][0], &err), err);
        assert_refused(ch_sums_verify(w->l.o.db, &err), err, ERR_INVALID, tries[i][1]);
        ch_rollback(w->l.o.db);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_life, close_life)
        T(claim__goes_from_lodging_to_payment),
        T(claim__keeps_its_three_years_apart),
        T(lodge__asks_no_more_than_the_rate_gives),
        T(invoice__stands_behind_one_claim_in_any_programme),
        T(persons__are_four_or_at_least_three),
        T(match__holds_hours_against_the_meter),
        T(match__asks_where_the_meter_says_nothing),
        T(match__refuses_use_outside_the_contract),
        T(query__is_answered_with_better_papers),
        T(approve__of_less_gives_the_rest_back),
        T(reject__of_an_approved_claim_is_for_a_supervisor),
        T(voucher__frozen_or_revoked_pays_nothing),
        T(voucher__expired_pays_what_was_claimed_before),
        T(voucher__used_up_when_all_is_redeemed),
        T(receipts__are_booked_all_or_none),
        T(payment__that_failed_is_sent_again),
        T(payment_list__carries_its_checksum),
        T(recover__is_a_debt_that_blocks_while_overdue),
        T(limits__hold_on_redemption_too),
        T(tables__refuse_what_breaks_a_claim),
        T(verify__names_what_does_not_add_up),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
