#include "backend_client/audit_impl.h"

#include "backend_client/cut.h"
#include "backend_client/fields_read.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A member that is text, unescaped where it has to be; "" when it is none. */
static void text_of(struct bc_span value, char *out, size_t size)
{
    out[0] = '\0';
    if (!value.at || *value.at != '"') {
        return;
    }
    if (bc_cut_text(value, out, size)) {
        return;
    }
    struct buf list = {0};
    json_t *read = NULL;
    buf_addc(&list, '[');
    buf_add(&list, value.at, value.len);
    buf_addc(&list, ']');
    if (json_read(buf_str(&list), list.len, list.len + 1, &read, NULL)) {
        const char *text = json_string_value(json_array_get(read, 0));
        bc_text_copy(out, size, text ? text : "");
    }
    json_decref(read);
    buf_clear(&list);
}

static int64_t number_of(struct bc_span value)
{
    return value.at ? strtoll(value.at, NULL, 10) : -1;
}

static bool cut(struct bc_span object, const char *const *keys, size_t count,
                struct bc_span *out)
{
    memset(out, 0, count * sizeof *out);
    return object.at && *object.at == '{' &&
           bc_cut_object(object.at, object.len, keys, count, out);
}

/* What the record calls itself: a case has a number and an applicant, others a name. */
static void read_body(struct bc_span body, struct bc_audit_entry *out)
{
    static const char *const keys[] = {"number", "name", "applicant", "id"};
    static const char *const name[] = {"name"};
    struct bc_span found[4], inner;
    if (!cut(body, keys, 4, found)) {
        return;
    }
    text_of(found[0], out->number, sizeof out->number);
    text_of(found[1], out->name, sizeof out->name);
    if (cut(found[2], name, 1, &inner)) {
        text_of(inner, out->name, sizeof out->name);
    }
}

static bool wrong(struct err *err, const char *what)
{
    return err_set(err, ERR_INVALID, "the server's journal entry has no usable \"%s\"",
                   what);
}

bool bc_audit_entry_read(const char *json, size_t len, struct bc_audit_entry *out,
                         struct err *err)
{
    static const char *const keys[] = {"seq",   "at",   "hash",    "action",
                                       "actor", "body", "subject", "reason"};
    enum { SEQ, AT, HASH, ACTION, ACTOR, BODY, SUBJECT, REASON, KEYS };
    static const char *const who[] = {"id", "role"};
    static const char *const what[] = {"kind", "id", "revision"};
    static const char *const why[] = {"code"};
    struct bc_span found[KEYS], inner[3];
    char at[40];
    *out = (struct bc_audit_entry){0};
    if (!bc_cut_object(json, len, keys, KEYS, found)) {
        return wrong(err, "object");
    }
    out->seq = number_of(found[SEQ]);
    text_of(found[AT], at, sizeof at);
    text_of(found[HASH], out->hash, sizeof out->hash);
    text_of(found[ACTION], out->action, sizeof out->action);
    if (out->seq < 1 || !date_time_parse(at, &out->at)) {
        return wrong(err, out->seq < 1 ? "seq" : "at");
    }
    if (!cut(found[ACTOR], who, 2, inner)) {
        return wrong(err, "actor");
    }
    text_of(inner[0], out->who, sizeof out->who);
    text_of(inner[1], out->role, sizeof out->role);
    if (!cut(found[SUBJECT], what, 3, inner)) {
        return wrong(err, "subject");
    }
    text_of(inner[0], out->kind, sizeof out->kind);
    text_of(inner[1], out->subject, sizeof out->subject);
    out->revision = number_of(inner[2]);
    if (cut(found[REASON], why, 1, inner)) {
        text_of(inner[0], out->reason, sizeof out->reason);
    }
    read_body(found[BODY], out);
    return true;
}
