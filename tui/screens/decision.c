#include "tui/screens/decision.h"

#include "common/money.h"
#include "tui/screens/case_words.h"

#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", (from) ? (from) : "")

/* ---- what it is about ---- */

bool decision_has(const struct decision *decision, enum decision_focus focus)
{
    const char *word = decision->ask.decision;
    switch (focus) {
    case DECISION_REASON:
        return decision->reasons.count > 1 || decision->reasons.needed;
    case DECISION_AMOUNT:
        return decision->count == 1 && strcmp(word, "approve") == 0 &&
               strcmp(decision->cases[0].status, "under_review") == 0;
    case DECISION_NOTE:
        return strcmp(word, "assign") != 0;
    case DECISION_TYPED:
        return decision->count > 1;
    default:
        return true;
    }
}

const struct bc_preview *decision_preview(struct tui_app *app,
                                          const struct decision *decision)
{
    const struct bc_preview *preview = bc_preview(tui_session(app));
    return decision->ticket && preview && preview->ticket == decision->ticket &&
                   preview->ready
               ? preview
               : NULL;
}

int decision_acts_on(const struct bc_preview *preview)
{
    return preview->done + preview->awaiting;
}

const struct bc_preview_item *decision_item(const struct bc_preview *preview,
                                            const char *id)
{
    for (int i = 0; preview && i < preview->item_count; i++) {
        if (strcmp(preview->items[i].id, id) == 0) {
            return &preview->items[i];
        }
    }
    return NULL;
}

void decision_fill(struct decision *decision)
{
    struct bc_decision *ask = &decision->ask;
    COPY(ask->reason_code, decision->reasons.chosen);
    COPY(ask->note, decision->note.text);
    ask->count = decision->count;
    for (int i = 0; i < decision->count; i++) {
        COPY(ask->choices[i].id, decision->cases[i].id);
        ask->choices[i].revision = decision->cases[i].revision;
    }
}

/* Nothing is asked while a reason is owed: the answer would only say so. */
static void ask_preview(struct tui_app *app, struct decision *decision)
{
    decision_fill(decision);
    decision->ticket = 0;
    bool note_owed =
        strcmp(decision->ask.reason_code, "other") == 0 && !*decision->ask.note;
    if ((decision->reasons.needed && !*decision->reasons.chosen) || note_owed ||
        decision->amount_err.kind != ERR_NONE) {
        return;
    }
    decision->ticket = bc_preview_ask(tui_session(app), &decision->ask);
    tui_touch(app);
}

static void update_reasons(struct tui_app *app, struct decision *decision)
{
    if (tui_reasons_update(&decision->reasons, tui_session(app), decision->cases,
                           decision->count)) {
        ask_preview(app, decision);
    }
}

/* ---- opening ---- */

static void open_decision(struct tui_app *app, void *state, const void *arg)
{
    struct decision *decision = state;
    const struct tui_decide_arg *opened = arg;
    COPY(decision->ask.decision, opened->decision);
    decision->count = opened->count < BC_BATCH_MAX ? opened->count : BC_BATCH_MAX;
    memcpy(decision->cases, opened->cases,
           (size_t)decision->count * sizeof *decision->cases);
    if (strcmp(opened->decision, "assign") == 0) {
        COPY(decision->ask.assignee, bc_me(tui_session(app))->id);
    }
    decision->note.most = (int)sizeof decision->ask.note - 48;
    decision->typed.most = 3;
    decision->typed.digits = decision->amount.digits = true;
    decision->amount.most = 20;
    tui_reasons_start(&decision->reasons, opened->decision);
    (void)tui_reasons_update(&decision->reasons, tui_session(app), decision->cases,
                             decision->count);
    decision->focus = decision->reasons.needed ? DECISION_REASON
                      : decision->count > 1    ? DECISION_TYPED
                                               : DECISION_CASES;
    ask_preview(app, decision);
}

/* ---- moving, typing ---- */

static void next_field(struct decision *decision, int by)
{
    int focus = (int)decision->focus;
    do {
        focus = (focus + by + DECISION_FOCUS_COUNT) % DECISION_FOCUS_COUNT;
    } while (!decision_has(decision, (enum decision_focus)focus));
    decision->focus = (enum decision_focus)focus;
}

static struct tui_field *field_of(struct decision *decision)
{
    switch (decision->focus) {
    case DECISION_AMOUNT:
        return &decision->amount;
    case DECISION_NOTE:
        return &decision->note;
    case DECISION_TYPED:
        return &decision->typed;
    default:
        return NULL;
    }
}

static void drop(struct tui_app *app, struct decision *decision)
{
    int at = (int)decision->cursor.at;
    if (decision->count <= 1) {
        tui_say(app, TUI_SAY_WARN, safe_text(_("one case is left; Esc cancels")));
        return;
    }
    memmove(&decision->cases[at], &decision->cases[at + 1],
            (size_t)(decision->count - at - 1) * sizeof *decision->cases);
    decision->count--;
    tui_field_set(&decision->typed, "");
    tui_cursor_clamp(&decision->cursor, decision->count, decision->page);
    update_reasons(app, decision);
    ask_preview(app, decision);
}

static void move_reason(struct tui_app *app, struct decision *decision, int by)
{
    if (decision_has(decision, DECISION_REASON) &&
        tui_reasons_move(&decision->reasons, tui_session(app), by)) {
        ask_preview(app, decision);
    }
}

static void read_amount(struct decision *decision)
{
    decision->ask.amount_fen = 0;
    decision->amount_err = (struct err){0};
    if (decision->amount.len > 0 &&
        !money_parse(decision->amount.text, &decision->ask.amount_fen,
                     &decision->amount_err)) {
        decision->ask.amount_fen = 0;
    }
}

