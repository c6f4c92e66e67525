/* Orders about a voucher, a claim or one case's objection, and treasury receipts: tried
 * first (the server says what would happen), then written to the outbox and sent, as
 * decisions are. An order is about one record; several together are several intents. */
#ifndef BACKEND_CLIENT_ORDERS_H
#define BACKEND_CLIENT_ORDERS_H

#include "backend_client/decisions.h"
#include "common/buf.h"

enum { BC_ORDERS_MAX = 50, BC_RECEIPTS_MAX = 500 };

enum bc_subject {
    BC_ON_VOUCHER, /* freeze unfreeze extend revoke */
    BC_ON_CLAIM,   /* match query answer approve reject pay fail recover */
    BC_ON_CASE,    /* object */
    BC_NEW_CLAIM,  /* lodge */
};

struct bc_invoice {
    char number[BC_WORD];
    int32_t on;
    int64_t fen;
};

struct bc_usage {
    int64_t hours;
    int32_t from, to;
    char centre[BC_ID]; /* id or short name */
};

struct bc_order {
    enum bc_subject subject;
    char id[BC_ID]; /* of the record; of a new claim its voucher, by id or number */
    int64_t revision;
    char action[BC_WORD];
    char title[BC_NAME]; /* of its entry in the outbox */
    char reason_code[BC_WORD], note[640];
    int64_t amount_fen; /* 0: not given */
    int32_t until;      /* 0: not given */
    char objector[BC_NAME], evidence[640];
    bool has_invoice, has_usage;
    struct bc_invoice invoice;
    struct bc_usage usage;
};

/* ---- trying ---- */

struct bc_trial_item {
    bool ready;
    struct err problem; /* why it would be refused; kind ERR_NONE otherwise */
    char number[BC_NUMBER], name[BC_NAME];
    char status[BC_WORD]; /* it would have */
    int64_t amount_fen;
    int32_t until; /* a voucher's last day, 0 none */
    int control_count;
    struct bc_control controls[BC_CONTROLS];
};

enum { BC_TRIAL_BUDGETS = 8 };

struct bc_trial_budget {
    char programme[BC_WORD], tranche[BC_WORD];
    int64_t before[5], after[5]; /* available reserved committed payable disbursed */
};

struct bc_trial {
    int64_t ticket;
    int count, ready, possible; /* asked for; answered; that would be done */
    struct bc_trial_item items[BC_ORDERS_MAX];
    int budget_count;
    struct bc_trial_budget budgets[BC_TRIAL_BUDGETS];
};

/* Try them one after another. BC_EVENT_TRIAL with this ticket as answers come. A new
 * request forgets the one before. */
int64_t bc_trial_ask(struct bc_session *session, const struct bc_order *orders,
                     int count);
const struct bc_trial *bc_trial(const struct bc_session *session);

/* ---- doing ---- */

/* Write the intent durably, then send it. */
MUST_CHECK bool bc_order_put(struct bc_session *session, const struct bc_order *order,
                             int64_t *intent, struct err *err);

/* For verbs: try, or do and wait for the outcome. The server's answer in `out`. */
MUST_CHECK bool bc_direct_order(struct bc_session *session, const struct bc_order *order,
                                bool dry_run, struct buf *out, struct err *err);

/* Take an answer apart: the record's number, name, state and what it moves. */
MUST_CHECK bool bc_order_answer(const char *json, struct bc_trial_item *item,
                                struct bc_trial_budget *budget, struct err *err);

/* The request an order is. */
MUST_CHECK bool bc_order_request(const struct bc_order *order, bool dry_run,
                                 char path[128], int64_t *if_match, struct buf *body,
                                 struct err *err);

#endif
