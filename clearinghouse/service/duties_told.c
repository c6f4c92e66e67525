/* Who holds what, held against the journal: a role nobody granted, or one that went away
 * without an entry. */
#include "clearinghouse/service/duties.h"

#include "clearinghouse/service/service.h"
#include "clearinghouse/store/authority.h"
#include "clearinghouse/store/journal.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { PAGE = 2000 };

struct grant {
    char principal[CH_SLUG_MAX], scope[CH_SLUG_MAX];
    enum ch_role role;
    bool held, met;
};

struct told {
    struct buf grants; /* of struct grant */
    const char *principal;
    bool demo;
    int64_t seq;
    struct err *err;
    bool failed;
};

static struct grant *find(struct told *told, const char *principal, enum ch_role role,
                          const char *scope)
{
    struct grant *g = (void *)told->grants.data;
    size_t count = told->grants.len / sizeof *g;
    for (size_t i = 0; i < count; i++) {
        if (g[i].role == role && strcmp(g[i].principal, principal) == 0 &&
            strcmp(g[i].scope, scope) == 0) {
            return &g[i];
        }
    }
    return NULL;
}

static void tell(struct told *told, const char *principal, const char *role,
                 const char *scope, bool held)
{
    struct grant *known = find(told, principal, ch_role_from_name(role), scope);
    struct grant g = {.role = ch_role_from_name(role), .held = held};
    if (known) {
        known->held = held;
        return;
    }
    snprintf(g.principal, sizeof g.principal, "%s", principal);
    snprintf(g.scope, sizeof g.scope, "%s", scope);
    buf_add(&told->grants, &g, sizeof g);
}

/* A grant comes with whoever sets the ledger up, or with its second administrator. */
static bool read_entry(void *ctx, const struct ch_entry *e)
{
    struct told *told = ctx;
    bool first = strcmp(e->action, "principal.grant") == 0;
    json_t *doc;
    told->seq = e->seq;
    if (!first && strcmp(e->action, "grant.confirm") != 0) {
        return true;
    }
    if (!json_read(e->body, strlen(e->body), SIZE_MAX, &doc, told->err)) {
        told->failed = true;
        return false;
    }
    tell(told, json_str(doc, first ? "id" : "principal"), json_str(doc, "role"),
         json_str(doc, "scope"), first || strcmp(json_str(doc, "act"), "grant") == 0);
    json_decref(doc);
    return true;
}

static bool read_all(struct ch_db *db, struct told *told)
{
    int64_t before = -1;
    while (told->seq != before && !told->failed) {
        before = told->seq;
        if (!ch_journal_read(db, CH_STREAM_REGISTRY, told->seq, PAGE, read_entry, told,
                             told->err)) {
            return false;
        }
    }
    return !told->failed &&
           (buf_ok(&told->grants) || err_set(told->err, ERR_INTERNAL, "out of memory"));
}

/* The operator of a demo gets its centres while they are made up, without entries. */
static void meet(void *ctx, enum ch_role role, const char *scope)
{
    struct told *told = ctx;
    struct grant *g = find(told, told->principal, role, scope);
    if (told->failed || (told->demo && role == CH_ROLE_OPERATOR)) {
        return;
    }
    if (!g || !g->held) {
        told->failed = !err_set(told->err, ERR_INVALID,
                                "\"%s\" is %s (%s), and no entry of the journal says so",
                                told->principal, ch_role_name(role), scope);
        return;
    }
    g->met = true;
}

static void note(void *ctx, const struct ch_principal *principal)
{
    char id[CH_SLUG_MAX] = "";
    snprintf(id, sizeof id, "%s", principal->id);
    buf_add(ctx, id, sizeof id);
}

static bool each_met(struct told *told)
{
    const struct grant *g = (void *)told->grants.data;
    size_t count = told->grants.len / sizeof *g;
    for (size_t i = 0; i < count; i++) {
        if (g[i].held && !g[i].met) {
            return err_set(
                told->err, ERR_INVALID,
                "\"%s\" is no longer %s (%s), and no entry of the journal says "
                "so",
                g[i].principal, ch_role_name(g[i].role), g[i].scope);
        }
    }
    return true;
}

bool ch_duties_told(struct ch_db *db, struct err *err)
{
    struct told told = {.err = err};
    struct buf people = {0};
    char kind[32];
    bool ok = ch_meta_get(db, "kind", kind, sizeof kind, err) && read_all(db, &told) &&
              ch_principal_each(db, note, &people, err) &&
              (buf_ok(&people) || err_set(err, ERR_INTERNAL, "out of memory"));
    told.demo = ok && strcmp(kind, "demo") == 0;
    for (size_t at = 0; ok && at < people.len; at += CH_SLUG_MAX) {
        told.principal = people.data + at;
        ok = ch_grant_each(db, told.principal, meet, &told, err) && !told.failed;
    }
    ok = ok && each_met(&told);
    buf_clear(&told.grants);
    buf_clear(&people);
    return ok;
}
