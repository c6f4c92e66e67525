/* Claims: what was used is redeemed against a voucher, checked three ways (contract,
 * invoice, metered use), approved, sent for payment, paid or failed, and where need be
 * recovered. */
#ifndef CLEARINGHOUSE_SERVICE_CLAIM_H
#define CLEARINGHOUSE_SERVICE_CLAIM_H

#include "clearinghouse/service/decide.h"
#include "clearinghouse/store/claims.h"

struct ch_policy;

/* The applicant owes no overdue money: ERR_REFUSED "in-arrears". */
MUST_CHECK bool ch_arrears_check(const struct ch_ctx *ctx, const char *applicant,
                                 struct err *err);
/* The same, and it is on no dishonesty list where the programme looks: "debarred". */
MUST_CHECK bool ch_standing_check(const struct ch_ctx *ctx,
                                  const struct ch_policy *policy, const char *applicant,
                                  struct err *err);

/* `claim` comes with voucher (id or number), asked_fen, invoice and usage (the centre by
 * id or slug), and leaves whole. Its money is held in the voucher from here on. */
MUST_CHECK bool ch_claim_lodge(const struct ch_ctx *ctx, struct ch_claim *claim,
                               struct ch_landed *landed, struct err *err);
/* The whole of a voucher just issued, where payment follows use. */
MUST_CHECK bool ch_claim_lodge_issued(const struct ch_ctx *ctx,
                                      const struct ch_policy *policy,
                                      const struct ch_application *a,
                                      struct ch_voucher *voucher, struct err *err);

/* The same reckoning for a claim whose invoice or usage was put right. */
MUST_CHECK bool ch_claim_renew(const struct ch_ctx *ctx, const struct ch_application *a,
                               const struct ch_voucher *voucher, struct ch_claim *claim,
                               struct err *err);

struct ch_claim_order {
    char decision[CH_SLUG_MAX]; /* match query answer approve reject pay fail recover */
    char reason_code[64], reason_note[600];
    int64_t amount_fen;   /* approve, recover; 0: the whole */
    int32_t until;        /* recover: last day to pay back; 0: 30 days from now */
    struct ch_claim with; /* answer: invoice and usage, as for lodging */
    bool with_invoice, with_usage;
};

struct ch_claim_decided {
    struct ch_claim claim;
    struct ch_voucher voucher;
    struct ch_budget before, after;
    struct ch_verdict match; /* the findings, run anew */
    char id[ID_MAX];
    struct ch_landed landed;
};
/* As ch_decide(): on refusal the caller rolls back, and out->match says why where the
 * rules were the reason ("match-failed"). */
MUST_CHECK bool ch_claim_decide(const struct ch_ctx *ctx, const char *id,
                                int64_t revision, const struct ch_claim_order *order,
                                struct ch_claim_decided *out, struct err *err);

/* One line of the treasury's report. */
struct ch_payment_line {
    char claim[ID_MAX]; /* id or number */
    char outcome[16];   /* paid failed recovered */
    int64_t amount_fen;
    int32_t on;
    char reference[CH_SLUG_MAX];
    char reason_code[64];
};
/* Book a line: paid (the claim is in payment, to the fen), failed, or money that came
 * back for a recovery. `payment` names the import. */
MUST_CHECK bool ch_claim_book(const struct ch_ctx *ctx, const char *programme,
                              const char *payment, const struct ch_payment_line *line,
                              struct err *err);

/* By the clock: the last day to pay back is over. */
MUST_CHECK bool ch_claim_fall_due(const struct ch_ctx *ctx, const char *id,
                                  struct err *err);

MUST_CHECK bool ch_claim_decode(const char *text, size_t len, struct ch_claim *out,
                                struct err *err);
MUST_CHECK bool ch_claim_json(const struct ch_claim *claim, struct buf *out,
                              struct err *err);
/* Load the record with its findings. */
MUST_CHECK bool ch_claim_load(const struct ch_ctx *ctx, const char *id_or_number,
                              struct ch_claim *out, struct err *err);
/* Write it after a change (revision raised here). */
MUST_CHECK bool ch_claim_save(const struct ch_ctx *ctx, struct ch_claim *claim,
                              const char *decision, struct ch_landed *landed,
                              struct err *err);

#endif
