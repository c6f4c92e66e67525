#include "backend_client/outcome.h"

#include "backend_client/fields_read.h"
#include "backend_client/problem.h"
#include "common/date.h"
#include "common/json.h"
#include "common/money.h"
#include "common/text.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { ANSWER_BYTES = 1 << 20, TRIES = 12, TRIED_S = 600, FIRST_S = 1, DOUBLINGS = 6 };

#define SAY(row, ...) snprintf((row)->seen.text, sizeof(row)->seen.text, __VA_ARGS__)

bool bc_outcome_final(enum bc_intent_state state)
{
    return state == BC_INTENT_CONFIRMED || state == BC_INTENT_REFUSED ||
           state == BC_INTENT_CONFLICT || state == BC_INTENT_HELD ||
           state == BC_INTENT_DISCARDED;
}

const char *bc_intent_state_name(enum bc_intent_state state)
{
    static const char *const names[] = {
        [BC_INTENT_QUEUED] = "queued",       [BC_INTENT_SENT] = "sent",
        [BC_INTENT_CONFIRMED] = "confirmed", [BC_INTENT_REFUSED] = "refused",
        [BC_INTENT_CONFLICT] = "conflict",   [BC_INTENT_UNKNOWN] = "unknown",
        [BC_INTENT_HELD] = "held",           [BC_INTENT_DISCARDED] = "discarded"};
    return (size_t)state < COUNT_OF(names) ? names[state] : "unknown";
}

/* ---- done ---- */

static const char *past_of(const char *decision)
{
    static const char *const words[][2] = {
        {"approve", "approved"},
        {"reject", "rejected"},
        {"return", "returned"},
        {"accept", "accepted"},
        {"undo", "undone"},
        {"assign", "assigned"},
        {"withdraw", "withdrawn"},
        {"resubmit", "resubmitted"},
        {"notice", "put on notice"},
        {"object", "objected to"},
        {"uphold", "rejected on the objection"},
        {"dismiss", "back on notice"},
        {"issue", "issued"},
        {"lapse", "lapsed"},
        {"freeze", "frozen"},
        {"unfreeze", "unfrozen"},
        {"extend", "extended"},
        {"revoke", "revoked"},
        {"match", "matched"},
        {"query", "queried"},
        {"answer", "answered"},
        {"pay", "sent to the treasury"},
        {"fail", "marked as failed"},
        {"recover", "to be paid back"},
        {"lodge", "lodged"},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i][0], decision) == 0) {
            return words[i][1];
        }
    }
    return "done";
}

static bool read_report(struct bc_row *row, const json_t *body)
{
    int64_t accepted = json_int(body, "accepted", -1);
    int64_t known = json_int(body, "duplicates", -1);
    if (accepted < 0 || known < 0) {
        return false;
    }
    const char *centre = row->seen.title;
    if (accepted == 0) {
        SAY(row, "report of %.100s was there already", centre);
    } else if (known > 0) {
        SAY(row, "report of %.100s taken, part of it was there already", centre);
    } else {
        SAY(row, "report of %.100s taken", centre);
    }
    return true;
}

static bool read_decision(struct bc_row *row, const json_t *body, struct buf *application)
{
    const json_t *record = json_obj(body, "application");
    const json_t *decision = json_obj(body, "decision");
    const char *until = json_str(decision, "undo_until"), *number, *status;
    char yuan[32];
    if (!json_is_object(record) || !json_is_object(decision)) {
        return false;
    }
    if (strcmp(row->seen.case_id, "next") == 0) { /* the clearinghouse has chosen */
        bc_text_copy(row->seen.case_id, BC_ID, json_str(record, "id"));
        bc_text_copy(row->seen.title, BC_NAME, json_str(record, "number"));
    } else if (strcmp(json_str(record, "id"), row->seen.case_id) != 0) {
        return false;
    }
    number = json_str(record, "number");
    status = json_str(record, "status");
    int64_t grant = json_int(json_obj(record, "grant"), "amount_fen", 0);
    if (!*until || !date_time_parse(until, &row->seen.undo_until)) {
        row->seen.undo_until = 0;
    }
    if (strcmp(status, "awaiting_second") == 0) {
        SAY(row, "%.24s signed; a second person must sign it too", number);
        row->seen.awaiting = 1;
    } else if (strcmp(row->seen.what, "approve") == 0) {
        SAY(row, "%.24s approved, %s yuan granted", number,
            money_format(grant, MONEY_YUAN, yuan));
        row->seen.done = 1;
    } else {
        SAY(row, "%.24s %s; it is %.40s now", number, past_of(row->seen.what), status);
        row->seen.done = 1;
    }
    json_canonical(record, application);
    return true;
}

