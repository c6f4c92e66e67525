/* The dialog of every change on the People screen: a short form, what the clearinghouse
 * would say of it, and F8. A new token is shown in it, once. */
#ifndef TUI_SCREENS_PEOPLE_FORM_H
#define TUI_SCREENS_PEOPLE_FORM_H

#include "backend_client/deeds.h"
#include "backend_client/staff.h"
#include "tui/screen.h"

enum people_deed {
    PEOPLE_ADMIT,
    PEOPLE_PROPOSE,
    PEOPLE_CONFIRM,
    PEOPLE_REFUSE,
    PEOPLE_TOKEN,
    PEOPLE_DELEGATE,
    PEOPLE_DECLARE,
    PEOPLE_FREEZE,
    PEOPLE_END, /* the delegation */
    PEOPLE_REVOKE,
    PEOPLE_LIFT,
    PEOPLE_TAKE_OUT, /* of the audit sample */
    PEOPLE_DEEDS,
};

/* What it is opened with. What a deed is about is copied; the rest may be NULL. */
struct people_form_arg {
    enum people_deed deed;
    const struct bc_staff *staff; /* who can be chosen */
    const char *person;           /* chosen to begin with */
    const struct bc_proposal *proposal;
    const struct bc_delegation *delegation;
    const struct bc_token_row *token;
    const struct bc_freeze *freeze;
    const struct bc_sampled *sampled;
    const char *seed; /* of its draw */
};

extern const struct tui_screen people_form_screen;

#endif
