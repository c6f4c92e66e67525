#include "tui/screens/whatif.h"

#include "common/date.h"
#include "tui/screens/policy.h"
#include "tui/screens/propose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

void tui_whatif_free(struct tui_app *app, struct tui_whatif *w)
{
    if (w) {
        bc_whatif_stop(tui_session(app));
        free(w->order);
        free(w);
    }
}

/* ---- asking ---- */

static void fault(struct tui_whatif *w, enum tui_whatif_focus at, const char *text)
{
    struct safe_text safe = safe_text(text);
    memcpy(w->fault, safe.bytes, sizeof w->fault);
    w->focus = at;
}

static bool read_day(struct tui_whatif *w, enum tui_whatif_focus at, int32_t *out)
{
    *out = 0;
    if (w->fields[at].len > 0 && !date_parse(w->fields[at].text, out)) {
        fault(w, at, _("a day is written as 2026-11-24"));
        return false;
    }
    return true;
}

static bool read_days(struct tui_whatif *w)
{
    if (!read_day(w, TUI_WHATIF_FROM, &w->ask.from) ||
        !read_day(w, TUI_WHATIF_TO, &w->ask.to)) {
        return false;
    }
    if ((w->ask.from == 0) != (w->ask.to == 0)) {
        fault(w, w->ask.from ? TUI_WHATIF_TO : TUI_WHATIF_FROM,
              _("decided cases need both days; open cases need neither"));
        return false;
    }
    if (w->ask.from > w->ask.to) {
        fault(w, TUI_WHATIF_TO, _("the last day is before the first"));
        return false;
    }
    return true;
}

static void ask(struct tui_app *app, struct tui_whatif *w)
{
    w->fault[0] = '\0';
    w->order_count = 0;
    w->cursor = (struct tui_cursor){.at = 0};
    if (w->ask.count == 0) {
        bc_whatif_stop(tui_session(app));
        w->ticket = 0;
    } else if (read_days(w)) {
        w->ticket = bc_whatif_start(tui_session(app), &w->ask);
    }
}

/* ---- changes ---- */

static void change(struct tui_app *app, struct tui_whatif *w)
{
    const char *key = w->fields[TUI_WHATIF_KEY].text;
    int at = 0;
    if (!*key) {
        fault(w, TUI_WHATIF_KEY, _("say first which figure or rule changes"));
        return;
    }
    while (at < w->ask.count && strcmp(w->ask.set[at].key, key) != 0) {
        at++;
    }
    if (at == BC_WHATIF_SET) {
        fault(w, TUI_WHATIF_KEY, _("12 changes are the most; take one back first"));
        return;
    }
    struct bc_whatif_change *set = &w->ask.set[at];
    w->ask.count += at == w->ask.count;
    snprintf(set->key, sizeof set->key, "%.63s", key);
    bc_whatif_value(key, w->fields[TUI_WHATIF_VALUE].text, set->value, sizeof set->value);
    tui_field_set(&w->fields[TUI_WHATIF_KEY], "");
    tui_field_set(&w->fields[TUI_WHATIF_VALUE], "");
    w->focus = TUI_WHATIF_LIST;
    ask(app, w);
}

static void take_back(struct tui_app *app, struct tui_whatif *w)
{
    if (w->ask.count > 0) {
        w->ask.count--;
        ask(app, w);
    }
}

static bool accept_key(struct tui_whatif *w)
{
    const char *key = tui_whatif_key(w, w->candidate);
    if (!key) {
        fault(w, TUI_WHATIF_KEY, _("no figure or rule is called that"));
        return false;
    }
    w->fault[0] = '\0';
    tui_field_set(&w->fields[TUI_WHATIF_KEY], key);
    w->candidate = 0;
    w->focus = TUI_WHATIF_VALUE;
    return true;
}

