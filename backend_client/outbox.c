#include "backend_client/outbox.h"

#include "backend_client/outbox_impl.h"
#include "backend_client/outcome.h"
#include "common/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_BYTES = 1 << 20, HELD_ELSEWHERE_US = 5000000 };
#define AGE_MOST DATE_DAY
#define NEXT_MOST (600 * DATE_SECOND)

/* ---- opening ---- */

static void name_target(const struct bc_session *session, char *out, size_t size)
{
    if (session->server || session->socket) {
        snprintf(out, size, "%s%s", session->socket ? "unix:" : "",
                 session->socket ? session->socket : session->server);
    } else {
        snprintf(out, size, "embedded"); /* the ledger beside this very file */
    }
}

static void principal_key(const struct bc_outbox *outbox, char out[600])
{
    snprintf(out, 600, "principal of %s", outbox->target);
}

bool bc_outbox_open(struct bc_session *session, struct err *err)
{
    char path[4200], key[600];
    struct bc_outbox *outbox = calloc(1, sizeof *outbox);
    if (!outbox) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    session->outbox = outbox;
    name_target(session, outbox->target, sizeof outbox->target);
    snprintf(path, sizeof path, "%.4000s/outbox.db", session->state);
    if (!bc_outbox_file_open(path, &outbox->file, err)) {
        return false;
    }
    principal_key(outbox, key);
    bc_outbox_file_noted(outbox->file, key, outbox->principal, sizeof outbox->principal);
    return true;
}

void bc_outbox_close(struct bc_session *session)
{
    if (session->outbox) {
        bc_outbox_file_close(session->outbox->file);
        buf_clear(&session->outbox->answer);
        free(session->outbox);
        session->outbox = NULL;
    }
}

const char *bc_outbox_principal(const struct bc_session *session)
{
    const char *now = bc_link_principal(session);
    return *now ? now : session->outbox->principal;
}

static void note_principal(struct bc_session *session)
{
    struct bc_outbox *outbox = session->outbox;
    char key[600];
    if (!session->as && strcmp(outbox->principal, session->me.id) != 0) {
        snprintf(outbox->principal, sizeof outbox->principal, "%s", session->me.id);
        principal_key(outbox, key);
        bc_outbox_file_note(outbox->file, key, outbox->principal);
    }
}

/* ---- answers ---- */

void bc_outbox_tell(struct bc_session *session, const struct bc_row *row)
{
    struct bc_event event = {.kind = BC_EVENT_INTENT, .ticket = row->seen.number};
    snprintf(event.id, sizeof event.id, "%s", row->seen.case_id);
    snprintf(event.action, sizeof event.action, "%s", row->seen.what);
    event.own = true;
    session->outbox->counted_us = 0;
    bc_event_push(session, &event);
}

static bool save(struct bc_session *session, const struct bc_row *row)
{
    struct err err = {0};
    bool ok = bc_outbox_file_save(session->outbox->file, row, &err);
    bc_outbox_tell(session, row);
    return ok;
}

static void keep_answer(struct bc_outbox *outbox, const struct bc_row *row,
                        struct bc_reply *reply)
{
    if (row->seen.number != outbox->kept || !bc_outcome_final(row->seen.state)) {
        return;
    }
    outbox->kept_final = true;
    buf_reset(&outbox->answer);
    buf_add(&outbox->answer, buf_str(&reply->body), reply->body.len);
    outbox->answer_err = reply->err;
    if (reply->err.kind == ERR_NONE && row->seen.state == BC_INTENT_REFUSED) {
        err_set_type(&outbox->answer_err, ERR_REFUSED, row->seen.problem, "%s",
                     row->seen.text);
    } else if (row->seen.state == BC_INTENT_HELD) {
        err_set(&outbox->answer_err,
                reply->err.kind == ERR_NONE ? ERR_UNKNOWN : reply->err.kind, "%s",
                row->seen.text);
    }
}

static void on_answer(void *ctx, struct bc_reply *reply)
{
    struct bc_flight *flight = ctx;
    struct bc_session *session = flight->session;
    struct bc_outbox *outbox = session->outbox;
    struct bc_row row = {.if_match = -1};
    struct buf application = {0};
    int64_t number = flight->number;
    flight->number = 0;
    outbox->look_us = 0;
    if (bc_outbox_file_get(outbox->file, number, &row, NULL)) {
        bc_outcome_read(&row, reply, &application);
        /* A full disk leaves it "sent": asked again later, under the same id. */
        if (!save(session, &row)) {
            outbox->look_us = bc_monotonic_us() + (int64_t)HELD_ELSEWHERE_US;
        }
        keep_answer(outbox, &row, reply);
    }
    bc_outbox_file_let_go(outbox->file, number);
    if (application.len && buf_ok(&application) && !session->direct) {
        bc_sync_case_answered(session, buf_str(&application));
    }
    buf_clear(&application);
    bc_row_clear(&row);
    if (reply->err.kind == ERR_UNREACHABLE) {
        bc_link_gone(session, &reply->err);
    }
}

