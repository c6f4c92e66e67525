#include "tests/support/console.h"

#include "tests/support/world.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ARGS = 32, LONGEST_S = 60 };

void console_clear(struct console *console)
{
    buf_clear(&console->out);
    buf_clear(&console->err);
    *console = (struct console){0};
}

static void become(const char *program, const char *const *args, int in, int out, int err)
{
    char *argv[ARGS + 2] = {(char *)(uintptr_t)program};
    for (int i = 0; i < ARGS && args[i]; i++) {
        argv[i + 1] = (char *)(uintptr_t)args[i];
    }
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execv(program, argv);
    _exit(127);
}

/* Read both until both end or time is over. */
static bool drain(struct console *console, int out, int err)
{
    struct pollfd fds[] = {{.fd = out, .events = POLLIN}, {.fd = err, .events = POLLIN}};
    struct buf *bufs[] = {&console->out, &console->err};
    time_t until = time(NULL) + LONGEST_S;
    char block[4096];
    while ((fds[0].fd >= 0 || fds[1].fd >= 0) && time(NULL) < until) {
        if (poll(fds, 2, 1000) < 0 && errno != EINTR) {
            return false;
        }
        for (int i = 0; i < 2; i++) {
            if (fds[i].fd >= 0 && fds[i].revents) {
                ssize_t got = read(fds[i].fd, block, sizeof block);
                if (got > 0) {
                    buf_add(bufs[i], block, (size_t)got);
                } else {
                    fds[i].fd = -1;
                }
            }
        }
    }
    return fds[0].fd < 0 && fds[1].fd < 0;
}

/* What is typed, in a pipe that holds all of it. */
static int input_of(const char *input)
{
    int in[2];
    if (!input) {
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
    if (pipe2(in, O_CLOEXEC) != 0) {
        return -1;
    }
    size_t len = strlen(input);
    bool whole = write(in[1], input, len) == (ssize_t)len;
    close(in[1]);
    return whole ? in[0] : -1;
}

void console_run(struct console *console, const char *const *args)
{
    console_run_with(console, args, NULL);
}

void console_run_with(struct console *console, const char *const *args, const char *input)
{
    char program[512];
    int out[2], err[2], status = 0, in = input_of(input);
    console_clear(console);
    console->status = -1;
    world_program("voucherdesk", program, sizeof program);
    if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
        return;
    }
    pid_t pid = fork();
    if (pid == 0) {
        become(program, args, in, out[1], err[1]);
    }
    close(in);
    close(out[1]);
    close(err[1]);
    if (pid > 0) {
        bool ended = drain(console, out[0], err[0]);
        if (!ended) {
            kill(pid, SIGKILL);
        }
        waitpid(pid, &status, 0);
        console->status = ended && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    close(out[0]);
    close(err[0]);
}
