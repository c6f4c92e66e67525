/* Vouchers as the API writes them, as values. */
#ifndef BACKEND_CLIENT_VOUCHERS_H
#define BACKEND_CLIENT_VOUCHERS_H

#include "backend_client/papers.h"

struct json_t;

struct bc_voucher {
    char id[BC_ID], number[BC_NUMBER], status[BC_WORD];
    char programme[BC_WORD], tranche[BC_WORD], mode[BC_WORD];
    char application[BC_ID], application_number[BC_NUMBER];
    char applicant_name[BC_NAME], credit_code[BC_NUMBER];
    char provider_name[BC_NAME]; /* the only one it can be used with */
    int64_t revision, rate_bp, base_fen;
    /* face = unused + in_claim + redeemed + expired + revoked */
    int64_t face, unused, in_claim, redeemed, expired, revoked;
    int32_t valid_from, valid_until;
    int64_t expires_at, issued_at, updated_at;
    char issuer[BC_WORD], revoker[BC_WORD]; /* revoker: signed first, or "" */
    char last_action[BC_WORD], last_by[BC_WORD];
    char reason_code[BC_WORD], reason_note[640];
};

MUST_CHECK bool bc_voucher_from_json(const struct json_t *value, void *out,
                                     struct err *err);
MUST_CHECK bool bc_voucher_read(const char *json, struct bc_voucher *out,
                                struct err *err);
/* Row of a list of vouchers; false past its end. */
bool bc_voucher_at(const struct bc_papers *papers, int64_t index, struct bc_voucher *out);

#endif
