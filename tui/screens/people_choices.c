#include "tui/screens/people_choices.h"

#include "tui/screens/case_words.h"
#include "tui/screens/people.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void add(struct people_choices *c, const char *value, struct safe_text text)
{
    if (c->count < PEOPLE_CHOICES_MAX) {
        snprintf(c->list[c->count].value, sizeof c->list[0].value, "%s", value);
        snprintf(c->list[c->count++].text, sizeof c->list[0].text, "%.120s", text.bytes);
    }
}

static bool decides(const struct bc_person *person)
{
    return strstr(person->grants, "officer") || strstr(person->grants, "supervisor");
}

static void add_people(struct tui_app *app, const struct bc_staff *staff,
                       enum people_source source, struct people_choices *c)
{
    const char *me = bc_me(tui_session(app))->id;
    if (source == PEOPLE_OWNERS) {
        add(c, me, safe_textf(_("%s (yourself)"), me));
        if (!bc_has_role(tui_session(app), "admin")) {
            return;
        }
    }
    for (int i = 0; i < bc_staff_count(staff, BC_STAFF_PEOPLE); i++) {
        const struct bc_person *one = bc_staff_person(staff, i);
        bool fits = source == PEOPLE_OWNERS     ? one->uid < 0
                    : source == PEOPLE_DECIDERS ? decides(one)
                                                : true;
        if (fits && strcmp(one->id, me) != 0) {
            struct safe_text name = safe_text(one->name);
            add(c, one->id,
                safe_textf("%s  %s  %s", one->id, name.bytes,
                           people_roles(app, one->grants).bytes));
        }
    }
}

static void add_roles(struct tui_app *app, bool own, struct people_choices *c)
{
    static const char *const all[] = {"officer",  "supervisor", "auditor",
                                      "operator", "desk",       "admin"};
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (!own || (i < 2 && bc_has_role(tui_session(app), all[i]))) {
            add(c, all[i], safe_text(tui_word(all[i])));
        }
    }
}

static void add_scopes(struct tui_app *app, enum people_source source, const char *role,
                       struct people_choices *c)
{
    const struct bc_programme *programmes;
    const struct bc_centre *centres;
    bool operates = role && strcmp(role, "operator") == 0;
    int count = bc_centres(tui_session(app), &centres);
    for (int i = 0; operates && source == PEOPLE_SCOPES && i < count; i++) {
        struct safe_text name = safe_text(centres[i].name);
        add(c, centres[i].id, safe_textf("%s  %s", centres[i].slug, name.bytes));
    }
    if (operates && source == PEOPLE_SCOPES) {
        return;
    }
    if (source == PEOPLE_SCOPES) {
        add(c, "*", safe_text(_("everywhere")));
    }
    count = bc_programmes(tui_session(app), &programmes);
    for (int i = 0; i < count; i++) {
        add(c, programmes[i].id, tui_programme_name(tui_session(app), programmes[i].id));
    }
}

static void add_words(enum people_source source, struct people_choices *c)
{
    static const char *const stops[] = {"pay",         "issue",     "approve",
                                        "approve,pay", "issue,pay", "approve,issue,pay"};
    if (source == PEOPLE_ACTS) {
        add(c, "grant", safe_text(_("give")));
        add(c, "revoke", safe_text(_("take away")));
    } else if (source == PEOPLE_RIGHTS) {
        add(c, "write", safe_text(_("read and write, as its owner")));
        add(c, "read", safe_text(_("read only")));
    } else {
        for (size_t i = 0; i < COUNT_OF(stops); i++) {
            add(c, stops[i], people_decisions(stops[i]));
        }
    }
}

void people_choices_fill(struct tui_app *app, const struct bc_staff *staff,
                         enum people_source source, const char *role,
                         struct people_choices *c)
{
    char before[BC_WORD * 2] = "";
    if (c->count > 0) {
        snprintf(before, sizeof before, "%s", c->list[c->at].value);
    }
    c->count = c->at = 0;
    switch (source) {
    case PEOPLE_NONE:
        break;
    case PEOPLE_EVERYBODY:
    case PEOPLE_DECIDERS:
    case PEOPLE_OWNERS:
        add_people(app, staff, source, c);
        break;
    case PEOPLE_ROLES:
    case PEOPLE_OWN_ROLES:
        add_roles(app, source == PEOPLE_OWN_ROLES, c);
        break;
    case PEOPLE_SCOPES:
    case PEOPLE_PROGRAMMES:
        add_scopes(app, source, role, c);
        break;
    default:
        add_words(source, c);
        break;
    }
    people_choose(c, before);
}

void people_choose(struct people_choices *c, const char *value)
{
    for (int i = 0; i < c->count; i++) {
        if (strcmp(c->list[i].value, value) == 0) {
            c->at = i;
        }
    }
}

void people_choices_step(struct people_choices *c, int by, uint32_t letter)
{
    for (int i = 0; c->count > 0 && i < c->count; i++) {
        c->at = (c->at + by + c->count) % c->count;
        int first = tolower((unsigned char)c->list[c->at].text[0]);
        if (!letter || (letter < 0x80 && first == tolower((int)letter))) {
            return;
        }
    }
}
