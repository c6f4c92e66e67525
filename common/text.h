/* Text: UTF-8 decoding, width in terminal cells, and the one gate through which text from
 * outside may reach a screen, a log, a file or a terminal.
 *
 * `struct safe_text` is a type of its own on purpose: drawing and printing take nothing
 * else, so raw bytes cannot reach them by mistake. */
#ifndef COMMON_TEXT_H
#define COMMON_TEXT_H

#include "common/attr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Decode one code point of `s[0..len)` (len > 0) into `*out` and return the bytes it
 * took. Ill-formed input (overlong, surrogate, above U+10FFFF, cut off) takes 1 byte and
 * gives U+FFFD. */
size_t text_decode(const char *s, size_t len, uint32_t *out);

/* Encode one scalar value; returns 1..4 bytes written to `out` (no NUL). */
size_t text_encode(uint32_t code_point, char out[4]);

/* True when all of `s[0..len)` is well-formed UTF-8. */
bool text_valid(const char *s, size_t len);

/* Cells one code point takes: 0, 1 or 2. Ambiguous characters are 1 (see decisions). A
 * character this machine's C library does not know takes 2: it is drawn as U+3013. */
int text_width(uint32_t code_point);

/* True when the code point must never reach a terminal as it is: C0, C1, DEL, bidi and
 * zero-width controls, tags, soft hyphen, line and paragraph separators, noncharacters.
 */
bool text_is_hostile(uint32_t code_point);

/* Check a field that came from outside for the record: well-formed, NFC, no hostile and
 * no private-use code point. On failure `*at` is the code point and `reason` a short
 * phrase. */
bool text_field_ok(const char *s, size_t len, uint32_t *at, const char **reason);

enum {
    SAFE_TEXT_MAX = 384, /* bytes kept; longer text ends in "…" */
};

enum safe_flag {
    SAFE_FLAG_HIDDEN = 1,  /* something invisible or controlling was made visible */
    SAFE_FLAG_RARE = 2,    /* a character this machine cannot measure, shown as 〓 */
    SAFE_FLAG_PRIVATE = 4, /* private use, shown as □ */
    SAFE_FLAG_CUT = 8,     /* longer than SAFE_TEXT_MAX */
    SAFE_FLAG_MIXED =
        16, /* mixes scripts that imitate each other, such as Latin and Cyrillic */
};

/* Text that may be drawn: printable UTF-8, at most two combining marks a base, width
 * known. A value: copy it freely. Only the functions below make one; `{0}` is the empty
 * text. */
struct safe_text {
    char bytes[SAFE_TEXT_MAX];
    uint16_t len;
    uint16_t cells;
    uint16_t flags; /* of enum safe_flag */
};

/* The gate. NULL gives the empty text. Hidden characters become visible tokens such as
 * ⟨U+202E⟩, TAB a space, newline ⏎. Idempotent: gating its own output changes nothing. */
struct safe_text safe_text(const char *raw);
struct safe_text safe_text_n(const char *raw, size_t len);

/* Format first, then gate. Widths in the format count bytes: pad with safe_fit() instead.
 */
struct safe_text safe_textf(const char *format, ...) PRINTF_LIKE(1, 2);

/* At most `cells` wide: a longer text loses its end and gains "…" (".." where `ascii`).
 * Never splits a wide character; the result may be one cell short. */
struct safe_text safe_clip(struct safe_text text, int cells, bool ascii);

/* Exactly `cells` wide: clipped, then padded with spaces at the right, or at the left
 * when `right_align`. */
struct safe_text safe_fit(struct safe_text text, int cells, bool right_align, bool ascii);

/* Length in bytes of the first line of `text` broken to `cells` (at a space or beside a
 * wide character where there is one); skip those bytes, then leading spaces, for the
 * next. */
size_t safe_line(const struct safe_text *text, size_t from, int cells);

/* Write to a stream as it is (it is safe), without a newline. */
void safe_print(FILE *stream, struct safe_text text);

#endif
