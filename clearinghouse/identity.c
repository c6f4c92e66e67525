#include "clearinghouse/identity.h"

#include <inttypes.h>

static bool unknown(struct err *err)
{
    err->status = 401;
    return false;
}

bool ch_identify(const struct ch_service *service, struct ch_db *db,
                 const struct ch_request *request, struct ch_principal *out,
                 struct err *err)
{
    if (request->demo_principal) {
        if (!service->demo || request->uid < 0) {
            err_set_type(err, ERR_USAGE, "not-a-demo",
                         "Demo-Principal works only on the Unix socket of a demo ledger");
            err->status = 400;
            return false;
        }
        if (!ch_principal_get(db, request->demo_principal, out, err)) {
            err_set_type(
                err, ERR_PERMISSION, "unknown-principal",
                "\"%.40s\" is not in this demo; use officer, officer2, supervisor, "
                "supervisor2, operator, auditor or admin",
                request->demo_principal);
            return unknown(err);
        }
        return true;
    }
    if (request->uid >= 0 && ch_principal_by_uid(db, request->uid, out, err)) {
        return true;
    }
    err_set_type(
        err, ERR_PERMISSION, "no-identity",
        "user %" PRId64 " is not known to this ledger; an administrator adds people "
        "with: clearinghoused init --state DIR --grant UID:ROLE%s",
        request->uid, service->demo ? " (on this demo: voucherdesk --as officer)" : "");
    return unknown(err);
}
