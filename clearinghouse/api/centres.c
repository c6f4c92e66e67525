#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/service/registry.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct listing {
    struct ch_centre *centres;
    int count;
};

static bool add(void *ctx, const struct ch_centre *centre)
{
    struct listing *list = ctx;
    list->centres[list->count++] = *centre;
    return true;
}

void ch_api_centres_list(struct ch_call *call)
{
    const char *after = ch_call_param(call, "after");
    struct err err = {0};
    char key[8], id[ID_MAX] = "";
    int limit;
    if (!ch_call_limit(call, &limit) ||
        (after &&
         !ch_cursor_decode(call, after, "centres", key, sizeof key, id, sizeof id))) {
        return;
    }
    struct listing list = {.centres =
                               calloc((size_t)limit + 1, sizeof(struct ch_centre))};
    bool ok =
        list.centres && ch_centre_list(call->ctx.db, id, limit + 1, add, &list, &err);
    int shown = list.count > limit ? limit : list.count;
    buf_adds(&call->reply, "{\"items\":[");
    for (int i = 0; ok && i < shown; i++) {
        buf_adds(&call->reply, i ? "," : "");
        ok = ch_centre_view(call->ctx.db, &list.centres[i], &call->reply, &err);
    }
    if (!ok) {
        ch_call_fail(call, &err);
    } else if (list.count > limit) {
        ch_cursor_encode("centres", "", list.centres[limit - 1].id, call->next,
                         sizeof call->next);
        buf_printf(&call->reply, "],\"next\":\"%s\"}", call->next);
    } else {
        buf_adds(&call->reply, "],\"next\":null}");
    }
    free(list.centres);
}

static bool find(struct ch_call *call, struct ch_centre *centre)
{
    struct err err = {0};
    if (!ch_centre_get(call->ctx.db, call->id[0], centre, &err)) {
        ch_call_fail(call, &err);
        return false;
    }
    return true;
}

static void show(struct ch_call *call, int status, const struct ch_centre *centre)
{
    struct err err = {0};
    call->status = status;
    call->etag = centre->revision;
    if (!ch_centre_view(call->ctx.db, centre, &call->reply, &err)) {
        ch_call_fail(call, &err);
    }
}

void ch_api_centre_get(struct ch_call *call)
{
    struct ch_centre centre;
    if (find(call, &centre)) {
        show(call, 200, &centre);
    }
}

void ch_api_centre_create(struct ch_call *call)
{
    static const char *const statuses[] = {"applied", "inspected", "listed", NULL};
#define AT(field) offsetof(struct ch_centre, field)
    static const struct ch_field fields[] = {
        {"slug", CH_FIELD_SLUG, true, AT(slug), CH_SLUG_MAX, 0, 0, NULL},
        {"name", CH_FIELD_TEXT, true, AT(name), CH_NAME_MAX, 0, 0, NULL},
        {"operator_org", CH_FIELD_TEXT, false, AT(operator_org), ID_MAX, 0, 0, NULL},
        {"hub", CH_FIELD_TEXT, false, AT(hub), CH_SLUG_MAX, 0, 0, NULL},
        {"province", CH_FIELD_TEXT, false, AT(province), CH_SLUG_MAX, 0, 0, NULL},
        {"status", CH_FIELD_WORD, false, AT(status), CH_SLUG_MAX, 0, 0, statuses},
        {"price_fen", CH_FIELD_INT, false, AT(price_fen), 0, -1, 100000000, NULL},
        {"latency_ms", CH_FIELD_INT, false, AT(latency_ms), 0, -1, 10000, NULL},
    };
#undef AT
    struct ch_centre centre = {.price_fen = -1, .latency_ms = -1, .status = "applied"};
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &centre, &faults)) {
        ch_call_faults(call, &faults);
    } else if (!ch_centre_register(&call->ctx, &centre, &err)) {
        ch_call_fail(call, &err);
    } else {
        snprintf(call->location, sizeof call->location, "/v1/centres/%s", centre.id);
        show(call, 201, &centre);
    }
    buf_clear(&faults);
}

struct status_change {
    char status[CH_SLUG_MAX];
    const json_t *reason;
    char code[64], note[600];
};

static bool read_status(const json_t *body, struct status_change *out, struct buf *faults)
{
    static const char *const statuses[] = {"inspected", "listed", "suspended", "delisted",
                                           NULL};
#define AT(field) offsetof(struct status_change, field)
    static const struct ch_field fields[] = {
        {"status", CH_FIELD_WORD, true, AT(status), CH_SLUG_MAX, 0, 0, statuses},
        {"reason", CH_FIELD_OBJECT, true, AT(reason), 0, 0, 0, NULL},
    };
    static const struct ch_field reason[] = {
        {"code", CH_FIELD_SLUG, true, AT(code), 64, 0, 0, NULL},
        {"note", CH_FIELD_TEXT, false, AT(note), 600, 0, 0, NULL},
    };
#undef AT
    return ch_fields_read(body, "", fields, COUNT_OF(fields), out, faults) &&
           ch_fields_read(out->reason, "/reason", reason, COUNT_OF(reason), out, faults);
}

void ch_api_centre_status(struct ch_call *call)
{
    struct status_change body = {.reason = NULL};
    struct ch_centre centre;
    struct buf faults = {0};
    struct err err = {0};
    if (!read_status(call->body, &body, &faults)) {
        ch_call_faults(call, &faults);
    } else if (find(call, &centre) && ch_call_if_match(call, centre.revision, NULL)) {
        if (!ch_centre_set_status(&call->ctx, &centre, body.status, body.code, body.note,
                                  &err)) {
            ch_call_fail(call, &err);
        } else {
            show(call, 201, &centre);
        }
    }
    buf_clear(&faults);
}

void ch_api_centre_batch(struct ch_call *call)
{
    static const char *const exports[] = {"unrestricted", "licensed", "restricted",
                                          "unknown", NULL};
    static const char *const eligible[] = {"yes", "no", "case-review", "unknown", NULL};
#define AT(field) offsetof(struct ch_batch, field)
    static const struct ch_field fields[] = {
        {"accelerator", CH_FIELD_SLUG, true, AT(accelerator), CH_SLUG_MAX, 0, 0, NULL},
        {"count", CH_FIELD_INT, true, AT(count), 0, 1, 10000000, NULL},
        {"export_status", CH_FIELD_WORD, true, AT(export_status), CH_SLUG_MAX, 0, 0,
         exports},
        {"state_fund_eligible", CH_FIELD_WORD, true, AT(state_fund_eligible), CH_SLUG_MAX,
         0, 0, eligible},
        {"evidence", CH_FIELD_TEXT, true, AT(evidence), CH_NAME_MAX, 0, 0, NULL},
    };
#undef AT
    struct ch_batch batch = {.count = 0};
    struct ch_centre centre;
    struct buf faults = {0};
    struct err err = {0};
    if (!find(call, &centre) ||
        !ch_call_role(call, centre.id, CH_ROLE_OPERATOR | CH_ROLE_SUPERVISOR)) {
        return;
    }
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &batch, &faults)) {
        ch_call_faults(call, &faults);
    } else if (!ch_centre_add_batch(&call->ctx, &centre, &batch, &err)) {
        ch_call_fail(call, &err);
    } else {
        show(call, 201, &centre);
    }
    buf_clear(&faults);
}
