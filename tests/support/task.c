#include "tests/support/task.h"

#include "common/date.h"
#include "common/json.h"
#include "tui/lang.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { POLL_US = 50000 };

static const struct variant {
    int cols, rows;
    const char *lang;
} variants[] = {{80, 24, "en"}, {120, 36, "en"}, {80, 24, "zh_CN"}, {120, 36, "zh_CN"}};

enum { VARIANTS = sizeof variants / sizeof *variants };

/* ---- the four of them ---- */

static struct task the_task;
static int the_cases;
static const struct variant *the_variant;

static int begin(void **state)
{
    const struct world_options options = {.cases = the_cases};
    the_task.cols = the_variant->cols;
    the_task.rows = the_variant->rows;
    the_task.lang = the_variant->lang;
    *state = &the_task;
    if (!tui_lang_set(the_variant->lang)) {
        fprintf(stderr, "no catalogue for %s\n", the_variant->lang);
        return -1;
    }
    if (!world_begin(&the_task.world, &options)) {
        fprintf(stderr, "%s\n", the_task.world.failed);
        return -1;
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    terminal_close_all();
    world_end(&the_task.world);
    return 0;
}

/* After a test that failed the next one begins with no console open. */
static int get_up(void **state)
{
    struct task *task = *state;
    if (task->sitting) {
        terminal_close(&task->t);
        task->sitting = false;
    }
    if (task->world.pid > 0) {
        kill(task->world.pid, SIGCONT);
    }
    return 0;
}

static int run(const struct variant *variant, const char *name,
               const struct CMUnitTest *tests, size_t count)
{
    struct CMUnitTest *mine = calloc(count, sizeof *mine);
    char group[120];
    the_variant = variant;
    if (!mine) {
        return 1;
    }
    memcpy(mine, tests, count * sizeof *mine);
    for (size_t i = 0; i < count; i++) {
        mine[i].teardown_func = get_up;
    }
    snprintf(group, sizeof group, "%s %dx%d %s", name, variant->cols, variant->rows,
             variant->lang);
    int failed = _cmocka_run_group_tests(group, mine, count, begin, end);
    free(mine);
    return failed;
}

static void print_file(FILE *file)
{
    char block[4096];
    rewind(file);
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) {
        fwrite(block, 1, n, stdout);
    }
    fclose(file);
}

int task_main(const char *name, const struct CMUnitTest *tests, size_t count, int cases)
{
    pid_t pids[VARIANTS];
    FILE *said[VARIANTS];
    int failed = 0, status;
    the_cases = cases;
    const char *only = getenv("TASK_ONLY"); /* "2": the third alone */
    if (only) {
        return run(&variants[strtoul(only, NULL, 10) % VARIANTS], name, tests, count);
    }
    for (int i = 0; i < VARIANTS; i++) {
        said[i] = tmpfile();
        pids[i] = said[i] ? fork() : -1;
        if (pids[i] == 0) {
            dup2(fileno(said[i]), STDOUT_FILENO);
            dup2(fileno(said[i]), STDERR_FILENO);
            int worst = run(&variants[i], name, tests, count);
            fflush(NULL);
            _exit(worst != 0);
        }
    }
    for (int i = 0; i < VARIANTS; i++) {
        bool ok = pids[i] > 0 && waitpid(pids[i], &status, 0) == pids[i] &&
                  WIFEXITED(status) && WEXITSTATUS(status) == 0;
        failed += !ok;
        if (said[i]) {
            print_file(said[i]);
        }
    }
    return failed;
}

/* ---- at the console ---- */

/* The longest part of a format that is the same whatever it tells of. */
static const char *fixed_part(const char *text, char out[200])
{
    const char *own = tui_text(text), *best = own;
    if (tui_lang_is_zh() && own == text) {
        fprintf(stderr, "\"%s\" is no text of the catalogue; was it changed?\n", text);
    }
    size_t most = 0;
    for (const char *at = own; *at;) {
        size_t len = strcspn(at, "%");
        if (len > most) {
            best = at;
            most = len;
        }
        at += len;
        at += *at ? strcspn(at, "sdcu") : 0;
        at += *at != '\0';
    }
    snprintf(out, 200, "%.*s", (int)most, best);
    return out;
}

