#include "tests/support/model.h"

#include <string.h>

enum { SPLIT_DAYS = 30, UNDO_SECONDS = 30 * 60, SUPPLEMENT_DAYS = 10, NOTICE_DAYS = 7 };
enum { OBJECTIONS = 4 };

const char *const model_people[MODEL_PEOPLE] = {"desk", "officer", "officer2",
                                                "supervisor", "supervisor2"};

/* As in tests/data/random. */
const struct model_programme model_programmes[MODEL_PROGRAMMES] = {
    {"pre", false, false, 3000, 100, 20000000, -1, 50000000, 60000000},
    {"post", true, true, 1234, 10000, -1, -1, -1, -1},
    {"supply", true, true, 5000, 1, 10000000, 15000000, 30000000, -1},
};

bool model_is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool model_officer(enum model_person who)
{
    return who == MODEL_OFFICER || who == MODEL_OFFICER2;
}

bool model_supervisor(enum model_person who)
{
    return who == MODEL_SUPERVISOR || who == MODEL_SUPERVISOR2;
}

bool model_office(enum model_person who)
{
    return model_officer(who) || model_supervisor(who);
}

bool model_desk(enum model_person who)
{
    return who == MODEL_DESK || model_officer(who);
}

bool model_anyone(enum model_person who)
{
    return who < MODEL_PEOPLE;
}

bool model_among(const char *word, const char *list)
{
    size_t len = strlen(word);
    for (const char *at = strstr(list, word); at; at = strstr(at + 1, word)) {
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || !at[len])) {
            return true;
        }
    }
    return false;
}

int model_group(int firm)
{
    return firm == 1 ? 0 : firm;
}

int model_year(const struct model *m)
{
    return date_split(m->now, DATE_ZONE_CHINA).year;
}

