/* Claims (redemptions) as the API writes them, as values. */
#ifndef BACKEND_CLIENT_CLAIMS_H
#define BACKEND_CLIENT_CLAIMS_H

#include "backend_client/papers.h"

struct json_t;

struct bc_claim {
    char id[BC_ID], number[BC_NUMBER], status[BC_WORD];
    char programme[BC_WORD], tranche[BC_WORD], payee[BC_WORD];
    char voucher[BC_ID], voucher_number[BC_NUMBER], application[BC_ID];
    char applicant_name[BC_NAME], credit_code[BC_NUMBER], provider_name[BC_NAME];
    int64_t revision;
    int64_t asked, base, amount; /* amount: approved, 0 before */
    char invoice_number[BC_WORD];
    int32_t invoice_on;
    int64_t invoice_fen;
    int64_t usage_hours;
    int32_t usage_from, usage_to;
    char centre[BC_ID];
    int64_t usage_year, claim_year, payment_year; /* 0 not yet */
    int64_t lodged_at, updated_at;
    int32_t paid_on;
    char reference[BC_WORD];
    int64_t failures;
    char maker[BC_WORD], reviewer[BC_WORD], approver[BC_WORD], payer[BC_WORD];
    char match[BC_WORD]; /* outcome of the three-way match: pass wait query cap fail */
    int64_t recover, recovered;
    int32_t recover_due;
    bool overdue;
    char last_decision[BC_WORD], last_by[BC_WORD];
    char reason_code[BC_WORD], reason_note[640];
};

MUST_CHECK bool bc_claim_from_json(const struct json_t *value, void *out,
                                   struct err *err);
MUST_CHECK bool bc_claim_read(const char *json, struct bc_claim *out, struct err *err);
/* Row of a list of claims; false past its end. */
bool bc_claim_at(const struct bc_papers *papers, int64_t index, struct bc_claim *out);

/* The findings of the match, in the order of its rules; returns how many. */
int bc_claim_findings(const char *json, struct bc_finding *out, int max);

#endif
