#include "clearinghouse/service/whatif.h"

#include "clearinghouse/service/facts.h"
#include "clearinghouse/service/machine.h"
#include "clearinghouse/service/verdict_facts.h"
#include "common/date.h"
#include "common/money.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

/* One run. The cases are large, so they live on the heap. */
struct run {
    const struct ch_ctx *ctx;
    const struct ch_whatif_ask *ask;
    ch_whatif_fn *each;
    void *each_ctx;
    struct ch_whatif_sums *sums;
    struct ch_application *a;
    struct ch_whatif_case one;
    int read; /* rows met, judged or not */
    struct err *err;
    bool failed;
};

/* ---- two sides ---- */

static void side_of(const struct ch_verdict *verdict, struct ch_whatif_side *out)
{
    *out = (struct ch_whatif_side){.outcome = verdict->outcome,
                                   .grant_fen = verdict->grant_fen,
                                   .rate_bp = verdict->rate_bp,
                                   .count = verdict->count};
    COPY(out->limited_by, verdict->limited_by);
    for (int i = 0; i < verdict->count; i++) {
        COPY(out->rules[i].rule, verdict->findings[i].rule);
        out->rules[i].outcome = verdict->findings[i].outcome;
    }
}

/* The verdict as it was recorded, whatever the policy of that day was. */
static void side_recorded(const json_t *verdict, struct ch_whatif_side *out)
{
    const json_t *rules = json_object_get(verdict, "rules"), *rule;
    size_t i;
    *out =
        (struct ch_whatif_side){.outcome = ch_outcome_named(json_str(verdict, "outcome")),
                                .grant_fen = json_int(verdict, "grant_fen", 0),
                                .rate_bp = json_int(verdict, "rate_bp", 0)};
    COPY(out->limited_by, json_str(verdict, "limited_by"));
    json_array_foreach((json_t *)(uintptr_t)rules, i, rule)
    {
        if (out->count < CH_FINDINGS_MAX) {
            struct ch_whatif_rule *to = &out->rules[out->count++];
            COPY(to->rule, json_str(rule, "rule"));
            to->outcome = ch_outcome_named(json_str(rule, "outcome"));
        }
    }
}

const char *ch_whatif_rule_outcome(const struct ch_whatif_side *side, const char *rule)
{
    for (int i = 0; i < side->count; i++) {
        if (strcmp(side->rules[i].rule, rule) == 0) {
            return ch_outcome_name(side->rules[i].outcome);
        }
    }
    return NULL;
}

/* ---- adding up ---- */

static struct ch_whatif_tranche *tranche_of(struct run *r, const char *id)
{
    struct ch_whatif_sums *sums = r->sums;
    for (int i = 0; i < sums->tranche_count; i++) {
        if (strcmp(sums->tranches[i].id, id) == 0) {
            return &sums->tranches[i];
        }
    }
    if (sums->tranche_count == CH_WHATIF_TRANCHES) {
        return NULL;
    }
    struct ch_whatif_tranche *tranche = &sums->tranches[sums->tranche_count++];
    COPY(tranche->id, id);
    return tranche;
}

static bool fail(struct run *r)
{
    r->failed = true;
    return false;
}

static bool count(struct run *r, int64_t held_fen)
{
    struct ch_whatif_sums *sums = r->sums;
    const struct ch_whatif_case *one = &r->one;
    struct ch_whatif_tranche *t = tranche_of(r, r->a->tranche);
    int64_t before = one->before.grant_fen, after = one->after.grant_fen;
    if (!t) {
        err_set(r->err, ERR_INVALID,
                "these cases are of more than %d tranches; ask about fewer at a time",
                CH_WHATIF_TRANCHES);
        return fail(r);
    }
    if (!money_add(sums->before_fen, before, &sums->before_fen) ||
        !money_add(sums->after_fen, after, &sums->after_fen) ||
        !money_add(t->before_fen, before, &t->before_fen) ||
        !money_add(t->after_fen, after, &t->after_fen) ||
        !money_add(t->held_fen, held_fen, &t->held_fen)) {
        err_set(r->err, ERR_INTERNAL, "the sums are too large");
        return fail(r);
    }
    sums->looked_at++;
    if (one->before.outcome != one->after.outcome || before != after) {
        sums->changed++;
        r->each(r->each_ctx, one);
    }
    return true;
}

/* ---- open cases ---- */

