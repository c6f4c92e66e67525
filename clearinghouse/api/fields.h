/* Reading a request body by table: each field's name, kind and limits; unknown members
 * refused; every fault reported with its JSON Pointer in one 422 answer. */
#ifndef CLEARINGHOUSE_API_FIELDS_H
#define CLEARINGHOUSE_API_FIELDS_H

#include "common/attr.h"
#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t;
struct buf;
struct ch_call;

enum ch_field_kind {
    CH_FIELD_TEXT,   /* char[size]; NFC, no controls or hidden characters (names the code
                        point) */
    CH_FIELD_WORD,   /* char[size]; one of `words` */
    CH_FIELD_SLUG,   /* char[size]; kebab-case */
    CH_FIELD_CODE,   /* char[size]; unified social credit code */
    CH_FIELD_INT,    /* int64_t; min..max */
    CH_FIELD_MONEY,  /* int64_t fen; 0..MONEY_MAX */
    CH_FIELD_DATE,   /* int32_t date_day */
    CH_FIELD_TIME,   /* int64_t microseconds */
    CH_FIELD_BOOL,   /* bool */
    CH_FIELD_OBJECT, /* const struct json_t *, borrowed */
    CH_FIELD_ARRAY,  /* const struct json_t *, borrowed; at most `max` items */
};

struct ch_field {
    const char *name;
    enum ch_field_kind kind;
    bool required;
    size_t offset; /* into the struct that is filled: offsetof(…) */
    size_t size;   /* of a char array: sizeof member */
    int64_t min, max;
    const char *const *words; /* NULL-ended, for CH_FIELD_WORD */
};

/* Fill `out` from `object` by the table. Absent optional members leave `out` as it was.
 * Each fault is appended to `faults` as a canonical object {"message":…,"pointer":…},
 * comma-separated; pointers start with `base` (""; "/contract"). Returns false when there
 * was any. */
MUST_CHECK bool ch_fields_read(const struct json_t *object, const char *base,
                               const struct ch_field *fields, size_t count, void *out,
                               struct buf *faults);

/* Answer 422 "invalid-fields" with the faults collected. */
void ch_call_faults(struct ch_call *call, const struct buf *faults);

#endif
