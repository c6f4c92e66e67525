#include "tests/clearinghouse/office.h"

struct desk {
    struct office o;
    char applicant[ID_MAX], provider[ID_MAX];
};

static int set_up(void **state)
{
    static struct desk desk;
    *state = &desk;
    office_open(&desk.o, ":memory:");
    office_tranche(&desk.o, "shanghai-compute", "t1", 10000000000);
    office_org(&desk.o, "firm", "上海市", desk.applicant);
    office_org(&desk.o, "provider", "上海市", desk.provider);
    return 0;
}

static int tear_down(void **state)
{
    struct desk *d = *state;
    office_verify(&d->o);
    office_close(&d->o);
    return 0;
}

static void submit(struct desk *d, int64_t ask_fen, char id[ID_MAX])
{
    office_submit(&d->o, "desk",
                  &(struct case_body){.programme = "shanghai-compute",
                                      .tranche = "t1",
                                      .applicant = d->applicant,
                                      .provider = d->provider,
                                      .ask_fen = ask_fen},
                  id);
}

/* Submitted and accepted: revision 2. */
static void open_case(struct desk *d, int64_t ask_fen, char id[ID_MAX])
{
    submit(d, ask_fen, id);
    assert_int_equal(
        office_decide(&d->o, "officer", id, 1, "{\"decision\":\"accept\"}", NULL), 201);
}

static void refused(struct desk *d, const char *as, const char *id, int64_t revision,
                    const char *body, int status, const char *type)
{
    char path[128], match[32];
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", id);
    snprintf(match, sizeof match, "\"%" PRId64 "\"", revision);
    office_refused(&d->o,
                   &(struct ask){.as = as, .path = path, .body = body, .if_match = match},
                   status, type);
}

static const char *status_of(struct desk *d, const char *id, char out[CH_SLUG_MAX])
{
    json_t *doc = office_application(&d->o, id);
    snprintf(out, CH_SLUG_MAX, "%s", json_str(doc, "status"));
    json_decref(doc);
    return out;
}

static void approve__reserves_to_the_fen_and_undo_gives_back(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX], status[CH_SLUG_MAX];
    struct ch_tranche t;
    struct ch_reply reply = {.status = 0};
    struct err err = {0};
    json_t *doc;
    open_case(d, 12345600, id);
    assert_int_equal(
        office_decide(&d->o, "officer", id, 2, "{\"decision\":\"approve\"}", &reply),
        201);
    assert_ok(json_read(buf_str(&reply.body), reply.body.len, SIZE_MAX, &doc, &err), err);
    json_t *budget = json_obj(doc, "budget");
    assert_int_equal(json_int(json_obj(budget, "before"), "available_fen", 0) -
                         json_int(json_obj(budget, "after"), "available_fen", 0),
                     12345600);
    assert_int_equal(json_int(json_obj(budget, "after"), "reserved_fen", 0), 12345600);
    assert_string_equal(json_str(json_obj(doc, "application"), "status"), "approved");
    assert_int_equal(reply.etag, 3);
    json_decref(doc);
    ch_reply_clear(&reply);
    assert_int_equal(
        office_decide(&d->o, "officer", id, 3, "{\"decision\":\"undo\"}", NULL), 201);
    office_budget(&d->o, "shanghai-compute", "t1", &t);
    assert_int_equal(t.balance[CH_RESERVED], 0);
    assert_string_equal(status_of(d, id, status), "under_review");
}

static void dry_run__answers_the_same_and_keeps_nothing(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX], path[128];
    struct ch_tranche t;
    open_case(d, 5000000, id);
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", id);
    const struct ask ask = {.as = "officer",
                            .path = path,
                            .query = "dry_run=true",
                            .body = "{\"decision\":\"approve\"}",
                            .if_match = "\"2\"",
                            .without_key = true};
    json_t *doc = office_json(&d->o, &ask, 200);
    assert_string_equal(json_str(json_obj(doc, "application"), "status"), "approved");
    assert_true(json_is_null(json_object_get(doc, "entry")));
    json_decref(doc);
    office_budget(&d->o, "shanghai-compute", "t1", &t);
    assert_int_equal(t.balance[CH_RESERVED], 0);
    assert_int_equal(
        office_decide(&d->o, "officer", id, 2, "{\"decision\":\"approve\"}", NULL), 201);
}

