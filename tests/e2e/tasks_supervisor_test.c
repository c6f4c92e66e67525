/* A supervisor's and an auditor's tasks: second signatures, what runs out, what is
 * overdue, a voucher stopped, the treasury paid, the report, and the chain walked. */

#include "tests/support/task.h"

#include "common/date.h"
#include "common/json.h"
#include "tests/support/console.h"
#include "tui/lang.h"

#include <stdlib.h>
#include <unistd.h>

enum { CASES = 1000 };

/* The line of the overview that begins so is selected. */
static bool on_line(struct task *task, const char *label)
{
    for (const char *at = terminal_read(&task->t); (at = strstr(at, "> ")); at += 2) {
        if (strncmp(at + 2, label, strlen(label)) == 0) {
            return true;
        }
    }
    return false;
}

/* A key; false when it changed nothing on the screen. */
static bool press(struct task *task, const char *key)
{
    char *before = strdup(terminal_read(&task->t));
    assert_non_null(before);
    task_keys(task, key);
    bool changed = false;
    for (int i = 0; i < 25 && !changed; i++) {
        usleep(20 * 1000);
        changed = strcmp(terminal_read(&task->t), before) != 0;
    }
    free(before);
    return changed;
}

/* Down the columns one after another, from the first. */
static bool find_line(struct task *task, const char *label)
{
    task_keys(task, "Left Left Left Left");
    for (int column = 0; column < 4; column++) {
        task_keys(task, "PageUp PageUp PageUp PageUp PageUp PageUp");
        for (int row = 0; row < 120; row++) {
            if (on_line(task, label)) {
                return true;
            }
            if (!press(task, "Down")) {
                break;
            }
        }
        (void)press(task, "Right");
    }
    return false;
}

/* To the line of the overview with this label. What comes in meanwhile changes the screen
 * as a key does, so that a line may be passed by. */
static void go_to_line(struct task *task, const char *label)
{
    for (int i = 0; i < 4; i++) {
        if (find_line(task, label)) {
            usleep(200 * 1000);
            if (on_line(task, label)) {
                return;
            }
        }
    }
    fail_msg("no line \"%s\" can be selected:\n%s", label, task->t.screen);
}

static void supervisor__signs_second_from_the_overview(void **state)
{
    struct task *task = *state;
    char path[96], number[24];
    task_sit(task, "supervisor", "--fresh");
    go_to_line(task, task_says(task, "await a second signature"));
    task_keys(task, "Enter");
    task_see(task, "ASK ¥k");
    json_t *found =
        task_find(task, "/v1/applications?status=awaiting_second&verdict=pass", "", 0);
    snprintf(number, sizeof number, "%s", json_str(found, "number"));
    snprintf(path, sizeof path, "/v1/applications/%s", json_str(found, "id"));
    json_decref(found);
    task_see_exactly(task, number);
    task_command(task, number);
    task_row(task, number);
    task_keys(task, "a");
    task_confirm_decision(task);
    task_until(task, path, "status", "approved");
    task_rise(task);
    json_t *record = task_get(task, "auditor", path);
    assert_int_equal(json_array_size(json_object_get(record, "signatures")), 2);
    json_decref(record);
}

static void supervisor__sees_what_runs_out_first_and_opens_its_rows(void **state)
{
    struct task *task = *state;
    task_sit(task, "supervisor", "--fresh");
    task_see(task, "Money that runs out first");
    task_keys(task, "3");
    task_see(task, "RUNS OUT");
    task_see(task, "tranche closes on");
    task_keys(task, "Enter");
    task_see(task, "ASK ¥k");
    task_rise(task);
}

/* Cases the office has let wait too long, by the clearinghouse. */
static int overdue(struct task *task)
{
    char now[40];
    int count = 0;
    json_t *list = task_get(task, "auditor",
                            "/v1/applications?status=submitted,under_review,"
                            "awaiting_second&limit=200"),
           *item;
    size_t i;
    date_time_format(date_now(), now);
    json_array_foreach(json_object_get(list, "items"), i, item)
    {
        const char *due = json_str(item, "due_at");
        count += *due && strcmp(due, now) < 0;
    }
    json_decref(list);
    return count;
}

