#include "tui/app_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct tui_screen *const tabs[APP_TABS] = {
    &tui_overview_screen, &tui_queue_screen,  &tui_budgets_screen,  &tui_centres_screen,
    &tui_outbox_screen,   &tui_audit_screen,  &tui_policy_screen,   &tui_notices_screen,
    &tui_vouchers_screen, &tui_claims_screen, &tui_payments_screen, &tui_people_screen,
};

const struct tui_screen *app_tab_screen(int tab)
{
    return tabs[tab];
}

const char *tui_screen_name(int n)
{
    return n >= 0 && n < APP_TABS ? tabs[n]->name : NULL;
}

int app_tab_named(const char *name)
{
    for (int i = 0; i < APP_TABS; i++) {
        if (strcmp(tabs[i]->name, name) == 0) {
            return i;
        }
    }
    return -1;
}

/* ---- one screen ---- */

static bool open_one(struct tui_app *app, struct app_open *place,
                     const struct tui_screen *screen, const void *arg)
{
    void *state = calloc(1, screen->state_size ? screen->state_size : 1);
    if (!state) {
        tui_say(app, TUI_SAY_ERROR,
                safe_text(_("there is no memory left to open this; close other programs "
                            "and try again")));
        return false;
    }
    *place = (struct app_open){screen, state};
    if (screen->open) {
        screen->open(app, state, arg);
    }
    return true;
}

static void close_one(struct tui_app *app, struct app_open *place)
{
    if (!place->screen) {
        return;
    }
    struct app_open closing = *place;
    *place = (struct app_open){NULL, NULL};
    if (closing.screen->close) {
        closing.screen->close(app, closing.state);
    }
    free(closing.state);
}

struct app_open *app_top(struct tui_app *app)
{
    return app->dialog_count > 0 ? &app->dialogs[app->dialog_count - 1]
                                 : &app->tabs[app->tab];
}

/* ---- tabs ---- */

static void close_dialogs(struct tui_app *app)
{
    while (app->dialog_count > 0) {
        close_one(app, &app->dialogs[--app->dialog_count]);
    }
}

/* A tab keeps its state unless it is opened with something to begin from. */
static bool show(struct tui_app *app, int tab, const void *arg)
{
    struct app_open *place = &app->tabs[tab];
    if (place->screen && arg) {
        close_one(app, place);
    }
    if (!place->screen) {
        app->filters[tab][0] = '\0';
        if (!open_one(app, place, tabs[tab], arg)) {
            return false;
        }
    }
    app->tab = tab;
    tui_touch(app);
    return true;
}

bool app_show_tab(struct tui_app *app, int tab, const void *arg)
{
    const char *closed = app_tab_closed(app, tabs[tab]);
    if (closed) {
        app_refuse(app, tabs[tab]->action, closed);
        return false;
    }
    close_dialogs(app);
    if (tab != app->tab || arg) {
        app_leave(app);
    }
    return show(app, tab, arg);
}

bool app_visit(struct tui_app *app, const struct tui_visit *visit)
{
    int tab = app_tab_named(visit->screen);
    close_dialogs(app);
    if (tab < 0 || app_tab_closed(app, tabs[tab]) || !show(app, tab, NULL)) {
        return false;
    }
    struct app_open *open = &app->tabs[tab];
    if (open->screen->go) {
        open->screen->go(app, open->state, &visit->place);
        snprintf(app->filters[tab], sizeof app->filters[tab], "%s", visit->place.filter);
    }
    tui_touch(app);
    return true;
}

void app_first_tab(struct tui_app *app)
{
    int tab = app->config.screen ? app_tab_named(app->config.screen) : -1;
    app->placed = tab >= 0 || *bc_me(app->session)->id;
    if (show(app, tab >= 0 ? tab : app_tab_home(app), NULL)) {
        app->earlier_count = app->later_count = 0;
    }
}

void app_close_all(struct tui_app *app)
{
    close_dialogs(app);
    for (int i = 0; i < APP_TABS; i++) {
        close_one(app, &app->tabs[i]);
    }
}

/* ---- what screens ask for ---- */

void tui_open(struct tui_app *app, const struct tui_screen *screen, const void *arg)
{
    for (int i = 0; i < APP_TABS; i++) {
        if (tabs[i] == screen) {
            app_show_tab(app, i, arg);
            return;
        }
    }
    if (app->dialog_count == APP_DIALOGS) {
        tui_say(app, TUI_SAY_WARN,
                safe_text(_("too much is open already; close some with Esc first")));
        return;
    }
    struct app_open *place = &app->dialogs[app->dialog_count];
    app->dialog_count++;
    if (!open_one(app, place, screen, arg)) {
        app->dialog_count--;
    }
    tui_touch(app);
}

void tui_back(struct tui_app *app)
{
    if (app->dialog_count > 0) {
        close_one(app, &app->dialogs[--app->dialog_count]);
        tui_touch(app);
    } else {
        app_go_back(app);
    }
}

enum tui_context tui_help_context(const struct tui_app *app)
{
    for (int i = app->dialog_count - 1; i >= 0; i--) {
        enum tui_context context = app->dialogs[i].screen->context;
        if (context != TUI_CTX_HELP) {
            return context;
        }
    }
    return app->tabs[app->tab].screen->context;
}

/* ---- events ---- */

static void tell(struct tui_app *app, const struct app_open *place,
                 const struct bc_event *event)
{
    if (place->screen && place->screen->event) {
        place->screen->event(app, place->state, event);
    }
}

/* The tabs that are not shown listen too, so that they are true when they are. */
void app_event(struct tui_app *app, const struct bc_event *event)
{
    for (int i = 0; i < APP_TABS; i++) {
        tell(app, &app->tabs[i], event);
    }
    for (int i = 0; i < app->dialog_count; i++) {
        tell(app, &app->dialogs[i], event);
    }
}

bool tui_wants_text_always(struct tui_app *app, void *state)
{
    (void)app;
    (void)state;
    return true;
}
