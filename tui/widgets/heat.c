#include "tui/widgets/heat.h"

#include "tui/lang.h"

static int label_cells(const struct tui_heat *heat)
{
    int widest = 0;
    for (int day = 0; day < 7; day++) {
        widest = heat->days[day].cells > widest ? heat->days[day].cells : widest;
    }
    return widest + 1;
}

int tui_heat_cells(const struct tui_heat *heat, int gap)
{
    return label_cells(heat) + 24 * (1 + gap);
}

int tui_heat_digit(int64_t bp)
{
    return bp < 0 ? -1 : bp >= 10000 ? 9 : (int)(bp / 1000);
}

static enum tui_role heat_role(int64_t bp)
{
    return bp < 3000 ? TUI_HEAT_LOW : bp < 7000 ? TUI_HEAT_MID : TUI_HEAT_HIGH;
}

static void draw_hour(struct tui_canvas *canvas, int row, int col, int step, int64_t bp)
{
    if (bp == TUI_HEAT_AHEAD) {
        return;
    }
    if (bp < 0) {
        tui_puts(canvas, row, col, canvas->ascii ? "." : "·", TUI_STALE);
        return;
    }
    tui_fill(canvas, (struct tui_rect){row, col, 1, step}, heat_role(bp));
    tui_put(canvas, row, col, safe_textf("%d", tui_heat_digit(bp)), heat_role(bp));
}

void tui_heat_draw(struct tui_canvas *canvas, struct tui_rect rect,
                   const struct tui_heat *heat)
{
    struct tui_rect clip = tui_clip(canvas, rect);
    int label = label_cells(heat);
    int step = tui_heat_cells(heat, 1) <= rect.cols + 1 ? 2 : 1;
    for (int day = 0; day < 7; day++) {
        tui_put(canvas, rect.row + day, rect.col, heat->days[day], TUI_DIM);
        for (int hour = 0; hour < 24; hour++) {
            draw_hour(canvas, rect.row + day, rect.col + label + hour * step, step,
                      heat->bp[day][hour]);
        }
    }
    for (int hour = 0; hour < 24; hour += step == 2 ? 3 : 6) {
        tui_put(canvas, rect.row + 7, rect.col + label + hour * step,
                safe_textf("%d", hour), TUI_DIM);
    }
    tui_put_fit(canvas, rect.row + 8, rect.col, rect.cols,
                safe_text(canvas->ascii ? _("digit = tens of %, . = no data")
                                        : _("digit = tens of %, · = no data")),
                TUI_DIM, false);
    tui_clip(canvas, clip);
}
