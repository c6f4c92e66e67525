/* One stream, entry by entry. */
#include "clearinghouse/service/replay_impl.h"

#include "common/json.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool ch_tale_begin(struct ch_tale *tale, const struct ch_head *head)
{
    *tale = (struct ch_tale){.head = *head, .a = malloc(sizeof *tale->a)};
    return tale->a != NULL;
}

void ch_tale_clear(struct ch_tale *tale)
{
    free(tale->a);
    free(tale->policies);
    free(tale->seen.slots);
    *tale = (struct ch_tale){.a = NULL};
}

static bool wrong(struct ch_tale *tale, const struct ch_entry *e, const char *what)
{
    return err_set(tale->err, ERR_INVALID, "journal %s: entry %" PRId64 " (%s of %s): %s",
                   e->stream, e->seq, e->action, e->subject_id, what);
}

/* ---- revisions ---- */

/* Kinds whose every change is an entry of its own. */
static bool counts_up(const char *kind)
{
    return strcmp(kind, "application") == 0 || strcmp(kind, "voucher") == 0 ||
           strcmp(kind, "claim") == 0;
}

static bool see(struct ch_tale *tale, const struct ch_entry *e)
{
    struct ch_seen *seen = ch_seen_at(&tale->seen, e->subject_kind, e->subject_id);
    if (!seen) {
        return err_set(tale->err, ERR_INTERNAL, "out of memory");
    }
    if (counts_up(e->subject_kind) && e->subject_revision != seen->revision + 1) {
        return wrong(tale, e, "its revision is not the next one");
    }
    if (seen->seq == 0) {
        tale->kinds.applications += strcmp(e->subject_kind, "application") == 0;
        tale->kinds.vouchers += strcmp(e->subject_kind, "voucher") == 0;
        tale->kinds.claims += strcmp(e->subject_kind, "claim") == 0;
        tale->kinds.organisations += strcmp(e->subject_kind, "organisation") == 0;
    }
    seen->seq = e->seq;
    seen->revision = e->subject_revision;
    return true;
}

/* ---- money ---- */

static struct ch_told *told_of(struct ch_tale *tale, const char *tranche)
{
    for (int i = 0; i < tale->told_count; i++) {
        if (strcmp(tale->told[i].id, tranche) == 0) {
            return &tale->told[i];
        }
    }
    if (tale->told_count == CH_TOLD_MAX) {
        return NULL;
    }
    struct ch_told *told = &tale->told[tale->told_count++];
    *told = (struct ch_told){.seq = 0};
    snprintf(told->id, sizeof told->id, "%s", tranche);
    memcpy(told->hash, hash_zero, sizeof told->hash);
    return told;
}

static int account(const char *name)
{
    int i = 0;
    while (i < CH_ACCOUNT_COUNT && strcmp(ch_account_name((enum ch_account)i), name)) {
        i++;
    }
    return i;
}

void ch_told_add(struct ch_told *told, int64_t seq, int from, int to, int64_t amount,
                 const char *subject)
{
    char text[320];
    int n = snprintf(text, sizeof text, "%s|%" PRId64 "|%d|%d|%" PRId64 "|%s", told->hash,
                     seq, from, to, amount, subject);
    hash_hex(text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1, told->hash);
    told->seq = seq;
}

/* The two accounts outside the tranche's own money run the other way. */
static void move(struct ch_told *told, int which, int64_t amount)
{
    bool contra = which == CH_APPROPRIATED || which == CH_RECOVERED;
    told->balance[which] += contra ? -amount : amount;
}

static bool transfer(struct ch_tale *tale, const struct ch_entry *e, const json_t *t)
{
    struct ch_told *told = told_of(tale, json_str(t, "tranche"));
    int from = account(json_str(t, "from")), to = account(json_str(t, "to"));
    int64_t amount = json_int(t, "amount_fen", 0), seq = json_int(t, "seq", 0);
    if (!told || from == CH_ACCOUNT_COUNT || to == CH_ACCOUNT_COUNT || amount <= 0 ||
        strcmp(json_str(t, "programme"), e->stream) != 0) {
        return wrong(tale, e, "it moves money in a way there is not");
    }
    if (seq != told->seq + 1) {
        return wrong(tale, e, "a transfer before the one it made is missing");
    }
    move(told, from, -amount);
    move(told, to, amount);
    ch_told_add(told, seq, from, to, amount, json_str(t, "subject"));
    tale->sums.transfers++;
    for (int i = 0; i < CH_ACCOUNT_COUNT; i++) {
        if (told->balance[i] < 0) {
            return wrong(tale, e, "it takes more than the account held");
        }
    }
    return true;
}

