/* The decision dialog's state, shared by the files that make it up. */
#ifndef TUI_SCREENS_DECISION_H
#define TUI_SCREENS_DECISION_H

#include "tui/screen.h"
#include "tui/screens/reason_picker.h"
#include "tui/widgets/field.h"
#include "tui/widgets/list.h"

enum decision_focus {
    DECISION_CASES,
    DECISION_REASON,
    DECISION_AMOUNT,
    DECISION_NOTE,
    DECISION_TYPED, /* how many cases this acts on */
    DECISION_FOCUS_COUNT,
};

struct decision {
    struct bc_decision ask; /* as it would be sent */
    struct bc_case cases[BC_BATCH_MAX];
    int count;
    struct tui_cursor cursor;
    int page;
    struct tui_reasons reasons;
    struct tui_field amount, note, typed;
    struct err amount_err; /* kind ERR_NONE: it reads as money, or is empty */
    enum decision_focus focus;
    int64_t ticket; /* of the preview asked last, 0 none */
    bool sent;
    char why[SAFE_TEXT_MAX];
};

bool decision_has(const struct decision *decision, enum decision_focus focus);
/* The preview of exactly this decision, or NULL while there is none. */
const struct bc_preview *decision_preview(struct tui_app *app,
                                          const struct decision *decision);
/* How many cases confirming would act on. */
int decision_acts_on(const struct bc_preview *preview);
/* What the preview says of one case, or NULL. */
const struct bc_preview_item *decision_item(const struct bc_preview *preview,
                                            const char *id);
/* NULL when confirming is possible now, else what is missing, and where. */
const char *decision_blocked(struct tui_app *app, struct decision *decision,
                             enum decision_focus *where);

/* What the person still owes: a reason, a note, an amount that reads; NULL: nothing. */
const char *decision_owes(struct decision *decision, enum decision_focus *where);
/* Put what was filled in into `ask`. */
void decision_fill(struct decision *decision);
/* Write it to the outbox and close, or say what is missing and go there. */
void decision_confirm(struct tui_app *app, struct decision *decision);

/* decision_form.c: the fields from the bottom of `rect` up, or only the one with the
 * focus. Returns the rows they take; `canvas` NULL: only that. */
int decision_form(struct tui_app *app, const struct decision *decision,
                  struct tui_canvas *canvas, struct tui_rect rect, bool only_focus);
/* The reasons around the chosen one, those the cases' own rules name being marked. */
void decision_reasons(struct tui_app *app, const struct decision *decision,
                      struct tui_canvas *canvas, struct tui_rect rect);
/* decision_draw.c */
void decision_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                   struct tui_rect body);
/* decision_parts.c: what confirming does, and the controls; the lines it takes. */
int decision_consequences(struct tui_app *app, const struct decision *decision,
                          struct tui_canvas *canvas, struct tui_rect rect);

#endif