/* The server found fault with a value: back into its field, where it can be mended. */
static void mend(struct tui_app *app, struct tui_whatif *w)
{
    const struct bc_whatif_run *run = tui_whatif_answer(app, w);
    if (!run || !run->done || strcmp(run->err.type, "invalid-policy") != 0 ||
        w->ask.count == 0) {
        return;
    }
    int at = w->ask.count - 1;
    for (int i = 0; i < w->ask.count; i++) {
        size_t len = strlen(w->ask.set[i].key);
        if (strncmp(run->err.text, w->ask.set[i].key, len) == 0 &&
            run->err.text[len] == ':') {
            at = i;
        }
    }
    struct bc_whatif_change bad = w->ask.set[at];
    memmove(&w->ask.set[at], &w->ask.set[at + 1],
            (size_t)(w->ask.count - at - 1) * sizeof bad);
    w->ask.count--;
    fault(w, TUI_WHATIF_VALUE, run->err.text);
    tui_field_set(&w->fields[TUI_WHATIF_KEY], bad.key);
    tui_field_set(&w->fields[TUI_WHATIF_VALUE], bad.value);
    bc_whatif_stop(tui_session(app));
    w->ticket = 0;
}

/* ---- the answer ---- */

static const struct bc_whatif_row *sorted; /* during qsort() only */

static int by_change(const void *a, const void *b)
{
    const struct bc_whatif_row *x = &sorted[*(const int *)a],
                               *y = &sorted[*(const int *)b];
    int64_t left = llabs(x->after.grant_fen - x->before.grant_fen);
    int64_t right = llabs(y->after.grant_fen - y->before.grant_fen);
    return left != right ? (left < right) - (left > right) : strcmp(x->number, y->number);
}

/* Rows stay in place while more come; the largest changes lead when all are here. */
static void take_rows(struct tui_app *app, struct tui_whatif *w)
{
    const struct bc_whatif_run *run = tui_whatif_answer(app, w);
    if (!run || run->answer.count == 0) {
        return;
    }
    int *order = realloc(w->order, (size_t)run->answer.count * sizeof *order);
    if (!order) {
        return;
    }
    w->order = order;
    for (; w->order_count < run->answer.count; w->order_count++) {
        order[w->order_count] = w->order_count;
    }
    if (run->done) {
        sorted = run->answer.rows;
        qsort(order, (size_t)w->order_count, sizeof *order, by_change);
    }
}

static void open_dialog(struct tui_app *app, void *state, const void *arg)
{
    struct tui_whatif_dialog *d = state;
    const struct tui_whatif_arg *wish = arg;
    struct tui_whatif *w = d->whatif = wish->whatif;
    if (strcmp(w->policy.id, wish->policy->id) != 0) {
        free(w->order);
        *w = (struct tui_whatif){.focus = TUI_WHATIF_KEY};
        w->fields[TUI_WHATIF_KEY].most = 40;
        w->fields[TUI_WHATIF_VALUE].most = 160;
        w->fields[TUI_WHATIF_FROM].most = w->fields[TUI_WHATIF_TO].most = 10;
        COPY(w->ask.programme, wish->policy->id);
    }
    w->policy = *wish->policy;
    take_rows(app, w); /* what came while another screen was looked at */
    mend(app, w);
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    struct tui_whatif *w = ((struct tui_whatif_dialog *)state)->whatif;
    if (e->kind == BC_EVENT_WHATIF && e->ticket == w->ticket) {
        take_rows(app, w);
        mend(app, w);
        tui_touch(app);
    } else if (e->kind == BC_EVENT_LINK) {
        tui_touch(app);
    }
}

/* ---- keys ---- */

static bool wants_text(struct tui_app *app, void *state)
{
    (void)app;
    return ((struct tui_whatif_dialog *)state)->whatif->focus != TUI_WHATIF_LIST;
}

static void text(struct tui_app *app, void *state, uint32_t key)
{
    struct tui_whatif *w = ((struct tui_whatif_dialog *)state)->whatif;
    struct tui_field *field = &w->fields[w->focus];
    if (key == TUI_KEY_BACKSPACE && w->focus == TUI_WHATIF_KEY && field->len == 0) {
        take_back(app, w);
    } else if (tui_field_key(field, key)) {
        w->fault[0] = '\0';
        w->candidate = 0;
    }
    tui_touch(app);
}

