#include "tests/support/terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { STEP_MS = 20, ARGS = 24 };

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void nap(int ms)
{
    struct timespec t = {ms / 1000, (long)(ms % 1000) * 1000000};
    nanosleep(&t, NULL);
}

/* Run tmux with these arguments; its output in `out` (may be NULL). */
static int tmux(struct terminal *t, char *out, size_t size, const char *const *args)
{
    const char *argv[ARGS] = {"tmux", "-L", t->name, "-f", "/dev/null"};
    int count = 5, pipes[2], status;
    while (*args && count < ARGS - 1) {
        argv[count++] = *args++;
    }
    assert_int_equal(pipe(pipes), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(pipes[1], STDOUT_FILENO);
        dup2(pipes[1], STDERR_FILENO);
        close(pipes[0]);
        close(pipes[1]);
        execvp("tmux", (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(pipes[1]);
    size_t len = 0;
    char spare[4096];
    for (;;) {
        bool room = out && len + 1 < size;
        ssize_t n = read(pipes[0], room ? out + len : spare,
                         room ? size - 1 - len : sizeof spare);
        if (n <= 0) {
            break;
        }
        len += room ? (size_t)n : 0;
    }
    if (out && size > 0) {
        out[len] = '\0';
    }
    close(pipes[0]);
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define TMUX(t, out, size, ...)                                                          \
    tmux(t, out, size, (const char *const[]){__VA_ARGS__, NULL})

static int serial; /* of the servers of this process */

static void name_of(struct terminal *t, int number)
{
    snprintf(t->name, sizeof t->name, "vd-%d-%d", (int)getpid(), number);
}

void terminal_close_all(void)
{
    for (int i = 0; i < serial; i++) {
        struct terminal t;
        name_of(&t, i);
        terminal_close(&t);
    }
}

void terminal_open(struct terminal *t, int cols, int rows, const char *command)
{
    char width[16], height[16];
    name_of(t, serial++);
    snprintf(width, sizeof width, "%d", cols);
    snprintf(height, sizeof height, "%d", rows);
    unsetenv("TMUX");
    assert_int_equal(TMUX(t, NULL, 0, "new-session", "-d", "-x", width, "-y", height,
                          "env PS1='$ ' sh"),
                     0);
    TMUX(t, NULL, 0, "set-option", "-g", "status", "off");
    TMUX(t, NULL, 0, "set-option", "-g", "escape-time", "10");
    TMUX(t, NULL, 0, "resize-window", "-x", width, "-y", height);
    if (!terminal_shows(t, "$", 5000)) {
        fail_msg("no shell in tmux");
    }
    terminal_type(t, command);
    terminal_keys(t, "Enter");
}

void terminal_close(struct terminal *t)
{
    if (*t->name) {
        TMUX(t, NULL, 0, "kill-server");
        t->name[0] = '\0';
    }
}

void terminal_keys(struct terminal *t, const char *keys)
{
    char copy[512];
    snprintf(copy, sizeof copy, "%s", keys);
    for (char *rest = copy, *key; (key = strsep(&rest, " "));) {
        if (*key) {
            TMUX(t, NULL, 0, "send-keys", key);
        }
    }
}

void terminal_type(struct terminal *t, const char *text)
{
    TMUX(t, NULL, 0, "send-keys", "-l", text);
}

void terminal_paste(struct terminal *t, const char *text)
{
    TMUX(t, NULL, 0, "set-buffer", text);
    TMUX(t, NULL, 0, "paste-buffer", "-p");
}

void terminal_resize(struct terminal *t, int cols, int rows)
{
    char width[16], height[16];
    snprintf(width, sizeof width, "%d", cols);
    snprintf(height, sizeof height, "%d", rows);
    TMUX(t, NULL, 0, "resize-window", "-x", width, "-y", height);
}

const char *terminal_read(struct terminal *t)
{
    TMUX(t, t->screen, sizeof t->screen, "capture-pane", "-p");
    return t->screen;
}

bool terminal_shows(struct terminal *t, const char *text, int ms)
{
    int64_t end = now_ms() + ms;
    do {
        if (strstr(terminal_read(t), text)) {
            return true;
        }
        nap(STEP_MS);
    } while (now_ms() < end);
    return false;
}

void terminal_wait(struct terminal *t, const char *text, int ms)
{
    if (!terminal_shows(t, text, ms)) {
        fputs(t->screen, stderr); /* fail_msg() would cut it */
        fail_msg("\"%s\" did not come in %d ms; the screen is above", text, ms);
    }
}

void terminal_gone(struct terminal *t, const char *text, int ms)
{
    int64_t end = now_ms() + ms;
    while (strstr(terminal_read(t), text)) {
        if (now_ms() >= end) {
            fputs(t->screen, stderr);
            fail_msg("\"%s\" is still there after %d ms; the screen is above", text, ms);
        }
        nap(STEP_MS);
    }
}

int terminal_row_of(struct terminal *t, const char *text)
{
    const char *screen = terminal_read(t), *at = strstr(screen, text);
    int row = 0;
    for (const char *c = screen; at && c < at; c++) {
        row += *c == '\n';
    }
    return at ? row : -1;
}

pid_t terminal_child(struct terminal *t)
{
    char pid[32], path[128], children[256] = "";
    TMUX(t, pid, sizeof pid, "display-message", "-p", "#{pane_pid}");
    long shell = strtol(pid, NULL, 10);
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", shell, shell);
    FILE *file = fopen(path, "r");
    if (!file) {
        return 0;
    }
    if (!fgets(children, sizeof children, file)) {
        children[0] = '\0';
    }
    fclose(file);
    return (pid_t)strtol(children, NULL, 10);
}

bool terminal_is_clean(struct terminal *t)
{
    char flags[64];
    TMUX(t, flags, sizeof flags, "display-message", "-p",
         "#{alternate_on} #{mouse_any_flag} #{cursor_flag}");
    return strncmp(flags, "0 0 1", 5) == 0;
}
