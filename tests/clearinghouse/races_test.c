/* Many want the same thing at one instant, over the real socket: one of them gets it, and
 * the others are told why not. On SQLite with one daemon, and on PostgreSQL with two on
 * one database, half of the clients at each. ROUNDS=n runs each race n times. */
#include "tests/clearinghouse/client_life.h"
#include "tests/support/postgres.h"
#include "tests/support/race.h"

#include <unistd.h>

enum {
    ROUNDS = 2,
    LAST_UNIT = 64,
    DECIDERS = 200,
    SAME_KEY = 32,
    PAYERS = 16,
    VOUCHERS_A_BATCH = 20,
};

/* One ledger and who serves it. */
struct scene {
    struct world worlds[2];
    int count;
    char applicant[ID_MAX], provider[ID_MAX], tranche[32];
    struct racer racers[RACE_MOST];
};

/* Made once, because each takes seconds to make: a scene on a file, a scene on
 * PostgreSQL. */
struct scenes {
    struct postgres server;
    struct scene on_file, on_postgres;
};

static int rounds(void)
{
    const char *text = getenv("ROUNDS");
    int number = text ? atoi(text) : 0;
    return number > 0 ? number : ROUNDS;
}

/* ---- scenes ---- */

static bool open_scene(struct scene *s, int daemons, const char *store)
{
    const struct world_options options = {.now = CLIENT_START, .store = store};
    for (; s->count < daemons; s->count++) {
        if (!world_begin(&s->worlds[s->count], &options)) {
            print_error("%s\n", s->worlds[s->count].failed);
            return false;
        }
    }
    client_org(s->worlds, "provider", s->provider);
    client_hall(s->worlds, s->provider);
    return true;
}

static int begin(void **state)
{
    static struct scenes scenes;
    char url[256];
    *state = &scenes;
    if (!postgres_begin(&scenes.server)) {
        return -1;
    }
    postgres_database(&scenes.server, url, sizeof url);
    return open_scene(&scenes.on_file, 1, NULL) && open_scene(&scenes.on_postgres, 2, url)
               ? 0
               : -1;
}

static int end(void **state)
{
    struct scenes *scenes = *state;
    for (int i = 1; i >= 0; i--) {
        world_end(&scenes->on_file.worlds[i]);
        world_end(&scenes->on_postgres.worlds[i]);
    }
    postgres_end(&scenes->server);
    return 0;
}

/* A firm and a budget of its own for each test. */
static void fit_out(struct scene *s)
{
    client_org(s->worlds, "firm", s->applicant);
    snprintf(s->tranche, sizeof s->tranche, "race-%" PRId64, client_serial());
    client_tranche(s->worlds, s->tranche, INT64_C(100000000000));
}

static int on_file(void **state)
{
    struct scenes *scenes = *state;
    fit_out(&scenes->on_file);
    *state = &scenes->on_file;
    return 0;
}

static int on_postgres(void **state)
{
    struct scenes *scenes = *state;
    fit_out(&scenes->on_postgres);
    *state = &scenes->on_postgres;
    return 0;
}

/* Whatever was raced for, the books are right at the end. */
static int check_books(void **state)
{
    struct scene *s = *state;
    return world_verify(s->worlds);
}

static struct racer *enter(struct scene *s, int i, const char *as, int64_t if_match)
{
    struct racer *r = &s->racers[i];
    *r =
        (struct racer){.world = &s->worlds[i % s->count], .as = as, .if_match = if_match};
    snprintf(r->key, sizeof r->key, "race-%" PRId64, client_serial());
    return r;
}

static void order(struct racer *r, const char *id, const char *decision, const char *more)
{
    client_order(id, decision, more, r->path, r->body);
}

/* One of racers [from, to) won; the others were refused with this status and type. */
static int one_won(struct scene *s, int from, int to, int status, const char *type)
{
    int winner = race_winner(s->racers + from, to - from);
    for (int i = from; i < to; i++) {
        const struct racer *r = &s->racers[i];
        if (winner < 0 ||
            (i != from + winner && (r->status != status || strcmp(r->type, type) != 0))) {
            fail_msg("winner %d; racer %d (%s): %d %s", winner, i, r->body, r->status,
                     r->answer);
        }
    }
    return from + winner;
}

static void parties(const struct scene *s, struct client_parties *out)
{
    *out = (struct client_parties){s->tranche, s->applicant, s->provider};
}

