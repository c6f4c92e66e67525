/* The story of a voucher through the public API, one case of each way of paying, from
 * submission to payment and recovery; after every step every account of the tranche is
 * what the story says, and everything adds up. Then a case for each reason to turn one
 * down, and what happens when several things are done at one instant. */
#include "tests/support/life.h"
#include "tests/support/postgres.h"

#include "clearinghouse/service/reasons.h"

enum { TOTAL = 100000000 };

struct money {
    int64_t available, reserved, committed, payable, disbursed, lapsed, recovered;
};

static void balances(struct life *l, const char *programme, const struct money *m,
                     const char *step)
{
    const struct {
        enum ch_account account;
        int64_t should;
    } accounts[] = {
        {CH_AVAILABLE, m->available}, {CH_RESERVED, m->reserved},
        {CH_COMMITTED, m->committed}, {CH_PAYABLE, m->payable},
        {CH_DISBURSED, m->disbursed}, {CH_LAPSED, m->lapsed},
        {CH_RECOVERED, m->recovered},
    };
    int64_t sum = 0;
    for (size_t i = 0; i < COUNT_OF(accounts); i++) {
        int64_t is = life_account(l, programme, accounts[i].account);
        if (is != accounts[i].should) {
            fail_msg("%s, after %s: %s is %" PRId64 ", not %" PRId64, programme, step,
                     ch_account_name(accounts[i].account), is, accounts[i].should);
        }
        sum += accounts[i].account == CH_RECOVERED ? -is : is;
    }
    assert_int_equal(life_account(l, programme, CH_APPROPRIATED), sum);
    life_verify(l);
}

/* ---- one case ---- */

enum target { CASE, VOUCHER, CLAIM, LODGE, RECEIPT, DAY };

struct step {
    enum target target;
    const char *as, *what, *more;
    const char *status; /* of the record afterwards, or NULL */
    struct money money;
};

struct story {
    struct life *l;
    const char *programme;
    char application[ID_MAX], voucher[ID_MAX], claim[ID_MAX];
};

static const char *status_now(struct story *s, enum target target)
{
    const char *record = target == CASE      ? "applications"
                         : target == VOUCHER ? "vouchers"
                                             : "claims";
    const char *id = target == CASE      ? s->application
                     : target == VOUCHER ? s->voucher
                                         : s->claim;
    char path[128];
    snprintf(path, sizeof path, "/v1/%s/%s", record, id);
    life_get(s->l, "auditor", path, NULL);
    life_expect(s->l, 200);
    return life_text(s->l, "status");
}

/* The voucher a case was issued, and the claim that came with it. */
static void find_issued(struct story *s)
{
    char query[128];
    snprintf(s->voucher, sizeof s->voucher, "%s",
             life_text(s->l, "application.grant.voucher"));
    snprintf(query, sizeof query, "voucher=%s", s->voucher);
    life_get(s->l, "officer", "/v1/claims", query);
    snprintf(s->claim, sizeof s->claim, "%s", life_text(s->l, "items.0.id"));
}

static void take(struct story *s, const struct step *step)
{
    struct life *l = s->l;
    switch (step->target) {
    case DAY:
        life_day(l, step->what);
        return;
    case LODGE:
        life_lodge(l, s->voucher, step->what, 20000000, 6000000, s->claim);
        break;
    case RECEIPT:
        life_receipt(l, s->programme, s->claim, step->what, atoll(step->more), step->as);
        break;
    default:
        life_decide(l, step->as,
                    step->target == CASE      ? s->application
                    : step->target == VOUCHER ? s->voucher
                                              : s->claim,
                    step->what, step->more);
    }
    if (l->status != 201) {
        char *text = json_dumps(l->answer, 0);
        fail_msg("%s %s gave %d: %s", s->programme, step->what, l->status, text);
    }
    if (step->target == CASE && strcmp(step->what, "issue") == 0) {
        find_issued(s);
    }
}

static void tell(struct story *s, const struct step *steps, size_t count)
{
    balances(s->l, s->programme, &(struct money){.available = TOTAL}, "submission");
    for (size_t i = 0; i < count; i++) {
        take(s, &steps[i]);
        if (steps[i].status) {
            enum target of = steps[i].target == CASE      ? CASE
                             : steps[i].target == VOUCHER ? VOUCHER
                                                          : CLAIM;
            assert_string_equal(status_now(s, of), steps[i].status);
        }
        balances(s->l, s->programme, &steps[i].money, steps[i].what);
    }
}

