#include "tests/support/pty.h"

#include "tests/support/test.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 5000 };

static void become_child(const char *slave, const char *term, int rows, int cols,
                         void (*child)(void))
{
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)cols};
    setsid();
    int fd = open(slave, O_RDWR);
    if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) != 0) {
        _exit(99);
    }
    ioctl(fd, TIOCSWINSZ, &size);
    dup2(fd, 0);
    dup2(fd, 1);
    dup2(fd, 2);
    if (fd > 2) {
        close(fd);
    }
    setenv("TERM", term, 1);
    child();
    _exit(0);
}

void pty_start(struct pty *pty, const char *term, int rows, int cols, void (*child)(void))
{
    memset(pty, 0, sizeof *pty);
    pty->master = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(pty->master >= 0);
    assert_int_equal(grantpt(pty->master), 0);
    assert_int_equal(unlockpt(pty->master), 0);
    char *slave = ptsname(pty->master);
    assert_non_null(slave);
    fflush(NULL);
    pty->pid = fork();
    assert_true(pty->pid >= 0);
    if (pty->pid == 0) {
        close(pty->master);
        become_child(slave, term, rows, cols, child);
    }
}

void pty_type(struct pty *pty, const char *bytes)
{
    assert_int_equal(write(pty->master, bytes, strlen(bytes)), strlen(bytes));
}

/* One read; false at the end or when nothing came in time. */
static bool more(struct pty *pty)
{
    char bytes[4096];
    struct pollfd fd = {.fd = pty->master, .events = POLLIN};
    if (poll(&fd, 1, PATIENCE_MS) <= 0) {
        return false;
    }
    ssize_t n = read(pty->master, bytes, sizeof bytes);
    if (n <= 0) {
        return false;
    }
    buf_add(&pty->output, bytes, (size_t)n);
    return true;
}

void pty_wait(struct pty *pty, const char *text)
{
    while (!strstr(buf_str(&pty->output), text)) {
        if (!more(pty)) {
            fail_msg("\"%s\" was never written: %s", text, buf_str(&pty->output));
        }
    }
}

void pty_forget(struct pty *pty)
{
    buf_reset(&pty->output);
}

int pty_end(struct pty *pty)
{
    int status = 0;
    while (more(pty)) {
    }
    assert_int_equal(waitpid(pty->pid, &status, 0), pty->pid);
    close(pty->master);
    return status;
}
