/* Pictures of screens as text files: what is on a canvas is compared with
 * tests/screens/golden/NAME.txt. UPDATE_GOLDEN=1 writes the file instead. */
#ifndef TESTS_SUPPORT_GOLDEN_H
#define TESTS_SUPPORT_GOLDEN_H

#include "tui/canvas.h"

enum golden_kind {
    GOLDEN_TEXT,  /* the text alone */
    GOLDEN_LOOKS, /* the text; then, for each row that is not plain, its runs of roles as
                     letters with their lengths; then the same of what a terminal without
                     colours shows: b bold, u underline, r reverse, B bold and reverse */
};

/* Fails the test at the first line that differs, showing both. */
void golden_check(const char *name, const struct tui_canvas *canvas,
                  enum golden_kind kind);

#endif
