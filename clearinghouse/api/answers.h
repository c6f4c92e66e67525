/* What the answers to decisions have in common. */
#ifndef CLEARINGHOUSE_API_ANSWERS_H
#define CLEARINGHOUSE_API_ANSWERS_H

#include "clearinghouse/api/call.h"
#include "clearinghouse/service/decide.h"

/* Member "entry": where the change landed; null on a dry run. */
void ch_answer_entry(struct jsonw *w, const struct ch_call *call,
                     const struct ch_landed *landed);
/* Member "reason": {"code","note"} or null. */
void ch_answer_reason(struct jsonw *w, const char *code, const char *note);
/* A row of "controls". */
void ch_answer_control(struct jsonw *w, const char *control, const char *outcome,
                       const char *detail);

/* {"code":…,"note":…} of a body: read into two arrays of the struct it is part of. */
struct ch_reason_body {
    char code[64], note[600];
};
struct json_t;
MUST_CHECK bool ch_reason_read(const struct json_t *object, struct ch_reason_body *out,
                               struct buf *faults);

#endif
