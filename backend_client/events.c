#include "backend_client/session_impl.h"

#include <string.h>

static struct bc_event *at(struct bc_session *session, int i)
{
    return &session->events[(session->first_event + i) % BC_EVENTS];
}

/* Which single event stands for many of a kind. */
static enum bc_event_kind sum_of(enum bc_event_kind kind)
{
    return kind == BC_EVENT_CASE    ? BC_EVENT_CASES
           : kind == BC_EVENT_PAPER ? BC_EVENT_PAPERS
                                    : kind;
}

/* Too much at once for news one by one: one event of each kind, naming nothing, tells
 * the screens to read again. */
static void collapse(struct bc_session *session)
{
    struct bc_event kept[BC_EVENT_INTENT + 1];
    bool seen[BC_EVENT_INTENT + 1] = {false};
    int count = 0;
    for (int i = 0; i < session->event_count; i++) {
        enum bc_event_kind kind = sum_of(at(session, i)->kind);
        if (!seen[kind]) {
            seen[kind] = true;
            kept[count++] = (struct bc_event){.kind = kind};
        }
    }
    memcpy(session->events, kept, (size_t)count * sizeof kept[0]);
    session->first_event = 0;
    session->event_count = count;
}

/* Kinds that name nothing say the same however often they are queued. */
static bool already_queued(struct bc_session *session, const struct bc_event *event)
{
    if (*event->id || event->ticket) {
        return false;
    }
    for (int i = 0; i < session->event_count; i++) {
        const struct bc_event *e = at(session, i);
        if (e->kind == event->kind && !*e->id && !e->ticket) {
            return true;
        }
    }
    return false;
}

void bc_event_push(struct bc_session *session, const struct bc_event *event)
{
    if (already_queued(session, event)) {
        return;
    }
    if (session->event_count == BC_EVENTS) {
        collapse(session);
    }
    *at(session, session->event_count++) = *event;
}

bool bc_event_next(struct bc_session *session, struct bc_event *out)
{
    if (session->event_count == 0) {
        return false;
    }
    *out = *at(session, 0);
    session->first_event = (session->first_event + 1) % BC_EVENTS;
    session->event_count--;
    return true;
}
