/* The main job in a real terminal, against a real clearinghouse. */

#include "tests/support/terminal.h"
#include "tests/support/test.h"
#include "tests/support/world.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CASES = 240, SOON = 10000 };

static struct world world;

static int begin(void **state)
{
    (void)state;
    const struct world_options options = {.cases = CASES};
    if (!world_begin(&world, &options)) {
        fprintf(stderr, "%s\n", world.failed);
        return -1;
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    terminal_close_all();
    world_end(&world);
    return 0;
}

/* A console of `who` on the world's socket, with local files in a folder of its own. */
static void console(struct terminal *t, int cols, int rows, const char *who,
                    const char *files, const char *options)
{
    char command[1024], program[512];
    snprintf(command, sizeof command, "'%s' --socket '%s' --state '%s/%s' --as %s %s",
             world_program("voucherdesk", program, sizeof program), world.socket,
             world.folder, files, who, options);
    terminal_open(t, cols, rows, command);
}

/* The row that is selected. */
static void selected_row(struct terminal *t, char *out, size_t size)
{
    const char *row = strstr(terminal_read(t), "\n>");
    if (!row) {
        fail_msg("no row is selected:\n%s", t->screen);
    }
    snprintf(out, size, "%.*s", (int)strcspn(row + 1, "\n"), row + 1);
}

/* The number in the row that is selected. */
static void selected(struct terminal *t, char out[16])
{
    char row[1024];
    selected_row(t, row, sizeof row);
    const char *number = strstr(row, "26-");
    assert_non_null(number);
    snprintf(out, 16, "%.11s", number);
}

/* Wait for the queue, and go down to the first case every rule of which passes. */
static void select_passing(struct terminal *t, const char *pass, char out[16])
{
    char row[1024];
    terminal_wait(t, pass, SOON);
    for (int i = 0; i < 60; i++) {
        selected_row(t, row, sizeof row);
        if (strstr(row, pass) && strstr(row, "26-")) {
            selected(t, out);
            return;
        }
        terminal_keys(t, "j");
        usleep(60 * 1000);
    }
    fail_msg("no case passes:\n%s", t->screen);
}

/* Open the preview of the first case that can be approved: the budget line has an arrow,
 * which a refusal has not. */
static void preview(struct terminal *t, const char *pass, char out[16])
{
    for (int i = 0; i < 20; i++) {
        select_passing(t, pass, out);
        terminal_keys(t, "a");
        if (terminal_shows(t, "→", 3000)) {
            return;
        }
        terminal_keys(t, "Escape");
        terminal_gone(t, "F8 ", SOON);
        terminal_keys(t, "j");
        usleep(60 * 1000);
    }
    fail_msg("no case can be approved:\n%s", t->screen);
}

static void ask(const char *path, struct world_reply *reply)
{
    const struct world_request request = {.path = path, .as = "officer"};
    int fd = world_connect(&world);
    assert_true(fd >= 0);
    assert_true(world_exchange(fd, &request, reply));
    close(fd);
}

/* What the clearinghouse says of a case, by its number. */
static void status_of(const char *number, char out[32])
{
    char path[128];
    struct world_reply reply = {0};
    snprintf(path, sizeof path, "/v1/applications?q=%s", number);
    ask(path, &reply);
    const char *at = strstr(buf_str(&reply.body), "\"status\":\"");
    if (!at) {
        fail_msg("no case %s: %.300s", number, buf_str(&reply.body));
    }
    at += strlen("\"status\":\"");
    snprintf(out, 32, "%.*s", (int)strcspn(at, "\""), at);
    world_reply_clear(&reply);
}

static void wait_status(const char *number, const char *wanted)
{
    char now[32];
    for (int i = 0; i < 100; i++) {
        status_of(number, now);
        if (strcmp(now, wanted) == 0) {
            return;
        }
        usleep(100 * 1000);
    }
    assert_string_equal(now, wanted);
}

static bool is_decided(const char *number)
{
    char now[32];
    status_of(number, now);
    return strcmp(now, "approved") == 0 || strcmp(now, "awaiting_second") == 0;
}

static void wait_decided(const char *number)
{
    for (int i = 0; i < 100 && !is_decided(number); i++) {
        usleep(100 * 1000);
    }
    assert_true(is_decided(number));
}

/* How often the case was approved, by its journal. */
static int count_approvals(const char *number)
{
    struct world_reply reply = {0};
    char path[64], *id, wanted[64];
    snprintf(path, sizeof path, "/v1/applications?q=%s", number);
    ask(path, &reply);
    id = strstr(buf_str(&reply.body), "\"id\":\"app_");
    assert_non_null(id);
    snprintf(wanted, sizeof wanted, "\"subject\":{\"id\":\"%.36s\"", id + 6);
    const char *programme = strstr(buf_str(&reply.body), "\"programme\":\"");
    assert_non_null(programme);
    programme += strlen("\"programme\":\"");
    char stream[64], cursor[32] = "0";
    snprintf(stream, sizeof stream, "%.*s", (int)strcspn(programme, "\""), programme);
    int count = 0;
    for (int page = 0; page < 50 && *cursor; page++) {
        char url[160];
        snprintf(url, sizeof url, "/v1/journal/%s?after=%s&limit=1000", stream, cursor);
        ask(url, &reply);
        const char *entry = buf_str(&reply.body);
        while ((entry = strstr(entry, "{\"action\":\""))) {
            const char *subject = strstr(entry, "\"subject\":{");
            count += strncmp(entry, "{\"action\":\"application.approve\"", 31) == 0 &&
                     subject && strncmp(subject, wanted, strlen(wanted)) == 0;
            entry += 10;
        }
        const char *next = strstr(buf_str(&reply.body), "\"next\":\"");
        snprintf(cursor, sizeof cursor, "%.*s", next ? (int)strcspn(next + 8, "\"") : 0,
                 next ? next + 8 : "");
    }
    world_reply_clear(&reply);
    return count;
}

static void officer__approves_quits_and_finds_it_still_true(void **state)
{
    (void)state;
    struct terminal t;
    char number[16];
    console(&t, 80, 24, "officer", "one", "");
    terminal_wait(&t, "ready to decide", SOON);
    preview(&t, "PASS", number);
    terminal_keys(&t, "F8");
    terminal_gone(&t, "IF YOU CONFIRM", SOON);
    wait_decided(number);
    terminal_wait(&t, number, SOON);
    terminal_keys(&t, "q");
    terminal_wait(&t, "$", SOON);
    assert_true(terminal_is_clean(&t));
    terminal_close(&t);

    console(&t, 80, 24, "officer", "one", "--screen outbox");
    terminal_wait(&t, number, SOON);
    terminal_wait(&t, "confirmed", SOON);
    terminal_close(&t);
    assert_true(is_decided(number));
}

static void officer__uses_the_same_keys_in_chinese(void **state)
{
    (void)state;
    struct terminal t;
    char number[16];
    console(&t, 80, 24, "officer", "zh", "--lang zh_CN");
    preview(&t, "通过", number);
    terminal_keys(&t, "F8");
    wait_decided(number);
    terminal_close(&t);
}

static void officer__rejects_with_a_reason_and_takes_it_back(void **state)
{
    (void)state;
    struct terminal t;
    char number[16];
    console(&t, 120, 36, "officer", "reject", "");
    terminal_wait(&t, "ready to decide", SOON);
    terminal_wait(&t, "PASS", SOON);
    selected(&t, number);
    terminal_keys(&t, "r");
    terminal_wait(&t, "IF YOU CONFIRM", SOON);
    terminal_keys(&t, "Down Enter");
    terminal_wait(&t, "1 rejected", SOON);
    terminal_keys(&t, "F8");
    wait_status(number, "rejected");
    terminal_wait(&t, "undo", SOON);
    terminal_keys(&t, "z");
    terminal_wait(&t, "IF YOU CONFIRM", SOON);
    usleep(700 * 1000);
    terminal_keys(&t, "F8");
    wait_status(number, "under_review");
    terminal_close(&t);
}

static void two_consoles__a_decision_shows_in_the_other_in_its_place(void **state)
{
    (void)state;
    struct terminal a, b;
    char number[16], cursor[16];
    console(&a, 100, 30, "officer", "a", "");
    console(&b, 100, 30, "officer2", "b", "");
    terminal_wait(&b, "PASS", SOON);
    terminal_keys(&b, "j j");
    usleep(200 * 1000);
    preview(&a, "PASS", number);
    selected(&b, cursor);
    int row = terminal_row_of(&b, number);
    terminal_keys(&a, "F8");
    wait_decided(number);
    terminal_wait(&b, "officer", 3000);
    char still[16];
    selected(&b, still);
    assert_string_equal(still, cursor);
    assert_int_equal(terminal_row_of(&b, number), row);
    terminal_close(&a);
    terminal_close(&b);
}

static void two_consoles__one_case_is_decided_once(void **state)
{
    (void)state;
    struct terminal a, b;
    char number[16], other[16];
    console(&a, 100, 30, "officer", "a2", "");
    console(&b, 100, 30, "officer2", "b2", "");
    preview(&a, "PASS", number);
    preview(&b, "PASS", other);
    assert_string_equal(number, other);
    terminal_keys(&a, "F8");
    wait_decided(number);
    terminal_keys(&b, "F8");
    terminal_wait(&b, "changed", SOON);
    assert_int_equal(count_approvals(number), 1);
    terminal_close(&a);
    terminal_close(&b);
}

static void killed_daemon__loses_and_doubles_nothing(void **state)
{
    (void)state;
    struct terminal t;
    char number[16];
    console(&t, 100, 30, "officer", "killed", "");
    preview(&t, "PASS", number);
    kill(world.pid, SIGSTOP); /* the request leaves, and no answer comes */
    terminal_keys(&t, "F8");
    terminal_gone(&t, "IF YOU CONFIRM", SOON);
    usleep(300 * 1000);
    world_signal(&world, SIGKILL);
    assert_true(world_restart(&world));
    wait_decided(number);
    terminal_keys(&t, "5");
    terminal_wait(&t, "confirmed", 40000);
    assert_int_equal(count_approvals(number), 1);
    terminal_close(&t);
}

static void killed_console__sends_its_intent_once_at_the_next_start(void **state)
{
    (void)state;
    struct terminal t;
    char number[16];
    console(&t, 100, 30, "officer", "gone", "");
    preview(&t, "PASS", number);
    kill(world.pid, SIGSTOP);
    terminal_keys(&t, "F8");
    terminal_gone(&t, "IF YOU CONFIRM", SOON);
    kill(terminal_child(&t), SIGKILL);
    terminal_close(&t);
    kill(world.pid, SIGCONT);

    console(&t, 100, 30, "officer", "gone", "--screen outbox");
    terminal_wait(&t, "confirmed", 40000);
    assert_int_equal(count_approvals(number), 1);
    terminal_close(&t);
}

static void signals__leave_a_usable_terminal(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct terminal t;
        console(&t, 80, 24, "officer", "signals", "");
        terminal_wait(&t, "ready to decide", SOON);
        assert_false(terminal_is_clean(&t));
        kill(terminal_child(&t), signals[i]);
        for (int n = 0; n < 100 && terminal_child(&t) != 0; n++) {
            usleep(20 * 1000);
        }
        terminal_type(&t, "echo usable");
        terminal_keys(&t, "Enter");
        terminal_wait(&t, "usable", SOON);
        if (!terminal_is_clean(&t)) {
            fail_msg("signal %d left the terminal in disorder", signals[i]);
        }
        terminal_close(&t);
    }
}

