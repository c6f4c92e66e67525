/* As much of JSON Schema as docs/openapi.yaml uses, for holding replies against it. */
#ifndef TESTS_CLEARINGHOUSE_SCHEMA_H
#define TESTS_CLEARINGHOUSE_SCHEMA_H

#include "tests/support/test.h"

#include "common/json.h"

#include <jansson.h>
#include <regex.h>
#include <stdlib.h>

/* "#/components/schemas/Fen" */
static inline json_t *schema_follow(const json_t *api, const char *ref)
{
    json_t *at = (json_t *)(uintptr_t)api;
    char part[80];
    ref += strlen("#/");
    while (*ref && at) {
        size_t len = strcspn(ref, "/");
        snprintf(part, sizeof part, "%.*s", (int)len, ref);
        at = json_object_get(at, part);
        ref += len + (ref[len] == '/');
    }
    return at;
}

static inline const json_t *schema_resolve(const json_t *api, const json_t *schema)
{
    const char *ref;
    while (schema && *(ref = json_str(schema, "$ref"))) {
        schema = schema_follow(api, ref);
    }
    return schema;
}

static inline bool schema_is(const json_t *value, const char *type)
{
    return strcmp(type, "string") == 0    ? json_is_string(value)
           : strcmp(type, "integer") == 0 ? json_is_integer(value)
           : strcmp(type, "boolean") == 0 ? json_is_boolean(value)
           : strcmp(type, "object") == 0  ? json_is_object(value)
           : strcmp(type, "array") == 0   ? json_is_array(value)
           : strcmp(type, "null") == 0    ? json_is_null(value)
                                          : false;
}

/* What is wrong with `value`, written to `out`; "" when nothing is. */
static inline void schema_check(const json_t *api, const json_t *schema,
                                const json_t *value, const char *where, char out[400]);

static inline bool schema_fits_type(const json_t *schema, const json_t *value)
{
    const json_t *type = json_object_get(schema, "type"), *one;
    size_t i;
    if (json_is_string(type)) {
        return schema_is(value, json_string_value(type));
    }
    json_array_foreach(type, i, one)
    {
        if (schema_is(value, json_string_value(one))) {
            return true;
        }
    }
    return !type;
}

static inline bool schema_fits_words(const json_t *schema, const json_t *value)
{
    const json_t *words = json_object_get(schema, "enum"), *one;
    const json_t *fixed = json_object_get(schema, "const");
    const char *pattern = json_str(schema, "pattern");
    size_t i;
    bool found = !words;
    json_array_foreach(words, i, one)
    {
        found = found || json_equal(one, value);
    }
    if (found && *pattern && json_is_string(value)) {
        regex_t regex;
        assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
        found = regexec(&regex, json_string_value(value), 0, NULL, 0) == 0;
        regfree(&regex);
    }
    return found && (!fixed || json_equal(fixed, value));
}

static inline bool schema_fits_range(const json_t *schema, const json_t *value)
{
    return !json_is_integer(value) ||
           (json_integer_value(value) >= json_int(schema, "minimum", INT64_MIN) &&
            json_integer_value(value) <= json_int(schema, "maximum", INT64_MAX));
}

static inline void schema_check_object(const json_t *api, const json_t *schema,
                                       const json_t *value, const char *where,
                                       char out[400])
{
    const json_t *properties = json_object_get(schema, "properties"), *name;
    const json_t *others = json_object_get(schema, "additionalProperties");
    const char *key;
    json_t *member;
    size_t i;
    char deeper[200];
    json_array_foreach(json_object_get(schema, "required"), i, name)
    {
        if (!json_object_get(value, json_string_value(name))) {
            snprintf(out, 400, "%.200s lacks %.80s", where, json_string_value(name));
            return;
        }
    }
    json_object_foreach((json_t *)(uintptr_t)value, key, member)
    {
        const json_t *of = json_object_get(properties, key);
        snprintf(deeper, sizeof deeper, "%.120s/%.60s", where, key);
        if (!of && json_is_false(others)) {
            snprintf(out, 400, "%.200s is not described", deeper);
        } else if (of || json_is_object(others)) {
            schema_check(api, of ? of : others, member, deeper, out);
        }
        if (*out) {
            return;
        }
    }
}

static inline bool schema_fits_any(const json_t *api, const json_t *list,
                                   const json_t *value, const char *where, char out[400])
{
    const json_t *one;
    size_t i;
    json_array_foreach(list, i, one)
    {
        out[0] = '\0';
        schema_check(api, one, value, where, out);
        if (!*out) {
            return true;
        }
    }
    return false;
}

static inline void schema_check(const json_t *api, const json_t *schema,
                                const json_t *value, const char *where, char out[400])
{
    const json_t *any, *one, *items;
    size_t i;
    char deeper[200];
    schema = schema_resolve(api, schema);
    if (!json_is_object(schema)) {
        snprintf(out, 400, "%.200s has no schema", where);
        return;
    }
    if (!schema_fits_type(schema, value) || !schema_fits_words(schema, value) ||
        !schema_fits_range(schema, value)) {
        char *text = json_dumps(value, JSON_ENCODE_ANY);
        snprintf(out, 400, "%.150s is %.200s", where, text);
        free(text);
        return;
    }
    if ((any = json_object_get(schema, "anyOf")) &&
        !schema_fits_any(api, any, value, where, out)) {
        return;
    }
    json_array_foreach(json_object_get(schema, "allOf"), i, one)
    {
        schema_check(api, one, value, where, out);
        if (*out) {
            return;
        }
    }
    if (json_is_object(value)) {
        schema_check_object(api, schema, value, where, out);
    }
    items = json_object_get(schema, "items");
    for (i = 0; items && !*out && i < json_array_size(value); i++) {
        snprintf(deeper, sizeof deeper, "%.150s/%zu", where, i);
        schema_check(api, items, json_array_get(value, i), deeper, out);
    }
}

#endif
