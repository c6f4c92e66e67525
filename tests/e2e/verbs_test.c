#include "tests/e2e/verbs.h"

#include "common/date.h"
#include "common/hash.h"

/* The n-th case of a state and verdict, from 0. */
static void find_case(struct desk *desk, const char *status, const char *verdict, int nth,
                      char number[24])
{
    char line[100];
    snprintf(line, sizeof line, "applications list --json --limit 0 --status %s", status);
    assert_ends(desk, "officer", line, 0);
    char *rest = (char *)(uintptr_t)out(desk), *text;
    *number = '\0';
    while ((text = strsep(&rest, "\n")) && *text && nth >= 0) {
        json_t *value = NULL;
        struct err err = {0};
        assert_ok(json_read(text, strlen(text), 1 << 20, &value, &err), err);
        if (strcmp(json_str(value, "verdict"), verdict) == 0 && nth-- == 0) {
            snprintf(number, 24, "%s", json_str(value, "number"));
        }
        json_decref(value);
    }
    if (!*number) {
        fail_msg("the demo has no case %s, %s left", status, verdict);
    }
}

static int64_t revision_of(struct desk *desk, const char *number)
{
    char line[100];
    struct err err = {0};
    json_t *value = NULL;
    snprintf(line, sizeof line, "applications show %s --json", number);
    assert_ends(desk, "officer", line, 0);
    assert_ok(json_read(out(desk), strlen(out(desk)), 1 << 20, &value, &err), err);
    int64_t revision = json_int(value, "revision", -1);
    json_decref(value);
    return revision;
}

/* ---- reading ---- */

static void overview__is_printed_when_there_is_no_terminal(void **state)
{
    struct desk *desk = *state;
    assert_ends(desk, "supervisor", "", 0);
    assert_contains(out(desk), "QUEUE");
    assert_contains(out(desk), "shanghai-compute");
    assert_contains(out(desk), "books balance");
    assert_null(strchr(out(desk), '\x1b'));
}

static void overview__starts_a_clearinghouse_of_its_own(void **state)
{
    struct desk *desk = *state;
    char folder[160];
    json_t *first;
    snprintf(folder, sizeof folder, "%s/own", desk->world.folder);
    const char *args[] = {"--embedded", "--demo",  "30",       "--state", folder,
                          "--as",       "auditor", "overview", "--json",  NULL};
    console_run(&desk->console, args);
    assert_int_equal(desk->console.status, 0);
    assert_int_equal(read_lines(desk, &first), 1);
    assert_non_null(json_obj(first, "queue"));
    json_decref(first);
}

static void list__is_one_document_a_line(void **state)
{
    struct desk *desk = *state;
    json_t *first;
    assert_ends(desk, "officer", "applications list --json --limit 7 --status all", 0);
    assert_int_equal(read_lines(desk, &first), 7);
    assert_true(*json_str(first, "number"));
    json_decref(first);
    assert_ends(desk, "officer", "applications list --limit 3 --status all", 0);
    assert_contains(out(desk), "the first 3; --limit 0 shows all");
    assert_ends(desk, "officer", "applications list --status sleeping", 2);
    assert_contains(err(desk), "sleeping");
}

static void show__gives_every_rule_with_its_outcome(void **state)
{
    struct desk *desk = *state;
    char number[24], line[100];
    find_case(desk, "under_review,submitted", "fail", 0, number);
    snprintf(line, sizeof line, "applications show %s", number);
    assert_ends(desk, "officer", line, 0);
    assert_contains(out(desk), "ELIGIBILITY");
    assert_contains(out(desk), "FAIL");
    assert_ends(desk, "officer", "applications show 26-999999-X", 2);
}

static void verbs__of_another_role_are_refused(void **state)
{
    struct desk *desk = *state;
    assert_ends(desk, "operator", "applications list", 77);
    assert_contains(err(desk), "operator");
    assert_ends(desk, "operator", "overview", 0);
    assert_contains(out(desk), "YOUR CENTRES");
    assert_ends(desk, "nobody-here", "overview", 77);
}

