/* The app from inside, for the files that make it up: app, stack, places, dispatch,
 * chrome, prompt, commands, jump, finder, tour, why, mouse, pace, messages, run. */
#ifndef TUI_APP_IMPL_H
#define TUI_APP_IMPL_H

#include "tui/app.h"
#include "tui/memory.h"
#include "tui/widgets/field.h"

enum {
    APP_TABS = 11,
    APP_DIALOGS = 8,
    APP_HISTORY = 16,
    APP_SAID = 200,
    APP_COPY_MAX = 256, /* bytes given to the clipboard */
    APP_HITS = 48,
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
    int64_t undo_until; /* what it says can be undone until then; 0: nothing can */
    struct safe_text text;
};

struct app_prompt {
    char kind; /* ':' '/' or 0: closed */
    struct tui_field field;
    char before[TUI_FIELD_MAX + 1]; /* the filter there was, for Esc */
    char typed[64];                 /* what is completed with Tab, "" when nothing is */
    int choice;                     /* the completion shown, counted from 0 */
    int kept_at;                    /* the command of before that is shown */
};

/* What was refused last, for :why. */
struct app_refused {
    enum tui_action action; /* TUI_ACT_NONE: nothing */
    enum tui_context context;
    struct safe_text why;
};

/* Something drawn that a click acts on: a tab or a key of the footer. */
struct app_hit {
    int row, col, cells;
    enum tui_action action;
};

enum app_pace { APP_PACE_AUTO, APP_PACE_SLOW, APP_PACE_FULL };

struct tui_app {
    struct bc_session *session; /* lent */
    struct tui_config config;
    struct tui_theme theme;
    struct tui_canvas canvas;
    struct app_open tabs[APP_TABS]; /* kept while the console runs, so that each is as it
                                       was left */
    int tab;                        /* the one shown */
    struct tui_visit earlier[APP_HISTORY], later[APP_HISTORY];
    int earlier_count, later_count;
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
    bool wants_redraw, wants_suspend, theme_changed, mouse_changed; /* for the terminal */
    char
        copied[APP_COPY_MAX + 1]; /* for the terminal: text on its way to the clipboard */
    enum bc_link_state link_before;
    struct tui_memory memory;
    bool remembers; /* the memory has been read: the person is known */
    bool resuming;  /* where they were is gone to once more, when all is there */
    struct app_refused refused;
    int tour; /* the step shown, from 1; 0: none */
    enum app_pace pace;
    bool slow;
    int wake_ms;         /* a screen asked to be drawn again; 0: none did */
    int64_t theme_stamp; /* when the theme's file was last written */
    bool theme_edited;   /* it has been, during this session, and not long ago */
    struct app_hit hits[APP_HITS];
    int hit_count;
};

/* ---- stack.c: which screens are open ---- */
struct app_open *app_top(struct tui_app *app); /* the dialog in front, else the tab */
bool app_show_tab(struct tui_app *app, int tab, const void *arg);
void app_first_tab(struct tui_app *app); /* by configuration, else by role */
void app_step_tab(struct tui_app *app, int step);
void app_close_all(struct tui_app *app);
const struct tui_screen *app_tab_screen(int tab); /* 0..APP_TABS-1 */
int app_tab_named(const char *name);              /* -1: none */
void app_event(struct tui_app *app, const struct bc_event *event);

/* ---- places.c: where the person was, and comes back to ---- */
void app_here(struct tui_app *app, struct tui_visit *out);
/* About to go elsewhere: `earlier` leads back here. */
void app_leave(struct tui_app *app);
/* Go there, dialogs closed; no history. False when the screen is not known. */
bool app_visit(struct tui_app *app, const struct tui_visit *visit);
/* The same, so that `earlier` comes back. */
void app_go(struct tui_app *app, const struct tui_visit *visit);
bool app_go_back(struct tui_app *app);    /* false: there is nothing before */
bool app_go_forward(struct tui_app *app); /* false: nothing was gone back from */
void app_bookmark(struct tui_app *app);
/* The person is known: read what is kept for them, and go where they were. */
void app_remember(struct tui_app *app);
void app_resume(struct tui_app *app); /* and again when all of it has been loaded */
/* Keep what is to be kept; a failure is said once. */
void app_keep(struct tui_app *app);