static void enter(struct tui_app *app, struct tui_whatif *w)
{
    const struct bc_whatif_row *row;
    switch (w->focus) {
    case TUI_WHATIF_KEY:
        if (w->fields[TUI_WHATIF_KEY].len == 0 && w->ask.count > 0) {
            w->focus = TUI_WHATIF_LIST;
            ask(app, w);
        } else {
            (void)accept_key(w);
        }
        break;
    case TUI_WHATIF_VALUE:
        change(app, w);
        break;
    case TUI_WHATIF_LIST:
        row = tui_whatif_row(app, w, w->cursor.at);
        if (row) {
            char number[BC_NUMBER];
            COPY(number, row->number);
            tui_open(app, &tui_queue_screen,
                     &(struct tui_queue_arg){.statuses = "*", .text = number});
        } else if (w->ask.count > 0) {
            ask(app, w);
        }
        break;
    default:
        if (w->ask.count == 0) {
            fault(w, TUI_WHATIF_KEY, _("say first which figure or rule changes"));
        } else {
            w->focus = TUI_WHATIF_LIST;
            ask(app, w);
        }
    }
}

static void step(struct tui_whatif *w, int by)
{
    if (w->focus == TUI_WHATIF_KEY && by > 0 && w->fields[TUI_WHATIF_KEY].len > 0) {
        (void)accept_key(w);
        return;
    }
    int focus = ((int)w->focus + by + TUI_WHATIF_FOCUSES) % TUI_WHATIF_FOCUSES;
    if (focus == TUI_WHATIF_VALUE && w->fields[TUI_WHATIF_KEY].len == 0) {
        focus += by;
    }
    w->focus = (enum tui_whatif_focus)focus;
}

static const char *why_not_propose(struct tui_app *app, const struct tui_whatif *w)
{
    return !bc_has_role(tui_session(app), "supervisor")
               ? _("supervisors propose versions of a policy")
           : w->ask.count == 0 ? _("say first which figure or rule changes")
                               : NULL;
}

static void propose(struct tui_app *app, struct tui_whatif *w)
{
    const char *why = why_not_propose(app, w);
    if (why) { /* a key that is no text comes here unasked while a field is typed in */
        tui_say(app, TUI_SAY_WARN, safe_text(why));
        return;
    }
    tui_open(app, &tui_propose_screen,
             &(struct tui_propose_arg){.ask = &w->ask,
                                       .name = tui_policy_name(&w->policy),
                                       .changes = tui_whatif_changes(w)});
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct tui_whatif *w = ((struct tui_whatif_dialog *)state)->whatif;
    bool vertical = action == TUI_ACT_UP || action == TUI_ACT_DOWN;
    int by = action == TUI_ACT_UP || action == TUI_ACT_PREV_FIELD ? -1 : 1;
    if (action == TUI_ACT_PROPOSE_POLICY) {
        propose(app, w);
    } else if (action == TUI_ACT_OPEN) {
        enter(app, w);
    } else if (action == TUI_ACT_NEXT_FIELD || action == TUI_ACT_PREV_FIELD) {
        step(w, by);
    } else if (w->focus == TUI_WHATIF_LIST) {
        return tui_cursor_act(&w->cursor, action, w->order_count, w->page);
    } else if (vertical && w->focus == TUI_WHATIF_KEY &&
               (by < 0 ? w->candidate > 0
                       : tui_whatif_key(w, w->candidate + 1) != NULL)) {
        w->candidate += by;
    } else if (vertical && w->focus != TUI_WHATIF_KEY) {
        step(w, by);
    } else {
        return vertical;
    }
    tui_touch(app);
    return true;
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    const struct tui_whatif *w = ((struct tui_whatif_dialog *)state)->whatif;
    if (action == TUI_ACT_PROPOSE_POLICY) {
        return why_not_propose(app, w);
    }
    return action == TUI_ACT_OPEN && w->focus == TUI_WHATIF_LIST && w->ask.count == 0
               ? _("nothing was asked yet; Tab goes to the form")
               : NULL;
}

const struct tui_screen tui_whatif_screen = {
    .name = "what-if",
    .title = N_("What if"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_WHATIF,
    .dialog = true,
    .state_size = sizeof(struct tui_whatif_dialog),
    .open = open_dialog,
    .draw = tui_whatif_draw,
    .act = act,
    .why_not = why_not,
    .wants_text = wants_text,
    .text = text,
    .event = event,
};
