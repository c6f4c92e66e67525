#include "backend_client/cut.h"
#include "backend_client/direct.h"
#include "common/text.h"
#include "tests/support/test.h"

#include <stdlib.h>

/* A record with one member replaced or added: later ones of the same name would be
 * refused, so tests give the whole tail. */
#define RECORD(rest)                                                                     \
    "{\"applicant\":{\"credit_code\":\"91310000MA1FL00000\",\"id\":\"org_1\","           \
    "\"name\":\"星河智算\",\"region\":\"上海市\",\"startup\":true},"              \
    "\"id\":\"app_1\",\"number\":\"26-000001-A\",\"programme\":\"chengdu\","             \
    "\"revision\":3,\"status\":\"under_review\"" rest "}"

static void case_read__takes_a_list_item(void **state)
{
    struct bc_case row;
    struct err err = {0};
    (void)state;
    assert_ok(bc_case_read("{\"id\":\"app_1\",\"number\":\"N\",\"programme\":\"p\","
                           "\"status\":\"returned\",\"revision\":2,\"amount_fen\":700,"
                           "\"applicant_name\":\"甲\",\"due_at\":"
                           "\"2026-11-01T00:00:01Z\",\"assigned_to\":null,\"new\":[1]}",
                           &row, &err),
              err);
    assert_int_equal(row.amount_fen, 700);
    assert_int_equal(row.due_at % 60000000, 1000000);
    assert_string_equal(row.applicant_name, "甲");
    assert_string_equal(row.assigned_to, "");
}

static void detail_read__takes_a_whole_record(void **state)
{
    struct bc_detail *d = calloc(1, sizeof *d);
    struct err err = {0};
    (void)state;
    assert_ok(bc_detail_read(
                  RECORD(",\"contract\":{\"signed_on\":\"2026-03-04\",\"total_fen\":9},"
                         "\"documents\":[{\"kind\":\"invoice\",\"state\":\"missing\"}],"
                         "\"reason\":null,\"undo\":null,\"usage\":{\"gpu_hours\":-1},"
                         "\"verdict\":{\"grant_fen\":44,\"outcome\":\"cap\",\"rules\":["
                         "{\"rule\":\"r1\",\"outcome\":\"pass\",\"flip\":null},"
                         "{\"rule\":\"r2\",\"outcome\":\"cap\",\"flip\":{\"field\":\"f\","
                         "\"op\":\"<=\",\"value\":\"3\"}}]}"),
                  d, &err),
              err);
    assert_string_equal(d->row.applicant_name, "星河智算");
    assert_int_equal(d->row.grant_fen, 44); /* what the rules would give */
    assert_int_equal(d->row.issues, 1);
    assert_string_equal(d->row.verdict, "cap");
    assert_true(d->startup);
    assert_int_equal(d->finding_count, 2);
    assert_string_equal(d->findings[1].flip_op, "<=");
    assert_string_equal(d->findings[0].flip_field, "");
    assert_int_equal(d->document_count, 1);
    assert_int_equal(d->usage_gpu_hours, -1);
    assert_true(d->signed_on > 20000);
    assert_int_equal(d->starts_on, 0);
    free(d);
}

static void detail_read__keeps_no_more_rules_than_it_has_room_for(void **state)
{
    struct bc_detail *d = calloc(1, sizeof *d);
    struct buf json = {0};
    struct err err = {0};
    (void)state;
    buf_adds(&json, RECORD(",\"verdict\":{\"rules\":["));
    json.len -= 1; /* the closing brace */
    for (int i = 0; i < 500; i++) {
        buf_printf(&json, "%s{\"rule\":\"r%d\",\"outcome\":\"fail\"}", i ? "," : "", i);
    }
    buf_adds(&json, "]}}");
    assert_ok(bc_detail_read(buf_str(&json), d, &err), err);
    assert_int_equal(d->finding_count, BC_FINDINGS);
    buf_clear(&json);
    free(d);
}

static void case_read__names_the_member_that_is_wrong(void **state)
{
    static const struct {
        const char *json, *part;
    } bad[] = {
        {RECORD(",\"due_at\":17"), "due_at"},
        {RECORD(",\"due_at\":\"tomorrow\""), "due_at"},
        {RECORD(",\"request\":{\"amount_fen\":\"9\"}"), "request.amount_fen"},
        {RECORD(",\"request\":{\"amount_fen\":9000000000000000000}"), "amount_fen"},
        {RECORD(",\"request\":{\"gpu_hours\":-2}"), "gpu_hours"},
        {RECORD(",\"provider\":{\"name\":[]}"), "provider.name"},
        {"{\"id\":\"app_1\"}", "number"},
        {"[]", "not an object"},
    };
    struct bc_case row;
    struct err err;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_refused(bc_case_read(bad[i].json, &row, &err), err, ERR_INVALID,
                       bad[i].part);
    }
}

static void case_read__cuts_long_text_at_a_whole_character(void **state)
{
    struct buf json = {0};
    struct bc_case row;
    struct err err = {0};
    (void)state;
    buf_adds(&json, "{\"id\":\"a\",\"number\":\"n\",\"programme\":\"p\",\"status\":\"s\","
                    "\"revision\":1,\"applicant_name\":\"x");
    for (int i = 0; i < 1000; i++) {
        buf_adds(&json, "算");
    }
    buf_adds(&json, "\"}");
    assert_ok(bc_case_read(buf_str(&json), &row, &err), err);
    size_t len = strlen(row.applicant_name);
    assert_true(len > BC_NAME - 5 && text_valid(row.applicant_name, len));
    buf_clear(&json);
}

