/* Lists, changes, journal, imports, batches and registry: what a caller may see and how
 * malformed requests are told so. */
#include "tests/clearinghouse/office.h"

struct desk {
    struct office o;
    char applicant[ID_MAX], henan_applicant[ID_MAX], provider[ID_MAX], centre[ID_MAX];
    char shanghai[ID_MAX], henan[ID_MAX]; /* a case of each */
};

static void submit(struct desk *d, const char *programme, const char *applicant,
                   char id[ID_MAX])
{
    office_submit(&d->o, "desk",
                  &(struct case_body){.programme = programme,
                                      .tranche = "t1",
                                      .applicant = applicant,
                                      .provider = d->provider,
                                      .ask_fen = 1000000},
                  id);
}

static int set_up(void **state)
{
    static struct desk desk;
    struct desk *d = &desk;
    *state = d;
    office_open(&d->o, ":memory:");
    office_tranche(&d->o, "shanghai-compute", "t1", 100000000);
    office_tranche(&d->o, "henan", "t1", 100000000);
    office_org(&d->o, "firm", "上海市", d->applicant);
    office_org(&d->o, "firm", "河南省", d->henan_applicant);
    office_org(&d->o, "provider", "", d->provider);
    submit(d, "shanghai-compute", d->applicant, d->shanghai);
    submit(d, "henan", d->henan_applicant, d->henan);
    json_t *doc =
        office_json(&d->o,
                    &(struct ask){.as = "supervisor",
                                  .path = "/v1/centres",
                                  .body = "{\"slug\":\"c1\",\"name\":\"一号\"}"},
                    201);
    snprintf(d->centre, sizeof d->centre, "%s", json_str(doc, "id"));
    json_decref(doc);
    office_person(&d->o, "henan-officer", CH_ROLE_OFFICER, "henan");
    office_person(&d->o, "operator", CH_ROLE_OPERATOR, d->centre);
    return 0;
}

static int tear_down(void **state)
{
    struct desk *d = *state;
    office_verify(&d->o);
    office_close(&d->o);
    return 0;
}

static size_t items(struct desk *d, const char *as, const char *path, const char *query)
{
    json_t *doc =
        office_json(&d->o, &(struct ask){.as = as, .path = path, .query = query}, 200);
    size_t count = json_array_size(json_obj(doc, "items"));
    json_decref(doc);
    return count;
}

static void bad_query(struct desk *d, const char *path, const char *query,
                      const char *type)
{
    office_refused(&d->o, &(struct ask){.as = "supervisor", .path = path, .query = query},
                   400, type);
}

static void applications__are_those_of_the_callers_programmes(void **state)
{
    struct desk *d = *state;
    assert_int_equal(items(d, "officer", "/v1/applications", NULL), 2);
    assert_int_equal(items(d, "henan-officer", "/v1/applications", NULL), 1);
    assert_int_equal(
        items(d, "henan-officer", "/v1/applications", "programme=shanghai-compute"), 0);
    json_t *doc = office_json(&d->o,
                              &(struct ask){.as = "henan-officer",
                                            .path = "/v1/applications",
                                            .query = "count=exact"},
                              200);
    assert_int_equal(json_int(doc, "count", -1), 1);
    json_decref(doc);
}

static void applications__refuse_filters_that_mean_nothing(void **state)
{
    static const char *const bad[][2] = {
        {"status=", "bad-filter"},           {"status=open", "bad-filter"},
        {"status=submitted,", "bad-filter"}, {"verdict=as", "bad-filter"},
        {"verdict=", "bad-filter"},          {"programme=atlantis", "bad-filter"},
        {"view=wide", "bad-filter"},         {"count=1", "bad-filter"},
        {"sort=name", "bad-filter"},         {"sort=-", "bad-filter"},
        {"limit=-1", "bad-limit"},           {"limit=5x", "bad-limit"},
        {"colour=red", "unknown-parameter"}, {"dry_run=true", "unknown-parameter"},
        {"after=zzz", "bad-cursor"},         {"q=%ff", "bad-query"},
    };
    struct desk *d = *state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        bad_query(d, "/v1/applications", bad[i][0], bad[i][1]);
    }
    assert_int_equal(items(d, "officer", "/v1/applications", "status=submitted,returned"),
                     2);
    assert_int_equal(items(d, "officer", "/v1/applications", "verdict=pass"), 2);
}

