#include "backend_client/audit_impl.h"

#include "backend_client/cut.h"
#include "backend_client/fields_read.h"
#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_LIST = 24 };

/* ---- a record as a list of fields ---- */

struct flat {
    struct bc_audit_field *fields;
    int count;
    bool after; /* which side is being filled */
};

static struct bc_audit_field *field_of(struct flat *flat, const char *path)
{
    for (int i = 0; i < flat->count; i++) {
        if (strcmp(flat->fields[i].path, path) == 0) {
            return &flat->fields[i];
        }
    }
    if (flat->count == BC_AUDIT_FIELDS) {
        return NULL;
    }
    struct bc_audit_field *field = &flat->fields[flat->count++];
    *field = (struct bc_audit_field){.changed = false};
    bc_text_copy(field->path, sizeof field->path, path);
    return field;
}

static void put(struct flat *flat, const char *path, const char *value)
{
    struct bc_audit_field *field = field_of(flat, path);
    if (field) {
        bc_text_copy(flat->after ? field->after : field->before, sizeof field->after,
                     value);
    }
}

/* What tells an item of a list from the others, so that a new one does not make all that
 * follow it look changed. */
static const char *name_of(const json_t *item)
{
    static const char *const keys[] = {"rule", "kind", "accelerator", "by", "id", "name"};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const char *name = json_string_value(json_object_get(item, keys[i]));
        if (name) {
            return name;
        }
    }
    return NULL;
}

static void flatten(struct flat *flat, const char *path, const json_t *value);

static void flatten_list(struct flat *flat, const char *path, const json_t *list)
{
    char deeper[112], count[32];
    size_t i;
    const json_t *item;
    if (json_array_size(list) > LONG_LIST || json_array_size(list) == 0) {
        snprintf(count, sizeof count, "[%zu]", json_array_size(list));
        put(flat, path, count);
        return;
    }
    json_array_foreach(list, i, item)
    {
        const char *name = name_of(item);
        if (name) {
            snprintf(deeper, sizeof deeper, "%.70s[%.36s]", path, name);
        } else {
            snprintf(deeper, sizeof deeper, "%.80s[%zu]", path, i + 1);
        }
        flatten(flat, deeper, item);
    }
}

static void flatten_object(struct flat *flat, const char *path, const json_t *object)
{
    char deeper[112];
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)(uintptr_t)object, key, member)
    {
        snprintf(deeper, sizeof deeper, "%.70s%s%.40s", path, *path ? "." : "", key);
        flatten(flat, deeper, member);
    }
}

static void flatten(struct flat *flat, const char *path, const json_t *value)
{
    char number[32];
    if (json_is_object(value)) {
        flatten_object(flat, path, value);
    } else if (json_is_array(value)) {
        flatten_list(flat, path, value);
    } else if (json_is_string(value)) {
        put(flat, path, json_string_value(value));
    } else if (json_is_integer(value)) {
        snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
                 json_integer_value(value));
        put(flat, path, number);
    } else if (json_is_boolean(value)) {
        put(flat, path, json_is_true(value) ? "true" : "false");
    } else {
        put(flat, path, "");
    }
}

/* Fields that change with every entry say nothing. */
static bool is_bookkeeping(const char *path)
{
    return strcmp(path, "revision") == 0 || strcmp(path, "updated_at") == 0;
}

/* The changed ones come first; each part keeps the order of the record. */
static void sort_changed(struct bc_audit_detail *out)
{
    int changed = 0;
    for (int i = 0; i < out->count; i++) {
        struct bc_audit_field field = out->fields[i];
        field.changed =
            strcmp(field.before, field.after) != 0 && !is_bookkeeping(field.path);
        if (field.changed) {
            memmove(&out->fields[changed + 1], &out->fields[changed],
                    (size_t)(i - changed) * sizeof field);
            out->fields[changed++] = field;
        }
    }
    out->changed = changed;
}

bool bc_audit_compare(const char *before, const char *after, struct bc_audit_detail *out,
                      struct err *err)
{
    json_t *old = NULL, *new = NULL;
    struct flat flat = {.fields = out->fields, .after = true};
    bool ok = json_read(after, strlen(after), BC_AUDIT_BYTES, &new, err) &&
              (!before || json_read(before, strlen(before), BC_AUDIT_BYTES, &old, err));
    const json_t *body = json_object_get(new, "body");
    if (ok) {
        const json_t *reason = json_object_get(new, "reason");
        bc_text_copy(out->operation, BC_NAME, json_str(new, "operation"));
        bc_text_copy(out->policy, BC_NAME, json_str(new, "policy"));
        bc_text_copy(out->note, sizeof out->note, json_str(reason, "note"));
        bc_text_copy(out->acting_for, BC_WORD,
                     json_str(json_object_get(new, "actor"), "acting_for"));
        bc_text_copy(out->prev, HASH_HEX, json_str(new, "prev"));
        bc_text_copy(out->hash, HASH_HEX, json_str(new, "hash"));
        flatten(&flat, "", body);
        flat.after = false;
        flatten(&flat, "", json_object_get(old, "body"));
        out->count = flat.count;
        sort_changed(out);
    }
    json_decref(old);
    json_decref(new);
    return ok;
}

/* ---- fetching the two ---- */

