#include "clearinghouse/demo/story.h"

#include "clearinghouse/routes.h"
#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { COMMIT_EVERY = 4000, DUE_SLICE = 64 };

void ch_demo_tell(const struct ch_demo *demo, const char *stage, int64_t done,
                  int64_t total)
{
    if (demo->progress) {
        demo->progress(demo->progress_ctx, stage, done, total);
    }
}

static bool commit_sometimes(struct ch_demo *demo, int64_t weight, struct err *err)
{
    if (demo->send) {
        return true; /* whoever sends it commits it */
    }
    demo->uncommitted += weight;
    if (demo->uncommitted < COMMIT_EVERY) {
        return true;
    }
    demo->uncommitted = 0;
    if (!ch_commit(demo->db, err)) {
        return false;
    }
    ch_checkpoint(demo->db);
    return ch_begin(demo->db, err);
}

static bool refused(const struct ch_demo_post *post, const struct ch_reply *reply,
                    struct err *err)
{
    return err_set(err, ERR_INTERNAL, "the demo story: POST %s as %s gave %d: %.250s",
                   post->path, post->as, reply->status, buf_str(&reply->body));
}

bool ch_demo_post(struct ch_demo *demo, const struct ch_demo_post *post,
                  struct json_t **answer, struct err *err)
{
    char key[32], match[32];
    snprintf(key, sizeof key, demo->send ? "demo-reading-%" PRId64 : "demo-%" PRId64,
             ++demo->serial);
    snprintf(match, sizeof match, "\"%" PRId64 "\"", post->if_match);
    struct ch_request request = {
        .method = "POST",
        .path = post->path,
        .query = post->query,
        .body = buf_str(post->body),
        .body_len = post->body->len,
        .content_type = post->ndjson ? "application/x-ndjson" : "application/json",
        .idempotency_key = key,
        .if_match = post->if_match >= 0 ? match : NULL,
        .demo_principal = post->as,
        .uid = (int64_t)getuid(),
    };
    struct ch_reply reply = {.status = 0};
    if (!demo->send) {
        ch_routes_run(demo->service, demo->db, &request, &reply);
    } else if (!demo->send(demo->send_ctx, &request, &reply)) {
        demo->stopped = true;
        return false;
    }
    bool ok = reply.status == 200 || reply.status == 201 || refused(post, &reply, err);
    if (ok && answer) {
        ok = json_read(buf_str(&reply.body), reply.body.len, SIZE_MAX, answer, err);
    }
    ch_reply_clear(&reply);
    if (ok && !commit_sometimes(demo, post->weight, err)) {
        if (answer) {
            json_decref(*answer);
        }
        return false;
    }
    return ok;
}

bool ch_demo_get(struct ch_demo *demo, const char *as, const char *path,
                 struct json_t **answer, struct err *err)
{
    struct ch_request request = {
        .method = "GET", .path = path, .demo_principal = as, .uid = (int64_t)getuid()};
    struct ch_reply reply = {.status = 0};
    ch_routes_run(demo->service, demo->db, &request, &reply);
    bool ok = reply.status == 200
                  ? json_read(buf_str(&reply.body), reply.body.len, SIZE_MAX, answer, err)
                  : err_set(err, ERR_INTERNAL, "the demo story: GET %s gave %d", path,
                            reply.status);
    ch_reply_clear(&reply);
    return ok;
}

static bool due(struct ch_demo *demo, struct err *err)
{
    int done;
    do {
        struct ch_ctx ctx = {
            .service = demo->service, .db = demo->db, .now = ch_clock(demo->service)};
        if (!ch_due_run(&ctx, DUE_SLICE, &done, err) ||
            !commit_sometimes(demo, done, err)) {
            return false;
        }
    } while (done > 0);
    return true;
}

bool ch_demo_clock(struct ch_demo *demo, int64_t at, struct err *err)
{
    int64_t now = ch_clock(demo->service);
    int64_t seconds = ((at < demo->end ? at : demo->end) - now) / DATE_SECOND;
    if (seconds <= 0) {
        return true;
    }
    struct buf body = {0};
    buf_printf(&body, "{\"advance_s\":%" PRId64 "}", seconds);
    bool ok = ch_demo_post(demo,
                           &(struct ch_demo_post){.as = "admin",
                                                  .path = "/v1/demo/clock",
                                                  .body = &body,
                                                  .if_match = -1,
                                                  .weight = 1},
                           NULL, err);
    buf_clear(&body);
    return ok && due(demo, err);
}
