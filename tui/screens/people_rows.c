#include "tui/screens/people.h"

#include "common/date.h"
#include "tui/screens/case_words.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <string.h>

enum { UNKNOWN = 2 }; /* columns at the end of the people that need to see all */

/* ---- columns of each view ---- */

static const struct tui_column of_people[] = {
    {.title = N_("NAME"), .width = 13},
    {.title = N_("PERSON"), .width = 14, .drop = 2},
    {.title = N_("ROLES"), .least = 20},
    {.title = N_("TOKENS"), .width = 6, .right = true, .drop = 3},
    {.title = N_("TO SETTLE"), .width = 9, .right = true, .drop = 1},
};
static const struct tui_column of_proposals[] = {
    {.title = N_("FOR"), .width = 13},
    {.title = N_("WHAT"), .width = 10},
    {.title = N_("ROLE"), .least = 20},
    {.title = N_("PROPOSED BY"), .width = 13},
    {.title = N_("PROPOSED"), .width = 11, .drop = 1},
};
static const struct tui_column of_tokens[] = {
    {.title = N_("TOKEN"), .least = 16},
    {.title = N_("OWNER"), .width = 12},
    {.title = N_("MAY"), .width = 11, .drop = 2},
    {.title = N_("LAST USED"), .width = 11, .drop = 1},
    {.title = N_("UNTIL"), .width = 11, .drop = 3},
    {.title = N_("STATE"), .width = 9},
};
static const struct tui_column of_delegations[] = {
    {.title = N_("GIVEN BY"), .width = 12},
    {.title = N_("GIVEN TO"), .width = 12},
    {.title = N_("ROLE"), .width = 11, .drop = 1},
    {.title = N_("PROGRAMME"), .least = 14},
    {.title = N_("UP TO ¥k"), .width = 9, .right = true},
    {.title = N_("UNTIL"), .width = 11, .drop = 2},
    {.title = N_("STATE"), .width = 9},
};
static const struct tui_column of_conflicts[] = {
    {.title = N_("PERSON"), .width = 12},
    {.title = N_("KEEPS AWAY FROM"), .least = 20},
    {.title = N_("UNTIL"), .width = 10},
    {.title = N_("DECLARED"), .width = 11, .drop = 1},
};
static const struct tui_column of_freezes[] = {
    {.title = N_("PROGRAMME"), .least = 15},
    {.title = N_("STOPS"), .width = 18},
    {.title = N_("BEGINS"), .width = 10, .drop = 1},
    {.title = N_("UNTIL"), .width = 10},
    {.title = N_("STATE"), .width = 9},
    {.title = N_("BY"), .width = 12, .drop = 2},
};

bool people_sees_all(const struct people *people)
{
    return bc_staff_error(people->staff, BC_STAFF_PROPOSALS)->status != 403;
}

int people_columns(const struct people *people, const struct tui_column **out)
{
    static const struct {
        const struct tui_column *columns;
        int count;
    } all[BC_STAFF_LISTS] = {
        [BC_STAFF_PEOPLE] = {of_people, COUNT_OF(of_people)},
        [BC_STAFF_PROPOSALS] = {of_proposals, COUNT_OF(of_proposals)},
        [BC_STAFF_TOKENS] = {of_tokens, COUNT_OF(of_tokens)},
        [BC_STAFF_DELEGATIONS] = {of_delegations, COUNT_OF(of_delegations)},
        [BC_STAFF_CONFLICTS] = {of_conflicts, COUNT_OF(of_conflicts)},
        [BC_STAFF_FREEZES] = {of_freezes, COUNT_OF(of_freezes)},
    };
    int hidden =
        people->view == BC_STAFF_PEOPLE && !people_sees_all(people) ? UNKNOWN : 0;
    *out = all[people->view].columns;
    return all[people->view].count - hidden;
}

/* ---- words ---- */

struct safe_text people_scope(struct tui_app *app, const char *scope)
{
    const struct bc_centre *centres;
    int count = bc_centres(tui_session(app), &centres);
    for (int i = 0; i < count; i++) {
        if (strcmp(centres[i].id, scope) == 0) {
            return safe_text(centres[i].slug);
        }
    }
    return strcmp(scope, "*") == 0 ? safe_text("")
                                   : tui_programme_name(tui_session(app), scope);
}

