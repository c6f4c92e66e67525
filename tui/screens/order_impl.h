/* The order dialog's state, shared by the files that make it up. */
#ifndef TUI_SCREENS_ORDER_IMPL_H
#define TUI_SCREENS_ORDER_IMPL_H

#include "tui/screen.h"
#include "tui/screens/order.h"
#include "tui/screens/reason_picker.h"
#include "tui/widgets/field.h"
#include "tui/widgets/list.h"

enum order_focus {
    ORDER_LIST,
    ORDER_REASON,
    ORDER_AMOUNT,
    ORDER_UNTIL,
    ORDER_OBJECTOR,
    ORDER_EVIDENCE,
    ORDER_NOTE,
    ORDER_TYPED, /* how many this acts on */
    ORDER_FOCUS_COUNT,
};

/* What an action asks for. */
struct order_form {
    const char *action;
    const char *title, *title_many; /* msgids */
    bool reason, amount, until, until_owed, objection;
};

struct order {
    const struct order_form *form;
    enum bc_subject subject;
    struct tui_order_item items[BC_ORDERS_MAX];
    int count;
    struct tui_cursor cursor;
    int page;
    struct tui_reasons reasons;
    struct tui_field fields[ORDER_FOCUS_COUNT]; /* those that are text */
    enum order_focus focus;
    int64_t amount_fen;
    int32_t until;
    char fault[SAFE_TEXT_MAX]; /* of amount or day; "" none */
    enum order_focus fault_at;
    int64_t ticket; /* of the trial asked last, 0 none */
    bool sent;
    char why[SAFE_TEXT_MAX];
};

bool order_has(const struct order *order, enum order_focus focus);
/* The trial of exactly this order, whole or in part, or NULL. */
const struct bc_trial *order_trial(struct tui_app *app, const struct order *order);
/* NULL when confirming is possible now, else what is missing, and where. */
const char *order_blocked(struct tui_app *app, struct order *order,
                          enum order_focus *where);
struct safe_text order_title(const struct order *order);
void order_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                struct tui_rect body);

#endif