static void centre_read__marks_doubtful_hardware(void **state)
{
    struct bc_centre *c = calloc(1, sizeof *c);
    struct err err = {0};
    (void)state;
    assert_ok(bc_centre_read("{\"id\":\"ctr_1\",\"name\":\"临港\",\"latency_ms\":-1,"
                             "\"batches\":[{\"export_status\":\"unrestricted\","
                             "\"state_fund_eligible\":\"unknown\",\"count\":3}],"
                             "\"latest\":[],\"total\":null}",
                             c, &err),
              err);
    assert_true(c->contested);
    assert_int_equal(c->busy_bp, -1); /* no reading is not zero */
    assert_int_equal(c->installed, -1);
    assert_int_equal(c->at, 0);
    free(c);
}

static void tranche_read__has_its_accounts_and_series(void **state)
{
    struct bc_tranche t;
    struct err err = {0};
    (void)state;
    assert_ok(bc_tranche_read("{\"programme\":\"p\",\"id\":\"t\",\"appropriated_fen\":10,"
                              "\"accounts\":{\"available_fen\":6,\"reserved_fen\":4},"
                              "\"opens_on\":\"2026-01-01\",\"exhausted_on\":null,"
                              "\"series\":[{\"available_fen\":8,\"week\":\"2026-W40\"},"
                              "{\"available_fen\":6,\"week\":\"2026-W41\"}]}",
                              &t, &err),
              err);
    assert_int_equal(t.available, 6);
    assert_int_equal(t.reserved, 4);
    assert_int_equal(t.pace_fen_week, -1);
    assert_int_equal(t.series_count, 2);
    assert_string_equal(t.series_week[1], "2026-W41");
}

static void dashboard_read__has_its_figures(void **state)
{
    struct bc_dashboard d;
    struct err err = {0};
    (void)state;
    assert_ok(
        bc_dashboard_read(
            "{\"at\":\"2026-11-01T00:00:00Z\",\"queue\":{\"open\":5,\"breached\":2},"
            "\"ledger\":{\"balanced\":true,\"entries\":77},\"decisions\":{"
            "\"rejections\":[{\"code\":\"late\",\"count\":4}]},\"top_providers\":"
            "[{\"name\":\"云谷\",\"amount_fen\":12}],\"programmes\":[{\"id\":\"p\","
            "\"open\":3,\"amount_fen\":9}]}",
            &d, &err),
        err);
    assert_int_equal(d.open, 5);
    assert_true(d.balanced);
    assert_int_equal(d.journal_entries, 77);
    assert_string_equal(d.rejections[0].key, "late");
    assert_int_equal(d.providers[0].amount_fen, 12);
    assert_int_equal(d.programmes[0].count, 3);
    assert_int_equal(d.mean_hours_28d, -1);
}

static void cut__finds_members_and_items(void **state)
{
    static const char json[] =
        " {\"items\" : [ {\"a\":\"]}\\\"\"} , 7,[] ] ,\"next\":\"c\\u0031\",\"x\":1}";
    static const char *const keys[] = {"next", "items", "none"};
    struct bc_span found[3], item;
    char text[8];
    (void)state;
    assert_true(bc_cut_object(json, strlen(json), keys, 3, found));
    assert_null(found[2].at);
    assert_false(bc_cut_text(found[0], text, sizeof text)); /* an escape in it */
    const char *wanted[] = {"{\"a\":\"]}\\\"\"}", "7", "[]"};
    for (int i = 0; i < 3; i++) {
        assert_true(bc_cut_item(&found[1], &item));
        assert_memory_equal(item.at, wanted[i], strlen(wanted[i]));
    }
    assert_true(bc_cut_item(&found[1], &item));
    assert_null(item.at);
}

static void cut__refuses_what_is_not_one_object(void **state)
{
    static const char *const bad[] = {
        "",         "[]",          "{",           "{\"a\"}",           "{\"a\":1",
        "{\"a\":}", "{\"a\":\"x}", "{\"a\":1} 2", "{\"a\":1,\"a\":2}", "{\"a\":[1}"};
    static const char *const keys[] = {"a"};
    struct bc_span found;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_false(bc_cut_object(bad[i], strlen(bad[i]), keys, 1, &found));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_read__takes_a_list_item),
        cmocka_unit_test(detail_read__takes_a_whole_record),
        cmocka_unit_test(detail_read__keeps_no_more_rules_than_it_has_room_for),
        cmocka_unit_test(case_read__names_the_member_that_is_wrong),
        cmocka_unit_test(case_read__cuts_long_text_at_a_whole_character),
        cmocka_unit_test(centre_read__marks_doubtful_hardware),
        cmocka_unit_test(tranche_read__has_its_accounts_and_series),
        cmocka_unit_test(dashboard_read__has_its_figures),
        cmocka_unit_test(cut__finds_members_and_items),
        cmocka_unit_test(cut__refuses_what_is_not_one_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