static void a_case(struct scene *s, const char *tranche, char id[ID_MAX])
{
    client_case(s->worlds,
                &(struct case_body){.programme = "shanghai-compute",
                                    .tranche = tranche,
                                    .applicant = s->applicant,
                                    .provider = s->provider,
                                    .ask_fen = CLIENT_FACE},
                id);
}

/* ---- budget ---- */

/* 64 clients, each for a case of its own, and money for one of them, to the last fen. */
static void budget__gives_its_last_unit_once(void **state)
{
    static const char *const people[] = {"officer", "officer2", "supervisor",
                                         "supervisor2"};
    struct scene *s = *state;
    char ids[LAST_UNIT][ID_MAX];
    char tranche[sizeof s->tranche + 8];
    int64_t available, reserved;
    snprintf(tranche, sizeof tranche, "%s-last", s->tranche);
    client_tranche(s->worlds, tranche, CLIENT_FACE);
    for (int i = 0; i < LAST_UNIT; i++) {
        a_case(s, tranche, ids[i]);
    }
    for (int round = 0; round < rounds(); round++) {
        for (int i = 0; i < LAST_UNIT; i++) {
            struct racer *r =
                enter(s, i, people[i % 4], client_revision(s->worlds, ids[i]));
            order(r, ids[i], "approve", NULL);
        }
        race_run(s->racers, LAST_UNIT);
        int winner = one_won(s, 0, LAST_UNIT, 409, "budget-exceeded");
        const char *loser = s->racers[(winner + 1) % LAST_UNIT].answer;
        assert_contains(loser, "\"available_fen\":0");
        client_budget(s->worlds, tranche, &available, &reserved);
        assert_int_equal(available, 0);
        assert_int_equal(reserved, CLIENT_FACE);
        json_decref(
            client_decide(s->worlds, people[winner % 4], ids[winner], "undo", NULL));
    }
}

/* ---- one record ---- */

static void decide__lets_one_of_two_hundred_win(void **state)
{
    static const char *const people[] = {"officer", "officer2", "supervisor",
                                         "supervisor2"};
    struct scene *s = *state;
    for (int round = 0; round < rounds(); round++) {
        char id[ID_MAX];
        a_case(s, s->tranche, id);
        for (int i = 0; i < DECIDERS; i++) {
            order(enter(s, i, people[i % 4], 2), id, "approve", NULL);
        }
        race_run(s->racers, DECIDERS);
        one_won(s, 0, DECIDERS, 412, "stale-revision");
        assert_int_equal(client_account(s->worlds, s->tranche, "reserved_fen"),
                         CLIENT_FACE);
        json_decref(client_decide(s->worlds, "supervisor", id, "undo", NULL));
    }
}

static void pay__is_done_by_one_of_many_payers(void **state)
{
    struct scene *s = *state;
    struct client_parties p;
    char vouchers[VOUCHERS_A_BATCH][ID_MAX], claim[ID_MAX], reference[64];
    int64_t disbursed = 0;
    parties(s, &p);
    for (int round = 0; round < rounds(); round++) {
        int at = round % VOUCHERS_A_BATCH;
        if (at == 0) {
            int left = rounds() - round;
            client_vouchers(s->worlds, &p,
                            left < VOUCHERS_A_BATCH ? left : VOUCHERS_A_BATCH, vouchers);
        }
        client_claim(s->worlds, vouchers[at], claim);
        int64_t revision = client_revision(s->worlds, claim);
        for (int i = 0; i < PAYERS; i++) {
            order(enter(s, i, i % 2 ? "officer2" : "supervisor2", revision), claim, "pay",
                  NULL);
        }
        race_run(s->racers, PAYERS);
        one_won(s, 0, PAYERS, 412, "stale-revision");
        /* And the treasury's receipt, brought by many under references of their own. */
        for (int i = 0; i < PAYERS; i++) {
            struct racer *r = enter(s, i, i % 2 ? "officer2" : "supervisor2", 0);
            snprintf(r->path, sizeof r->path, "/v1/payments");
            snprintf(reference, sizeof reference, "%s-%d-%d", s->tranche, round, i);
            client_receipt_body(claim, reference, r->body);
        }
        race_run(s->racers, PAYERS);
        one_won(s, 0, PAYERS, 422, "paid-twice");
        disbursed += CLIENT_FACE;
        assert_int_equal(client_account(s->worlds, s->tranche, "disbursed_fen"),
                         disbursed);
        assert_int_equal(client_account(s->worlds, s->tranche, "payable_fen"), 0);
    }
}

