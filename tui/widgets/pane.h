/* A pane of text that scrolls: headings, labelled values, wrapped sentences, put down one
 * after another. With no canvas it only measures, so that the scroll can be clamped
 * before anything is drawn. */
#ifndef TUI_WIDGETS_PANE_H
#define TUI_WIDGETS_PANE_H

#include "tui/canvas.h"

struct tui_pane {
    struct tui_canvas *canvas; /* NULL: measure */
    struct tui_rect rect;
    int top;   /* lines scrolled away */
    int line;  /* the next line, from the top of the text; at the end: all there are */
    int label; /* cells of the label column of tui_pane_pair() */
};

/* The scroll offset nearest to `top` with a full pane, for `lines` in `rows`. */
int tui_pane_clamp(int top, int lines, int rows);

void tui_pane_gap(struct tui_pane *pane);
/* One line, clipped. */
void tui_pane_line(struct tui_pane *pane, struct safe_text text, enum tui_role role);
/* A title at the left and, where there is room for it, a quiet remark at the right. */
void tui_pane_heading(struct tui_pane *pane, struct safe_text title,
                      struct safe_text remark);
/* As many lines as it takes, all of them `indent` cells in. */
void tui_pane_text(struct tui_pane *pane, int indent, struct safe_text text,
                   enum tui_role role);
/* Label, then the value wrapped beside it. */
void tui_pane_pair(struct tui_pane *pane, const char *label, struct safe_text value,
                   enum tui_role role);
/* A state word in `cells` cells, then the text wrapped beside it and a quiet remark at
 * the right of the first line where there is room. */
void tui_pane_word(struct tui_pane *pane, struct safe_text word, int cells,
                   enum tui_role word_role, struct safe_text text,
                   struct safe_text remark);

#endif
