#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/service/closing.h"
#include "clearinghouse/service/policy.h"
#include "clearinghouse/service/registry.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static void add_tranche(void *ctx, const struct ch_tranche *tranche)
{
    struct buf *out = ctx;
    buf_adds(out, out->len ? "," : "");
    ch_tranche_json(tranche, out);
}

void ch_api_tranches_list(struct ch_call *call)
{
    struct buf items = {0};
    struct err err = {0};
    if (!ch_policies_find(call->ctx.service->policies, call->id[0])) {
        ch_call_problem(call, 404, "not-found", "there is no programme \"%.60s\"",
                        call->id[0]);
    } else if (!ch_tranche_each(call->ctx.db, call->id[0], add_tranche, &items, &err)) {
        ch_call_fail(call, &err);
    } else {
        buf_printf(&call->reply, "{\"items\":[%s],\"next\":null}", buf_str(&items));
    }
    buf_clear(&items);
}

struct opening {
    struct ch_tranche tranche;
    int64_t year;
    const json_t *funders;
};

struct funder {
    char name[CH_NAME_MAX];
    int64_t share_bp;
    bool odd_fen; /* takes what rounding leaves over; the first does when none says so */
};

/* Shares must add up to the whole; the list is kept as canonical text. */
static bool read_funders(const json_t *list, char *out, size_t size, struct buf *faults)
{
    static const struct ch_field fields[] = {
        {"name", CH_FIELD_TEXT, true, offsetof(struct funder, name), CH_NAME_MAX, 0, 0,
         NULL},
        {"share_bp", CH_FIELD_INT, true, offsetof(struct funder, share_bp), 0, 1, 10000,
         NULL},
        {"odd_fen", CH_FIELD_BOOL, false, offsetof(struct funder, odd_fen), 0, 0, 0,
         NULL},
    };
    struct buf text = {0};
    int64_t sum = 0, odd = 0;
    size_t i;
    json_t *item;
    bool ok = true;
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
    {
        struct funder funder = {.share_bp = 0};
        char base[32];
        snprintf(base, sizeof base, "/funders/%zu", i);
        ok = ch_fields_read(item, base, fields, COUNT_OF(fields), &funder, faults) && ok;
        sum += funder.share_bp;
        odd += funder.odd_fen;
    }
    json_canonical(list, &text);
    if (ok && odd > 1) {
        buf_adds(faults, "{\"message\":\"the odd fen goes to one of them only\","
                         "\"pointer\":\"/funders\"}");
        ok = false;
    }
    if (ok && (sum != 10000 || text.len >= size)) {
        buf_adds(faults, "{\"message\":\"the shares must add up to 10000 basis points\","
                         "\"pointer\":\"/funders\"}");
        ok = false;
    }
    if (ok) {
        memcpy(out, buf_str(&text), text.len + 1);
    }
    buf_clear(&text);
    return ok;
}

void ch_api_tranche_open(struct ch_call *call)
{
#define AT(field) offsetof(struct opening, field)
    static const struct ch_field fields[] = {
        {"id", CH_FIELD_SLUG, true, AT(tranche.id), CH_SLUG_MAX, 0, 0, NULL},
        {"name", CH_FIELD_TEXT, true, AT(tranche.name), CH_NAME_MAX, 0, 0, NULL},
        {"fiscal_year", CH_FIELD_INT, true, AT(year), 0, 2000, 2200, NULL},
        {"opens_on", CH_FIELD_DATE, true, AT(tranche.opens_on), 0, 0, 0, NULL},
        {"closes_on", CH_FIELD_DATE, true, AT(tranche.closes_on), 0, 0, 0, NULL},
        {"funders", CH_FIELD_ARRAY, true, AT(funders), 0, 0, 8, NULL},
    };
#undef AT
    struct opening opening = {.year = 0};
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_call_role(call, call->id[0], CH_ROLE_SUPERVISOR)) {
        return;
    }
    bool ok = ch_fields_read(call->body, "", fields, COUNT_OF(fields), &opening, &faults);
    ok = ok && read_funders(opening.funders, opening.tranche.funders,
                            sizeof opening.tranche.funders, &faults);
    snprintf(opening.tranche.programme, CH_SLUG_MAX, "%s", call->id[0]);
    opening.tranche.fiscal_year = (int)opening.year;
    if (!ok) {
        ch_call_faults(call, &faults);
    } else if (!ch_tranche_open(&call->ctx, &opening.tranche, &err)) {
        ch_call_fail(call, &err);
    } else {
        call->status = 201;
        call->etag = opening.tranche.revision;
        ch_tranche_json(&opening.tranche, &call->reply);
    }
    buf_clear(&faults);
}

struct appropriation {
    char kind[16];
    int64_t amount_fen;
    char document[CH_NAME_MAX];
};

