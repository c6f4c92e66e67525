#include "clearinghouse/service/closing.h"

#include "clearinghouse/service/claim.h"
#include "clearinghouse/service/money.h"
#include "clearinghouse/service/registry.h"
#include "clearinghouse/service/submit.h"
#include "clearinghouse/service/voucher.h"
#include "common/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

enum { CARRIED_MAX = 20, HOPS_MAX = 20 };

struct closing {
    const struct ch_ctx *ctx;
    const struct ch_tranche *from, *to;
    struct err *err;
};

/* Out of the old tranche and into the same account of the new one. */
static bool carry_money(const struct closing *c, enum ch_account account, int64_t amount,
                        const char *subject)
{
    const struct ch_purse old = {c->from->programme, c->from->id, subject};
    const struct ch_purse new = {c->to->programme, c->to->id, subject};
    return ch_money_post(c->ctx, &old, account, CH_APPROPRIATED, amount, c->err) &&
           ch_money_post(c->ctx, &new, CH_APPROPRIATED, account, amount, c->err);
}

static bool carry_case(const struct closing *c, const char *id)
{
    struct ch_application_row row;
    struct ch_landed landed;
    struct buf doc = {0};
    struct ch_application *a = calloc(1, sizeof *a);
    bool ok = a || err_set(c->err, ERR_BUSY, "out of memory; try again");
    ok = ok && ch_application_get(c->ctx->db, id, &row, c->err) &&
         ch_application_doc(c->ctx->db, id, &doc, c->err) &&
         ch_application_decode(buf_str(&doc), doc.len, a, c->err) &&
         carry_money(c, CH_RESERVED, row.reserved_fen, id);
    buf_clear(&doc);
    if (ok) {
        const struct ch_verdict verdict = {.outcome = ch_outcome_named(row.verdict),
                                           .issues = row.verdict_issues,
                                           .grant_fen = row.grant_fen,
                                           .rate_bp = row.grant_bp};
        a->revision++;
        COPY(a->tranche, c->to->id);
        ok = ch_application_save(c->ctx, a, &verdict, row.group_id, row.reserved_fen,
                                 "application.carry", &landed, c->err);
    }
    free(a);
    return ok;
}

static bool carry_claim(const struct closing *c, const char *id)
{
    struct ch_landed landed;
    struct ch_claim *claim = calloc(1, sizeof *claim);
    bool ok = claim || err_set(c->err, ERR_BUSY, "out of memory; try again");
    ok = ok && ch_claim_load(c->ctx, id, claim, c->err) &&
         (claim->amount_fen > 0 ? carry_money(c, CH_PAYABLE, claim->amount_fen, id)
                                : carry_money(c, CH_COMMITTED, claim->asked_fen, id));
    if (ok) {
        COPY(claim->tranche, c->to->id);
        ok = ch_claim_save(c->ctx, claim, "carry", &landed, c->err);
    }
    free(claim);
    return ok;
}

/* Its claims bring their own part. */
static bool carry_voucher(const struct closing *c, const char *id)
{
    struct ch_voucher v;
    struct ch_landed landed;
    if (!ch_voucher_get(c->ctx->db, id, &v, c->err) ||
        !carry_money(c, CH_COMMITTED, v.unused_fen, id)) {
        return false;
    }
    COPY(v.tranche, c->to->id);
    v.reason_code[0] = v.reason_note[0] = '\0';
    return ch_voucher_save(c->ctx, &v, "voucher.carry", &landed, c->err);
}

/* Ids come in slices, as carrying a record takes it out of the list. */
struct slice {
    char id[CARRIED_MAX][ID_MAX];
    int count;
};

static void note(void *ctx, const char *id)
{
    struct slice *slice = ctx;
    if (slice->count < CARRIED_MAX) {
        snprintf(slice->id[slice->count++], ID_MAX, "%s", id);
    }
}

static const struct {
    enum ch_running kind;
    bool (*carry)(const struct closing *closing, const char *id);
} carried[] = {{CH_RUNNING_CASES, carry_case},
               {CH_RUNNING_CLAIMS, carry_claim},
               {CH_RUNNING_VOUCHERS, carry_voucher}};

