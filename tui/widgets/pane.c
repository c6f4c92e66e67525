#include "tui/widgets/pane.h"

int tui_pane_clamp(int top, int lines, int rows)
{
    int most = lines > rows ? lines - rows : 0;
    return top < 0 ? 0 : top > most ? most : top;
}

/* The canvas row of the present line, or -1 when it is not drawn. */
static int row_of(const struct tui_pane *pane)
{
    int at = pane->line - pane->top;
    return pane->canvas && at >= 0 && at < pane->rect.rows ? pane->rect.row + at : -1;
}

void tui_pane_gap(struct tui_pane *pane)
{
    pane->line += pane->line > 0;
}

void tui_pane_line(struct tui_pane *pane, struct safe_text text, enum tui_role role)
{
    int row = row_of(pane);
    if (row >= 0) {
        tui_put_fit(pane->canvas, row, pane->rect.col, pane->rect.cols, text, role,
                    false);
    }
    pane->line++;
}

void tui_pane_heading(struct tui_pane *pane, struct safe_text title,
                      struct safe_text remark)
{
    int row = row_of(pane), cells = pane->rect.cols;
    if (row >= 0) {
        tui_put_fit(pane->canvas, row, pane->rect.col, cells, title, TUI_TITLE, false);
        if (remark.cells > 0 && title.cells + 2 + remark.cells <= cells) {
            tui_put(pane->canvas, row, pane->rect.col + cells - remark.cells, remark,
                    TUI_DIM);
        }
    }
    pane->line++;
}

void tui_pane_text(struct tui_pane *pane, int indent, struct safe_text text,
                   enum tui_role role)
{
    int cells = pane->rect.cols - indent;
    size_t at = 0;
    cells = cells > 4 ? cells : 4;
    while (at < text.len) {
        size_t len = safe_line(&text, at, cells);
        int row = row_of(pane);
        if (row >= 0) {
            tui_put_fit(pane->canvas, row, pane->rect.col + indent, cells,
                        safe_text_n(text.bytes + at, len), role, false);
        }
        at += len > 0 ? len : 1;
        while (at < text.len && text.bytes[at] == ' ') {
            at++;
        }
        pane->line++;
    }
}

void tui_pane_pair(struct tui_pane *pane, const char *label, struct safe_text value,
                   enum tui_role role)
{
    int row = row_of(pane), line = pane->line;
    if (row >= 0) {
        tui_put_fit(pane->canvas, row, pane->rect.col + 1, pane->label - 2,
                    safe_text(label), TUI_DIM, false);
    }
    tui_pane_text(pane, pane->label, value, role);
    pane->line += pane->line == line; /* an empty value still has its line */
}

void tui_pane_word(struct tui_pane *pane, struct safe_text word, int cells,
                   enum tui_role word_role, struct safe_text text,
                   struct safe_text remark)
{
    int row = row_of(pane), indent = 1 + cells + 1;
    int room = pane->rect.cols - indent - text.cells - 2;
    tui_pane_text(pane, indent, text, TUI_TEXT);
    if (row < 0) {
        return;
    }
    tui_put_fit(pane->canvas, row, pane->rect.col + 1, cells, word, word_role, false);
    if (remark.cells > 0 && room >= remark.cells) {
        tui_put(pane->canvas, row, pane->rect.col + pane->rect.cols - remark.cells,
                remark, TUI_DIM);
    }
}
