#include "clearinghouse/service/money.h"

#include "clearinghouse/service/policy.h"
#include "common/date.h"

bool ch_money_post(const struct ch_ctx *ctx, const struct ch_purse *purse,
                   enum ch_account from, enum ch_account to, int64_t amount,
                   struct err *err)
{
    struct ch_transfer transfer = {.programme = purse->programme,
                                   .tranche = purse->tranche,
                                   .from = from,
                                   .to = to,
                                   .amount = amount,
                                   .subject = purse->subject,
                                   .at = ctx->now};
    return amount == 0 || ch_ledger_post(ctx->db, &transfer, err);
}

bool ch_money_back(const struct ch_ctx *ctx, const struct ch_purse *purse,
                   enum ch_account from, int64_t amount, struct err *err)
{
    struct ch_tranche tranche;
    if (amount == 0) {
        return true;
    }
    return ch_tranche_get(ctx->db, purse->programme, purse->tranche, &tranche, err) &&
           ch_money_post(ctx, purse, from,
                         ch_year(ctx->now) > tranche.fiscal_year ? CH_LAPSED
                                                                 : CH_AVAILABLE,
                         amount, err);
}

int ch_year(int64_t at)
{
    return date_split(at, DATE_ZONE_CHINA).year;
}

int64_t ch_known_or(const struct ch_figure *figure, int64_t otherwise)
{
    return figure->known == CH_KNOWN ? figure->value : otherwise;
}
