#include "tui/app_impl.h"

#include "tui/screens/centres.h"

#include <string.h>
#include <time.h>

enum {
    REPEAT_MS = 700, /* longer than any keyboard waits before it repeats */
    READ_MS = 4000,  /* a message younger than this outlives a key */
};

static int64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool printable(uint32_t key)
{
    return key >= ' ' && key != 0x7F && key < TUI_KEY_UP;
}

/* ---- what is in front ---- */

static bool wants_text(struct tui_app *app)
{
    struct app_open *top = app_top(app);
    return top->screen->wants_text && top->screen->wants_text(app, top->state);
}

static bool screen_acts(struct tui_app *app, enum tui_action action)
{
    struct app_open *top = app_top(app);
    return top->screen->act && top->screen->act(app, top->state, action);
}

/* A decision or a form is open: leaving it has to be meant. */
static bool in_dialog(const struct tui_app *app)
{
    for (int i = 0; i < app->dialog_count; i++) {
        enum tui_context context = app->dialogs[i].screen->context;
        if (context != TUI_CTX_HELP && context != TUI_CTX_MESSAGES &&
            context != TUI_CTX_FINDER) {
            return true;
        }
    }
    return false;
}

const char *app_why_not(struct tui_app *app, enum tui_action action)
{
    struct app_open *top = app_top(app);
    if (action == TUI_ACT_FILTER && !top->screen->filter) {
        return _("there is nothing to filter here");
    }
    return top->screen->why_not ? top->screen->why_not(app, top->state, action) : NULL;
}

void app_refuse(struct tui_app *app, enum tui_action action, const char *why)
{
    char key[16];
    struct safe_text text = safe_text(why);
    app->refused = (struct app_refused){
        .action = action, .context = app_top(app)->screen->context, .why = text};
    tui_key_name(tui_key_for(app_top(app)->screen->context, TUI_ACT_WHY), key);
    tui_say(app, TUI_SAY_WARN,
            *key ? safe_textf(_("%s · %s says more"), text.bytes, key) : text);
}

/* ---- language ---- */

void app_language(struct tui_app *app, const char *name)
{
    if (!tui_lang_set(name)) {
        tui_say(app, TUI_SAY_WARN,
                safe_textf(_("there is no translation for '%s'; en and zh_CN are there"),
                           name));
        return;
    }
    tui_say(app, TUI_SAY_INFO,
            safe_text(tui_lang_is_zh() ? "语言：中文" : "language: English"));
}

/* ---- what the app does itself ---- */

static void back(struct tui_app *app)
{
    if (app->dialog_count > 0) {
        tui_back(app);
    } else if (!app_go_back(app)) {
        char key[16];
        tui_key_name(tui_key_for(TUI_CTX_GLOBAL, TUI_ACT_QUIT), key);
        tui_say(app, TUI_SAY_INFO,
                safe_textf(_("nothing is open; %s leaves the console"), key));
    }
}

static void quit(struct tui_app *app)
{
    if (screen_acts(app, TUI_ACT_BACK)) {
        return;
    }
    if (app->dialog_count > 0) {
        tui_back(app);
    } else {
        app->quit = true;
    }
}

static void refresh(struct tui_app *app)
{
    static const enum bc_collection all[] = {BC_TRANCHES, BC_CENTRES, BC_PROGRAMMES,
                                             BC_REASONS, BC_DASHBOARD};
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        bc_collection_refresh(app->session, all[i]);
    }
    tui_say(app, TUI_SAY_INFO, safe_text(_("asked the server for fresh figures")));
}

static void retry(struct tui_app *app)
{
    bc_retry_now(app->session);
    tui_say(app, TUI_SAY_INFO, safe_text(_("trying the link again now")));
}

bool app_may_leave(struct tui_app *app)
{
    if (in_dialog(app)) {
        tui_say(app, TUI_SAY_WARN,
                safe_text(_("finish this first, or close it with Esc")));
    }
    return !in_dialog(app);
}

