/* People: admitted, granted by two, kept apart, known by tokens, watched when they read.
 */
#include "tests/clearinghouse/office.h"

#include "clearinghouse/access.h"
#include "clearinghouse/penalties.h"
#include "clearinghouse/service/tokens.h"

#include <unistd.h>

static int set_up(void **state)
{
    static struct office o;
    office_open(&o, ":memory:");
    *state = &o;
    return 0;
}

static int tear_down(void **state)
{
    office_close(*state);
    return 0;
}

static void admit(struct office *o, const char *id)
{
    char body[200];
    snprintf(body, sizeof body, "{\"id\":\"%s\",\"name\":\"%s\"}", id, id);
    json_decref(office_json(
        o, &(struct ask){.as = "admin", .path = "/v1/principals", .body = body}, 201));
}

static const char *grant_body(const char *act, const char *id, const char *role,
                              const char *scope, char out[200])
{
    snprintf(out, 200,
             "{\"act\":\"%s\",\"principal\":\"%s\",\"role\":\"%s\",\"scope\":\"%s\"}",
             act, id, role, scope);
    return out;
}

/* Propose; the proposal's id, "" when it was refused with `type`. */
static void propose(struct office *o, const char *as, const char *act, const char *id,
                    const char *role, const char *scope, int status, const char *type,
                    char proposal[ID_MAX])
{
    char body[200];
    struct ask ask = {
        .as = as, .path = "/v1/grants", .body = grant_body(act, id, role, scope, body)};
    if (type) {
        office_refused(o, &ask, status, type);
        return;
    }
    json_t *doc = office_json(o, &ask, status);
    snprintf(proposal, ID_MAX, "%s", json_str(doc, "id"));
    json_decref(doc);
}

static int settle(struct office *o, const char *as, const char *proposal,
                  const char *decision)
{
    char path[128], body[64];
    struct ch_reply reply = {.status = 0};
    snprintf(path, sizeof path, "/v1/grants/%s/decisions", proposal);
    snprintf(body, sizeof body, "{\"decision\":\"%s\"}", decision);
    int status = office_ask(
        o, &(struct ask){.as = as, .path = path, .body = body, .if_match = "\"1\""},
        &reply);
    ch_reply_clear(&reply);
    return status;
}

static unsigned roles_of(struct office *o, const char *id, const char *scope)
{
    struct err err = {0};
    unsigned roles = 0;
    assert_ok(ch_grant_roles(o->db, id, scope, &roles, &err), err);
    return roles;
}

static void grants__need_two_administrators(void **state)
{
    struct office *o = *state;
    char proposal[ID_MAX];
    admit(o, "lin");
    propose(o, "admin", "grant", "lin", "officer", "henan", 201, NULL, proposal);
    assert_int_equal(roles_of(o, "lin", "henan"), 0);
    assert_int_equal(settle(o, "admin", proposal, "confirm"), 422);
    assert_int_equal(settle(o, "officer", proposal, "confirm"), 403);
    assert_int_equal(settle(o, "admin2", proposal, "confirm"), 201);
    assert_int_equal(roles_of(o, "lin", "henan"), CH_ROLE_OFFICER);
    assert_int_equal(roles_of(o, "lin", "ningbo"), 0);
    assert_int_equal(settle(o, "admin2", proposal, "confirm"), 412);
    office_verify(o);
}

static void grants__end_the_same_way(void **state)
{
    struct office *o = *state;
    char proposal[ID_MAX];
    propose(o, "admin", "revoke", "officer", "officer", "*", 201, NULL, proposal);
    assert_int_equal(settle(o, "admin2", proposal, "refuse"), 201);
    assert_int_equal(roles_of(o, "officer", "henan"), CH_ROLE_OFFICER);
    propose(o, "admin", "revoke", "officer", "officer", "*", 201, NULL, proposal);
    assert_int_equal(settle(o, "admin2", proposal, "confirm"), 201);
    assert_int_equal(roles_of(o, "officer", "henan"), 0);
    propose(o, "admin", "revoke", "officer", "officer", "*", 409, "no-such-grant", NULL);
}

