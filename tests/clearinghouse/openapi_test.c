#include "tests/clearinghouse/office.h"
#include "tests/clearinghouse/schema.h"

#include "clearinghouse/embedded.h"

#include <dirent.h>
#include <strings.h>

static json_t *load_api(void)
{
    struct err err = {0};
    for (const struct ch_embedded *file = ch_embedded; file->name; file++) {
        if (strcmp(file->name, "openapi.json") == 0) {
            json_t *api;
            assert_ok(json_read(file->data, file->size, SIZE_MAX, &api, &err), err);
            return api;
        }
    }
    fail_msg("no openapi.json inside");
    return NULL;
}

static int set_up(void **state)
{
    *state = load_api();
    return 0;
}

static int tear_down(void **state)
{
    json_decref(*state);
    return 0;
}

/* The path of the description for a route's: its parameters have names of their own. */
static bool same_path(const char *route, const char *described)
{
    while (*route && *described) {
        if (*route == '{' && *described == '{') {
            route = strchr(route, '}') + 1;
            described = strchr(described, '}') + 1;
        } else if (*route++ != *described++) {
            return false;
        }
    }
    return !*route && !*described;
}

static const json_t *operation_of(const json_t *api, const char *method, const char *path,
                                  const json_t **item)
{
    const char *described;
    json_t *value;
    char lower[16];
    size_t i = 0;
    for (; method[i] && i < sizeof lower - 1; i++) {
        lower[i] = (char)(method[i] | 0x20);
    }
    lower[i] = '\0';
    json_object_foreach(json_obj(api, "paths"), described, value)
    {
        if (same_path(path, described)) {
            *item = value;
            return json_object_get(value, lower);
        }
    }
    return NULL;
}

static void openapi__describes_every_route(void **state)
{
    const json_t *api = *state, *item;
    for (size_t i = 0; i < ch_route_count; i++) {
        if (!operation_of(api, ch_routes[i].method, ch_routes[i].path, &item)) {
            fail_msg("%s %s is not described", ch_routes[i].method, ch_routes[i].path);
        }
    }
}

static void openapi__describes_nothing_else(void **state)
{
    const json_t *api = *state;
    const char *path, *method;
    json_t *item, *operation;
    json_object_foreach(json_obj(api, "paths"), path, item)
    {
        json_object_foreach(item, method, operation)
        {
            bool found = strcmp(method, "parameters") == 0;
            for (size_t i = 0; i < ch_route_count; i++) {
                found = found || (strcasecmp(ch_routes[i].method, method) == 0 &&
                                  same_path(ch_routes[i].path, path));
            }
            if (!found) {
                fail_msg("%s %s is described and does not exist", method, path);
            }
        }
    }
}

/* Names of an operation's parameters in `in`, sorted by the description, with spaces. */
static void parameters_of(const json_t *api, const json_t *operation, const char *in,
                          char out[400])
{
    const json_t *one;
    size_t i;
    out[0] = '\0';
    json_array_foreach(json_obj(operation, "parameters"), i, one)
    {
        one = schema_resolve(api, one);
        if (strcmp(json_str(one, "in"), in) == 0) {
            size_t at = strlen(out);
            snprintf(out + at, 400 - at, "%s ", json_str(one, "name"));
        }
    }
}

static void check_params(const struct ch_route *route, const char *described)
{
    char words[200], *rest = words, *word;
    size_t total = 0;
    snprintf(words, sizeof words, "%s", route->params);
    while ((word = strsep(&rest, " "))) {
        char padded[64], hay[420];
        snprintf(padded, sizeof padded, " %s ", word);
        snprintf(hay, sizeof hay, " %s", described);
        if (*word && !strstr(hay, padded)) {
            fail_msg("%s %s: ?%s is not described", route->method, route->path, word);
        }
        total += *word ? strlen(word) + 1 : 0;
    }
    if (total != strlen(described)) {
        fail_msg("%s %s takes \"%s\", described is \"%s\"", route->method, route->path,
                 route->params, described);
    }
}

