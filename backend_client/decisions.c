#include "backend_client/decisions.h"

#include "backend_client/cases.h"
#include "backend_client/collections.h"
#include "backend_client/deciding.h"
#include "backend_client/outbox.h"
#include "backend_client/preview_read.h"
#include "backend_client/session_impl.h"
#include "common/date.h"
#include "common/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_BYTES = 1 << 20 };

struct bc_deciding {
    int64_t sent; /* ticket of the request, or 0 */
    struct bc_decision asked;
    struct bc_preview preview;
};

bool bc_deciding_open(struct bc_session *session, struct err *err)
{
    session->deciding = calloc(1, sizeof *session->deciding);
    return session->deciding || err_set(err, ERR_INTERNAL, "out of memory");
}

void bc_deciding_close(struct bc_session *session)
{
    free(session->deciding);
    session->deciding = NULL;
}

/* ---- the request ---- */

static void members(struct jsonw *w, const struct bc_decision *d,
                    const struct bc_choice *item)
{
    if (d->amount_fen > 0) {
        jsonw_kint(w, "amount_fen", d->amount_fen);
    }
    if (item) {
        jsonw_kstr(w, "application", item->id);
    }
    if (*d->assignee) {
        jsonw_kstr(w, "assignee", d->assignee);
    }
    jsonw_kstr(w, "decision", d->decision);
    if (*d->objector) {
        jsonw_kstr(w, "evidence", d->evidence);
        jsonw_kstr(w, "objector", d->objector);
    }
    if (*d->reason_code) {
        jsonw_key(w, "reason");
        jsonw_object(w);
        jsonw_kstr(w, "code", d->reason_code);
        if (*d->note) {
            jsonw_kstr(w, "note", d->note);
        }
        jsonw_object_end(w);
    }
    if (item) {
        jsonw_kint(w, "revision", item->revision);
    }
}

static bool write_body(const struct bc_decision *d, struct buf *body)
{
    struct jsonw w;
    jsonw_start(&w, body);
    jsonw_object(&w);
    if (d->count == 1) {
        members(&w, d, NULL);
    } else {
        jsonw_key(&w, "items");
        jsonw_array(&w);
        for (int i = 0; i < d->count; i++) {
            jsonw_object(&w);
            members(&w, d, &d->choices[i]);
            jsonw_object_end(&w);
        }
        jsonw_array_end(&w);
        jsonw_kstr(&w, "mode", "independent");
    }
    jsonw_object_end(&w);
    return jsonw_end(&w);
}

/* An id goes into a path: only what ids are made of. */
static bool id_plain(const char *id)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return *id && strspn(id, allowed) == strlen(id);
}

/* The next case is the clearinghouse's to choose, so no revision of it is known. */
static bool is_next(const struct bc_decision *d)
{
    return d->count == 1 && strcmp(d->choices[0].id, "next") == 0 &&
           strcmp(d->decision, "assign") == 0;
}

static bool meant(const struct bc_decision *d, struct err *err)
{
    if (d->count < 1 || d->count > BC_BATCH_MAX || !*d->decision) {
        return err_set(err, ERR_USAGE, "a decision is about 1 to %d cases", BC_BATCH_MAX);
    }
    for (int i = 0; i < d->count && !is_next(d); i++) {
        if (!id_plain(d->choices[i].id) || d->choices[i].revision < 1) {
            return err_set(err, ERR_USAGE, "a decision names each case and its revision");
        }
    }
    return (d->amount_fen >= 0 && (d->amount_fen == 0 || d->count == 1)) ||
           err_set(err, ERR_USAGE, "an amount can be given for one case only");
}

bool bc_decision_request(const struct bc_decision *d, bool dry_run, char path[128],
                         int64_t *if_match, struct buf *body, struct err *err)
{
    const char *query = dry_run ? "?dry_run=true" : "";
    if (!meant(d, err)) {
        return false;
    }
    if (d->count == 1) {
        snprintf(path, 128, "/v1/applications/%s/decisions%s", d->choices[0].id, query);
        *if_match = is_next(d) ? -1 : d->choices[0].revision;
    } else {
        snprintf(path, 128, "/v1/decision-batches%s", query);
        *if_match = -1;
    }
    return write_body(d, body) || err_set(err, ERR_INTERNAL, "out of memory");
}

/* ---- the preview ---- */

/* The names the screens know and the answer does not bring. */
static void add_names(struct bc_session *session, struct bc_preview *preview)
{
    const struct bc_tranche *tranches = NULL;
    int count = bc_tranches(session, &tranches);
    struct bc_case row;
    for (int i = 0; i < preview->item_count; i++) {
        struct bc_preview_item *item = &preview->items[i];
        if (bc_case_get(session, item->id, &row)) {
            memcpy(item->number, row.number, sizeof item->number);
            memcpy(item->applicant_name, row.applicant_name, sizeof item->applicant_name);
            item->amount_fen = row.amount_fen;
        }
    }
    for (int i = 0; i < preview->budget_count; i++) {
        struct bc_budget_change *change = &preview->budgets[i];
        for (int j = 0; j < count; j++) {
            if (strcmp(tranches[j].programme, change->programme) == 0 &&
                strcmp(tranches[j].id, change->tranche) == 0) {
                memcpy(change->name, tranches[j].name, sizeof change->name);
            }
        }
    }
}

