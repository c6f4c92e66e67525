/* The sections of the report, each in the file of its subject. */
#ifndef TUI_EXPORT_REPORT_PARTS_H
#define TUI_EXPORT_REPORT_PARTS_H

#include "backend_client/cases.h"
#include "backend_client/collections.h"
#include "tui/export/html.h"
#include "tui/lang.h"

struct report {
    struct bc_session *session;
    struct buf *out;
    int64_t now;
    int32_t today;
};

/* "¥ million · data 12 s old". `unit` is a msgid. */
struct safe_text report_note(const struct report *report, const char *unit, int64_t at);

/* report_money.c */
void report_budgets(struct report *report);
void report_burn(struct report *report);
void report_ledger(struct report *report);
/* report_queue.c */
void report_queue(struct report *report);
void report_decisions(struct report *report);
void report_rejections(struct report *report);
void report_programmes(struct report *report);
void report_providers(struct report *report);
/* report_sites.c */
void report_centres(struct report *report);
void report_heat(struct report *report);

#endif