struct safe_text people_roles(struct tui_app *app, const char *grants)
{
    struct safe_text text = safe_text("");
    for (const char *at = grants; *at;) {
        char role[BC_WORD], scope[BC_WORD];
        size_t len = strcspn(at, ","), word = strcspn(at, " ,");
        snprintf(role, sizeof role, "%.*s", (int)word, at);
        snprintf(scope, sizeof scope, "%.*s", (int)(len > word ? len - word - 1 : 0),
                 at + word + (len > word));
        struct safe_text where = people_scope(app, scope);
        text = safe_textf("%s%s%s%s%s", text.bytes, text.len ? ", " : "", tui_word(role),
                          where.len ? " " : "", where.bytes);
        at += len + strspn(at + len, ", ");
    }
    return text.len ? text : safe_text(_("no role"));
}

const char *people_token_state(const struct bc_token_row *token, int64_t now,
                               enum tui_role *role)
{
    bool over = token->revoked_at || token->expires_at <= now;
    *role = over ? TUI_DIM : TUI_OK;
    return token->revoked_at ? _("revoked") : over ? _("expired") : _("in force");
}

const char *people_delegation_state(const struct bc_delegation *d, int64_t now,
                                    enum tui_role *role)
{
    bool over = d->ended_at || d->until_at <= now;
    *role = over ? TUI_DIM : d->from_at > now ? TUI_WAIT : TUI_OK;
    return d->ended_at        ? _("ended")
           : over             ? _("over")
           : d->from_at > now ? _("to come")
                              : _("in force");
}

const char *people_freeze_state(const struct bc_freeze *f, int32_t today,
                                enum tui_role *role)
{
    bool over = f->lifted_at || f->until < today;
    *role = over ? TUI_DIM : f->from > today ? TUI_WAIT : TUI_WARN;
    return f->lifted_at      ? _("lifted")
           : over            ? _("over")
           : f->from > today ? _("to come")
                             : _("in force");
}

struct safe_text people_decisions(const char *decisions)
{
    static const struct {
        const char *word, *text;
    } kinds[] = {
        {"approve", N_("approvals")}, {"issue", N_("vouchers")}, {"pay", N_("payments")}};
    struct safe_text text = safe_text("");
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strstr(decisions, kinds[i].word)) {
            text =
                safe_textf("%s%s%s", text.bytes, text.len ? ", " : "", _(kinds[i].text));
        }
    }
    return text;
}

/* ---- cells ---- */

static int tokens_of(const struct bc_staff *staff, const char *id, int64_t now)
{
    int count = 0;
    enum tui_role role;
    for (int i = 0; i < bc_staff_count(staff, BC_STAFF_TOKENS); i++) {
        const struct bc_token_row *t = bc_staff_token(staff, i);
        (void)people_token_state(t, now, &role);
        count += strcmp(t->principal, id) == 0 && role == TUI_OK;
    }
    return count;
}

static int proposals_of(const struct bc_staff *staff, const char *id)
{
    int count = 0;
    for (int i = 0; i < bc_staff_count(staff, BC_STAFF_PROPOSALS); i++) {
        count += strcmp(bc_staff_proposal(staff, i)->principal, id) == 0;
    }
    return count;
}

static struct safe_text some(int count)
{
    return count > 0 ? tui_count(count) : safe_text("·");
}

static struct safe_text of_person(struct tui_app *app, const struct people *p, int index,
                                  int column, enum tui_role *role)
{
    const struct bc_person *one = bc_staff_person(p->staff, index);
    switch (column) {
    case 0:
        return safe_text(one->id);
    case 1:
        return safe_text(one->name);
    case 2:
        *role = *one->grants ? TUI_TEXT : TUI_DIM;
        return people_roles(app, one->grants);
    case 3:
        return some(tokens_of(p->staff, one->id, tui_now(app)));
    default:
        *role = TUI_WAIT;
        return some(proposals_of(p->staff, one->id));
    }
}

