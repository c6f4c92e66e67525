/* A record as canonical JSON by table: each member's place in the document and in the
 * struct, one list for writing and for reading back. */
#ifndef CLEARINGHOUSE_SERVICE_RECORD_H
#define CLEARINGHOUSE_SERVICE_RECORD_H

#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ch_member_kind {
    CH_MEMBER_TEXT, /* char[size]; "" writes "" */
    CH_MEMBER_OPT,  /* char[size]; "" writes null */
    CH_MEMBER_INT,  /* int64_t */
    CH_MEMBER_DAY,  /* int32_t date_day; 0 writes null */
    CH_MEMBER_TIME, /* int64_t microseconds; 0 writes null */
    CH_MEMBER_BOOL,
    CH_MEMBER_JSON, /* char[size], canonical; "" writes null */
};

struct ch_member {
    const char *group; /* the object it lies in, or NULL: the record itself */
    const char *name;
    enum ch_member_kind kind;
    size_t offset, size;
};

#define CH_MEMBER(group, name, kind, type, field)                                        \
    {                                                                                    \
        group, name, CH_MEMBER_##kind, offsetof(type, field), sizeof((type *)0)->field   \
    }

/* Members in ascending order of group (or name) and then name, groups together. A group
 * none of whose members has anything to say writes null. */
MUST_CHECK bool ch_record_encode(const struct ch_member *members, size_t count,
                                 const void *record, struct buf *out, struct err *err);
/* From a document of our own making; absent members leave zeros. `record` is zeroed. */
MUST_CHECK bool ch_record_decode(const struct ch_member *members, size_t count,
                                 const char *text, size_t len, void *record,
                                 size_t record_size, struct err *err);

#endif
