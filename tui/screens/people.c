#include "tui/screens/people.h"

#include "tui/match.h"
#include "tui/screens/outcome.h"
#include "tui/screens/papers.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDE = 100, PANE_WIDEST = 72, PANE_LEAST = 5, LIST_LEAST = 5, CLOSED = 403 };

/* In the order of enum bc_staff_list. */
static const struct {
    const char *name, *title; /* a word, and a msgid */
    const char *roles;        /* that may see it; NULL: all */
} views[BC_STAFF_LISTS] = {
    {"people", N_("people"), "admin supervisor auditor"},
    {"proposals", N_("proposed roles"), "admin auditor"},
    {"tokens", N_("tokens"), NULL},
    {"delegations", N_("who stands in"), "officer supervisor auditor admin"},
    {"conflicts", N_("conflicts of interest"), "officer supervisor auditor admin"},
    {"freezes", N_("freeze periods"), NULL},
};

/* ---- which rows ---- */

static bool passes(struct tui_app *app, const struct people *p, int index)
{
    struct safe_text text = safe_text("");
    const struct tui_column *columns;
    int count = people_columns(p, &columns);
    enum tui_role role;
    for (int i = 0; i < count; i++) {
        text =
            safe_textf("%s %s", text.bytes, people_cell(app, p, index, i, &role).bytes);
    }
    return tui_match(p->filter, text.bytes) > 0;
}

static void choose(struct tui_app *app, struct people *p)
{
    struct safe_text name;
    int count = bc_staff_count(p->staff, p->view);
    p->row_count = 0;
    for (int i = 0; p->rows && i < count; i++) {
        if (!*p->filter || passes(app, p, i)) {
            if (*p->selected && strcmp(people_id(p, i, &name), p->selected) == 0) {
                p->cursor.at = p->row_count;
            }
            p->rows[p->row_count++] = i;
        }
    }
    tui_cursor_clamp(&p->cursor, p->row_count, p->page);
    tui_touch(app);
}

int people_selected(const struct people *p)
{
    return p->cursor.at >= 0 && p->cursor.at < p->row_count ? p->rows[p->cursor.at] : -1;
}

static void remember(struct people *p)
{
    struct safe_text name;
    snprintf(p->selected, sizeof p->selected, "%s",
             people_id(p, people_selected(p), &name));
    p->detail_top = 0;
}

static void set_view(struct tui_app *app, struct people *p, enum bc_staff_list view)
{
    p->view = view;
    p->selected[0] = '\0';
    p->cursor = (struct tui_cursor){0};
    p->whole = false;
    choose(app, p);
}

/* By role before the clearinghouse has answered, by its answer afterwards. */
static bool is_closed(struct tui_app *app, const struct people *p, int view)
{
    return (views[view].roles && !papers_has_role(app, views[view].roles)) ||
           bc_staff_error(p->staff, (enum bc_staff_list)view)->status == CLOSED;
}

/* Those the clearinghouse does not show to this person are passed over. */
static void next_view(struct tui_app *app, struct people *p)
{
    int view = (int)p->view;
    do {
        view = (view + 1) % BC_STAFF_LISTS;
    } while (view != (int)p->view && is_closed(app, p, view));
    set_view(app, p, (enum bc_staff_list)view);
}

/* Each begins with what is theirs. */
static enum bc_staff_list first_view(struct tui_app *app)
{
    if (!*bc_me(tui_session(app))->id ||
        papers_has_role(app, "admin supervisor auditor")) {
        return BC_STAFF_PEOPLE;
    }
    return papers_has_role(app, "officer") ? BC_STAFF_DELEGATIONS : BC_STAFF_TOKENS;
}

static void open_screen(struct tui_app *app, void *state, const void *arg)
{
    struct people *p = state;
    struct err err = {0};
    (void)arg;
    p->rows = calloc(BC_STAFF_MAX, sizeof *p->rows);
    p->view = first_view(app);
    if (!bc_staff_open(tui_session(app), &p->staff, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
    }
}

static void close_screen(struct tui_app *app, void *state)
{
    struct people *p = state;
    (void)app;
    bc_staff_close(p->staff);
    free(p->rows);
}

/* ---- drawing ---- */

struct drawing {
    struct tui_app *app;
    const struct people *people;
};

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct drawing *d = ctx;
    return people_cell(d->app, d->people, d->people->rows[row], column, role);
}

