/* A centre says what was used: who may, when, and what it does to the claim. On both
 * stores. */
#include "tests/support/both.h"
#include "tests/support/life.h"

#include "clearinghouse/service/claim.h"

static struct life *life;
static char voucher[ID_MAX], claim[ID_MAX];

/* A claim of 20,000 card-hours at the operator's centre; another operator has another. */
static void begin(void **state)
{
    life = *state;
    office_person(&life->o, "operator", CH_ROLE_OPERATOR, life->centre);
    office_person(&life->o, "stranger", CH_ROLE_OPERATOR, "ctr_other");
    life_issued(life, &(struct life_case){.programme = "pre", .total_fen = 40000000},
                voucher);
    life_lodge(life, voucher, "INV-1", 10000000, 3000000, claim);
    life_expect(life, 201);
}

static int show(const char *as)
{
    char path[128];
    snprintf(path, sizeof path, "/v1/claims/%s", claim);
    return life_get(life, as, path, NULL);
}

static int say(const char *as, const char *body)
{
    char path[128];
    show("auditor");
    int64_t revision = life_int(life, "revision");
    snprintf(path, sizeof path, "/v1/claims/%s/usage", claim);
    return life_post(life, as, path, revision, body);
}

#define CONFIRM "{\"confirmed\":true,\"gpu_hours\":20000}"
#define DENY "{\"confirmed\":false,\"note\":\"no such job ran here\"}"

static int items(const char *as, const char *path, const char *query)
{
    life_get(life, as, path, query);
    life_expect(life, 200);
    return (int)json_array_size(json_object_get(life->answer, "items"));
}

static const char *outcome(const char *rule)
{
    char path[64];
    for (int i = 0; i < 24; i++) {
        snprintf(path, sizeof path, "match.rules.%d.rule", i);
        if (strcmp(life_text(life, path), rule) == 0) {
            snprintf(path, sizeof path, "match.rules.%d.outcome", i);
            return life_text(life, path);
        }
    }
    return "";
}

static void operator__sees_its_own_papers_only(void **state)
{
    char path[128];
    begin(state);
    assert_int_equal(show("operator"), 200);
    assert_int_equal(items("operator", "/v1/claims", NULL), 1);
    assert_int_equal(items("operator", "/v1/claims", "usage=open"), 1);
    assert_int_equal(items("operator", "/v1/claims", "usage=denied"), 0);
    assert_int_equal(items("operator", "/v1/vouchers", NULL), 1);
    assert_int_equal(items("operator", "/v1/vouchers", "status=expired"), 0);
    snprintf(path, sizeof path, "/v1/vouchers/%s", voucher);
    assert_int_equal(life_get(life, "operator", path, NULL), 200);

    assert_int_equal(show("stranger"), 404);
    assert_int_equal(items("stranger", "/v1/claims", NULL), 0);
    assert_int_equal(items("stranger", "/v1/vouchers", NULL), 0);
    assert_int_equal(life_get(life, "stranger", path, NULL), 404);
    assert_int_equal(life_get(life, "operator", "/v1/applications", NULL), 403);
    assert_int_equal(life_get(life, "operator", "/v1/organisations", NULL), 403);
}

static void operator__sees_no_voucher_that_has_ended(void **state)
{
    char path[128], last[16];
    begin(state);
    snprintf(path, sizeof path, "/v1/vouchers/%s", voucher);
    life_get(life, "operator", path, NULL);
    snprintf(last, sizeof last, "%s", life_text(life, "valid.until"));
    life_day(life, last);
    assert_int_equal(life_get(life, "operator", path, NULL), 200);
    date_day day;
    assert_true(date_parse(last, &day));
    life_day(life, date_format(day + 1, last));
    assert_int_equal(life_get(life, "operator", path, NULL), 404);
    assert_int_equal(items("operator", "/v1/vouchers", NULL), 0);
}

/* The kinds of record that came since `cursor`; the cursor moves on. */
static int follow(const char *as, char *cursor, size_t size, const char *kind)
{
    char query[4096];
    int found = 0;
    snprintf(query, sizeof query, "cursor=%s", cursor);
    life_get(life, as, "/v1/changes", *cursor ? query : NULL);
    life_expect(life, 200);
    const json_t *list = json_object_get(life->answer, "items");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *subject = json_object_get(json_array_get(list, i), "subject");
        const char *name = json_string_value(json_object_get(subject, "kind"));
        assert_true(strcmp(name, "centre") == 0 || strcmp(name, "claim") == 0 ||
                    strcmp(name, "voucher") == 0);
        found += strcmp(name, kind) == 0;
    }
    snprintf(cursor, size, "%s", life_text(life, "cursor"));
    return found;
}

