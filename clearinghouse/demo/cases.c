#include "clearinghouse/demo/flaws.h"
#include "clearinghouse/demo/names.h"

#include "clearinghouse/demo/budgets.h"
#include "common/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    FULL_PRICE_CASES =
        40000, /* with more of them each asks less: budgets stay on the wire */
    YUAN = 100,
    ODD_EVERY = 4, /* one case in four has something to look at */
    HELD = 12,     /* overdue cases left lying */
    RETRIES = 60,
};

/* What is asked for, skewed: thousands of yuan, and how many percent ask that much. */
static const struct {
    int percent, low, high;
} asks[] = {
    {30, 100, 200},  {28, 200, 400},   {18, 400, 800},    {11, 800, 1600},
    {8, 1600, 4000}, {4, 4000, 10000}, {1, 10000, 20000},
};

int64_t ch_demo_scaled(const struct ch_demo *demo, int64_t yuan)
{
    return demo->cases > FULL_PRICE_CASES
               ? yuan * FULL_PRICE_CASES / demo->cases / 10 * 10 + 1000
               : yuan;
}

static int64_t draw_ask(const struct ch_demo *demo, struct ch_demo_rng *rng)
{
    int64_t dice = ch_demo_below(rng, 100);
    size_t i = 0;
    while (i + 1 < COUNT_OF(asks) && dice >= asks[i].percent) {
        dice -= asks[i++].percent;
    }
    int64_t yuan = ch_demo_between(rng, asks[i].low * 10, asks[i].high * 10) * 100;
    return ch_demo_scaled(demo, yuan) * YUAN;
}

/* The weekday-and-hour shape of submissions is in desk.c; here a case only has to know
 * about how long ago it came in, so that contracts and tranches fit. */
int ch_demo_case_age(const struct ch_demo *demo, int64_t index)
{
    return (int)((demo->cases - index) * CH_DEMO_DAYS / (demo->cases + 1));
}

static bool fits(const struct ch_demo_org *org, const struct ch_demo_programme *p,
                 enum ch_demo_fault fault)
{
    bool local = (int)org->city == p->city;
    bool firms_only = strcmp(p->policy->applicant_kinds, "firm") == 0;
    bool kind_ok = firms_only ? org->kind == CH_DEMO_FIRM : org->kind != CH_DEMO_PERSON;
    bool size_ok =
        org->size < 3 || !*p->policy->applicant_sizes || org->kind != CH_DEMO_FIRM;
    bool plain = !org->debarred && kind_ok && size_ok;
    switch (fault) {
    case CH_DEMO_FAULT_REGION:
        return !local && plain;
    case CH_DEMO_FAULT_KIND:
        return local && !kind_ok && !org->debarred;
    case CH_DEMO_FAULT_SIZE:
        return local && kind_ok && !size_ok && !org->debarred;
    case CH_DEMO_FAULT_DEBARRED:
        return local && kind_ok && size_ok && org->debarred;
    case CH_DEMO_FAULT_RELATED:
        return local && plain && org->related >= 0;
    default:
        return local && plain;
    }
}

/* -1: this town has nobody like that. */
static int pick_org(const struct ch_demo *demo, const struct ch_demo_programme *p,
                    enum ch_demo_fault fault, struct ch_demo_rng *rng)
{
    int at = 0;
    for (int i = 0; i < RETRIES; i++) {
        at = (int)ch_demo_below(rng, demo->org_count);
        if (fits(&demo->orgs[at], p, fault)) {
            return at;
        }
    }
    for (int i = 0; i < demo->org_count; i++) {
        at = (at + 1) % demo->org_count;
        if (fits(&demo->orgs[at], p, fault)) {
            return at;
        }
    }
    return -1;
}

