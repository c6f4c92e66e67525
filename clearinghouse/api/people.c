/* People and their roles. */
#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/service/people.h"

#include <stdio.h>
#include <string.h>

static const char *const roles[] = {"officer", "supervisor", "operator", "auditor",
                                    "admin",   "desk",       NULL};

/* ---- principals ---- */

static void add_grant(void *ctx, enum ch_role role, const char *scope)
{
    struct jsonw *w = ctx;
    jsonw_object(w);
    jsonw_kstr(w, "role", ch_role_name(role));
    jsonw_kstr(w, "scope", scope);
    jsonw_object_end(w);
}

static bool principal_json(struct ch_db *db, const struct ch_principal *p,
                           struct buf *out, struct err *err)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_key(&w, "grants");
    jsonw_array(&w);
    if (!ch_grant_each(db, p->id, add_grant, &w, err)) {
        return false;
    }
    jsonw_array_end(&w);
    jsonw_kstr(&w, "id", p->id);
    jsonw_kstr(&w, "name", p->name);
    if (p->uid >= 0) {
        jsonw_kint(&w, "uid", p->uid);
    } else {
        jsonw_knull(&w, "uid");
    }
    jsonw_object_end(&w);
    return jsonw_end(&w) || err_set(err, ERR_INTERNAL, "cannot write \"%s\"", p->id);
}

struct people {
    struct ch_call *call;
    struct buf items;
    struct err err;
};

static void add_principal(void *ctx, const struct ch_principal *p)
{
    struct people *people = ctx;
    buf_adds(&people->items, people->items.len ? "," : "");
    if (people->err.kind == ERR_NONE &&
        !principal_json(people->call->ctx.db, p, &people->items, &people->err)) {
        buf_reset(&people->items);
    }
}

void ch_api_principals_list(struct ch_call *call)
{
    struct people people = {.call = call};
    if (!ch_principal_each(call->ctx.db, add_principal, &people, &people.err) ||
        people.err.kind != ERR_NONE) {
        ch_call_fail(call, &people.err);
    } else {
        buf_printf(&call->reply, "{\"items\":[%s],\"next\":null}",
                   buf_str(&people.items));
    }
    buf_clear(&people.items);
}

struct admission {
    char id[CH_SLUG_MAX], name[CH_NAME_MAX];
    int64_t uid;
};

void ch_api_principal_admit(struct ch_call *call)
{
#define AT(field) offsetof(struct admission, field)
    static const struct ch_field fields[] = {
        {"id", CH_FIELD_SLUG, true, AT(id), CH_SLUG_MAX, 0, 0, NULL},
        {"name", CH_FIELD_TEXT, true, AT(name), CH_NAME_MAX, 0, 0, NULL},
        {"uid", CH_FIELD_INT, false, AT(uid), 0, 0, 4294967294, NULL},
    };
#undef AT
    struct admission body = {.uid = -1};
    struct ch_principal p = {.roles = 0};
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body, &faults)) {
        ch_call_faults(call, &faults);
        buf_clear(&faults);
        return;
    }
    snprintf(p.id, sizeof p.id, "%s", body.id);
    snprintf(p.name, sizeof p.name, "%s", body.name);
    p.uid = body.uid;
    if (!ch_person_admit(&call->ctx, &p, &err) ||
        !principal_json(call->ctx.db, &p, &call->reply, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    call->status = 201;
}

/* ---- grants ---- */

static bool add_proposal(void *ctx, const void *row, const char *body)
{
    struct buf *items = ctx;
    (void)body;
    buf_adds(items, items->len ? "," : "");
    ch_proposal_json(row, items);
    return true;
}

void ch_api_grants_list(struct ch_call *call)
{
    static const char *const words[] = {"proposed", "confirmed", "refused", NULL};
    const char *status = ch_call_param(call, "status");
    struct ch_proposal row;
    struct buf items = {0};
    struct err err = {0};
    size_t i = 0;
    while (status && words[i] && strcmp(words[i], status) != 0) {
        i++;
    }
    if (status && !words[i]) {
        ch_call_problem(call, 400, "bad-parameter",
                        "status is \"%.20s\"; use proposed, confirmed or refused",
                        status);
        return;
    }
    const char *const params[] = {status ? status : "proposed", NULL};
    if (!ch_row_each(call->ctx.db, &ch_proposal_table,
                     "WHERE status = $1 ORDER BY proposed_at DESC, id LIMIT 500", params,
                     false, &row, add_proposal, &items, &err)) {
        ch_call_fail(call, &err);
    } else {
        buf_printf(&call->reply, "{\"items\":[%s],\"next\":null}", buf_str(&items));
    }
    buf_clear(&items);
}

struct grant_body {
    char act[16], principal[CH_SLUG_MAX], role[16], scope[CH_SLUG_MAX];
};

void ch_api_grant_propose(struct ch_call *call)
{
    static const char *const acts[] = {"grant", "revoke", NULL};
#define AT(field)                                                                        \
    offsetof(struct grant_body, field), sizeof((struct grant_body *)0)->field
    static const struct ch_field fields[] = {
        {"act", CH_FIELD_WORD, false, AT(act), 0, 0, acts},
        {"principal", CH_FIELD_SLUG, true, AT(principal), 0, 0, NULL},
        {"role", CH_FIELD_WORD, true, AT(role), 0, 0, roles},
        {"scope", CH_FIELD_TEXT, true, AT(scope), 0, 0, NULL},
    };
#undef AT
    struct grant_body body = {.act = "grant"};
    struct ch_proposal p = {.revision = 0};
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body, &faults)) {
        ch_call_faults(call, &faults);
        buf_clear(&faults);
        return;
    }
    snprintf(p.act, sizeof p.act, "%s", body.act);
    snprintf(p.principal, sizeof p.principal, "%s", body.principal);
    snprintf(p.scope, sizeof p.scope, "%s", body.scope);
    p.role = ch_role_from_name(body.role);
    if (!ch_grant_propose(&call->ctx, &p, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    call->status = 201;
    call->etag = p.revision;
    ch_proposal_json(&p, &call->reply);
}

struct settling {
    char decision[16];
};

void ch_api_grant_settle(struct ch_call *call)
{
    static const char *const words[] = {"confirm", "refuse", NULL};
    static const struct ch_field fields[] = {
        {"decision", CH_FIELD_WORD, true, offsetof(struct settling, decision),
         sizeof((struct settling *)0)->decision, 0, 0, words},
    };
    struct settling body = {.decision = ""};
    struct ch_proposal p;
    struct buf faults = {0};
    struct err err = {0};
    if (!ch_fields_read(call->body, "", fields, COUNT_OF(fields), &body, &faults)) {
        ch_call_faults(call, &faults);
        buf_clear(&faults);
        return;
    }
    if (!ch_row_get(call->ctx.db, &ch_proposal_table, "id", call->id[0], &p, &err)) {
        ch_call_fail(call, &err);
        return;
    }
    if (!ch_call_if_match(call, p.revision, NULL)) {
        return;
    }
    if (!ch_grant_settle(&call->ctx, p.id, strcmp(body.decision, "confirm") == 0, &p,
                         &err)) {
        ch_call_fail(call, &err);
        return;
    }
    call->status = 201;
    call->etag = p.revision;
    ch_proposal_json(&p, &call->reply);
}
