/* Reading a case as it is submitted, alone or as a line of an import. */
#ifndef CLEARINGHOUSE_API_SUBMISSION_H
#define CLEARINGHOUSE_API_SUBMISSION_H

#include "clearinghouse/service/application.h"

struct json_t;

/* Fill `out` from the submitted document; faults as ch_fields_read() gives them. */
MUST_CHECK bool ch_submission_read(const struct json_t *body, struct ch_application *out,
                                   struct buf *faults);

#endif
