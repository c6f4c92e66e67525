/* Public notice: approved cases are put on it, objections are taken in and judged, and
 * what stands becomes vouchers. */
#include "tui/screens/notices.h"

#include "tui/screens/case_words.h"
#include "tui/screens/outcome.h"
#include "tui/screens/papers.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

static const struct {
    const char *name, *title, *statuses;
    enum bc_sort sort;
} views[] = {
    {"on-notice", N_("on notice"), "on_notice", BC_SORT_DUE},
    {"ready", N_("approved, ready for notice"), "approved", BC_SORT_UPDATED},
    {"objected", N_("objected to"), "objected", BC_SORT_UPDATED},
    {"all", N_("all of these"), "approved,on_notice,objected", BC_SORT_UPDATED},
};

/* ---- rows ---- */

static void reopen(struct tui_app *app, struct notices *n)
{
    struct err err = {0};
    const struct bc_query query = {.text = n->text,
                                   .statuses = views[n->view_at].statuses,
                                   .sort = views[n->view_at].sort,
                                   .descending = n->descending};
    if (n->view) {
        bc_view_close(n->view);
        n->view = NULL;
    }
    if (!bc_view_open(tui_session(app), &query, &n->view, &err)) {
        n->view = NULL;
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
    }
    int64_t at = n->view && *n->selected ? bc_view_find(n->view, n->selected) : -1;
    n->cursor.at = at >= 0 ? at : n->cursor.at;
    tui_cursor_clamp(&n->cursor, notices_count(n), n->page);
    tui_touch(app);
}

int64_t notices_count(const struct notices *n)
{
    return n->view ? bc_view_count(n->view) : 0;
}

bool notices_row(const struct notices *n, int64_t at, struct bc_case *out)
{
    return n->view && bc_view_row(n->view, at, out);
}

static void follow(struct notices *n)
{
    struct bc_case row;
    if (notices_row(n, n->cursor.at, &row) && strcmp(n->selected, row.id) != 0) {
        COPY(n->selected, row.id);
        n->detail_top = 0;
    }
}

/* ---- marks ---- */

bool notices_is_marked(const struct notices *n, const char *id)
{
    for (int i = 0; i < n->mark_count; i++) {
        if (strcmp(n->marks[i], id) == 0) {
            return true;
        }
    }
    return false;
}

static void mark(struct tui_app *app, struct notices *n, const char *id)
{
    for (int i = 0; i < n->mark_count; i++) {
        if (strcmp(n->marks[i], id) == 0) {
            memmove(n->marks[i], n->marks[i + 1],
                    (size_t)(n->mark_count - i - 1) * sizeof n->marks[0]);
            n->mark_count--;
            return;
        }
    }
    if (n->mark_count < BC_BATCH_MAX) {
        COPY(n->marks[n->mark_count++], id);
    } else {
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("%d are marked; that is as many as one decision takes"),
                           BC_BATCH_MAX));
    }
}

static void mark_all(struct tui_app *app, struct notices *n)
{
    struct bc_case row;
    for (int64_t i = 0; notices_row(n, i, &row); i++) {
        if (n->mark_count == BC_BATCH_MAX) {
            tui_say(app, TUI_SAY_WARN,
                    safe_textf(_("%d are marked; that is as many as one decision takes"),
                               BC_BATCH_MAX));
            return;
        }
        if (!notices_is_marked(n, row.id)) {
            COPY(n->marks[n->mark_count++], row.id);
        }
    }
}

/* ---- why an action cannot be done ---- */

