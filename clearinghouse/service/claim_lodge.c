#include "clearinghouse/service/claim.h"

#include "clearinghouse/service/claim_rules.h"
#include "clearinghouse/service/facts.h"
#include "clearinghouse/service/money.h"
#include "clearinghouse/service/voucher.h"
#include "common/date.h"
#include "common/money.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

bool ch_arrears_check(const struct ch_ctx *ctx, const char *applicant, struct err *err)
{
    bool owes;
    if (!ch_claim_in_arrears(ctx->db, applicant, &owes, err)) {
        return false;
    }
    return !owes ||
           err_set_type(err, ERR_REFUSED, "in-arrears",
                        "the applicant owes money that is overdue; nothing is granted or "
                        "paid to it until that is paid back");
}

bool ch_standing_check(const struct ch_ctx *ctx, const struct ch_policy *policy,
                       const char *applicant, struct err *err)
{
    struct ch_organisation org;
    char text[16];
    if (!ch_organisation_get(ctx->db, applicant, &org, err)) {
        return false;
    }
    if (policy->good_standing &&
        org.debarred_until >= date_of(ctx->now, DATE_ZONE_CHINA)) {
        return err_set_type(err, ERR_REFUSED, "debarred",
                            "%s is on a dishonesty or penalty list until %s", org.name,
                            date_format(org.debarred_until, text));
    }
    return ch_arrears_check(ctx, applicant, err);
}

/* The number without what two people write differently: case, spaces, punctuation. */
static void key_of(const char *number, char out[CH_SLUG_MAX])
{
    size_t n = 0;
    for (; *number && n < CH_SLUG_MAX - 1; number++) {
        char c = *number;
        c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
            (unsigned char)c >= 0x80) {
            out[n++] = c;
        }
    }
    out[n] = '\0';
}

/* What follows from invoice and usage as they stand: key, years, the centre's id. The
 * base is the invoice's share of what the contract has that is eligible; where payment
 * follows use the case has reckoned it. */
static bool derive(const struct ch_ctx *ctx, const struct ch_application *a,
                   const struct ch_voucher *v, struct ch_claim *c, struct err *err)
{
    struct ch_centre centre;
    key_of(c->invoice_number, c->invoice_key);
    if (*c->invoice_number && !*c->invoice_key) {
        return err_set_type(err, ERR_INVALID, "bad-invoice",
                            "\"%s\" is no invoice number: give the one printed on it",
                            c->invoice_number);
    }
    if (*c->centre) {
        if (!ch_centre_get(ctx->db, c->centre, &centre, err)) {
            return false;
        }
        COPY(c->centre, centre.id);
    }
    c->usage_year = c->usage_to ? date_split(date_start(c->usage_to, 0), 0).year : 0;
    if (strcmp(v->mode, "post-use") == 0 || strcmp(v->mode, "supply-side") == 0) {
        c->base_fen = v->base_fen;
        return true;
    }
    return a->contract.total_fen > 0 &&
                   money_prorate(c->invoice_fen, a->contract.eligible_fen,
                                 a->contract.total_fen, 1, &c->base_fen)
               ? true
               : err_set(err, ERR_INVALID, "the contract has no price to compare with");
}

static void copy_from(const struct ch_ctx *ctx, const struct ch_policy *policy,
                      const struct ch_voucher *v, struct ch_claim *c)
{
    COPY(c->voucher, v->id);
    COPY(c->voucher_number, v->number);
    COPY(c->programme, v->programme);
    COPY(c->tranche, v->tranche);
    COPY(c->application, v->application);
    COPY(c->applicant, v->applicant);
    COPY(c->applicant_name, v->applicant_name);
    COPY(c->credit_code, v->credit_code);
    COPY(c->group_id, v->group_id);
    COPY(c->provider, v->provider);
    COPY(c->provider_name, v->provider_name);
    COPY(c->payee, policy->payee);
    COPY(c->maker, ctx->who ? ctx->who->id : "system");
    COPY(c->status, "lodged");
    c->claim_year = ch_year(ctx->now);
    c->lodged_at = ctx->now;
}

static bool number_it(const struct ch_ctx *ctx, struct ch_claim *c, struct err *err)
{
    char number[ID_NUMBER_MAX];
    int64_t serial;
    if (!ch_claim_serial(ctx->db, (int)c->claim_year, &serial, err)) {
        return false;
    }
    ch_new_id(ctx, "clm", c->id);
    snprintf(c->number, sizeof c->number, "C%s",
             id_number((int)c->claim_year, serial, number));
    return true;
}

