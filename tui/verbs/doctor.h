/* The checks of `voucherdesk doctor`. */
#ifndef TUI_VERBS_DOCTOR_H
#define TUI_VERBS_DOCTOR_H

#include "common/text.h"
#include "tui/verbs/verbs.h"

enum doctor_level { DOCTOR_OK, DOCTOR_WARN, DOCTOR_FAIL };

struct doctor {
    struct tui_call *call;
    int warnings, failures;
};

/* One line: what, how it is, and when it is not well what to do. */
void doctor_say(struct doctor *d, enum doctor_level level, const char *what,
                struct safe_text found, const char *advice);

/* doctor_terminal.c: what the terminal is and can, and how long it takes to answer. */
void doctor_terminal(struct doctor *d);
void doctor_abilities(struct doctor *d);
/* Widths by the C library, and by the terminal itself where there is one. */
void doctor_widths(struct doctor *d);

#endif
