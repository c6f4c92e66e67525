/* Who may do what: proposals of roles, delegations, conflicts of interest, freezes. */
#include "tui/verbs/verbs.h"

#include "backend_client/people.h"
#include "common/date.h"
#include "common/money.h"
#include "tui/verbs/listing.h"
#include "tui/verbs/path.h"

#include <stdio.h>
#include <string.h>

static bool list_of(struct tui_listing *list, const char *path, const char *param,
                    const char *value, struct err *err)
{
    struct buf full = {0};
    buf_adds(&full, path);
    tui_path_param(&full, param, value);
    bool ok = tui_listing_print(list, buf_str(&full), err);
    buf_clear(&full);
    return ok;
}

static bool need(const char *value, const char *what, struct err *err)
{
    return (value && *value) || err_set(err, ERR_USAGE, _("%s is missing"), what);
}

static bool read_day(const char *text, const char *option, int32_t *out, struct err *err)
{
    *out = 0;
    return !text || date_parse(text, out) ||
           err_set(err, ERR_USAGE, _("%s is a day, such as 2026-12-31"), option);
}

/* The record a person names by its id, for its revision. */
struct search {
    const char *id;
    bool (*read)(const char *json, void *out, struct err *err);
    void *out;
    bool found;
    struct err err;
};

static bool look(void *ctx, const char *json)
{
    struct search *s = ctx;
    if (!s->read(json, s->out, &s->err)) {
        return false;
    }
    s->found = strcmp(s->out, s->id) == 0; /* the id comes first in each of them */
    return !s->found;
}

static bool find(struct tui_call *call, const char *path, struct search *s,
                 const char *where, struct err *err)
{
    bool ok = bc_direct_list(call->session, path, 0, look, s, err);
    if (s->err.kind != ERR_NONE) {
        *err = s->err;
        return false;
    }
    return (ok && s->found) ||
           (ok && err_set(err, ERR_NOT_FOUND, _("there is no \"%.60s\"; %s shows them"),
                          s->id, where));
}

/* ---- grants ---- */

static bool grant_row(struct tui_listing *list, const char *json)
{
    struct bc_proposal p;
    if (!bc_proposal_read(json, &p, &list->err)) {
        return false;
    }
    tui_table_add(&list->table, safe_text(p.id));
    tui_table_add(&list->table,
                  safe_text(strcmp(p.act, "grant") == 0 ? _("give") : _("end")));
    tui_table_add(&list->table, safe_text(p.principal));
    tui_table_add(&list->table, safe_textf("%s %s", p.role, p.scope));
    tui_table_add(&list->table, safe_text(p.proposer));
    tui_table_add(&list->table, tui_cell_time(p.proposed_at));
    tui_table_add(&list->table, safe_text(p.status));
    return true;
}

bool tui_verb_grants_list(struct tui_call *call, struct err *err)
{
    struct tui_listing list = {.call = call, .row = grant_row};
    tui_table_column(&list.table, _("PROPOSAL"), false);
    tui_table_column(&list.table, _("WHAT"), false);
    tui_table_column(&list.table, _("NAME"), false);
    tui_table_column(&list.table, _("ROLE"), false);
    tui_table_column(&list.table, _("BY"), false);
    tui_table_column(&list.table, _("PROPOSED"), false);
    tui_table_column(&list.table, _("STATE"), false);
    return list_of(&list, "/v1/grants", "status", call->status, err);
}

bool tui_verb_grants_propose(struct tui_call *call, struct err *err)
{
    struct bc_deed deed = {.if_match = -1};
    const char *scope = call->operand_count > 2 ? call->operands[2] : "*";
    bool ok = bc_deed_propose(&deed, call->end, call->operands[0], call->operands[1],
                              scope, err) &&
              tui_deed_print(call, &deed,
                             _("proposed; another administrator confirms it with "
                               "'voucherdesk grants accept'"),
                             err);
    bc_deed_clear(&deed);
    return ok;
}

static bool read_proposal(const char *json, void *out, struct err *err)
{
    return bc_proposal_read(json, out, err);
}

