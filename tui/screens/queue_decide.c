#include "tui/screens/case_words.h"
#include "tui/screens/queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    enum tui_action action;
    const char *decision;
    const char *statuses;  /* it can be done from, space-separated; "": see the window */
    const char *otherwise; /* msgid: what to do when the status is another */
} decisions[] = {
    {TUI_ACT_APPROVE, "approve", "under_review awaiting_second",
     N_("only a case in review can be approved")},
    {TUI_ACT_REJECT, "reject", "submitted under_review awaiting_second",
     N_("only an open case that is with the office can be rejected")},
    {TUI_ACT_RETURN, "return", "submitted under_review",
     N_("only a case that came in or is in review can be sent back")},
    {TUI_ACT_ACCEPT, "accept", "submitted",
     N_("only a case that came in can be taken up")},
    {TUI_ACT_ASSIGN, "assign", "submitted under_review awaiting_second",
     N_("only an open case that is with the office can be assigned")},
    {TUI_ACT_UNDO, "undo", "", N_("its undo window is over; the decision stands")},
};

static int entry_of(enum tui_action action)
{
    for (size_t i = 0; i < COUNT_OF(decisions); i++) {
        if (decisions[i].action == action) {
            return (int)i;
        }
    }
    return -1;
}

static const char *why(struct queue *queue, struct safe_text text)
{
    memcpy(queue->why, text.bytes, sizeof queue->why);
    return queue->why;
}

static bool has_word(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = strstr(list, word); at; at = strstr(at + 1, word)) {
        if ((at == list || at[-1] == ' ') && (at[len] == '\0' || at[len] == ' ')) {
            return true;
        }
    }
    return false;
}

/* ---- why one case cannot be decided so; an empty text when it can ---- */

static struct safe_text why_status(struct tui_app *app, int entry,
                                   const struct bc_case *row)
{
    bool possible = *decisions[entry].statuses
                        ? has_word(decisions[entry].statuses, row->status)
                        : row->undo_until > tui_now(app);
    if (possible) {
        return safe_text("");
    }
    struct safe_text status = safe_text(tui_word(row->status));
    return safe_textf(_("%s is \"%s\": %s"), row->number, status.bytes,
                      _(decisions[entry].otherwise));
}

/* The rules bind the first signature; what the ledger would refuse is not tried. */
static struct safe_text why_verdict(const struct bc_case *row)
{
    struct safe_text verdict = tui_verdict(row->verdict, row->issues);
    if (strcmp(row->status, "under_review") != 0) {
        return safe_text("");
    }
    if (strcmp(row->verdict, "fail") == 0) {
        return safe_textf(_("%s does not meet the rules (%s): reject it (r) or send it "
                            "back (c)"),
                          row->number, verdict.bytes);
    }
    if (strcmp(row->verdict, "query") == 0) {
        return safe_textf(_("%s has an open question (%s): send it back (c), or have the "
                            "papers put right"),
                          row->number, verdict.bytes);
    }
    return safe_text("");
}

static struct safe_text why_signature(struct tui_app *app, const struct bc_case *row)
{
    struct bc_session *session = tui_session(app);
    struct bc_detail detail;
    if (strcmp(row->status, "awaiting_second") != 0) {
        return safe_text("");
    }
    if (!bc_has_role(session, "supervisor")) {
        return safe_textf(_("%s waits for the second signature; a supervisor gives it"),
                          row->number);
    }
    if (bc_case_detail(session, row->id, &detail)) {
        for (int i = 0; i < detail.signature_count && i < BC_SIGNATURES; i++) {
            if (strcmp(detail.signatures[i].by, bc_me(session)->id) == 0) {
                return safe_textf(_("you signed %s first; somebody else has to sign "
                                    "second"),
                                  row->number);
            }
        }
    }
    return safe_text("");
}

static struct safe_text why_case(struct tui_app *app, int entry,
                                 const struct bc_case *row)
{
    struct safe_text text = why_status(app, entry, row);
    if (text.cells == 0 && decisions[entry].action == TUI_ACT_APPROVE) {
        text = why_verdict(row);
        if (text.cells == 0) {
            text = why_signature(app, row);
        }
    }
    return text;
}

/* ---- why an action cannot be done ---- */

