/* Vouchers, claims, payments and the end of a year, in the model. */
#include "tests/support/model.h"

#include <string.h>

enum { VOUCHER_DAYS = 60, EXTEND_DAYS = 366, RECOVER_DAYS = 30 };

static int64_t sum(const struct model_voucher *v)
{
    return v->unused + v->in_claim + v->redeemed + v->expired + v->revoked;
}

/* An active voucher with nothing left in it is used up. */
static void change(struct model_voucher *v)
{
    if (model_is(v->status, "active") && v->unused == 0 && v->in_claim == 0) {
        v->status = "used_up";
    }
    v->revision++;
}

bool model_in_arrears(const struct model *m, int firm)
{
    for (int i = 0; i < m->claim_count; i++) {
        if (m->claims[i].firm == firm && m->claims[i].overdue) {
            return true;
        }
    }
    return false;
}

/* Behind which claim an invoice stands, or -1. */
static int claim_of_invoice(const struct model *m, int invoice)
{
    for (int i = 0; i < m->claim_count; i++) {
        if (invoice && m->claims[i].invoice == invoice &&
            !model_is(m->claims[i].status, "rejected")) {
            return i;
        }
    }
    return -1;
}

/* ---- vouchers ---- */

typedef bool voucher_fn(struct model *m, struct model_voucher *v,
                        const struct model_order *o);

static bool freeze(struct model *m, struct model_voucher *v, const struct model_order *o)
{
    (void)m;
    (void)o;
    v->status = "frozen";
    return true;
}

static bool unfreeze(struct model *m, struct model_voucher *v,
                     const struct model_order *o)
{
    (void)m;
    (void)o;
    v->status = "active";
    v->revoker = MODEL_NOBODY;
    return true;
}

static bool extend(struct model *m, struct model_voucher *v, const struct model_order *o)
{
    date_day most = v->valid_until + EXTEND_DAYS;
    bool longer = o->until > v->valid_until;
    (void)m;
    v->valid_until = o->until;
    return longer && o->until <= most;
}

static bool revoke(struct model *m, struct model_voucher *v, const struct model_order *o)
{
    if (v->revoker == MODEL_NOBODY) {
        v->revoker = o->as;
        v->status = "frozen";
        return true;
    }
    model_give_back(m, v->programme, v->tranche, CH_COMMITTED, v->unused);
    v->revoked += v->unused;
    v->unused = 0;
    v->status = "revoked";
    return v->revoker != o->as;
}

static const struct {
    const char *what, *from;
    bool (*may)(enum model_person who);
    voucher_fn *act;
} deeds[] = {
    {"freeze", "active", model_office, freeze},
    {"unfreeze", "frozen", model_supervisor, unfreeze},
    {"extend", "active frozen", model_supervisor, extend},
    {"revoke", "active frozen", model_supervisor, revoke},
};

bool model_act(struct model *m, int voucher, const struct model_order *o)
{
    struct model before = *m;
    struct model_voucher *v = &m->vouchers[voucher];
    size_t i = 0;
    while (!model_is(deeds[i].what, o->what)) {
        i++;
    }
    if (!model_among(v->status, deeds[i].from) || !deeds[i].may(o->as) ||
        !deeds[i].act(m, v, o)) {
        *m = before;
        return false;
    }
    change(v);
    return true;
}

bool model_issue(struct model *m, int of_case, enum model_person as)
{
    const struct model_case *c = &m->cases[of_case];
    struct model_voucher *v = &m->vouchers[m->voucher_count++];
    *v = (struct model_voucher){.of = of_case,
                                .programme = c->programme,
                                .tranche = c->tranche,
                                .firm = c->firm,
                                .status = "active",
                                .revoker = MODEL_NOBODY,
                                .revision = 1,
                                .base = model_base(c),
                                .face = c->grant,
                                .unused = c->grant,
                                .valid_until = model_today(m) + VOUCHER_DAYS};
    model_move(m, c->programme, c->tranche, CH_RESERVED, CH_COMMITTED, c->grant);
    const struct model_claim whole = {.of = m->voucher_count - 1,
                                      .maker = as,
                                      .asked = c->grant,
                                      .invoice = c->invoice,
                                      .invoice_fen = c->invoice ? c->total : 0};
    return !model_programmes[c->programme].use_first || model_lodge(m, &whole);
}