/* A voucher or claim acted on, or a claim just lodged. */
static bool read_order(struct bc_row *row, const json_t *body)
{
    bool voucher = strncmp(row->path, "/v1/vouchers/", 13) == 0;
    const json_t *record = voucher ? json_obj(body, "voucher") : json_obj(body, "claim");
    bool lodged = strcmp(row->path, "/v1/claims") == 0;
    record = lodged ? body : record;
    const char *number = json_str(record, "number"), *status = json_str(record, "status");
    if (!*number || !*status ||
        (!lodged && strcmp(json_str(record, "id"), row->seen.case_id) != 0)) {
        return false;
    }
    bool waits = strcmp(row->seen.what, "revoke") == 0 && strcmp(status, "revoked") != 0;
    row->seen.awaiting = waits;
    row->seen.done = !waits;
    if (waits) {
        SAY(row, "%.24s frozen; a second supervisor must sign the revocation", number);
    } else {
        SAY(row, "%.24s %s; it is %.40s now", number, past_of(row->seen.what), status);
    }
    return true;
}

static bool read_receipts(struct bc_row *row, const json_t *body)
{
    char paid[32], failed[32], back[32];
    int64_t count = json_int(body, "count", -1);
    if (count < 1) {
        return false;
    }
    row->seen.done = (int)count;
    SAY(row, "%" PRId64 " receipts booked: paid %s, failed %s, recovered %s yuan", count,
        money_format(json_int(body, "paid_fen", 0), MONEY_YUAN, paid),
        money_format(json_int(body, "failed_fen", 0), MONEY_YUAN, failed),
        money_format(json_int(body, "recovered_fen", 0), MONEY_YUAN, back));
    return true;
}

static bool count_items(struct bc_row *row, const json_t *items, const json_t **refused)
{
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)(uintptr_t)items, i, item)
    {
        const char *outcome = json_str(item, "outcome");
        if (strcmp(outcome, "done") == 0) {
            row->seen.done++;
        } else if (strcmp(outcome, "awaiting") == 0) {
            row->seen.awaiting++;
        } else if (strcmp(outcome, "refused") == 0) {
            row->seen.refused++;
            *refused = *refused ? *refused : item;
        } else {
            return false;
        }
    }
    return true;
}

static bool read_batch(struct bc_row *row, const json_t *body)
{
    const json_t *items = json_obj(body, "items"), *refused = NULL;
    row->seen.done = row->seen.awaiting = row->seen.refused = 0;
    if (!json_is_array(items) || json_array_size(items) != (size_t)row->seen.count ||
        !count_items(row, items, &refused)) {
        return false;
    }
    int used = SAY(row, "%d %s", row->seen.done, past_of(row->seen.what));
    size_t at = used > 0 ? (size_t)used : 0, size = sizeof row->seen.text;
    if (row->seen.awaiting) {
        at += (size_t)snprintf(row->seen.text + at, size - at,
                               ", %d wait for a second signature", row->seen.awaiting);
    }
    if (refused) {
        const json_t *problem = json_obj(refused, "problem");
        at += (size_t)snprintf(row->seen.text + at, size - at,
                               ", %d refused: %.24s: ", row->seen.refused,
                               json_str(refused, "number"));
        snprintf(row->seen.text + at, size - at, "%.240s", json_str(problem, "detail"));
        snprintf(row->seen.problem, sizeof row->seen.problem, "%.47s",
                 bc_problem_name(json_str(problem, "type")));
    }
    return true;
}

