/* What the order dialog is opened with: one action on some vouchers, claims, or a case to
 * which somebody objects. */
#ifndef TUI_SCREENS_ORDER_H
#define TUI_SCREENS_ORDER_H

#include "backend_client/orders.h"

struct tui_order_item {
    char id[BC_ID], number[BC_NUMBER], name[BC_NAME], status[BC_WORD];
    int64_t revision, amount_fen;
};

struct tui_order_arg {
    enum bc_subject subject;
    const char *action;
    int count; /* at most BC_ORDERS_MAX */
    const struct tui_order_item *items;
};

#endif