/* A cursor belongs to its filter and order. */
static void applications__bind_cursors_to_filter_and_order(void **state)
{
    struct desk *d = *state;
    char query[900];
    json_t *doc = office_json(&d->o,
                              &(struct ask){.as = "officer",
                                            .path = "/v1/applications",
                                            .query = "limit=1&sort=amount"},
                              200);
    const char *next = json_str(doc, "next");
    snprintf(query, sizeof query, "limit=1&sort=amount&after=%s", next);
    assert_int_equal(items(d, "officer", "/v1/applications", query), 1);
    snprintf(query, sizeof query, "limit=1&sort=due&after=%s", next);
    bad_query(d, "/v1/applications", query, "bad-cursor");
    snprintf(query, sizeof query, "limit=1&sort=amount&status=submitted&after=%s", next);
    bad_query(d, "/v1/applications", query, "bad-cursor");
    json_decref(doc);
}

/* Sentences quote the request, which may be cut within a character. */
static void problems__stay_json_whatever_they_quote(void **state)
{
    static const char *const paths[] = {
        "/v1/programmes/a%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD"
        "%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%"
        "AD"
        "%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD%E4%B8%AD",
        "/v1/programmes/%1b%5b2J", "/v1/programmes/%E2%80%AEx"};
    struct desk *d = *state;
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        office_refused(&d->o, &(struct ask){.as = "officer", .path = paths[i]}, 404,
                       "not-found");
    }
}

static size_t changes(struct desk *d, const char *as, const char *cursor, char next[900])
{
    char query[1000];
    snprintf(query, sizeof query, "cursor=%s", cursor);
    json_t *doc = office_json(
        &d->o, &(struct ask){.as = as, .path = "/v1/changes", .query = query}, 200);
    size_t count = json_array_size(json_obj(doc, "items"));
    snprintf(next, 900, "%s", json_str(doc, "cursor"));
    json_decref(doc);
    return count;
}

static void changes__are_what_the_caller_may_see(void **state)
{
    struct desk *d = *state;
    char all[900], henan[900], operator_[900], id[ID_MAX], path[128];
    changes(d, "officer", "", all);
    changes(d, "henan-officer", "", henan);
    changes(d, "operator", "", operator_);
    submit(d, "shanghai-compute", d->applicant, id);
    submit(d, "henan", d->henan_applicant, id);
    assert_int_equal(changes(d, "officer", all, all), 2);
    assert_int_equal(changes(d, "henan-officer", henan, henan), 1);
    assert_int_equal(changes(d, "operator", operator_, operator_), 0);
    snprintf(path, sizeof path, "/v1/centres/%s/status", d->centre);
    json_decref(office_json(&d->o,
                            &(struct ask){.as = "supervisor",
                                          .path = path,
                                          .if_match = "\"1\"",
                                          .body = "{\"status\":\"listed\",\"reason\":{"
                                                  "\"code\":\"inspected\"}}"},
                            201));
    assert_int_equal(changes(d, "operator", operator_, operator_), 1);
    office_refused(&d->o,
                   &(struct ask){.as = "officer",
                                 .path = "/v1/changes",
                                 .query = "cursor=cmVnaXN0cnk9OTk5OTk5Cg"},
                   410, "cursor-lost");
    bad_query(d, "/v1/changes", "wait=26", "bad-wait");
    bad_query(d, "/v1/changes", "wait=-1", "bad-wait");
}

/* From the start of the ledger to its end, page by page: nothing missing, in order. */
static void changes__lead_from_nothing_to_the_head(void **state)
{
    struct desk *d = *state;
    char cursor[900] = "";
    size_t total = 0, page;
    struct err err = {0};
    int64_t entries;
    while ((page = changes(d, "auditor", cursor, cursor)) > 0) {
        total += page;
    }
    assert_ok(ch_journal_verify(d->o.db, &entries, &err), err);
    assert_int_equal(total, entries);
}

static void journal__is_read_by_stream_and_number(void **state)
{
    struct desk *d = *state;
    assert_int_equal(items(d, "auditor", "/v1/journal/henan", "limit=2"), 2);
    assert_int_equal(items(d, "auditor", "/v1/journal/henan", "after=3"), 1);
    assert_int_equal(items(d, "auditor", "/v1/journal/henan", "after=99"), 0);
    bad_query(d, "/v1/journal/henan", "after=x", "bad-cursor");
    bad_query(d, "/v1/journal/henan", "after=99999999999999999999", "bad-cursor");
    office_refused(&d->o, &(struct ask){.as = "auditor", .path = "/v1/journal/nowhere"},
                   404, "not-found");
    office_refused(
        &d->o,
        &(struct ask){.as = "henan-officer", .path = "/v1/journal/shanghai-compute"}, 404,
        "not-found");
    office_refused(
        &d->o,
        &(struct ask){.as = "henan-officer", .path = "/v1/journal/shanghai-compute/head"},
        404, "not-found");
    assert_int_equal(items(d, "henan-officer", "/v1/journal/henan", NULL), 4);
}

