#include "backend_client/vouchers.h"

#include "backend_client/fields_read.h"
#include "common/json.h"

#include <jansson.h>
#include <string.h>

#define F(type, key, member) BC_FIELD(type, key, struct bc_voucher, member)
#define N(type, key, member) BC_FIELD_NEEDED(type, key, struct bc_voucher, member)

static const struct bc_field fields[] = {
    N(TEXT, "id", id),
    N(TEXT, "number", number),
    N(TEXT, "status", status),
    F(TEXT, "programme", programme),
    F(TEXT, "tranche", tranche),
    F(TEXT, "mode", mode),
    F(TEXT, "application.id", application),
    F(TEXT, "application.number", application_number),
    F(TEXT, "applicant.name", applicant_name),
    F(TEXT, "applicant.credit_code", credit_code),
    F(TEXT, "provider.name", provider_name),
    N(INT, "revision", revision),
    F(INT, "rate_bp", rate_bp),
    F(INT, "base_fen", base_fen),
    N(INT, "face_fen", face),
    N(INT, "amounts.unused_fen", unused),
    N(INT, "amounts.in_claim_fen", in_claim),
    N(INT, "amounts.redeemed_fen", redeemed),
    N(INT, "amounts.expired_fen", expired),
    N(INT, "amounts.revoked_fen", revoked),
    F(DAY, "valid.from", valid_from),
    F(DAY, "valid.until", valid_until),
    F(TIME, "valid.expires_at", expires_at),
    F(TIME, "issued_at", issued_at),
    F(TIME, "updated_at", updated_at),
    F(TEXT, "issued_by", issuer),
    F(TEXT, "revocation_by", revoker),
    F(TEXT, "last_action", last_action),
    F(TEXT, "last_by", last_by),
    F(TEXT, "reason.code", reason_code),
    F(TEXT, "reason.note", reason_note),
};

bool bc_voucher_from_json(const struct json_t *value, void *out, struct err *err)
{
    memset(out, 0, sizeof(struct bc_voucher));
    return bc_fields_read(value, "voucher", fields, COUNT_OF(fields), out, err);
}

bool bc_voucher_read(const char *json, struct bc_voucher *out, struct err *err)
{
    json_t *value = NULL;
    bool ok = json_read(json, strlen(json), 1 << 20, &value, err) &&
              bc_voucher_from_json(value, out, err);
    json_decref(value);
    return ok;
}
