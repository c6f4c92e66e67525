/* What a changed policy would do: its rules run over cases beside the rules they have, on
 * the same facts. Nothing is written.
 * - Open cases: the facts as they are now, today's policy against the changed one.
 * - Decided cases: the facts kept with the decision, and the verdict made then. A
 *   decision that was taken back is not one of them, nor a grant that ended in a
 *   withdrawal, a lapse or an upheld objection.
 * Each case is judged alone: what the changed policy would have left of a yearly cap for
 * the applicant's next case is not carried on. */
#ifndef CLEARINGHOUSE_SERVICE_WHATIF_H
#define CLEARINGHOUSE_SERVICE_WHATIF_H

#include "clearinghouse/service/service.h"
#include "clearinghouse/service/verdict.h"
#include "common/date.h"

enum { CH_WHATIF_MOST = 1000, CH_WHATIF_TRANCHES = 32 };

struct ch_whatif_ask {
    const char *programme;
    const struct ch_policy *now, *changed;
    date_day from, to;  /* days of decision in China, both included; 0: open cases */
    int limit;          /* cases looked at */
    char after[ID_MAX]; /* where the page before ended, "" at the start */
};

struct ch_whatif_rule {
    char rule[48];
    enum ch_outcome outcome;
};

/* What the rules say of a case. */
struct ch_whatif_side {
    enum ch_outcome outcome;
    int64_t grant_fen, rate_bp;
    char limited_by[16];
    struct ch_whatif_rule rules[CH_FINDINGS_MAX];
    int count;
};

struct ch_whatif_case {
    const struct ch_application *application; /* as it was judged */
    char status[CH_SLUG_MAX];                 /* now */
    int64_t decided_at;                       /* 0: open */
    struct ch_whatif_side before, after;
};

/* Lent each case that would change, by id or by time of decision. */
typedef void ch_whatif_fn(void *ctx, const struct ch_whatif_case *one);

struct ch_whatif_tranche {
    char id[CH_SLUG_MAX];
    int64_t before_fen, after_fen; /* what the rules give */
    int64_t held_fen;              /* set aside for these cases already, or granted */
};

/* Of the cases looked at, changed or not. */
struct ch_whatif_sums {
    int64_t looked_at, changed;
    int64_t before_fen, after_fen;
    struct ch_whatif_tranche tranches[CH_WHATIF_TRANCHES];
    int tranche_count;
    char next[ID_MAX]; /* for `after`; "" when there are no more */
};

MUST_CHECK bool ch_whatif_run(const struct ch_ctx *ctx, const struct ch_whatif_ask *ask,
                              ch_whatif_fn *each, void *each_ctx,
                              struct ch_whatif_sums *out, struct err *err);

/* The outcome of a rule on a side; NULL: the side does not have it. */
const char *ch_whatif_rule_outcome(const struct ch_whatif_side *side, const char *rule);

#endif
