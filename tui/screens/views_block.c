#include "tui/screens/views_block.h"

#include "tui/lang.h"
#include "tui/widgets/bar.h"
#include "tui/widgets/figure.h"

enum { TITLE = 30, NUMBER = 9, BAR = 24, CELLS_LEAST = 48, EMPTY_TEXT = 5, ABOVE = 2 };

bool tui_views_fit(struct tui_rect list, int64_t rows, int count)
{
    int64_t used = 1 + (rows > 0 ? rows : EMPTY_TEXT);
    return list.cols >= CELLS_LEAST && list.rows - used >= count + ABOVE + 1;
}

static void draw_line(struct tui_canvas *canvas, struct tui_rect at,
                      const struct tui_view_line *line, int64_t most)
{
    enum tui_role role = line->here ? TUI_STRONG : TUI_TEXT;
    int title = at.cols - NUMBER - 2 < TITLE ? at.cols - NUMBER - 2 : TITLE,
        bar = at.cols - title - NUMBER - 3;
    bar = bar < BAR ? bar : BAR;
    tui_put(canvas, at.row, at.col, safe_text(line->here ? ">" : " "), role);
    tui_put_fit(canvas, at.row, at.col + 2, title - 2, safe_text(line->title), role,
                false);
    tui_put_fit(canvas, at.row, at.col + title, NUMBER,
                line->count < 0 ? safe_text("…") : tui_count(line->count),
                line->count == 0 ? TUI_DIM : role, true);
    if (bar > 4 && most > 0 && line->count >= 0) {
        const struct tui_bar share = {.count = 2,
                                      .parts = {{line->count, TUI_FILL_FULL},
                                                {most - line->count, TUI_FILL_EMPTY}}};
        tui_bar_draw(canvas, at.row, at.col + title + NUMBER + 2, bar, &share);
    }
}

void tui_views_draw(struct tui_canvas *canvas, struct tui_rect list,
                    const struct tui_view_line *lines, int count)
{
    int64_t most = 0;
    struct tui_rect at = {list.row + list.rows - count - 1, list.col + 1, 1,
                          list.cols - 1};
    for (int i = 0; i < count; i++) {
        most = lines[i].count > most ? lines[i].count : most;
    }
    tui_heading(canvas, at.row - 1, at.col, at.cols, safe_text(_("VIEWS")),
                safe_text(_("v shows the next")));
    for (int i = 0; i < count; i++, at.row++) {
        draw_line(canvas, at, &lines[i], most);
    }
}
