/* Run the built voucherdesk as people run it in a script, and keep what it said. */
#ifndef TESTS_SUPPORT_CONSOLE_H
#define TESTS_SUPPORT_CONSOLE_H

#include "common/buf.h"

struct console {
    int status; /* its exit status, or -1 when it did not end by itself within a minute */
    struct buf out, err;
};

/* `args` ends with NULL and does not name the program. Standard input is empty. Clears
 * what was kept of the run before. */
void console_run(struct console *console, const char *const *args);
/* The same with this as its standard input: a pipe, 64 KiB at most. */
void console_run_with(struct console *console, const char *const *args,
                      const char *input);
void console_clear(struct console *console);

#endif