static void openapi__knows_the_parameters_and_headers(void **state)
{
    const json_t *api = *state, *item;
    for (size_t i = 0; i < ch_route_count; i++) {
        const struct ch_route *route = &ch_routes[i];
        const json_t *operation = operation_of(api, route->method, route->path, &item);
        char described[400];
        parameters_of(api, operation, "query", described);
        check_params(route, described);
        parameters_of(api, operation, "header", described);
        assert_int_equal(strstr(described, "Idempotency-Key") != NULL, route->needs_key);
        const json_t *content = json_obj(json_obj(operation, "requestBody"), "content");
        assert_int_equal(content != NULL,
                         route->side == CH_SIDE_WRITE && route->body_max > 0);
        assert_int_equal(json_object_get(content, "application/x-ndjson") != NULL,
                         route->ndjson);
        assert_int_equal(json_is_array(json_object_get(operation, "security")),
                         route->roles == 0);
    }
}

/* ---- problem types ---- */

static bool described_problem(const json_t *api, const char *type)
{
    const json_t *words =
        schema_follow(api, "#/components/schemas/Problem/properties/type/enum");
    const json_t *one;
    size_t i;
    json_array_foreach(words, i, one)
    {
        if (strcmp(json_string_value(one) + strlen("/problems/"), type) == 0) {
            return true;
        }
    }
    return false;
}

static void read_file(const char *path, struct buf *out)
{
    char block[8192];
    size_t n;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while ((n = fread(block, 1, sizeof block, file)) > 0) {
        buf_add(out, block, n);
    }
    fclose(file);
}

/* The first string literal after each `call` in the source is a type. */
static int check_calls(const json_t *api, const char *path, const char *source,
                       const char *call)
{
    int count = 0;
    for (const char *at = source; (at = strstr(at, call)); count++) {
        at += strlen(call);
        const char *quote = strpbrk(at, "\";{");
        if (!quote || *quote != '"') {
            continue; /* a definition or a declaration */
        }
        char type[64];
        snprintf(type, sizeof type, "%.*s", (int)strcspn(quote + 1, "\""), quote + 1);
        if (strspn(type, "abcdefghijklmnopqrstuvwxyz-") == strlen(type) &&
            !described_problem(api, type)) {
            fail_msg("%s: problem \"%s\" is not described", path, type);
        }
    }
    return count;
}

static int check_folder(const json_t *api, const char *folder)
{
    static const char *const calls[] = {"ch_call_problem(", "err_set_type(", "refuse(x, ",
                                        "{ERR_"};
    int count = 0;
    DIR *dir = opendir(folder);
    struct dirent *entry;
    assert_non_null(dir);
    while ((entry = readdir(dir))) {
        char path[600];
        struct buf source = {0};
        size_t len = strlen(entry->d_name);
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (len > 2 && strcmp(entry->d_name + len - 2, ".c") == 0) {
            read_file(path, &source);
            for (size_t i = 0; i < COUNT_OF(calls); i++) {
                count += check_calls(api, entry->d_name, buf_str(&source), calls[i]);
            }
        }
        buf_clear(&source);
    }
    closedir(dir);
    return count;
}

static void openapi__lists_every_problem_type(void **state)
{
    const json_t *api = *state;
    int count = check_folder(api, VD_SOURCE_DIR "/clearinghouse") +
                check_folder(api, VD_SOURCE_DIR "/clearinghouse/api") +
                check_folder(api, VD_SOURCE_DIR "/clearinghouse/service") +
                check_folder(api, VD_SOURCE_DIR "/clearinghouse/store");
    assert_true(count > 60); /* the scan finds them */
    assert_false(described_problem(api, "no-such-problem"));
}

/* ---- replies ---- */

struct tour {
    const json_t *api;
    struct office o;
    char applicant[ID_MAX], provider[ID_MAX], centre[ID_MAX], application[ID_MAX];
    bool visited[128];
};

