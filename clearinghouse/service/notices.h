/* What is on public notice, as it is published. */
#ifndef CLEARINGHOUSE_SERVICE_NOTICES_H
#define CLEARINGHOUSE_SERVICE_NOTICES_H

#include "clearinghouse/service/service.h"

/* The cases of a programme that are on notice or objected to, by number, as a sheet
 * (service/sheet.h). */
MUST_CHECK bool ch_notices_list(const struct ch_ctx *ctx, const char *programme, bool csv,
                                struct buf *out, struct err *err);

#endif
