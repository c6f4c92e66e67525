#include "backend_client/fields_read.h"

#include "common/date.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

static const int64_t int_max = INT64_C(1000000000000000);

void bc_text_copy(char *out, size_t size, const char *text)
{
    size_t len = strnlen(text, size);
    if (len == size) {
        len = size - 1;
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80) {
            len--;
        }
    }
    memcpy(out, text, len);
    out[len] = '\0';
}

static bool wrong(const char *what, const char *key, const char *wanted, struct err *err)
{
    return err_set(err, ERR_INVALID, "the server's %s has no usable \"%s\": %s is wanted",
                   what, key, wanted);
}

static const json_t *member(const json_t *object, const char *key)
{
    const char *dot = strchr(key, '.');
    if (!dot) {
        return json_object_get(object, key);
    }
    char head[40];
    bc_text_copy(head, (size_t)(dot - key) + 1, key);
    return json_object_get(json_object_get(object, head), dot + 1);
}

static bool read_int(const json_t *value, int64_t *out)
{
    if (json_is_null(value)) {
        *out = -1;
        return true;
    }
    int64_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < -1 || number > int_max) {
        return false;
    }
    *out = number;
    return true;
}

/* Each type's reader writes `*at` and says whether the value fits it. */
static bool read_value(const json_t *value, const struct bc_field *field, void *at)
{
    const char *text = json_string_value(value);
    bool null = json_is_null(value);
    int64_t number;
    switch (field->type) {
    case BC_FIELD_TEXT:
        bc_text_copy(at, field->size, text ? text : "");
        return text || null;
    case BC_FIELD_INT:
        return read_int(value, at);
    case BC_FIELD_NUMBER:
        if (!read_int(value, &number) || number > INT32_MAX) {
            return false;
        }
        *(int *)at = (int)number;
        return true;
    case BC_FIELD_TIME:
        *(int64_t *)at = 0;
        return null || (text && date_time_parse(text, at));
    case BC_FIELD_DAY:
        *(int32_t *)at = 0;
        return null || (text && date_parse(text, at));
    case BC_FIELD_FLAG:
        *(bool *)at = json_is_true(value);
        return json_is_boolean(value) || null;
    }
    return false;
}

bool bc_fields_read(const struct json_t *object, const char *what,
                    const struct bc_field *fields, size_t count, void *out,
                    struct err *err)
{
    static const char *const wanted[] = {
        [BC_FIELD_TEXT] = "text",
        [BC_FIELD_INT] = "a whole number",
        [BC_FIELD_NUMBER] = "a small whole number",
        [BC_FIELD_TIME] = "an instant",
        [BC_FIELD_DAY] = "a date",
        [BC_FIELD_FLAG] = "true or false",
    };
    if (!json_is_object(object)) {
        return err_set(err, ERR_INVALID, "the server's %s is not an object", what);
    }
    for (size_t i = 0; i < count; i++) {
        const struct bc_field *field = &fields[i];
        const json_t *value = member(object, field->key);
        char *at = (char *)out + field->offset;
        if (!value && !field->needed) {
            continue;
        }
        if (!value || !read_value(value, field, at) ||
            (field->needed && field->type == BC_FIELD_TEXT && !*at)) {
            return wrong(what, field->key, wanted[field->type], err);
        }
    }
    return true;
}

bool bc_fields_read_list(const struct json_t *object, const char *key,
                         const struct bc_field *fields, size_t count, void *out,
                         size_t item_size, int max, int *out_count, struct err *err)
{
    const json_t *list = json_object_get(object, key);
    *out_count = 0;
    if (!list || json_is_null(list)) {
        return true;
    }
    if (!json_is_array(list)) {
        return wrong("record", key, "a list", err);
    }
    size_t size = json_array_size(list);
    for (size_t i = 0; i < size && *out_count < max; i++) {
        char *item = (char *)out + item_size * (size_t)*out_count;
        if (!bc_fields_read(json_array_get(list, i), key, fields, count, item, err)) {
            return false;
        }
        (*out_count)++;
    }
    return true;
}
