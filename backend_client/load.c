#include "backend_client/sync_impl.h"

#include "backend_client/records_read.h"
#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 250, PAGE_BYTES = 2 << 20, TELL_US = 500000, PAGES_SPARE = 100 };

static const struct phase {
    const char *name, *filter;
} phases[] = {
    [BC_LOAD_OPEN] = {"open", "&status=submitted,under_review,returned,awaiting_second"},
    [BC_LOAD_CLOSED] = {"closed", "&status=approved,rejected,withdrawn,on_notice,"
                                  "objected,issued,lapsed"},
    [BC_LOAD_REST] = {"rest", ""},
    [BC_LOAD_DONE] = {"done", ""},
};

/* ---- where it stands, across runs ---- */

static bool save(struct bc_sync *sync, struct err *err)
{
    struct bc_load *load = &sync->load;
    struct bc_replica *replica = sync->session->replica;
    return bc_replica_set_meta(replica, "load", phases[load->phase].name, err) &&
           bc_replica_set_meta(replica, "load-after", load->page_after, err) &&
           bc_replica_set_meta(replica, "load-last", load->last_id, err) &&
           bc_replica_commit(replica, err);
}

static bool read_meta(struct bc_sync *sync, const char *key, char *out, size_t size,
                      struct err *err)
{
    struct buf text = {0};
    bool ok = bc_replica_meta(sync->session->replica, key, &text, err);
    snprintf(out, size, "%s", buf_str(&text));
    buf_clear(&text);
    return ok;
}

bool bc_load_start(struct bc_sync *sync, struct err *err)
{
    struct bc_load *load = &sync->load;
    char name[16];
    memset(load, 0, sizeof *load);
    load->total = -1;
    if (!read_meta(sync, "load", name, sizeof name, err) ||
        !read_meta(sync, "load-after", load->after, sizeof load->after, err) ||
        !read_meta(sync, "load-last", load->last_id, sizeof load->last_id, err)) {
        return false;
    }
    for (int i = 0; i <= BC_LOAD_DONE; i++) {
        load->phase =
            strcmp(phases[i].name, name) == 0 ? (enum bc_load_phase)i : load->phase;
    }
    load->on = load->phase != BC_LOAD_DONE;
    if (load->on) {
        bc_replica_bulk(sync->session->replica, true);
    }
    return true;
}

void bc_load_stop(struct bc_sync *sync)
{
    struct bc_load *load = &sync->load;
    if (load->ticket) {
        bc_transport_cancel(sync->session->transport, load->ticket);
    }
    bc_page_clear(&load->page);
    bc_page_clear(&load->waiting);
    memset(load, 0, sizeof *load);
}

/* ---- asking ---- */

static void ask(struct bc_sync *sync);

/* A server that has no such state yet answers 400: then the rest brings everything. */
static bool skip_phase(struct bc_sync *sync, const struct bc_reply *reply)
{
    struct bc_load *load = &sync->load;
    if (reply->status != 400 || load->phase != BC_LOAD_CLOSED) {
        return false;
    }
    load->phase = BC_LOAD_REST;
    load->after[0] = load->last_id[0] = '\0';
    load->pages = 0;
    ask(sync);
    return true;
}

static bool take_page(struct bc_sync *sync, struct bc_reply *reply, struct err *err)
{
    static const char *const keys[] = {"next", "count"};
    struct bc_load *load = &sync->load;
    struct bc_span found[COUNT_OF(keys)];
    struct bc_page page;
    char next[BC_CURSOR] = "";
    if (!bc_page_take(&page, reply, keys, COUNT_OF(keys), found, err)) {
        return false;
    }
    if (!found[0].at || !bc_cut_text(found[0], next, sizeof next)) {
        bc_page_clear(&page);
        return err_set(err, ERR_INVALID, "the server's list has no usable \"next\"");
    }
    if (found[1].at) {
        load->total = strtoll(found[1].at, NULL, 10);
        load->total = load->total < 0 ? 0 : load->total;
    }
    load->waiting = page;
    load->waiting_last = *next == '\0';
    memcpy(load->waiting_after, next, sizeof next);
    memcpy(load->after, next, sizeof next);
    return true;
}

static void on_page(void *ctx, struct bc_reply *reply)
{
    struct bc_sync *sync = ctx;
    struct bc_load *load = &sync->load;
    struct err err = {0};
    load->ticket = 0;
    if (reply->err.kind == ERR_PERMISSION && reply->status == 403) {
        load->on = false; /* an operator sees no cases */
        load->phase = BC_LOAD_DONE;
        bc_replica_bulk(sync->session->replica, false);
        bc_link_live(sync->session);
    } else if (reply->err.kind != ERR_NONE) {
        if (!skip_phase(sync, reply)) {
            bc_sync_fail(sync, &reply->err);
        }
    } else if (!take_page(sync, reply, &err)) {
        bc_sync_fail(sync, &err);
    } else {
        bc_link_round_trip(sync->session, reply->round_trip_us);
    }
}

