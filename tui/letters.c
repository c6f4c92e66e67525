#include "tui/letters.h"

#include "common/attr.h"

#include <stddef.h>

wchar_t tui_letter_line(uint32_t c)
{
    static const struct {
        uint32_t unicode;
        char acs;
    } drawn[] = {{0x2500, 'q'}, {0x2502, 'x'}, {0x250C, 'l'}, {0x2510, 'k'},
                 {0x2514, 'm'}, {0x2518, 'j'}, {0x251C, 't'}, {0x2524, 'u'},
                 {0x252C, 'w'}, {0x2534, 'v'}, {0x253C, 'n'}};
    for (size_t i = 0; c >= 0x2500 && c < 0x2580 && i < COUNT_OF(drawn); i++) {
        if (drawn[i].unicode == c) {
            return drawn[i].acs;
        }
    }
    return 0;
}

wchar_t tui_letter_agreed(uint32_t c, bool wide)
{
    int theirs = c < 0x7F ? 1 : wcwidth((wchar_t)c);
    if (theirs == (wide ? 2 : 1)) {
        return (wchar_t)c;
    }
    return wide && wcwidth(0x3013) == 2 ? 0x3013 : L'?';
}
