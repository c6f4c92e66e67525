/* What a rule looked at, in the reader's words: the server says it in words of the wire,
 * some of them joined ("contract: name-mismatch", "same address", "364 d"). */
#ifndef TUI_INPUTS_H
#define TUI_INPUTS_H

#include "common/text.h"

struct safe_text tui_input(const char *input);

#endif