static void undo__closes_with_its_window(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX];
    open_case(d, 1000000, id);
    office_decide(&d->o, "officer", id, 2, "{\"decision\":\"approve\"}", NULL);
    refused(d, "officer2", id, 3, "{\"decision\":\"undo\"}", 403, "wrong-role");
    office_wait(&d->o, 30 * 60);
    refused(d, "officer", id, 3, "{\"decision\":\"undo\"}", 422, "undo-closed");
    office_due(&d->o); /* settles: one more revision */
    refused(d, "officer", id, 4, "{\"decision\":\"undo\"}", 422, "undo-closed");
}

static void four_eyes__needs_another_person_and_a_supervisor(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX], status[CH_SLUG_MAX];
    open_case(d, 60000000, id); /* 600,000 yuan, above 500,000 */
    office_decide(&d->o, "supervisor", id, 2, "{\"decision\":\"approve\"}", NULL);
    assert_string_equal(status_of(d, id, status), "awaiting_second");
    refused(d, "officer", id, 3, "{\"decision\":\"approve\"}", 403, "wrong-role");
    refused(d, "supervisor", id, 3, "{\"decision\":\"approve\"}", 422, "signed-twice");
    assert_int_equal(
        office_decide(&d->o, "supervisor2", id, 3, "{\"decision\":\"approve\"}", NULL),
        201);
    assert_string_equal(status_of(d, id, status), "approved");
}

/* Up to the threshold one signature does; one yuan more needs two. */
static void four_eyes__begins_above_the_threshold(void **state)
{
    struct desk *d = *state;
    char at[ID_MAX], above[ID_MAX], other[ID_MAX], status[CH_SLUG_MAX];
    open_case(d, 50000000, at);
    office_decide(&d->o, "officer", at, 2, "{\"decision\":\"approve\"}", NULL);
    assert_string_equal(status_of(d, at, status), "approved");
    office_org(&d->o, "firm", "上海市", other);
    memcpy(d->applicant, other, sizeof other);
    open_case(d, 50000100, above);
    office_decide(&d->o, "officer", above, 2, "{\"decision\":\"approve\"}", NULL);
    assert_string_equal(status_of(d, above, status), "awaiting_second");
}

/* What a case holds itself is no obstacle to its second signature: here the whole cap. */
static void four_eyes__signs_a_case_that_fills_its_cap(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX], applicant[ID_MAX], status[CH_SLUG_MAX];
    office_tranche(&d->o, "henan", "t1", 100000000);
    office_org(&d->o, "firm", "河南省", applicant);
    office_submit(&d->o, "desk",
                  &(struct case_body){.programme = "henan",
                                      .tranche = "t1",
                                      .applicant = applicant,
                                      .provider = d->provider,
                                      .ask_fen = 100000000},
                  id);
    office_decide(&d->o, "officer", id, 1, "{\"decision\":\"accept\"}", NULL);
    office_decide(&d->o, "officer", id, 2, "{\"decision\":\"approve\"}", NULL);
    assert_string_equal(status_of(d, id, status), "awaiting_second");
    assert_int_equal(
        office_decide(&d->o, "supervisor", id, 3, "{\"decision\":\"approve\"}", NULL),
        201);
}

/* What the second one signs is the amount the first one signed. */
static void four_eyes__refuses_another_amount_at_the_second_signature(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX];
    open_case(d, 60000000, id);
    office_decide(&d->o, "officer", id, 2, "{\"decision\":\"approve\"}", NULL);
    refused(d, "supervisor", id, 3, "{\"decision\":\"approve\",\"amount_fen\":50000000}",
            422, "amount-differs");
    assert_int_equal(office_decide(&d->o, "supervisor", id, 3,
                                   "{\"decision\":\"approve\",\"amount_fen\":60000000}",
                                   NULL),
                     201);
}