static int pick_provider(const struct ch_demo *demo, int org, enum ch_demo_fault fault,
                         struct ch_demo_rng *rng)
{
    int related = demo->orgs[org].related;
    if (fault == CH_DEMO_FAULT_RELATED) {
        return related;
    }
    if (fault == CH_DEMO_FAULT_UNLISTED) {
        return 24 + (int)ch_demo_below(rng, CH_DEMO_PROVIDERS - 24);
    }
    int at = (int)ch_demo_below(rng, 24);
    at = (int)ch_demo_below(rng, at + 1); /* a few of them have most of the trade */
    return at == related ? (at + 1) % 24 : at;
}

static const struct ch_demo_programme *programme_named(const struct ch_demo *demo,
                                                       const char *id)
{
    for (int i = 0; i < CH_DEMO_PROGRAMMES; i++) {
        const struct ch_demo_programme *p = &demo->programmes[i];
        if (p->policy && strcmp(p->policy->id, id) == 0) {
            return p;
        }
    }
    return NULL;
}

static const struct ch_demo_programme *programme_drawn(const struct ch_demo *demo,
                                                       struct ch_demo_rng *rng)
{
    int64_t sum = 0;
    for (int i = 0; i < CH_DEMO_PROGRAMMES; i++) {
        sum += demo->programmes[i].policy ? demo->programmes[i].weight : 0;
    }
    int64_t dice = ch_demo_below(rng, sum);
    for (int i = 0; i < CH_DEMO_PROGRAMMES; i++) {
        const struct ch_demo_programme *p = &demo->programmes[i];
        if (p->policy && (dice -= p->weight) < 0) {
            return p;
        }
    }
    return NULL;
}

/* Newest cases by turns, so that a first screen shows every outcome; the rest: one in
 * four, each flaw in its turn. */
static const struct ch_demo_flaw *flaw_of(const struct ch_demo *demo, int64_t index,
                                          struct ch_demo_rng *rng)
{
    int64_t from_end = demo->cases - 1 - index;
    int64_t turn = index / ODD_EVERY + ch_demo_below(rng, 2);
    if (from_end < demo->fresh) {
        switch (from_end % 8) {
        case 1:
            return &ch_demo_flaws[from_end * 7 % ch_demo_flaw_count];
        case 2:
            return &ch_demo_flaws[from_end % 16 < 8 ? 1 : 16];
        case 3:
            return &ch_demo_flaws[from_end % 16 < 8 ? 4 : 14];
        case 5:
            return &ch_demo_waits[from_end / 8 % 2];
        case 6:
            return &ch_demo_flaws[turn % ch_demo_flaw_count];
        default:
            return NULL;
        }
    }
    if (index >= demo->cases - demo->tail && index % 11 == 0) {
        return &ch_demo_waits[index / 11 % 2];
    }
    return index % ODD_EVERY == 1 ? &ch_demo_flaws[turn % ch_demo_flaw_count] : NULL;
}

static int pick_tranche(const struct ch_demo *demo, const struct ch_demo_case *c,
                        int64_t index, struct ch_demo_rng *rng)
{
    if (c->programme->tranche_count < CH_DEMO_TRANCHES) {
        return 0;
    }
    enum ch_demo_fault fault = c->flaw ? c->flaw->fault : CH_DEMO_FAULT_CAP;
    int age = ch_demo_case_age(demo, index);
    bool newest = index >= demo->cases - demo->tail;
    if (fault == CH_DEMO_FAULT_LATE) {
        return CH_DEMO_STARTUPS;
    }
    if (fault == CH_DEMO_FAULT_EARLY) {
        return CH_DEMO_RESERVE;
    }
    if (fault == CH_DEMO_FAULT_BROKE) {
        return CH_DEMO_SME;
    }
    if (demo->orgs[c->org].startup && age > -c->programme->tranches[0].closes + 3) {
        return CH_DEMO_STARTUPS;
    }
    return ch_demo_chance(rng, newest ? 12 : 45) ? CH_DEMO_SME : CH_DEMO_RESEARCH;
}

