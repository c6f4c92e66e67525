#include "tui/screens/people.h"

#include "common/date.h"
#include "tui/screens/case_words.h"
#include "tui/widgets/figure.h"

#include <stdio.h>
#include <string.h>

enum { WORD = 15 };

static struct safe_text when(struct tui_app *app, int64_t at)
{
    return tui_clock(at, tui_now(app), tui_zone(app));
}

static struct safe_text day(struct tui_app *app, int32_t on)
{
    return tui_day(on, date_of(tui_now(app), tui_zone(app)));
}

static void note(struct tui_pane *pane, const char *text)
{
    struct safe_text said = safe_text(text);
    if (said.cells > 0) {
        tui_pane_pair(pane, _("remark"), said, TUI_TEXT);
    }
}

/* A heading only once something comes under it. */
static void under(struct tui_pane *pane, bool *begun, const char *heading)
{
    if (!*begun) {
        tui_pane_gap(pane);
        tui_pane_heading(pane, safe_text(heading), safe_text(""));
    }
    *begun = true;
}

/* ---- a person ---- */

static void roles(struct tui_app *app, const struct bc_person *one, struct tui_pane *pane)
{
    tui_pane_gap(pane);
    tui_pane_heading(pane, safe_text(_("ROLES")), safe_text(""));
    if (!*one->grants) {
        tui_pane_line(pane, safe_text(_("none yet; p proposes one")), TUI_DIM);
    }
    for (const char *at = one->grants; *at;) {
        char grant[BC_WORD * 2], role[BC_WORD];
        size_t len = strcspn(at, ","), word = strcspn(at, " ,");
        snprintf(grant, sizeof grant, "%.*s", (int)len, at);
        snprintf(role, sizeof role, "%.*s", (int)word, at);
        const char *scope = strchr(grant, ' ');
        struct safe_text where = people_scope(app, scope ? scope + 1 : "*");
        tui_pane_word(pane, safe_text(tui_word(role)), WORD, TUI_STRONG,
                      where.len ? where : safe_text(_("everywhere")), safe_text(""));
        at += len + strspn(at + len, ", ");
    }
}

static void proposed(struct tui_app *app, const struct people *p, const char *id,
                     struct tui_pane *pane)
{
    bool begun = false;
    for (int i = 0; i < bc_staff_count(p->staff, BC_STAFF_PROPOSALS); i++) {
        const struct bc_proposal *one = bc_staff_proposal(p->staff, i);
        if (strcmp(one->principal, id) != 0) {
            continue;
        }
        bool ends = strcmp(one->act, "revoke") == 0;
        under(pane, &begun, _("PROPOSED"));
        tui_pane_word(pane, safe_text(ends ? _("take away") : _("give")), WORD,
                      ends ? TUI_WARN : TUI_WAIT,
                      safe_textf(_("%s %s, by %s"), tui_word(one->role),
                                 people_scope(app, one->scope).bytes, one->proposer),
                      when(app, one->proposed_at));
    }
}

static void tokens(struct tui_app *app, const struct people *p, const char *id,
                   struct tui_pane *pane)
{
    bool begun = false;
    for (int i = 0; i < bc_staff_count(p->staff, BC_STAFF_TOKENS); i++) {
        const struct bc_token_row *one = bc_staff_token(p->staff, i);
        enum tui_role role;
        if (strcmp(one->principal, id) != 0) {
            continue;
        }
        const char *word = people_token_state(one, tui_now(app), &role);
        under(pane, &begun, _("TOKENS"));
        tui_pane_word(pane, safe_text(word), WORD, role, safe_text(one->label),
                      one->used_at
                          ? safe_textf(_("used %s"), when(app, one->used_at).bytes)
                          : safe_text(_("never used")));
    }
}

static void standing(struct tui_app *app, const struct people *p, const char *id,
                     struct tui_pane *pane)
{
    bool begun = false;
    for (int i = 0; i < bc_staff_count(p->staff, BC_STAFF_DELEGATIONS); i++) {
        const struct bc_delegation *one = bc_staff_delegation(p->staff, i);
        bool gives = strcmp(one->from, id) == 0;
        enum tui_role role;
        if (!gives && strcmp(one->to, id) != 0) {
            continue;
        }
        const char *word = people_delegation_state(one, tui_now(app), &role);
        under(pane, &begun, _("STANDS IN"));
        tui_pane_word(
            pane, safe_text(word), WORD, role,
            safe_textf(gives ? _("%s acts for this person as %s of %s")
                             : _("for %s as %s of %s"),
                       gives ? one->to : one->from, tui_word(one->role),
                       tui_programme_name(tui_session(app), one->programme).bytes),
            when(app, one->until_at));
    }
}

