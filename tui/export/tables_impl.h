/* Between the files that write tables. */
#ifndef TUI_EXPORT_TABLES_IMPL_H
#define TUI_EXPORT_TABLES_IMPL_H

#include "tui/export/tables.h"

struct tui_table_call {
    struct tui_app *app;
    void *state; /* of the screen */
    const char *filter;
    struct tui_sheet *sheet;
};

void tui_cases_head(struct tui_sheet *sheet);
void tui_cases_add(struct tui_sheet *sheet, const struct bc_case *one);

void tui_vouchers_table(struct tui_table_call *call);
void tui_claims_table(struct tui_table_call *call);
void tui_notices_table(struct tui_table_call *call);

#endif