/* Ask, contract and grant that belong together: the rate of the base is about the ask. */
static void price(const struct ch_demo *demo, struct ch_demo_case *c,
                  struct ch_demo_rng *rng)
{
    const struct ch_policy *p = c->programme->policy;
    int64_t rate = p->rate_bp.value;
    if (demo->orgs[c->org].startup && p->startup_rate_bp.known == CH_KNOWN) {
        rate = p->startup_rate_bp.value;
    }
    int64_t cap = p->case_cap_fen.known == CH_KNOWN ? p->case_cap_fen.value : MONEY_MAX;
    c->ask_fen = draw_ask(demo, rng);
    if (c->flaw && c->flaw->fault == CH_DEMO_FAULT_CAP) {
        c->ask_fen = cap + cap / 100 * ch_demo_between(rng, 8, 60);
    } else if (c->flaw && c->flaw->fault == CH_DEMO_FAULT_BROKE) {
        c->ask_fen =
            ch_demo_scaled(demo, ch_demo_between(rng, 12000, 20000) * 1000) * YUAN;
    } else if (c->ask_fen > cap) {
        c->ask_fen = cap - ch_demo_below(rng, cap / 4) / YUAN * YUAN;
    }
    c->eligible_fen = (c->ask_fen / rate + 1) * 10000;
    c->eligible_fen += (1000 - c->eligible_fen / YUAN % 1000) * YUAN;
    c->total_fen = c->eligible_fen;
    if (ch_demo_chance(rng, 35)) { /* storage or support in the same contract */
        c->total_fen += c->eligible_fen / 100 * ch_demo_between(rng, 3, 30);
    }
    if (ch_demo_chance(rng, 12)) { /* asks for more than the rate gives */
        c->ask_fen += c->ask_fen / 100 * ch_demo_between(rng, 2, 25) / YUAN * YUAN;
    }
    int64_t unit =
        p->rounding_unit_fen.known == CH_KNOWN ? p->rounding_unit_fen.value : 1;
    if (!money_rate(c->eligible_fen, rate, unit, &c->grant_fen)) {
        c->grant_fen = 0;
    }
    c->grant_fen = c->grant_fen > c->ask_fen ? c->ask_fen : c->grant_fen;
    c->grant_fen = c->grant_fen > cap ? cap : c->grant_fen;
    c->grant_fen -= c->grant_fen % unit;
}

/* The same contract as an earlier case that is in order; false when there is none near.
 */
static bool copy_twin(const struct ch_demo *demo, int64_t index, struct ch_demo_case *c)
{
    for (int64_t back = 2; back < 40 && back <= index; back++) {
        struct ch_demo_case twin;
        struct ch_demo_rng rng = ch_demo_rng(demo->seed, CH_DEMO_CASES, index - back);
        if (flaw_of(demo, index - back, &rng)) {
            continue;
        }
        ch_demo_case(demo, index - back, &twin);
        if (twin.programme == c->programme) {
            const struct ch_demo_flaw *flaw = c->flaw;
            *c = twin;
            c->flaw = flaw;
            return true;
        }
    }
    return false;
}

static void contract_terms(struct ch_demo_case *c, int64_t index, struct ch_demo_rng *rng)
{
    static const char *const prefixes[] = {"HT", "SL", "GPU", "XS", "ZS", "CN"};
    static const short terms[] = {90, 120, 180, 240, 300, 364};
    c->days = terms[ch_demo_below(rng, (int64_t)COUNT_OF(terms))];
    c->signed_ago = (int)ch_demo_between(rng, 8, 120);
    c->starts_ago = c->signed_ago - (int)ch_demo_between(rng, 1, 4);
    if (c->flaw && c->flaw->fault == CH_DEMO_FAULT_LONG) {
        c->days = 365 + (int)ch_demo_between(rng, 30, 700);
    }
    snprintf(c->number, sizeof c->number, "%s-%" PRId64 "-%05" PRId64,
             prefixes[ch_demo_below(rng, (int64_t)COUNT_OF(prefixes))], 1000 + index,
             ch_demo_below(rng, 100000));
}

