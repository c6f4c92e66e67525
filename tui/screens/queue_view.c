#include "tui/screens/queue.h"

#include "tui/screens/case_words.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const struct {
    const char *word;     /* in commands and places */
    const char *name;     /* msgid */
    const char *statuses; /* NULL: open ones */
    bool mixed, mine;
    enum bc_sort sort; /* until the person chooses another */
} views[] = {
    {"ready", N_("ready to decide"), "under_review", false, false, BC_SORT_DUE},
    {"new", N_("to take up"), "submitted", false, false, BC_SORT_DUE},
    {"second", N_("awaiting second signature"), "awaiting_second", false, false,
     BC_SORT_DUE},
    {"returned", N_("sent back"), "returned", false, false, BC_SORT_DUE},
    {"mine", N_("mine"), NULL, true, true, BC_SORT_DUE},
    {"open", N_("all open"), NULL, true, false, BC_SORT_DUE},
    {"decided", N_("decided"), "approved,rejected,withdrawn", true, false,
     BC_SORT_UPDATED},
    {"all", N_("all"), "*", true, false, BC_SORT_UPDATED},
};
enum { READY = 0, SECOND = 2, MINE = 4, ALL = 7, PRESET = -1 };

static const struct {
    enum bc_sort sort;
    const char *word;
    const char *name; /* msgid */
    bool descending;  /* the order people want first */
} sorts[] = {
    {BC_SORT_DUE, "due", N_("due"), false},
    {BC_SORT_AMOUNT, "ask", N_("ask"), true},
    {BC_SORT_VERDICT, "verdict", N_("verdict"), false},
    {BC_SORT_APPLICANT, "applicant", N_("applicant"), false},
    {BC_SORT_NUMBER, "number", N_("number"), false},
    {BC_SORT_UPDATED, "changed", N_("last change"), true},
};

const char *queue_view_name(const struct queue *queue)
{
    if (*queue->saved_name) {
        return queue->saved_name;
    }
    if (queue->typed.states) {
        return _("states of the filter");
    }
    return queue->view_at == PRESET ? _("chosen rows") : _(views[queue->view_at].name);
}

bool queue_mixes_statuses(const struct queue *queue)
{
    if (queue->typed.states) {
        return true;
    }
    if (queue->view_at != PRESET) {
        return views[queue->view_at].mixed;
    }
    const char *statuses = queue->preset.statuses;
    return !*statuses || strchr(statuses, ',') || strcmp(statuses, "*") == 0;
}

static const char *or_null(const char *text)
{
    return *text ? text : NULL;
}

static bool in_list(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; *at;) {
        size_t n = strcspn(at, ",");
        if ((n == len && strncmp(at, word, n) == 0) || (n == 1 && *at == '*')) {
            return true;
        }
        at += n + (at[n] == ',');
    }
    return false;
}

bool queue_has_left(const struct queue *queue, const struct bc_case *row)
{
    const char *statuses = queue->view_at == PRESET ? or_null(queue->preset.statuses)
                                                    : views[queue->view_at].statuses;
    if (queue->typed.states) {
        return !bc_filter_fits_tally(&queue->typed, row->programme, row->tranche,
                                     row->status, row->verdict, row->assigned_to);
    }
    return statuses ? !in_list(statuses, row->status) : !tui_status_open(row->status);
}

static size_t sort_at(const struct queue *queue)
{
    size_t at = 0;
    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        if (sorts[i].sort == queue->sort) {
            at = i;
        }
    }
    return at;
}

struct safe_text queue_sort_name(const struct queue *queue)
{
    return safe_textf("%s %s", _(sorts[sort_at(queue)].name),
                      queue->descending ? "↓" : "↑");
}

/* ---- rows ---- */

int64_t queue_count(const struct queue *queue)
{
    return queue->view ? bc_view_count(queue->view) : 0;
}

bool queue_row(const struct queue *queue, int64_t index, struct bc_case *out)
{
    return queue->view && bc_view_row(queue->view, index, out);
}

bool queue_selected(const struct queue *queue, struct bc_case *out)
{
    return queue_row(queue, queue->cursor.at, out);
}

void queue_follow(struct queue *queue)
{
    struct bc_case row;
    if (!queue_selected(queue, &row)) {
        queue->selected[0] = '\0';
    } else if (strcmp(row.id, queue->selected) != 0) {
        snprintf(queue->selected, sizeof queue->selected, "%s", row.id);
        queue->detail_top = 0;
        queue->moved_ms = queue_ticks();
    }
}

