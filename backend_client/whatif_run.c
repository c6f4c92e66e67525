#include "backend_client/session_impl.h"
#include "backend_client/whatif.h"

#include <stdlib.h>

enum { ANSWER_BYTES = 16 << 20 };

struct bc_wondering {
    int64_t sent;
    struct bc_whatif_ask ask;
    struct bc_whatif_run run;
};

const struct bc_whatif_run *bc_whatif_run(const struct bc_session *session)
{
    static const struct bc_whatif_run none;
    return session->wondering ? &session->wondering->run : &none;
}

static void finish(struct bc_session *session, const struct err *err)
{
    session->wondering->run.done = true;
    session->wondering->run.err = *err;
}

static void send_page(struct bc_session *session);

static void on_page(void *ctx, struct bc_reply *reply)
{
    struct bc_session *session = ctx;
    struct bc_wondering *w = session->wondering;
    struct err err = reply->err;
    w->sent = 0;
    if (err.kind != ERR_NONE ||
        !bc_whatif_add(&w->run.answer, buf_str(&reply->body), &err) ||
        !*w->run.answer.next) {
        finish(session, &err);
    } else {
        send_page(session);
    }
    bc_event_push(session,
                  &(struct bc_event){.kind = BC_EVENT_WHATIF, .ticket = w->run.ticket});
}

static void send_page(struct bc_session *session)
{
    struct bc_wondering *w = session->wondering;
    struct buf body = {0};
    struct err err = {0};
    char path[128];
    bool ok = bc_whatif_request(&w->ask, w->run.answer.next, path, &body, &err);
    if (ok) {
        const struct bc_request request = {
            .path = path, .body = buf_str(&body), .if_match = -1};
        w->sent = bc_transport_send(session->transport, &request, ANSWER_BYTES, 0,
                                    on_page, session);
        ok = w->sent || err_set(&err, ERR_INTERNAL, "out of memory");
    }
    buf_clear(&body);
    if (!ok) {
        finish(session, &err);
    }
}

int64_t bc_whatif_start(struct bc_session *session, const struct bc_whatif_ask *ask)
{
    int64_t ticket = bc_whatif_run(session)->ticket + 1;
    bc_whatif_stop(session);
    struct bc_wondering *w = session->wondering = calloc(1, sizeof *w);
    if (!w) {
        return 0;
    }
    w->ask = *ask;
    w->ask.file = NULL;
    w->run.ticket = ticket;
    send_page(session);
    return ticket;
}

void bc_whatif_stop(struct bc_session *session)
{
    struct bc_wondering *w = session->wondering;
    if (!w) {
        return;
    }
    if (w->sent) {
        bc_transport_cancel(session->transport, w->sent);
    }
    bc_whatif_clear(&w->run.answer);
    free(w);
    session->wondering = NULL;
}
