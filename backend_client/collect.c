#include "backend_client/collections_impl.h"

#include <stdio.h>
#include <string.h>

/* ---- what is wanted when ---- */

static void plan(struct bc_items *items, int64_t due_us)
{
    if (!items->due_us || due_us < items->due_us) {
        items->due_us = due_us;
    }
}

void bc_collection_want(struct bc_items *items)
{
    int64_t now = bc_monotonic_us();
    int64_t spaced =
        items->asked_us + bc_kinds[items->which].spacing_s * INT64_C(1000000);
    if (!items->refused) {
        plan(items, items->asked_us && spaced > now ? spaced : now);
    }
}

void bc_collection_refresh(struct bc_session *session, enum bc_collection which)
{
    struct bc_items *items = session->collections->items;
    bool along = which == BC_TRANCHES && items[BC_TRANCHES].refused;
    bc_collection_want(&items[along ? BC_DASHBOARD : which]);
}

/* Tranches come with the dashboard until that is refused: they are not asked for. */
void bc_collections_start(struct bc_session *session)
{
    for (int i = 0; i < BC_COLLECTIONS; i++) {
        struct bc_items *items = &session->collections->items[i];
        items->refused = i == BC_TRANCHES;
        items->asked_us = 0;
        bc_collection_want(items);
    }
    bc_collections_ask(session);
}

void bc_collections_stop(struct bc_session *session)
{
    struct bc_collections *c = session->collections;
    for (int i = 0; i < BC_COLLECTIONS; i++) {
        struct bc_items *items = &c->items[i];
        if (items->ticket) {
            bc_transport_cancel(session->transport, items->ticket);
        }
        items->ticket = items->due_us = 0;
        items->next[0] = '\0';
        buf_clear(&items->gathered);
    }
    bc_series_stop(session, c->series);
}

int64_t bc_collections_due_us(const struct bc_session *session)
{
    int64_t due = 0;
    for (int i = 0; i < BC_COLLECTIONS; i++) {
        const struct bc_items *items = &session->collections->items[i];
        if (items->due_us && !items->ticket && (!due || items->due_us < due)) {
            due = items->due_us;
        }
    }
    return due;
}

void bc_collections_changed(struct bc_session *session, const char *kind, const char *id)
{
    static const struct {
        const char *kind;
        enum bc_collection which;
    } touched[] = {
        {"application", BC_DASHBOARD}, {"tranche", BC_DASHBOARD},
        {"tranche", BC_TRANCHES},      {"centre", BC_CENTRES},
        {"centre", BC_DASHBOARD},      {"programme", BC_PROGRAMMES},
        {"programme", BC_REASONS},     {"programme", BC_DASHBOARD},
    };
    struct bc_collections *c = session->collections;
    for (size_t i = 0; i < COUNT_OF(touched); i++) {
        if (strcmp(touched[i].kind, kind) == 0) {
            bc_collection_want(&c->items[touched[i].which]);
        }
    }
    if (strcmp(kind, "centre") == 0) {
        bc_series_changed(c->series, id);
    }
}

/* ---- answers ---- */

/* The whole document is here: read it, store it, say so. */
static void complete(struct bc_items *items, const char *json, size_t len)
{
    struct bc_session *session = items->session;
    const struct bc_kind *kind = &bc_kinds[items->which];
    struct bc_items *along =
        items->which == BC_DASHBOARD ? &session->collections->items[BC_TRANCHES] : NULL;
    int64_t at = bc_clock(session);
    struct err err = {0};
    if (!bc_collection_take(items, json, len, at, &err) ||
        (along && !bc_collection_take(along, json, len, at, &err)) ||
        !bc_replica_set_document(session->replica, kind->name, json, at, &err)) {
        bc_sync_fail(session->sync, &err);
        return;
    }
    if (kind->every_s) {
        plan(items, bc_monotonic_us() + kind->every_s * INT64_C(1000000));
    }
    bc_sync_event(session, kind->event);
    if (along) {
        bc_sync_event(session, BC_EVENT_TRANCHES);
    }
}

