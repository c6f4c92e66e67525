#include "backend_client/sync_impl.h"

#include "backend_client/cases.h"
#include "backend_client/direct.h"
#include "backend_client/papers_impl.h"
#include "common/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COPIES = 9, NEVER = -1 };

/* ---- asking ---- */

void bc_sync_event(struct bc_session *session, enum bc_event_kind kind)
{
    const struct bc_event event = {.kind = kind};
    bc_event_push(session, &event);
}

void bc_sync_get(struct bc_sync *sync, const char *path, size_t max, int wait_s,
                 bc_reply_fn *done, void *ctx, int64_t *ticket)
{
    const struct bc_request request = {.path = path, .if_match = -1};
    *ticket =
        bc_transport_send(sync->session->transport, &request, max, wait_s, done, ctx);
    if (!*ticket) {
        struct err err = {0};
        err_set(&err, ERR_INTERNAL, "out of memory for a request");
        bc_sync_fail(sync, &err);
    }
}

void bc_sync_fail(struct bc_sync *sync, const struct err *err)
{
    struct bc_session *session = sync->session;
    struct err why = *err, more = {0};
    if (!sync->running) {
        return;
    }
    bc_sync_stop(session);
    if (strcmp(why.type, "replica-damaged") == 0) {
        if (!bc_replica_empty(session->replica, &more)) {
            why = more;
        }
        bc_sync_event(session, BC_EVENT_CASES);
    }
    bc_link_lost(session, &why);
}

/* ---- opening ---- */

/* "replica.db", "replica-officer.db"; with a number where another console has it. */
static void name_file(const struct bc_session *session, int copy, char *out, size_t size)
{
    char as[BC_WORD] = "", number[16] = "";
    for (const char *c = session->as ? session->as : ""; *c; c++) {
        size_t len = strlen(as);
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
        if (len + 1 < sizeof as) {
            as[len] = plain ? *c : '_';
            as[len + 1] = '\0';
        }
    }
    if (copy > 1) {
        snprintf(number, sizeof number, "-%d", copy);
    }
    snprintf(out, size, "%s/replica%s%s%s.db", session->state, *as ? "-" : "", as,
             number);
}

static bool open_replica(struct bc_session *session, struct err *err)
{
    const char *server = session->server   ? session->server
                         : session->socket ? session->socket
                                           : "embedded";
    char path[4200];
    for (int copy = 1; !session->memory_replica && session->state && copy <= COPIES;
         copy++) {
        struct err why = {0};
        name_file(session, copy, path, sizeof path);
        if (bc_replica_open(path, server, session->as, &session->replica, &why)) {
            return true;
        }
        if (why.kind != ERR_BUSY) {
            *err = why;
            return false;
        }
    }
    return bc_replica_open(NULL, server, session->as, &session->replica, err);
}

bool bc_sync_open(struct bc_session *session, struct err *err)
{
    struct err why = {0};
    session->sync = calloc(1, sizeof *session->sync);
    if (!session->sync) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    session->sync->session = session;
    bc_details_stop(session->sync);
    if (!open_replica(session, &why) || !bc_collections_open(session, &why)) {
        bc_sync_close(session);
        if (err) {
            *err = why;
        }
        return false;
    }
    return true;
}

void bc_sync_close(struct bc_session *session)
{
    if (session->sync) {
        bc_sync_stop(session);
        free(session->sync->shown);
    }
    bc_collections_close(session);
    bc_replica_close(session->replica);
    free(session->sync);
    session->sync = NULL;
    session->replica = NULL;
}

/* ---- starting and stopping ---- */

/* Rows of somebody else are not shown to this principal, nor kept. */
static bool check_owner(struct bc_session *session, struct err *err)
{
    struct buf owner = {0};
    struct bc_replica *replica = session->replica;
    bool ok = bc_replica_meta(replica, "principal", &owner, err);
    if (ok && strcmp(buf_str(&owner), session->me.id) != 0) {
        ok = (owner.len == 0 || bc_replica_empty(replica, err)) &&
             bc_replica_set_meta(replica, "principal", session->me.id, err) &&
             bc_replica_commit(replica, err);
        bc_sync_event(session, BC_EVENT_CASES);
    }
    buf_clear(&owner);
    return ok;
}

