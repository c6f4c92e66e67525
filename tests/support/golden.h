/* Pictures of screens as text files: what is on a canvas is compared with
 * tests/screens/golden/NAME.txt. UPDATE_GOLDEN=1 writes the file instead. */
#ifndef TESTS_SUPPORT_GOLDEN_H
#define TESTS_SUPPORT_GOLDEN_H

#include "tui/canvas.h"

enum golden_kind {
    GOLDEN_ROLES, /* the text, then the role of each cell as a letter */
    GOLDEN_MONO,  /* the text, then what a terminal without colours shows of the roles:
                     b bold, u underline, r reverse, B bold and reverse */
};

/* Fails the test at the first line that differs, showing both. */
void golden_check(const char *name, const struct tui_canvas *canvas,
                  enum golden_kind kind);

#endif