/* ---- sending ---- */

static struct bc_flight *free_flight(struct bc_outbox *outbox)
{
    for (int i = 0; i < BC_FLIGHTS; i++) {
        if (!outbox->flights[i].number) {
            return &outbox->flights[i];
        }
    }
    return NULL;
}

bool bc_outbox_is_flying(const struct bc_outbox *outbox, int64_t number)
{
    for (int i = 0; i < BC_FLIGHTS; i++) {
        if (outbox->flights[i].number == number) {
            return true;
        }
    }
    return false;
}

static void remember_own(struct bc_outbox *outbox, const char *operation)
{
    snprintf(outbox->own[outbox->own_next], BC_ID, "%s", operation);
    outbox->own_next = (outbox->own_next + 1) % BC_OWN;
}

bool bc_outbox_is_own(const struct bc_session *session, const char *operation)
{
    for (int i = 0; session->outbox && *operation && i < BC_OWN; i++) {
        if (strcmp(session->outbox->own[i], operation) == 0) {
            return true;
        }
    }
    return false;
}

/* "Sent" is on disk before the first byte leaves; the lock says nobody else sends it. */
static bool launch(struct bc_session *session, struct bc_flight *flight,
                   struct bc_row *row)
{
    struct bc_outbox *outbox = session->outbox;
    const struct bc_request request = {.path = row->path,
                                       .body = row->body,
                                       .key = row->seen.operation,
                                       .if_match = row->if_match};
    row->seen.state = BC_INTENT_SENT;
    row->seen.attempts++;
    row->seen.updated_at = date_now();
    if (!save(session, row)) {
        return false;
    }
    remember_own(outbox, row->seen.operation);
    *flight = (struct bc_flight){.session = session, .number = row->seen.number};
    if (!bc_transport_send(session->transport, &request, ANSWER_BYTES, 0, on_answer,
                           flight)) {
        flight->number = 0;
        return false;
    }
    return true;
}

static bool sendable(const struct bc_row *row)
{
    return !row->damaged && !bc_outcome_final(row->seen.state) && *row->principal;
}

/* Take the intent for this session and read it again: another may have dealt with it. */
static bool send(struct bc_session *session, int64_t number)
{
    struct bc_outbox *outbox = session->outbox;
    struct bc_flight *flight = free_flight(outbox);
    struct bc_row row = {.if_match = -1};
    if (!flight || !bc_outbox_file_hold(outbox->file, number)) {
        return false;
    }
    bool ok = bc_outbox_file_get(outbox->file, number, &row, NULL) && sendable(&row) &&
              launch(session, flight, &row);
    if (!ok) {
        bc_outbox_file_let_go(outbox->file, number);
    }
    bc_row_clear(&row);
    return ok;
}

struct due {
    struct bc_session *session;
    int64_t now, soonest; /* of the wall clock */
    int64_t ready[BC_FLIGHTS], aged[BC_FLIGHTS];
    int ready_count, aged_count;
};

static bool look_at(void *ctx, const struct bc_row *row)
{
    struct due *due = ctx;
    if (!sendable(row) || bc_outbox_is_flying(due->session->outbox, row->seen.number)) {
        return true;
    }
    int64_t next = row->seen.next_at;
    if (due->now - row->agreed_at > AGE_MOST) {
        due->aged[due->aged_count++] = row->seen.number;
    } else if (due->session->outbox->hurry || next <= due->now ||
               next > due->now + NEXT_MOST) {
        due->ready[due->ready_count++] = row->seen.number;
    } else if (next < due->soonest) {
        due->soonest = next;
    }
    return due->ready_count < BC_FLIGHTS && due->aged_count < BC_FLIGHTS;
}

/* A day old: the world has moved on, so a person is asked before it is sent. */
static bool hold_aged(struct bc_session *session, int64_t number)
{
    struct bc_outbox *outbox = session->outbox;
    struct bc_row row = {.if_match = -1};
    if (!bc_outbox_file_hold(outbox->file, number)) {
        return false;
    }
    bool ok = true;
    if (bc_outbox_file_get(outbox->file, number, &row, NULL) && sendable(&row)) {
        bool unknown = row.seen.state != BC_INTENT_QUEUED;
        row.seen.state = BC_INTENT_HELD;
        row.seen.updated_at = date_now();
        if (unknown) {
            snprintf(row.seen.problem, sizeof row.seen.problem, "outcome-unknown");
        }
        snprintf(row.seen.text, sizeof row.seen.text,
                 "older than a day, so it waits for you: retry it if it still holds%s",
                 unknown ? "; it may have been done already, and asking again is safe"
                         : ", or discard it");
        ok = save(session, &row);
    }
    bc_outbox_file_let_go(outbox->file, number);
    bc_row_clear(&row);
    return ok;
}