/* ---- writing ---- */

static void import__takes_all_or_nothing_with_line_numbers(void **state)
{
    struct desk *d = *state;
    char one[2000], two[2000], lines[5000];
    struct case_body c = {.programme = "henan",
                          .tranche = "t1",
                          .applicant = d->henan_applicant,
                          .provider = d->provider,
                          .ask_fen = 1000};
    body_case(901, &c, one, sizeof one);
    c.applicant = "org_nobody";
    body_case(902, &c, two, sizeof two);
    snprintf(lines, sizeof lines, "%s\n\n%s\n{\"a\":1}\nnot json\n", one, two);
    struct ask ask = {.as = "desk",
                      .path = "/v1/application-imports",
                      .type = "application/x-ndjson",
                      .body = lines};
    json_t *doc = office_json(&d->o, &ask, 422);
    assert_string_equal(json_str(doc, "type"), "/problems/import-refused");
    json_t *list = json_obj(doc, "lines");
    assert_int_equal(json_array_size(list), 4);
    assert_int_equal(json_int(json_array_get(list, 1), "line", 0), 3);
    assert_int_equal(json_int(json_array_get(list, 3), "line", 0), 5);
    json_decref(doc);
    assert_int_equal(items(d, "officer", "/v1/applications", NULL), 2);
    ask.body = one;
    ask.query = "dry_run=true";
    json_decref(office_json(&d->o, &ask, 200));
    assert_int_equal(items(d, "officer", "/v1/applications", NULL), 2);
    ask.query = NULL;
    json_decref(office_json(&d->o, &ask, 201));
    assert_int_equal(items(d, "officer", "/v1/applications", NULL), 3);
    ask.body = "\n";
    office_refused(&d->o, &ask, 422, "invalid");
}

static void batch__is_atomic_or_independent_as_asked(void **state)
{
    struct desk *d = *state;
    char body[600];
    struct ask ask = {.as = "officer", .path = "/v1/decision-batches", .body = body};
    for (int atomic = 1; atomic >= 0; atomic--) {
        snprintf(body, sizeof body,
                 "{\"mode\":\"%s\",\"items\":[{\"application\":\"%s\",\"revision\":1,"
                 "\"decision\":\"accept\"},{\"application\":\"%s\",\"revision\":9,"
                 "\"decision\":\"accept\"}]}",
                 atomic ? "atomic" : "independent", d->shanghai, d->henan);
        json_t *doc = office_json(&d->o, &ask, atomic ? 409 : 201);
        json_t *list = json_obj(doc, "items");
        assert_string_equal(json_str(json_array_get(list, 0), "outcome"), "done");
        assert_string_equal(json_str(json_array_get(list, 1), "outcome"), "refused");
        json_decref(doc);
        doc = office_application(&d->o, d->shanghai);
        assert_string_equal(json_str(doc, "status"),
                            atomic ? "submitted" : "under_review");
        json_decref(doc);
    }
    ask.body = "{\"mode\":\"atomic\",\"items\":[]}";
    office_refused(&d->o, &ask, 422, "invalid");
}

/* The text gate holds for every field that is kept. */
static void centre_status__wants_a_reason_that_is_text(void **state)
{
    struct desk *d = *state;
    char path[128];
    snprintf(path, sizeof path, "/v1/centres/%s/status", d->centre);
    struct ask ask = {.as = "supervisor", .path = path, .if_match = "\"1\""};
    static const char *const bad[] = {
        "{\"status\":\"listed\",\"reason\":{\"code\":\"a\\u001b[2J\"}}",
        "{\"status\":\"listed\",\"reason\":{\"code\":\"a\",\"note\":\"x\\u202ey\"}}",
        "{\"status\":\"listed\",\"reason\":{\"note\":\"x\"}}",
        "{\"status\":\"listed\",\"reason\":{\"code\":\"a\",\"more\":1}}",
        "{\"status\":\"listed\"}",
        "{\"status\":\"applied\",\"reason\":{\"code\":\"a\"}}"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        ask.body = bad[i];
        office_refused(&d->o, &ask, 422, "invalid-fields");
    }
}

