#include "backend_client/people.h"

#include "backend_client/fields_read.h"
#include "backend_client/payments.h"
#include "backend_client/token.h"
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

/* One record by a table of its members. */
static bool read_record(const char *json, const char *what, const struct bc_field *fields,
                        size_t count, void *out, struct err *err)
{
    json_t *doc = NULL;
    bool ok = json_read(json, strlen(json), DOC_BYTES, &doc, err) &&
              bc_fields_read(doc, what, fields, count, out, err);
    json_decref(doc);
    return ok;
}

#define READ(type)                                                                       \
    *out = (struct type){.id = ""};                                                      \
    return read_record(json, what, fields, COUNT_OF(fields), out, err)

bool bc_token_row_read(const char *json, struct bc_token_row *out, struct err *err)
{
#define F(type, key, member) BC_FIELD(type, key, struct bc_token_row, member)
    static const struct bc_field fields[] = {
        F(TEXT, "id", id),
        F(TEXT, "principal", principal),
        F(TEXT, "label", label),
        F(TEXT, "created_by", created_by),
        F(TEXT, "revoked_by", revoked_by),
        F(TIME, "created_at", created_at),
        F(TIME, "expires_at", expires_at),
        F(TIME, "revoked_at", revoked_at),
        F(TIME, "used_at", used_at),
    };
#undef F
    json_t *doc = NULL;
    *out = (struct bc_token_row){.id = ""};
    bool ok = json_read(json, strlen(json), DOC_BYTES, &doc, err) &&
              bc_fields_read(doc, "token", fields, COUNT_OF(fields), out, err);
    if (ok) {
        snprintf(out->scopes, sizeof out->scopes, "%s",
                 json_array_size(json_obj(doc, "scopes")) > 1 ? "read write" : "read");
    }
    json_decref(doc);
    return ok;
}

bool bc_proposal_read(const char *json, struct bc_proposal *out, struct err *err)
{
#define F(type, key, member) BC_FIELD_NEEDED(type, key, struct bc_proposal, member)
    static const char what[] = "proposal";
    static const struct bc_field fields[] = {
        F(TEXT, "id", id),
        F(TEXT, "act", act),
        F(TEXT, "principal", principal),
        F(TEXT, "role", role),
        F(TEXT, "scope", scope),
        F(TEXT, "status", status),
        F(TEXT, "proposer", proposer),
        F(TIME, "proposed_at", proposed_at),
        F(INT, "revision", revision),
    };
#undef F
    READ(bc_proposal);
}

bool bc_delegation_read(const char *json, struct bc_delegation *out, struct err *err)
{
#define F(type, key, member) BC_FIELD_NEEDED(type, key, struct bc_delegation, member)
    static const char what[] = "delegation";
    static const struct bc_field fields[] = {
        F(TEXT, "id", id),
        F(TEXT, "programme", programme),
        F(TEXT, "from", from),
        F(TEXT, "to", to),
        F(TEXT, "role", role),
        BC_FIELD(TEXT, "note", struct bc_delegation, note),
        F(INT, "cap_fen", cap_fen),
        F(TIME, "from_at", from_at),
        F(TIME, "until_at", until_at),
        F(TIME, "ended_at", ended_at),
        F(INT, "revision", revision),
    };
#undef F
    READ(bc_delegation);
}

bool bc_conflict_read(const char *json, struct bc_conflict *out, struct err *err)
{
#define F(type, key, member) BC_FIELD_NEEDED(type, key, struct bc_conflict, member)
    static const char what[] = "conflict";
    static const struct bc_field fields[] = {
        F(TEXT, "id", id),
        F(TEXT, "principal", principal),
        F(TEXT, "organisation.id", organisation),
        F(TEXT, "organisation.name", name),
        BC_FIELD(TEXT, "note", struct bc_conflict, note),
        F(TIME, "declared_at", declared_at),
        F(DAY, "until", until),
    };
#undef F
    READ(bc_conflict);
}

bool bc_freeze_read(const char *json, struct bc_freeze *out, struct err *err)
{
#define F(type, key, member) BC_FIELD_NEEDED(type, key, struct bc_freeze, member)
    static const char what[] = "freeze";
    static const struct bc_field fields[] = {
        F(TEXT, "id", id),
        F(TEXT, "programme", programme),
        F(TEXT, "decisions", decisions),
        BC_FIELD(TEXT, "note", struct bc_freeze, note),
        F(TEXT, "made_by", made_by),
        F(TIME, "made_at", made_at),
        F(DAY, "from", from),
        F(DAY, "until", until),
        F(INT, "revision", revision),
        BC_FIELD(TEXT, "lifted_by", struct bc_freeze, lifted_by),
        BC_FIELD(TIME, "lifted_at", struct bc_freeze, lifted_at),
    };
#undef F
    READ(bc_freeze);
}

bool bc_sampled_read(const char *json, struct bc_sampled *out, struct err *err)
{
#define F(type, key, member) BC_FIELD_NEEDED(type, key, struct bc_sampled, member)
    static const char what[] = "sampled case";
    static const struct bc_field fields[] = {
        F(TEXT, "id", id),
        F(TEXT, "number", number),
        F(TEXT, "status", status),
        F(TEXT, "because", because),
        F(TEXT, "ticket", ticket),
        F(INT, "grant_fen", grant_fen),
        F(INT, "issues", issues),
        BC_FIELD(TEXT, "removed.by", struct bc_sampled, removed_by),
        BC_FIELD(TEXT, "removed.reason", struct bc_sampled, reason),
    };
#undef F
    READ(bc_sampled);
}

bool bc_sample_read(const char *json, struct bc_sample *out, struct err *err)
{
#define F(type, key, member) BC_FIELD_NEEDED(type, key, struct bc_sample, member)
    static const struct bc_field fields[] = {
        F(TEXT, "programme", programme),  F(TEXT, "seed", seed),
        F(INT, "population", population), F(INT, "top", top),
        F(INT, "rate_bp", rate_bp),
    };
#undef F
    *out = (struct bc_sample){.seed = ""};
    return read_record(json, "sample", fields, COUNT_OF(fields), out, err);
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

int64_t bc_token_ask(struct bc_session *session, const struct bc_token_order *order)
{
    char key[ID_MAX];
    struct buf body = {0};
    write_order(order, &body);
    const struct bc_request request = {.path = "/v1/tokens",
                                       .body = buf_str(&body),
                                       .key = new_key(key),
                                       .if_match = -1};
    int64_t ticket = buf_ok(&body) ? bc_fetch_send(session, &request) : 0;
    buf_clear(&body);
    return ticket;
}

bool bc_token_taken(struct bc_session *session, int64_t ticket, char *token, size_t size,
                    struct err *err)
{
    const struct buf *answer = bc_fetched(session, ticket, err);
    json_t *doc = NULL;
    bool ok = answer && err->kind == ERR_NONE &&
              json_read(buf_str(answer), answer->len, DOC_BYTES, &doc, err);
    if (ok) {
        snprintf(token, size, "%s", json_str(doc, "token"));
        ok = *token || err_set(err, ERR_UNKNOWN,
                               "the answer came without the token; revoke it in the list "
                               "and make another");
    }
    json_decref(doc);
    bc_fetch_forget(session);
    return ok;
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
