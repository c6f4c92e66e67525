#include "backend_client/transport_impl.h"

#include "backend_client/problem.h"
#include "backend_client/token.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 6 };

static int64_t monotonic_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- opening ---- */

static bool address_ok(const char *server, struct err *err)
{
    const char *host = server + strlen("https://");
    if (strncmp(server, "https://", strlen("https://")) != 0 || !*host) {
        return err_set(
            err, ERR_CONFIG,
            "server '%s' must begin with https://; for a clearinghouse on this "
            "machine give its socket",
            server);
    }
    return !strpbrk(host, "@?# \t\r\n") ||
           err_set(err, ERR_CONFIG,
                   "server address must be https://HOST[:PORT] and nothing more");
}

static bool copy(const char *text, char **out)
{
    *out = text ? strdup(text) : NULL;
    return !text || *out;
}

bool bc_transport_open(const struct bc_transport_config *config,
                       struct bc_transport **out, struct err *err)
{
    if (!config->server == !config->socket) {
        return err_set(err, ERR_USAGE, "give a server or a socket, one of the two");
    }
    if (config->server && !address_ok(config->server, err)) {
        return false;
    }
    if (config->token_file) {
        char token[BC_TOKEN_MAX];
        bool ok = bc_token_read(config->token_file, token, err);
        bc_token_wipe(token, sizeof token);
        if (!ok) {
            return false;
        }
    }
    struct bc_transport *t = calloc(1, sizeof *t);
    if (!t || !copy(config->server, &t->server) || !copy(config->socket, &t->socket) ||
        !copy(config->token_file, &t->token_file) || !copy(config->as, &t->as)) {
        bc_transport_close(t);
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    size_t len = t->server ? strlen(t->server) : 0;
    while (len > 0 && t->server[len - 1] == '/') {
        t->server[--len] = '\0';
    }
    t->watched = -1;
    t->total_s = config->total_s;
    t->slow_s = config->slow_s;
    *out = t;
    return true;
}

static void destroy(struct bc_transport *t, struct bc_transfer *transfer)
{
    if (transfer->easy) {
        t->curl.multi_remove_handle(t->multi, transfer->easy);
        t->curl.easy_cleanup(transfer->easy);
    }
    bc_request_forget(transfer);
    buf_clear(&transfer->body);
    free(transfer);
}

void bc_transport_close(struct bc_transport *t)
{
    if (!t) {
        return;
    }
    while (t->transfers) {
        struct bc_transfer *transfer = t->transfers;
        t->transfers = transfer->next;
        destroy(t, transfer);
    }
    if (t->multi) {
        t->curl.multi_cleanup(t->multi);
        t->curl.global_cleanup();
    }
    free(t->server);
    free(t->token_file);
    free(t->socket);
    free(t->as);
    free(t);
}

void bc_transport_watch(struct bc_transport *t, int fd)
{
    t->watched = fd;
}

/* ---- sending ---- */

static bool load_library(struct bc_transport *t, struct err *err)
{
    struct bc_curl *curl = &t->curl;
    if (t->multi) {
        return true;
    }
    unsetenv("SSLKEYLOGFILE"); /* or the library would write the session keys there */
    if (!bc_curl_load(curl, err)) {
        return false;
    }
    if (curl->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return err_set(err, ERR_INTERNAL, "the network library did not start");
    }
    t->multi = curl->multi_init();
    if (!t->multi) {
        curl->global_cleanup();
        return err_set(err, ERR_INTERNAL, "the network library did not start");
    }
    curl->multi_setopt(t->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)CONNECTIONS);
    return true;
}

/* What goes wrong here is told like any other failure, from bc_transport_wait(). */
static void start(struct bc_transport *t, const struct bc_request *q,
                  struct bc_transfer *transfer, int wait_s)
{
    transfer->curl = &t->curl;
    if (!load_library(t, &transfer->err)) {
        return;
    }
    if (!(transfer->easy = t->curl.easy_init())) {
        err_set(&transfer->err, ERR_INTERNAL, "out of memory for a request");
        return;
    }
    if (bc_request_prepare(t, q, transfer, wait_s) &&
        t->curl.multi_add_handle(t->multi, transfer->easy) == CURLM_OK) {
        return;
    }
    t->curl.easy_cleanup(transfer->easy);
    transfer->easy = NULL;
    if (transfer->err.kind == ERR_NONE) {
        err_set(&transfer->err, ERR_INTERNAL, "the request could not be sent");
    }
}

int64_t bc_transport_send(struct bc_transport *t, const struct bc_request *request,
                          size_t max, int wait_s, bc_reply_fn *done, void *ctx)
{
    struct bc_transfer *transfer = calloc(1, sizeof *transfer);
    if (!transfer) {
        return 0;
    }
    transfer->ticket = ++t->last_ticket;
    transfer->post = request->body != NULL || request->method != NULL;
    transfer->text = request->text;
    transfer->max = max;
    transfer->etag = -1;
    transfer->done = done;
    transfer->ctx = ctx;
    transfer->started_us = monotonic_us();
    start(t, request, transfer, wait_s);
    transfer->next = t->transfers;
    t->transfers = transfer;
    return transfer->ticket;
}

void bc_transport_cancel(struct bc_transport *t, int64_t ticket)
{
    for (struct bc_transfer **at = &t->transfers; *at; at = &(*at)->next) {
        if ((*at)->ticket == ticket) {
            struct bc_transfer *transfer = *at;
            *at = transfer->next;
            destroy(t, transfer);
            return;
        }
    }
}

/* ---- finishing ---- */

