/* Where the person was: going back and forward, bookmarks, and the next session. */
#include "tui/app_impl.h"

#include <stdio.h>
#include <string.h>

void app_here(struct tui_app *app, struct tui_visit *out)
{
    const struct app_open *open = &app->tabs[app->tab];
    *out = (struct tui_visit){.screen = ""};
    if (!open->screen) {
        return;
    }
    snprintf(out->screen, sizeof out->screen, "%s", open->screen->name);
    if (open->screen->place) {
        open->screen->place(app, open->state, &out->place);
    }
}

/* ---- back and forward ---- */

static void push(struct tui_visit list[APP_HISTORY], int *count,
                 const struct tui_visit *visit)
{
    if (!*visit->screen) {
        return;
    }
    if (*count == APP_HISTORY) {
        memmove(list, list + 1, (APP_HISTORY - 1) * sizeof *list);
        --*count;
    }
    list[(*count)++] = *visit;
}

void app_leave(struct tui_app *app)
{
    struct tui_visit here;
    app_here(app, &here);
    push(app->earlier, &app->earlier_count, &here);
    app->later_count = 0;
}

void app_go(struct tui_app *app, const struct tui_visit *visit)
{
    app_leave(app);
    (void)app_visit(app, visit);
}

bool app_go_back(struct tui_app *app)
{
    struct tui_visit here;
    if (app->earlier_count == 0) {
        return false;
    }
    app_here(app, &here);
    push(app->later, &app->later_count, &here);
    return app_visit(app, &app->earlier[--app->earlier_count]);
}

bool app_go_forward(struct tui_app *app)
{
    struct tui_visit here;
    if (app->later_count == 0) {
        return false;
    }
    app_here(app, &here);
    push(app->earlier, &app->earlier_count, &here);
    return app_visit(app, &app->later[--app->later_count]);
}

/* ---- bookmarks ---- */

/* "Applications · ready to decide · /星河 · 26-000418-K" */
static struct safe_text title_of(struct tui_app *app, const struct tui_visit *visit)
{
    const struct tui_screen *screen = app->tabs[app->tab].screen;
    const char *name, *title;
    struct safe_text text = safe_text(_(screen->title));
    for (int i = 0; screen->view && screen->view(i, &name, &title); i++) {
        if (strcmp(name, visit->place.view) == 0) {
            text = safe_textf("%s · %s", text.bytes, _(title));
        }
    }
    if (*visit->place.filter) {
        struct safe_text filter = safe_text(visit->place.filter);
        text = safe_textf("%s · /%s", text.bytes, filter.bytes);
    }
    if (*visit->place.number) {
        struct safe_text number = safe_text(visit->place.number);
        text = safe_textf("%s · %s", text.bytes, number.bytes);
    }
    return text;
}

void app_bookmark(struct tui_app *app)
{
    struct tui_visit here;
    char key[16];
    app_here(app, &here);
    struct safe_text title = title_of(app, &here);
    if (!tui_memory_bookmark(&app->memory, &here, title.bytes)) {
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("there are %d bookmarks, which is all there can be; Del in "
                             "the list takes one away"),
                           TUI_BOOKMARKS));
        return;
    }
    app_keep(app);
    tui_key_name(tui_key_for(TUI_CTX_GLOBAL, TUI_ACT_BOOKMARKS), key);
    tui_say(app, TUI_SAY_OK,
            safe_textf(_("bookmarked: %s. %s lists the bookmarks"), title.bytes, key));
}

/* ---- from session to session ---- */

void app_remember(struct tui_app *app)
{
    const char *person = bc_me(app->session)->id;
    if (app->remembers || !app->config.memory || !*person) {
        return;
    }
    app->remembers = true;
    tui_memory_read(&app->memory, app->config.memory,
                    app->config.server ? app->config.server : "", person);
    app->mouse_changed = app->memory.mouse;
    (void)app_take_pace(app, app->memory.link);
    if (app->config.fresh || app->config.screen || app->touched_by_key) {
        return;
    }
    if (*app->memory.last.screen && app_visit(app, &app->memory.last)) {
        app->placed = app->resuming = true;
        app->earlier_count = app->later_count = 0;
    }
}

/* The record one was on may come only with the first load: go there again then. */
void app_resume(struct tui_app *app)
{
    if (!app->resuming || bc_link(app->session)->state != BC_LINK_LIVE) {
        return;
    }
    app->resuming = false;
    if (!app->touched_by_key) {
        (void)app_visit(app, &app->memory.last);
    }
}

void app_keep(struct tui_app *app)
{
    struct err err = {0};
    if (app->remembers && !tui_memory_write(&app->memory, &err)) {
        tui_say(app, TUI_SAY_WARN, safe_text(err.text));
    }
}
