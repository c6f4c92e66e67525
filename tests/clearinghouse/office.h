/* A clearinghouse in memory for tests below HTTP: the shipped programmes, the demo's
 * people, a clock that stands still until the test moves it. Every request goes through
 * ch_routes_run() in a transaction of its own, as the writer does it. */
#ifndef TESTS_CLEARINGHOUSE_OFFICE_H
#define TESTS_CLEARINGHOUSE_OFFICE_H

#include "tests/clearinghouse/bodies.h"
#include "tests/support/test.h"

#include "clearinghouse/routes.h"
#include "clearinghouse/secrets.h"
#include "clearinghouse/service/calendar.h"
#include "clearinghouse/service/install.h"
#include "clearinghouse/service/policy.h"
#include "common/date.h"
#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#define OFFICE_NOON "2026-03-02T04:00:00Z" /* where the clock starts: noon in China */
#define OFFICE_PROGRAMMES VD_SOURCE_DIR "/clearinghouse/programmes"
#define OFFICE_CALENDAR VD_SOURCE_DIR "/clearinghouse/calendar"

struct office {
    struct ch_service service;
    struct ch_policy_set *policies;
    struct ch_secrets *secrets;
    struct ch_calendar *calendar;
    struct ch_db *db;
    int64_t serial; /* of keys, codes and contracts */
};

struct ask {
    const char *as;     /* Demo-Principal; NULL: none */
    const char *method; /* NULL: POST when there is a body, else GET */
    const char *path, *query, *body, *type, *key, *if_match, *if_none_match;
    const char *acting_for;
    bool without_key;
    bool last_call;
};

static inline void office_open(struct office *o, const char *path)
{
    struct err err = {0};
    int64_t noon;
    *o = (struct office){.serial = 0};
    assert_ok(ch_policies_load(OFFICE_PROGRAMMES, &o->policies, &err), err);
    assert_ok(ch_calendar_load(OFFICE_CALENDAR, &o->calendar, &err), err);
    o->service.policies = o->policies;
    o->service.calendar = o->calendar;
    o->service.demo = true;
    o->secrets = ch_secrets_new();
    assert_non_null(o->secrets);
    o->service.secrets = o->secrets;
    assert_true(date_time_parse(OFFICE_NOON, &noon));
    atomic_store(&o->service.clock_stopped_at, noon);
    assert_ok(ch_db_open(path, CH_DB_WRITE, &o->db, &err), err);
    struct ch_ctx ctx = {
        .service = &o->service, .db = o->db, .now = ch_clock(&o->service)};
    assert_ok(ch_begin(o->db, &err), err);
    assert_ok(ch_install_demo_people(&ctx, &err), err);
    assert_ok(ch_install_programmes(&ctx, &err), err);
    assert_ok(ch_commit(o->db, &err), err);
}

static inline void office_close(struct office *o)
{
    ch_db_close(o->db);
    ch_policies_free(o->policies);
    ch_secrets_free(o->secrets);
    ch_calendar_free(o->calendar);
    *o = (struct office){.serial = 0};
}

/* A person whose role is for one programme or centre only. */
static inline void office_person(struct office *o, const char *id, enum ch_role role,
                                 const char *scope)
{
    struct err err = {0};
    struct ch_ctx ctx = {
        .service = &o->service, .db = o->db, .now = ch_clock(&o->service)};
    assert_ok(ch_begin(o->db, &err), err);
    assert_ok(ch_install_person(&ctx, id, id, -1, role, scope, &err), err);
    assert_ok(ch_commit(o->db, &err), err);
}

/* Run it; the caller clears `reply`. Returns the status. */
static inline int office_ask(struct office *o, const struct ask *ask,
                             struct ch_reply *reply)
{
    struct err err = {0};
    char key[32];
    snprintf(key, sizeof key, "t-%" PRId64, ++o->serial);
    struct ch_request request = {
        .method = ask->method ? ask->method
                  : ask->body ? "POST"
                              : "GET",
        .path = ask->path,
        .query = ask->query,
        .body = ask->body,
        .body_len = ask->body ? strlen(ask->body) : 0,
        .content_type = ask->type   ? ask->type
                        : ask->body ? "application/json"
                                    : NULL,
        .idempotency_key = ask->key           ? ask->key
                           : ask->without_key ? NULL
                                              : key,
        .if_match = ask->if_match,
        .if_none_match = ask->if_none_match,
        .demo_principal = ask->as,
        .acting_for = ask->acting_for,
        .last_call = ask->last_call,
        .uid = 12345,
    };
    assert_ok(ch_begin(o->db, &err), err);
    ch_routes_run(&o->service, o->db, &request, reply);
    assert_ok(ch_commit(o->db, &err), err);
    return reply->status;
}

