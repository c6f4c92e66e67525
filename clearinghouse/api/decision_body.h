/* What decisions and batches share: reading a decision, writing budgets and refusals. */
#ifndef CLEARINGHOUSE_API_DECISION_BODY_H
#define CLEARINGHOUSE_API_DECISION_BODY_H

#include "clearinghouse/api/call.h"
#include "clearinghouse/service/decide.h"

struct json_t;

/* The members of a decision, and those of a batch item when `item` is given. */
struct ch_decision_item {
    struct ch_decision decision;
    char application[ID_MAX];
    int64_t revision;
};
MUST_CHECK bool ch_decision_read(const struct json_t *body, const char *base, bool item,
                                 struct ch_decision_item *out, struct buf *faults);

/* {"after":{…},"before":{…},"programme":…,"tranche":…} */
void ch_budget_json(const char *programme, const char *tranche,
                    const struct ch_budget *before, const struct ch_budget *after,
                    struct buf *out);

/* The findings that did not pass, as an array. */
void ch_rule_trace_json(const struct ch_verdict *verdict, struct buf *out);

#endif
