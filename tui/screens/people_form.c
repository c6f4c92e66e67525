#include "tui/screens/people_form_impl.h"

#include "backend_client/payments.h"
#include "common/date.h"
#include "common/money.h"
#include "tui/screens/case_words.h"
#include "tui/screens/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct people_form_spec forms[PEOPLE_DEEDS] = {
    [PEOPLE_ADMIT] = {N_("Admit a person"),
                      N_("A person has no role at first; propose one next (p)."),
                      3,
                      {{N_("short name"), N_("how the journal calls them, such as lin"),
                        PEOPLE_NONE, PEOPLE_TEXT, 20, false},
                       {N_("name"), N_("as people say it"), PEOPLE_NONE, PEOPLE_TEXT, 32,
                        false},
                       {N_("Unix user"), N_("its number; empty: comes by token only"),
                        PEOPLE_NONE, PEOPLE_NUMBER, 12, true}}},
    [PEOPLE_PROPOSE] = {N_("Propose a role"),
                        N_("It counts once another administrator has confirmed it."),
                        4,
                        {{N_("what"), "", PEOPLE_ACTS, PEOPLE_TEXT, 0, false},
                         {N_("whom"), N_("short name"), PEOPLE_EVERYBODY, PEOPLE_TEXT, 20,
                          false},
                         {N_("role"), "", PEOPLE_ROLES, PEOPLE_TEXT, 0, false},
                         {N_("where"), "", PEOPLE_SCOPES, PEOPLE_TEXT, 20, false}}},
    [PEOPLE_CONFIRM] = {N_("Confirm a proposal"),
                        N_("It is in force at once."),
                        0,
                        {{0}}},
    [PEOPLE_REFUSE] = {N_("Refuse a proposal"),
                       N_("Nothing changes; the proposal ends."),
                       0,
                       {{0}}},
    [PEOPLE_TOKEN] = {N_("Make a token"),
                      N_("The token is shown once, here, and kept nowhere: have the file "
                         "ready it goes "
                         "to."),
                      4,
                      {{N_("label"), N_("where it is used, such as laptop"), PEOPLE_NONE,
                        PEOPLE_TEXT, 32, false},
                       {N_("days"), N_("1 to 90"), PEOPLE_NONE, PEOPLE_NUMBER, 4, false},
                       {N_("may"), "", PEOPLE_RIGHTS, PEOPLE_TEXT, 0, false},
                       {N_("whom"), "", PEOPLE_OWNERS, PEOPLE_TEXT, 0, false}}},
    [PEOPLE_DELEGATE] =
        {N_("Let somebody act for you"),
         N_("Both names stand on every decision; together you are one signature."),
         6,
         {{N_("programme"), "", PEOPLE_PROGRAMMES, PEOPLE_TEXT, 24, false},
          {N_("colleague"), N_("a colleague's short name"), PEOPLE_DECIDERS, PEOPLE_TEXT,
           20, false},
          {N_("as"), "", PEOPLE_OWN_ROLES, PEOPLE_TEXT, 0, false},
          {N_("up to ¥"), N_("one decision; 50k and 1.2m are understood"), PEOPLE_NONE,
           PEOPLE_MONEY, 18, false},
          {N_("last day"), N_("31 days at most"), PEOPLE_NONE, PEOPLE_DAY, 12, false},
          {N_("note"), "", PEOPLE_NONE, PEOPLE_TEXT, 40, true}}},
    [PEOPLE_DECLARE] =
        {
            N_("Declare a conflict of interest"),
            N_("You decide nothing on this firm and its group any more. A declaration is "
               "never taken back."),
            3,
            {{N_("firm"), N_("its credit code"), PEOPLE_NONE, PEOPLE_TEXT, 26, false},
             {N_("last day"), N_("empty: for good"), PEOPLE_NONE, PEOPLE_DAY, 12, true},
             {N_("note"), N_("such as: brother works there"), PEOPLE_NONE, PEOPLE_TEXT,
              40, true}}},
    [PEOPLE_FREEZE] =
        {N_("Freeze a programme for a period"),
         N_("What falls due by itself still happens."),
         5,
         {{N_("programme"), "", PEOPLE_PROGRAMMES, PEOPLE_TEXT, 24, false},
          {N_("stops"), "", PEOPLE_STOPS, PEOPLE_TEXT, 0, false},
          {N_("first day"), "", PEOPLE_NONE, PEOPLE_DAY, 12, false},
          {N_("last day"), N_("included"), PEOPLE_NONE, PEOPLE_DAY, 12, false},
          {N_("why"), N_("such as: year end"), PEOPLE_NONE, PEOPLE_TEXT, 40, false}}},
    [PEOPLE_TAKE_OUT] = {N_("Leave a case out of the sample"),
                         N_("It stays in the list, with your name and the reason."),
                         1,
                         {{N_("why"), N_("such as: audited last month"), PEOPLE_NONE,
                           PEOPLE_TEXT, 40, false}}},
    [PEOPLE_END] = {N_("End a delegation"), NULL, 0, {{0}}},
    [PEOPLE_REVOKE] = {N_("Revoke a token"),
                       N_("Whoever uses it is turned away from the next request on."),
                       0,
                       {{0}}},
    [PEOPLE_LIFT] = {N_("Lift a freeze"),
                     N_("It stays on record with who lifted it."),
                     0,
                     {{0}}},
};

