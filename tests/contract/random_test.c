/* Random programs over the whole life of cases, vouchers, claims and years, put to the
 * clearinghouse and to a model of it (tests/support/model.h). After every command both
 * agree: what was done or refused, every status and revision, every account to the fen.
 * A failure prints its seed. PROGRAMS=n runs that many in memory, POSTGRES_PROGRAMS=n on
 * PostgreSQL, SEED=n begins elsewhere; `make random` runs 10,000. */
#include "tests/clearinghouse/office.h"
#include "tests/support/model_agree.h"
#include "tests/support/postgres.h"

#include "clearinghouse/service/replay.h"

#include <unistd.h>

enum {
    PROGRAMS = 200,
    FILE_PROGRAMS = 8,
    POSTGRES_PROGRAMS = 8,
    PROGRAMS_PER_OFFICE = 8,
    COMMANDS = 200,
    LIMITS_EVERY = 10, /* commands; there are many limits */
    INVOICES = 12,     /* so few that some come twice */
};

#define PROGRAMMES VD_SOURCE_DIR "/tests/data/random"

/* How a command is sent: once, only to look, at an old revision, or twice. */
enum manner { ONCE, DRY, STALE, AGAIN };

struct play {
    struct office *o;
    struct model m;
    uint64_t random;
    int64_t serial;
    int64_t last_reference; /* of the treasury; 0: none yet */
    json_t *answer;         /* of the last call; owned */
};

/* What was done and what was refused, to see that everything was tried. */
static struct {
    const char *kind, *what;
    int done, refused;
} tried[48];

static void note(const char *kind, const char *what, bool done)
{
    size_t i = 0;
    while (tried[i].what &&
           (strcmp(tried[i].what, what) != 0 || strcmp(tried[i].kind, kind) != 0)) {
        i++;
    }
    assert_true(i < COUNT_OF(tried) - 1);
    tried[i].kind = kind;
    tried[i].what = what;
    tried[i].done += done;
    tried[i].refused += !done;
}

static int64_t pick(struct play *p, int64_t below)
{
    p->random ^= p->random << 13;
    p->random ^= p->random >> 7;
    p->random ^= p->random << 17;
    return (int64_t)(p->random >> 11) % below;
}

static enum model_person somebody(struct play *p)
{
    return (enum model_person)pick(p, MODEL_PEOPLE);
}

typedef bool model_fn(struct model *m, int at, const struct model_order *order);

/* Most of the time somebody is found who may; else it is whoever came last. */
static bool by_somebody(struct play *p, model_fn *put_to, int at,
                        struct model_order *order)
{
    bool yes = false;
    for (int64_t tries = pick(p, 6); !yes && tries >= 0; tries--) {
        order->as = somebody(p);
        yes = put_to(&p->m, at, order);
    }
    return yes;
}

/* One of `count`, rather the one `over` does not say it is done with. */
static int one_of(struct play *p, int count, bool (*over)(const struct play *p, int at))
{
    int at = (int)pick(p, count);
    for (int tries = 0; tries < 4 && over(p, at); tries++) {
        at = (int)pick(p, count);
    }
    return at;
}

static enum manner some_manner(struct play *p)
{
    int64_t n = pick(p, 12);
    return n == 0 ? DRY : n == 1 ? STALE : n == 2 ? AGAIN : ONCE;
}

/* ---- sending ---- */

struct call {
    const char *kind, *what, *path, *body;
    enum model_person as;
    int64_t revision; /* 0: it has none */
    enum manner manner;
};

static void expect(struct play *p, const struct call *c, struct ch_reply *reply, bool yes)
{
    struct err err = {0};
    int want = !yes ? 400 : c->manner == DRY ? 200 : 201;
    if (yes ? reply->status != want : reply->status < want || reply->status >= 500) {
        fail_msg("seed %" PRIu64 ": %s %s by %s on %s should be %s: %d %s", p->m.seed,
                 c->what, c->body, model_people[c->as], c->path, yes ? "done" : "refused",
                 reply->status, buf_str(&reply->body));
    }
    json_decref(p->answer);
    p->answer = NULL;
    assert_ok(
        json_read(buf_str(&reply->body), reply->body.len, SIZE_MAX, &p->answer, &err),
        err);
    assert_true(yes || *json_str(p->answer, "detail"));
}

