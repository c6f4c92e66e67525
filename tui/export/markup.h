/* Text for XML and HTML: through the gate, then escaped. Whatever is not literally ours
 * reaches a document only by these. */
#ifndef TUI_EXPORT_MARKUP_H
#define TUI_EXPORT_MARKUP_H

#include "common/buf.h"
#include "common/text.h"

void tui_markup(struct buf *out, struct safe_text text);
/* One code point that is drawn: of a canvas, so gated already. */
void tui_markup_point(struct buf *out, uint32_t point);

#endif
