/* Data centres: how busy each is, what it costs, how old its figures are. */
#include "tui/screens/centres.h"
#include "tui/screens/audit.h"
#include "tui/screens/centre_detail.h"
#include "tui/screens/centre_hubs.h"
#include "tui/screens/centre_table.h"

#include <stdio.h>
#include <string.h>

struct centres {
    struct tui_centre_rows rows;
    bool stale_rows; /* rows must be made again */
    struct tui_cursor cursor;
    char selected[BC_ID];
    char filter[64];
    enum tui_centre_view view;
    enum tui_centre_sort sort;
    bool chosen; /* the person took this view: leave it when roles are known */
    bool descending;
    enum tui_centre_pane pane;
    bool full;   /* the detail takes the whole body */
    bool map;    /* the hubs instead of the table */
    bool by_hub; /* only the centres of the hub with the cursor */
    struct tui_hubs_view hubs;
    int skip, more; /* lines of the papers scrolled away, and still below */
    int page;
};

/* ---- rows ---- */

static const struct bc_centre *selected(struct tui_app *app, const struct centres *c)
{
    const struct bc_centre *all;
    bc_centres(tui_session(app), &all);
    return c->cursor.at < c->rows.count ? &all[c->rows.at[c->cursor.at]] : NULL;
}

static const char *hub_key(struct tui_app *app, const struct centres *c)
{
    struct tui_hub hubs[TUI_HUBS];
    const struct bc_centre *all;
    int count = bc_centres(tui_session(app), &all);
    tui_hubs_sum(all, count, tui_now(app), hubs);
    return hubs[c->hubs.at].key;
}

static void remember(struct tui_app *app, struct centres *c)
{
    const struct bc_centre *centre = selected(app, c);
    if (centre) {
        snprintf(c->selected, sizeof c->selected, "%s", centre->id);
    }
}

/* Order and filter are taken anew only when asked for, or when centres come or go; the
 * cursor stays on the centre it was on. */
static void refresh(struct tui_app *app, struct centres *c)
{
    const struct bc_centre *all;
    int total = bc_centres(tui_session(app), &all);
    if (c->stale_rows || total != c->rows.total) {
        c->stale_rows = false;
        tui_centre_rows_make(
            tui_session(app),
            &(struct tui_centre_wish){.view = c->view,
                                      .sort = c->sort,
                                      .descending = c->descending,
                                      .hub = c->by_hub ? hub_key(app, c) : NULL,
                                      .text = c->filter,
                                      .now = tui_now(app)},
            &c->rows);
        for (int i = 0; i < c->rows.count; i++) {
            if (strcmp(all[c->rows.at[i]].id, c->selected) == 0) {
                c->cursor.at = i;
            }
        }
    }
    tui_cursor_clamp(&c->cursor, c->rows.count, c->page);
}

static void changed(struct tui_app *app, struct centres *c)
{
    c->stale_rows = true;
    tui_touch(app);
}

/* ---- drawing ---- */

static void draw_empty(struct tui_app *app, const struct centres *c,
                       struct tui_canvas *canvas, struct tui_rect body)
{
    const char *text = *c->filter ? _("no centre matches the filter; Esc clears it")
                       : c->view != TUI_CENTRES_ALL && c->rows.total > 0
                           ? _("no centre is in this view now; choose another view")
                       : bc_collection_at(tui_session(app), BC_CENTRES) == 0
                           ? _("the centres are being loaded")
                           : _("no centre is registered yet; a supervisor registers one");
    tui_put_wrapped(canvas,
                    (struct tui_rect){body.row + 1, body.col + 2, 3, body.cols - 4},
                    safe_text(text), TUI_DIM);
}

static int list_rows(const struct centres *c, struct tui_rect body)
{
    int need = c->rows.count + 1, spare = body.rows - 1 - TUI_CENTRE_DETAIL_ROWS;
    return spare < 6 ? body.rows : need < spare ? need : spare;
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct centres *c = state;
    struct tui_rect rest = {body.row, body.col + 1, body.rows, body.cols - 2};
    if (c->map) {
        tui_hubs_draw(app, &c->hubs, canvas, body);
        return;
    }
    refresh(app, c);
    const struct bc_centre *centre = selected(app, c);
    if (!centre) {
        draw_empty(app, c, canvas, body);
        return;
    }
    if (!c->full) {
        body.rows = list_rows(c, body);
        c->page = tui_list_page(body.rows);
        tui_centre_table_draw(app, &c->rows, c->pane == TUI_CENTRE_HOURS, &c->cursor,
                              canvas, body);
        remember(app, c);
        rest.row += body.rows + 1;
        rest.rows -= body.rows + 1;
    }
    if (rest.rows >= TUI_CENTRE_DETAIL_ROWS || c->full) {
        c->more = tui_centre_detail_draw(app, canvas, rest, centre, c->pane, c->skip);
    }
}