/* Two cases of one group, each below the threshold, above it together. */
static void four_eyes__sees_through_splitting(void **state)
{
    struct desk *d = *state;
    char one[ID_MAX], two[ID_MAX], status[CH_SLUG_MAX];
    open_case(d, 30000000, one);
    open_case(d, 30000000, two);
    office_decide(&d->o, "officer", one, 2, "{\"decision\":\"approve\"}", NULL);
    assert_string_equal(status_of(d, one, status), "approved");
    office_decide(&d->o, "officer", two, 2, "{\"decision\":\"approve\"}", NULL);
    assert_string_equal(status_of(d, two, status), "awaiting_second");
}

static void maker__never_signs_the_own_case(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX];
    office_submit(&d->o, "officer",
                  &(struct case_body){.programme = "shanghai-compute",
                                      .tranche = "t1",
                                      .applicant = d->applicant,
                                      .provider = d->provider,
                                      .ask_fen = 1000000},
                  id);
    office_decide(&d->o, "officer2", id, 1, "{\"decision\":\"accept\"}", NULL);
    refused(d, "officer", id, 2, "{\"decision\":\"approve\"}", 422, "maker-is-signer");
    assert_int_equal(
        office_decide(&d->o, "officer2", id, 2, "{\"decision\":\"approve\"}", NULL), 201);
}

/* Facts that turned against a case between two signatures stop the second one. */
static void second_signature__looks_at_the_rules_again(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX], sql[200];
    struct err err = {0};
    open_case(d, 60000000, id);
    office_decide(&d->o, "officer", id, 2, "{\"decision\":\"approve\"}", NULL);
    snprintf(sql, sizeof sql,
             "UPDATE organisations SET debarred_until = 40000 WHERE id = '%s'",
             d->applicant);
    assert_ok(ch_exec(d->o.db, sql, &err), err);
    refused(d, "supervisor", id, 3, "{\"decision\":\"approve\"}", 422, "rules-not-met");
    assert_int_equal(office_decide(&d->o, "supervisor", id, 3,
                                   "{\"decision\":\"reject\",\"reason\":{\"code\":"
                                   "\"debarred\"}}",
                                   NULL),
                     201);
}

static void decide__refuses_more_than_the_rules_give(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX];
    open_case(d, 1000000, id);
    refused(d, "officer", id, 2, "{\"decision\":\"approve\",\"amount_fen\":1000001}", 422,
            "amount-too-high");
    assert_int_equal(office_decide(&d->o, "officer", id, 2,
                                   "{\"decision\":\"approve\",\"amount_fen\":400000}",
                                   NULL),
                     201);
}

/* An amount belongs to an approval and an assignee to an assignment: elsewhere it is a
 * mistake, not a thing to pass over. */
static void decide__refuses_members_that_do_not_belong(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX];
    open_case(d, 1000000, id);
    refused(d, "officer", id, 2,
            "{\"decision\":\"reject\",\"amount_fen\":5,\"reason\":{\"code\":\"late\"}}",
            422, "invalid-fields");
    refused(d, "officer", id, 2, "{\"decision\":\"approve\",\"assignee\":\"officer2\"}",
            422, "invalid-fields");
    refused(d, "officer", id, 2, "{\"decision\":\"assign\"}", 422, "invalid-fields");
    refused(d, "officer", id, 2, "{\"decision\":\"approve\",\"amount_fen\":0}", 422,
            "invalid-fields");
}

static void decide__wants_reasons_that_fit(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX];
    open_case(d, 1000000, id);
    refused(d, "officer", id, 2, "{\"decision\":\"reject\"}", 422, "reason-missing");
    refused(d, "officer", id, 2,
            "{\"decision\":\"reject\",\"reason\":{\"code\":\"meets-criteria\"}}", 422,
            "reason-unknown");
    refused(d, "officer", id, 2,
            "{\"decision\":\"reject\",\"reason\":{\"code\":\"other\"}}", 422,
            "note-missing");
    refused(
        d, "officer", id, 2,
        "{\"decision\":\"reject\",\"reason\":{\"code\":\"other\",\"note\":\"a\\u202eb\""
        "}}",
        422, "invalid-fields");
    refused(d, "officer", id, 2, "{\"decision\":\"pay\"}", 422, "invalid-fields");
}

