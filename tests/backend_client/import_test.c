#include "tests/support/test.h"

#include "backend_client/import.h"
#include "common/date.h"

#include <stdlib.h>
#include <unistd.h>

/* A file of a test's own, and the faults told of it, one a line. */
struct desk {
    char path[64];
    char told[4000];
    struct bc_import import;
};

static void tell(void *ctx, int line, const char *field, const char *text)
{
    struct desk *desk = ctx;
    size_t at = strlen(desk->told);
    snprintf(desk->told + at, sizeof desk->told - at, "%d: %s: %s\n", line, field, text);
}

static bool read_text(struct desk *desk, const char *suffix, const char *text,
                      enum bc_import_kind kind, struct err *err)
{
    const struct bc_fault_sink sink = {tell, desk};
    *desk = (struct desk){.told = ""};
    snprintf(desk->path, sizeof desk->path, "/tmp/import_test.XXXXXX%s", suffix);
    int fd = mkstemps(desk->path, (int)strlen(suffix));
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    return bc_import_read(desk->path, kind, &desk->import, &sink, err);
}

static void leave(struct desk *desk)
{
    unlink(desk->path);
    bc_import_clear(&desk->import);
}

#define HEADER                                                                           \
    "programme,tranche,applicant,provider,contract.number,contract.signed_on,"           \
    "contract.starts_on,contract.ends_on,contract.total_yuan,contract.eligible_yuan,"    \
    "request.kind,request.gpu_hours,request.amount_yuan,request.purpose"

static void read__turns_a_row_into_the_record_it_stands_for(void **state)
{
    struct desk desk;
    struct err err = {0};
    (void)state;
    assert_ok(
        read_text(&desk, ".csv",
                  "\xEF\xBB\xBF" HEADER ",declared.fees_paid,usage.from\r\n"
                  "shanghai-compute,2026,org_1,org_2,\"HT,1\",2026/1/5,2026-02-01,"
                  "2026-12-31,\"1,000,000.50\",800k,compute,1200,64万,大模型,是,\r\n",
                  BC_IMPORT_APPLICATIONS, &err),
        err);
    assert_contains(desk.told, "2: request.amount_yuan: \"64万\" is not an amount");
    leave(&desk);
    assert_ok(read_text(&desk, ".csv",
                        "\xEF\xBB\xBF" HEADER ",declared.fees_paid,usage.from\r\n"
                        "shanghai-compute,2026,org_1,org_2,\"HT,1\",2026/1/5,2026-02-01,"
                        "2026-12-31,\"1,000,000.50\",800k,compute,1200,1,大模型,是,\r\n",
                        BC_IMPORT_APPLICATIONS, &err),
              err);
    assert_string_equal(desk.told, "");
    assert_int_equal(desk.import.count, 1);
    assert_int_equal(desk.import.records[0].line, 2);
    assert_string_equal(
        desk.import.records[0].json,
        "{\"applicant\":\"org_1\",\"contract\":{\"eligible_fen\":80000000,\"ends_on\":"
        "\"2026-12-31\",\"number\":\"HT,1\",\"signed_on\":\"2026-01-05\",\"starts_on\":"
        "\"2026-02-01\",\"total_fen\":100000050},\"declared\":{\"fees_paid\":true},"
        "\"programme\":\"shanghai-compute\",\"provider\":\"org_2\",\"request\":{"
        "\"amount_fen\":100,\"gpu_hours\":1200,\"kind\":\"compute\",\"purpose\":\"大模型"
        "\"},\"tranche\":\"2026\"}");
    leave(&desk);
}

static void read__names_line_and_field_of_each_fault_and_goes_on(void **state)
{
    struct desk desk;
    struct err err = {0};
    (void)state;
    assert_ok(read_text(&desk, ".csv",
                        "at,accelerator,installed,powered,allocatable,allocated,active\n"
                        "2026-02-30 10:00,h100,8,8,8,4,2\n"
                        "\n"
                        "2026-02-28 10:00,\"h\n100\",8,eight,8,4,2\n"
                        "2026-02-28 10:00,h100,8,8\n",
                        BC_IMPORT_READINGS, &err),
              err);
    assert_contains(desk.told, "2: at: \"2026-02-30 10:00\" is not an instant");
    assert_contains(desk.told, "4: powered: \"eight\" is not a whole number");
    assert_contains(desk.told, "6: : has 4 cells, the header has 7");
    assert_int_equal(desk.import.faults, 3);
    leave(&desk);
}

