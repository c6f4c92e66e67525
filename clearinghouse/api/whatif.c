/* What a changed policy would do. */
#include "clearinghouse/api/handlers.h"

#include "clearinghouse/api/call.h"
#include "clearinghouse/api/fields.h"
#include "clearinghouse/api/policy_body.h"
#include "clearinghouse/service/facts.h"
#include "clearinghouse/service/whatif.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { LIMIT_DEFAULT = 500, CURSOR = 512 };

struct body {
    const json_t *set;
    const char *policy;
    char after[CURSOR];
    int32_t from, to;
    int64_t limit;
};

/* ---- reading ---- */

static bool read_body(struct ch_call *call, struct body *body)
{
#define AT(field) offsetof(struct body, field)
    static const struct ch_field fields[] = {
        {"after", CH_FIELD_TEXT, false, AT(after), CURSOR, 0, 0, NULL},
        {"from", CH_FIELD_DATE, false, AT(from), 0, 0, 0, NULL},
        {"limit", CH_FIELD_INT, false, AT(limit), 0, 1, CH_WHATIF_MOST, NULL},
        {"policy", CH_FIELD_LINES, false, AT(policy), 0, 0, 0, NULL},
        {"set", CH_FIELD_OBJECT, false, AT(set), 0, 0, 0, NULL},
        {"to", CH_FIELD_DATE, false, AT(to), 0, 0, 0, NULL},
    };
#undef AT
    struct buf faults = {0};
    bool ok = ch_fields_read(call->body, "", fields, COUNT_OF(fields), body, &faults);
    if (!ok) {
        ch_call_faults(call, &faults);
    } else if ((body->from == 0) != (body->to == 0) || body->from > body->to) {
        ch_call_problem(call, 422, "invalid",
                        "for decided cases give from and to, the first and the last day; "
                        "for open ones neither");
        ok = false;
    }
    buf_clear(&faults);
    return ok;
}

/* ---- the cursor: bound to what was asked ---- */

static void binding_of(const struct ch_whatif_ask *ask, struct buf *out)
{
    buf_printf(out, "what-if %s %d %d ", ask->programme, ask->from, ask->to);
    ch_policy_json(ask->changed, out);
}

static bool read_cursor(struct ch_call *call, const struct body *body,
                        struct ch_whatif_ask *ask)
{
    char key[32];
    struct buf binding = {0};
    if (!*body->after) {
        return true;
    }
    binding_of(ask, &binding);
    bool ok = ch_cursor_decode(call, body->after, buf_str(&binding), key, sizeof key,
                               ask->after, sizeof ask->after);
    buf_clear(&binding);
    return ok;
}

/* ---- answering ---- */

static void side_json(struct jsonw *w, const char *key, const struct ch_whatif_side *side)
{
    jsonw_key(w, key);
    jsonw_object(w);
    jsonw_kint(w, "grant_fen", side->grant_fen);
    jsonw_kstr(w, "limited_by", side->limited_by);
    jsonw_kstr(w, "outcome", ch_outcome_name(side->outcome));
    jsonw_kint(w, "rate_bp", side->rate_bp);
    jsonw_object_end(w);
}

static void flip_json(struct jsonw *w, const char *rule, const char *before,
                      const char *after)
{
    jsonw_object(w);
    jsonw_kstr(w, "after", after);
    jsonw_kstr(w, "before", before);
    jsonw_kstr(w, "rule", rule);
    jsonw_object_end(w);
}

/* Rules whose outcome is another, those the policy did not have before among them. */
static void flips_json(struct jsonw *w, const struct ch_whatif_case *one)
{
    jsonw_key(w, "flips");
    jsonw_array(w);
    for (int i = 0; i < one->before.count; i++) {
        const char *rule = one->before.rules[i].rule;
        const char *before = ch_outcome_name(one->before.rules[i].outcome);
        const char *after = ch_whatif_rule_outcome(&one->after, rule);
        if (!after || strcmp(before, after) != 0) {
            flip_json(w, rule, before, after);
        }
    }
    for (int i = 0; i < one->after.count; i++) {
        const char *rule = one->after.rules[i].rule;
        if (!ch_whatif_rule_outcome(&one->before, rule)) {
            flip_json(w, rule, NULL, ch_outcome_name(one->after.rules[i].outcome));
        }
    }
    jsonw_array_end(w);
}

