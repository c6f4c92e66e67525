#include "tui/screens/outcome.h"

#include "tui/screens/case_words.h"
#include "tui/widgets/figure.h"

#include <string.h>

/* A decision that needs a second signature is done and not done: say so. */
static struct safe_text confirmed_one(struct tui_app *app, const struct bc_intent *intent)
{
    struct bc_case row;
    struct safe_text title = safe_text(intent->title);
    bool waits =
        intent->awaiting > 0 || (strcmp(intent->what, "approve") == 0 &&
                                 bc_case_get(tui_session(app), intent->case_id, &row) &&
                                 strcmp(row.status, "awaiting_second") == 0);
    return safe_textf("%s %s",
                      waits ? _("signed, awaits a second signature:")
                            : tui_decision_done(intent->what),
                      title.bytes);
}

static struct safe_text confirmed(struct tui_app *app, const struct bc_intent *intent,
                                  enum tui_message *level)
{
    if (intent->count <= 1) {
        *level = TUI_SAY_OK;
        return confirmed_one(app, intent);
    }
    *level = intent->refused > 0 ? TUI_SAY_WARN : TUI_SAY_OK;
    struct safe_text text = safe_text(tui_decision_title(intent->what));
    const struct {
        int count;
        const char *what;
    } parts[] = {{intent->done, _("done")},
                 {intent->awaiting, _("awaiting a second signature")},
                 {intent->refused, _("refused · o shows which and why")}};
    const char *between = ": ";
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (parts[i].count > 0) {
            text = safe_textf("%s%s%d %s", text.bytes, between, parts[i].count,
                              parts[i].what);
            between = ", ";
        }
    }
    return text;
}

static struct safe_text refused(const struct bc_intent *intent)
{
    struct err problem = {.kind = ERR_REFUSED};
    struct safe_text title = safe_text(intent->title);
    memcpy(problem.type, intent->problem, sizeof problem.type);
    memcpy(problem.text, intent->text, sizeof problem.text);
    struct safe_text why = tui_problem(&problem);
    return safe_textf(_("not done: %s: %s"), title.bytes, why.bytes);
}

bool tui_outcome(struct tui_app *app, const struct bc_intent *intent,
                 enum tui_message *level, struct safe_text *out)
{
    struct safe_text title = safe_text(intent->title);
    *level = TUI_SAY_WARN;
    switch (intent->state) {
    case BC_INTENT_CONFIRMED:
        *out = confirmed(app, intent, level);
        return true;
    case BC_INTENT_REFUSED:
    case BC_INTENT_CONFLICT:
        *level = TUI_SAY_ERROR;
        *out = refused(intent);
        return true;
    case BC_INTENT_UNKNOWN:
        *out = safe_textf(_("no answer yet for %s; it is asked again under the same "
                            "number and done once at most"),
                          title.bytes);
        return true;
    case BC_INTENT_HELD:
        *out = safe_textf(_("%s has waited for over a day; o asks whether it is still "
                            "to be sent"),
                          title.bytes);
        return true;
    default:
        return false;
    }
}
