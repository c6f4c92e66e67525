/* The People dialog's state, shared by the files that make it up. */
#ifndef TUI_SCREENS_PEOPLE_FORM_IMPL_H
#define TUI_SCREENS_PEOPLE_FORM_IMPL_H

#include "backend_client/token.h"
#include "tui/screens/people_choices.h"
#include "tui/widgets/field.h"

enum { PEOPLE_FIELDS = 6 };

enum people_kind { PEOPLE_TEXT, PEOPLE_NUMBER, PEOPLE_MONEY, PEOPLE_DAY };

struct people_field {
    const char *label, *help; /* msgids */
    enum people_source source;
    enum people_kind kind; /* of what is typed */
    int cells;
    bool may_be_empty;
};

/* A form: its title, what to know before F8, and its fields in their order. */
struct people_form_spec {
    const char *title, *know; /* msgids; know NULL: nothing */
    int count;
    struct people_field fields[PEOPLE_FIELDS];
};

enum people_stage { PEOPLE_FILLING, PEOPLE_MAKING, PEOPLE_SHOWING };

struct people_form {
    const struct people_form_spec *form;
    enum people_deed kind;
    const struct bc_staff *staff; /* lent by the screen below */
    struct bc_proposal proposal;
    struct bc_delegation delegation;
    struct bc_token_row token;
    struct bc_freeze freeze;
    struct bc_sampled sampled;
    char seed[128];
    struct tui_field text[PEOPLE_FIELDS];
    struct people_choices *choices; /* PEOPLE_FIELDS of them, owned */
    int at;
    struct bc_deed deed;
    bool whole; /* every field reads */
    char fault[SAFE_TEXT_MAX];
    int fault_at;
    int64_t ticket; /* of the trial, or of the token being made */
    bool answered, sent;
    struct err problem; /* the answer; kind ERR_NONE: it would be done */
    enum people_stage stage;
    char secret[BC_TOKEN_MAX];
};

bool people_form_chosen(const struct people_form *f, int field); /* else it is typed */
/* NULL when confirming is possible now, else why not. */
const char *people_form_why_not(struct tui_app *app, void *state, enum tui_action action);
void people_form_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                      struct tui_rect body);

#endif