/* A page joins the ones before it. */
static bool gather(struct bc_items *items, const struct bc_reply *reply, struct err *err)
{
    static const char *const keys[] = {"items", "next"};
    const char *name = bc_kinds[items->which].name;
    struct bc_span found[COUNT_OF(keys)];
    items->next[0] = '\0';
    if (!bc_cut_object(buf_str(&reply->body), reply->body.len, keys, COUNT_OF(keys),
                       found) ||
        !found[0].at || found[0].len < 2 || *found[0].at != '[' ||
        (found[1].at && !bc_cut_text(found[1], items->next, sizeof items->next))) {
        return err_set(err, ERR_INVALID, "the server's %s are no list", name);
    }
    bool empty = found[0].len == 2;
    if (items->gathered.len + found[0].len > BC_COLLECTION_BYTES - 64 ||
        (empty && *items->next)) {
        return err_set(err, ERR_INVALID, "the server's %s do not end", name);
    }
    if (!empty) {
        buf_adds(&items->gathered, items->gathered.len ? "," : "");
        buf_add(&items->gathered, found[0].at + 1, found[0].len - 2);
    }
    return true;
}

static void complete_gathered(struct bc_items *items)
{
    struct buf whole = {0}, gathered = items->gathered;
    items->gathered = (struct buf){0};
    buf_printf(&whole, "{\"%s\":[", bc_kinds[items->which].member);
    buf_add(&whole, buf_str(&gathered), gathered.len);
    buf_adds(&whole, "]}");
    complete(items, buf_str(&whole), whole.len);
    buf_clear(&gathered);
    buf_clear(&whole);
}

static void refuse(struct bc_items *items)
{
    items->refused = true;
    if (items->which == BC_DASHBOARD) { /* then each programme is asked */
        struct bc_items *tranches = &items->session->collections->items[BC_TRANCHES];
        tranches->refused = false;
        bc_collection_want(tranches);
    }
}

static void ask(struct bc_items *items);

static void on_answer(void *ctx, struct bc_reply *reply)
{
    struct bc_items *items = ctx;
    struct bc_session *session = items->session;
    struct bc_collections *c = session->collections;
    struct err err = {0};
    items->ticket = 0;
    if (reply->status == 403) {
        refuse(items);
    } else if (reply->err.kind != ERR_NONE) {
        bc_sync_fail(session->sync, &reply->err);
    } else if (items->which == BC_DASHBOARD) {
        complete(items, buf_str(&reply->body), reply->body.len);
    } else if (!gather(items, reply, &err)) {
        bc_sync_fail(session->sync, &err);
    } else if (*items->next && items->which == BC_CENTRES) {
        ask(items);
    } else if (items->which == BC_TRANCHES &&
               ++c->programme < c->items[BC_PROGRAMMES].count) {
        ask(items);
    } else {
        complete_gathered(items);
    }
}

/* ---- asking ---- */

static void ask(struct bc_items *items)
{
    struct bc_session *session = items->session;
    struct buf path = {0};
    if (items->which == BC_TRANCHES) {
        const struct bc_programme *programmes;
        int count = bc_programmes(session, &programmes);
        int at = session->collections->programme;
        if (at < count) {
            buf_printf(&path, "/v1/programmes/%s/tranches", programmes[at].id);
        }
    } else {
        buf_printf(&path, "%s%s%s", bc_kinds[items->which].path,
                   *items->next ? "&after=" : "", items->next);
    }
    if (path.len > 0) {
        bc_sync_get(session->sync, buf_str(&path), BC_COLLECTION_BYTES, 0, on_answer,
                    items, &items->ticket);
    }
    buf_clear(&path);
}

void bc_collections_ask(struct bc_session *session)
{
    struct bc_collections *c = session->collections;
    int64_t now = bc_monotonic_us();
    for (int i = 0; i < BC_COLLECTIONS && session->sync->running; i++) {
        struct bc_items *items = &c->items[i];
        bool waits = i == BC_TRANCHES && c->items[BC_PROGRAMMES].ticket;
        if (!items->due_us || items->due_us > now || items->ticket || waits) {
            continue;
        }
        items->due_us = 0;
        items->asked_us = now;
        items->next[0] = '\0';
        buf_clear(&items->gathered);
        c->programme = i == BC_TRANCHES ? 0 : c->programme;
        ask(items);
    }
    if (session->sync->running) {
        bc_series_ask(session, c->series);
        bc_details_ask(session->sync);
    }
}
