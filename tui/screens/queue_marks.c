#include "tui/screens/case_words.h"
#include "tui/screens/queue.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <string.h>

static int find(const struct queue *queue, const char *id)
{
    for (int i = 0; i < queue->mark_count; i++) {
        if (strcmp(queue->marks[i].id, id) == 0) {
            return i;
        }
    }
    return -1;
}

bool queue_is_marked(const struct queue *queue, const char *id)
{
    return find(queue, id) >= 0;
}

void queue_unmark(struct queue *queue, const char *id)
{
    int at = find(queue, id);
    if (at >= 0) {
        memmove(&queue->marks[at], &queue->marks[at + 1],
                (size_t)(queue->mark_count - at - 1) * sizeof *queue->marks);
        queue->mark_count--;
    }
}

bool queue_mark(struct queue *queue, const struct bc_case *row)
{
    if (queue->mark_count == BC_BATCH_MAX) {
        return false;
    }
    struct queue_mark *mark = &queue->marks[queue->mark_count++];
    *mark = (struct queue_mark){.revision = row->revision,
                                .amount_fen = row->amount_fen,
                                .grant_fen = row->grant_fen};
    snprintf(mark->id, sizeof mark->id, "%s", row->id);
    snprintf(mark->programme, sizeof mark->programme, "%s", row->programme);
    snprintf(mark->tranche, sizeof mark->tranche, "%s", row->tranche);
    return true;
}

static void say_full(struct tui_app *app)
{
    tui_say(app, TUI_SAY_WARN,
            safe_textf(_("%d cases are marked, as many as one decision takes; decide "
                         "these first"),
                       BC_BATCH_MAX));
}

void queue_toggle(struct tui_app *app, struct queue *queue)
{
    struct bc_case row;
    if (!queue_selected(queue, &row)) {
        return;
    }
    if (queue_is_marked(queue, row.id)) {
        queue_unmark(queue, row.id);
    } else if (!queue_mark(queue, &row)) {
        say_full(app);
        return;
    }
    (void)tui_cursor_act(&queue->cursor, TUI_ACT_DOWN, queue_count(queue), queue->page);
    queue_follow(queue);
}

void queue_mark_all(struct tui_app *app, struct queue *queue)
{
    int64_t count = queue_count(queue);
    struct bc_case row;
    for (int64_t i = 0; i < count && queue_row(queue, i, &row); i++) {
        if (!queue_is_marked(queue, row.id) && !queue_mark(queue, &row)) {
            say_full(app);
            return;
        }
    }
}

void queue_mark_range(struct tui_app *app, struct queue *queue)
{
    struct bc_case row;
    int64_t from = *queue->range ? bc_view_find(queue->view, queue->range) : -1;
    if (from < 0) {
        snprintf(queue->range, sizeof queue->range, "%s", queue->selected);
        return;
    }
    int64_t to = queue->cursor.at, step = from <= to ? 1 : -1;
    queue->range[0] = '\0';
    for (int64_t i = from; i != to + step && queue_row(queue, i, &row); i += step) {
        if (!queue_is_marked(queue, row.id) && !queue_mark(queue, &row)) {
            say_full(app);
            return;
        }
    }
}

/* What the one tranche of all the marks would have left; empty when there are several. */
static struct safe_text left_text(struct tui_app *app, const struct queue *queue,
                                  int64_t grant)
{
    const struct bc_tranche *tranches;
    const struct queue_mark *first = &queue->marks[0];
    int count = bc_tranches(tui_session(app), &tranches);
    for (int i = 1; i < queue->mark_count; i++) {
        if (strcmp(queue->marks[i].tranche, first->tranche) != 0 ||
            strcmp(queue->marks[i].programme, first->programme) != 0) {
            return (struct safe_text){0};
        }
    }
    for (int i = 0; i < count; i++) {
        const struct bc_tranche *t = &tranches[i];
        if (strcmp(t->id, first->tranche) == 0 &&
            strcmp(t->programme, first->programme) == 0) {
            struct safe_text now = tui_million(t->available, 2);
            if (grant > t->available) {
                return safe_textf(_("more than the ¥%sm free"), now.bytes);
            }
            struct safe_text after = tui_million(t->available - grant, 2);
            return safe_textf(_("leaves ¥%sm of ¥%sm"), after.bytes, now.bytes);
        }
    }
    return (struct safe_text){0};
}

struct safe_text queue_marks_text(struct tui_app *app, const struct queue *queue)
{
    int64_t ask = 0, grant = 0;
    for (int i = 0; i < queue->mark_count; i++) {
        ask += queue->marks[i].amount_fen;
        grant += queue->marks[i].grant_fen;
    }
    struct safe_text asked = tui_thousand(ask), granted = tui_thousand(grant),
                     left = left_text(app, queue, grant);
    return safe_textf(_("ask ¥%sk  grant ¥%sk  %s"), asked.bytes, granted.bytes,
                      left.bytes);
}