/* A claim on the operator's centre, by the desk's verb; its number. */
static void lodge_claim(struct desk *desk, char number[24])
{
    char line[400], day[3][16];
    char voucher[48] = "";
    assert_ends(desk, "officer", "vouchers list --status active --limit 0 --json", 0);
    char *text = strdup(out(desk)), *rest = text, *one;
    assert_non_null(text);
    while ((one = strsep(&rest, "\n"))) {
        json_t *item = json_loads(one, 0, NULL);
        if (json_int(json_obj(item, "amounts"), "unused_fen", 0) > 1000000) {
            snprintf(voucher, sizeof voucher, "%s", json_str(item, "number"));
        }
        json_decref(item);
    }
    free(text);
    date_day today = date_of(date_now(), DATE_ZONE_CHINA);
    snprintf(line, sizeof line,
             "claims submit %s --amount 1000 --invoice I-77 --invoice-date %s "
             "--invoice-amount 50000 --hours 900 --from %s --to %s --centre lingang-c2 "
             "--json",
             voucher, date_format(today - 1, day[0]), date_format(today - 5, day[1]),
             date_format(today - 2, day[2]));
    assert_ends(desk, "desk", line, 0);
    json_t *claim;
    assert_int_equal(read_lines(desk, &claim), 1);
    snprintf(number, 24, "%s", json_str(claim, "number"));
    json_decref(claim);
}

static void claims_confirm__is_the_centres_word(void **state)
{
    struct desk *desk = *state;
    char number[24], line[120];
    lodge_claim(desk, number);
    assert_ends(desk, "operator", "claims list", 0);
    assert_contains(out(desk), number);
    snprintf(line, sizeof line, "claims confirm %s --deny", number);
    assert_ends(desk, "operator", line, 2);
    assert_contains(err(desk), "--note");
    snprintf(line, sizeof line, "claims confirm %s", number);
    assert_ends(desk, "officer", line, 77);
    assert_ends(desk, "operator", line, 0);
    snprintf(line, sizeof line, "claims show %s", number);
    assert_ends(desk, "officer", line, 0);
    assert_contains(out(desk), "confirmed 900 h, by operator");
    snprintf(line, sizeof line, "claims confirm %s --deny --note none", number);
    assert_ends(desk, "operator", line, 0);
    snprintf(line, sizeof line, "claims show %s", number);
    assert_ends(desk, "operator", line, 0);
    assert_contains(out(desk), "denies the use: none, by operator");
}

static void verbs__name_wrong_usage(void **state)
{
    struct desk *desk = *state;
    assert_ends(desk, "officer", "approve", 2);
    assert_contains(err(desk), "usage: voucherdesk approve CASE");
    assert_ends(desk, "officer", "budgets --amount 3", 2);
    assert_contains(err(desk), "--amount is not an option of this verb");
    assert_ends(desk, "officer", "rejoice", 2);
}

static void verbs__say_when_nobody_answers(void **state)
{
    struct desk *desk = *state;
    const char *args[] = {"--socket", "/tmp/no-clearinghouse-here.sock",
                          "--state",  desk->state,
                          "budgets",  NULL};
    console_run(&desk->console, args);
    assert_int_equal(desk->console.status, 69);
}

/* ---- deciding ---- */

static void approve__tried_changes_nothing_and_done_can_be_undone(void **state)
{
    struct desk *desk = *state;
    char number[24], line[100];
    find_case(desk, "under_review", "pass", 0, number);
    int64_t before = revision_of(desk, number);
    snprintf(line, sizeof line, "approve %s --dry-run", number);
    assert_ends(desk, "officer", line, 0);
    assert_contains(out(desk), "BEFORE");
    assert_contains(out(desk), "nothing was changed");
    assert_int_equal(revision_of(desk, number), before);
    snprintf(line, sizeof line, "approve %s", number);
    assert_ends(desk, "officer", line, 0);
    assert_contains(out(desk), "can be undone until");
    assert_int_equal(revision_of(desk, number), before + 1);
    snprintf(line, sizeof line, "undo %s", number);
    assert_ends(desk, "officer", line, 0);
    assert_contains(out(desk), "in review");
}

