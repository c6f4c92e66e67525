/* What can be chosen in a field of the People dialog and its like, from left to right. */
#ifndef TUI_SCREENS_PEOPLE_CHOICES_H
#define TUI_SCREENS_PEOPLE_CHOICES_H

#include "tui/screens/people_form.h"

enum people_source {
    PEOPLE_NONE, /* it is typed */
    PEOPLE_ACTS,
    PEOPLE_EVERYBODY, /* but oneself */
    PEOPLE_DECIDERS,  /* officers and supervisors but oneself */
    PEOPLE_OWNERS,    /* whom one may make a token for */
    PEOPLE_ROLES,
    PEOPLE_OWN_ROLES, /* of those that can be delegated */
    PEOPLE_SCOPES,
    PEOPLE_PROGRAMMES,
    PEOPLE_RIGHTS,
    PEOPLE_STOPS,
};

enum { PEOPLE_CHOICES_MAX = 256 };

struct people_choices {
    int count, at;
    struct {
        char value[BC_WORD * 2], text[128]; /* text: as it is shown */
    } list[PEOPLE_CHOICES_MAX];
};

/* `role`: of PEOPLE_SCOPES, the role they are for. Keeps the choice where it is still
 * there. */
void people_choices_fill(struct tui_app *app, const struct bc_staff *staff,
                         enum people_source source, const char *role,
                         struct people_choices *out);
void people_choose(struct people_choices *choices, const char *value);
/* To the next (-1: before) one; with a letter, to the next that begins with it. */
void people_choices_step(struct people_choices *choices, int by, uint32_t letter);

#endif
