#include "backend_client/child.h"

#include "backend_client/child_path.h"
#include "common/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    END_MS = 10000,
    LINE_MAX_BYTES = 1024,
    LOG_BYTES = 4 << 20,
    EXIT_NO_EXEC = 127,
    EXIT_OTHER_SERVES = 75,
};

struct bc_child {
    char *state, *daemon;
    int64_t demo_cases;
    char socket[BC_SOCKET_PATH];
    pid_t pid; /* 0: none of ours is running */
    int out;   /* its stdout, or -1 */
    bool ready;
    char line[LINE_MAX_BYTES]; /* what of a line has come so far */
    size_t line_len;
    char failure[SAFE_TEXT_MAX]; /* why it says it failed */
    struct bc_child_progress progress;
};

bool bc_child_create(const char *state, const char *daemon, int64_t demo_cases,
                     struct bc_child **out, struct err *err)
{
    struct bc_child *child = calloc(1, sizeof *child);
    if (!child || !(child->state = strdup(state)) ||
        (daemon && !(child->daemon = strdup(daemon)))) {
        bc_child_destroy(child);
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    child->out = -1;
    child->demo_cases = demo_cases;
    if (!bc_child_socket_path(state, child->socket, err)) {
        bc_child_destroy(child);
        return false;
    }
    *out = child;
    return true;
}

const char *bc_child_socket(const struct bc_child *child)
{
    return child->socket;
}

int bc_child_fd(const struct bc_child *child)
{
    return child->out;
}

const struct bc_child_progress *bc_child_progress(const struct bc_child *child)
{
    return &child->progress;
}

/* True when somebody listens there; takes microseconds. */
static bool answers(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return false;
    }
    bool ok = connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ||
              errno == EAGAIN || errno == EINPROGRESS;
    close(fd);
    return ok;
}

/* ---- starting ---- */

static int open_log(const struct bc_child *child)
{
    char path[4200], older[4210];
    struct stat st;
    snprintf(path, sizeof path, "%.4000s/clearinghoused.log", child->state);
    snprintf(older, sizeof older, "%s.1", path);
    if (stat(path, &st) == 0 && st.st_size > LOG_BYTES) {
        (void)rename(path, older);
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
                  S_IRUSR | S_IWUSR);
    return fd >= 0 ? fd : open("/dev/null", O_WRONLY | O_CLOEXEC);
}

/* Between fork and exec: only calls that are safe there. */
static void become(char *const argv[], pid_t parent, int null, int out, int log)
{
    sigset_t none;
    sigemptyset(&none);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) {
        _exit(0); /* the console ended before that took hold */
    }
    setsid(); /* a key such as Ctrl-C is for the console alone */
    dup2(null, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
#ifdef SYS_close_range
    syscall(SYS_close_range, 3u, ~0u, 0u);
#endif
    sigprocmask(SIG_SETMASK, &none, NULL);
    execv(argv[0], argv);
    _exit(EXIT_NO_EXEC);
}

static bool spawn(struct bc_child *child, char *const argv[], struct err *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return err_set(err, ERR_INTERNAL, "cannot make a pipe: %s", strerror(errno));
    }
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC), log = open_log(child);
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        become(argv, parent, null, ends[1], log);
    }
    int why = errno;
    close(ends[1]);
    if (null >= 0) {
        close(null);
    }
    if (log >= 0) {
        close(log);
    }
    if (pid < 0) {
        close(ends[0]);
        return err_set(err, ERR_INTERNAL, "cannot start clearinghoused: %s",
                       strerror(why));
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    child->pid = pid;
    child->out = ends[0];
    return true;
}

static bool start_own(struct bc_child *child, struct err *err)
{
    char program[4096], ledger[4200], cases[24];
    char option_state[] = "--state", option_socket[] = "--socket",
         option_demo[] = "--demo";
    if (!bc_child_program(child->daemon, program, sizeof program, err)) {
        return false;
    }
    snprintf(ledger, sizeof ledger, "%.4000s/ledger", child->state);
    snprintf(cases, sizeof cases, "%" PRId64, child->demo_cases);
    char *argv[] = {program,
                    option_state,
                    ledger,
                    option_socket,
                    child->socket,
                    child->demo_cases > 0 ? option_demo : NULL,
                    child->demo_cases > 0 ? cases : NULL,
                    NULL};
    child->ready = false;
    child->line_len = 0;
    child->failure[0] = '\0';
    child->progress = (struct bc_child_progress){.stage = ""};
    return spawn(child, argv, err);
}

enum bc_child_state bc_child_start(struct bc_child *child, struct err *err)
{
    if (child->pid) {
        return bc_child_poll(child, err);
    }
    if (answers(child->socket)) {
        return BC_CHILD_READY;
    }
    return start_own(child, err) ? BC_CHILD_STARTING : BC_CHILD_NONE;
}

