#include "clearinghouse/service/registry.h"

#include "clearinghouse/service/policy.h"
#include "common/date.h"
#include "common/json.h"

#include <stdio.h>
#include <string.h>

void ch_tranche_json(const struct ch_tranche *t, struct buf *out)
{
    static const enum ch_account order[] = {CH_AVAILABLE, CH_COMMITTED, CH_DISBURSED,
                                            CH_LAPSED,    CH_PAYABLE,   CH_RECOVERED,
                                            CH_RESERVED};
    static const char *const keys[] = {"available_fen", "committed_fen", "disbursed_fen",
                                       "lapsed_fen",    "payable_fen",   "recovered_fen",
                                       "reserved_fen"};
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_key(&w, "accounts");
    jsonw_object(&w);
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        jsonw_kint(&w, keys[i], t->balance[order[i]]);
    }
    jsonw_object_end(&w);
    jsonw_kint(&w, "appropriated_fen", t->balance[CH_APPROPRIATED]);
    jsonw_kstr_opt(&w, "carried_to", t->carried_to);
    jsonw_ktime(&w, "closed_at", t->closed_at);
    jsonw_kday(&w, "closes_on", t->closes_on);
    jsonw_kint(&w, "fiscal_year", t->fiscal_year);
    jsonw_kraw(&w, "funders", t->funders);
    jsonw_kstr(&w, "id", t->id);
    jsonw_kstr(&w, "name", t->name);
    jsonw_kday(&w, "opens_on", t->opens_on);
    jsonw_kstr(&w, "programme", t->programme);
    jsonw_kint(&w, "revision", t->revision);
    jsonw_object_end(&w);
    if (!jsonw_end(&w)) {
        out->failed = true;
    }
}

bool ch_tranche_record(const struct ch_ctx *ctx, const struct ch_tranche *t,
                       const char *action, const char *note, struct err *err)
{
    char id[2 * CH_SLUG_MAX + 2];
    struct buf body = {0};
    struct ch_landed landed;
    snprintf(id, sizeof id, "%s/%s", t->programme, t->id);
    ch_tranche_json(t, &body);
    struct ch_change change = {.stream = t->programme,
                               .action = action,
                               .kind = "tranche",
                               .id = id,
                               .revision = t->revision,
                               .acting_as = CH_ROLE_SUPERVISOR,
                               .reason_code = note ? "finance-document" : NULL,
                               .reason_note = note,
                               .body = buf_str(&body)};
    bool ok = buf_ok(&body) ? ch_record(ctx, &change, &landed, err)
                            : err_set(err, ERR_INTERNAL, "cannot write tranche %s", id);
    buf_clear(&body);
    return ok;
}

bool ch_tranche_open(const struct ch_ctx *ctx, struct ch_tranche *t, struct err *err)
{
    struct ch_tranche there;
    if (!ch_policies_find(ctx->service->policies, t->programme)) {
        return err_set(err, ERR_NOT_FOUND, "there is no programme \"%s\"", t->programme);
    }
    if (t->opens_on > t->closes_on) {
        return err_set_type(err, ERR_INVALID, "window",
                            "closes_on is before opens_on; give the window in order");
    }
    if (ch_tranche_get(ctx->db, t->programme, t->id, &there, NULL)) {
        return err_set_type(err, ERR_CONFLICT, "already-open",
                            "programme %s has a tranche \"%s\" already", t->programme,
                            t->id);
    }
    t->revision = 1;
    return ch_tranche_put(ctx->db, t, err) &&
           ch_tranche_record(ctx, t, "tranche.open", NULL, err);
}

bool ch_tranche_appropriate(const struct ch_ctx *ctx, struct ch_tranche *t, bool recall,
                            int64_t amount_fen, const char *document, struct err *err)
{
    char id[ID_MAX];
    if (t->closed_at) {
        return err_set_type(err, ERR_CONFLICT, "tranche-closed",
                            "tranche %s is closed; nothing in it changes any more",
                            t->id);
    }
    struct ch_transfer transfer = {.programme = t->programme,
                                   .tranche = t->id,
                                   .from = recall ? CH_AVAILABLE : CH_APPROPRIATED,
                                   .to = recall ? CH_APPROPRIATED : CH_AVAILABLE,
                                   .amount = amount_fen,
                                   .subject = ch_new_id(ctx, "apr", id),
                                   .at = ctx->now};
    t->revision++;
    return ch_ledger_post(ctx->db, &transfer, err) && ch_tranche_put(ctx->db, t, err) &&
           ch_tranche_get(ctx->db, t->programme, t->id, t, err) &&
           ch_tranche_record(ctx, t, recall ? "tranche.recall" : "tranche.appropriate",
                             document, err);
}