void ch_demo_case(const struct ch_demo *demo, int64_t index, struct ch_demo_case *c)
{
    struct ch_demo_rng rng = ch_demo_rng(demo->seed, CH_DEMO_CASES, index);
    memset(c, 0, sizeof *c);
    c->flaw = flaw_of(demo, index, &rng);
    if (c->flaw && c->flaw->fault == CH_DEMO_FAULT_CAP &&
        index % (demo->cases / FULL_PRICE_CASES + 1) != 0) {
        c->flaw = NULL; /* caps do not shrink with the number of cases */
    }
    const char *place =
        c->flaw ? c->flaw->programme ? c->flaw->programme : "shanghai-compute" : NULL;
    c->programme = place ? programme_named(demo, place) : programme_drawn(demo, &rng);
    if (!c->programme) { /* an installation without that programme */
        c->flaw = NULL;
        c->programme = programme_drawn(demo, &rng);
    }
    bool late = c->flaw && c->flaw->fault == CH_DEMO_FAULT_LATE;
    if (late && ch_demo_case_age(demo, index) >= -c->programme->tranches[0].closes - 2) {
        c->flaw = NULL; /* it was still open then */
    }
    enum ch_demo_fault fault = c->flaw ? c->flaw->fault : CH_DEMO_FAULT_CAP;
    c->org = pick_org(demo, c->programme, fault, &rng);
    if (c->org < 0) {
        c->flaw = NULL;
        c->org = pick_org(demo, c->programme, CH_DEMO_FAULT_CAP, &rng);
    }
    c->org = c->org < 0 ? 0 : c->org;
    c->provider = pick_provider(demo, c->org, c->flaw ? fault : CH_DEMO_FAULT_CAP, &rng);
    c->tranche = pick_tranche(demo, c, index, &rng);
    price(demo, c, &rng);
    c->accelerator = (int)ch_demo_below(&rng, ch_demo_accelerator_count);
    contract_terms(c, index, &rng);
    c->more = rng.state;
    if (fault == CH_DEMO_FAULT_TWIN && c->flaw && !copy_twin(demo, index, c)) {
        c->flaw = NULL;
    }
}

enum ch_demo_fate ch_demo_case_fate(const struct ch_demo *demo, int64_t index,
                                    const struct ch_demo_case *c, const char **reason)
{
    int64_t held = demo->cases / 100 < HELD ? demo->cases / 100 : HELD;
    int64_t first = demo->cases * 60 / 100, step = demo->cases / (10 * (held + 1)) + 1;
    int64_t place = index - first;
    *reason = NULL;
    if (place >= 0 && place % step == 0 && place / step < held) {
        return CH_DEMO_LEAVE;
    }
    if (!c->flaw) {
        return CH_DEMO_APPROVE;
    }
    *reason = c->flaw->reason;
    bool turn_down = c->flaw->fate == CH_DEMO_RETURN && index / ODD_EVERY % 2 == 0;
    return turn_down ? CH_DEMO_REJECT : c->flaw->fate;
}

/* ---- as a line of an import ---- */

static void add_documents(const struct ch_demo_case *c, struct ch_demo_rng *rng,
                          struct buf *out)
{
    static const char hex[] = "0123456789abcdef";
    const char *list = c->programme->policy->documents;
    bool first = true;
    buf_adds(out, ",\"documents\":[");
    for (const char *at = list; *at;) {
        int len = (int)strcspn(at, ",");
        const char *state = "ok";
        char sha[65];
        if (c->flaw && c->flaw->document && (int)strlen(c->flaw->document) == len &&
            strncmp(c->flaw->document, at, (size_t)len) == 0) {
            state = c->flaw->state;
        }
        for (int i = 0; i < 64; i += 8) {
            int64_t bits = ch_demo_below(rng, INT64_C(1) << 32);
            for (int k = 0; k < 8; k++) {
                sha[i + k] = hex[bits >> (4 * k) & 15];
            }
        }
        sha[64] = '\0';
        buf_printf(out,
                   "%s{\"kind\":\"%.*s\",\"name\":\"%.*s-%s.pdf\",\"sha256\":\"%s\","
                   "\"state\":\"%s\"}",
                   first ? "" : ",", len, at, len, at, c->number, sha, state);
        first = false;
        at += len + (at[len] == ',');
    }
    buf_adds(out, "]");
}