static void grants__are_never_for_oneself(void **state)
{
    struct office *o = *state;
    char proposal[ID_MAX];
    propose(o, "admin", "grant", "admin", "auditor", "*", 422, "not-for-oneself", NULL);
    propose(o, "admin", "revoke", "admin2", "admin", "*", 422, "two-admins", NULL);
    admit(o, "lin");
    propose(o, "admin", "grant", "lin", "admin", "*", 201, NULL, proposal);
    assert_int_equal(settle(o, "admin2", proposal, "confirm"), 201);
    propose(o, "admin", "grant", "admin2", "admin", "henan", 201, NULL, proposal);
    assert_int_equal(settle(o, "admin2", proposal, "confirm"), 422);
}

static void grants__keep_duties_apart(void **state)
{
    static const struct {
        const char *has, *gets, *scope;
    } cases[] = {
        {"officer", "admin", "*"},    {"admin", "officer", "*"},
        {"admin", "supervisor", "*"}, {"officer", "supervisor", "*"},
        {"auditor", "officer", "*"},  {"supervisor", "auditor", "*"},
        {"desk", "auditor", "henan"}, {"supervisor", "officer", "henan"},
    };
    struct office *o = *state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        propose(o, strcmp(cases[i].has, "admin") == 0 ? "admin2" : "admin", "grant",
                cases[i].has, cases[i].gets, cases[i].scope, 422, "incompatible-roles",
                NULL);
    }
    propose(o, "admin", "grant", "officer", "officer", "atlantis", 422, "no-such-scope",
            NULL);
    propose(o, "admin", "grant", "nobody-here", "officer", "*", 404, "not-found", NULL);
}

/* What was harmless when it was proposed may not be when it is confirmed. */
static void grants__are_looked_at_again_when_confirmed(void **state)
{
    struct office *o = *state;
    char one[ID_MAX], two[ID_MAX];
    admit(o, "lin");
    propose(o, "admin", "grant", "lin", "officer", "*", 201, NULL, one);
    propose(o, "admin", "grant", "lin", "auditor", "*", 201, NULL, two);
    assert_int_equal(settle(o, "admin2", one, "confirm"), 201);
    assert_int_equal(settle(o, "admin2", two, "confirm"), 422);
    assert_int_equal(roles_of(o, "lin", "*"), CH_ROLE_OFFICER);
}

static void grants__hold_in_the_database_itself(void **state)
{
    struct office *o = *state;
    char proposal[ID_MAX];
    struct err err;
    admit(o, "lin");
    propose(o, "admin", "grant", "lin", "officer", "*", 201, NULL, proposal);
    assert_refused(ch_exec(o->db,
                           "UPDATE grant_proposals SET status = 'confirmed', settler = "
                           "'admin'",
                           &err),
                   err, ERR_CONFLICT, "confirmed_by_another");
    assert_refused(ch_exec(o->db, "UPDATE grant_proposals SET principal = 'admin'", &err),
                   err, ERR_CONFLICT, "not_for_oneself");
}

static void principals__are_admitted_once(void **state)
{
    struct office *o = *state;
    admit(o, "lin");
    office_refused(o,
                   &(struct ask){.as = "admin",
                                 .path = "/v1/principals",
                                 .body = "{\"id\":\"lin\",\"name\":\"x\"}"},
                   409, "already-admitted");
    office_refused(o,
                   &(struct ask){.as = "admin",
                                 .path = "/v1/principals",
                                 .body = "{\"id\":\"root\",\"name\":\"x\",\"uid\":0}"},
                   422, "not-a-person");
    office_refused(o,
                   &(struct ask){.as = "officer",
                                 .path = "/v1/principals",
                                 .body = "{\"id\":\"li\",\"name\":\"x\"}"},
                   403, "wrong-role");
}

/* ---- tokens ---- */