/* `before` is the model before it did the same, and `yes` what it said of it. Only to
 * look changes nothing, and what was seen too long ago is refused. True when done. */
static bool put(struct play *p, const struct call *c, const struct model *before,
                bool yes)
{
    char match[32], key[48];
    yes = yes && c->manner != STALE;
    if (c->manner == DRY || c->manner == STALE) {
        p->m = *before;
    }
    snprintf(match, sizeof match, "\"%" PRId64 "\"", c->revision - (c->manner == STALE));
    snprintf(key, sizeof key, "r-%" PRIu64 "-%" PRId64, p->m.seed, ++p->serial);
    const struct ask ask = {.as = model_people[c->as],
                            .path = c->path,
                            .query = c->manner == DRY ? "dry_run=true" : NULL,
                            .body = c->body,
                            .if_match = c->revision ? match : NULL,
                            .key = key};
    for (int i = 0; i <= (c->manner == AGAIN); i++) {
        struct ch_reply reply = {.status = 0};
        office_ask(p->o, &ask, &reply);
        expect(p, c, &reply, yes);
        ch_reply_clear(&reply);
    }
    yes = yes && c->manner != DRY;
    note(c->kind, c->what, yes);
    return yes;
}

/* ---- commands ---- */

/* What one would do next, most of the time; else anything. */
struct usual {
    const char *status;
    const char *words[12];
};

static const char *next_word(struct play *p, const struct usual *usual,
                             const char *status)
{
    size_t i = 0, count = 0, rows = 0;
    while (usual[rows].status) {
        rows++;
    }
    while (usual[i].status && strcmp(usual[i].status, status) != 0) {
        i++;
    }
    i = !usual[i].status || pick(p, 6) == 0 ? (size_t)pick(p, (int64_t)rows) : i;
    while (usual[i].words[count]) {
        count++;
    }
    return usual[i].words[pick(p, (int64_t)count)];
}

#define WHY ",\"reason\":{\"code\":\"other\",\"note\":\"by chance\"}"

static bool among(const char *word, const char *const list[])
{
    while (*list && strcmp(word, *list) != 0) {
        list++;
    }
    return *list != NULL;
}

static const char *invoice_body(const struct play *p, int number, int64_t fen,
                                char out[200])
{
    snprintf(out, 200,
             ",\"invoice\":{\"number\":\"R%" PRIu64 "-%d\",\"date\":\"%d-06-01\","
             "\"amount_fen\":%" PRId64 "}",
             p->m.seed, number, p->m.first_year - 1, fen);
    return out;
}

/* Contracts of four years from the first day of the year before. */
static void case_body(const struct play *p, const struct model_case *c, int64_t serial,
                      char out[1600])
{
    char starts[16], ends[16], until[16], invoice[200] = "";
    date_day first = date_from_civil(p->m.first_year - 1, 1, 1);
    if (c->invoice) {
        invoice_body(p, c->invoice, c->total, invoice);
    }
    snprintf(
        out, 1600,
        "{\"programme\":\"%s\",\"tranche\":\"%s\",\"applicant\":\"%s\",\"provider\":"
        "\"%s\",\"contract\":{\"number\":\"HT-%" PRId64
        "\",\"signed_on\":\"%s\",\"starts_on\":\"%s\",\"ends_on\":\"%s\",\"total_fen\":"
        "%" PRId64 ",\"eligible_fen\":%" PRId64
        "},\"request\":{\"kind\":\"compute\",\"accelerator\":\"h100\",\"gpu_hours\":100,"
        "\"amount_fen\":%" PRId64 ",\"purpose\":\"训练\"},\"declared\":{\"fees_paid\":"
        "true},\"usage\":{\"gpu_hours\":"
        "10,\"from\":\"%s\",\"to\":\"%s\",\"centre\":\"c%" PRIu64
        "\"}%s,\"documents\":[{\"kind\":\"contract\",\"name\":\"a\",\"sha256\":\"0\"},{"
        "\"kind\":\"undertaking\",\"name\":\"b\",\"sha256\":\"0\"}]}",
        model_programmes[c->programme].id, p->m.tranches[c->programme][c->tranche].id,
        p->m.firms[c->firm], p->m.provider, serial, date_format(first, starts), starts,
        date_format(first + c->contract_days, ends), c->total, c->eligible, c->ask,
        starts, date_format(first + c->used_days, until), p->m.seed, invoice);
}

