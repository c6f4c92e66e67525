/* A person at a terminal: starts a program in tmux, presses keys, reads the screen. Each
 * terminal is a tmux server of its own, ended by terminal_close(). */
#ifndef TESTS_SUPPORT_TERMINAL_H
#define TESTS_SUPPORT_TERMINAL_H

#include <stdbool.h>
#include <sys/types.h>

struct terminal {
    char name[64];      /* of the tmux server */
    char screen[65536]; /* what terminal_read() saw last */
};

/* Run `command` (a shell line) under a shell that stays afterwards. Fails the test when
 * tmux does not start. */
void terminal_open(struct terminal *t, int cols, int rows, const char *command);
void terminal_close(struct terminal *t);
/* End what failed tests left open. */
void terminal_close_all(void);

/* tmux key names, space-separated: "j a F8 Escape C-c". */
void terminal_keys(struct terminal *t, const char *keys);
/* Text as typed; `paste` sends it as a bracketed paste. */
void terminal_type(struct terminal *t, const char *text);
void terminal_paste(struct terminal *t, const char *text);
void terminal_resize(struct terminal *t, int cols, int rows);

/* The screen as text, lines ended by '\n'. */
const char *terminal_read(struct terminal *t);
/* Wait until the text is (is no longer) on the screen, at most `ms`; fails the test with
 * the screen otherwise. */
void terminal_wait(struct terminal *t, const char *text, int ms);
void terminal_gone(struct terminal *t, const char *text, int ms);
/* True when it came in time. */
bool terminal_shows(struct terminal *t, const char *text, int ms);

/* The line (0-based) the text is on, -1 when it is not on the screen. */
int terminal_row_of(struct terminal *t, const char *text);

/* Process id of a running child of the terminal's shell, 0 when there is none. */
pid_t terminal_child(struct terminal *t);
/* The terminal is as a shell needs it: no alternate screen, no mouse, cursor shown. */
bool terminal_is_clean(struct terminal *t);

#endif
