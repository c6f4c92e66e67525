/* What a changed policy would do: a form over its answer. The policy screen keeps the
 * question and lends it to the dialog, so that looking at a case and coming back finds it
 * as it was. */
#ifndef TUI_SCREENS_WHATIF_H
#define TUI_SCREENS_WHATIF_H

#include "backend_client/policies.h"
#include "backend_client/whatif.h"
#include "tui/screen.h"
#include "tui/widgets/field.h"
#include "tui/widgets/list.h"

enum tui_whatif_focus {
    TUI_WHATIF_KEY,
    TUI_WHATIF_VALUE,
    TUI_WHATIF_FROM,
    TUI_WHATIF_TO,
    TUI_WHATIF_LIST,
    TUI_WHATIF_FOCUSES,
};

struct tui_whatif {
    struct bc_policy policy; /* in force; id "": not opened yet */
    struct bc_whatif_ask ask;
    struct tui_field fields[TUI_WHATIF_LIST];
    enum tui_whatif_focus focus;
    int candidate;  /* of the keys that fit what is typed */
    int64_t ticket; /* of the question whose answer is shown, 0 none */
    int *order;     /* rows, the largest change first; owned */
    int order_count;
    struct tui_cursor cursor;
    int page;
    char fault[SAFE_TEXT_MAX]; /* of the form; "" none */
};

/* The dialog's own state. */
struct tui_whatif_dialog {
    struct tui_whatif *whatif;
};

/* What tui_whatif_screen is opened with. */
struct tui_whatif_arg {
    struct tui_whatif *whatif; /* lent as long as the dialog is open */
    const struct bc_policy *policy;
};
void tui_whatif_free(struct tui_app *app, struct tui_whatif *whatif);

/* ---- whatif_draw.c ---- */

/* The n-th key that fits what is typed; NULL: no more. */
const char *tui_whatif_key(const struct tui_whatif *whatif, int n);
/* The answer to the question asked last; NULL: none is on its way. */
const struct bc_whatif_run *tui_whatif_answer(struct tui_app *app,
                                              const struct tui_whatif *whatif);
const struct bc_whatif_row *tui_whatif_row(struct tui_app *app,
                                           const struct tui_whatif *whatif, int64_t at);
/* "rate: 30% → 25%; …" */
struct safe_text tui_whatif_changes(const struct tui_whatif *whatif);
void tui_whatif_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                     struct tui_rect body);

#endif
