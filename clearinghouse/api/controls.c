/* Conflicts of interest, delegations, freeze periods. */
#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/fields.h"
#include "clearinghouse/api/listing.h"
#include "clearinghouse/service/controls.h"
#include "clearinghouse/service/policy.h"
#include "common/money.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const struct ch_listing_sort by_id[] = {{"id", "id", false}, {NULL, NULL, false}};

/* ---- conflicts ---- */

void ch_api_conflicts_list(struct ch_call *call)
{
    static const struct ch_listing_filter filters[] = {
        {"principal", "principal", NULL, false},
        {"organisation", "organisation", NULL, false},
        {NULL, NULL, NULL, false},
    };
    static const struct ch_listing listing = {
        &ch_conflict_table, filters, by_id, {"principal", "organisation_name", NULL}};
    ch_listing_answer(call, &listing);
}

void ch_api_conflict_declare(struct ch_call *call)
{
#define AT(field) offsetof(struct ch_conflict, field)
    static const struct ch_field fields[] = {
        {"organisation", CH_FIELD_TEXT, true, AT(organisation), ID_MAX, 0, 0, NULL},
        {"note", CH_FIELD_TEXT, false, AT(note), 600, 0, 0, NULL},
        {"until", CH_FIELD_DATE, false, AT(until_on), 0, 0, 0, NULL},
    };
#undef AT
    struct ch_conflict conflict = {.note = ""};
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &conflict, &faults)) {
        ch_call_faults(call, &faults);
    } else if (!ch_conflict_declare(&call->ctx, &conflict, &err) ||
               !ch_conflict_json(&conflict, &call->reply, &err)) {
        err.kind = err.kind == ERR_NOT_FOUND ? ERR_INVALID : err.kind;
        ch_call_fail(call, &err);
    } else {
        call->status = 201;
        call->etag = 1;
    }
    buf_clear(&faults);
}

/* ---- delegations ---- */

void ch_api_delegations_list(struct ch_call *call)
{
    static const struct ch_listing_filter filters[] = {
        {"programme", "programme", NULL, false},
        {"from", "from_who", NULL, false},
        {"to", "to_who", NULL, false},
        {NULL, NULL, NULL, false},
    };
    static const struct ch_listing listing = {
        &ch_delegation_table, filters, by_id, {"from_who", "to_who", NULL}};
    ch_listing_answer(call, &listing);
}

static void show_delegation(struct ch_call *call, const struct ch_delegation *d)
{
    struct err err = {0};
    call->status = 201;
    call->etag = d->revision;
    if (!ch_delegation_json(d, &call->reply, &err)) {
        ch_call_fail(call, &err);
    }
}

void ch_api_delegate(struct ch_call *call)
{
#define AT(field) offsetof(struct ch_delegation, field)
    static const char *const roles[] = {"officer", "supervisor", NULL};
    static const struct ch_field fields[] = {
        {"programme", CH_FIELD_SLUG, true, AT(programme), CH_SLUG_MAX, 0, 0, NULL},
        {"to", CH_FIELD_SLUG, true, AT(to_who), CH_SLUG_MAX, 0, 0, NULL},
        {"role", CH_FIELD_WORD, true, AT(role), CH_SLUG_MAX, 0, 0, roles},
        {"cap_fen", CH_FIELD_INT, true, AT(cap_fen), 0, 1, MONEY_MAX, NULL},
        {"from_at", CH_FIELD_TIME, false, AT(from_at), 0, 0, 0, NULL},
        {"until_at", CH_FIELD_TIME, true, AT(until_at), 0, 0, 0, NULL},
        {"note", CH_FIELD_TEXT, false, AT(note), 600, 0, 0, NULL},
    };
#undef AT
    struct ch_delegation d = {.note = ""};
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &d, &faults)) {
        ch_call_faults(call, &faults);
    } else if (ch_call_role(call, d.programme, CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR)) {
        if (ch_delegate(&call->ctx, &d, &err)) {
            show_delegation(call, &d);
        } else {
            err.kind = err.kind == ERR_NOT_FOUND ? ERR_INVALID : err.kind;
            ch_call_fail(call, &err);
        }
    }
    buf_clear(&faults);
}

void ch_api_delegation_end(struct ch_call *call)
{
    struct ch_delegation d;
    struct err err = {0};
    struct buf faults = {0};
    if (!ch_fields_read(call->body, "", NULL, 0, &d, &faults)) {
        ch_call_faults(call, &faults);
    } else if (!ch_row_get(call->ctx.db, &ch_delegation_table, "id", call->id[0], &d,
                           &err)) {
        ch_call_fail(call, &err);
    } else if (ch_call_if_match(call, d.revision, NULL)) {
        if (ch_delegation_end(&call->ctx, &d, &err)) {
            show_delegation(call, &d);
        } else {
            ch_call_fail(call, &err);
        }
    }
    buf_clear(&faults);
}

/* ---- freezes ---- */

void ch_api_freezes_list(struct ch_call *call)
{
    static const struct ch_listing_filter none[] = {{NULL, NULL, NULL, false}};
    static const struct ch_listing listing = {
        &ch_freeze_table, none, by_id, {"note", NULL}};
    ch_listing_answer_of(call, &listing, "programme", call->id[0]);
}

struct freezing {
    struct ch_freeze freeze;
    const json_t *decisions;
};

static bool read_decisions(const json_t *list, char *out, size_t size, struct buf *faults)
{
    static const char *const known[] = {"approve", "issue", "pay"};
    size_t i, len = 0;
    json_t *item;
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
    {
        const char *word = json_string_value(item);
        size_t k = 0;
        while (word && k < COUNT_OF(known) && strcmp(known[k], word) != 0) {
            k++;
        }
        if (!word || k == COUNT_OF(known)) {
            len = 0;
            break;
        }
        len += (size_t)snprintf(out + len, size - len, "%s%s", len ? "," : "", word);
    }
    if (len == 0) {
        buf_adds(faults, "{\"message\":\"one or more of approve, issue, pay\","
                         "\"pointer\":\"/decisions\"}");
    }
    return len > 0;
}

void ch_api_freeze_set(struct ch_call *call)
{
#define AT(field) offsetof(struct freezing, field)
    static const struct ch_field fields[] = {
        {"from", CH_FIELD_DATE, true, AT(freeze.from_on), 0, 0, 0, NULL},
        {"until", CH_FIELD_DATE, true, AT(freeze.until_on), 0, 0, 0, NULL},
        {"decisions", CH_FIELD_ARRAY, true, AT(decisions), 0, 0, 3, NULL},
        {"note", CH_FIELD_TEXT, true, AT(freeze.note), 600, 0, 0, NULL},
    };
#undef AT
    struct freezing body = {.decisions = NULL};
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_policies_find(call->ctx.service->policies, call->id[0])) {
        ch_call_problem(call, 404, "not-found", "there is no programme \"%.60s\"",
                        call->id[0]);
    } else if (!ch_call_role(call, call->id[0], CH_ROLE_SUPERVISOR)) {
        return;
    } else if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body,
                               &faults) ||
               !read_decisions(body.decisions, body.freeze.decisions,
                               sizeof body.freeze.decisions, &faults)) {
        ch_call_faults(call, &faults);
    } else {
        snprintf(body.freeze.programme, CH_SLUG_MAX, "%s", call->id[0]);
        if (!ch_freeze_set(&call->ctx, &body.freeze, &err) ||
            !ch_freeze_json(&body.freeze, &call->reply, &err)) {
            ch_call_fail(call, &err);
        } else {
            call->status = 201;
            call->etag = 1;
        }
    }
    buf_clear(&faults);
}
