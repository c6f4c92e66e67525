#include "clearinghouse/service/voucher.h"

#include "clearinghouse/service/controls.h"
#include "clearinghouse/service/facts.h"
#include "clearinghouse/service/machine.h"
#include "clearinghouse/service/money.h"
#include "clearinghouse/service/reasons.h"
#include "common/date.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

enum { VALID_DAYS = 365, EXTEND_DAYS_MAX = 366 };

static struct ch_purse purse_of(const struct ch_voucher *v)
{
    return (struct ch_purse){v->programme, v->tranche, v->id};
}

static int64_t end_of(date_day day)
{
    return date_start(day + 1, DATE_ZONE_CHINA);
}

bool ch_voucher_key(const struct ch_ctx *ctx, unsigned char out[VOUCHER_KEY_BYTES],
                    struct err *err)
{
    char hex[2 * VOUCHER_KEY_BYTES + 1];
    size_t len = 0;
    if (!ch_meta_get(ctx->db, "voucher_key", hex, sizeof hex, err)) {
        return false;
    }
    if (*hex) {
        return (sodium_hex2bin(out, VOUCHER_KEY_BYTES, hex, strlen(hex), NULL, &len,
                               NULL) == 0 &&
                len == VOUCHER_KEY_BYTES) ||
               err_set(err, ERR_INTERNAL, "the ledger's voucher key is damaged");
    }
    randombytes_buf(out, VOUCHER_KEY_BYTES);
    sodium_bin2hex(hex, sizeof hex, out, VOUCHER_KEY_BYTES);
    return ch_meta_set(ctx->db, "voucher_key", hex, err);
}

static bool number_it(const struct ch_ctx *ctx, struct ch_voucher *v, struct err *err)
{
    unsigned char key[VOUCHER_KEY_BYTES];
    int year = ch_year(ctx->now);
    int64_t serial;
    if (!ch_voucher_key(ctx, key, err) ||
        !ch_voucher_serial(ctx->db, v->programme, year, &serial, err)) {
        return false;
    }
    if (serial >= VOUCHER_SERIAL_MAX) {
        return err_set(err, ERR_INTERNAL, "%s has issued every number of %d",
                       v->programme, year);
    }
    voucher_code(v->programme, year, serial, key, v->number);
    sodium_memzero(key, sizeof key);
    return true;
}

bool ch_voucher_issue(const struct ch_ctx *ctx, const struct ch_policy *policy,
                      const struct ch_application *a, const char *group_id,
                      int64_t base_fen, struct ch_voucher *v, struct err *err)
{
    struct ch_landed landed;
    *v = (struct ch_voucher){.round = a->round,
                             .rate_bp = a->grant.rate_bp,
                             .base_fen = base_fen,
                             .face_fen = a->grant.amount_fen,
                             .unused_fen = a->grant.amount_fen,
                             .issued_at = ctx->now};
    ch_new_id(ctx, "vch", v->id);
    COPY(v->programme, a->programme);
    COPY(v->tranche, a->tranche);
    COPY(v->application, a->id);
    COPY(v->application_number, a->number);
    COPY(v->status, "active");
    COPY(v->applicant, a->applicant.id);
    COPY(v->applicant_name, a->applicant.name);
    COPY(v->credit_code, a->applicant.credit_code);
    COPY(v->group_id, group_id);
    COPY(v->provider, a->provider.id);
    COPY(v->provider_name, a->provider.name);
    COPY(v->mode, a->mode);
    COPY(v->issuer, ctx->who ? ctx->who->id : "system");
    v->valid_from = date_of(ctx->now, DATE_ZONE_CHINA);
    v->valid_until =
        v->valid_from + (date_day)ch_known_or(&policy->voucher_days, VALID_DAYS);
    v->expires_at = end_of(v->valid_until);
    struct ch_purse purse = purse_of(v);
    return number_it(ctx, v, err) &&
           ch_money_post(ctx, &purse, CH_RESERVED, CH_COMMITTED, v->face_fen, err) &&
           ch_voucher_save(ctx, v, "voucher.issue", &landed, err);
}

/* ---- what is not used ---- */

/* The unused part goes over into `*over` (expired or revoked), its money back. */
static bool drop_unused(const struct ch_ctx *ctx, struct ch_voucher *v, int64_t *over,
                        struct err *err)
{
    struct ch_purse purse = purse_of(v);
    int64_t amount = v->unused_fen;
    *over += amount;
    v->unused_fen = 0;
    return ch_money_back(ctx, &purse, CH_COMMITTED, amount, err);
}

