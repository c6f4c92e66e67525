/* Documents of the API into values: every member checked for its type, lengths never
 * trusted. Errors are ERR_INVALID and name the member; `out` is then not to be used. */
#ifndef BACKEND_CLIENT_RECORDS_READ_H
#define BACKEND_CLIENT_RECORDS_READ_H

#include "backend_client/records.h"
#include "common/attr.h"
#include "common/err.h"

struct json_t;

/* A list item, or the whole record (a journal entry's body, a decision's answer). */
MUST_CHECK bool bc_case_from_json(const struct json_t *value, struct bc_case *out,
                                  struct err *err);
MUST_CHECK bool bc_detail_from_json(const struct json_t *value, struct bc_detail *out,
                                    struct err *err);
MUST_CHECK bool bc_tranche_from_json(const struct json_t *value, struct bc_tranche *out,
                                     struct err *err);
MUST_CHECK bool bc_centre_from_json(const struct json_t *value, struct bc_centre *out,
                                    struct err *err);
MUST_CHECK bool bc_programme_from_json(const struct json_t *value,
                                       struct bc_programme *out, struct err *err);
MUST_CHECK bool bc_reason_from_json(const struct json_t *value, struct bc_reason *out,
                                    struct err *err);
MUST_CHECK bool bc_dashboard_from_json(const struct json_t *value,
                                       struct bc_dashboard *out, struct err *err);
MUST_CHECK bool bc_bucket_from_json(const struct json_t *value, struct bc_bucket *out,
                                    struct err *err);

#endif