void ch_api_appropriate(struct ch_call *call)
{
    static const char *const kinds[] = {"appropriate", "recall", NULL};
#define AT(field) offsetof(struct appropriation, field)
    static const struct ch_field fields[] = {
        {"kind", CH_FIELD_WORD, true, AT(kind), 16, 0, 0, kinds},
        {"amount_fen", CH_FIELD_MONEY, true, AT(amount_fen), 0, 0, 0, NULL},
        {"document", CH_FIELD_TEXT, true, AT(document), CH_NAME_MAX, 0, 0, NULL},
    };
#undef AT
    struct appropriation body = {.amount_fen = 0};
    struct ch_tranche tranche;
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_call_role(call, call->id[0], CH_ROLE_SUPERVISOR)) {
        return;
    }
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body, &faults)) {
        ch_call_faults(call, &faults);
    } else if (!ch_tranche_get(call->ctx.db, call->id[0], call->id[1], &tranche, &err)) {
        ch_call_fail(call, &err);
    } else if (ch_call_if_match(call, tranche.revision, NULL)) {
        if (body.amount_fen == 0) {
            ch_call_problem(call, 422, "invalid", "amount_fen must be above 0");
        } else if (!ch_tranche_appropriate(&call->ctx, &tranche,
                                           strcmp(body.kind, "recall") == 0,
                                           body.amount_fen, body.document, &err)) {
            ch_call_fail(call, &err);
        } else {
            call->status = 201;
            call->etag = tranche.revision;
            ch_tranche_json(&tranche, &call->reply);
        }
    }
    buf_clear(&faults);
}

struct amendment {
    struct ch_tranche tranche;
    const json_t *funders;
    char document[CH_NAME_MAX];
};

/* The tranche of the path at the revision the caller saw; false when refused. */
static bool find_tranche(struct ch_call *call, struct ch_tranche *out)
{
    struct err err = {0};
    if (!ch_call_role(call, call->id[0], CH_ROLE_SUPERVISOR)) {
        return false;
    }
    if (!ch_tranche_get(call->ctx.db, call->id[0], call->id[1], out, &err)) {
        ch_call_fail(call, &err);
        return false;
    }
    return ch_call_if_match(call, out->revision, NULL);
}

static void show(struct ch_call *call, const struct ch_tranche *tranche)
{
    call->status = 201;
    call->etag = tranche->revision;
    ch_tranche_json(tranche, &call->reply);
}

void ch_api_tranche_amend(struct ch_call *call)
{
#define AT(field) offsetof(struct amendment, field)
    static const struct ch_field fields[] = {
        {"name", CH_FIELD_TEXT, false, AT(tranche.name), CH_NAME_MAX, 0, 0, NULL},
        {"opens_on", CH_FIELD_DATE, false, AT(tranche.opens_on), 0, 0, 0, NULL},
        {"closes_on", CH_FIELD_DATE, false, AT(tranche.closes_on), 0, 0, 0, NULL},
        {"funders", CH_FIELD_ARRAY, false, AT(funders), 0, 0, 8, NULL},
        {"document", CH_FIELD_TEXT, true, AT(document), CH_NAME_MAX, 0, 0, NULL},
    };
#undef AT
    struct amendment body = {.funders = NULL};
    struct buf faults = {0};
    struct err err = {0};
    if (!find_tranche(call, &body.tranche)) {
        return;
    }
    bool ok = ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body, &faults);
    ok = ok && (!body.funders || read_funders(body.funders, body.tranche.funders,
                                              sizeof body.tranche.funders, &faults));
    if (!ok) {
        ch_call_faults(call, &faults);
    } else if (!ch_tranche_amend(&call->ctx, &body.tranche, body.document, &err)) {
        ch_call_fail(call, &err);
    } else {
        show(call, &body.tranche);
    }
    buf_clear(&faults);
}

struct closure {
    char carry_to[CH_SLUG_MAX];
    char document[CH_NAME_MAX];
};

void ch_api_tranche_close(struct ch_call *call)
{
    static const struct ch_field fields[] = {
        {"carry_to", CH_FIELD_SLUG, false, offsetof(struct closure, carry_to),
         CH_SLUG_MAX, 0, 0, NULL},
        {"document", CH_FIELD_TEXT, true, offsetof(struct closure, document), CH_NAME_MAX,
         0, 0, NULL},
    };
    struct closure body = {.carry_to = ""};
    struct ch_tranche tranche;
    struct buf faults = {0};
    struct err err = {0};
    if (!find_tranche(call, &tranche)) {
        return;
    }
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body, &faults)) {
        ch_call_faults(call, &faults);
    } else if (!ch_tranche_close(&call->ctx, &tranche, body.carry_to, body.document,
                                 &err)) {
        ch_call_fail(call, &err);
    } else {
        show(call, &tranche);
    }
    buf_clear(&faults);
}
