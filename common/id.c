#include "common/id.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum { COUNTER_BITS = 12 };

const char *id_new(struct id_source *source, const char *prefix, int64_t now_us,
                   char out[ID_MAX])
{
    unsigned char random[10];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        memset(random, 0, sizeof random); /* the counter alone still keeps ids apart */
    }
    int64_t ms = now_us / 1000;
    if (ms > source->last_ms) {
        source->last_ms = ms;
        source->counter = 0;
    } else if (++source->counter >= 1u << COUNTER_BITS) {
        source->last_ms++; /* borrow from the next millisecond rather than repeat */
        source->counter = 0;
    }
    uint64_t high = ((uint64_t)source->last_ms << 16) | 0x7000u | source->counter;
    uint64_t low = 0;
    for (int i = 0; i < 8; i++) {
        low = low << 8 | random[i];
    }
    low = (low & ~(UINT64_C(3) << 62)) | UINT64_C(2) << 62;
    snprintf(out, ID_MAX, "%.4s_%016" PRIx64 "%016" PRIx64, prefix, high, low);
    return out;
}

bool id_valid(const char *text, const char *prefix)
{
    size_t n = strlen(prefix);
    if (strncmp(text, prefix, n) != 0 || text[n] != '_') {
        return false;
    }
    const char *hex = text + n + 1;
    return strlen(hex) == 32 && strspn(hex, "0123456789abcdef") == 32 && hex[12] == '7' &&
           strchr("89ab", hex[16]);
}

bool id_operation_valid(const char *text)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    size_t len = strlen(text);
    return len >= 1 && len <= 255 && strspn(text, allowed) == len;
}

/* ISO 7064 MOD 37,36 over digits (letters never occur in what we check). */
static char check_character(const char *digits)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    int product = 36;
    for (; *digits; digits++) {
        if (*digits == '-') {
            continue;
        }
        int sum = (product + (*digits - '0')) % 36;
        product = (sum == 0 ? 36 : sum) * 2 % 37;
    }
    return alphabet[(37 - product) % 36];
}

const char *id_number(int year, int64_t serial, char out[ID_NUMBER_MAX])
{
    int n = snprintf(out, ID_NUMBER_MAX - 2, "%02d-%06" PRId64, year % 100, serial);
    if (n < 0 || n > ID_NUMBER_MAX - 3) {
        n = ID_NUMBER_MAX - 3;
    }
    char check = check_character(out);
    out[n] = '-';
    out[n + 1] = check;
    out[n + 2] = '\0';
    return out;
}

bool id_number_valid(const char *text)
{
    size_t len = strlen(text);
    if (len < 11 || len >= ID_NUMBER_MAX || text[2] != '-' || text[len - 2] != '-') {
        return false;
    }
    char head[ID_NUMBER_MAX];
    memcpy(head, text, len - 2);
    head[len - 2] = '\0';
    return strspn(text, "0123456789") == 2 && strspn(text + 3, "0123456789") == len - 5 &&
           check_character(head) == text[len - 1];
}