/* The file of a result, as the console writes it: what was done stays as it is. */
static void approve__takes_a_file_of_what_was_not_done(void **state)
{
    struct desk *desk = *state;
    char one[24], two[24], path[200], line[260];
    find_case(desk, "under_review", "pass", 0, one);
    find_case(desk, "under_review", "pass", 1, two);
    snprintf(path, sizeof path, "%s/result.csv", desk->world.folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "number,applicant,decision,outcome\r\n\"%s\",,approve,done\r\n", one);
    fprintf(file, "\"%s\",,approve,not-done\r\n", two);
    fclose(file);
    snprintf(line, sizeof line, "approve --file %s --dry-run", path);
    assert_ends(desk, "officer", line, 0);
    assert_contains(out(desk), two);
    assert_null(strstr(out(desk), one));
    file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "number,outcome\n%s,done\n", one);
    fclose(file);
    assert_ends(desk, "officer", line, 2);
    assert_contains(err(desk), "is done");
    file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "case,outcome\n%s,done\n", one);
    fclose(file);
    assert_ends(desk, "officer", line, 2);
    assert_contains(err(desk), "is no file of cases");
    assert_ends(desk, "officer", "approve --file /nonexistent", 2);
    assert_contains(err(desk), "cannot be read");
}

static void reject__of_several_decides_each_for_itself(void **state)
{
    struct desk *desk = *state;
    char one[24], two[24], line[160];
    find_case(desk, "under_review", "fail", 0, one);
    find_case(desk, "rejected", "fail", 0, two);
    snprintf(line, sizeof line, "reject %s", one);
    assert_ends(desk, "officer", line, 2);
    assert_contains(err(desk), "--reason CODE");
    snprintf(line, sizeof line, "reject %s %s --reason other --note seen", one, two);
    assert_ends(desk, "officer", line, 1);
    assert_contains(err(desk), "1 of 2 cases were refused");
    snprintf(line, sizeof line, "applications show %s", one);
    assert_ends(desk, "officer", line, 0);
    assert_contains(out(desk), "reject · officer");
    snprintf(line, sizeof line, "reject %s %s --reason other", one, one);
    assert_ends(desk, "officer", line, 2);
    assert_contains(err(desk), "named twice");
}

static json_t *document(struct desk *desk)
{
    struct err err = {0};
    json_t *doc = NULL;
    assert_ok(json_read(out(desk), strlen(out(desk)), 1 << 24, &doc, &err), err);
    return doc;
}

static void what_if__lists_who_would_change_and_writes_nothing(void **state)
{
    struct desk *desk = *state;
    char number[24];
    find_case(desk, "under_review,submitted", "pass", 0, number);
    int64_t revision = revision_of(desk, number);
    assert_ends(desk, "officer",
                "what-if shanghai-compute --set region=月球 --set rate_bp=29.5 --json",
                0);
    json_t *doc = document(desk);
    const json_t *items = json_obj(doc, "items"), *sums = json_obj(doc, "sums");
    const json_t *one = json_array_get(items, 0);
    assert_true(json_array_size(items) > 0);
    assert_int_equal(json_array_size(items), json_int(sums, "changed", -1));
    assert_true(json_int(sums, "looked_at", 0) >= json_int(sums, "changed", 0));
    assert_string_equal(json_str(json_obj(one, "after"), "outcome"), "fail");
    assert_int_equal(json_int(json_obj(one, "after"), "rate_bp", 0), 2950);
    assert_int_equal(json_int(sums, "after_fen", -1) < json_int(sums, "before_fen", 0),
                     1);
    json_decref(doc);
    assert_ends(desk, "auditor", "what-if shanghai-compute --set region=月球 --limit 1",
                0);
    assert_contains(out(desk), "registered in the area");
    assert_contains(out(desk), " more\n");
    assert_contains(out(desk), "open cases looked at");
    assert_ends(desk, "auditor",
                "what-if shanghai-compute --set rate_bp=20 --from 2020-01-01 --to "
                "2100-01-01",
                0);
    assert_contains(out(desk), "decided cases looked at");
    assert_int_equal(revision_of(desk, number), revision);
}

