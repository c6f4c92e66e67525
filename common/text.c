#include "common/text.h"

#include <unictype.h>
#include <uniwidth.h>

size_t text_decode(const char *s, size_t len, uint32_t *out)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *u = (const unsigned char *)s;
    size_t want = u[0] < 0x80   ? 1
                  : u[0] < 0xC2 ? 0
                  : u[0] < 0xE0 ? 2
                  : u[0] < 0xF0 ? 3
                  : u[0] < 0xF5 ? 4
                                : 0;
    *out = 0xFFFD;
    if (want == 1) {
        *out = u[0];
        return 1;
    }
    if (want == 0 || want > len) {
        return 1;
    }
    uint32_t point = u[0] & (0x7Fu >> want);
    for (size_t i = 1; i < want; i++) {
        if ((u[i] & 0xC0) != 0x80) {
            return 1;
        }
        point = point << 6 | (u[i] & 0x3F);
    }
    if (point < least[want] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        return 1;
    }
    *out = point;
    return want;
}

size_t text_encode(uint32_t code_point, char out[4])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    size_t n = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    out[0] = (char)(lead[n] | code_point);
    return n;
}

bool text_valid(const char *s, size_t len)
{
    for (size_t at = 0; at < len;) {
        uint32_t point;
        size_t took = text_decode(s + at, len - at, &point);
        if (point == 0xFFFD && took == 1) {
            return false;
        }
        at += took;
    }
    return true;
}

int text_width(uint32_t code_point)
{
    if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0)) {
        return 0;
    }
    if (uc_is_general_category(code_point, UC_NON_SPACING_MARK) ||
        uc_is_general_category(code_point, UC_ENCLOSING_MARK)) {
        return 0;
    }
    if (uc_is_general_category(code_point, UC_UNASSIGNED)) {
        return 2;
    }
    int width = uc_width((ucs4_t)code_point, "UTF-8");
    return width < 0 ? 0 : width;
}

bool text_is_hostile(uint32_t c)
{
    static const struct {
        uint32_t from, to;
    } ranges[] = {
        {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x061C, 0x061C},
        {0x180E, 0x180E}, {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},
        {0xFDD0, 0xFDEF}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        if (c >= ranges[i].from && c <= ranges[i].to) {
            return true;
        }
    }
    return (c & 0xFFFE) == 0xFFFE;
}
