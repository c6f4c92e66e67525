/* The command line of voucherdesk, up to the verb. */
#ifndef TUI_OPTIONS_H
#define TUI_OPTIONS_H

#include "backend_client/session.h"
#include "tui/app.h"

#include <stdio.h>

enum tui_mode { TUI_MODE_RUN, TUI_MODE_HELP, TUI_MODE_VERSION };

struct tui_options {
    enum tui_mode mode;
    struct bc_config backend;
    struct tui_config console;
    const char *lang;
    bool text; /* numbered prompts instead of screens */
};

/* Read options from argv[1] on; `*used` is the index of the first argument that is none
 * (the verb). ERR_USAGE names what is wrong. */
MUST_CHECK bool tui_options_read(int argc, char **argv, struct tui_options *out,
                                 int *used, struct err *err);
/* The n-th option, NULL at the end; `*value` is what stands for its value, NULL: it takes
 * none; `*help` is a msgid. */
const char *tui_option_at(size_t n, const char **value, const char **help);
/* Every option with what it does, in the reader's language. */
void tui_options_help(FILE *out);

#endif