static const char *why_role(struct tui_app *app, struct queue *queue, int entry)
{
    struct bc_session *session = tui_session(app);
    if (bc_has_role(session, "officer") || bc_has_role(session, "supervisor")) {
        return NULL;
    }
    if (!*bc_me(session)->id) {
        return why(queue, safe_text(_("the clearinghouse has not said yet who you are; "
                                      "deciding waits for it")));
    }
    struct safe_text who = safe_text(bc_me(session)->id),
                     what = safe_text(tui_word(decisions[entry].decision));
    return why(queue, safe_textf(_("only an officer or a supervisor can %s a case; you "
                                   "are %s"),
                                 what.bytes, who.bytes));
}

/* Case after case acts on the one that is shown. */
static bool by_marks(const struct queue *queue)
{
    return queue->mark_count > 0 && !queue->flow.on;
}

/* Marks can be acted on when one of them can; the preview shows what becomes of each. */
static const char *why_decide(struct tui_app *app, struct queue *queue, int entry)
{
    struct bc_case row;
    const char *role = why_role(app, queue, entry);
    if (role) {
        return role;
    }
    if (!by_marks(queue)) {
        if (!queue_selected(queue, &row)) {
            return why(queue, safe_text(_("no case is selected; v changes the view")));
        }
        struct safe_text text = why_case(app, entry, &row);
        return text.cells ? why(queue, text) : NULL;
    }
    struct safe_text first = safe_text("");
    for (int i = 0; i < queue->mark_count; i++) {
        if (bc_case_get(tui_session(app), queue->marks[i].id, &row)) {
            struct safe_text text = why_case(app, entry, &row);
            if (text.cells == 0) {
                return NULL;
            }
            first = first.cells ? first : text;
        }
    }
    return why(queue, first.cells ? first
                                  : safe_text(_("the marked cases are not known here any "
                                                "more; U takes the marks away")));
}

const char *queue_why_not(struct tui_app *app, struct queue *queue,
                          enum tui_action action)
{
    int entry = entry_of(action);
    if (entry >= 0) {
        return why_decide(app, queue, entry);
    }
    switch (action) {
    case TUI_ACT_MARK:
    case TUI_ACT_MARK_ALL:
    case TUI_ACT_MARK_RANGE:
    case TUI_ACT_OPEN:
    case TUI_ACT_HISTORY:
        return queue_count(queue) > 0 ? NULL : _("no case is shown; v changes the view");
    case TUI_ACT_NEXT_CASE:
        return queue->flow.waiting ? _("the next case is already on its way")
                                   : why_role(app, queue, entry_of(TUI_ACT_ASSIGN));
    case TUI_ACT_UNMARK_ALL:
        return queue->mark_count > 0 ? NULL : _("nothing is marked");
    default:
        return NULL;
    }
}

/* ---- opening the preview ---- */

static void open_marks(struct tui_app *app, struct queue *queue, const char *decision)
{
    struct bc_case *cases = calloc(BC_BATCH_MAX, sizeof *cases);
    int count = 0;
    if (!cases) {
        tui_say(app, TUI_SAY_ERROR, safe_text(_("out of memory; mark fewer cases")));
        return;
    }
    for (int i = 0; i < queue->mark_count; i++) {
        if (bc_case_get(tui_session(app), queue->marks[i].id, &cases[count])) {
            cases[count++].revision = queue->marks[i].revision;
        }
    }
    snprintf(queue->asked, sizeof queue->asked, "%s", decision);
    tui_open(
        app, &tui_decision_screen,
        &(struct tui_decide_arg){.decision = decision, .count = count, .cases = cases});
    free(cases);
}

bool queue_decide(struct tui_app *app, struct queue *queue, enum tui_action action)
{
    int entry = entry_of(action);
    struct bc_case row;
    if (entry < 0) {
        return false;
    }
    const char *not_now = why_decide(app, queue, entry);
    if (not_now) {
        tui_say(app, TUI_SAY_WARN, safe_text(not_now));
        return true;
    }
    queue->asked[0] = '\0';
    if (by_marks(queue)) {
        open_marks(app, queue, decisions[entry].decision);
    } else if (queue_selected(queue, &row)) {
        tui_open(app, &tui_decision_screen,
                 &(struct tui_decide_arg){
                     .decision = decisions[entry].decision, .count = 1, .cases = &row});
    }
    return true;
}
