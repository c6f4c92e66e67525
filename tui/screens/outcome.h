/* What became of an intent, in one sentence for the message line. */
#ifndef TUI_SCREENS_OUTCOME_H
#define TUI_SCREENS_OUTCOME_H

#include "tui/screen.h"

/* False when the state is not worth a sentence (still on its way). */
bool tui_outcome(struct tui_app *app, const struct bc_intent *intent,
                 enum tui_message *level, struct safe_text *out);

#endif
