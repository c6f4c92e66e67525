#include "tests/support/world.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { READY_MS = 60000, END_MS = 10000 };

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

const char *world_program(const char *name, char *out, size_t size)
{
    const char *build = getenv("VD_BUILD");
    snprintf(out, size, "%s/%s", build && *build ? build : "build", name);
    return out;
}

/* In the child: become the daemon, and die with the test. */
static void become(const struct world *w, int out, pid_t parent)
{
    char program[512];
    const char *argv[12] = {world_program("clearinghoused", program, sizeof program)};
    int argc = 1;
    int log = open(w->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent || log < 0 || dup2(out, 1) < 0 || dup2(log, 2) < 0) {
        _exit(127);
    }
    argv[argc++] = "--state";
    argv[argc++] = w->state;
    argv[argc++] = "--socket";
    argv[argc++] = w->socket;
    argv[argc++] = w->cases;
    if (*w->now) {
        argv[argc++] = "--demo-now";
        argv[argc++] = w->now;
    }
    if (*w->store) {
        argv[argc++] = "--store";
        argv[argc++] = w->store;
    }
    char *args[12];
    memcpy(args, argv, sizeof args);
    execv(program, args);
    fprintf(stderr, "cannot run %s: %s\n", program, strerror(errno));
    _exit(127);
}

/* Read the daemon's stdout until its ready line. */
static bool await_ready(struct world *w)
{
    char text[1024] = "";
    size_t len = 0;
    int64_t until = now_ms() + READY_MS;
    while (len < sizeof text - 1) {
        int64_t left = until - now_ms();
        struct pollfd p = {.fd = w->output, .events = POLLIN};
        if (left <= 0 || poll(&p, 1, (int)left) <= 0) {
            break;
        }
        ssize_t n = read(w->output, text + len, sizeof text - 1 - len);
        if (n <= 0) {
            break;
        }
        len += (size_t)n;
        text[len] = '\0';
        if (strstr(text, "clearinghoused: ready on ")) {
            return true;
        }
        if (len > sizeof text / 2) { /* a demo's progress: only the end matters */
            memmove(text, text + len / 2, len - len / 2 + 1);
            len -= len / 2;
        }
    }
    snprintf(w->failed, sizeof w->failed, "%.250s",
             *text ? text : "the daemon did not say that it is ready");
    return false;
}

bool world_restart(struct world *w)
{
    int ends[2];
    pid_t parent = getpid();
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return false;
    }
    w->pid = fork();
    if (w->pid == 0) {
        become(w, ends[1], parent);
    }
    close(ends[1]);
    w->output = ends[0];
    if (w->pid < 0) {
        w->pid = 0;
        return false;
    }
    if (!await_ready(w)) {
        world_signal(w, SIGKILL);
        return false;
    }
    return true;
}

bool world_begin(struct world *w, const struct world_options *options)
{
    const char *base = getenv("TMPDIR");
    *w = (struct world){.output = -1};
    /* A socket's path has 107 bytes: a long TMPDIR cannot be used. */
    snprintf(w->folder, sizeof w->folder, "%s/vd-world-XXXXXX",
             base && *base && strlen(base) < 40 ? base : "/tmp");
    if (!mkdtemp(w->folder)) {
        snprintf(w->failed, sizeof w->failed, "no temporary folder: %s", strerror(errno));
        return false;
    }
    snprintf(w->state, sizeof w->state, "%s/state", w->folder);
    snprintf(w->socket, sizeof w->socket, "%s/s", w->folder);
    snprintf(w->log, sizeof w->log, "%s/log", w->folder);
    snprintf(w->cases, sizeof w->cases, "--demo=%d", options->cases);
    snprintf(w->now, sizeof w->now, "%s", options->now ? options->now : "");
    snprintf(w->store, sizeof w->store, "%s", options->store ? options->store : "");
    return world_restart(w);
}

void world_signal(struct world *w, int signal_number)
{
    int64_t until = now_ms() + END_MS;
    if (w->pid > 0) {
        kill(w->pid, signal_number);
        while (waitpid(w->pid, NULL, WNOHANG) == 0) {
            if (now_ms() > until) {
                kill(w->pid, SIGKILL);
            }
            nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
        }
        w->pid = 0;
    }
    if (w->output >= 0) {
        close(w->output);
        w->output = -1;
    }
}

int world_verify(const struct world *w)
{
    char program[512];
    int status = -1;
    world_program("clearinghoused", program, sizeof program);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        execl(program, program, "verify", "--state", w->state,
              *w->store ? "--store" : (char *)NULL, w->store, (char *)NULL);
        _exit(127);
    }
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int remove_one(const char *path, const struct stat *info, int kind,
                      struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

void world_end(struct world *w)
{
    world_signal(w, SIGTERM);
    if (*w->folder) {
        nftw(w->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        w->folder[0] = '\0';
    }
}
