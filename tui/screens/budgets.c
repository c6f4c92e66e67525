/* Budgets: every tranche with its accounts, the sums, and the burn-down of the one
 * selected. */
#include "tui/screens/budget_detail.h"
#include "tui/screens/budget_table.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <stdio.h>
#include <string.h>

enum { LEGEND = 1, LEAST_TABLE = 8 };

struct budgets {
    struct tui_budget_rows rows;
    struct tui_cursor cursor;
    char programme[BC_WORD], tranche[BC_WORD]; /* selected: "" a programme's heading */
    char filter[64];
    int page;
    bool table;
};

/* ---- rows ---- */

/* With no tranche remembered, the programme's first row is meant. */
static bool is_selected(const struct budgets *b, const struct tui_budget_row *row,
                        const struct bc_tranche *t)
{
    const char *id = row->kind == TUI_BUDGET_PROGRAMME ? "" : t->id;
    return strcmp(b->programme, t->programme) == 0 &&
           (!*b->tranche || strcmp(b->tranche, id) == 0);
}

static void remember(struct budgets *b, const struct bc_tranche *tranches)
{
    if (b->cursor.at < b->rows.count) {
        const struct tui_budget_row *row = &b->rows.rows[b->cursor.at];
        const struct bc_tranche *t = &tranches[row->tranche];
        snprintf(b->programme, sizeof b->programme, "%s", t->programme);
        snprintf(b->tranche, sizeof b->tranche, "%s",
                 row->kind == TUI_BUDGET_PROGRAMME ? "" : t->id);
    }
}

/* The rows as they are now, the cursor still on what it was on. */
static const struct bc_tranche *refresh(struct tui_app *app, struct budgets *b)
{
    const struct bc_tranche *tranches;
    int count = bc_tranches(tui_session(app), &tranches);
    tui_budget_rows_make(tranches, count, b->filter, &b->rows);
    for (int i = 0; i < b->rows.count; i++) {
        if (is_selected(b, &b->rows.rows[i], &tranches[b->rows.rows[i].tranche])) {
            b->cursor.at = i;
            break;
        }
    }
    tui_cursor_clamp(&b->cursor, b->rows.count, b->page);
    return tranches;
}

/* ---- drawing ---- */

static void draw_legend(struct tui_app *app, struct tui_canvas *canvas,
                        struct tui_rect line)
{
    static const char *const names[] = {N_("paid"), N_("committed, payable"),
                                        N_("reserved"), N_("free")};
    int col = line.col + 2;
    for (int i = 0; i < 4; i++) {
        tui_fill_cell(canvas, line.row, col, (enum tui_fill)i);
        tui_fill_cell(canvas, line.row, col + 1, (enum tui_fill)i);
        col += 3;
        col += tui_puts(canvas, line.row, col, _(names[i]), TUI_DIM) + 3;
    }
    struct safe_text age =
        tui_data_age(tui_now(app), bc_collection_at(tui_session(app), BC_TRANCHES));
    if (col + age.cells <= line.col + line.cols) {
        tui_put(canvas, line.row, line.col + line.cols - age.cells - 1, age, TUI_DIM);
    }
}

static void draw_empty(struct tui_app *app, const struct budgets *b,
                       struct tui_canvas *canvas, struct tui_rect body)
{
    const char *text =
        *b->filter ? _("no tranche matches the filter; Esc clears it")
        : bc_collection_at(tui_session(app), BC_TRANCHES) == 0
            ? _("the tranches are being loaded")
            : _("no tranche is open in your programmes yet; a supervisor opens one");
    tui_put_wrapped(canvas,
                    (struct tui_rect){body.row + 1, body.col + 2, 3, body.cols - 4},
                    safe_text(text), TUI_DIM);
}

/* Rows of the table with its header and total; all of the body where that is too low for
 * two panes. */
static int table_rows(const struct budgets *b, struct tui_rect body)
{
    int need = b->rows.count + 1 + TUI_BUDGET_TOTAL_ROWS;
    int spare = body.rows - LEGEND - TUI_BUDGET_DETAIL_ROWS;
    return spare < LEAST_TABLE ? body.rows : need < spare ? need : spare;
}

static void draw_pane(struct tui_app *app, const struct budgets *b,
                      const struct bc_tranche *tranches, struct tui_canvas *canvas,
                      struct tui_rect rect)
{
    struct tui_budget_view view;
    int gap = rect.rows > 2 * TUI_BUDGET_DETAIL_ROWS;
    draw_legend(app, canvas, (struct tui_rect){rect.row, rect.col, 1, rect.cols});
    rect = (struct tui_rect){rect.row + LEGEND + gap, rect.col + 1,
                             rect.rows - LEGEND - gap, rect.cols - 2};
    tui_budget_view_of(tranches, &b->rows, (int)b->cursor.at, &view);
    tui_budget_detail_draw(app, canvas, rect, &view, b->table);
}