/* ---- claims ---- */

/* The invoice's share of what is eligible; reckoned before where use came first. */
static int64_t base_of(const struct model *m, const struct model_claim *c)
{
    const struct model_voucher *v = &m->vouchers[c->of];
    const struct model_case *of = &m->cases[v->of];
    return model_programmes[v->programme].use_first
               ? v->base
               : c->invoice_fen * of->eligible / of->total;
}

bool model_lodge(struct model *m, const struct model_claim *claim)
{
    struct model_voucher *v = &m->vouchers[claim->of];
    struct model_claim c = *claim;
    c.programme = v->programme;
    c.tranche = v->tranche;
    c.firm = v->firm;
    c.status = c.invoice ? "lodged" : "queried";
    c.reviewer = c.approver = c.payer = MODEL_NOBODY;
    c.revision = 1;
    c.year = model_year(m);
    c.base = base_of(m, &c);
    if (!model_is(v->status, "active") || c.asked > v->unused ||
        c.asked > model_rate(c.programme, c.base) ||
        claim_of_invoice(m, c.invoice) >= 0) {
        return false;
    }
    v->unused -= c.asked;
    v->in_claim += c.asked;
    change(v);
    m->claims[m->claim_count++] = c;
    return true;
}

/* Contract, invoice and voucher against one another; what is not known of its use is
 * looked at by hand here. */
static bool matches(const struct model *m, const struct model_claim *c)
{
    const struct model_voucher *v = &m->vouchers[c->of];
    const struct model_case *of = &m->cases[v->of];
    int64_t invoices = c->invoice_fen, bases = c->base;
    for (int i = 0; i < m->claim_count; i++) {
        const struct model_claim *other = &m->claims[i];
        if (other != c && other->of == c->of && !model_is(other->status, "rejected")) {
            invoices += other->invoice_fen;
            bases += other->base;
        }
    }
    return !model_among(v->status, "frozen revoked") && !model_in_arrears(m, c->firm) &&
           invoices <= of->total && bases <= of->eligible &&
           c->asked <= model_rate(c->programme, c->base);
}

/* Out of the claim and back into its voucher, or where the voucher's rest has gone. */
static void hand_back(struct model *m, const struct model_claim *c, enum ch_account from,
                      int64_t amount)
{
    struct model_voucher *v = &m->vouchers[c->of];
    v->in_claim -= amount;
    if (model_is(v->status, "expired")) {
        v->expired += amount;
        model_give_back(m, c->programme, c->tranche, from, amount);
    } else if (model_is(v->status, "revoked")) {
        v->revoked += amount;
        model_give_back(m, c->programme, c->tranche, from, amount);
    } else {
        v->unused += amount;
        if (from != CH_COMMITTED) {
            model_move(m, c->programme, c->tranche, from, CH_COMMITTED, amount);
        }
    }
    change(v);
}

typedef bool claim_fn(struct model *m, struct model_claim *c,
                      const struct model_order *o);

static bool match(struct model *m, struct model_claim *c, const struct model_order *o)
{
    c->reviewer = o->as;
    return matches(m, c) && o->as != c->maker;
}

static bool query(struct model *m, struct model_claim *c, const struct model_order *o)
{
    (void)m;
    (void)o;
    c->reviewer = MODEL_NOBODY;
    return true;
}

static bool answer(struct model *m, struct model_claim *c, const struct model_order *o)
{
    int other = claim_of_invoice(m, o->invoice);
    c->invoice = o->invoice;
    c->invoice_fen = o->invoice_fen;
    c->base = base_of(m, c);
    return (other < 0 || &m->claims[other] == c) &&
           c->asked <= model_rate(c->programme, c->base);
}

