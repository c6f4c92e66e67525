/* What is on screen, as cells, before any terminal: screens draw here, tests read it as
 * text, the terminal is sent the difference. Everything is clipped; nothing outside the
 * canvas is an error. */
#ifndef TUI_CANVAS_H
#define TUI_CANVAS_H

#include "common/buf.h"
#include "common/text.h"

#include <stdbool.h>
#include <stdint.h>

struct tui_rect {
    int row, col, rows, cols;
};

/* What a cell means; a theme says how it looks. State is always also a word. */
enum tui_role {
    TUI_TEXT,
    TUI_DIM,
    TUI_STRONG,
    TUI_TITLE,
    TUI_TAB,
    TUI_TAB_ACTIVE,
    TUI_HEADER,
    TUI_BORDER,
    TUI_SELECTED,
    TUI_MARKED,
    TUI_KEY,
    TUI_KEY_OFF,
    TUI_INPUT,
    TUI_STALE,
    TUI_CHANGED,
    TUI_PASS,
    TUI_QUERY,
    TUI_CAP,
    TUI_FAIL,
    TUI_WAIT,
    TUI_OK,
    TUI_WARN,
    TUI_ERROR,
    TUI_BAR_FULL,
    TUI_BAR_PART,
    TUI_BAR_EMPTY,
    TUI_SPARK,
    TUI_FORECAST,
    TUI_HEAT_LOW,
    TUI_HEAT_MID,
    TUI_HEAT_HIGH,
    TUI_DIALOG,
    TUI_DIALOG_TITLE,
    TUI_ROLE_COUNT,
};

struct tui_cell {
    uint32_t base;    /* 0: right half of the wide cell before it */
    uint32_t mark[2]; /* combining marks, 0 none */
    uint8_t role;
    bool reverse; /* selected: the background of TUI_SELECTED, the colour of its role */
};

/* Drawn characters beyond text, with an ASCII twin each. */
enum tui_glyph {
    TUI_HLINE,
    TUI_VLINE,
    TUI_TEE_DOWN,
    TUI_TEE_UP,
    TUI_TEE_RIGHT,
    TUI_TEE_LEFT,
    TUI_CROSS,
    TUI_CORNER_NW,
    TUI_CORNER_NE,
    TUI_CORNER_SW,
    TUI_CORNER_SE,
    TUI_BLOCK_FULL,
    TUI_BLOCK_PART,
    TUI_BLOCK_EMPTY,
    TUI_ARROW_UP,
    TUI_ARROW_DOWN,
    TUI_ARROW_RIGHT,
    TUI_BULLET,
    TUI_EIGHTH_0,
    TUI_EIGHTH_1,
    TUI_EIGHTH_2,
    TUI_EIGHTH_3,
    TUI_EIGHTH_4,
    TUI_EIGHTH_5,
    TUI_EIGHTH_6,
    TUI_EIGHTH_7,
    TUI_EIGHTH_8, /* heights; digits 0-8 in ASCII */
    TUI_GLYPH_COUNT,
};

struct tui_canvas {
    int rows, cols;
    bool ascii;
    bool slow; /* every cell costs: a selected row is marked at its edge, not filled */
    struct tui_cell *cells; /* rows * cols, owned */
    struct tui_rect clip;
    int cursor_row, cursor_col; /* -1: hidden */
};

/* False when out of memory; the canvas is then unchanged. Contents are lost. */
MUST_CHECK bool tui_canvas_resize(struct tui_canvas *canvas, int rows, int cols);
void tui_canvas_free(struct tui_canvas *canvas);

/* All blank in TUI_TEXT, clip to everything, cursor hidden. */
void tui_clear(struct tui_canvas *canvas);

/* Restrict drawing; returns the clip there was, to give back. */
struct tui_rect tui_clip(struct tui_canvas *canvas, struct tui_rect rect);

/* Draw and return the cells used. A wide character that does not fit whole is a blank. */
int tui_put(struct tui_canvas *canvas, int row, int col, struct safe_text text,
            enum tui_role role);
/* In exactly `cells`, clipped with "…" or padded. */
void tui_put_fit(struct tui_canvas *canvas, int row, int col, int cells,
                 struct safe_text text, enum tui_role role, bool right_align);
/* Literal text of ours (ASCII or a translation): gated like any other. */
int tui_puts(struct tui_canvas *canvas, int row, int col, const char *text,
             enum tui_role role);
/* Several lines, broken at cells; returns lines drawn, at most rect.rows. */
int tui_put_wrapped(struct tui_canvas *canvas, struct tui_rect rect,
                    struct safe_text text, enum tui_role role);
void tui_glyph(struct tui_canvas *canvas, int row, int col, enum tui_glyph glyph,
               enum tui_role role);
void tui_fill(struct tui_canvas *canvas, struct tui_rect rect, enum tui_role role);
void tui_hline(struct tui_canvas *canvas, int row, int col, int cells,
               enum tui_role role);
void tui_vline(struct tui_canvas *canvas, int row, int col, int cells,
               enum tui_role role);
void tui_box(struct tui_canvas *canvas, struct tui_rect rect, enum tui_role role);
/* Change the look of cells already drawn. TUI_SELECTED keeps each cell's role and only
 * marks it selected, so that state words keep their colour. */
void tui_restyle(struct tui_canvas *canvas, struct tui_rect rect, enum tui_role role);
void tui_cursor(struct tui_canvas *canvas, int row, int col);

/* The text of the canvas: one line a row, trailing spaces cut. */
void tui_canvas_text(const struct tui_canvas *canvas, struct buf *out);
/* The role of each cell as a letter, for golden files that prove words carry the state.
 */
void tui_canvas_roles(const struct tui_canvas *canvas, struct buf *out);

#endif
