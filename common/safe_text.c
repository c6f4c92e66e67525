#include "common/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <unictype.h>
#include <uninorm.h>

enum { MARKS_MAX = 2, FORMAT_MAX = 1024 };

static bool is_private(uint32_t c)
{
    return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

bool text_field_ok(const char *s, size_t len, uint32_t *at, const char **reason)
{
    bool plain = true;
    for (size_t i = 0; i < len;) {
        uint32_t c;
        size_t took = text_decode(s + i, len - i, &c);
        plain = plain && c < 0x300;
        const char *why = c == 0xFFFD && took == 1 ? "is not well-formed UTF-8"
                          : text_is_hostile(c)     ? "is a control or hidden character"
                          : is_private(c)          ? "is a private-use character"
                                                   : NULL;
        if (why) {
            *at = c;
            *reason = why;
            return false;
        }
        i += took;
    }
    if (plain) {
        return true;
    }
    size_t n = 0;
    uint8_t *normal = u8_normalize(UNINORM_NFC, (const uint8_t *)s, len, NULL, &n);
    bool same = normal && n == len && memcmp(normal, s, len) == 0;
    if (!same) {
        size_t i = 0;
        while (normal && i < n && i < len && normal[i] == (uint8_t)s[i]) {
            i++;
        }
        while (i > 0 && i < len && ((unsigned char)s[i] & 0xC0) == 0x80) {
            i--;
        }
        text_decode(s + i, len - i > 0 ? len - i : 1, at);
        *reason = "is not in Unicode normal form C";
    }
    free(normal);
    return same;
}

/* Room for one more piece and the ellipsis that may have to follow it. */
static bool append(struct safe_text *text, const char *bytes, size_t len, int cells)
{
    if (text->len + len + 4 > SAFE_TEXT_MAX) {
        return false;
    }
    memcpy(text->bytes + text->len, bytes, len);
    text->len = (uint16_t)(text->len + len);
    text->cells = (uint16_t)(text->cells + cells);
    text->bytes[text->len] = '\0';
    return true;
}

static bool append_point(struct safe_text *text, uint32_t c, int cells)
{
    char bytes[4];
    return append(text, bytes, text_encode(c, bytes), cells);
}

/* Letters that imitate Latin ones come from these scripts. */
static unsigned script_bit(uint32_t c)
{
    if (!uc_is_general_category(c, UC_LETTER)) {
        return 0;
    }
    const uc_script_t *script = uc_script((ucs4_t)c);
    const char *name = script ? script->name : "";
    return strcmp(name, "Latin") == 0      ? 1u
           : strcmp(name, "Cyrillic") == 0 ? 2u
           : strcmp(name, "Greek") == 0    ? 4u
                                           : 0u;
}

struct gate {
    struct safe_text text;
    int marks; /* combining marks since the last base */
    unsigned scripts;
};

/* One code point through the gate; false when there is no more room. */
static bool pass(struct gate *gate, uint32_t c, bool broken)
{
    struct safe_text *text = &gate->text;
    if (c == '\t') {
        return append(text, " ", 1, 1);
    }
    if (c == '\n') {
        return append_point(text, 0x23CE, 1);
    }
    if (broken || text_is_hostile(c)) {
        char token[16];
        int n = snprintf(token, sizeof token, "⟨U+%04X⟩", c);
        text->flags |= SAFE_FLAG_HIDDEN;
        return append(text, token, (size_t)n, n - 4);
    }
    if (is_private(c)) {
        text->flags |= SAFE_FLAG_PRIVATE;
        return append_point(text, 0x25A1, 1);
    }
    if (uc_is_general_category(c, UC_UNASSIGNED)) {
        text->flags |= SAFE_FLAG_RARE;
        return append_point(text, 0x3013, 2);
    }
    int cells = text_width(c);
    if (cells == 0 && (text->len == 0 || ++gate->marks > MARKS_MAX)) {
        text->flags |= SAFE_FLAG_HIDDEN;
        return true;
    }
    gate->marks = cells == 0 ? gate->marks : 0;
    gate->scripts |= script_bit(c);
    return append_point(text, c, cells);
}

struct safe_text safe_text_n(const char *raw, size_t len)
{
    struct gate gate = {0};
    for (size_t at = 0; at < len;) {
        uint32_t c;
        size_t took = text_decode(raw + at, len - at, &c);
        if (!pass(&gate, c, c == 0xFFFD && took == 1)) {
            memcpy(gate.text.bytes + gate.text.len, "…", 4);
            gate.text.len = (uint16_t)(gate.text.len + 3);
            gate.text.cells++;
            gate.text.flags |= SAFE_FLAG_CUT;
            break;
        }
        at += took;
    }
    if ((gate.scripts & (gate.scripts - 1)) != 0) {
        gate.text.flags |= SAFE_FLAG_MIXED;
    }
    return gate.text;
}

struct safe_text safe_text(const char *raw)
{
    return safe_text_n(raw ? raw : "", raw ? strlen(raw) : 0);
}

struct safe_text safe_textf(const char *format, ...)
{
    char raw[FORMAT_MAX];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(raw, sizeof raw, format, args);
    va_end(args);
    if (n < 0) {
        n = 0;
    }
    return safe_text_n(raw, (size_t)n < sizeof raw ? (size_t)n : sizeof raw - 1);
}

/* Bytes of the longest prefix of at most `cells`, whole characters with their marks. */
static size_t prefix(const struct safe_text *text, size_t from, int cells, int *used)
{
    size_t at = from;
    *used = 0;
    while (at < text->len) {
        uint32_t c;
        size_t took = text_decode(text->bytes + at, text->len - at, &c);
        int width = text_width(c);
        if (*used + width > cells) {
            break;
        }
        *used += width;
        at += took;
    }
    return at;
}

struct safe_text safe_clip(struct safe_text text, int cells, bool ascii)
{
    if (text.cells <= cells) {
        return text;
    }
    const char *mark = ascii ? ".." : "…";
    int mark_cells = ascii ? 2 : 1, used;
    if (cells < mark_cells) {
        mark = "";
        mark_cells = 0;
    }
    size_t end = prefix(&text, 0, cells < 0 ? 0 : cells - mark_cells, &used);
    struct safe_text out = text;
    out.len = (uint16_t)end;
    out.cells = (uint16_t)used;
    size_t n = strlen(mark);
    memcpy(out.bytes + end, mark, n);
    out.len = (uint16_t)(end + n);
    out.cells = (uint16_t)(used + mark_cells);
    out.bytes[out.len] = '\0';
    return out;
}

struct safe_text safe_fit(struct safe_text text, int cells, bool right_align, bool ascii)
{
    struct safe_text out = safe_clip(text, cells, ascii);
    int pad = cells - out.cells;
    int room = SAFE_TEXT_MAX - 1 - out.len;
    pad = pad < 0 ? 0 : pad > room ? room : pad;
    size_t n = (size_t)pad;
    if (right_align) {
        memmove(out.bytes + n, out.bytes, out.len);
        memset(out.bytes, ' ', n);
    } else {
        memset(out.bytes + out.len, ' ', n);
    }
    out.len = (uint16_t)(out.len + pad);
    out.cells = (uint16_t)(out.cells + pad);
    out.bytes[out.len] = '\0';
    return out;
}

size_t safe_line(const struct safe_text *text, size_t from, int cells)
{
    int used;
    size_t end = prefix(text, from, cells, &used);
    if (end >= text->len) {
        return text->len - from;
    }
    if (text->bytes[end] == ' ') {
        return end - from;
    }
    for (size_t at = end; at > from; at--) {
        if (text->bytes[at - 1] == ' ') {
            return at - from;
        }
        /* A break is also good right after or before a wide character. */
        if (((unsigned char)text->bytes[at - 1] & 0xC0) == 0x80 &&
            (at == text->len || ((unsigned char)text->bytes[at] & 0xC0) != 0x80)) {
            return at - from;
        }
    }
    if (end > from) {
        return end - from;
    }
    uint32_t c;
    return from < text->len ? text_decode(text->bytes + from, text->len - from, &c) : 0;
}

void safe_print(FILE *stream, struct safe_text text)
{
    fwrite(text.bytes, 1, text.len, stream);
}
