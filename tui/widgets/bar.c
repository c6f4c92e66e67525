#include "tui/widgets/bar.h"

#include "common/money.h"
#include "tui/lang.h"

void tui_bar_share(const struct tui_bar *bar, int cells, int out[TUI_BAR_PARTS])
{
    int64_t whole = 0, shares[TUI_BAR_PARTS] = {0};
    int used = 0, largest = 0;
    for (int i = 0; i < bar->count; i++) {
        whole += bar->parts[i].value > 0 ? bar->parts[i].value : 0;
    }
    for (int i = 0; i < TUI_BAR_PARTS; i++) {
        out[i] = 0;
        if (i < bar->count && whole > 0 && bar->parts[i].value > 0 &&
            money_prorate(cells, bar->parts[i].value, whole, 1, &shares[i])) {
            out[i] = shares[i] > 0 ? (int)shares[i] : 1;
            used += out[i];
            largest = out[i] > out[largest] ? i : largest;
        }
    }
    if (whole > 0) { /* what rounding gave or took, the largest part carries */
        out[largest] += cells - used;
    }
}

void tui_fill_cell(struct tui_canvas *canvas, int row, int col, enum tui_fill fill)
{
    switch (fill) {
    case TUI_FILL_FULL:
        tui_glyph(canvas, row, col, TUI_BLOCK_FULL, TUI_BAR_FULL);
        break;
    case TUI_FILL_PART:
        tui_glyph(canvas, row, col, TUI_BLOCK_PART, TUI_BAR_PART);
        break;
    case TUI_FILL_LIGHT:
        tui_puts(canvas, row, col, canvas->ascii ? "-" : "░", TUI_FORECAST);
        break;
    case TUI_FILL_EMPTY:
        tui_glyph(canvas, row, col, TUI_BLOCK_EMPTY, TUI_BAR_EMPTY);
        break;
    }
}

void tui_bar_draw(struct tui_canvas *canvas, int row, int col, int cells,
                  const struct tui_bar *bar)
{
    int shares[TUI_BAR_PARTS];
    tui_bar_share(bar, cells, shares);
    for (int i = 0; i < bar->count; i++) {
        for (int k = 0; k < shares[i]; k++) {
            tui_fill_cell(canvas, row, col++, bar->parts[i].fill);
        }
    }
}

void tui_gauge(struct tui_canvas *canvas, int row, int col, int cells, int64_t bp)
{
    if (bp < 0) {
        tui_put_fit(canvas, row, col, cells, safe_text(_("no data")), TUI_STALE, false);
        return;
    }
    int64_t full = bp > 10000 ? 10000 : bp;
    tui_bar_draw(canvas, row, col, cells,
                 &(struct tui_bar){
                     .count = 2,
                     .parts = {{full, TUI_FILL_FULL}, {10000 - full, TUI_FILL_EMPTY}}});
}
