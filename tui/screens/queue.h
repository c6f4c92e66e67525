/* The queue screen's state, shared by the files that make it up. */
#ifndef TUI_SCREENS_QUEUE_H
#define TUI_SCREENS_QUEUE_H

#include "backend_client/filter.h"
#include "tui/saved.h"
#include "tui/screen.h"
#include "tui/widgets/list.h"

enum { QUEUE_CHANGED = 32, QUEUE_TEXT = 128, QUEUE_SEEN = 64, QUEUE_COLUMNS = 16 };

/* A marked case as it was when it was marked: decided at that revision or not at all. */
struct queue_mark {
    char id[BC_ID], programme[BC_WORD], tranche[BC_WORD];
    int64_t revision, amount_fen, grant_fen;
};

struct queue {
    struct bc_view *view; /* owned; NULL when it could not be opened */
    int view_at;          /* of queue_views; queue_preset when opened with a filter */
    bool chosen;          /* the person took this view: leave it when roles are known */
    enum bc_sort sort;
    bool descending;
    bool sorted;                 /* by the person: views do not change it any more */
    char text[QUEUE_TEXT];       /* the filter in force: the last that could be read */
    struct bc_filter_text typed; /* `text`, read */
    struct bc_fault fault;       /* of what is being typed */
    struct {
        char statuses[BC_NAME], verdict[BC_WORD], programme[BC_WORD], tranche[BC_WORD];
        char text[QUEUE_TEXT];
        bool any;
    } preset;
    int64_t total; /* rows without the `/` filter */

    struct tui_cursor cursor;
    char selected[BC_ID]; /* what the cursor is on, whatever moves */
    int64_t moved_ms;     /* when it came there, by queue_ticks() */
    struct tui_saved saved;
    char saved_name[TUI_SAVED_NAME];      /* of the saved view that is shown, or "" */
    unsigned char columns[QUEUE_COLUMNS]; /* those chosen, in order; the first is fixed */
    int column_count;                     /* 0: the usual ones */
    int page, shift, hidden; /* columns skipped, and those there is no room for */

    struct queue_mark marks[BC_BATCH_MAX];
    int mark_count;

    struct {
        char id[BC_ID];
        int64_t at;
    } changed[QUEUE_CHANGED]; /* a ring */
    int changed_next;

    struct bc_detail detail; /* the last one there was */
    bool has_detail;
    int detail_top, detail_rows;
    bool whole; /* evidence over the full screen */

    char range[BC_ID]; /* where a range of marks began, "" nowhere */

    /* Case after case: the one that is shown, and those it has come to before. */
    struct {
        bool on, waiting; /* waiting: for the clearinghouse to name the next */
        int done;
        char id[BC_ID];
        char seen[QUEUE_SEEN][BC_ID]; /* a ring */
        int seen_next;
    } flow;

    struct { /* the last decision sent, for its result */
        char decision[BC_WORD];
        int count;
        char ids[BC_BATCH_MAX][BC_ID];
    } last;

    char asked[BC_WORD]; /* the decision the dialog was last opened for on marks */
    char why[SAFE_TEXT_MAX];
};

/* ---- queue_view.c: which rows, in which order ---- */

/* Open the view the state describes, the cursor on the row it was on. */
void queue_reopen(struct tui_app *app, struct queue *queue);
void queue_next_view(struct tui_app *app, struct queue *queue);
void queue_next_sort(struct tui_app *app, struct queue *queue);
/* The view a person of these roles starts with. */
void queue_first_view(struct tui_app *app, struct queue *queue);
const char *queue_view_name(const struct queue *queue);
struct safe_text queue_sort_name(const struct queue *queue);
bool queue_mixes_statuses(const struct queue *queue);
/* The row keeps its place although its status is no longer one the view shows. */
bool queue_has_left(const struct queue *queue, const struct bc_case *row);
int64_t queue_count(const struct queue *queue);
bool queue_row(const struct queue *queue, int64_t index, struct bc_case *out);
bool queue_selected(const struct queue *queue, struct bc_case *out);
/* Show the person's own cases, the cursor on this one. */
void queue_show_mine(struct tui_app *app, struct queue *queue, const char *id);
/* After the cursor moved: remember what it is on. */
void queue_follow(struct queue *queue);
int64_t queue_ticks(void); /* milliseconds of a clock that only goes on */
/* Narrow to what is typed; text that cannot be read leaves the filter as it is. */
void queue_filter(struct tui_app *app, struct queue *queue, const char *text);
/* What is wrong with what is typed and what would be right; "" nothing. */
struct safe_text queue_fault_text(const struct bc_fault *fault);

