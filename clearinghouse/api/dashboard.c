#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/service/dashboard.h"

void ch_api_dashboard(struct ch_call *call)
{
    struct buf report = {0};
    struct err err = {0};
    if (ch_dashboard_json(&call->ctx, &report, &err)) {
        ch_call_reply(call, 200, buf_str(&report));
    } else {
        ch_call_fail(call, &err);
    }
    buf_clear(&report);
}
