/* Unified social credit code, GB 32100-2015: 18 characters of 0-9 and A-Z without I O S V
 * Z, the last a check character (weights 3^i mod 31, modulus 31). */
#ifndef COMMON_CREDIT_CODE_H
#define COMMON_CREDIT_CODE_H

#include <stdbool.h>

enum { CREDIT_CODE_LEN = 18 };

/* The check character over the first 17; '\0' when one of them is not allowed. */
char credit_code_check(const char first17[17]);

/* NULL when `text` is a valid code, else a short phrase saying what is wrong. */
const char *credit_code_problem(const char *text);

#endif