static void read__names_columns_that_are_missing_or_unknown(void **state)
{
    struct desk desk;
    struct err err = {0};
    (void)state;
    assert_ok(
        read_text(&desk, ".csv", "accelerator,cards\nh100,8\n", BC_IMPORT_READINGS, &err),
        err);
    assert_contains(desk.told, "1: cards: is not a column");
    assert_contains(desk.told, "1: installed: the column is missing");
    leave(&desk);
}

static void read__keeps_the_line_of_each_json_record(void **state)
{
    struct desk desk;
    struct err err = {0};
    (void)state;
    assert_ok(read_text(&desk, ".json",
                        "[\n  {\"a\": \"]}\",\n   \"b\": [1, 2]},\n\n  {\"c\": 3},\n"
                        "  7, {\"d\": 1.5}\n]\n",
                        BC_IMPORT_APPLICATIONS, &err),
              err);
    assert_int_equal(desk.import.count, 2);
    assert_int_equal(desk.import.records[0].line, 2);
    assert_string_equal(desk.import.records[0].json, "{\"a\":\"]}\",\"b\":[1,2]}");
    assert_int_equal(desk.import.records[1].line, 5);
    assert_contains(desk.told, "6: : not JSON");
    assert_contains(desk.told, "6: : not JSON: a number with a fraction");
    leave(&desk);
    assert_ok(read_text(&desk, ".json", "{\"a\":1}", BC_IMPORT_APPLICATIONS, &err), err);
    assert_int_equal(desk.import.count, 1);
    leave(&desk);
    assert_ok(read_text(&desk, ".json", "[{\"a\":1},", BC_IMPORT_APPLICATIONS, &err),
              err);
    assert_contains(desk.told, "the array is not closed");
    leave(&desk);
}

static void read__takes_ndjson_line_by_line(void **state)
{
    struct desk desk;
    struct err err = {0};
    (void)state;
    assert_ok(read_text(&desk, ".ndjson", "{\"a\":1}\n\n{\"a\":\n{\"a\":2}",
                        BC_IMPORT_APPLICATIONS, &err),
              err);
    assert_int_equal(desk.import.count, 2);
    assert_int_equal(desk.import.records[1].line, 4);
    assert_contains(desk.told, "3: : not JSON");
    leave(&desk);
}

static void read__refuses_what_is_no_text_of_ours(void **state)
{
    struct desk desk;
    struct err err = {0};
    (void)state;
    assert_refused(
        read_text(&desk, ".csv", "\xC9\xCF\xBA\xA3\n", BC_IMPORT_APPLICATIONS, &err), err,
        ERR_INVALID, "is not UTF-8");
    leave(&desk);
    assert_refused(read_text(&desk, ".csv", "", BC_IMPORT_APPLICATIONS, &err), err,
                   ERR_INVALID, "there is nothing in");
    leave(&desk);
    assert_ok(read_text(&desk, ".csv", "a,\"b\n", BC_IMPORT_READINGS, &err), err);
    assert_contains(desk.told, "1: : a quote opened on line 1 is not closed");
    leave(&desk);
}