date_day model_today(const struct model *m)
{
    return date_of(m->now, DATE_ZONE_CHINA);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* ---- money ---- */

/* Appropriated is where money comes from and goes to; recovered is counted against. */
static void count(int64_t *money, enum ch_account account, int64_t amount)
{
    bool against = account == CH_APPROPRIATED || account == CH_RECOVERED;
    money[account] += against ? -amount : amount;
}

bool model_move(struct model *m, int programme, int tranche, enum ch_account from,
                enum ch_account to, int64_t amount)
{
    struct model_tranche *t = &m->tranches[programme][tranche];
    int64_t money[CH_ACCOUNT_COUNT];
    if (amount == 0) {
        return true;
    }
    memcpy(money, t->money, sizeof money);
    count(money, from, -amount);
    count(money, to, amount);
    if (t->closed || money[from] < 0 || money[to] < 0) {
        return false;
    }
    memcpy(t->money, money, sizeof money);
    return true;
}

void model_give_back(struct model *m, int programme, int tranche, enum ch_account from,
                     int64_t amount)
{
    bool late = model_year(m) > m->tranches[programme][tranche].year;
    model_move(m, programme, tranche, from, late ? CH_LAPSED : CH_AVAILABLE, amount);
}

bool model_appropriate(struct model *m, int programme, int tranche, int64_t amount)
{
    bool recall = amount < 0;
    if (!model_move(m, programme, tranche, recall ? CH_AVAILABLE : CH_APPROPRIATED,
                    recall ? CH_APPROPRIATED : CH_AVAILABLE, recall ? -amount : amount)) {
        return false;
    }
    m->tranches[programme][tranche].revision++;
    return true;
}

bool model_use(struct model *m, enum model_limit kind, int programme, int firm, int year,
               int64_t amount)
{
    const struct model_programme *p = &model_programmes[programme];
    int64_t *own = &m->used[kind][programme][firm][year - m->first_year];
    int64_t *all =
        &m->group_used[kind][programme][model_group(firm)][year - m->first_year];
    if (amount > 0 && ((p->year_cap >= 0 && *own + amount > p->year_cap) ||
                       (p->group_cap >= 0 && *all + amount > p->group_cap))) {
        return false;
    }
    *own += amount;
    *all += amount;
    return true;
}

int64_t model_rate(int programme, int64_t base)
{
    const struct model_programme *p = &model_programmes[programme];
    int64_t fen = base * p->rate_bp / 10000;
    return fen - fen % p->unit;
}

/* ---- what the rules give ---- */

int64_t model_base(const struct model_case *c)
{
    int64_t unit = model_programmes[c->programme].unit;
    if (!model_is(model_programmes[c->programme].id, "post")) {
        return c->eligible;
    }
    int64_t fen = c->eligible * c->used_days / c->contract_days;
    return fen - fen % unit;
}

/* 0 when they turn the case down. */
static int64_t rules_give(const struct model *m, const struct model_case *c)
{
    const struct model_programme *p = &model_programmes[c->programme];
    int tranche_year = m->tranches[c->programme][c->tranche].year;
    int64_t grant = least(model_rate(c->programme, model_base(c)), c->ask);
    if (date_split(date_start(c->submitted, 0), 0).year > tranche_year ||
        model_year(m) < tranche_year) {
        return 0; /* too late, or not yet */
    }
    grant = p->case_cap >= 0 ? least(grant, p->case_cap) : grant;
    if (p->year_cap >= 0) {
        int year = model_year(m) - m->first_year;
        int64_t used = m->used[MODEL_GRANTED][c->programme][c->firm][year];
        used -= c->signed_by && c->grant_year == model_year(m) ? c->grant : 0;
        grant = least(grant, p->year_cap - used);
    }
    return grant > 0 ? grant - grant % p->unit : 0;
}

/* Small sums of 30 days together are one large sum. */
static bool needs_two(const struct model *m, const struct model_case *c, int64_t amount)
{
    const struct model_programme *p = &model_programmes[c->programme];
    int64_t sum = amount;
    for (int i = 0; i < m->case_count; i++) {
        const struct model_case *o = &m->cases[i];
        sum +=
            o != c &&
                    model_among(o->status,
                                "awaiting_second approved on_notice objected issued") &&
                    o->programme == c->programme &&
                    model_group(o->firm) == model_group(c->firm) &&
                    o->updated_at >= m->now - SPLIT_DAYS * DATE_DAY
                ? o->grant
                : 0;
    }
    return p->second >= 0 && sum > p->second;
}

/* ---- decisions on a case ---- */

static void release(struct model *m, struct model_case *c)
{
    if (c->reserved > 0) {
        model_use(m, MODEL_GRANTED, c->programme, c->firm, c->grant_year, -c->reserved);
        model_give_back(m, c->programme, c->tranche, CH_RESERVED, c->reserved);
        c->reserved = c->grant = 0;
        c->signed_by = 0;
    }
}

static bool has_signed(const struct model_case *c, enum model_person who)
{
    return (c->signed_by > 0 && c->signers[0] == who) ||
           (c->signed_by > 1 && c->signers[1] == who);
}

typedef bool act_fn(struct model *m, struct model_case *c, const struct model_order *o);

static bool approve(struct model *m, struct model_case *c, const struct model_order *o)
{
    int64_t most = rules_give(m, c), amount = o->amount ? o->amount : most;
    bool second = model_is(c->status, "awaiting_second");
    if (o->as == c->maker || has_signed(c, o->as) || most == 0 ||
        model_in_arrears(m, c->firm)) {
        return false;
    }
    if (second) {
        c->status = "approved";
        c->signers[c->signed_by++] = o->as;
        return model_supervisor(o->as) && (!o->amount || o->amount == c->reserved);
    }
    c->status = needs_two(m, c, amount) ? "awaiting_second" : "approved";
    c->grant = c->reserved = amount;
    c->grant_year = model_year(m);
    c->signers[c->signed_by++] = o->as;
    return amount <= most &&
           model_use(m, MODEL_GRANTED, c->programme, c->firm, c->grant_year, amount) &&
           model_move(m, c->programme, c->tranche, CH_AVAILABLE, CH_RESERVED, amount);
}

static bool undo(struct model *m, struct model_case *c, const struct model_order *o)
{
    if (c->undo_until <= m->now || (!model_supervisor(o->as) && o->as != c->last_by)) {
        return false;
    }
    release(m, c);
    c->status = c->undo_status;
    return true;
}

static bool ask_for_more(struct model *m, struct model_case *c,
                         const struct model_order *o)
{
    (void)o;
    c->due_at = m->now + SUPPLEMENT_DAYS * DATE_DAY;
    return true;
}

static bool give_up(struct model *m, struct model_case *c, const struct model_order *o)
{
    (void)o;
    release(m, c);
    return true;
}

static bool notice(struct model *m, struct model_case *c, const struct model_order *o)
{
    (void)o;
    c->notice_until = m->now + NOTICE_DAYS * DATE_DAY;
    return c->undo_until <= m->now;
}

static bool object(struct model *m, struct model_case *c, const struct model_order *o)
{
    c->objection_by = o->as;
    return m->now < c->notice_until && c->objections++ < OBJECTIONS;
}

static bool uphold(struct model *m, struct model_case *c, const struct model_order *o)
{
    release(m, c);
    return o->as != c->objection_by;
}

static bool dismiss(struct model *m, struct model_case *c, const struct model_order *o)
{
    (void)m;
    return o->as != c->objection_by;
}

static bool issue(struct model *m, struct model_case *c, const struct model_order *o)
{
    bool free = !has_signed(c, o->as) && m->now >= c->notice_until &&
                !model_in_arrears(m, c->firm);
    c->reserved = 0;
    return free && model_issue(m, (int)(c - m->cases), o->as);
}

/* From which states, by whom, to which state; NULL: `act` says. */
static const struct {
    const char *what, *from;
    bool (*may)(enum model_person who);
    const char *to;
    act_fn *act;
    bool undoable;
} steps[] = {
    {"accept", "submitted", model_office, "under_review", NULL, true},
    {"return", "submitted under_review", model_office, "returned", ask_for_more, true},
    {"resubmit", "returned", model_desk, "under_review", NULL, false},
    {"assign", "submitted under_review awaiting_second", model_office, NULL, NULL, false},
    {"approve", "under_review awaiting_second", model_office, NULL, approve, true},
    {"reject", "submitted under_review awaiting_second", model_office, "rejected",
     give_up, true},
    {"withdraw", "submitted under_review returned approved on_notice", model_desk,
     "withdrawn", give_up, false},
    {"lapse", "approved on_notice", model_supervisor, "lapsed", give_up, false},
    {"notice", "approved", model_office, "on_notice", notice, false},
    {"object", "on_notice", model_anyone, "objected", object, false},
    {"uphold", "objected", model_supervisor, "rejected", uphold, false},
    {"dismiss", "objected", model_supervisor, "on_notice", dismiss, false},
    {"issue", "on_notice", model_office, "issued", issue, false},
    {"undo", "under_review returned awaiting_second rejected approved", model_office,
     NULL, undo, false},
};

/* Nothing stays of what was not done to its end. */
bool model_decide(struct model *m, int of_case, const struct model_order *o)
{
    struct model before = *m;
    struct model_case *c = &m->cases[of_case];
    const char *was = c->status;
    size_t i = 0;
    while (!model_is(steps[i].what, o->what)) {
        i++;
    }
    if (!model_among(was, steps[i].from) || !steps[i].may(o->as) ||
        (steps[i].act && !steps[i].act(m, c, o))) {
        *m = before;
        return false;
    }
    c->status = steps[i].to ? steps[i].to : c->status;
    c->revision++;
    c->undo_until = steps[i].undoable ? m->now + UNDO_SECONDS * DATE_SECOND : 0;
    c->undo_status = model_is(was, "awaiting_second") ? "under_review" : was;
    c->updated_at = m->now;
    c->last_by = o->as;
    return true;
}

/* ---- the clock ---- */

static void case_due(struct model *m, struct model_case *c)
{
    if (model_is(c->status, "returned") && c->due_at <= m->now) {
        c->status = "withdrawn";
        c->revision++;
        c->undo_until = 0;
        c->updated_at = m->now;
    } else if (c->undo_until && c->undo_until <= m->now) {
        c->revision++;
        c->undo_until = 0;
    }
}

static void voucher_due(struct model *m, struct model_voucher *v)
{
    if (model_among(v->status, "active frozen") && model_today(m) > v->valid_until) {
        model_give_back(m, v->programme, v->tranche, CH_COMMITTED, v->unused);
        v->expired += v->unused;
        v->unused = 0;
        v->status = "expired";
        v->revision++;
    }
}

static void claim_due(const struct model *m, struct model_claim *c)
{
    if (model_is(c->status, "recovered") && !c->overdue && c->recovered < c->recover &&
        c->recover_due < model_today(m)) {
        c->overdue = true;
        c->revision++;
    }
}

void model_due(struct model *m)
{
    for (int i = 0; i < m->case_count; i++) {
        case_due(m, &m->cases[i]);
    }
    for (int i = 0; i < m->voucher_count; i++) {
        voucher_due(m, &m->vouchers[i]);
    }
    for (int i = 0; i < m->claim_count; i++) {
        claim_due(m, &m->claims[i]);
    }
}
