/* The payment list, and what the treasury reports of it. */
#ifndef BACKEND_CLIENT_PAYMENTS_H
#define BACKEND_CLIENT_PAYMENTS_H

#include "backend_client/import.h"
#include "backend_client/orders.h"

struct bc_receipt {
    int line; /* of the file */
    char claim[BC_NUMBER * 2], outcome[BC_WORD], reference[BC_WORD], reason[BC_WORD];
    int64_t amount_fen;
    int32_t on;
};

/* A row of the payment list. */
struct bc_payment {
    char number[BC_NUMBER], payee[BC_NAME], tranche[BC_WORD], status[BC_WORD];
    int64_t amount_fen;
};
MUST_CHECK bool bc_payment_read(const char *json, struct bc_payment *out);

/* What a file of receipts holds, checked line by line as far as that goes without the
 * ledger. `{0}` is empty. */
struct bc_receipts {
    int count, faults;
    struct bc_receipt list[BC_RECEIPTS_MAX];
    int64_t paid_fen, failed_fen, recovered_fen;
    char sha256[72]; /* of the file */
};

/* A .csv with the columns claim, outcome (paid failed recovered), amount_yuan, on,
 * reference, reason (of a failed one). Faults of lines are told and counted; false when
 * the file as a whole cannot be read. */
MUST_CHECK bool bc_receipts_read(const char *path, struct bc_receipts *out,
                                 const struct bc_fault_sink *sink, struct err *err);

/* Ask what they would do. On a refusal `*line` is the line of the file it is about, or
 * 0. */
MUST_CHECK bool bc_receipts_request(const struct bc_receipts *receipts,
                                    const char *programme, struct buf *body,
                                    struct err *err);

/* As one intent: all lines are booked, or none. */
MUST_CHECK bool bc_receipts_put(struct bc_session *session,
                                const struct bc_receipts *receipts, const char *programme,
                                int64_t *intent, struct err *err);

/* Fetch without waiting: an answer's text, lent until the next of the kind is asked.
 * BC_EVENT_FETCH with the ticket. For exports and for trying receipts (`body`). */
int64_t bc_fetch_ask(struct bc_session *session, const char *path, const char *body);
/* NULL while it is on its way; `*err` says why it failed. */
const struct buf *bc_fetched(const struct bc_session *session, int64_t ticket,
                             struct err *err);

#endif