static void make_token(struct office *o, const char *as, const char *body,
                       char text[CH_TOKEN_TEXT], char id[ID_MAX])
{
    json_t *doc =
        office_json(o, &(struct ask){.as = as, .path = "/v1/tokens", .body = body}, 201);
    snprintf(text, CH_TOKEN_TEXT, "%s", json_str(doc, "token"));
    snprintf(id, ID_MAX, "%s", json_str(json_obj(doc, "record"), "id"));
    assert_int_equal(strlen(text), CH_TOKEN_LEN);
    json_decref(doc);
}

/* A request by the network edge: its status. */
static int by_edge(struct office *o, const char *path, const char *token,
                   const char *body)
{
    char header[200], key[32];
    struct ch_reply reply = {.status = 0};
    struct err err = {0};
    snprintf(header, sizeof header, "Bearer %s", token ? token : "");
    snprintf(key, sizeof key, "edge-%" PRId64, ++o->serial);
    const struct ch_request request = {.method = body ? "POST" : "GET",
                                       .path = path,
                                       .authorization = token ? header : NULL,
                                       .source = "192.0.2.1",
                                       .network = true,
                                       .uid = -1,
                                       .body = body,
                                       .body_len = body ? strlen(body) : 0,
                                       .content_type = body ? "application/json" : NULL,
                                       .idempotency_key = key};
    assert_ok(ch_begin(o->db, &err), err);
    ch_routes_run(&o->service, o->db, &request, &reply);
    assert_ok(ch_commit(o->db, &err), err);
    int status = reply.status;
    ch_reply_clear(&reply);
    return status;
}

static int edge_status(struct office *o, const char *path, const char *token)
{
    return by_edge(o, path, token, NULL);
}

static void tokens__are_the_identity_on_the_network(void **state)
{
    struct office *o = *state;
    char text[CH_TOKEN_TEXT], id[ID_MAX];
    make_token(o, "officer", "{\"label\":\"laptop\"}", text, id);
    assert_int_equal(edge_status(o, "/v1/me", text), 200);
    assert_int_equal(edge_status(o, "/v1/me", NULL), 401);
    assert_int_equal(edge_status(o, "/v1/principals", text), 403);
    text[40] = text[40] == 'a' ? 'b' : 'a';
    assert_int_equal(edge_status(o, "/v1/me", text), 401);
}

static void tokens__end_by_time_and_by_hand(void **state)
{
    struct office *o = *state;
    char one[CH_TOKEN_TEXT], two[CH_TOKEN_TEXT], id[ID_MAX], path[128];
    make_token(o, "officer", "{\"label\":\"a\",\"days\":2}", one, id);
    make_token(o, "officer", "{\"label\":\"b\",\"days\":90}", two, id);
    office_wait(o, 3 * 86400);
    assert_int_equal(edge_status(o, "/v1/me", one), 401);
    assert_int_equal(edge_status(o, "/v1/me", two), 200);
    snprintf(path, sizeof path, "/v1/tokens/%s", id);
    office_refused(o, &(struct ask){.as = "officer2", .method = "DELETE", .path = path},
                   404, "not-found");
    json_decref(office_json(
        o, &(struct ask){.as = "officer", .method = "DELETE", .path = path}, 200));
    assert_int_equal(edge_status(o, "/v1/me", two), 401);
    office_refused(o,
                   &(struct ask){.as = "officer",
                                 .path = "/v1/tokens",
                                 .body = "{\"label\":\"c\",\"days\":91}"},
                   422, "invalid-fields");
    office_verify(o);
}

