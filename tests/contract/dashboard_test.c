/* The supervisor's figures follow what happens to vouchers and claims, on both stores. */
#include "tests/support/life.h"
#include "tests/support/postgres.h"

static struct life life;

static struct postgres server;

static int start_server(void **state)
{
    (void)state;
    return postgres_begin(&server) ? 0 : -1;
}

static int stop_server(void **state)
{
    (void)state;
    postgres_end(&server);
    return 0;
}

static int begin(void **state)
{
    (void)state;
    life_open(&life);
    return 0;
}

static int begin_postgres(void **state)
{
    char url[256];
    (void)state;
    postgres_database(&server, url, sizeof url);
    life_open_in(&life, url);
    return 0;
}

static int end(void **state)
{
    (void)state;
    life_close(&life);
    return 0;
}

static void look(const char *as, int status)
{
    assert_int_equal(life_get(&life, as, "/v1/dashboard", ""), status);
}

static int64_t first(const char *list, const char *member)
{
    return json_int(json_array_get(json_object_get(life.answer, list), 0), member, -1);
}

static void dashboard__knows_nothing_of_an_empty_ledger(void **state)
{
    (void)state;
    look("supervisor", 200);
    assert_int_equal(life_int(&life, "vouchers.expiring_30d"), 0);
    assert_int_equal(life_int(&life, "recoveries.open_fen"), 0);
    assert_int_equal(life_int(&life, "controls.related_party"), 0);
    assert_int_equal(json_array_size(json_object_get(life.answer, "top_payees")), 0);
    assert_int_equal(json_array_size(json_object_get(life.answer, "top_groups")), 0);
    assert_int_equal(json_array_size(json_object_get(life.answer, "usage")), 0);
}

static void dashboard__names_groups_payees_and_use(void **state)
{
    const struct life_case c = {.programme = "pre"};
    char voucher[ID_MAX], claim[ID_MAX], path[80];
    (void)state;
    life_issued(&life, &c, voucher);
    snprintf(path, sizeof path, "/v1/vouchers/%s", voucher);
    assert_int_equal(life_get(&life, "supervisor", path, ""), 200);
    int64_t face = life_int(&life, "face_fen");
    assert_true(face > 1000000);
    look("supervisor", 200);
    assert_int_equal(first("top_groups", "amount_fen"), face);
    assert_int_equal(first("top_groups", "count"), 1);

    assert_int_equal(life_lodge(&life, voucher, "INV-1", 10000000, 1000000, claim), 201);
    look("supervisor", 200);
    assert_int_equal(first("usage", "claimed_hours"), 20000);
    assert_true(first("usage", "metered_hours") > 20000);
    assert_int_equal(json_array_size(json_object_get(life.answer, "top_payees")), 0);

    life_to_payment(&life, claim);
    assert_int_equal(life_receipt(&life, "pre", claim, "paid", 1000000, "GK-1"), 201);
    look("supervisor", 200);
    assert_int_equal(first("top_payees", "amount_fen"), 1000000);
    assert_int_equal(first("top_payees", "count"), 1);
}

static void dashboard__counts_vouchers_that_end_soon(void **state)
{
    const struct life_case c = {.programme = "pre"};
    char voucher[ID_MAX], path[80], last[16];
    (void)state;
    life_issued(&life, &c, voucher);
    snprintf(path, sizeof path, "/v1/vouchers/%s", voucher);
    assert_int_equal(life_get(&life, "supervisor", path, ""), 200);
    int64_t face = life_int(&life, "face_fen");
    snprintf(last, sizeof last, "%s", life_text(&life, "valid.until"));
    look("supervisor", 200);
    assert_int_equal(life_int(&life, "vouchers.expiring_7d"), 0);
    life_day(&life, last);
    look("supervisor", 200);
    assert_int_equal(life_int(&life, "vouchers.expiring_7d"), 1);
    assert_int_equal(life_int(&life, "vouchers.expiring_7d_fen"), face);
    assert_int_equal(life_int(&life, "vouchers.expiring_30d"), 1);
}

static void dashboard__is_for_the_office(void **state)
{
    (void)state;
    look("desk", 403);
}

#define ON_BOTH(test)                                                                    \
    cmocka_unit_test_setup_teardown(test, begin, end),                                   \
        cmocka_unit_test_setup_teardown(test, begin_postgres, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(dashboard__knows_nothing_of_an_empty_ledger),
        ON_BOTH(dashboard__names_groups_payees_and_use),
        ON_BOTH(dashboard__counts_vouchers_that_end_soon),
        ON_BOTH(dashboard__is_for_the_office),
    };
    return cmocka_run_group_tests(tests, start_server, stop_server);
}
