/* Vouchers, and what holders have used of the limits that are not the yearly cap. */
#ifndef CLEARINGHOUSE_STORE_VOUCHERS_H
#define CLEARINGHOUSE_STORE_VOUCHERS_H

#include "clearinghouse/store/records.h"
#include "clearinghouse/store/row.h"
#include "common/voucher_code.h"

struct ch_voucher {
    char id[ID_MAX];
    char number[VOUCHER_CODE_MAX];
    char programme[CH_SLUG_MAX], tranche[CH_SLUG_MAX];
    char application[ID_MAX], application_number[ID_NUMBER_MAX];
    int64_t round; /* of the approval it was issued on */
    char status[CH_SLUG_MAX];
    int64_t revision;
    char applicant[ID_MAX], applicant_name[CH_NAME_MAX], credit_code[CH_CODE_MAX];
    char group_id[ID_MAX];
    char provider[ID_MAX], provider_name[CH_NAME_MAX]; /* where it can be used */
    char mode[16];
    int64_t rate_bp, base_fen; /* what the face value was reckoned from */
    /* face = unused + in claim + redeemed + expired + revoked */
    int64_t face_fen, unused_fen, in_claim_fen, redeemed_fen, expired_fen, revoked_fen;
    int32_t valid_from, valid_until; /* date_day, both included */
    int64_t expires_at;              /* 24:00 in China of the last day */
    char issuer[CH_SLUG_MAX];
    int64_t issued_at, updated_at;
    char revoker[CH_SLUG_MAX]; /* has signed a revocation; a second person must; or "" */
    char last_action[CH_SLUG_MAX], last_by[CH_SLUG_MAX];
    char reason_code[64], reason_note[600];
    int64_t entry_seq;
};

extern const struct ch_table ch_voucher_table;

/* By id or by number as a person types it. */
MUST_CHECK bool ch_voucher_get(struct ch_db *db, const char *id_or_number,
                               struct ch_voucher *out, struct err *err);
MUST_CHECK bool ch_voucher_put(struct ch_db *db, const struct ch_voucher *voucher,
                               struct err *err);
/* Next serial of a programme and year, from 0. */
MUST_CHECK bool ch_voucher_serial(struct ch_db *db, const char *programme, int year,
                                  int64_t *out, struct err *err);
/* Vouchers past their last instant that are still live, oldest first. */
MUST_CHECK bool ch_voucher_expiring(struct ch_db *db, int64_t now, int limit,
                                    ch_id_fn *each, void *ctx, struct err *err);

/* Use `amount` of a limit, or ERR_REFUSED "cap-reached" when used + amount > limit
 * (limit < 0: only count). A negative amount gives back. `kind` is "group-granted",
 * "redeemed" or "group-redeemed". */
MUST_CHECK bool ch_limit_use(struct ch_db *db, const char *programme, const char *kind,
                             const char *holder, int year, int64_t amount, int64_t limit,
                             struct err *err);
MUST_CHECK bool ch_limit_used(struct ch_db *db, const char *programme, const char *kind,
                              const char *holder, int year, int64_t *out,
                              struct err *err);

#endif