static void on_preview(void *ctx, struct bc_reply *reply)
{
    struct bc_session *session = ctx;
    struct bc_deciding *deciding = session->deciding;
    struct bc_event event = {.kind = BC_EVENT_PREVIEW};
    deciding->sent = 0;
    bc_preview_read(&deciding->asked, reply, &deciding->preview);
    add_names(session, &deciding->preview);
    deciding->preview.ready = true;
    deciding->preview.at = bc_clock(session);
    event.ticket = deciding->preview.ticket;
    bc_event_push(session, &event);
}

int64_t bc_preview_ask(struct bc_session *session, const struct bc_decision *decision)
{
    struct bc_deciding *deciding = session->deciding;
    struct bc_preview *preview = &deciding->preview;
    struct bc_request request = {.if_match = -1};
    int64_t ticket = preview->ticket + 1;
    struct buf body = {0};
    char path[128];
    if (deciding->sent) {
        bc_transport_cancel(session->transport, deciding->sent);
        deciding->sent = 0;
    }
    memset(preview, 0, sizeof *preview);
    preview->ticket = ticket;
    deciding->asked = *decision;
    if (bc_decision_request(decision, true, path, &request.if_match, &body,
                            &preview->error)) {
        request.path = path;
        request.body = buf_str(&body);
        deciding->sent = bc_transport_send(session->transport, &request, ANSWER_BYTES, 0,
                                           on_preview, session);
    }
    if (!deciding->sent) {
        const struct bc_event event = {.kind = BC_EVENT_PREVIEW, .ticket = ticket};
        if (preview->error.kind == ERR_NONE) {
            err_set(&preview->error, ERR_INTERNAL, "out of memory");
        }
        preview->ready = true;
        bc_event_push(session, &event);
    }
    buf_clear(&body);
    return ticket;
}

const struct bc_preview *bc_preview(const struct bc_session *session)
{
    return &session->deciding->preview;
}

/* ---- confirming ---- */

bool bc_decide(struct bc_session *session, const struct bc_decision *decision,
               int64_t *intent, struct err *err)
{
    struct bc_intent_request request = {.what = decision->decision,
                                        .case_id = "",
                                        .count = decision->count,
                                        .if_match = -1};
    char path[128], title[BC_NAME];
    struct buf body = {0};
    bool ok = bc_decision_request(decision, false, path, &request.if_match, &body, err);
    if (ok) {
        if (decision->count == 1) {
            request.case_id = decision->choices[0].id;
            bc_case_title(session, request.case_id, title, sizeof title);
            if (*decision->title) {
                snprintf(title, sizeof title, "%s", decision->title);
            }
        } else {
            snprintf(title, sizeof title, "%d cases", decision->count);
        }
        request.title = *title ? title : request.case_id;
        request.path = path;
        request.body = buf_str(&body);
        ok = bc_outbox_put(session, &request, intent, err);
    }
    buf_clear(&body);
    return ok;
}

static void known_int(struct jsonw *w, const char *key, int64_t value)
{
    if (value >= 0) {
        jsonw_kint(w, key, value);
    }
}

static void write_reading(struct jsonw *w, const struct bc_reading *r)
{
    jsonw_object(w);
    jsonw_kstr(w, "accelerator", r->accelerator);
    jsonw_kint(w, "active", r->active);
    jsonw_kint(w, "allocatable", r->allocatable);
    jsonw_kint(w, "allocated", r->allocated);
    jsonw_ktime(w, "at", r->at);
    known_int(w, "energy_kwh", r->energy_kwh);
    jsonw_kint(w, "installed", r->installed);
    known_int(w, "power_w", r->power_w);
    jsonw_kint(w, "powered", r->powered);
    known_int(w, "pue_milli", r->pue_milli);
    known_int(w, "rack_fill_bp", r->rack_fill_bp);
    jsonw_kstr(w, "source", r->source);
    jsonw_object_end(w);
}

static void centre_title(struct bc_session *session, const char *id, char *out,
                         size_t size)
{
    const struct bc_centre *centres = NULL;
    int count = bc_centres(session, &centres);
    snprintf(out, size, "%s", id);
    for (int i = 0; i < count; i++) {
        if (strcmp(centres[i].id, id) == 0) {
            snprintf(out, size, "%s", centres[i].name);
        }
    }
}

bool bc_report(struct bc_session *session, const char *centre_id,
               const struct bc_reading *readings, int count, int64_t *intent,
               struct err *err)
{
    char path[128], title[BC_NAME];
    struct buf body = {0};
    struct jsonw w;
    if (!id_plain(centre_id) || strlen(centre_id) >= BC_ID || count < 1) {
        return err_set(err, ERR_USAGE, "a report names a centre and at least a reading");
    }
    jsonw_start(&w, &body);
    jsonw_object(&w);
    jsonw_key(&w, "readings");
    jsonw_array(&w);
    for (int i = 0; i < count; i++) {
        write_reading(&w, &readings[i]);
    }
    jsonw_array_end(&w);
    jsonw_object_end(&w);
    snprintf(path, sizeof path, "/v1/centres/%s/readings", centre_id);
    centre_title(session, centre_id, title, sizeof title);
    const struct bc_intent_request request = {.what = "report",
                                              .title = title,
                                              .case_id = "",
                                              .path = path,
                                              .body = buf_str(&body),
                                              .if_match = -1,
                                              .count = count};
    bool ok = jsonw_end(&w) ? bc_outbox_put(session, &request, intent, err)
                            : err_set(err, ERR_INTERNAL, "out of memory");
    buf_clear(&body);
    return ok;
}
