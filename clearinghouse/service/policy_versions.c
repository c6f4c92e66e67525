#include "clearinghouse/service/policy_versions.h"

#include "clearinghouse/service/facts.h"
#include "common/date.h"
#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

enum { LISTED = 200 };

/* ---- in force ---- */

struct following {
    struct ch_db *db;
    struct ch_policy_set *set;
    struct err *err;
    bool failed;
};

static bool read_policy(struct ch_db *db, const char *id, int64_t seq,
                        struct ch_policy *out, struct err *err)
{
    struct buf body = {0};
    json_t *doc = NULL;
    bool ok = ch_entry_body(db, id, seq, &body, err) &&
              json_read(buf_str(&body), body.len, SIZE_MAX, &doc, err);
    if (ok) {
        ch_policy_from_json(doc, out);
    }
    json_decref(doc);
    buf_clear(&body);
    return ok;
}

static void take_programme(void *ctx, const char *id, int version, int64_t entry_seq)
{
    struct following *f = ctx;
    struct ch_policy policy;
    (void)version;
    if (f->failed) {
        return;
    }
    f->failed = !read_policy(f->db, id, entry_seq, &policy, f->err) ||
                !ch_policies_put(f->set, &policy, f->err);
}

bool ch_policies_follow(struct ch_service *service, struct ch_db *db, struct err *err)
{
    struct following f = {.db = db, .err = err};
    int64_t versions;
    if (!ch_programme_versions(db, &versions, err)) {
        return false;
    }
    if (versions == service->policy_versions) {
        return true;
    }
    if (!ch_policies_copy(service->policies, &f.set, err)) {
        return false;
    }
    if (!ch_programme_each(db, take_programme, &f, err) || f.failed) {
        ch_policies_drop(f.set);
        return false;
    }
    service->policies = f.set;
    service->policy_versions = versions;
    return true;
}

bool ch_policy_publish(const struct ch_ctx *ctx, const struct ch_policy *policy,
                       struct err *err)
{
    struct buf body = {0};
    struct ch_landed landed;
    char version[CH_SLUG_MAX + 16];
    snprintf(version, sizeof version, "%s@%d", policy->id, policy->version);
    ch_policy_json(policy, &body);
    const struct ch_change change = {.stream = policy->id,
                                     .action = "programme.publish",
                                     .kind = "programme",
                                     .id = policy->id,
                                     .revision = policy->version,
                                     .policy = version,
                                     .body = buf_str(&body)};
    bool ok = ch_record(ctx, &change, &landed, err) &&
              ch_programme_put(ctx->db, policy->id, policy->version, landed.seq, err);
    buf_clear(&body);
    return ok;
}

/* ---- drafts ---- */

/* `changes` and `policy`: canonical JSON. */
static void draft_json(const struct ch_draft *d, const char *changes, const char *policy,
                       struct buf *out)
{
    struct jsonw w;
    jsonw_start(&w, out);
    jsonw_object(&w);
    jsonw_kint(&w, "base", d->base);
    jsonw_kraw(&w, "changes", changes);
    jsonw_kstr_opt(&w, "id", d->id);
    jsonw_kstr(&w, "note", d->note);
    jsonw_kraw(&w, "policy", policy);
    jsonw_kstr(&w, "programme", d->programme);
    jsonw_ktime(&w, "proposed_at", d->proposed_at);
    jsonw_kstr(&w, "proposer", d->proposer);
    jsonw_kint(&w, "revision", d->revision);
    jsonw_ktime(&w, "settled_at", d->settled_at);
    jsonw_kstr_opt(&w, "settler", d->settler);
    jsonw_kstr(&w, "status", d->status);
    jsonw_kint(&w, "version", d->base + 1);
    jsonw_object_end(&w);
    out->failed |= !jsonw_end(&w);
}

static bool save(const struct ch_ctx *ctx, struct ch_draft *d, const char *action,
                 const char *changes, const char *policy, struct buf *record,
                 struct err *err)
{
    struct ch_landed landed;
    d->revision++;
    draft_json(d, changes, policy, record);
    const struct ch_change change = {.stream = d->programme,
                                     .action = action,
                                     .kind = "policy-draft",
                                     .id = d->id,
                                     .revision = d->revision,
                                     .acting_as = CH_ROLE_SUPERVISOR,
                                     .reason_note = d->note,
                                     .body = buf_str(record)};
    if (!buf_ok(record) || !ch_record(ctx, &change, &landed, err)) {
        return false;
    }
    d->entry_seq = landed.seq;
    return ch_row_put(ctx->db, &ch_draft_table, d, d->revision, err);
}

static bool in_person(const struct ch_ctx *ctx, struct err *err)
{
    return (ctx->who && !ctx->acting) ||
           err_set_type(err, ERR_PERMISSION, "wrong-role",
                        "a policy is changed in person: this cannot be delegated");
}

static bool note_open(void *ctx, const void *row, const char *body)
{
    bool *open = ctx;
    (void)row;
    (void)body;
    *open = true;
    return false;
}

