/* Doing an office's work over the real socket: what several tests need before they can
 * begin. */
#ifndef TESTS_CLEARINGHOUSE_CLIENT_H
#define TESTS_CLEARINGHOUSE_CLIENT_H

#include "tests/clearinghouse/bodies.h"
#include "tests/support/test.h"
#include "tests/support/world.h"

#include "common/id.h"
#include "common/json.h"

#include <jansson.h>
#include <stdlib.h>

/* A number no other call has had, in any thread. */
static inline int64_t client_serial(void)
{
    static _Atomic int64_t last = 1000;
    return ++last;
}

/* POST as somebody, expect 201, give the answer (the caller's reference). */
static inline json_t *client_post(const struct world *w, const char *as, const char *path,
                                  const char *body, int64_t if_match)
{
    struct world_reply reply = {.status = 0};
    struct err err = {0};
    json_t *doc = NULL;
    char key[32];
    snprintf(key, sizeof key, "client-%" PRId64, client_serial());
    world_call(
        w,
        &(struct world_request){
            .path = path, .as = as, .body = body, .key = key, .if_match = if_match},
        &reply);
    if (reply.status != 201) {
        fail_msg("POST %s gave %d: %s", path, reply.status, buf_str(&reply.body));
    }
    assert_ok(json_read(buf_str(&reply.body), reply.body.len, SIZE_MAX, &doc, &err), err);
    world_reply_clear(&reply);
    return doc;
}

static inline json_t *client_get(const struct world *w, const char *as, const char *path)
{
    struct world_reply reply = {.status = 0};
    struct err err = {0};
    json_t *doc = NULL;
    world_call(w, &(struct world_request){.path = path, .as = as}, &reply);
    if (reply.status != 200) {
        fail_msg("GET %s gave %d: %s", path, reply.status, buf_str(&reply.body));
    }
    assert_ok(json_read(buf_str(&reply.body), reply.body.len, SIZE_MAX, &doc, &err), err);
    world_reply_clear(&reply);
    return doc;
}

static inline void client_id(json_t *doc, char id[ID_MAX])
{
    snprintf(id, ID_MAX, "%s", json_str(doc, "id"));
    json_decref(doc);
}

static inline void client_org(const struct world *w, const char *kind, char id[ID_MAX])
{
    char body[512];
    client_id(client_post(w, "officer", "/v1/organisations",
                          body_org(client_serial(), kind, "上海市", body, sizeof body),
                          0),
              id);
}

/* A tranche of shanghai-compute with `fen` in it, open in the year the tests run in. */
static inline void client_tranche(const struct world *w, const char *id, int64_t fen)
{
    char body[512], path[160];
    json_t *me = client_get(w, "supervisor", "/v1/me");
    int year = (int)strtol(json_str(me, "server_time"), NULL, 10);
    json_decref(me);
    json_decref(client_post(w, "supervisor", "/v1/programmes/shanghai-compute/tranches",
                            body_tranche(id, year, body, sizeof body), 0));
    snprintf(path, sizeof path,
             "/v1/programmes/shanghai-compute/tranches/%s/appropriations", id);
    json_decref(
        client_post(w, "supervisor", path, body_money(fen, body, sizeof body), 1));
}

/* Submitted and accepted: it can be approved at revision 2. */
static inline void client_case(const struct world *w, const struct case_body *c,
                               char id[ID_MAX])
{
    char body[2000], path[128];
    client_id(client_post(w, "desk", "/v1/applications",
                          body_case(client_serial(), c, body, sizeof body), 0),
              id);
    snprintf(path, sizeof path, "/v1/applications/%s/decisions", id);
    json_decref(client_post(w, "officer", path, "{\"decision\":\"accept\"}", 1));
}

/* available, reserved: of a tranche of shanghai-compute. */
static inline void client_budget(const struct world *w, const char *id,
                                 int64_t *available, int64_t *reserved)
{
    json_t *doc = client_get(w, "auditor", "/v1/programmes/shanghai-compute/tranches");
    size_t i;
    json_t *item;
    *available = *reserved = -1;
    json_array_foreach(json_obj(doc, "items"), i, item)
    {
        if (strcmp(json_str(item, "id"), id) == 0) {
            *available = json_int(json_obj(item, "accounts"), "available_fen", -1);
            *reserved = json_int(json_obj(item, "accounts"), "reserved_fen", -1);
        }
    }
    json_decref(doc);
}

#endif
