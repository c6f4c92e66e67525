#include "backend_client/cut.h"

#include <string.h>

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) {
        at++;
    }
    return at;
}

/* Behind the closing quote of the string that opens at `at`; NULL when there is none. */
static const char *skip_string(const char *at, const char *end)
{
    for (at++; at < end; at++) {
        if (*at == '\\') {
            at++;
        } else if (*at == '"') {
            return at + 1;
        }
    }
    return NULL;
}

/* Behind the value that begins at `at`: brackets are counted, not matched by kind; what
 * is inside is for json_read() to judge. */
static const char *skip_value(const char *at, const char *end)
{
    int depth = 0;
    const char *start = at;
    while (at < end) {
        char c = *at;
        if (c == '"') {
            at = skip_string(at, end);
            if (!at) {
                return NULL;
            }
            if (depth == 0) {
                return at;
            }
            continue;
        }
        if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            if (depth <= 1) {
                return depth == 1 ? at + 1 : at > start ? at : NULL;
            }
            depth--;
        } else if (c == ',' && depth == 0) {
            return at > start ? at : NULL;
        }
        at++;
    }
    return NULL;
}

static bool note(struct bc_span key, struct bc_span value, const char *const *keys,
                 size_t count, struct bc_span *out)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(keys[i]) == key.len && strncmp(keys[i], key.at, key.len) == 0) {
            if (out[i].at) {
                return false;
            }
            out[i] = value;
        }
    }
    return true;
}

bool bc_cut_object(const char *json, size_t len, const char *const *keys, size_t count,
                   struct bc_span *out)
{
    const char *end = json + len, *at = skip_space(json, end);
    memset(out, 0, count * sizeof *out);
    if (at == end || *at != '{') {
        return false;
    }
    for (at = skip_space(at + 1, end); at < end && *at == '"';) {
        const char *behind = skip_string(at, end);
        if (!behind) {
            return false;
        }
        struct bc_span key = {at + 1, (size_t)(behind - at) - 2};
        at = skip_space(behind, end);
        if (at == end || *at != ':') {
            return false;
        }
        at = skip_space(at + 1, end);
        behind = skip_value(at, end);
        if (!behind ||
            !note(key, (struct bc_span){at, (size_t)(behind - at)}, keys, count, out)) {
            return false;
        }
        at = skip_space(behind, end);
        if (at < end && *at == ',') {
            at = skip_space(at + 1, end);
        }
    }
    return at < end && *at == '}' && skip_space(at + 1, end) == end;
}

bool bc_cut_item(struct bc_span *rest, struct bc_span *item)
{
    const char *end = rest->at + rest->len, *at = skip_space(rest->at, end);
    item->at = NULL;
    item->len = 0;
    if (at == end || (*at != '[' && *at != ',' && *at != ']')) {
        return false;
    }
    bool first = *at == '[';
    if (*at != ']') {
        at = skip_space(at + 1, end);
    }
    if (at < end && *at == ']') {
        rest->at = at;
        rest->len = (size_t)(end - at);
        return first || rest->len > 0;
    }
    const char *behind = at < end ? skip_value(at, end) : NULL;
    if (!behind) {
        return false;
    }
    item->at = at;
    item->len = (size_t)(behind - at);
    rest->at = skip_space(behind, end);
    rest->len = (size_t)(end - rest->at);
    return true;
}

bool bc_cut_text(struct bc_span value, char *out, size_t size)
{
    out[0] = '\0';
    if (value.len == 4 && strncmp(value.at, "null", 4) == 0) {
        return true;
    }
    if (value.len < 2 || value.len - 2 >= size || *value.at != '"' ||
        memchr(value.at, '\\', value.len)) {
        return false;
    }
    memcpy(out, value.at + 1, value.len - 2);
    out[value.len - 2] = '\0';
    return true;
}