static void do_submit(struct play *p)
{
    char body[1600];
    if (p->m.case_count == MODEL_CASES) {
        return;
    }
    struct model_case *c = &p->m.cases[p->m.case_count++];
    *c = (struct model_case){.programme = (int)pick(p, MODEL_PROGRAMMES),
                             .tranche =
                                 model_year(&p->m) > p->m.first_year || pick(p, 8) == 0,
                             .firm = (int)pick(p, MODEL_FIRMS),
                             .maker = pick(p, 3) ? MODEL_DESK : MODEL_OFFICER,
                             .last_by = MODEL_NOBODY,
                             .status = "submitted",
                             .undo_status = "",
                             .revision = 1,
                             .ask = 1 + pick(p, pick(p, 4) ? 12000000 : 60000000),
                             .total = 1000000 + pick(p, 200000000),
                             .contract_days = 1461, /* of four years */
                             .used_days = 1 + (int)pick(p, 300),
                             .invoice = (int)pick(p, INVOICES),
                             .submitted = model_today(&p->m),
                             .updated_at = p->m.now};
    c->eligible = c->total - pick(p, c->total / 4);
    case_body(p, c, ++p->serial, body);
    struct call call = {"case",   "submit", "/v1/applications",       body,
                        c->maker, 0,        pick(p, 8) ? ONCE : AGAIN};
    put(p, &call, &p->m, true);
    snprintf(c->id, sizeof c->id, "%s", json_str(p->answer, "id"));
}

static void case_order(struct play *p, struct model_order *o, char body[400])
{
    static const char *const reasoned[] = {"reject", "return",  "withdraw", "object",
                                           "uphold", "dismiss", "lapse",    NULL};
    char amount[48] = "";
    if (strcmp(o->what, "approve") == 0 && pick(p, 3) == 0) {
        o->amount = 1 + pick(p, 15000000);
        snprintf(amount, sizeof amount, ",\"amount_fen\":%" PRId64, o->amount);
    }
    snprintf(body, 400, "{\"decision\":\"%s\"%s%s%s%s}", o->what, amount,
             strcmp(o->what, "assign") == 0 ? ",\"assignee\":\"officer2\"" : "",
             strcmp(o->what, "object") == 0
                 ? ",\"objector\":\"李娜\",\"evidence\":\"photographs\""
                 : "",
             among(o->what, reasoned) ? WHY : "");
}

/* Its voucher, and the claim that came with it where use came first. */
static void find_issued(struct play *p)
{
    struct model_voucher *v = &p->m.vouchers[p->m.voucher_count - 1];
    char query[128];
    snprintf(v->id, sizeof v->id, "%s",
             json_str(json_obj(json_obj(p->answer, "application"), "grant"), "voucher"));
    if (!model_programmes[v->programme].use_first) {
        return;
    }
    snprintf(query, sizeof query, "voucher=%s", v->id);
    json_t *doc = office_json(
        p->o, &(struct ask){.as = "officer", .path = "/v1/claims", .query = query}, 200);
    struct model_claim *c = &p->m.claims[p->m.claim_count - 1];
    snprintf(c->id, sizeof c->id, "%s",
             json_str(json_array_get(json_obj(doc, "items"), 0), "id"));
    json_decref(doc);
}

static bool case_is_over(const struct play *p, int at)
{
    return model_among(p->m.cases[at].status, "rejected withdrawn lapsed issued");
}

