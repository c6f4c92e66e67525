#include "backend_client/session_impl.h"

#include "backend_client/child.h"
#include "backend_client/outbox.h"
#include "common/date.h"
#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum {
    FIRST_DELAY_MS = 500,
    LAST_DELAY_MS = 30000,
    LAST_DELAY_OWN_MS = 2000, /* a child of ours is cheap to start and to ask */
    DOUBLINGS = 6,
    ME_BYTES = 256 * 1024,
};

int64_t bc_monotonic_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

const char *bc_link_principal(const struct bc_session *session)
{
    return *session->me.id ? session->me.id : session->as ? session->as : "";
}

static void changed(struct bc_session *session)
{
    const struct bc_event event = {.kind = BC_EVENT_LINK};
    bc_event_push(session, &event);
}

/* ---- losing it ---- */

/* Doubling from half a second to half a minute, and between half and all of that, so
 * that the consoles of an office do not come back in step. */
static int64_t delay_ms(int failures, int64_t last)
{
    int64_t most = (int64_t)FIRST_DELAY_MS
                   << (failures < DOUBLINGS ? failures : DOUBLINGS);
    uint32_t random = 0;
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) != (ssize_t)sizeof random) {
        random = (uint32_t)bc_monotonic_us();
    }
    most = most < last ? most : last;
    return most / 2 + (int64_t)(random % (uint32_t)(most / 2));
}

static void lose(struct bc_session *session, const struct err *err)
{
    struct bc_reach *reach = &session->reach;
    bool refused = err->kind == ERR_PERMISSION;
    int64_t last = session->child ? LAST_DELAY_OWN_MS : LAST_DELAY_MS;
    int64_t delay = refused ? LAST_DELAY_MS : delay_ms(reach->failures, last);
    if (reach->ask) {
        bc_transport_cancel(session->transport, reach->ask);
        reach->ask = 0;
    }
    reach->phase = BC_PHASE_REST;
    reach->failures++;
    reach->due_us = bc_monotonic_us() + delay * 1000;
    reach->more = false;
    session->link.state = refused ? BC_LINK_REFUSED : BC_LINK_RETRYING;
    session->link.error = *err;
    session->link.retry_at = bc_clock(session) + delay * 1000;
    session->link.done = session->link.total = 0;
    session->link.stage[0] = '\0';
    changed(session);
}

void bc_link_lost(struct bc_session *session, const struct err *err)
{
    if (session->reach.phase == BC_PHASE_ON) {
        lose(session, err);
    }
}

void bc_link_gone(struct bc_session *session, const struct err *err)
{
    if (session->reach.phase == BC_PHASE_ON && !session->direct) {
        bc_sync_stop(session);
    }
    bc_link_lost(session, err);
}

/* ---- who we are ---- */

static bool words_of(const json_t *list, char *out, size_t size)
{
    size_t i, at = 0;
    json_t *item;
    out[0] = '\0';
    if (!json_is_array(list)) {
        return false;
    }
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
    {
        const char *word = json_string_value(item);
        size_t len = word ? strlen(word) : 0;
        if (!word) {
            return false;
        }
        if (at + len + 2 <= size) {
            at += (size_t)snprintf(out + at, size - at, "%s%s", at ? " " : "", word);
        }
    }
    return true;
}

static bool read_me(const json_t *body, struct bc_me *me, int64_t *server_time)
{
    const char *id = json_string_value(json_object_get(body, "id"));
    const char *time = json_string_value(json_object_get(body, "server_time"));
    if (!id || !*id || strlen(id) >= sizeof me->id || !time ||
        !date_time_parse(time, server_time)) {
        return false;
    }
    snprintf(me->id, sizeof me->id, "%s", id);
    snprintf(me->name, sizeof me->name, "%s", json_str(body, "name"));
    snprintf(me->version, sizeof me->version, "%s", json_str(body, "version"));
    me->demo = json_flag(body, "demo", false);
    return words_of(json_object_get(body, "roles"), me->roles, sizeof me->roles) &&
           words_of(json_object_get(body, "centres"), me->centres, sizeof me->centres);
}

static bool take_me(struct bc_session *session, struct bc_reply *reply, struct err *err)
{
    struct bc_me me = {.id = ""};
    json_t *body = NULL;
    int64_t server_time = 0;
    if (reply->err.kind != ERR_NONE) {
        *err = reply->err;
        return false;
    }
    bool ok = json_read(buf_str(&reply->body), reply->body.len, ME_BYTES, &body, err) &&
              json_is_object(body) && read_me(body, &me, &server_time);
    json_decref(body);
    if (!ok) {
        return err_set(err, ERR_UNREACHABLE,
                       "the answer to \"who am I\" is not one of a clearinghouse; is the "
                       "address right?");
    }
    session->me = me;
    session->link.clock_offset_us = server_time - (date_now() - reply->round_trip_us / 2);
    return true;
}