/* ---- redeemed, revoked, expired ---- */

enum { LODGERS = 8, REVOKERS = 4 };

/* To half a minute before the voucher's end. */
static void approach_end(struct scene *s, const char *voucher)
{
    int64_t end_at;
    json_t *doc = client_record(s->worlds, voucher);
    assert_true(date_time_parse(json_str(json_obj(doc, "valid"), "expires_at"), &end_at));
    json_decref(doc);
    int64_t left = (end_at - client_now(s->worlds)) / DATE_SECOND - 30;
    while (left > 0) {
        int64_t step = left < 300 * 86400 ? left : 300 * 86400;
        client_clock(s->worlds, step);
        left -= step;
    }
}

static bool any_of(const char *word, const char *const list[])
{
    while (*list && strcmp(word, *list) != 0) {
        list++;
    }
    return *list != NULL;
}

static void expect_refusals(const struct scene *s)
{
    static const char *const lodging[] = {"voucher-not-active", "amount-too-high", NULL};
    static const char *const revoking[] = {"stale-revision", "wrong-state", NULL};
    for (int i = 0; i < LODGERS + REVOKERS; i++) {
        const struct racer *r = &s->racers[i];
        if (r->status != 201 && !any_of(r->type, i < LODGERS ? lodging : revoking)) {
            fail_msg("racer %d (%s): %d %s", i, r->body, r->status, r->answer);
        }
    }
}

static int64_t part(const json_t *voucher, const char *name)
{
    return json_int(json_obj(voucher, "amounts"), name, -1);
}

/* However many daemons serve a ledger, it has one clock. */
static void expect_one_clock(const struct scene *s)
{
    for (int i = 0, apart = 1; i < 200 && apart; i++) {
        int64_t ahead = client_now(&s->worlds[0]) - client_now(&s->worlds[s->count - 1]);
        apart = ahead > 30 * DATE_SECOND || ahead < -30 * DATE_SECOND;
        if (apart && i == 199) {
            fail_msg("the clocks are %" PRId64 " s apart", ahead / DATE_SECOND);
        }
        usleep(apart ? 50000 : 0);
    }
}

/* Due work is done within a second or two of the clock's jump. */
static json_t *once_over(const struct scene *s, const char *voucher)
{
    for (int i = 0; i < 200; i++) {
        json_t *doc = client_record(s->worlds, voucher);
        if (strcmp(json_str(doc, "status"), "active") != 0 &&
            strcmp(json_str(doc, "status"), "frozen") != 0) {
            return doc;
        }
        json_decref(doc);
        usleep(50000);
    }
    fail_msg("%s did not expire", voucher);
    return NULL;
}

/* Claims on all of it, revocations of it, and the end of its validity, at one instant:
 * one claim or one revocation gets through, or none because it was over. */
static void voucher__is_redeemed_or_revoked_or_expires(void **state)
{
    struct scene *s = *state;
    struct client_parties p;
    enum { MOST = 100 };
    static char vouchers[MOST][ID_MAX];
    int count = rounds() < MOST ? rounds() : MOST;
    parties(s, &p);
    client_vouchers(s->worlds, &p, count, vouchers);
    date_day first = date_of(client_now(s->worlds), DATE_ZONE_CHINA) + 181;
    for (int i = 0; i < count; i++) {
        char more[128], day[16];
        snprintf(more, sizeof more,
                 ",\"until\":\"%s\",\"reason\":{\"code\":\"delivery-late\"}",
                 date_format(first + i, day));
        json_decref(client_decide(s->worlds, "supervisor", vouchers[i], "extend", more));
    }
    for (int round = 0; round < count; round++) {
        const char *id = vouchers[round];
        approach_end(s, id);
        expect_one_clock(s);
        int64_t revision = client_revision(s->worlds, id);
        for (int i = 0; i < LODGERS; i++) {
            struct racer *r = enter(s, i, "desk", 0);
            snprintf(r->path, sizeof r->path, "/v1/claims");
            client_claim_body(id, r->body);
        }
        for (int i = LODGERS; i < LODGERS + REVOKERS; i++) {
            order(enter(s, i, i % 2 ? "supervisor" : "supervisor2", revision), id,
                  "revoke", ",\"reason\":{\"code\":\"found-ineligible\"}");
        }
        struct racer *clock = enter(s, LODGERS + REVOKERS, "admin", 0);
        snprintf(clock->path, sizeof clock->path, "/v1/demo/clock");
        snprintf(clock->body, sizeof clock->body, "{\"advance_s\":60}");
        race_run(s->racers, LODGERS + REVOKERS + 1);
        assert_int_equal(clock->status, 200);
        int winner = race_winner(s->racers, LODGERS + REVOKERS);
        assert_int_not_equal(winner, -2);
        expect_refusals(s);
        expect_one_clock(s);
        json_t *doc = once_over(s, id);
        bool claimed = winner >= 0 && winner < LODGERS;
        assert_string_equal(json_str(doc, "status"), "expired");
        assert_int_equal(part(doc, "in_claim_fen"), claimed ? CLIENT_FACE : 0);
        assert_int_equal(part(doc, "expired_fen"), claimed ? 0 : CLIENT_FACE);
        json_decref(doc);
    }
}

