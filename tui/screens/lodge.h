/* Lodging a claim, and answering a query of one: a compact form. */
#ifndef TUI_SCREENS_LODGE_H
#define TUI_SCREENS_LODGE_H

#include "backend_client/claims.h"
#include "backend_client/vouchers.h"
#include "tui/screen.h"

/* NULL when a claim can be lodged on this voucher now, else why not. */
const char *tui_lodge_why_not(struct tui_app *app, const struct bc_voucher *voucher);
void tui_lodge_open(struct tui_app *app, const struct bc_voucher *voucher);
void tui_answer_open(struct tui_app *app, const struct bc_claim *claim);

#endif
