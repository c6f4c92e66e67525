#include "tui/screens/decision.h"

#include "tui/screens/case_words.h"

#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

/* ---- what is missing ---- */

const char *decision_owes(struct decision *decision, enum decision_focus *where)
{
    if (decision->reasons.needed && !*decision->reasons.chosen) {
        *where = DECISION_REASON;
        return _("choose a reason first: up and down, or type a word of it");
    }
    if (strcmp(decision->reasons.chosen, "other") == 0 && !*decision->note.text) {
        *where = DECISION_NOTE;
        return _("the reason \"other\" needs a note that says what it is");
    }
    if (decision->amount_err.kind != ERR_NONE) {
        *where = DECISION_AMOUNT;
        struct safe_text text = safe_text(decision->amount_err.text);
        memcpy(decision->why, text.bytes, sizeof decision->why);
        return decision->why;
    }
    return NULL;
}

static const char *blocked_by_link(struct tui_app *app)
{
    enum bc_link_state state = bc_link(tui_session(app))->state;
    return state == BC_LINK_RETRYING || state == BC_LINK_REFUSED
               ? _("the clearinghouse does not answer, so what this would do is not "
                   "known; it is asked again when the link is back (^R tries now)")
               : _("the preview is on its way; confirm when you have read it");
}

static const char *blocked_by_preview(struct tui_app *app, struct decision *decision,
                                      enum decision_focus *where)
{
    const struct bc_preview *preview = decision_preview(app, decision);
    char typed[16];
    *where = decision->focus;
    if (!preview) {
        return blocked_by_link(app);
    }
    if (preview->error.kind != ERR_NONE) {
        struct safe_text text = tui_problem(&preview->error);
        memcpy(decision->why, text.bytes, sizeof decision->why);
        return decision->why;
    }
    if (decision_acts_on(preview) == 0) {
        *where = DECISION_CASES;
        return decision->count == 1
                   ? _("the clearinghouse would refuse this; the reason stands below the "
                       "case")
                   : _("the clearinghouse would refuse all of these; the reasons stand "
                       "below the cases");
    }
    snprintf(typed, sizeof typed, "%d", decision_acts_on(preview));
    if (decision->count > 1 && strcmp(decision->typed.text, typed) != 0) {
        *where = DECISION_TYPED;
        struct safe_text text =
            safe_textf(_("type how many cases this acts on (%s), then confirm"), typed);
        memcpy(decision->why, text.bytes, sizeof decision->why);
        return decision->why;
    }
    return NULL;
}

const char *decision_blocked(struct tui_app *app, struct decision *decision,
                             enum decision_focus *where)
{
    const char *text = decision_owes(decision, where);
    return text ? text : blocked_by_preview(app, decision, where);
}

/* ---- doing it ---- */

/* Only what would be done is sent; what would be refused stays as it is. */
static void keep_accepted(struct decision *decision, const struct bc_preview *preview)
{
    struct bc_decision *ask = &decision->ask;
    decision_fill(decision);
    ask->count = 0;
    for (int i = 0; i < decision->count; i++) {
        const struct bc_preview_item *item =
            decision_item(preview, decision->cases[i].id);
        if (item && strcmp(item->outcome, "refused") != 0) {
            COPY(ask->choices[ask->count].id, decision->cases[i].id);
            ask->choices[ask->count++].revision = decision->cases[i].revision;
        }
    }
}

static void say_sent(struct tui_app *app, const struct decision *decision)
{
    const char *done = tui_decision_done(decision->ask.decision);
    bool live = bc_link(tui_session(app))->state == BC_LINK_LIVE;
    const char *how = live ? _("sent") : _("in the outbox, sent when the link is back");
    if (decision->ask.count > 1) {
        tui_say(app, TUI_SAY_INFO,
                safe_textf(_("%s: %d cases · %s"), done, decision->ask.count, how));
        return;
    }
    for (int i = 0; i < decision->count; i++) {
        if (strcmp(decision->cases[i].id, decision->ask.choices[0].id) == 0) {
            struct safe_text name = safe_text(decision->cases[i].applicant_name);
            tui_say(app, TUI_SAY_INFO,
                    safe_textf("%s %s %s · %s", done, decision->cases[i].number,
                               name.bytes, how));
        }
    }
}

void decision_confirm(struct tui_app *app, struct decision *decision)
{
    struct err err = {0};
    int64_t intent;
    enum decision_focus where;
    if (decision->sent) {
        return;
    }
    const char *missing = decision_blocked(app, decision, &where);
    if (missing) {
        decision->focus = where;
        tui_say(app, TUI_SAY_WARN, safe_text(missing));
        tui_touch(app);
        return;
    }
    keep_accepted(decision, decision_preview(app, decision));
    if (!bc_decide(tui_session(app), &decision->ask, &intent, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    decision->sent = true;
    say_sent(app, decision);
    tui_back(app);
}
