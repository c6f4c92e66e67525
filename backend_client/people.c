#include "backend_client/people.h"

#include "common/date.h"
#include "common/id.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { DOC_BYTES = 4 << 20 };

#define TEXT(field, object, key)                                                         \
    snprintf(field, sizeof(field), "%s", json_str(object, key))

static int64_t instant(const json_t *doc, const char *key)
{
    int64_t at = 0;
    return date_time_parse(json_str(doc, key), &at) ? at : 0;
}

bool bc_person_read(const char *json, struct bc_person *out, struct err *err)
{
    json_t *doc, *grant;
    size_t i;
    if (!json_read(json, strlen(json), DOC_BYTES, &doc, err)) {
        return false;
    }
    *out = (struct bc_person){.uid = json_int(doc, "uid", -1)};
    TEXT(out->id, doc, "id");
    TEXT(out->name, doc, "name");
    json_array_foreach(json_obj(doc, "grants"), i, grant)
    {
        size_t at = strlen(out->grants);
        snprintf(out->grants + at, sizeof out->grants - at, "%s%s %s", at ? ", " : "",
                 json_str(grant, "role"), json_str(grant, "scope"));
    }
    json_decref(doc);
    return true;
}

bool bc_token_row_read(const char *json, struct bc_token_row *out, struct err *err)
{
    json_t *doc;
    if (!json_read(json, strlen(json), DOC_BYTES, &doc, err)) {
        return false;
    }
    *out = (struct bc_token_row){.expires_at = instant(doc, "expires_at"),
                                 .revoked_at = instant(doc, "revoked_at")};
    TEXT(out->id, doc, "id");
    TEXT(out->principal, doc, "principal");
    TEXT(out->label, doc, "label");
    snprintf(out->scopes, sizeof out->scopes, "%s",
             json_array_size(json_obj(doc, "scopes")) > 1 ? "read write" : "read");
    json_decref(doc);
    return true;
}

bool bc_entry_row_read(const char *json, struct bc_entry_row *out, struct err *err)
{
    json_t *doc;
    if (!json_read(json, strlen(json), DOC_BYTES, &doc, err)) {
        return false;
    }
    const json_t *actor = json_obj(doc, "actor"), *subject = json_obj(doc, "subject");
    *out =
        (struct bc_entry_row){.seq = json_int(doc, "seq", 0), .at = instant(doc, "at")};
    TEXT(out->stream, doc, "stream");
    TEXT(out->actor, actor, "id");
    TEXT(out->acting_for, actor, "acting_for");
    TEXT(out->role, actor, "role");
    TEXT(out->action, doc, "action");
    TEXT(out->kind, subject, "kind");
    TEXT(out->subject, subject, "id");
    json_decref(doc);
    return true;
}

static const char *new_key(char out[ID_MAX])
{
    struct id_source source = {0};
    return id_new(&source, "op", date_now(), out);
}

static void write_order(const struct bc_token_order *order, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    if (order->days >= 0) {
        jsonw_kint(&w, "days", order->days);
    }
    jsonw_kstr(&w, "label", order->label);
    if (order->principal) {
        jsonw_kstr(&w, "principal", order->principal);
    }
    jsonw_kraw(&w, "scopes", order->read_only ? "[\"read\"]" : "[\"read\",\"write\"]");
    jsonw_object_end(&w);
    out->failed |= !jsonw_end(&w);
}

bool bc_token_make(struct bc_session *session, const struct bc_token_order *order,
                   struct buf *out, char *token, size_t size, struct err *err)
{
    char key[ID_MAX];
    struct buf body = {0};
    json_t *doc = NULL;
    write_order(order, &body);
    const struct bc_request request = {.path = "/v1/tokens",
                                       .body = buf_str(&body),
                                       .key = new_key(key),
                                       .if_match = -1};
    bool ok = bc_direct(session, &request, out, err) &&
              json_read(buf_str(out), out->len, DOC_BYTES, &doc, err);
    buf_clear(&body);
    if (ok) {
        snprintf(token, size, "%s", json_str(doc, "token"));
    }
    json_decref(doc);
    return ok;
}

bool bc_token_revoke(struct bc_session *session, const char *id, struct buf *out,
                     struct err *err)
{
    char key[ID_MAX], path[128];
    if (!id_valid(id, "tok")) {
        return err_set(err, ERR_USAGE,
                       "\"%.60s\" is no token's id; 'voucherdesk tokens list' shows them",
                       id);
    }
    snprintf(path, sizeof path, "/v1/tokens/%s", id);
    const struct bc_request request = {
        .path = path, .method = "DELETE", .key = new_key(key), .if_match = -1};
    return bc_direct(session, &request, out, err);
}

bool bc_checkpoint_ask(struct bc_session *session, const char *stream, struct buf *out,
                       struct err *err)
{
    char key[ID_MAX], path[160];
    snprintf(path, sizeof path, "/v1/journal/%.60s/checkpoints", stream);
    const struct bc_request request = {
        .path = path, .body = "{}", .key = new_key(key), .if_match = -1};
    return bc_direct(session, &request, out, err);
}

bool bc_journal_head(struct bc_session *session, const char *stream, int64_t *seq,
                     struct err *err)
{
    char path[160];
    struct buf body = {0};
    struct err why = {0};
    json_t *doc;
    snprintf(path, sizeof path, "/v1/journal/%.60s/head", stream);
    const struct bc_request request = {.path = path, .if_match = -1};
    bool ok = bc_direct(session, &request, &body, &why) &&
              json_read(buf_str(&body), body.len, DOC_BYTES, &doc, &why);
    *seq = 0;
    if (ok) {
        *seq = json_int(doc, "seq", 0);
        json_decref(doc);
    } else if (why.kind != ERR_NOT_FOUND) {
        *err = why;
        buf_clear(&body);
        return false;
    }
    buf_clear(&body);
    return true;
}
