#include "clearinghouse/service/duties.h"

#include "clearinghouse/service/service.h"
#include "clearinghouse/store/authority.h"

#include <stdio.h>
#include <string.h>

enum { ALL = 63, HELD_MAX = 128 };

static const struct {
    unsigned one, other;
    bool anywhere; /* also in two different programmes */
    const char *why;
} apart[] = {
    {CH_ROLE_ADMIN, ALL & ~CH_ROLE_ADMIN, true,
     "whoever manages people neither decides, nor enters, nor audits"},
    {CH_ROLE_OPERATOR, ALL & ~CH_ROLE_OPERATOR, true,
     "whoever reports for a data centre holds no office"},
    {CH_ROLE_AUDITOR, ALL & ~CH_ROLE_AUDITOR, true,
     "whoever audits does nothing that is audited"},
    {CH_ROLE_OFFICER, CH_ROLE_SUPERVISOR, false,
     "whoever signs second in a programme does not sign first there"},
};

struct held {
    struct {
        enum ch_role role;
        char scope[CH_SLUG_MAX];
    } grant[HELD_MAX];
    int count;
};

static void hold(void *ctx, enum ch_role role, const char *scope)
{
    struct held *held = ctx;
    if (held->count < HELD_MAX) {
        held->grant[held->count].role = role;
        snprintf(held->grant[held->count++].scope, CH_SLUG_MAX, "%s", scope);
    }
}

static bool overlap(const char *a, const char *b)
{
    return strcmp(a, b) == 0 || strcmp(a, "*") == 0 || strcmp(b, "*") == 0;
}

/* Why the two grants must not be one person's, or NULL. */
static const char *clash(const struct held *held, int a, int b)
{
    unsigned one = held->grant[a].role, other = held->grant[b].role;
    for (size_t i = 0; i < COUNT_OF(apart); i++) {
        bool meet = ((one & apart[i].one) && (other & apart[i].other)) ||
                    ((other & apart[i].one) && (one & apart[i].other));
        if (meet &&
            (apart[i].anywhere || overlap(held->grant[a].scope, held->grant[b].scope))) {
            return apart[i].why;
        }
    }
    return NULL;
}

static bool check(const struct held *held, const char *id, enum err_kind kind,
                  struct err *err)
{
    for (int a = 0; a < held->count; a++) {
        for (int b = 0; b < a; b++) {
            const char *why = clash(held, a, b);
            if (why) {
                return err_set_type(
                    err, kind, "incompatible-roles",
                    "\"%s\" cannot be %s (%s) and %s (%s): %s; give one of the two to "
                    "somebody else",
                    id, ch_role_name(held->grant[b].role), held->grant[b].scope,
                    ch_role_name(held->grant[a].role), held->grant[a].scope, why);
            }
        }
    }
    return true;
}

bool ch_duties_allow(struct ch_db *db, const char *principal, enum ch_role role,
                     const char *scope, struct err *err)
{
    struct held held = {.count = 0};
    if (!ch_grant_each(db, principal, hold, &held, err)) {
        return false;
    }
    hold(&held, role, scope);
    return check(&held, principal, ERR_REFUSED, err);
}

struct people {
    char id[512][CH_SLUG_MAX];
    int count;
};

static void note(void *ctx, const struct ch_principal *principal)
{
    struct people *people = ctx;
    if (principal->roles && people->count < (int)COUNT_OF(people->id)) {
        snprintf(people->id[people->count++], CH_SLUG_MAX, "%s", principal->id);
    }
}

bool ch_duties_lint(struct ch_db *db, struct err *err)
{
    struct people people = {.count = 0};
    if (!ch_principal_each(db, note, &people, err)) {
        return false;
    }
    for (int i = 0; i < people.count; i++) {
        struct held held = {.count = 0};
        if (!ch_grant_each(db, people.id[i], hold, &held, err) ||
            !check(&held, people.id[i], ERR_INVALID, err)) {
            return false;
        }
    }
    return true;
}
