/* A claim read closely: contract, invoice and usage side by side, and what the match
 * found. */
#ifndef TUI_SCREENS_CLAIM_DETAIL_H
#define TUI_SCREENS_CLAIM_DETAIL_H

#include "backend_client/claims.h"
#include "tui/screen.h"
#include "tui/widgets/pane.h"

void tui_claim_detail(struct tui_app *app, const struct bc_claim *claim, const char *json,
                      struct tui_pane *pane);
/* State, people and money: what a payment needs to show. */
void tui_claim_brief(struct tui_app *app, const struct bc_claim *claim,
                     struct tui_pane *pane);
/* Who is paid. */
struct safe_text tui_claim_payee(const struct bc_claim *claim);

#endif
