/* Vouchers and claims: lists, records, and what is done to them. */
#include "tui/verbs/verbs.h"

#include "backend_client/claims.h"
#include "backend_client/orders.h"
#include "backend_client/vouchers.h"
#include "common/date.h"
#include "common/money.h"
#include "tui/inputs.h"
#include "tui/verbs/path.h"
#include "tui/verbs/print.h"
#include "tui/verbs/tranches.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 50, FINDINGS = 24 };

static const char *state_word(const char *status)
{
    return strcmp(status, "paid") == 0 ? _("paid") : tui_word(status);
}

/* ---- lists ---- */

struct listing {
    struct tui_call *call;
    bool claims;
    struct tui_table table;
    int64_t limit, count;
    bool more;
    struct err err;
};

static bool add_voucher(struct listing *list, const char *json)
{
    struct bc_voucher v;
    if (!bc_voucher_read(json, &v, &list->err)) {
        return false;
    }
    tui_table_add(&list->table, safe_text(v.number));
    tui_table_add(&list->table, safe_text(v.applicant_name));
    tui_table_add(&list->table, safe_text(v.programme));
    tui_table_add(&list->table, tui_cell_yuan(v.face));
    tui_table_add(&list->table, tui_cell_yuan(v.unused));
    tui_table_add(&list->table, tui_cell_day(v.valid_until));
    tui_table_add(&list->table, safe_text(state_word(v.status)));
    return true;
}

static bool add_claim(struct listing *list, const char *json)
{
    struct bc_claim c;
    if (!bc_claim_read(json, &c, &list->err)) {
        return false;
    }
    tui_table_add(&list->table, safe_text(c.number));
    tui_table_add(&list->table, safe_text(c.applicant_name));
    tui_table_add(&list->table, safe_text(c.programme));
    tui_table_add(&list->table, tui_cell_yuan(c.asked));
    tui_table_add(&list->table, c.amount > 0 ? tui_cell_yuan(c.amount) : safe_text("-"));
    tui_table_add(&list->table, safe_text(tui_word(c.match)));
    tui_table_add(&list->table, safe_text(state_word(c.status)));
    return true;
}

static bool take(void *ctx, const char *json)
{
    struct listing *list = ctx;
    if (list->limit > 0 && list->count == list->limit) {
        list->more = true;
        return false;
    }
    list->count++;
    if (list->call->json) {
        tui_print_json(stdout, json);
        return true;
    }
    return list->claims ? add_claim(list, json) : add_voucher(list, json);
}

static void columns(struct tui_table *t, bool claims)
{
    tui_table_column(t, claims ? _("CLAIM") : _("VOUCHER"), false);
    tui_table_column(t, claims ? _("APPLICANT") : _("HOLDER"), false);
    tui_table_column(t, _("PROGRAMME"), false);
    tui_table_column(t, claims ? _("ASKS ¥") : _("FACE ¥"), true);
    tui_table_column(t, claims ? _("APPROVED ¥") : _("UNUSED ¥"), true);
    tui_table_column(t, claims ? _("MATCH") : _("UNTIL"), false);
    tui_table_column(t, _("STATE"), false);
}

static bool run_list(struct tui_call *call, bool claims, struct err *err)
{
    struct listing list = {.call = call,
                           .claims = claims,
                           .table = {.ascii = call->ascii},
                           .limit = call->limit < 0 ? SHOWN : call->limit};
    struct buf path = {0};
    bool all = !call->status || strcmp(call->status, "all") == 0;
    buf_adds(&path, claims ? "/v1/claims?sort=-lodged" : "/v1/vouchers?sort=-id");
    tui_path_param(&path, "status", all ? NULL : call->status);
    tui_path_param(&path, "programme", call->programme);
    tui_path_param(&path, "q", call->query);
    columns(&list.table, claims);
    bool ok = bc_direct_list(call->session, buf_str(&path),
                             list.limit > 0 ? list.limit + 1 : 0, take, &list, err);
    buf_clear(&path);
    if (ok && list.err.kind != ERR_NONE) {
        *err = list.err;
        ok = false;
    }
    if (ok && !call->json && list.count == 0) {
        puts(claims ? _("no claim is like that") : _("no voucher is like that"));
    } else if (ok && !call->json) {
        tui_table_print(&list.table, stdout);
        if (list.more) {
            printf(_("the first %lld; --limit 0 shows all\n"), (long long)list.count);
        }
    }
    free(list.table.cells);
    return ok;
}

bool tui_verb_vouchers_list(struct tui_call *call, struct err *err)
{
    return run_list(call, false, err);
}

