#include "tui/screens/order_impl.h"

#include "common/date.h"
#include "tui/screens/case_words.h"
#include "tui/screens/papers.h"
#include "tui/widgets/figure.h"
#include "tui/widgets/pane.h"

#include <string.h>

enum {
    LABEL = 11,
    FULL_COLS = 60, /* below either the dialog takes the whole screen */
    FULL_ROWS = 20,
    WIDEST = 104,
    REASONS_SHOWN = 7,
};

/* ---- the records ---- */

static const struct tui_column columns[] = {
    {.title = N_("NUMBER"), .width = 22},
    {.title = N_("WHO"), .least = 12},
    {.title = N_("¥"), .width = 15, .right = true, .drop = 2},
    {.title = N_("RESULT"), .width = 9},
    {.title = N_("THEN"), .width = 12, .drop = 1},
};

struct frame {
    const struct order *order;
    const struct bc_trial *trial;
};

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct frame *f = ctx;
    const struct tui_order_item *item = &f->order->items[row];
    const struct bc_trial_item *tried = f->trial ? &f->trial->items[row] : NULL;
    bool ready = tried && tried->ready,
         refused = ready && tried->problem.kind != ERR_NONE;
    switch (column) {
    case 0:
        return safe_text(item->number);
    case 1:
        return safe_text(item->name);
    case 2:
        return tui_yuan(ready && tried->amount_fen > 0 ? tried->amount_fen
                                                       : item->amount_fen);
    case 3:
        *role = !ready ? TUI_DIM : refused ? TUI_FAIL : TUI_OK;
        return safe_text(!ready ? "…" : tui_word(refused ? "refused" : "done"));
    default:
        *role = ready && !refused ? papers_status_role(tried->status) : TUI_DIM;
        return safe_text(!ready ? ""
                                : papers_word(refused ? item->status : tried->status));
    }
}

static void look(void *ctx, int64_t row, struct tui_list_look *out)
{
    const struct frame *f = ctx;
    (void)row;
    out->quiet = f->order->count == 1;
}

static void draw_items(struct order *order, const struct bc_trial *trial,
                       struct tui_canvas *canvas, struct tui_rect rect)
{
    struct frame frame = {order, trial};
    const struct tui_list list = {.columns = columns,
                                  .column_count = (int)COUNT_OF(columns),
                                  .rows = order->count,
                                  .ctx = &frame,
                                  .cell = cell,
                                  .look = look};
    order->page = tui_list_page(rect.rows);
    tui_list_draw(&list, &order->cursor, canvas, rect);
}

/* ---- what it does ---- */

static void account(struct tui_pane *pane, const char *name, int64_t before,
                    int64_t after)
{
    if (before != after) {
        tui_pane_pair(
            pane, name,
            safe_textf("¥%s → ¥%s", tui_yuan(before).bytes, tui_yuan(after).bytes),
            TUI_TEXT);
    }
}

static void budgets(struct tui_app *app, const struct bc_trial *trial,
                    struct tui_pane *pane)
{
    static const char *const names[5] = {N_("free"), N_("reserved"), N_("committed"),
                                         N_("payable"), N_("disbursed")};
    bool moved = false;
    for (int i = 0; i < trial->budget_count; i++) {
        const struct bc_trial_budget *b = &trial->budgets[i];
        if (memcmp(b->before, b->after, sizeof b->before) == 0) {
            continue;
        }
        struct bc_session *session = tui_session(app);
        moved = true;
        tui_pane_text(
            pane, 0,
            safe_textf("%s · %s", tui_programme_name(session, b->programme).bytes,
                       tui_tranche_name(session, b->programme, b->tranche).bytes),
            TUI_DIM);
        for (int k = 0; k < 5; k++) {
            account(pane, _(names[k]), b->before[k], b->after[k]);
        }
    }
    if (!moved) {
        tui_pane_text(pane, 0, safe_text(_("no money moves between accounts")), TUI_DIM);
    }
}

