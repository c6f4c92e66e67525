#include "tui/widgets/spark.h"

int tui_spark_fit(const int64_t *values, int count, int cells, int64_t *out)
{
    if (count <= 0 || cells <= 0) {
        return 0;
    }
    int each = (count + cells - 1) / cells;
    int used = (count + each - 1) / each;
    int at = count; /* from the end, so that the newest group is a whole one */
    for (int i = used - 1; i >= 0; i--) {
        int64_t sum = 0;
        int known = 0;
        for (int k = 0; k < each && at > 0; k++) {
            at--;
            sum += values[at] >= 0 ? values[at] : 0;
            known += values[at] >= 0;
        }
        out[i] = known > 0 ? sum / known : -1;
    }
    return used;
}

void tui_spark(struct tui_canvas *canvas, int row, int col, int cells,
               const int64_t *values, int count)
{
    int64_t fitted[TUI_SPARK_MAX];
    int room = cells < TUI_SPARK_MAX ? cells : TUI_SPARK_MAX;
    int used = tui_spark_fit(values, count, room, fitted);
    for (int i = 0; i < used; i++) {
        int at = col + cells - used + i;
        if (fitted[i] < 0) {
            tui_puts(canvas, row, at, canvas->ascii ? "." : "·", TUI_STALE);
            continue;
        }
        int64_t level = (fitted[i] > 10000 ? 10000 : fitted[i]) * 8 / 10000;
        tui_glyph(canvas, row, at, (enum tui_glyph)(TUI_EIGHTH_0 + (int)level),
                  TUI_SPARK);
    }
}