static void decide__names_what_changed_when_stale(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX], path[128];
    open_case(d, 1000000, id);
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", id);
    struct ask ask = {.as = "officer2",
                      .path = path,
                      .body = "{\"decision\":\"approve\"}",
                      .if_match = "\"1\""};
    json_t *doc = office_json(&d->o, &ask, 412);
    const json_t *current = json_obj(doc, "current");
    assert_int_equal(json_int(current, "revision", 0), 2);
    assert_string_equal(json_str(current, "status"), "under_review");
    struct buf changed = {0};
    json_canonical(json_obj(current, "changed"), &changed);
    assert_contains(buf_str(&changed), "\"status\"");
    buf_clear(&changed);
    json_decref(doc);
    ask.if_match = NULL;
    office_refused(&d->o, &ask, 428, "if-match-missing");
    ask.if_match = "\"abc\"";
    office_refused(&d->o, &ask, 400, "bad-if-match");
}

static void decide__is_replayed_under_its_key(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX], path[128];
    struct ch_reply first = {.status = 0}, again = {.status = 0};
    struct ch_tranche t;
    open_case(d, 1000000, id);
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", id);
    struct ask ask = {.as = "officer",
                      .path = path,
                      .body = "{\"decision\":\"approve\"}",
                      .if_match = "\"2\"",
                      .key = "once"};
    assert_int_equal(office_ask(&d->o, &ask, &first), 201);
    assert_int_equal(office_ask(&d->o, &ask, &again), 201);
    assert_true(again.replayed);
    assert_false(first.replayed);
    assert_string_equal(buf_str(&first.body), buf_str(&again.body));
    assert_int_equal(first.etag, again.etag);
    ch_reply_clear(&first);
    ch_reply_clear(&again);
    office_budget(&d->o, "shanghai-compute", "t1", &t);
    assert_int_equal(t.balance[CH_RESERVED], 1000000);
    ask.body = "{\"decision\":\"approve\",\"amount_fen\":100}";
    office_refused(&d->o, &ask, 422, "idempotency-mismatch");
    ask.as = "officer2"; /* the key is another person's: a new operation, and stale */
    office_refused(&d->o, &ask, 412, "stale-revision");
    ask.key = "bad key";
    office_refused(&d->o, &ask, 400, "missing-key");
}

static void budget__is_refused_with_the_figures(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX], path[128];
    office_tranche(&d->o, "shanghai-compute", "small", 999900);
    office_submit(&d->o, "desk",
                  &(struct case_body){.programme = "shanghai-compute",
                                      .tranche = "small",
                                      .applicant = d->applicant,
                                      .provider = d->provider,
                                      .ask_fen = 1000000},
                  id);
    office_decide(&d->o, "officer", id, 1, "{\"decision\":\"accept\"}", NULL);
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", id);
    json_t *doc = office_json(&d->o,
                              &(struct ask){.as = "officer",
                                            .path = path,
                                            .body = "{\"decision\":\"approve\"}",
                                            .if_match = "\"2\""},
                              409);
    assert_string_equal(json_str(doc, "type"), "/problems/budget-exceeded");
    const json_t *budget = json_obj(doc, "budget");
    assert_int_equal(json_int(budget, "available_fen", 0), 999900);
    assert_int_equal(json_int(budget, "requested_fen", 0), 1000000);
    json_decref(doc);
    doc = office_json(
        &d->o,
        &(struct ask){.as = "officer",
                      .path = path,
                      .body = "{\"decision\":\"approve\",\"amount_fen\":999901}",
                      .if_match = "\"2\""},
        409);
    assert_int_equal(json_int(json_obj(doc, "budget"), "requested_fen", 0), 999901);
    json_decref(doc);
    assert_int_equal(office_decide(&d->o, "officer", id, 2,
                                   "{\"decision\":\"approve\",\"amount_fen\":999900}",
                                   NULL),
                     201);
}

