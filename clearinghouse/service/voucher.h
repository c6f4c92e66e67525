/* Vouchers: issued on an approved case, used by claims, frozen, extended, expired,
 * revoked. Every fen of the face value is at any time unused, in a claim, redeemed,
 * expired or revoked. */
#ifndef CLEARINGHOUSE_SERVICE_VOUCHER_H
#define CLEARINGHOUSE_SERVICE_VOUCHER_H

#include "clearinghouse/service/application.h"
#include "clearinghouse/service/service.h"
#include "clearinghouse/store/vouchers.h"

struct ch_policy;

/* Issue the voucher of `a`, just decided: number, validity, and the reserved money made
 * commitment. `base_fen` is what the rate was applied to. */
MUST_CHECK bool ch_voucher_issue(const struct ch_ctx *ctx, const struct ch_policy *policy,
                                 const struct ch_application *a, const char *group_id,
                                 int64_t base_fen, struct ch_voucher *out,
                                 struct err *err);

struct ch_voucher_order {
    char action[CH_SLUG_MAX]; /* freeze unfreeze extend revoke */
    char reason_code[64], reason_note[600];
    int32_t until; /* extend: the new last day */
};
/* Do it to voucher `id`, seen at `revision`. */
MUST_CHECK bool ch_voucher_act(const struct ch_ctx *ctx, const char *id, int64_t revision,
                               const struct ch_voucher_order *order,
                               struct ch_voucher *out, struct ch_landed *landed,
                               struct err *err);
/* By the clock: what is unused expires. */
MUST_CHECK bool ch_voucher_expire(const struct ch_ctx *ctx, const char *id,
                                  struct err *err);

/* Write the voucher after a change (revision raised here): entry and row. `action` is
 * "voucher.issue" …; it becomes `used_up` by itself when nothing is left in it. */
MUST_CHECK bool ch_voucher_save(const struct ch_ctx *ctx, struct ch_voucher *voucher,
                                const char *action, struct ch_landed *landed,
                                struct err *err);
MUST_CHECK bool ch_voucher_decode(const char *text, size_t len, struct ch_voucher *out,
                                  struct err *err);
MUST_CHECK bool ch_voucher_json(const struct ch_voucher *voucher, struct buf *out,
                                struct err *err);

/* The ledger's secret for numbers, made on first use. */
MUST_CHECK bool ch_voucher_key(const struct ch_ctx *ctx,
                               unsigned char out[VOUCHER_KEY_BYTES], struct err *err);

/* `amount` that a claim held is not needed any more: back into the voucher, or, when that
 * is over, its money back to the tranche. `from` is where the money lies. */
MUST_CHECK bool ch_voucher_give_back(const struct ch_ctx *ctx, struct ch_voucher *voucher,
                                     enum ch_account from, int64_t amount,
                                     struct err *err);

#endif