static void look(struct bc_session *session)
{
    struct bc_outbox *outbox = session->outbox;
    struct due due = {.session = session, .now = date_now(), .soonest = INT64_MAX};
    bool elsewhere = false, more = false;
    if (!bc_outbox_file_each(outbox->file, true, outbox->target, session->me.id, look_at,
                             &due, NULL)) {
        outbox->look_us = bc_monotonic_us() + (int64_t)HELD_ELSEWHERE_US;
        return;
    }
    outbox->hurry = false;
    for (int i = 0; i < due.aged_count; i++) {
        more = hold_aged(session, due.aged[i]) || more;
    }
    for (int i = 0; i < due.ready_count && free_flight(outbox); i++) {
        elsewhere = !send(session, due.ready[i]) || elsewhere;
    }
    elsewhere = elsewhere || (due.aged_count > 0 && !more);
    int64_t wait = more                       ? 0 /* there may be others as old */
                   : due.soonest == INT64_MAX ? INT64_MAX
                                              : due.soonest - due.now;
    wait = elsewhere && wait > HELD_ELSEWHERE_US ? HELD_ELSEWHERE_US : wait;
    outbox->look_us = wait == INT64_MAX ? wait : bc_monotonic_us() + wait;
}

void bc_outbox_link_up(struct bc_session *session)
{
    if (session->outbox) {
        session->outbox->hurry = true;
        session->outbox->look_us = 0;
    }
}

void bc_outbox_tick(struct bc_session *session)
{
    struct bc_outbox *outbox = session->outbox;
    if (!outbox || session->reach.phase != BC_PHASE_ON) {
        return;
    }
    note_principal(session);
    if (free_flight(outbox) && bc_monotonic_us() >= outbox->look_us) {
        look(session);
    }
}

int bc_outbox_wait_ms(const struct bc_session *session, int most)
{
    const struct bc_outbox *outbox = session->outbox;
    if (!outbox || session->reach.phase != BC_PHASE_ON || !free_flight(session->outbox) ||
        outbox->look_us == INT64_MAX) {
        return most;
    }
    int64_t left = (outbox->look_us - bc_monotonic_us() + 999) / 1000;
    return left <= 0 ? 0 : left < most ? (int)left : most;
}

/* ---- writing down ---- */

bool bc_outbox_put(struct bc_session *session, const struct bc_intent_request *request,
                   int64_t *number, struct err *err)
{
    struct bc_outbox *outbox = session->outbox;
    struct bc_row row = {.if_match = request->if_match};
    struct bc_intent *s = &row.seen;
    if (!*bc_outbox_principal(session)) {
        return err_set(err, ERR_UNREACHABLE,
                       "the clearinghouse has not yet said who you are; wait until the "
                       "link is up and decide again");
    }
    snprintf(s->what, sizeof s->what, "%s", request->what);
    snprintf(s->title, sizeof s->title, "%s", request->title);
    snprintf(s->case_id, sizeof s->case_id, "%s", request->case_id);
    snprintf(row.target, sizeof row.target, "%s", outbox->target);
    snprintf(row.principal, sizeof row.principal, "%s", bc_outbox_principal(session));
    s->count = request->count;
    s->created_at = s->updated_at = row.agreed_at = date_now();
    row.path = strdup(request->path);
    row.body = strdup(request->body);
    bool ok = row.path && row.body ? bc_outbox_file_add(outbox->file, &row, err)
                                   : err_set(err, ERR_INTERNAL, "out of memory");
    if (ok) {
        *number = s->number;
        outbox->look_us = 0;
        bc_outbox_tell(session, &row);
    }
    bc_row_clear(&row);
    return ok;
}

void bc_outbox_keep_answer(struct bc_session *session, int64_t number)
{
    session->outbox->kept = number;
    session->outbox->kept_final = false;
    session->outbox->answer_err = (struct err){0};
    buf_reset(&session->outbox->answer);
}

const struct buf *bc_outbox_answer(const struct bc_session *session, struct err *err)
{
    const struct bc_outbox *outbox = session->outbox;
    if (!outbox->kept_final) {
        return NULL;
    }
    *err = outbox->answer_err;
    return &outbox->answer;
}
