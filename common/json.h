/* JSON in and out.
 *
 * Reading uses jansson behind limits (size, depth 16, duplicate keys refused, no reals
 * unless asked). Writing is a small streaming writer whose output is canonical
 * (RFC 8785) by construction: keys must be given in ascending byte order, numbers are
 * integers, and nothing is written between tokens. The same bytes serve as API reply,
 * journal body and hash input. */
#ifndef COMMON_JSON_H
#define COMMON_JSON_H

#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t;

enum { JSON_DEPTH_MAX = 16 };

/* Parse one document of at most `max` bytes. New reference in `*out`. The error names
 * line and column. A real number anywhere is refused: nothing on our wire has one. */
MUST_CHECK bool json_read(const char *text, size_t len, size_t max, struct json_t **out,
                          struct err *err);

/* Append the canonical form of a document read by json_read(). */
void json_canonical(const struct json_t *value, struct buf *out);

/* Borrowed members of an object. The plain getters return the default when the member is
 * absent, null or of another type; use them only on documents of our own making. */
const char *json_str(const struct json_t *object, const char *key); /* "" by default */
int64_t json_int(const struct json_t *object, const char *key, int64_t fallback);
bool json_flag(const struct json_t *object, const char *key, bool fallback);
struct json_t *json_obj(const struct json_t *object, const char *key); /* or NULL */

/* ---- writing ---- */

struct jsonw {
    struct buf *out;
    int depth;
    bool need_comma[JSON_DEPTH_MAX + 1];
    const char *last_key[JSON_DEPTH_MAX + 1]; /* literals: lent for the object's life */
    bool broken; /* keys out of order or nesting wrong: a fault of ours */
};

void jsonw_start(struct jsonw *w, struct buf *out);
void jsonw_object(struct jsonw *w); /* { */
void jsonw_object_end(struct jsonw *w);
void jsonw_array(struct jsonw *w); /* [ */
void jsonw_array_end(struct jsonw *w);
void jsonw_key(struct jsonw *w, const char *key);
void jsonw_string(struct jsonw *w, const char *value); /* NULL writes null */
void jsonw_int(struct jsonw *w, int64_t value);
void jsonw_bool(struct jsonw *w, bool value);
void jsonw_null(struct jsonw *w);
void jsonw_raw(struct jsonw *w, const char *canonical); /* a canonical document of ours */

/* Key and value in one. `jsonw_kstr_opt` writes null for NULL or "". */
void jsonw_kstr(struct jsonw *w, const char *key, const char *value);
void jsonw_kstr_opt(struct jsonw *w, const char *key, const char *value);
void jsonw_kint(struct jsonw *w, const char *key, int64_t value);
void jsonw_kbool(struct jsonw *w, const char *key, bool value);
void jsonw_knull(struct jsonw *w, const char *key);
void jsonw_kraw(struct jsonw *w, const char *key, const char *canonical);
void jsonw_ktime(struct jsonw *w, const char *key, int64_t at_us); /* 0 writes null */
void jsonw_kday(struct jsonw *w, const char *key, int32_t day);    /* 0 writes null */

/* True when everything closed, in order, and nothing failed to allocate. */
MUST_CHECK bool jsonw_end(struct jsonw *w);

#endif
