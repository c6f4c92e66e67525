#include "tui/screens/queue.h"

#include "tui/screens/case_words.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

static bool seen(const struct queue *queue, const char *id)
{
    for (int i = 0; i < QUEUE_SEEN; i++) {
        if (strcmp(queue->flow.seen[i], id) == 0) {
            return true;
        }
    }
    return false;
}

/* A case of one's own that has not been shown yet, the most urgent first. */
static bool find_own(struct tui_app *app, const struct queue *queue, char id[BC_ID])
{
    const struct bc_query query = {.statuses = "under_review,submitted",
                                   .assigned_to = bc_me(tui_session(app))->id,
                                   .sort = BC_SORT_DUE};
    struct bc_view *view;
    struct bc_case row;
    bool found = false;
    if (!bc_view_open(tui_session(app), &query, &view, NULL)) {
        return false;
    }
    for (int64_t i = 0; !found && i < QUEUE_SEEN + 1 && bc_view_row(view, i, &row); i++) {
        found = !seen(queue, row.id);
    }
    bc_view_close(view);
    if (found) {
        snprintf(id, BC_ID, "%s", row.id);
    }
    return found;
}

static void show(struct tui_app *app, struct queue *queue, const char *id)
{
    COPY(queue->flow.id, id);
    COPY(queue->flow.seen[queue->flow.seen_next], id);
    queue->flow.seen_next = (queue->flow.seen_next + 1) % QUEUE_SEEN;
    queue->flow.waiting = false;
    queue_show_mine(app, queue, id);
    queue->whole = queue_count(queue) > 0;
    queue->detail_top = 0;
    tui_touch(app);
}

/* The clearinghouse chooses: by deadline and risk, without conflicts of interest, and
 * never the same for two people. */
static void ask(struct tui_app *app, struct queue *queue)
{
    struct bc_decision decision = {.count = 1};
    struct err err = {0};
    int64_t intent;
    COPY(decision.decision, "assign");
    COPY(decision.assignee, "next");
    COPY(decision.choices[0].id, "next");
    snprintf(decision.title, sizeof decision.title, "%s", _("the next case"));
    if (!bc_decide(tui_session(app), &decision, &intent, &err)) {
        tui_say(app, TUI_SAY_ERROR, tui_problem(&err));
        queue_flow_end(app, queue);
        return;
    }
    queue->flow.waiting = true;
    bool live = bc_link(tui_session(app))->state == BC_LINK_LIVE;
    tui_say(app, TUI_SAY_INFO,
            safe_text(live ? _("taking the next case…")
                           : _("the next case is asked for when the link is back")));
}

void queue_take_next(struct tui_app *app, struct queue *queue)
{
    char id[BC_ID];
    if (queue->flow.waiting) {
        return;
    }
    queue->flow.on = true;
    queue->flow.id[0] = '\0';
    if (find_own(app, queue, id)) {
        show(app, queue, id);
    } else {
        ask(app, queue);
    }
}

void queue_flow_end(struct tui_app *app, struct queue *queue)
{
    int done = queue->flow.done;
    if (queue->flow.on && done > 0) {
        tui_say(app, TUI_SAY_INFO,
                safe_textf(tui_text_n("%d case decided in a row",
                                      "%d cases decided in a row", done),
                           done));
    }
    memset(&queue->flow, 0, sizeof queue->flow);
    queue->whole = false;
}

void queue_flow_case(struct tui_app *app, struct queue *queue,
                     const struct bc_event *event)
{
    struct bc_case row;
    if (queue->flow.waiting && event->own && strstr(event->action, "assign") &&
        bc_case_get(tui_session(app), event->id, &row) &&
        strcmp(row.assigned_to, bc_me(tui_session(app))->id) == 0) {
        show(app, queue, event->id);
    }
}

void queue_flow_intent(struct tui_app *app, struct queue *queue,
                       const struct bc_intent *intent)
{
    bool asked = strcmp(intent->case_id, "next") == 0;
    bool over = intent->state == BC_INTENT_REFUSED || intent->state == BC_INTENT_CONFLICT;
    if (queue->flow.waiting && asked && over) {
        queue_flow_end(app, queue);
    } else if (queue->flow.on && !over && *queue->flow.id &&
               strcmp(intent->case_id, queue->flow.id) == 0 &&
               strcmp(intent->what, "assign") != 0) {
        queue->flow.done++;
        queue_take_next(app, queue);
    }
}

struct safe_text queue_flow_text(struct tui_app *app, const struct queue *queue)
{
    struct bc_case_counts counts;
    bc_case_counts(tui_session(app), &counts);
    int64_t left = counts.under_review + counts.submitted;
    return safe_textf(_("%d done, %s left"), queue->flow.done, tui_count(left).bytes);
}