/* ---- acting ---- */

/* Operators begin with their own centres. */
static void first_view(struct tui_app *app, struct centres *c)
{
    bool own = bc_has_role(tui_session(app), "operator") &&
               !bc_has_role(tui_session(app), "supervisor");
    c->view = own ? TUI_CENTRES_OWN : TUI_CENTRES_ALL;
}

static void open_screen(struct tui_app *app, void *state, const void *arg)
{
    struct centres *c = state;
    const struct tui_centres_arg *wish = arg;
    c->stale_rows = true;
    c->chosen = wish != NULL;
    if (wish) {
        c->view = wish->view;
        c->map = wish->hubs;
        snprintf(c->selected, sizeof c->selected, "%s",
                 wish->centre_id ? wish->centre_id : "");
    } else {
        first_view(app, c);
    }
}

static void close_screen(struct tui_app *app, void *state)
{
    struct centres *c = state;
    (void)app;
    tui_centre_rows_clear(&c->rows);
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct centres *c = state;
    refresh(app, c);
    const struct bc_centre *centre = selected(app, c);
    if (action == TUI_ACT_HISTORY && !bc_has_role(tui_session(app), "officer") &&
        !bc_has_role(tui_session(app), "supervisor") &&
        !bc_has_role(tui_session(app), "auditor")) {
        return _("the journal is read by officers, supervisors and auditors");
    }
    if (c->map) {
        return action == TUI_ACT_REPORT || action == TUI_ACT_HISTORY
                   ? _("choose a centre first: Enter opens the hub")
                   : NULL;
    }
    if (action != TUI_ACT_REPORT && action != TUI_ACT_OPEN && action != TUI_ACT_HISTORY) {
        return NULL;
    }
    if (!centre) {
        return _("there is no centre to choose");
    }
    if (action == TUI_ACT_REPORT &&
        !tui_centre_may_report(tui_session(app), centre->id)) {
        return _("only this centre's own operator or a supervisor can report for it");
    }
    return NULL;
}

static bool act_on_view(struct tui_app *app, struct centres *c, enum tui_action action)
{
    switch (action) {
    case TUI_ACT_SORT:
        c->sort = (c->sort + 1) % TUI_CENTRE_SORTS;
        break;
    case TUI_ACT_REVERSE:
        c->descending = !c->descending;
        break;
    case TUI_ACT_VIEW:
        c->view = (c->view + 1) % TUI_CENTRE_VIEWS;
        c->map = c->by_hub = false;
        c->chosen = true;
        break;
    case TUI_ACT_RESORT:
        break;
    case TUI_ACT_REFRESH:
        bc_collection_refresh(tui_session(app), BC_CENTRES);
        break;
    default:
        return false;
    }
    changed(app, c);
    return true;
}

/* Into the map, from it to the centres of one hub, and back. */
static bool act_on_map(struct tui_app *app, struct centres *c, enum tui_action action)
{
    if (action == TUI_ACT_HUBS || (action == TUI_ACT_BACK && c->by_hub)) {
        c->map = action == TUI_ACT_BACK || !c->map;
        c->by_hub = false;
        c->full = false;
        changed(app, c);
        return true;
    }
    if (!c->map) {
        return false;
    }
    if (action == TUI_ACT_OPEN) {
        c->map = false;
        c->by_hub = true;
        c->view = TUI_CENTRES_ALL;
        c->chosen = true;
        changed(app, c);
        return true;
    }
    if (action == TUI_ACT_BACK) {
        c->map = false;
    } else if (action == TUI_ACT_TABLE) {
        c->hubs.table = !c->hubs.table;
    } else if (!tui_hubs_move(&c->hubs, action)) {
        return false;
    }
    tui_touch(app);
    return true;
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct centres *c = state;
    if (!c->full && act_on_map(app, c, action)) {
        return true;
    }
    refresh(app, c);
    const struct bc_centre *centre = selected(app, c);
    if (tui_cursor_act(&c->cursor, action, c->rows.count, c->page)) {
        remember(app, c);
        c->skip = 0;
    } else if (action == TUI_ACT_DETAIL_DOWN) {
        c->skip += c->more > 0;
    } else if (action == TUI_ACT_DETAIL_UP) {
        c->skip -= c->skip > 0;
    } else if (action == TUI_ACT_HEAT) {
        c->pane = c->pane == TUI_CENTRE_HEAT ? TUI_CENTRE_PAPERS : TUI_CENTRE_HEAT;
    } else if (action == TUI_ACT_TABLE) {
        c->pane = c->pane == TUI_CENTRE_HOURS ? TUI_CENTRE_HEAT : TUI_CENTRE_HOURS;
    } else if (action == TUI_ACT_OPEN && centre) {
        c->full = !c->full;
    } else if (action == TUI_ACT_BACK && c->full) {
        c->full = false;
    } else if (action == TUI_ACT_HISTORY && centre) {
        tui_open(app, &tui_audit_screen,
                 &(struct tui_audit_arg){
                     .stream = "registry", .subject = centre->id, .title = centre->name});
    } else if (action == TUI_ACT_REPORT && centre) {
        tui_open(app, &tui_report_screen, &(struct tui_report_arg){centre->id});
    } else {
        return act_on_view(app, c, action);
    }
    tui_touch(app);
    return true;
}