static void on_me(void *ctx, struct bc_reply *reply)
{
    struct bc_session *session = ctx;
    const struct bc_event known = {.kind = BC_EVENT_ME};
    struct err err = {0};
    session->reach.ask = 0;
    if (!take_me(session, reply, &err)) {
        lose(session, &err);
        return;
    }
    session->reach.phase = BC_PHASE_ON;
    session->link.round_trip_us = reply->round_trip_us;
    bc_event_push(session, &known);
    bc_outbox_link_up(session);
    if (session->direct) {
        bc_link_live(session);
    } else {
        bc_sync_start(session);
    }
}

static void ask(struct bc_session *session)
{
    const struct bc_request request = {.path = "/v1/me", .if_match = -1};
    struct err err = {0};
    session->reach.phase = BC_PHASE_ASK;
    session->reach.ask =
        bc_transport_send(session->transport, &request, ME_BYTES, 0, on_me, session);
    if (!session->reach.ask) {
        err_set(&err, ERR_INTERNAL, "out of memory");
        lose(session, &err);
    }
}

/* ---- the child ---- */

static void show_progress(struct bc_session *session)
{
    const struct bc_child_progress *p = bc_child_progress(session->child);
    struct bc_link *link = &session->link;
    if (strcmp(link->stage, p->stage) == 0 && link->done == p->done &&
        link->total == p->total) {
        return;
    }
    memcpy(link->stage, p->stage, sizeof link->stage);
    link->done = p->done;
    link->total = p->total;
    changed(session);
}

static void start_child(struct bc_session *session)
{
    struct err err = {0};
    switch (bc_child_start(session->child, &err)) {
    case BC_CHILD_READY:
        session->reach.phase = BC_PHASE_REST;
        session->reach.due_us = 0;
        break;
    case BC_CHILD_STARTING:
        session->reach.phase = BC_PHASE_CHILD;
        session->link.state = BC_LINK_STARTING;
        session->link.error = (struct err){0};
        changed(session);
        break;
    default:
        lose(session, &err);
    }
    bc_transport_watch(session->transport, bc_child_fd(session->child));
}

/* What the child said, or that it is gone. */
static void hear_child(struct bc_session *session)
{
    struct err err = {0};
    enum bc_child_state state = bc_child_poll(session->child, &err);
    bc_transport_watch(session->transport, bc_child_fd(session->child));
    if (state == BC_CHILD_NONE) {
        if (session->reach.phase == BC_PHASE_ON) {
            bc_link_gone(session, &err);
        } else {
            lose(session, &err);
        }
    } else if (session->reach.phase == BC_PHASE_CHILD) {
        show_progress(session);
        if (state == BC_CHILD_READY) {
            ask(session);
        }
    }
}

void bc_link_open(struct bc_session *session)
{
    session->link.state = BC_LINK_STARTING;
    if (session->child) {
        start_child(session);
    }
}

void bc_link_tick(struct bc_session *session)
{
    struct bc_reach *reach = &session->reach;
    if (session->child && bc_child_fd(session->child) >= 0) {
        hear_child(session);
    }
    if (reach->phase != BC_PHASE_REST || bc_monotonic_us() < reach->due_us) {
        return;
    }
    if (session->child) {
        start_child(session);
    }
    if (reach->phase == BC_PHASE_REST && bc_monotonic_us() >= reach->due_us) {
        ask(session);
    }
}

int bc_link_wait_ms(const struct bc_session *session, int most)
{
    if (session->reach.more) {
        return 0;
    }
    if (session->reach.phase != BC_PHASE_REST) {
        return most;
    }
    int64_t left = (session->reach.due_us - bc_monotonic_us() + 999) / 1000;
    return left <= 0 ? 0 : left < most ? (int)left : most;
}

/* ---- what sync says ---- */

void bc_link_loading(struct bc_session *session, const char *stage, int64_t done,
                     int64_t total)
{
    struct bc_link *link = &session->link;
    link->state = BC_LINK_LOADING;
    snprintf(link->stage, sizeof link->stage, "%s", stage);
    link->done = done;
    link->total = total;
    link->error = (struct err){0};
    changed(session);
}

void bc_link_live(struct bc_session *session)
{
    struct bc_link *link = &session->link;
    bool news = link->state != BC_LINK_LIVE;
    link->state = BC_LINK_LIVE;
    link->data_at = bc_clock(session);
    link->error = (struct err){0};
    link->retry_at = 0;
    session->reach.failures = 0;
    if (news) {
        changed(session);
    }
}

void bc_link_round_trip(struct bc_session *session, int64_t round_trip_us)
{
    session->link.round_trip_us = round_trip_us;
}

void bc_retry_now(struct bc_session *session)
{
    session->reach.failures = 0;
    if (session->reach.phase == BC_PHASE_REST) {
        session->reach.due_us = 0;
    }
}