static void draw_list(struct tui_app *app, struct people *p, struct tui_canvas *canvas,
                      struct tui_rect rect)
{
    struct drawing d = {app, p};
    struct tui_list list = {.rows = p->row_count, .ctx = &d, .cell = cell};
    list.column_count = people_columns(p, &list.columns);
    p->page = tui_list_page(rect.rows);
    tui_list_draw(&list, &p->cursor, canvas, rect);
    if (p->row_count == 0 && rect.rows > 2) {
        (void)tui_put_wrapped(
            canvas,
            (struct tui_rect){rect.row + 2, rect.col + 3, rect.rows - 2, rect.cols - 6},
            people_empty(app, p), TUI_DIM);
    }
}

static void draw_detail(struct tui_app *app, struct people *p, struct tui_canvas *canvas,
                        struct tui_rect rect)
{
    int index = people_selected(p);
    if (index < 0 || rect.rows <= 0) {
        return;
    }
    struct tui_pane measure = {.rect = rect, .label = 12};
    people_detail(app, p, index, &measure);
    p->detail_top = tui_pane_clamp(p->detail_top, measure.line, rect.rows);
    p->detail_rows = rect.rows;
    struct tui_pane pane = {
        .canvas = canvas, .rect = rect, .top = p->detail_top, .label = 12};
    people_detail(app, p, index, &pane);
    int more = measure.line - p->detail_top - rect.rows;
    if (more > 0) {
        struct safe_text text = safe_textf(_(" %d more lines · ] scrolls "), more);
        tui_put(canvas, rect.row + rect.rows, rect.col + rect.cols - text.cells, text,
                TUI_DIM);
    }
}

static void draw_foot(struct tui_app *app, const struct people *p,
                      struct tui_canvas *canvas, struct tui_rect line)
{
    struct safe_text age = tui_data_age(tui_now(app), bc_staff_at(p->staff));
    struct safe_text text =
        safe_textf(_("%s shown   %s"), tui_count(p->row_count).bytes, age.bytes);
    tui_put_fit(canvas, line.row, line.col + 1, line.cols - 1, text, TUI_DIM, false);
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct people *p = state;
    struct tui_rect list = body, pane = body;
    if (p->whole && people_selected(p) >= 0) {
        draw_detail(
            app, p, canvas,
            (struct tui_rect){body.row, body.col + 1, body.rows - 1, body.cols - 2});
        return;
    }
    list.rows--;
    if (body.cols >= WIDE && !tui_is_slow(app)) {
        int wide = body.cols * 38 / 100;
        pane.cols = (wide < PANE_WIDEST ? wide : PANE_WIDEST) - 1;
        pane.col = body.col + body.cols - pane.cols - 1;
        pane.rows--;
        list.cols = body.cols - pane.cols - 4;
        tui_vline(canvas, body.row, pane.col - 2, body.rows, TUI_BORDER);
    } else {
        int rows = body.rows * 42 / 100, most = body.rows - LIST_LEAST - 2;
        rows = rows < most ? rows : most;
        pane.rows = rows >= PANE_LEAST ? rows - 1 : 0;
        pane.row = body.row + body.rows - pane.rows - 1;
        pane.col++;
        pane.cols -= 2;
        list.cols--;
        list.rows -= pane.rows ? pane.rows + 2 : 0;
        if (pane.rows) {
            tui_hline(canvas, pane.row - 1, body.col, body.cols, TUI_BORDER);
        }
    }
    draw_list(app, p, canvas, list);
    draw_foot(app, p, canvas,
              (struct tui_rect){list.row + list.rows, list.col, 1, list.cols});
    draw_detail(app, p, canvas, pane);
}

/* ---- acting ---- */

static bool scroll(struct people *p, enum tui_action action)
{
    int page = p->detail_rows > 2 ? p->detail_rows - 1 : 1;
    int by = action == TUI_ACT_DETAIL_UP     ? -page
             : action == TUI_ACT_DETAIL_DOWN ? page
             : !p->whole                     ? 0
             : action == TUI_ACT_UP          ? -1
             : action == TUI_ACT_DOWN        ? 1
             : action == TUI_ACT_PAGE_UP     ? -page
             : action == TUI_ACT_PAGE_DOWN   ? page
                                             : 0;
    p->detail_top += by;
    return by != 0;
}

