/* Tranches with what is known of their pace, as verbs need them. */
#ifndef TUI_VERBS_TRANCHES_H
#define TUI_VERBS_TRANCHES_H

#include "tui/verbs/verbs.h"

/* Lend each tranche as JSON: from the dashboard, which projects them, or for those who
 * may not see it (`dashboard` NULL) from the programmes. */
MUST_CHECK bool tui_tranches_each(struct tui_call *call, const char *dashboard,
                                  bc_item_fn *each, void *ctx, struct err *err);

/* Their table, in ¥m, with a total; only those of call->programme when it is given. */
MUST_CHECK bool tui_print_tranches(struct tui_call *call, const char *dashboard,
                                   struct err *err);

/* GET one document. */
MUST_CHECK bool tui_get(struct tui_call *call, const char *path, struct buf *out,
                        struct err *err);

/* Officers, supervisors and auditors see the office's figures. */
bool tui_is_office(const struct tui_call *call);

#endif
