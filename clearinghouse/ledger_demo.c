#include "clearinghouse/ledger_impl.h"

#include "clearinghouse/demo/demo.h"
#include "clearinghouse/http.h"
#include "clearinghouse/progress.h"
#include "clearinghouse/service/checkpoints.h"
#include "clearinghouse/service/install.h"
#include "clearinghouse/store/operations.h"
#include "common/date.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEMO_SEED = 20261 };

bool ch_ledger_remake(struct ch_ledger *l, struct err *err)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    if (strstr(l->path, "://")) {
        return err_set(err, ERR_CONFIG,
                       "the database holds a demo that was not made to its end; drop it, "
                       "create it again, and start again");
    }
    ch_db_close(l->db);
    l->db = NULL;
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        char name[CH_PATH_MAX + 8];
        snprintf(name, sizeof name, "%s%s", l->path, suffixes[i]);
        if (unlink(name) != 0 && errno != ENOENT) {
            return err_set(err, ERR_CONFIG, "cannot remove the half-made demo \"%s\": %s",
                           name, strerror(errno));
        }
    }
    return ch_db_open(l->path, CH_DB_WRITE, &l->db, err);
}

static bool begin_demo(const struct ch_ctx *ctx, struct err *err)
{
    char end[32];
    snprintf(end, sizeof end, "%" PRId64,
             ctx->now + (int64_t)CH_DEMO_DAYS * DATE_DAY); /* the clock was rewound */
    return ch_meta_set(ctx->db, "kind", "making", err) &&
           ch_meta_set(ctx->db, "demo_end", end, err) &&
           ch_install_demo_people(ctx, err) && ch_install_programmes(ctx, err);
}

static bool end_demo(const struct ch_ctx *ctx, struct err *err)
{
    return ch_checkpoint_key(ctx, err) && ch_meta_set(ctx->db, "kind", "demo", err);
}

/* ---- the readings of a demo ---- */

struct feed {
    struct ch_ledger *ledger;
    struct ch_http *http; /* NULL: nobody is served yet */
    bool (*stop)(void *ctx);
    void *stop_ctx;
};

static bool feed(void *ctx, const struct ch_request *request, struct ch_reply *reply)
{
    struct feed *f = ctx;
    if (f->stop && f->stop(f->stop_ctx)) {
        return false;
    }
    if (f->http) {
        ch_http_run(f->http, request, reply);
    } else {
        ch_routes_run(&f->ledger->service, f->ledger->db, request, reply);
    }
    return true;
}

/* The last thing a demo is told: the clock is moved by nothing, under a key that says the
 * readings are complete. */
static const struct ch_request told = {.method = "POST",
                                       .path = "/v1/demo/clock",
                                       .body = "{\"advance_s\":0}",
                                       .body_len = 15,
                                       .content_type = "application/json",
                                       .idempotency_key = "demo-readings-complete",
                                       .demo_principal = "admin"};

static bool report_all(struct feed *f, struct ch_progress *progress, struct err *err)
{
    struct ch_reply reply = {.status = 0};
    if (!ch_demo_report(&f->ledger->service, DEMO_SEED, f->ledger->readings_until, feed,
                        f, progress ? ch_progress_show : NULL, progress, err)) {
        return false;
    }
    if (!feed(f, &told, &reply)) {
        return true;
    }
    bool ok = reply.status == 200 ||
              err_set(err, ERR_INTERNAL, "the demo's end: %.200s", buf_str(&reply.body));
    ch_reply_clear(&reply);
    f->ledger->readings_until = ok ? 0 : f->ledger->readings_until;
    return ok;
}

bool ch_ledger_report(struct ch_ledger *l, struct ch_http *http, bool (*stop)(void *ctx),
                      void *ctx, struct err *err)
{
    struct feed f = {l, http, stop, ctx};
    return report_all(&f, NULL, err);
}

bool ch_ledger_find_missing(struct ch_ledger *l, struct err *err)
{
    struct ch_operation was = {.etag = -1};
    char end[32];
    bool found;
    if (!ch_operation_get(l->db, told.demo_principal, told.idempotency_key, &found, &was,
                          err) ||
        !ch_meta_get(l->db, "demo_end", end, sizeof end, err)) {
        return false;
    }
    ch_operation_clear(&was);
    l->readings_until = found ? 0 : strtoll(end, NULL, 10);
    return true;
}

static bool report_now(struct ch_ledger *l, struct ch_progress *progress, struct err *err)
{
    struct feed f = {l, NULL, NULL, NULL};
    if (!ch_begin(l->db, err)) {
        return false;
    }
    if (!report_all(&f, progress, err)) {
        ch_rollback(l->db);
        return false;
    }
    return ch_commit(l->db, err);
}

bool ch_ledger_make_demo(struct ch_ledger *l, const struct ch_options *options,
                         struct err *err)
{
    struct ch_progress progress = {0};
    int64_t end = options->demo_end ? options->demo_end : date_now();
    l->service.demo = true;
    ch_demo_rewind(&l->service, end);
    bool ok = ch_ledger_within(l, begin_demo, err) &&
              ch_demo_generate(&l->service, l->db, options->demo_cases, DEMO_SEED, end,
                               ch_progress_show, &progress, err) &&
              ch_ledger_within(l, end_demo, err);
    l->readings_until = end;
    if (ok && options->demo_end) { /* asked for at one instant: whole from the start */
        ok = report_now(l, &progress, err);
    }
    ch_progress_end(&progress);
    ch_checkpoint(l->db);
    return ok;
}
