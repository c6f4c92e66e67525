#include "backend_client/outbox_impl.h"
#include "backend_client/outcome.h"
#include "common/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { RECOUNT_US = 1000000 };

/* ---- what screens ask ---- */

struct listing {
    struct bc_intent *out;
    int count, max;
};

static bool add(void *ctx, const struct bc_row *row)
{
    struct listing *list = ctx;
    if (list->count < list->max) {
        list->out[list->count++] = row->seen;
    }
    return list->count < list->max;
}

int bc_intents(struct bc_session *session, struct bc_intent *out, int max)
{
    struct listing list = {.out = out, .max = max};
    struct bc_outbox *outbox = session->outbox;
    if (max > 0 && !bc_outbox_file_each(outbox->file, false, outbox->target,
                                        bc_outbox_principal(session), add, &list, NULL)) {
        list.count = 0;
    }
    return list.count;
}

bool bc_intent_get(struct bc_session *session, int64_t number, struct bc_intent *out)
{
    struct bc_row row = {.if_match = -1};
    if (!bc_outbox_file_get(session->outbox->file, number, &row, NULL)) {
        return false;
    }
    *out = row.seen;
    bc_row_clear(&row);
    return true;
}

static bool count(void *ctx, const struct bc_row *row)
{
    (void)row;
    ++*(int *)ctx;
    return true;
}

static bool count_moving(void *ctx, const struct bc_row *row)
{
    *(int *)ctx += !bc_outcome_final(row->seen.state);
    return true;
}

int bc_outbox_on_their_way(struct bc_session *session)
{
    struct bc_outbox *outbox = session->outbox;
    int moving = 0;
    return bc_outbox_file_each(outbox->file, true, outbox->target,
                               bc_outbox_principal(session), count_moving, &moving, NULL)
               ? moving
               : 0;
}

int bc_intents_pending(struct bc_session *session)
{
    struct bc_outbox *outbox = session->outbox;
    int64_t now = bc_monotonic_us();
    if (!outbox->counted_us || now - outbox->counted_us > RECOUNT_US) {
        int pending = 0;
        if (bc_outbox_file_each(outbox->file, true, outbox->target,
                                bc_outbox_principal(session), count, &pending, NULL)) {
            outbox->pending = pending;
            outbox->counted_us = now;
        }
    }
    return outbox->pending;
}

/* ---- what a person may do with one ---- */

static bool held_and_read(struct bc_session *session, int64_t number, struct bc_row *row,
                          struct err *err)
{
    struct bc_outbox_file *file = session->outbox->file;
    if (!bc_outbox_file_hold(file, number)) {
        return err_set(err, ERR_BUSY,
                       "intent %" PRId64 " is on its way just now; wait for its answer",
                       number);
    }
    if (!bc_outbox_file_get(file, number, row, err)) {
        bc_outbox_file_let_go(file, number);
        return false;
    }
    return true;
}

static bool write_back(struct bc_session *session, struct bc_row *row, bool may,
                       struct err *err)
{
    struct bc_outbox *outbox = session->outbox;
    row->seen.updated_at = date_now();
    bool ok = may && bc_outbox_file_save(outbox->file, row, err);
    bc_outbox_file_let_go(outbox->file, row->seen.number);
    if (ok) {
        outbox->look_us = 0;
        bc_outbox_tell(session, row);
    }
    bc_row_clear(row);
    return ok;
}

static bool is_unknown(const struct bc_row *row)
{
    return row->seen.state == BC_INTENT_SENT || row->seen.state == BC_INTENT_UNKNOWN ||
           strcmp(row->seen.problem, "outcome-unknown") == 0;
}

static bool may_retry(const struct bc_row *row, struct err *err)
{
    if (row->damaged) {
        return err_set(err, ERR_CONFLICT,
                       "intent %" PRId64 " is damaged and cannot be sent; decide again",
                       row->seen.number);
    }
    return row->seen.state == BC_INTENT_HELD || !bc_outcome_final(row->seen.state) ||
           err_set(err, ERR_CONFLICT,
                   "intent %" PRId64 " is %s: there is nothing to send again",
                   row->seen.number, bc_intent_state_name(row->seen.state));
}

bool bc_intent_retry(struct bc_session *session, int64_t number, struct err *err)
{
    struct bc_row row = {.if_match = -1};
    if (bc_outbox_is_flying(session->outbox, number)) {
        return true;
    }
    if (!held_and_read(session, number, &row, err)) {
        return false;
    }
    bool may = may_retry(&row, err);
    row.seen.state = is_unknown(&row) ? BC_INTENT_UNKNOWN : BC_INTENT_QUEUED;
    row.seen.attempts = 0;
    row.seen.next_at = 0;
    row.agreed_at = date_now();
    bc_retry_now(session);
    return write_back(session, &row, may, err);
}

static bool may_discard(const struct bc_row *row, struct err *err)
{
    if (is_unknown(row)) {
        return err_set(err, ERR_CONFLICT,
                       "intent %" PRId64 " was sent and may have been done; retry it to "
                       "learn the outcome",
                       row->seen.number);
    }
    return (!row->damaged &&
            (row->seen.state == BC_INTENT_QUEUED || row->seen.state == BC_INTENT_HELD)) ||
           err_set(err, ERR_CONFLICT, "intent %" PRId64 " is %s and stays in the outbox",
                   row->seen.number,
                   row->damaged ? "damaged" : bc_intent_state_name(row->seen.state));
}

bool bc_intent_discard(struct bc_session *session, int64_t number, struct err *err)
{
    struct bc_row row = {.if_match = -1};
    if (bc_outbox_is_flying(session->outbox, number)) {
        return err_set(err, ERR_BUSY, "intent %" PRId64 " is on its way just now",
                       number);
    }
    if (!held_and_read(session, number, &row, err)) {
        return false;
    }
    bool may = may_discard(&row, err);
    row.seen.state = BC_INTENT_DISCARDED;
    snprintf(row.seen.text, sizeof row.seen.text, "discarded before it was sent");
    return write_back(session, &row, may, err);
}
