#include "tests/support/test.h"

#include "common/json.h"
#include "tests/support/console.h"
#include "tests/support/world.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

enum { CASES = 240 };

/* One clearinghouse for all tests, a console with a state folder of its own. */
struct desk {
    struct world world;
    char state[128];
    const char *as;
    struct console console;
};

static int open_desk(void **state)
{
    static struct desk desk;
    const struct world_options options = {.cases = CASES};
    if (!world_begin(&desk.world, &options)) {
        print_error("%s\n", desk.world.failed);
        return -1;
    }
    snprintf(desk.state, sizeof desk.state, "%s/console", desk.world.folder);
    *state = &desk;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *desk = *state;
    console_clear(&desk->console);
    world_end(&desk->world);
    return 0;
}

/* `voucherdesk … VERB…` as `who`; its exit status. */
static int run(struct desk *desk, const char *who, const char *line)
{
    const char *args[32] = {
        "--socket", desk->world.socket, "--state", desk->state, "--lang", "en", "--as",
        who};
    char text[600];
    int count = 8;
    snprintf(text, sizeof text, "%s", line);
    for (char *word = strtok(text, " "); word && count < 31; word = strtok(NULL, " ")) {
        args[count++] = word;
    }
    console_run(&desk->console, args);
    return desk->console.status;
}

#define assert_ends(desk, who, line, wanted)                                             \
    do {                                                                                 \
        if (run(desk, who, line) != (wanted)) {                                          \
            fail_msg("%s: status %d, not %d: %s%s", line, (desk)->console.status,        \
                     wanted, buf_str(&(desk)->console.out),                              \
                     buf_str(&(desk)->console.err));                                     \
        }                                                                                \
    } while (0)

#define out(desk) buf_str(&(desk)->console.out)
#define err(desk) buf_str(&(desk)->console.err)

/* Every line a document; returns how many, and keeps the first in `*first`. */
static int read_lines(struct desk *desk, json_t **first)
{
    char *rest = (char *)(uintptr_t)out(desk), *line;
    int count = 0;
    *first = NULL;
    while ((line = strsep(&rest, "\n")) && *line) {
        json_t *value = NULL;
        struct err err = {0};
        assert_ok(json_read(line, strlen(line), 1 << 20, &value, &err), err);
        if (count++ == 0) {
            *first = value;
        } else {
            json_decref(value);
        }
    }
    return count;
}

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

static const char *put_file(struct desk *desk, const char *name, const char *text,
                            char path[160])
{
    snprintf(path, 160, "%s/%s", desk->world.folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overview__is_printed_when_there_is_no_terminal),
        cmocka_unit_test(overview__starts_a_clearinghouse_of_its_own),
        cmocka_unit_test(list__is_one_document_a_line),
        cmocka_unit_test(show__gives_every_rule_with_its_outcome),
        cmocka_unit_test(verbs__of_another_role_are_refused),
        cmocka_unit_test(verbs__name_wrong_usage),
        cmocka_unit_test(verbs__say_when_nobody_answers),
        cmocka_unit_test(approve__tried_changes_nothing_and_done_can_be_undone),
        cmocka_unit_test(reject__of_several_decides_each_for_itself),
        cmocka_unit_test(outbox__lists_what_was_sent),
        cmocka_unit_test(submit__takes_nothing_of_a_file_with_a_fault),
        cmocka_unit_test(submit__takes_a_file_once_however_often_it_is_sent),
        cmocka_unit_test(report__reaches_the_centre),
        cmocka_unit_test(verify__is_green_and_names_a_changed_entry),
        cmocka_unit_test(doctor__finds_nothing_wrong),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
