/* Taking cases of shanghai-compute through the real socket to vouchers and claims, many
 * at a time, because each notice moves the one clock by more than a week. */
#ifndef TESTS_CLEARINGHOUSE_CLIENT_LIFE_H
#define TESTS_CLEARINGHOUSE_CLIENT_LIFE_H

#include "tests/clearinghouse/client.h"

#include "common/date.h"

#define CLIENT_START "2026-03-02T04:00:00Z" /* noon in China, a working day */

enum { CLIENT_FACE = 100000 }; /* fen of each voucher: 1,000 yuan */

static inline void client_clock(const struct world *w, int64_t seconds)
{
    struct world_reply reply = {.status = 0};
    char body[64], key[32];
    snprintf(key, sizeof key, "clock-%" PRId64, client_serial());
    snprintf(body, sizeof body, "{\"advance_s\":%" PRId64 "}", seconds);
    world_call(w,
               &(struct world_request){
                   .path = "/v1/demo/clock", .as = "admin", .body = body, .key = key},
               &reply);
    if (reply.status != 200) {
        fail_msg("the clock gave %d: %s", reply.status, buf_str(&reply.body));
    }
    world_reply_clear(&reply);
}

static inline int64_t client_now(const struct world *w)
{
    json_t *me = client_get(w, "auditor", "/v1/me");
    int64_t at = 0;
    assert_true(date_time_parse(json_str(me, "server_time"), &at));
    json_decref(me);
    return at;
}

static inline const char *client_path(const char *id, char out[128])
{
    snprintf(out, 128, "/v1/%s/%.40s",
             strncmp(id, "app_", 4) == 0   ? "applications"
             : strncmp(id, "vch_", 4) == 0 ? "vouchers"
                                           : "claims",
             id);
    return out;
}

/* The record as it is now (the caller's reference). */
static inline json_t *client_record(const struct world *w, const char *id)
{
    char path[128];
    return client_get(w, "auditor", client_path(id, path));
}

static inline int64_t client_revision(const struct world *w, const char *id)
{
    json_t *doc = client_record(w, id);
    int64_t revision = json_int(doc, "revision", 0);
    json_decref(doc);
    return revision;
}

static inline bool client_is(const struct world *w, const char *id, const char *status)
{
    json_t *doc = client_record(w, id);
    bool is = strcmp(json_str(doc, "status"), status) == 0;
    json_decref(doc);
    return is;
}

/* Body and path of a decision on (or an action upon) a record. */
static inline void client_order(const char *id, const char *decision, const char *more,
                                char path[160], char body[400])
{
    char record[128];
    bool voucher = strncmp(id, "vch_", 4) == 0;
    snprintf(path, 160, "%s/%s", client_path(id, record),
             voucher ? "actions" : "decisions");
    snprintf(body, 400, "{\"%s\":\"%s\"%s}", voucher ? "action" : "decision", decision,
             more ? more : "");
}

/* Decide at the revision it has now; the answer is the caller's reference. The clock may
 * settle a case between the look at it and the decision: then once more. */
static inline json_t *client_decide(const struct world *w, const char *as, const char *id,
                                    const char *decision, const char *more)
{
    struct world_reply reply = {.status = 412};
    struct err err = {0};
    json_t *doc = NULL;
    char path[160], body[400], key[32];
    client_order(id, decision, more, path, body);
    for (int tries = 0; tries < 5 && reply.status == 412; tries++) {
        snprintf(key, sizeof key, "decide-%" PRId64, client_serial());
        world_call(w,
                   &(struct world_request){.path = path,
                                           .as = as,
                                           .body = body,
                                           .key = key,
                                           .if_match = client_revision(w, id)},
                   &reply);
    }
    if (reply.status != 201) {
        fail_msg("%s on %s gave %d: %s", body, id, reply.status, buf_str(&reply.body));
    }
    assert_ok(json_read(buf_str(&reply.body), reply.body.len, SIZE_MAX, &doc, &err), err);
    world_reply_clear(&reply);
    return doc;
}