/* A route's path against a real one: "{id}" stands for anything without a slash. */
static bool leads_to(const char *route, const char *path)
{
    while (*route && *path) {
        if (*route == '{') {
            route = strchr(route, '}') + 1;
            path += strcspn(path, "/");
        } else if (*route++ != *path++) {
            return false;
        }
    }
    return !*route && !*path;
}

static const json_t *reply_schema(struct tour *t, const char *method, const char *path,
                                  int status, const char *type)
{
    const json_t *item = NULL, *operation = NULL;
    char code[8];
    for (size_t i = 0; i < ch_route_count; i++) {
        if (strcmp(ch_routes[i].method, method) == 0 &&
            leads_to(ch_routes[i].path, path)) {
            operation = operation_of(t->api, method, ch_routes[i].path, &item);
            t->visited[i] = true;
        }
    }
    snprintf(code, sizeof code, "%d", status);
    const json_t *responses = json_obj(operation, "responses");
    const json_t *response = json_object_get(responses, code);
    response = schema_resolve(t->api, response ? response
                                               : json_object_get(responses, "default"));
    return json_obj(json_obj(json_obj(response, "content"), type), "schema");
}

/* Ask, expect the status, hold the reply against its schema; the caller's reference. */
static json_t *visit(struct tour *t, const struct ask *ask, int status)
{
    char wrong[400] = "", where[200];
    const char *method = ask->method ? ask->method : ask->body ? "POST" : "GET";
    const char *type = status >= 400 ? "application/problem+json" : "application/json";
    json_t *doc = office_json(&t->o, ask, status);
    const json_t *schema = reply_schema(t, method, ask->path, status, type);
    snprintf(where, sizeof where, "%s %.100s %d", method, ask->path, status);
    schema_check(t->api, schema, doc, where, wrong);
    if (*wrong) {
        fail_msg("%s", wrong);
    }
    return doc;
}

static void visit_only(struct tour *t, const struct ask *ask, int status)
{
    json_decref(visit(t, ask, status));
}

static void remember(json_t *doc, char id[ID_MAX])
{
    snprintf(id, ID_MAX, "%s", json_str(doc, "id"));
    json_decref(doc);
}

static void tour_registry(struct tour *t)
{
    char body[600];
    visit_only(t,
               &(struct ask){.as = "supervisor",
                             .path = "/v1/programmes/shanghai-compute/tranches",
                             .body = body_tranche("t1", 2026, body, sizeof body)},
               201);
    visit_only(t,
               &(struct ask){
                   .as = "supervisor",
                   .path = "/v1/programmes/shanghai-compute/tranches/t1/appropriations",
                   .body = body_money(1000000000, body, sizeof body),
                   .if_match = "\"1\""},
               201);
    remember(
        visit(t,
              &(struct ask){.as = "officer",
                            .path = "/v1/organisations",
                            .body = body_org(1, "firm", "上海市", body, sizeof body)},
              201),
        t->applicant);
    remember(visit(t,
                   &(struct ask){.as = "officer",
                                 .path = "/v1/organisations",
                                 .body = body_org(2, "provider", "", body, sizeof body)},
                   201),
             t->provider);
    remember(visit(t,
                   &(struct ask){.as = "supervisor",
                                 .path = "/v1/centres",
                                 .body = "{\"slug\":\"c1\",\"name\":\"一号\"}"},
                   201),
             t->centre);
    office_person(&t->o, "operator", CH_ROLE_OPERATOR, t->centre);
}