static bool settle(struct tui_call *call, bool confirm, struct err *err)
{
    struct bc_deed deed = {.if_match = -1};
    bool ok = true;
    for (int i = 0; ok && i < call->operand_count; i++) {
        struct bc_proposal p = {.id = ""};
        struct search search = {
            .id = call->operands[i], .read = read_proposal, .out = &p};
        ok = find(call, "/v1/grants", &search, "'voucherdesk grants list'", err) &&
             bc_deed_settle(&deed, &p, confirm, err) &&
             tui_deed_print(call, &deed, confirm ? _("in force") : _("refused"), err);
    }
    bc_deed_clear(&deed);
    return ok;
}

bool tui_verb_grants_accept(struct tui_call *call, struct err *err)
{
    return settle(call, true, err);
}

bool tui_verb_grants_refuse(struct tui_call *call, struct err *err)
{
    return settle(call, false, err);
}

/* ---- delegations ---- */

static bool delegation_row(struct tui_listing *list, const char *json)
{
    struct bc_delegation d;
    int64_t now = bc_clock(list->call->session);
    if (!bc_delegation_read(json, &d, &list->err)) {
        return false;
    }
    tui_table_add(&list->table, safe_text(d.id));
    tui_table_add(&list->table, safe_text(d.from));
    tui_table_add(&list->table, safe_text(d.to));
    tui_table_add(&list->table, safe_textf("%s %s", d.role, d.programme));
    tui_table_add(&list->table, tui_cell_yuan(d.cap_fen));
    tui_table_add(&list->table, tui_cell_time(d.until_at));
    tui_table_add(&list->table, safe_text(d.ended_at         ? _("ended")
                                          : d.until_at < now ? _("over")
                                                             : _("in force")));
    return true;
}

bool tui_verb_delegations_list(struct tui_call *call, struct err *err)
{
    struct tui_listing list = {.call = call, .row = delegation_row};
    tui_table_column(&list.table, _("DELEGATION"), false);
    tui_table_column(&list.table, _("GIVEN BY"), false);
    tui_table_column(&list.table, _("GIVEN TO"), false);
    tui_table_column(&list.table, _("ROLE"), false);
    tui_table_column(&list.table, _("UP TO ¥"), true);
    tui_table_column(&list.table, _("UNTIL"), false);
    tui_table_column(&list.table, _("STATE"), false);
    return list_of(&list, "/v1/delegations", "programme", call->programme, err);
}

bool tui_verb_delegations_give(struct tui_call *call, struct err *err)
{
    struct bc_deed deed = {.if_match = -1};
    struct bc_delegate_order order = {.programme = call->programme,
                                      .to = call->operands[0],
                                      .role = call->operands[1],
                                      .note = call->note};
    bool ok = need(call->programme, "--programme", err) &&
              need(call->amount, "--amount", err) && need(call->until, "--until", err) &&
              money_parse(call->amount, &order.cap_fen, err) &&
              read_day(call->until, "--until", &order.until, err) &&
              bc_deed_delegate(&deed, &order, err) &&
              tui_deed_print(call, &deed, _("delegated"), err);
    bc_deed_clear(&deed);
    return ok;
}

static bool read_delegation(const char *json, void *out, struct err *err)
{
    return bc_delegation_read(json, out, err);
}

bool tui_verb_delegations_end(struct tui_call *call, struct err *err)
{
    struct bc_deed deed = {.if_match = -1};
    bool ok = true;
    for (int i = 0; ok && i < call->operand_count; i++) {
        struct bc_delegation d = {.id = ""};
        struct search search = {
            .id = call->operands[i], .read = read_delegation, .out = &d};
        ok = find(call, "/v1/delegations?limit=1000", &search,
                  "'voucherdesk delegations list'", err) &&
             bc_deed_end_delegation(&deed, &d, err) &&
             tui_deed_print(call, &deed, _("ended"), err);
    }
    bc_deed_clear(&deed);
    return ok;
}

/* ---- conflicts ---- */

static bool conflict_row(struct tui_listing *list, const char *json)
{
    struct bc_conflict c;
    if (!bc_conflict_read(json, &c, &list->err)) {
        return false;
    }
    tui_table_add(&list->table, safe_text(c.principal));
    tui_table_add(&list->table, safe_text(c.name));
    tui_table_add(&list->table,
                  c.until ? tui_cell_day(c.until) : safe_text(_("for good")));
    tui_table_add(&list->table, tui_cell_time(c.declared_at));
    tui_table_add(&list->table, safe_text(c.note));
    return true;
}

