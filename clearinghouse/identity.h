/* Who is calling. */
#ifndef CLEARINGHOUSE_IDENTITY_H
#define CLEARINGHOUSE_IDENTITY_H

#include "clearinghouse/routes.h"

/* The principal behind a request: on a demo ledger the one Demo-Principal names, else the
 * one of the peer's uid. On failure err->status is 400 (the header is not for this
 * ledger) or 401. */
MUST_CHECK bool ch_identify(const struct ch_service *service, struct ch_db *db,
                            const struct ch_request *request, struct ch_principal *out,
                            struct err *err);

#endif