static void add_usage(const struct ch_demo_case *c, date_day starts, int64_t hours,
                      struct buf *out)
{
    char from[16], to[16];
    enum ch_demo_fault fault = c->flaw ? c->flaw->fault : CH_DEMO_FAULT_CAP;
    if (!c->programme->policy->usage_proof || fault == CH_DEMO_FAULT_NO_USAGE) {
        return;
    }
    date_day first = fault == CH_DEMO_FAULT_PERIOD ? starts - 30 : starts;
    buf_printf(out,
               ",\"usage\":{\"from\":\"%s\",\"gpu_hours\":%" PRId64 ",\"to\":\"%s\"}",
               date_format(first, from), fault == CH_DEMO_FAULT_ZERO_USAGE ? 0 : hours,
               date_format(starts + 3, to));
}

void ch_demo_case_line(const struct ch_demo *demo, const struct ch_demo_case *c,
                       date_day day, struct buf *out)
{
    static const char *const others[] = {"区级算力补贴（2026年第二批）",
                                         "municipal industrial internet grant",
                                         "国家重点研发计划课题经费"};
    struct ch_demo_rng rng = {c->more};
    const struct ch_policy *p = c->programme->policy;
    const struct ch_demo_accelerator *card = &ch_demo_accelerators[c->accelerator];
    enum ch_demo_fault fault = c->flaw ? c->flaw->fault : CH_DEMO_FAULT_CAP;
    char signed_on[16], starts_on[16], ends_on[16];
    date_day starts = day - c->starts_ago, ends = starts + c->days;
    int64_t hours = c->eligible_fen / card->price_fen;
    buf_printf(out,
               "{\"applicant\":\"%s\",\"contract\":{\"eligible_fen\":%" PRId64
               ",\"ends_on\":\"%s\",\"number\":\"%s\",\"signed_on\":\"%s\","
               "\"starts_on\":\"%s\",\"total_fen\":%" PRId64 "}",
               demo->orgs[c->org].id, c->eligible_fen, date_format(ends, ends_on),
               c->number, date_format(day - c->signed_ago, signed_on),
               date_format(starts, starts_on), c->total_fen);
    buf_printf(out, ",\"declared\":{\"fees_paid\":%s,%s%s%s\"related\":%s}",
               fault == CH_DEMO_FAULT_FEES ? "false" : "true",
               fault == CH_DEMO_FAULT_OTHER_MONEY ? "\"other_subsidy\":\"" : "",
               fault == CH_DEMO_FAULT_OTHER_MONEY
                   ? others[ch_demo_below(&rng, (int64_t)COUNT_OF(others))]
                   : "",
               fault == CH_DEMO_FAULT_OTHER_MONEY ? "\"," : "",
               fault == CH_DEMO_FAULT_DECLARED ? "true" : "false");
    add_documents(c, &rng, out);
    buf_printf(out, ",\"programme\":\"%s\",\"provider\":\"%s\",\"request\":{", p->id,
               demo->providers[c->provider]);
    bool compute = strcmp(p->subject, "compute") == 0;
    if (compute) {
        buf_printf(out, "\"accelerator\":\"%s\",", card->id);
    }
    buf_printf(out,
               "\"amount_fen\":%" PRId64 ",\"gpu_hours\":%" PRId64
               ",\"kind\":\"%s\",\"purpose\":\"%s\"},\"tranche\":\"%d-%s\"",
               c->ask_fen, compute ? hours : 0,
               fault == CH_DEMO_FAULT_STORAGE ? "storage" : p->subject,
               ch_demo_purposes[ch_demo_below(&rng, ch_demo_purpose_count)], demo->year,
               c->programme->tranches[c->tranche].id);
    add_usage(c, starts, hours, out);
    buf_adds(out, "}\n");
}
