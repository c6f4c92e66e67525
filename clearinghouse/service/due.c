#include "clearinghouse/service/decide.h"
#include "clearinghouse/service/submit.h"

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

static bool each(const struct ch_ctx *ctx, const struct ids *ids,
                 bool (*work)(const struct ch_ctx *, const char *, struct err *),
                 struct err *err)
{
    for (int i = 0; i < ids->count; i++) {
        if (!work(ctx, ids->id[i], err)) {
            return false;
        }
    }
    return true;
}

bool ch_due_run(const struct ch_ctx *ctx, int limit, int *done, struct err *err)
{
    struct ids overdue = {.count = 0}, settling = {.count = 0};
    limit = limit < BATCH ? limit : BATCH;
    *done = 0;
    if (!ch_application_overdue(ctx->db, ctx->now, limit, note, &overdue, err) ||
        !ch_application_settling(ctx->db, ctx->now, limit, note, &settling, err) ||
        !each(ctx, &overdue, lapse, err) || !each(ctx, &settling, settle, err)) {
        return false;
    }
    *done = overdue.count + settling.count;
    return true;
}