/* Each figure by what stands on the screen it opens. */
static void supervisor__opens_the_rows_behind_each_figure(void **state)
{
    static const struct {
        const char *figure, *opens;
    } figures[] = {
        {N_("oldest has waited"), N_("ASK ¥k")},
        {N_("9 of 10 wait less than"), N_("ASK ¥k")},
        {N_("decided today"), N_("ASK ¥k")},
        {N_("objection open"), N_("OBJECTIONS")},
        {N_("contested hardware"), N_("REMARKS")},
        {N_("end within 30 days, unused"), N_("FACE ¥k")},
        {N_("asked back, overdue"), N_("PAYEE")},
        {N_("accounts against transfers"), N_("RUNS OUT")},
        {N_("chain signed, newest root"), N_("CHAIN")},
    };
    struct task *task = *state;
    task_sit(task, "supervisor", "--fresh");
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        task_command(task, "overview");
        task_see_exactly(task, "[1 ");
        go_to_line(task, tui_text(figures[i].figure));
        task_keys(task, "Enter");
        terminal_gone(&task->t, "[1 ", TASK_SOON);
        task_see(task, figures[i].opens);
    }
    task_rise(task);
}

static void supervisor__hands_overdue_cases_to_an_officer(void **state)
{
    struct task *task = *state;
    char count[16];
    int late = overdue(task);
    assert_in_range(late, 2, 99);
    snprintf(count, sizeof count, "%d", late);
    task_sit(task, "supervisor", "--fresh");
    go_to_line(task, task_says(task, "overdue"));
    task_keys(task, "Enter");
    task_see_exactly(task, "/due<0");
    task_row(task, "26-");
    task_keys(task, "M");
    task_see(task, "%d marked");
    task_command(task, "assign officer2");
    task_see(task, "how many cases this acts on (%d), then F8");
    task_type(task, count);
    task_confirm_decision(task);
    task_rise(task);
    json_t *list = task_get(task, "auditor", "/v1/applications?assigned_to=officer2");
    assert_true(json_array_size(json_object_get(list, "items")) >= (size_t)late);
    json_decref(list);
}

static void supervisor__stops_a_voucher_and_lets_it_go_on(void **state)
{
    struct task *task = *state;
    char path[96], number[32];
    json_t *found = task_find(task, "/v1/vouchers?limit=100", "status=active", 2);
    snprintf(number, sizeof number, "%s", json_str(found, "number"));
    snprintf(path, sizeof path, "/v1/vouchers/%s", json_str(found, "id"));
    json_decref(found);
    task_sit(task, "supervisor", "--fresh");
    task_command(task, number);
    task_row(task, number);
    task_keys(task, "f");
    task_see(task, "Freeze a voucher");
    task_type(task, "under-inv");
    task_confirm_order(task);
    task_until(task, path, "status", "frozen");
    task_until(task, path, "reason.code", "under-investigation");
    task_keys(task, "F");
    task_see(task, "Unfreeze a voucher");
    task_keys(task, "Down");
    task_confirm_order(task);
    task_until(task, path, "status", "active");
    task_rise(task);
}

/* The treasury's answer, as a file beside the person. */
static void write_receipt(struct task *task, const char *claim, int64_t fen)
{
    char path[160], day[16];
    snprintf(path, sizeof path, "%s/receipts.csv", task->world.folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
            "claim,outcome,amount_yuan,on,reference,reason\n%s,paid,%lld.%02lld,%s,"
            "GK-77001,\n",
            claim, (long long)fen / 100, (long long)fen % 100, task_day(0, day));
    assert_int_equal(fclose(file), 0);
}

static void treasury__is_sent_a_list_and_its_receipts_are_booked(void **state)
{
    struct task *task = *state;
    char path[160], line[64], number[24], name[160], day[16], text[4096];
    json_t *found = task_find(task, "/v1/claims?limit=100&status=failed",
                              "programme=shanghai-compute", 0);
    snprintf(number, sizeof number, "%s", json_str(found, "number"));
    snprintf(path, sizeof path, "/v1/claims/%s", json_str(found, "id"));
    int64_t fen = json_int(found, "amount_fen", 0);
    json_decref(found);

    task_sit(task, "officer2", "--fresh");
    snprintf(line, sizeof line, "payments payable %s", number);
    task_command(task, line);
    task_row(task, number);
    task_keys(task, "p");
    task_confirm_order(task);
    task_until(task, path, "status", "in_payment");
    snprintf(line, sizeof line, "payments sent %s", number);
    task_command(task, line);
    task_row(task, number);
    usleep(500 * 1000); /* the rows of the other view give way */
    task_row(task, number);
    task_keys(task, "E");
    snprintf(name, sizeof name, "payments-shanghai-compute-%s.csv", task_day(0, day));
    task_see_exactly(task, "SHA-256");
    snprintf(text, sizeof text, "%s/%s", task->world.folder, name);
    FILE *file = fopen(text, "r");
    assert_non_null(file);
    size_t len = fread(text, 1, sizeof text - 1, file);
    text[len] = '\0';
    fclose(file);
    assert_contains(text, number);
    assert_contains(text, "sha256,");
    task_rise(task);

    write_receipt(task, number, fen);
    task_sit(task, "supervisor2", "--fresh");
    task_command(task, "payments");
    task_see(task, "STATE");
    task_keys(task, "I");
    task_see(task, "Receipts of the treasury");
    task_type(task, "receipts.csv");
    task_keys(task, "Enter");
    task_see(task, "The clearinghouse would book every line. F8 does.");
    task_keys(task, "F8");
    task_until(task, path, "status", "paid");
    task_until(task, path, "payment.reference", "GK-77001");
    task_rise(task);
}