int64_t queue_ticks(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct bc_query query_of(struct tui_app *app, const struct queue *queue)
{
    struct bc_query query = {
        .text = queue->text, .sort = queue->sort, .descending = queue->descending};
    if (queue->view_at == PRESET) {
        query.statuses = or_null(queue->preset.statuses);
        query.verdict = or_null(queue->preset.verdict);
        query.programme = or_null(queue->preset.programme);
        query.tranche = or_null(queue->preset.tranche);
    } else {
        query.statuses = views[queue->view_at].statuses;
        query.assigned_to =
            views[queue->view_at].mine ? bc_me(tui_session(app))->id : NULL;
    }
    if (queue->typed.states) {
        query.statuses = "*"; /* it says itself which ones */
    }
    return query;
}

/* Keep the cursor on its case, at the height it had on the screen. */
static void keep_cursor(struct queue *queue)
{
    int64_t offset = queue->cursor.at - queue->cursor.top;
    int64_t found =
        *queue->selected && queue->view ? bc_view_find(queue->view, queue->selected) : -1;
    queue->cursor.at = found >= 0 ? found : 0;
    queue->cursor.top = queue->cursor.at - offset;
    tui_cursor_clamp(&queue->cursor, queue_count(queue), queue->page);
    queue_follow(queue);
}

void queue_reopen(struct tui_app *app, struct queue *queue)
{
    struct bc_query query = query_of(app, queue);
    struct bc_view *view;
    struct err err = {0};
    if (!bc_view_open(tui_session(app), &query, &view, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    bc_view_close(queue->view);
    queue->view = view;
    if (!*queue->text) {
        queue->total = bc_view_count(view);
    }
    keep_cursor(queue);
    tui_touch(app);
}

/* The rows there would be without the `/` filter, which stays from view to view. */
static void count_all(struct tui_app *app, struct queue *queue)
{
    struct bc_query query = query_of(app, queue);
    struct bc_view *view;
    query.text = NULL;
    if (*queue->text && bc_view_open(tui_session(app), &query, &view, NULL)) {
        queue->total = bc_view_count(view);
        bc_view_close(view);
    }
}

/* A word that finds nothing and may become a field's name leaves the rows as they are. */
static void apply(struct tui_app *app, struct queue *queue, const char *text,
                  const struct bc_filter_text *typed)
{
    const struct bc_filter_text before = queue->typed;
    char old[QUEUE_TEXT];
    bool recount = queue->typed.states != typed->states || queue->total == 0;
    memcpy(old, queue->text, sizeof old);
    snprintf(queue->text, sizeof queue->text, "%s", text);
    queue->typed = *typed;
    queue_reopen(app, queue);
    if (queue_count(queue) == 0 && typed->words.count > 0 &&
        bc_filter_unfinished(text, &queue->fault)) {
        memcpy(queue->text, old, sizeof old);
        queue->typed = before;
        queue_reopen(app, queue);
    }
    if (recount) {
        count_all(app, queue);
    }
}

void queue_filter(struct tui_app *app, struct queue *queue, const char *text)
{
    struct bc_filter_text typed;
    if (!bc_filter_read(text, tui_now(app), bc_me(tui_session(app))->id, &typed,
                        &queue->fault)) {
        if (!queue->view) {
            queue_reopen(app, queue);
        }
        tui_touch(app);
        return;
    }
    apply(app, queue, text, &typed);
}

/* ---- choosing ---- */

static void to_top(struct queue *queue)
{
    queue->cursor = (struct tui_cursor){0};
    queue->selected[0] = '\0';
    queue->shift = 0;
}

/* After the views that come with the console, those people named; false after the last.
 */
static bool next_saved(struct tui_app *app, struct queue *queue)
{
    int n = 0;
    const struct tui_saved_view *view = tui_saved_named(&queue->saved, 0);
    if (*queue->saved_name) {
        while (view && strcmp(view->name, queue->saved_name) != 0) {
            view = tui_saved_named(&queue->saved, ++n);
        }
        view = tui_saved_named(&queue->saved, n + 1);
        queue_filter(app, queue, "");
    }
    if (view) {
        const struct tui_saved_view copy = *view;
        queue_saved_show(app, queue, &copy);
    }
    return view != NULL;
}

void queue_next_view(struct tui_app *app, struct queue *queue)
{
    int next = *queue->saved_name ? (int)COUNT_OF(views) : queue->view_at + 1;
    if (next == (int)COUNT_OF(views) && next_saved(app, queue)) {
        return;
    }
    queue->view_at = next < (int)COUNT_OF(views) ? next : 0;
    queue_saved_columns(queue);
    if (queue->view_at == 0 && queue->preset.any) {
        queue->view_at = PRESET;
    }
    queue->chosen = true;
    if (!queue->sorted && queue->view_at != PRESET) {
        queue->sort = views[queue->view_at].sort;
        queue->descending = sorts[sort_at(queue)].descending;
    }
    to_top(queue);
    queue_reopen(app, queue);
    count_all(app, queue);
}

void queue_next_sort(struct tui_app *app, struct queue *queue)
{
    size_t next = (sort_at(queue) + 1) % COUNT_OF(sorts);
    queue->sort = sorts[next].sort;
    queue->descending = sorts[next].descending;
    queue->sorted = true;
    queue_reopen(app, queue);
}

void queue_first_view(struct tui_app *app, struct queue *queue)
{
    struct bc_session *session = tui_session(app);
    bool signs = bc_has_role(session, "supervisor") && !bc_has_role(session, "officer");
    if (queue->preset.any) {
        queue->view_at = PRESET;
    } else if (!queue->chosen) {
        queue->view_at = signs ? SECOND : READY;
    }
}

void queue_show_mine(struct tui_app *app, struct queue *queue, const char *id)
{
    queue->view_at = MINE;
    queue->chosen = true;
    queue_saved_columns(queue);
    to_top(queue);
    snprintf(queue->selected, sizeof queue->selected, "%s", id);
    queue_filter(app, queue, "");
    count_all(app, queue);
}

/* ---- places ---- */

bool queue_view_word(int n, const char **name, const char **title)
{
    if (n < 0 || n >= (int)COUNT_OF(views)) {
        return false;
    }
    *name = views[n].word;
    *title = views[n].name;
    return true;
}

void queue_place(struct tui_app *app, void *state, struct tui_place *out)
{
    const struct queue *queue = state;
    struct bc_case row;
    (void)app;
    snprintf(out->view, sizeof out->view, "%s",
             queue->view_at == PRESET ? "" : views[queue->view_at].word);
    snprintf(out->sort, sizeof out->sort, "%s", sorts[sort_at(queue)].word);
    snprintf(out->filter, sizeof out->filter, "%s", queue->text);
    out->descending = queue->descending;
    if (queue_selected(queue, &row)) {
        snprintf(out->id, sizeof out->id, "%s", row.id);
        snprintf(out->number, sizeof out->number, "%s", row.number);
    }
}

static void take_order(struct queue *queue, const struct tui_place *place)
{
    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        if (strcmp(sorts[i].word, place->sort) == 0) {
            queue->sorted = queue->sorted || queue->sort != sorts[i].sort;
            queue->sort = sorts[i].sort;
            queue->descending = place->descending;
        }
    }
}

static void take_view(struct queue *queue, const char *word)
{
    for (int i = 0; i < (int)COUNT_OF(views); i++) {
        if (strcmp(views[i].word, word) == 0) {
            queue->view_at = i;
            queue->chosen = true;
        }
    }
}

/* A case that is in none of the rows asked for is shown among all. */
void queue_go(struct tui_app *app, void *state, const struct tui_place *place)
{
    struct queue *queue = state;
    struct bc_case row;
    take_view(queue, place->view);
    queue_saved_columns(queue);
    take_order(queue, place);
    queue->whole = false;
    to_top(queue);
    bool known = *place->id && bc_case_get(tui_session(app), place->id, &row);
    if (known) {
        snprintf(queue->selected, sizeof queue->selected, "%.47s", place->id);
    }
    queue_filter(app, queue, place->filter);
    if (queue->fault.kind != BC_FAULT_NONE) {
        queue_filter(app, queue, "");
    }
    if (known && strcmp(queue->selected, place->id) != 0) {
        queue->view_at = ALL;
        snprintf(queue->selected, sizeof queue->selected, "%.47s", place->id);
        queue_filter(app, queue, row.number);
    }
    count_all(app, queue);
}
