/* Tranches grouped by programme, as rows of the budget screen. tui_budgets_screen is
 * opened with the id of a programme (const char *) to begin at, or NULL. */
#ifndef TUI_SCREENS_BUDGET_ROWS_H
#define TUI_SCREENS_BUDGET_ROWS_H

#include "tui/screen.h"
#include "tui/widgets/bar.h"

/* The accounts of one tranche, or the sums of several. */
struct tui_money {
    int64_t appropriated, available, reserved, committed, payable, disbursed, lapsed,
        recovered;
    int tranches;
};
void tui_money_add(struct tui_money *sum, const struct bc_tranche *tranche);
struct tui_bar tui_money_bar(const struct tui_money *money);

enum tui_budget_kind {
    TUI_BUDGET_PROGRAMME, /* a heading with the sums of the tranches below it */
    TUI_BUDGET_TRANCHE,   /* one of several tranches of a programme */
    TUI_BUDGET_ONLY,      /* the only tranche of its programme: both in one row */
};

struct tui_budget_row {
    enum tui_budget_kind kind;
    int tranche; /* position in bc_tranches(); of a heading: its first */
};

/* `{0}` is empty; clear it. */
struct tui_budget_rows {
    struct tui_budget_row *rows;
    int count, tranches;
    struct tui_money total;
};

/* Programmes in order of their first tranche; tranches in the order they came. */
void tui_budget_rows_make(const struct bc_tranche *tranches, int count, const char *text,
                          struct tui_budget_rows *out);
void tui_budget_rows_clear(struct tui_budget_rows *rows);

/* The sums of a row: of a heading, those of the tranches shown below it. */
struct tui_money tui_budget_row_money(const struct bc_tranche *tranches,
                                      const struct tui_budget_rows *rows, int index);

/* When its money runs out, in words: a date, "not in sight", "no pace yet", "closed". */
struct safe_text tui_runs_out(const struct bc_tranche *tranche, int32_t today,
                              enum tui_role *role);

/* Positions of the open tranches whose free money ends first, soonest first; returns how
 * many there are, at most `most`. */
int tui_soonest_out(const struct bc_tranche *all, int count, int32_t today, int *out,
                    int most);

/* A tranche by its own name, or by its programme's when it is the only one there. */
struct safe_text tui_tranche_label(const struct bc_tranche *all, int count,
                                   const struct bc_tranche *t);

const char *tui_budget_programme(const struct bc_tranche *tranche);

#endif
