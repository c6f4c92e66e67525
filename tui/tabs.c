/* The row of tabs: which screens a person has, in what order they are needed, and how
 * many of them are named where the row is short. */
#include "tui/app_impl.h"

#include "backend_client/papers.h"

#include <stdio.h>
#include <string.h>

enum {
    VIEW_CELLS =
        26, /* left free beside the tabs, for what the screen shows of its view */
    MORE_CELLS = 4,
};

/* ---- who has which ---- */

#define OFFICE "officer supervisor auditor"

/* Screens the clearinghouse shows to some only; the others are everybody's. */
static const struct {
    const struct tui_screen *screen;
    const char *roles;
    const char *why; /* msgid */
} doors[] = {
    {&tui_queue_screen, OFFICE " desk",
     N_("applications are seen by officers, supervisors, auditors and the application "
        "desk")},
    {&tui_notices_screen, OFFICE " desk",
     N_("notices are seen by officers, supervisors, auditors and the application desk")},
    {&tui_vouchers_screen, OFFICE " desk operator",
     N_("vouchers are seen by the office, the application desk and centres")},
    {&tui_claims_screen, OFFICE " desk operator",
     N_("claims are seen by the office, the application desk and centres")},
    {&tui_payments_screen, OFFICE,
     N_("payments are seen by officers, supervisors and auditors")},
    {&tui_audit_screen, OFFICE,
     N_("the journal is read by officers, supervisors and auditors")},
};

static bool has_any(const struct bc_session *session, const char *roles)
{
    char role[BC_WORD];
    int used;
    for (; sscanf(roles, "%31s%n", role, &used) == 1; roles += used) {
        if (bc_has_role(session, role)) {
            return true;
        }
    }
    return false;
}

const char *app_tab_closed(const struct tui_app *app, const struct tui_screen *screen)
{
    if (!*bc_me(app->session)->id) {
        return NULL; /* nobody knows yet */
    }
    for (size_t i = 0; i < COUNT_OF(doors); i++) {
        if (doors[i].screen == screen) {
            return has_any(app->session, doors[i].roles) ? NULL : _(doors[i].why);
        }
    }
    return NULL;
}

static bool is_open(const struct tui_app *app, int tab)
{
    return !app_tab_closed(app, app_tab_screen(tab));
}

void app_step_tab(struct tui_app *app, int step)
{
    int tab = app->tab;
    do {
        tab = (tab + step + APP_TABS) % APP_TABS;
    } while (tab != app->tab && !is_open(app, tab));
    app_show_tab(app, tab, NULL);
}

/* ---- what is needed most ---- */

/* By the first of these roles a person holds. What is not named comes after, in order. */
static const struct {
    const char *role, *first;
} needed[] = {
    {"officer", "queue claims vouchers notices payments budgets overview centres"},
    {"supervisor", "overview queue budgets payments claims vouchers notices centres"},
    {"auditor", "audit payments overview claims vouchers queue budgets"},
    {"operator", "centres claims outbox vouchers budgets overview"},
    {"desk", "queue claims vouchers notices"},
    {"admin", "people overview policy"},
};

/* Tabs by need into `out`; returns how many there are. */
static int by_need(const struct tui_app *app, int out[APP_TABS])
{
    bool taken[APP_TABS] = {false};
    const char *names = "queue overview";
    char name[BC_WORD];
    int used, count = 0;
    for (size_t i = COUNT_OF(needed); i-- > 0;) {
        if (bc_has_role(app->session, needed[i].role)) {
            names = needed[i].first;
        }
    }
    for (; sscanf(names, "%31s%n", name, &used) == 1; names += used) {
        int tab = app_tab_named(name);
        if (tab >= 0 && is_open(app, tab)) {
            out[count++] = tab;
            taken[tab] = true;
        }
    }
    for (int tab = 0; tab < APP_TABS; tab++) {
        if (!taken[tab] && is_open(app, tab)) {
            out[count++] = tab;
        }
    }
    return count;
}

