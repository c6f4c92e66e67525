#include "tests/support/model_agree.h"

#include "tests/clearinghouse/office.h"

#include "clearinghouse/store/claims.h"

struct check {
    struct office *o;
    const struct model *m;
};

#define AGREE(real, model)                                                               \
    do {                                                                                 \
        if ((real) != (model)) {                                                         \
            fail_msg("seed %" PRIu64 ", %s: " #real " is %" PRId64 ", not %" PRId64,     \
                     k->m->seed, where, (int64_t)(real), (int64_t)(model));              \
        }                                                                                \
    } while (0)

static void agree_word(const struct check *k, const char *where, const char *real,
                       const char *model)
{
    if (strcmp(real, model) != 0) {
        fail_msg("seed %" PRIu64 ", %s: is %s, not %s", k->m->seed, where, real, model);
    }
}

static void agree_tranche(const struct check *k, int programme, int tranche)
{
    const struct model_tranche *t = &k->m->tranches[programme][tranche];
    struct ch_tranche real;
    char where[64];
    office_budget(k->o, model_programmes[programme].id, t->id, &real);
    for (int i = 0; i < CH_ACCOUNT_COUNT; i++) {
        snprintf(where, sizeof where, "%s/%s %s", model_programmes[programme].id, t->id,
                 ch_account_name((enum ch_account)i));
        AGREE(real.balance[i], t->money[i]);
        AGREE(real.balance[i] >= 0, true);
    }
    AGREE(real.revision, t->revision);
    AGREE(real.closed_at > 0, t->closed);
}

static void agree_case(const struct check *k, const struct model_case *c)
{
    struct ch_application_row real;
    struct err err = {0};
    const char *where = c->id;
    assert_ok(ch_application_get(k->o->db, c->id, &real, &err), err);
    agree_word(k, where, real.status, c->status);
    agree_word(k, where, real.tranche, k->m->tranches[c->programme][c->tranche].id);
    AGREE(real.revision, c->revision);
    AGREE(real.reserved_fen, c->reserved);
    AGREE(real.undo_until, c->undo_until);
}

static void agree_voucher(const struct check *k, const struct model_voucher *v)
{
    struct ch_voucher real;
    struct err err = {0};
    const char *where = v->id;
    assert_ok(ch_voucher_get(k->o->db, v->id, &real, &err), err);
    agree_word(k, where, real.status, v->status);
    agree_word(k, where, real.tranche, k->m->tranches[v->programme][v->tranche].id);
    AGREE(real.revision, v->revision);
    AGREE(real.face_fen, v->face);
    AGREE(real.unused_fen, v->unused);
    AGREE(real.in_claim_fen, v->in_claim);
    AGREE(real.redeemed_fen, v->redeemed);
    AGREE(real.expired_fen, v->expired);
    AGREE(real.revoked_fen, v->revoked);
    AGREE(real.valid_until, v->valid_until);
}

static void agree_claim(const struct check *k, const struct model_claim *c)
{
    struct ch_claim real;
    struct err err = {0};
    const char *where = c->id;
    assert_ok(ch_claim_get(k->o->db, c->id, &real, &err), err);
    agree_word(k, where, real.status, c->status);
    agree_word(k, where, real.tranche, k->m->tranches[c->programme][c->tranche].id);
    AGREE(real.revision, c->revision);
    AGREE(real.asked_fen, c->asked);
    AGREE(real.amount_fen, c->amount);
    AGREE(real.base_fen, c->base);
    AGREE(real.claim_year, c->year);
    AGREE(real.recover_fen, c->recover);
    AGREE(real.recovered_fen, c->recovered);
    AGREE(real.overdue, c->overdue);
}

static void agree_limits(const struct check *k, int programme, int firm, int year)
{
    const struct model *m = k->m;
    const char *id = model_programmes[programme].id, *where = id;
    const char *own = k->m->firms[firm], *group = k->m->firms[model_group(firm)];
    int at = year - m->first_year;
    struct ch_db *db = k->o->db;
    struct err err = {0};
    int64_t used;
    assert_ok(ch_cap_used(db, id, own, year, &used, &err), err);
    AGREE(used, m->used[MODEL_GRANTED][programme][firm][at]);
    assert_ok(ch_limit_used(db, id, "redeemed", own, year, &used, &err), err);
    AGREE(used, m->used[MODEL_REDEEMED][programme][firm][at]);
    assert_ok(ch_limit_used(db, id, "group-granted", group, year, &used, &err), err);
    AGREE(used, m->group_used[MODEL_GRANTED][programme][model_group(firm)][at]);
    assert_ok(ch_limit_used(db, id, "group-redeemed", group, year, &used, &err), err);
    AGREE(used, m->group_used[MODEL_REDEEMED][programme][model_group(firm)][at]);
}

void model_agree(struct office *o, const struct model *m, bool limits)
{
    const struct check check = {o, m}, *k = &check;
    const char *broken = model_broken(m);
    for (int i = 0; i < MODEL_PROGRAMMES * MODEL_TRANCHES; i++) {
        agree_tranche(k, i / MODEL_TRANCHES, i % MODEL_TRANCHES);
    }
    for (int i = 0; i < k->m->case_count; i++) {
        agree_case(k, &k->m->cases[i]);
    }
    for (int i = 0; i < k->m->voucher_count; i++) {
        agree_voucher(k, &k->m->vouchers[i]);
    }
    for (int i = 0; i < k->m->claim_count; i++) {
        agree_claim(k, &k->m->claims[i]);
    }
    for (int i = 0; limits && i < MODEL_PROGRAMMES * MODEL_FIRMS; i++) {
        for (int year = k->m->first_year; year <= model_year(k->m); year++) {
            agree_limits(k, i / MODEL_FIRMS, i % MODEL_FIRMS, year);
        }
    }
    if (broken) {
        fail_msg("seed %" PRIu64 ": in the model %s do not add up", k->m->seed, broken);
    }
}