static bool on_open(void *ctx, const struct ch_application_row *row, const char *body)
{
    struct run *r = ctx;
    struct ch_evidence evidence;
    struct ch_verdict verdict;
    r->read++;
    if (r->read > r->ask->limit) {
        return false; /* there is at least one more */
    }
    if (!ch_application_decode(body, strlen(body), r->a, r->err) ||
        !ch_evidence_gather(r->ctx, r->a, &evidence, r->err)) {
        return fail(r);
    }
    ch_verdict_run(r->ask->now, &evidence.facts, &verdict);
    side_of(&verdict, &r->one.before);
    ch_verdict_run(r->ask->changed, &evidence.facts, &verdict);
    side_of(&verdict, &r->one.after);
    COPY(r->one.status, row->status);
    COPY(r->sums->next, row->id);
    return count(r, row->reserved_fen);
}

/* ---- decided cases ---- */

/* The round a record is in; it ends whenever money set aside is given back. */
static int64_t round_of(const char *body)
{
    const char *at = strstr(body, ",\"round\":"); /* in no string: there it is escaped */
    return at ? strtoll(at + strlen(",\"round\":"), NULL, 10) : 0;
}

/* True when this decision is the one that counts for the case today. */
static bool still_stands(struct run *r, const struct ch_application_row *row,
                         bool *stands)
{
    const struct ch_application *a = r->a;
    struct buf doc = {0};
    *stands = false;
    if (ch_status_open(row->status) || ch_status_open(a->status)) {
        return true;
    }
    if (strcmp(a->status, "rejected") == 0) {
        *stands =
            strcmp(row->status, "rejected") == 0 && row->updated_at == a->updated_at;
        return true;
    }
    bool ok = ch_application_doc(r->ctx->db, a->id, &doc, r->err);
    int64_t round = ok ? round_of(buf_str(&doc)) : 0;
    *stands = round == a->round;
    buf_clear(&doc);
    return ok;
}

static bool judge_again(struct run *r)
{
    struct ch_facts_kept kept;
    struct ch_verdict verdict;
    json_t *doc;
    if (!json_read(r->a->verdict, strlen(r->a->verdict), SIZE_MAX, &doc, r->err)) {
        err_prefix(r->err, "the verdict of case %s", r->a->number);
        return fail(r);
    }
    ch_facts_read(json_obj(doc, "facts"), r->a, &kept);
    side_recorded(doc, &r->one.before);
    json_decref(doc);
    ch_verdict_run(r->ask->changed, &kept.facts, &verdict);
    side_of(&verdict, &r->one.after);
    return true;
}

static bool on_decided(void *ctx, const struct ch_entry *e)
{
    struct run *r = ctx;
    struct ch_application_row row;
    bool stands;
    r->read++;
    if (r->read > r->ask->limit) {
        return false;
    }
    snprintf(r->sums->next, sizeof r->sums->next, "%" PRId64, e->seq);
    if (!ch_application_decode(e->body, strlen(e->body), r->a, r->err) ||
        !ch_application_get(r->ctx->db, r->a->id, &row, r->err) ||
        !still_stands(r, &row, &stands)) {
        return fail(r);
    }
    if (!stands) {
        return true;
    }
    COPY(r->one.status, row.status);
    r->one.decided_at = e->at;
    return judge_again(r) && count(r, r->a->grant.amount_fen);
}

static bool run_decided(struct run *r)
{
    const struct ch_whatif_ask *ask = r->ask;
    struct ch_db *db = r->ctx->db;
    int64_t first, before, after = strtoll(ask->after, NULL, 10);
    if (!ch_journal_seq_from(db, ask->programme, date_start(ask->from, DATE_ZONE_CHINA),
                             &first, r->err) ||
        !ch_journal_seq_from(db, ask->programme, date_start(ask->to + 1, DATE_ZONE_CHINA),
                             &before, r->err)) {
        return false;
    }
    return ch_journal_read_decided(db, ask->programme, after >= first ? after : first - 1,
                                   before, ask->limit + 1, on_decided, r, r->err);
}

bool ch_whatif_run(const struct ch_ctx *ctx, const struct ch_whatif_ask *ask,
                   ch_whatif_fn *each, void *each_ctx, struct ch_whatif_sums *out,
                   struct err *err)
{
    struct run *r = calloc(1, sizeof *r);
    *out = (struct ch_whatif_sums){.next = ""};
    if (!r || !(r->a = malloc(sizeof *r->a))) {
        free(r);
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    r->ctx = ctx;
    r->ask = ask;
    r->each = each;
    r->each_ctx = each_ctx;
    r->sums = out;
    r->err = err;
    r->one.application = r->a;
    bool ok = ask->from ? run_decided(r)
                        : ch_application_open_bodies(ctx->db, ask->programme, ask->after,
                                                     ask->limit + 1, on_open, r, err);
    ok = ok && !r->failed;
    if (r->read <= ask->limit) {
        out->next[0] = '\0';
    }
    free(r->a);
    free(r);
    return ok;
}
