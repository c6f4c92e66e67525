/* What is on public notice, as the clearinghouse publishes it. */
#ifndef BACKEND_CLIENT_NOTICES_H
#define BACKEND_CLIENT_NOTICES_H

#include "backend_client/records.h"
#include "common/attr.h"

struct bc_notice {
    char number[BC_NUMBER], status[BC_WORD], applicant[BC_NAME], provider[BC_NAME];
    int64_t amount_fen;
    int32_t from, until; /* days, both included */
};
MUST_CHECK bool bc_notice_read(const char *json, struct bc_notice *out);

#endif