static void readings__are_plausible_or_refused_together(void **state)
{
    struct desk *d = *state;
    char path[128];
    snprintf(path, sizeof path, "/v1/centres/%s/readings", d->centre);
    struct ask ask = {.as = "operator", .path = path};
#define READING(at, allocated)                                                           \
    "{\"at\":\"" at "\",\"source\":\"meter\",\"accelerator\":\"h800\",\"installed\":8,"  \
    "\"powered\":8,\"allocatable\":8,\"allocated\":" allocated ",\"active\":1}"
    ask.body = "{\"readings\":[" READING("2026-03-02T03:00:00Z", "4") "," READING(
        "2026-03-02T03:05:00Z", "9") "]}";
    office_refused(&d->o, &ask, 422, "implausible-reading");
    ask.body = "{\"readings\":[" READING("2026-03-03T03:00:00Z", "4") "]}";
    office_refused(&d->o, &ask, 422, "implausible-reading");
    ask.body = "{\"readings\":[" READING("2026-03-02T03:00:00Z", "4") "]}";
    json_decref(office_json(&d->o, &ask, 201));
    ask.body = "{\"readings\":[" READING("2026-03-02T03:00:00Z", "5") "]}";
    office_refused(&d->o, &ask, 409, "reading-differs");
    ask.as = "officer";
    office_refused(&d->o, &ask, 403, "wrong-role");
    json_t *doc = office_json(&d->o, &(struct ask){.as = "officer", .path = path}, 200);
    const json_t *step = json_array_get(json_obj(doc, "items"), 0);
    assert_int_equal(json_int(step, "busy_mean_bp", 0), 5000);
    json_decref(doc);
}

static void organisations__keep_hidden_characters_out(void **state)
{
    static const char *const names[] = {"a\\u0007b", "a\\u200bb", "\\u2066x",
                                        "e\\u0301",  "\\ue000",   "\\ufeffx"};
    struct desk *d = *state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char body[300], code[CREDIT_CODE_LEN + 1];
        snprintf(body, sizeof body,
                 "{\"credit_code\":\"%s\",\"name\":\"%s\",\"kind\":\"firm\"}",
                 body_code(7000, code), names[i]);
        json_t *doc = office_json(
            &d->o,
            &(struct ask){.as = "officer", .path = "/v1/organisations", .body = body},
            422);
        const json_t *fault = json_array_get(json_obj(doc, "errors"), 0);
        assert_string_equal(json_str(fault, "pointer"), "/name");
        assert_contains(json_str(fault, "message"), "U+");
        json_decref(doc);
    }
    struct ask again = {.as = "officer", .path = "/v1/organisations"};
    char body[512];
    again.body = body_org(8000, "firm", "上海市", body, sizeof body);
    json_decref(office_json(&d->o, &again, 201));
    office_refused(&d->o, &again, 409, "already-registered");
}

static void demo__doors_are_shut_on_a_real_ledger(void **state)
{
    struct desk *d = *state;
    struct ask clock = {
        .as = "admin", .path = "/v1/demo/clock", .body = "{\"advance_s\":1}"};
    json_decref(office_json(&d->o, &clock, 200));
    d->o.service.demo = false;
    office_refused(&d->o, &clock, 400, "not-a-demo");
    office_refused(&d->o, &(struct ask){.as = "officer", .path = "/v1/me"}, 400,
                   "not-a-demo");
    office_refused(&d->o, &(struct ask){.path = "/v1/me"}, 401, "no-identity");
    d->o.service.demo = true;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(applications__are_those_of_the_callers_programmes),
        TEST(applications__refuse_filters_that_mean_nothing),
        TEST(applications__bind_cursors_to_filter_and_order),
        TEST(problems__stay_json_whatever_they_quote),
        TEST(changes__are_what_the_caller_may_see),
        TEST(changes__lead_from_nothing_to_the_head),
        TEST(journal__is_read_by_stream_and_number),
        TEST(import__takes_all_or_nothing_with_line_numbers),
        TEST(batch__is_atomic_or_independent_as_asked),
        TEST(centre_status__wants_a_reason_that_is_text),
        TEST(readings__are_plausible_or_refused_together),
        TEST(organisations__keep_hidden_characters_out),
        TEST(demo__doors_are_shut_on_a_real_ledger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
