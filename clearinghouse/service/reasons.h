/* Reason codes of decisions, with their texts: a table. */
#ifndef CLEARINGHOUSE_SERVICE_REASONS_H
#define CLEARINGHOUSE_SERVICE_REASONS_H

#include "common/attr.h"
#include "common/err.h"

#include <stdbool.h>
#include <stddef.h>

struct ch_reason {
    const char *code;      /* "related-party" */
    const char *decisions; /* space-separated: "reject return" */
    const char *en, *zh;
};

extern const struct ch_reason ch_reasons[];
extern const size_t ch_reason_count;

const struct ch_reason *ch_reason_find(const char *code);
/* True when the code may be given for the decision. */
bool ch_reason_fits(const struct ch_reason *reason, const char *decision);
/* A reason given for a decision: one is there when `needed`, it fits, and "other" says
 * more. ERR_INVALID otherwise. */
MUST_CHECK bool ch_reason_check(bool needed, const char *decision, const char *code,
                                const char *note, struct err *err);

#endif
