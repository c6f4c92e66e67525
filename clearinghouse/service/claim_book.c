/* What the treasury reports, line by line, and what the clock does to a recovery. */
#include "clearinghouse/service/claim.h"

#include "clearinghouse/service/closing.h"
#include "clearinghouse/service/facts.h"
#include "clearinghouse/service/funders.h"
#include "clearinghouse/service/money.h"
#include "clearinghouse/service/voucher.h"
#include "common/date.h"
#include "common/money.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

struct booking {
    const struct ch_ctx *ctx;
    const struct ch_payment_line *line;
    struct ch_claim *c;
};

static bool wrong_amount(const struct booking *b, int64_t due, const char *what,
                         struct err *err)
{
    char given[32], owed[32];
    return err_set_type(err, ERR_REFUSED, "amount-mismatch",
                        "claim %s: the receipt says %s yuan, %s is %s", b->c->number,
                        money_format(b->line->amount_fen, MONEY_YUAN, given), what,
                        money_format(due, MONEY_YUAN, owed));
}

static bool in_payment(const struct booking *b, struct err *err)
{
    if (strcmp(b->c->status, "paid") == 0 || strcmp(b->c->status, "recovered") == 0) {
        return err_set_type(err, ERR_REFUSED, "paid-twice",
                            "claim %s is paid already, under reference %s", b->c->number,
                            b->c->reference);
    }
    if (strcmp(b->c->status, "in_payment") != 0) {
        return err_set_type(err, ERR_CONFLICT, "wrong-state",
                            "claim %s is %s: no payment of it was sent", b->c->number,
                            b->c->status);
    }
    return b->line->amount_fen == b->c->amount_fen ||
           wrong_amount(b, b->c->amount_fen, "what was sent", err);
}

static bool note_funders(const struct booking *b, struct err *err)
{
    struct ch_tranche tranche;
    struct buf text = {0};
    bool ok = ch_tranche_get(b->ctx->db, b->c->programme, b->c->tranche, &tranche, err) &&
              ch_funders_split(tranche.funders, b->c->amount_fen, &text, err);
    if (ok) {
        COPY(b->c->funding, text.len < sizeof b->c->funding ? buf_str(&text) : "");
    }
    buf_clear(&text);
    return ok;
}

static bool book_paid(struct booking *b, struct err *err)
{
    struct ch_claim *c = b->c;
    struct ch_voucher v;
    struct ch_landed landed;
    const struct ch_purse purse = {c->programme, c->tranche, c->id};
    if (!in_payment(b, err) || !note_funders(b, err) ||
        !ch_voucher_get(b->ctx->db, c->voucher, &v, err) ||
        !ch_money_post(b->ctx, &purse, CH_PAYABLE, CH_DISBURSED, c->amount_fen, err)) {
        return false;
    }
    v.in_claim_fen -= c->amount_fen;
    v.redeemed_fen += c->amount_fen;
    v.reason_code[0] = v.reason_note[0] = '\0';
    COPY(c->status, "paid");
    COPY(c->reference, b->line->reference);
    c->paid_on = b->line->on;
    c->payment_year = date_split(date_start(b->line->on, 0), 0).year;
    return ch_voucher_save(b->ctx, &v, "voucher.redeem", &landed, err) &&
           ch_claim_save(b->ctx, c, "settle", &landed, err);
}

static bool book_failed(struct booking *b, struct err *err)
{
    struct ch_landed landed;
    if (!in_payment(b, err)) {
        return false;
    }
    COPY(b->c->status, "failed");
    COPY(b->c->reason_code,
         *b->line->reason_code ? b->line->reason_code : "treasury-returned");
    b->c->failures++;
    return ch_claim_save(b->ctx, b->c, "fail", &landed, err);
}

/* Back to the tranche where the programme says so, as long as its year lasts; else it is
 * the treasury's. */
static enum ch_account goes_to(const struct ch_policy *policy,
                               const struct ch_tranche *tranche, int year)
{
    if (strcmp(policy->recovered_to, "tranche") != 0) {
        return CH_APPROPRIATED;
    }
    return year > tranche->fiscal_year ? CH_LAPSED : CH_AVAILABLE;
}

