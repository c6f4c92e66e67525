/* Answers of verbs, taken apart: the items of a document, buckets of a series, the
 * outcome of a decision. */
#ifndef BACKEND_CLIENT_ITEMS_H
#define BACKEND_CLIENT_ITEMS_H

#include "backend_client/direct.h"

/* Lend each item of the array `member` of a document as canonical JSON text. */
MUST_CHECK bool bc_items_each(const char *json, const char *member, bc_item_fn *each,
                              void *ctx, struct err *err);

MUST_CHECK bool bc_bucket_read(const char *json, struct bc_bucket *out, struct err *err);
MUST_CHECK bool bc_reason_read(const char *json, struct bc_reason *out, struct err *err);

/* The answer to a decision or to a batch of them, tried or done. Only items, budgets,
 * controls, the notice and the counts of `out` are filled; `*undo_until` 0: not known. */
MUST_CHECK bool bc_answer_read(const char *json, struct bc_preview *out,
                               int64_t *undo_until, struct err *err);

#endif