/* The centre "hall", which client_claim_body() names. */
static inline void client_hall(const struct world *w, const char *provider)
{
    char body[300];
    snprintf(
        body, sizeof body,
        "{\"slug\":\"hall\",\"name\":\"Hall\",\"operator_org\":\"%.40s\",\"province\":"
        "\"上海市\",\"status\":\"listed\",\"price_fen\":1200}",
        provider);
    json_decref(client_post(w, "supervisor", "/v1/centres", body, 0));
}

struct client_parties {
    const char *tranche, *applicant, *provider;
};

/* `count` vouchers of CLIENT_FACE, issued nine days from now. */
static inline void client_vouchers(const struct world *w, const struct client_parties *p,
                                   int count, char out[][ID_MAX])
{
    const struct case_body c = {.programme = "shanghai-compute",
                                .tranche = p->tranche,
                                .applicant = p->applicant,
                                .provider = p->provider,
                                .ask_fen = CLIENT_FACE};
    for (int i = 0; i < count; i++) {
        client_case(w, &c, out[i]);
        json_decref(client_decide(w, "officer", out[i], "approve", NULL));
    }
    client_clock(w, 86400);
    for (int i = 0; i < count; i++) {
        json_decref(client_decide(w, "officer", out[i], "notice", NULL));
    }
    client_clock(w, 8 * 86400);
    for (int i = 0; i < count; i++) {
        json_t *doc = client_decide(w, "officer2", out[i], "issue", NULL);
        snprintf(out[i], ID_MAX, "%s",
                 json_str(json_obj(json_obj(doc, "application"), "grant"), "voucher"));
        json_decref(doc);
    }
}

/* A claim of all of a voucher, on an invoice nobody has seen. */
static inline const char *client_claim_body(const char *voucher, char out[800])
{
    snprintf(
        out, 800,
        "{\"voucher\":\"%.40s\",\"amount_fen\":%d,\"invoice\":{\"number\":\"RG-%" PRId64
        "\",\"date\":\"2026-02-27\",\"amount_fen\":%d},\"usage\":{\"gpu_hours\":10,"
        "\"from\":\"2026-02-01\",\"to\":\"2026-02-27\",\"centre\":\"hall\"}}",
        voucher, CLIENT_FACE, client_serial(), CLIENT_FACE * 10);
    return out;
}

/* Lodged, matched and approved: it can be paid. */
static inline void client_claim(const struct world *w, const char *voucher,
                                char id[ID_MAX])
{
    char body[800];
    client_id(client_post(w, "desk", "/v1/claims", client_claim_body(voucher, body), 0),
              id);
    json_decref(client_decide(
        w, "officer", id, "match",
        ",\"reason\":{\"code\":\"checked-by-hand\",\"note\":\"seen on site\"}"));
    json_decref(client_decide(w, "supervisor", id, "approve", NULL));
}

static inline const char *client_receipt_body(const char *claim, const char *reference,
                                              char out[800])
{
    snprintf(out, 800,
             "{\"programme\":\"shanghai-compute\",\"lines\":[{\"claim\":\"%.40s\","
             "\"outcome\":\"paid\",\"amount_fen\":%d,\"on\":\"2026-03-01\","
             "\"reference\":\"%s\"}]}",
             claim, CLIENT_FACE, reference);
    return out;
}

/* One account of a tranche of shanghai-compute, such as "disbursed_fen". */
static inline int64_t client_account(const struct world *w, const char *tranche,
                                     const char *account)
{
    json_t *doc = client_get(w, "auditor", "/v1/programmes/shanghai-compute/tranches");
    int64_t balance = -1;
    size_t i;
    json_t *item;
    json_array_foreach(json_obj(doc, "items"), i, item)
    {
        if (strcmp(json_str(item, "id"), tranche) == 0) {
            balance = json_int(json_obj(item, "accounts"), account, -1);
        }
    }
    json_decref(doc);
    return balance;
}

#endif