static void what_if__says_what_is_wrong_with_the_question(void **state)
{
    struct desk *desk = *state;
    assert_ends(desk, "officer", "what-if shanghai-compute", 2);
    assert_contains(err(desk), "--set KEY=VALUE");
    assert_ends(desk, "officer", "what-if shanghai-compute --set rate_bp", 2);
    assert_ends(desk, "officer",
                "what-if shanghai-compute --set rate_bp=1 --from 2026-01-01", 2);
    assert_ends(desk, "officer", "what-if shanghai-compute --file /no/such", 2);
    assert_ends(desk, "officer", "what-if shanghai-compute --set rate_bp=x", 65);
    assert_contains(err(desk), "rate_bp: \"x\": write a percentage");
    assert_ends(desk, "officer", "what-if atlantis --set rate_bp=1", 1);
    assert_ends(desk, "operator", "what-if shanghai-compute --set rate_bp=1", 77);
}

static void policies__take_two_supervisors(void **state)
{
    struct desk *desk = *state;
    char line[200];
    assert_ends(desk, "supervisor", "policies propose chengdu --set rate_bp=55", 2);
    assert_contains(err(desk), "--note is missing");
    assert_ends(desk, "supervisor", "policies propose chengdu --set rate_bp=55 --note n",
                2);
    assert_contains(err(desk), "--source is missing");
    assert_ends(desk, "supervisor",
                "policies propose chengdu --set rate_bp=55 --source paper --note why "
                "--dry-run",
                0);
    assert_contains(out(desk), "nothing was changed");
    assert_ends(desk, "officer",
                "policies propose chengdu --set rate_bp=55 --source paper --note why",
                77);
    assert_ends(
        desk, "supervisor",
        "policies propose chengdu --set rate_bp=55 --source paper --note why --json", 0);
    json_t *doc = document(desk);
    char id[64];
    snprintf(id, sizeof id, "%s", json_str(doc, "id"));
    json_decref(doc);
    snprintf(line, sizeof line, "policies sign chengdu %s", id);
    assert_ends(desk, "supervisor", line, 1);
    assert_contains(err(desk), "another supervisor must sign it");
    assert_ends(desk, "supervisor2", line, 0);
    assert_contains(out(desk), "in force from now on");
    assert_ends(desk, "auditor", "policies list chengdu", 0);
    assert_contains(out(desk), "rate_bp 60% → 55%");
    assert_contains(out(desk), "the file it began with");
    snprintf(line, sizeof line, "policies refuse chengdu %s", id);
    assert_ends(desk, "supervisor", line, 1);
    assert_ends(desk, "supervisor", "policies sign chengdu pol_none", 1);
}

static void outbox__lists_what_was_sent(void **state)
{
    struct desk *desk = *state;
    char number[24], line[100];
    json_t *first;
    find_case(desk, "submitted", "pass", 0, number);
    snprintf(line, sizeof line, "accept %s", number);
    assert_ends(desk, "officer", line, 0);
    assert_ends(desk, "officer", "outbox list --json", 0);
    assert_true(read_lines(desk, &first) >= 1);
    assert_string_equal(json_str(first, "what"), "accept");
    assert_string_equal(json_str(first, "state"), "confirmed");
    json_decref(first);
    assert_ends(desk, "officer", "outbox retry", 0);
    assert_contains(out(desk), "has its outcome");
    assert_ends(desk, "officer", "outbox discard 1", 1);
}

/* ---- files ---- */

