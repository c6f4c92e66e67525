/* The controls every decision passes, whoever takes it on what: no conflict of interest,
 * no freeze, and where somebody acts for another, within what was delegated. */
#ifndef CLEARINGHOUSE_SERVICE_CONTROLS_H
#define CLEARINGHOUSE_SERVICE_CONTROLS_H

#include "clearinghouse/service/service.h"
#include "clearinghouse/store/controls.h"

/* A decision about to be taken. */
struct ch_control {
    const char *programme, *decision;
    const char *applicant, *provider; /* whose case it is */
    int64_t amount_fen;               /* what it is about; 0: nothing */
};

/* ERR_REFUSED "conflict-of-interest", "frozen-period", "delegation-cap". */
MUST_CHECK bool ch_controls_pass(const struct ch_ctx *ctx,
                                 const struct ch_control *control, struct err *err);

/* `id` is the person deciding, or whom that person acts for: nobody comes in by two
 * doors. "" is nobody. */
bool ch_is_actor(const struct ch_ctx *ctx, const char *id);

/* Declare that ctx->who keeps away from an organisation's cases, and its group's. */
MUST_CHECK bool ch_conflict_declare(const struct ch_ctx *ctx,
                                    struct ch_conflict *conflict, struct err *err);

/* Let somebody act for ctx->who in a programme: a role the giver was granted, for at most
 * 31 days, up to an amount. ERR_REFUSED when it is not the giver's own, or the receiver
 * could not hold it. */
MUST_CHECK bool ch_delegate(const struct ch_ctx *ctx, struct ch_delegation *delegation,
                            struct err *err);
/* End it before its time: by giver or receiver. */
MUST_CHECK bool ch_delegation_end(const struct ch_ctx *ctx,
                                  struct ch_delegation *delegation, struct err *err);

MUST_CHECK bool ch_freeze_set(const struct ch_ctx *ctx, struct ch_freeze *freeze,
                              struct err *err);

/* The next case for ctx->who: the most urgent untaken one in a programme where the person
 * may assign, that is not of their making and no conflict of theirs. ERR_NOT_FOUND
 * "nothing-to-take". */
MUST_CHECK bool ch_take_next(const struct ch_ctx *ctx, char id[ID_MAX], struct err *err);

MUST_CHECK bool ch_conflict_json(const struct ch_conflict *conflict, struct buf *out,
                                 struct err *err);
MUST_CHECK bool ch_delegation_json(const struct ch_delegation *delegation,
                                   struct buf *out, struct err *err);
MUST_CHECK bool ch_freeze_json(const struct ch_freeze *freeze, struct buf *out,
                               struct err *err);

#endif
