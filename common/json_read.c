#include "common/json.h"

#include <jansson.h>
#include <string.h>

/* What jansson does not look at itself: depth before it recurses, and reals, which it
 * would round. Strings are skipped; anything malformed is left to jansson to name. */
static bool prescan(const char *text, size_t len, struct err *err)
{
    int depth = 0;
    bool string = false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (string) {
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                string = false;
            }
        } else if (c == '"') {
            string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > JSON_DEPTH_MAX) {
                return err_set(err, ERR_INVALID, "nested deeper than %d levels",
                               JSON_DEPTH_MAX);
            }
        } else if (c == '}' || c == ']') {
            depth--;
        } else if (c == '.' || ((c | 0x20) == 'e' && i > 0 && text[i - 1] >= '0' &&
                                text[i - 1] <= '9')) {
            return err_set(
                err, ERR_INVALID,
                "a number with a fraction or an exponent at byte %zu: use whole numbers",
                i);
        }
    }
    return true;
}

bool json_read(const char *text, size_t len, size_t max, struct json_t **out,
               struct err *err)
{
    if (len > max) {
        return err_set(err, ERR_INVALID, "%zu bytes are more than the limit of %zu", len,
                       max);
    }
    if (!prescan(text, len, err)) {
        return false;
    }
    json_error_t why;
    json_t *value = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);
    if (!value) {
        return err_set(err, ERR_INVALID, "line %d, column %d: %.200s", why.line,
                       why.column, why.text);
    }
    *out = value;
    return true;
}

const char *json_str(const struct json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

int64_t json_int(const struct json_t *object, const char *key, int64_t fallback)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : fallback;
}

bool json_flag(const struct json_t *object, const char *key, bool fallback)
{
    const json_t *value = json_object_get(object, key);
    return json_is_boolean(value) ? json_is_true(value) : fallback;
}

struct json_t *json_obj(const struct json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    return json_is_object(value) || json_is_array(value) ? value : NULL;
}
