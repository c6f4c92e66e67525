#include "clearinghouse/service/submit.h"

#include "clearinghouse/service/facts.h"
#include "common/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

void ch_contract_fingerprint(const char *applicant_code, const char *provider_code,
                             const char *number, int64_t total_fen, char out[HASH_HEX])
{
    struct buf text = {0};
    buf_printf(&text, "%s|%s|", applicant_code, provider_code);
    for (const unsigned char *c = (const unsigned char *)number; *c; c++) {
        if (*c >= 0x80 || (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z')) {
            buf_addc(&text, (char)*c);
        } else if (*c >= 'a' && *c <= 'z') {
            buf_addc(&text, (char)(*c - 'a' + 'A'));
        }
    }
    buf_printf(&text, "|%" PRId64, total_fen);
    hash_hex(buf_str(&text), text.len, out);
    buf_clear(&text);
}

void ch_application_index(const struct ch_application *a, const struct ch_verdict *v,
                          const char *group_id, int64_t reserved, int64_t seq,
                          struct ch_application_row *row)
{
    memset(row, 0, sizeof *row);
    COPY(row->id, a->id);
    COPY(row->number, a->number);
    COPY(row->programme, a->programme);
    COPY(row->tranche, a->tranche);
    COPY(row->status, a->status);
    row->revision = a->revision;
    COPY(row->maker, a->maker);
    COPY(row->applicant, a->applicant.id);
    COPY(row->applicant_name, a->applicant.name);
    COPY(row->credit_code, a->applicant.credit_code);
    COPY(row->group_id, group_id);
    COPY(row->provider, a->provider.id);
    COPY(row->provider_name, a->provider.name);
    COPY(row->fingerprint, a->contract.fingerprint);
    COPY(row->kind, a->request.kind);
    COPY(row->accelerator, a->request.accelerator);
    row->gpu_hours = a->request.gpu_hours;
    row->amount_fen = a->request.amount_fen;
    row->grant_fen = a->grant.amount_fen ? a->grant.amount_fen : v->grant_fen;
    row->grant_bp = a->grant.rate_bp ? a->grant.rate_bp : v->rate_bp;
    row->reserved_fen = reserved;
    COPY(row->verdict, ch_outcome_name(v->outcome));
    row->verdict_issues = v->issues;
    COPY(row->assigned_to, a->assigned_to);
    row->submitted_at = a->submitted_at;
    row->updated_at = a->updated_at;
    row->due_at = strcmp(a->clock, "done") == 0 ? 0 : a->due_at;
    row->undo_until = a->undo_until;
    row->entry_seq = seq;
}

bool ch_application_save(const struct ch_ctx *ctx, const struct ch_application *a,
                         const struct ch_verdict *verdict, const char *group_id,
                         int64_t reserved_fen, const char *action,
                         struct ch_landed *landed, struct err *err)
{
    char policy[CH_SLUG_MAX + 16];
    struct ch_application_row row;
    struct buf body = {0};
    const struct ch_policy *p;
    if (!ch_policy_of(ctx, a->programme, &p, err)) {
        return false;
    }
    snprintf(policy, sizeof policy, "%s@%d", p->id, p->version);
    bool ok = ch_application_encode(a, &body, err);
    if (ok) {
        struct ch_change change = {.stream = a->programme,
                                   .action = action,
                                   .kind = "application",
                                   .id = a->id,
                                   .revision = a->revision,
                                   .reason_code = a->reason_code,
                                   .reason_note = a->reason_note,
                                   .policy = policy,
                                   .body = buf_str(&body)};
        ok = ch_record(ctx, &change, landed, err);
    }
    buf_clear(&body);
    if (!ok) {
        return false;
    }
    ch_application_index(a, verdict, group_id, reserved_fen, landed->seq, &row);
    return ch_application_put(ctx->db, &row, err);
}

/* What the case takes over from the registry, as it is on the day of submission. */
static bool copy_parties(const struct ch_ctx *ctx, struct ch_application *a,
                         struct ch_organisation *applicant, struct err *err)
{
    struct ch_organisation provider;
    if (!ch_organisation_get(ctx->db, a->applicant.id, applicant, err)) {
        err_prefix(err, "applicant");
        return false;
    }
    if (!ch_organisation_get(ctx->db, a->provider.id, &provider, err)) {
        err_prefix(err, "provider");
        return false;
    }
    COPY(a->applicant.name, applicant->name);
    COPY(a->applicant.credit_code, applicant->credit_code);
    COPY(a->applicant.kind, applicant->kind);
    COPY(a->applicant.size, applicant->size);
    COPY(a->applicant.region, applicant->region);
    a->applicant.startup = applicant->startup;
    COPY(a->provider.name, provider.name);
    ch_contract_fingerprint(applicant->credit_code, provider.credit_code,
                            a->contract.number, a->contract.total_fen,
                            a->contract.fingerprint);
    return true;
}

bool ch_submit(const struct ch_ctx *ctx, struct ch_application *a,
               struct ch_landed *landed, struct err *err)
{
    const struct ch_policy *policy;
    struct ch_organisation applicant;
    struct ch_evidence evidence;
    struct ch_verdict verdict;
    int64_t serial;
    int year = date_split(ctx->now, DATE_ZONE_CHINA).year;
    if (!ch_policy_of(ctx, a->programme, &policy, err) ||
        !ch_tranche_get(ctx->db, a->programme, a->tranche, &evidence.tranche, err) ||
        !copy_parties(ctx, a, &applicant, err) ||
        !ch_application_serial(ctx->db, year, &serial, err)) {
        return false;
    }
    ch_new_id(ctx, "app", a->id);
    id_number(year, serial, a->number);
    COPY(a->status, "submitted");
    COPY(a->mode, policy->mode);
    COPY(a->maker, ctx->who ? ctx->who->id : "system");
    COPY(a->clock, "running");
    a->revision = 1;
    a->round = 1;
    a->submitted_at = a->updated_at = ctx->now;
    int64_t days = policy->review_days.known == CH_KNOWN ? policy->review_days.value : 15;
    a->due_at = ctx->now + days * DATE_DAY;
    return ch_evidence_judge(ctx, policy, a, &evidence, &verdict, err) &&
           ch_application_save(ctx, a, &verdict, applicant.group_id, 0,
                               "application.submit", landed, err);
}