static bool approve(struct model *m, struct model_claim *c, const struct model_order *o)
{
    int64_t amount = o->amount ? o->amount : c->asked, rest = c->asked - amount;
    if (!matches(m, c) || amount > c->asked || o->as == c->maker ||
        o->as == c->reviewer ||
        !model_use(m, MODEL_REDEEMED, c->programme, c->firm, c->year, amount) ||
        !model_move(m, c->programme, c->tranche, CH_COMMITTED, CH_PAYABLE, amount)) {
        return false;
    }
    c->amount = amount;
    c->approver = o->as;
    if (rest > 0) {
        hand_back(m, c, CH_COMMITTED, rest);
    }
    return true;
}

static bool reject(struct model *m, struct model_claim *c, const struct model_order *o)
{
    bool payable = c->amount > 0;
    int64_t amount = payable ? c->amount : c->asked;
    if (payable) {
        model_use(m, MODEL_REDEEMED, c->programme, c->firm, c->year, -amount);
    }
    hand_back(m, c, payable ? CH_PAYABLE : CH_COMMITTED, amount);
    c->amount = 0;
    return !payable || model_supervisor(o->as);
}

static bool pay(struct model *m, struct model_claim *c, const struct model_order *o)
{
    c->payer = o->as;
    return o->as != c->reviewer && o->as != c->approver &&
           !model_among(m->vouchers[c->of].status, "frozen revoked") &&
           !model_in_arrears(m, c->firm);
}

static bool recover(struct model *m, struct model_claim *c, const struct model_order *o)
{
    c->recover = o->amount ? o->amount : c->amount;
    c->recover_due = o->until ? o->until : model_today(m) + RECOVER_DAYS;
    return c->recover <= c->amount && c->recover_due >= model_today(m);
}

static const struct {
    const char *what, *from;
    bool (*may)(enum model_person who);
    const char *to;
    claim_fn *act;
} steps[] = {
    {"match", "lodged queried", model_office, "matched", match},
    {"query", "lodged matched", model_office, "queried", query},
    {"answer", "queried", model_desk, "lodged", answer},
    {"approve", "matched", model_office, "approved", approve},
    {"reject", "lodged queried matched approved failed", model_office, "rejected",
     reject},
    {"pay", "approved failed", model_office, "in_payment", pay},
    {"fail", "in_payment", model_office, "failed", NULL},
    {"recover", "paid", model_supervisor, "recovered", recover},
};

bool model_judge(struct model *m, int claim, const struct model_order *o)
{
    struct model before = *m;
    struct model_claim *c = &m->claims[claim];
    size_t i = 0;
    while (!model_is(steps[i].what, o->what)) {
        i++;
    }
    if (!model_among(c->status, steps[i].from) || !steps[i].may(o->as) ||
        (steps[i].act && !steps[i].act(m, c, o))) {
        *m = before;
        return false;
    }
    c->status = steps[i].to;
    c->revision++;
    return true;
}

/* ---- the treasury ---- */

static bool paid(struct model *m, struct model_claim *c, const struct model_order *o)
{
    struct model_voucher *v = &m->vouchers[c->of];
    v->in_claim -= c->amount;
    v->redeemed += c->amount;
    change(v);
    c->status = "paid";
    return o->amount == c->amount &&
           model_move(m, c->programme, c->tranche, CH_PAYABLE, CH_DISBURSED, c->amount);
}

/* To the tranche where its year still lasts, wherever that was carried to. */
static bool received(struct model *m, struct model_claim *c, const struct model_order *o)
{
    while (c->tranche >= 0 && m->tranches[c->programme][c->tranche].closed) {
        c->tranche = m->tranches[c->programme][c->tranche].carried_to;
    }
    if (c->tranche < 0) {
        return false;
    }
    const struct model_tranche *t = &m->tranches[c->programme][c->tranche];
    c->recovered += o->amount;
    c->overdue = c->overdue && c->recovered < c->recover;
    return c->recovered <= c->recover &&
           model_move(m, c->programme, c->tranche, CH_RECOVERED,
                      !model_programmes[c->programme].keeps_recovered ? CH_APPROPRIATED
                      : model_year(m) > t->year                       ? CH_LAPSED
                                                                      : CH_AVAILABLE,
                      o->amount);
}

