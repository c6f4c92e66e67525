#include "clearinghouse/service/service.h"

#include "clearinghouse/store/controls.h"
#include "common/attr.h"
#include "common/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct {
    enum ch_role role;
    const char *name;
} roles[] = {
    {CH_ROLE_OFFICER, "officer"},   {CH_ROLE_SUPERVISOR, "supervisor"},
    {CH_ROLE_OPERATOR, "operator"}, {CH_ROLE_AUDITOR, "auditor"},
    {CH_ROLE_ADMIN, "admin"},       {CH_ROLE_APPLICANT_DESK, "desk"},
};

int64_t ch_clock(const struct ch_service *service)
{
    int64_t stopped = atomic_load(&service->clock_stopped_at);
    return stopped ? stopped : date_now() + atomic_load(&service->clock_offset_us);
}

bool ch_clock_advance(const struct ch_ctx *ctx, int64_t by_us, struct err *err)
{
    struct ch_service *service = ctx->service;
    int64_t stopped = atomic_load(&service->clock_stopped_at);
    if (stopped) {
        atomic_store(&service->clock_stopped_at, stopped + by_us);
        return true;
    }
    int64_t offset = atomic_load(&service->clock_offset_us) + by_us;
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, offset);
    if (!ch_meta_set(ctx->db, "clock_offset_us", text, err)) {
        return false;
    }
    atomic_store(&service->clock_offset_us, offset);
    return true;
}

bool ch_ctx_roles(const struct ch_ctx *ctx, const char *scope, unsigned *out,
                  struct err *err)
{
    if (!ctx->who) {
        *out = ~0u;
        return true;
    }
    if (ctx->acting) {
        struct ch_delegation here;
        bool found;
        if (!ch_delegation_in_force(ctx->db, ctx->acting->from_who, ctx->who->id, scope,
                                    ctx->now, &found, &here, err)) {
            return false;
        }
        *out = found ? (unsigned)ch_role_from_name(here.role) : 0;
        return true;
    }
    return ch_grant_roles(ctx->db, ctx->who->id, scope, out, err);
}

const char *ch_role_name(enum ch_role role)
{
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        if (roles[i].role == role) {
            return roles[i].name;
        }
    }
    return "system";
}

enum ch_role ch_role_from_name(const char *word)
{
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        if (strcmp(roles[i].name, word) == 0) {
            return roles[i].role;
        }
    }
    return (enum ch_role)0;
}

/* The role an entry names: the one the act was done in, else the first the actor has. */
static const char *acting_role(const struct ch_ctx *ctx, const struct ch_change *change)
{
    if (!ctx->who) {
        return "system";
    }
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        if (change->acting_as ? roles[i].role == change->acting_as
                              : (ctx->who->roles & roles[i].role) != 0) {
            return roles[i].name;
        }
    }
    return "none";
}

bool ch_record(const struct ch_ctx *ctx, const struct ch_change *change,
               struct ch_landed *landed, struct err *err)
{
    struct ch_entry entry = {
        .stream = change->stream,
        .at = ctx->now,
        .actor_id = ctx->who ? ctx->who->id : "system",
        .actor_role = acting_role(ctx, change),
        .acting_for = ctx->acting ? ctx->acting->from_who : NULL,
        .action = change->action,
        .subject_kind = change->kind,
        .subject_id = change->id,
        .subject_revision = change->revision,
        .operation = ctx->operation,
        .reason_code =
            change->reason_code && *change->reason_code ? change->reason_code : NULL,
        .reason_note =
            change->reason_note && *change->reason_note ? change->reason_note : NULL,
        .policy = change->policy,
        .body = change->body,
    };
    if (!ch_journal_append(ctx->db, &entry, err)) {
        return false;
    }
    snprintf(landed->stream, sizeof landed->stream, "%s", change->stream);
    landed->seq = entry.seq;
    memcpy(landed->hash, entry.hash, sizeof landed->hash);
    return true;
}

const char *ch_new_id(const struct ch_ctx *ctx, const char *prefix, char out[ID_MAX])
{
    return id_new(&ctx->service->ids, prefix, ctx->now, out);
}