/* ---- one operation ---- */

/* 32 times the same, under one key: all are told the same, and one did it. */
static void same_key(struct scene *s)
{
    int first = 0;
    race_run(s->racers, SAME_KEY);
    for (int i = 0; i < SAME_KEY; i++) {
        if (s->racers[i].status != 201) {
            fail_msg("%s: %d %s", s->racers[i].body, s->racers[i].status,
                     s->racers[i].answer);
        }
        assert_string_equal(s->racers[i].answer, s->racers[0].answer);
        first += !s->racers[i].replayed;
    }
    assert_int_equal(first, 1);
}

static void enter_same(struct scene *s, const char *as, int64_t if_match)
{
    enter(s, 0, as, if_match);
    for (int i = 1; i < SAME_KEY; i++) {
        s->racers[i] = s->racers[0];
        s->racers[i].world = &s->worlds[i % s->count];
    }
}

static void operation__is_done_once_however_often_it_is_sent(void **state)
{
    struct scene *s = *state;
    struct client_parties p;
    char voucher[1][ID_MAX], claim[ID_MAX], path[160], body[800];
    parties(s, &p);
    client_vouchers(s->worlds, &p, 1, voucher);
    for (int step = 0; step < 3; step++) {
        if (step == 0) { /* a claim */
            snprintf(path, sizeof path, "/v1/claims");
            client_claim_body(voucher[0], body);
        } else if (step == 1) { /* its payment */
            client_order(claim, "pay", NULL, path, body);
        } else { /* the treasury's receipt */
            snprintf(path, sizeof path, "/v1/payments");
            client_receipt_body(claim, s->tranche, body);
        }
        enter_same(s, step == 0 ? "desk" : "officer2",
                   step == 1 ? client_revision(s->worlds, claim) : 0);
        for (int i = 0; i < SAME_KEY; i++) {
            snprintf(s->racers[i].path, sizeof s->racers[i].path, "%s", path);
            snprintf(s->racers[i].body, sizeof s->racers[i].body, "%s", body);
        }
        same_key(s);
        if (step == 0) {
            const char *id = strstr(s->racers[0].answer, "\"id\":\"clm_");
            snprintf(claim, sizeof claim, "%.36s", id ? id + 6 : "");
            json_decref(client_decide(
                s->worlds, "officer", claim, "match",
                ",\"reason\":{\"code\":\"checked-by-hand\",\"note\":\"seen\"}"));
            json_decref(client_decide(s->worlds, "supervisor", claim, "approve", NULL));
        }
    }
    assert_int_equal(client_account(s->worlds, s->tranche, "disbursed_fen"), CLIENT_FACE);
    client_receipt_body(claim, "T-2", s->racers[0].body);
    race_run(s->racers, 1);
    assert_int_equal(s->racers[0].status, 422);
    assert_string_equal(s->racers[0].type, "idempotency-mismatch");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name)                                                                          \
    cmocka_unit_test_setup_teardown(name, on_file, check_books),                         \
        cmocka_unit_test_setup_teardown(name, on_postgres, check_books)
        T(budget__gives_its_last_unit_once),
        T(decide__lets_one_of_two_hundred_win),
        T(pay__is_done_by_one_of_many_payers),
        T(operation__is_done_once_however_often_it_is_sent),
        T(voucher__is_redeemed_or_revoked_or_expires), /* last: it moves the clock far */
#undef T
    };
    return cmocka_run_group_tests(tests, begin, end);
}