static struct safe_text of_proposal(struct tui_app *app, const struct people *p,
                                    int index, int column, enum tui_role *role)
{
    const struct bc_proposal *one = bc_staff_proposal(p->staff, index);
    bool ends = strcmp(one->act, "revoke") == 0;
    switch (column) {
    case 0:
        return safe_text(one->principal);
    case 1:
        *role = ends ? TUI_WARN : TUI_WAIT;
        return safe_text(ends ? _("take away") : _("give"));
    case 2: {
        struct safe_text where = people_scope(app, one->scope);
        return safe_textf("%s %s", tui_word(one->role), where.bytes);
    }
    case 3:
        return safe_text(one->proposer);
    default:
        *role = TUI_DIM;
        return tui_clock(one->proposed_at, tui_now(app), tui_zone(app));
    }
}

static struct safe_text of_token(struct tui_app *app, const struct people *p, int index,
                                 int column, enum tui_role *role)
{
    const struct bc_token_row *one = bc_staff_token(p->staff, index);
    int64_t now = tui_now(app);
    switch (column) {
    case 0:
        return safe_text(one->label);
    case 1:
        return safe_text(one->principal);
    case 2:
        return safe_text(strcmp(one->scopes, "read") == 0 ? _("read") : _("read, write"));
    case 3:
        *role = one->used_at ? TUI_TEXT : TUI_DIM;
        return one->used_at ? tui_clock(one->used_at, now, tui_zone(app))
                            : safe_text(_("never"));
    case 4:
        return tui_clock(one->expires_at, now, tui_zone(app));
    default:
        return safe_text(people_token_state(one, now, role));
    }
}

static struct safe_text of_delegation(struct tui_app *app, const struct people *p,
                                      int index, int column, enum tui_role *role)
{
    const struct bc_delegation *one = bc_staff_delegation(p->staff, index);
    int64_t now = tui_now(app);
    switch (column) {
    case 0:
        return safe_text(one->from);
    case 1:
        return safe_text(one->to);
    case 2:
        return safe_text(tui_word(one->role));
    case 3:
        return tui_programme_name(tui_session(app), one->programme);
    case 4:
        return tui_thousand(one->cap_fen);
    case 5:
        return tui_clock(one->until_at, now, tui_zone(app));
    default:
        return safe_text(people_delegation_state(one, now, role));
    }
}

static struct safe_text of_conflict(struct tui_app *app, const struct people *p,
                                    int index, int column, enum tui_role *role)
{
    const struct bc_conflict *one = bc_staff_conflict(p->staff, index);
    int64_t now = tui_now(app);
    int32_t today = date_of(now, tui_zone(app));
    bool over = one->until && one->until < today;
    *role = over ? TUI_DIM : TUI_TEXT;
    switch (column) {
    case 0:
        return safe_text(one->principal);
    case 1:
        return safe_text(one->name);
    case 2:
        return !one->until ? safe_text(_("for good"))
               : over      ? safe_text(_("over"))
                           : tui_day(one->until, today);
    default:
        *role = TUI_DIM;
        return tui_clock(one->declared_at, now, tui_zone(app));
    }
}

static struct safe_text of_freeze(struct tui_app *app, const struct people *p, int index,
                                  int column, enum tui_role *role)
{
    const struct bc_freeze *one = bc_staff_freeze(p->staff, index);
    int32_t today = date_of(tui_now(app), tui_zone(app));
    switch (column) {
    case 0:
        return tui_programme_name(tui_session(app), one->programme);
    case 1:
        return people_decisions(one->decisions);
    case 2:
        return tui_day(one->from, today);
    case 3:
        return tui_day(one->until, today);
    case 4:
        return safe_text(people_freeze_state(one, today, role));
    default:
        return safe_text(one->made_by);
    }
}

