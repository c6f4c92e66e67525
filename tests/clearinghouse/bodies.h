/* Request bodies tests send. `serial` makes codes and contract numbers differ. Each
 * returns `out`. */
#ifndef TESTS_CLEARINGHOUSE_BODIES_H
#define TESTS_CLEARINGHOUSE_BODIES_H

#include "common/credit_code.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static inline const char *body_code(int64_t serial, char out[CREDIT_CODE_LEN + 1])
{
    char text[32];
    snprintf(text, sizeof text, "91310000%09" PRId64, serial);
    memcpy(out, text, CREDIT_CODE_LEN - 1);
    out[CREDIT_CODE_LEN - 1] = credit_code_check(out);
    out[CREDIT_CODE_LEN] = '\0';
    return out;
}

/* A provider is on the office's list. */
static inline const char *body_org(int64_t serial, const char *kind, const char *region,
                                   char *out, size_t size)
{
    char code[CREDIT_CODE_LEN + 1];
    body_code(serial, code);
    snprintf(out, size,
             "{\"credit_code\":\"%s\",\"name\":\"公司%s\",\"kind\":\"%s\",\"region\":"
             "\"%s\",\"listed\":%s}",
             code, code + 8, kind, region,
             strcmp(kind, "provider") == 0 ? "true" : "false");
    return out;
}

static inline const char *body_tranche(const char *id, int year, char *out, size_t size)
{
    snprintf(out, size,
             "{\"id\":\"%s\",\"name\":\"Tranche %s\",\"fiscal_year\":%d,\"opens_on\":"
             "\"%d-01-01\",\"closes_on\":\"%d-12-31\",\"funders\":[{\"name\":\"市\","
             "\"share_bp\":10000}]}",
             id, id, year, year, year);
    return out;
}

static inline const char *body_money(int64_t fen, char *out, size_t size)
{
    snprintf(out, size,
             "{\"kind\":\"appropriate\",\"amount_fen\":%" PRId64
             ",\"document\":\"Paper 1\"}",
             fen);
    return out;
}

/* What a case is made of. Amounts in fen; the contract is worth ten times the ask. */
struct case_body {
    const char *programme, *tranche, *applicant, *provider;
    int64_t ask_fen;
    const char *number; /* of the contract; NULL: one nobody used */
};

static inline const char *body_case(int64_t serial, const struct case_body *c, char *out,
                                    size_t size)
{
    char number[64];
    snprintf(number, sizeof number, "HT-%" PRId64, serial);
    snprintf(
        out, size,
        "{\"programme\":\"%s\",\"tranche\":\"%s\",\"applicant\":\"%s\",\"provider\":"
        "\"%s\",\"contract\":{\"number\":\"%s\",\"signed_on\":\"2026-01-10\","
        "\"starts_on\":\"2026-02-01\",\"ends_on\":\"2026-08-01\",\"total_fen\":%" PRId64
        ",\"eligible_fen\":%" PRId64
        "},\"request\":{\"kind\":\"compute\",\"accelerator\":\"h100\",\"gpu_hours\":"
        "100,\"amount_fen\":%" PRId64
        ",\"purpose\":\"训练\"},\"documents\":[{\"kind\":\"contract\",\"name\":\"a\","
        "\"sha256\":\"0\"},{\"kind\":\"invoice\",\"name\":\"b\",\"sha256\":\"0\"},{"
        "\"kind\":\"undertaking\",\"name\":\"c\",\"sha256\":\"0\"}]}",
        c->programme, c->tranche, c->applicant, c->provider,
        c->number ? c->number : number, c->ask_fen * 10, c->ask_fen * 10, c->ask_fen);
    return out;
}

#endif