static bool carry_all(const struct closing *c)
{
    for (size_t i = 0; i < COUNT_OF(carried); i++) {
        struct slice slice;
        do {
            slice.count = 0;
            if (!ch_tranche_running(c->ctx->db, c->from->programme, c->from->id,
                                    carried[i].kind, CARRIED_MAX, note, &slice, c->err)) {
                return false;
            }
            for (int k = 0; k < slice.count; k++) {
                if (!carried[i].carry(c, slice.id[k])) {
                    return false;
                }
            }
        } while (slice.count > 0);
    }
    return true;
}

static bool find_carry(const struct ch_ctx *ctx, const struct ch_tranche *t,
                       const char *carry_to, struct ch_tranche *out, struct err *err)
{
    int64_t running =
        t->balance[CH_RESERVED] + t->balance[CH_COMMITTED] + t->balance[CH_PAYABLE];
    if (!*carry_to) {
        return running == 0 ||
               err_set_type(err, ERR_REFUSED, "carry-missing",
                            "tranche %s still has cases, vouchers or claims that run; "
                            "name a tranche of a later year to carry them to",
                            t->id);
    }
    if (!ch_tranche_get(ctx->db, t->programme, carry_to, out, err)) {
        return false;
    }
    return (out->fiscal_year > t->fiscal_year && out->closed_at == 0) ||
           err_set_type(err, ERR_REFUSED, "bad-carry",
                        "tranche %s is no open tranche of a year after %d", out->id,
                        t->fiscal_year);
}

bool ch_tranche_close(const struct ch_ctx *ctx, struct ch_tranche *t,
                      const char *carry_to, const char *document, struct err *err)
{
    struct ch_tranche to = {.fiscal_year = 0};
    const struct ch_purse purse = {t->programme, t->id, t->id};
    const struct closing closing = {ctx, t, &to, err};
    if (t->closed_at) {
        return err_set_type(err, ERR_CONFLICT, "tranche-closed",
                            "tranche %s is closed already", t->id);
    }
    if (ch_year(ctx->now) <= t->fiscal_year) {
        return err_set_type(err, ERR_REFUSED, "year-not-over",
                            "the year %d of tranche %s is not over", t->fiscal_year,
                            t->id);
    }
    if (!find_carry(ctx, t, carry_to, &to, err) || !carry_all(&closing) ||
        !ch_money_post(ctx, &purse, CH_AVAILABLE, CH_LAPSED, t->balance[CH_AVAILABLE],
                       err)) {
        return false;
    }
    t->revision++;
    t->closed_at = ctx->now;
    COPY(t->carried_to, carry_to);
    return ch_tranche_put(ctx->db, t, err) &&
           ch_tranche_get(ctx->db, t->programme, t->id, t, err) &&
           ch_tranche_record(ctx, t, "tranche.close", document, err);
}

bool ch_tranche_amend(const struct ch_ctx *ctx, struct ch_tranche *t,
                      const char *document, struct err *err)
{
    if (t->closed_at) {
        return err_set_type(err, ERR_CONFLICT, "tranche-closed",
                            "tranche %s is closed; nothing in it changes any more",
                            t->id);
    }
    if (t->opens_on > t->closes_on) {
        return err_set_type(err, ERR_INVALID, "window",
                            "closes_on is before opens_on; give the window in order");
    }
    t->revision++;
    return ch_tranche_put(ctx->db, t, err) &&
           ch_tranche_record(ctx, t, "tranche.amend", document, err);
}

bool ch_tranche_now(struct ch_db *db, const char *programme, const char *tranche,
                    struct ch_tranche *out, struct err *err)
{
    char id[CH_SLUG_MAX];
    COPY(id, tranche);
    for (int hops = 0; hops < HOPS_MAX; hops++) {
        if (!ch_tranche_get(db, programme, id, out, err)) {
            return false;
        }
        if (out->closed_at == 0) {
            return true;
        }
        COPY(id, out->carried_to);
        if (!*id) {
            return err_set_type(err, ERR_REFUSED, "tranche-closed",
                                "tranche %s is closed and was carried nowhere; open one "
                                "that takes what comes late",
                                tranche);
        }
    }
    return err_set(err, ERR_INTERNAL, "tranche %s is carried in a circle", tranche);
}