static void filter(struct tui_app *app, void *state, const char *text)
{
    struct centres *c = state;
    snprintf(c->filter, sizeof c->filter, "%s", text ? text : "");
    changed(app, c);
}

static void filter_count(struct tui_app *app, void *state, int64_t *shown, int64_t *total)
{
    struct centres *c = state;
    refresh(app, c);
    *shown = c->rows.count;
    *total = c->rows.total;
}

static void status(struct tui_app *app, void *state, struct tui_status *out)
{
    struct centres *c = state;
    refresh(app, c);
    if (c->map) {
        out->view = safe_text(_("hubs"));
        return;
    }
    struct tui_hub hub = {.key = c->by_hub ? hub_key(app, c) : ""};
    out->view =
        safe_text(c->by_hub ? tui_hub_name(&hub) : _(tui_centre_view_name(c->view)));
    out->filter = safe_text(c->filter);
    out->sort = safe_textf("%s%s", _(tui_centre_sort_name(c->sort)),
                           c->descending ? _(", reversed") : "");
    if (c->rows.count > 0) {
        out->place =
            safe_textf(_("%lld of %d"), (long long)c->cursor.at + 1, c->rows.count);
    }
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    struct centres *c = state;
    if (e->kind == BC_EVENT_ME) {
        if (!c->chosen) {
            first_view(app, c);
        }
        changed(app, c);
    } else if (e->kind == BC_EVENT_CENTRES) {
        c->stale_rows =
            c->stale_rows || !tui_centre_rows_hold(tui_session(app), &c->rows);
        tui_touch(app);
    } else if (e->kind == BC_EVENT_SERIES) {
        tui_touch(app);
    }
}

/* ---- places ---- */

static const char *const view_words[TUI_CENTRE_VIEWS] = {
    [TUI_CENTRES_ALL] = "all",
    [TUI_CENTRES_OWN] = "own",
    [TUI_CENTRES_STALE] = "silent",
    [TUI_CENTRES_UNDER_USED] = "under-used",
    [TUI_CENTRES_CONTESTED] = "contested",
};

static bool view(int n, const char **name, const char **title)
{
    if (n < 0 || n >= TUI_CENTRE_VIEWS) {
        return false;
    }
    *title = tui_centre_view_name((enum tui_centre_view)n);
    *name = view_words[n];
    return true;
}

static void place(struct tui_app *app, void *state, struct tui_place *out)
{
    struct centres *c = state;
    const char *name, *title;
    refresh(app, c);
    const struct bc_centre *centre = selected(app, c);
    if (view((int)c->view, &name, &title)) {
        snprintf(out->view, sizeof out->view, "%s", name);
    }
    snprintf(out->sort, sizeof out->sort, "%d", (int)c->sort);
    snprintf(out->filter, sizeof out->filter, "%s", c->filter);
    out->descending = c->descending;
    if (centre) {
        snprintf(out->id, sizeof out->id, "%s", centre->id);
        snprintf(out->number, sizeof out->number, "%s", centre->slug);
    }
}

static void go(struct tui_app *app, void *state, const struct tui_place *to)
{
    struct centres *c = state;
    const char *name, *title;
    for (int i = 0; view(i, &name, &title); i++) {
        if (strcmp(name, to->view) == 0) {
            c->view = (enum tui_centre_view)i;
            c->chosen = true;
        }
    }
    if (to->sort[0] >= '0' && to->sort[0] < '0' + TUI_CENTRE_SORTS && !to->sort[1]) {
        c->sort = (enum tui_centre_sort)(to->sort[0] - '0');
        c->descending = to->descending;
    }
    snprintf(c->filter, sizeof c->filter, "%.63s", to->filter);
    if (*to->id) {
        snprintf(c->selected, sizeof c->selected, "%.47s", to->id);
    }
    c->cursor.at = 0;
    changed(app, c);
}

const struct tui_screen tui_centres_screen = {
    .name = "centres",
    .title = N_("Centres"),
    .action = TUI_ACT_CENTRES,
    .context = TUI_CTX_CENTRES,
    .tab = 4,
    .state_size = sizeof(struct centres),
    .open = open_screen,
    .close = close_screen,
    .draw = draw,
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