/* ---- listening ---- */

/* "cases 120 2000" */
static bool read_progress(const char *text, struct bc_child_progress *out)
{
    size_t len = strcspn(text, " ");
    char *end;
    if (text[len] != ' ' || len >= sizeof out->stage) {
        return false;
    }
    memcpy(out->stage, text, len);
    out->stage[len] = '\0';
    out->done = strtoll(text + len, &end, 10);
    out->total = strtoll(end, &end, 10);
    return *end == '\0' && out->done >= 0 && out->total > 0;
}

static void take_line(struct bc_child *child, const char *line)
{
    static const char ready[] = "clearinghoused: ready on ";
    static const char failed[] = "clearinghoused: failed ";
    static const char demo[] = "clearinghoused: demo ";
    struct bc_child_progress progress = {.stage = ""};
    if (strncmp(line, ready, strlen(ready)) == 0) {
        child->ready = true;
        child->progress = progress;
    } else if (strncmp(line, failed, strlen(failed)) == 0) {
        memcpy(child->failure, safe_text(line + strlen(failed)).bytes,
               sizeof child->failure);
    } else if (strncmp(line, demo, strlen(demo)) == 0 &&
               read_progress(line + strlen(demo), &progress)) {
        child->progress = progress;
    }
}

static void take_bytes(struct bc_child *child, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] == '\n') {
            child->line[child->line_len] = '\0';
            child->line_len = 0;
            take_line(child, child->line);
        } else if (child->line_len < sizeof child->line - 1) {
            child->line[child->line_len++] = bytes[i];
        }
    }
}

/* False once its end of the pipe is closed: it has ended, or is about to. */
static bool listen_to(struct bc_child *child)
{
    char bytes[4096];
    ssize_t n;
    while ((n = read(child->out, bytes, sizeof bytes)) > 0) {
        take_bytes(child, bytes, (size_t)n);
    }
    return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static void forget(struct bc_child *child)
{
    close(child->out);
    child->out = -1;
    child->pid = 0;
    child->ready = false;
    child->progress = (struct bc_child_progress){.stage = ""};
}

static void explain(const struct bc_child *child, int status, struct err *err)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code == EXIT_NO_EXEC) {
        err_set(err, ERR_CONFIG,
                "clearinghoused cannot be run; is it built for this "
                "machine?");
    } else if (*child->failure) {
        err_set(err, code == 78 ? ERR_CONFIG : ERR_UNREACHABLE, "%s", child->failure);
    } else if (code >= 0) {
        err_set(
            err, ERR_UNREACHABLE,
            "the embedded clearinghouse ended with status %d; see %s/clearinghoused.log",
            code, child->state);
    } else {
        err_set(err, ERR_UNREACHABLE,
                "the embedded clearinghouse was ended by signal %d; it is started again",
                WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    }
}

static enum bc_child_state ended(struct bc_child *child, struct err *err)
{
    int status = 0;
    if (waitpid(child->pid, &status, WNOHANG) == 0) {
        /* It closed its output but is still there, which ours never does. */
        kill(child->pid, SIGKILL);
        while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {
        }
    }
    forget(child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_OTHER_SERVES) {
        explain(child, status, err);
    } else if (answers(child->socket)) {
        return BC_CHILD_READY;
    } else {
        err_set(err, ERR_BUSY,
                "another clearinghoused holds the ledger of '%s' and does not answer at "
                "%s yet",
                child->state, child->socket);
    }
    return BC_CHILD_NONE;
}

enum bc_child_state bc_child_poll(struct bc_child *child, struct err *err)
{
    if (!child->pid) {
        return answers(child->socket) ? BC_CHILD_READY : BC_CHILD_NONE;
    }
    if (!listen_to(child)) {
        return ended(child, err);
    }
    return child->ready ? BC_CHILD_READY : BC_CHILD_STARTING;
}

/* ---- ending ---- */

static void end(pid_t pid)
{
    const struct timespec pause = {.tv_nsec = 2000000};
    int status;
    kill(pid, SIGTERM);
    for (int waited = 0; waited < END_MS; waited += 2) {
        pid_t got = waitpid(pid, &status, WNOHANG);
        if (got == pid || (got < 0 && errno != EINTR)) {
            return;
        }
        nanosleep(&pause, NULL);
    }
    kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
}

void bc_child_destroy(struct bc_child *child)
{
    if (!child) {
        return;
    }
    if (child->pid) {
        end(child->pid);
        forget(child);
    }
    free(child->state);
    free(child->daemon);
    free(child);
}
