/* Pinyin initials by character, made at build time from data/pinyin_initials.txt by
 * tools/pinyin_table.c: the number of a set of letters, and the sets (bit 0 is "a"). */
#ifndef BACKEND_CLIENT_PINYIN_TABLE_H
#define BACKEND_CLIENT_PINYIN_TABLE_H

enum {
    BC_PINYIN_LOW = 0x3400,
    BC_PINYIN_LOW_END = 0xA000,
    BC_PINYIN_HIGH = 0x20000,
    BC_PINYIN_HIGH_END = 0x31400,
};

extern const unsigned char bc_pinyin_low[BC_PINYIN_LOW_END - BC_PINYIN_LOW];
extern const unsigned char bc_pinyin_high[BC_PINYIN_HIGH_END - BC_PINYIN_HIGH];
extern const unsigned bc_pinyin_sets[256];

#endif
