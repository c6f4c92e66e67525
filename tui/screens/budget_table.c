#include "tui/screens/budget_table.h"

#include "tui/widgets/bilingual.h"

#include "tui/widgets/figure.h"

#include <string.h>

enum { NAME, ALL, RESERVED, COMMITTED, PAID, FREE, BAR, SHARE, ENDS, COLUMNS };

static const struct tui_column columns[COLUMNS] = {
    [NAME] = {.title = N_("TRANCHE"), .least = 14},
    [ALL] = {.title = N_("ALL ¥m"), .width = 8, .right = true},
    [RESERVED] = {.title = N_("RESERV."), .width = 7, .right = true, .drop = 3},
    [COMMITTED] = {.title = N_("COMMIT."), .width = 7, .right = true, .drop = 2},
    [PAID] = {.title = N_("PAID"), .width = 7, .right = true, .drop = 1},
    [FREE] = {.title = N_("FREE"), .width = 7, .right = true},
    [BAR] = {.title = N_("HOW USED"), .width = 8, .drop = 5},
    [SHARE] = {.title = N_("FREE %"), .width = 6, .right = true, .drop = 6},
    [ENDS] = {.title = N_("RUNS OUT"), .width = 13, .drop = 4},
};

enum { BAR_FROM = 96, BAR_MOST = 60 };

/* Totals up to which a column of seven cells holds so many digits of a million. */
#define WITH_HUNDREDTHS INT64_C(100000000000)
#define WITH_TENTHS INT64_C(1000000000000)

static struct safe_text money_cell(const struct tui_budget_table *d,
                                   const struct tui_money *m, int column)
{
    switch (column) {
    case ALL:
        return tui_million(m->appropriated, d->digits);
    case RESERVED:
        return tui_million(m->reserved, d->digits);
    case COMMITTED:
        return tui_million(m->committed + m->payable, d->digits);
    case PAID:
        return tui_million(m->disbursed, d->digits);
    case FREE:
        return tui_million(m->available, d->digits);
    default:
        return tui_percent(tui_share_bp(m->available, m->appropriated));
    }
}

static struct safe_text cell(void *ctx, int64_t row, int column, enum tui_role *role)
{
    const struct tui_budget_table *d = ctx;
    const struct tui_budget_row *r = &d->rows->rows[row];
    const struct bc_tranche *t = &d->tranches[r->tranche];
    struct tui_money money = tui_budget_row_money(d->tranches, d->rows, (int)row);
    bool heading = r->kind == TUI_BUDGET_PROGRAMME;
    if (heading) {
        *role = TUI_STRONG;
    }
    switch (column) {
    case NAME:
        return heading || r->kind == TUI_BUDGET_ONLY
                   ? safe_text(tui_budget_programme(t))
                   : safe_textf("  %s", tui_bilingual(t->name).bytes);
    case ENDS:
        return heading ? (struct safe_text){0} : tui_runs_out(t, d->today, role);
    case FREE:
        *role = tui_share_bp(money.available, money.appropriated) < 1000 ? TUI_WARN
                                                                         : TUI_STRONG;
        break;
    default:
        break;
    }
    return money_cell(d, &money, column);
}

static bool paint(void *ctx, struct tui_canvas *canvas, int64_t row, int column,
                  struct tui_rect rect)
{
    const struct tui_budget_table *d = ctx;
    if (column != BAR) {
        return false;
    }
    struct tui_money money = tui_budget_row_money(d->tranches, d->rows, (int)row);
    struct tui_bar bar = tui_money_bar(&money);
    tui_bar_draw(canvas, rect.row, rect.col, rect.cols, &bar);
    return true;
}

static struct safe_text total_cell(void *ctx, int64_t row, int column,
                                   enum tui_role *role)
{
    const struct tui_budget_table *d = ctx;
    (void)row;
    *role = TUI_STRONG;
    if (column == NAME) {
        return safe_textf(_("TOTAL of %d"), d->rows->tranches);
    }
    return column == ENDS ? (struct safe_text){0}
                          : money_cell(d, &d->rows->total, column);
}

static bool total_paint(void *ctx, struct tui_canvas *canvas, int64_t row, int column,
                        struct tui_rect rect)
{
    const struct tui_budget_table *d = ctx;
    (void)row;
    struct tui_bar bar = tui_money_bar(&d->rows->total);
    if (column == BAR) {
        tui_bar_draw(canvas, rect.row, rect.col, rect.cols, &bar);
    }
    return column == BAR;
}

static void total_look(void *ctx, int64_t row, struct tui_list_look *out)
{
    (void)ctx;
    (void)row;
    out->quiet = true;
}

static struct tui_list list_of(struct tui_budget_table *table, struct tui_column *fitted,
                               int cells)
{
    int bar = 8 + (cells - BAR_FROM) / 2;
    memcpy(fitted, columns, sizeof columns);
    fitted[BAR].width = bar < 8 ? 8 : bar > BAR_MOST ? BAR_MOST : bar;
    int64_t all = table->rows->total.appropriated;
    table->digits = all < WITH_HUNDREDTHS ? 2 : all < WITH_TENTHS ? 1 : 0;
    return (struct tui_list){.columns = fitted,
                             .column_count = COLUMNS,
                             .rows = table->rows->count,
                             .ctx = table,
                             .cell = cell,
                             .paint = paint};
}

/* The total stands still below the rows: a list of one row whose header is covered. */
static void draw_total(const struct tui_list *rows, struct tui_canvas *canvas,
                       struct tui_rect line)
{
    struct tui_list total = *rows;
    struct tui_cursor nowhere = {0};
    total.rows = 1;
    total.cell = total_cell;
    total.paint = total_paint;
    total.look = total_look;
    tui_list_draw(&total, &nowhere, canvas,
                  (struct tui_rect){line.row - 1, line.col, 2, line.cols});
    tui_fill(canvas, (struct tui_rect){line.row - 1, line.col, 1, line.cols}, TUI_TEXT);
    tui_hline(canvas, line.row - 1, line.col, line.cols, TUI_BORDER);
}

void tui_budget_table_draw(struct tui_budget_table *table, struct tui_cursor *cursor,
                           struct tui_canvas *canvas, struct tui_rect rect)
{
    struct tui_column fitted[COLUMNS];
    struct tui_list list = list_of(table, fitted, rect.cols);
    struct tui_rect line = {rect.row + rect.rows - 1, rect.col, 1, rect.cols};
    rect.rows -= TUI_BUDGET_TOTAL_ROWS;
    draw_total(&list, canvas, line);
    tui_list_draw(&list, cursor, canvas, rect);
}
