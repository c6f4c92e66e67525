/* Characters on their way to the terminal. */
#ifndef TUI_LETTERS_H
#define TUI_LETTERS_H

#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

/* A box line as a letter of the terminal's own line drawing set, for locales that have no
 * characters for them. 0: it is none. */
wchar_t tui_letter_line(uint32_t c);

/* The character to send for `c`, which takes one cell, or two if `wide`: ncurses asks the
 * C library for widths, so where that does not know a character or counts it otherwise,
 * one both agree on. */
wchar_t tui_letter_agreed(uint32_t c, bool wide);

#endif