static bool voucher_is_over(const struct play *p, int at)
{
    return p->m.vouchers[at].unused == 0;
}

static bool claim_is_over(const struct play *p, int at)
{
    return model_among(p->m.claims[at].status, "rejected paid");
}

static void do_decide(struct play *p)
{
    static const struct usual usual[] = {
        {"submitted",
         {"accept", "accept", "accept", "accept", "accept", "accept", "return", "reject",
          "withdraw"}},
        {"under_review",
         {"approve", "approve", "approve", "approve", "approve", "approve", "return",
          "reject", "assign"}},
        {"returned", {"resubmit", "resubmit", "withdraw"}},
        {"awaiting_second", {"approve", "approve", "approve", "reject", "undo"}},
        {"approved",
         {"notice", "notice", "notice", "notice", "notice", "undo", "withdraw", "lapse"}},
        {"on_notice",
         {"issue", "issue", "issue", "issue", "issue", "issue", "object", "lapse"}},
        {"objected", {"dismiss", "dismiss", "uphold"}},
        {"rejected", {"undo"}},
        {.status = NULL}};
    if (p->m.case_count == 0 || p->m.claim_count == MODEL_CLAIMS) {
        return;
    }
    const struct model before = p->m;
    int at = one_of(p, p->m.case_count, case_is_over);
    const struct model_case *c = &before.cases[at];
    struct model_order order = {.what = next_word(p, usual, c->status)};
    char path[128], body[400];
    case_order(p, &order, body);
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", c->id);
    bool yes = by_somebody(p, model_decide, at, &order);
    const struct call call = {"case",   order.what,  path,          body,
                              order.as, c->revision, some_manner(p)};
    if (put(p, &call, &before, yes) && strcmp(order.what, "issue") == 0) {
        find_issued(p);
    }
}

static void do_act(struct play *p)
{
    static const struct usual usual[] = {
        {"active", {"freeze", "extend", "revoke"}},
        {"frozen", {"unfreeze", "unfreeze", "extend", "revoke", "revoke"}},
        {"expired", {"extend", "unfreeze"}},
        {.status = NULL}};
    if (p->m.voucher_count == 0) {
        return;
    }
    const struct model before = p->m;
    int at = one_of(p, p->m.voucher_count, voucher_is_over);
    const struct model_voucher *v = &before.vouchers[at];
    struct model_order order = {.what = next_word(p, usual, v->status),
                                .as = somebody(p),
                                .until = v->valid_until +
                                         (date_day)pick(p, pick(p, 4) ? 60 : 400) - 3};
    char path[128], body[300], until[48] = "", day[16];
    if (strcmp(order.what, "extend") == 0) {
        snprintf(until, sizeof until, ",\"until\":\"%s\"", date_format(order.until, day));
    }
    snprintf(body, sizeof body, "{\"action\":\"%s\"%s" WHY "}", order.what, until);
    snprintf(path, sizeof path, "/v1/vouchers/%s/actions", v->id);
    bool yes = by_somebody(p, model_act, at, &order);
    const struct call call = {"voucher", order.what,  path,          body,
                              order.as,  v->revision, some_manner(p)};
    put(p, &call, &before, yes);
}

/* ---- claims ---- */