static void go_to_tab(struct tui_app *app, enum tui_action action)
{
    if (!app_may_leave(app)) {
        return;
    }
    if (action == TUI_ACT_NEXT_TAB || action == TUI_ACT_PREV_TAB) {
        app_step_tab(app, action == TUI_ACT_NEXT_TAB ? 1 : -1);
        return;
    }
    for (int i = 0; i < APP_TABS; i++) {
        if (app_tab_screen(i)->action == action) {
            app_show_tab(app, i, NULL);
        }
    }
}

static void step_place(struct tui_app *app, enum tui_action action)
{
    bool back_there = action == TUI_ACT_EARLIER;
    if (app_may_leave(app) && (back_there ? !app_go_back(app) : !app_go_forward(app))) {
        tui_say(app, TUI_SAY_INFO,
                safe_text(back_there ? _("there is no earlier place")
                                     : _("there is no later place")));
    }
}

static bool app_acts(struct tui_app *app, enum tui_action action)
{
    switch (action) {
    case TUI_ACT_BACK:
        back(app);
        return true;
    case TUI_ACT_QUIT:
        quit(app);
        return true;
    case TUI_ACT_OVERVIEW:
    case TUI_ACT_QUEUE:
    case TUI_ACT_BUDGETS:
    case TUI_ACT_CENTRES:
    case TUI_ACT_OUTBOX:
    case TUI_ACT_AUDIT:
    case TUI_ACT_POLICY:
    case TUI_ACT_NOTICES:
    case TUI_ACT_VOUCHERS:
    case TUI_ACT_CLAIMS:
    case TUI_ACT_PAYMENTS:
    case TUI_ACT_NEXT_TAB:
    case TUI_ACT_PREV_TAB:
        go_to_tab(app, action);
        return true;
    case TUI_ACT_HUBS:
        tui_open(app, &tui_centres_screen, &(struct tui_centres_arg){.hubs = true});
        return true;
    case TUI_ACT_HELP:
        tui_open(app, &tui_help_screen, NULL);
        return true;
    case TUI_ACT_MESSAGES:
        tui_open(app, &tui_messages_screen, NULL);
        return true;
    case TUI_ACT_PALETTE:
        tui_open(app, &app_finder_screen, NULL);
        return true;
    case TUI_ACT_BOOKMARKS:
        tui_open(app, &app_finder_screen, &(struct app_finder_arg){.bookmarks = true});
        return true;
    case TUI_ACT_BOOKMARK:
        app_bookmark(app);
        return true;
    case TUI_ACT_EARLIER:
    case TUI_ACT_LATER:
        step_place(app, action);
        return true;
    case TUI_ACT_COPY:
        app_copy(app);
        return true;
    case TUI_ACT_WHY:
        tui_open(app, &app_why_screen, NULL);
        return true;
    case TUI_ACT_TOUR:
        app_tour_start(app);
        return true;
    case TUI_ACT_COMMAND:
        app_prompt_open(app, ':');
        return true;
    case TUI_ACT_FILTER:
        app_prompt_open(app, '/');
        return true;
    case TUI_ACT_LANGUAGE:
        app_language(app, tui_lang_is_zh() ? "en" : "zh_CN");
        return true;
    case TUI_ACT_THEME:
        app_next_theme(app);
        return true;
    case TUI_ACT_RETRY:
        retry(app);
        return true;
    case TUI_ACT_REFRESH:
        refresh(app);
        return true;
    case TUI_ACT_REDRAW:
        app->wants_redraw = true;
        return true;
    case TUI_ACT_SUSPEND:
        app->wants_suspend = true;
        return true;
    default:
        return false;
    }
}

/* Closing and leaving are the app's to begin with, but the screen may have something open
 * inside itself that closes first. */
static bool try_action(struct tui_app *app, enum tui_action action)
{
    const char *why = app_why_not(app, action);
    if (why) {
        app_refuse(app, action, why);
        return true;
    }
    return (action != TUI_ACT_QUIT && screen_acts(app, action)) || app_acts(app, action);
}

void app_act(struct tui_app *app, enum tui_action action)
{
    if (!try_action(app, action)) {
        const struct tui_action_info *info = tui_action_info(action);
        tui_say(app, TUI_SAY_INFO,
                safe_textf(_("'%s' has nothing to do here; ? shows the keys"),
                           info ? info->name : "?"));
    }
    tui_touch(app);
}

