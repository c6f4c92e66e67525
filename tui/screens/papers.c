#include "tui/screens/papers.h"

#include "tui/screens/case_words.h"
#include "tui/screens/outcome.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

/* ---- which rows ---- */

void papers_reopen(struct tui_app *app, struct papers *papers)
{
    const struct papers_kind *kind = papers->kind;
    char sort[BC_WORD];
    struct err err = {0};
    snprintf(sort, sizeof sort, "%s%s", papers->descending ? "-" : "",
             kind->sorts[papers->sort_at].word);
    bc_papers_close(papers->list);
    papers->list = NULL;
    const struct bc_papers_query query = {.paper = kind->paper,
                                          .statuses =
                                              kind->views[papers->view_at].statuses,
                                          .text = papers->text,
                                          .voucher = papers->voucher,
                                          .sort = sort};
    if (!bc_papers_open(tui_session(app), &query, &papers->list, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
    }
    tui_touch(app);
}

int64_t papers_selected(struct papers *papers)
{
    int count = bc_papers_count(papers->list);
    return count > 0 && papers->cursor.at < count ? papers->cursor.at : -1;
}

/* The cursor belongs to a paper, not to a row. */
static void follow(struct papers *papers)
{
    struct tui_order_item item;
    int64_t row = papers_selected(papers);
    if (row >= 0 && papers->kind->item(papers, row, &item) &&
        strcmp(papers->selected, item.id) != 0) {
        COPY(papers->selected, item.id);
        papers->detail_top = 0;
    }
}

static void find_again(struct papers *papers)
{
    int at = *papers->selected ? bc_papers_find(papers->list, papers->selected) : -1;
    if (at >= 0) {
        papers->cursor.at = at;
    }
    tui_cursor_clamp(&papers->cursor, bc_papers_count(papers->list), papers->page);
}

static void set_view(struct papers *papers, int view)
{
    papers->view_at = view;
    papers->sort_at = papers->kind->views[view].sort;
    papers->descending = papers->kind->sorts[papers->sort_at].descending;
    papers->cursor = (struct tui_cursor){0};
    papers->mark_count = 0;
}

static void next_view(struct tui_app *app, struct papers *papers)
{
    set_view(papers, (papers->view_at + 1) % papers->kind->view_count);
    papers->voucher[0] = '\0';
    papers_reopen(app, papers);
}

static void next_sort(struct tui_app *app, struct papers *papers, bool reverse)
{
    if (reverse) {
        papers->descending = !papers->descending;
    } else {
        papers->sort_at = (papers->sort_at + 1) % papers->kind->sort_count;
        papers->descending = papers->kind->sorts[papers->sort_at].descending;
    }
    papers_reopen(app, papers);
}

static int view_named(const struct papers_kind *kind, const char *name)
{
    for (int i = 0; name && i < kind->view_count; i++) {
        if (strcmp(kind->views[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

void papers_open(struct tui_app *app, struct papers *papers,
                 const struct papers_kind *kind, const void *arg)
{
    const struct papers_arg *wish = arg;
    papers->kind = kind;
    int view = view_named(kind, wish ? wish->view : NULL);
    set_view(papers, view < 0 ? 0 : view);
    if (wish) {
        COPY(papers->text, wish->text ? wish->text : "");
        COPY(papers->voucher, wish->voucher ? wish->voucher : "");
    }
    papers_reopen(app, papers);
}

void papers_close(struct tui_app *app, void *state)
{
    struct papers *papers = state;
    (void)app;
    bc_papers_close(papers->list);
    bc_papers_close(papers->beside);
}

struct bc_papers *papers_claims_of(struct tui_app *app, struct papers *papers,
                                   const char *voucher)
{
    if (strcmp(papers->beside_of, voucher) != 0 || !papers->beside) {
        const struct bc_papers_query query = {
            .paper = BC_CLAIMS, .voucher = voucher, .sort = "lodged"};
        struct err err = {0};
        bc_papers_close(papers->beside);
        papers->beside = NULL;
        COPY(papers->beside_of, voucher);
        if (!bc_papers_open(tui_session(app), &query, &papers->beside, &err)) {
            tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        }
    }
    return papers->beside;
}

/* ---- what row 2 says ---- */

void papers_status(struct tui_app *app, void *state, struct tui_status *out)
{
    struct papers *papers = state;
    int64_t total = bc_papers_total(papers->list);
    int count = bc_papers_count(papers->list);
    (void)app;
    out->view =
        safe_text(*papers->voucher ? _("of one voucher")
                                   : _(papers->kind->views[papers->view_at].title));
    out->filter = safe_text(papers->text);
    out->sort = safe_textf("%s%s", _(papers->kind->sorts[papers->sort_at].title),
                           papers->descending ? " ↓" : " ↑");
    if (papers->mark_count > 0) {
        out->marks = safe_textf(_("%d marked"), papers->mark_count);
    }
    if (count > 0) {
        out->place = safe_textf(_("%s of %s"), tui_count(papers->cursor.at + 1).bytes,
                                tui_count(total > count ? total : count).bytes);
    }
}

/* ---- acting ---- */

static void resort(struct tui_app *app, struct papers *papers)
{
    papers_reopen(app, papers);
    tui_say(app, TUI_SAY_INFO, safe_text(_("the list is read again in its order")));
}

static bool act_on_list(struct tui_app *app, struct papers *papers,
                        enum tui_action action)
{
    switch (action) {
    case TUI_ACT_VIEW:
        next_view(app, papers);
        break;
    case TUI_ACT_SORT:
        next_sort(app, papers, false);
        break;
    case TUI_ACT_REVERSE:
        next_sort(app, papers, true);
        break;
    case TUI_ACT_RESORT:
    case TUI_ACT_REFRESH:
        resort(app, papers);
        break;
    case TUI_ACT_LEFT:
        papers->shift -= papers->shift > 0;
        break;
    case TUI_ACT_RIGHT:
        papers->shift += papers->hidden > 0;
        break;
    case TUI_ACT_DETAIL_UP:
        papers->detail_top -= papers->detail_rows > 2 ? papers->detail_rows - 1 : 1;
        break;
    case TUI_ACT_DETAIL_DOWN:
        papers->detail_top += papers->detail_rows > 2 ? papers->detail_rows - 1 : 1;
        break;
    default:
        return false;
    }
    return true;
}

static bool act_on_rows(struct tui_app *app, struct papers *papers,
                        enum tui_action action)
{
    switch (action) {
    case TUI_ACT_OPEN:
        papers->whole = papers_selected(papers) >= 0 && !papers->whole;
        papers->detail_top = 0;
        break;
    case TUI_ACT_BACK:
        if (!papers->whole && !*papers->voucher) {
            return false;
        }
        if (!papers->whole) {
            papers->voucher[0] = '\0';
            papers_reopen(app, papers);
        }
        papers->whole = false;
        break;
    case TUI_ACT_MARK:
        papers_toggle(app, papers);
        break;
    case TUI_ACT_MARK_ALL:
        papers_mark_all(app, papers);
        break;
    case TUI_ACT_UNMARK_ALL:
        papers->mark_count = 0;
        break;
    default:
        return false;
    }
    return true;
}

/* Over the full screen the moving keys scroll what is read. */
static bool scroll(struct papers *papers, enum tui_action action)
{
    int page = papers->detail_rows > 2 ? papers->detail_rows - 1 : 1;
    int by = action == TUI_ACT_UP          ? -1
             : action == TUI_ACT_DOWN      ? 1
             : action == TUI_ACT_PAGE_UP   ? -page
             : action == TUI_ACT_PAGE_DOWN ? page
             : action == TUI_ACT_FIRST     ? -10000
             : action == TUI_ACT_LAST      ? 10000
                                           : 0;
    papers->detail_top += by;
    return by != 0;
}

bool papers_act(struct tui_app *app, void *state, enum tui_action action)
{
    struct papers *papers = state;
    if (papers->whole && scroll(papers, action)) {
        tui_touch(app);
        return true;
    }
    if (tui_cursor_act(&papers->cursor, action, bc_papers_count(papers->list),
                       papers->page)) {
        follow(papers);
        bc_papers_want(papers->list, papers->cursor.at);
        tui_touch(app);
        return true;
    }
    bool done = papers_order(app, papers, action) ||
                (papers->kind->act && papers->kind->act(app, papers, action)) ||
                act_on_rows(app, papers, action) || act_on_list(app, papers, action);
    if (done) {
        tui_touch(app);
    }
    return done;
}

void papers_filter(struct tui_app *app, void *state, const char *text)
{
    struct papers *papers = state;
    char before[PAPERS_TEXT];
    memcpy(before, papers->text, sizeof before);
    COPY(papers->text, text ? text : "");
    if (strcmp(before, papers->text) != 0) {
        papers->cursor = (struct tui_cursor){0};
        papers_reopen(app, papers);
    }
}

void papers_filter_count(struct tui_app *app, void *state, int64_t *shown, int64_t *total)
{
    struct papers *papers = state;
    (void)app;
    int64_t all = bc_papers_total(papers->list);
    *shown = all >= 0 ? all : bc_papers_count(papers->list);
    *total = *shown;
}

/* ---- what happens meanwhile ---- */

static void on_change(struct tui_app *app, struct papers *papers,
                      const struct bc_event *event)
{
    if (bc_papers_find(papers->list, event->id) < 0) {
        return;
    }
    COPY(papers->changed[papers->changed_next].id, event->id);
    papers->changed[papers->changed_next].at = tui_now(app);
    papers->changed_next = (papers->changed_next + 1) % PAPERS_CHANGED;
    if (!event->own) {
        struct safe_text name = safe_text(event->name);
        tui_say(app, TUI_SAY_INFO,
                safe_textf(_("%s %s: %s by %s. The row stays in its place; = reads the "
                             "list again."),
                           event->number, name.bytes, tui_word(event->action),
                           event->by));
    }
}

static void on_intent(struct tui_app *app, int64_t number)
{
    struct bc_intent intent;
    enum tui_message level;
    struct safe_text text;
    if (bc_intent_get(tui_session(app), number, &intent) &&
        tui_outcome(app, &intent, &level, &text)) {
        tui_say(app, level, text);
    }
}

void papers_event(struct tui_app *app, void *state, const struct bc_event *event)
{
    struct papers *papers = state;
    switch (event->kind) {
    case BC_EVENT_PAPER:
        on_change(app, papers, event);
        break;
    case BC_EVENT_PAPERS:
        find_again(papers);
        follow(papers);
        break;
    case BC_EVENT_INTENT:
        on_intent(app, event->ticket);
        break;
    default:
        break;
    }
    if (papers->kind->event) {
        papers->kind->event(app, papers, event);
    }
    tui_touch(app);
}

/* ---- places ---- */

void papers_place(struct tui_app *app, void *state, struct tui_place *out)
{
    struct papers *papers = state;
    struct tui_order_item item;
    int64_t row = papers_selected(papers);
    (void)app;
    COPY(out->view, papers->kind->views[papers->view_at].name);
    COPY(out->sort, papers->kind->sorts[papers->sort_at].word);
    COPY(out->filter, papers->text);
    out->descending = papers->descending;
    if (row >= 0 && papers->kind->item(papers, row, &item)) {
        COPY(out->id, item.id);
        COPY(out->number, item.number);
    }
}

void papers_go(struct tui_app *app, void *state, const struct tui_place *place)
{
    struct papers *papers = state;
    int view = view_named(papers->kind, place->view);
    if (view >= 0) {
        set_view(papers, view);
    }
    for (int i = 0; i < papers->kind->sort_count; i++) {
        if (strcmp(papers->kind->sorts[i].word, place->sort) == 0) {
            papers->sort_at = i;
            papers->descending = place->descending;
        }
    }
    COPY(papers->text, place->filter);
    if (*place->id) {
        snprintf(papers->selected, sizeof papers->selected, "%.47s", place->id);
    }
    papers_reopen(app, papers);
}