static void look_failed(struct bc_audit_look *look, const struct err *err)
{
    look->searching = false;
    look->detail->err = *err;
    bc_event_push(look->audit->session, &(struct bc_event){.kind = BC_EVENT_AUDIT});
}

static void finish(struct bc_audit_look *look, const char *before)
{
    struct err err = {0};
    look->searching = false;
    if (!bc_audit_compare(before, buf_str(&look->entry), look->detail, &err)) {
        look_failed(look, &err);
        return;
    }
    look->detail->ready = true;
    bc_event_push(look->audit->session, &(struct bc_event){.kind = BC_EVENT_AUDIT});
}

static bool ask(struct bc_audit_look *look, int64_t seq, bc_reply_fn *done)
{
    char path[BC_AUDIT_PATH];
    snprintf(path, sizeof path, "/v1/journal/%s?after=%" PRId64 "&limit=1",
             bc_audit_stream(look->audit, look->stream), seq - 1);
    const struct bc_request request = {.path = path, .if_match = -1};
    look->ticket = bc_transport_send(look->audit->session->transport, &request,
                                     BC_AUDIT_BYTES, 0, done, look);
    return look->ticket != 0;
}

/* The one item of the answer. */
static bool only_item(struct bc_reply *reply, struct buf *out, struct err *err)
{
    static const char *const keys[] = {"items"};
    struct bc_span list = {0}, item = {0};
    if (reply->err.kind != ERR_NONE) {
        *err = reply->err;
        return false;
    }
    if (!bc_cut_object(buf_str(&reply->body), reply->body.len, keys, 1, &list) ||
        !list.at || !bc_cut_item(&list, &item) || !item.at) {
        return err_set(
            err, ERR_INVALID,
            "the server's journal does not have this entry; ask again with F5");
    }
    buf_reset(out);
    buf_add(out, item.at, item.len);
    return buf_ok(out) || err_set(err, ERR_INTERNAL, "out of memory for an entry");
}

static void on_before(void *ctx, struct bc_reply *reply)
{
    struct bc_audit_look *look = ctx;
    struct buf before = {0};
    struct err err = {0};
    look->ticket = 0;
    if (only_item(reply, &before, &err)) {
        finish(look, buf_str(&before));
    } else {
        look_failed(look, &err);
    }
    buf_clear(&before);
}

/* Readings are added to a centre; they are not its new state. */
static bool is_state(const struct bc_audit_entry *entry)
{
    return strcmp(entry->action, "centre.readings") != 0;
}

/* The seq of the entry before about the same subject; 0 there is none, -1 not read. */
static int64_t seq_before(const struct bc_audit_look *look)
{
    const struct bc_audit_stream *stream = &look->audit->streams[look->stream];
    if (look->revision == 1) {
        return 0;
    }
    for (int i = 0; i < stream->count; i++) {
        const struct bc_audit_entry *row = &stream->rows[i];
        if (row->seq < look->seq && strcmp(row->subject, look->subject) == 0 &&
            strcmp(row->kind, look->kind) == 0 && is_state(row)) {
            return row->seq;
        }
    }
    return stream->low > 1 ? -1 : 0;
}

void bc_audit_look_on(struct bc_audit *audit)
{
    struct bc_audit_look *look = &audit->look;
    if (!look->searching || look->ticket || look->entry.len == 0) {
        return;
    }
    int64_t before = seq_before(look);
    if (before < 0) {
        return; /* the pump reads on in this stream */
    }
    look->searching = false;
    look->detail->before_seq = before;
    if (before == 0) {
        finish(look, NULL);
    } else if (!ask(look, before, on_before)) {
        struct err err = {0};
        err_set(&err, ERR_INTERNAL, "out of memory for a request");
        look_failed(look, &err);
    }
}

static void on_entry(void *ctx, struct bc_reply *reply)
{
    struct bc_audit_look *look = ctx;
    struct err err = {0};
    look->ticket = 0;
    if (!only_item(reply, &look->entry, &err)) {
        look_failed(look, &err);
        return;
    }
    bc_audit_look_on(look->audit);
    bc_audit_pump(look->audit);
}

void bc_audit_look_stop(struct bc_audit *audit)
{
    struct bc_audit_look *look = &audit->look;
    if (look->ticket) {
        bc_transport_cancel(audit->session->transport, look->ticket);
    }
    look->ticket = look->seq = 0;
    look->searching = false;
    buf_clear(&look->entry);
    free(look->detail);
    look->detail = NULL;
}

const struct bc_audit_detail *bc_audit_detail(struct bc_audit *audit,
                                              const struct bc_audit_entry *entry)
{
    struct bc_audit_look *look = &audit->look;
    if (look->detail && look->stream == entry->stream && look->seq == entry->seq) {
        bool there = look->detail->ready || look->detail->err.kind != ERR_NONE;
        return there ? look->detail : NULL;
    }
    bc_audit_look_stop(audit);
    look->detail = calloc(1, sizeof *look->detail);
    if (!look->detail) {
        return NULL;
    }
    look->detail->seq = entry->seq;
    look->stream = entry->stream;
    look->seq = entry->seq;
    look->revision = is_state(entry) ? entry->revision : 1;
    memcpy(look->kind, entry->kind, sizeof look->kind);
    memcpy(look->subject, entry->subject, sizeof look->subject);
    look->searching = true;
    if (!ask(look, entry->seq, on_entry)) {
        look->seq = 0;
    }
    return NULL;
}