static bool book_recovered(struct booking *b, struct err *err)
{
    struct ch_claim *c = b->c;
    const struct ch_policy *policy;
    struct ch_tranche tranche;
    struct ch_landed landed;
    int64_t left = c->recover_fen - c->recovered_fen;
    if (strcmp(c->status, "recovered") != 0) {
        return err_set_type(err, ERR_CONFLICT, "wrong-state",
                            "nothing is being recovered on claim %s", c->number);
    }
    if (b->line->amount_fen > left) {
        return wrong_amount(b, left, "what is still owed", err);
    }
    if (!ch_policy_of(b->ctx, c->programme, &policy, err) ||
        !ch_tranche_now(b->ctx->db, c->programme, c->tranche, &tranche, err)) {
        return false;
    }
    const struct ch_purse purse = {c->programme, tranche.id, c->id};
    if (!ch_money_post(b->ctx, &purse, CH_RECOVERED,
                       goes_to(policy, &tranche, ch_year(b->ctx->now)),
                       b->line->amount_fen, err)) {
        return false;
    }
    COPY(c->tranche, tranche.id);
    c->recovered_fen += b->line->amount_fen;
    c->overdue = c->overdue && c->recovered_fen < c->recover_fen;
    return ch_claim_save(b->ctx, c, "receive", &landed, err);
}

static const struct {
    const char *outcome;
    bool (*book)(struct booking *booking, struct err *err);
} books[] = {{"paid", book_paid}, {"failed", book_failed}, {"recovered", book_recovered}};

static bool note_receipt(const struct booking *b, const char *payment, struct err *err)
{
    struct ch_receipt receipt = {
        .amount_fen = b->line->amount_fen, .on_day = b->line->on, .at = b->ctx->now};
    COPY(receipt.reference, b->line->reference);
    COPY(receipt.kind, b->line->outcome);
    COPY(receipt.claim, b->c->id);
    COPY(receipt.programme, b->c->programme);
    COPY(receipt.tranche, b->c->tranche);
    COPY(receipt.payment, payment);
    return ch_receipt_put(b->ctx->db, &receipt, err);
}

bool ch_claim_book(const struct ch_ctx *ctx, const char *programme, const char *payment,
                   const struct ch_payment_line *line, struct err *err)
{
    struct booking b = {ctx, line, calloc(1, sizeof *b.c)};
    bool ok = b.c || err_set(err, ERR_BUSY, "out of memory; try again");
    ok = ok && ch_claim_load(ctx, line->claim, b.c, err);
    if (ok && strcmp(b.c->programme, programme) != 0) {
        ok = err_set(err, ERR_NOT_FOUND, "there is no claim \"%s\" in %s", line->claim,
                     programme);
    }
    if (ok && line->on > date_of(ctx->now, DATE_ZONE_CHINA)) {
        ok = err_set_type(err, ERR_INVALID, "bad-date", "claim %s: the day lies ahead",
                          b.c->number);
    }
    if (ok) {
        b.c->reason_code[0] = b.c->reason_note[0] = '\0';
        size_t i = 0;
        while (strcmp(books[i].outcome, line->outcome) != 0) {
            i++;
        }
        ok = books[i].book(&b, err) && note_receipt(&b, payment, err);
    }
    free(b.c);
    return ok;
}

bool ch_claim_fall_due(const struct ch_ctx *ctx, const char *id, struct err *err)
{
    struct ch_claim *c = calloc(1, sizeof *c);
    struct ch_landed landed;
    bool ok = c || err_set(err, ERR_BUSY, "out of memory; try again");
    ok = ok && ch_claim_load(ctx, id, c, err);
    if (ok) {
        c->overdue = true;
        c->reason_code[0] = c->reason_note[0] = '\0';
        ok = ch_claim_save(ctx, c, "overdue", &landed, err);
    }
    free(c);
    return ok;
}