static void controls(const struct bc_trial_item *item, struct tui_pane *pane)
{
    for (int i = 0; i < item->control_count; i++) {
        const struct bc_control *c = &item->controls[i];
        struct safe_text detail = safe_text(c->detail);
        bool ok = strcmp(c->outcome, "ok") == 0;
        tui_pane_word(pane, safe_text(tui_word(c->outcome)), 9, ok ? TUI_OK : TUI_WAIT,
                      detail.cells
                          ? safe_textf("%s: %s", tui_word(c->control), detail.bytes)
                          : safe_text(tui_word(c->control)),
                      safe_text(""));
    }
}

/* Why the selected one would be refused, else what all of them do. */
static void middle(struct tui_app *app, const struct order *order,
                   const struct bc_trial *trial, struct tui_pane *pane)
{
    if (!trial) {
        tui_pane_line(pane,
                      safe_text(_("What it would do is asked when the form is filled.")),
                      TUI_DIM);
        return;
    }
    const struct bc_trial_item *item = &trial->items[order->cursor.at];
    char day[16];
    if (trial->ready < trial->count) {
        tui_pane_line(pane,
                      safe_textf(_("asking what it would do… %d of %d"), trial->ready,
                                 trial->count),
                      TUI_DIM);
        return;
    }
    if (item->ready && item->problem.kind != ERR_NONE) {
        tui_pane_text(pane, 0, tui_problem(&item->problem), TUI_FAIL);
    }
    tui_pane_heading(pane, safe_text(_("IF YOU CONFIRM")),
                     safe_textf(_("%d done, %d refused"), trial->possible,
                                trial->count - trial->possible));
    if (item->until && order->form->until) {
        tui_pane_pair(pane, _("valid until"), safe_text(date_format(item->until, day)),
                      TUI_STRONG);
    }
    budgets(app, trial, pane);
    controls(item, pane);
}

/* ---- the form ---- */

static void label(struct tui_canvas *canvas, struct tui_rect line, const char *text,
                  bool focus)
{
    tui_put_fit(canvas, line.row, line.col, 1, safe_text(focus ? ">" : ""), TUI_KEY,
                false);
    tui_put_fit(canvas, line.row, line.col + 1, LABEL - 2, safe_text(text),
                focus ? TUI_STRONG : TUI_DIM, false);
}

static struct safe_text reason_text(struct tui_app *app, const char *code)
{
    return safe_textf("%s  %s", tui_reason_name(tui_session(app), code).bytes, code);
}

static void draw_reason(struct tui_app *app, const struct order *order,
                        struct tui_canvas *canvas, struct tui_rect line)
{
    const struct tui_reasons *r = &order->reasons;
    int at = tui_reasons_at(r, tui_session(app));
    struct safe_text search = safe_text(r->search);
    struct safe_text place =
        search.cells ? safe_textf(_("\"%s\" %d of %d"), search.bytes, at + 1, r->count)
                     : safe_textf(_("%d of %d"), at + 1, r->count);
    struct safe_text text =
        *r->chosen      ? reason_text(app, r->chosen)
        : r->count == 0 ? safe_text(_("the reason codes are being loaded"))
        : r->needed     ? safe_text(_("choose one: ↑ ↓, or type a word of it"))
                        : safe_text(_("none; ↑ ↓ chooses one"));
    int room = line.cols - LABEL - place.cells - 2;
    tui_put_fit(canvas, line.row, line.col + LABEL, room, text,
                *r->chosen  ? TUI_STRONG
                : r->needed ? TUI_WARN
                            : TUI_DIM,
                false);
    tui_put_fit(canvas, line.row, line.col + line.cols - place.cells, place.cells, place,
                TUI_DIM, false);
    if (order->focus == ORDER_REASON) {
        tui_cursor(canvas, line.row, line.col + LABEL);
    }
}

