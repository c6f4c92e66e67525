/* What a terminal does to a console: sizes that change a thousand times a second, a line
 * of 300 bytes a second, one that stops, one that is cut, a job that is stopped. In all
 * of it the console lives, shows what is true afterwards, and loses nothing.
 *
 * ROBUST_LONG=1 (make storm) takes the full times; otherwise they are cut to seconds. */
#include "tests/support/console.h"
#include "tests/support/pty.h"
#include "tests/support/terminal.h"
#include "tests/support/test.h"
#include "tests/support/world.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CASES = 200, PATIENCE_MS = 20000, SIZES_A_SECOND = 1000 };

#define F8 "\033[19~"
#define REDRAW "\x0c"

static struct world world;
static char state_folder[160]; /* of the console that is started next */
static const char *who;
static bool deaf_to_hangup;
static int far_ms;     /* the terminal's answers take so long */
static int64_t due_ms; /* when the next one goes out; 0: none is asked for */

static bool is_long(void)
{
    const char *asked = getenv("ROBUST_LONG");
    return asked && strcmp(asked, "1") == 0;
}

static int begin(void **state)
{
    (void)state;
    if (!world_begin(&world, &(struct world_options){.cases = CASES})) {
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

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void pause_us(long us)
{
    nanosleep(&(struct timespec){us / 1000000, us % 1000000 * 1000}, NULL);
}

/* ---- a terminal that reads as it is told ---- */

static void run_console(void)
{
    char program[512];
    world_program("voucherdesk", program, sizeof program);
    setenv("LC_ALL", "C.UTF-8", 1);
    signal(SIGHUP, deaf_to_hangup ? SIG_IGN : SIG_DFL);
    execl(program, program, "--socket", world.socket, "--state", state_folder, "--lang",
          "en", "--as", who, "--fresh", "--screen", "overview", (char *)NULL);
    _exit(127);
}

static void start(struct pty *pty, const char *as, const char *files)
{
    who = as;
    deaf_to_hangup = false;
    due_ms = far_ms = 0;
    snprintf(state_folder, sizeof state_folder, "%s/%s", world.folder, files);
    pty_start(pty, "xterm-256color", 36, 120, run_console);
    fcntl(pty->master, F_SETFL, O_NONBLOCK);
}

/* Answer what the console asks its terminal, as one that has drawn all that. */
static void answer(struct pty *pty, const char *bytes, size_t len)
{
    static const char question[] = "\033[5n";
    static size_t matched;
    for (size_t i = 0; i < len; i++) {
        matched = bytes[i] == question[matched] ? matched + 1 : bytes[i] == '\033';
        if (matched == strlen(question)) {
            matched = 0;
            due_ms = now_ms() + far_ms;
        }
    }
    if (due_ms > 0 && now_ms() >= due_ms) {
        due_ms = 0;
        assert_int_equal(write(pty->master, "\033[0n", 4), 4);
    }
}

/* Read at most `most` bytes of what is there; false when the other end is closed. */
static bool take(struct pty *pty, size_t most, int ms)
{
    char bytes[4096];
    struct pollfd fd = {.fd = pty->master, .events = POLLIN};
    answer(pty, "", 0);
    if (poll(&fd, 1, ms) <= 0) {
        return true;
    }
    ssize_t got = read(pty->master, bytes, most < sizeof bytes ? most : sizeof bytes);
    if (got <= 0) {
        return got < 0 && (errno == EAGAIN || errno == EINTR);
    }
    buf_add(&pty->output, bytes, (size_t)got);
    answer(pty, bytes, (size_t)got);
    return true;
}

static void await(struct pty *pty, const char *text)
{
    int64_t until = now_ms() + PATIENCE_MS;
    while (!memmem(pty->output.data, pty->output.len, text, strlen(text))) {
        if (!take(pty, 4096, 20) || now_ms() > until) {
            size_t from = pty->output.len > 900 ? pty->output.len - 900 : 0;
            fail_msg("\"%s\" was never written, at last: %s", text,
                     buf_str(&pty->output) + from);
        }
    }
}

static void rest(struct pty *pty, int ms)
{
    for (int64_t until = now_ms() + ms; now_ms() < until;) {
        assert_true(take(pty, 4096, 10));
    }
}

static void resize(struct pty *pty, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)cols};
    assert_int_equal(ioctl(pty->master, TIOCSWINSZ, &size), 0);
}