static const struct {
    enum tui_action action;
    const char *decision, *status, *otherwise, *roles, *who;
} decisions[] = {
    {TUI_ACT_NOTICE, "notice", "approved", N_("only an approved case is put on notice"),
     "officer supervisor", N_("only an officer or a supervisor gives notice")},
    {TUI_ACT_OBJECT, "object", "on_notice",
     N_("an objection is taken in while the notice runs"),
     "applicant_desk officer supervisor",
     N_("only the desk, an officer or a supervisor takes an objection in")},
    {TUI_ACT_UPHOLD, "uphold", "objected", N_("nobody has objected to it"), "supervisor",
     N_("only a supervisor judges an objection")},
    {TUI_ACT_DISMISS, "dismiss", "objected", N_("nobody has objected to it"),
     "supervisor", N_("only a supervisor judges an objection")},
    {TUI_ACT_ISSUE, "issue", "on_notice", N_("only a case on notice becomes a voucher"),
     "officer supervisor", N_("only an officer or a supervisor issues vouchers")},
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

static const char *say(struct notices *n, struct safe_text text)
{
    memcpy(n->why, text.bytes, sizeof n->why);
    return n->why;
}

/* The clock decides, too: no notice while it can be undone, no voucher while the notice
 * runs. */
static struct safe_text why_case(struct tui_app *app, int entry,
                                 const struct bc_case *row)
{
    int64_t now = tui_now(app);
    if (strcmp(row->status, decisions[entry].status) != 0) {
        return safe_textf(_("%s is \"%s\": %s"), row->number, tui_word(row->status),
                          _(decisions[entry].otherwise));
    }
    if (decisions[entry].action == TUI_ACT_NOTICE && row->undo_until > now) {
        return safe_textf(_("%s can be undone for %s more; notice is given after that"),
                          row->number, tui_age(row->undo_until - now).bytes);
    }
    if (decisions[entry].action == TUI_ACT_ISSUE && row->due_at > now) {
        return safe_textf(_("%s is on notice for %s more; it is issued after that"),
                          row->number, tui_age(row->due_at - now).bytes);
    }
    return safe_text("");
}

static const char *why_decide(struct tui_app *app, struct notices *n, int entry)
{
    struct bc_case row;
    struct safe_text first = {0};
    const struct bc_me *me = bc_me(tui_session(app));
    if (!papers_has_role(app, decisions[entry].roles)) {
        return *me->id
                   ? say(n,
                         safe_textf(_("%s; you are %s"), _(decisions[entry].who), me->id))
                   : _("the clearinghouse has not said yet who you are; deciding waits "
                       "for it");
    }
    if (n->mark_count == 0 || decisions[entry].action == TUI_ACT_OBJECT) {
        if (!notices_row(n, n->cursor.at, &row)) {
            return _("no case is selected; v changes the view");
        }
        first = why_case(app, entry, &row);
        return first.cells ? say(n, first) : NULL;
    }
    for (int i = 0; i < n->mark_count; i++) {
        if (bc_case_get(tui_session(app), n->marks[i], &row)) {
            struct safe_text text = why_case(app, entry, &row);
            if (text.cells == 0) {
                return NULL;
            }
            first = first.cells ? first : text;
        }
    }
    return say(n, first);
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct notices *n = state;
    int entry = entry_of(action);
    if (entry >= 0) {
        return why_decide(app, n, entry);
    }
    switch (action) {
    case TUI_ACT_MARK:
    case TUI_ACT_MARK_ALL:
    case TUI_ACT_OPEN:
        return notices_count(n) > 0 ? NULL : _("no case is shown; v changes the view");
    case TUI_ACT_UNMARK_ALL:
        return n->mark_count > 0 ? NULL : _("nothing is marked");
    case TUI_ACT_HANDOUT:
        return strcmp(views[n->view_at].name, "on-notice") == 0 && notices_count(n) > 0
                   ? NULL
                   : _("the public notice is written from the view \"on notice\" (v)");
    default:
        return NULL;
    }
}

/* ---- deciding ---- */

static void object(struct tui_app *app, struct notices *n)
{
    struct bc_case row;
    struct tui_order_item item = {.revision = 0};
    if (!notices_row(n, n->cursor.at, &row)) {
        return;
    }
    item.revision = row.revision;
    item.amount_fen = row.grant_fen;
    COPY(item.id, row.id);
    COPY(item.number, row.number);
    COPY(item.name, row.applicant_name);
    COPY(item.status, row.status);
    tui_open(app, &tui_order_screen,
             &(struct tui_order_arg){BC_ON_CASE, "object", 1, &item});
}

static bool decide(struct tui_app *app, struct notices *n, enum tui_action action)
{
    int entry = entry_of(action), count = 0;
    if (entry < 0) {
        return false;
    }
    const char *why = why_decide(app, n, entry);
    if (why) {
        tui_say(app, TUI_SAY_WARN, safe_text(why));
        return true;
    }
    if (action == TUI_ACT_OBJECT) {
        object(app, n);
        return true;
    }
    struct bc_case *cases = calloc(BC_BATCH_MAX, sizeof *cases);
    if (!cases) {
        tui_say(app, TUI_SAY_ERROR, safe_text(_("out of memory; mark fewer cases")));
        return true;
    }
    for (int i = 0; i < n->mark_count; i++) {
        count += bc_case_get(tui_session(app), n->marks[i], &cases[count]);
    }
    if (n->mark_count == 0) {
        count = notices_row(n, n->cursor.at, &cases[0]);
    }
    tui_open(app, &tui_decision_screen,
             &(struct tui_decide_arg){
                 .decision = decisions[entry].decision, .count = count, .cases = cases});
    n->mark_count = 0;
    free(cases);
    return true;
}

/* ---- acting ---- */

static void next_view(struct tui_app *app, struct notices *n)
{
    n->view_at = (n->view_at + 1) % (int)COUNT_OF(views);
    n->cursor = (struct tui_cursor){0};
    n->mark_count = 0;
    n->descending = false;
    reopen(app, n);
}

static bool act_on_list(struct tui_app *app, struct notices *n, enum tui_action action)
{
    struct bc_case row;
    int page = n->detail_rows > 2 ? n->detail_rows - 1 : 1;
    switch (action) {
    case TUI_ACT_VIEW:
        next_view(app, n);
        break;
    case TUI_ACT_REVERSE:
    case TUI_ACT_SORT:
        n->descending = !n->descending;
        reopen(app, n);
        break;
    case TUI_ACT_RESORT:
        reopen(app, n);
        break;
    case TUI_ACT_MARK:
        if (notices_row(n, n->cursor.at, &row)) {
            mark(app, n, row.id);
            (void)tui_cursor_act(&n->cursor, TUI_ACT_DOWN, notices_count(n), n->page);
            follow(n);
        }
        break;
    case TUI_ACT_MARK_ALL:
        mark_all(app, n);
        break;
    case TUI_ACT_UNMARK_ALL:
        n->mark_count = 0;
        break;
    case TUI_ACT_HANDOUT:
        notices_handout(app, n);
        break;
    case TUI_ACT_DETAIL_UP:
        n->detail_top -= page;
        break;
    case TUI_ACT_DETAIL_DOWN:
        n->detail_top += page;
        break;
    case TUI_ACT_OPEN:
        if (notices_row(n, n->cursor.at, &row)) {
            tui_open(app, &tui_queue_screen,
                     &(struct tui_queue_arg){.statuses = "*", .text = row.number});
        }
        break;
    default:
        return false;
    }
    return true;
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct notices *n = state;
    bool moved = tui_cursor_act(&n->cursor, action, notices_count(n), n->page);
    if (moved) {
        follow(n);
    }
    bool done = moved || decide(app, n, action) || act_on_list(app, n, action);
    if (done) {
        tui_touch(app);
    }
    return done;
}

/* ---- the screen ---- */

static void open_screen(struct tui_app *app, void *state, const void *arg)
{
    (void)arg;
    reopen(app, state);
}

static void close_screen(struct tui_app *app, void *state)
{
    struct notices *n = state;
    (void)app;
    if (n->view) {
        bc_view_close(n->view);
    }
}

static void status(struct tui_app *app, void *state, struct tui_status *out)
{
    struct notices *n = state;
    int64_t count = notices_count(n);
    (void)app;
    out->view = safe_text(_(views[n->view_at].title));
    out->filter = safe_text(n->text);
    if (n->mark_count > 0) {
        out->marks = safe_textf(_("%d marked"), n->mark_count);
    }
    if (count > 0) {
        out->place = safe_textf(_("%s of %s"), tui_count(n->cursor.at + 1).bytes,
                                tui_count(count).bytes);
    }
}

static void filter(struct tui_app *app, void *state, const char *text)
{
    struct notices *n = state;
    COPY(n->text, text ? text : "");
    reopen(app, n);
}

static void filter_count(struct tui_app *app, void *state, int64_t *shown, int64_t *total)
{
    (void)app;
    *shown = *total = notices_count(state);
}

static void on_case(struct tui_app *app, struct notices *n, const struct bc_event *e)
{
    struct safe_text name = safe_text(e->name);
    bool shown = n->view && bc_view_find(n->view, e->id) >= 0;
    if (!shown || e->own) {
        return;
    }
    tui_say(app, TUI_SAY_INFO,
            safe_textf(_("%s %s: %s by %s. The row stays in its place; = sorts again."),
                       e->number, name.bytes, tui_decision_done(e->action), e->by));
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    struct notices *n = state;
    struct bc_intent intent;
    enum tui_message level;
    struct safe_text text;
    if (e->kind == BC_EVENT_CASE) {
        on_case(app, n, e);
    } else if (e->kind == BC_EVENT_CASES && n->mark_count == 0) {
        reopen(app, n);
    } else if (e->kind == BC_EVENT_INTENT &&
               bc_intent_get(tui_session(app), e->ticket, &intent) &&
               tui_outcome(app, &intent, &level, &text)) {
        tui_say(app, level, text);
    }
    tui_touch(app);
}

static bool view(int at, const char **name, const char **title)
{
    if (at < 0 || at >= (int)COUNT_OF(views)) {
        return false;
    }
    *name = views[at].name;
    *title = views[at].title;
    return true;
}

static void place(struct tui_app *app, void *state, struct tui_place *out)
{
    struct notices *n = state;
    struct bc_case row;
    (void)app;
    COPY(out->view, views[n->view_at].name);
    COPY(out->filter, n->text);
    out->descending = n->descending;
    if (notices_row(n, n->cursor.at, &row)) {
        COPY(out->id, row.id);
        COPY(out->number, row.number);
    }
}

static void go(struct tui_app *app, void *state, const struct tui_place *to)
{
    struct notices *n = state;
    for (size_t i = 0; i < COUNT_OF(views); i++) {
        n->view_at = strcmp(views[i].name, to->view) == 0 ? (int)i : n->view_at;
    }
    COPY(n->text, to->filter);
    n->descending = to->descending;
    if (*to->id) {
        snprintf(n->selected, sizeof n->selected, "%.47s", to->id);
    }
    reopen(app, n);
}

const struct tui_screen tui_notices_screen = {
    .name = "notices",
    .title = N_("Notices"),
    .action = TUI_ACT_NOTICES,
    .context = TUI_CTX_NOTICES,
    .tab = 8,
    .state_size = sizeof(struct notices),
    .open = open_screen,
    .close = close_screen,
    .draw = notices_draw,
    .status = status,
    .act = act,
    .why_not = why_not,
    .filter = filter,
    .filter_count = filter_count,
    .event = event,
    .place = place,
    .go = go,
    .view = view,
};
