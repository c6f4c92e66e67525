#include "tui/widgets/bilingual.h"

#include "tui/lang.h"

#include <string.h>

enum { LETTERS_LEAST = 3 }; /* "AI 算力" is one name */

struct part {
    int letters, hanzi, other; /* other: letters of further scripts */
};

static bool is_letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x250);
}

static bool is_hanzi(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

static struct part look(const char *text, size_t len)
{
    struct part part = {0};
    for (size_t at = 0; at < len;) {
        uint32_t c;
        at += text_decode(text + at, len - at, &c);
        part.letters += is_letter(c);
        part.hanzi += is_hanzi(c);
        part.other += !is_letter(c) && !is_hanzi(c) && c >= 0x250 &&
                      (c < 0x2000 || c > 0x303F) && c < 0xFF00;
    }
    return part;
}

static bool is_latin(struct part part)
{
    return part.letters >= LETTERS_LEAST && part.hanzi == 0 && part.other == 0;
}

static bool is_chinese(struct part part)
{
    return part.hanzi > 0 && part.letters == 0 && part.other == 0;
}

struct safe_text tui_bilingual(const char *name)
{
    size_t len = strlen(name);
    for (const char *space = strchr(name, ' '); space; space = strchr(space + 1, ' ')) {
        size_t first = (size_t)(space - name), rest = len - first - 1;
        struct part a = look(name, first), b = look(space + 1, rest);
        bool latin_first = is_latin(a) && is_chinese(b);
        if (latin_first || (is_chinese(a) && is_latin(b))) {
            return latin_first != tui_lang_is_zh() ? safe_text_n(name, first)
                                                   : safe_text_n(space + 1, rest);
        }
    }
    return safe_text(name);
}
