#include "tui/screens/outbox_words.h"

#include <string.h>

/* Every state once: word, look, what comes next, and why not again or away. NULL: can be
 * done. */
static const struct {
    const char *word;
    enum tui_role role;
    const char *next, *no_retry, *no_discard;
} states[] = {
    [BC_INTENT_QUEUED] = {N_("queued"), TUI_WAIT,
                          N_("It is sent as soon as the link is there; nothing to do."),
                          NULL, NULL},
    [BC_INTENT_SENT] = {N_("sent"), TUI_WAIT,
                        N_("The answer is on its way; nothing to do."),
                        N_("it is being sent right now"),
                        N_("it was sent and may have happened; wait for the answer")},
    [BC_INTENT_CONFIRMED] = {N_("confirmed"), TUI_OK,
                             N_("It is done and in the journal."),
                             N_("it is confirmed already"),
                             N_("it is confirmed; undo the decision instead")},
    [BC_INTENT_REFUSED] =
        {N_("refused"), TUI_ERROR,
         N_("Nothing was changed. Read why above, open the case, decide "
            "again."),
         N_("it was refused; decide again from the case"),
         N_("it is finished; refused intents stay for the record")},
    [BC_INTENT_CONFLICT] =
        {N_("conflict"), TUI_ERROR,
         N_("The record changed before this arrived; nothing was done. "
            "Look at it again, then decide."),
         N_("the record has changed; decide again from the case"),
         N_("it is finished; conflicts stay for the record")},
    [BC_INTENT_UNKNOWN] =
        {N_("unknown"), TUI_WARN,
         N_("It was sent and no answer came. It is asked again under the "
            "same number, so it cannot happen twice."),
         NULL, N_("it was sent and may have happened; ask again instead")},
    [BC_INTENT_HELD] = {N_("held"), TUI_WARN,
                        N_("It is older than 24 h and waits for you: send it again, or "
                           "discard it."),
                        NULL, NULL},
    [BC_INTENT_DISCARDED] = {N_("discarded"), TUI_DIM, N_("It was never sent."),
                             N_("it was discarded; decide again from the case"),
                             N_("it is discarded already")},
};

static const char *said(const char *text)
{
    return text ? _(text) : NULL;
}

const char *tui_intent_word(enum bc_intent_state state, enum tui_role *role)
{
    *role = states[state].role;
    return _(states[state].word);
}

const char *tui_intent_next(const struct bc_intent *intent)
{
    if (intent->state == BC_INTENT_REFUSED && strcmp(intent->what, "report") == 0) {
        return _("Nothing was recorded. Read why above, then open the form again.");
    }
    return said(states[intent->state].next);
}

const char *tui_intent_no_retry(const struct bc_intent *intent)
{
    return said(states[intent->state].no_retry);
}

const char *tui_intent_no_discard(const struct bc_intent *intent)
{
    return said(states[intent->state].no_discard);
}
