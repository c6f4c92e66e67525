/* The dialog between an action and the outbox: what it would do, tried on the server;
 * why; and F8, which no key that opens it is. */
#include "tui/screens/order_impl.h"

#include "common/date.h"
#include "common/money.h"
#include "tui/screens/case_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

static const struct order_form forms[] = {
    {"freeze", N_("Freeze a voucher"), N_("Freeze vouchers"), true, false, false, false,
     false},
    {"unfreeze", N_("Unfreeze a voucher"), N_("Unfreeze vouchers"), true, false, false,
     false, false},
    {"extend", N_("Extend a voucher"), N_("Extend vouchers"), true, false, true, true,
     false},
    {"revoke", N_("Revoke a voucher"), N_("Revoke vouchers"), true, false, false, false,
     false},
    {"match", N_("Match a claim"), N_("Match claims"), false, false, false, false, false},
    {"query", N_("Query a claim"), N_("Query claims"), true, false, false, false, false},
    {"approve", N_("Approve a claim"), N_("Approve claims"), false, true, false, false,
     false},
    {"reject", N_("Reject a claim"), N_("Reject claims"), true, false, false, false,
     false},
    {"pay", N_("Send a claim to the treasury"), N_("Send claims to the treasury"), false,
     false, false, false, false},
    {"fail", N_("A payment came back"), N_("Payments came back"), true, false, false,
     false, false},
    {"recover", N_("Ask money back"), N_("Ask money back"), true, true, true, false,
     false},
    {"object", N_("Record an objection"), N_("Record an objection"), true, false, false,
     false, true},
};

static const struct order_form *form_of(const char *action)
{
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (strcmp(forms[i].action, action) == 0) {
            return &forms[i];
        }
    }
    return &forms[0];
}

struct safe_text order_title(const struct order *order)
{
    return order->count == 1
               ? safe_text(_(order->form->title))
               : safe_textf("%s · %d", _(order->form->title_many), order->count);
}

bool order_has(const struct order *order, enum order_focus focus)
{
    switch (focus) {
    case ORDER_REASON:
        return order->form->reason || order->reasons.count > 0;
    case ORDER_AMOUNT:
        return order->form->amount && order->count == 1;
    case ORDER_UNTIL:
        return order->form->until;
    case ORDER_OBJECTOR:
    case ORDER_EVIDENCE:
        return order->form->objection;
    case ORDER_NOTE:
        return order_has(order, ORDER_REASON);
    case ORDER_TYPED:
        return order->count > 1;
    default:
        return true;
    }
}

const struct bc_trial *order_trial(struct tui_app *app, const struct order *order)
{
    const struct bc_trial *trial = bc_trial(tui_session(app));
    return order->ticket && trial->ticket == order->ticket ? trial : NULL;
}

/* ---- what is owed ---- */

static const char *owes(struct order *order, enum order_focus *where)
{
    *where = ORDER_REASON;
    if (order->reasons.needed && !*order->reasons.chosen) {
        return _("choose a reason first: up and down, or type a word of it");
    }
    *where = ORDER_NOTE;
    if (order->fields[ORDER_NOTE].len == 0 &&
        (strcmp(order->reasons.chosen, "other") == 0 ||
         strcmp(order->reasons.chosen, "checked-by-hand") == 0)) {
        return _("this reason needs a note: what it is, or what was seen and where");
    }
    *where = ORDER_OBJECTOR;
    if (order->form->objection && order->fields[ORDER_OBJECTOR].len == 0) {
        return _("an objection names who objects; nameless ones are not taken");
    }
    *where = ORDER_EVIDENCE;
    if (order->form->objection && order->fields[ORDER_EVIDENCE].len == 0) {
        return _("say what the objection rests on");
    }
    *where = ORDER_UNTIL;
    if (order->form->until_owed && order->fields[ORDER_UNTIL].len == 0) {
        return _("type the new last day, such as 2027-03-31");
    }
    *where = order->fault_at;
    return *order->fault ? order->fault : NULL;
}

