/* A line of text being typed: a caret that moves by whole characters, text that scrolls
 * under it, and the terminal's own cursor parked there for input methods. */
#ifndef TUI_WIDGETS_FIELD_H
#define TUI_WIDGETS_FIELD_H

#include "tui/canvas.h"
#include "tui/keys.h"

enum { TUI_FIELD_MAX = 600 };

struct tui_field {
    char text[TUI_FIELD_MAX + 1];
    int len, at; /* bytes; the caret is always between characters */
    int most;    /* bytes it takes, 0: TUI_FIELD_MAX */
    bool digits; /* only digits, "." and "," */
};

void tui_field_set(struct tui_field *field, const char *text);
/* Take a typed or pasted character or an editing key (arrows, Home, End, Backspace,
 * Delete, ^A ^E ^K ^U ^W). False when the key means nothing here. Characters that could
 * act on a terminal are not taken; a newline in a paste becomes a space. */
bool tui_field_key(struct tui_field *field, uint32_t key);
/* In exactly `cells`; with `focus` the cursor is shown in it. */
void tui_field_draw(const struct tui_field *field, struct tui_canvas *canvas, int row,
                    int col, int cells, bool focus);

#endif
