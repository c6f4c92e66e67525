/* The loop of the console on a terminal. */
#include "tui/app_impl.h"
#include "tui/term.h"

enum {
    BURST = 8,       /* more letters than this at once are not typed by a person */
    BURST_KINDS = 3, /* and not one key held down */
    TAKEN = 256,
};

static bool printable(uint32_t key)
{
    return key >= ' ' && key != 0x7F && key < TUI_KEY_UP;
}

/* How many keys from `keys` on are text that came all at once: lines of letters, which a
 * terminal without paste marks sends for a paste. */
static int burst(const uint32_t *keys, int count)
{
    uint32_t seen[BURST_KINDS];
    int kinds = 0, letters = 0, end = 0;
    for (int i = 0; i < count; i++) {
        bool between = keys[i] == TUI_KEY_ENTER || keys[i] == TUI_KEY_TAB;
        if (!printable(keys[i]) && !between) {
            break;
        }
        if (printable(keys[i])) {
            letters++;
            end = i + 1;
            bool known = false;
            for (int k = 0; k < kinds; k++) {
                known = known || seen[k] == keys[i];
            }
            if (!known && kinds < BURST_KINDS) {
                seen[kinds++] = keys[i];
            }
        }
    }
    return letters > BURST && kinds >= BURST_KINDS ? end : 0;
}

struct loop {
    struct tui_app *app;
    struct tui_term *term;
    bool marks; /* this terminal marks its pastes */
    struct tui_mouse mice[TAKEN]; /* of the keys taken, in their order */
    int mouse_count, mouse_at;
};

static void resize(struct loop *loop)
{
    int rows, cols;
    tui_term_size(loop->term, &rows, &cols);
    tui_app_resize(loop->app, rows, cols);
    tui_touch(loop->app);
}

static void give(struct loop *loop, uint32_t key)
{
    if (key == TUI_KEY_RESIZE) {
        resize(loop);
    } else if (key == TUI_KEY_MOUSE) {
        tui_app_mouse(loop->app, &loop->mice[loop->mouse_at++]);
    } else {
        loop->marks = loop->marks || key == TUI_KEY_PASTE_BEGIN;
        tui_app_key(loop->app, key);
    }
}

/* The first letter of a burst may open a prompt, and the rest is then its text. */
static int give_burst(struct loop *loop, const uint32_t *keys, int length)
{
    int at = 0;
    if (keys[0] == '/' || keys[0] == ':') {
        tui_app_key(loop->app, keys[at++]);
    }
    tui_app_key(loop->app, TUI_KEY_PASTE_BEGIN);
    for (; at < length; at++) {
        tui_app_key(loop->app, keys[at]);
    }
    tui_app_key(loop->app, TUI_KEY_PASTE_END);
    return length;
}

/* All keys there are, before anything is drawn. */
static void take_keys(struct loop *loop)
{
    uint32_t keys[TAKEN];
    int count = 0;
    loop->mouse_count = loop->mouse_at = 0;
    for (uint32_t key; count < TAKEN && (key = tui_term_key(loop->term)) != 0;) {
        keys[count++] = key;
        if (key == TUI_KEY_MOUSE) {
            loop->mice[loop->mouse_count++] = tui_term_mouse(loop->term);
        }
    }
    for (int i = 0; i < count && !tui_app_quit(loop->app);) {
        int length = loop->marks || loop->app->pasting ? 0 : burst(keys + i, count - i);
        if (length > 0) {
            i += give_burst(loop, keys + i, length);
        } else {
            give(loop, keys[i++]);
        }
    }
}

/* False when the console is to end. */
static bool take_signals(struct loop *loop)
{
    for (enum tui_signal signal;
         (signal = tui_term_signal(loop->term)) != TUI_SIG_NONE;) {
        if (signal == TUI_SIG_TERMINATE || signal == TUI_SIG_HANGUP) {
            return false;
        }
        resize(loop);
    }
    return true;
}

static void for_the_terminal(struct loop *loop)
{
    struct tui_app *app = loop->app;
    if (app->theme_changed) {
        tui_term_theme(loop->term, &app->theme);
    }
    if (app->wants_redraw) {
        tui_term_redraw(loop->term);
    }
    if (app->wants_suspend) {
        app->wants_suspend = false;
        tui_term_suspend(loop->term);
        resize(loop);
    }
    if (app->theme_changed || app->wants_redraw) {
        tui_touch(app);
    }
    app->theme_changed = app->wants_redraw = false;
    if (app->mouse_changed) {
        app->mouse_changed = false;
        tui_term_use_mouse(loop->term, app->memory.mouse);
    }
    if (*app->copied && !tui_term_copy(loop->term, app->copied)) {
        tui_say(app, TUI_SAY_WARN,
                safe_text(_("this terminal has no clipboard; nothing was copied")));
    }
    app->copied[0] = '\0';
}

static void run_loop(struct loop *loop)
{
    struct tui_app *app = loop->app;
    for (;;) {
        for_the_terminal(loop);
        if (tui_app_draw(app)) {
            tui_term_show(loop->term, &app->canvas);
        }
        int64_t minute = tui_now(app) / INT64_C(60000000);
        bool asked = app->wake_ms > 0;
        bc_wait(app->session, tui_term_fd(loop->term), tui_term_signal_fd(loop->term),
                app_wake_ms(app));
        take_keys(loop);
        if (!take_signals(loop) || tui_app_quit(app)) {
            return;
        }
        tui_app_events(app);
        if (tui_now(app) / INT64_C(60000000) != minute) {
            tui_touch(app); /* ages that are shown have changed */
        }
        if (asked) {
            tui_touch(app); /* what waited until the cursor rests */
        }
        app_theme_watch(app);
    }
}

static void say_ascii(struct tui_app *app)
{
    if (!tui_lang_utf8()) {
        tui_say(app, TUI_SAY_INFO,
                safe_text(_("lines are drawn in ASCII because the locale is not UTF-8; "
                            "LANG=C.UTF-8 draws them")));
    }
}

int tui_run(struct bc_session *session, const struct tui_config *config, struct err *err)
{
    struct loop loop = {.app = NULL};
    struct tui_theme theme;
    int rows, cols;
    if (!tui_theme_load(config->theme ? config->theme : "default", &theme, err) ||
        !tui_term_open(&theme, config->no_color, &loop.term, err)) {
        return err_exit_status(err->kind);
    }
    tui_term_size(loop.term, &rows, &cols);
    bool ok = tui_app_new(session, config, rows, cols, &loop.app, err);
    if (ok) {
        say_ascii(loop.app);
        run_loop(&loop);
    }
    tui_app_free(loop.app);
    tui_term_close(loop.term);
    return ok ? 0 : err_exit_status(err->kind);
}
