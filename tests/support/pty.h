/* A program of our own in a pseudo-terminal: what it writes, byte for byte, which no
 * terminal emulator in between has changed. */
#ifndef TESTS_SUPPORT_PTY_H
#define TESTS_SUPPORT_PTY_H

#include "common/buf.h"

#include <sys/types.h>

struct pty {
    pid_t pid;
    int master;
    struct buf output; /* since the last pty_forget() */
};

/* Run `child` in a forked process on a new terminal with TERM=`term`. */
void pty_start(struct pty *pty, const char *term, int rows, int cols,
               void (*child)(void));
void pty_type(struct pty *pty, const char *bytes);
/* Read until the output contains `text`; fails the test after five seconds. */
void pty_wait(struct pty *pty, const char *text);
void pty_forget(struct pty *pty);
/* Read until the child has ended; returns its wait() status. */
int pty_end(struct pty *pty);

#endif
