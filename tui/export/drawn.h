/* A drawn canvas as a file: a picture (SVG) or coloured text (SGR sequences). Plain text
 * is tui_canvas_text(). */
#ifndef TUI_EXPORT_DRAWN_H
#define TUI_EXPORT_DRAWN_H

#include "tui/canvas.h"
#include "tui/theme.h"

/* Self-contained, nothing is fetched: cells stand where they stood whatever font there
 * is, lines and blocks are shapes. `title` and `about` are read to those who do not see
 * it; both are gated and escaped here. The bytes depend on nothing else. */
void tui_export_svg(const struct tui_canvas *canvas, const struct tui_theme *theme,
                    const char *title, const char *about, struct buf *out);

void tui_export_ansi(const struct tui_canvas *canvas, const struct tui_theme *theme,
                     struct buf *out);

/* How a cell looks on its row, selected or not, with reverse already done. */
struct tui_look tui_export_look(const struct tui_theme *theme,
                                const struct tui_cell *cell);
/* Whether the theme's colours are made for a light background. */
bool tui_export_is_light(const struct tui_theme *theme);

#endif
