/* The terminal: the only file that knows curses. Puts the difference between two frames
 * on the screen, reads keys, and leaves a usable terminal however the program ends. */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include "common/err.h"
#include "tui/canvas.h"
#include "tui/keys.h"
#include "tui/theme.h"

struct tui_term;

/* Take the terminal on stdin/stdout. ERR_TERMINAL when it is none or too poor, saying
 * what to do. From here until tui_term_close(), TERM HUP QUIT SEGV ABRT restore it before
 * they act. */
MUST_CHECK bool tui_term_open(const struct tui_theme *theme, bool no_color,
                              struct tui_term **out, struct err *err);
void tui_term_close(struct tui_term *term);
void tui_term_theme(struct tui_term *term, const struct tui_theme *theme);

void tui_term_size(const struct tui_term *term, int *rows, int *cols);
/* Send what differs from the last frame, in one write. */
void tui_term_show(struct tui_term *term, const struct tui_canvas *canvas);
void tui_term_redraw(struct tui_term *term); /* everything, next time */

/* The next key, or 0 when there is none now. Pasted text comes between PASTE_BEGIN and
 * END. */
uint32_t tui_term_key(struct tui_term *term);
int tui_term_fd(const struct tui_term *term);
/* After TUI_KEY_MOUSE: what it did. */
struct tui_mouse tui_term_mouse(const struct tui_term *term);
/* Ask for the mouse or leave it to the terminal (as it is at first). */
void tui_term_use_mouse(struct tui_term *term, bool on);

/* Hand text to the terminal's clipboard (OSC 52; nothing is ever read from it). False on
 * a terminal known to have none. */
bool tui_term_copy(const struct tui_term *term, const char *text);

/* Readable when a signal arrived (resize, terminate, continue). */
int tui_term_signal_fd(const struct tui_term *term);
enum tui_signal { TUI_SIG_NONE, TUI_SIG_RESIZE, TUI_SIG_TERMINATE, TUI_SIG_HANGUP };
enum tui_signal tui_term_signal(struct tui_term *term);

/* What the description of a terminal says it can, without taking it; false when there is
 * none of that name. */
struct tui_term_facts {
    int colours;       /* 0: none */
    bool mouse, moves; /* moves: the cursor can be placed */
};
MUST_CHECK bool tui_term_facts(const char *name, struct tui_term_facts *out);

/* ^Z: give the terminal back, stop, take it again on continue. */
void tui_term_suspend(struct tui_term *term);

#endif
