/* What a changed policy would do, on both engines. The programme "pre" gives 30 % of
 * contracts of 200,000 yuan: 60,000 yuan a case. */
#include "tests/support/both.h"
#include "tests/support/life.h"

#include "clearinghouse/store/journal.h"

#define WHATIF "/v1/programmes/pre/what-if"

static void ask(struct life *l, const char *body)
{
    life_post(l, "supervisor", WHATIF, -1, body);
    life_expect(l, 200);
}

static const json_t *item(struct life *l, size_t i)
{
    const json_t *one = json_array_get(json_obj(l->answer, "items"), i);
    assert_non_null(one);
    return one;
}

static size_t items(struct life *l)
{
    return json_array_size(json_obj(l->answer, "items"));
}

static void assert_item(struct life *l, size_t i, const char *id, int64_t before,
                        int64_t after)
{
    assert_string_equal(json_str(item(l, i), "id"), id);
    assert_int_equal(json_int(json_obj(item(l, i), "before"), "grant_fen", -1), before);
    assert_int_equal(json_int(json_obj(item(l, i), "after"), "grant_fen", -1), after);
}

/* "before>after" of a rule of an item, "" when it did not flip. */
static const char *flip(struct life *l, size_t i, const char *rule, char out[32])
{
    const json_t *list = json_obj(item(l, i), "flips"), *one;
    size_t k;
    out[0] = '\0';
    json_array_foreach((json_t *)(uintptr_t)list, k, one)
    {
        if (strcmp(json_str(one, "rule"), rule) == 0) {
            snprintf(out, 32, "%.12s>%.12s", json_str(one, "before"),
                     json_str(one, "after"));
        }
    }
    return out;
}

static void submit(struct life *l, int64_t total_fen, char id[ID_MAX])
{
    life_submit(l, &(struct life_case){.programme = "pre", .total_fen = total_fen}, id);
}

static void decide(struct life *l, const char *as, const char *id, const char *decision,
                   const char *more)
{
    life_decide(l, as, id, decision, more);
    life_expect(l, 201);
}

static void approve(struct life *l, const char *id)
{
    decide(l, "officer", id, "accept", NULL);
    decide(l, "officer", id, "approve", NULL);
}

static int64_t head(struct life *l)
{
    struct err err = {0};
    char hash[HASH_HEX];
    int64_t seq;
    assert_ok(ch_journal_head(l->o.db, "pre", &seq, hash, &err), err);
    return seq;
}

/* ---- open cases ---- */

static void what_if__lists_open_cases_that_would_change(void **state)
{
    struct life *l = *state;
    char first[ID_MAX], second[ID_MAX], text[32];
    submit(l, 20000000, first);
    submit(l, 10000000, second);
    int64_t entries = head(l), left = life_account(l, "pre", CH_AVAILABLE);
    ask(l, "{\"set\":{\"rate_bp\":\"20%\"}}");
    assert_string_equal(life_text(l, "cases"), "open");
    assert_string_equal(life_text(l, "policy"), "pre@1");
    assert_int_equal(items(l), 2);
    assert_item(l, 0, first, 6000000, 4000000);
    assert_item(l, 1, second, 3000000, 2000000);
    assert_string_equal(json_str(item(l, 0), "status"), "submitted");
    assert_int_equal(life_int(l, "sums.looked_at"), 2);
    assert_int_equal(life_int(l, "sums.changed"), 2);
    assert_int_equal(life_int(l, "sums.before_fen"), 9000000);
    assert_int_equal(life_int(l, "sums.after_fen"), 6000000);
    ask(l, "{\"set\":{\"case_cap_fen\":\"50,000 yuan\"}}");
    assert_int_equal(items(l), 1);
    assert_item(l, 0, first, 6000000, 5000000);
    assert_string_equal(flip(l, 0, "case-cap", text), ">cap");
    assert_int_equal(life_int(l, "sums.looked_at"), 2);
    assert_int_equal(head(l), entries);
    assert_int_equal(life_account(l, "pre", CH_AVAILABLE), left);
}