static void draw_box_field(const struct order *order, enum order_focus focus,
                           struct tui_canvas *canvas, struct tui_rect line, int cells,
                           struct safe_text remark, enum tui_role role)
{
    int col = line.col + LABEL, room = line.cols - LABEL - 2;
    cells = cells < room ? cells : room;
    tui_puts(canvas, line.row, col, "[", TUI_BORDER);
    tui_field_draw(&order->fields[focus], canvas, line.row, col + 1, cells,
                   order->focus == focus);
    tui_puts(canvas, line.row, col + 1 + cells, "]", TUI_BORDER);
    int left = line.cols - LABEL - cells - 4;
    if (left > 4) {
        tui_put_fit(canvas, line.row, col + cells + 4, left, remark, role, false);
    }
}

/* What stands beside a field: its fault, else what an empty one means. */
static struct safe_text remark_of(struct tui_app *app, const struct order *order,
                                  enum order_focus focus, enum tui_role *role)
{
    const struct bc_trial *trial = order_trial(app, order);
    bool faulty = *order->fault && order->fault_at == focus;
    *role = faulty ? TUI_FAIL : TUI_DIM;
    if (faulty) {
        return safe_text(order->fault);
    }
    switch (focus) {
    case ORDER_AMOUNT:
        return safe_textf(_("empty: all of ¥%s"),
                          tui_yuan(order->items[0].amount_fen).bytes);
    case ORDER_UNTIL:
        return safe_text(order->form->until_owed ? _("the new last day, 2027-03-31")
                                                 : _("empty: 30 days from today"));
    case ORDER_TYPED:
        return trial && trial->ready == trial->count
                   ? safe_textf(_("how many this acts on (%d), then F8"), trial->possible)
                   : safe_text(_("how many this acts on, then F8"));
    default:
        return safe_text("");
    }
}

static const struct {
    enum order_focus focus;
    const char *label; /* msgid */
    int cells;         /* of the box; 0: all there is room for */
} form_fields[] = {
    {ORDER_OBJECTOR, N_("OBJECTOR"), 0}, {ORDER_EVIDENCE, N_("EVIDENCE"), 0},
    {ORDER_REASON, N_("REASON"), 0},     {ORDER_AMOUNT, N_("AMOUNT ¥"), 16},
    {ORDER_UNTIL, N_("UNTIL"), 11},      {ORDER_NOTE, N_("NOTE"), 0},
    {ORDER_TYPED, N_("TYPE"), 4},
};

static int form_rows(const struct order *order)
{
    int rows = 0;
    for (size_t i = 0; i < COUNT_OF(form_fields); i++) {
        rows += order_has(order, form_fields[i].focus);
    }
    return rows;
}

static void draw_form(struct tui_app *app, const struct order *order,
                      struct tui_canvas *canvas, struct tui_rect rect)
{
    struct tui_rect line = {rect.row, rect.col, 1, rect.cols};
    for (size_t i = 0; i < COUNT_OF(form_fields); i++) {
        enum order_focus focus = form_fields[i].focus;
        enum tui_role role;
        if (!order_has(order, focus)) {
            continue;
        }
        struct safe_text remark = remark_of(app, order, focus, &role);
        label(canvas, line, _(form_fields[i].label), order->focus == focus);
        if (focus == ORDER_REASON) {
            draw_reason(app, order, canvas, line);
        } else {
            int cells = form_fields[i].cells ? form_fields[i].cells : line.cols;
            draw_box_field(order, focus, canvas, line, cells, remark, role);
        }
        line.row++;
    }
}

static void draw_reasons(struct tui_app *app, const struct order *order,
                         struct tui_canvas *canvas, struct tui_rect rect)
{
    const struct tui_reasons *r = &order->reasons;
    const struct bc_reason *all;
    int count = bc_reasons(tui_session(app), &all);
    int at = tui_reasons_at(r, tui_session(app)), top = at - rect.rows / 2;
    top = top > r->count - rect.rows ? r->count - rect.rows : top;
    top = top < 0 ? 0 : top;
    for (int i = 0; i < rect.rows && top + i < r->count; i++) {
        int index = r->order[top + i];
        struct tui_rect line = {rect.row + i, rect.col + LABEL - 2, 1,
                                rect.cols - LABEL + 2};
        if (index >= count) {
            continue;
        }
        tui_puts(canvas, line.row, line.col, top + i == at ? ">" : " ", TUI_TEXT);
        tui_put_fit(canvas, line.row, line.col + 2, line.cols - 2,
                    reason_text(app, all[index].code), TUI_TEXT, false);
        if (top + i == at) {
            tui_restyle(canvas, line, TUI_SELECTED);
        }
    }
}