static void do_lodge(struct play *p)
{
    if (p->m.voucher_count == 0 || p->m.claim_count == MODEL_CLAIMS) {
        return;
    }
    const struct model before = p->m;
    int at = one_of(p, p->m.voucher_count, voucher_is_over);
    int year = p->m.first_year - 1;
    const struct model_voucher *v = &before.vouchers[at];
    char body[900], invoice[200];
    struct model_claim claim = {.of = at,
                                .maker = somebody(p),
                                .asked = 1 + pick(p, 1 + v->unused * 5 / 4),
                                .invoice = 1 + (int)pick(p, 3 * INVOICES)};
    claim.invoice_fen = 4 * claim.asked + pick(p, 3 * claim.asked);
    snprintf(body, sizeof body,
             "{\"voucher\":\"%s\",\"amount_fen\":%" PRId64 "%s,\"usage\":{\"gpu_hours\":"
             "10,\"from\":\"%d-02-01\",\"to\":\"%d-02-27\",\"centre\":\"c%" PRIu64 "\"}}",
             v->id, claim.asked,
             invoice_body(p, claim.invoice, claim.invoice_fen, invoice), year, year,
             p->m.seed);
    enum manner manner = some_manner(p);
    const struct call call = {"claim",
                              "lodge",
                              "/v1/claims",
                              body,
                              claim.maker,
                              0,
                              manner == STALE ? ONCE : manner};
    bool yes = model_desk(claim.maker) && model_lodge(&p->m, &claim);
    if (put(p, &call, &before, yes)) {
        snprintf(p->m.claims[p->m.claim_count - 1].id, ID_MAX, "%s",
                 json_str(p->answer, "id"));
    }
}

static void claim_order(struct play *p, const struct model_claim *c,
                        struct model_order *o, char body[600])
{
    static const char *const reasoned[] = {"query", "reject", "fail", "recover", NULL};
    char amount[48] = "", invoice[200] = "", until[48] = "", day[16];
    bool money = strcmp(o->what, "approve") == 0 || strcmp(o->what, "recover") == 0;
    if (money && pick(p, 3) == 0) {
        o->amount = 1 + pick(p, c->asked * 5 / 4);
        snprintf(amount, sizeof amount, ",\"amount_fen\":%" PRId64, o->amount);
    }
    if (strcmp(o->what, "recover") == 0 && pick(p, 2) == 0) {
        o->until = model_today(&p->m) + (date_day)pick(p, 20) - 2;
        snprintf(until, sizeof until, ",\"until\":\"%s\"", date_format(o->until, day));
    }
    if (strcmp(o->what, "answer") == 0) {
        o->invoice = 1 + (int)pick(p, 3 * INVOICES);
        o->invoice_fen = 4 * c->asked + pick(p, 2 * c->asked);
        invoice_body(p, o->invoice, o->invoice_fen, invoice);
    }
    snprintf(body, 600, "{\"decision\":\"%s\"%s%s%s%s}", o->what, amount, invoice, until,
             strcmp(o->what, "match") == 0
                 ? ",\"reason\":{\"code\":\"checked-by-hand\",\"note\":\"by chance\"}"
             : among(o->what, reasoned) ? WHY
                                        : "");
}

static void do_judge(struct play *p)
{
    static const struct usual usual[] = {
        {"lodged", {"match", "match", "match", "query", "reject"}},
        {"queried", {"answer", "answer", "match", "reject"}},
        {"matched", {"approve", "approve", "approve", "approve", "query", "reject"}},
        {"approved", {"pay", "pay", "pay", "pay", "reject"}},
        {"in_payment", {"fail", "pay"}},
        {"failed", {"pay", "pay", "reject"}},
        {"paid", {"recover", "recover", "reject", "pay"}},
        {.status = NULL}};
    if (p->m.claim_count == 0) {
        return;
    }
    const struct model before = p->m;
    int at = one_of(p, p->m.claim_count, claim_is_over);
    const struct model_claim *c = &before.claims[at];
    struct model_order order = {.what = next_word(p, usual, c->status)};
    char path[128], body[600];
    claim_order(p, c, &order, body);
    snprintf(path, sizeof path, "/v1/claims/%s/decisions", c->id);
    bool yes = by_somebody(p, model_judge, at, &order);
    const struct call call = {"claim",  order.what,  path,          body,
                              order.as, c->revision, some_manner(p)};
    put(p, &call, &before, yes);
}

