#include "common/credit_code.h"

#include <stddef.h>
#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
enum { MODULUS = 31 };

static int value_of(char c)
{
    const char *at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

char credit_code_check(const char first17[17])
{
    int sum = 0, weight = 1;
    for (int i = 0; i < CREDIT_CODE_LEN - 1; i++) {
        int value = value_of(first17[i]);
        if (value < 0) {
            return '\0';
        }
        sum += value * weight;
        weight = weight * 3 % MODULUS;
    }
    return alphabet[(MODULUS - sum % MODULUS) % MODULUS];
}

const char *credit_code_problem(const char *text)
{
    if (strlen(text) != CREDIT_CODE_LEN) {
        return "must have 18 characters";
    }
    for (int i = 0; i < CREDIT_CODE_LEN; i++) {
        if (value_of(text[i]) < 0) {
            return "may have only 0-9 and A-Z without I, O, S, V, Z";
        }
    }
    for (int i = 2; i < 8; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return "must have a region of six digits in places 3 to 8";
        }
    }
    if (credit_code_check(text) != text[CREDIT_CODE_LEN - 1]) {
        return "has a wrong check character at its end";
    }
    return NULL;
}
