/* The app from inside, for the files that make it up: app, stack, dispatch, chrome,
 * prompt, commands, messages, run. */
#ifndef TUI_APP_IMPL_H
#define TUI_APP_IMPL_H

#include "tui/app.h"
#include "tui/widgets/field.h"

enum {
    APP_TABS = 5,
    APP_DIALOGS = 8,
    APP_HISTORY = 16,
    APP_SAID = 200,
    APP_COMMANDS_KEPT = 20,
    APP_LEAST_ROWS = 8,
    APP_LEAST_COLS = 40,
};

/* A screen with its state, which the app allocates and frees. */
struct app_open {
    const struct tui_screen *screen; /* NULL: none here */
    void *state;
};

struct app_said {
    enum tui_message level;
    int64_t at;
    struct safe_text text;
};

struct app_prompt {
    char kind; /* ':' '/' or 0: closed */
    struct tui_field field;
    char before[TUI_FIELD_MAX + 1]; /* the filter there was, for Esc */
    char typed[64];                 /* what is completed with Tab, "" when nothing is */
    int choice;                     /* the completion shown, counted from 0 */
    char kept[APP_COMMANDS_KEPT][80];
    int kept_count, kept_at;
};

struct tui_app {
    struct bc_session *session; /* lent */
    struct tui_config config;
    struct tui_theme theme;
    struct tui_canvas canvas;
    struct app_open tabs[APP_TABS]; /* kept while the console runs, so that each is as it
                                       was left */
    int tab;                        /* the one shown */
    int history[APP_HISTORY], history_count; /* tabs shown before */
    struct app_open dialogs[APP_DIALOGS];
    int dialog_count;
    char filters[APP_TABS][TUI_FIELD_MAX + 1]; /* what `/` last said in each tab */
    struct app_prompt prompt;
    struct app_said said[APP_SAID]; /* a ring */
    int said_count, said_next;
    int said_shown; /* dialogs and tabs leave it; the next key that acts clears it */
    bool pasting, paste_refused;
    uint32_t held;       /* a key whose repeats mean nothing until another comes */
    int64_t held_at;     /* when it was last seen; 0: hold on until another key */
    bool touched_by_key; /* somebody has typed: the first screen stays */
    bool placed;         /* the first screen suits the person's role */
    bool dirty, quit;
    bool wants_redraw, wants_suspend, theme_changed; /* for the terminal */
    enum bc_link_state link_before;
};

/* ---- stack.c: which screens are open ---- */
struct app_open *app_top(struct tui_app *app); /* the dialog in front, else the tab */
bool app_show_tab(struct tui_app *app, int tab, const void *arg);
void app_first_tab(struct tui_app *app); /* by configuration, else by role */
void app_step_tab(struct tui_app *app, int step);
bool app_go_back(struct tui_app *app); /* to the tab before; false: there is none */
void app_close_all(struct tui_app *app);
const struct tui_screen *app_tab_screen(int tab); /* 0..APP_TABS-1 */
int app_tab_named(const char *name);              /* -1: none */
void app_event(struct tui_app *app, const struct bc_event *event);

/* ---- dispatch.c: keys and actions ---- */
void app_key(struct tui_app *app, uint32_t key);
/* Do an action as if its key had been pressed. */
void app_act(struct tui_app *app, enum tui_action action);
/* NULL, or why the action cannot be done in what is in front. */
const char *app_why_not(struct tui_app *app, enum tui_action action);
/* Set the language or the theme; the message line says so. */
void app_language(struct tui_app *app, const char *name);
void app_theme(struct tui_app *app, const char *name);

/* ---- prompt.c ---- */
void app_prompt_open(struct tui_app *app, char kind);
void app_prompt_key(struct tui_app *app, uint32_t key);
void app_prompt_draw(struct tui_app *app, int row);

/* ---- commands.c: what can be typed after ":" ---- */
void app_command(struct tui_app *app, const char *line);
/* The n-th completion of what is typed, or false. */
bool app_completion(const char *typed, int n, char *out, size_t size);
int app_completions(const char *typed);
/* What a command does, for the prompt; NULL when there is none of that name. */
const char *app_command_help(const char *name);

/* ---- chrome.c: the rows around the body ---- */
struct tui_rect app_body(const struct tui_app *app);
void app_chrome(struct tui_app *app);
/* Over the empty first screen while the clearinghouse starts. */
void app_starting(struct tui_app *app);
/* When what is drawn ages visibly: milliseconds, for the loop. */
int app_wake_ms(const struct tui_app *app);
/* Say when the link comes and goes. */
void app_link_news(struct tui_app *app);

#endif