static void what_if__says_which_rule_turns_a_case_down(void **state)
{
    struct life *l = *state;
    char id[ID_MAX], text[32];
    submit(l, 20000000, id);
    ask(l, "{\"set\":{\"region\":\"北京市\"}}");
    assert_item(l, 0, id, 6000000, 0);
    assert_string_equal(json_str(json_obj(item(l, 0), "after"), "outcome"), "fail");
    assert_string_equal(flip(l, 0, "registered-locally", text), ">fail");
    ask(l, "{\"set\":{\"region\":\"上海市\",\"documents\":\"\"}}");
    assert_int_equal(items(l), 0);
}

static void what_if__says_what_tranches_would_have_to_give(void **state)
{
    struct life *l = *state;
    char granted[ID_MAX], open[ID_MAX];
    submit(l, 100000000, granted); /* 300,000 yuan: a second signature is needed */
    approve(l, granted);
    assert_string_equal(life_text(l, "application.status"), "awaiting_second");
    life_submit(l,
                &(struct life_case){
                    .programme = "pre", .firm = l->other_firm, .total_fen = 20000000},
                open);
    ask(l, "{\"set\":{\"rate_bp\":\"40%\"}}");
    const json_t *t = json_array_get(json_obj(l->answer, "tranches"), 0);
    assert_string_equal(json_str(t, "id"), "t26");
    assert_int_equal(json_int(t, "before_fen", 0), 30000000 + 6000000);
    assert_int_equal(json_int(t, "after_fen", 0), 40000000 + 8000000);
    assert_int_equal(json_int(t, "held_fen", 0), 30000000);
    assert_int_equal(json_int(t, "available_fen", 0), 70000000);
}

static void what_if__takes_a_whole_file(void **state)
{
    struct life *l = *state;
    char id[ID_MAX], text[4096];
    FILE *file = fopen(VD_SOURCE_DIR "/tests/data/life/pre.ini", "r");
    assert_non_null(file);
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    submit(l, 20000000, id);
    for (int round = 0; round < 2; round++) {
        json_t *body = json_pack("{s:s}", "policy", text);
        char *wire = json_dumps(body, 0);
        ask(l, wire);
        free(wire);
        json_decref(body);
        assert_int_equal(items(l), round);
        char *rate = strstr(text, "rate_bp = 30%");
        if (rate) {
            rate[strlen("rate_bp = ")] = '2';
        }
    }
    assert_item(l, 0, id, 6000000, 4000000);
}

static void what_if__comes_in_pages_that_add_up(void **state)
{
    struct life *l = *state;
    char id[4][ID_MAX], body[700], next[512] = "";
    int64_t looked_at = 0, after = 0;
    int pages = 0, seen = 0;
    for (size_t i = 0; i < COUNT_OF(id); i++) {
        submit(l, 1000000 * (int64_t)(i + 1), id[i]);
    }
    do {
        snprintf(body, sizeof body,
                 "{\"set\":{\"rate_bp\":\"10%%\"},\"limit\":3,\"after\":\"%s\"}", next);
        ask(l, body);
        for (size_t i = 0; i < items(l); i++) {
            assert_string_equal(json_str(item(l, i), "id"), id[seen++]);
        }
        looked_at += life_int(l, "sums.looked_at");
        after += life_int(l, "sums.after_fen");
        snprintf(next, sizeof next, "%s", life_text(l, "next"));
        if (pages++ == 0) { /* a cursor is of one question */
            snprintf(body, sizeof body,
                     "{\"set\":{\"rate_bp\":\"11%%\"},\"after\":\"%s\"}", next);
            life_post(l, "supervisor", WHATIF, -1, body);
            life_refused(l, "bad-cursor");
        }
    } while (*next && pages < 10);
    assert_int_equal(pages, 2);
    assert_int_equal(seen, 4);
    assert_int_equal(looked_at, 4);
    assert_int_equal(after, 100000 + 200000 + 300000 + 400000);
}

/* ---- decided cases ---- */