/* All of the screen anew; `text` is on it. */
static void shows(struct pty *pty, const char *text)
{
    rest(pty, 60);
    pty_forget(pty);
    pty_type(pty, REDRAW);
    await(pty, text);
}

static void type_slowly(struct pty *pty, const char *keys)
{
    pty_type(pty, keys);
    rest(pty, 120);
}

static void leave(struct pty *pty)
{
    int status = 0;
    pty_type(pty, "\x03"); /* closes what is open, then the console */
    for (int64_t until = now_ms() + PATIENCE_MS; now_ms() < until;) {
        if (!take(pty, 4096, 10) || waitpid(pty->pid, &status, WNOHANG) == pty->pid) {
            break;
        }
    }
    (void)kill(pty->pid, SIGKILL);
    (void)waitpid(pty->pid, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    close(pty->master);
    buf_clear(&pty->output);
}

static bool is_alive(const struct pty *pty)
{
    return waitpid(pty->pid, NULL, WNOHANG) == 0;
}

/* ---- cases, as the clearinghouse has them ---- */

/* Its status and revision. */
static void case_now(const char *number, char status[32], long *revision)
{
    char path[128];
    struct world_reply reply = {0};
    const struct world_request request = {.path = path, .as = "officer"};
    snprintf(path, sizeof path, "/v1/applications?q=%s", number);
    assert_int_equal(world_call(&world, &request, &reply), 200);
    const char *at = strstr(buf_str(&reply.body), "\"status\":\""),
               *rev = strstr(buf_str(&reply.body), "\"revision\":");
    assert_non_null(at);
    assert_non_null(rev);
    snprintf(status, 32, "%.*s", (int)strcspn(at + 10, "\""), at + 10);
    *revision = strtol(rev + 11, NULL, 10);
    world_reply_clear(&reply);
}

static bool is_decided(const char *number)
{
    char status[32];
    long revision;
    case_now(number, status, &revision);
    return strcmp(status, "approved") == 0 || strcmp(status, "awaiting_second") == 0;
}

static bool can_approve(const char *number)
{
    char files[160];
    struct console console = {0};
    snprintf(files, sizeof files, "%s/try", world.folder);
    console_run(&console,
                (const char *[]){"--socket", world.socket, "--state", files, "--as",
                                 "officer", "approve", number, "--dry-run", NULL});
    bool ok = console.status == 0;
    console_clear(&console);
    return ok;
}

/* A case the officer can approve now, another one each time. */
static void passing_case(char out[16])
{
    static char used[8][16];
    static int used_count;
    struct world_reply reply = {0};
    const struct world_request request = {
        .path = "/v1/applications?status=under_review&verdict=pass&limit=100",
        .as = "officer"};
    assert_int_equal(world_call(&world, &request, &reply), 200);
    const char *at = buf_str(&reply.body);
    while ((at = strstr(at, "\"number\":\"26-"))) {
        bool was_used = false;
        snprintf(out, 16, "%.11s", at + 10);
        for (int i = 0; i < used_count; i++) {
            was_used = was_used || strcmp(used[i], out) == 0;
        }
        if (!was_used && can_approve(out)) {
            assert_true(used_count < 8);
            snprintf(used[used_count++], 16, "%s", out);
            world_reply_clear(&reply);
            return;
        }
        at += 10;
    }
    fail_msg("no case can be approved");
}

/* The preview of its approval is open, as far as F8. */
static void open_preview(struct pty *pty, const char *number)
{
    char line[32];
    await(pty, "LIVE");
    snprintf(line, sizeof line, ":%s", number);
    type_slowly(pty, line);
    pty_type(pty, "\r");
    rest(pty, 400);
    pty_forget(pty);
    pty_type(pty, "a");
    await(pty, "IF YOU CONFIRM");
    rest(pty, 1000); /* the key that opened it is no longer held */
}

static void until_decided(const char *number)
{
    int64_t until = now_ms() + PATIENCE_MS;
    while (!is_decided(number)) {
        assert_true(now_ms() < until);
        pause_us(100000);
    }
}

/* ---- sizes ---- */

/* One draw out of three is far off what anybody has. */
static void any_size(unsigned *seed, int *rows, int *cols)
{
    *seed = *seed * 1664525u + 1013904223u;
    unsigned a = *seed >> 8;
    *seed = *seed * 1664525u + 1013904223u;
    unsigned b = *seed >> 8;
    bool odd = a % 3 == 0;
    *rows = odd ? 1 + (int)(a / 3 % 200) : 20 + (int)(a % 60);
    *cols = odd ? 1 + (int)(b % 500) : 60 + (int)(b % 160);
}

static void storm(struct pty *pty, int ms, unsigned seed)
{
    int rows, cols;
    int64_t until = now_ms() + ms;
    resize(pty, 1, 1);
    for (int i = 0; now_ms() < until; i++) {
        any_size(&seed, &rows, &cols);
        resize(pty, rows, cols);
        assert_true(take(pty, 4096, 0));
        pause_us(1000000 / SIZES_A_SECOND - 100);
    }
    resize(pty, 200, 500);
    rest(pty, 30);
    resize(pty, 36, 120);
    assert_true(is_alive(pty));
}

static void storm__every_screen_and_dialog_stands_it(void **state)
{
    (void)state;
    static const struct {
        const char *as, *keys, *shows;
    } places[] = {
        {"supervisor", ":overview\r", "[1 Overview]"},
        {"supervisor", ":queue\r", "[2 Applications]"},
        {"supervisor", ":budgets\r", "[3 Budgets]"},
        {"supervisor", ":centres\r", "[4 Centres]"},
        {"supervisor", ":hubs\r", "hubs"},
        {"supervisor", ":outbox\r", "[5 Outbox]"},
        {"supervisor", ":audit\r", "[6 Audit]"},
        {"supervisor", ":policy\r", "[7 Policy]"},
        {"supervisor", ":notices\r", "[8 Notices]"},
        {"supervisor", ":vouchers\r", "[9 Vouchers]"},
        {"supervisor", ":claims\r", "[0 Claims]"},
        {"supervisor", ":payments\r", "[- Payments]"},
        {"officer", ":queue\ra", "Decision"},
        {"officer", ":queue\rr", "Decision"},
        {"officer", ":vouchers\rl", "Claim"},
        {"operator", ":centres\rR", "Report"},
        {"officer", ":queue\r?", "Keys"},
        {"officer", ":messages\r", "Messages"},
        {"officer", "\x10", "find"},
        {"officer", "'", "bookmarks"},
        {"officer", "!", "Why"},
        {"officer", ":tour\r", "[2 Applications]"},
        {"officer", ":queue\r/xh", "of"},
        {"officer", ":the", "theme"},
    };
    int ms = is_long() ? 10000 : 60;
    struct pty pty;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (i == 0 || strcmp(places[i].as, who) != 0) {
            start(&pty, places[i].as, places[i].as);
            await(&pty, "LIVE");
            rest(&pty, 300);
        }
        for (const char *k = places[i].keys; *k; k++) {
            pty_type(&pty, (char[]){*k, '\0'});
            rest(&pty, *k == '\r' ? 150 : 15);
        }
        storm(&pty, ms, (unsigned)i + 1);
        shows(&pty, places[i].shows);
        type_slowly(&pty, "\033");
        if (i + 1 == sizeof places / sizeof *places ||
            strcmp(places[i + 1].as, places[i].as) != 0) {
            leave(&pty);
        }
    }
}

