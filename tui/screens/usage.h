/* The centre's word on the use a claim rests on: a short form. */
#ifndef TUI_SCREENS_USAGE_H
#define TUI_SCREENS_USAGE_H

#include "backend_client/claims.h"
#include "tui/screen.h"

/* NULL when this person can say something of the claim now, else why not. */
const char *tui_usage_why_not(struct tui_app *app, const struct bc_claim *claim);
void tui_usage_open(struct tui_app *app, const struct bc_claim *claim, bool deny);

#endif
