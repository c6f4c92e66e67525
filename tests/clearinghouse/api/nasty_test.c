/* Every member of every request body, replaced by each of a list of nasty values, and
 * left out: the daemon answers with a status below 500 and a JSON document each time, and
 * the ledger stays whole. */
#include "tests/clearinghouse/office.h"

struct site {
    struct office o;
    char applicant[ID_MAX], provider[ID_MAX], centre[ID_MAX], application[ID_MAX];
    int asked;
};

static const char *const nasty[] = {
    "null",
    "true",
    "-1",
    "0",
    "1",
    "10000000000001",
    "9223372036854775807",
    "-9223372036854775808",
    "\"\"",
    "\"x\"",
    "\"\\u202e\"",
    "\"\\u0007\"",
    "\"e\\u0301\"",
    "\"'; DROP TABLE meta; --\"",
    "\"2026-02-30\"",
    "\"1900-01-01\"",
    "\"2200-12-31\"",
    "\"2026-03-02T04:00:00Z\"",
    "\"1900-01-01T00:00:00+23:59\"",
    "\"%s%n%99999d\"",
    "[]",
    "{}",
    "[[[[[]]]]]",
    "[null,1,\"x\",{}]",
    "{\"a\":{\"b\":[]}}",
};
enum { LONG_TEXTS = 3 };

/* Texts too long to write down, cut where a character has to be split. */
static json_t *nasty_value(size_t i)
{
    json_error_t why;
    if (i < COUNT_OF(nasty)) {
        return json_loads(nasty[i], JSON_DECODE_ANY, &why);
    }
    char text[2000] = "";
    static const char *const units[LONG_TEXTS] = {"x", "中", "\""};
    for (size_t n = 0; n + 4 < sizeof text; n += strlen(units[i - COUNT_OF(nasty)])) {
        strcpy(text + n, units[i - COUNT_OF(nasty)]);
    }
    return json_string(text);
}

static void send_document(struct site *s, const struct ask *like, const json_t *doc)
{
    char *body = json_dumps(doc, JSON_COMPACT);
    struct ch_reply reply = {.status = 0};
    struct err err = {0};
    json_t *answer;
    struct ask ask = *like;
    ask.body = body;
    office_ask(&s->o, &ask, &reply);
    if (reply.status >= 500) {
        fail_msg("%s gave %d to %.600s: %s", ask.path, reply.status, body,
                 buf_str(&reply.body));
    }
    if (!json_read(buf_str(&reply.body), reply.body.len, SIZE_MAX, &answer, &err)) {
        fail_msg("%s gave no JSON to %.600s: %s", ask.path, body, buf_str(&reply.body));
    }
    json_decref(answer);
    ch_reply_clear(&reply);
    free(body);
    s->asked++;
}

static void spoil(struct site *s, const struct ask *like, json_t *root, json_t *at);

/* Every nasty value in place of one member or item, which is put back after. */
static void spoil_one(struct site *s, const struct ask *like, json_t *root, json_t *at,
                      const char *key, size_t index)
{
    json_t *was = json_incref(key ? json_object_get(at, key) : json_array_get(at, index));
    for (size_t i = 0; i < COUNT_OF(nasty) + LONG_TEXTS; i++) {
        json_t *value = nasty_value(i);
        if (key) {
            json_object_set_new(at, key, value);
        } else {
            json_array_set_new(at, index, value);
        }
        send_document(s, like, root);
    }
    if (key) {
        json_object_del(at, key);
        send_document(s, like, root);
        json_object_set(at, key, was);
    } else {
        json_array_set(at, index, was);
    }
    spoil(s, like, root, was);
    json_decref(was);
}

static void spoil(struct site *s, const struct ask *like, json_t *root, json_t *at)
{
    if (json_is_object(at)) {
        const char *keys[32], *key;
        json_t *value;
        size_t count = 0;
        json_object_foreach(at, key, value)
        {
            keys[count++] = key;
        }
        for (size_t i = 0; i < count; i++) {
            char name[64];
            snprintf(name, sizeof name, "%s", keys[i]);
            spoil_one(s, like, root, at, name, 0);
        }
        json_object_set_new(at, "more", json_true());
        send_document(s, like, root);
        json_object_del(at, "more");
    }
    for (size_t i = 0; json_is_array(at) && i < json_array_size(at); i++) {
        spoil_one(s, like, root, at, NULL, i);
    }
}

static void spoil_body(struct site *s, const struct ask *like, const char *body)
{
    json_error_t why;
    json_t *root = json_loads(body, 0, &why);
    if (!root) {
        fail_msg("%s: %s", body, why.text);
    }
    spoil(s, like, root, root);
    json_decref(root);
}

static void set_stage(struct site *s)
{
    office_open(&s->o, ":memory:");
    office_tranche(&s->o, "shanghai-compute", "t1", 1000000000);
    office_org(&s->o, "firm", "上海市", s->applicant);
    office_org(&s->o, "provider", "", s->provider);
    office_submit(&s->o, "desk",
                  &(struct case_body){.programme = "shanghai-compute",
                                      .tranche = "t1",
                                      .applicant = s->applicant,
                                      .provider = s->provider,
                                      .ask_fen = 1000000},
                  s->application);
    json_t *doc =
        office_json(&s->o,
                    &(struct ask){.as = "supervisor",
                                  .path = "/v1/centres",
                                  .body = "{\"slug\":\"c1\",\"name\":\"一号\"}"},
                    201);
    snprintf(s->centre, sizeof s->centre, "%s", json_str(doc, "id"));
    json_decref(doc);
}

