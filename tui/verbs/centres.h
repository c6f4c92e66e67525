/* Centres as verbs show them. */
#ifndef TUI_VERBS_CENTRES_H
#define TUI_VERBS_CENTRES_H

#include "tui/verbs/verbs.h"

/* The table of all centres, or with `own` of those the caller operates. */
MUST_CHECK bool tui_print_centres(struct tui_call *call, bool own, struct err *err);

#endif
