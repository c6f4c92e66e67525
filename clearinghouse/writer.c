#include "clearinghouse/writer.h"

#include "clearinghouse/access.h"
#include "common/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    BATCH_MAX = 256,
    DUE_LIMIT = 64,
    WARY = 16,
    EXIT_IO = 74 /* EX_IOERR of sysexits */
};

struct ch_writer {
    struct ch_service *service;
    struct ch_db *db;
    void (*committed)(void *ctx);
    void *ctx;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct ch_job *first, **last;
    bool stopping;
    int wary; /* batches still to be run with savepoints: one was torn lately */
};

/* Nothing of the batch is in the ledger, or nobody knows: each must be told to try again.
 */
static void fail_all(struct ch_job *jobs, const struct err *err)
{
    const char *text =
        err->kind == ERR_UNKNOWN
            ? "{\"detail\":\"the database did not confirm; whether it was done is not "
              "known, send the same operation again\",\"retryable\":true,\"status\":503,"
              "\"title\":\"Outcome unknown\",\"type\":\"/problems/outcome-unknown\"}"
            : "{\"detail\":\"the ledger could not be written; nothing was changed, try "
              "again\",\"retryable\":true,\"status\":503,\"title\":\"Try "
              "again\",\"type\":"
              "\"/problems/busy\"}";
    for (struct ch_job *job = jobs; job; job = job->next) {
        ch_reply_clear(&job->reply);
        job->reply.status = 503;
        job->reply.etag = -1;
        job->reply.content_type = "application/problem+json";
        buf_adds(&job->reply.body, text);
    }
    log_line(LOG_ERROR, "commit failed: %s", err->text);
}

/* A full disk takes the batch back, and all may try again. After any other failure nobody
 * can say what was kept: a retried fsync may succeed and have lost the data. The process
 * ends without answering, and the next start reads what is really there; clients ask
 * again under their keys. */
static bool commit(struct ch_db *db, struct err *err)
{
    if (ch_commit(db, err)) {
        return true;
    }
    if (err->kind == ERR_INTERNAL) {
        log_line(LOG_ERROR, "commit failed, ending at once: %s", err->text);
        _exit(EXIT_IO);
    }
    return false;
}

/* A demo's clock is in its ledger: another daemon on the same database may have moved it,
 * or a move of ours was taken back. */
static bool begin(struct ch_writer *w, struct err *err)
{
    char offset[32];
    if (!ch_begin(w->db, err)) {
        return false;
    }
    if (!w->service->demo) {
        return true;
    }
    if (!ch_meta_get(w->db, "clock_offset_us", offset, sizeof offset, err)) {
        return false;
    }
    atomic_store(&w->service->clock_offset_us, strtoll(offset, NULL, 10));
    return true;
}

/* All in one transaction that is not committed yet; false and ERR_NONE: it is torn. */
static bool run_jobs(struct ch_writer *w, struct ch_job *jobs, bool trust,
                     struct err *err)
{
    ch_trust(w->db, trust);
    bool ok = begin(w, err);
    for (struct ch_job *job = jobs; ok && job; job = job->next) {
        ch_routes_run(w->service, w->db, &job->request, &job->reply);
        /* Without this the rest would run outside the transaction that is given up. */
        ok = ch_in_transaction(w->db) ||
             err_set(err, ERR_BUSY, "the database gave the transaction up");
        ok = ok && !ch_torn(w->db);
    }
    ch_trust(w->db, false);
    return ok;
}

/* Once more, each command under a savepoint: one of them was refused after it had begun
 * to write. */
static bool run_again(struct ch_writer *w, struct ch_job *jobs, struct err *err)
{
    ch_rollback(w->db);
    for (struct ch_job *job = jobs; job; job = job->next) {
        ch_reply_clear(&job->reply);
    }
    return run_jobs(w, jobs, false, err);
}