/* Row 1 says so, with the time an answer takes where that is long. */
static void wait_live(struct task *task)
{
    char live[200], slow[200];
    fixed_part("LIVE, %s", live);
    fixed_part("LIVE %d.%d s, %s", slow);
    for (int i = 0; i < TASK_SOON * 1000 / POLL_US; i++) {
        const char *screen = terminal_read(&task->t);
        if (strstr(screen, live) || strstr(screen, slow)) {
            return;
        }
        usleep(POLL_US);
    }
    fail_msg("the console is not live:\n%s", task->t.screen);
}

void task_sit(struct task *task, const char *who, const char *options)
{
    char command[PATH_MAX + 1024], program[512], path[PATH_MAX];
    world_program("voucherdesk", program, sizeof program);
    if (!realpath(program, path)) {
        fail_msg("there is no %s; VD_BUILD names the build folder", program);
    }
    snprintf(command, sizeof command,
             "cd '%s' && '%s' --socket '%s' --state '%s/%s' --as %s --lang %s %s",
             task->world.folder, path, task->world.socket, task->world.folder, who, who,
             task->lang, options);
    terminal_open(&task->t, task->cols, task->rows, command);
    task->sitting = true;
    wait_live(task);
}

void task_rise(struct task *task)
{
    task_command(task, "quit");
    terminal_gone(&task->t, "voucherdesk · ", TASK_SOON);
    assert_true(terminal_is_clean(&task->t));
    terminal_close(&task->t);
    task->sitting = false;
}

void task_keys(struct task *task, const char *keys)
{
    terminal_keys(&task->t, keys);
}

/* How often it is on the screen. */
static int count_of(struct task *task, const char *text)
{
    int count = 0;
    for (const char *at = terminal_read(&task->t); (at = strstr(at, text)); at++) {
        count++;
    }
    return count;
}

void task_type(struct task *task, const char *text)
{
    enum { SEEN = 12 }; /* a long text shows its end */
    size_t len = strlen(text);
    const char *end = len > SEEN ? text + len - SEEN : text;
    while ((*end & 0xC0) == 0x80) {
        end++;
    }
    int before = count_of(task, end);
    terminal_type(&task->t, text);
    for (int i = 0; i < TASK_SOON * 1000 / POLL_US; i++) {
        if (terminal_at_cursor(&task->t, end) || count_of(task, end) > before) {
            return;
        }
        usleep(POLL_US);
    }
    fail_msg("\"%s\" was not taken:\n%s", text, task->t.screen);
}

void task_command(struct task *task, const char *line)
{
    terminal_keys(&task->t, ":");
    task_type(task, line);
    terminal_keys(&task->t, "Enter");
}

/* Where what was just typed has to be looked at again first, F8 says so and a person
 * presses it again. */
static void confirm(struct task *task, const char *ready)
{
    char fixed[200];
    fixed_part(ready, fixed);
    for (int i = 0; i < 4; i++) {
        terminal_wait(&task->t, fixed, TASK_SOON);
        terminal_keys(&task->t, "F8");
        for (int n = 0; n < 40; n++) {
            if (!strstr(terminal_read(&task->t), fixed)) {
                return;
            }
            usleep(POLL_US);
        }
    }
    terminal_gone(&task->t, fixed, 0);
}

void task_fill(struct task *task, const char *text)
{
    task_keys(task, "C-u");
    task_type(task, text);
}

void task_confirm_decision(struct task *task)
{
    confirm(task, "checked %s");
}

void task_confirm_order(struct task *task)
{
    confirm(task, "IF YOU CONFIRM");
}

void task_see(struct task *task, const char *text)
{
    char fixed[200];
    terminal_wait(&task->t, fixed_part(text, fixed), TASK_SOON);
}

void task_not(struct task *task, const char *text)
{
    char fixed[200];
    terminal_gone(&task->t, fixed_part(text, fixed), TASK_SOON);
}

void task_see_exactly(struct task *task, const char *text)
{
    terminal_wait(&task->t, text, TASK_SOON);
}