static void draw(struct tui_app *app, void *state, struct tui_canvas *canvas,
                 struct tui_rect body)
{
    struct budgets *b = state;
    const struct bc_tranche *tranches = refresh(app, b);
    if (b->rows.count == 0) {
        draw_empty(app, b, canvas, body);
        return;
    }
    struct tui_budget_table table = {.rows = &b->rows,
                                     .tranches = tranches,
                                     .today = date_of(tui_now(app), tui_zone(app))};
    struct tui_rect top = body, rest = body;
    top.rows = table_rows(b, body);
    b->page = tui_list_page(top.rows - TUI_BUDGET_TOTAL_ROWS);
    tui_budget_table_draw(&table, &b->cursor, canvas, top);
    remember(b, tranches);
    rest.row += top.rows;
    rest.rows -= top.rows;
    if (rest.rows > TUI_BUDGET_DETAIL_ROWS) {
        draw_pane(app, b, tranches, canvas, rest);
    }
}

/* ---- acting ---- */

static void open_screen(struct tui_app *app, void *state, const void *arg)
{
    struct budgets *b = state;
    (void)app;
    if (arg) {
        snprintf(b->programme, sizeof b->programme, "%s", (const char *)arg);
    }
}

static void close_screen(struct tui_app *app, void *state)
{
    struct budgets *b = state;
    (void)app;
    tui_budget_rows_clear(&b->rows);
}

static void open_cases(struct tui_app *app, const struct budgets *b)
{
    tui_open(app, &tui_queue_screen,
             &(struct tui_queue_arg){.statuses = "*",
                                     .programme = b->programme,
                                     .tranche = *b->tranche ? b->tranche : NULL});
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct budgets *b = state;
    const struct bc_tranche *tranches = refresh(app, b);
    if (tui_cursor_act(&b->cursor, action, b->rows.count, b->page)) {
        remember(b, tranches);
    } else if (action == TUI_ACT_OPEN && b->rows.count > 0) {
        open_cases(app, b);
    } else if (action == TUI_ACT_TABLE) {
        b->table = !b->table;
    } else if (action == TUI_ACT_REFRESH) {
        bc_collection_refresh(tui_session(app), BC_TRANCHES);
        bc_collection_refresh(tui_session(app), BC_DASHBOARD);
    } else {
        return false;
    }
    tui_touch(app);
    return true;
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    const struct budgets *b = state;
    (void)app;
    return action == TUI_ACT_OPEN && b->rows.count == 0 ? _("there is no tranche to open")
                                                        : NULL;
}

static void filter(struct tui_app *app, void *state, const char *text)
{
    struct budgets *b = state;
    snprintf(b->filter, sizeof b->filter, "%s", text ? text : "");
    tui_touch(app);
}

static void filter_count(struct tui_app *app, void *state, int64_t *shown, int64_t *total)
{
    struct budgets *b = state;
    const struct bc_tranche *tranches;
    *total = bc_tranches(tui_session(app), &tranches);
    (void)refresh(app, b);
    *shown = b->rows.tranches;
}

static void status(struct tui_app *app, void *state, struct tui_status *out)
{
    const struct budgets *b = state;
    (void)app;
    out->view = safe_text(b->table ? _("weeks as a table") : _("weeks as columns"));
    out->filter = safe_text(b->filter);
    if (b->rows.count > 0) {
        out->place =
            safe_textf(_("%lld of %d"), (long long)b->cursor.at + 1, b->rows.count);
    }
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    (void)state;
    if (e->kind == BC_EVENT_TRANCHES || e->kind == BC_EVENT_DASHBOARD) {
        tui_touch(app);
    }
}

/* ---- places: "programme/tranche" ---- */

static void place(struct tui_app *app, void *state, struct tui_place *out)
{
    const struct budgets *b = state;
    (void)app;
    snprintf(out->filter, sizeof out->filter, "%s", b->filter);
    snprintf(out->id, sizeof out->id, "%s/%s", b->programme, b->tranche);
    snprintf(out->number, sizeof out->number, "%s",
             *b->tranche ? b->tranche : b->programme);
}

static void go(struct tui_app *app, void *state, const struct tui_place *to)
{
    struct budgets *b = state;
    size_t len = strcspn(to->id, "/");
    snprintf(b->filter, sizeof b->filter, "%.63s", to->filter);
    if (to->id[len] == '/') {
        snprintf(b->programme, sizeof b->programme, "%.*s", (int)len, to->id);
        snprintf(b->tranche, sizeof b->tranche, "%.47s", to->id + len + 1);
    }
    tui_touch(app);
}

const struct tui_screen tui_budgets_screen = {
    .name = "budgets",
    .title = N_("Budgets"),
    .action = TUI_ACT_BUDGETS,
    .context = TUI_CTX_BUDGETS,
    .tab = 3,
    .state_size = sizeof(struct budgets),
    .open = open_screen,
    .close = close_screen,
    .draw = draw,
    .status = status,
    .act = act,
    .why_not = why_not,
    .filter = filter,
    .filter_count = filter_count,
    .event = event,
    .place = place,
    .go = go,
};