/* ---- reading what was typed ---- */

bool people_form_chosen(const struct people_form *f, int field)
{
    return f->choices[field].count > 0;
}

static const char *value(const struct people_form *f, int field)
{
    const struct people_choices *c = &f->choices[field];
    return people_form_chosen(f, field) ? c->list[c->at].value : f->text[field].text;
}

static bool fault(struct people_form *f, int field, const char *text)
{
    struct safe_text safe = safe_textf("%s: %s", _(f->form->fields[field].label), text);
    memcpy(f->fault, safe.bytes, sizeof f->fault);
    f->fault_at = field;
    return false;
}

static bool read_day(struct people_form *f, int field, int32_t *out)
{
    *out = 0;
    return f->text[field].len == 0 || date_parse(f->text[field].text, out) ||
           fault(f, field, _("a day is written as 2026-11-24"));
}

static bool read_number(struct people_form *f, int field, int64_t *out)
{
    char *end;
    const char *text = f->text[field].text;
    *out = strtoll(text, &end, 10);
    return (*text >= '0' && *text <= '9' && !*end && strlen(text) < 12) ||
           fault(f, field, _("a whole number"));
}

static bool read_money(struct people_form *f, int field, int64_t *out)
{
    struct err err = {0};
    return money_parse(f->text[field].text, out, &err) || fault(f, field, err.text);
}

static bool nothing_is_empty(struct people_form *f)
{
    for (int i = 0; i < f->form->count; i++) {
        if (!f->form->fields[i].may_be_empty && !*value(f, i)) {
            return fault(f, i, _("is still empty"));
        }
    }
    return true;
}

static bool read_admission(struct people_form *f, struct err *err)
{
    int64_t uid = -1;
    return (f->text[2].len == 0 || read_number(f, 2, &uid)) &&
           bc_deed_admit(&f->deed, value(f, 0), value(f, 1), uid, err);
}

static bool read_delegation(struct people_form *f, struct err *err)
{
    struct bc_delegate_order order = {.programme = value(f, 0),
                                      .to = value(f, 1),
                                      .role = value(f, 2),
                                      .note = value(f, 5)};
    return read_money(f, 3, &order.cap_fen) && read_day(f, 4, &order.until) &&
           bc_deed_delegate(&f->deed, &order, err);
}

