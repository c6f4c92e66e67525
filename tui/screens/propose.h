/* The form that makes a draft of what was tried with what-if. */
#ifndef TUI_SCREENS_PROPOSE_H
#define TUI_SCREENS_PROPOSE_H

#include "backend_client/whatif.h"
#include "tui/screen.h"

struct tui_propose_arg {
    const struct bc_whatif_ask *ask; /* its changes; copied */
    const char *name;                /* of the programme */
    struct safe_text changes;
};
extern const struct tui_screen tui_propose_screen;

#endif
