/* Conflicts of interest, taking the next case, delegation, freezes, split cases. */
#include "tests/support/life.h"

static const struct life_case plain = {.programme = "pre"};

static int open_life(void **state)
{
    struct life *l = calloc(1, sizeof *l);
    assert_non_null(l);
    life_open(l);
    *state = l;
    return 0;
}

static int close_life(void **state)
{
    life_verify(*state);
    life_close(*state);
    free(*state);
    return 0;
}

static void declare(struct life *l, const char *as, const char *organisation)
{
    char body[160];
    snprintf(body, sizeof body, "{\"organisation\":\"%s\",\"note\":\"brother\"}",
             organisation);
    life_post(l, as, "/v1/conflicts", -1, body);
    life_expect(l, 201);
}

static void conflict__keeps_a_person_from_a_case(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    life_submit(l, &plain, id);
    life_decide(l, "officer", id, "accept", NULL);
    declare(l, "officer", l->firm);
    life_decide(l, "officer", id, "approve", NULL);
    life_refused(l, "conflict-of-interest");
    life_decide(l, "officer2", id, "approve", NULL);
    life_expect(l, 201);
}

static void conflict__with_the_provider_counts_too(void **state)
{
    struct life *l = *state;
    char voucher[ID_MAX], claim[ID_MAX];
    life_issued(l, &plain, voucher);
    life_lodge(l, voucher, "INV-1", 10000000, 3000000, claim);
    declare(l, "officer", l->provider);
    life_decide(l, "officer", claim, "match", NULL);
    life_refused(l, "conflict-of-interest");
    life_decide(l, "officer", voucher, "freeze",
                ",\"reason\":{\"code\":\"under-investigation\"}");
    life_refused(l, "conflict-of-interest");
    life_get(l, "auditor", "/v1/conflicts", "principal=officer");
    life_expect(l, 200);
    assert_string_equal(life_text(l, "items.0.organisation.id"), l->provider);
    life_sql_refused(l, "DELETE FROM conflicts", "conflicts-are-append-only");
}

static int take(struct life *l, const char *as)
{
    return life_post(l, as, "/v1/applications/next/decisions", -1,
                     "{\"decision\":\"assign\",\"assignee\":\"next\"}");
}

static void next__is_the_most_urgent_that_may_be_taken(void **state)
{
    struct life *l = *state;
    char first[ID_MAX], second[ID_MAX];
    life_submit(l, &plain, first);
    life_day(l, "2026-03-04");
    life_submit(l, &(struct life_case){.programme = "pre", .firm = l->other_firm},
                second);
    declare(l, "officer", l->firm);
    take(l, "officer");
    life_expect(l, 201);
    assert_string_equal(life_text(l, "application.id"), second);
    assert_string_equal(life_text(l, "application.assigned_to"), "officer");
    take(l, "officer");
    life_refused(l, "nothing-to-take");
    take(l, "officer2");
    life_expect(l, 201);
    assert_string_equal(life_text(l, "application.id"), first);
    take(l, "auditor");
    life_refused(l, "wrong-role");
}

static int delegate(struct life *l, const char *as, const char *to, const char *until,
                    int64_t cap)
{
    char body[300];
    snprintf(body, sizeof body,
             "{\"programme\":\"pre\",\"to\":\"%s\",\"role\":\"supervisor\",\"cap_fen\":"
             "%" PRId64 ",\"until_at\":\"%s\"}",
             to, cap, until);
    return life_post(l, as, "/v1/delegations", -1, body);
}

/* Decide as `as` for somebody else. */
static int decide_for(struct life *l, const char *as, const char *whom, const char *id,
                      const char *decision, int64_t revision)
{
    struct ch_reply reply = {.status = 0};
    char path[128], match[32], body[200];
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", id);
    snprintf(match, sizeof match, "\"%" PRId64 "\"", revision);
    snprintf(body, sizeof body, "{\"decision\":\"%s\"}", decision);
    office_ask(
        &l->o,
        &(struct ask){
            .as = as, .path = path, .body = body, .if_match = match, .acting_for = whom},
        &reply);
    return life_take(l, &reply);
}

/* Large enough for two signatures: 90,000 yuan of a threshold of 200,000, twice over. */
static int64_t awaiting(struct life *l, char id[ID_MAX])
{
    life_submit(l, &(struct life_case){.programme = "pre", .total_fen = 100000000}, id);
    life_decide(l, "officer", id, "accept", NULL);
    life_decide(l, "officer", id, "approve", NULL);
    life_expect(l, 201);
    assert_string_equal(life_text(l, "application.status"), "awaiting_second");
    return life_int(l, "application.revision");
}