static void do_receipt(struct play *p)
{
    static const struct usual usual[] = {
        {"in_payment", {"paid", "paid", "paid", "failed"}},
        {"recovered", {"recovered"}},
        {.status = NULL}};
    if (p->m.claim_count == 0) {
        return;
    }
    const struct model before = p->m;
    int at = one_of(p, p->m.claim_count, claim_is_over);
    const struct model_claim *c = &before.claims[at];
    struct model_order order = {.what = next_word(p, usual, c->status),
                                .amount = c->amount + (pick(p, 8) == 0)};
    char body[400], day[16];
    bool used = p->last_reference && pick(p, 10) == 0;
    int64_t reference = used ? p->last_reference : ++p->serial;
    if (strcmp(order.what, "recovered") == 0) {
        order.amount = 1 + pick(p, 1 + (c->recover - c->recovered) * 5 / 4);
    }
    order.amount += order.amount == 0;
    snprintf(body, sizeof body,
             "{\"programme\":\"%s\",\"lines\":[{\"claim\":\"%s\",\"outcome\":\"%s\","
             "\"amount_fen\":%" PRId64 ",\"on\":\"%s\",\"reference\":\"T-%" PRIu64
             "-%" PRId64 "\"}]}",
             model_programmes[c->programme].id, c->id, order.what, order.amount,
             date_format(model_today(&p->m), day), p->m.seed, reference);
    bool yes = by_somebody(p, model_receipt, at, &order);
    enum manner manner = some_manner(p);
    const struct call call = {"treasury",
                              order.what,
                              "/v1/payments",
                              body,
                              order.as,
                              0,
                              manner == STALE ? ONCE : manner};
    if (used) {
        p->m = before;
    }
    if (put(p, &call, &before, yes && !used)) {
        p->last_reference = reference;
    }
}

/* ---- money and time ---- */

static void do_money(struct play *p)
{
    const struct model before = p->m;
    int programme = (int)pick(p, MODEL_PROGRAMMES), at = (int)pick(p, MODEL_TRANCHES);
    const struct model_tranche *t = &before.tranches[programme][at];
    int64_t amount = 1 + pick(p, 60000000);
    bool recall = pick(p, 2) == 0;
    char path[200], body[200];
    snprintf(path, sizeof path, "/v1/programmes/%s/tranches/%s/appropriations",
             model_programmes[programme].id, t->id);
    snprintf(body, sizeof body,
             "{\"kind\":\"%s\",\"amount_fen\":%" PRId64 ",\"document\":\"Paper\"}",
             recall ? "recall" : "appropriate", amount);
    const struct call call = {
        "tranche",   recall ? "recall" : "appropriate", path, body, somebody(p),
        t->revision, pick(p, 8) ? ONCE : AGAIN};
    bool yes = model_supervisor(call.as) &&
               model_appropriate(&p->m, programme, at, recall ? -amount : amount);
    put(p, &call, &before, yes);
}

static void do_close(struct play *p)
{
    const struct model before = p->m;
    int programme = (int)pick(p, MODEL_PROGRAMMES), at = pick(p, 4) == 0;
    int carry_to = pick(p, 3) ? 1 - at : -1;
    const struct model_tranche *t = &before.tranches[programme][at];
    char path[200], body[200], carry[64] = "";
    if (carry_to >= 0) {
        snprintf(carry, sizeof carry, ",\"carry_to\":\"%s\"",
                 before.tranches[programme][carry_to].id);
    }
    snprintf(path, sizeof path, "/v1/programmes/%s/tranches/%s/closing",
             model_programmes[programme].id, t->id);
    snprintf(body, sizeof body, "{\"document\":\"Paper\"%s}", carry);
    const struct call call = {"tranche",
                              "close",
                              path,
                              body,
                              somebody(p),
                              t->revision,
                              pick(p, 8) ? ONCE : AGAIN};
    bool yes = model_supervisor(call.as) && model_close(&p->m, programme, at, carry_to);
    put(p, &call, &before, yes);
}

static void do_wait(struct play *p)
{
    static const int64_t spans[] = {
        60,        1800,      1800,       86400,      7 * 86400 - 1, 7 * 86400,
        7 * 86400, 7 * 86400, 11 * 86400, 25 * 86400, 90 * 86400};
    if (model_year(&p->m) < p->m.first_year + MODEL_YEARS - 2) {
        office_wait(p->o, spans[pick(p, COUNT_OF(spans))]);
        office_due(p->o);
        p->m.now = ch_clock(&p->o->service);
        model_due(&p->m);
    }
}

