/* One tranche, or the sums of a programme: where its money is, and where its pace leads.
 */
#ifndef TUI_SCREENS_BUDGET_DETAIL_H
#define TUI_SCREENS_BUDGET_DETAIL_H

#include "tui/screens/budget_rows.h"
#include "tui/widgets/burn.h"

enum { TUI_BUDGET_DETAIL_ROWS = 10 }; /* the least it is worth drawing in */

/* What the pane shows. A sum has no forecast: one tranche's money cannot serve another.
 */
struct tui_budget_view {
    struct bc_tranche tranche;
    bool sum;
};
void tui_budget_view_of(const struct bc_tranche *tranches,
                        const struct tui_budget_rows *rows, int index,
                        struct tui_budget_view *out);

/* Its weeks, and those ahead until its money or the tranche ends; none ahead of one that
 * is not open today. */
void tui_budget_burn(const struct tui_budget_view *view, int32_t today,
                     struct tui_burn *out);

/* The weeks as numbers, newest at the end. */
void tui_budget_weeks_draw(struct tui_canvas *canvas, struct tui_rect rect,
                           const struct tui_burn *burn);

/* `table`: the weeks as numbers instead of columns. */
void tui_budget_detail_draw(struct tui_app *app, struct tui_canvas *canvas,
                            struct tui_rect rect, const struct tui_budget_view *view,
                            bool table);

#endif