void task_row(struct task *task, const char *text)
{
    for (int i = 0; i < TASK_SOON * 1000 / POLL_US; i++) {
        const char *row = strstr(terminal_read(&task->t), "\n>");
        const char *at = row ? strstr(row, text) : NULL;
        if (at && at < row + 1 + strcspn(row + 1, "\n")) {
            return;
        }
        usleep(POLL_US);
    }
    fail_msg("no row with \"%s\" is selected:\n%s", text, task->t.screen);
}

const char *task_says(struct task *task, const char *text)
{
    (void)task;
    return tui_text(text);
}

/* ---- what came of it ---- */

static json_t *ask(struct task *task, const struct world_request *request)
{
    struct world_reply reply = {0};
    struct err err = {0};
    json_t *value = NULL;
    int status = world_call(&task->world, request, &reply);
    if (status != 200 && status != 201) {
        fail_msg("%s as %s: %d %.600s", request->path, request->as, status,
                 buf_str(&reply.body));
    }
    assert_ok(json_read(buf_str(&reply.body), reply.body.len, 4 << 20, &value, &err),
              err);
    world_reply_clear(&reply);
    return value;
}

json_t *task_get(struct task *task, const char *who, const char *path)
{
    return ask(task, &(struct world_request){.path = path, .as = who});
}

const char *task_day(int days, char out[16])
{
    return date_format(date_of(date_now(), DATE_ZONE_CHINA) + days, out);
}

void task_days_on(struct task *task, int days)
{
    char body[48];
    snprintf(body, sizeof body, "{\"advance_s\":%d}", days * 86400);
    task_post(task, "admin", "/v1/demo/clock", 0, body);
}

void task_post(struct task *task, const char *who, const char *path, int64_t if_match,
               const char *body)
{
    static int serial;
    char key[48];
    snprintf(key, sizeof key, "task-%d-%d", (int)getpid(), serial++);
    json_decref(ask(
        task,
        &(struct world_request){
            .path = path, .as = who, .body = body, .key = key, .if_match = if_match}));
}

static const json_t *member(const json_t *record, const char *path)
{
    char name[48];
    while (record && *path) {
        size_t len = strcspn(path, ".");
        snprintf(name, sizeof name, "%.*s", (int)len, path);
        record = json_object_get(record, name);
        path += len + (path[len] == '.');
    }
    return record;
}

/* "status=queried verdict=pass" holds. */
static bool fits(const json_t *record, const char *wanted)
{
    char path[64], value[64];
    for (const char *at = wanted; *at; at += strcspn(at, " "), at += *at == ' ') {
        if (sscanf(at, "%63[^=]=%63[^ ]", path, value) != 2) {
            fail_msg("not a condition: %s", at);
        }
        const json_t *found = member(record, path);
        if (!json_is_string(found) || strcmp(json_string_value(found), value) != 0) {
            return false;
        }
    }
    return true;
}

json_t *task_find(struct task *task, const char *path, const char *wanted, int nth)
{
    json_t *list = task_get(task, "supervisor", path), *item, *found = NULL;
    size_t i;
    json_array_foreach(json_object_get(list, "items"), i, item)
    {
        if (!found && fits(item, wanted) && nth-- == 0) {
            found = json_incref(item);
        }
    }
    json_decref(list);
    if (!found) {
        fail_msg("%s has nothing that is %s", path, wanted);
    }
    return found;
}

void task_until(struct task *task, const char *path, const char *name, const char *wanted)
{
    char seen[200] = "";
    for (int i = 0; i < TASK_SOON * 1000 / POLL_US; i++) {
        json_t *record = task_get(task, "supervisor", path);
        const json_t *found = member(record, name);
        snprintf(seen, sizeof seen, "%s",
                 json_is_string(found) ? json_string_value(found) : "");
        json_decref(record);
        if (strcmp(seen, wanted) == 0) {
            return;
        }
        usleep(POLL_US);
    }
    if (task->sitting) {
        fputs(terminal_read(&task->t), stderr);
    }
    fail_msg("%s: %s is \"%s\", not \"%s\"; the screen is above", path, name, seen,
             wanted);
}