struct safe_text people_cell(struct tui_app *app, const struct people *people, int index,
                             int column, enum tui_role *role)
{
    static struct safe_text (*const cells[BC_STAFF_LISTS])(
        struct tui_app *, const struct people *, int, int, enum tui_role *) = {
        [BC_STAFF_PEOPLE] = of_person,      [BC_STAFF_PROPOSALS] = of_proposal,
        [BC_STAFF_TOKENS] = of_token,       [BC_STAFF_DELEGATIONS] = of_delegation,
        [BC_STAFF_CONFLICTS] = of_conflict, [BC_STAFF_FREEZES] = of_freeze,
    };
    return index >= 0 && index < bc_staff_count(people->staff, people->view)
               ? cells[people->view](app, people, index, column, role)
               : safe_text("");
}

const char *people_id(const struct people *people, int index, struct safe_text *name)
{
    const struct bc_staff *staff = people->staff;
    if (index < 0 || index >= bc_staff_count(staff, people->view)) {
        return "";
    }
    switch (people->view) {
    case BC_STAFF_PEOPLE:
        *name = safe_text(bc_staff_person(staff, index)->id);
        return bc_staff_person(staff, index)->id;
    case BC_STAFF_PROPOSALS:
        *name = safe_text(bc_staff_proposal(staff, index)->principal);
        return bc_staff_proposal(staff, index)->id;
    case BC_STAFF_TOKENS:
        *name = safe_text(bc_staff_token(staff, index)->label);
        return bc_staff_token(staff, index)->id;
    case BC_STAFF_DELEGATIONS:
        *name = safe_text(bc_staff_delegation(staff, index)->to);
        return bc_staff_delegation(staff, index)->id;
    case BC_STAFF_CONFLICTS:
        *name = safe_text(bc_staff_conflict(staff, index)->name);
        return bc_staff_conflict(staff, index)->id;
    default:
        *name = safe_text(bc_staff_freeze(staff, index)->programme);
        return bc_staff_freeze(staff, index)->id;
    }
}

/* ---- an empty list ---- */

struct safe_text people_empty(struct tui_app *app, const struct people *people)
{
    static const struct {
        const char *none, *closed; /* msgids */
    } texts[BC_STAFF_LISTS] = {
        [BC_STAFF_PEOPLE] =
            {N_("Nobody is known here."),
             N_("Administrators, supervisors and auditors see who is who. "
                "v goes on to what is yours.")},
        [BC_STAFF_PROPOSALS] = {N_("No proposal waits. p proposes a role, or its end; "
                                   "another administrator settles it."),
                                N_("Proposals are between administrators. v goes on.")},
        [BC_STAFF_TOKENS] = {N_("There is no token. t makes one: it is how a console on "
                                "another machine says who you are."),
                             N_("Your role does not see these.")},
        [BC_STAFF_DELEGATIONS] = {N_("Nobody stands in for anybody. d lets a colleague "
                                     "act for you, up to an amount and until a day."),
                                  N_("Delegations are seen by officers, supervisors, "
                                     "auditors and administrators.")},
        [BC_STAFF_CONFLICTS] = {N_("Nobody has declared an interest. c declares one of "
                                   "yours: you then decide nothing on that firm."),
                                N_("Declarations are seen by officers, supervisors, "
                                   "auditors and administrators.")},
        [BC_STAFF_FREEZES] = {N_("Nothing is frozen. f stops approvals, vouchers or "
                                 "payments of a programme for a period."),
                              N_("Your role does not see these.")},
    };
    const struct err *err = bc_staff_error(people->staff, people->view);
    struct safe_text filter = safe_text(people->filter);
    if (err->status == 403) {
        return safe_text(_(texts[people->view].closed));
    }
    if (err->kind != ERR_NONE) {
        return safe_textf(_("They cannot be had just now: %s F5 asks again."),
                          tui_problem(err).bytes);
    }
    if (!bc_staff_here(people->staff, people->view)) {
        return safe_text(bc_link(tui_session(app))->state == BC_LINK_RETRYING
                             ? _("They have not been loaded yet, and the clearinghouse "
                                 "does not answer. ^R tries again now.")
                             : _("They are being loaded…"));
    }
    return filter.len ? safe_textf(_("Nothing here matches \"%s\". / changes the filter; "
                                     "an empty one shows all."),
                                   filter.bytes)
                      : safe_text(_(texts[people->view].none));
}
