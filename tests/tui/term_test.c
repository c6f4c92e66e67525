#include "tests/support/pty.h"
#include "tests/support/test.h"

#include "tui/keys.h"
#include "tui/lang.h"
#include "tui/term.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what the child does on its terminal ---- */

static struct tui_term *open_term(struct tui_canvas *canvas)
{
    struct tui_theme theme;
    struct err err = {0};
    struct tui_term *term;
    int rows, cols;
    setenv("LC_ALL", "C.UTF-8", 1);
    tui_lang_set("en");
    if (!tui_theme_load("default", &theme, &err) ||
        !tui_term_open(&theme, false, &term, &err)) {
        printf("ERR %s\n", err.text);
        fflush(stdout);
        _exit(err_exit_status(err.kind));
    }
    tui_term_size(term, &rows, &cols);
    if (!tui_canvas_resize(canvas, rows, cols)) {
        _exit(98);
    }
    return term;
}

/* Between frames: the mark tells the parent where one ends. */
static void mark(const char *text)
{
    fputs(text, stdout);
    fflush(stdout);
}

static void show_frames(void)
{
    struct tui_canvas canvas = {0};
    struct tui_term *term = open_term(&canvas);
    tui_puts(&canvas, 0, 0, "星河 first", TUI_TITLE);
    for (int row = 1; row < canvas.rows; row++) {
        tui_puts(&canvas, row, 0, "a row of text that is rather long", TUI_TEXT);
    }
    tui_term_show(term, &canvas);
    mark("<1>");
    tui_term_show(term, &canvas);
    mark("<2>");
    tui_puts(&canvas, 5, 2, "R", TUI_TEXT);
    tui_term_show(term, &canvas);
    mark("<3>");
    tui_puts(&canvas, canvas.rows - 1, canvas.cols - 2, "河", TUI_TEXT);
    tui_term_show(term, &canvas);
    mark("<4>");
    tui_term_close(term);
    tui_canvas_free(&canvas);
}

static void wait_for_input(void)
{
    struct pollfd fd = {.fd = 0, .events = POLLIN};
    (void)poll(&fd, 1, 3000);
}

/* Every key by its name, until q. */
static void echo_keys(void)
{
    struct tui_canvas canvas = {0};
    struct tui_term *term = open_term(&canvas);
    tui_term_show(term, &canvas);
    mark("<ready>");
    for (uint32_t key = 0; key != 'q';) {
        wait_for_input();
        while ((key = tui_term_key(term)) != 0 && key != 'q') {
            char name[16];
            printf("[%s]", key == TUI_KEY_PASTE_BEGIN ? "paste"
                           : key == TUI_KEY_PASTE_END ? "end"
                                                      : tui_key_name(key, name));
            fflush(stdout);
        }
    }
    tui_term_close(term);
    tui_canvas_free(&canvas);
}

static void crash(void)
{
    struct tui_canvas canvas = {0};
    struct tui_term *term = open_term(&canvas);
    tui_term_show(term, &canvas);
    mark("<shown>");
    raise(SIGSEGV);
}

static void wait_for_signal(void)
{
    struct tui_canvas canvas = {0};
    struct tui_term *term = open_term(&canvas);
    tui_term_show(term, &canvas);
    mark("<ready>");
    enum tui_signal signal = TUI_SIG_NONE;
    for (int i = 0; i < 100 && signal == TUI_SIG_NONE; i++) {
        struct pollfd fd = {.fd = tui_term_signal_fd(term), .events = POLLIN};
        (void)poll(&fd, 1, 100);
        signal = tui_term_signal(term);
    }
    tui_term_close(term);
    tui_canvas_free(&canvas);
    _exit(signal == TUI_SIG_TERMINATE ? 15 : signal == TUI_SIG_HANGUP ? 1 : 99);
}

/* ---- tests ---- */

static size_t between(const struct pty *pty, const char *from, const char *to)
{
    const char *a = strstr(buf_str(&pty->output), from),
               *b = strstr(buf_str(&pty->output), to);
    assert_true(a && b && b > a);
    return (size_t)(b - a) - strlen(from);
}

