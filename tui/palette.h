/* Colours worked out: what a look becomes on a poorer terminal, and on a selected row. */
#ifndef TUI_PALETTE_H
#define TUI_PALETTE_H

#include "tui/theme.h"

struct tui_rgb {
    int red, green, blue;
};

struct tui_rgb tui_palette_rgb(int colour); /* 0..255 of the xterm palette */

/* For 8 or 16 colours: hues stay, a grey background becomes reverse. */
struct tui_look tui_palette_reduce(struct tui_look look, int colours);

/* On the selected row: its background, and the role's own colour if it has one. */
struct tui_look tui_palette_selected(const struct tui_theme *theme, enum tui_role role);

#endif
