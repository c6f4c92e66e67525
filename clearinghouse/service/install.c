#include "clearinghouse/service/install.h"

#include "clearinghouse/service/duties.h"
#include "clearinghouse/service/policy.h"
#include "common/json.h"

#include <stdio.h>
#include <string.h>

struct installed {
    const char *id;
    int version;
};

static void note_version(void *ctx, const char *id, int version, int64_t entry_seq)
{
    struct installed *wanted = ctx;
    (void)entry_seq;
    if (strcmp(id, wanted->id) == 0) {
        wanted->version = version;
    }
}

static bool publish(const struct ch_ctx *ctx, const struct ch_policy *policy,
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

bool ch_install_programmes(const struct ch_ctx *ctx, struct err *err)
{
    const struct ch_policy_set *set = ctx->service->policies;
    for (size_t i = 0; i < ch_policies_count(set); i++) {
        const struct ch_policy *policy = ch_policies_at(set, i);
        struct installed was = {policy->id, 0};
        if (!ch_programme_each(ctx->db, note_version, &was, err) ||
            (was.version < policy->version && !publish(ctx, policy, err))) {
            return false;
        }
    }
    return true;
}

static bool record_grant(const struct ch_ctx *ctx, const struct ch_principal *who,
                         enum ch_role role, const char *scope, struct err *err)
{
    struct buf body = {0};
    struct jsonw w;
    struct ch_landed landed;
    jsonw_start(&w, &body);
    jsonw_object(&w);
    jsonw_kstr(&w, "id", who->id);
    jsonw_kstr(&w, "name", who->name);
    jsonw_kstr(&w, "role", ch_role_name(role));
    jsonw_kstr(&w, "scope", scope);
    if (who->uid >= 0) {
        jsonw_kint(&w, "uid", who->uid);
    } else {
        jsonw_knull(&w, "uid");
    }
    jsonw_object_end(&w);
    const struct ch_change change = {.stream = CH_STREAM_REGISTRY,
                                     .action = "principal.grant",
                                     .kind = "principal",
                                     .id = who->id,
                                     .revision = 1,
                                     .body = buf_str(&body)};
    bool ok = jsonw_end(&w) && ch_record(ctx, &change, &landed, err);
    buf_clear(&body);
    return ok;
}

bool ch_install_person(const struct ch_ctx *ctx, const char *id, const char *name,
                       int64_t uid, enum ch_role role, const char *scope, struct err *err)
{
    struct ch_principal who = {.uid = uid}, other = {.uid = -1};
    struct err none = {0};
    unsigned has = 0;
    snprintf(who.id, sizeof who.id, "%s", id);
    snprintf(who.name, sizeof who.name, "%s", name);
    if (uid >= 0 && ch_principal_by_uid(ctx->db, uid, &other, &none) &&
        strcmp(other.id, id) != 0) {
        return err_set_type(
            err, ERR_CONFLICT, "uid-taken",
            "user %lld is already known as \"%s\"; grant the role to that "
            "name",
            (long long)uid, other.id);
    }
    if (!ch_duties_allow(ctx->db, id, role, scope, err) ||
        !ch_grant_roles(ctx->db, id, scope, &has, err)) {
        return false;
    }
    return (has & (unsigned)role) || (ch_principal_put(ctx->db, &who, err) &&
                                      ch_grant_put(ctx->db, id, role, scope, err) &&
                                      record_grant(ctx, &who, role, scope, err));
}

bool ch_install_demo_people(const struct ch_ctx *ctx, struct err *err)
{
    static const struct {
        const char *id, *name;
        enum ch_role role;
    } people[] = {
        {"officer", "林晓", CH_ROLE_OFFICER},
        {"officer2", "周敏", CH_ROLE_OFFICER},
        {"supervisor", "陈立", CH_ROLE_SUPERVISOR},
        {"supervisor2", "沈岚", CH_ROLE_SUPERVISOR},
        {"auditor", "何静", CH_ROLE_AUDITOR},
        {"admin", "高远", CH_ROLE_ADMIN},
        {"admin2", "许宁", CH_ROLE_ADMIN},
        {"desk", "受理窗口", CH_ROLE_APPLICANT_DESK},
    };
    /* The operator's grants name single centres and come with them. */
    const struct ch_principal operator_ = {.id = "operator", .name = "吴昊", .uid = -1};
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        if (!ch_install_person(ctx, people[i].id, people[i].name, -1, people[i].role, "*",
                               err)) {
            return false;
        }
    }
    return ch_principal_put(ctx->db, &operator_, err);
}