static void show__sends_what_changed_and_nothing_else(void **state)
{
    struct pty pty;
    (void)state;
    pty_start(&pty, "xterm-256color", 24, 80, show_frames);
    assert_int_equal(pty_end(&pty), 0);
    const char *all = buf_str(&pty.output);
    assert_contains(all, "星河 first");
    assert_int_equal(between(&pty, "<1>", "<2>"), 0);
    assert_in_range(between(&pty, "<2>", "<3>"), 1, 40);
    assert_in_range(between(&pty, "<3>", "<4>"), 3, 60);
    assert_contains(all, "\033[?1049h");
    assert_contains(strstr(all, "<4>"), "\033[?1049l");
    assert_contains(strstr(all, "<4>"), "\033[?2004l");
    buf_clear(&pty.output);
}

static void open__an_unknown_terminal_is_taken_for_an_xterm(void **state)
{
    struct pty pty;
    (void)state;
    pty_start(&pty, "nonesuch-terminal", 24, 80, show_frames);
    assert_int_equal(pty_end(&pty), 0);
    assert_contains(buf_str(&pty.output), "\033[?1049h");
    buf_clear(&pty.output);
}

static void open__a_dumb_terminal_is_refused_with_advice(void **state)
{
    struct pty pty;
    (void)state;
    pty_start(&pty, "dumb", 24, 80, show_frames);
    int status = pty_end(&pty);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 64);
    assert_contains(buf_str(&pty.output), "'dumb' cannot show a screen");
    buf_clear(&pty.output);
}

static void key__functions_text_and_pastes_arrive(void **state)
{
    struct pty pty;
    (void)state;
    pty_start(&pty, "xterm-256color", 24, 80, echo_keys);
    pty_wait(&pty, "<ready>");
    pty_type(&pty, "a星\033OA\033[19~\033[Z\033[3~\r\t\x7f\x18");
    pty_wait(&pty, "[^X]");
    assert_contains(buf_str(&pty.output),
                    "[a][星][Up][F8][S-Tab][Del][Enter][Tab][Bksp][^X]");
    pty_type(&pty, "\033[200~xy\033[201~");
    pty_wait(&pty, "[paste][x][y][end]");
    pty_type(&pty, "\033[27;5;97~z"); /* a sequence nobody knows leaves no letters */
    pty_wait(&pty, "[z]");
    assert_contains(buf_str(&pty.output), "[end][z]");
    pty_type(&pty, "q");
    assert_int_equal(pty_end(&pty), 0);
    buf_clear(&pty.output);
}

static void crash__gives_the_terminal_back_and_dies_of_it(void **state)
{
    struct pty pty;
    (void)state;
    pty_start(&pty, "xterm-256color", 24, 80, crash);
    int status = pty_end(&pty);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGSEGV);
    const char *after = strstr(buf_str(&pty.output), "<shown>");
    assert_non_null(after);
    assert_contains(after, "\033[?1049l");
    assert_contains(after, "\033[?2004l");
    assert_contains(after, "\033[?25h");
    buf_clear(&pty.output);
}

static void signal__term_and_hup_are_told_to_the_loop(void **state)
{
    static const struct {
        int sent, exit;
    } cases[] = {{SIGTERM, 15}, {SIGINT, 15}, {SIGHUP, 1}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct pty pty;
        pty_start(&pty, "xterm-256color", 24, 80, wait_for_signal);
        pty_wait(&pty, "<ready>");
        kill(pty.pid, cases[i].sent);
        int status = pty_end(&pty);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), cases[i].exit);
        buf_clear(&pty.output);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(show__sends_what_changed_and_nothing_else),
        cmocka_unit_test(open__an_unknown_terminal_is_taken_for_an_xterm),
        cmocka_unit_test(open__a_dumb_terminal_is_refused_with_advice),
        cmocka_unit_test(key__functions_text_and_pastes_arrive),
        cmocka_unit_test(crash__gives_the_terminal_back_and_dies_of_it),
        cmocka_unit_test(signal__term_and_hup_are_told_to_the_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
