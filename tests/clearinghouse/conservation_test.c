/* Random programs of commands against a model that is as simple as can be: what each
 * command should do to a case and to the money, in a few lines of C and no SQL. After
 * every command the balances agree to the fen. A failure prints the seed of its program.
 * PROGRAMS=n runs more of them, SEED=n starts elsewhere. */
#include "tests/clearinghouse/office.h"

#include "common/money.h"

enum {
    PROGRAMS = 300,
    PROGRAMS_PER_OFFICE = 8, /* its clock must not leave the tranches' year */
    COMMANDS = 60,
    CASES = 12,
    TRANCHES = 2,
    APPLICANTS = 2,
    YUAN = 100,
};

static const int64_t threshold = 500000 * YUAN, henan_cap = 1000000 * YUAN;

struct tranche_model {
    const char *programme, *id;
    int64_t appropriated, available, reserved;
};

struct case_model {
    char id[ID_MAX], maker[16];
    int tranche, applicant;
    const char *status, *undo_status, *signer, *last_by;
    int64_t revision, ask, reserved, undo_until, due_at, updated_at;
};

struct model {
    struct office *o;
    uint64_t random, seed;
    char names[TRANCHES][CH_SLUG_MAX];
    char applicants[TRANCHES][APPLICANTS][ID_MAX], provider[ID_MAX];
    struct tranche_model tranches[TRANCHES];
    struct case_model cases[CASES];
    int count;
    int64_t used[TRANCHES][APPLICANTS]; /* of the yearly cap */
};

static int64_t pick(struct model *m, int64_t below)
{
    m->random ^= m->random << 13;
    m->random ^= m->random >> 7;
    m->random ^= m->random << 17;
    return (int64_t)(m->random >> 11) % below;
}

