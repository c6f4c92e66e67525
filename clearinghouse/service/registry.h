/* Tranches, organisations, centres: their records as canonical JSON, and the changes made
 * to them. Each change is one journal entry; money moves only by ledger transfers. */
#ifndef CLEARINGHOUSE_SERVICE_REGISTRY_H
#define CLEARINGHOUSE_SERVICE_REGISTRY_H

#include "clearinghouse/service/service.h"

void ch_tranche_json(const struct ch_tranche *tranche, struct buf *out);
void ch_organisation_json(const struct ch_organisation *org, int64_t staff,
                          struct buf *out);
/* The record of a centre without its readings. */
MUST_CHECK bool ch_centre_json(struct ch_db *db, const struct ch_centre *centre,
                               struct buf *out, struct err *err);
/* The same with "latest" and "total", as the API shows it. */
MUST_CHECK bool ch_centre_view(struct ch_db *db, const struct ch_centre *centre,
                               struct buf *out, struct err *err);
void ch_reading_json(const struct ch_reading *reading, struct buf *out);

/* One entry about a tranche, as it is now; `note` names the paper, or NULL. */
MUST_CHECK bool ch_tranche_record(const struct ch_ctx *ctx,
                                  const struct ch_tranche *tranche, const char *action,
                                  const char *note, struct err *err);

/* ERR_CONFLICT "already-open" when the programme has a tranche of that id. */
MUST_CHECK bool ch_tranche_open(const struct ch_ctx *ctx, struct ch_tranche *tranche,
                                struct err *err);
/* Put money in (`recall` false) or take free money out; `document` names the paper. */
MUST_CHECK bool ch_tranche_appropriate(const struct ch_ctx *ctx,
                                       struct ch_tranche *tranche, bool recall,
                                       int64_t amount_fen, const char *document,
                                       struct err *err);

/* ERR_CONFLICT "already-registered" naming the id there is. Fills id, group_id, revision.
 */
MUST_CHECK bool ch_organisation_register(const struct ch_ctx *ctx,
                                         struct ch_organisation *org, int64_t staff,
                                         struct err *err);

MUST_CHECK bool ch_centre_register(const struct ch_ctx *ctx, struct ch_centre *centre,
                                   struct err *err);
MUST_CHECK bool ch_centre_set_status(const struct ch_ctx *ctx, struct ch_centre *centre,
                                     const char *status, const char *reason_code,
                                     const char *reason_note, struct err *err);
MUST_CHECK bool ch_centre_add_batch(const struct ch_ctx *ctx, struct ch_centre *centre,
                                    struct ch_batch *batch, struct err *err);
/* All or none: ERR_INVALID names the reading's place in the list. */
MUST_CHECK bool ch_centre_report(const struct ch_ctx *ctx, const struct ch_centre *centre,
                                 const struct ch_reading *readings, int count,
                                 int *accepted, int *duplicates, struct err *err);

#endif