/* Nothing can have happened when it only asked, or when not a byte of it left. */
static enum err_kind kind_of_silence(const struct bc_transfer *transfer)
{
    long sent = 0;
    transfer->curl->easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &sent);
    return transfer->post && sent > 0 ? ERR_UNKNOWN : ERR_UNREACHABLE;
}

static const char *place(const struct bc_transport *t)
{
    return t->server ? t->server : t->socket;
}

static void explain(const struct bc_transport *t, CURLcode code,
                    const struct bc_transfer *transfer, struct err *err)
{
    const char *next = kind_of_silence(transfer) == ERR_UNKNOWN
                           ? "; whether it was done is not known, asking again is safe"
                           : "";
    enum err_kind kind = kind_of_silence(transfer);
    if (transfer->too_large || code == CURLE_FILESIZE_EXCEEDED) {
        err_set(err, kind, "the answer of %s is larger than the %zu bytes allowed%s",
                place(t), transfer->max, next);
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        err_set(err, kind, "%s did not answer in time%s", place(t), next);
    } else if (code == CURLE_COULDNT_CONNECT) {
        err_set(err, kind, "no clearinghouse answers at %s%s", place(t), next);
    } else if (code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR ||
               code == CURLE_PARTIAL_FILE) {
        err_set(err, kind, "%s closed the connection in the middle of its answer%s",
                place(t), next);
    } else {
        err_set(err, kind, "%s: %s%s", place(t),
                *transfer->why ? transfer->why : t->curl.easy_strerror(code), next);
    }
}

static void judge(const struct bc_transport *t, CURLcode code,
                  struct bc_transfer *transfer, struct bc_reply *reply)
{
    long status = 0;
    if (!transfer->easy) {
        reply->err = transfer->err;
        return;
    }
    transfer->curl->easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK) {
        explain(t, code, transfer, &reply->err);
        return;
    }
    if (status >= 400 && status < 600) {
        reply->status = (int)status;
        bc_problem_read(reply->status, transfer->post, buf_str(&reply->body),
                        reply->body.len, &reply->err);
    } else if (status < 200 || status >= 300) {
        err_set(&reply->err, kind_of_silence(transfer),
                "%s answered with status %ld, which a clearinghouse does not use; is the "
                "address right?",
                place(t), status);
    } else if (!transfer->json && !transfer->text) {
        err_set(&reply->err, kind_of_silence(transfer),
                "%s answered with something that is not JSON; is the address right?",
                place(t));
    } else {
        reply->status = (int)status;
    }
}

static void unlink_transfer(struct bc_transport *t, const struct bc_transfer *transfer)
{
    struct bc_transfer **at = &t->transfers;
    while (*at && *at != transfer) {
        at = &(*at)->next;
    }
    if (*at) {
        *at = transfer->next;
    }
}

static void finish(struct bc_transport *t, CURLcode code, struct bc_transfer *transfer)
{
    struct bc_reply reply = {.body = transfer->body,
                             .etag = transfer->etag,
                             .replayed = transfer->replayed,
                             .round_trip_us = monotonic_us() - transfer->started_us};
    unlink_transfer(t, transfer); /* so that the callback may cancel and send freely */
    transfer->body = (struct buf){0};
    judge(t, code, transfer, &reply);
    transfer->done(transfer->ctx, &reply);
    buf_clear(&reply.body);
    destroy(t, transfer);
}

static bool finish_unsent(struct bc_transport *t)
{
    bool any = false;
    struct bc_transfer *transfer = t->transfers;
    while (transfer) {
        if (transfer->easy) {
            transfer = transfer->next;
        } else {
            finish(t, CURLE_OK, transfer);
            transfer = t->transfers; /* the list may be another one now */
            any = true;
        }
    }
    return any;
}

/* Move bytes and run the callbacks of what is complete; true when one ran. */
static bool run(struct bc_transport *t)
{
    int running, left;
    CURLMsg *message;
    bool any = finish_unsent(t);
    if (!t->multi) {
        return any;
    }
    t->curl.multi_perform(t->multi, &running);
    while ((message = t->curl.multi_info_read(t->multi, &left))) {
        struct bc_transfer *transfer = NULL;
        if (message->msg == CURLMSG_DONE &&
            t->curl.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer) ==
                CURLE_OK &&
            transfer) {
            finish(t, message->data.result, transfer);
            any = true;
        }
    }
    return any;
}

void bc_transport_wait(struct bc_transport *t, int first, int second, int timeout_ms,
                       unsigned *ready)
{
    struct pollfd fds[] = {{.fd = first, .events = POLLIN},
                           {.fd = second, .events = POLLIN},
                           {.fd = t->watched, .events = POLLIN}};
    struct curl_waitfd extra[COUNT_OF(fds)];
    unsigned count = 0;
    if (run(t)) {
        timeout_ms = 0;
    }
    for (size_t i = 0; i < COUNT_OF(fds); i++) {
        if (fds[i].fd >= 0) {
            extra[count++] =
                (struct curl_waitfd){.fd = fds[i].fd, .events = CURL_WAIT_POLLIN};
        }
    }
    if (t->multi) {
        t->curl.multi_poll(t->multi, extra, count, timeout_ms, NULL);
        run(t);
        timeout_ms = 0; /* below: only which of them, a hung-up terminal included */
    }
    *ready = 0;
    if (poll(fds, COUNT_OF(fds), timeout_ms) > 0) {
        *ready = (fds[0].revents ? 1u : 0u) | (fds[1].revents ? 2u : 0u);
    }
}

const char *bc_transport_library(void)
{
    struct bc_curl curl;
    struct err err = {0};
    return bc_curl_load(&curl, &err) ? curl.version() : "libcurl (cannot be loaded)";
}