static bool is(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static int64_t now(const struct model *m)
{
    return ch_clock(&m->o->service);
}

/* ---- the model ---- */

static void settle(struct case_model *c, const char *status)
{
    c->status = status;
    c->revision++;
}

static void release(struct model *m, struct case_model *c)
{
    struct tranche_model *t = &m->tranches[c->tranche];
    t->reserved -= c->reserved;
    t->available += c->reserved;
    m->used[c->tranche][c->applicant] -= c->reserved;
    c->reserved = 0;
}

static int64_t others_of_group(const struct model *m, const struct case_model *c)
{
    int64_t sum = 0;
    for (int i = 0; i < m->count; i++) {
        const struct case_model *other = &m->cases[i];
        if (other != c && other->tranche == c->tranche &&
            other->applicant == c->applicant &&
            other->updated_at >= now(m) - 30 * DATE_DAY) {
            sum += other->reserved;
        }
    }
    return sum;
}

/* What the rules give: the ask, and no more than the cap leaves; whole yuan. */
static int64_t grant_of(const struct model *m, const struct case_model *c)
{
    int64_t grant = c->ask;
    if (is(m->tranches[c->tranche].programme, "henan")) {
        int64_t left = henan_cap - m->used[c->tranche][c->applicant];
        grant = left < grant ? left : grant;
    }
    return grant <= 0 ? 0 : grant - grant % YUAN;
}

static bool model_approve(struct model *m, struct case_model *c, const char *as,
                          int64_t amount)
{
    struct tranche_model *t = &m->tranches[c->tranche];
    if (is(as, "desk") || is(as, c->maker)) {
        return false;
    }
    if (is(c->status, "awaiting_second")) {
        if (strncmp(as, "supervisor", 10) != 0 || is(as, c->signer) ||
            (amount && amount != c->reserved)) {
            return false;
        }
        c->undo_status = "under_review";
        settle(c, "approved");
        return true;
    }
    int64_t grant = grant_of(m, c);
    amount = amount ? amount : grant;
    if (!is(c->status, "under_review") || amount <= 0 || amount > grant ||
        amount > t->available) {
        return false;
    }
    bool second = amount + others_of_group(m, c) > threshold;
    t->available -= amount;
    t->reserved += amount;
    m->used[c->tranche][c->applicant] += amount;
    c->reserved = amount;
    c->signer = as;
    c->undo_status = "under_review";
    settle(c, second ? "awaiting_second" : "approved");
    return true;
}

static bool model_undo(struct model *m, struct case_model *c, const char *as)
{
    if (is(as, "desk") || c->undo_until == 0 || now(m) >= c->undo_until ||
        (strncmp(as, "supervisor", 10) != 0 && !is(as, c->last_by))) {
        return false;
    }
    release(m, c);
    settle(c, c->undo_status);
    return true;
}

static bool model_move(struct case_model *c, const char *as, const char *decision,
                       int64_t at)
{
    bool desk = is(as, "desk"), officer = strncmp(as, "officer", 7) == 0;
    bool fresh = is(c->status, "submitted"), review = is(c->status, "under_review"),
         returned = is(c->status, "returned");
    const char *was = c->status;
    if (is(decision, "accept") && fresh && !desk) {
        settle(c, "under_review");
    } else if (is(decision, "return") && (fresh || review) && !desk) {
        c->due_at = at + 10 * DATE_DAY;
        settle(c, "returned");
    } else if (is(decision, "resubmit") && returned && (desk || officer)) {
        settle(c, "under_review");
    } else if (is(decision, "withdraw") && (fresh || review || returned) &&
               (desk || officer)) {
        settle(c, "withdrawn");
    } else if (is(decision, "assign") && !desk &&
               (fresh || review || is(was, "awaiting_second"))) {
        settle(c, was);
    } else {
        return false;
    }
    c->undo_status = was;
    return true;
}

/* True when it should be done; then the model has done it. */
static bool model_decide(struct model *m, struct case_model *c, const char *as,
                         const char *decision, int64_t amount)
{
    bool done, undoable = is(decision, "accept") || is(decision, "return") ||
                          is(decision, "approve") || is(decision, "reject");
    if (is(decision, "approve")) {
        done = model_approve(m, c, as, amount);
    } else if (is(decision, "undo")) {
        done = model_undo(m, c, as);
    } else if (is(decision, "reject")) {
        done = !is(as, "desk") &&
               (is(c->status, "submitted") || is(c->status, "under_review") ||
                is(c->status, "awaiting_second"));
        if (done) {
            c->undo_status =
                is(c->status, "awaiting_second") ? "under_review" : c->status;
            release(m, c);
            settle(c, "rejected");
        }
    } else if (is(decision, "withdraw") && is(c->status, "approved")) {
        done = is(as, "desk") || strncmp(as, "officer", 7) == 0;
        if (done) {
            release(m, c);
            settle(c, "withdrawn");
        }
    } else {
        done = model_move(c, as, decision, now(m));
    }
    if (done) {
        c->updated_at = now(m);
        c->undo_until = undoable ? now(m) + 30 * 60 * DATE_SECOND : 0;
        c->last_by = as;
    }
    return done;
}

static void model_due(struct model *m)
{
    for (int i = 0; i < m->count; i++) {
        struct case_model *c = &m->cases[i];
        if (is(c->status, "returned") && c->due_at <= now(m)) {
            settle(c, "withdrawn");
            c->undo_until = 0;
            c->updated_at = now(m);
        } else if (c->undo_until && c->undo_until <= now(m)) {
            c->revision++;
            c->undo_until = 0;
        }
    }
}

/* ---- agreement ---- */

static void agree_tranche(const struct model *m, int i)
{
    const struct tranche_model *t = &m->tranches[i];
    struct ch_tranche real;
    int64_t held = 0;
    office_budget(m->o, t->programme, t->id, &real);
    assert_int_equal(real.balance[CH_APPROPRIATED], t->appropriated);
    assert_int_equal(real.balance[CH_AVAILABLE], t->available);
    assert_int_equal(real.balance[CH_RESERVED], t->reserved);
    assert_int_equal(t->appropriated, t->available + t->reserved);
    for (int k = 0; k < m->count; k++) {
        held += m->cases[k].tranche == i ? m->cases[k].reserved : 0;
    }
    assert_int_equal(held, t->reserved);
}

static void agree_case(const struct model *m, const struct case_model *c)
{
    struct ch_application_row row;
    struct err err = {0};
    assert_ok(ch_application_get(m->o->db, c->id, &row, &err), err);
    assert_string_equal(row.status, c->status);
    assert_int_equal(row.revision, c->revision);
    assert_int_equal(row.reserved_fen, c->reserved);
    assert_true((row.undo_until != 0) == (c->undo_until != 0));
}

static void agree(const struct model *m)
{
    struct err err = {0};
    for (int i = 0; i < TRANCHES; i++) {
        agree_tranche(m, i);
        for (int k = 0; k < APPLICANTS; k++) {
            int64_t used;
            assert_ok(ch_cap_used(m->o->db, m->tranches[i].programme, m->applicants[i][k],
                                  2026, &used, &err),
                      err);
            assert_int_equal(used, m->used[i][k]);
        }
    }
    for (int i = 0; i < m->count; i++) {
        agree_case(m, &m->cases[i]);
    }
}

/* ---- commands ---- */

static void do_submit(struct model *m)
{
    static const char *const makers[] = {"desk", "desk", "officer"};
    if (m->count == CASES) {
        return;
    }
    struct case_model *c = &m->cases[m->count++];
    *c = (struct case_model){
        .status = "submitted",
        .undo_status = "",
        .signer = "",
        .last_by = "",
        .revision = 1,
        .tranche = (int)pick(m, TRANCHES),
        .applicant = (int)pick(m, APPLICANTS),
        .ask = (pick(m, 8) == 0 ? pick(m, 90000000) : pick(m, 30000000)) + 1,
        .updated_at = now(m)};
    snprintf(c->maker, sizeof c->maker, "%s", makers[pick(m, 3)]);
    office_submit(
        m->o, c->maker,
        &(struct case_body){.programme = m->tranches[c->tranche].programme,
                            .tranche = m->tranches[c->tranche].id,
                            .applicant = m->applicants[c->tranche][c->applicant],
                            .provider = m->provider,
                            .ask_fen = c->ask},
        c->id);
}

static const char *const people[] = {"officer",    "officer2",    "officer",
                                     "supervisor", "supervisor2", "desk"};

/* The decision's document; `amount` is 0 when it names none. */
static void write_decision(struct model *m, const char *decision, int64_t *amount,
                           char body[200])
{
    *amount = 0;
    if (is(decision, "approve") && pick(m, 3) == 0) {
        *amount = 1 + pick(m, 40000000);
        snprintf(body, 200, "{\"decision\":\"approve\",\"amount_fen\":%" PRId64 "}",
                 *amount);
    } else if (is(decision, "assign")) {
        snprintf(body, 200, "{\"decision\":\"assign\",\"assignee\":\"officer2\"}");
    } else {
        bool reason =
            is(decision, "reject") || is(decision, "return") || is(decision, "withdraw");
        snprintf(body, 200, "{\"decision\":\"%s\"%s}", decision,
                 reason ? ",\"reason\":{\"code\":\"other\",\"note\":\"by chance\"}" : "");
    }
}

static void do_decide(struct model *m)
{
    static const char *const decisions[] = {"accept", "approve", "approve",  "approve",
                                            "reject", "return",  "resubmit", "withdraw",
                                            "undo",   "undo",    "assign",   "accept"};
    if (m->count == 0) {
        return;
    }
    struct case_model *c = &m->cases[pick(m, m->count)], before = *c;
    const char *as = people[pick(m, COUNT_OF(people))];
    const char *decision = decisions[pick(m, COUNT_OF(decisions))];
    char body[200], path[128], match[32], key[40];
    int64_t amount, kind = pick(m, 10);
    write_decision(m, decision, &amount, body);
    bool dry = kind == 0, stale = kind == 1 && c->revision > 1, again = kind == 2;
    bool done = !dry && !stale && model_decide(m, c, as, decision, amount);
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", c->id);
    snprintf(match, sizeof match, "\"%" PRId64 "\"", before.revision - stale);
    snprintf(key, sizeof key, "k-%" PRIu64 "-%" PRId64, m->seed, ++m->o->serial);
    const struct ask ask = {.as = as,
                            .path = path,
                            .query = dry ? "dry_run=true" : NULL,
                            .body = body,
                            .if_match = match,
                            .key = key};
    for (int i = 0; i <= again; i++) {
        struct ch_reply reply = {.status = 0};
        int status = office_ask(m->o, &ask, &reply);
        if (!dry && (status == 201) != done) {
            fail_msg("%s by %s on a case that was %s gave %d: %s", body, as,
                     before.status, status, buf_str(&reply.body));
        }
        assert_true(status < 500);
        ch_reply_clear(&reply);
    }
}

static void do_money(struct model *m)
{
    struct tranche_model *t = &m->tranches[pick(m, TRANCHES)];
    struct ch_tranche real;
    char path[200], body[200], match[32];
    bool recall = pick(m, 2) == 0;
    int64_t amount = 1 + pick(m, 60000000);
    office_budget(m->o, t->programme, t->id, &real);
    snprintf(path, sizeof path, "/v1/programmes/%s/tranches/%s/appropriations",
             t->programme, t->id);
    snprintf(match, sizeof match, "\"%" PRId64 "\"", real.revision);
    snprintf(body, sizeof body,
             "{\"kind\":\"%s\",\"amount_fen\":%" PRId64 ",\"document\":\"Paper\"}",
             recall ? "recall" : "appropriate", amount);
    const struct ask ask = {
        .as = "supervisor", .path = path, .body = body, .if_match = match};
    if (recall && amount > t->available) {
        office_refused(m->o, &ask, 409, "budget-exceeded");
        return;
    }
    json_decref(office_json(m->o, &ask, 201));
    t->appropriated += recall ? -amount : amount;
    t->available += recall ? -amount : amount;
}

static void do_wait(struct model *m)
{
    static const int64_t spans[] = {1, 60, 1799, 1800, 86400, 5 * 86400, 11 * 86400};
    office_wait(m->o, spans[pick(m, COUNT_OF(spans))]);
    office_due(m->o);
    model_due(m);
}

static void begin_program(struct model *m, struct office *o, uint64_t seed)
{
    static const char *const programmes[TRANCHES] = {"shanghai-compute", "henan"};
    static const char *const regions[TRANCHES] = {"上海市", "河南省"};
    *m = (struct model){
        .o = o, .seed = seed, .random = seed * 2654435761u + 88172645463325252u};
    office_org(o, "provider", "", m->provider);
    for (int i = 0; i < TRANCHES; i++) {
        struct tranche_model *t = &m->tranches[i];
        snprintf(m->names[i], sizeof m->names[i], "p%" PRIu64, seed);
        *t = (struct tranche_model){.programme = programmes[i], .id = m->names[i]};
        t->appropriated = t->available = 1 + pick(m, 200000000);
        office_tranche(o, t->programme, t->id, t->appropriated);
        for (int k = 0; k < APPLICANTS; k++) {
            office_org(o, "firm", regions[i], m->applicants[i][k]);
        }
    }
}

static void run_program(struct office *o, uint64_t seed)
{
    struct model m;
    begin_program(&m, o, seed);
    for (int i = 0; i < COMMANDS; i++) {
        int64_t what = pick(&m, 20);
        if (what < 4) {
            do_submit(&m);
        } else if (what < 17) {
            do_decide(&m);
        } else if (what < 18) {
            do_money(&m);
        } else {
            do_wait(&m);
        }
        agree(&m);
    }
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
    assert_ok(ch_prepare_once(
                  o->db,
                  "SELECT count(*) FROM (SELECT programme, status, count(*) AS n, "
                  "sum(amount_fen) AS fen FROM applications GROUP BY 1, 2) a FULL JOIN "
                  "(SELECT * FROM counters WHERE count <> 0) c ON a.programme = "
                  "c.programme AND a.status = c.status WHERE a.n IS NOT c.count OR a.fen "
                  "IS NOT c.amount_fen",
                  &stmt, &err),
              err);
    assert_int_equal(ch_step(stmt, &err), CH_ROW);
    assert_int_equal(ch_col_int(stmt, 0), 0);
    ch_finish(stmt);
}

static void money__is_conserved_by_random_programs(void **state)
{
    uint64_t programs = from_environment("PROGRAMS", PROGRAMS);
    uint64_t first = from_environment("SEED", 1);
    struct office office;
    (void)state;
    for (uint64_t i = 0; i < programs; i++) {
        if (i % PROGRAMS_PER_OFFICE == 0) {
            office_open(&office, ":memory:");
        }
        print_message("seed %" PRIu64 "\n", first + i);
        run_program(&office, first + i);
        if (i % PROGRAMS_PER_OFFICE == PROGRAMS_PER_OFFICE - 1 || i + 1 == programs) {
            office_verify(&office);
            agree_counters(&office);
            office_close(&office);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money__is_conserved_by_random_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