static bool transfers(struct ch_tale *tale, const struct ch_entry *e)
{
    json_t *list, *item;
    size_t i;
    bool ok = true;
    if (!e->transfers) {
        return true;
    }
    if (!json_read(e->transfers, strlen(e->transfers), SIZE_MAX, &list, tale->err)) {
        return wrong(tale, e, "its transfers cannot be read");
    }
    json_array_foreach(list, i, item)
    {
        ok = ok && transfer(tale, e, item);
    }
    json_decref(list);
    return ok;
}

/* ---- policies and verdicts ---- */

static bool publish(struct ch_tale *tale, const struct ch_entry *e)
{
    json_t *doc;
    size_t count = (size_t)tale->policy_count + 1;
    struct ch_policy *grown = realloc(tale->policies, count * sizeof *grown);
    if (!grown) {
        return err_set(tale->err, ERR_INTERNAL, "out of memory");
    }
    tale->policies = grown;
    if (!json_read(e->body, strlen(e->body), SIZE_MAX, &doc, tale->err)) {
        return false;
    }
    ch_policy_from_json(doc, &tale->policies[tale->policy_count++]);
    json_decref(doc);
    return true;
}

/* "shanghai-compute@3" */
static const struct ch_policy *policy_of(const struct ch_tale *tale, const char *name)
{
    const char *at = strrchr(name, '@');
    long version = at ? strtol(at + 1, NULL, 10) : 0;
    for (int i = tale->policy_count - 1; at && i >= 0; i--) {
        const struct ch_policy *p = &tale->policies[i];
        if (p->version == version && strlen(p->id) == (size_t)(at - name) &&
            strncmp(p->id, name, strlen(p->id)) == 0) {
            return p;
        }
    }
    return NULL;
}

/* The member as text, up to the one that follows it. Quotes inside strings are escaped,
 * so that neither is found in one. */
static bool slice(const char *text, const char *member, const char *next,
                  const char **from, size_t *len)
{
    const char *at = strstr(text, member);
    const char *end = at ? strstr(at, next) : NULL;
    *from = at ? at + strlen(member) : NULL;
    *len = end ? (size_t)(end - *from) : 0;
    return end != NULL;
}

static bool verdict(struct ch_tale *tale, const struct ch_entry *e)
{
    const struct ch_application *a = tale->a;
    struct ch_facts_kept kept;
    struct ch_verdict again;
    struct buf text = {0};
    const char *facts, *name;
    char version[CH_SLUG_MAX + 16];
    size_t facts_len, name_len;
    json_t *doc;
    if (!slice(a->verdict, "\"facts\":", ",\"grant_fen\":", &facts, &facts_len) ||
        !slice(a->verdict, "\"policy\":\"", "\",\"rate_bp\":", &name, &name_len) ||
        name_len >= sizeof version) {
        return wrong(tale, e, "its verdict says nothing of the facts it was made on");
    }
    snprintf(version, sizeof version, "%.*s", (int)name_len, name);
    const struct ch_policy *policy = policy_of(tale, version);
    if (!policy) {
        return wrong(tale, e, "its verdict names a policy that was never published");
    }
    if (!json_read(facts, facts_len, SIZE_MAX, &doc, tale->err)) {
        return wrong(tale, e, "the facts of its verdict cannot be read");
    }
    ch_facts_read(doc, a, &kept);
    json_decref(doc);
    ch_verdict_run(policy, &kept.facts, &again);
    ch_verdict_json(policy, &kept.facts, &again, &text);
    bool same = buf_ok(&text) && strcmp(buf_str(&text), a->verdict) == 0;
    buf_clear(&text);
    tale->sums.verdicts++;
    return same || wrong(tale, e, "its verdict is not what the rules give");
}

static bool signatures(struct ch_tale *tale, const struct ch_entry *e)
{
    const struct ch_application *a = tale->a;
    for (int i = 0; i < a->signature_count; i++) {
        if (strcmp(a->signatures[i].by, a->maker) == 0 ||
            strcmp(a->signatures[i].acting_for, a->maker) == 0) {
            return wrong(tale, e, "it is signed by who entered it");
        }
        for (int k = 0; k < i; k++) {
            if (strcmp(a->signatures[i].by, a->signatures[k].by) == 0) {
                return wrong(tale, e, "one person signed it twice");
            }
        }
    }
    return true;
}

bool ch_tale_entry(void *ctx, const struct ch_entry *e)
{
    struct ch_tale *tale = ctx;
    tale->sums.entries++;
    if (!see(tale, e) || !transfers(tale, e)) {
        return false;
    }
    if (strcmp(e->subject_kind, "programme") == 0) {
        return publish(tale, e);
    }
    if (strcmp(e->subject_kind, "application") != 0) {
        return true;
    }
    return ch_application_decode(e->body, strlen(e->body), tale->a, tale->err) &&
           verdict(tale, e) && signatures(tale, e);
}