/* ---- dispatch.c: keys and actions ---- */
void app_key(struct tui_app *app, uint32_t key);
/* True when nothing is half done; else says that it must be finished first. */
bool app_may_leave(struct tui_app *app);
/* Do an action as if its key had been pressed. */
void app_act(struct tui_app *app, enum tui_action action);
/* NULL, or why the action cannot be done in what is in front. */
const char *app_why_not(struct tui_app *app, enum tui_action action);
/* It cannot be done: say so, and keep it for :why. */
void app_refuse(struct tui_app *app, enum tui_action action, const char *why);
/* Set the language; the message line says so. */
void app_language(struct tui_app *app, const char *name);

/* ---- looks.c: the theme ---- */
void app_theme(struct tui_app *app, const char *name);
void app_next_theme(struct tui_app *app);
/* Take the theme's file again when it was written meanwhile. */
void app_theme_watch(struct tui_app *app);
int app_theme_wake_ms(const struct tui_app *app); /* 0: no need */

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
/* The n-th command that is not the name of an action; NULL at the end. */
const char *app_command_name(int n);
/* The n-th argument a command takes; false at the end. */
bool app_command_argument(const char *command, int n, char *out, size_t size);

/* ---- jump.c: to a record by what people call it ---- */
/* A case number or credit code: go there, or say what is wrong. False when the text is
 * neither. */
bool app_jump(struct tui_app *app, const char *text);
/* A screen by noun, with a view and a filter: "cases", "returned 星河". */
void app_noun(struct tui_app *app, const char *noun, const char *rest);
/* The n-th noun, NULL at the end; and the screen it stands for, NULL when it is none. */
const char *app_noun_name(int n);
const struct tui_screen *app_noun_screen(const char *noun);

/* ---- finder.c, why.c: dialogs of the app ---- */
extern const struct tui_screen app_finder_screen, app_why_screen;
/* What app_finder_screen is opened with: what it offers at first; NULL: everything. */
struct app_finder_arg {
    bool bookmarks;
};

/* ---- tour.c ---- */
void app_tour_start(struct tui_app *app);
void app_tour_offer(struct tui_app *app); /* at the first start, once there is data */
/* True when the key only turned the page or ended the tour. */
bool app_tour_key(struct tui_app *app, uint32_t key);
void app_tour_draw(struct tui_app *app);

/* ---- pace.c: how much the line can take ---- */
bool app_take_pace(struct tui_app *app, const char *name); /* false: no such word */
/* "auto", "slow" or "full"; says what that means now. */
void app_set_pace(struct tui_app *app, const char *name);
/* After the link was measured again. */
void app_measure(struct tui_app *app);
struct safe_text app_round_trip(const struct tui_app *app); /* "310 ms"; "" unknown */

/* ---- copy.c ---- */
void app_copy(struct tui_app *app);

/* ---- chrome.c: the rows around the body ---- */
struct tui_rect app_body(const struct tui_app *app);
void app_chrome(struct tui_app *app);
/* messages.c: " · z undoes it for 12 min more" of the message shown, or "". */
struct safe_text app_said_left(struct tui_app *app);
/* Over the empty first screen while the clearinghouse starts. */
void app_starting(struct tui_app *app);
/* When what is drawn ages visibly: milliseconds, for the loop. */
int app_wake_ms(const struct tui_app *app);
/* Remember that a click here does this. */
void app_hit(struct tui_app *app, int row, int col, int cells, enum tui_action action);
/* Say when the link comes and goes. */
void app_link_news(struct tui_app *app);

#endif
