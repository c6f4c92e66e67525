#include "backend_client/deeds.h"

#include "backend_client/outbox.h"
#include "backend_client/payments.h"
#include "common/date.h"
#include "common/id.h"
#include "common/json.h"

#include <stdio.h>
#include <string.h>

void bc_deed_clear(struct bc_deed *deed)
{
    buf_clear(&deed->body);
    *deed = (struct bc_deed){.if_match = -1};
}

bool bc_deed_word(const char *what)
{
    static const char *const words[] = {
        "admit",         "propose",        "confirm-grant", "refuse-grant",  "delegate",
        "end",           "propose-policy", "sign-policy",   "refuse-policy", "declare",
        "freeze-period", "lift",           "revoke-token",  "take-out"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i], what) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- pieces ---- */

static bool plain(const char *id)
{
    return *id && strlen(id) < BC_ID &&
           strspn(id,
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
               strlen(id);
}

static void start(struct bc_deed *deed, const char *what, int64_t if_match,
                  struct jsonw *w)
{
    bc_deed_clear(deed);
    snprintf(deed->what, sizeof deed->what, "%s", what);
    deed->if_match = if_match;
    jsonw_start(w, &deed->body);
    jsonw_object(w);
}

static bool finish(struct bc_deed *deed, struct jsonw *w, struct err *err)
{
    jsonw_object_end(w);
    return (jsonw_end(w) && buf_ok(&deed->body)) ||
           err_set(err, ERR_INTERNAL, "out of memory");
}

static void text_if(struct jsonw *w, const char *key, const char *value)
{
    if (value && *value) {
        jsonw_kstr(w, key, value);
    }
}

#define TITLE(deed, ...) snprintf((deed)->title, sizeof(deed)->title, __VA_ARGS__)

/* ---- people and roles ---- */

bool bc_deed_admit(struct bc_deed *deed, const char *id, const char *name, int64_t uid,
                   struct err *err)
{
    struct jsonw w;
    start(deed, "admit", -1, &w);
    snprintf(deed->path, sizeof deed->path, "/v1/principals");
    TITLE(deed, "%.60s (%.150s)", id, name);
    jsonw_kstr(&w, "id", id);
    jsonw_kstr(&w, "name", name);
    if (uid >= 0) {
        jsonw_kint(&w, "uid", uid);
    }
    return finish(deed, &w, err);
}

/* "lin + officer henan": what is given; with "-": what is taken away. */
static void name_grant(struct bc_deed *deed, bool end, const char *principal,
                       const char *role, const char *scope)
{
    TITLE(deed, "%.60s %c %.20s %.60s", principal, end ? '-' : '+', role, scope);
}

bool bc_deed_propose(struct bc_deed *deed, bool end, const char *principal,
                     const char *role, const char *scope, struct err *err)
{
    struct jsonw w;
    start(deed, "propose", -1, &w);
    snprintf(deed->path, sizeof deed->path, "/v1/grants");
    name_grant(deed, end, principal, role, scope);
    jsonw_kstr(&w, "act", end ? "revoke" : "grant");
    jsonw_kstr(&w, "principal", principal);
    jsonw_kstr(&w, "role", role);
    jsonw_kstr(&w, "scope", scope);
    return finish(deed, &w, err);
}

bool bc_deed_settle(struct bc_deed *deed, const struct bc_proposal *p, bool confirm,
                    struct err *err)
{
    struct jsonw w;
    if (!plain(p->id)) {
        return err_set(err, ERR_USAGE, "\"%.60s\" is no proposal's id", p->id);
    }
    start(deed, confirm ? "confirm-grant" : "refuse-grant", p->revision, &w);
    snprintf(deed->path, sizeof deed->path, "/v1/grants/%s/decisions", p->id);
    name_grant(deed, strcmp(p->act, "revoke") == 0, p->principal, p->role, p->scope);
    jsonw_kstr(&w, "decision", confirm ? "confirm" : "refuse");
    return finish(deed, &w, err);
}

/* ---- standing in, keeping away, freezing ---- */

bool bc_deed_delegate(struct bc_deed *deed, const struct bc_delegate_order *order,
                      struct err *err)
{
    struct jsonw w;
    start(deed, "delegate", -1, &w);
    snprintf(deed->path, sizeof deed->path, "/v1/delegations");
    TITLE(deed, "%.60s: %.20s %.60s", order->to, order->role, order->programme);
    jsonw_kint(&w, "cap_fen", order->cap_fen);
    text_if(&w, "note", order->note);
    jsonw_kstr(&w, "programme", order->programme);
    jsonw_kstr(&w, "role", order->role);
    jsonw_kstr(&w, "to", order->to);
    jsonw_ktime(&w, "until_at", date_start(order->until + 1, DATE_ZONE_CHINA));
    return finish(deed, &w, err);
}

bool bc_deed_end_delegation(struct bc_deed *deed, const struct bc_delegation *d,
                            struct err *err)
{
    struct jsonw w;
    if (!plain(d->id)) {
        return err_set(err, ERR_USAGE, "\"%.60s\" is no delegation's id", d->id);
    }
    start(deed, "end", d->revision, &w);
    snprintf(deed->path, sizeof deed->path, "/v1/delegations/%s/end", d->id);
    TITLE(deed, "%.60s > %.60s: %.20s %.60s", d->from, d->to, d->role, d->programme);
    return finish(deed, &w, err);
}

bool bc_deed_declare(struct bc_deed *deed, const char *organisation, int32_t until,
                     const char *note, struct err *err)
{
    struct jsonw w;
    start(deed, "declare", -1, &w);
    snprintf(deed->path, sizeof deed->path, "/v1/conflicts");
    TITLE(deed, "%.100s", organisation);
    text_if(&w, "note", note);
    jsonw_kstr(&w, "organisation", organisation);
    if (until) {
        jsonw_kday(&w, "until", until);
    }
    return finish(deed, &w, err);
}

/* "approve,pay" as an array; whether the words are known is the server's to say. */
static void write_decisions(struct jsonw *w, const char *words)
{
    char word[BC_WORD];
    jsonw_key(w, "decisions");
    jsonw_array(w);
    while (*words) {
        size_t n = strcspn(words, ",");
        snprintf(word, sizeof word, "%.*s", (int)(n < BC_WORD ? n : BC_WORD - 1), words);
        jsonw_string(w, word);
        words += n + (words[n] == ',');
    }
    jsonw_array_end(w);
}

bool bc_deed_freeze(struct bc_deed *deed, const struct bc_freeze_order *order,
                    struct err *err)
{
    struct jsonw w;
    if (!plain(order->programme)) {
        return err_set(err, ERR_USAGE, "\"%.60s\" is no programme", order->programme);
    }
    start(deed, "freeze-period", -1, &w);
    snprintf(deed->path, sizeof deed->path, "/v1/programmes/%s/freezes",
             order->programme);
    TITLE(deed, "%.60s: %.90s", order->programme, order->decisions);
    write_decisions(&w, order->decisions);
    jsonw_kday(&w, "from", order->from);
    jsonw_kstr(&w, "note", order->note);
    jsonw_kday(&w, "until", order->until);
    return finish(deed, &w, err);
}

bool bc_deed_lift(struct bc_deed *deed, const struct bc_freeze *f, struct err *err)
{
    struct jsonw w;
    if (!plain(f->id) || !plain(f->programme)) {
        return err_set(err, ERR_USAGE, "\"%.60s\" is no freeze's id", f->id);
    }
    start(deed, "lift", f->revision, &w);
    snprintf(deed->path, sizeof deed->path, "/v1/programmes/%s/freezes/%s/lift",
             f->programme, f->id);
    TITLE(deed, "%.60s: %.90s", f->programme, f->decisions);
    return finish(deed, &w, err);
}

bool bc_deed_revoke(struct bc_deed *deed, const char *token, const char *label,
                    struct err *err)
{
    if (!id_valid(token, "tok")) {
        return err_set(err, ERR_USAGE,
                       "\"%.60s\" is no token's id; 'voucherdesk tokens list' shows them",
                       token);
    }
    bc_deed_clear(deed);
    snprintf(deed->what, sizeof deed->what, "revoke-token");
    snprintf(deed->path, sizeof deed->path, "/v1/tokens/%s", token);
    TITLE(deed, "%.200s", label ? label : token);
    return true;
}

bool bc_deed_take_out(struct bc_deed *deed, const char *application, const char *number,
                      const char *seed, const char *reason, struct err *err)
{
    struct jsonw w;
    start(deed, "take-out", -1, &w);
    snprintf(deed->path, sizeof deed->path, "/v1/audit/sample/removals");
    TITLE(deed, "%.60s", number);
    jsonw_kstr(&w, "application", application);
    jsonw_kstr(&w, "reason", reason);
    jsonw_kstr(&w, "seed", seed);
    return finish(deed, &w, err);
}

/* ---- doing them ---- */

static void address(const struct bc_deed *deed, bool dry_run, char out[240])
{
    snprintf(out, 240, "%s%s", deed->path, dry_run ? "?dry_run=true" : "");
}

static struct bc_request request_of(const struct bc_deed *deed, const char *path,
                                    const char *key)
{
    bool has_body = deed->body.len > 0;
    return (struct bc_request){.path = path,
                               .method = has_body ? NULL : "DELETE",
                               .body = has_body ? buf_str(&deed->body) : NULL,
                               .key = key,
                               .if_match = deed->if_match};
}

bool bc_deed_run(struct bc_session *session, const struct bc_deed *deed, bool dry_run,
                 struct buf *out, struct err *err)
{
    struct id_source source = {0};
    char path[240], key[ID_MAX];
    address(deed, dry_run, path);
    const struct bc_request request =
        request_of(deed, path, id_new(&source, "op", date_now(), key));
    return bc_direct(session, &request, out, err);
}

int64_t bc_deed_try(struct bc_session *session, const struct bc_deed *deed)
{
    char path[240];
    address(deed, true, path);
    const struct bc_request request = request_of(deed, path, NULL);
    return bc_fetch_send(session, &request);
}

bool bc_deed_put(struct bc_session *session, const struct bc_deed *deed, int64_t *intent,
                 struct err *err)
{
    const struct bc_intent_request request = {.what = deed->what,
                                              .title = deed->title,
                                              .case_id = "",
                                              .path = deed->path,
                                              .body = buf_str(&deed->body),
                                              .if_match = deed->if_match,
                                              .count = 1};
    return bc_outbox_put(session, &request, intent, err);
}
