#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/service/notices.h"
#include "clearinghouse/service/policy.h"

#include <string.h>

void ch_api_notices_list(struct ch_call *call)
{
    struct err err = {0};
    const char *programme = ch_call_param(call, "programme");
    const char *format = ch_call_param(call, "format");
    bool csv = format && strcmp(format, "csv") == 0;
    if (!programme || !ch_policies_find(call->ctx.service->policies, programme)) {
        ch_call_problem(call, 400, "bad-filter",
                        "give programme, one of the ids of /v1/programmes");
    } else if (format && !csv && strcmp(format, "json") != 0) {
        ch_call_problem(call, 400, "bad-filter", "format is one of: json, csv");
    } else if (ch_call_role(call, programme,
                            CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR |
                                CH_ROLE_APPLICANT_DESK)) {
        call->not_json = csv;
        if (!ch_notices_list(&call->ctx, programme, csv, &call->reply, &err)) {
            ch_call_fail(call, &err);
        }
    }
}