static bool act_on_screen(struct tui_app *app, struct people *p, enum tui_action action)
{
    switch (action) {
    case TUI_ACT_VIEW:
        next_view(app, p);
        return true;
    case TUI_ACT_OPEN:
        p->whole = !p->whole;
        p->detail_top = 0;
        return true;
    case TUI_ACT_BACK:
        if (!p->whole) {
            return false;
        }
        p->whole = false;
        return true;
    case TUI_ACT_HISTORY:
        people_history(app, p);
        return true;
    case TUI_ACT_RESORT:
    case TUI_ACT_REFRESH:
        bc_staff_refresh(p->staff);
        tui_say(app, TUI_SAY_INFO, safe_text(_("the lists are asked for again")));
        return true;
    default:
        return false;
    }
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct people *p = state;
    if (scroll(p, action)) {
        tui_touch(app);
        return true;
    }
    if (tui_cursor_act(&p->cursor, action, p->row_count, p->page)) {
        remember(p);
    } else if (!people_begin(app, p, action) && !act_on_screen(app, p, action)) {
        return false;
    }
    tui_touch(app);
    return true;
}

/* ---- the rest ---- */

static void status(struct tui_app *app, void *state, struct tui_status *out)
{
    const struct people *p = state;
    int open = bc_staff_count(p->staff, BC_STAFF_PROPOSALS);
    (void)app;
    out->view = safe_text(_(views[p->view].title));
    out->filter = safe_text(p->filter);
    if (open > 0 && p->view != BC_STAFF_PROPOSALS) {
        out->marks = safe_textf(_("%d to settle"), open);
    }
    if (p->row_count > 0) {
        out->place =
            safe_textf(_("%lld of %d"), (long long)p->cursor.at + 1, p->row_count);
    }
}

static void filter(struct tui_app *app, void *state, const char *text)
{
    struct people *p = state;
    snprintf(p->filter, sizeof p->filter, "%s", text ? text : "");
    choose(app, p);
}

static void filter_count(struct tui_app *app, void *state, int64_t *shown, int64_t *total)
{
    const struct people *p = state;
    (void)app;
    *shown = p->row_count;
    *total = bc_staff_count(p->staff, p->view);
}

static void on_intent(struct tui_app *app, struct people *p, int64_t number)
{
    struct bc_intent intent;
    enum tui_message level;
    struct safe_text text;
    if (bc_intent_get(tui_session(app), number, &intent) && bc_deed_word(intent.what) &&
        !strstr(intent.what, "-policy") && /* the policy screen says those */
        tui_outcome(app, &intent, &level, &text)) {
        tui_say(app, level, text);
        bc_staff_refresh(p->staff);
    }
}

static void event(struct tui_app *app, void *state, const struct bc_event *event)
{
    struct people *p = state;
    if (event->kind == BC_EVENT_STAFF || event->kind == BC_EVENT_TRANCHES) {
        choose(app, p);
    } else if (event->kind == BC_EVENT_INTENT) {
        on_intent(app, p, event->ticket);
    } else if (event->kind == BC_EVENT_ME && !bc_staff_here(p->staff, p->view)) {
        set_view(app, p, first_view(app));
    }
}

static void place(struct tui_app *app, void *state, struct tui_place *out)
{
    const struct people *p = state;
    struct safe_text name = safe_text("");
    (void)app;
    snprintf(out->id, sizeof out->id, "%s", people_id(p, people_selected(p), &name));
    snprintf(out->number, sizeof out->number, "%.63s", name.bytes);
    snprintf(out->view, sizeof out->view, "%s", views[p->view].name);
    snprintf(out->filter, sizeof out->filter, "%s", p->filter);
}

static void go(struct tui_app *app, void *state, const struct tui_place *to)
{
    struct people *p = state;
    for (int i = 0; i < BC_STAFF_LISTS; i++) {
        if (strcmp(views[i].name, to->view) == 0) {
            set_view(app, p, (enum bc_staff_list)i);
        }
    }
    snprintf(p->filter, sizeof p->filter, "%s", to->filter);
    snprintf(p->selected, sizeof p->selected, "%.47s", to->id);
    choose(app, p);
}

static bool view(int n, const char **name, const char **title)
{
    if (n < 0 || n >= BC_STAFF_LISTS) {
        return false;
    }
    *name = views[n].name;
    *title = views[n].title;
    return true;
}

const struct tui_screen tui_people_screen = {
    .name = "people",
    .title = N_("People"),
    .action = TUI_ACT_PEOPLE,
    .context = TUI_CTX_PEOPLE,
    .tab = 12,
    .state_size = sizeof(struct people),
    .open = open_screen,
    .close = close_screen,
    .draw = draw,
    .status = status,
    .act = act,
    .why_not = people_why_not,
    .filter = filter,
    .filter_count = filter_count,
    .event = event,
    .place = place,
    .go = go,
    .view = view,
};