/* Run a verb as people do in a script; its output in `out`. */
static void verb(struct task *task, const char *who, const char *const *words,
                 struct console *console)
{
    char state[160];
    const char *args[24] = {"--socket", task->world.socket, "--state", state, "--as",
                            who,        "--lang",           task->lang};
    int count = 8;
    snprintf(state, sizeof state, "%s/verbs-%s", task->world.folder, who);
    while (*words && count < 23) {
        args[count++] = *words++;
    }
    console_run(console, args);
    if (console->status != 0) {
        fail_msg("%s: %d %s", words[-1], console->status, buf_str(&console->err));
    }
}

static void supervisor__takes_the_report_to_the_meeting(void **state)
{
    struct task *task = *state;
    char path[160], line[200];
    struct console console = {0};
    snprintf(path, sizeof path, "%s/report.html", task->world.folder);
    verb(task, "supervisor",
         (const char *const[]){"export", "report", "--html", path, NULL}, &console);
    console_clear(&console);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    bool names = false, balances = false;
    while (fgets(line, sizeof line, file)) {
        names = names || strstr(line, task_says(task, "Shanghai compute voucher")) ||
                strstr(line, "上海算力券");
        balances = balances || strstr(line, "</html>");
    }
    fclose(file);
    assert_true(names && balances);
}

static void auditor__walks_the_chain_and_follows_one_case(void **state)
{
    struct task *task = *state;
    char number[24], path[160];
    struct console console = {0};
    json_t *found = task_find(task, "/v1/applications?status=issued", "", 0);
    snprintf(number, sizeof number, "%s", json_str(found, "number"));
    json_decref(found);
    task_sit(task, "auditor", "--fresh");
    task_see(task, "CHAIN");
    task_keys(task, "V");
    const char *whole =
        tui_text("WHOLE to the head: %s entries of %d streams, %s signed checkpoints "
                 "met, walked %s");
    char head[80]; /* a narrow screen cuts the rest */
    snprintf(head, sizeof head, "%.*s", (int)strcspn(whole, "%"), whole);
    task_see_exactly(task, head);
    task_command(task, number);
    task_row(task, number);
    task_keys(task, "H");
    task_see(task, "CHAIN");
    task_row(task, number);
    task_rise(task);

    snprintf(path, sizeof path, "%s/journal.ndjson", task->world.folder);
    verb(
        task, "auditor",
        (const char *const[]){"audit", "export", "--programme", "shanghai-compute", NULL},
        &console);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(buf_str(&console.out), file);
    assert_int_equal(fclose(file), 0);
    verb(task, "auditor", (const char *const[]){"audit", "verify", path, NULL}, &console);
    console_clear(&console);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(supervisor__signs_second_from_the_overview),
        cmocka_unit_test(supervisor__sees_what_runs_out_first_and_opens_its_rows),
        cmocka_unit_test(supervisor__opens_the_rows_behind_each_figure),
        cmocka_unit_test(supervisor__hands_overdue_cases_to_an_officer),
        cmocka_unit_test(supervisor__stops_a_voucher_and_lets_it_go_on),
        cmocka_unit_test(treasury__is_sent_a_list_and_its_receipts_are_booked),
        cmocka_unit_test(supervisor__takes_the_report_to_the_meeting),
        cmocka_unit_test(auditor__walks_the_chain_and_follows_one_case),
    };
    return task_main("supervisor", tests, sizeof tests / sizeof *tests, CASES);
}
