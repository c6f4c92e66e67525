#include "clearinghouse/match.h"

#include "common/text.h"

#include <stdio.h>
#include <string.h>

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Percent-decode `len` bytes into `out` (len + 1). False on a bad escape, a NUL or bad
 * UTF-8. */
static bool decode(const char *text, size_t len, bool plus, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '%') {
            int high = i + 2 < len ? hex(text[i + 1]) : -1;
            int low = i + 2 < len ? hex(text[i + 2]) : -1;
            if (high < 0 || low < 0 || (high == 0 && low == 0)) {
                return false;
            }
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[n++] = c;
    }
    out[n] = '\0';
    return text_valid(out, n);
}

/* One segment of `*path`, without its slashes. */
static size_t segment(const char **path)
{
    *path += **path == '/';
    return strcspn(*path, "/");
}

static bool matches(const char *pattern, const char *path, const char *ids[CH_PATH_IDS],
                    char scratch[512])
{
    size_t used = 0;
    int id = 0;
    while (*pattern && *path) {
        size_t want = segment(&pattern), have = segment(&path);
        if (*pattern == '{') {
            if (have == 0 || id == CH_PATH_IDS || used + have + 1 > 512 ||
                !decode(path, have, false, scratch + used)) {
                return false;
            }
            ids[id++] = scratch + used;
            used += have + 1;
        } else if (want != have || strncmp(pattern, path, want) != 0) {
            return false;
        }
        pattern += want;
        path += have;
    }
    while (id < CH_PATH_IDS) {
        ids[id++] = "";
    }
    return !*pattern && !*path;
}

enum ch_match ch_match(const char *method, const char *path,
                       const struct ch_route **route, const char *ids[CH_PATH_IDS],
                       char scratch[512], char allow[48])
{
    enum ch_match found = CH_NO_PATH;
    allow[0] = '\0';
    for (size_t i = 0; i < ch_route_count; i++) {
        if (!matches(ch_routes[i].path, path, ids, scratch)) {
            continue;
        }
        if (strcmp(ch_routes[i].method, method) == 0) {
            *route = &ch_routes[i];
            return CH_MATCHED;
        }
        size_t at = strlen(allow);
        snprintf(allow + at, 48 - at, "%s%s", at ? ", " : "", ch_routes[i].method);
        found = CH_NO_METHOD;
    }
    return found;
}

bool ch_query_split(const char *query, char *scratch, struct ch_param *params, int *count)
{
    *count = 0;
    while (query && *query) {
        size_t len = strcspn(query, "&"), name = strcspn(query, "=&");
        if (*count == CH_PARAMS_MAX || name == 0) {
            return false;
        }
        size_t value = name < len ? len - name - 1 : 0;
        char *name_at = scratch, *value_at = scratch + name + 1;
        if (!decode(query, name, true, name_at) ||
            !decode(query + (name < len ? name + 1 : len), value, true, value_at)) {
            return false;
        }
        for (int i = 0; i < *count; i++) {
            if (strcmp(params[i].name, name_at) == 0) {
                return false; /* given twice: which one is meant? */
            }
        }
        params[(*count)++] = (struct ch_param){name_at, value_at};
        scratch = value_at + value + 1;
        query += len + (query[len] == '&');
    }
    return true;
}