static void delegation__lets_one_act_for_another(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    int64_t revision = awaiting(l, id); /* 300,000 yuan */
    decide_for(l, "officer2", "supervisor", id, "approve", revision);
    life_refused(l, "no-delegation");
    assert_int_equal(
        delegate(l, "supervisor", "officer2", "2026-03-10T00:00:00Z", 29999999), 201);
    decide_for(l, "officer2", "supervisor", id, "approve", revision);
    life_refused(l, "delegation-cap");
    assert_int_equal(
        delegate(l, "supervisor", "officer2", "2026-03-10T00:00:00Z", 30000000), 201);
    decide_for(l, "officer2", "supervisor", id, "approve", revision);
    life_expect(l, 201);
    assert_string_equal(life_text(l, "application.status"), "approved");
    life_get(l, "auditor", "/v1/journal/pre", "limit=1000");
    bool found = false;
    for (int i = 0; i < 40; i++) {
        char path[64];
        snprintf(path, sizeof path, "items.%d.actor.acting_for", i);
        found = found || strcmp(life_text(l, path), "supervisor") == 0;
    }
    assert_true(found);
}

static void delegation__is_boxed_in_time(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    int64_t revision = awaiting(l, id);
    delegate(l, "supervisor", "officer2", "2026-05-01T00:00:00Z", 50000000);
    life_refused(l, "bad-period");
    delegate(l, "supervisor", "officer2", "2026-03-04T00:00:00Z", 50000000);
    life_expect(l, 201);
    life_day(l, "2026-03-04");
    decide_for(l, "officer2", "supervisor", id, "approve", revision + 1);
    life_refused(l, "no-delegation");
}

static void delegation__gives_no_second_hand(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    int64_t revision = awaiting(l, id);
    delegate(l, "officer", "officer2", "2026-03-04T00:00:00Z", 50000000);
    life_refused(l, "not-yours-to-give");
    delegate(l, "supervisor", "officer", "2026-03-10T00:00:00Z", 50000000);
    life_expect(l, 201);
    /* The officer has signed; signing for the supervisor is the same hand. */
    decide_for(l, "officer", "supervisor", id, "approve", revision);
    life_refused(l, "signed-twice");
    delegate(l, "supervisor", "auditor", "2026-03-10T00:00:00Z", 50000000);
    life_refused(l, "incompatible-roles");
}

static void delegation__ends_when_either_says_so(void **state)
{
    struct life *l = *state;
    char path[128];
    delegate(l, "supervisor", "officer2", "2026-03-10T00:00:00Z", 50000000);
    life_expect(l, 201);
    snprintf(path, sizeof path, "/v1/delegations/%s/end", life_text(l, "id"));
    life_post(l, "officer", path, 1, "{}");
    life_refused(l, "wrong-role");
    life_post(l, "officer2", path, 1, "{}");
    life_expect(l, 201);
    life_post(l, "supervisor", path, 2, "{}");
    life_refused(l, "wrong-state");
}

static void freeze__stops_what_it_names(void **state)
{
    struct life *l = *state;
    char id[ID_MAX];
    life_submit(l, &plain, id);
    life_decide(l, "officer", id, "accept", NULL);
    static const char body[] =
        "{\"from\":\"2026-03-02\",\"until\":\"2026-03-03\",\"decisions\":[\"approve\"],"
        "\"note\":\"audit\"}";
    life_post(l, "officer", "/v1/programmes/pre/freezes", -1, body);
    life_refused(l, "wrong-role");
    life_post(l, "supervisor", "/v1/programmes/pre/freezes", -1, body);
    life_expect(l, 201);
    life_decide(l, "officer", id, "approve", NULL);
    life_refused(l, "frozen-period");
    life_day(l, "2026-03-04");
    life_decide(l, "officer", id, "approve", NULL);
    life_expect(l, 201);
    life_get(l, "auditor", "/v1/programmes/pre/freezes", NULL);
    life_expect(l, 200);
    assert_string_equal(life_text(l, "items.0.decisions"), "approve");
}

/* Small cases that together pass the threshold need a second signature, also after the
 * first of them were issued. */
static void split__cases_are_summed_over_thirty_days(void **state)
{
    struct life *l = *state;
    char voucher[ID_MAX], id[ID_MAX];
    life_issued(l, &(struct life_case){.programme = "pre", .total_fen = 50000000},
                voucher);
    life_submit(l, &(struct life_case){.programme = "pre", .total_fen = 20000000}, id);
    life_decide(l, "officer", id, "accept", NULL);
    life_decide(l, "officer", id, "approve", NULL);
    life_expect(l, 201);
    assert_string_equal(life_text(l, "application.status"), "awaiting_second");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, open_life, close_life)
        T(conflict__keeps_a_person_from_a_case),
        T(conflict__with_the_provider_counts_too),
        T(next__is_the_most_urgent_that_may_be_taken),
        T(delegation__lets_one_act_for_another),
        T(delegation__is_boxed_in_time),
        T(delegation__gives_no_second_hand),
        T(delegation__ends_when_either_says_so),
        T(freeze__stops_what_it_names),
        T(split__cases_are_summed_over_thirty_days),
#undef T
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
