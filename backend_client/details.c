#include "backend_client/cases.h"
#include "backend_client/sync_impl.h"

#include "backend_client/direct.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IN_FLIGHT = 4, AGAIN_US = 10 * 1000000 };

/* ---- fetching ---- */

static void take_record(struct bc_want *want, struct bc_reply *reply)
{
    struct bc_sync *sync = want->sync;
    struct bc_replica *replica = sync->session->replica;
    struct bc_event event = {.kind = BC_EVENT_DETAIL};
    const char *json = buf_str(&reply->body);
    struct bc_case row;
    enum bc_put what;
    struct err err = {0};
    want->tried_us = bc_monotonic_us();
    if (!bc_case_read(json, &row, &err) || strcmp(row.id, want->id) != 0) {
        return; /* asked again after a while, if it is still wanted */
    }
    if (!bc_replica_put(replica, &row, &what, &err) ||
        !bc_replica_put_detail(replica, row.id, row.revision, json, &err) ||
        !bc_replica_commit(replica, &err)) {
        bc_sync_fail(sync, &err);
        return;
    }
    memcpy(event.id, row.id, sizeof event.id);
    event.revision = row.revision;
    want->id[0] = '\0';
    bc_event_push(sync->session, &event);
}

static void on_record(void *ctx, struct bc_reply *reply)
{
    struct bc_want *want = ctx;
    want->ticket = 0;
    if (reply->err.kind == ERR_NONE) {
        take_record(want, reply);
    } else if (reply->status == 404 || reply->status == 403) {
        want->tried_us = bc_monotonic_us();
    } else {
        bc_sync_fail(want->sync, &reply->err);
    }
}

/* The place of this id, or the one to give up for it; NULL: all are on their way. */
static struct bc_want *want_of(struct bc_sync *sync, const char *id)
{
    struct bc_want *best = NULL;
    for (int i = 0; i < BC_DETAIL_WANTS; i++) {
        struct bc_want *want = &sync->wants[i];
        if (strcmp(want->id, id) == 0) {
            return want;
        }
        bool better =
            !best || (*best->id && (!*want->id || want->tried_us < best->tried_us));
        best = !want->ticket && better ? want : best;
    }
    return best;
}

static void want_record(struct bc_sync *sync, const char *id)
{
    struct bc_want *want = want_of(sync, id);
    if (!want || want->ticket) {
        return;
    }
    if (strcmp(want->id, id) != 0) {
        *want = (struct bc_want){.sync = sync};
        snprintf(want->id, sizeof want->id, "%s", id);
    }
    bc_details_ask(sync);
}

void bc_details_ask(struct bc_sync *sync)
{
    int in_flight = 0;
    int64_t now = bc_monotonic_us();
    for (int i = 0; i < BC_DETAIL_WANTS; i++) {
        in_flight += sync->wants[i].ticket != 0;
    }
    for (int i = BC_DETAIL_WANTS - 1; sync->running && i >= 0 && in_flight < IN_FLIGHT;
         i--) {
        struct bc_want *want = &sync->wants[i];
        bool due = !want->tried_us || now - want->tried_us > AGAIN_US;
        if (*want->id && !want->ticket && due) {
            char path[BC_ID + 32];
            snprintf(path, sizeof path, "/v1/applications/%s", want->id);
            bc_sync_get(sync, path, BC_ITEM_MAX, 0, on_record, want, &want->ticket);
            in_flight++;
        }
    }
}

void bc_details_stop(struct bc_sync *sync)
{
    for (int i = 0; i < BC_DETAIL_WANTS; i++) {
        if (sync->wants[i].ticket) {
            bc_transport_cancel(sync->session->transport, sync->wants[i].ticket);
        }
        sync->wants[i] = (struct bc_want){.sync = sync};
    }
}

/* ---- reading ---- */

/* Ids go into a path: nothing but what ids are made of. */
static bool plain_id(const char *id)
{
    return *id && strlen(id) < BC_ID &&
           strspn(id,
                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
               strlen(id);
}

static bool read_shown(struct bc_sync *sync, const char *id, int64_t revision)
{
    struct buf json = {0};
    if (!sync->shown) {
        sync->shown = calloc(1, sizeof *sync->shown);
    }
    bool ok = sync->shown &&
              bc_replica_detail(sync->session->replica, id, revision, &json) &&
              bc_detail_read(buf_str(&json), sync->shown, NULL);
    buf_clear(&json);
    snprintf(sync->shown_id, sizeof sync->shown_id, "%s", ok ? id : "");
    sync->shown_revision = ok ? sync->shown->row.revision : 0;
    return ok;
}

bool bc_case_detail(struct bc_session *session, const char *id, struct bc_detail *out)
{
    struct bc_sync *sync = session->sync;
    struct bc_case row = {.revision = 0};
    if (!sync || !session->replica || !plain_id(id)) {
        return false;
    }
    bool known = bc_replica_get(session->replica, id, &row);
    bool shown = strcmp(sync->shown_id, id) == 0 && sync->shown_revision >= row.revision;
    if (!shown && !read_shown(sync, id, row.revision)) {
        want_record(sync, id);
        return false;
    }
    *out = *sync->shown;
    if (known) {
        out->row = row;
    }
    return true;
}
