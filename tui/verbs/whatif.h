/* A changed policy on the command line: --set KEY=VALUE…, or --file. */
#ifndef TUI_VERBS_WHATIF_H
#define TUI_VERBS_WHATIF_H

#include "backend_client/whatif.h"
#include "tui/verbs/verbs.h"

/* Read the programme (the first operand) and the changes into `ask`; a file's text is
 * kept in `file`. ERR_USAGE. */
MUST_CHECK bool tui_call_changes(const struct tui_call *call, struct bc_whatif_ask *ask,
                                 struct buf *file, struct err *err);

#endif
