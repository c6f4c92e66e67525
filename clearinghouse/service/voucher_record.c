#include "clearinghouse/service/voucher.h"

#include "clearinghouse/service/record.h"

#include <stdio.h>
#include <string.h>

#define M(group, name, kind, field) CH_MEMBER(group, name, kind, struct ch_voucher, field)

static const struct ch_member members[] = {
    M("amounts", "expired_fen", INT, expired_fen),
    M("amounts", "in_claim_fen", INT, in_claim_fen),
    M("amounts", "redeemed_fen", INT, redeemed_fen),
    M("amounts", "revoked_fen", INT, revoked_fen),
    M("amounts", "unused_fen", INT, unused_fen),
    M("applicant", "credit_code", TEXT, credit_code),
    M("applicant", "group_id", TEXT, group_id),
    M("applicant", "id", TEXT, applicant),
    M("applicant", "name", TEXT, applicant_name),
    M("application", "id", TEXT, application),
    M("application", "number", TEXT, application_number),
    M("application", "round", INT, round),
    M(NULL, "base_fen", INT, base_fen),
    M(NULL, "face_fen", INT, face_fen),
    M(NULL, "id", TEXT, id),
    M(NULL, "issued_at", TIME, issued_at),
    M(NULL, "issued_by", TEXT, issuer),
    M(NULL, "last_action", TEXT, last_action),
    M(NULL, "last_by", TEXT, last_by),
    M(NULL, "mode", TEXT, mode),
    M(NULL, "number", TEXT, number),
    M(NULL, "programme", TEXT, programme),
    M("provider", "id", TEXT, provider),
    M("provider", "name", TEXT, provider_name),
    M(NULL, "rate_bp", INT, rate_bp),
    M("reason", "code", OPT, reason_code),
    M("reason", "note", OPT, reason_note),
    M(NULL, "revision", INT, revision),
    M(NULL, "revocation_by", OPT, revoker),
    M(NULL, "status", TEXT, status),
    M(NULL, "tranche", TEXT, tranche),
    M(NULL, "updated_at", TIME, updated_at),
    M("valid", "expires_at", TIME, expires_at),
    M("valid", "from", DAY, valid_from),
    M("valid", "until", DAY, valid_until),
};

bool ch_voucher_json(const struct ch_voucher *voucher, struct buf *out, struct err *err)
{
    return ch_record_encode(members, COUNT_OF(members), voucher, out, err);
}

bool ch_voucher_decode(const char *text, size_t len, struct ch_voucher *out,
                       struct err *err)
{
    return ch_record_decode(members, COUNT_OF(members), text, len, out, sizeof *out, err);
}

bool ch_voucher_save(const struct ch_ctx *ctx, struct ch_voucher *v, const char *action,
                     struct ch_landed *landed, struct err *err)
{
    struct buf body = {0};
    bool live = strcmp(v->status, "active") == 0;
    if (live && v->unused_fen == 0 && v->in_claim_fen == 0) {
        snprintf(v->status, sizeof v->status, "used_up");
    }
    v->revision++;
    v->updated_at = ctx->now;
    snprintf(v->last_action, sizeof v->last_action, "%s", action + strlen("voucher."));
    snprintf(v->last_by, sizeof v->last_by, "%s", ctx->who ? ctx->who->id : "system");
    bool ok = ch_voucher_json(v, &body, err);
    if (ok) {
        const struct ch_change change = {.stream = v->programme,
                                         .action = action,
                                         .kind = "voucher",
                                         .id = v->id,
                                         .revision = v->revision,
                                         .reason_code = v->reason_code,
                                         .reason_note = v->reason_note,
                                         .body = buf_str(&body)};
        ok = ch_record(ctx, &change, landed, err);
    }
    buf_clear(&body);
    v->entry_seq = landed->seq;
    return ok && ch_voucher_put(ctx->db, v, err);
}
