/* Themes: what each role looks like. NAME.theme has a section [roles] with a line `role =
 * foreground background attributes` for each role, and may have [terminal] `background =
 * dark` or `light`: what the terminal's own colours are taken for. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include "common/attr.h"
#include "common/err.h"
#include "tui/canvas.h"

enum { TUI_BOLD = 1, TUI_UNDERLINE = 2, TUI_REVERSE = 4, TUI_FAINT = 8 };

struct tui_look {
    int foreground, background; /* 0..255 of the xterm palette, -1 the terminal's own */
    unsigned attributes;
};

struct tui_theme {
    char name[48];
    char path[512]; /* the file it came from; "" when that is longer */
    bool light;     /* meant for a light background: of the terminal, or its own */
    struct tui_look looks[TUI_ROLE_COUNT];
};

const char *tui_role_name(enum tui_role role); /* "bar-full" */

/* Read a theme by name or path: a person's own folder of themes goes before the one that
 * was installed. ERR_CONFIG with file, line, key and what would be right.
 */
MUST_CHECK bool tui_theme_load(const char *name, struct tui_theme *out, struct err *err);
/* Without colour: attributes only, for mono terminals and NO_COLOR. */
void tui_theme_mono(struct tui_theme *theme);
/* Names that can be loaded, at most `max`; returns how many. */
int tui_theme_names(char names[][48], int max);

#endif