static void tour_centres(struct tour *t)
{
    char path[128];
    snprintf(path, sizeof path, "/v1/centres/%s/batches", t->centre);
    visit_only(t,
               &(struct ask){.as = "operator",
                             .path = path,
                             .body = "{\"accelerator\":\"h800\",\"count\":64,"
                                     "\"export_status\":\"licensed\","
                                     "\"state_fund_eligible\":\"case-review\","
                                     "\"evidence\":\"licence 7\"}"},
               201);
    snprintf(path, sizeof path, "/v1/centres/%s/readings", t->centre);
    visit_only(t,
               &(struct ask){.as = "operator",
                             .path = path,
                             .body = "{\"readings\":[{\"at\":\"2026-03-02T03:00:00Z\","
                                     "\"source\":\"meter\",\"accelerator\":\"h800\","
                                     "\"installed\":64,\"powered\":64,\"allocatable\":60,"
                                     "\"allocated\":15,\"active\":10}]}"},
               201);
    visit_only(t, &(struct ask){.as = "auditor", .path = path}, 200);
    snprintf(path, sizeof path, "/v1/centres/%s/status", t->centre);
    visit_only(t,
               &(struct ask){.as = "supervisor",
                             .path = path,
                             .if_match = "\"2\"",
                             .body = "{\"status\":\"listed\",\"reason\":{\"code\":"
                                     "\"inspected\",\"note\":\"合格\"}}"},
               201);
    snprintf(path, sizeof path, "/v1/centres/%s", t->centre);
    visit_only(t, &(struct ask){.as = "operator", .path = path}, 200);
    visit_only(t, &(struct ask){.as = "operator", .path = "/v1/centres"}, 200);
}

static void tour_cases(struct tour *t)
{
    char body[2000], path[128], batch[600];
    const struct case_body c = {.programme = "shanghai-compute",
                                .tranche = "t1",
                                .applicant = t->applicant,
                                .provider = t->provider,
                                .ask_fen = 5000000};
    remember(visit(t,
                   &(struct ask){.as = "desk",
                                 .path = "/v1/applications",
                                 .body = body_case(50, &c, body, sizeof body)},
                   201),
             t->application);
    snprintf(path, sizeof path, "/v1/applications/%s", t->application);
    visit_only(t, &(struct ask){.as = "officer", .path = path}, 200);
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", t->application);
    struct ask decide = {.as = "officer",
                         .path = path,
                         .body = "{\"decision\":\"accept\"}",
                         .if_match = "\"1\""};
    visit_only(t, &decide, 201);
    visit_only(t, &decide, 412);
    decide.body = "{\"decision\":\"approve\"}";
    decide.if_match = "\"2\"";
    decide.query = "dry_run=true";
    visit_only(t, &decide, 200);
    decide.query = NULL;
    visit_only(t, &decide, 201);
    decide.if_match = "\"3\"";
    visit_only(t, &decide, 409);
    snprintf(
        batch, sizeof batch,
        "{\"mode\":\"independent\",\"items\":[{\"application\":\"%s\",\"revision\":3,"
        "\"decision\":\"undo\"},{\"application\":\"app_none\",\"revision\":1,"
        "\"decision\":\"accept\"}]}",
        t->application);
    visit_only(
        t, &(struct ask){.as = "officer", .path = "/v1/decision-batches", .body = batch},
        201);
    snprintf(batch, sizeof batch,
             "{\"mode\":\"atomic\",\"items\":[{\"application\":\"%s\",\"revision\":3,"
             "\"decision\":\"undo\"}]}",
             t->application);
    visit_only(
        t, &(struct ask){.as = "officer", .path = "/v1/decision-batches", .body = batch},
        409);
    visit_only(t,
               &(struct ask){.as = "desk",
                             .path = "/v1/application-imports",
                             .type = "application/x-ndjson",
                             .body = body_case(51, &c, body, sizeof body)},
               201);
    visit_only(t,
               &(struct ask){.as = "desk",
                             .path = "/v1/application-imports",
                             .type = "application/x-ndjson",
                             .body = "{}\n"},
               422);
}