/* Neither the ledger nor the kept answer has the secret. */
static void tokens__are_shown_once(void **state)
{
    struct office *o = *state;
    struct ask ask = {.as = "officer",
                      .path = "/v1/tokens",
                      .body = "{\"label\":\"laptop\"}",
                      .key = "token-1"};
    json_t *first = office_json(o, &ask, 201), *again = office_json(o, &ask, 201);
    char text[CH_TOKEN_TEXT], sql[400];
    struct err err = {0};
    struct ch_stmt *stmt;
    snprintf(text, sizeof text, "%s", json_str(first, "token"));
    assert_int_equal(strlen(text), CH_TOKEN_LEN);
    assert_true(json_is_null(json_object_get(again, "token")));
    assert_true(json_equal(json_obj(first, "record"), json_obj(again, "record")));
    snprintf(
        sql, sizeof sql,
        "SELECT (SELECT count(*) FROM operations WHERE instr(answer, '%.64s') > 0) + "
        "(SELECT count(*) FROM journal WHERE instr(body, '%.64s') > 0) + (SELECT "
        "count(*) FROM tokens WHERE instr(hash, '%.64s') > 0)",
        text + 38, text + 38, text + 38);
    assert_ok(ch_prepare_once(o->db, sql, &stmt, &err), err);
    assert_int_equal(ch_step(stmt, &err), CH_ROW);
    assert_int_equal(ch_col_int(stmt, 0), 0);
    ch_finish(stmt);
    json_decref(first);
    json_decref(again);
}

static void tokens__do_not_make_tokens_nor_write_when_for_reading(void **state)
{
    struct office *o = *state;
    char text[CH_TOKEN_TEXT], id[ID_MAX];
    static const char org[] = "{\"credit_code\":\"x\"}";
    make_token(o, "officer", "{\"label\":\"a\",\"scopes\":[\"read\"]}", text, id);
    assert_int_equal(by_edge(o, "/v1/organisations", text, org), 403);
    make_token(o, "officer", "{\"label\":\"a\",\"scopes\":[\"read\",\"write\"]}", text,
               id);
    assert_int_equal(by_edge(o, "/v1/organisations", text, org), 422);
    assert_int_equal(by_edge(o, "/v1/tokens", text, "{\"label\":\"b\"}"), 403);
}

static void tokens__of_others_are_an_administrators_only_without_a_unix_user(void **state)
{
    struct office *o = *state;
    char text[CH_TOKEN_TEXT], id[ID_MAX];
    admit(o, "lin");
    make_token(o, "admin", "{\"label\":\"lin\",\"principal\":\"lin\"}", text, id);
    office_refused(o,
                   &(struct ask){.as = "officer",
                                 .path = "/v1/tokens",
                                 .body = "{\"label\":\"x\",\"principal\":\"lin\"}"},
                   403, "wrong-role");
    json_decref(
        office_json(o,
                    &(struct ask){.as = "admin",
                                  .path = "/v1/principals",
                                  .body = "{\"id\":\"wu\",\"name\":\"x\",\"uid\":4711}"},
                    201));
    office_refused(o,
                   &(struct ask){.as = "admin",
                                 .path = "/v1/tokens",
                                 .body = "{\"label\":\"x\",\"principal\":\"wu\"}"},
                   422, "owner-makes-it");
}

static void edge__does_not_know_unix_users_nor_demo_names(void **state)
{
    struct office *o = *state;
    struct ch_reply reply = {.status = 0};
    const struct ch_request request = {.method = "GET",
                                       .path = "/v1/me",
                                       .demo_principal = "officer",
                                       .network = true,
                                       .uid = 12345};
    ch_routes_run(&o->service, o->db, &request, &reply);
    assert_int_equal(reply.status, 400);
    ch_reply_clear(&reply);
}

static void penalties__double_up_to_a_quarter_of_an_hour(void **state)
{
    static const int waits[] = {60, 120, 240, 480, 900, 900};
    struct ch_penalties *p = ch_penalties_new();
    int64_t now = INT64_C(1700000000) * DATE_SECOND;
    (void)state;
    assert_non_null(p);
    for (size_t i = 0; i < COUNT_OF(waits); i++) {
        for (int k = 0; k < 4; k++) {
            ch_penalty_add(p, "192.0.2.1", now);
            assert_int_equal(ch_penalty_left(p, "192.0.2.1", now), 0);
        }
        ch_penalty_add(p, "192.0.2.1", now);
        assert_int_equal(ch_penalty_left(p, "192.0.2.1", now), waits[i]);
        assert_int_equal(ch_penalty_left(p, "192.0.2.2", now), 0);
        now += waits[i] * DATE_SECOND;
        assert_int_equal(ch_penalty_left(p, "192.0.2.1", now), 0);
    }
    ch_penalties_free(p);
}

