#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/service/registry.h"

#include <stdio.h>
#include <string.h>

struct listing {
    struct ch_call *call;
    struct buf items;
    int count, limit;
    char last[ID_MAX];
    bool more;
};

static bool add(void *ctx, const struct ch_organisation *org)
{
    struct listing *list = ctx;
    if (list->count == list->limit) {
        list->more = true;
        return false;
    }
    buf_adds(&list->items, list->count++ ? "," : "");
    ch_organisation_json(org, -1, &list->items);
    snprintf(list->last, sizeof list->last, "%s", org->id);
    return true;
}

void ch_api_organisations_list(struct ch_call *call)
{
    const char *after = ch_call_param(call, "after"), *query = ch_call_param(call, "q");
    struct listing list = {.call = call};
    struct err err = {0};
    char key[8], id[ID_MAX] = "", binding[300];
    snprintf(binding, sizeof binding, "organisations %.250s", query ? query : "");
    if (!ch_call_limit(call, &list.limit) ||
        (after &&
         !ch_cursor_decode(call, after, binding, key, sizeof key, id, sizeof id))) {
        return;
    }
    if (!ch_organisation_list(call->ctx.db, query, id, list.limit + 1, add, &list,
                              &err)) {
        ch_call_fail(call, &err);
    } else {
        if (list.more) {
            ch_cursor_encode(binding, "", list.last, call->next, sizeof call->next);
        }
        buf_printf(&call->reply, "{\"items\":[%s],\"next\":%s%s%s}", buf_str(&list.items),
                   list.more ? "\"" : "", list.more ? call->next : "null",
                   list.more ? "\"" : "");
    }
    buf_clear(&list.items);
}

struct registration {
    struct ch_organisation org;
    int64_t staff;
};

void ch_api_organisation_create(struct ch_call *call)
{
    static const char *const kinds[] = {"firm",     "institute",  "university",
                                        "provider", "individual", NULL};
    static const char *const sizes[] = {"micro", "small", "medium", "large", "", NULL};
#define AT(field) offsetof(struct registration, field)
    static const struct ch_field fields[] = {
        {"credit_code", CH_FIELD_CODE, true, AT(org.credit_code), CH_CODE_MAX, 0, 0,
         NULL},
        {"name", CH_FIELD_TEXT, true, AT(org.name), CH_NAME_MAX, 0, 0, NULL},
        {"kind", CH_FIELD_WORD, true, AT(org.kind), CH_SLUG_MAX, 0, 0, kinds},
        {"size", CH_FIELD_WORD, false, AT(org.size), CH_SLUG_MAX, 0, 0, sizes},
        {"region", CH_FIELD_TEXT, false, AT(org.region), CH_SLUG_MAX, 0, 0, NULL},
        {"startup", CH_FIELD_BOOL, false, AT(org.startup), 0, 0, 0, NULL},
        {"listed", CH_FIELD_BOOL, false, AT(org.listed), 0, 0, 0, NULL},
        {"group_id", CH_FIELD_TEXT, false, AT(org.group_id), ID_MAX, 0, 0, NULL},
        {"legal_person", CH_FIELD_TEXT, false, AT(org.legal_person), CH_NAME_MAX, 0, 0,
         NULL},
        {"address", CH_FIELD_TEXT, false, AT(org.address), CH_NAME_MAX, 0, 0, NULL},
        {"phone", CH_FIELD_TEXT, false, AT(org.phone), CH_SLUG_MAX, 0, 0, NULL},
        {"account", CH_FIELD_TEXT, false, AT(org.account), CH_SLUG_MAX, 0, 0, NULL},
        {"debarred_until", CH_FIELD_DATE, false, AT(org.debarred_until), 0, 0, 0, NULL},
        {"staff", CH_FIELD_INT, false, AT(staff), 0, 0, 10000000, NULL},
    };
#undef AT
    struct registration body = {.staff = -1};
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body, &faults)) {
        ch_call_faults(call, &faults);
    } else if (!ch_organisation_register(&call->ctx, &body.org, body.staff, &err)) {
        ch_call_fail(call, &err);
    } else {
        call->status = 201;
        call->etag = body.org.revision;
        snprintf(call->location, sizeof call->location, "/v1/organisations/%s",
                 body.org.id);
        ch_organisation_json(&body.org, body.staff, &call->reply);
    }
    buf_clear(&faults);
}

void ch_api_organisation_get(struct ch_call *call)
{
    struct ch_organisation org;
    struct err err = {0};
    if (!ch_organisation_get(call->ctx.db, call->id[0], &org, &err) ||
        !ch_organisation_doc(call->ctx.db, call->id[0], &call->reply, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    call->etag = org.revision;
}