/* Officers begin at their work, operators at their centres, auditors at the journal. */
int app_tab_home(const struct tui_app *app)
{
    int tabs[APP_TABS];
    (void)by_need(app, tabs);
    return tabs[0];
}

/* ---- drawing ---- */

static struct safe_text tab_text(const struct tui_app *app, int tab)
{
    const struct tui_screen *screen = app_tab_screen(tab);
    bool active = tab == app->tab;
    bool own = bc_has_role(app->session, "operator") && screen == &tui_claims_screen;
    int badge = screen == &tui_outbox_screen ? bc_intents_pending(app->session)
                : own                        ? (int)bc_claims_unsaid(app->session)
                                             : 0;
    char number[16] = "", count[16] = "";
    tui_key_name(tui_key_for(TUI_CTX_GLOBAL, screen->action), number);
    if (badge > 0) {
        snprintf(count, sizeof count, " %d", badge);
    }
    return safe_textf("%s%s %s%s%s", active ? "[" : " ", number, _(screen->title), count,
                      active ? "]" : " ");
}

static int draw_tab(struct tui_app *app, int col, int tab)
{
    struct safe_text text = tab_text(app, tab);
    tui_put(&app->canvas, 1, col, text, tab == app->tab ? TUI_TAB_ACTIVE : TUI_TAB);
    app_hit(app, 1, col, text.cells, app_tab_screen(tab)->action);
    return text.cells;
}

static int widest(const struct tui_app *app, const int *tabs, int count)
{
    int cells = 0;
    for (int i = 0; i < count; i++) {
        struct safe_text text = tab_text(app, tabs[i]);
        cells = text.cells > cells ? text.cells : cells;
    }
    return cells;
}

static int all_cells(const struct tui_app *app, const int *tabs, int count)
{
    int cells = 0;
    for (int i = 0; i < count; i++) {
        cells += tab_text(app, tabs[i]).cells;
    }
    return cells;
}

/* How many of the most needed are named. With some left out there is room for "…" and
 * for one of those, which is the one that is open. By width alone, so that neither a
 * mark nor going elsewhere moves the tabs. */
static int named_count(const struct tui_app *app, const int *tabs, int count)
{
    int named = 0, cells = 0, room = app->canvas.cols - VIEW_CELLS;
    if (all_cells(app, tabs, count) <= room) {
        return count;
    }
    while (named < count) {
        int more = tab_text(app, tabs[named]).cells;
        int rest = widest(app, tabs + named + 1, count - named - 1);
        if (cells + more + rest + MORE_CELLS > room) {
            break;
        }
        cells += more;
        named++;
    }
    return named;
}

static bool is_in(int tab, const int *tabs, int count)
{
    for (int i = 0; i < count; i++) {
        if (tabs[i] == tab) {
            return true;
        }
    }
    return false;
}

int app_tabs_draw(struct tui_app *app)
{
    struct tui_canvas *canvas = &app->canvas;
    int tabs[APP_TABS], count = by_need(app, tabs), col = 0;
    int named = named_count(app, tabs, count), unsent = app_tab_named("outbox");
    for (int tab = 0; tab < APP_TABS; tab++) {
        if (is_in(tab, tabs, named)) {
            col += draw_tab(app, col, tab);
        }
    }
    if (named == count) {
        return col;
    }
    if (named == 0) {
        col += draw_tab(app, col, app->tab);
    }
    tui_puts(canvas, 1, col + 1, canvas->ascii ? ".." : "…", TUI_KEY);
    app_hit(app, 1, col, MORE_CELLS, TUI_ACT_PALETTE);
    col += MORE_CELLS;
    if (named > 0 && !is_in(app->tab, tabs, named)) {
        col += draw_tab(app, col, app->tab);
    }
    if (bc_intents_pending(app->session) > 0 && unsent != app->tab &&
        !is_in(unsent, tabs, named)) {
        col += draw_tab(app, col, unsent);
    }
    return col;
}