static struct postgres server;

static int begin(void **state)
{
    (void)state;
    return postgres_begin(&server) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    postgres_end(&server);
    return 0;
}

static int open_memory(void **state)
{
    struct life *l = calloc(1, sizeof *l);
    assert_non_null(l);
    life_open(l);
    *state = l;
    return 0;
}

static int open_postgres(void **state)
{
    struct life *l = calloc(1, sizeof *l);
    char url[256];
    assert_non_null(l);
    postgres_database(&server, url, sizeof url);
    life_open_in(l, url);
    *state = l;
    return 0;
}

static int close_life(void **state)
{
    life_close(*state);
    free(*state);
    return 0;
}

#define HELD(a, r)                                                                       \
    {                                                                                    \
        .available = a, .reserved = r                                                    \
    }
#define WHY(code) ",\"reason\":{\"code\":\"" code "\"}"

/* A voucher first, used and redeemed in part; the rest expires; part of what was paid
 * has to be paid back, to the treasury. */
static void story__of_a_voucher_issued_first(void **state)
{
    static const struct step steps[] = {
        {CASE, "officer", "accept", NULL, "under_review", HELD(TOTAL, 0)},
        {CASE, "officer", "approve", ",\"amount_fen\":10000000", "approved",
         HELD(90000000, 10000000)},
        {DAY, NULL, "2026-03-03", NULL, NULL, HELD(90000000, 10000000)},
        {CASE, "officer", "notice", NULL, "on_notice", HELD(90000000, 10000000)},
        {CASE, "desk", "object",
         ",\"objector\":\"李娜\",\"evidence\":\"photographs\"" WHY(
             "objection-ineligible"),
         "objected", HELD(90000000, 10000000)},
        {CASE, "supervisor", "dismiss", WHY("objection-unfounded"), "on_notice",
         HELD(90000000, 10000000)},
        {DAY, NULL, "2026-03-11", NULL, NULL, HELD(90000000, 10000000)},
        {CASE,
         "officer2",
         "issue",
         NULL,
         "issued",
         {.available = 90000000, .committed = 10000000}},
        {LODGE,
         NULL,
         "INV-A",
         NULL,
         "lodged",
         {.available = 90000000, .committed = 10000000}},
        {CLAIM,
         "officer",
         "match",
         NULL,
         "matched",
         {.available = 90000000, .committed = 10000000}},
        {CLAIM,
         "supervisor",
         "approve",
         ",\"amount_fen\":5000000",
         "approved",
         {.available = 90000000, .committed = 5000000, .payable = 5000000}},
        {CLAIM,
         "officer2",
         "pay",
         NULL,
         "in_payment",
         {.available = 90000000, .committed = 5000000, .payable = 5000000}},
        {RECEIPT,
         "T-0",
         "failed",
         "5000000",
         "failed",
         {.available = 90000000, .committed = 5000000, .payable = 5000000}},
        {CLAIM,
         "officer2",
         "pay",
         NULL,
         "in_payment",
         {.available = 90000000, .committed = 5000000, .payable = 5000000}},
        {RECEIPT,
         "T-1",
         "paid",
         "5000000",
         "paid",
         {.available = 90000000, .committed = 5000000, .disbursed = 5000000}},
        {DAY,
         NULL,
         "2026-09-08",
         NULL,
         NULL,
         {.available = 95000000, .disbursed = 5000000}},
        {CLAIM,
         "supervisor2",
         "recover",
         ",\"amount_fen\":2000000" WHY("overpaid"),
         "recovered",
         {.available = 95000000, .disbursed = 5000000}},
        {RECEIPT,
         "B-1",
         "recovered",
         "2000000",
         "recovered",
         {.available = 95000000, .disbursed = 5000000, .recovered = 2000000}},
    };
    struct story s = {.l = *state, .programme = "pre"};
    life_submit(s.l, &(struct life_case){.programme = "pre", .total_fen = 40000000},
                s.application);
    tell(&s, steps, COUNT_OF(steps));
    assert_string_equal(status_now(&s, VOUCHER), "expired");
    assert_int_equal(life_account(s.l, "pre", CH_APPROPRIATED), TOTAL - 2000000);
}