static bool voucher_takes(const struct ch_ctx *ctx, const struct ch_voucher *v,
                          const struct ch_claim *c, struct err *err)
{
    char left[32];
    if (strcmp(v->status, "active") != 0 || v->expires_at <= ctx->now) {
        return err_set_type(err, ERR_REFUSED, "voucher-not-active",
                            "voucher %s is %s and takes no claim", v->number,
                            strcmp(v->status, "active") == 0 ? "expired" : v->status);
    }
    return c->asked_fen <= v->unused_fen ||
           err_set_type(err, ERR_REFUSED, "amount-too-high",
                        "voucher %s has %s yuan unused; claim at most that", v->number,
                        money_format(v->unused_fen, MONEY_YUAN, left));
}

static bool within_rate(const struct ch_policy *policy, const struct ch_voucher *v,
                        const struct ch_claim *c, struct err *err)
{
    char most[32];
    int64_t limit = ch_claim_most(policy, v, c->base_fen);
    return c->asked_fen <= limit ||
           err_set_type(err, ERR_REFUSED, "amount-too-high",
                        "the rate gives at most %s yuan on this invoice; claim that",
                        money_format(limit, MONEY_YUAN, most));
}

static bool lodge(const struct ch_ctx *ctx, const struct ch_policy *policy,
                  const struct ch_application *a, struct ch_voucher *v,
                  struct ch_claim *c, struct ch_landed *landed, struct err *err)
{
    struct ch_verdict *verdict = calloc(1, sizeof *verdict);
    struct ch_landed there;
    bool ok = verdict || err_set(err, ERR_BUSY, "out of memory; try again");
    copy_from(ctx, policy, v, c);
    ok = ok && voucher_takes(ctx, v, c, err) && derive(ctx, a, v, c, err) &&
         within_rate(policy, v, c, err) && number_it(ctx, c, err) &&
         ch_claim_match(ctx, policy, a, v, c, verdict, err);
    if (ok && !*c->invoice_number) {
        COPY(c->status, "queried");
    }
    if (ok) {
        v->unused_fen -= c->asked_fen;
        v->in_claim_fen += c->asked_fen;
        v->reason_code[0] = v->reason_note[0] = '\0';
        ok = ch_voucher_save(ctx, v, "voucher.claim", &there, err) &&
             ch_claim_save(ctx, c, "lodge", landed, err);
    }
    free(verdict);
    return ok;
}

static bool case_of(const struct ch_ctx *ctx, const char *id, struct ch_application *out,
                    struct err *err)
{
    struct buf doc = {0};
    bool ok = ch_application_doc(ctx->db, id, &doc, err) &&
              ch_application_decode(buf_str(&doc), doc.len, out, err);
    buf_clear(&doc);
    return ok;
}

bool ch_claim_lodge(const struct ch_ctx *ctx, struct ch_claim *c,
                    struct ch_landed *landed, struct err *err)
{
    const struct ch_policy *policy;
    struct ch_voucher v;
    struct ch_application *a = calloc(1, sizeof *a);
    bool ok = a || err_set(err, ERR_BUSY, "out of memory; try again");
    ok = ok && ch_voucher_get(ctx->db, c->voucher, &v, err) &&
         ch_policy_of(ctx, v.programme, &policy, err) &&
         case_of(ctx, v.application, a, err) && lodge(ctx, policy, a, &v, c, landed, err);
    free(a);
    return ok;
}

bool ch_claim_lodge_issued(const struct ch_ctx *ctx, const struct ch_policy *policy,
                           const struct ch_application *a, struct ch_voucher *v,
                           struct err *err)
{
    struct ch_claim *c = calloc(1, sizeof *c);
    struct ch_landed landed;
    if (!c) {
        return err_set(err, ERR_BUSY, "out of memory; try again");
    }
    c->asked_fen = v->face_fen;
    COPY(c->invoice_number, a->invoice.number);
    c->invoice_on = a->invoice.date;
    c->invoice_fen = a->invoice.amount_fen;
    c->usage_hours = a->usage.gpu_hours > 0 ? a->usage.gpu_hours : 0;
    c->usage_from = a->usage.from;
    c->usage_to = a->usage.to;
    COPY(c->centre, a->usage.centre);
    bool ok = lodge(ctx, policy, a, v, c, &landed, err);
    free(c);
    return ok;
}

bool ch_claim_renew(const struct ch_ctx *ctx, const struct ch_application *a,
                    const struct ch_voucher *v, struct ch_claim *c, struct err *err)
{
    const struct ch_policy *policy;
    return derive(ctx, a, v, c, err) && ch_policy_of(ctx, c->programme, &policy, err) &&
           within_rate(policy, v, c, err);
}
