/* Pinyin initials: "xhzs" finds 星河智算. A character that is read in several ways
 * matches by each of them. */
#ifndef BACKEND_CLIENT_PINYIN_H
#define BACKEND_CLIENT_PINYIN_H

#include "common/buf.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    BC_PINYIN_LEAST = 2,   /* letters asked for: one alone would match most names */
    BC_PINYIN_INDEXED = 6, /* of a run of characters, from each of them on */
};

/* The letters with which readings of a character begin, bit 0 for "a"; 0: it has none. */
uint32_t bc_pinyin_initials(uint32_t code_point);

/* Do characters that follow each other in `text` read with these letters (a-z, A-Z)?
 * Spaces and punctuation between them do not count, a Latin letter or digit ends the run.
 * The kind of company at the end of a name ("有限公司") is not looked at alone. */
bool bc_pinyin_match(const char *text, const char *initials);

/* What an index of `text` holds so that every bc_pinyin_match() begins with one of its
 * words: the initials from each character on, " xhzs hzs zs ". */
void bc_pinyin_words(const char *text, struct buf *out);

#endif
