/* Screens as golden files: a ledger that is always the same, an instant that stands
 * still, and each scene at every size, in both languages, with and without Unicode. */
#ifndef TESTS_SUPPORT_GALLERY_H
#define TESTS_SUPPORT_GALLERY_H

#include <stddef.h>

struct scene {
    const char *name, *as, *screen;
    /* Typed once it is there: \r \t \x1b are Enter, Tab and Esc; \x01 waits until what
     * was asked for has come. */
    const char *keys;
};

enum { SCENES_MAX = 40 };

/* Run all of them as one group of tests; the result is main()'s. */
int gallery_run(const struct scene *scenes, size_t count);

#endif
