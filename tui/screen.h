/* What a screen is, and what the app offers it. A screen knows nothing of the terminal or
 * of other screens: it draws on a canvas, handles actions, and asks the app for the rest.
 */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include "backend_client/cases.h"
#include "backend_client/collections.h"
#include "backend_client/decisions.h"
#include "tui/canvas.h"
#include "tui/keys.h"
#include "tui/lang.h"

#include <stddef.h>

struct tui_app;

/* What row 2 says about the screen's own view; "" leaves a part out. `place` is where the
 * cursor is: "3 of 47". Where all do not fit, marks stay longest, then filter, view,
 * place, sort. */
struct tui_status {
    struct safe_text view, filter, sort, marks, place;
};

/* Where a screen is, to come back to: for going back, bookmarks and the next session.
 * Words are the screen's own; "" leaves a part as it is. */
struct tui_place {
    char view[24], sort[24];
    char filter[128];
    bool descending;
    char id[100];    /* the record the cursor is on */
    char number[64]; /* what people call it; shown and copied, never looked up */
};

struct tui_screen {
    const char *name;       /* literal, for the command line: "queue" */
    const char *title;      /* msgid: "Applications" */
    enum tui_action action; /* the action that opens it, or TUI_ACT_NONE for a dialog */
    enum tui_context context;
    bool dialog;       /* drawn over the screen below it */
    int tab;           /* 1..9 place among the tabs, 0 none */
    size_t state_size; /* zeroed for open() */

    /* Any of these may be NULL. `arg` is what tui_open() was given. */
    void (*open)(struct tui_app *app, void *state, const void *arg);
    void (*close)(struct tui_app *app, void *state);
    /* Draw inside `body`; called only when something changed. */
    void (*draw)(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body);
    void (*status)(struct tui_app *app, void *state, struct tui_status *out);
    /* True: done. False: not for me (the app tries its own). */
    bool (*act)(struct tui_app *app, void *state, enum tui_action action);
    /* NULL when the action can be done now, else the sentence saying why not (shown when
     * it is tried, and the key is dimmed in the footer). */
    const char *(*why_not)(struct tui_app *app, void *state, enum tui_action action);
    /* Not this person's at all, so that the footer leaves it out; NULL: all are. */
    bool (*hides)(struct tui_app *app, void *state, enum tui_action action);
    /* A field has the focus while wants_text() is true: every printable key goes to
     * text(), whatever it is bound to, and pasted text comes nowhere else. Other keys are
     * first offered to act() as the actions they are bound to (Back, Quit, Help, Confirm,
     * Redraw, Suspend, Retry by the app), and come to text() when act() declines. */
    bool (*wants_text)(struct tui_app *app, void *state);
    void (*text)(struct tui_app *app, void *state, uint32_t key);
    /* The `/` filter: live text of the prompt; NULL: the screen has no filter. */
    void (*filter)(struct tui_app *app, void *state, const char *text);
    /* How many are shown of how many, for the prompt ("17 of 2,000"). */
    void (*filter_count)(struct tui_app *app, void *state, int64_t *shown,
                         int64_t *total);
    /* The text of the prompt with its end completed in the n-th way; false after the
     * last. */
    bool (*filter_complete)(const char *typed, int n, char *out, size_t size);
    void (*event)(struct tui_app *app, void *state, const struct bc_event *event);
    /* A command line of the screen's own: "view NAME". False: not for me. */
    bool (*command)(struct tui_app *app, void *state, const char *name,
                    const char *argument);
    /* Say where it is, and go there. A record that is not known any more is left out. */
    void (*place)(struct tui_app *app, void *state, struct tui_place *out);
    void (*go)(struct tui_app *app, void *state, const struct tui_place *place);
    /* The n-th view: its name in commands and places, and its title (msgid). False when
     * there are no more. */
    bool (*view)(int n, const char **name, const char **title);
};

extern const struct tui_screen tui_overview_screen, tui_queue_screen, tui_budgets_screen,
    tui_centres_screen, tui_outbox_screen, tui_help_screen, tui_messages_screen,
    tui_audit_screen, tui_policy_screen, tui_decision_screen, tui_report_screen,
    tui_notices_screen, tui_vouchers_screen, tui_claims_screen, tui_payments_screen,
    tui_order_screen, tui_lodge_screen, tui_usage_screen, tui_receipts_screen,
    tui_whatif_screen, tui_versions_screen, tui_people_screen;

/* ---- what the app offers ---- */

struct bc_session *tui_session(struct tui_app *app);
int64_t
tui_now(const struct tui_app *app); /* the ledger's clock; frozen in golden tests */
bool tui_is_ascii(const struct tui_app *app);
int tui_zone(const struct tui_app *app); /* seconds east of UTC of the programmes */

/* The message line; kept in :messages. One sentence, already translated. */
enum tui_message { TUI_SAY_INFO, TUI_SAY_OK, TUI_SAY_WARN, TUI_SAY_ERROR };
void tui_say(struct tui_app *app, enum tui_message level, struct safe_text text);
/* The same of something that can be undone until then: the line counts down. */
void tui_say_undo(struct tui_app *app, enum tui_message level, struct safe_text text,
                  int64_t undo_until);
/* Messages there are (newest last); index from 0. */
int tui_said_count(const struct tui_app *app);
bool tui_said(const struct tui_app *app, int index, enum tui_message *level, int64_t *at,
              struct safe_text *text);

/* Go to a screen, or open a dialog over this one. `arg` is lent during the call. */
void tui_open(struct tui_app *app, const struct tui_screen *screen, const void *arg);
/* Close the dialog, or go back to the screen before. */
void tui_back(struct tui_app *app);
/* The context keys of `?` help are asked for. */
enum tui_context tui_help_context(const struct tui_app *app);

/* The wants_text of a form, in which a field has the focus as long as it is open. */
bool tui_wants_text_always(struct tui_app *app, void *state);

/* Something changed: draw again. */
void tui_touch(struct tui_app *app);

/* The line is slow: send less. Details go below the list, and wait until the cursor
 * rests. */
bool tui_is_slow(const struct tui_app *app);
/* Draw again in `ms`, once. */
void tui_wake(struct tui_app *app, int ms);

/* What tui_decision_screen is opened with. */
struct tui_decide_arg {
    const char *decision; /* "approve" */
    const char *assignee; /* of "assign"; NULL: oneself */
    int count;            /* cases; at most BC_BATCH_MAX */
    const struct bc_case *cases;
};
/* What tui_queue_screen is opened with, or NULL: a filter to start from. */
struct tui_queue_arg {
    const char *statuses, *verdict, *programme, *tranche, *text;
};
/* What tui_report_screen is opened with: the centre. */
struct tui_report_arg {
    const char *centre_id;
};

#endif