void bc_sync_start(struct bc_session *session)
{
    struct bc_sync *sync = session->sync;
    struct err err = {0};
    if (!sync || sync->running) {
        return;
    }
    sync->running = true;
    if (!check_owner(session, &err) || !bc_load_start(sync, &err) ||
        !bc_feed_start(sync, &err)) {
        bc_sync_fail(sync, &err);
        return;
    }
    if (sync->load.on) {
        bc_link_loading(session, "applications", bc_replica_total(session->replica), 0);
    }
    bc_feed_ask(sync);
    bc_collections_start(session);
    bc_details_ask(sync);
    bc_papers_start(session);
}

void bc_sync_stop(struct bc_session *session)
{
    struct bc_sync *sync = session->sync;
    if (!sync || !sync->running) {
        return;
    }
    sync->running = false;
    bc_load_stop(sync);
    bc_feed_stop(sync);
    bc_details_stop(sync);
    bc_collections_stop(session);
    bc_papers_stop(session);
    if (!bc_replica_commit(session->replica, NULL)) { /* part of a page is good too */
        bc_replica_rollback(session->replica);
    }
}

/* ---- the loop's part ---- */

bool bc_sync_slice(struct bc_session *session, int64_t deadline_us)
{
    struct bc_sync *sync = session->sync;
    struct err err = {0};
    bool more = false, counted = false;
    if (!sync) {
        return false;
    }
    if (bc_replica_gathering(session->replica)) {
        more = bc_replica_gather(session->replica, deadline_us, &counted);
        if (counted) {
            bc_sync_event(session, BC_EVENT_LINK);
        }
    }
    if (!sync->running) {
        return more;
    }
    bc_feed_ask(sync);
    bc_collections_ask(session);
    if (sync->running &&
        (!bc_feed_slice(sync, deadline_us, &more, &err) ||
         (sync->running && !bc_load_slice(sync, deadline_us, &more, &err)))) {
        bc_sync_fail(sync, &err);
        return false;
    }
    if (sync->running) {
        bc_feed_ask(sync);
    }
    return more;
}

int bc_sync_timeout_ms(const struct bc_session *session)
{
    const struct bc_sync *sync = session->sync;
    if (!sync || !sync->running) {
        return NEVER;
    }
    int64_t due = bc_collections_due_us(session), feed = sync->feed.due_us;
    if (!sync->feed.ticket && !sync->feed.page.text && (due == 0 || feed < due)) {
        due = feed ? feed : 1;
    }
    if (due == 0) {
        return NEVER;
    }
    int64_t left = (due - bc_monotonic_us() + 999) / 1000;
    return left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

/* ---- our own decisions ---- */

void bc_sync_case_answered(struct bc_session *session, const char *application_json)
{
    struct bc_replica *replica = session->replica;
    struct bc_detail *detail = calloc(1, sizeof *detail);
    struct err err = {0};
    enum bc_put what;
    if (!detail || !replica || !bc_detail_read(application_json, detail, &err)) {
        free(detail);
        return; /* the change feed brings it */
    }
    const struct bc_case *row = &detail->row;
    bool ok =
        bc_replica_put(replica, row, &what, &err) &&
        (what == BC_PUT_OLD ||
         bc_replica_put_detail(replica, row->id, row->revision, application_json, &err));
    if (ok && what != BC_PUT_OLD) {
        struct bc_event event = {
            .kind = BC_EVENT_CASE, .revision = row->revision, .own = true};
        memcpy(event.id, row->id, sizeof event.id);
        memcpy(event.number, row->number, sizeof event.number);
        memcpy(event.name, row->applicant_name, sizeof event.name);
        memcpy(event.by, detail->last_by, sizeof event.by);
        memcpy(event.action, detail->last_decision, sizeof event.action);
        bc_event_push(session, &event);
        bc_collections_changed(session, "application", row->id);
    }
    free(detail);
    if (!ok && session->sync) {
        bc_sync_fail(session->sync, &err);
    }
}

void bc_case_title(struct bc_session *session, const char *id, char *out, size_t size)
{
    struct bc_case row;
    out[0] = '\0';
    if (session->replica && bc_replica_get(session->replica, id, &row)) {
        struct safe_text title = safe_textf("%s %s", row.number, row.applicant_name);
        snprintf(out, size, "%s", title.bytes);
        for (size_t len = strlen(out); len > 0 && !text_valid(out, len); len--) {
            out[len - 1] = '\0';
        }
    }
}
