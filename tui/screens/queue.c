#include "tui/screens/queue.h"

#include "tui/screens/audit.h"
#include "tui/screens/case_words.h"
#include "tui/screens/outcome.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", (from) ? (from) : "")

/* ---- opening ---- */

static void take_preset(struct queue *queue, const struct tui_queue_arg *arg)
{
    COPY(queue->preset.statuses, arg->statuses);
    COPY(queue->preset.verdict, arg->verdict);
    COPY(queue->preset.programme, arg->programme);
    COPY(queue->preset.tranche, arg->tranche);
    queue->preset.any = true;
}

static void open_queue(struct tui_app *app, void *state, const void *arg)
{
    struct queue *queue = state;
    const struct tui_queue_arg *preset = arg;
    if (preset) {
        take_preset(queue, preset);
    }
    tui_saved_read(&queue->saved);
    queue_first_view(app, queue);
    queue_saved_columns(queue);
    queue_filter(app, queue, preset && preset->text ? preset->text : "");
}

static void close_queue(struct tui_app *app, void *state)
{
    struct queue *queue = state;
    (void)app;
    bc_view_close(queue->view);
    queue->view = NULL;
}

/* ---- row 2 ---- */

static void status(struct tui_app *app, void *state, struct tui_status *out)
{
    struct queue *queue = state;
    out->view = safe_text(queue_view_name(queue));
    out->sort = queue_sort_name(queue);
    if (*queue->text) {
        struct safe_text text = safe_text(queue->text);
        out->filter = safe_textf("/%s", text.bytes);
    }
    if (queue->flow.on) {
        out->marks = queue_flow_text(app, queue);
    } else if (*queue->range) {
        out->marks = safe_text(_("range begun · V ends it"));
    } else if (queue->mark_count > 0) {
        out->marks = safe_textf(_("%d marked"), queue->mark_count);
    }
    if (queue_count(queue) > 0) {
        struct safe_text at = tui_count(queue->cursor.at + 1),
                         of = tui_count(queue_count(queue));
        bool counting = queue->view && !bc_view_counted(queue->view);
        out->place = counting ? safe_textf(_("%s of %s so far"), at.bytes, of.bytes)
                              : safe_textf(_("%s of %s"), at.bytes, of.bytes);
    }
}

/* ---- keys ---- */

/* The evidence over the full screen takes the moving keys. */
static bool act_whole(struct tui_app *app, struct queue *queue, enum tui_action action)
{
    int page = queue->detail_rows > 1 ? queue->detail_rows - 1 : 1;
    switch (action) {
    case TUI_ACT_UP:
        queue->detail_top--;
        return true;
    case TUI_ACT_DOWN:
        queue->detail_top++;
        return true;
    case TUI_ACT_PAGE_UP:
        queue->detail_top -= page;
        return true;
    case TUI_ACT_PAGE_DOWN:
        queue->detail_top += page;
        return true;
    case TUI_ACT_FIRST:
        queue->detail_top = 0;
        return true;
    case TUI_ACT_LAST:
        queue->detail_top = INT32_MAX / 2;
        return true;
    case TUI_ACT_OPEN:
    case TUI_ACT_BACK:
    case TUI_ACT_QUIT:
        if (queue->flow.on) {
            queue_flow_end(app, queue);
        }
        queue->whole = false;
        queue->detail_top = 0;
        return true;
    default:
        return false;
    }
}

static bool act_order(struct tui_app *app, struct queue *queue, enum tui_action action)
{
    switch (action) {
    case TUI_ACT_VIEW:
        queue_next_view(app, queue);
        return true;
    case TUI_ACT_SORT:
        queue_next_sort(app, queue);
        return true;
    case TUI_ACT_REVERSE:
        queue->descending = !queue->descending;
        queue_reopen(app, queue);
        return true;
    case TUI_ACT_RESORT:
        queue_reopen(app, queue);
        return true;
    default:
        return false;
    }
}

static void open_history(struct tui_app *app, struct queue *queue)
{
    struct bc_case row;
    if (queue_selected(queue, &row)) {
        tui_open(app, &tui_audit_screen,
                 &(struct tui_audit_arg){
                     .stream = row.programme, .subject = row.id, .title = row.number});
    }
}

static bool act_row(struct tui_app *app, struct queue *queue, enum tui_action action)
{
    switch (action) {
    case TUI_ACT_MARK:
        queue_toggle(app, queue);
        return true;
    case TUI_ACT_MARK_ALL:
        queue_mark_all(app, queue);
        return true;
    case TUI_ACT_MARK_RANGE:
        queue_mark_range(app, queue);
        return true;
    case TUI_ACT_UNMARK_ALL:
        queue->mark_count = 0;
        queue->range[0] = '\0';
        return true;
    case TUI_ACT_NEXT_CASE:
        queue_take_next(app, queue);
        return true;
    case TUI_ACT_LEFT:
        queue->shift -= queue->shift > 0;
        return true;
    case TUI_ACT_RIGHT:
        queue->shift += queue->hidden > 0;
        return true;
    case TUI_ACT_DETAIL_UP:
        queue->detail_top--;
        return true;
    case TUI_ACT_DETAIL_DOWN:
        queue->detail_top++;
        return true;
    case TUI_ACT_HISTORY:
        open_history(app, queue);
        return true;
    case TUI_ACT_OPEN:
        queue->whole = queue_count(queue) > 0;
        queue->detail_top = 0;
        return true;
    default:
        return false;
    }
}