static bool read_done(struct bc_row *row, const struct bc_reply *reply,
                      struct buf *application)
{
    json_t *body = NULL;
    struct err err = {0};
    bool ok =
        json_read(buf_str(&reply->body), reply->body.len, ANSWER_BYTES, &body, &err) &&
        json_is_object(body);
    row->seen.problem[0] = '\0';
    bool order = strncmp(row->path, "/v1/vouchers", 12) == 0 ||
                 strncmp(row->path, "/v1/claims", 10) == 0;
    ok = ok && (strcmp(row->seen.what, "report") == 0     ? read_report(row, body)
                : strcmp(row->seen.what, "receipts") == 0 ? read_receipts(row, body)
                : order                                   ? read_order(row, body)
                : row->seen.count > 1                     ? read_batch(row, body)
                                      : read_decision(row, body, application));
    bool none = row->seen.count > 1 && row->seen.refused == row->seen.count;
    row->seen.state = none ? BC_INTENT_REFUSED : BC_INTENT_CONFIRMED;
    json_decref(body);
    return ok;
}

/* ---- not done, or not known ---- */

/* What each kind of error makes of an intent. Those not here: refused. */
static const struct {
    enum err_kind kind;
    enum bc_intent_state state;
} ends[] = {
    {ERR_CONFLICT, BC_INTENT_CONFLICT},  {ERR_STALE, BC_INTENT_CONFLICT},
    {ERR_UNREACHABLE, BC_INTENT_QUEUED}, {ERR_BUSY, BC_INTENT_QUEUED},
    {ERR_UNKNOWN, BC_INTENT_UNKNOWN},    {ERR_INTERNAL, BC_INTENT_UNKNOWN},
    {ERR_CONFIG, BC_INTENT_HELD},
};

static enum bc_intent_state state_of(const struct err *err)
{
    if (err->status == 401) {
        return BC_INTENT_HELD; /* nothing wrong with the decision: log in, then again */
    }
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        if (ends[i].kind == err->kind) {
            return ends[i].state;
        }
    }
    return BC_INTENT_REFUSED;
}

static void fail(struct bc_row *row, const struct err *err)
{
    struct bc_intent *s = &row->seen;
    bool was_unknown = strcmp(s->problem, "outcome-unknown") == 0;
    s->state = state_of(err);
    /* One lost answer leaves it unknown until there is an answer: a later attempt that
     * did not get through does not take that back. */
    if (was_unknown && (s->state == BC_INTENT_QUEUED || s->state == BC_INTENT_HELD)) {
        s->state = s->state == BC_INTENT_QUEUED ? BC_INTENT_UNKNOWN : s->state;
    } else {
        snprintf(s->problem, sizeof s->problem, "%.47s",
                 s->state == BC_INTENT_UNKNOWN ? "outcome-unknown" : err->type);
    }
    snprintf(s->text, sizeof s->text, "%s", err->text);
    if (err->kind == ERR_UNREACHABLE) {
        s->attempts--; /* it did not leave; the link finds out when to try again */
    }
    if (bc_outcome_final(s->state) || err->kind == ERR_UNREACHABLE) {
        return;
    }
    if (s->attempts >= TRIES && date_now() - row->agreed_at > TRIED_S * DATE_SECOND) {
        s->state = BC_INTENT_HELD;
        SAY(row,
            "no clear answer after %d tries; try it again when the clearinghouse is "
            "well (%.200s)",
            TRIES, err->text);
    }
    int doublings = s->attempts < DOUBLINGS ? s->attempts : DOUBLINGS;
    int64_t delay = ((int64_t)FIRST_S << doublings) * DATE_SECOND;
    s->next_at = date_now() + delay / 2 + (date_now() % (delay / 2));
}

void bc_outcome_read(struct bc_row *row, const struct bc_reply *reply,
                     struct buf *application)
{
    struct err err = reply->err;
    row->seen.updated_at = date_now();
    row->seen.next_at = 0;
    if (err.kind == ERR_NONE && read_done(row, reply, application)) {
        return;
    }
    if (err.kind == ERR_NONE) {
        buf_reset(application);
        err_set(&err, ERR_UNKNOWN,
                "the answer makes no sense, so whether it was done is not known; asking "
                "again is safe");
    }
    fail(row, &err);
}
