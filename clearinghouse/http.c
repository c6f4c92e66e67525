#include "clearinghouse/http.h"

#include "clearinghouse/access.h"
#include "clearinghouse/deadlines.h"
#include "clearinghouse/framing.h"
#include "clearinghouse/penalties.h"
#include "clearinghouse/readers.h"
#include "clearinghouse/waiting.h"
#include "clearinghouse/writer.h"
#include "common/log.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The pool waits in poll(): the library's epoll mode loses wake-ups of suspended
 * connections. */
enum {
    THREADS = 4,
    CONNECTIONS = 512,
    SILENCE_S = 60,
    SWEEP_MS = 20, /* no closer together */
    DRAIN_S = 2,
    HEADER_BYTES = 8192,
    URI_BYTES = 4096,
    CONNECTION_BYTES = 32 * 1024,
};

static const struct ch_http_limits usual = {
    .header_ms = 10000, .body_ms = 30000, .reply_ms = 60000, .idle_ms = 60000};

/* A listening socket. */
struct door {
    struct ch_http *http;
    bool network;
    struct MHD_Daemon *daemon; /* NULL: closed */
};

struct ch_http {
    struct ch_service *service;
    struct ch_http_limits limits;
    struct ch_deadlines deadlines;
    struct door own, edge;
    struct ch_writer *writer;
    pthread_mutex_t lock;
    struct ch_readers readers;
    struct ch_waiting waiting; /* long polls */
    pthread_t waker;
    bool stopping;
    int active; /* exchanges begun and not ended */
    pthread_cond_t drained;
};

/* One request and its connection. */
struct exchange {
    struct ch_http *http;
    bool network;
    struct MHD_Connection *connection;
    struct ch_job job;
    char *path, *query;
    struct buf body;
    size_t body_max;
    struct ch_deadline *deadline;
    struct ch_waiter waiter;
    bool started, too_large, answered;
};

static const char *header(struct MHD_Connection *c, const char *name)
{
    return MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
}