/* One step of a case, voucher or claim at its revision; the caller's reference. */
static json_t *step(struct tour *t, const char *as, const char *record, const char *verb,
                    int64_t revision, const char *body)
{
    char path[128], match[32];
    snprintf(path, sizeof path, "%s/%s", record, verb);
    snprintf(match, sizeof match, "\"%" PRId64 "\"", revision);
    return visit(
        t, &(struct ask){.as = as, .path = path, .body = body, .if_match = match}, 201);
}

/* From approval to voucher, claim and payment; a day passes for the undo window, and the
 * weeks of the notice. */
static void tour_vouchers(struct tour *t)
{
    char record[128], voucher[ID_MAX], claim[ID_MAX], body[600];
    snprintf(record, sizeof record, "/v1/applications/%s", t->application);
    json_t *doc = office_application(&t->o, t->application);
    int64_t revision = json_int(doc, "revision", 0);
    json_decref(doc);
    json_decref(
        step(t, "officer", record, "decisions", revision, "{\"decision\":\"approve\"}"));
    office_wait(&t->o, 86400);
    office_due(&t->o);
    json_decref(step(t, "officer", record, "decisions", revision + 2,
                     "{\"decision\":\"notice\"}"));
    office_wait(&t->o, 14 * 86400);
    doc = step(t, "officer2", record, "decisions", revision + 3,
               "{\"decision\":\"issue\"}");
    snprintf(voucher, sizeof voucher, "%s",
             json_str(json_obj(json_obj(doc, "application"), "grant"), "voucher"));
    json_decref(doc);
    snprintf(record, sizeof record, "/v1/vouchers/%s", voucher);
    visit_only(t, &(struct ask){.as = "auditor", .path = record}, 200);
    visit_only(
        t, &(struct ask){.as = "officer", .path = "/v1/vouchers", .query = "count=exact"},
        200);
    json_decref(step(t, "supervisor", record, "actions", 1,
                     "{\"action\":\"extend\",\"until\":\"2026-12-31\",\"reason\":{"
                     "\"code\":\"delivery-late\"}}"));
    snprintf(body, sizeof body,
             "{\"voucher\":\"%s\",\"amount_fen\":100000,\"invoice\":{\"number\":\"I-1\","
             "\"date\":\"2026-03-01\",\"amount_fen\":1000000},\"usage\":{\"gpu_hours\":"
             "10,\"from\":\"2026-02-01\",\"to\":\"2026-02-28\",\"centre\":\"c1\"}}",
             voucher);
    remember(
        visit(t, &(struct ask){.as = "desk", .path = "/v1/claims", .body = body}, 201),
        claim);
    snprintf(record, sizeof record, "/v1/claims/%s", claim);
    visit_only(t, &(struct ask){.as = "desk", .path = record}, 200);
    visit_only(t, &(struct ask){.as = "desk", .path = "/v1/claims"}, 200);
    json_decref(step(t, "officer", record, "decisions", 1,
                     "{\"decision\":\"match\",\"reason\":{\"code\":\"checked-by-hand\","
                     "\"note\":\"seen\"}}"));
    json_decref(
        step(t, "supervisor", record, "decisions", 2, "{\"decision\":\"approve\"}"));
    json_decref(step(t, "officer2", record, "decisions", 3, "{\"decision\":\"pay\"}"));
    visit_only(t,
               &(struct ask){.as = "auditor",
                             .path = "/v1/payments",
                             .query = "programme=shanghai-compute"},
               200);
    snprintf(body, sizeof body,
             "{\"programme\":\"shanghai-compute\",\"lines\":[{\"claim\":\"%s\","
             "\"outcome\":\"paid\",\"amount_fen\":100000,\"on\":\"2026-03-10\","
             "\"reference\":\"T-1\"}]}",
             claim);
    struct ask import = {.as = "supervisor2", .path = "/v1/payments", .body = body};
    visit_only(t, &import, 201);
    visit_only(t, &import, 422); /* under another key: nothing is paid twice */
}