/* What the screen says of where it is, and how it is taken there. */
bool queue_view_word(int n, const char **name, const char **title);
void queue_place(struct tui_app *app, void *state, struct tui_place *out);
void queue_go(struct tui_app *app, void *state, const struct tui_place *place);

/* ---- queue_marks.c ---- */

bool queue_is_marked(const struct queue *queue, const char *id);
void queue_toggle(struct tui_app *app, struct queue *queue);
void queue_mark_all(struct tui_app *app, struct queue *queue);
/* Mark a case; false when no more can be. */
bool queue_mark(struct queue *queue, const struct bc_case *row);
/* Begin a range at the selected row, or mark it up to here. */
void queue_mark_range(struct tui_app *app, struct queue *queue);
void queue_unmark(struct queue *queue, const char *id);
/* "ask ¥3,000.0k  grant ¥2,400.0k  leaves ¥21.20m of ¥23.60m" */
struct safe_text queue_marks_text(struct tui_app *app, const struct queue *queue);

/* ---- queue_flow.c: case after case ---- */

void queue_take_next(struct tui_app *app, struct queue *queue);
/* Back to the list. */
void queue_flow_end(struct tui_app *app, struct queue *queue);
void queue_flow_case(struct tui_app *app, struct queue *queue,
                     const struct bc_event *event);
void queue_flow_intent(struct tui_app *app, struct queue *queue,
                       const struct bc_intent *intent);
/* "7 done, 12 left" */
struct safe_text queue_flow_text(struct tui_app *app, const struct queue *queue);

/* ---- queue_decide.c: acting on the marks, else on the selected row ---- */

/* NULL when it can be done now, else the sentence that says why not. */
const char *queue_why_not(struct tui_app *app, struct queue *queue,
                          enum tui_action action);
/* Open the preview; false when the action decides nothing. */
bool queue_decide(struct tui_app *app, struct queue *queue, enum tui_action action);

/* ---- queue_saved.c: views and columns under a name ---- */

/* "view …", "columns …", "result …" of the command line. */
bool queue_command(struct tui_app *app, void *state, const char *name,
                   const char *argument);
void queue_saved_show(struct tui_app *app, struct queue *queue,
                      const struct tui_saved_view *view);
/* No saved view is shown any more: the columns kept for the one that is. */
void queue_saved_columns(struct queue *queue);

/* ---- queue_result.c ---- */

/* Remember what a decision that was sent is about: the marks, or its one case. */
void queue_result_keep(struct queue *queue, const struct bc_intent *intent);

/* "result FILE" writes what became of the last decision, "result load FILE" marks the
 * cases of such a file that were not decided. */
void queue_result(struct tui_app *app, struct queue *queue, const char *argument);

/* ---- queue_columns.c, queue_draw.c ---- */

/* The columns chosen as words, "" for the usual ones. Reading returns NULL, or the word
 * that is no column, having changed nothing. */
void queue_columns_write(const struct queue *queue, char *out, size_t size);
const char *queue_columns_read(struct queue *queue, const char *words);
struct safe_text queue_column_names(void);

void queue_list(struct tui_app *app, struct queue *queue, struct tui_canvas *canvas,
                struct tui_rect rect);
void queue_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                struct tui_rect body);

#endif