/* ---- a slow line ---- */

/* As a line of so many bytes a second gives them. */
static size_t trickle(struct pty *pty, int rate, int ms)
{
    size_t before = pty->output.len;
    for (int64_t until = now_ms() + ms; now_ms() < until;) {
        assert_true(take(pty, (size_t)(rate / 20 > 0 ? rate / 20 : 1), 0));
        pause_us(50000);
    }
    return pty->output.len - before;
}

static void slow_line__shows_what_is_true_not_what_was(void **state)
{
    (void)state;
    struct pty pty;
    int rate = is_long() ? 300 : 3000;
    start(&pty, "officer", "slow");
    await(&pty, "LIVE");
    type_slowly(&pty, ":queue");
    type_slowly(&pty, "\r");
    await(&pty, "[2 Applications]");
    rest(&pty, 500);
    pty_forget(&pty);
    /* Fifty pages through the queue: a frame each would be 100 KB. */
    for (int i = 0; i < 50; i++) {
        pty_type(&pty, i % 2 ? "g" : "G");
        (void)trickle(&pty, rate, 60);
    }
    pty_type(&pty, "3");
    int64_t from = now_ms();
    while (!strstr(buf_str(&pty.output), "[3 Budgets]")) {
        (void)trickle(&pty, rate, 100);
        assert_true(now_ms() - from < 30 * PATIENCE_MS / 10);
    }
    assert_true(pty.output.len < 30000);
    shows(&pty, "[3 Budgets]");
    leave(&pty);
}

