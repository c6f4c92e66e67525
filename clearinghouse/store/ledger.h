/* The double-entry ledger of a tranche, in fen. Each step is one transfer between two
 * accounts of one tranche; the tranche row carries the balances, and the database refuses
 * a negative one (CHECK) or an identity that does not hold: appropriated = available +
 * reserved + committed + payable + disbursed + lapsed - recovered. */
#ifndef CLEARINGHOUSE_STORE_LEDGER_H
#define CLEARINGHOUSE_STORE_LEDGER_H

#include "clearinghouse/store/db.h"

enum ch_account {
    CH_APPROPRIATED, /* the contra account: money enters and leaves the tranche here */
    CH_AVAILABLE,
    CH_RESERVED,
    CH_COMMITTED,
    CH_PAYABLE,
    CH_DISBURSED,
    CH_LAPSED,
    CH_RECOVERED,
    CH_ACCOUNT_COUNT,
};

const char *ch_account_name(enum ch_account account);

struct ch_transfer {
    const char *programme;
    const char *tranche;
    enum ch_account from;
    enum ch_account to;
    int64_t amount;      /* > 0 */
    const char *subject; /* id of the case, voucher or appropriation it belongs to */
    int64_t at;
    int64_t seq; /* out: number within the tranche, without gaps */
};

/* Move the money, or ERR_BUDGET "budget-exceeded" when `from` holds less than `amount`:
 * one conditional UPDATE, never a read and a write. */
MUST_CHECK bool ch_ledger_post(struct ch_db *db, struct ch_transfer *transfer,
                               struct err *err);

/* Rebuild every tranche's balances from the transfers and compare. False and ERR_INVALID
 * names the first tranche and account that differ. */
MUST_CHECK bool ch_ledger_verify(struct ch_db *db, struct err *err);

/* What must add up across tables: accounts against cases, vouchers, claims and receipts.
 * False and ERR_INVALID names the first that differs. */
MUST_CHECK bool ch_sums_verify(struct ch_db *db, struct err *err);

/* Lend each transfer of a tranche, in order. */
typedef void ch_transfer_fn(void *ctx, int64_t seq, int from, int to, int64_t amount,
                            const char *subject);
MUST_CHECK bool ch_transfer_each(struct ch_db *db, const char *programme,
                                 const char *tranche, ch_transfer_fn *each, void *ctx,
                                 struct err *err);

/* Sum moved between two accounts of a tranche from `since` (inclusive) until `until`. */
MUST_CHECK bool ch_ledger_flow(struct ch_db *db, const char *programme,
                               const char *tranche, enum ch_account from,
                               enum ch_account to, int64_t since, int64_t until,
                               int64_t *out, struct err *err);

/* Use `amount` of an applicant's yearly cap in a programme, or ERR_REFUSED "cap-reached"
 * when used + amount > limit (limit < 0: no cap). A negative amount gives back. */
MUST_CHECK bool ch_cap_use(struct ch_db *db, const char *programme,
                           const char *organisation, int year, int64_t amount,
                           int64_t limit, struct err *err);
MUST_CHECK bool ch_cap_used(struct ch_db *db, const char *programme,
                            const char *organisation, int year, int64_t *out,
                            struct err *err);

#endif