static bool none_open(const struct ch_ctx *ctx, const char *programme, struct err *err)
{
    const char *const params[] = {programme, NULL};
    struct ch_draft row;
    bool open = false;
    return ch_row_each(ctx->db, &ch_draft_table,
                       "WHERE programme = $1 AND status = 'proposed'", params, false,
                       &row, note_open, &open, err) &&
           (!open || err_set_type(err, ERR_CONFLICT, "already-open",
                                  "a version of %s waits for its second signature; sign "
                                  "or refuse it first",
                                  programme));
}

bool ch_policy_propose(const struct ch_ctx *ctx, struct ch_policy *changed,
                       struct ch_draft *d, struct buf *record, struct err *err)
{
    const struct ch_policy *now;
    struct buf changes = {0}, policy = {0};
    struct jsonw w;
    if (!in_person(ctx, err) || !ch_policy_of(ctx, d->programme, &now, err) ||
        !none_open(ctx, d->programme, err)) {
        return false;
    }
    jsonw_start(&w, &changes);
    int count = ch_policy_changes_json(now, changed, &w);
    changed->version = now->version + 1;
    ch_policy_json(changed, &policy);
    ch_new_id(ctx, "pol", d->id);
    COPY(d->status, "proposed");
    COPY(d->proposer, ctx->who->id);
    d->base = now->version;
    d->proposed_at = ctx->now;
    bool ok = (jsonw_end(&w) && buf_ok(&policy)) ||
              err_set(err, ERR_INTERNAL, "the changes cannot be written");
    ok = ok && (count > 0 ||
                err_set(err, ERR_INVALID, "this is what is in force: nothing changes"));
    ok = ok &&
         save(ctx, d, "policy.propose", buf_str(&changes), buf_str(&policy), record, err);
    buf_clear(&changes);
    buf_clear(&policy);
    return ok;
}

static bool may_sign(const struct ch_ctx *ctx, const struct ch_draft *d, struct err *err)
{
    const struct ch_policy *now;
    if (strcmp(ctx->who->id, d->proposer) == 0) {
        return err_set_type(err, ERR_REFUSED, "two-supervisors",
                            "%s proposed this version; another supervisor must sign it",
                            d->proposer);
    }
    return ch_policy_of(ctx, d->programme, &now, err) &&
           (now->version == d->base ||
            err_set_type(err, ERR_CONFLICT, "conflict",
                         "it changes version %" PRId64 ", and %d is in force; refuse it "
                         "and propose again",
                         d->base, now->version));
}

bool ch_policy_settle(const struct ch_ctx *ctx, bool sign, struct ch_draft *d,
                      struct buf *record, struct err *err)
{
    struct buf doc = {0}, changes = {0}, text = {0};
    struct ch_policy policy;
    json_t *was = NULL;
    if (!in_person(ctx, err)) {
        return false;
    }
    if (strcmp(d->status, "proposed") != 0) {
        return err_set_type(err, ERR_CONFLICT, "wrong-state",
                            "this version is %s already", d->status);
    }
    bool ok = (!sign || may_sign(ctx, d, err)) &&
              ch_row_doc(ctx->db, &ch_draft_table, d->id, &doc, err) &&
              json_read(buf_str(&doc), doc.len, SIZE_MAX, &was, err);
    if (ok) {
        json_canonical(json_obj(was, "changes"), &changes);
        ch_policy_from_json(json_obj(was, "policy"), &policy);
        ch_policy_json(&policy, &text);
        COPY(d->status, sign ? "signed" : "refused");
        COPY(d->settler, ctx->who->id);
        d->settled_at = ctx->now;
        ok = save(ctx, d, sign ? "policy.sign" : "policy.refuse", buf_str(&changes),
                  buf_str(&text), record, err) &&
             (!sign || ch_policy_publish(ctx, &policy, err));
    }
    json_decref(was);
    buf_clear(&doc);
    buf_clear(&changes);
    buf_clear(&text);
    return ok;
}

/* ---- listing ---- */

static bool add_item(void *ctx, const void *row, const char *body)
{
    struct buf *out = ctx;
    (void)row;
    buf_printf(out, "%s%s", out->len ? "," : "", body);
    return true;
}

/* The first version is the file the ledger began with. */
static bool add_first(void *ctx, const struct ch_entry *e)
{
    struct buf *out = ctx;
    struct ch_draft first = {.base = 0,
                             .status = "signed",
                             .proposed_at = e->at,
                             .settled_at = e->at,
                             .revision = 1};
    if (strcmp(e->action, "programme.publish") == 0) {
        COPY(first.programme, e->stream);
        COPY(first.proposer, e->actor_id);
        buf_adds(out, out->len ? "," : "");
        draft_json(&first, "[]", e->body, out);
    }
    return false;
}

bool ch_policy_versions_json(struct ch_db *db, const char *programme, struct buf *out,
                             struct err *err)
{
    const char *const params[] = {programme, NULL};
    char rest[96];
    struct ch_draft row;
    struct buf items = {0};
    snprintf(rest, sizeof rest,
             "WHERE programme = $1 ORDER BY proposed_at DESC, id DESC LIMIT %d", LISTED);
    bool ok = ch_row_each(db, &ch_draft_table, rest, params, true, &row, add_item, &items,
                          err) &&
              ch_journal_read(db, programme, 0, 1, add_first, &items, err);
    if (ok) {
        buf_add(out, buf_str(&items), items.len);
    }
    buf_clear(&items);
    return ok;
}
