#include "clearinghouse/identity.h"

#include "clearinghouse/penalties.h"
#include "clearinghouse/service/tokens.h"
#include "common/date.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

static bool unknown(struct err *err, int status)
{
    err->status = status;
    return false;
}

static bool by_demo_name(const struct ch_service *service, struct ch_db *db,
                         const struct ch_request *request, struct ch_principal *out,
                         struct err *err)
{
    if (!service->demo || request->uid < 0 || request->network) {
        err_set_type(err, ERR_USAGE, "not-a-demo",
                     "Demo-Principal works only on the Unix socket of a demo ledger");
        return unknown(err, 400);
    }
    if (!ch_principal_get(db, request->demo_principal, out, err)) {
        err_set_type(err, ERR_PERMISSION, "unknown-principal",
                     "\"%.40s\" is not in this demo; use officer, officer2, supervisor, "
                     "supervisor2, operator, auditor or admin",
                     request->demo_principal);
        return unknown(err, 401);
    }
    return true;
}

static bool by_token(const struct ch_service *service, struct ch_db *db,
                     const struct ch_request *request, struct ch_identity *out,
                     struct err *err)
{
    const char *given = request->authorization;
    const char *source = request->source ? request->source : "the network";
    struct ch_token token;
    int64_t wall = date_now();
    int wait = service->penalties ? ch_penalty_left(service->penalties, source, wall) : 0;
    if (wait > 0) {
        err_set_type(err, ERR_PERMISSION, "locked-out",
                     "too many wrong tokens came from there; try again in %d seconds",
                     wait);
        return unknown(err, 429);
    }
    if (!given || strncasecmp(given, "Bearer ", 7) != 0) {
        err_set_type(err, ERR_PERMISSION, "no-identity",
                     "send Authorization: Bearer TOKEN; make a token with: voucherdesk "
                     "tokens create");
        return unknown(err, 401);
    }
    if (!ch_token_check(service, db, given + 7, ch_clock(service), &token, err)) {
        if (strcmp(err->type, "bad-token") != 0) {
            return false;
        }
        if (service->penalties) {
            ch_penalty_add(service->penalties, source, wall);
        }
        return unknown(err, 401);
    }
    out->by_token = true;
    out->read_only = !strstr(token.scopes, "write");
    return ch_principal_get(db, token.principal, &out->who, err);
}

bool ch_identify(const struct ch_service *service, struct ch_db *db,
                 const struct ch_request *request, struct ch_identity *out,
                 struct err *err)
{
    *out = (struct ch_identity){.by_token = false};
    if (request->demo_principal) {
        return by_demo_name(service, db, request, &out->who, err);
    }
    if (request->network) {
        return by_token(service, db, request, out, err);
    }
    if (request->uid >= 0 && ch_principal_by_uid(db, request->uid, &out->who, err)) {
        return true;
    }
    err_set_type(
        err, ERR_PERMISSION, "no-identity",
        "user %" PRId64 " is not known to this ledger; an administrator adds people "
        "with: clearinghoused init --state DIR --grant UID:ROLE%s",
        request->uid, service->demo ? " (on this demo: voucherdesk --as officer)" : "");
    return unknown(err, 401);
}