/* ---- the frame ---- */

static struct tui_rect place(struct tui_rect body, const struct order *order,
                             int middle_rows)
{
    if (body.cols < FULL_COLS || body.rows < FULL_ROWS) {
        return body;
    }
    int items = order->count < 12 ? order->count : 12;
    int rows = items + 1 + middle_rows + form_rows(order) + 5 +
               (order->focus == ORDER_REASON ? REASONS_SHOWN : 0);
    int cols = body.cols - 6 < WIDEST ? body.cols - 6 : WIDEST;
    rows = rows < body.rows ? rows : body.rows;
    return (struct tui_rect){body.row + (body.rows - rows) / 2,
                             body.col + (body.cols - cols) / 2, rows, cols};
}

static void draw_box(struct tui_app *app, struct order *order, struct tui_canvas *canvas,
                     struct tui_rect box)
{
    struct safe_text title = order_title(order),
                     nothing = safe_text(_(" nothing is sent until you confirm ")),
                     keys = safe_text(_(" F8 confirm "));
    enum order_focus where;
    bool missing = order_blocked(app, order, &where) != NULL;
    tui_fill(canvas, box, TUI_DIALOG);
    tui_box(canvas, box, TUI_BORDER);
    int used = tui_put(canvas, box.row, box.col + 2, safe_textf(" %s ", title.bytes),
                       TUI_DIALOG_TITLE);
    if (used + nothing.cells + 6 <= box.cols) {
        tui_put(canvas, box.row, box.col + box.cols - nothing.cells - 2, nothing,
                TUI_DIM);
    }
    tui_puts(canvas, box.row + box.rows - 1, box.col + 2, _(" Esc cancel  Tab fields "),
             TUI_DIM);
    tui_put(canvas, box.row + box.rows - 1, box.col + box.cols - keys.cells - 2, keys,
            missing ? TUI_KEY_OFF : TUI_KEY);
}

void order_draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                struct tui_rect body)
{
    struct order *order = state;
    const struct bc_trial *trial = order_trial(app, order);
    struct tui_pane measure = {.rect = {0, 0, 100, 70}, .label = LABEL};
    middle(app, order, trial, &measure);
    struct tui_rect box = place(body, order, measure.line);
    struct tui_rect in = {box.row + 1, box.col + 2, box.rows - 2, box.cols - 4};
    draw_box(app, order, canvas, box);
    struct tui_rect before = tui_clip(canvas, in);
    int form = form_rows(order), spare = in.rows - form - measure.line - 2;
    int rows = order->count + 1 < spare ? order->count + 1 : spare;
    rows = rows < 2 ? 2 : rows;
    draw_items(order, trial, canvas, (struct tui_rect){in.row, in.col, rows, in.cols});
    int left = in.rows - rows - form - 1;
    int middle_rows = measure.line < left ? measure.line : left;
    struct tui_pane pane = {.canvas = canvas,
                            .rect = {in.row + rows + (left > measure.line), in.col + 1,
                                     middle_rows, in.cols - 2},
                            .label = LABEL};
    middle(app, order, trial, &pane);
    int reasons = left - middle_rows - 1;
    reasons = reasons < REASONS_SHOWN ? reasons : REASONS_SHOWN;
    if (order->focus == ORDER_REASON && reasons >= 3) {
        draw_reasons(app, order, canvas,
                     (struct tui_rect){in.row + in.rows - form - reasons, in.col, reasons,
                                       in.cols});
    }
    draw_form(app, order, canvas,
              (struct tui_rect){in.row + in.rows - form, in.col, form, in.cols});
    tui_clip(canvas, before);
}
