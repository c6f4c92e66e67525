/* Signals of the console: a self-pipe for those the loop answers, and for those that
 * kill, giving the terminal back before they do. Knows no curses. */
#ifndef TUI_SIGNALS_H
#define TUI_SIGNALS_H

#include "common/err.h"

#include <stddef.h>
#include <termios.h>

/* Take over TERM INT HUP TSTP CONT WINCH (told by the pipe) and SEGV BUS FPE ILL ABRT
 * QUIT
 * (`reset` is written to `fd` and `modes` set before they act). Call it after the
 * terminal library has installed its own: its WINCH handler is still called. */
MUST_CHECK bool tui_signals_take(int fd, const char *reset, const struct termios *modes,
                                 struct err *err);
/* Everything as it was before. */
void tui_signals_give_back(void);

int tui_signals_fd(void);
/* The next signal number that arrived, or 0. */
int tui_signals_next(void);

/* Stop this job as ^Z does, and come back when it is continued. */
void tui_signals_stop(void);

#endif
