/* A supervisor's and an auditor's tasks: second signatures, what runs out, what is
 * overdue, a voucher stopped, the treasury paid, the report, and the chain walked. */

#include "tests/support/task.h"

#include "common/json.h"
#include "tests/support/console.h"

#include <stdlib.h>
#include <unistd.h>

enum { CASES = 1000 };

/* Down on the overview to the line with this label. */
static void go_to_line(struct task *task, const char *label)
{
    for (int i = 0; i < 120; i++) {
        const char *screen = terminal_read(&task->t);
        const char *at = strstr(screen, "> ");
        while (at && strncmp(at + 2, label, strlen(label)) != 0) {
            at = strstr(at + 1, "> ");
        }
        if (at) {
            return;
        }
        task_keys(task, i % 40 == 39 ? "Right g" : "Down");
        usleep(30 * 1000);
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

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(supervisor__signs_second_from_the_overview),
        cmocka_unit_test(supervisor__sees_what_runs_out_first_and_opens_its_rows),
    };
    return task_main("supervisor", tests, sizeof tests / sizeof *tests, CASES);
}
