#include "clearinghouse/service/facts.h"

#include "common/date.h"

#include <string.h>

bool ch_policy_of(const struct ch_ctx *ctx, const char *programme,
                  const struct ch_policy **out, struct err *err)
{
    *out = ch_policies_find(ctx->service->policies, programme);
    return *out || err_set(err, ERR_NOT_FOUND,
                           "there is no programme \"%.48s\"; /v1/programmes lists them",
                           programme);
}

bool ch_evidence_gather(const struct ch_ctx *ctx, const struct ch_application *a,
                        struct ch_evidence *e, struct err *err)
{
    struct ch_facts *f = &e->facts;
    int year = date_split(ctx->now, DATE_ZONE_CHINA).year;
    bool twin;
    memset(f, 0, sizeof *f);
    if (!ch_organisation_get(ctx->db, a->applicant.id, &e->applicant, err) ||
        !ch_organisation_get(ctx->db, a->provider.id, &e->provider, err) ||
        !ch_relation_between(ctx->db, a->applicant.id, a->provider.id, &f->related_by,
                             err) ||
        !ch_tranche_get(ctx->db, a->programme, a->tranche, &e->tranche, err) ||
        !ch_cap_used(ctx->db, a->programme, a->applicant.id, year, &f->year_granted_fen,
                     err) ||
        !ch_application_same_contract(ctx->db, a->contract.fingerprint, a->id, &twin,
                                      &e->twin, err)) {
        return false;
    }
    f->application = a;
    f->applicant = &e->applicant;
    f->provider = &e->provider;
    f->provider_listed = e->provider.listed;
    f->tranche = &e->tranche;
    f->now = ctx->now;
    /* What the tranche holds for this very case is no obstacle to it. */
    f->year_granted_fen -= ch_application_grant_year(a) == year ? a->grant.amount_fen : 0;
    e->tranche.balance[CH_AVAILABLE] += a->grant.amount_fen;
    /* The earlier case keeps its contract: only a later one is told of the twin. */
    if (twin && strcmp(e->twin.id, a->id) < 0) {
        f->same_contract_number = e->twin.number;
        f->same_contract_programme = e->twin.programme;
    }
    return true;
}

bool ch_evidence_judge(const struct ch_ctx *ctx, const struct ch_policy *policy,
                       struct ch_application *a, struct ch_evidence *evidence,
                       struct ch_verdict *out, struct err *err)
{
    struct buf text = {0};
    if (!ch_evidence_gather(ctx, a, evidence, err)) {
        return false;
    }
    ch_verdict_run(policy, &evidence->facts, out);
    ch_verdict_json(policy, &evidence->facts, out, &text);
    bool ok = buf_ok(&text) && text.len < sizeof a->verdict;
    if (ok) {
        memcpy(a->verdict, buf_str(&text), text.len + 1);
    }
    buf_clear(&text);
    return ok ||
           err_set(err, ERR_INTERNAL, "the verdict of case %s is too long", a->number);
}