static bool read_freeze(struct people_form *f, struct err *err)
{
    struct bc_freeze_order order = {
        .programme = value(f, 0), .decisions = value(f, 1), .note = value(f, 4)};
    return read_day(f, 2, &order.from) && read_day(f, 3, &order.until) &&
           (order.until >= order.from ||
            fault(f, 3, _("the last day is before the first"))) &&
           bc_deed_freeze(&f->deed, &order, err);
}

static bool read_conflict(struct people_form *f, struct err *err)
{
    int32_t until;
    return read_day(f, 1, &until) &&
           bc_deed_declare(&f->deed, value(f, 0), until, value(f, 2), err);
}

static bool read_token(struct people_form *f)
{
    int64_t days;
    return read_number(f, 1, &days) &&
           ((days >= 1 && days <= 90) || fault(f, 1, _("1 to 90 days")));
}

static bool read_deed(struct people_form *f, struct err *err)
{
    switch (f->kind) {
    case PEOPLE_ADMIT:
        return read_admission(f, err);
    case PEOPLE_PROPOSE:
        return bc_deed_propose(&f->deed, strcmp(value(f, 0), "revoke") == 0, value(f, 1),
                               value(f, 2), value(f, 3), err);
    case PEOPLE_CONFIRM:
    case PEOPLE_REFUSE:
        return bc_deed_settle(&f->deed, &f->proposal, f->kind == PEOPLE_CONFIRM, err);
    case PEOPLE_TOKEN:
        return read_token(f);
    case PEOPLE_DELEGATE:
        return read_delegation(f, err);
    case PEOPLE_DECLARE:
        return read_conflict(f, err);
    case PEOPLE_FREEZE:
        return read_freeze(f, err);
    case PEOPLE_TAKE_OUT:
        return bc_deed_take_out(&f->deed, f->sampled.id, f->sampled.number, f->seed,
                                value(f, 0), err);
    case PEOPLE_END:
        return bc_deed_end_delegation(&f->deed, &f->delegation, err);
    case PEOPLE_REVOKE:
        return bc_deed_revoke(&f->deed, f->token.id, f->token.label, err);
    default:
        return bc_deed_lift(&f->deed, &f->freeze, err);
    }
}

/* Something was typed or chosen: read it all, and ask what it would do. */
static void changed(struct tui_app *app, struct people_form *f)
{
    struct err err = {0};
    f->fault[0] = '\0';
    f->problem = (struct err){0};
    f->ticket = 0;
    f->answered = false;
    f->whole = nothing_is_empty(f) && read_deed(f, &err);
    if (!f->whole && err.kind != ERR_NONE) {
        (void)fault(f, 0, err.text);
    }
    if (f->whole && f->kind != PEOPLE_TOKEN) {
        f->ticket = bc_deed_try(tui_session(app), &f->deed);
    }
    tui_touch(app);
}

/* ---- opening ---- */

static void fill_choices(struct tui_app *app, struct people_form *f)
{
    for (int i = 0; i < f->form->count; i++) {
        const char *role = f->kind == PEOPLE_PROPOSE ? value(f, 2) : NULL;
        people_choices_fill(app, f->staff, f->form->fields[i].source, role,
                            &f->choices[i]);
    }
}

static void set_day(struct people_form *f, int field, int32_t day)
{
    char text[16];
    tui_field_set(&f->text[field], date_format(day, text));
}

static void begin(struct tui_app *app, struct people_form *f)
{
    int32_t today = date_of(tui_now(app), tui_zone(app));
    if (f->kind == PEOPLE_TOKEN) {
        tui_field_set(&f->text[1], "30");
    } else if (f->kind == PEOPLE_DELEGATE) {
        set_day(f, 4, today + 7);
    } else if (f->kind == PEOPLE_FREEZE) {
        set_day(f, 2, today);
        set_day(f, 3, today + 7);
    }
}

