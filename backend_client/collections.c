#include "backend_client/collections_impl.h"

#include "backend_client/records_read.h"
#include "common/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS_MAX = 4096 };

/* Readers of one item, under one type. */
#define READER(name, reader, record)                                                     \
    static bool name(const struct json_t *value, void *out, struct err *err)             \
    {                                                                                    \
        return reader(value, (record *)out, err);                                        \
    }
READER(read_tranche, bc_tranche_from_json, struct bc_tranche)
READER(read_centre, bc_centre_from_json, struct bc_centre)
READER(read_programme, bc_programme_from_json, struct bc_programme)
READER(read_reason, bc_reason_from_json, struct bc_reason)

const struct bc_kind bc_kinds[BC_COLLECTIONS] = {
    [BC_TRANCHES] = {"tranches", NULL, "tranches", read_tranche,
                     sizeof(struct bc_tranche), 2, 0, BC_EVENT_TRANCHES},
    [BC_CENTRES] = {"centres", "/v1/centres?limit=200", "items", read_centre,
                    sizeof(struct bc_centre), 2, 0, BC_EVENT_CENTRES},
    [BC_PROGRAMMES] = {"programmes", "/v1/programmes", "items", read_programme,
                       sizeof(struct bc_programme), 2, 0, BC_EVENT_TRANCHES},
    [BC_REASONS] = {"reasons", "/v1/reasons", "items", read_reason,
                    sizeof(struct bc_reason), 2, 0, BC_EVENT_TRANCHES},
    [BC_DASHBOARD] = {"dashboard", "/v1/dashboard", NULL, NULL, 0, 5, 60,
                      BC_EVENT_DASHBOARD},
};

/* ---- documents ---- */

static bool read_items(struct bc_items *out, const json_t *list, struct err *err)
{
    const struct bc_kind *kind = &bc_kinds[out->which];
    size_t count = json_array_size(list);
    if (!json_is_array(list) || count > ITEMS_MAX) {
        return err_set(err, ERR_INVALID, "the server's %s are %s", kind->name,
                       count ? "more than can be right" : "no list");
    }
    char *items = calloc(count + 1, kind->size);
    bool ok = items || err_set(err, ERR_INTERNAL, "out of memory for %s", kind->name);
    for (size_t i = 0; ok && i < count; i++) {
        ok = kind->read(json_array_get(list, i), items + i * kind->size, err);
    }
    if (!ok) {
        free(items);
        return false;
    }
    free(out->items);
    out->items = items;
    out->count = (int)count;
    return true;
}

static void name_tranches(struct bc_collections *c)
{
    struct bc_tranche *tranches = c->items[BC_TRANCHES].items;
    const struct bc_programme *programmes = c->items[BC_PROGRAMMES].items;
    for (int i = 0; i < c->items[BC_TRANCHES].count; i++) {
        for (int k = 0; k < c->items[BC_PROGRAMMES].count; k++) {
            if (strcmp(tranches[i].programme, programmes[k].id) == 0) {
                memcpy(tranches[i].programme_name_en, programmes[k].name_en, BC_NAME);
                memcpy(tranches[i].programme_name_zh, programmes[k].name_zh, BC_NAME);
            }
        }
    }
}

bool bc_collection_take(struct bc_items *items, const char *json, size_t len, int64_t at,
                        struct err *err)
{
    struct bc_collections *c = items->session->collections;
    const struct bc_kind *kind = &bc_kinds[items->which];
    json_t *doc = NULL;
    bool ok = json_read(json, len, BC_COLLECTION_BYTES, &doc, err);
    if (ok && items->which == BC_DASHBOARD) {
        struct bc_dashboard dashboard;
        ok = bc_dashboard_from_json(doc, &dashboard, err);
        c->dashboard = ok ? dashboard : c->dashboard;
    } else if (ok) {
        ok = read_items(items, json_object_get(doc, kind->member), err);
    }
    json_decref(doc);
    if (!ok) {
        err_prefix(err, "%s", kind->name);
        return false;
    }
    items->read = true;
    items->at = at;
    if (items->which == BC_TRANCHES || items->which == BC_PROGRAMMES) {
        name_tranches(c);
    }
    return true;
}

/* The stored document, read when somebody first looks: not all are needed for the first
 * frame. */
static struct bc_items *look(struct bc_session *session, enum bc_collection which)
{
    struct bc_items *items = &session->collections->items[which];
    struct buf json = {0};
    int64_t at = 0;
    if (items->read) {
        return items;
    }
    items->read = true;
    if (which == BC_TRANCHES) {
        (void)look(session, BC_PROGRAMMES); /* for their names */
    }
    bool found = bc_replica_document(session->replica, bc_kinds[which].name, &json, &at);
    if (!found && which == BC_TRANCHES) {
        found = bc_replica_document(session->replica, "dashboard", &json, &at);
    }
    if (found && !bc_collection_take(items, buf_str(&json), json.len, at, NULL)) {
        items->at = 0; /* it is fetched again anyway */
    }
    buf_clear(&json);
    return items;
}

bool bc_collections_open(struct bc_session *session, struct err *err)
{
    struct bc_collections *c = calloc(1, sizeof *c);
    if (c) {
        c->series = bc_series_open();
    }
    session->collections = c;
    if (!c || !c->series) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    for (int i = 0; i < BC_COLLECTIONS; i++) {
        c->items[i].session = session;
        c->items[i].which = (enum bc_collection)i;
    }
    return true;
}

void bc_collections_close(struct bc_session *session)
{
    struct bc_collections *c = session->collections;
    if (!c) {
        return;
    }
    bc_collections_stop(session);
    bc_series_close(session, c->series);
    for (int i = 0; i < BC_COLLECTIONS; i++) {
        free(c->items[i].items);
    }
    free(c);
    session->collections = NULL;
}

/* ---- reading ---- */

#define LIST(name, which, record)                                                        \
    int name(struct bc_session *session, const struct record **out)                      \
    {                                                                                    \
        const struct bc_items *items = look(session, which);                             \
        *out = items->items;                                                             \
        return items->count;                                                             \
    }

LIST(bc_tranches, BC_TRANCHES, bc_tranche)
LIST(bc_centres, BC_CENTRES, bc_centre)
LIST(bc_programmes, BC_PROGRAMMES, bc_programme)
LIST(bc_reasons, BC_REASONS, bc_reason)

const struct bc_dashboard *bc_dashboard(struct bc_session *session)
{
    (void)look(session, BC_DASHBOARD);
    return &session->collections->dashboard;
}

int64_t bc_collection_at(struct bc_session *session, enum bc_collection which)
{
    return look(session, which)->at;
}

int bc_centre_series(struct bc_session *session, const char *centre_id, int hours,
                     const struct bc_bucket **out)
{
    return bc_series_get(session, session->collections->series, centre_id, hours, out);
}
