#include "common/date.h"
#include "common/json.h"
#include "common/text.h"

#include <inttypes.h>
#include <string.h>

void jsonw_start(struct jsonw *w, struct buf *out)
{
    *w = (struct jsonw){.out = out};
}

static void value_begins(struct jsonw *w)
{
    if (w->last_key[w->depth] == NULL && w->need_comma[w->depth]) {
        buf_addc(w->out, ',');
    }
    w->need_comma[w->depth] = true;
}

static void nest(struct jsonw *w, char open)
{
    value_begins(w);
    buf_addc(w->out, open);
    if (w->depth == JSON_DEPTH_MAX) {
        w->broken = true;
        return;
    }
    w->depth++;
    w->need_comma[w->depth] = false;
    w->last_key[w->depth] = NULL;
}

static void unnest(struct jsonw *w, char close)
{
    buf_addc(w->out, close);
    if (w->depth == 0) {
        w->broken = true;
        return;
    }
    w->depth--;
}

void jsonw_object(struct jsonw *w)
{
    nest(w, '{');
}

void jsonw_object_end(struct jsonw *w)
{
    unnest(w, '}');
}

void jsonw_array(struct jsonw *w)
{
    nest(w, '[');
}

void jsonw_array_end(struct jsonw *w)
{
    unnest(w, ']');
}

/* RFC 8785 escapes: the two-character ones where they exist, else \u00xx below 0x20 only.
 */
static void add_string(struct buf *out, const char *text)
{
    static const char shorts[] = "btn?fr"; /* 8..13; 11 has none */
    buf_addc(out, '"');
    const char *from = text;
    for (const char *at = text;; at++) {
        unsigned char c = (unsigned char)*at;
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        buf_add(out, from, (size_t)(at - from));
        from = at + 1;
        if (c == '\0') {
            break;
        }
        if (c == '"' || c == '\\') {
            buf_addc(out, '\\');
            buf_addc(out, (char)c);
        } else if (c >= 8 && c <= 13 && c != 11) {
            buf_addc(out, '\\');
            buf_addc(out, shorts[c - 8]);
        } else {
            buf_printf(out, "\\u%04x", c);
        }
    }
    buf_addc(out, '"');
}

void jsonw_key(struct jsonw *w, const char *key)
{
    const char *last = w->last_key[w->depth];
    if (last && strcmp(last, key) >= 0) {
        w->broken = true;
    }
    if (w->need_comma[w->depth]) {
        buf_addc(w->out, ',');
    }
    w->need_comma[w->depth] = true;
    w->last_key[w->depth] = key;
    add_string(w->out, key);
    buf_addc(w->out, ':');
}

void jsonw_string(struct jsonw *w, const char *value)
{
    if (!value) {
        jsonw_null(w);
        return;
    }
    value_begins(w);
    if (text_valid(value, strlen(value))) {
        add_string(w->out, value);
    } else {
        w->broken = true;
    }
}

void jsonw_int(struct jsonw *w, int64_t value)
{
    value_begins(w);
    buf_printf(w->out, "%" PRId64, value);
}

void jsonw_bool(struct jsonw *w, bool value)
{
    value_begins(w);
    buf_adds(w->out, value ? "true" : "false");
}

void jsonw_null(struct jsonw *w)
{
    value_begins(w);
    buf_adds(w->out, "null");
}

void jsonw_raw(struct jsonw *w, const char *canonical)
{
    value_begins(w);
    buf_adds(w->out, canonical && *canonical ? canonical : "null");
}

void jsonw_kstr(struct jsonw *w, const char *key, const char *value)
{
    jsonw_key(w, key);
    jsonw_string(w, value);
}

void jsonw_kstr_opt(struct jsonw *w, const char *key, const char *value)
{
    jsonw_kstr(w, key, value && *value ? value : NULL);
}

void jsonw_kint(struct jsonw *w, const char *key, int64_t value)
{
    jsonw_key(w, key);
    jsonw_int(w, value);
}

void jsonw_kbool(struct jsonw *w, const char *key, bool value)
{
    jsonw_key(w, key);
    jsonw_bool(w, value);
}

void jsonw_knull(struct jsonw *w, const char *key)
{
    jsonw_key(w, key);
    jsonw_null(w);
}

void jsonw_kraw(struct jsonw *w, const char *key, const char *canonical)
{
    jsonw_key(w, key);
    jsonw_raw(w, canonical);
}

void jsonw_ktime(struct jsonw *w, const char *key, int64_t at_us)
{
    char text[32];
    jsonw_kstr(w, key, at_us ? date_time_format(at_us, text) : NULL);
}

void jsonw_kday(struct jsonw *w, const char *key, int32_t day)
{
    char text[16];
    jsonw_kstr(w, key, day ? date_format(day, text) : NULL);
}

bool jsonw_end(struct jsonw *w)
{
    return !w->broken && w->depth == 0 && buf_ok(w->out);
}