bool tui_verb_claims_list(struct tui_call *call, struct err *err)
{
    return run_list(call, true, err);
}

/* ---- one record ---- */

static bool get(struct tui_call *call, const char *kind, const char *name,
                struct buf *out, struct err *err)
{
    struct buf path = {0};
    buf_printf(&path, "/v1/%s/", kind);
    tui_path_escape(&path, name);
    bool ok = tui_get(call, buf_str(&path), out, err);
    buf_clear(&path);
    return ok;
}

static void field_yuan(const char *label, int64_t fen)
{
    tui_print_field(stdout, label, tui_cell_yuan(fen));
}

static void show_voucher(const struct bc_voucher *v)
{
    tui_print_heading(stdout, v->number);
    tui_print_field(stdout, _("holder"),
                    safe_textf("%s %s", v->applicant_name, v->credit_code));
    tui_print_field(stdout, _("state"), safe_text(state_word(v->status)));
    field_yuan(_("face ¥"), v->face);
    field_yuan(_("unused ¥"), v->unused);
    field_yuan(_("in claim ¥"), v->in_claim);
    field_yuan(_("redeemed ¥"), v->redeemed);
    field_yuan(_("expired ¥"), v->expired);
    field_yuan(_("revoked ¥"), v->revoked);
    tui_print_field(stdout, _("valid"),
                    safe_textf("%s .. %s", tui_cell_day(v->valid_from).bytes,
                               tui_cell_day(v->valid_until).bytes));
    tui_print_field(stdout, _("use with"), safe_text(v->provider_name));
    tui_print_field(stdout, _("case"), safe_text(v->application_number));
    tui_print_field(stdout, _("programme"),
                    safe_textf("%s · %s", v->programme, v->tranche));
    if (*v->revoker) {
        tui_print_field(stdout, _("revocation signed by"), safe_text(v->revoker));
    }
}

bool tui_verb_vouchers_show(struct tui_call *call, struct err *err)
{
    struct buf json = {0};
    struct bc_voucher v;
    bool ok = get(call, "vouchers", call->operands[0], &json, err) &&
              bc_voucher_read(buf_str(&json), &v, err);
    if (ok && call->json) {
        tui_print_json(stdout, buf_str(&json));
    } else if (ok) {
        show_voucher(&v);
    }
    buf_clear(&json);
    return ok;
}

static void show_papers(const struct bc_claim *c)
{
    tui_print_field(stdout, _("invoice"),
                    safe_textf("%s  %s  ¥%s", c->invoice_number,
                               tui_cell_day(c->invoice_on).bytes,
                               tui_cell_yuan(c->invoice_fen).bytes));
    tui_print_field(stdout, _("usage"),
                    safe_textf("%s .. %s  %s h", tui_cell_day(c->usage_from).bytes,
                               tui_cell_day(c->usage_to).bytes,
                               tui_cell_count(c->usage_hours).bytes));
    tui_print_field(
        stdout, _("signed"),
        safe_textf("%s / %s / %s / %s", c->maker, *c->reviewer ? c->reviewer : "-",
                   *c->approver ? c->approver : "-", *c->payer ? c->payer : "-"));
    if (c->paid_on) {
        tui_print_field(
            stdout, _("paid on"),
            safe_textf("%s  %s", tui_cell_day(c->paid_on).bytes, c->reference));
    }
    if (c->recover > 0) {
        tui_print_field(stdout, _("to pay back"),
                        safe_textf(_("¥%s by %s, %s came back"),
                                   tui_cell_yuan(c->recover).bytes,
                                   tui_cell_day(c->recover_due).bytes,
                                   tui_cell_yuan(c->recovered).bytes));
    }
}

static void show_claim(const struct bc_claim *c, const char *json)
{
    struct bc_finding findings[FINDINGS];
    int count = bc_claim_findings(json, findings, FINDINGS);
    tui_print_heading(stdout, c->number);
    tui_print_field(stdout, _("applicant"),
                    safe_textf("%s %s", c->applicant_name, c->credit_code));
    tui_print_field(stdout, _("state"), safe_text(state_word(c->status)));
    tui_print_field(stdout, _("voucher"), safe_text(c->voucher_number));
    field_yuan(_("asks ¥"), c->asked);
    field_yuan(_("approved ¥"), c->amount);
    show_papers(c);
    tui_print_heading(stdout, _("three-way match"));
    for (int i = 0; i < count; i++) {
        const struct bc_finding *f = &findings[i];
        tui_print_line(
            stdout,
            safe_textf("  %s %s: %s",
                       safe_fit(safe_text(tui_word(f->outcome)), 6, false, false).bytes,
                       tui_word(f->rule), tui_input(f->input).bytes));
    }
}