static void away(struct tui_app *app, const struct people *p, const char *id,
                 struct tui_pane *pane)
{
    bool begun = false;
    for (int i = 0; i < bc_staff_count(p->staff, BC_STAFF_CONFLICTS); i++) {
        const struct bc_conflict *one = bc_staff_conflict(p->staff, i);
        if (strcmp(one->principal, id) == 0) {
            under(pane, &begun, _("KEEPS AWAY FROM"));
            tui_pane_text(pane, 0, safe_text(one->name), TUI_TEXT);
        }
    }
    (void)app;
}

static void person(struct tui_app *app, const struct people *p, int index,
                   struct tui_pane *pane)
{
    const struct bc_person *one = bc_staff_person(p->staff, index);
    tui_pane_heading(pane, safe_text(one->id), safe_text(one->name));
    tui_pane_pair(pane, _("Unix user"),
                  one->uid >= 0 ? safe_textf("%lld", (long long)one->uid)
                                : safe_text(_("none: comes by token only")),
                  one->uid >= 0 ? TUI_TEXT : TUI_DIM);
    roles(app, one, pane);
    proposed(app, p, one->id, pane);
    tokens(app, p, one->id, pane);
    standing(app, p, one->id, pane);
    away(app, p, one->id, pane);
    if (!people_sees_all(p)) {
        tui_pane_gap(pane);
        tui_pane_text(pane, 0,
                      safe_text(_("Tokens and proposals of others are seen by "
                                  "administrators and auditors.")),
                      TUI_DIM);
    }
}

/* ---- the others ---- */

static void proposal(struct tui_app *app, const struct people *p, int index,
                     struct tui_pane *pane)
{
    const struct bc_proposal *one = bc_staff_proposal(p->staff, index);
    bool ends = strcmp(one->act, "revoke") == 0;
    struct safe_text where = people_scope(app, one->scope);
    tui_pane_heading(
        pane, safe_text(one->principal),
        safe_text(ends ? _("a role is to end") : _("a role is to be given")));
    tui_pane_pair(pane, _("role"), safe_text(tui_word(one->role)), TUI_STRONG);
    tui_pane_pair(pane, _("where"), where.len ? where : safe_text(_("everywhere")),
                  TUI_TEXT);
    tui_pane_pair(
        pane, _("proposed"),
        safe_textf(_("%s by %s"), when(app, one->proposed_at).bytes, one->proposer),
        TUI_TEXT);
    tui_pane_gap(pane);
    tui_pane_text(pane, 0,
                  safe_text(_("Another administrator settles it: not the one who "
                              "proposed it, and not the person it is about. Roles that "
                              "must not meet in one person are refused.")),
                  TUI_DIM);
}

static void token(struct tui_app *app, const struct people *p, int index,
                  struct tui_pane *pane)
{
    const struct bc_token_row *one = bc_staff_token(p->staff, index);
    enum tui_role role;
    const char *state = people_token_state(one, tui_now(app), &role);
    tui_pane_heading(pane, safe_text(one->label), safe_text(one->principal));
    tui_pane_pair(pane, _("state"), safe_text(state), role);
    tui_pane_pair(pane, _("may"),
                  safe_text(strcmp(one->scopes, "read") == 0
                                ? _("read only")
                                : _("read and write, as its owner")),
                  TUI_TEXT);
    tui_pane_pair(pane, _("last used"),
                  one->used_at ? when(app, one->used_at) : safe_text(_("never")),
                  TUI_TEXT);
    tui_pane_pair(
        pane, _("made"),
        safe_textf(_("%s by %s"), when(app, one->created_at).bytes, one->created_by),
        TUI_TEXT);
    tui_pane_pair(pane, _("until"), when(app, one->expires_at), TUI_TEXT);
    if (one->revoked_at) {
        tui_pane_pair(
            pane, _("revoked"),
            safe_textf(_("%s by %s"), when(app, one->revoked_at).bytes, one->revoked_by),
            TUI_WARN);
    }
    tui_pane_pair(pane, _("id"), safe_text(one->id), TUI_DIM);
}

