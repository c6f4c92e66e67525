#include "backend_client/sync_impl.h"

#include "backend_client/fields_read.h"
#include "backend_client/papers_impl.h"
#include "backend_client/records_read.h"
#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WAIT_S = 25,
    FEED_BYTES = 8 << 20,
    PAUSE_US = 1000000, /* before asking again a server that does not wait */
    EMPTY_MAX = 200,    /* answers that bring nothing and promise more */
    MANY = 40,          /* changes in one answer that are announced as one */
    RELOAD_US = 60 * 1000000,
};

/* One entry, as far as it is looked at. */
struct entry {
    char stream[BC_WORD], hash[72], prev[72];
    char action[BC_WORD], by[BC_WORD], operation[BC_NAME];
    char kind[BC_WORD], id[BC_NAME];
    int64_t seq, revision;
};

static const struct bc_field entry_fields[] = {
    BC_FIELD_NEEDED(TEXT, "stream", struct entry, stream),
    BC_FIELD_NEEDED(INT, "seq", struct entry, seq),
    BC_FIELD(TEXT, "hash", struct entry, hash),
    BC_FIELD(TEXT, "prev", struct entry, prev),
    BC_FIELD(TEXT, "action", struct entry, action),
    BC_FIELD(TEXT, "actor.id", struct entry, by),
    BC_FIELD(TEXT, "operation", struct entry, operation),
    BC_FIELD_NEEDED(TEXT, "subject.kind", struct entry, kind),
    BC_FIELD_NEEDED(TEXT, "subject.id", struct entry, id),
    BC_FIELD(INT, "subject.revision", struct entry, revision),
};

/* ---- one entry ---- */

/* An entry follows the one before it: otherwise this is another ledger under the same
 * address, and what is here is not its. */
static bool follows(struct bc_sync *sync, const struct entry *entry, struct err *err)
{
    struct bc_replica *replica = sync->session->replica;
    char hash[72];
    int64_t seq;
    if (!bc_replica_head(replica, entry->stream, &seq, hash, err)) {
        return false;
    }
    if (seq + 1 == entry->seq && *hash && strcmp(hash, entry->prev) != 0) {
        return err_set_type(err, ERR_INVALID, "other-ledger",
                            "the journal \"%s\" does not go on from what was seen here",
                            entry->stream);
    }
    return bc_replica_set_head(replica, entry->stream, entry->seq, entry->hash, err);
}

static void announce(struct bc_sync *sync, const struct entry *entry,
                     const struct bc_case *row)
{
    struct bc_event event = {.kind = BC_EVENT_CASE, .revision = row->revision};
    const char *dot = strchr(entry->action, '.');
    bc_text_copy(event.id, sizeof event.id, row->id);
    bc_text_copy(event.number, sizeof event.number, row->number);
    bc_text_copy(event.name, sizeof event.name, row->applicant_name);
    bc_text_copy(event.by, sizeof event.by, entry->by);
    bc_text_copy(event.action, sizeof event.action, dot ? dot + 1 : entry->action);
    event.own = *entry->operation && bc_outbox_is_own(sync->session, entry->operation);
    bc_event_push(sync->session, &event);
}

static bool keep_record(struct bc_sync *sync, const struct bc_case *row,
                        struct bc_span text, struct err *err)
{
    static const char *const keys[] = {"body"};
    struct bc_span body;
    if (!bc_cut_object(text.at, text.len, keys, 1, &body) || !body.at) {
        return true; /* read once already, so it cannot be; it is fetched when wanted */
    }
    char *json = strndup(body.at, body.len);
    bool ok = !json || bc_replica_put_detail(sync->session->replica, row->id,
                                             row->revision, json, err);
    free(json);
    return ok;
}

static bool apply_case(struct bc_sync *sync, const struct entry *entry,
                       const json_t *item, struct bc_span text, struct err *err)
{
    struct bc_case row;
    enum bc_put what;
    if (!bc_case_from_json(json_object_get(item, "body"), &row, err)) {
        err_prefix(err, "journal %s, entry %" PRId64, entry->stream, entry->seq);
        return false;
    }
    if (!bc_replica_put(sync->session->replica, &row, &what, err)) {
        return false;
    }
    if (what == BC_PUT_OLD) {
        return true;
    }
    if (!sync->feed.many) {
        announce(sync, entry, &row);
    }
    return keep_record(sync, &row, text, err);
}

static bool apply(struct bc_sync *sync, const json_t *item, struct bc_span text,
                  struct err *err)
{
    struct entry entry = {.seq = 0};
    if (!bc_fields_read(item, "journal entry", entry_fields, COUNT_OF(entry_fields),
                        &entry, err) ||
        !follows(sync, &entry, err)) {
        return false;
    }
    bc_collections_changed(sync->session, entry.kind, entry.id);
    bc_papers_changed(
        sync->session,
        &(struct bc_paper_change){.kind = entry.kind,
                                  .action = entry.action,
                                  .by = entry.by,
                                  .own = *entry.operation &&
                                         bc_outbox_is_own(sync->session, entry.operation),
                                  .announce = !sync->feed.many,
                                  .body = json_object_get(item, "body")});
    return strcmp(entry.kind, "application") != 0 ||
           apply_case(sync, &entry, item, text, err);
}

/* ---- asking ---- */

/* This cursor leads nowhere any more: forget everything and begin again, but not again
 * and again. */
