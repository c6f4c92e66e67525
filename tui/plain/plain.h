/* Text mode: the console as numbered prompts. Only ever appends, one line for each thing,
 * no colour, no pictures, so that a screen reader reads it and a pipe can drive it. It
 * decides and reports as the screens do, by the same calls. */
#ifndef TUI_PLAIN_PLAIN_H
#define TUI_PLAIN_PLAIN_H

#include "backend_client/session.h"
#include "common/attr.h"

#include <stdbool.h>

/* Until it is left or `input_fd` ends. */
MUST_CHECK bool tui_plain_run(struct bc_session *session, int input_fd, struct err *err);

/* Whether text mode is meant without being asked for: ACCESSIBLE is set, or TERM is
 * "dumb". */
bool tui_plain_wanted(void);

#endif