static void read__hashes_documents_beside_the_table(void **state)
{
    struct desk desk;
    struct err err = {0};
    char text[2000], row[600];
    (void)state;
    FILE *file = fopen("/tmp/import_test_doc.pdf", "w");
    assert_non_null(file);
    fputs("abc", file);
    fclose(file);
    snprintf(row, sizeof row,
             "p,t,o,o,n,2026-01-05,2026-02-01,2026-12-31,1,1,compute,1,1,x,"
             "import_test_doc.pdf,b.pdf#%064d,gone.pdf\n",
             0);
    snprintf(text, sizeof text, "%s,%s\n%s", HEADER,
             "document.contract,document.invoice,document.usage", row);
    assert_ok(read_text(&desk, ".csv", text, BC_IMPORT_APPLICATIONS, &err), err);
    assert_contains(desk.told,
                    "2: document.usage: cannot read the document \"gone.pdf\"");
    leave(&desk);
    *strstr(text, ",gone.pdf") = '\n';
    *strstr(text, ",document.usage") = '\0';
    char whole[2700];
    snprintf(whole, sizeof whole, "%s\n%s", text, row);
    *strstr(whole, ",gone.pdf") = '\0';
    assert_ok(read_text(&desk, ".csv", whole, BC_IMPORT_APPLICATIONS, &err), err);
    assert_int_equal(desk.import.count, 1);
    assert_contains(desk.import.records[0].json,
                    "{\"kind\":\"contract\",\"name\":\"import_test_doc.pdf\",\"sha256\":"
                    "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_contains(desk.import.records[0].json,
                    "{\"kind\":\"invoice\",\"name\":\"b.pdf\"");
    leave(&desk);
    unlink("/tmp/import_test_doc.pdf");
}

/* ---- readings ---- */

static void readings__fill_what_is_left_out(void **state)
{
    struct desk desk;
    struct err err = {0};
    struct bc_reading r[2];
    int count;
    const struct bc_fault_sink sink = {tell, &desk};
    (void)state;
    assert_ok(read_text(&desk, ".csv",
                        "at,accelerator,installed,powered,allocatable,allocated,active,"
                        "power_kw,pue,rack_fill_percent\n"
                        "2026-03-01 14:00,h100,8,8,8,4,2,12.5,1.25,62.7\n"
                        ",h100,8,8,8,4,2,,,\n",
                        BC_IMPORT_READINGS, &err),
              err);
    assert_ok(bc_import_readings(&desk.import, 77, r, 2, &count, &sink, &err), err);
    assert_string_equal(desk.told, "");
    assert_int_equal(count, 2);
    char at[32];
    assert_string_equal(date_time_format(r[0].at, at), "2026-03-01T06:00:00.000000Z");
    assert_string_equal(r[0].source, "typed");
    assert_int_equal(r[0].power_w, 12500);
    assert_int_equal(r[0].pue_milli, 1250);
    assert_int_equal(r[0].rack_fill_bp, 6270);
    assert_int_equal(r[1].at, 77);
    assert_int_equal(r[1].power_w, -1);
    leave(&desk);
}

static void readings__must_lie_within_each_other(void **state)
{
    struct desk desk;
    struct err err = {0};
    struct bc_reading r[4];
    int count;
    const struct bc_fault_sink sink = {tell, &desk};
    (void)state;
    assert_ok(read_text(&desk, ".ndjson",
                        "{\"accelerator\":\"h100\",\"installed\":8,\"powered\":9,"
                        "\"allocatable\":8,\"allocated\":4,\"active\":5}\n"
                        "{\"accelerator\":\"h100\",\"installed\":8,\"powered\":\"8\","
                        "\"allocatable\":8,\"allocated\":4,\"cards\":5}\n",
                        BC_IMPORT_READINGS, &err),
              err);
    assert_ok(bc_import_readings(&desk.import, 77, r, 4, &count, &sink, &err), err);
    assert_contains(desk.told, "1: powered: 9 is above installed, 8");
    assert_contains(desk.told, "1: active: 5 is above allocated, 4");
    assert_contains(desk.told, "2: cards: is not a field of a reading");
    assert_contains(desk.told, "2: powered: must be a whole number");
    assert_contains(desk.told, "2: active: is missing");
    assert_refused(bc_import_readings(&desk.import, 77, r, 1, &count, &sink, &err), err,
                   ERR_INVALID, "split the file");
    leave(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read__turns_a_row_into_the_record_it_stands_for),
        cmocka_unit_test(read__names_line_and_field_of_each_fault_and_goes_on),
        cmocka_unit_test(read__names_columns_that_are_missing_or_unknown),
        cmocka_unit_test(read__keeps_the_line_of_each_json_record),
        cmocka_unit_test(read__takes_ndjson_line_by_line),
        cmocka_unit_test(read__refuses_what_is_no_text_of_ours),
        cmocka_unit_test(read__hashes_documents_beside_the_table),
        cmocka_unit_test(readings__fill_what_is_left_out),
        cmocka_unit_test(readings__must_lie_within_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