bool tui_verb_claims_show(struct tui_call *call, struct err *err)
{
    struct buf json = {0};
    struct bc_claim c;
    bool ok = get(call, "claims", call->operands[0], &json, err) &&
              bc_claim_read(buf_str(&json), &c, err);
    if (ok && call->json) {
        tui_print_json(stdout, buf_str(&json));
    } else if (ok) {
        show_claim(&c, buf_str(&json));
    }
    buf_clear(&json);
    return ok;
}

/* ---- what is done to them ---- */

static bool copy(const char *option, const char *value, char *out, size_t size,
                 struct err *err)
{
    snprintf(out, size, "%s", value ? value : "");
    return !value || strlen(value) < size ||
           err_set(err, ERR_USAGE, _("%s is longer than %zu bytes"), option, size - 1);
}

static bool day(const char *option, const char *value, int32_t *out, struct err *err)
{
    *out = 0;
    return !value || date_parse(value, out) ||
           err_set(err, ERR_USAGE, _("%s \"%.40s\" is no date such as 2026-11-24"),
                   option, value);
}

static bool money(const char *option, const char *value, int64_t *out, struct err *err)
{
    *out = 0;
    if (value && !money_parse(value, out, err)) {
        err_prefix(err, "%s", option);
        err->kind = ERR_USAGE;
        return false;
    }
    return !value || *out > 0 || err_set(err, ERR_USAGE, _("%s must be above 0"), option);
}

static bool whole(const char *option, const char *value, int64_t *out, struct err *err)
{
    char *end = NULL;
    *out = value ? strtoll(value, &end, 10) : 0;
    return !value || (*value >= '0' && *value <= '9' && !*end) ||
           err_set(err, ERR_USAGE, _("%s needs a whole number from 0"), option);
}

static bool fill(const struct tui_call *call, enum bc_subject subject, const char *action,
                 struct bc_order *o, struct err *err)
{
    static const char *const owed[] = {"freeze", "unfreeze", "extend", "revoke",
                                       "query",  "reject",   "fail",   "recover"};
    *o = (struct bc_order){.subject = subject};
    snprintf(o->action, sizeof o->action, "%s", action);
    for (size_t i = 0; i < COUNT_OF(owed); i++) {
        if (!call->reason && strcmp(owed[i], action) == 0) {
            return err_set(err, ERR_USAGE,
                           _("say why: --reason CODE; the manual lists the codes"));
        }
    }
    if (strcmp(action, "extend") == 0 && !call->until) {
        return err_set(err, ERR_USAGE, _("say to which day: --until 2027-03-31"));
    }
    return copy("--reason", call->reason, o->reason_code, sizeof o->reason_code, err) &&
           copy("--note", call->note, o->note, sizeof o->note, err) &&
           money("--amount", call->amount, &o->amount_fen, err) &&
           day("--until", call->until, &o->until, err);
}

static bool print_answer(struct tui_call *call, const char *json, struct err *err)
{
    struct bc_trial_item item = {.ready = true};
    struct bc_trial_budget budget;
    if (!bc_order_answer(json, &item, &budget, err)) {
        return false;
    }
    if (call->json) {
        tui_print_json(stdout, json);
        return true;
    }
    tui_print_line(stdout,
                   safe_textf(call->dry_run ? _("%s %s: it would be %s; nothing was "
                                                "changed")
                                            : _("%s %s: it is %s now"),
                              item.number, item.name, state_word(item.status)));
    for (int i = 0; i < item.control_count; i++) {
        tui_print_field(stdout, tui_word(item.controls[i].control),
                        safe_textf("%s %s", tui_word(item.controls[i].outcome),
                                   item.controls[i].detail));
    }
    return true;
}

static bool one(struct tui_call *call, const char *name, struct bc_order *order,
                struct err *err)
{
    bool voucher = order->subject == BC_ON_VOUCHER;
    struct buf json = {0}, answer = {0};
    struct bc_voucher v;
    struct bc_claim c;
    bool ok = get(call, voucher ? "vouchers" : "claims", name, &json, err);
    if (ok && voucher) {
        ok = bc_voucher_read(buf_str(&json), &v, err);
    } else if (ok) {
        ok = bc_claim_read(buf_str(&json), &c, err);
    }
    if (ok) {
        struct safe_text who = safe_text(voucher ? v.applicant_name : c.applicant_name);
        snprintf(order->id, sizeof order->id, "%s", voucher ? v.id : c.id);
        order->revision = voucher ? v.revision : c.revision;
        snprintf(order->title, sizeof order->title, "%s %.180s",
                 voucher ? v.number : c.number, who.bytes);
        ok = bc_direct_order(call->session, order, call->dry_run, &answer, err);
        if (!ok && call->json && answer.len > 0) {
            tui_print_json(stdout, buf_str(&answer));
        }
        ok = ok && print_answer(call, buf_str(&answer), err);
    }
    buf_clear(&json);
    buf_clear(&answer);
    return ok;
}