static void open_form(struct tui_app *app, void *state, const void *arg)
{
    struct people_form *f = state;
    const struct people_form_arg *wish = arg;
    f->kind = wish->deed;
    f->form = &forms[wish->deed];
    f->staff = wish->staff;
    f->deed.if_match = -1;
    f->proposal = wish->proposal ? *wish->proposal : f->proposal;
    f->delegation = wish->delegation ? *wish->delegation : f->delegation;
    f->token = wish->token ? *wish->token : f->token;
    f->freeze = wish->freeze ? *wish->freeze : f->freeze;
    f->sampled = wish->sampled ? *wish->sampled : f->sampled;
    snprintf(f->seed, sizeof f->seed, "%s", wish->seed ? wish->seed : "");
    f->choices = calloc(PEOPLE_FIELDS, sizeof *f->choices);
    if (!f->choices) {
        tui_say(app, TUI_SAY_ERROR, safe_text(_("out of memory; close something")));
        return;
    }
    for (int i = 0; i < f->form->count; i++) {
        f->text[i].digits = f->form->fields[i].kind == PEOPLE_NUMBER;
        f->text[i].most = f->form->fields[i].cells > 32 ? 500 : 200;
    }
    fill_choices(app, f);
    for (int i = 0; wish->person && i < f->form->count; i++) {
        enum people_source source = f->form->fields[i].source;
        if (source == PEOPLE_EVERYBODY || source == PEOPLE_DECIDERS ||
            source == PEOPLE_OWNERS) {
            people_choose(&f->choices[i], wish->person);
        }
    }
    begin(app, f);
    changed(app, f);
}

static void close_form(struct tui_app *app, void *state)
{
    struct people_form *f = state;
    (void)app;
    bc_deed_clear(&f->deed);
    bc_token_wipe(f->secret, sizeof f->secret);
    free(f->choices);
}

/* ---- acting ---- */

const char *people_form_why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct people_form *f = state;
    enum bc_link_state link = bc_link(tui_session(app))->state;
    if (action != TUI_ACT_CONFIRM) {
        return NULL;
    }
    if (f->stage != PEOPLE_FILLING) {
        return f->stage == PEOPLE_MAKING ? _("it is being made") : _("Esc closes this");
    }
    if (!f->whole) {
        return f->fault;
    }
    if (f->kind == PEOPLE_TOKEN) {
        return link == BC_LINK_LIVE
                   ? NULL
                   : _("a token needs the clearinghouse at once; ^R tries the link now");
    }
    if (!f->answered) {
        return link == BC_LINK_RETRYING || link == BC_LINK_REFUSED
                   ? _("the clearinghouse does not answer, so what this would do is not "
                       "known; it is asked again when the link is back (^R tries now)")
                   : _("the preview is on its way; confirm when you have read it");
    }
    return f->problem.kind == ERR_NONE
               ? NULL
               : _("the clearinghouse would refuse this; the reason stands in the form");
}

static void make_token(struct tui_app *app, struct people_form *f)
{
    int64_t days = strtoll(f->text[1].text, NULL, 10);
    const char *owner = value(f, 3);
    bool own = strcmp(owner, bc_me(tui_session(app))->id) == 0;
    const struct bc_token_order order = {.label = value(f, 0),
                                         .principal = own ? NULL : owner,
                                         .days = days,
                                         .read_only = strcmp(value(f, 2), "read") == 0};
    f->problem = (struct err){0};
    f->ticket = bc_token_ask(tui_session(app), &order);
    f->stage = f->ticket ? PEOPLE_MAKING : PEOPLE_FILLING;
    tui_touch(app);
}