/* Asked for the count only: the page that came with it is not looked at. */
static void on_total(void *ctx, struct bc_reply *reply)
{
    struct bc_sync *sync = ctx;
    struct bc_load *load = &sync->load;
    char after[BC_CURSOR];
    memcpy(after, load->after, sizeof after);
    on_page(ctx, reply);
    memcpy(load->after, after, sizeof after);
    bc_page_clear(&load->waiting);
    load->waiting_last = false;
    load->total = load->total < 0 ? 0 : load->total;
}

static void ask(struct bc_sync *sync)
{
    struct bc_load *load = &sync->load;
    struct buf path = {0};
    if (load->total < 0) {
        bc_sync_get(sync, "/v1/applications?limit=1&count=exact", PAGE_BYTES, 0, on_total,
                    sync, &load->ticket);
        return;
    }
    buf_printf(&path, "/v1/applications?limit=%d&sort=id%s%s%s", PAGE,
               phases[load->phase].filter, *load->after ? "&after=" : "", load->after);
    bc_sync_get(sync, buf_str(&path), PAGE_BYTES, 0, on_page, sync, &load->ticket);
    buf_clear(&path);
}

/* ---- applying ---- */

static bool apply(struct bc_sync *sync, const json_t *item, struct err *err)
{
    struct bc_load *load = &sync->load;
    struct bc_case row;
    enum bc_put what;
    if (!bc_case_from_json(item, &row, err)) {
        return false;
    }
    if (strcmp(row.id, load->last_id) <= 0) {
        return err_set(err, ERR_INVALID,
                       "the server's list of cases is out of order at \"%s\"", row.id);
    }
    memcpy(load->last_id, row.id, sizeof load->last_id);
    return bc_replica_put(sync->session->replica, &row, &what, err);
}

static void tell(struct bc_sync *sync)
{
    struct bc_session *session = sync->session;
    struct bc_load *load = &sync->load;
    int64_t now = bc_monotonic_us(), done = bc_replica_total(session->replica);
    bool last = load->phase == BC_LOAD_DONE;
    if (!last && load->told_us && now - load->told_us < TELL_US) {
        return;
    }
    load->told_us = now;
    bc_sync_event(session, BC_EVENT_CASES);
    if (!last) {
        int64_t total = load->total > done ? load->total : done;
        bc_link_loading(session, "applications", done, total);
    }
}

static bool end_phase(struct bc_sync *sync, struct err *err)
{
    struct bc_load *load = &sync->load;
    bool all = bc_replica_total(sync->session->replica) >= load->total;
    load->phase = load->phase == BC_LOAD_OPEN          ? BC_LOAD_CLOSED
                  : load->phase == BC_LOAD_REST || all ? BC_LOAD_DONE
                                                       : BC_LOAD_REST;
    load->after[0] = load->page_after[0] = load->last_id[0] = '\0';
    load->pages = 0;
    load->on = load->phase != BC_LOAD_DONE;
    if (!save(sync, err)) {
        return false;
    }
    tell(sync);
    if (!load->on) {
        bc_replica_bulk(sync->session->replica, false);
        bc_link_live(sync->session);
    }
    return true;
}

/* The page is in: keep it together with the place it leads to. */
static bool end_page(struct bc_sync *sync, struct err *err)
{
    struct bc_load *load = &sync->load;
    bool last = load->page_last, empty = load->page.applied == 0;
    bc_page_clear(&load->page);
    if (last) {
        return end_phase(sync, err);
    }
    if (empty || ++load->pages > load->total / PAGE * 2 + PAGES_SPARE) {
        return err_set(err, ERR_INVALID,
                       "the server's list of cases does not end; tell whoever runs it");
    }
    if (!save(sync, err)) {
        return false;
    }
    tell(sync);
    return true;
}

static bool apply_page(struct bc_sync *sync, int64_t deadline_us, struct err *err)
{
    struct bc_load *load = &sync->load;
    do {
        json_t *item;
        struct bc_span text;
        if (!bc_page_next(&load->page, &item, &text, err)) {
            return false;
        }
        if (!item) {
            return end_page(sync, err);
        }
        bool ok = apply(sync, item, err);
        json_decref(item);
        if (!ok) {
            return false;
        }
    } while (bc_monotonic_us() < deadline_us);
    return true;
}

bool bc_load_slice(struct bc_sync *sync, int64_t deadline_us, bool *more, struct err *err)
{
    struct bc_load *load = &sync->load;
    while (load->on && sync->running && *sync->feed.cursor) {
        if (!load->page.text && load->waiting.text) {
            load->page = load->waiting;
            load->page_last = load->waiting_last;
            memcpy(load->page_after, load->waiting_after, sizeof load->page_after);
            load->waiting = (struct bc_page){.text = NULL};
        }
        bool follows = load->page.text ? !load->page_last : true;
        if (!load->ticket && !load->waiting.text && follows) {
            ask(sync);
        }
        if (!load->page.text || bc_monotonic_us() >= deadline_us) {
            *more = *more || load->page.text;
            return true;
        }
        if (!apply_page(sync, deadline_us, err)) {
            return false;
        }
    }
    return true;
}