bool ch_voucher_give_back(const struct ch_ctx *ctx, struct ch_voucher *v,
                          enum ch_account from, int64_t amount, struct err *err)
{
    struct ch_purse purse = purse_of(v);
    v->in_claim_fen -= amount;
    if (strcmp(v->status, "expired") == 0) {
        v->expired_fen += amount;
    } else if (strcmp(v->status, "revoked") == 0) {
        v->revoked_fen += amount;
    } else {
        v->unused_fen += amount;
        return from == CH_COMMITTED ||
               ch_money_post(ctx, &purse, from, CH_COMMITTED, amount, err);
    }
    return ch_money_back(ctx, &purse, from, amount, err);
}

bool ch_voucher_expire(const struct ch_ctx *ctx, const char *id, struct err *err)
{
    struct ch_voucher v;
    struct ch_landed landed;
    if (!ch_voucher_get(ctx->db, id, &v, err) ||
        !drop_unused(ctx, &v, &v.expired_fen, err)) {
        return false;
    }
    COPY(v.status, "expired");
    v.reason_code[0] = v.reason_note[0] = '\0';
    return ch_voucher_save(ctx, &v, "voucher.expire", &landed, err);
}

/* ---- what people do to one ---- */

struct deed {
    const struct ch_ctx *ctx;
    const struct ch_voucher_order *order;
    struct ch_voucher *v;
};

static bool freeze(struct deed *d, struct err *err)
{
    (void)err;
    COPY(d->v->status, "frozen");
    return true;
}

static bool unfreeze(struct deed *d, struct err *err)
{
    (void)err;
    COPY(d->v->status, "active");
    d->v->revoker[0] = '\0';
    return true;
}

static bool extend(struct deed *d, struct err *err)
{
    char now[16], most[16];
    date_day latest = d->v->valid_until + EXTEND_DAYS_MAX;
    if (d->order->until <= d->v->valid_until || d->order->until > latest) {
        return err_set_type(err, ERR_INVALID, "bad-extension",
                            "the voucher is valid until %s: give a later day, %s at the "
                            "latest",
                            date_format(d->v->valid_until, now),
                            date_format(latest, most));
    }
    d->v->valid_until = d->order->until;
    d->v->expires_at = end_of(d->order->until);
    return true;
}

/* The first signature freezes; the second, by another person, revokes. */
static bool revoke(struct deed *d, struct err *err)
{
    const char *who = d->ctx->who ? d->ctx->who->id : "system";
    if (!*d->v->revoker) {
        COPY(d->v->revoker, who);
        COPY(d->v->status, "frozen");
        return true;
    }
    if (ch_is_actor(d->ctx, d->v->revoker)) {
        return err_set_type(err, ERR_REFUSED, "signed-twice",
                            "%s has signed this revocation already; another supervisor "
                            "must sign it",
                            who);
    }
    COPY(d->v->status, "revoked");
    return drop_unused(d->ctx, d->v, &d->v->revoked_fen, err);
}

static const struct {
    const char *action;
    bool (*act)(struct deed *deed, struct err *err);
} acts[] = {
    {"freeze", freeze}, {"unfreeze", unfreeze}, {"extend", extend}, {"revoke", revoke}};

static bool check(const struct deed *d, int64_t revision, struct err *err)
{
    const struct ch_voucher *v = d->v;
    if (v->revision != revision) {
        return err_set_type(err, ERR_STALE, "stale-revision",
                            "voucher %s was changed (revision %" PRId64
                            ", you saw %" PRId64 "); look at it again",
                            v->number, v->revision, revision);
    }
    const struct ch_transition *step =
        ch_machine_find(&ch_voucher_machine, v->status, d->order->action);
    if (v->expires_at <= d->ctx->now && strcmp(v->status, "used_up") != 0) {
        step = NULL; /* the clock is about to write it */
    }
    const struct ch_control control = {.programme = v->programme,
                                       .decision = d->order->action,
                                       .applicant = v->applicant,
                                       .provider = v->provider,
                                       .amount_fen = v->unused_fen};
    return ch_machine_allows(d->ctx, &ch_voucher_machine, step, v->programme, v->number,
                             v->status, d->order->action, err) &&
           ch_controls_pass(d->ctx, &control, err) &&
           ch_reason_check(step->needs_reason, d->order->action, d->order->reason_code,
                           d->order->reason_note, err);
}

bool ch_voucher_act(const struct ch_ctx *ctx, const char *id, int64_t revision,
                    const struct ch_voucher_order *order, struct ch_voucher *out,
                    struct ch_landed *landed, struct err *err)
{
    struct deed deed = {ctx, order, out};
    char action[CH_SLUG_MAX + 16];
    size_t i = 0;
    if (!ch_voucher_get(ctx->db, id, out, err) || !check(&deed, revision, err)) {
        return false;
    }
    while (strcmp(acts[i].action, order->action) != 0) {
        i++;
    }
    COPY(out->reason_code, order->reason_code);
    COPY(out->reason_note, order->reason_note);
    snprintf(action, sizeof action, "voucher.%s", order->action);
    return acts[i].act(&deed, err) && ch_voucher_save(ctx, out, action, landed, err);
}