static void delegation(struct tui_app *app, const struct people *p, int index,
                       struct tui_pane *pane)
{
    const struct bc_delegation *one = bc_staff_delegation(p->staff, index);
    enum tui_role role;
    const char *state = people_delegation_state(one, tui_now(app), &role);
    tui_pane_heading(pane, safe_textf("%s → %s", one->from, one->to), safe_text(""));
    tui_pane_pair(pane, _("state"), safe_text(state), role);
    tui_pane_pair(pane, _("as"), safe_text(tui_word(one->role)), TUI_STRONG);
    tui_pane_pair(pane, _("programme"),
                  tui_programme_name(tui_session(app), one->programme), TUI_TEXT);
    tui_pane_pair(pane, _("up to"), safe_textf("¥%s", tui_yuan(one->cap_fen).bytes),
                  TUI_TEXT);
    tui_pane_pair(pane, _("from"), when(app, one->from_at), TUI_TEXT);
    tui_pane_pair(pane, _("until"), when(app, one->until_at), TUI_TEXT);
    if (one->ended_at) {
        tui_pane_pair(pane, _("ended"), when(app, one->ended_at), TUI_WARN);
    }
    note(pane, one->note);
    tui_pane_gap(pane);
    tui_pane_text(pane, 0,
                  safe_text(_("Every decision taken for somebody names both people in "
                              "the journal, and counts as both their signatures.")),
                  TUI_DIM);
}

static void conflict(struct tui_app *app, const struct people *p, int index,
                     struct tui_pane *pane)
{
    const struct bc_conflict *one = bc_staff_conflict(p->staff, index);
    tui_pane_heading(pane, safe_text(one->principal), safe_text(_("keeps away from")));
    tui_pane_text(pane, 0, safe_text(one->name), TUI_STRONG);
    tui_pane_pair(pane, _("declared"), when(app, one->declared_at), TUI_TEXT);
    tui_pane_pair(pane, _("until"),
                  one->until ? day(app, one->until) : safe_text(_("for good")), TUI_TEXT);
    note(pane, one->note);
    tui_pane_gap(pane);
    tui_pane_text(pane, 0,
                  safe_text(_("Decisions of this person on the firm, on its group and on "
                              "cases it provides for are refused, and take-next passes "
                              "them over. A declaration is never taken back.")),
                  TUI_DIM);
}

static void freeze(struct tui_app *app, const struct people *p, int index,
                   struct tui_pane *pane)
{
    const struct bc_freeze *one = bc_staff_freeze(p->staff, index);
    enum tui_role role;
    const char *state =
        people_freeze_state(one, date_of(tui_now(app), tui_zone(app)), &role);
    tui_pane_heading(pane, tui_programme_name(tui_session(app), one->programme),
                     safe_text(""));
    tui_pane_pair(pane, _("state"), safe_text(state), role);
    tui_pane_pair(pane, _("stops"), people_decisions(one->decisions), TUI_STRONG);
    tui_pane_pair(pane, _("period"),
                  safe_textf(_("%s to %s, both included"), day(app, one->from).bytes,
                             day(app, one->until).bytes),
                  TUI_TEXT);
    tui_pane_pair(pane, _("set"),
                  safe_textf(_("%s by %s"), when(app, one->made_at).bytes, one->made_by),
                  TUI_TEXT);
    if (one->lifted_at) {
        tui_pane_pair(
            pane, _("lifted"),
            safe_textf(_("%s by %s"), when(app, one->lifted_at).bytes, one->lifted_by),
            TUI_WARN);
    }
    note(pane, one->note);
}

void people_detail(struct tui_app *app, const struct people *people, int index,
                   struct tui_pane *pane)
{
    static void (*const details[BC_STAFF_LISTS])(struct tui_app *, const struct people *,
                                                 int, struct tui_pane *) = {
        [BC_STAFF_PEOPLE] = person,      [BC_STAFF_PROPOSALS] = proposal,
        [BC_STAFF_TOKENS] = token,       [BC_STAFF_DELEGATIONS] = delegation,
        [BC_STAFF_CONFLICTS] = conflict, [BC_STAFF_FREEZES] = freeze,
    };
    if (index >= 0 && index < bc_staff_count(people->staff, people->view)) {
        details[people->view](app, people, index, pane);
    }
}
