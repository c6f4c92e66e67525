/* Cutting a large answer into its parts without building it in memory: where its members
 * lie, and one item of a list after the other. Each part is then read by json_read(),
 * which checks it; what lies between the parts is checked here. */
#ifndef BACKEND_CLIENT_CUT_H
#define BACKEND_CLIENT_CUT_H

#include "common/attr.h"

#include <stdbool.h>
#include <stddef.h>

/* A part of the text; `at` NULL: not there. */
struct bc_span {
    const char *at;
    size_t len;
};

/* The members of an object named in `keys`, in that order. False when the text is not
 * one object, or a key is there twice. */
MUST_CHECK bool bc_cut_object(const char *json, size_t len, const char *const *keys,
                              size_t count, struct bc_span *out);

/* The next item of the list `*rest` starts at, which moves on behind it. `*item` is
 * without `at` at the list's end. False when it is no list. */
MUST_CHECK bool bc_cut_item(struct bc_span *rest, struct bc_span *item);

/* Copy a member that is text without escapes; "" for null. False when it is neither, or
 * does not fit. */
MUST_CHECK bool bc_cut_text(struct bc_span value, char *out, size_t size);

#endif