static void tour_closing(struct tour *t)
{
    char body[600];
    static const char *const opened[] = {"old", "new"};
    for (int i = 0; i < 2; i++) {
        visit_only(
            t,
            &(struct ask){.as = "supervisor",
                          .path = "/v1/programmes/shanghai-compute/tranches",
                          .body = body_tranche(opened[i], 2025 + i, body, sizeof body)},
            201);
    }
    visit_only(
        t,
        &(struct ask){.as = "supervisor",
                      .path = "/v1/programmes/shanghai-compute/tranches/old/amendments",
                      .body = "{\"name\":\"Old\",\"document\":\"Paper 2\"}",
                      .if_match = "\"1\""},
        201);
    visit_only(
        t,
        &(struct ask){.as = "supervisor",
                      .path = "/v1/programmes/shanghai-compute/tranches/old/closing",
                      .body = "{\"carry_to\":\"new\",\"document\":\"Paper 3\"}",
                      .if_match = "\"2\""},
        201);
}

static void tour_controls(struct tour *t)
{
    char body[400], path[128];
    snprintf(body, sizeof body, "{\"organisation\":\"%s\"}", t->provider);
    visit_only(t, &(struct ask){.as = "officer2", .path = "/v1/conflicts", .body = body},
               201);
    visit_only(t, &(struct ask){.as = "admin", .path = "/v1/conflicts"}, 200);
    json_t *doc = visit(
        t,
        &(struct ask){.as = "supervisor",
                      .path = "/v1/delegations",
                      .body = "{\"programme\":\"shanghai-compute\",\"to\":\"officer\","
                              "\"role\":\"supervisor\",\"cap_fen\":100,\"until_at\":"
                              "\"2026-03-31T00:00:00Z\"}"},
        201);
    snprintf(path, sizeof path, "/v1/delegations/%s/end", json_str(doc, "id"));
    json_decref(doc);
    visit_only(t, &(struct ask){.as = "admin", .path = "/v1/delegations"}, 200);
    visit_only(
        t,
        &(struct ask){.as = "officer", .path = path, .body = "{}", .if_match = "\"1\""},
        201);
    visit_only(t,
               &(struct ask){.as = "supervisor",
                             .path = "/v1/programmes/shanghai-compute/freezes",
                             .body = "{\"from\":\"2026-12-25\",\"until\":\"2026-12-31\","
                                     "\"decisions\":[\"pay\"],\"note\":\"year end\"}"},
               201);
    visit_only(
        t,
        &(struct ask){.as = "officer", .path = "/v1/programmes/shanghai-compute/freezes"},
        200);
}

static void tour_people(struct tour *t)
{
    char path[128], match[16], body[300];
    static const struct ask asks[] = {
        {.as = "auditor", .path = "/v1/principals"},
        {.as = "admin", .path = "/v1/grants"},
        {.as = "officer", .path = "/v1/tokens"},
        {.as = "auditor", .path = "/v1/journal/keys"},
        {.as = "auditor", .path = "/v1/journal/root/checkpoints"},
        {.as = "auditor",
         .path = "/v1/audit/sample",
         .query = "programme=shanghai-compute&seed=2026-w10"},
    };
    visit_only(t,
               &(struct ask){
                   .as = "auditor", .path = "/v1/journal/root/checkpoints", .body = "{}"},
               201);
    visit_only(t,
               &(struct ask){.as = "admin",
                             .path = "/v1/principals",
                             .body = "{\"id\":\"lin\",\"name\":\"林晓\"}"},
               201);
    json_t *doc = visit(t,
                        &(struct ask){.as = "admin",
                                      .path = "/v1/grants",
                                      .body = "{\"principal\":\"lin\",\"role\":"
                                              "\"officer\",\"scope\":\"*\"}"},
                        201);
    snprintf(path, sizeof path, "/v1/grants/%s/decisions", json_str(doc, "id"));
    snprintf(match, sizeof match, "\"%d\"", (int)json_int(doc, "revision", 0));
    json_decref(doc);
    visit_only(t,
               &(struct ask){.as = "admin2",
                             .path = path,
                             .if_match = match,
                             .body = "{\"decision\":\"confirm\"}"},
               201);
    doc = visit(t,
                &(struct ask){.as = "officer",
                              .path = "/v1/tokens",
                              .body = "{\"label\":\"laptop\"}"},
                201);
    snprintf(path, sizeof path, "/v1/tokens/%s", json_str(json_obj(doc, "record"), "id"));
    json_decref(doc);
    visit_only(t, &(struct ask){.as = "officer", .method = "DELETE", .path = path}, 200);
    snprintf(body, sizeof body,
             "{\"application\":\"%s\",\"seed\":\"2026-w10\",\"reason\":\"同案\"}",
             t->application);
    visit_only(t,
               &(struct ask){
                   .as = "supervisor", .path = "/v1/audit/sample/removals", .body = body},
               201);
    for (size_t i = 0; i < COUNT_OF(asks); i++) {
        visit_only(t, &asks[i], 200);
    }
}