static const char *blocked_by_trial(struct tui_app *app, struct order *order,
                                    enum order_focus *where)
{
    const struct bc_trial *trial = order_trial(app, order);
    enum bc_link_state link = bc_link(tui_session(app))->state;
    char typed[16];
    *where = order->focus;
    if (!trial || trial->ready < trial->count) {
        return link == BC_LINK_RETRYING || link == BC_LINK_REFUSED
                   ? _("the clearinghouse does not answer, so what this would do is not "
                       "known; it is asked again when the link is back (^R tries now)")
                   : _("the preview is on its way; confirm when you have read it");
    }
    if (trial->possible == 0) {
        *where = ORDER_LIST;
        return order->count == 1
                   ? _("the clearinghouse would refuse this; the reason stands above")
                   : _("the clearinghouse would refuse all of these; the reasons stand "
                       "above");
    }
    snprintf(typed, sizeof typed, "%d", trial->possible);
    if (order->count > 1 && strcmp(order->fields[ORDER_TYPED].text, typed) != 0) {
        *where = ORDER_TYPED;
        struct safe_text text =
            safe_textf(_("type how many this acts on (%s), then confirm"), typed);
        memcpy(order->why, text.bytes, sizeof order->why);
        return order->why;
    }
    return NULL;
}

const char *order_blocked(struct tui_app *app, struct order *order,
                          enum order_focus *where)
{
    const char *text = owes(order, where);
    return text ? text : blocked_by_trial(app, order, where);
}

/* ---- asking ---- */

static void fill(const struct order *order, int at, struct bc_order *out)
{
    const struct tui_order_item *item = &order->items[at];
    struct safe_text name = safe_text(item->name);
    *out = (struct bc_order){.subject = order->subject, .revision = item->revision};
    memcpy(out->id, item->id, sizeof out->id);
    COPY(out->action, order->form->action);
    snprintf(out->title, sizeof out->title, "%s %.180s", item->number, name.bytes);
    COPY(out->reason_code, order->reasons.chosen);
    COPY(out->note, order->fields[ORDER_NOTE].text);
    if (!*out->reason_code) {
        out->note[0] = '\0';
    }
    out->amount_fen = order->count == 1 ? order->amount_fen : 0;
    out->until = order->until;
    snprintf(out->objector, sizeof out->objector, "%.250s",
             order->fields[ORDER_OBJECTOR].text);
    COPY(out->evidence, order->fields[ORDER_EVIDENCE].text);
}

/* Nothing is asked while something is owed: the answer would only say so. */
static void ask(struct tui_app *app, struct order *order)
{
    enum order_focus where;
    order->ticket = 0;
    tui_touch(app);
    if (owes(order, &where)) {
        return;
    }
    struct bc_order *orders = calloc((size_t)order->count, sizeof *orders);
    if (!orders) {
        tui_say(app, TUI_SAY_ERROR, safe_text(_("out of memory; mark fewer")));
        return;
    }
    for (int i = 0; i < order->count; i++) {
        fill(order, i, &orders[i]);
    }
    order->ticket = bc_trial_ask(tui_session(app), orders, order->count);
    free(orders);
}

/* A reason that is owed is chosen by the person; one that is not owed may stay out. */
static void update_reasons(struct tui_app *app, struct order *order)
{
    char before[BC_WORD];
    memcpy(before, order->reasons.chosen, sizeof before);
    (void)tui_reasons_update(&order->reasons, tui_session(app), NULL, 0);
    if (!order->reasons.touched) {
        order->reasons.chosen[0] = '\0';
    }
    if (strcmp(before, order->reasons.chosen) != 0) {
        ask(app, order);
    }
}

/* ---- opening ---- */

static void open_order(struct tui_app *app, void *state, const void *arg)
{
    struct order *order = state;
    const struct tui_order_arg *wish = arg;
    order->form = form_of(wish->action);
    order->subject = wish->subject;
    order->count = wish->count < BC_ORDERS_MAX ? wish->count : BC_ORDERS_MAX;
    memcpy(order->items, wish->items, (size_t)order->count * sizeof *order->items);
    order->fields[ORDER_TYPED].most = 3;
    order->fields[ORDER_TYPED].digits = order->fields[ORDER_AMOUNT].digits = true;
    order->fields[ORDER_AMOUNT].most = 20;
    order->fields[ORDER_UNTIL].most = 10;
    order->fields[ORDER_OBJECTOR].most = 240;
    tui_reasons_start(&order->reasons, wish->action);
    order->reasons.needed = order->form->reason;
    update_reasons(app, order);
    order->focus = order->form->objection ? ORDER_OBJECTOR
                   : order->form->reason  ? ORDER_REASON
                   : order->form->until   ? ORDER_UNTIL
                   : order->count > 1     ? ORDER_TYPED
                                          : ORDER_LIST;
    ask(app, order);
}

/* ---- moving, typing ---- */

