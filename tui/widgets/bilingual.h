/* Names in two languages at once: "General 通用". */
#ifndef TUI_WIDGETS_BILINGUAL_H
#define TUI_WIDGETS_BILINGUAL_H

#include "common/text.h"

/* The part of such a name that is in the reader's language; the whole name when it is not
 * plainly one part Latin letters, a space, and one part Chinese characters. */
struct safe_text tui_bilingual(const char *name);

#endif
