/* Intents of the outbox as verbs show them. */
#ifndef TUI_VERBS_INTENTS_H
#define TUI_VERBS_INTENTS_H

#include "backend_client/decisions.h"

void tui_print_intent_json(const struct bc_intent *intent);

/* True when it has happened; else `err` says what became of it and what to do. `waiting`
 * is why the outbox could not be sent, or NULL. */
MUST_CHECK bool tui_intent_settled(const struct bc_intent *intent,
                                   const struct err *waiting, struct err *err);

#endif