static void next_field(struct order *order, int by)
{
    int focus = (int)order->focus;
    do {
        focus = (focus + by + ORDER_FOCUS_COUNT) % ORDER_FOCUS_COUNT;
    } while (!order_has(order, (enum order_focus)focus));
    order->focus = (enum order_focus)focus;
}

static struct tui_field *field_of(struct order *order)
{
    return order->focus == ORDER_LIST || order->focus == ORDER_REASON
               ? NULL
               : &order->fields[order->focus];
}

static void read_fields(struct order *order)
{
    const struct tui_field *amount = &order->fields[ORDER_AMOUNT],
                           *until = &order->fields[ORDER_UNTIL];
    struct err err = {0};
    order->fault[0] = '\0';
    order->amount_fen = order->until = 0;
    if (amount->len > 0 && !money_parse(amount->text, &order->amount_fen, &err)) {
        struct safe_text text = safe_text(err.text);
        order->fault_at = ORDER_AMOUNT;
        memcpy(order->fault, text.bytes, sizeof order->fault);
    }
    if (until->len > 0 && !date_parse(until->text, &order->until)) {
        order->fault_at = ORDER_UNTIL;
        COPY(order->fault, _("a day is written as 2027-03-31"));
    }
}

static void move_reason(struct tui_app *app, struct order *order, int by)
{
    if (order_has(order, ORDER_REASON) &&
        tui_reasons_move(&order->reasons, tui_session(app), by)) {
        ask(app, order);
    }
}

static void drop(struct tui_app *app, struct order *order)
{
    int at = (int)order->cursor.at;
    if (order->count <= 1) {
        tui_say(app, TUI_SAY_WARN, safe_text(_("one is left; Esc cancels")));
        return;
    }
    memmove(&order->items[at], &order->items[at + 1],
            (size_t)(order->count - at - 1) * sizeof *order->items);
    order->count--;
    tui_field_set(&order->fields[ORDER_TYPED], "");
    tui_cursor_clamp(&order->cursor, order->count, order->page);
    ask(app, order);
}

static bool act(struct tui_app *app, void *state, enum tui_action action);

static bool wants_text(struct tui_app *app, void *state)
{
    const struct order *order = state;
    (void)app;
    return order->focus != ORDER_LIST;
}

static void type_reason(struct tui_app *app, struct order *order, uint32_t key)
{
    if (!tui_reasons_key(&order->reasons, tui_session(app), key)) {
        return;
    }
    (void)tui_reasons_update(&order->reasons, tui_session(app), NULL, 0);
    if (tui_reasons_at(&order->reasons, tui_session(app)) < 0 ||
        !order->reasons.touched) {
        order->reasons.chosen[0] = '\0';
        move_reason(app, order, 1);
    }
}

static void text(struct tui_app *app, void *state, uint32_t key)
{
    struct order *order = state;
    struct tui_field *field = field_of(order);
    bool letter = (key < '0' || key > '9') && key < TUI_KEY_UP && key >= ' ';
    if (field == &order->fields[ORDER_TYPED] && letter) {
        (void)act(app, state, tui_key_action(TUI_CTX_DECISION, key));
    } else if (field && tui_field_key(field, key)) {
        read_fields(order);
        if (order->focus != ORDER_TYPED) {
            ask(app, order);
        }
    } else if (!field) {
        type_reason(app, order, key);
    }
    tui_touch(app);
}

static void move(struct tui_app *app, struct order *order, enum tui_action action)
{
    bool vertical = action == TUI_ACT_UP || action == TUI_ACT_DOWN;
    int by = action == TUI_ACT_UP ? -1 : 1;
    struct tui_field *field = field_of(order);
    if (vertical && order->focus == ORDER_REASON) {
        move_reason(app, order, by);
    } else if (vertical && (order->count == 1 || field)) {
        next_field(order, by);
    } else if (field && (action == TUI_ACT_FIRST || action == TUI_ACT_LAST)) {
        (void)tui_field_key(field, action == TUI_ACT_FIRST ? TUI_KEY_HOME : TUI_KEY_END);
    } else {
        (void)tui_cursor_act(&order->cursor, action, order->count, order->page);
    }
}

static void sideways(struct tui_app *app, struct order *order, int by)
{
    struct tui_field *field = field_of(order);
    if (field) {
        (void)tui_field_key(field, by < 0 ? TUI_KEY_LEFT : TUI_KEY_RIGHT);
    } else {
        move_reason(app, order, by);
    }
}