/* Use first: the city of Nanning's own example. 200,000 yuan paid for two years, of which
 * 305 of 729 days fall into the period: a base of 83,676 yuan, and 25,102 at 30 %. What
 * comes back goes to the tranche. */
static void story__of_use_that_came_first(void **state)
{
    enum { GRANT = 2510200 };
    static const struct step steps[] = {
        {CASE, "officer", "accept", NULL, "under_review", HELD(TOTAL, 0)},
        {CASE, "officer", "approve", NULL, "approved", HELD(TOTAL - GRANT, GRANT)},
        {DAY, NULL, "2026-03-03", NULL, NULL, HELD(TOTAL - GRANT, GRANT)},
        {CASE, "officer", "notice", NULL, "on_notice", HELD(TOTAL - GRANT, GRANT)},
        {DAY, NULL, "2026-03-11", NULL, NULL, HELD(TOTAL - GRANT, GRANT)},
        {CASE,
         "officer2",
         "issue",
         NULL,
         "issued",
         {.available = TOTAL - GRANT, .committed = GRANT}},
        {CLAIM,
         "officer",
         "match",
         ",\"reason\":{\"code\":\"checked-by-hand\",\"note\":\"logs of 2025 seen\"}",
         "matched",
         {.available = TOTAL - GRANT, .committed = GRANT}},
        {CLAIM,
         "supervisor",
         "approve",
         NULL,
         "approved",
         {.available = TOTAL - GRANT, .payable = GRANT}},
        {CLAIM,
         "supervisor2",
         "pay",
         NULL,
         "in_payment",
         {.available = TOTAL - GRANT, .payable = GRANT}},
        {RECEIPT,
         "T-1",
         "paid",
         "2510200",
         "paid",
         {.available = TOTAL - GRANT, .disbursed = GRANT}},
        {CLAIM,
         "supervisor",
         "recover",
         WHY("false-papers"),
         "recovered",
         {.available = TOTAL - GRANT, .disbursed = GRANT}},
        {RECEIPT,
         "B-1",
         "recovered",
         "2510200",
         "recovered",
         {.available = TOTAL, .disbursed = GRANT, .recovered = GRANT}},
    };
    struct story s = {.l = *state, .programme = "post"};
    life_submit(s.l,
                &(struct life_case){.programme = "post",
                                    .total_fen = 20000000,
                                    .starts = "2025-01-01",
                                    .ends = "2026-12-31",
                                    .from = "2025-03-01",
                                    .to = "2025-12-31",
                                    .invoice = "2501-77"},
                s.application);
    assert_int_equal(life_int(s.l, "verdict.eligible_fen"), 8367600);
    assert_int_equal(life_int(s.l, "verdict.grant_fen"), GRANT);
    tell(&s, steps, COUNT_OF(steps));
    assert_string_equal(status_now(&s, VOUCHER), "used_up");
    assert_string_equal(status_now(&s, CLAIM), "recovered");
    assert_int_equal(life_int(s.l, "base_fen"), 8367600);
    assert_int_equal(life_int(s.l, "years.usage"), 2025);
}