static void pasted_text__decides_nothing(void **state)
{
    (void)state;
    struct terminal t;
    char number[16];
    console(&t, 80, 24, "officer", "paste", "");
    terminal_wait(&t, "ready to decide", SOON);
    terminal_wait(&t, "PASS", SOON);
    selected(&t, number);
    terminal_paste(&t, "aaaa\nqq");
    usleep(400 * 1000);
    assert_null(strstr(terminal_read(&t), "IF YOU CONFIRM"));
    assert_false(is_decided(number));
    terminal_close(&t);
}

static void no_terminal__prints_the_overview(void **state)
{
    (void)state;
    char command[1024], program[512], text[8192];
    snprintf(command, sizeof command,
             "'%s' --socket '%s' --state '%s/plain' --as officer </dev/null 2>/dev/null",
             world_program("voucherdesk", program, sizeof program), world.socket,
             world.folder);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    size_t len = fread(text, 1, sizeof text - 1, out);
    text[len] = '\0';
    assert_int_equal(pclose(out), 0);
    assert_contains(text, "open cases");
    assert_null(strchr(text, '\033'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(officer__approves_quits_and_finds_it_still_true),
        cmocka_unit_test(officer__uses_the_same_keys_in_chinese),
        cmocka_unit_test(officer__rejects_with_a_reason_and_takes_it_back),
        cmocka_unit_test(two_consoles__a_decision_shows_in_the_other_in_its_place),
        cmocka_unit_test(two_consoles__one_case_is_decided_once),
        cmocka_unit_test(killed_daemon__loses_and_doubles_nothing),
        cmocka_unit_test(killed_console__sends_its_intent_once_at_the_next_start),
        cmocka_unit_test(signals__leave_a_usable_terminal),
        cmocka_unit_test(pasted_text__decides_nothing),
        cmocka_unit_test(no_terminal__prints_the_overview),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
