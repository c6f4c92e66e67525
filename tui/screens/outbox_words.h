/* What the outbox says of an intent: its state in a word, and what to do next. */
#ifndef TUI_SCREENS_OUTBOX_WORDS_H
#define TUI_SCREENS_OUTBOX_WORDS_H

#include "tui/screen.h"

const char *tui_intent_word(enum bc_intent_state state, enum tui_role *role);
/* One sentence for the person: what happens by itself, or what is theirs to do. */
const char *tui_intent_next(const struct bc_intent *intent);
/* Why it cannot be sent again, or discarded, now; NULL when it can. */
const char *tui_intent_no_retry(const struct bc_intent *intent);
const char *tui_intent_no_discard(const struct bc_intent *intent);

#endif
