/* Lists of papers (vouchers, claims, payments): one behaviour, described for each kind by
 * a table. Rows keep their place, changes are announced, actions open a preview. */
#ifndef TUI_SCREENS_PAPERS_H
#define TUI_SCREENS_PAPERS_H

#include "backend_client/claims.h"
#include "backend_client/orders.h"
#include "backend_client/vouchers.h"
#include "tui/screen.h"
#include "tui/screens/order.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"

enum { PAPERS_CHANGED = 32, PAPERS_TEXT = 128 };

struct papers_view {
    const char *name, *title; /* a word, and a msgid */
    const char *statuses;     /* comma-separated; "" all */
    int sort;
};

struct papers_sort {
    const char *word; /* of the API, without its sign */
    const char *title;
    bool descending; /* as a rule */
};

struct papers_action {
    enum tui_action action;
    const char *word;      /* of the order */
    const char *statuses;  /* it can be done from, space-separated */
    const char *otherwise; /* msgid: what to do when the status is another */
    const char *roles;     /* who may, space-separated */
    const char *who;       /* msgid: the sentence for the others */
};

struct papers;

struct papers_kind {
    enum bc_paper paper;
    enum bc_subject subject;
    int pane;         /* percent of a wide screen the detail takes */
    const char *none; /* msgid: nothing of the kind is here yet, and what to do */
    const struct tui_column *columns;
    int column_count;
    const struct papers_view *views;
    int view_count;
    const struct papers_sort *sorts;
    int sort_count;
    const struct papers_action *actions;
    int action_count;
    struct safe_text (*cell)(struct tui_app *app, const struct papers *papers,
                             int64_t row, int column, enum tui_role *role);
    bool (*paint)(const struct papers *papers, struct tui_canvas *canvas, int64_t row,
                  int column, struct tui_rect rect); /* or NULL */
    void (*detail)(struct tui_app *app, struct papers *papers, int64_t row,
                   struct tui_pane *pane);
    bool (*item)(const struct papers *papers, int64_t row, struct tui_order_item *out);
    /* What the last row of the list says; NULL: how many are shown. */
    struct safe_text (*foot)(struct tui_app *app, const struct papers *papers);
    /* Own actions; false: not its. */
    bool (*act)(struct tui_app *app, struct papers *papers, enum tui_action action);
    const char *(*why_not)(struct tui_app *app, struct papers *papers,
                           enum tui_action action);
    void (*event)(struct tui_app *app, struct papers *papers,
                  const struct bc_event *event);
};

struct papers {
    const struct papers_kind *kind;
    struct bc_papers *list;   /* owned; NULL: could not be opened */
    struct bc_papers *beside; /* owned: the claims of the selected voucher */
    char beside_of[BC_ID];
    int view_at, sort_at;
    bool descending;
    char text[PAPERS_TEXT], voucher[BC_ID]; /* voucher: only its claims */
    struct tui_cursor cursor;
    char selected[BC_ID];
    int page, shift, hidden;
    char marks[BC_ORDERS_MAX][BC_ID];
    int mark_count;
    struct {
        char id[BC_ID];
        int64_t at;
    } changed[PAPERS_CHANGED]; /* a ring */
    int changed_next;
    int detail_top, detail_rows;
    bool whole; /* the detail over the full screen */
    char why[SAFE_TEXT_MAX];
    int64_t ticket; /* of what the kind itself asked for */
    char fetching[BC_WORD];
};

/* What tui_claims_screen and tui_vouchers_screen are opened with, or NULL. */
struct papers_arg {
    const char *view, *text, *voucher;
};

/* ---- papers.c: the screen's functions, for the kinds to name ---- */

void papers_open(struct tui_app *app, struct papers *papers,
                 const struct papers_kind *kind, const void *arg);
void papers_close(struct tui_app *app, void *state);
void papers_reopen(struct tui_app *app, struct papers *papers);
void papers_status(struct tui_app *app, void *state, struct tui_status *out);
bool papers_act(struct tui_app *app, void *state, enum tui_action action);
void papers_filter(struct tui_app *app, void *state, const char *text);
void papers_filter_count(struct tui_app *app, void *state, int64_t *shown,
                         int64_t *total);
void papers_event(struct tui_app *app, void *state, const struct bc_event *event);
void papers_place(struct tui_app *app, void *state, struct tui_place *out);
void papers_go(struct tui_app *app, void *state, const struct tui_place *place);
/* The row the cursor is on, or -1. */
int64_t papers_selected(struct papers *papers);

/* ---- papers_act.c: acting on the marks, else on the selected row ---- */

const char *papers_why_not(struct tui_app *app, void *state, enum tui_action action);
bool papers_order(struct tui_app *app, struct papers *papers, enum tui_action action);
bool papers_is_marked(const struct papers *papers, const char *id);
void papers_toggle(struct tui_app *app, struct papers *papers);
void papers_mark_all(struct tui_app *app, struct papers *papers);
const char *papers_say(struct papers *papers, struct safe_text text);
bool papers_has_word(const char *list, const char *word);
bool papers_has_role(struct tui_app *app, const char *roles);

/* ---- papers_draw.c ---- */

void papers_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body);

/* ---- shared pieces of details ---- */

/* The word of a paper's state ("paid" means another thing where a rule looked at it), and
 * the role that repeats it. */
const char *papers_word(const char *status);
enum tui_role papers_status_role(const char *status);
void papers_yuan(struct tui_pane *pane, const char *label, int64_t fen);
void papers_reason(struct tui_app *app, struct tui_pane *pane, const char *code,
                   const char *note, const char *by);
/* The claims of the selected voucher, fetched when first asked for. */
struct bc_papers *papers_claims_of(struct tui_app *app, struct papers *papers,
                                   const char *voucher);

#endif