static const struct {
    int share; /* of a hundred */
    void (*run)(struct play *play);
} commands[] = {{6, do_submit}, {30, do_decide}, {4, do_act},
                {9, do_lodge},  {21, do_judge},  {10, do_receipt},
                {2, do_money},  {3, do_close},   {15, do_wait}};

/* ---- programs ---- */

/* Somewhere in a year nobody has been in yet, with firms and tranches of its own. */
static void begin_clock(struct play *p)
{
    int year = date_split(ch_clock(&p->o->service), DATE_ZONE_CHINA).year + 1;
    date_day day = date_from_civil(year, 1, 1) + (date_day)pick(p, 330);
    atomic_store(&p->o->service.clock_stopped_at,
                 date_start(day, DATE_ZONE_CHINA) + 12 * 3600 * DATE_SECOND);
    office_due(p->o);
    p->m.first_year = year;
    p->m.now = ch_clock(&p->o->service);
}

static void begin_firms(struct play *p)
{
    char body[512];
    office_org(p->o, "provider", "", p->m.provider);
    office_org(p->o, "firm", "", p->m.firms[0]);
    office_org(p->o, "firm", "", p->m.firms[2]);
    size_t len = strlen(body_org(++p->o->serial, "firm", "", body, sizeof body));
    snprintf(body + len - 1, sizeof body - len, ",\"group_id\":\"%s\"}", p->m.firms[0]);
    json_t *doc = office_json(
        p->o, &(struct ask){.as = "officer", .path = "/v1/organisations", .body = body},
        201);
    snprintf(p->m.firms[1], ID_MAX, "%s", json_str(doc, "id"));
    json_decref(doc);
    snprintf(body, sizeof body,
             "{\"slug\":\"c%" PRIu64
             "\",\"name\":\"C\",\"operator_org\":\"%s\",\"province\":"
             "\"上海市\",\"status\":\"listed\",\"price_fen\":1200}",
             p->m.seed, p->m.provider);
    json_decref(office_json(
        p->o, &(struct ask){.as = "supervisor", .path = "/v1/centres", .body = body},
        201));
}

static void begin_tranches(struct play *p)
{
    for (int i = 0; i < MODEL_PROGRAMMES; i++) {
        for (int k = 0; k < MODEL_TRANCHES; k++) {
            struct model_tranche *t = &p->m.tranches[i][k];
            int64_t fen = 1 + pick(p, 200000000);
            *t = (struct model_tranche){.year = p->m.first_year + k, .revision = 2};
            snprintf(t->id, sizeof t->id, "p%" PRIu64 "-%d", p->m.seed, k);
            t->money[CH_APPROPRIATED] = t->money[CH_AVAILABLE] = fen;
            office_tranche_in(p->o, model_programmes[i].id, t->id, t->year, fen);
        }
    }
}

static void run_program(struct office *o, uint64_t seed)
{
    static struct play p;
    p = (struct play){
        .o = o, .m.seed = seed, .random = seed * 2654435761u + 88172645463325252u};
    begin_clock(&p);
    begin_firms(&p);
    begin_tranches(&p);
    for (int i = 1; i <= COMMANDS; i++) {
        int64_t at = pick(&p, 100);
        size_t k = 0;
        while (at >= commands[k].share) {
            at -= commands[k++].share;
        }
        commands[k].run(&p);
        model_agree(o, &p.m, i % LIMITS_EVERY == 0);
    }
    json_decref(p.answer);
}

