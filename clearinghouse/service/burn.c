#include "clearinghouse/service/dashboard.h"

#include "clearinghouse/store/figures.h"
#include "common/date.h"

#include <string.h>

enum { FAR_DAYS = 3650 };

struct walk {
    int64_t balance[CH_ACCOUNT_COUNT];
    int64_t later[CH_SERIES_WEEKS]; /* net into `available` after the week's end */
    int64_t reserved;               /* net, within the weeks of the pace */
    date_day today, pace_from;
    const int32_t *week_starts;
};

static void add_flow(void *ctx, const struct ch_flow *f)
{
    struct walk *w = ctx;
    int64_t into = (f->to == CH_AVAILABLE ? f->amount : 0) -
                   (f->from == CH_AVAILABLE ? f->amount : 0);
    for (int i = 0; i < CH_SERIES_WEEKS; i++) {
        w->later[i] += f->day >= w->week_starts[i] + 7 ? into : 0;
    }
    if (f->day >= w->pace_from) {
        w->reserved += (f->from == CH_AVAILABLE && f->to == CH_RESERVED ? f->amount : 0) -
                       (f->from == CH_RESERVED && f->to == CH_AVAILABLE ? f->amount : 0);
    }
    /* The contra account and what came back count against the others. */
    bool contra_to = f->to == CH_APPROPRIATED || f->to == CH_RECOVERED;
    bool contra_from = f->from == CH_APPROPRIATED || f->from == CH_RECOVERED;
    if (f->to < CH_ACCOUNT_COUNT && f->from < CH_ACCOUNT_COUNT) {
        w->balance[f->to] += contra_to ? -f->amount : f->amount;
        w->balance[f->from] += contra_from ? f->amount : -f->amount;
    }
}

bool ch_burn_of(const struct ch_ctx *ctx, const struct ch_tranche *t, struct ch_burn *out,
                struct err *err)
{
    date_day today = date_of(ctx->now, DATE_ZONE_CHINA);
    date_day monday = today - date_split(ctx->now, DATE_ZONE_CHINA).weekday;
    struct ch_burn burn = {.pace_fen_week = 0};
    for (int i = 0; i < CH_SERIES_WEEKS; i++) {
        burn.week_starts[i] = monday - 7 * (CH_SERIES_WEEKS - 1 - i);
    }
    struct walk walk = {.today = today,
                        .pace_from = today - 7 * CH_PACE_WEEKS + 1,
                        .week_starts = burn.week_starts};
    if (!ch_flow_each(ctx->db, t->programme, t->id, add_flow, &walk, err)) {
        return false;
    }
    int64_t available = t->balance[CH_AVAILABLE];
    for (int i = 0; i < CH_SERIES_WEEKS; i++) {
        burn.available_fen[i] = available - walk.later[i];
    }
    burn.pace_fen_week = walk.reserved > 0 ? walk.reserved / CH_PACE_WEEKS : 0;
    if (burn.pace_fen_week > 0 && available / burn.pace_fen_week < FAR_DAYS / 7) {
        burn.exhausted_on = today + (date_day)(available * 7 / burn.pace_fen_week);
    } else if (available == 0 && t->balance[CH_APPROPRIATED] > 0) {
        burn.exhausted_on = today;
    }
    burn.balanced = memcmp(walk.balance, t->balance, sizeof walk.balance) == 0;
    *out = burn;
    return true;
}