static void confirm(struct tui_app *app, struct people_form *f)
{
    struct err err = {0};
    int64_t intent;
    const char *why = people_form_why_not(app, f, TUI_ACT_CONFIRM);
    if (f->sent) {
        return;
    }
    if (why) {
        tui_say(app, TUI_SAY_WARN, safe_text(why));
        f->at = f->whole ? f->at : f->fault_at;
        tui_touch(app);
        return;
    }
    if (f->kind == PEOPLE_TOKEN) {
        make_token(app, f);
        return;
    }
    if (!bc_deed_put(tui_session(app), &f->deed, &intent, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    f->sent = true;
    tui_say(app, TUI_SAY_INFO,
            safe_textf(_("%s: sent, number %lld in the outbox"), _(f->form->title),
                       (long long)intent));
    tui_back(app);
}

static void step(struct people_form *f, int by)
{
    if (f->form->count > 0) {
        f->at = (f->at + by + f->form->count) % f->form->count;
    }
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct people_form *f = state;
    switch (action) {
    case TUI_ACT_CONFIRM:
        confirm(app, f);
        return true; /* the state may be gone */
    case TUI_ACT_NEXT_FIELD:
    case TUI_ACT_DOWN:
        step(f, 1);
        break;
    case TUI_ACT_PREV_FIELD:
    case TUI_ACT_UP:
        step(f, -1);
        break;
    case TUI_ACT_REFRESH:
        changed(app, f);
        break;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

static void choose(struct tui_app *app, struct people_form *f, uint32_t key)
{
    struct people_choices *c = &f->choices[f->at];
    bool back = key == TUI_KEY_LEFT;
    if (back || key == TUI_KEY_RIGHT || key == ' ') {
        people_choices_step(c, back ? -1 : 1, 0);
    } else if (key > ' ' && key < TUI_KEY_UP) {
        people_choices_step(c, 1, key);
    }
    if (f->kind == PEOPLE_PROPOSE) {
        fill_choices(app, f); /* where follows from the role */
    }
    changed(app, f);
}

static void text(struct tui_app *app, void *state, uint32_t key)
{
    struct people_form *f = state;
    if (f->stage != PEOPLE_FILLING || f->form->count == 0) {
        return;
    }
    if (people_form_chosen(f, f->at)) {
        choose(app, f, key);
    } else if (tui_field_key(&f->text[f->at], key)) {
        changed(app, f);
    }
    tui_touch(app);
}

static void on_token(struct tui_app *app, struct people_form *f)
{
    f->stage = bc_token_taken(tui_session(app), f->ticket, f->secret, sizeof f->secret,
                              &f->problem)
                   ? PEOPLE_SHOWING
                   : PEOPLE_FILLING;
    f->ticket = 0;
}

static int choices(const struct people_form *f)
{
    int count = 0;
    for (int i = 0; i < f->form->count; i++) {
        count += f->choices[i].count;
    }
    return count;
}

/* The form may have been opened before the programmes were there. */
static void refill(struct tui_app *app, struct people_form *f)
{
    int before = choices(f);
    fill_choices(app, f);
    if (choices(f) != before) {
        changed(app, f);
    }
}

static void event(struct tui_app *app, void *state, const struct bc_event *event)
{
    struct people_form *f = state;
    if (event->kind == BC_EVENT_FETCH && f->ticket && event->ticket == f->ticket) {
        if (f->stage == PEOPLE_MAKING) {
            on_token(app, f);
        } else {
            f->answered = bc_fetched(tui_session(app), f->ticket, &f->problem) != NULL;
        }
    } else if (event->kind == BC_EVENT_TRANCHES && f->stage == PEOPLE_FILLING) {
        refill(app, f);
    } else if (event->kind == BC_EVENT_LINK && f->whole && !f->answered &&
               f->stage == PEOPLE_FILLING &&
               bc_link(tui_session(app))->state == BC_LINK_LIVE) {
        changed(app, f);
    }
    tui_touch(app);
}

const struct tui_screen people_form_screen = {
    .name = "people-form",
    .title = N_("Change"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_REPORT,
    .dialog = true,
    .state_size = sizeof(struct people_form),
    .open = open_form,
    .close = close_form,
    .draw = people_form_draw,
    .act = act,
    .why_not = people_form_why_not,
    .wants_text = tui_wants_text_always,
    .text = text,
    .event = event,
};