/* A table of cases by an applicant of the demo, contract numbers from `serial`. */
static void cases_table(struct desk *desk, int serial, const char *last_ends,
                        struct buf *out)
{
    json_t *first;
    assert_ends(desk, "officer",
                "applications list --json --limit 1 --status all --programme "
                "shanghai-compute",
                0);
    assert_int_equal(read_lines(desk, &first), 1);
    buf_adds(out, "programme,tranche,applicant,provider,contract.number,"
                  "contract.signed_on,contract.starts_on,contract.ends_on,"
                  "contract.total_yuan,contract.eligible_yuan,request.kind,"
                  "request.gpu_hours,request.amount_yuan,request.purpose\n");
    for (int i = 0; i < 2; i++) {
        buf_printf(
            out,
            "shanghai-compute,%s,%s,%s,E2E-%d,2026-01-02,2026-01-03,%s,\"900,000\","
            "500k,compute,1200,90k,测试\n",
            json_str(first, "tranche"), json_str(first, "credit_code"),
            json_str(first, "provider_id"), serial + i, i ? last_ends : "2026-06-30");
    }
    json_decref(first);
}

static int case_count(struct desk *desk)
{
    json_t *first;
    assert_ends(desk, "officer", "applications list --json --limit 0 --status all", 0);
    int count = read_lines(desk, &first);
    json_decref(first);
    return count;
}

static void submit__takes_nothing_of_a_file_with_a_fault(void **state)
{
    struct desk *desk = *state;
    struct buf text = {0};
    char path[160], line[200];
    int before = case_count(desk);
    cases_table(desk, 10, "2025-06-30", &text);
    snprintf(line, sizeof line, "applications submit %s",
             put_file(desk, "bad.csv", buf_str(&text), path));
    assert_ends(desk, "officer", line, 65);
    assert_contains(err(desk), "bad.csv:3: contract.ends_on: is before starts_on");
    assert_int_equal(case_count(desk), before);
    buf_clear(&text);
}

static void submit__takes_a_file_once_however_often_it_is_sent(void **state)
{
    struct desk *desk = *state;
    struct buf text = {0}, numbers = {0};
    char path[160], line[200];
    int before = case_count(desk);
    cases_table(desk, 20, "2026-06-30", &text);
    snprintf(line, sizeof line, "applications submit %s --json --dry-run",
             put_file(desk, "good.csv", buf_str(&text), path));
    assert_ends(desk, "officer", line, 0);
    assert_int_equal(case_count(desk), before);
    snprintf(line, sizeof line, "applications submit %s --json", path);
    assert_ends(desk, "officer", line, 0);
    buf_adds(&numbers, out(desk));
    assert_contains(buf_str(&numbers), "\"line\":3");
    assert_ends(desk, "officer", line, 0);
    assert_string_equal(out(desk), buf_str(&numbers));
    assert_int_equal(case_count(desk), before + 2);
    buf_clear(&text);
    buf_clear(&numbers);
}

static void report__reaches_the_centre(void **state)
{
    struct desk *desk = *state;
    char path[160], line[260];
    json_t *first;
    put_file(desk, "bad_now.csv",
             "accelerator,installed,powered,allocatable,allocated,active\n"
             "ascend-910b,2048,2000,1900,600,700\n",
             path);
    snprintf(line, sizeof line, "centres report lingang-c2 %s", path);
    assert_ends(desk, "operator", line, 65);
    assert_contains(err(desk), "bad_now.csv:2: active: 700 is above allocated, 600");
    put_file(desk, "now.csv",
             "accelerator,installed,powered,allocatable,allocated,active\n"
             "ascend-910b,2048,2000,1900,1900,700\n",
             path);
    snprintf(line, sizeof line, "centres report lingang-c2 %s --json", path);
    assert_ends(desk, "operator", line, 0);
    assert_int_equal(read_lines(desk, &first), 1);
    assert_string_equal(json_str(first, "state"), "confirmed");
    json_decref(first);
    assert_ends(desk, "operator", "centres show lingang-c2", 0);
    assert_contains(out(desk), "100%");
    snprintf(line, sizeof line, "centres report lingang-c1 %s", path);
    assert_ends(desk, "operator", line, 1);
}

/* ---- audit and doctor ---- */

