/* The table of the budget screen: rows, sums, and the total below them. */
#ifndef TUI_SCREENS_BUDGET_TABLE_H
#define TUI_SCREENS_BUDGET_TABLE_H

#include "tui/screens/budget_rows.h"
#include "tui/widgets/list.h"

enum { TUI_BUDGET_TOTAL_ROWS = 2 }; /* a rule and the total */

struct tui_budget_table {
    const struct tui_budget_rows *rows;
    const struct bc_tranche *tranches;
    int32_t today;
    int digits; /* of a million, chosen when drawn */
};

/* In the whole rectangle: header, rows in view, rule, total. */
void tui_budget_table_draw(struct tui_budget_table *table, struct tui_cursor *cursor,
                           struct tui_canvas *canvas, struct tui_rect rect);

#endif