/* A provider's target: the payee is the provider. */
static void story__of_a_provider_paid_for_its_target(void **state)
{
    enum { GRANT = 6000000 };
    static const struct step steps[] = {
        {CASE, "officer", "accept", NULL, "under_review", HELD(TOTAL, 0)},
        {CASE, "officer", "approve", NULL, "approved", HELD(TOTAL - GRANT, GRANT)},
        {DAY, NULL, "2026-03-03", NULL, NULL, HELD(TOTAL - GRANT, GRANT)},
        {CASE, "officer", "notice", NULL, "on_notice", HELD(TOTAL - GRANT, GRANT)},
        {DAY, NULL, "2026-03-11", NULL, NULL, HELD(TOTAL - GRANT, GRANT)},
        {CASE,
         "officer2",
         "issue",
         NULL,
         "issued",
         {.available = TOTAL - GRANT, .committed = GRANT}},
        {CLAIM,
         "officer",
         "query",
         WHY("usage-not-proven"),
         "queried",
         {.available = TOTAL - GRANT, .committed = GRANT}},
        {CLAIM,
         "desk",
         "answer",
         ",\"usage\":{\"gpu_hours\":30000,\"from\":\"2026-02-01\",\"to\":\"2026-02-27\","
         "\"centre\":\"c1\"}",
         "lodged",
         {.available = TOTAL - GRANT, .committed = GRANT}},
        {CLAIM,
         "officer",
         "match",
         NULL,
         "matched",
         {.available = TOTAL - GRANT, .committed = GRANT}},
        {CLAIM,
         "supervisor",
         "approve",
         NULL,
         "approved",
         {.available = TOTAL - GRANT, .payable = GRANT}},
        {CLAIM,
         "supervisor2",
         "pay",
         NULL,
         "in_payment",
         {.available = TOTAL - GRANT, .payable = GRANT}},
        {RECEIPT,
         "T-1",
         "paid",
         "6000000",
         "paid",
         {.available = TOTAL - GRANT, .disbursed = GRANT}},
    };
    struct story s = {.l = *state, .programme = "supply"};
    life_submit(s.l,
                &(struct life_case){.programme = "supply",
                                    .from = "2026-02-01",
                                    .to = "2026-02-27",
                                    .invoice = "S-1"},
                s.application);
    tell(&s, steps, COUNT_OF(steps));
    assert_string_equal(status_now(&s, CLAIM), "paid");
    assert_string_equal(life_text(s.l, "payee"), "provider");
}

/* ---- turned down ---- */

static void story__of_every_reason_to_reject(void **state)
{
    struct life *l = *state;
    int count = 0;
    for (size_t i = 0; i < ch_reason_count; i++) {
        char id[ID_MAX], more[160];
        if (!ch_reason_fits(&ch_reasons[i], "reject")) {
            continue;
        }
        life_submit(l, &(struct life_case){.programme = "pre"}, id);
        snprintf(more, sizeof more, ",\"reason\":{\"code\":\"%s\",\"note\":\"why\"}",
                 ch_reasons[i].code);
        life_decide(l, "officer", id, "reject", more);
        life_expect(l, 201);
        assert_string_equal(life_text(l, "application.status"), "rejected");
        assert_string_equal(life_text(l, "application.reason.code"), ch_reasons[i].code);
        assert_int_equal(life_account(l, "pre", CH_AVAILABLE), TOTAL);
        count++;
    }
    assert_true(count >= 25);
    life_verify(l);
}

/* ---- at one instant ---- */

static void issued_with_claim(struct life *l, char voucher[ID_MAX], char claim[ID_MAX])
{
    life_issued(l, &(struct life_case){.programme = "pre"}, voucher);
    life_lodge(l, voucher, "INV-A", 10000000, 3000000, claim);
    life_expect(l, 201);
}

/* The voucher's last microsecond still takes a claim; the next does not, whether or not
 * its expiry has been written yet. */
static void instant__of_expiry_parts_claims(void **state)
{
    struct life *l = *state;
    char voucher[ID_MAX];
    int64_t midnight;
    life_issued(l, &(struct life_case){.programme = "pre"}, voucher);
    life_day(l, "2026-09-07");
    assert_true(date_time_parse("2026-09-07T16:00:00Z", &midnight));
    atomic_store(&l->o.service.clock_stopped_at, midnight - 1);
    life_lodge(l, voucher, "INV-A", 10000000, 3000000, NULL);
    life_expect(l, 201);
    atomic_store(&l->o.service.clock_stopped_at, midnight);
    life_lodge(l, voucher, "INV-B", 10000000, 3000000, NULL);
    life_refused(l, "voucher-not-active");
    life_decide(l, "supervisor", voucher, "extend",
                ",\"until\":\"2026-12-31\"" WHY("delivery-late"));
    life_refused(l, "wrong-state");
    office_due(&l->o);
    assert_int_equal(life_account(l, "pre", CH_COMMITTED), 3000000);
    life_verify(l);
}

