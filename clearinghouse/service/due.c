#include "clearinghouse/service/claim.h"
#include "clearinghouse/service/decide.h"
#include "clearinghouse/service/submit.h"
#include "clearinghouse/service/voucher.h"
#include "common/date.h"

#include <stdio.h>
#include <string.h>

enum { BATCH = 64 };

struct ids {
    char id[BATCH][ID_MAX];
    int count;
};

static void note(void *ctx, const char *id)
{
    struct ids *ids = ctx;
    if (ids->count < BATCH) {
        snprintf(ids->id[ids->count++], ID_MAX, "%s", id);
    }
}

/* Nobody answered a return in time: the case is deemed withdrawn. */
static bool lapse(const struct ch_ctx *ctx, const char *id, struct err *err)
{
    static const struct ch_decision decision = {.decision = "lapse"};
    struct ch_application_row row;
    struct ch_decided decided;
    return ch_application_get(ctx->db, id, &row, err) &&
           ch_decide(ctx, id, row.revision, &decision, &decided, err);
}

/* An undo window closed: the decision is final from this entry on. */
static bool settle(const struct ch_ctx *ctx, const char *id, struct err *err)
{
    struct ch_application_row row;
    struct ch_application a;
    struct ch_landed landed;
    struct buf doc = {0};
    bool ok = ch_application_get(ctx->db, id, &row, err) &&
              ch_application_doc(ctx->db, id, &doc, err) &&
              ch_application_decode(buf_str(&doc), doc.len, &a, err);
    buf_clear(&doc);
    if (!ok || a.undo_until == 0) { /* 0: it lapsed a moment ago, which settled it */
        return ok;
    }
    const struct ch_verdict verdict = {.outcome = ch_outcome_named(row.verdict),
                                       .issues = row.verdict_issues,
                                       .grant_fen = row.grant_fen,
                                       .rate_bp = row.grant_bp};
    a.revision++;
    a.undo_until = 0;
    a.undo_status[0] = '\0';
    return ch_application_save(ctx, &a, &verdict, row.group_id, row.reserved_fen,
                               "application.settle", &landed, err);
}

static bool falling_due(struct ch_db *db, int64_t now, int limit, ch_id_fn *each,
                        void *ctx, struct err *err)
{
    return ch_claim_falling_due(db, date_of(now, DATE_ZONE_CHINA), limit, each, ctx, err);
}

/* What can fall due, and what is then done to it. */
static const struct {
    bool (*find)(struct ch_db *db, int64_t now, int limit, ch_id_fn *each, void *ctx,
                 struct err *err);
    bool (*work)(const struct ch_ctx *ctx, const char *id, struct err *err);
} dues[] = {
    {ch_application_overdue, lapse},
    {ch_application_settling, settle},
    {ch_voucher_expiring, ch_voucher_expire},
    {falling_due, ch_claim_fall_due},
};

bool ch_due_run(const struct ch_ctx *ctx, int limit, int *done, struct err *err)
{
    limit = limit < BATCH ? limit : BATCH;
    *done = 0;
    for (size_t i = 0; i < COUNT_OF(dues); i++) {
        struct ids ids = {.count = 0};
        if (!dues[i].find(ctx->db, ctx->now, limit, note, &ids, err)) {
            return false;
        }
        for (int k = 0; k < ids.count; k++) {
            if (!dues[i].work(ctx, ids.id[k], err)) {
                return false;
            }
        }
        *done += ids.count;
    }
    return true;
}
