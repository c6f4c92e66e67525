/* Checked reading of JSON objects into structs by a table of members. A member of another
 * type than its table says is an error that names it; unknown members are ignored. */
#ifndef BACKEND_CLIENT_FIELDS_READ_H
#define BACKEND_CLIENT_FIELDS_READ_H

#include "common/attr.h"
#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t;

enum bc_field_type {
    BC_FIELD_TEXT,   /* cut at a whole character where it does not fit; null is "" */
    BC_FIELD_INT,    /* -1..10^15 into int64_t; null is -1 */
    BC_FIELD_NUMBER, /* the same into int */
    BC_FIELD_TIME,   /* instant into int64_t; null is 0 */
    BC_FIELD_DAY,    /* date into int32_t; null is 0 */
    BC_FIELD_FLAG,   /* bool */
};

/* One member. The key may go one object deeper: "request.amount_fen". Absent members
 * leave the value as it is, unless they are needed. */
struct bc_field {
    const char *key;
    enum bc_field_type type;
    size_t offset, size;
    bool needed;
};

#define BC_FIELD(type, word, record, member)                                             \
    {                                                                                    \
        word, BC_FIELD_##type, offsetof(record, member), sizeof(((record *)0)->member),  \
            false                                                                        \
    }
#define BC_FIELD_NEEDED(type, word, record, member)                                      \
    {                                                                                    \
        word, BC_FIELD_##type, offsetof(record, member), sizeof(((record *)0)->member),  \
            true                                                                         \
    }

/* `what` names the record in the error: "case". ERR_INVALID. */
MUST_CHECK bool bc_fields_read(const struct json_t *object, const char *what,
                               const struct bc_field *fields, size_t count, void *out,
                               struct err *err);

/* An array member whose items are read into `out` by table, at most `max`: more are
 * counted nowhere and left out. Absent or null: none. */
MUST_CHECK bool bc_fields_read_list(const struct json_t *object, const char *key,
                                    const struct bc_field *fields, size_t count,
                                    void *out, size_t item_size, int max, int *out_count,
                                    struct err *err);

/* Copy, cut at a whole UTF-8 character. */
void bc_text_copy(char *out, size_t size, const char *text);

#endif
