/* A file for others, written beside the person: never over one that is there. */
#ifndef TUI_SCREENS_HANDOUT_H
#define TUI_SCREENS_HANDOUT_H

#include "common/attr.h"
#include "common/buf.h"
#include "common/err.h"

enum { HANDOUT_PATH = 200 };

/* Write NAME.csv, or NAME-2.csv …, in the present folder, for its owner alone. */
MUST_CHECK bool tui_handout(const char *name, const struct buf *text,
                            char path[HANDOUT_PATH], struct err *err);

#endif