static void verify__is_green_and_names_a_changed_entry(void **state)
{
    struct desk *desk = *state;
    struct buf text = {0};
    char path[160], line[200];
    assert_ends(desk, "auditor", "audit verify", 0);
    assert_contains(out(desk), "none broken");
    assert_ends(desk, "auditor", "audit export", 0);
    buf_adds(&text, out(desk));
    snprintf(line, sizeof line, "audit verify %s",
             put_file(desk, "journal.ndjson", buf_str(&text), path));
    assert_ends(desk, "auditor", line, 0);
    char *amount = strstr(text.data, "\"amount_fen\":");
    assert_non_null(amount);
    amount[strlen("\"amount_fen\":")] ^= 1;
    put_file(desk, "journal.ndjson", buf_str(&text), path);
    assert_ends(desk, "auditor", line, 65);
    assert_contains(err(desk), "is broken at seq");
    assert_contains(err(desk), "its content hashes to");
    buf_clear(&text);
}

static void doctor__finds_nothing_wrong(void **state)
{
    struct desk *desk = *state;
    json_t *first;
    assert_ends(desk, "officer", "doctor --json", 0);
    assert_true(read_lines(desk, &first) > 10);
    assert_string_equal(json_str(first, "level"), "ok");
    json_decref(first);
    assert_null(strstr(out(desk), "\"level\":\"fail\""));
    const char *args[] = {"--socket", "/tmp/no-clearinghouse-here.sock",
                          "--state",  desk->state,
                          "doctor",   NULL};
    console_run(&desk->console, args);
    assert_int_equal(desk->console.status, 78);
    assert_contains(out(desk), "fault  clearinghouse");
}

/* `head -n -1 FILE | sha256sum` is the last line of it. */
static void notices__are_exported_with_a_checksum(void **state)
{
    struct desk *desk = *state;
    char hash[HASH_HEX], wanted[HASH_HEX + 16];
    assert_ends(desk, "officer", "notices export --programme shanghai-compute", 0);
    const char *text = out(desk), *last = strstr(text, "sha256,");
    assert_non_null(last);
    assert_int_equal(strncmp(text, "case,status,applicant,credit_code,", 34), 0);
    snprintf(wanted, sizeof wanted, "sha256,%s\n",
             hash_hex(text, (size_t)(last - text), hash));
    assert_string_equal(last, wanted);
    assert_ends(desk, "officer", "notices list --programme shanghai-compute --json", 0);
    assert_contains(out(desk), "\"sha256\":\"");
    assert_ends(desk, "officer", "notices list", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notices__are_exported_with_a_checksum),
        cmocka_unit_test(overview__is_printed_when_there_is_no_terminal),
        cmocka_unit_test(overview__starts_a_clearinghouse_of_its_own),
        cmocka_unit_test(list__is_one_document_a_line),
        cmocka_unit_test(show__gives_every_rule_with_its_outcome),
        cmocka_unit_test(verbs__of_another_role_are_refused),
        cmocka_unit_test(claims_confirm__is_the_centres_word),
        cmocka_unit_test(verbs__name_wrong_usage),
        cmocka_unit_test(verbs__say_when_nobody_answers),
        cmocka_unit_test(approve__tried_changes_nothing_and_done_can_be_undone),
        cmocka_unit_test(approve__takes_a_file_of_what_was_not_done),
        cmocka_unit_test(reject__of_several_decides_each_for_itself),
        cmocka_unit_test(what_if__lists_who_would_change_and_writes_nothing),
        cmocka_unit_test(what_if__says_what_is_wrong_with_the_question),
        cmocka_unit_test(policies__take_two_supervisors),
        cmocka_unit_test(outbox__lists_what_was_sent),
        cmocka_unit_test(submit__takes_nothing_of_a_file_with_a_fault),
        cmocka_unit_test(submit__takes_a_file_once_however_often_it_is_sent),
        cmocka_unit_test(report__reaches_the_centre),
        cmocka_unit_test(verify__is_green_and_names_a_changed_entry),
        cmocka_unit_test(doctor__finds_nothing_wrong),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