static void run_batch(struct ch_writer *w, struct ch_job *jobs)
{
    struct err err = {0};
    bool ok = run_jobs(w, jobs, w->wary == 0, &err);
    w->wary -= w->wary > 0;
    if (!ok && ch_torn(w->db)) {
        w->wary = WARY;
        ok = run_again(w, jobs, &err);
    }
    ok = ok && commit(w->db, &err);
    if (!ok) {
        ch_rollback(w->db);
        fail_all(jobs, &err);
    }
    while (jobs) {
        struct ch_job *job = jobs;
        jobs = job->next;
        job->answer(job);
    }
    if (ok) {
        w->committed(w->ctx);
    }
    ch_checkpoint(w->db);
}

static void run_due(struct ch_writer *w)
{
    struct ch_ctx ctx = {.service = w->service, .db = w->db};
    struct err err = {0};
    int done = 0;
    bool ok = begin(w, &err);
    ctx.now = ch_clock(w->service);
    if (ok && ch_due_run(&ctx, DUE_LIMIT, &done, &err) && done > 0 &&
        commit(w->db, &err)) {
        w->committed(w->ctx);
        return;
    }
    ch_rollback(w->db);
    if (err.kind != ERR_NONE) {
        log_line(LOG_ERROR, "due work: %s", err.text);
    }
}

/* Who read what since the last second. */
static void run_access(struct ch_writer *w)
{
    struct ch_ctx ctx = {.service = w->service, .db = w->db, .now = ch_clock(w->service)};
    struct err err = {0};
    if (!w->service->access || !ch_access_pending(w->service->access) ||
        !ch_begin(w->db, &err)) {
        return;
    }
    if (ch_access_write(w->service->access, &ctx, &err) && commit(w->db, &err)) {
        ch_access_written(w->service->access);
        return;
    }
    ch_rollback(w->db);
    log_line(LOG_ERROR, "read records: %s", err.text);
}

/* What has queued, at most a batch of it; waits up to a second. `*stop` when all is done.
 */
static struct ch_job *take(struct ch_writer *w, bool *stop)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec++;
    pthread_mutex_lock(&w->lock);
    while (!w->first && !w->stopping &&
           pthread_cond_timedwait(&w->more, &w->lock, &until) != ETIMEDOUT) {
    }
    struct ch_job *jobs = w->first, *job = jobs;
    for (int i = 1; job && job->next && i < BATCH_MAX; i++) {
        job = job->next;
    }
    w->first = job ? job->next : NULL;
    if (!w->first) {
        w->last = &w->first;
    }
    if (job) {
        job->next = NULL;
    }
    *stop = w->stopping && !jobs;
    pthread_mutex_unlock(&w->lock);
    return jobs;
}

static void *run(void *arg)
{
    struct ch_writer *w = arg;
    int64_t due_at = 0;
    bool stop = false;
    while (!stop) {
        struct ch_job *jobs = take(w, &stop);
        if (jobs) {
            run_batch(w, jobs);
        }
        int64_t now = ch_clock(w->service);
        if (now - due_at >= 1000000 || now < due_at) {
            due_at = now;
            run_due(w);
            run_access(w);
        }
    }
    run_access(w);
    return NULL;
}

bool ch_writer_start(struct ch_service *service, struct ch_db *db,
                     void (*committed)(void *ctx), void *ctx, struct ch_writer **out,
                     struct err *err)
{
    struct ch_writer *w = calloc(1, sizeof *w);
    if (!w) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    w->service = service;
    w->db = db;
    w->committed = committed;
    w->ctx = ctx;
    w->last = &w->first;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->more, NULL);
    if (pthread_create(&w->thread, NULL, run, w) != 0) {
        free(w);
        return err_set(err, ERR_INTERNAL, "cannot start the writing thread");
    }
    *out = w;
    return true;
}

void ch_writer_push(struct ch_writer *w, struct ch_job *job)
{
    job->next = NULL;
    pthread_mutex_lock(&w->lock);
    *w->last = job;
    w->last = &job->next;
    pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->lock);
}

void ch_writer_stop(struct ch_writer *w)
{
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    pthread_mutex_destroy(&w->lock);
    pthread_cond_destroy(&w->more);
    free(w);
}
