#include "clearinghouse/api/own.h"

#include <string.h>

enum {
    OFFICE =
        CH_ROLE_OFFICER | CH_ROLE_SUPERVISOR | CH_ROLE_AUDITOR | CH_ROLE_APPLICANT_DESK,
    OWN_MAX = 100
};

bool ch_own_only(const struct ch_call *call)
{
    return (call->ctx.who->roles & OFFICE) == 0;
}

bool ch_own_centre(const struct ch_call *call, const char *centre)
{
    unsigned roles = 0;
    return *centre && ch_ctx_roles(&call->ctx, centre, &roles, NULL) &&
           (roles & CH_ROLE_OPERATOR) != 0;
}

struct walk {
    const struct ch_call *call;
    bool providers;       /* their organisations are listed, not the centres */
    const char *provider; /* looked for; NULL: all are listed */
    struct buf *list;
    int count;
    bool found;
};

static bool is_listed(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += len) {
        if (at[len] == ',' || at[len] == '\0') {
            return true;
        }
    }
    return false;
}

static bool see(void *ctx, const struct ch_centre *centre)
{
    struct walk *walk = ctx;
    const char *word = walk->providers ? centre->operator_org : centre->id;
    bool looked_for = !walk->provider || strcmp(word, walk->provider) == 0;
    if (!*word || !looked_for || !ch_own_centre(walk->call, centre->id)) {
        return true;
    }
    if (walk->provider) {
        walk->found = true;
        return false;
    }
    if (!is_listed(buf_str(walk->list), word)) {
        buf_printf(walk->list, "%s%s", walk->count++ ? "," : "", word);
    }
    return walk->count <= OWN_MAX;
}

static bool every(struct walk *walk, struct err *err)
{
    return ch_centre_list(walk->call->ctx.db, "", 100000, see, walk, err);
}

bool ch_own_provider(const struct ch_call *call, const char *organisation)
{
    struct walk walk = {.call = call, .providers = true, .provider = organisation};
    return *organisation && every(&walk, NULL) && walk.found;
}

static bool list(struct ch_call *call, bool providers, struct buf *out)
{
    struct walk walk = {.call = call, .providers = providers, .list = out};
    struct err err = {0};
    if (!every(&walk, &err)) {
        ch_call_fail(call, &err);
        return false;
    }
    if (walk.count > OWN_MAX) {
        ch_call_problem(call, 400, "too-many-centres",
                        "you work for over %d centres; ask for one at a time, by id",
                        OWN_MAX);
        return false;
    }
    buf_adds(out, walk.count ? "" : "-");
    return buf_ok(out);
}

bool ch_own_centres(struct ch_call *call, struct buf *out)
{
    return list(call, false, out);
}

bool ch_own_providers(struct ch_call *call, struct buf *out)
{
    return list(call, true, out);
}

bool ch_own_or_role(struct ch_call *call, const char *programme, unsigned readers,
                    bool own)
{
    if (own) {
        return true;
    }
    if (ch_own_only(call)) { /* nor does it learn that there is such a paper */
        ch_call_problem(call, 404, "not-found", "there is no \"%.60s\" for you here",
                        call->id[0]);
        return false;
    }
    return ch_call_role(call, programme, readers);
}
