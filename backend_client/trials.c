#include "backend_client/orders_impl.h"

#include "backend_client/direct.h"
#include "backend_client/outbox.h"
#include "backend_client/session_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_BYTES = 1 << 20 };

/* One request is on its way at a time: the answers are small, and a slow link is not
 * filled with what a person may not wait for. */
struct bc_trying {
    int64_t sent;
    int at;
    struct bc_order orders[BC_ORDERS_MAX];
    struct bc_trial trial;
};

void bc_trial_close(struct bc_session *session)
{
    free(session->trying);
    session->trying = NULL;
}

const struct bc_trial *bc_trial(const struct bc_session *session)
{
    static const struct bc_trial none;
    return session->trying ? &session->trying->trial : &none;
}

static void tell(struct bc_session *session)
{
    const struct bc_event event = {.kind = BC_EVENT_TRIAL,
                                   .ticket = session->trying->trial.ticket};
    bc_event_push(session, &event);
}

/* Each is tried alone, so what they move adds up. */
static void add_budget(struct bc_trial *trial, const struct bc_trial_budget *budget)
{
    int at = 0;
    if (!*budget->tranche) {
        return;
    }
    while (at < trial->budget_count &&
           (strcmp(trial->budgets[at].programme, budget->programme) != 0 ||
            strcmp(trial->budgets[at].tranche, budget->tranche) != 0)) {
        at++;
    }
    if (at == BC_TRIAL_BUDGETS) {
        return;
    }
    if (at == trial->budget_count) {
        trial->budgets[trial->budget_count++] = *budget;
        return;
    }
    for (int i = 0; i < 5; i++) {
        trial->budgets[at].after[i] += budget->after[i] - budget->before[i];
    }
}

static void next(struct bc_session *session);

static void on_answer(void *ctx, struct bc_reply *reply)
{
    struct bc_session *session = ctx;
    struct bc_trying *trying = session->trying;
    struct bc_trial_item *item = &trying->trial.items[trying->at++];
    struct bc_trial_budget budget = {.programme = ""};
    trying->sent = 0;
    item->ready = true;
    item->problem = reply->err;
    if (item->problem.kind == ERR_NONE &&
        bc_order_answer(buf_str(&reply->body), item, &budget, &item->problem)) {
        trying->trial.possible++;
        add_budget(&trying->trial, &budget);
    }
    trying->trial.ready++;
    next(session);
    tell(session);
}

static void fail(struct bc_session *session, const struct err *err)
{
    struct bc_trying *trying = session->trying;
    for (; trying->at < trying->trial.count; trying->at++) {
        trying->trial.items[trying->at].ready = true;
        trying->trial.items[trying->at].problem = *err;
        trying->trial.ready++;
    }
    tell(session);
}

static void next(struct bc_session *session)
{
    struct bc_trying *trying = session->trying;
    struct bc_request request = {.if_match = -1};
    struct buf body = {0};
    struct err err = {0};
    char path[128];
    if (trying->at == trying->trial.count) {
        return;
    }
    if (bc_order_request(&trying->orders[trying->at], true, path, &request.if_match,
                         &body, &err)) {
        request.path = path;
        request.body = buf_str(&body);
        trying->sent = bc_transport_send(session->transport, &request, ANSWER_BYTES, 0,
                                         on_answer, session);
    }
    buf_clear(&body);
    if (!trying->sent) {
        if (err.kind == ERR_NONE) {
            err_set(&err, ERR_INTERNAL, "out of memory");
        }
        fail(session, &err);
    }
}

int64_t bc_trial_ask(struct bc_session *session, const struct bc_order *orders, int count)
{
    if (!session->trying) {
        session->trying = calloc(1, sizeof *session->trying);
    }
    struct bc_trying *trying = session->trying;
    if (!trying) {
        return 0;
    }
    if (trying->sent) {
        bc_transport_cancel(session->transport, trying->sent);
    }
    int64_t ticket = trying->trial.ticket + 1;
    memset(&trying->trial, 0, sizeof trying->trial);
    trying->sent = trying->at = 0;
    trying->trial.ticket = ticket;
    trying->trial.count = count < BC_ORDERS_MAX ? count : BC_ORDERS_MAX;
    memcpy(trying->orders, orders, (size_t)trying->trial.count * sizeof *orders);
    next(session);
    return ticket;
}

/* ---- verbs ---- */

bool bc_direct_order(struct bc_session *session, const struct bc_order *order,
                     bool dry_run, struct buf *out, struct err *err)
{
    struct bc_request request = {.if_match = -1};
    struct buf body = {0};
    char path[128];
    int64_t intent;
    if (!dry_run) {
        return bc_order_put(session, order, &intent, err) &&
               bc_direct_outcome(session, intent, out, err);
    }
    bool ok = bc_order_request(order, true, path, &request.if_match, &body, err);
    request.path = path;
    request.body = buf_str(&body);
    ok = ok && bc_direct(session, &request, out, err);
    buf_clear(&body);
    return ok;
}
