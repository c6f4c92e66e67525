/* One API call as a handler sees it: decoded, authenticated, its role checked; and the
 * reply it fills in. Handlers know neither HTTP nor threads. */
#ifndef CLEARINGHOUSE_API_CALL_H
#define CLEARINGHOUSE_API_CALL_H

#include "clearinghouse/service/service.h"
#include "common/buf.h"
#include "common/json.h"

struct ch_param {
    const char *name, *value; /* decoded */
};

enum { CH_PARAMS_MAX = 16, CH_PATH_IDS = 2 };

struct ch_call {
    struct ch_ctx ctx;
    /* the request */
    const char
        *id[CH_PATH_IDS]; /* the {…} of the route's path, in order; "" when absent */
    struct ch_param params[CH_PARAMS_MAX];
    int param_count;
    const struct json_t *body; /* the JSON body, an object; NULL for GET and NDJSON */
    const char *raw;           /* the body's bytes */
    size_t raw_len;
    int64_t if_match; /* -1 absent */

    /* the reply */
    int status; /* 200 unless set */
    struct buf reply;
    struct buf
        kept;     /* what is kept for a repeated request instead of `reply`; or empty */
    int64_t etag; /* revision, or -1 */
    char location[96]; /* or "" */
    char next[512];    /* cursor of the next page (also sent as Link), or "" */
    bool not_json;     /* reply is text (metrics, NDJSON) */
    bool waited; /* in: this is the last call of a long poll; answer what there is */
    int64_t wait_until; /* long poll: nothing yet; call me again after the next commit, or
                         * at this instant of the wall clock at the latest. 0: answered */
};

/* The value of a query parameter, or NULL. */
const char *ch_call_param(const struct ch_call *call, const char *name);

/* Parse limit= (1..1000, default 50). False when refused with 400. */
MUST_CHECK bool ch_call_limit(struct ch_call *call, int *limit);

/* Answer with problem+json. The status follows from err->status, else from its kind and
 * type: ERR_INVALID 422 · ERR_USAGE 400 · ERR_NOT_FOUND 404 · ERR_CONFLICT 409 ·
 * ERR_BUDGET 409 · ERR_STALE 412 · ERR_REFUSED 422 · ERR_PERMISSION 403 · ERR_BUSY 503 ·
 * others 500. */
void ch_call_fail(struct ch_call *call, const struct err *err);

/* As above with status, type and sentence at hand. */
void ch_call_problem(struct ch_call *call, int status, const char *type,
                     const char *format, ...) PRINTF_LIKE(4, 5);

/* The same, with one more member of the problem document: `member` ("budget",
 * "rule_trace", "errors", "changed", "current_revision") and its canonical JSON value. */
void ch_call_fail_with(struct ch_call *call, const struct err *err, const char *member,
                       const char *canonical);

/* An ordinary reply: status, and the canonical JSON document (copied). */
void ch_call_reply(struct ch_call *call, int status, const char *canonical);

/* For a change of an existing record: If-Match must be there (428) and equal `revision`
 * (412 "stale-revision" with current_revision and, when given, `changed`, a canonical
 * array of field names). False when refused. */
MUST_CHECK bool ch_call_if_match(struct ch_call *call, int64_t revision,
                                 const char *changed);

/* The roles of the caller in `scope`; false when refused: 404 when the caller has no role
 * there at all, 403 when none of `wanted` (bits). */
MUST_CHECK bool ch_call_role(struct ch_call *call, const char *scope, unsigned wanted);

/* Opaque cursors: a sort key and an id bound to a filter text. Encode to base64url;
 * decode gives false (400 "bad-cursor") when damaged or of another filter. */
void ch_cursor_encode(const char *binding, const char *key, const char *id, char *out,
                      size_t size);
MUST_CHECK bool ch_cursor_decode(struct ch_call *call, const char *cursor,
                                 const char *binding, char *key, size_t key_size,
                                 char *id, size_t id_size);

#endif