static void far_terminal__is_measured_and_drawn_on_sparingly(void **state)
{
    (void)state;
    struct pty pty;
    start(&pty, "officer", "far");
    far_ms = 300;
    await(&pty, "the link is slow");
    pty_forget(&pty);
    type_slowly(&pty, ":link full");
    type_slowly(&pty, "\r");
    await(&pty, "drawn in full");
    leave(&pty);
}

/* ---- a stopped one ---- */

static void stopped_terminal__the_decision_is_sent_all_the_same(void **state)
{
    (void)state;
    struct pty pty;
    char number[16];
    passing_case(number);
    start(&pty, "officer", "stopped");
    open_preview(&pty, number);
    pty_type(&pty, F8);
    /* from here on nobody reads what it writes */
    for (int i = 0; i < 60; i++) {
        resize(&pty, 36 + i % 2, 120 + i % 3);
        pause_us(30000);
    }
    until_decided(number);
    for (int64_t until = now_ms() + (is_long() ? 60000 : 500); now_ms() < until;) {
        resize(&pty, 40, 100 + (int)(now_ms() % 7));
        pause_us(100000);
    }
    resize(&pty, 36, 120);
    rest(&pty, 500);
    shows(&pty, "[2 Applications]");
    leave(&pty);
}

/* ---- a cut one ---- */

static int intents_pending(const char *files)
{
    char path[200];
    struct console console = {0};
    int count = 0;
    snprintf(path, sizeof path, "%s/%s", world.folder, files);
    console_run(&console,
                (const char *[]){"--socket", world.socket, "--state", path, "--as",
                                 "officer", "outbox", "list", "--json", NULL});
    for (const char *at = buf_str(&console.out); (at = strstr(at, "\"state\":\""));
         at++) {
        count += strncmp(at + 9, "confirmed", 9) != 0 && strncmp(at + 9, "refused", 7);
    }
    console_clear(&console);
    return count;
}

static void cut(bool deaf, const char *files)
{
    struct pty pty;
    char number[16], path[200], status[32];
    int ended = 0;
    long before, after;
    passing_case(number);
    case_now(number, status, &before);
    start(&pty, "officer", files);
    if (deaf) { /* as under nohup: nothing but the end of input tells */
        (void)kill(pty.pid, SIGKILL);
        (void)waitpid(pty.pid, NULL, 0);
        close(pty.master);
        deaf_to_hangup = true;
        pty_start(&pty, "xterm-256color", 36, 120, run_console);
        fcntl(pty.master, F_SETFL, O_NONBLOCK);
    }
    open_preview(&pty, number);
    assert_int_equal(kill(world.pid, SIGSTOP), 0);
    pty_type(&pty, F8);
    rest(&pty, 300);
    close(pty.master);
    int64_t from = now_ms();
    while (waitpid(pty.pid, &ended, WNOHANG) == 0 && now_ms() - from < PATIENCE_MS) {
        pause_us(10000);
    }
    int64_t took = now_ms() - from;
    assert_int_equal(kill(world.pid, SIGCONT), 0);
    assert_true(WIFEXITED(ended));
    assert_true(took < PATIENCE_MS);
    /* What was confirmed is not lost, whoever finishes it. */
    snprintf(path, sizeof path, "%s/%s", world.folder, files);
    struct console console = {0};
    console_run(&console, (const char *[]){"--socket", world.socket, "--state", path,
                                           "--as", "officer", "outbox", "retry", NULL});
    console_clear(&console);
    until_decided(number);
    case_now(number, status, &after);
    assert_int_equal(after, before + 1);
    assert_int_equal(intents_pending(files), 0);
    buf_clear(&pty.output);
}