bool model_receipt(struct model *m, int claim, const struct model_order *o)
{
    struct model before = *m;
    struct model_claim *c = &m->claims[claim];
    bool sent = model_is(c->status, "in_payment"), done;
    if (model_is(o->what, "paid")) {
        done = sent && paid(m, c, o);
    } else if (model_is(o->what, "failed")) {
        done = sent && o->amount == c->amount;
        c->status = done ? "failed" : c->status;
    } else {
        done = model_is(c->status, "recovered") && received(m, c, o);
    }
    if (!model_office(o->as) || !done || o->amount <= 0) {
        *m = before;
        return false;
    }
    c->revision++;
    return true;
}

/* ---- the end of a year ---- */

static void carry(struct model *m, int programme, int from, int to,
                  enum ch_account account, int64_t amount)
{
    model_move(m, programme, from, account, CH_APPROPRIATED, amount);
    model_move(m, programme, to, CH_APPROPRIATED, account, amount);
}

static void carry_all(struct model *m, int programme, int from, int to)
{
    for (int i = 0; i < m->case_count; i++) {
        struct model_case *c = &m->cases[i];
        if (c->programme == programme && c->tranche == from && c->reserved > 0) {
            carry(m, programme, from, to, CH_RESERVED, c->reserved);
            c->tranche = to;
            c->revision++;
        }
    }
    for (int i = 0; i < m->claim_count; i++) {
        struct model_claim *c = &m->claims[i];
        if (c->programme == programme && c->tranche == from &&
            !model_among(c->status, "paid rejected recovered")) {
            carry(m, programme, from, to, c->amount ? CH_PAYABLE : CH_COMMITTED,
                  c->amount ? c->amount : c->asked);
            c->tranche = to;
            c->revision++;
        }
    }
    for (int i = 0; i < m->voucher_count; i++) {
        struct model_voucher *v = &m->vouchers[i];
        if (v->programme == programme && v->tranche == from &&
            v->unused + v->in_claim > 0) {
            carry(m, programme, from, to, CH_COMMITTED, v->unused);
            v->tranche = to;
            v->revision++;
        }
    }
}

bool model_close(struct model *m, int programme, int tranche, int carry_to)
{
    struct model_tranche *t = &m->tranches[programme][tranche];
    const struct model_tranche *to =
        carry_to < 0 ? NULL : &m->tranches[programme][carry_to];
    bool runs = t->money[CH_RESERVED] + t->money[CH_COMMITTED] + t->money[CH_PAYABLE] > 0;
    if (t->closed || model_year(m) <= t->year ||
        (to ? to->closed || to->year <= t->year : runs)) {
        return false;
    }
    if (to) {
        carry_all(m, programme, tranche, carry_to);
    }
    model_move(m, programme, tranche, CH_AVAILABLE, CH_LAPSED, t->money[CH_AVAILABLE]);
    t->closed = true;
    t->carried_to = carry_to;
    t->revision++;
    return true;
}

/* ---- what always holds ---- */

const char *model_broken(const struct model *m)
{
    for (int p = 0; p < MODEL_PROGRAMMES; p++) {
        for (int i = 0; i < MODEL_TRANCHES; i++) {
            const int64_t *a = m->tranches[p][i].money;
            if (a[CH_APPROPRIATED] != a[CH_AVAILABLE] + a[CH_RESERVED] + a[CH_COMMITTED] +
                                          a[CH_PAYABLE] + a[CH_DISBURSED] + a[CH_LAPSED] -
                                          a[CH_RECOVERED]) {
                return "the accounts of a tranche";
            }
        }
    }
    for (int i = 0; i < m->voucher_count; i++) {
        if (m->vouchers[i].face != sum(&m->vouchers[i])) {
            return "the parts of a voucher";
        }
    }
    return NULL;
}
