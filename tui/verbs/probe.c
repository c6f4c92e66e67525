#include "tui/verbs/probe.h"

#include "common/text.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MS = 1000 };

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

bool probe_open(struct probe *probe)
{
    bool ours = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) &&
                tcgetpgrp(STDIN_FILENO) == getpgrp() &&
                tcgetattr(STDIN_FILENO, &probe->before) == 0;
    if (!ours) {
        return false;
    }
    struct termios quiet = probe->before;
    quiet.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    quiet.c_cc[VMIN] = 0;
    quiet.c_cc[VTIME] = 0;
    fflush(stdout);
    return tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet) == 0;
}

void probe_close(struct probe *probe)
{
    static const char wipe[] = "\r\033[K";
    if (write(STDOUT_FILENO, wipe, sizeof wipe - 1) < 0) {
        return; /* the terminal is gone, and with it what there was to wipe */
    }
    /* what was typed meanwhile is no command */
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &probe->before);
}

/* "ESC [ row ; column R", with whatever was typed before it. */
static bool read_column(int *column)
{
    char text[256];
    size_t len = 0;
    int row;
    int64_t until = now_us() + ANSWER_MS * 1000;
    while (len < sizeof text - 1 && now_us() < until) {
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        poll(&input, 1, ANSWER_MS / 10);
        ssize_t got = read(STDIN_FILENO, text + len, sizeof text - 1 - len);
        len += got > 0 ? (size_t)got : 0;
        text[len] = '\0';
        const char *answer = strstr(text, "\033[");
        if (answer && strchr(answer, 'R')) {
            return sscanf(answer, "\033[%d;%dR", &row, column) == 2;
        }
    }
    return false;
}

bool probe_width(struct probe *probe, uint32_t point, int *width, int64_t *took_us)
{
    char bytes[4], ask[32];
    int column = 0;
    (void)probe;
    size_t len = text_encode(point, bytes);
    int size = snprintf(ask, sizeof ask, "\r\033[K%.*s\033[6n", (int)len, bytes);
    int64_t from = now_us();
    if (write(STDOUT_FILENO, ask, (size_t)size) != size || !read_column(&column)) {
        return false;
    }
    int64_t took = now_us() - from;
    *took_us = took > *took_us ? took : *took_us;
    *width = column - 1;
    return true;
}
