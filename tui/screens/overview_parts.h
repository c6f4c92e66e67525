/* The parts the overview's blocks are made of, shared by the files that fill them. */
#ifndef TUI_SCREENS_OVERVIEW_PARTS_H
#define TUI_SCREENS_OVERVIEW_PARTS_H

#include "tui/screens/overview_blocks.h"

/* `title` and `unit` are msgids; `at` is when its figures were true. */
struct tui_block *overview_add_block(struct tui_blocks *out, const char *title,
                                     const char *unit, int64_t at);
struct tui_block_line *overview_add_line(struct tui_block *block, struct safe_text label,
                                         struct safe_text value);
void overview_add_sentence(struct tui_block *block, const char *text);
/* "… 5 more": a list was longer than there is room for. */
void overview_add_more(struct tui_block *block, int hidden, enum tui_target target);
void overview_word(char out[BC_WORD], const char *word);
/* Basis points of a whole. */
struct tui_bar overview_share(int64_t bp);

/* ---- overview_office.c: for those who decide and watch ---- */

void overview_applications(struct tui_app *app, const struct bc_case_counts *counts,
                           struct tui_blocks *out);
void overview_budgets(struct tui_app *app, int most, struct tui_blocks *out);
void overview_run_out(struct tui_app *app, int most, struct tui_blocks *out);
void overview_decisions(struct tui_app *app, const struct bc_case_counts *counts,
                        int most, struct tui_blocks *out);
void overview_programmes(struct tui_app *app, int most, struct tui_blocks *out);
void overview_providers(struct tui_app *app, int most, struct tui_blocks *out);
void overview_ledger(struct tui_app *app, struct tui_blocks *out);

/* ---- overview_sites.c: the data centres, and what an operator does ---- */

void overview_centres(struct tui_app *app, struct tui_blocks *out);
void overview_busiest(struct tui_app *app, int most, struct tui_blocks *out);
void overview_own_centres(struct tui_app *app, int most, struct tui_blocks *out);
void overview_how_to_report(struct tui_blocks *out);

#endif