static void spoil_registry(struct site *s)
{
    spoil_body(
        s,
        &(struct ask){.as = "supervisor",
                      .path = "/v1/programmes/shanghai-compute/tranches"},
        "{\"id\":\"t2\",\"name\":\"T\",\"fiscal_year\":2026,\"opens_on\":\"2026-01-"
        "01\",\"closes_on\":\"2026-12-31\",\"funders\":[{\"name\":\"a\",\"share_bp\":"
        "5000},{\"name\":\"b\",\"share_bp\":5000}]}");
    spoil_body(s,
               &(struct ask){
                   .as = "supervisor",
                   .path = "/v1/programmes/shanghai-compute/tranches/t1/appropriations",
                   .if_match = "\"2\""},
               "{\"kind\":\"appropriate\",\"amount_fen\":100,\"document\":\"Paper\"}");
    spoil_body(
        s, &(struct ask){.as = "officer", .path = "/v1/organisations"},
        "{\"credit_code\":\"91440300708461136T\",\"name\":\"n\",\"kind\":\"firm\","
        "\"size\":\"small\",\"region\":\"r\",\"startup\":true,\"listed\":false,"
        "\"group_id\":\"g\",\"legal_person\":\"p\",\"address\":\"a\",\"phone\":\"1\","
        "\"account\":\"2\",\"debarred_until\":\"2026-01-01\",\"staff\":5}");
    spoil_body(
        s, &(struct ask){.as = "supervisor", .path = "/v1/centres"},
        "{\"slug\":\"c2\",\"name\":\"n\",\"operator_org\":\"o\",\"hub\":\"h\","
        "\"province\":\"p\",\"status\":\"listed\",\"price_fen\":1,\"latency_ms\":2}");
}

static void spoil_centre(struct site *s)
{
    char path[128];
    struct ask ask = {.as = "supervisor", .path = path, .if_match = "\"1\""};
    snprintf(path, sizeof path, "/v1/centres/%s/batches", s->centre);
    spoil_body(s, &ask,
               "{\"accelerator\":\"h800\",\"count\":64,\"export_status\":\"licensed\","
               "\"state_fund_eligible\":\"no\",\"evidence\":\"e\"}");
    snprintf(path, sizeof path, "/v1/centres/%s/readings", s->centre);
    spoil_body(
        s, &ask,
        "{\"readings\":[{\"at\":\"2026-03-02T03:00:00Z\",\"source\":\"meter\","
        "\"accelerator\":\"h800\",\"installed\":9,\"powered\":8,\"allocatable\":7,"
        "\"allocated\":6,\"active\":5,\"power_w\":1,\"energy_kwh\":1,\"rack_fill_bp\":"
        "1,\"pue_milli\":1}]}");
    snprintf(path, sizeof path, "/v1/centres/%s/status", s->centre);
    spoil_body(s, &ask,
               "{\"status\":\"listed\",\"reason\":{\"code\":\"c\",\"note\":\"n\"}}");
}

static void spoil_cases(struct site *s)
{
    char body[2000], path[128];
    body_case(77,
              &(struct case_body){.programme = "shanghai-compute",
                                  .tranche = "t1",
                                  .applicant = s->applicant,
                                  .provider = s->provider,
                                  .ask_fen = 1000},
              body, sizeof body);
    strcpy(strrchr(body, '}'),
           ",\"declared\":{\"related\":false,\"other_subsidy\":\"o\",\"fees_paid\":true},"
           "\"usage\":{\"gpu_hours\":1,\"from\":\"2026-02-01\",\"to\":\"2026-03-01\"}}");
    spoil_body(s, &(struct ask){.as = "desk", .path = "/v1/applications"}, body);
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", s->application);
    spoil_body(
        s, &(struct ask){.as = "officer", .path = path, .if_match = "\"1\""},
        "{\"decision\":\"reject\",\"reason\":{\"code\":\"other\",\"note\":\"n\"}}");
    spoil_body(s, &(struct ask){.as = "officer", .path = path, .if_match = "\"2\""},
               "{\"decision\":\"assign\",\"assignee\":\"officer2\"}");
    snprintf(
        body, sizeof body,
        "{\"mode\":\"independent\",\"items\":[{\"application\":\"%s\",\"revision\":1,"
        "\"decision\":\"approve\",\"amount_fen\":100,\"reason\":{\"code\":\"meets-"
        "criteria\"}}]}",
        s->application);
    spoil_body(s, &(struct ask){.as = "officer", .path = "/v1/decision-batches"}, body);
}

static void routes__answer_every_nasty_body(void **state)
{
    struct site site = {.asked = 0};
    (void)state;
    set_stage(&site);
    spoil_registry(&site);
    spoil_centre(&site);
    spoil_cases(&site);
    assert_true(site.asked > 2000);
    office_verify(&site.o);
    office_close(&site.o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes__answer_every_nasty_body),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
