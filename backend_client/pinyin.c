#include "backend_client/pinyin.h"

#include "backend_client/pinyin_table.h"
#include "common/attr.h"
#include "common/text.h"

#include <string.h>

enum {
    CHARACTERS = 128, /* of one text; a name has at most 85 */
    SPELLINGS = 16,   /* of one run that is indexed */
};

/* At the end of most names: nobody looks for them by it. */
static const char *const endings[] = {"股份有限公司", "有限责任公司", "有限公司"};

uint32_t bc_pinyin_initials(uint32_t c)
{
    if (c >= BC_PINYIN_LOW && c < BC_PINYIN_LOW_END) {
        return bc_pinyin_sets[bc_pinyin_low[c - BC_PINYIN_LOW]];
    }
    if (c >= BC_PINYIN_HIGH && c < BC_PINYIN_HIGH_END) {
        return bc_pinyin_sets[bc_pinyin_high[c - BC_PINYIN_HIGH]];
    }
    return 0;
}

/* The characters of a text that are read, 0 where a run ends. */
struct reading {
    int count;
    int starts; /* runs may begin before it */
    uint32_t sets[CHARACTERS];
};

static bool is_word(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static size_t ending_of(const char *text, size_t len)
{
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        size_t size = strlen(endings[i]);
        if (len > size && memcmp(text + len - size, endings[i], size) == 0) {
            return len - size;
        }
    }
    return len;
}

static void read_text(const char *text, struct reading *out)
{
    size_t len = strlen(text), end = ending_of(text, len);
    out->count = out->starts = 0;
    for (size_t at = 0; at < len && out->count < CHARACTERS;) {
        uint32_t c;
        if (at < end) {
            out->starts = out->count + 1;
        }
        at += text_decode(text + at, len - at, &c);
        uint32_t set = bc_pinyin_initials(c);
        bool ends = is_word(c) && out->count > 0 && out->sets[out->count - 1];
        if (set || ends) {
            out->sets[out->count++] = set;
        }
    }
    out->starts = out->starts < out->count ? out->starts : out->count;
}

static uint32_t bit_of(char letter)
{
    char small = letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
    return small >= 'a' && small <= 'z' ? UINT32_C(1) << (small - 'a') : 0;
}

bool bc_pinyin_match(const char *text, const char *initials)
{
    struct reading reading;
    int len = (int)strlen(initials);
    if (len < BC_PINYIN_LEAST) {
        return false;
    }
    read_text(text, &reading);
    for (int from = 0; from < reading.starts && from + len <= reading.count; from++) {
        int same = 0;
        while (same < len && (reading.sets[from + same] & bit_of(initials[same]))) {
            same++;
        }
        if (same == len) {
            return true;
        }
    }
    return false;
}

/* ---- for an index ---- */

typedef char spelling[BC_PINYIN_INDEXED + 1];

static void add_letter(spelling *spellings, int count, int at, char letter)
{
    for (int i = 0; i < count; i++) {
        spellings[i][at] = letter;
        spellings[i][at + 1] = '\0';
    }
}

static int ways_of(uint32_t set)
{
    int ways = 0;
    for (; set; set &= set - 1) {
        ways++;
    }
    return ways;
}

/* All spellings of the run from `sets` on; one that would have too many ends earlier. */
static int spell(const uint32_t *sets, int most, spelling *spellings)
{
    int count = 1;
    spellings[0][0] = '\0';
    for (int at = 0; at < most && at < BC_PINYIN_INDEXED && sets[at]; at++) {
        int before = count, ways = ways_of(sets[at]);
        if (before * ways > SPELLINGS) {
            break;
        }
        for (int i = before; i < before * ways; i++) {
            memcpy(spellings[i], spellings[i - before], sizeof(spelling));
        }
        count = 0;
        for (int letter = 0; letter < 26; letter++) {
            if (sets[at] >> letter & 1) {
                add_letter(spellings + count, before, at, (char)('a' + letter));
                count += before;
            }
        }
    }
    return count;
}

void bc_pinyin_words(const char *text, struct buf *out)
{
    struct reading reading;
    spelling spellings[SPELLINGS];
    read_text(text, &reading);
    for (int from = 0; from < reading.starts; from++) {
        int count = spell(reading.sets + from, reading.count - from, spellings);
        for (int i = 0; i < count && strlen(spellings[0]) >= BC_PINYIN_LEAST; i++) {
            buf_printf(out, " %s", spellings[i]);
        }
    }
    buf_addc(out, ' ');
}
