/* Paths with parameters typed by a person. */
#ifndef TUI_VERBS_PATH_H
#define TUI_VERBS_PATH_H

#include "common/buf.h"

/* Append `text` with everything but letters, digits and -_.~ percent-encoded. */
void tui_path_escape(struct buf *path, const char *text);

/* Append "?name=value" or "&name=value"; nothing for NULL or "". */
void tui_path_param(struct buf *path, const char *name, const char *value);

#endif
