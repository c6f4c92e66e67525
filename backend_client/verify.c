#include "backend_client/verify.h"

#include "backend_client/chain.h"
#include "backend_client/collections.h"
#include "backend_client/cut.h"
#include "backend_client/fields_read.h"
#include "backend_client/session_impl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STREAMS = 64, PAGE = 24, BYTES = 6 << 20 };

struct walked {
    char name[BC_WORD];
    int64_t head;
    char hash[HASH_HEX]; /* the head's */
};

struct bc_verify {
    struct bc_session *session;
    struct walked streams[STREAMS];
    int count, at, heads; /* heads: how many were asked */
    int64_t ticket;
    struct bc_chain chain;
    struct bc_verify_progress progress;
};

static void next(struct bc_verify *v);

static void tell(struct bc_verify *v)
{
    bc_event_push(v->session, &(struct bc_event){.kind = BC_EVENT_AUDIT});
}

static void end(struct bc_verify *v, enum bc_verify_state state, const struct err *err)
{
    v->progress.state = state;
    v->progress.at = bc_clock(v->session);
    if (err) {
        v->progress.err = *err;
    }
    tell(v);
}

static void ask(struct bc_verify *v, const char *path, bc_reply_fn *done)
{
    const struct bc_request request = {.path = path, .if_match = -1};
    v->ticket = bc_transport_send(v->session->transport, &request, BYTES, 0, done, v);
    if (!v->ticket) {
        struct err err = {0};
        err_set(&err, ERR_INTERNAL, "out of memory for a request");
        end(v, BC_VERIFY_FAILED, &err);
    }
}

static int64_t seq_of(const struct bc_verify *v)
{
    const struct bc_chain_stream *s = bc_chain_stream(&v->chain, v->streams[v->at].name);
    return s ? s->seq : 0;
}

/* A chain may have grown while it was walked; it may not end before its head, nor carry
 * another hash there. */
static bool page_holds(struct bc_verify *v, const struct bc_reply *reply, struct err *err)
{
    static const char *const keys[] = {"items"};
    struct walked *w = &v->streams[v->at];
    struct bc_span list = {0}, item = {0};
    int64_t before = seq_of(v);
    if (!bc_cut_object(buf_str(&reply->body), reply->body.len, keys, 1, &list) ||
        !list.at) {
        return err_set(err, ERR_UNREACHABLE, "the server's journal is no list");
    }
    while (seq_of(v) < w->head && bc_cut_item(&list, &item) && item.at) {
        if (!bc_chain_add(&v->chain, item.at, item.len, err)) {
            return false;
        }
    }
    if (seq_of(v) == before) {
        return err_set_type(err, ERR_INVALID, "chain-broken",
                            "stream \"%s\" ends at #%" PRId64 ", its head says #%" PRId64,
                            w->name, before, w->head);
    }
    const struct bc_chain_stream *s = bc_chain_stream(&v->chain, w->name);
    if (!s) {
        return err_set_type(err, ERR_INVALID, "chain-broken",
                            "the entries of stream \"%s\" name another stream", w->name);
    }
    if (s->seq == w->head && strcmp(s->hash, w->hash) != 0) {
        return err_set_type(err, ERR_INVALID, "chain-broken",
                            "the head of stream \"%s\" at #%" PRId64
                            " is not the hash of its newest entry",
                            w->name, w->head);
    }
    return true;
}

static void on_page(void *ctx, struct bc_reply *reply)
{
    struct bc_verify *v = ctx;
    struct err err = {0};
    v->ticket = 0;
    if (reply->err.kind != ERR_NONE) {
        end(v, BC_VERIFY_FAILED, &reply->err);
        return;
    }
    if (!page_holds(v, reply, &err)) {
        end(v, err.kind == ERR_INVALID ? BC_VERIFY_BROKEN : BC_VERIFY_FAILED, &err);
        return;
    }
    v->progress.walked = v->chain.entries;
    tell(v);
    next(v);
}

static void on_head(void *ctx, struct bc_reply *reply)
{
    static const char *const keys[] = {"seq", "hash"};
    struct bc_verify *v = ctx;
    struct walked *w = &v->streams[v->heads];
    struct bc_span found[2] = {{0}};
    v->ticket = 0;
    if (reply->err.kind != ERR_NONE && reply->status != 404 && reply->status != 403) {
        end(v, BC_VERIFY_FAILED, &reply->err);
        return;
    }
    if (reply->err.kind == ERR_NONE &&
        bc_cut_object(buf_str(&reply->body), reply->body.len, keys, 2, found) &&
        found[0].at && bc_cut_text(found[1], w->hash, sizeof w->hash)) {
        w->head = strtoll(found[0].at, NULL, 10);
    }
    v->heads++;
    next(v);
}

static void heads_are_known(struct bc_verify *v)
{
    int kept = 0;
    v->progress.total = 0;
    for (int i = 0; i < v->count; i++) {
        if (v->streams[i].head > 0) {
            v->progress.total += v->streams[i].head;
            v->streams[kept++] = v->streams[i];
        }
    }
    v->count = v->heads = kept;
    v->progress.streams = kept;
    if (kept == 1) {
        bc_text_copy(v->progress.head, sizeof v->progress.head, v->streams[0].hash);
    }
}

/* The next question, or the end. */
static void next(struct bc_verify *v)
{
    char path[160];
    if (v->heads < v->count) {
        snprintf(path, sizeof path, "/v1/journal/%s/head", v->streams[v->heads].name);
        ask(v, path, on_head);
        return;
    }
    if (v->progress.total < 0) {
        heads_are_known(v);
    }
    while (v->at < v->count && seq_of(v) == v->streams[v->at].head) {
        v->at++;
    }
    if (v->count == 0) {
        struct err err = {0};
        err_set(&err, ERR_PERMISSION, "there is no journal you may read");
        end(v, BC_VERIFY_FAILED, &err);
    } else if (v->at == v->count) {
        end(v, BC_VERIFY_WHOLE, NULL);
    } else {
        v->progress.stream = v->at + 1;
        snprintf(path, sizeof path, "/v1/journal/%s?after=%" PRId64 "&limit=%d",
                 v->streams[v->at].name, seq_of(v), PAGE);
        ask(v, path, on_page);
    }
}

static void add(struct bc_verify *v, const char *name)
{
    if (v->count < STREAMS && *name &&
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(name)) {
        bc_text_copy(v->streams[v->count++].name, BC_WORD, name);
    }
}

bool bc_verify_start(struct bc_session *session, const char *stream,
                     struct bc_verify **out, struct err *err)
{
    const struct bc_programme *programmes;
    int count = bc_programmes(session, &programmes);
    struct bc_verify *v = calloc(1, sizeof *v);
    if (!v) {
        return err_set(err, ERR_INTERNAL, "out of memory for the check");
    }
    v->session = session;
    v->progress.total = -1;
    add(v, stream ? stream : "registry");
    for (int i = 0; !stream && i < count; i++) {
        add(v, programmes[i].id);
    }
    *out = v;
    next(v);
    return true;
}

void bc_verify_progress(const struct bc_verify *verify, struct bc_verify_progress *out)
{
    *out = verify->progress;
}

void bc_verify_close(struct bc_verify *verify)
{
    if (verify && verify->ticket) {
        bc_transport_cancel(verify->session->transport, verify->ticket);
    }
    free(verify);
}