/* Run it, expect the status, and give the answer as JSON (the caller's reference). */
static inline json_t *office_json(struct office *o, const struct ask *ask, int status)
{
    struct ch_reply reply = {.status = 0};
    struct err err = {0};
    json_t *doc = NULL;
    office_ask(o, ask, &reply);
    if (reply.status != status) {
        fail_msg("%s%s%s gave %d, not %d: %s", ask->path, ask->query ? "?" : "",
                 ask->query ? ask->query : "", reply.status, status,
                 buf_str(&reply.body));
    }
    assert_ok(json_read(buf_str(&reply.body), reply.body.len, SIZE_MAX, &doc, &err), err);
    ch_reply_clear(&reply);
    return doc;
}

/* The same where only the problem's type matters: "/problems/" and `type`. */
static inline void office_refused(struct office *o, const struct ask *ask, int status,
                                  const char *type)
{
    json_t *doc = office_json(o, ask, status);
    assert_string_equal(json_str(doc, "type") + strlen("/problems/"), type);
    assert_true(*json_str(doc, "detail"));
    assert_int_equal(json_int(doc, "status", 0), status);
    json_decref(doc);
}

static inline void office_wait(struct office *o, int64_t seconds)
{
    atomic_fetch_add(&o->service.clock_stopped_at, seconds * DATE_SECOND);
}

/* Due work until there is none, as the writer does it. */
static inline void office_due(struct office *o)
{
    int done;
    do {
        struct err err = {0};
        struct ch_ctx ctx = {
            .service = &o->service, .db = o->db, .now = ch_clock(&o->service)};
        assert_ok(ch_begin(o->db, &err), err);
        assert_ok(ch_due_run(&ctx, 64, &done, &err), err);
        assert_ok(ch_commit(o->db, &err), err);
    } while (done > 0);
}

static inline void office_org(struct office *o, const char *kind, const char *region,
                              char id[ID_MAX])
{
    char body[512];
    json_t *doc = office_json(
        o,
        &(struct ask){.as = "officer",
                      .path = "/v1/organisations",
                      .body = body_org(++o->serial, kind, region, body, sizeof body)},
        201);
    snprintf(id, ID_MAX, "%s", json_str(doc, "id"));
    json_decref(doc);
}

/* A tranche of 2026 with `fen` in it. */
static inline void office_tranche(struct office *o, const char *programme, const char *id,
                                  int64_t fen)
{
    char path[200], body[300];
    snprintf(path, sizeof path, "/v1/programmes/%s/tranches", programme);
    json_decref(
        office_json(o,
                    &(struct ask){.as = "supervisor",
                                  .path = path,
                                  .body = body_tranche(id, 2026, body, sizeof body)},
                    201));
    if (fen > 0) {
        snprintf(path, sizeof path, "/v1/programmes/%s/tranches/%s/appropriations",
                 programme, id);
        json_decref(office_json(o,
                                &(struct ask){.as = "supervisor",
                                              .path = path,
                                              .body = body_money(fen, body, sizeof body),
                                              .if_match = "\"1\""},
                                201));
    }
}

static inline void office_submit(struct office *o, const char *as,
                                 const struct case_body *c, char id[ID_MAX])
{
    char body[2000];
    json_t *doc =
        office_json(o,
                    &(struct ask){.as = as,
                                  .path = "/v1/applications",
                                  .body = body_case(++o->serial, c, body, sizeof body)},
                    201);
    snprintf(id, ID_MAX, "%s", json_str(doc, "id"));
    json_decref(doc);
}

/* Decide at a revision. `body` is the whole decision document. Returns the status. */
static inline int office_decide(struct office *o, const char *as, const char *id,
                                int64_t revision, const char *body,
                                struct ch_reply *reply)
{
    char path[128], match[32];
    struct ch_reply own = {.status = 0};
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", id);
    snprintf(match, sizeof match, "\"%" PRId64 "\"", revision);
    int status = office_ask(
        o, &(struct ask){.as = as, .path = path, .body = body, .if_match = match},
        reply ? reply : &own);
    if (!reply) {
        ch_reply_clear(&own);
    }
    return status;
}

static inline json_t *office_application(struct office *o, const char *id)
{
    char path[128];
    snprintf(path, sizeof path, "/v1/applications/%s", id);
    return office_json(o, &(struct ask){.as = "auditor", .path = path}, 200);
}

static inline void office_budget(struct office *o, const char *programme, const char *id,
                                 struct ch_tranche *out)
{
    struct err err = {0};
    assert_ok(ch_tranche_get(o->db, programme, id, out, &err), err);
}

/* The chains are whole and every balance is what its transfers give. */
static inline void office_verify(struct office *o)
{
    struct err err = {0};
    int64_t entries;
    assert_ok(ch_journal_verify(o->db, &entries, &err), err);
    assert_ok(ch_ledger_verify(o->db, &err), err);
    assert_ok(ch_sums_verify(o->db, &err), err);
}

#endif
