/* Reading index rows of cases: the column list and its reader, shared by the two files
 * that query them. */
#ifndef CLEARINGHOUSE_STORE_APPLICATION_ROW_H
#define CLEARINGHOUSE_STORE_APPLICATION_ROW_H

#include "clearinghouse/store/records.h"

#define APPLICATION_COLUMNS                                                              \
    "id, number, programme, tranche, status, revision, maker, applicant, "               \
    "applicant_name, "                                                                   \
    "credit_code, group_id, provider, provider_name, fingerprint, kind, accelerator, "   \
    "gpu_hours, amount_fen, grant_fen, grant_bp, reserved_fen, verdict, "                \
    "verdict_issues, "                                                                   \
    "assigned_to, submitted_at, updated_at, due_at, undo_until, entry_seq "
enum { APPLICATION_COLUMN_COUNT = 29 };

void ch_application_row_read(struct ch_stmt *stmt, struct ch_application_row *out);

#endif
