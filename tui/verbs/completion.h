/* Completion for shells, written from the tables of options and verbs. */
#ifndef TUI_VERBS_COMPLETION_H
#define TUI_VERBS_COMPLETION_H

#include "common/buf.h"
#include "tui/verbs/verbs.h"

/* What may follow an option or a verb. */
struct tui_words {
    struct buf list; /* space-separated; shell-safe by what they are made of */
    bool files;
};

/* Values of an option: "--lang" gives "en zh_CN". `value` is what stands for it. */
void tui_completion_values(const char *option, const char *value, struct tui_words *out);
/* Options and operands of a verb. */
void tui_completion_after(const struct tui_verb *verb, struct tui_words *out);
void tui_words_clear(struct tui_words *words);

/* "--socket|--state|…": all options that take a value, of voucherdesk and its verbs. */
void tui_completion_valued(struct buf *out, const char *between);

void tui_completion_bash(struct buf *out);
void tui_completion_zsh(struct buf *out);
void tui_completion_fish(struct buf *out);

#endif