/* ---- doing it ---- */

static void say_sent(struct tui_app *app, const struct order *order, int sent)
{
    bool live = bc_link(tui_session(app))->state == BC_LINK_LIVE;
    const char *how = live ? _("sent") : _("in the outbox, sent when the link is back");
    struct safe_text name = safe_text(order->items[0].name);
    tui_say(app, TUI_SAY_INFO,
            sent == 1 && order->count == 1
                ? safe_textf("%s: %s %s · %s", tui_decision_title(order->form->action),
                             order->items[0].number, name.bytes, how)
                : safe_textf("%s: %d · %s", tui_decision_title(order->form->action), sent,
                             how));
}

static void confirm(struct tui_app *app, struct order *order)
{
    struct err err = {0};
    enum order_focus where;
    struct bc_order one;
    int64_t intent;
    int sent = 0;
    if (order->sent) {
        return;
    }
    const char *missing = order_blocked(app, order, &where);
    if (missing) {
        order->focus = where;
        tui_say(app, TUI_SAY_WARN, safe_text(missing));
        tui_touch(app);
        return;
    }
    const struct bc_trial *trial = order_trial(app, order);
    for (int i = 0; i < order->count; i++) {
        if (trial->items[i].problem.kind != ERR_NONE) {
            continue; /* what would be refused stays as it is */
        }
        fill(order, i, &one);
        if (!bc_order_put(tui_session(app), &one, &intent, &err)) {
            tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
            order->sent = sent > 0;
            return;
        }
        sent++;
    }
    order->sent = true;
    say_sent(app, order, sent);
    tui_back(app);
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct order *order = state;
    switch (action) {
    case TUI_ACT_CONFIRM:
        confirm(app, order);
        return true; /* the state may be gone */
    case TUI_ACT_DROP:
        drop(app, order);
        break;
    case TUI_ACT_NEXT_FIELD:
    case TUI_ACT_OPEN:
        next_field(order, 1);
        break;
    case TUI_ACT_PREV_FIELD:
        next_field(order, -1);
        break;
    case TUI_ACT_REASON_NEXT:
    case TUI_ACT_RIGHT:
        sideways(app, order, 1);
        break;
    case TUI_ACT_REASON_PREV:
    case TUI_ACT_LEFT:
        sideways(app, order, -1);
        break;
    case TUI_ACT_UP:
    case TUI_ACT_DOWN:
    case TUI_ACT_PAGE_UP:
    case TUI_ACT_PAGE_DOWN:
    case TUI_ACT_FIRST:
    case TUI_ACT_LAST:
        move(app, order, action);
        break;
    case TUI_ACT_REFRESH:
        ask(app, order);
        break;
    default:
        return false;
    }
    tui_touch(app);
    return true;
}

/* What the person has left out is not said here: trying leads to the field. */
static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    struct order *order = state;
    enum order_focus where;
    if (action == TUI_ACT_CONFIRM && !owes(order, &where)) {
        const char *text = blocked_by_trial(app, order, &where);
        return where == ORDER_TYPED ? NULL : text;
    }
    return action == TUI_ACT_DROP && order->count <= 1 ? _("one is left; Esc cancels")
                                                       : NULL;
}

static bool is_about(const struct order *order, const char *id)
{
    for (int i = 0; i < order->count; i++) {
        if (strcmp(order->items[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static void event(struct tui_app *app, void *state, const struct bc_event *event)
{
    struct order *order = state;
    bool live = bc_link(tui_session(app))->state == BC_LINK_LIVE;
    const struct bc_trial *trial = order_trial(app, order);
    if ((event->kind == BC_EVENT_PAPER || event->kind == BC_EVENT_CASE) &&
        is_about(order, event->id)) {
        ask(app, order); /* it changed under our eyes: say so */
    } else if (event->kind == BC_EVENT_LINK && live && trial && trial->possible == 0 &&
               trial->ready == trial->count &&
               trial->items[0].problem.kind == ERR_UNREACHABLE) {
        ask(app, order);
    } else if (order->reasons.count == 0) {
        update_reasons(app, order);
    }
    tui_touch(app);
}

const struct tui_screen tui_order_screen = {
    .name = "order",
    .title = N_("Preview"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_DECISION,
    .dialog = true,
    .state_size = sizeof(struct order),
    .open = open_order,
    .draw = order_draw,
    .act = act,
    .why_not = why_not,
    .wants_text = wants_text,
    .text = text,
    .event = event,
};
