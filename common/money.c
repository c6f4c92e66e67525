#include "common/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool money_add(int64_t a, int64_t b, int64_t *out)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum)) {
        return false;
    }
    *out = sum;
    return true;
}

bool money_sub(int64_t a, int64_t b, int64_t *out)
{
    int64_t difference;
    if (__builtin_sub_overflow(a, b, &difference)) {
        return false;
    }
    *out = difference;
    return true;
}

bool money_prorate(int64_t base, int64_t part, int64_t whole, int64_t unit, int64_t *out)
{
    if (base < 0 || part < 0 || whole <= 0 || unit < 1) {
        return false;
    }
    __extension__ unsigned __int128 product = (unsigned __int128)(uint64_t)base;
    product = product * (uint64_t)part / (uint64_t)whole;
    product -= product % (uint64_t)unit;
    if (product > (uint64_t)INT64_MAX) {
        return false;
    }
    *out = (int64_t)product;
    return true;
}

bool money_rate(int64_t base, int64_t rate_bp, int64_t unit, int64_t *out)
{
    return money_prorate(base, rate_bp, 10000, unit, out);
}

const char *money_format(int64_t fen, enum money_unit unit, char out[32])
{
    static const struct {
        uint64_t drop; /* fen in the last place shown */
        uint64_t places;
        int digits;
    } shapes[] = {
        [MONEY_YUAN] = {1, 100, 2},
        [MONEY_THOUSAND] = {10000, 10, 1},
        [MONEY_MILLION] = {100000, 1000, 3},
    };
    uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    uint64_t shown = size / shapes[unit].drop;
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%" PRIu64, shown / shapes[unit].places);
    char *put = out;
    if (fen < 0 && shown > 0) {
        *put++ = '-';
    }
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0) {
            *put++ = ',';
        }
        *put++ = digits[i];
    }
    snprintf(put, (size_t)(out + 32 - put), ".%0*" PRIu64, shapes[unit].digits,
             shown % shapes[unit].places);
    return out;
}

static bool bad_money(const char *text, struct err *err)
{
    return err_set(
        err, ERR_INVALID,
        "\"%.40s\" is not an amount: write yuan such as 1840000, 1,840,000.50, "
        "1840k or 1.84m, up to 100,000,000,000",
        text);
}

bool money_parse(const char *text, int64_t *out, struct err *err)
{
    int64_t value = 0, scale = 100; /* fen of the digit before the point */
    bool point = false, digits = false;
    const char *at = text;
    /* The suffix decides what one unit is worth, so look at it first. */
    size_t len = strlen(text);
    char last = len > 0 ? text[len - 1] : '\0';
    size_t end = len;
    if (last == 'k' || last == 'K' || last == 'm' || last == 'M') {
        scale = last == 'k' || last == 'K' ? 100000 : 100000000;
        end--;
    }
    for (; at < text + end; at++) {
        if (*at == ',' && digits && !point) {
            continue;
        }
        if (*at == '.' && !point && digits) {
            point = true;
            continue;
        }
        if (*at < '0' || *at > '9') {
            return bad_money(text, err);
        }
        digits = true;
        int64_t digit = *at - '0';
        if (!point) {
            if (value > MONEY_MAX) {
                return bad_money(text, err);
            }
            value = value * 10 + digit * scale;
        } else {
            scale /= 10;
            if (scale == 0 && digit != 0) {
                return bad_money(text, err);
            }
            value += digit * scale;
        }
    }
    if (!digits || value > MONEY_MAX) {
        return bad_money(text, err);
    }
    *out = value;
    return true;
}
