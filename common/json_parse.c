/* jansson reads byte by byte, and that was a third of a first visit and a quarter of a
 * decision. This reads what the two programs say to each other. */
#include "common/json_parse.h"

#include "common/buf.h"
#include "common/json.h"
#include "common/text.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { NAME_MAX_BYTES = 64, DIGITS_MAX = 18 };

struct reader {
    const char *at, *end;
    struct buf scratch; /* a string with escapes */
    int depth;
};

static json_t *value(struct reader *r);

/* The next byte that is not white space; 0 at the end. */
static char peek(struct reader *r)
{
    while (r->at < r->end &&
           (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r')) {
        r->at++;
    }
    return r->at < r->end ? *r->at : '\0';
}

static bool take(struct reader *r, char c)
{
    bool is = peek(r) == c;
    r->at += is;
    return is;
}

/* Up to a quotation mark, a backslash or what may not stand in a string. */
static const char *run_of_plain(const char *at, const char *end)
{
    while (at < end && (unsigned char)*at >= 0x20 && *at != '"' && *at != '\\') {
        at++;
    }
    return at;
}

/* The rest of a string from its first backslash on. */
static json_t *escaped(struct reader *r, const char *from)
{
    static const char letters[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    buf_reset(&r->scratch);
    for (;;) {
        const char *stop = run_of_plain(from, r->end);
        buf_add(&r->scratch, from, (size_t)(stop - from));
        if (stop < r->end && *stop == '"') {
            r->at = stop + 1;
            break;
        }
        const char *letter = stop + 1 < r->end && *stop == '\\' && stop[1]
                                 ? strchr(letters, stop[1])
                                 : NULL;
        if (!letter) {
            return NULL;
        }
        buf_addc(&r->scratch, means[letter - letters]);
        from = stop + 2;
    }
    const char *text = buf_str(&r->scratch);
    return buf_ok(&r->scratch) && text_valid(text, r->scratch.len)
               ? json_stringn_nocheck(text, r->scratch.len)
               : NULL;
}

/* Behind the opening quotation mark. */
static json_t *string(struct reader *r)
{
    const char *from = r->at, *stop = run_of_plain(from, r->end);
    if (stop < r->end && *stop == '\\') {
        return escaped(r, from);
    }
    if (stop == r->end || *stop != '"' || !text_valid(from, (size_t)(stop - from))) {
        return NULL;
    }
    r->at = stop + 1;
    return json_stringn_nocheck(from, (size_t)(stop - from));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static json_t *number(struct reader *r)
{
    bool negative = *r->at == '-';
    const char *from = r->at + negative, *at = from;
    int64_t sum = 0;
    while (at < r->end && is_digit(*at) && at - from < DIGITS_MAX) {
        sum = sum * 10 + (*at++ - '0');
    }
    bool whole =
        at > from &&
        (at == r->end || (!is_digit(*at) && *at != '.' && *at != 'e' && *at != 'E'));
    if (!whole || (*from == '0' && (negative || at - from > 1))) {
        return NULL;
    }
    r->at = at;
    return json_integer(negative ? -sum : sum);
}

static json_t *word(struct reader *r, const char *text, json_t *meaning)
{
    size_t len = strlen(text);
    if ((size_t)(r->end - r->at) < len || memcmp(r->at, text, len) != 0) {
        return NULL;
    }
    r->at += len;
    return meaning;
}

/* Behind the opening quotation mark: the name and the colon. */
static bool name(struct reader *r, char out[NAME_MAX_BYTES])
{
    size_t len = 0;
    for (; r->at < r->end && *r->at != '"'; r->at++) {
        char c = *r->at;
        if (c < 0x20 || c > 0x7E || c == '\\' || len + 1 == NAME_MAX_BYTES) {
            return false;
        }
        out[len++] = c;
    }
    out[len] = '\0';
    return take(r, '"') && take(r, ':');
}

/* Behind the brace. */
static bool members(struct reader *r, json_t *object)
{
    char key[NAME_MAX_BYTES];
    if (take(r, '}')) {
        return true;
    }
    do {
        size_t before = json_object_size(object);
        if (!take(r, '"') || !name(r, key) ||
            json_object_set_new_nocheck(object, key, value(r)) != 0 ||
            json_object_size(object) == before) { /* a name for the second time */
            return false;
        }
    } while (take(r, ','));
    return take(r, '}');
}

/* Behind the bracket. */
static bool elements(struct reader *r, json_t *array)
{
    if (take(r, ']')) {
        return true;
    }
    do {
        if (json_array_append_new(array, value(r)) != 0) {
            return false;
        }
    } while (take(r, ','));
    return take(r, ']');
}

static json_t *nest(struct reader *r, json_t *into,
                    bool (*rest)(struct reader *r, json_t *into))
{
    r->at++;
    if (++r->depth > JSON_DEPTH_MAX || !into || !rest(r, into)) {
        json_decref(into);
        return NULL;
    }
    r->depth--;
    return into;
}

static json_t *value(struct reader *r)
{
    switch (peek(r)) {
    case '{':
        return nest(r, json_object(), members);
    case '[':
        return nest(r, json_array(), elements);
    case '"':
        r->at++;
        return string(r);
    case 't':
        return word(r, "true", json_true());
    case 'f':
        return word(r, "false", json_false());
    case 'n':
        return word(r, "null", json_null());
    default:
        return r->at < r->end ? number(r) : NULL;
    }
}

json_t *json_parse_plain(const char *text, size_t len)
{
    struct reader r = {.at = text, .end = text + len};
    char first = peek(&r);
    json_t *tree = first == '{' || first == '[' ? value(&r) : NULL;
    buf_clear(&r.scratch);
    if (tree && (peek(&r), r.at != r.end)) {
        json_decref(tree);
        return NULL;
    }
    return tree;
}