/* Esc takes back the last narrowing: the filter, then the marks stay for U. */
static bool act_back(struct tui_app *app, struct queue *queue, enum tui_action action)
{
    if (action != TUI_ACT_BACK || !*queue->text) {
        return false;
    }
    queue_filter(app, queue, "");
    return true;
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct queue *queue = state;
    if (queue->whole && act_whole(app, queue, action)) {
        tui_touch(app);
        return true;
    }
    queue->fault.kind = BC_FAULT_NONE;
    if (tui_cursor_act(&queue->cursor, action, queue_count(queue), queue->page)) {
        queue_follow(queue);
        tui_touch(app);
        return true;
    }
    bool done = act_order(app, queue, action) || act_row(app, queue, action) ||
                act_back(app, queue, action) || queue_decide(app, queue, action);
    if (done) {
        tui_touch(app);
    }
    return done;
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    return queue_why_not(app, state, action);
}

/* ---- the filter ---- */

static void filter(struct tui_app *app, void *state, const char *text)
{
    queue_filter(app, state, text);
}

static void filter_count(struct tui_app *app, void *state, int64_t *shown, int64_t *total)
{
    struct queue *queue = state;
    (void)app;
    *shown = queue_count(queue);
    *total = queue->total;
}

/* ---- what happens behind the screen ---- */

static void note_change(struct tui_app *app, struct queue *queue, const char *id)
{
    int at = queue->changed_next;
    COPY(queue->changed[at].id, id);
    queue->changed[at].at = tui_now(app);
    queue->changed_next = (at + 1) % QUEUE_CHANGED;
}

/* Announced, changed in place, never moved. One's own decision is announced by its
 * outcome. */
static void on_case(struct tui_app *app, struct queue *queue,
                    const struct bc_event *event)
{
    static const char prefix[] = "application.";
    if (event->own) {
        queue_unmark(queue, event->id);
        queue_flow_case(app, queue, event);
    }
    if (!queue->view || bc_view_find(queue->view, event->id) < 0) {
        return;
    }
    note_change(app, queue, event->id);
    tui_touch(app);
    if (event->own) {
        return;
    }
    const char *action = event->action;
    if (strncmp(action, prefix, sizeof prefix - 1) == 0) {
        action += sizeof prefix - 1;
    }
    struct safe_text name = safe_text(event->name), by = safe_text(event->by),
                     what = safe_text(tui_decision_done(action));
    bool marked = queue_is_marked(queue, event->id);
    tui_say(app, TUI_SAY_INFO,
            safe_textf(_("%s %s: %s by %s. %s"), event->number, name.bytes, what.bytes,
                       by.bytes,
                       marked ? _("It was marked as it was before; look again.")
                              : _("The row stays in its place; = sorts again.")));
}

static void on_intent(struct tui_app *app, struct queue *queue, int64_t number)
{
    struct bc_intent intent;
    enum tui_message level;
    struct safe_text text;
    if (!bc_intent_get(tui_session(app), number, &intent)) {
        return;
    }
    if (strcmp(intent.what, queue->asked) == 0 && intent.count > 0) {
        queue_result_keep(queue, &intent);
        queue->mark_count = 0; /* they are on their way: not to be sent twice */
        queue->asked[0] = '\0';
    } else if (intent.count == 1 && intent.state == BC_INTENT_QUEUED) {
        queue_result_keep(queue, &intent);
    }
    queue_flow_intent(app, queue, &intent);
    if (tui_outcome(app, &intent, &level, &text)) {
        tui_say_undo(app, level, text,
                     intent.state == BC_INTENT_CONFIRMED ? intent.undo_until : 0);
    }
    tui_touch(app);
}

/* While the first load fills the replica the view follows it, as long as it has less than
 * a page or nobody has moved yet. */
static void on_cases(struct tui_app *app, struct queue *queue)
{
    bool loading = bc_link(tui_session(app))->state != BC_LINK_LIVE;
    if (!loading || queue_count(queue) <= queue->page ||
        (queue->cursor.at == 0 && queue->mark_count == 0)) {
        queue_reopen(app, queue);
    }
    tui_touch(app);
}

static void event(struct tui_app *app, void *state, const struct bc_event *event)
{
    struct queue *queue = state;
    switch (event->kind) {
    case BC_EVENT_CASE:
        on_case(app, queue, event);
        break;
    case BC_EVENT_CASES:
        on_cases(app, queue);
        break;
    case BC_EVENT_INTENT:
        on_intent(app, queue, event->ticket);
        break;
    case BC_EVENT_ME:
        if (!queue->chosen) {
            queue_first_view(app, queue);
            queue_reopen(app, queue);
        }
        break;
    default:
        tui_touch(app);
        break;
    }
}

const struct tui_screen tui_queue_screen = {
    .name = "queue",
    .title = N_("Applications"),
    .action = TUI_ACT_QUEUE,
    .context = TUI_CTX_QUEUE,
    .tab = 2,
    .state_size = sizeof(struct queue),
    .open = open_queue,
    .close = close_queue,
    .draw = queue_draw,
    .status = status,
    .act = act,
    .why_not = why_not,
    .filter = filter,
    .filter_count = filter_count,
    .event = event,
    .command = queue_command,
    .place = queue_place,
    .go = queue_go,
    .view = queue_view_word,
};