static void cut_line__the_decision_is_kept_and_made_once(void **state)
{
    (void)state;
    cut(false, "cut");
}

static void cut_line__is_noticed_where_hangups_are_ignored(void **state)
{
    (void)state;
    cut(true, "deaf");
}

/* ---- stop and go on ---- */

static void stop__with_a_request_in_flight_loses_nothing(void **state)
{
    (void)state;
    struct terminal t;
    char number[16], command[1024], program[512], status[32];
    long before, after;
    passing_case(number);
    case_now(number, status, &before);
    snprintf(command, sizeof command,
             "'%s' --socket '%s' --state '%s/stop' --as officer --lang en --fresh "
             "--screen queue",
             world_program("voucherdesk", program, sizeof program), world.socket,
             world.folder);
    terminal_open(&t, 120, 36, command);
    terminal_wait(&t, "LIVE", PATIENCE_MS);
    terminal_type(&t, ":");
    terminal_type(&t, number);
    terminal_keys(&t, "Enter");
    pause_us(500000);
    terminal_keys(&t, "a");
    terminal_wait(&t, "IF YOU CONFIRM", PATIENCE_MS);
    pause_us(1000000);
    assert_int_equal(kill(world.pid, SIGSTOP), 0);
    terminal_keys(&t, "F8");
    pause_us(300000);
    terminal_keys(&t, "C-z");
    terminal_wait(&t, "Stopped", PATIENCE_MS);
    assert_true(terminal_is_clean(&t));
    pause_us(is_long() ? 20000000 : 500000);
    assert_int_equal(kill(world.pid, SIGCONT), 0);
    terminal_type(&t, "fg");
    terminal_keys(&t, "Enter");
    terminal_wait(&t, "[2 Applications]", PATIENCE_MS);
    until_decided(number);
    case_now(number, status, &after);
    assert_int_equal(after, before + 1);
    terminal_close(&t);
}

/* ---- keys that come too often ---- */

static void confirm__pressed_many_times_decides_once(void **state)
{
    (void)state;
    struct pty pty;
    char number[16], status[32];
    long before, after;
    passing_case(number);
    case_now(number, status, &before);
    start(&pty, "officer", "often");
    open_preview(&pty, number);
    pty_type(&pty, F8 F8 F8 F8 F8);
    until_decided(number);
    for (int i = 0; i < 10; i++) {
        pty_type(&pty, F8);
        rest(&pty, 30);
    }
    case_now(number, status, &after);
    assert_int_equal(after, before + 1);
    leave(&pty);
}

static void held_key__that_opens_a_preview_confirms_nothing(void **state)
{
    (void)state;
    struct pty pty;
    char number[16], status[32];
    long before, after;
    passing_case(number);
    case_now(number, status, &before);
    start(&pty, "officer", "held");
    open_preview(&pty, number);
    for (int i = 0; i < 40; i++) {
        pty_type(&pty, "a");
        rest(&pty, 20);
    }
    pty_type(&pty, "\033");
    rest(&pty, 300);
    case_now(number, status, &after);
    assert_int_equal(after, before);
    leave(&pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(storm__every_screen_and_dialog_stands_it),
        cmocka_unit_test(slow_line__shows_what_is_true_not_what_was),
        cmocka_unit_test(far_terminal__is_measured_and_drawn_on_sparingly),
        cmocka_unit_test(stopped_terminal__the_decision_is_sent_all_the_same),
        cmocka_unit_test(cut_line__the_decision_is_kept_and_made_once),
        cmocka_unit_test(cut_line__is_noticed_where_hangups_are_ignored),
        cmocka_unit_test(stop__with_a_request_in_flight_loses_nothing),
        cmocka_unit_test(confirm__pressed_many_times_decides_once),
        cmocka_unit_test(held_key__that_opens_a_preview_confirms_nothing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
