/* The audit sample on screen: a programme, a published seed, and the cases they draw. */
#ifndef TUI_SCREENS_SAMPLE_H
#define TUI_SCREENS_SAMPLE_H

#include "tui/screen.h"

extern const struct tui_screen tui_sample_screen;

/* NULL, or why this person draws none. */
const char *tui_sample_why_not(struct tui_app *app);

#endif