/* One after another, stopping at the first that is refused: what was done is said. */
static bool act(struct tui_call *call, enum bc_subject subject, const char *action,
                struct err *err)
{
    struct bc_order order;
    bool ok = fill(call, subject, action, &order, err);
    if (ok && call->amount && call->operand_count > 1) {
        ok = err_set(err, ERR_USAGE, _("--amount goes with one record only"));
    }
    for (int i = 0; ok && i < call->operand_count; i++) {
        ok = one(call, call->operands[i], &order, err);
        if (!ok && call->operand_count > 1) {
            err_prefix(err, _("%.40s (%d of %d done before it)"), call->operands[i], i,
                       call->operand_count);
        }
    }
    return ok;
}

#define VOUCHER_VERB(action)                                                             \
    bool tui_verb_vouchers_##action(struct tui_call *call, struct err *err)              \
    {                                                                                    \
        return act(call, BC_ON_VOUCHER, #action, err);                                   \
    }
#define CLAIM_VERB(action)                                                               \
    bool tui_verb_claims_##action(struct tui_call *call, struct err *err)                \
    {                                                                                    \
        return act(call, BC_ON_CLAIM, #action, err);                                     \
    }
VOUCHER_VERB(freeze)
VOUCHER_VERB(unfreeze)
VOUCHER_VERB(extend)
VOUCHER_VERB(revoke)
CLAIM_VERB(match)
CLAIM_VERB(query)
CLAIM_VERB(approve)
CLAIM_VERB(reject)
CLAIM_VERB(pay)
CLAIM_VERB(fail)
CLAIM_VERB(recover)

/* ---- lodging ---- */

static bool fill_papers(const struct tui_call *call, struct bc_order *o, struct err *err)
{
    const struct {
        const char *option, *value;
    } owed[] = {{"--amount", call->amount},
                {"--invoice", call->invoice},
                {"--invoice-date", call->invoice_date},
                {"--invoice-amount", call->invoice_amount},
                {"--hours", call->hours},
                {"--from", call->from},
                {"--to", call->to},
                {"--centre", call->centre}};
    for (size_t i = 0; i < COUNT_OF(owed); i++) {
        if (!owed[i].value) {
            return err_set(err, ERR_USAGE, _("a claim needs %s; the manual shows one"),
                           owed[i].option);
        }
    }
    o->has_invoice = o->has_usage = true;
    return copy("--invoice", call->invoice, o->invoice.number, sizeof o->invoice.number,
                err) &&
           day("--invoice-date", call->invoice_date, &o->invoice.on, err) &&
           money("--invoice-amount", call->invoice_amount, &o->invoice.fen, err) &&
           whole("--hours", call->hours, &o->usage.hours, err) &&
           day("--from", call->from, &o->usage.from, err) &&
           day("--to", call->to, &o->usage.to, err) &&
           copy("--centre", call->centre, o->usage.centre, sizeof o->usage.centre, err);
}

bool tui_verb_claims_submit(struct tui_call *call, struct err *err)
{
    struct bc_order order;
    struct buf json = {0}, answer = {0};
    struct bc_voucher v;
    bool ok = fill(call, BC_NEW_CLAIM, "lodge", &order, err) &&
              fill_papers(call, &order, err) &&
              get(call, "vouchers", call->operands[0], &json, err) &&
              bc_voucher_read(buf_str(&json), &v, err);
    if (ok) {
        struct safe_text who = safe_text(v.applicant_name);
        snprintf(order.id, sizeof order.id, "%s", v.id);
        snprintf(order.title, sizeof order.title, "%s %.180s", v.number, who.bytes);
        ok = bc_direct_order(call->session, &order, call->dry_run, &answer, err);
        if (!ok && call->json && answer.len > 0) {
            tui_print_json(stdout, buf_str(&answer));
        }
        ok = ok && print_answer(call, buf_str(&answer), err);
    }
    buf_clear(&json);
    buf_clear(&answer);
    return ok;
}
