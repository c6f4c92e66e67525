/* What can be done on the People screen, by whom, and the dialogs it is done in. */
#include "tui/screens/people.h"

#include "common/date.h"
#include "tui/screens/audit.h"
#include "tui/screens/papers.h"
#include "tui/screens/people_form.h"

#include <string.h>

static const char *say(struct people *p, struct safe_text text)
{
    memcpy(p->why, text.bytes, sizeof p->why);
    return p->why;
}

static bool is_me(struct tui_app *app, const char *id)
{
    return strcmp(bc_me(tui_session(app))->id, id) == 0;
}

/* Who may begin what. */
static const struct deed {
    enum tui_action action;
    enum people_deed deed;
    const char *roles, *who; /* who: msgid, the sentence for the others */
} deeds[] = {
    {TUI_ACT_ADMIT, PEOPLE_ADMIT, "admin", N_("only an administrator admits people")},
    {TUI_ACT_PROPOSE, PEOPLE_PROPOSE, "admin",
     N_("only an administrator proposes roles")},
    {TUI_ACT_CONFIRM_GRANT, PEOPLE_CONFIRM, "admin",
     N_("only an administrator settles proposals")},
    {TUI_ACT_REFUSE_GRANT, PEOPLE_REFUSE, "admin",
     N_("only an administrator settles proposals")},
    {TUI_ACT_MAKE_TOKEN, PEOPLE_TOKEN, "", ""},
    {TUI_ACT_DELEGATE, PEOPLE_DELEGATE, "officer supervisor",
     N_("only an officer or a supervisor lets somebody act for them")},
    {TUI_ACT_DECLARE, PEOPLE_DECLARE, "officer supervisor",
     N_("only who decides cases declares an interest")},
    {TUI_ACT_FREEZE_PERIOD, PEOPLE_FREEZE, "supervisor",
     N_("only a supervisor freezes a programme")},
};

static const struct deed *deed_of(enum tui_action action)
{
    for (size_t i = 0; i < COUNT_OF(deeds); i++) {
        if (deeds[i].action == action) {
            return &deeds[i];
        }
    }
    return NULL;
}

/* Nobody settles what they proposed (but may take it back), nor what is about them. */
static const char *why_not_settle(struct tui_app *app, struct people *p, bool confirm)
{
    int index = people_selected(p);
    if (p->view != BC_STAFF_PROPOSALS || index < 0) {
        return _("select a proposal first: v goes to the proposed roles");
    }
    const struct bc_proposal *one = bc_staff_proposal(p->staff, index);
    if (is_me(app, one->principal)) {
        return _("this is about yourself; two other administrators decide it");
    }
    return confirm && is_me(app, one->proposer)
               ? _("you proposed this; another administrator confirms it (r takes it "
                   "back)")
               : NULL;
}

static const char *why_not_revoke(struct tui_app *app, const struct bc_token_row *one)
{
    enum tui_role role;
    (void)people_token_state(one, tui_now(app), &role);
    if (role != TUI_OK) {
        return _("this token has ended already");
    }
    return is_me(app, one->principal) || papers_has_role(app, "admin")
               ? NULL
               : _("only its owner or an administrator revokes a token");
}

static const char *why_not_end(struct tui_app *app, struct people *p)
{
    int index = people_selected(p);
    enum tui_role role;
    if (index < 0) {
        return _("nothing is selected; v changes the view");
    }
    if (p->view == BC_STAFF_TOKENS) {
        return why_not_revoke(app, bc_staff_token(p->staff, index));
    }
    if (p->view == BC_STAFF_DELEGATIONS) {
        const struct bc_delegation *one = bc_staff_delegation(p->staff, index);
        (void)people_delegation_state(one, tui_now(app), &role);
        return role == TUI_DIM ? _("this delegation is over")
               : is_me(app, one->from) || is_me(app, one->to)
                   ? NULL
                   : say(p, safe_textf(_("only %s or %s ends this"), one->from, one->to));
    }
    if (p->view == BC_STAFF_FREEZES) {
        const struct bc_freeze *one = bc_staff_freeze(p->staff, index);
        (void)people_freeze_state(one, date_of(tui_now(app), tui_zone(app)), &role);
        return role == TUI_DIM ? _("this freeze is over")
               : papers_has_role(app, "supervisor")
                   ? NULL
                   : _("only a supervisor lifts a freeze");
    }
    return p->view == BC_STAFF_CONFLICTS
               ? _("a declaration is never taken back; it ends on its last day")
           : p->view == BC_STAFF_PROPOSALS
               ? _("r refuses a proposal, or takes your own back")
               : _("a role ends by a proposal: p, and choose take away");
}

const char *people_why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct people *p = state;
    const struct deed *deed = deed_of(action);
    const struct bc_me *me = bc_me(tui_session(app));
    if (deed && *deed->roles && !papers_has_role(app, deed->roles)) {
        return *me->id
                   ? say(p, safe_textf(_("%s; you are %s"), _(deed->who), me->id))
                   : _("the clearinghouse has not said yet who you are; deciding waits "
                       "for it");
    }
    switch (action) {
    case TUI_ACT_CONFIRM_GRANT:
    case TUI_ACT_REFUSE_GRANT:
        return why_not_settle(app, p, action == TUI_ACT_CONFIRM_GRANT);
    case TUI_ACT_END:
        return why_not_end(app, p);
    case TUI_ACT_OPEN:
    case TUI_ACT_HISTORY:
        return people_selected(p) >= 0 ? NULL
                                       : _("nothing is shown here; v changes the view");
    default:
        return NULL;
    }
}

/* ---- doing it ---- */

static void begin(struct tui_app *app, struct people *p, enum people_deed deed)
{
    int index = people_selected(p);
    struct people_form_arg arg = {.deed = deed, .staff = p->staff};
    switch (p->view) {
    case BC_STAFF_PEOPLE:
        arg.person = index >= 0 ? bc_staff_person(p->staff, index)->id : NULL;
        break;
    case BC_STAFF_PROPOSALS:
        arg.proposal = bc_staff_proposal(p->staff, index);
        break;
    case BC_STAFF_TOKENS:
        arg.token = bc_staff_token(p->staff, index);
        break;
    case BC_STAFF_DELEGATIONS:
        arg.delegation = bc_staff_delegation(p->staff, index);
        break;
    default:
        arg.freeze =
            p->view == BC_STAFF_FREEZES ? bc_staff_freeze(p->staff, index) : NULL;
        break;
    }
    tui_open(app, &people_form_screen, &arg);
}

bool people_begin(struct tui_app *app, struct people *p, enum tui_action action)
{
    const struct deed *deed = deed_of(action);
    if (!deed && action != TUI_ACT_END) {
        return false;
    }
    begin(app, p,
          deed                              ? deed->deed
          : p->view == BC_STAFF_TOKENS      ? PEOPLE_REVOKE
          : p->view == BC_STAFF_DELEGATIONS ? PEOPLE_END
                                            : PEOPLE_LIFT);
    return true;
}

void people_history(struct tui_app *app, struct people *p)
{
    struct safe_text name = safe_text("");
    int index = people_selected(p);
    const char *id = people_id(p, index, &name);
    const char *stream =
        p->view == BC_STAFF_DELEGATIONS ? bc_staff_delegation(p->staff, index)->programme
        : p->view == BC_STAFF_FREEZES   ? bc_staff_freeze(p->staff, index)->programme
                                        : "registry";
    tui_open(
        app, &tui_audit_screen,
        &(struct tui_audit_arg){.stream = stream, .subject = id, .title = name.bytes});
}