static void on_case(void *ctx, const struct ch_whatif_case *one)
{
    struct jsonw *w = ctx;
    const struct ch_application *a = one->application;
    jsonw_object(w);
    side_json(w, "after", &one->after);
    jsonw_key(w, "applicant");
    jsonw_object(w);
    jsonw_kstr(w, "id", a->applicant.id);
    jsonw_kstr(w, "name", a->applicant.name);
    jsonw_object_end(w);
    side_json(w, "before", &one->before);
    jsonw_ktime(w, "decided_at", one->decided_at);
    flips_json(w, one);
    jsonw_kstr(w, "id", a->id);
    jsonw_kstr(w, "number", a->number);
    jsonw_kstr(w, "status", one->status);
    jsonw_kstr(w, "tranche", a->tranche);
    jsonw_object_end(w);
}

/* What the tranche has left, and what it would have to give these cases. */
static bool tranches_json(struct ch_call *call, struct jsonw *w, const char *programme,
                          const struct ch_whatif_sums *sums, struct err *err)
{
    struct ch_tranche row;
    jsonw_key(w, "tranches");
    jsonw_array(w);
    for (int i = 0; i < sums->tranche_count; i++) {
        const struct ch_whatif_tranche *t = &sums->tranches[i];
        if (!ch_tranche_get(call->ctx.db, programme, t->id, &row, err)) {
            return false;
        }
        jsonw_object(w);
        jsonw_kint(w, "after_fen", t->after_fen);
        jsonw_kint(w, "available_fen", row.balance[CH_AVAILABLE]);
        jsonw_kint(w, "before_fen", t->before_fen);
        jsonw_kint(w, "held_fen", t->held_fen);
        jsonw_kstr(w, "id", t->id);
        jsonw_kstr(w, "name", row.name);
        jsonw_object_end(w);
    }
    jsonw_array_end(w);
    return true;
}

static bool answer(struct ch_call *call, const struct ch_whatif_ask *ask, struct err *err)
{
    struct ch_whatif_sums sums;
    struct jsonw w;
    char version[CH_SLUG_MAX + 16], next[CURSOR] = "";
    jsonw_start(&w, &call->reply);
    jsonw_object(&w);
    jsonw_kstr(&w, "cases", ask->from ? "decided" : "open");
    jsonw_key(&w, "items");
    jsonw_array(&w);
    if (!ch_whatif_run(&call->ctx, ask, on_case, &w, &sums, err)) {
        return false;
    }
    jsonw_array_end(&w);
    if (*sums.next) {
        struct buf binding = {0};
        binding_of(ask, &binding);
        ch_cursor_encode(buf_str(&binding), "", sums.next, next, sizeof next);
        buf_clear(&binding);
    }
    snprintf(version, sizeof version, "%s@%d", ask->now->id, ask->now->version);
    jsonw_kstr_opt(&w, "next", next);
    jsonw_kstr(&w, "policy", version);
    jsonw_key(&w, "sums");
    jsonw_object(&w);
    jsonw_kint(&w, "after_fen", sums.after_fen);
    jsonw_kint(&w, "before_fen", sums.before_fen);
    jsonw_kint(&w, "changed", sums.changed);
    jsonw_kint(&w, "looked_at", sums.looked_at);
    jsonw_object_end(&w);
    if (!tranches_json(call, &w, ask->programme, &sums, err)) {
        return false;
    }
    jsonw_object_end(&w);
    return jsonw_end(&w) || err_set(err, ERR_INTERNAL, "out of memory");
}

void ch_api_whatif(struct ch_call *call)
{
    struct body body = {.set = NULL};
    struct ch_policy changed;
    struct ch_whatif_ask ask = {.programme = call->id[0], .changed = &changed};
    struct err err = {0};
    if (ch_policy_of(&call->ctx, call->id[0], &ask.now, &err) &&
        ch_call_role(call, call->id[0],
                     CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR) &&
        read_body(call, &body) &&
        ch_policy_body(call, body.set, body.policy, "what-if", ask.now, &changed)) {
        ask.from = body.from;
        ask.to = body.to;
        ask.limit = body.limit ? (int)body.limit : LIMIT_DEFAULT;
        if (read_cursor(call, &body, &ask)) {
            (void)answer(call, &ask, &err);
        }
    }
    if (err.kind != ERR_NONE) {
        ch_call_fail(call, &err);
    }
}