static int64_t peer_uid(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct ucred who;
    socklen_t size = sizeof who;
    if (!info ||
        getsockopt(info->connect_fd, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) {
        return -1;
    }
    return (int64_t)who.uid;
}

/* ---- replies ---- */

static enum MHD_Result send_reply(struct exchange *x, struct ch_reply *reply, bool last)
{
    struct MHD_Connection *c = x->connection;
    char tag[32];
    size_t len = reply->body.len;
    char *bytes = len ? buf_take(&reply->body) : NULL;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        bytes ? len : 0, bytes, bytes ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
    if (!response) {
        free(bytes);
        return MHD_NO;
    }
    MHD_add_response_header(response, "Content-Type",
                            reply->content_type ? reply->content_type
                                                : "application/json");
    if (last) {
        MHD_add_response_header(response, "Connection", "close");
    }
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    if (reply->etag >= 0) {
        snprintf(tag, sizeof tag, "\"%lld\"", (long long)reply->etag);
        MHD_add_response_header(response, "ETag", tag);
    }
    if (reply->replayed) {
        MHD_add_response_header(response, "Idempotent-Replayed", "true");
    }
    if (*reply->location) {
        MHD_add_response_header(response, "Location", reply->location);
    }
    if (*reply->link) {
        MHD_add_response_header(response, "Link", reply->link);
    }
    if (*reply->allow) {
        MHD_add_response_header(response, "Allow", reply->allow);
    }
    ch_deadline_set(x->deadline, x->http->limits.reply_ms);
    enum MHD_Result result = MHD_queue_response(c, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return result;
}

/* Refused before anything of it was run; the connection ends with it. */
static enum MHD_Result refuse(struct exchange *x, int status, const char *type,
                              const char *detail)
{
    struct ch_reply reply = {
        .status = status, .etag = -1, .content_type = "application/problem+json"};
    buf_printf(
        &reply.body,
        "{\"detail\":\"%s\",\"retryable\":%s,\"status\":%d,\"title\":\"The request "
        "cannot be taken\",\"type\":\"/problems/%s\"}",
        detail, status == 503 ? "true" : "false", status, type);
    enum MHD_Result result = send_reply(x, &reply, true);
    ch_reply_clear(&reply);
    return result;
}

/* ---- reading ---- */

static void run_read(struct exchange *x)
{
    struct ch_db *db = ch_reader_take(&x->http->readers);
    struct err err = {0};
    bool view = ch_read_begin(db, &err);
    ch_reply_clear(&x->job.reply);
    ch_routes_run(x->http->service, db, &x->job.request, &x->job.reply);
    if (view) {
        ch_read_end(db);
    }
    ch_reader_give(&x->http->readers, db);
}

/* ---- waiting ---- */

static void on_wake(struct ch_waiter *waiter)
{
    struct exchange *x =
        (struct exchange *)((char *)waiter - offsetof(struct exchange, waiter));
    x->job.request.last_call = waiter->last;
    MHD_resume_connection(x->connection);
}

/* How long nothing can come due: a deadline set meanwhile is no nearer than the shortest
 * of the limits. */
static int quiet_ms(struct ch_http *http)
{
    const struct ch_http_limits *l = &http->limits;
    const int limits[] = {l->header_ms, l->body_ms, l->reply_ms, l->idle_ms};
    int ms = ch_deadlines_sweep(&http->deadlines, l->header_ms);
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        ms = limits[i] < ms ? limits[i] : ms;
    }
    return ms < SWEEP_MS ? SWEEP_MS : ms;
}

static void *run_waker(void *arg)
{
    struct ch_http *http = arg;
    while (ch_waiting_turn(&http->waiting, quiet_ms(http))) {
    }
    return NULL;
}

static void on_commit(void *ctx)
{
    struct ch_http *http = ctx;
    ch_waiting_commit(&http->waiting);
}

static void on_written(struct ch_job *job)
{
    struct exchange *x = job->owner;
    x->answered = true;
    MHD_resume_connection(x->connection);
}

/* ---- the request ---- */

static void *on_uri(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct exchange *x = calloc(1, sizeof *x);
    if (!x) {
        return NULL;
    }
    const struct door *door = cls;
    x->http = door->http;
    x->network = door->network;
    x->connection = connection;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    x->deadline = info ? info->socket_context : NULL;
    ch_deadline_set(x->deadline, x->http->limits.header_ms);
    x->job.owner = x;
    x->job.answer = on_written;
    x->waiter.wake = on_wake;
    x->too_large = strlen(uri) > URI_BYTES;
    x->path = strndup(uri, URI_BYTES);
    char *question = x->path ? strchr(x->path, '?') : NULL;
    if (question) {
        *question = '\0';
        x->query = question + 1;
    }
    pthread_mutex_lock(&x->http->lock);
    x->http->active++;
    pthread_mutex_unlock(&x->http->lock);
    return x;
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    (void)kind;
    ch_framing_add(cls, name, value);
    return MHD_YES;
}

/* The first refusal that fits, before the body is read; MHD_YES to go on. */
static enum MHD_Result check_limits(struct exchange *x, const char *method)
{
    struct ch_framing framing = {.length = NULL};
    if (x->too_large) {
        return refuse(x, 414, "uri-too-long", "the address is above 4096 bytes");
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (info && info->header_size > HEADER_BYTES) {
        return refuse(x, 431, "headers-too-large", "the headers are above 8192 bytes");
    }
    MHD_get_connection_values(x->connection, MHD_HEADER_KIND, on_header, &framing);
    const char *problem = ch_framing_problem(&framing, method);
    if (problem) {
        return refuse(x, 400, "malformed", problem);
    }
    if (framing.length && strtoull(framing.length, NULL, 10) > x->body_max) {
        return refuse(x, 413, "too-large", "the body is above the limit");
    }
    return MHD_YES;
}

static enum MHD_Result begin(struct exchange *x, const char *method)
{
    struct ch_request *q = &x->job.request;
    q->method = method;
    q->path = x->path;
    q->query = x->query;
    q->content_type = header(x->connection, "Content-Type");
    q->idempotency_key = header(x->connection, "Idempotency-Key");
    q->if_match = header(x->connection, "If-Match");
    q->if_none_match = header(x->connection, "If-None-Match");
    q->demo_principal = header(x->connection, "Demo-Principal");
    q->acting_for = header(x->connection, "Acting-For");
    q->authorization = header(x->connection, "Authorization");
    q->network = x->network;
    q->source = x->network ? header(x->connection, "X-Forwarded-For") : NULL;
    q->uid = x->network ? -1 : peer_uid(x->connection);
    x->body_max = ch_routes_body_max(method, x->path);
    x->started = true;
    ch_deadline_set(x->deadline, x->http->limits.body_ms);
    return check_limits(x, method);
}

/* The writer answers what it has been given, also when the daemon is asked to stop. */
static enum MHD_Result run_command(struct exchange *x)
{
    struct ch_http *http = x->http;
    if (x->answered) {
        return send_reply(x, &x->job.reply, false);
    }
    pthread_mutex_lock(&http->lock);
    bool taken = !http->stopping;
    if (taken) {
        MHD_suspend_connection(x->connection);
        ch_writer_push(http->writer, &x->job);
    }
    pthread_mutex_unlock(&http->lock);
    return taken
               ? MHD_YES
               : refuse(x, 503, "draining",
                        "the clearinghouse is stopping; nothing was changed, try again");
}

static enum MHD_Result run_query(struct exchange *x)
{
    int64_t until = x->job.reply.wait_until;
    ch_waiting_look(&x->http->waiting, &x->waiter);
    run_read(x);
    if (x->job.reply.wait_until) {
        x->job.reply.wait_until = until ? until : x->job.reply.wait_until;
        x->waiter.until_us = x->job.reply.wait_until;
        MHD_suspend_connection(x->connection);
        ch_waiting_park(&x->http->waiting, &x->waiter);
        return MHD_YES;
    }
    return send_reply(x, &x->job.reply, false);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection,
                                  const char *url, const char *method,
                                  const char *version, const char *upload,
                                  size_t *upload_size, void **state)
{
    struct exchange *x = *state;
    (void)cls;
    (void)connection;
    (void)url;
    (void)version;
    if (!x || !x->path) {
        return MHD_NO;
    }
    if (!x->started) {
        return begin(x, method);
    }
    if (*upload_size > 0) {
        if (x->body.len + *upload_size <= x->body_max) {
            buf_add(&x->body, upload, *upload_size);
        } else {
            x->too_large = true;
        }
        *upload_size = 0;
        return MHD_YES;
    }
    if (x->too_large) {
        return refuse(x, 413, "too-large", "the body is above the limit");
    }
    ch_deadline_set(x->deadline, 0);
    x->job.request.body = buf_str(&x->body);
    x->job.request.body_len = x->body.len;
    return ch_routes_side(&x->job.request) == CH_SIDE_WRITE ? run_command(x)
                                                            : run_query(x);
}

static void on_done(void *cls, struct MHD_Connection *connection, void **state,
                    enum MHD_RequestTerminationCode code)
{
    struct exchange *x = *state;
    (void)cls;
    (void)connection;
    (void)code;
    if (x) {
        struct ch_http *http = x->http;
        ch_deadline_set(x->deadline, http->limits.idle_ms);
        ch_reply_clear(&x->job.reply);
        buf_clear(&x->body);
        free(x->path);
        free(x);
        pthread_mutex_lock(&http->lock);
        http->active--;
        pthread_cond_signal(&http->drained);
        pthread_mutex_unlock(&http->lock);
    }
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct ch_http *http = cls;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        ch_deadline_drop(*context);
        *context = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *context = info ? ch_deadline_watch(&http->deadlines, info->connect_fd,
                                        http->limits.header_ms)
                    : NULL;
}

/* ---- commands from inside ---- */

struct inside {
    struct ch_job job;
    pthread_mutex_t lock;
    pthread_cond_t answered;
    bool done;
};

static void on_inside(struct ch_job *job)
{
    struct inside *inside = job->owner;
    pthread_mutex_lock(&inside->lock);
    inside->done = true;
    pthread_cond_signal(&inside->answered);
    pthread_mutex_unlock(&inside->lock);
}

void ch_http_run(struct ch_http *http, const struct ch_request *request,
                 struct ch_reply *reply)
{
    struct inside inside = {.job = {.request = *request, .answer = on_inside}};
    inside.job.owner = &inside;
    pthread_mutex_init(&inside.lock, NULL);
    pthread_cond_init(&inside.answered, NULL);
    ch_writer_push(http->writer, &inside.job);
    pthread_mutex_lock(&inside.lock);
    while (!inside.done) {
        pthread_cond_wait(&inside.answered, &inside.lock);
    }
    pthread_mutex_unlock(&inside.lock);
    pthread_cond_destroy(&inside.answered);
    pthread_mutex_destroy(&inside.lock);
    *reply = inside.job.reply;
}

static bool open_door(struct ch_http *http, struct door *door, bool network, int fd)
{
    door->http = http;
    door->network = network;
    door->daemon = MHD_start_daemon(
        MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC, 0, NULL,
        NULL, on_request, NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)THREADS, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
        MHD_OPTION_URI_LOG_CALLBACK, on_uri, door, MHD_OPTION_NOTIFY_COMPLETED, on_done,
        NULL, MHD_OPTION_NOTIFY_CONNECTION, on_connection, http, MHD_OPTION_END);
    return door->daemon != NULL;
}

/* Nobody comes in any more; those inside stay. */
static void shut_door(struct door *door)
{
    int fd = door->daemon ? MHD_quiesce_daemon(door->daemon) : -1;
    if (fd >= 0) {
        close(fd);
    }
}

static void close_door(struct door *door)
{
    if (door->daemon) {
        MHD_stop_daemon(door->daemon);
    }
    door->daemon = NULL;
}

bool ch_http_open_edge(struct ch_http *http, int fd, struct err *err)
{
    return open_door(http, &http->edge, true, fd) ||
           err_set(err, ERR_INTERNAL, "cannot start serving the network edge");
}

static void free_notes(struct ch_http *http)
{
    ch_access_free(http->service->access);
    ch_penalties_free(http->service->penalties);
    http->service->access = NULL;
    http->service->penalties = NULL;
}

bool ch_http_start(struct ch_service *service, struct ch_db *db, const char *ledger,
                   int fd, struct ch_http **out, struct err *err)
{
    return ch_http_start_with(service, db, ledger, fd, &usual, out, err);
}

bool ch_http_start_with(struct ch_service *service, struct ch_db *db, const char *ledger,
                        int fd, const struct ch_http_limits *limits, struct ch_http **out,
                        struct err *err)
{
    struct ch_http *http = calloc(1, sizeof *http);
    if (!http) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    http->service = service;
    pthread_mutex_init(&http->lock, NULL);
    ch_waiting_init(&http->waiting);
    pthread_cond_init(&http->drained, NULL);
    ch_deadlines_init(&http->deadlines);
    http->limits = *limits;
    service->access = ch_access_new();
    service->penalties = ch_penalties_new();
    if (!service->access || !service->penalties) {
        free_notes(http);
        free(http);
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    if (!ch_readers_open(&http->readers, ledger, THREADS, err) ||
        !ch_writer_start(service, db, on_commit, http, &http->writer, err)) {
        ch_readers_close(&http->readers);
        free_notes(http);
        free(http);
        return false;
    }
    if (!open_door(http, &http->own, false, fd) ||
        pthread_create(&http->waker, NULL, run_waker, http) != 0) {
        close_door(&http->own);
        ch_writer_stop(http->writer);
        ch_readers_close(&http->readers);
        free_notes(http);
        free(http);
        return err_set(err, ERR_INTERNAL, "cannot start serving");
    }
    *out = http;
    return true;
}

static void drain(struct ch_http *http)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += DRAIN_S;
    pthread_mutex_lock(&http->lock);
    while (http->active > 0 &&
           pthread_cond_timedwait(&http->drained, &http->lock, &until) == 0) {
    }
    pthread_mutex_unlock(&http->lock);
}

void ch_http_stop(struct ch_http *http)
{
    shut_door(&http->own);
    shut_door(&http->edge);
    pthread_mutex_lock(&http->lock);
    http->stopping = true;
    pthread_mutex_unlock(&http->lock);
    ch_waiting_stop(&http->waiting);
    pthread_join(http->waker, NULL);
    /* Commands under way are answered and their answers sent, then the pool may end. */
    ch_writer_stop(http->writer);
    drain(http);
    close_door(&http->own);
    close_door(&http->edge);
    free_notes(http);
    ch_readers_close(&http->readers);
    ch_deadlines_clear(&http->deadlines);
    ch_waiting_clear(&http->waiting);
    free(http);
}