static void penalties__lock_a_source_out(void **state)
{
    struct office *o = *state;
    char text[CH_TOKEN_TEXT], id[ID_MAX];
    make_token(o, "officer", "{\"label\":\"laptop\"}", text, id);
    o->service.penalties = ch_penalties_new();
    for (int i = 0; i < 5; i++) {
        assert_int_equal(edge_status(o, "/v1/me", "vdt1_guess"), 401);
    }
    assert_int_equal(edge_status(o, "/v1/me", text), 429);
    ch_penalties_free(o->service.penalties);
    o->service.penalties = NULL;
}

/* ---- read records ---- */

struct seen {
    int entries;
    char actions[200];
    struct buf bodies;
};

static bool see(void *ctx, const struct ch_entry *e)
{
    struct seen *seen = ctx;
    size_t at = strlen(seen->actions);
    snprintf(seen->actions + at, sizeof seen->actions - at, "%s %s;", e->actor_id,
             e->action);
    buf_adds(&seen->bodies, e->body);
    seen->entries++;
    return true;
}

static void access__is_written_once_a_person_and_kind(void **state)
{
    struct office *o = *state;
    char org[ID_MAX], path[128];
    struct err err = {0};
    struct seen seen = {.entries = 0};
    office_org(o, "firm", "上海市", org);
    o->service.access = ch_access_new();
    snprintf(path, sizeof path, "/v1/organisations/%s", org);
    for (int i = 0; i < 3; i++) {
        json_decref(office_json(o, &(struct ask){.as = "officer", .path = path}, 200));
        json_decref(office_json(
            o, &(struct ask){.as = "auditor", .path = "/v1/applications"}, 200));
    }
    json_decref(office_json(o, &(struct ask){.as = "officer", .path = "/v1/me"}, 200));
    office_refused(o,
                   &(struct ask){.as = "officer", .path = "/v1/organisations/org_none"},
                   404, "not-found");
    struct ch_ctx ctx = {
        .service = &o->service, .db = o->db, .now = ch_clock(&o->service)};
    assert_true(ch_access_pending(o->service.access));
    assert_ok(ch_begin(o->db, &err), err);
    assert_ok(ch_access_write(o->service.access, &ctx, &err), err);
    assert_ok(ch_commit(o->db, &err), err);
    ch_access_written(o->service.access);
    assert_false(ch_access_pending(o->service.access));
    assert_ok(ch_journal_read(o->db, CH_STREAM_ACCESS, 0, 100, see, &seen, &err), err);
    assert_int_equal(seen.entries, 2);
    assert_string_equal(seen.actions, "officer access.open;auditor access.list;");
    assert_contains(buf_str(&seen.bodies), org);
    assert_contains(buf_str(&seen.bodies), "\"times\":3");
    buf_clear(&seen.bodies);
    office_refused(o, &(struct ask){.as = "officer", .path = "/v1/journal/access"}, 404,
                   "not-found");
    json_decref(office_json(
        o, &(struct ask){.as = "auditor", .path = "/v1/journal/access"}, 200));
    json_t *changes =
        office_json(o, &(struct ask){.as = "auditor", .path = "/v1/changes"}, 200);
    size_t i;
    json_t *item;
    json_array_foreach(json_obj(changes, "items"), i, item)
    {
        assert_string_not_equal(json_str(item, "stream"), CH_STREAM_ACCESS);
    }
    json_decref(changes);
    ch_access_free(o->service.access);
    o->service.access = NULL;
    office_verify(o);
}

/* ---- samples ---- */