static bool act(struct tui_app *app, void *state, enum tui_action action);

static bool wants_text(struct tui_app *app, void *state)
{
    const struct decision *decision = state;
    (void)app;
    return decision->focus != DECISION_CASES;
}

/* The count takes digits; a letter there still drops a case or moves among them. */
static void text(struct tui_app *app, void *state, uint32_t key)
{
    struct decision *decision = state;
    struct tui_field *field = field_of(decision);
    if (field == &decision->typed && (key < '0' || key > '9') && key < TUI_KEY_UP &&
        key >= ' ') {
        (void)act(app, state, tui_key_action(TUI_CTX_DECISION, key));
    } else if (field && tui_field_key(field, key)) {
        bool other = strcmp(decision->reasons.chosen, "other") == 0;
        if (field == &decision->amount) {
            read_amount(decision);
        }
        if (field == &decision->amount || (field == &decision->note && other)) {
            ask_preview(app, decision);
        }
    } else if (!field && tui_reasons_key(&decision->reasons, tui_session(app), key)) {
        update_reasons(app, decision);
        if (tui_reasons_at(&decision->reasons, tui_session(app)) < 0) {
            move_reason(app, decision, 1);
        }
    }
    tui_touch(app);
}

/* Up and down go where the focus is: among reasons, cases, or fields. */
static void move(struct tui_app *app, struct decision *decision, enum tui_action action)
{
    bool vertical = action == TUI_ACT_UP || action == TUI_ACT_DOWN;
    struct tui_field *field = field_of(decision);
    if (vertical && decision->focus == DECISION_REASON) {
        move_reason(app, decision, action == TUI_ACT_UP ? -1 : 1);
    } else if (vertical && decision->count == 1) {
        next_field(decision, action == TUI_ACT_UP ? -1 : 1);
    } else if (field && (action == TUI_ACT_FIRST || action == TUI_ACT_LAST)) {
        (void)tui_field_key(field, action == TUI_ACT_FIRST ? TUI_KEY_HOME : TUI_KEY_END);
    } else {
        (void)tui_cursor_act(&decision->cursor, action, decision->count, decision->page);
    }
}

/* In a line of text the arrows move the caret. */
static void sideways(struct tui_app *app, struct decision *decision, int by)
{
    struct tui_field *field = field_of(decision);
    if (field && field != &decision->typed) {
        (void)tui_field_key(field, by < 0 ? TUI_KEY_LEFT : TUI_KEY_RIGHT);
    } else {
        move_reason(app, decision, by);
    }
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct decision *decision = state;
    switch (action) {
    case TUI_ACT_CONFIRM:
        decision_confirm(app, decision);
        return true; /* the state may be gone */
    case TUI_ACT_DROP:
        drop(app, decision);
        break;
    case TUI_ACT_NEXT_FIELD:
    case TUI_ACT_OPEN:
        next_field(decision, 1);
        break;
    case TUI_ACT_PREV_FIELD:
        next_field(decision, -1);
        break;
    case TUI_ACT_REASON_NEXT:
    case TUI_ACT_RIGHT:
        sideways(app, decision, 1);
        break;
    case TUI_ACT_REASON_PREV:
    case TUI_ACT_LEFT:
        sideways(app, decision, -1);
        break;
    case TUI_ACT_UP:
    case TUI_ACT_DOWN:
    case TUI_ACT_PAGE_UP:
    case TUI_ACT_PAGE_DOWN:
    case TUI_ACT_FIRST:
    case TUI_ACT_LAST:
        move(app, decision, action);
        break;
    case TUI_ACT_REFRESH:
        ask_preview(app, decision);
        break;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

/* What the person has left out is not said here: trying leads to the field. */
static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct decision *decision = state;
    enum decision_focus where;
    if (action == TUI_ACT_CONFIRM && !decision_owes(decision, &where)) {
        const char *text = decision_blocked(app, decision, &where);
        return where == DECISION_TYPED ? NULL : text;
    }
    if (action == TUI_ACT_DROP && decision->count <= 1) {
        return _("one case is left; Esc cancels");
    }
    return NULL;
}

/* ---- what happens meanwhile ---- */

static bool is_about(const struct decision *decision, const char *id)
{
    for (int i = 0; i < decision->count; i++) {
        if (strcmp(decision->cases[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static bool answered(struct tui_app *app, const struct decision *decision)
{
    const struct bc_preview *preview = decision_preview(app, decision);
    return preview && preview->error.kind == ERR_NONE;
}

static void event(struct tui_app *app, void *state, const struct bc_event *event)
{
    struct decision *decision = state;
    bool live = bc_link(tui_session(app))->state == BC_LINK_LIVE;
    if (event->kind == BC_EVENT_CASE && is_about(decision, event->id)) {
        ask_preview(app, decision); /* it changed under our eyes: say so */
    } else if (event->kind == BC_EVENT_LINK && live && !answered(app, decision)) {
        ask_preview(app, decision);
    } else if (event->kind == BC_EVENT_DETAIL || decision->reasons.count == 0) {
        update_reasons(app, decision);
    }
    tui_touch(app);
}

const struct tui_screen tui_decision_screen = {
    .name = "decision",
    .title = N_("Decision"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_DECISION,
    .dialog = true,
    .state_size = sizeof(struct decision),
    .open = open_decision,
    .draw = decision_draw,
    .act = act,
    .why_not = why_not,
    .wants_text = wants_text,
    .text = text,
    .event = event,
};