static void changes__bring_an_operator_its_own_papers(void **state)
{
    char own[2048] = "", other[2048] = "", id[ID_MAX];
    begin(state);
    follow("operator", own, sizeof own, "");
    follow("stranger", other, sizeof other, "");
    life_submit(life, &(struct life_case){.programme = "pre"}, id);
    life_decide(life, "officer", claim, "query",
                ",\"reason\":{\"code\":\"usage-not-proven\"}");
    life_expect(life, 201);
    assert_int_equal(follow("operator", own, sizeof own, "claim"), 1);
    assert_int_equal(follow("stranger", other, sizeof other, "claim"), 0);
    life_lodge(life, voucher, "INV-2", 5000000, 1500000, id);
    life_expect(life, 201);
    assert_int_equal(follow("operator", own, sizeof own, "voucher"), 1);
    assert_int_equal(follow("stranger", other, sizeof other, "voucher"), 0);
}

static void confirm__agrees_and_the_claim_goes_on(void **state)
{
    begin(state);
    show("officer");
    assert_string_equal(outcome("centre-confirms"), "");
    assert_int_equal(say("operator", CONFIRM), 201);
    assert_string_equal(life_text(life, "status"), "lodged");
    assert_string_equal(life_text(life, "usage.confirmed.by"), "operator");
    assert_int_equal(life_int(life, "usage.confirmed.gpu_hours"), 20000);
    assert_string_equal(life_text(life, "last_decision"), "lodge");
    assert_string_equal(outcome("centre-confirms"), "pass");
    assert_int_equal(items("officer", "/v1/claims", "usage=confirmed"), 1);
    assert_int_equal(items("operator", "/v1/claims", "usage=open"), 0);
    life_to_payment(life, claim);
    show("officer");
    assert_string_equal(life_text(life, "usage.confirmed.by"), "operator");
}

static void confirm__of_other_hours_is_a_query(void **state)
{
    begin(state);
    assert_int_equal(say("operator", "{\"confirmed\":true,\"gpu_hours\":19000}"), 201);
    assert_string_equal(outcome("centre-confirms"), "query");
    assert_string_equal(life_text(life, "match.outcome"), "query");
    life_decide(life, "officer", claim, "match", NULL);
    life_refused(life, "match-failed");
    assert_contains(life_text(life, "detail"), "20000 h claimed, 19000 h confirmed");
    /* What was said last counts. */
    assert_int_equal(say("operator", CONFIRM), 201);
    life_decide(life, "officer", claim, "match", NULL);
    life_expect(life, 201);
}

static void deny__is_a_query_until_better_papers_come(void **state)
{
    begin(state);
    assert_int_equal(say("operator", DENY), 201);
    assert_string_equal(outcome("centre-confirms"), "query");
    assert_string_equal(life_text(life, "usage.confirmed.note"), "no such job ran here");
    assert_int_equal(items("operator", "/v1/claims", "usage=denied"), 1);
    life_decide(life, "officer", claim, "match", NULL);
    life_refused(life, "match-failed");
    life_decide(life, "officer", claim, "query",
                ",\"reason\":{\"code\":\"usage-not-proven\"}");
    life_expect(life, 201);
    life_decide(life, "desk", claim, "answer",
                ",\"usage\":{\"gpu_hours\":15000,\"from\":\"2026-02-01\",\"to\":"
                "\"2026-02-10\",\"centre\":\"c1\"}");
    life_expect(life, 201);
    show("officer");
    assert_string_equal(outcome("centre-confirms"), "");
    assert_int_equal(items("operator", "/v1/claims", "usage=open"), 1);
}

static void usage__is_refused_by_name(void **state)
{
    char path[128];
    begin(state);
    say("stranger", CONFIRM);
    life_refused(life, "not-found");
    say("officer", CONFIRM);
    life_refused(life, "wrong-role");
    say("operator", "{\"confirmed\":true}");
    life_refused(life, "hours-missing");
    say("operator", "{\"confirmed\":false}");
    life_refused(life, "note-missing");
    snprintf(path, sizeof path, "/v1/claims/%s/usage", claim);
    life_post(life, "operator", path, 7, CONFIRM);
    life_refused(life, "stale-revision");
    life_decide(life, "officer", claim, "match", NULL);
    life_expect(life, 201);
    say("operator", CONFIRM);
    life_refused(life, "wrong-state");
    assert_contains(life_text(life, "detail"), "tell the office");
}

/* Records of before there was such a member. */
static void record__without_the_members_is_open(void **state)
{
    static const char old[] =
        "{\"id\":\"clm_1\",\"usage\":{\"centre\":\"c\",\"gpu_hours\":5}}";
    struct ch_claim *c = calloc(1, sizeof *c);
    struct err err = {0};
    (void)state;
    assert_non_null(c);
    assert_ok(ch_claim_decode(old, sizeof old - 1, c, &err), err);
    assert_string_equal(c->usage_said, "open");
    assert_int_equal(c->usage_hours, 5);
    free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(operator__sees_its_own_papers_only),
        ON_BOTH(operator__sees_no_voucher_that_has_ended),
        ON_BOTH(changes__bring_an_operator_its_own_papers),
        ON_BOTH(confirm__agrees_and_the_claim_goes_on),
        ON_BOTH(confirm__of_other_hours_is_a_query),
        ON_BOTH(deny__is_a_query_until_better_papers_come),
        ON_BOTH(usage__is_refused_by_name),
        cmocka_unit_test(record__without_the_members_is_open),
    };
    return cmocka_run_group_tests(tests, both_begin, both_end);
}