#define MARCH "\"from\":\"2026-03-01\",\"to\":\"2026-03-31\""

/* The second case of a firm knew of the first; neither knows of what came after. */
static void what_if__judges_decided_cases_on_the_facts_of_their_day(void **state)
{
    struct life *l = *state;
    char first[ID_MAX], second[ID_MAX], open[ID_MAX], text[32];
    submit(l, 20000000, first);
    approve(l, first);
    submit(l, 20000000, second);
    approve(l, second);
    submit(l, 20000000, open);
    ask(l, "{\"set\":{\"year_cap_fen\":\"80,000 yuan\"}," MARCH "}");
    assert_string_equal(life_text(l, "cases"), "decided");
    assert_int_equal(life_int(l, "sums.looked_at"), 2);
    assert_int_equal(items(l), 1);
    assert_item(l, 0, second, 6000000, 2000000);
    assert_string_equal(flip(l, 0, "year-cap", text), "pass>cap");
    assert_true(*json_str(item(l, 0), "decided_at"));
    const json_t *t = json_array_get(json_obj(l->answer, "tranches"), 0);
    assert_int_equal(json_int(t, "held_fen", 0), 12000000);
    ask(l, "{\"set\":{\"year_cap_fen\":\"80,000 yuan\"},\"from\":\"2026-03-03\",\"to\":"
           "\"2026-12-31\"}");
    assert_int_equal(life_int(l, "sums.looked_at"), 0);
    ask(l, "{\"set\":{\"year_cap_fen\":\"80,000 yuan\"},\"from\":\"2025-03-03\",\"to\":"
           "\"2026-03-01\"}");
    assert_int_equal(life_int(l, "sums.looked_at"), 0);
}

static void what_if__counts_only_decisions_that_stand(void **state)
{
    struct life *l = *state;
    char granted[ID_MAX], undone[ID_MAX], turned[ID_MAX], twice[ID_MAX];
    static const char *const why = ",\"reason\":{\"code\":\"wrong-sector\"}";
    static const char *const slip = ",\"reason\":{\"code\":\"decided-in-error\"}";
    submit(l, 10000000, granted);
    submit(l, 10000000, undone);
    submit(l, 10000000, turned);
    submit(l, 10000000, twice);
    approve(l, granted);
    approve(l, undone);
    decide(l, "officer", undone, "undo", slip);
    approve(l, turned);
    decide(l, "officer", turned, "undo", slip);
    decide(l, "officer", turned, "reject", why);
    decide(l, "officer", twice, "reject", why);
    decide(l, "officer", twice, "undo", slip);
    l->o.service.clock_stopped_at += DATE_SECOND;
    decide(l, "officer", twice, "reject", why);
    ask(l, "{\"set\":{\"rate_bp\":\"20%\"}," MARCH "}");
    assert_int_equal(life_int(l, "sums.looked_at"), 3);
    assert_int_equal(items(l), 3);
    assert_item(l, 0, granted, 3000000, 2000000);
    assert_string_equal(json_str(item(l, 1), "id"), turned);
    assert_string_equal(json_str(item(l, 1), "status"), "rejected");
    assert_string_equal(json_str(item(l, 2), "id"), twice);
    life_day(l, "2026-03-05"); /* the undo windows have closed: three more entries */
    ask(l, "{\"set\":{\"rate_bp\":\"20%\"}," MARCH "}");
    assert_int_equal(life_int(l, "sums.looked_at"), 3);
    decide(l, "desk", granted, "withdraw",
           ",\"reason\":{\"code\":\"other\",\"note\":\"n\"}");
    ask(l, "{\"set\":{\"rate_bp\":\"20%\"}," MARCH "}");
    assert_int_equal(life_int(l, "sums.looked_at"), 2);
}

/* ---- refusals ---- */

