/* Reason codes in words, asked of the server once. */
#ifndef TUI_VERBS_REASONS_H
#define TUI_VERBS_REASONS_H

#include "tui/verbs/verbs.h"

/* `{0}` is ready; clear it when done. */
struct tui_reasons {
    struct bc_reason *list; /* owned */
    int count;
};

/* Without an answer there are no reasons: codes then stand for themselves. */
void tui_reasons_load(struct tui_call *call, struct tui_reasons *out);
/* In the reader's language; the code itself when it is not known. Lent. */
const char *tui_reason_words(const struct tui_reasons *reasons, const char *code);
void tui_reasons_clear(struct tui_reasons *reasons);

#endif
