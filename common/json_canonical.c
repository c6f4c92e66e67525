#include "common/json.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void put(struct jsonw *w, const json_t *value);

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Members by the bytes of their names, which are lent by the object itself. */
static void put_object(struct jsonw *w, json_t *object)
{
    size_t count = json_object_size(object), n = 0;
    const char **names = calloc(count + 1, sizeof *names);
    const char *name;
    json_t *member;
    if (!names) {
        w->broken = true;
        return;
    }
    json_object_foreach(object, name, member)
    {
        names[n++] = name;
    }
    qsort(names, n, sizeof *names, by_bytes);
    jsonw_object(w);
    for (size_t i = 0; i < n; i++) {
        jsonw_key(w, names[i]);
        put(w, json_object_get(object, names[i]));
    }
    jsonw_object_end(w);
    free(names);
}

static void put(struct jsonw *w, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        put_object(w, (json_t *)(uintptr_t)value);
        break;
    case JSON_ARRAY:
        jsonw_array(w);
        for (size_t i = 0; i < json_array_size(value); i++) {
            put(w, json_array_get(value, i));
        }
        jsonw_array_end(w);
        break;
    case JSON_STRING:
        jsonw_string(w, json_string_value(value));
        break;
    case JSON_INTEGER:
        jsonw_int(w, json_integer_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        jsonw_bool(w, json_is_true(value));
        break;
    case JSON_NULL:
        jsonw_null(w);
        break;
    case JSON_REAL: /* never let in by json_read() */
        w->broken = true;
    }
}

void json_canonical(const struct json_t *value, struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    put(&w, value);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}