static void tour_reads(struct tour *t)
{
    char path[128];
    static const struct ask asks[] = {
        {.path = "/healthz"},
        {.path = "/readyz"},
        {.path = "/v1/openapi.json"},
        {.as = "operator", .path = "/v1/me"},
        {.as = "officer", .path = "/v1/reasons"},
        {.as = "officer", .path = "/v1/programmes"},
        {.as = "officer", .path = "/v1/programmes/ningbo"},
        {.as = "officer", .path = "/v1/programmes/shanghai-compute/tranches"},
        {.as = "officer", .path = "/v1/organisations"},
        {.as = "officer", .path = "/v1/applications", .query = "count=exact&sort=-due"},
        {.as = "officer", .path = "/v1/applications", .query = "view=full"},
        {.as = "supervisor", .path = "/v1/dashboard"},
        {.as = "officer", .path = "/v1/changes"},
        {.as = "auditor", .path = "/v1/changes", .query = "cursor="},
        {.as = "auditor", .path = "/v1/journal/registry"},
        {.as = "auditor", .path = "/v1/journal/shanghai-compute/head"},
    };
    for (size_t i = 0; i < COUNT_OF(asks); i++) {
        visit_only(t, &asks[i], 200);
    }
    snprintf(path, sizeof path, "/v1/organisations/%s", t->applicant);
    visit_only(t, &(struct ask){.as = "officer", .path = path}, 200);
    visit_only(t,
               &(struct ask){
                   .as = "admin", .path = "/v1/demo/clock", .body = "{\"advance_s\":60}"},
               200);
    visit_only(t, &(struct ask){.as = "officer", .path = "/v1/me", .query = "x=1"}, 400);
    visit_only(t, &(struct ask){.as = "officer", .path = "/v1/programmes/atlantis"}, 404);
}

static void openapi__describes_the_replies_there_are(void **state)
{
    static struct tour tour;
    tour = (struct tour){.api = *state};
    office_open(&tour.o, ":memory:");
    tour_registry(&tour);
    tour_centres(&tour);
    tour_cases(&tour);
    tour_vouchers(&tour);
    tour_controls(&tour);
    tour_closing(&tour);
    tour_people(&tour);
    tour_reads(&tour);
    office_verify(&tour.o);
    office_close(&tour.o);
    for (size_t i = 0; i < ch_route_count; i++) {
        if (!tour.visited[i] && strcmp(ch_routes[i].path, "/metrics") != 0) {
            fail_msg("the tour leaves out %s %s", ch_routes[i].method, ch_routes[i].path);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(openapi__describes_every_route),
        cmocka_unit_test(openapi__describes_nothing_else),
        cmocka_unit_test(openapi__knows_the_parameters_and_headers),
        cmocka_unit_test(openapi__lists_every_problem_type),
        cmocka_unit_test(openapi__describes_the_replies_there_are),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
