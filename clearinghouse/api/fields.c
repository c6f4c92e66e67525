#include "clearinghouse/api/fields.h"

#include "clearinghouse/api/call.h"
#include "common/credit_code.h"
#include "common/date.h"
#include "common/json.h"
#include "common/money.h"
#include "common/text.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct reading {
    const char *base;
    struct buf *faults;
    bool bad;
};

static void fault(struct reading *r, const char *name, const char *format, ...)
    PRINTF_LIKE(3, 4);
static void fault(struct reading *r, const char *name, const char *format, ...)
{
    char message[300];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    struct safe_text safe = safe_text(message);
    struct safe_text where = safe_textf("%s/%s", r->base, name);
    if (r->faults->len > 0) {
        buf_addc(r->faults, ',');
    }
    struct jsonw w;
    jsonw_start(&w, r->faults);
    jsonw_object(&w);
    jsonw_kstr(&w, "message", safe.bytes);
    jsonw_kstr(&w, "pointer", where.bytes);
    jsonw_object_end(&w);
    r->bad = true;
}

static void read_text(struct reading *r, const struct ch_field *f, const json_t *value,
                      char *out)
{
    const char *text = json_string_value(value), *why;
    uint32_t point;
    if (!text) {
        fault(r, f->name, "must be text");
        return;
    }
    size_t len = json_string_length(value);
    if (len >= f->size || strlen(text) != len) {
        fault(r, f->name, "must have at most %zu bytes, without a zero byte",
              f->size - 1);
        return;
    }
    if (!text_field_ok(text, len, &point, &why)) {
        fault(r, f->name, "U+%04" PRIX32 " %s", point, why);
        return;
    }
    if (f->required && len == 0) {
        fault(r, f->name, "must not be empty");
        return;
    }
    memcpy(out, text, len + 1);
}

static void read_word(struct reading *r, const struct ch_field *f, const char *text,
                      char *out)
{
    char list[200] = "";
    for (const char *const *word = f->words; *word; word++) {
        if (strcmp(*word, text) == 0) {
            snprintf(out, f->size, "%s", text);
            return;
        }
        size_t at = strlen(list);
        snprintf(list + at, sizeof list - at, "%s%s", at ? ", " : "", *word);
    }
    fault(r, f->name, "\"%.40s\" is none of: %s", text, list);
}

static void read_string(struct reading *r, const struct ch_field *f, const json_t *value,
                        void *out)
{
    const char *text = json_string_value(value), *why = NULL;
    if (!text) {
        fault(r, f->name, "must be text");
        return;
    }
    switch (f->kind) {
    case CH_FIELD_WORD:
        read_word(r, f, text, out);
        return;
    case CH_FIELD_SLUG:
        if (!*text || strlen(text) >= f->size ||
            strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_") != strlen(text)) {
            why = "must be lower-case letters, digits and hyphens";
        }
        break;
    case CH_FIELD_CODE:
        why = credit_code_problem(text);
        break;
    case CH_FIELD_DATE:
        why = date_parse(text, out) ? NULL : "must be a date YYYY-MM-DD that exists";
        break;
    default:
        why = date_time_parse(text, out) ? NULL
                                         : "must be an instant like 2025-08-14T06:02:41Z";
    }
    if (why) {
        fault(r, f->name, "\"%.60s\" %s", text, why);
    } else if (f->kind == CH_FIELD_SLUG || f->kind == CH_FIELD_CODE) {
        memcpy(out, text, strlen(text) + 1);
    }
}

static void read_int(struct reading *r, const struct ch_field *f, const json_t *value,
                     int64_t *out)
{
    int64_t least = f->kind == CH_FIELD_MONEY ? 0 : f->min;
    int64_t most = f->kind == CH_FIELD_MONEY ? MONEY_MAX : f->max;
    if (!json_is_integer(value)) {
        fault(r, f->name, "must be a whole number%s",
              f->kind == CH_FIELD_MONEY ? " of fen" : "");
    } else if (json_integer_value(value) < least || json_integer_value(value) > most) {
        fault(r, f->name, "%" PRId64 " is not between %" PRId64 " and %" PRId64,
              (int64_t)json_integer_value(value), least, most);
    } else {
        *out = json_integer_value(value);
    }
}

static void read_nested(struct reading *r, const struct ch_field *f, json_t *value,
                        void *out)
{
    bool array = f->kind == CH_FIELD_ARRAY;
    if (array ? !json_is_array(value) : !json_is_object(value)) {
        fault(r, f->name, array ? "must be an array" : "must be an object");
    } else if (array && json_array_size(value) > (size_t)f->max) {
        fault(r, f->name, "has %zu items, at most %" PRId64 " are taken",
              json_array_size(value), f->max);
    } else {
        const json_t *borrowed = value;
        memcpy(out, &borrowed, sizeof borrowed);
    }
}

static void read_one(struct reading *r, const struct ch_field *f, json_t *value,
                     char *out)
{
    switch (f->kind) {
    case CH_FIELD_TEXT:
        read_text(r, f, value, out);
        break;
    case CH_FIELD_INT:
    case CH_FIELD_MONEY:
        read_int(r, f, value, (int64_t *)(void *)out);
        break;
    case CH_FIELD_BOOL:
        if (json_is_boolean(value)) {
            *(bool *)out = json_is_true(value);
        } else {
            fault(r, f->name, "must be true or false");
        }
        break;
    case CH_FIELD_OBJECT:
    case CH_FIELD_ARRAY:
        read_nested(r, f, value, out);
        break;
    default:
        read_string(r, f, value, out);
    }
}

static bool is_known(const struct ch_field *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(fields[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

bool ch_fields_read(const struct json_t *object, const char *base,
                    const struct ch_field *fields, size_t count, void *out,
                    struct buf *faults)
{
    struct reading r = {.base = base, .faults = faults};
    const char *name;
    json_t *value;
    if (!json_is_object(object)) {
        fault(&r, "", "must be an object");
        return false;
    }
    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        if (!is_known(fields, count, name)) {
            fault(&r, name, "is not a field of this request");
        }
    }
    for (size_t i = 0; i < count; i++) {
        value = json_object_get(object, fields[i].name);
        if (value && !json_is_null(value)) {
            read_one(&r, &fields[i], value, (char *)out + fields[i].offset);
        } else if (fields[i].required) {
            fault(&r, fields[i].name, "is missing");
        }
    }
    return !r.bad;
}

void ch_call_faults(struct ch_call *call, const struct buf *faults)
{
    struct err err = {0};
    struct buf list = {0};
    buf_printf(&list, "[%s]", buf_str(faults));
    err_set_type(&err, ERR_INVALID, "invalid-fields",
                 "some fields are not right; `errors` names each with what would be");
    ch_call_fail_with(call, &err, "errors", buf_str(&list));
    buf_clear(&list);
}
