/* Taking a case in. */
#ifndef CLEARINGHOUSE_SERVICE_SUBMIT_H
#define CLEARINGHOUSE_SERVICE_SUBMIT_H

#include "clearinghouse/service/application.h"
#include "clearinghouse/service/service.h"

struct ch_verdict;

/* `application` comes with programme, tranche, applicant.id, provider.id, contract,
 * request, declared, usage and documents, and leaves whole. Nothing ineligible is refused
 * here: its verdict says so, and an officer decides. */
MUST_CHECK bool ch_submit(const struct ch_ctx *ctx, struct ch_application *application,
                          struct ch_landed *landed, struct err *err);

/* Write the case as it now is: journal entry and index row. `reserved_fen` is what its
 * tranche holds for it. */
MUST_CHECK bool ch_application_save(const struct ch_ctx *ctx,
                                    const struct ch_application *application,
                                    const struct ch_verdict *verdict,
                                    const char *group_id, int64_t reserved_fen,
                                    const char *action, struct ch_landed *landed,
                                    struct err *err);

/* The index row of a case as it is. */
void ch_application_index(const struct ch_application *application,
                          const struct ch_verdict *verdict, const char *group_id,
                          int64_t reserved_fen, int64_t entry_seq,
                          struct ch_application_row *out);

/* SHA-256 of what makes two contracts the same: both parties' credit codes, the number
 * without case, spaces and punctuation, and the total. */
void ch_contract_fingerprint(const char *applicant_code, const char *provider_code,
                             const char *number, int64_t total_fen, char out[HASH_HEX]);

#endif