/* Whoever comes first wins; the other is told why. */
static void instant__of_redeeming_and_revoking_has_one_winner(void **state)
{
    struct life *l = *state;
    char voucher[ID_MAX], claim[ID_MAX];
    issued_with_claim(l, voucher, claim);
    life_decide(l, "officer", claim, "match", NULL);
    life_decide(l, "supervisor2", voucher, "revoke", WHY("found-ineligible"));
    life_expect(l, 201);
    life_decide(l, "supervisor", claim, "approve", NULL);
    life_refused(l, "match-failed");
    assert_string_equal(life_text(l, "rule_trace.0.rule"), "voucher-good");
    life_decide(l, "supervisor", voucher, "unfreeze", WHY("cleared"));
    life_decide(l, "supervisor", claim, "approve", NULL);
    life_expect(l, 201);
    life_decide(l, "officer2", claim, "pay", NULL);
    life_expect(l, 201);
    life_decide(l, "supervisor2", voucher, "revoke", WHY("found-ineligible"));
    life_decide(l, "supervisor", voucher, "revoke", WHY("found-ineligible"));
    life_expect(l, 201);
    /* What the treasury has paid is paid, and is to be recovered. */
    life_receipt(l, "pre", claim, "paid", 3000000, "T-1");
    life_expect(l, 201);
    life_decide(l, "supervisor", claim, "recover", WHY("found-ineligible"));
    life_expect(l, 201);
    life_verify(l);
}

static void instant__of_two_claims_holds_one_voucher_once(void **state)
{
    struct life *l = *state;
    char voucher[ID_MAX], claim[ID_MAX];
    life_issued(l, &(struct life_case){.programme = "pre"}, voucher);
    life_lodge(l, voucher, "INV-A", 20000000, 6000000, claim);
    life_expect(l, 201);
    life_lodge(l, voucher, "INV-B", 20000000, 6000000, NULL);
    life_refused(l, "amount-too-high");
    life_to_payment(l, claim);
    life_decide(l, "officer2", claim, "pay", NULL);
    life_refused(l, "wrong-state");
    life_receipt(l, "pre", claim, "paid", 6000000, "T-1");
    life_expect(l, 201);
    life_receipt(l, "pre", claim, "paid", 6000000, "T-1");
    life_refused(l, "paid-twice");
    life_receipt(l, "pre", claim, "paid", 6000000, "T-2");
    life_refused(l, "paid-twice");
    assert_int_equal(life_account(l, "pre", CH_DISBURSED), 6000000);
    life_verify(l);
}

/* What no program may do, the tables refuse, in either engine. */
static void tables__refuse_what_breaks_them(void **state)
{
    struct life *l = *state;
    char voucher[ID_MAX], claim[ID_MAX];
    static const char *const tries[][2] = {
        {"UPDATE claims SET approver = reviewer", "reviewer_is_not_approver"},
        {"UPDATE claims SET payer = approver", "approver_is_not_payer"},
        {"UPDATE claims SET reviewer = maker", "maker_is_not_reviewer"},
        {"UPDATE claims SET status = 'approved'", "claim-is-paid"},
        {"INSERT INTO receipts SELECT 'T-2', kind, claim, programme, tranche, payment, "
         "amount, on_day, at FROM receipts",
         "claim"},
        {"DELETE FROM receipts", "receipts-are-append-only"},
        {"DELETE FROM claims", "claims-stay"},
        {"UPDATE vouchers SET unused_fen = unused_fen - 1", "parts_are_the_face"},
        {"UPDATE vouchers SET face_fen = face_fen + 1, unused_fen = unused_fen + 1",
         "vouchers-keep-their-face"},
        {"UPDATE vouchers SET status = 'revoked', revoked_fen = revoked_fen + "
         "unused_fen, "
         "unused_fen = 0",
         "revoked-by-one"},
        {"DELETE FROM vouchers", "vouchers-stay"},
    };
    issued_with_claim(l, voucher, claim);
    life_to_payment(l, claim);
    life_receipt(l, "pre", claim, "paid", 3000000, "T-1");
    life_expect(l, 201);
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        life_sql_refused(l, tries[i][0], tries[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name)                                                                          \
    cmocka_unit_test_setup_teardown(name, open_memory, close_life),                      \
        cmocka_unit_test_setup_teardown(name, open_postgres, close_life)
        T(story__of_a_voucher_issued_first),
        T(story__of_use_that_came_first),
        T(story__of_a_provider_paid_for_its_target),
        T(story__of_every_reason_to_reject),
        T(instant__of_expiry_parts_claims),
        T(instant__of_redeeming_and_revoking_has_one_winner),
        T(instant__of_two_claims_holds_one_voucher_once),
        T(tables__refuse_what_breaks_them),
#undef T
    };
    return cmocka_run_group_tests(tests, begin, end);
}
