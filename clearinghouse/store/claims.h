/* Claims (redemptions) on vouchers, and the treasury's receipts. */
#ifndef CLEARINGHOUSE_STORE_CLAIMS_H
#define CLEARINGHOUSE_STORE_CLAIMS_H

#include "clearinghouse/store/vouchers.h"

enum { CH_MATCH_MAX = 8192 };

struct ch_claim {
    char id[ID_MAX], number[ID_NUMBER_MAX + 2];
    char programme[CH_SLUG_MAX], tranche[CH_SLUG_MAX];
    char voucher[ID_MAX], voucher_number[VOUCHER_CODE_MAX], application[ID_MAX];
    char status[CH_SLUG_MAX];
    int64_t revision;
    char applicant[ID_MAX], applicant_name[CH_NAME_MAX], credit_code[CH_CODE_MAX];
    char group_id[ID_MAX];
    char provider[ID_MAX], provider_name[CH_NAME_MAX];
    char payee[16]; /* demand provider */
    /* No two of reviewer, approver and payer are one person, nor is the maker the first
     * or second: constraints of the table. "" not yet. */
    char maker[CH_SLUG_MAX], reviewer[CH_SLUG_MAX], approver[CH_SLUG_MAX],
        payer[CH_SLUG_MAX];
    int64_t asked_fen, base_fen, amount_fen; /* amount: approved, 0 until then */
    char invoice_number[CH_SLUG_MAX];
    char invoice_key[CH_SLUG_MAX]; /* the number without case and punctuation */
    int32_t invoice_on;
    int64_t invoice_fen;
    int64_t usage_hours;
    int32_t usage_from, usage_to;
    char centre[ID_MAX];                          /* id, or "" */
    int64_t usage_year, claim_year, payment_year; /* calendar years, 0 not yet */
    int64_t lodged_at, updated_at;
    int32_t paid_on;
    char reference[CH_SLUG_MAX]; /* the treasury's, of the payment */
    int64_t failures;            /* payments that came back */
    char match_outcome[CH_SLUG_MAX];
    char match[CH_MATCH_MAX]; /* findings, canonical JSON; not a column */
    char funding[1024];       /* who paid which part, canonical JSON; not a column */
    int64_t recover_fen, recovered_fen;
    int32_t recover_due;
    bool overdue;
    char last_decision[CH_SLUG_MAX], last_by[CH_SLUG_MAX];
    char reason_code[64], reason_note[600];
    int64_t entry_seq;
};

extern const struct ch_table ch_claim_table;

/* Without `match`, which only the record has. */
MUST_CHECK bool ch_claim_get(struct ch_db *db, const char *id_or_number,
                             struct ch_claim *out, struct err *err);
/* ERR_REFUSED "invoice-duplicate", "same-person". */
MUST_CHECK bool ch_claim_put(struct ch_db *db, const struct ch_claim *claim,
                             struct err *err);
MUST_CHECK bool ch_claim_serial(struct ch_db *db, int year, int64_t *out,
                                struct err *err);

/* What the other claims on a voucher that are not rejected add up to. */
struct ch_claim_sums {
    int64_t base_fen, invoice_fen, hours;
};
MUST_CHECK bool ch_claim_sums(struct ch_db *db, const char *voucher,
                              const char *except_id, struct ch_claim_sums *out,
                              struct err *err);
/* The number of another live claim of the applicant for use of the same centre within
 * these days, or "". */
MUST_CHECK bool ch_claim_same_usage(struct ch_db *db, const struct ch_claim *claim,
                                    char out[ID_NUMBER_MAX + 2], struct err *err);
/* Money to be paid back by the applicant is overdue. */
MUST_CHECK bool ch_claim_in_arrears(struct ch_db *db, const char *applicant, bool *out,
                                    struct err *err);
/* Claims to be recovered whose last day is before `today`, not marked overdue yet. */
MUST_CHECK bool ch_claim_falling_due(struct ch_db *db, int32_t today, int limit,
                                     ch_id_fn *each, void *ctx, struct err *err);

/* One line of what the treasury reported. */
struct ch_receipt {
    char reference[CH_SLUG_MAX];
    char kind[16]; /* paid failed recovered */
    char claim[ID_MAX];
    char programme[CH_SLUG_MAX], tranche[CH_SLUG_MAX];
    char payment[ID_MAX]; /* the import it came with */
    int64_t amount_fen;
    int32_t on_day;
    int64_t at;
};
/* ERR_REFUSED "reference-used" or "paid-twice". */
MUST_CHECK bool ch_receipt_put(struct ch_db *db, const struct ch_receipt *receipt,
                               struct err *err);

#endif