static uint64_t from_environment(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

/* The counters a dashboard shows are what counting gives. */
static void agree_counters(struct office *o)
{
    struct err err = {0};
    struct ch_stmt *stmt;
    assert_ok(
        ch_prepare_once(
            o->db,
            "SELECT count(*) FROM (SELECT programme, status, count(*) AS n, "
            "sum(amount_fen) AS fen FROM applications GROUP BY 1, 2) a FULL JOIN "
            "(SELECT * FROM counters WHERE count <> 0) c ON a.programme = "
            "c.programme AND a.status = c.status WHERE a.n IS DISTINCT FROM c.count OR "
            "a.fen IS DISTINCT FROM c.amount_fen",
            &stmt, &err),
        err);
    assert_int_equal(ch_step(stmt, &err), CH_ROW);
    assert_int_equal(ch_col_int(stmt, 0), 0);
    ch_finish(stmt);
}

/* Every balance and every verdict again from the journal, as `verify` does it. */
static void replay(struct office *o, const char *where)
{
    struct ch_head *heads;
    struct ch_replayed replayed;
    size_t count;
    struct err err = {0};
    assert_ok(ch_journal_heads(o->db, &heads, &count, &err), err);
    assert_ok(ch_replay(where, o->db, heads, count, &replayed, &err), err);
    assert_true(replayed.verdicts > 0 && replayed.transfers > 0);
    free(heads);
}

/* ---- tests ---- */

static struct postgres server;

static void run_office(const char *where, uint64_t first, uint64_t count)
{
    struct office office;
    office_open_with(&office, where, PROGRAMMES);
    for (uint64_t i = 0; i < count; i++) {
        run_program(&office, first + i);
    }
    office_verify(&office);
    agree_counters(&office);
    if (strcmp(where, ":memory:") != 0) {
        replay(&office, where);
    }
    office_close(&office);
}

static void programs__agree_with_the_model(void **state)
{
    uint64_t programs = from_environment("PROGRAMS", PROGRAMS);
    uint64_t first = from_environment("SEED", 1);
    (void)state;
    for (uint64_t i = 0; i < programs; i += PROGRAMS_PER_OFFICE) {
        uint64_t left = programs - i;
        run_office(":memory:", first + i,
                   left < PROGRAMS_PER_OFFICE ? left : PROGRAMS_PER_OFFICE);
    }
    print_message("%" PRIu64 " programs of %d commands from seed %" PRIu64 "\n", programs,
                  COMMANDS, first);
}

static void programs__on_a_file_are_told_again_by_the_journal(void **state)
{
    static const char *const suffixes[] = {"", "-wal", "-shm", ".lock"};
    char path[64], name[80];
    (void)state;
    snprintf(path, sizeof path, "/tmp/vd-random-%ld.db", (long)getpid());
    run_office(path, from_environment("SEED", 1), FILE_PROGRAMS);
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        unlink(name);
    }
}

static void programs__on_postgres_agree_with_the_model(void **state)
{
    uint64_t programs = from_environment("POSTGRES_PROGRAMS", POSTGRES_PROGRAMS);
    uint64_t first = from_environment("SEED", 1);
    char url[256];
    (void)state;
    for (uint64_t i = 0; i < programs; i += PROGRAMS_PER_OFFICE) {
        uint64_t left = programs - i;
        postgres_database(&server, url, sizeof url);
        run_office(url, first + i,
                   left < PROGRAMS_PER_OFFICE ? left : PROGRAMS_PER_OFFICE);
    }
}

/* A command that never was done, or never refused, was not tested. */
static void programs__try_everything(void **state)
{
    (void)state;
    for (size_t i = 0; tried[i].what; i++) {
        print_message("%-8s %-11s done %7d   refused %7d\n", tried[i].kind, tried[i].what,
                      tried[i].done, tried[i].refused);
    }
    if (from_environment("PROGRAMS", PROGRAMS) < PROGRAMS) {
        return; /* too few to say */
    }
    for (size_t i = 0; tried[i].what; i++) {
        assert_true(tried[i].done > 0);
        assert_true(tried[i].refused > 0 || strcmp(tried[i].what, "submit") == 0);
    }
}

static int begin(void **state)
{
    (void)state;
    return postgres_begin(&server) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    postgres_end(&server);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs__agree_with_the_model),
        cmocka_unit_test(programs__on_a_file_are_told_again_by_the_journal),
        cmocka_unit_test(programs__on_postgres_agree_with_the_model),
        cmocka_unit_test(programs__try_everything),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