/* Whoever has no role in a programme is not told that its cases exist. */
static void decide__hides_cases_of_other_programmes(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX], path[128];
    office_person(&d->o, "henan-officer", CH_ROLE_OFFICER, "henan");
    open_case(d, 1000000, id);
    refused(d, "henan-officer", id, 2, "{\"decision\":\"approve\"}", 404, "not-found");
    refused(d, "henan-officer", id, 1, "{\"decision\":\"approve\"}", 404, "not-found");
    snprintf(path, sizeof path, "/v1/applications/%s", id);
    office_refused(&d->o, &(struct ask){.as = "henan-officer", .path = path}, 404,
                   "not-found");
    refused(d, "auditor", id, 2, "{\"decision\":\"approve\"}", 403, "wrong-role");
    refused(d, "desk", id, 2, "{\"decision\":\"approve\"}", 403, "wrong-role");
}

/* The year whose cap was used gets it back, also when it has ended meanwhile. */
static void undo__gives_the_cap_back_to_its_year(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX], applicant[ID_MAX];
    int64_t eve, used;
    struct err err = {0};
    office_tranche(&d->o, "henan", "t1", 1000000000);
    office_org(&d->o, "firm", "河南省", applicant);
    office_submit(&d->o, "desk",
                  &(struct case_body){.programme = "henan",
                                      .tranche = "t1",
                                      .applicant = applicant,
                                      .provider = d->provider,
                                      .ask_fen = 1000000},
                  id);
    assert_true(date_time_parse("2026-12-31T15:50:00Z", &eve));
    atomic_store(&d->o.service.clock_stopped_at, eve);
    office_decide(&d->o, "officer", id, 1, "{\"decision\":\"accept\"}", NULL);
    assert_int_equal(
        office_decide(&d->o, "officer", id, 2, "{\"decision\":\"approve\"}", NULL), 201);
    office_wait(&d->o, 20 * 60); /* ten past midnight in China */
    assert_int_equal(
        office_decide(&d->o, "officer", id, 3, "{\"decision\":\"undo\"}", NULL), 201);
    assert_ok(ch_cap_used(d->o.db, "henan", applicant, 2026, &used, &err), err);
    assert_int_equal(used, 0);
    assert_ok(ch_cap_used(d->o.db, "henan", applicant, 2027, &used, &err), err);
    assert_int_equal(used, 0);
}

static void due__withdraws_what_was_not_answered_and_settles_once(void **state)
{
    struct desk *d = *state;
    char id[ID_MAX];
    open_case(d, 1000000, id);
    office_decide(&d->o, "officer", id, 2,
                  "{\"decision\":\"return\",\"reason\":{\"code\":\"document-missing\"}}",
                  NULL);
    office_wait(&d->o, 11 * 86400); /* the undo window closed, and the deadline passed */
    office_due(&d->o);
    json_t *doc = office_application(&d->o, id);
    assert_string_equal(json_str(doc, "status"), "withdrawn");
    assert_string_equal(json_str(doc, "last_decision"), "lapse");
    assert_string_equal(json_str(doc, "last_by"), "system");
    assert_int_equal(json_int(doc, "revision", 0), 4); /* one entry, not two */
    json_decref(doc);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(approve__reserves_to_the_fen_and_undo_gives_back),
        TEST(dry_run__answers_the_same_and_keeps_nothing),
        TEST(undo__closes_with_its_window),
        TEST(four_eyes__needs_another_person_and_a_supervisor),
        TEST(four_eyes__begins_above_the_threshold),
        TEST(four_eyes__signs_a_case_that_fills_its_cap),
        TEST(four_eyes__refuses_another_amount_at_the_second_signature),
        TEST(four_eyes__sees_through_splitting),
        TEST(maker__never_signs_the_own_case),
        TEST(second_signature__looks_at_the_rules_again),
        TEST(decide__refuses_more_than_the_rules_give),
        TEST(decide__refuses_members_that_do_not_belong),
        TEST(decide__wants_reasons_that_fit),
        TEST(decide__names_what_changed_when_stale),
        TEST(decide__is_replayed_under_its_key),
        TEST(budget__is_refused_with_the_figures),
        TEST(decide__hides_cases_of_other_programmes),
        TEST(undo__gives_the_cap_back_to_its_year),
        TEST(due__withdraws_what_was_not_answered_and_settles_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
