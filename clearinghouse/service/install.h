/* What a ledger needs before it can serve: its programmes and its people. */
#ifndef CLEARINGHOUSE_SERVICE_INSTALL_H
#define CLEARINGHOUSE_SERVICE_INSTALL_H

#include "clearinghouse/service/service.h"

/* Publish every policy of ctx->service that the ledger does not have yet, one journal
 * entry each. Inside a transaction of the caller. */
MUST_CHECK bool ch_install_programmes(const struct ch_ctx *ctx, struct err *err);

/* Admit a person and grant a role in `scope` (a programme, a centre, "*"), journalled.
 * `uid` -1: no Unix user. Twice is harmless. ERR_CONFLICT when the uid is somebody
 * else's; ERR_REFUSED for officer and admin in one person. */
MUST_CHECK bool ch_install_person(const struct ch_ctx *ctx, const char *id,
                                  const char *name, int64_t uid, enum ch_role role,
                                  const char *scope, struct err *err);

/* The people of a demo ledger: officer officer2 supervisor supervisor2 operator auditor
 * admin desk. */
MUST_CHECK bool ch_install_demo_people(const struct ch_ctx *ctx, struct err *err);

#endif
