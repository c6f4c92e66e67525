#include "common/voucher_code.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { BODY = 10, SIGNED = 16, SYMBOLS = 18 };

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void put_symbols(uint64_t value, int count, char *out)
{
    for (int i = count - 1; i >= 0; i--) {
        out[i] = alphabet[value & 31];
        value >>= 5;
    }
}

static uint64_t digest(const char *text, size_t len, const unsigned char *key)
{
    unsigned char bytes[16];
    uint64_t value = 0;
    crypto_generichash(bytes, sizeof bytes, (const unsigned char *)text, len, key,
                       key ? VOUCHER_KEY_BYTES : 0);
    for (int i = 0; i < 8; i++) {
        value = value << 8 | bytes[i];
    }
    return value;
}

/* The remainder of the sixteen symbols, each as its value in two digits, followed by
 * `check`. Two digits for each, so that a digit typed for a letter shifts nothing. */
static int remainder_97(const char *symbols, int check)
{
    int sum = 0;
    for (int i = 0; i < SIGNED; i++) {
        int value = (int)(strchr(alphabet, symbols[i]) - alphabet);
        sum = (sum * 100 + value) % 97;
    }
    return (sum * 100 + check) % 97;
}

static void sign(const char *programme, const unsigned char *key, char symbols[SYMBOLS])
{
    char text[128];
    int n = snprintf(text, sizeof text, "%.*s|%.100s", BODY, symbols, programme);
    put_symbols(digest(text, (size_t)n, key), SIGNED - BODY, symbols + BODY);
    int check = 98 - remainder_97(symbols, 0);
    symbols[SIGNED] = (char)('0' + check / 10);
    symbols[SIGNED + 1] = (char)('0' + check % 10);
}

static void hyphenate(const char symbols[SYMBOLS], char out[VOUCHER_CODE_MAX])
{
    snprintf(out, VOUCHER_CODE_MAX, "%.3s-%.2s-%.5s-%.6s-%.2s", symbols, symbols + 3,
             symbols + 5, symbols + BODY, symbols + SIGNED);
}

const char *voucher_code(const char *programme, int year, int64_t serial,
                         const unsigned char key[VOUCHER_KEY_BYTES],
                         char out[VOUCHER_CODE_MAX])
{
    char symbols[SYMBOLS];
    put_symbols(digest(programme, strlen(programme), NULL), 3, symbols);
    symbols[3] = (char)('0' + year % 100 / 10);
    symbols[4] = (char)('0' + year % 10);
    put_symbols((uint64_t)serial, 5, symbols + 5);
    sign(programme, key, symbols);
    hyphenate(symbols, out);
    return out;
}

/* The symbol a person meant, or NUL. */
static char meant(char c)
{
    if (c >= 'a' && c <= 'z') {
        c = (char)(c - 'a' + 'A');
    }
    c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    return c && strchr(alphabet, c) ? c : '\0';
}

bool voucher_code_normal(const char *text, char out[VOUCHER_CODE_MAX])
{
    char symbols[SYMBOLS];
    int count = 0;
    for (; *text; text++) {
        if (*text == '-' || *text == ' ') {
            continue;
        }
        char c = meant(*text);
        if (!c || count == SYMBOLS) {
            return false;
        }
        symbols[count++] = c;
    }
    if (count != SYMBOLS || symbols[SIGNED] > '9' || symbols[SIGNED + 1] > '9' ||
        remainder_97(symbols, (symbols[SIGNED] - '0') * 10 + symbols[SIGNED + 1] - '0') !=
            1) {
        return false;
    }
    hyphenate(symbols, out);
    return true;
}

bool voucher_code_genuine(const char *code, const char *programme,
                          const unsigned char key[VOUCHER_KEY_BYTES])
{
    char normal[VOUCHER_CODE_MAX], again[SYMBOLS], symbols[SYMBOLS];
    int count = 0;
    if (!voucher_code_normal(code, normal)) {
        return false;
    }
    for (const char *c = normal; *c; c++) {
        if (*c != '-') {
            symbols[count++] = *c;
        }
    }
    memcpy(again, symbols, BODY);
    put_symbols(digest(programme, strlen(programme), NULL), 3, again);
    sign(programme, key, again);
    return sodium_memcmp(again, symbols, SYMBOLS) == 0;
}