/* ---- keys ---- */

/* A key that is held down must not do twice what is worth doing once: the key that opened
 * a dialog must not type into it, and a confirmation is never repeated. */
static bool is_held(struct tui_app *app, uint32_t key)
{
    if (key != app->held) {
        app->held = 0;
        return false;
    }
    if (app->held_at == 0) {
        return true;
    }
    int64_t now = clock_ms(), before = app->held_at;
    app->held_at = now;
    return now - before < REPEAT_MS;
}

static void act_by_key(struct tui_app *app, uint32_t key, enum tui_action action)
{
    int dialogs = app->dialog_count;
    if (action == TUI_ACT_CONFIRM) {
        app->held = key;
        app->held_at = 0;
    }
    app_act(app, action);
    if (app->dialog_count > dialogs && in_dialog(app) && action != TUI_ACT_CONFIRM) {
        app->held = key;
        app->held_at = clock_ms();
    }
}

static void unbound(struct tui_app *app, uint32_t key)
{
    char name[16];
    if (*tui_key_name(key, name)) {
        tui_say(app, TUI_SAY_INFO,
                safe_textf(_("%s does nothing here; ? shows the keys"), name));
    }
}

/* While a field has the focus letters are text; other keys act first where the screen
 * takes them, and edit otherwise. */
static void key_into_field(struct tui_app *app, uint32_t key)
{
    struct app_open *top = app_top(app);
    enum tui_action action =
        printable(key) ? TUI_ACT_NONE : tui_key_action(top->screen->context, key);
    bool ours = action == TUI_ACT_BACK || action == TUI_ACT_QUIT ||
                action == TUI_ACT_HELP || action == TUI_ACT_REDRAW ||
                action == TUI_ACT_SUSPEND || action == TUI_ACT_RETRY ||
                action == TUI_ACT_CONFIRM;
    if (ours) {
        act_by_key(app, key, action);
    } else if (action == TUI_ACT_NONE || !screen_acts(app, action)) {
        top->screen->text(app, top->state, key);
    }
}

static void pasted(struct tui_app *app, uint32_t key)
{
    struct app_open *top = app_top(app);
    if (app->prompt.kind) {
        if (printable(key)) {
            app_prompt_key(app, key);
        }
    } else if (wants_text(app)) {
        top->screen->text(app, top->state, key);
    } else {
        app->paste_refused = true;
    }
}

static bool paste_mark(struct tui_app *app, uint32_t key)
{
    if (key == TUI_KEY_PASTE_BEGIN) {
        app->pasting = true;
        app->paste_refused = false;
    } else if (key == TUI_KEY_PASTE_END) {
        app->pasting = false;
        if (app->paste_refused) {
            tui_say(app, TUI_SAY_WARN,
                    safe_text(_("pasted text was left out: it goes into fields and "
                                "prompts only, never to keys")));
        }
    }
    return key == TUI_KEY_PASTE_BEGIN || key == TUI_KEY_PASTE_END;
}

/* What a key does is news; an older message gives way to it. */
static void clear_message(struct tui_app *app)
{
    int newest = (app->said_next - 1 + APP_SAID) % APP_SAID;
    if (app->said_shown &&
        tui_now(app) - app->said[newest].at > (int64_t)READ_MS * 1000) {
        app->said_shown = false;
    }
}

void app_key(struct tui_app *app, uint32_t key)
{
    tui_touch(app);
    app->touched_by_key = true;
    if (paste_mark(app, key)) {
        return;
    }
    if (app->pasting) {
        pasted(app, key);
        return;
    }
    if (is_held(app, key)) {
        return;
    }
    clear_message(app);
    if (app->tour && app_tour_key(app, key)) {
        return;
    }
    if (app->prompt.kind) {
        app_prompt_key(app, key);
    } else if (wants_text(app)) {
        key_into_field(app, key);
    } else {
        enum tui_action action = tui_key_action(app_top(app)->screen->context, key);
        if (action == TUI_ACT_NONE) {
            unbound(app, key);
        } else {
            act_by_key(app, key, action);
        }
    }
}