static void reload(struct bc_sync *sync, const struct err *why)
{
    struct bc_session *session = sync->session;
    int64_t now = bc_monotonic_us();
    struct err err = {0};
    bool again = sync->feed.reload_us && now - sync->feed.reload_us < RELOAD_US;
    bc_sync_stop(session);
    if (!bc_replica_empty(session->replica, &err)) {
        bc_link_lost(session, &err);
    } else if (again) {
        bc_link_lost(session, why);
    } else {
        bc_sync_start(session);
        sync->feed.reload_us = now;
    }
    bc_sync_event(session, BC_EVENT_CASES);
}

static bool take_answer(struct bc_sync *sync, struct bc_reply *reply, struct err *err)
{
    static const char *const keys[] = {"cursor", "more"};
    struct bc_feed *feed = &sync->feed;
    struct bc_span found[COUNT_OF(keys)];
    if (!bc_page_take(&feed->page, reply, keys, COUNT_OF(keys), found, err)) {
        return false;
    }
    if (!found[0].at || !bc_cut_text(found[0], feed->page_cursor, sizeof feed->cursor) ||
        !*feed->page_cursor) {
        bc_page_clear(&feed->page);
        return err_set(err, ERR_INVALID, "the server's changes come without a cursor");
    }
    feed->more = found[1].at && strncmp(found[1].at, "true", 4) == 0;
    int items = 0;
    for (struct bc_span rest = feed->page.rest, item; items <= MANY; items++) {
        if (!bc_cut_item(&rest, &item) || !item.at) {
            break;
        }
    }
    feed->many = items > MANY;
    return true;
}

static void on_changes(void *ctx, struct bc_reply *reply)
{
    struct bc_sync *sync = ctx;
    struct err err = {0};
    sync->feed.ticket = 0;
    if (reply->status == 410) {
        err = reply->err;
        reload(sync, &err);
    } else if (reply->err.kind != ERR_NONE) {
        bc_sync_fail(sync, &reply->err);
    } else if (!take_answer(sync, reply, &err)) {
        bc_sync_fail(sync, &err);
    }
}

void bc_feed_ask(struct bc_sync *sync)
{
    struct bc_feed *feed = &sync->feed;
    int64_t now = bc_monotonic_us();
    if (feed->ticket || feed->page.text || now < feed->due_us) {
        return;
    }
    struct buf path = {0};
    int wait = feed->quick || !*feed->cursor ? 0 : WAIT_S;
    buf_adds(&path, "/v1/changes");
    if (*feed->cursor) {
        buf_printf(&path, "?cursor=%s&wait=%d", feed->cursor, wait);
    }
    feed->sent_us = now;
    bc_sync_get(sync, buf_str(&path), FEED_BYTES, wait, on_changes, sync, &feed->ticket);
    buf_clear(&path);
}

bool bc_feed_start(struct bc_sync *sync, struct err *err)
{
    struct bc_feed *feed = &sync->feed;
    struct buf cursor = {0};
    int64_t reload_us = feed->reload_us;
    memset(feed, 0, sizeof *feed);
    feed->reload_us = reload_us;
    feed->quick = true;
    bool ok = bc_replica_meta(sync->session->replica, "cursor", &cursor, err);
    snprintf(feed->cursor, sizeof feed->cursor, "%s", buf_str(&cursor));
    buf_clear(&cursor);
    return ok;
}

void bc_feed_stop(struct bc_sync *sync)
{
    if (sync->feed.ticket) {
        bc_transport_cancel(sync->session->transport, sync->feed.ticket);
        sync->feed.ticket = 0;
    }
    bc_page_clear(&sync->feed.page);
}

/* ---- applying ---- */

/* The answer is in: keep it together with the cursor that leads on from it. */
static bool end_answer(struct bc_sync *sync, struct err *err)
{
    struct bc_feed *feed = &sync->feed;
    struct bc_session *session = sync->session;
    int applied = feed->page.applied;
    int64_t now = bc_monotonic_us();
    bool moved = strcmp(feed->cursor, feed->page_cursor) != 0;
    bc_page_clear(&feed->page);
    feed->idle = feed->more && applied == 0 ? feed->idle + 1 : 0;
    if (feed->more && (!moved || feed->idle > EMPTY_MAX)) {
        return err_set(err, ERR_INVALID,
                       "the server promises more changes and does not send them; tell "
                       "whoever runs it");
    }
    if ((moved &&
         !bc_replica_set_meta(session->replica, "cursor", feed->page_cursor, err)) ||
        !bc_replica_commit(session->replica, err)) {
        return false;
    }
    memcpy(feed->cursor, feed->page_cursor, sizeof feed->cursor);
    if (feed->many) {
        bc_sync_event(session, BC_EVENT_CASES);
    }
    /* A server that answers a long poll with nothing at once is not asked at once. */
    bool hasty = !feed->quick && applied == 0 && now - feed->sent_us < PAUSE_US;
    feed->due_us = hasty ? now + PAUSE_US : 0;
    feed->quick = feed->more;
    if (!sync->load.on && !feed->more) {
        bc_link_live(session);
    }
    return true;
}

bool bc_feed_slice(struct bc_sync *sync, int64_t deadline_us, bool *more, struct err *err)
{
    struct bc_feed *feed = &sync->feed;
    while (feed->page.text && bc_monotonic_us() < deadline_us) {
        json_t *item;
        struct bc_span text;
        if (!bc_page_next(&feed->page, &item, &text, err)) {
            return false;
        }
        bool ok = item ? apply(sync, item, text, err) : end_answer(sync, err);
        json_decref(item);
        if (!ok && strcmp(err->type, "other-ledger") == 0) {
            reload(sync, err);
            return true;
        }
        if (!ok) {
            return false;
        }
    }
    *more = *more || feed->page.text;
    return true;
}
