/* Vouchers: numbers, freezing, extension, revocation by two, expiry. */
#include "tests/support/life.h"

#include "common/voucher_code.h"

static const struct life_case plain = {.programme = "pre"};

struct world {
    struct life l;
    char voucher[ID_MAX];
};

static int open_life(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    life_open(&w->l);
    life_issued(&w->l, &plain, w->voucher); /* on 11 March, 60,000 yuan */
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

static void show(struct world *w)
{
    char path[128];
    snprintf(path, sizeof path, "/v1/vouchers/%s", w->voucher);
    life_get(&w->l, "auditor", path, NULL);
    life_expect(&w->l, 200);
}

static void voucher__is_found_by_its_number_as_typed(void **state)
{
    struct world *w = *state;
    char number[VOUCHER_CODE_MAX], path[128];
    show(w);
    snprintf(number, sizeof number, "%s", life_text(&w->l, "number"));
    for (char *c = number; *c; c++) {
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c == '0' ? 'o' : *c;
    }
    snprintf(path, sizeof path, "/v1/vouchers/%s", number);
    life_get(&w->l, "officer", path, NULL);
    life_expect(&w->l, 200);
    assert_string_equal(life_text(&w->l, "id"), w->voucher);
}

static void freeze__stops_claims_until_a_supervisor_lifts_it(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    life_decide(l, "officer", w->voucher, "freeze", NULL);
    life_refused(l, "reason-missing");
    life_decide(l, "officer", w->voucher, "freeze",
                ",\"reason\":{\"code\":\"under-investigation\"}");
    life_expect(l, 201);
    life_lodge(l, w->voucher, "INV-1", 10000000, 3000000, NULL);
    life_refused(l, "voucher-not-active");
    life_decide(l, "officer", w->voucher, "unfreeze",
                ",\"reason\":{\"code\":\"cleared\"}");
    life_refused(l, "wrong-role");
    life_decide(l, "supervisor", w->voucher, "unfreeze",
                ",\"reason\":{\"code\":\"cleared\"}");
    life_expect(l, 201);
    life_lodge(l, w->voucher, "INV-1", 10000000, 3000000, NULL);
    life_expect(l, 201);
}

static void extend__moves_the_last_day_forward_only(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    show(w);
    assert_string_equal(life_text(l, "valid.until"), "2026-09-07");
    assert_string_equal(life_text(l, "valid.expires_at"), "2026-09-07T16:00:00.000000Z");
    life_decide(l, "supervisor", w->voucher, "extend",
                ",\"until\":\"2026-09-07\",\"reason\":{\"code\":\"delivery-late\"}");
    life_refused(l, "bad-extension");
    life_decide(l, "supervisor", w->voucher, "extend",
                ",\"until\":\"2026-12-31\",\"reason\":{\"code\":\"delivery-late\"}");
    life_expect(l, 201);
    life_day(l, "2026-12-31");
    show(w);
    assert_string_equal(life_text(l, "status"), "active");
}

static void revoke__needs_two_supervisors(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    static const char why[] = ",\"reason\":{\"code\":\"found-ineligible\"}";
    life_decide(l, "officer", w->voucher, "revoke", why);
    life_refused(l, "wrong-role");
    life_decide(l, "supervisor", w->voucher, "revoke", why);
    life_expect(l, 201);
    assert_string_equal(life_text(l, "voucher.status"), "frozen");
    life_decide(l, "supervisor", w->voucher, "revoke", why);
    life_refused(l, "signed-twice");
    assert_int_equal(life_account(l, "pre", CH_COMMITTED), 6000000);
    life_decide(l, "supervisor2", w->voucher, "revoke", why);
    life_expect(l, 201);
    assert_string_equal(life_text(l, "voucher.status"), "revoked");
    assert_int_equal(life_int(l, "voucher.amounts.revoked_fen"), 6000000);
    assert_int_equal(life_account(l, "pre", CH_COMMITTED), 0);
    assert_int_equal(life_account(l, "pre", CH_AVAILABLE), 100000000);
}

static void expiry__is_written_at_the_end_of_the_last_day(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    life_day(l, "2026-09-07");
    show(w);
    assert_string_equal(life_text(l, "status"), "active");
    /* A second before midnight in China nothing happens; a second after it does. */
    office_wait(&l->o, 12 * 3600 - 1);
    office_due(&l->o);
    show(w);
    assert_string_equal(life_text(l, "status"), "active");
    office_wait(&l->o, 1);
    office_due(&l->o);
    show(w);
    assert_string_equal(life_text(l, "status"), "expired");
    assert_string_equal(life_text(l, "last_by"), "system");
    assert_int_equal(life_account(l, "pre", CH_AVAILABLE), 100000000);
    life_lodge(l, w->voucher, "INV-1", 10000000, 3000000, NULL);
    life_refused(l, "voucher-not-active");
}

static void expiry__in_a_later_year_lapses(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    life_decide(l, "supervisor", w->voucher, "extend",
                ",\"until\":\"2027-01-31\",\"reason\":{\"code\":\"delivery-late\"}");
    life_expect(l, 201);
    life_day(l, "2027-02-01");
    assert_int_equal(life_account(l, "pre", CH_LAPSED), 6000000);
    assert_int_equal(life_account(l, "pre", CH_COMMITTED), 0);
}

static void list__filters_sorts_and_pages(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    char second[ID_MAX], query[400];
    life_issued(l, &(struct life_case){.programme = "pre", .firm = l->other_firm},
                second);
    life_get(l, "officer", "/v1/vouchers", "limit=1&sort=-id&count=exact");
    life_expect(l, 200);
    assert_int_equal(life_int(l, "count"), 2);
    assert_string_equal(life_text(l, "items.0.id"), second);
    snprintf(query, sizeof query, "limit=1&sort=-id&after=%s", life_text(l, "next"));
    life_get(l, "officer", "/v1/vouchers", query);
    assert_string_equal(life_text(l, "items.0.id"), w->voucher);
    assert_string_equal(life_text(l, "next"), "");
    life_get(l, "officer", "/v1/vouchers", "status=frozen,expired");
    assert_string_equal(life_text(l, "items.0.id"), "");
    life_get(l, "officer", "/v1/vouchers", "status=lost");
    life_refused(l, "bad-filter");
    life_get(l, "officer", "/v1/vouchers", "sort=colour");
    life_refused(l, "bad-filter");
}

static void dry_run__changes_nothing(void **state)
{
    struct world *w = *state;
    struct life *l = &w->l;
    struct ch_reply reply = {.status = 0};
    char path[128];
    snprintf(path, sizeof path, "/v1/vouchers/%s/actions", w->voucher);
    office_ask(&l->o,
               &(struct ask){.as = "officer",
                             .path = path,
                             .query = "dry_run=true",
                             .if_match = "\"1\"",
                             .body = "{\"action\":\"freeze\",\"reason\":{\"code\":"
                                     "\"under-investigation\"}}"},
               &reply);
    assert_int_equal(reply.status, 200);
    ch_reply_clear(&reply);
    show(w);
    assert_string_equal(life_text(l, "status"), "active");
}

/* What no program may do, the tables refuse. */
static void tables__refuse_what_breaks_a_voucher(void **state)
{
    struct world *w = *state;
    static const char *const tries[][2] = {
        {"UPDATE vouchers SET unused_fen = unused_fen - 1", "parts_are_the_face"},
        {"UPDATE vouchers SET face_fen = face_fen + 1, unused_fen = unused_fen + 1",
         "vouchers-keep-their-face"},
        {"UPDATE vouchers SET status = 'revoked', unused_fen = 0, revoked_fen = face_fen",
         "revoked-by-one"},
        {"DELETE FROM vouchers", "vouchers-stay"},
        {"UPDATE vouchers SET status = 'expired'", "nothing_unused_once_over"},
    };
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        life_sql_refused(&w->l, tries[i][0], tries[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_life, close_life)
        T(voucher__is_found_by_its_number_as_typed),
        T(freeze__stops_claims_until_a_supervisor_lifts_it),
        T(extend__moves_the_last_day_forward_only),
        T(revoke__needs_two_supervisors),
        T(expiry__is_written_at_the_end_of_the_last_day),
        T(expiry__in_a_later_year_lapses),
        T(list__filters_sorts_and_pages),
        T(dry_run__changes_nothing),
        T(tables__refuse_what_breaks_a_voucher),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
