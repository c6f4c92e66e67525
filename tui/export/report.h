/* The supervisor's report: every figure of the programme on one page that prints, as
 * self-contained HTML. */
#ifndef TUI_EXPORT_REPORT_H
#define TUI_EXPORT_REPORT_H

#include "backend_client/session.h"
#include "common/buf.h"

/* From what the session has (tui_export_await() first); it works on it until the centres'
 * series are there too. In the language that is set. `at`: the instant ages are told for;
 * 0: the ledger's clock. */
MUST_CHECK bool tui_report_html(struct bc_session *session, int64_t at, struct buf *out,
                                struct err *err);

#endif