static json_t *sample(struct office *o, const char *seed, int rate_bp)
{
    char query[128];
    snprintf(query, sizeof query, "programme=shanghai-compute&rate_bp=%d&seed=%s",
             rate_bp, seed);
    return office_json(
        o, &(struct ask){.as = "auditor", .path = "/v1/audit/sample", .query = query},
        200);
}

static void sample__is_the_same_for_the_same_seed(void **state)
{
    struct office *o = *state;
    char applicant[ID_MAX], provider[ID_MAX], id[ID_MAX], body[300];
    office_tranche(o, "shanghai-compute", "t1", 100000000000);
    office_org(o, "provider", "", provider);
    for (int i = 0; i < 30; i++) {
        office_org(o, "firm", "上海市", applicant);
        office_submit(o, "desk",
                      &(struct case_body){.programme = "shanghai-compute",
                                          .tranche = "t1",
                                          .applicant = applicant,
                                          .provider = provider,
                                          .ask_fen = 1000000 + i},
                      id);
        office_decide(o, "officer", id, 1, "{\"decision\":\"accept\"}", NULL);
        assert_int_equal(
            office_decide(o, "officer", id, 2, "{\"decision\":\"approve\"}", NULL), 201);
    }
    json_t *one = sample(o, "w10", 2000), *again = sample(o, "w10", 2000);
    json_t *other = sample(o, "w11", 2000), *none = sample(o, "w10", 0);
    json_t *all = sample(o, "w10", 10000);
    assert_true(json_equal(one, again));
    assert_false(json_equal(json_obj(one, "items"), json_obj(other, "items")));
    assert_int_equal(json_int(one, "population", 0), 30);
    assert_int_equal(json_array_size(json_obj(none, "items")), 3); /* the decile */
    assert_int_equal(json_array_size(json_obj(all, "items")), 30);
    size_t drawn = json_array_size(json_obj(one, "items"));
    assert_true(drawn > 3 && drawn < 20);
    /* What is taken out stays in the list, with who and why. */
    snprintf(body, sizeof body,
             "{\"application\":\"%s\",\"reason\":\"已另案审计\",\"seed\":\"w10\"}",
             json_str(json_array_get(json_obj(one, "items"), 0), "id"));
    struct ask remove = {
        .as = "officer", .path = "/v1/audit/sample/removals", .body = body};
    office_refused(o, &remove, 403, "wrong-role");
    remove.as = "supervisor";
    json_decref(office_json(o, &remove, 201));
    office_refused(o, &remove, 409, "already-removed");
    json_t *after = sample(o, "w10", 2000);
    const json_t *removed =
        json_obj(json_array_get(json_obj(after, "items"), 0), "removed");
    assert_int_equal(json_array_size(json_obj(after, "items")), drawn);
    assert_string_equal(json_str(removed, "by"), "supervisor");
    json_decref(one);
    json_decref(again);
    json_decref(other);
    json_decref(none);
    json_decref(all);
    json_decref(after);
    office_verify(o);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(grants__need_two_administrators),
        TEST(grants__end_the_same_way),
        TEST(grants__are_never_for_oneself),
        TEST(grants__keep_duties_apart),
        TEST(grants__are_looked_at_again_when_confirmed),
        TEST(grants__hold_in_the_database_itself),
        TEST(principals__are_admitted_once),
        TEST(tokens__are_the_identity_on_the_network),
        TEST(tokens__end_by_time_and_by_hand),
        TEST(tokens__are_shown_once),
        TEST(tokens__do_not_make_tokens_nor_write_when_for_reading),
        TEST(tokens__of_others_are_an_administrators_only_without_a_unix_user),
        TEST(edge__does_not_know_unix_users_nor_demo_names),
        TEST(penalties__double_up_to_a_quarter_of_an_hour),
        TEST(penalties__lock_a_source_out),
        TEST(access__is_written_once_a_person_and_kind),
        TEST(sample__is_the_same_for_the_same_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