bool tui_verb_conflicts_list(struct tui_call *call, struct err *err)
{
    struct tui_listing list = {.call = call, .row = conflict_row};
    tui_table_column(&list.table, _("NAME"), false);
    tui_table_column(&list.table, _("KEEPS AWAY FROM"), false);
    tui_table_column(&list.table, _("UNTIL"), false);
    tui_table_column(&list.table, _("DECLARED"), false);
    tui_table_column(&list.table, _("NOTE"), false);
    return tui_listing_print(&list, "/v1/conflicts?limit=1000", err);
}

bool tui_verb_conflicts_declare(struct tui_call *call, struct err *err)
{
    struct bc_deed deed = {.if_match = -1};
    int32_t until;
    bool ok = read_day(call->until, "--until", &until, err) &&
              bc_deed_declare(&deed, call->operands[0], until, call->note, err) &&
              tui_deed_print(call, &deed,
                             _("declared; you decide nothing on it from now on"), err);
    bc_deed_clear(&deed);
    return ok;
}

/* ---- freezes ---- */

static const char *freeze_state(const struct bc_freeze *f, int32_t today)
{
    return f->lifted_at       ? _("lifted")
           : f->until < today ? _("over")
           : f->from > today  ? _("to come")
                              : _("in force");
}

static bool freeze_row(struct tui_listing *list, const char *json)
{
    struct bc_freeze f;
    if (!bc_freeze_read(json, &f, &list->err)) {
        return false;
    }
    int32_t today = date_of(bc_clock(list->call->session), DATE_ZONE_CHINA);
    tui_table_add(&list->table, safe_text(f.id));
    tui_table_add(&list->table, safe_text(f.programme));
    tui_table_add(&list->table, safe_text(f.decisions));
    tui_table_add(&list->table, tui_cell_day(f.from));
    tui_table_add(&list->table, tui_cell_day(f.until));
    tui_table_add(&list->table, safe_text(freeze_state(&f, today)));
    tui_table_add(&list->table, safe_text(f.note));
    return true;
}

bool tui_verb_freezes_list(struct tui_call *call, struct err *err)
{
    struct tui_listing list = {.call = call, .row = freeze_row};
    tui_table_column(&list.table, _("FREEZE"), false);
    tui_table_column(&list.table, _("PROGRAMME"), false);
    tui_table_column(&list.table, _("DECISIONS"), false);
    tui_table_column(&list.table, _("BEGINS"), false);
    tui_table_column(&list.table, _("UNTIL"), false);
    tui_table_column(&list.table, _("STATE"), false);
    tui_table_column(&list.table, _("NOTE"), false);
    return list_of(&list, "/v1/freezes", "programme", call->programme, err);
}

bool tui_verb_freezes_set(struct tui_call *call, struct err *err)
{
    struct bc_deed deed = {.if_match = -1};
    struct bc_freeze_order order = {.programme = call->programme,
                                    .decisions = call->decisions ? call->decisions
                                                                 : "approve,issue,pay",
                                    .note = call->note};
    bool ok = need(call->programme, "--programme", err) &&
              need(call->from, "--from", err) && need(call->until, "--until", err) &&
              need(call->note, "--note", err) &&
              read_day(call->from, "--from", &order.from, err) &&
              read_day(call->until, "--until", &order.until, err) &&
              bc_deed_freeze(&deed, &order, err) &&
              tui_deed_print(call, &deed, _("frozen for that period"), err);
    bc_deed_clear(&deed);
    return ok;
}

static bool read_freeze(const char *json, void *out, struct err *err)
{
    return bc_freeze_read(json, out, err);
}

bool tui_verb_freezes_lift(struct tui_call *call, struct err *err)
{
    struct bc_deed deed = {.if_match = -1};
    bool ok = true;
    for (int i = 0; ok && i < call->operand_count; i++) {
        struct bc_freeze f = {.id = ""};
        struct search search = {.id = call->operands[i], .read = read_freeze, .out = &f};
        ok = find(call, "/v1/freezes?limit=1000", &search, "'voucherdesk freezes list'",
                  err) &&
             bc_deed_lift(&deed, &f, err) &&
             tui_deed_print(call, &deed, _("lifted"), err);
    }
    bc_deed_clear(&deed);
    return ok;
}