static void assert_fault(struct life *l, const char *body, const char *pointer,
                         const char *key, int64_t line, const char *right)
{
    life_post(l, "supervisor", WHATIF, -1, body);
    life_expect(l, 422);
    life_refused(l, "invalid-policy");
    const json_t *one = json_array_get(json_obj(l->answer, "errors"), 0);
    assert_string_equal(json_str(one, "pointer"), pointer);
    assert_string_equal(json_str(one, "key"), key);
    assert_int_equal(json_int(one, "line", 0), line);
    assert_contains(json_str(one, "message"), right);
    assert_string_equal(json_str(one, "message"), life_text(l, "detail"));
}

static void what_if__names_the_key_and_line_of_a_bad_policy(void **state)
{
    struct life *l = *state;
    assert_fault(l, "{\"set\":{\"rate_bp\":\"20\"}}", "/set/rate_bp", "rate_bp", 0,
                 "write a percentage");
    assert_fault(l, "{\"set\":{\"rate\":\"20%\"}}", "/set/rate", "rate", 0,
                 "is not a key");
    assert_fault(l, "{\"set\":{\"id\":\"post\"}}", "/set/id", "id", 0, "cannot change");
    assert_fault(l, "{\"set\":{\"mode\":\"later\"}}", "/set/mode", "mode", 0,
                 "write one of pre-issued");
    assert_fault(l, "{\"set\":{\"review_days\":\"unknown\"}}", "/set/review_days",
                 "review_days", 0, "installation's to set");
    assert_fault(l, "{\"set\":{\"rate_bp\":20}}", "/set/rate_bp", "rate_bp", 0,
                 "must be text");
    assert_fault(l, "{\"policy\":\"[figures]\\nrate_bp = 20\\n\"}", "/policy", "rate_bp",
                 2, "write a percentage");
    assert_fault(l, "{\"policy\":\"[programme]\\nid = pre\\n\"}", "/policy",
                 "[programme] name_en", 2, "is missing");
    assert_fault(l, "{\"policy\":\"\"}", "/policy", "policy", 0, "is empty");
    assert_fault(l, "{\"policy\":\"what is this\"}", "/policy", "line", 1,
                 "neither [section] nor key = value");
}

static void what_if__refuses_questions_that_are_none(void **state)
{
    struct life *l = *state;
    static const char *const bodies[] = {
        "{}",
        "{\"set\":{}}",
        "{\"set\":{\"rate_bp\":\"20%\"},\"policy\":\"x\"}",
        "{\"set\":{\"rate_bp\":\"20%\"},\"from\":\"2026-03-01\"}",
        "{\"set\":{\"rate_bp\":\"20%\"},\"from\":\"2026-03-02\",\"to\":\"2026-03-01\"}",
    };
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        life_post(l, "auditor", WHATIF, -1, bodies[i]);
        life_expect(l, 422);
        life_refused(l, "invalid");
    }
    life_post(l, "auditor", WHATIF, -1, "{\"set\":{\"rate_bp\":\"20%\"},\"limit\":1001}");
    life_refused(l, "invalid-fields");
    life_post(l, "admin", WHATIF, -1, "{\"set\":{\"rate_bp\":\"20%\"}}");
    life_refused(l, "wrong-role");
    life_post(l, "desk", WHATIF, -1, "{\"set\":{\"rate_bp\":\"20%\"}}");
    life_refused(l, "wrong-role");
    life_post(l, "officer", "/v1/programmes/atlantis/what-if", -1,
              "{\"set\":{\"rate_bp\":\"20%\"}}");
    life_refused(l, "not-found");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(what_if__lists_open_cases_that_would_change),
        ON_BOTH(what_if__says_which_rule_turns_a_case_down),
        ON_BOTH(what_if__says_what_tranches_would_have_to_give),
        ON_BOTH(what_if__takes_a_whole_file),
        ON_BOTH(what_if__comes_in_pages_that_add_up),
        ON_BOTH(what_if__judges_decided_cases_on_the_facts_of_their_day),
        ON_BOTH(what_if__counts_only_decisions_that_stand),
        ON_BOTH(what_if__names_the_key_and_line_of_a_bad_policy),
        ON_BOTH(what_if__refuses_questions_that_are_none),
    };
    return cmocka_run_group_tests(tests, both_begin, both_end);
}
